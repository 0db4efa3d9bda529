// Which of many things a page shows more of: a key, whose rows and words come when it is asked for.

import { matching } from "./combobox.js";
import { sameChoices } from "./form.js";
import { noticesOf } from "./notice_box.js";
import { foundNotices } from "./notices.js";
import { Picker } from "./picker.js";

/**
 * @typedef {import("./types.d.ts").Choices} Choices
 * @typedef {import("./types.d.ts").DetailControl} DetailControl
 * @typedef {import("./types.d.ts").Missed} Missed
 * @typedef {import("./types.d.ts").Model} Model
 */

export class Details {
  #hub;

  /** @param {Model} hub */
  constructor(hub) {
    this.#hub = hub;
  }

  /** @returns {DetailControl[]} */
  get form() {
    return this.#hub.get("details_form") ?? [];
  }
  /** Keys that are asked for, by name. @returns {Record<string, string>} */
  get chosen() {
    return this.#hub.get("details") ?? {};
  }
  /** Whether what is shown belongs to them. */
  get shown() {
    return sameChoices(this.chosen, this.#hub.get("detailed") ?? {});
  }

  /** What the page shows of them. @returns {{ columns?: Record<string, Record<string, string>>, params?: Record<string, any>, words?: Record<string, any> }} */
  get state() {
    return this.#hub.get("detail") ?? {};
  }

  /** Ask for other keys. @param {Record<string, string>} keys by name @returns {boolean} whether they are others */
  choose(keys) {
    const wanted = { ...this.chosen, ...keys };
    if (sameChoices(wanted, this.chosen)) return false;
    this.#hub.set("details", wanted);
    return true;
  }

  /** No rows came: back to those that are shown. */
  goBack() {
    if (!this.shown) this.#hub.set("details", this.#hub.get("detailed"));
  }

  /**
   * The keys that an address asks for, the usual ones where it names none or one that there is not;
   * words that were typed elsewhere (`find`) mean the first that has them.
   * @param {Record<string, string>} given
   * @returns {{ keys: Record<string, string>, missed: Missed[], found: string[] }}
   */
  meant(given) {
    /** @type {Record<string, string>} */
    const keys = {};
    /** @type {Missed[]} */
    const missed = [];
    /** @type {string[]} */
    const found = [];
    for (const { name, label, options, usual } of this.form) {
      const texts = options.map(([, text]) => text);
      const alike = given.find && !(name in given) ? matching(texts, given.find) : null;
      if (alike) found.push(...foundNotices(given.find, alike.map((k) => texts[k])));
      const asked = given[name] ?? (alike?.length ? options[alike[0]][0] : usual);
      const known = options.some(([key]) => key === asked);
      keys[name] = known ? asked : usual;
      const words = options.find(([key]) => key === usual)?.[1] ?? "";
      if (!known) missed.push({ label, asked, words });
    }
    return { keys, missed, found };
  }
}

/** A field in which one of many is chosen. @param {import("./types.d.ts").Place} place */
export function renderDetail({ model, el, page }) {
  const control = page.details.form.find(({ name }) => name === model.get("name"));
  if (!control) throw new Error(`no detail is called ${model.get("name")}`);
  const { name, label, help, options } = control;
  const picker = new Picker({ label, help, name }, (k) => page.look({ [name]: options[k][0] }));
  el.append(picker.box, noticesOf(page));
  const words = options.map(([, text]) => text);
  const show = () =>
    picker.show(words, options.findIndex(([key]) => key === page.details.chosen[name]));
  page.on("details answer", show);
  show();
}
