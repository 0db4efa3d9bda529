// The figures of a page: those of the answer, of what is looked at, and those that never change.

import { Datasets, rowsOf } from "./rows.js";

/**
 * @typedef {import("./types.d.ts").Columns} Columns
 * @typedef {import("./types.d.ts").Model} Model
 * @typedef {import("./types.d.ts").Row} Row
 */

export class Figures {
  /** Data sets that no choice changes, from the parts that have them. @type {Record<string, Columns>} */
  fixed = {};
  #data = new Datasets();
  #asked = false;
  #hub;
  #details;

  /**
   * @param {Model} hub
   * @param {import("./details.js").Details} details
   * @param {() => void} came hears of figures that were missed
   */
  constructor(hub, details, came) {
    this.#hub = hub;
    this.#details = details;
    hub.on("change:blocks", () => this.#data.take(hub.get("blocks")));
    hub.on("msg:custom", (message, buffers) => {
      if (message?.kind !== "blocks") return;
      this.#asked = false;
      this.#data.take(buffers[0]);
      came();
    });
  }

  /** A data set as rows, the same ones until it has other values. @param {string} name @returns {Row[]} */
  rows(name) {
    if (this.fixed[name]) return rowsOf(this.fixed[name]);
    this.#data.take(this.#hub.get("blocks")); // the news of them may come after that of an answer
    const keys = this.#hub.get("columns")[name] ?? this.#details.state.columns?.[name] ?? {};
    const rows = this.#data.rows(name, keys);
    if (!rows && !this.#asked) {
      // A page that is shown late has missed what was sent before.
      this.#asked = true;
      this.#hub.send({ kind: "blocks" });
    }
    return rows ?? [];
  }
}
