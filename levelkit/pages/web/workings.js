// What the browser works out by itself where no kernel does: other rows and words for some parts.

import { indexOf, nth } from "./composite.js";
import { filled, shownNumber } from "./words.js";

/**
 * @typedef {import("./types.d.ts").Row} Row
 * @typedef {import("./types.d.ts").Model} Model
 * @typedef {{ inputs: Record<string, any>, settings: Record<string, any>, rows: (name: string) => Row[] }} Given
 * @typedef {{ rows?: Record<string, Row[]>, words?: Record<string, any>, params?: Record<string, any> }} Worked
 */

/** @type {Record<string, (given: Given) => Worked>} */
const FUNCTIONS = { composite };
const HALF = 0.5; // the weight of a component that nobody has touched

/** Places of countries by other weights. @param {Given} given @returns {Worked} */
export function composite({ inputs, settings, rows }) {
  const { components, scale, complete, digits, main } = settings;
  /** @type {string[]} */
  const turned = inputs.turned ?? [];
  const table = rows("workings");
  const figures = table.map((row) =>
    components.map((/** @type {string} */ name, /** @type {number} */ k) => {
      const value = row[`c${k}`];
      return value === null ? null : turned.includes(name) ? -value : value;
    })
  );
  const weights = components.map((/** @type {string} */ name) => inputs.weights?.[name] ?? HALF);
  // z-scores have an arithmetic mean alone.
  const elasticity = (scale === "z" ? null : inputs.elasticity) ?? settings.elasticity;
  const { index, place } = indexOf(figures, { weights, scale, elasticity, complete });
  const own = place[table.findIndex((row) => row.country === main)];
  const n = place.filter((value) => value !== null).length;
  const level = place.filter((value) => value === own).length;
  const said = own === null
    ? settings.none
    : filled(settings.said, { place: nth(own ?? 0, level), n: String(n) });
  // As the random weightings are counted: the first of the places that it shares.
  const counted = own === null ? null : own - (level - 1) / 2;
  /** @type {Worked} */
  const worked = {
    rows: { places: rows("places").map((row) => withHere(row, row.place === counted)) },
    words: { built: { html: `<p class="lk-note" role="status">${said}</p>` } },
  };
  if (!settings.ranked) return worked;
  const times = scale === "min-max" ? 100 : 1;
  const by = new Map(table.map((row, k) => [row.country, { place: place[k], index: index[k] }]));
  /** @type {Row[]} */
  const ranking = rows("ranking").map((row) => {
    const { place = null, index = null } = by.get(row.country) ?? {};
    const spread = index === null ? null : times * index;
    return { ...row, place, spread, label: shownNumber(spread, digits), ranked: place !== null };
  });
  ranking.sort((a, b) =>
    (a.place ?? Infinity) - (b.place ?? Infinity) || (a.country < b.country ? -1 : 1)
  );
  const spreads = ranking.flatMap(({ spread }) => spread === null ? [] : [spread]);
  const low = Math.min(0, ...spreads);
  return {
    rows: { ...worked.rows, ranking: ranking.map((row, k) => ({ ...row, row: k + 1 })) },
    words: worked.words,
    params: {
      ranking: { value_low: low, value_high: low + 1.06 * (Math.max(...spreads) - low) },
    },
  };
}

/** @param {Row} row @param {boolean} here */
function withHere(row, here) {
  const said = row.said.replace(/, and with the weights chosen$/, "");
  return { ...row, here, said: here ? `${said}, and with the weights chosen` : said };
}

export class Workings {
  #hub;
  #rows;
  /** @type {{ inputs: any, answered: any, columns: any, worked: Worked } | null} */ #last = null;

  /** @param {Model} hub @param {(name: string) => Row[]} rows those of the answer */
  constructor(hub, rows) {
    this.#hub = hub;
    this.#rows = rows;
  }

  /** @returns {{ function: string, inputs: string[], settings: Record<string, any> } | undefined} */
  get #said() {
    return this.#hub.get("live") === true ? undefined : this.#hub.get("words")?.workings;
  }

  /** Whether an input works without a kernel. @param {string} name */
  answers(name) {
    return this.#said?.inputs.includes(name) ?? false;
  }

  /** What is said beside the first of such inputs. @param {string} name @returns {string} */
  note(name) {
    return this.#said?.inputs[0] === name ? this.#said.settings.note : "";
  }

  /** What is other than in the answer; nothing where none of its inputs is given. @returns {Worked} */
  get worked() {
    const said = this.#said;
    const inputs = this.#hub.get("inputs") ?? {};
    if (!said?.inputs.some((name) => name in inputs)) return {};
    const [answered, columns] = [this.#hub.get("answered"), this.#hub.get("columns")];
    const last = this.#last;
    if (last && last.inputs === inputs && last.answered === answered && last.columns === columns) {
      return last.worked;
    }
    const worked = FUNCTIONS[said.function]({ inputs, settings: said.settings, rows: this.#rows });
    this.#last = { inputs, answered, columns, worked };
    return worked;
  }
}
