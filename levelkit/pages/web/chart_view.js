// Vega's view of one chart, and what of it changes: rows, size, parameters.

import { isDark } from "./dom.js";
import { countPaint, inTurn } from "./frames.js";
import { library } from "./libraries.js";

/**
 * @typedef {import("./store.js").Store} Store
 * @typedef {{ width: number, height: number }} Size
 */

export const LECTURE_TYPE = 1.55; // how much larger the type of a chart is on a projector

const MOST_MARKS = 2000; // that are elements of the page; more are pixels

/** @param {Record<string, any[]>} drawn data sets by name */
export function rendererFor(drawn) {
  return Object.values(drawn).some((rows) => rows.length > MOST_MARKS) ? "canvas" : "svg";
}

export class ChartView {
  /** Vega's own view, once painted. @type {any} */
  vega;
  #name;
  #options;
  #page;
  #canvas;
  /** @type {Record<string, any[]>} the rows that are drawn */ #drawn = {};
  /** @type {Set<string>} */ #known = new Set();
  /** @type {Promise<void> | null} */ #pending = null;
  /** @type {any} */ #result;

  /** @param {string} name @param {any} options @param {Store} page @param {HTMLElement} canvas */
  constructor(name, options, page, canvas) {
    this.#name = name;
    this.#options = options;
    this.#page = page;
    this.#canvas = canvas;
  }

  /** Paint for the first time, when it is this chart's turn. @param {() => Size} size */
  async paint(size) {
    const { vegaEmbed } = await library(this.#page.hub, "vega");
    // While Vega starts, an answer may bring other rows: these are what is drawn.
    this.#drawn = this.#rows();
    const spec = this.#spec(size(), { ...this.#drawn });
    this.#result = await inTurn(() =>
      vegaEmbed(this.#canvas, spec, {
        actions: false,
        ast: this.#page.live || Boolean(globalThis.levelkitHost?.kernels),
        renderer: this.#options.renderer ?? rendererFor(this.#drawn),
        mode: "vega-lite",
        logLevel: 1,
        tooltip: { theme: "custom" },
      })
    );
    this.vega = this.#result.view;
    this.#known = new Set(Object.keys(this.vega.getState({ signals: () => true }).signals));
  }

  /** Set a signal; one that the form lacks is simply not its business. @param {string} signal @param {any} value */
  set = (signal, value) => {
    if (this.#known.has(signal)) this.vega.signal(signal, value);
  };

  /** Every parameter as the page has it now. */
  setAll = () => {
    for (const [signal, value] of Object.entries(this.#page.params(this.#name))) {
      this.set(signal, value);
    }
    this.setTheme();
    this.set("big", this.#page.mode === "present" ? LECTURE_TYPE : 1);
  };

  setTheme() {
    this.set("dark", isDark());
  }

  /** All that changes within one turn of the event loop is painted once. @param {() => void} change @returns {Promise<void>} */
  repaint = (change) => {
    change();
    this.#pending ??= Promise.resolve()
      .then(() => {
        this.#pending = null;
        return this.vega.runAsync();
      })
      .then(() => {
        countPaint();
        const times = Number(this.#canvas.dataset.painted ?? 0);
        this.#canvas.dataset.painted = String(times + 1);
      });
    return this.#pending;
  };

  /** Rows, size and parameters as they are now. @param {number} width @param {number} height */
  update(width, height) {
    // Rows first: scales of one answer are not laid out with the rows of another. They are
    // compared by identity, so that a change of years alone sends none.
    for (const [set, rows] of Object.entries(this.#rows())) {
      if (rows === this.#drawn[set]) continue;
      this.#drawn[set] = rows;
      this.vega.data(set, rows);
    }
    if (this.vega.height() !== height) this.vega.height(height);
    if (Math.abs(this.vega.width() - width) > 1) this.vega.width(width);
    this.setAll();
  }

  /** The chart as it is printed: light, nothing pointed at. @param {() => void} update @returns {Promise<string>} */
  async toPrint(update) {
    await this.repaint(() => {
      update();
      for (const [signal, value] of [["dark", false], ["hover", ""], ["big", 1]]) {
        this.set(/** @type {string} */ (signal), value);
      }
    });
    const svg = await this.vega.toSVG();
    await this.repaint(this.setAll);
    return svg;
  }

  /** As shown: another program has no page to set the parameters. */
  specWithData() {
    const size = { width: this.vega.width(), height: this.vega.height() };
    return this.#spec(size, this.#rows());
  }

  end() {
    this.#result.finalize();
  }

  #rows() {
    const { uses } = this.#options;
    return Object.fromEntries(Object.keys(uses).map((set) => [set, this.#page.rows(uses[set])]));
  }

  /** @param {Size} size @param {Record<string, any[]>} datasets */
  #spec(size, datasets) {
    const spec = { ...structuredClone(this.#options.spec), ...size, datasets };
    const values = this.#page.params(this.#name);
    for (const param of spec.params ?? []) {
      if (param.name in values) param.value = values[param.name];
    }
    return spec;
  }
}
