// Data sets: columns as they are sent, rows as charts and tables take them.

import { unpack } from "./blocks.js";

/**
 * @typedef {import("./types.d.ts").Columns} Columns
 * @typedef {import("./types.d.ts").Row} Row
 */

/** @type {WeakMap<object, Row[]>} */
const kept = new WeakMap();

/**
 * Rows of a data set, the same objects each time. @param {Columns} columns
 * @returns {Row[]}
 */
export function rowsOf(columns) {
  if (Array.isArray(columns)) return columns;
  let rows = kept.get(columns);
  if (!rows) {
    const names = Object.keys(columns);
    const length = names.length ? columns[names[0]].length : 0;
    rows = Array.from(
      { length },
      (_, k) => Object.fromEntries(names.map((name) => [name, columns[name][k]])),
    );
    kept.set(columns, rows);
  }
  return rows;
}

/** The data sets of a page: columns come once, whatever they stand in. */
export class Datasets {
  /** @type {import("./blocks.js").Columns} */
  #sent = new Map();
  /** @type {Record<string, any[]>} those that were asked for */
  #columns = {};
  /** @type {WeakSet<object>} */
  #taken = new WeakSet();
  /** @type {Record<string, { key: string, rows: Row[] }>} */
  #last = {};

  /** Have the columns of a pack. @param {Uint8Array | DataView | import("./blocks.js").Columns} packed */
  take(packed) {
    if (this.#taken.has(packed) || ("byteLength" in packed && !packed.byteLength)) return;
    this.#taken.add(packed);
    const columns = packed instanceof Map ? packed : unpack(packed).columns;
    for (const [key, values] of columns) this.#sent.set(key, values);
  }

  /**
   * A data set's rows, the same objects until it is made of other columns; null where one has not come.
   * @param {string} name
   * @param {Record<string, string>} keys by field
   */
  rows(name, keys) {
    const key = JSON.stringify(keys);
    if (this.#last[name]?.key !== key) {
      /** @type {Record<string, any[]>} */
      const columns = {};
      for (const [field, of] of Object.entries(keys)) {
        const values = this.#columns[of] ?? this.#sent.get(of)?.();
        if (!values) return null;
        columns[field] = this.#columns[of] = values;
      }
      this.#last[name] = { key, rows: rowsOf(columns) };
    }
    return this.#last[name].rows;
  }
}
