// Which rows of a data set a table or a file has. Nothing here touches the browser.

/**
 * @typedef {import("./types.d.ts").Row} Row
 * @typedef {import("./types.d.ts").TableFile} TableFile
 */

/**
 * The rows that a definition's `where` keeps, in its order.
 * @param {Row[]} rows
 * @param {Pick<TableFile, "where" | "sort">} definition
 * @param {Record<string, any>} signals what is chosen and marked
 */
export function keptRows(rows, { where = {}, sort }, signals) {
  const keeps = Object.entries(where).map(([field, limits]) => {
    if (limits.in) {
      const kept = limits.in.map((signal) => signals[signal]);
      return (/** @type {Row} */ row) => kept.includes(row[field]);
    }
    const [from, to] = [signals[limits.from ?? ""], signals[limits.to ?? ""]];
    return (/** @type {Row} */ row) => row[field] >= from && row[field] <= to;
  });
  const kept = rows.filter((row) => keeps.every((keep) => keep(row)));
  return sort ? kept.sort((a, b) => order(a[sort], b[sort])) : kept;
}

/** @param {any} a @param {any} b */
function order(a, b) {
  return Number(a > b) - Number(a < b);
}
