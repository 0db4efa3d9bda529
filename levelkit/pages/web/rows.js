// Data sets: columns as they are sent, rows as charts and tables take them.

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

/** @param {Columns | undefined} a @param {Columns} b */
function sameColumns(a, b) {
  if (!a || Array.isArray(a) || Array.isArray(b)) return false;
  const names = Object.keys(b);
  return names.length === Object.keys(a).length && names.every((name) => {
    const [first, second] = [a[name], b[name]];
    return first?.length === second.length && first.every((value, k) => value === second[k]);
  });
}

/** A kernel sends all data sets where one has changed: those that have not stay the same object. */
export class LastSent {
  /** @type {Record<string, { sent: Columns, kept: Columns }>} */
  #last = {};

  /** @param {string} name @param {Columns} sent @returns {Columns} */
  columns(name, sent) {
    const last = this.#last[name];
    if (last?.sent !== sent) {
      this.#last[name] = { sent, kept: last && sameColumns(last.kept, sent) ? last.kept : sent };
    }
    return this.#last[name].kept;
  }
}
