// A long table as a visitor wants to see it: searched and sorted. Nothing here touches the browser.

/**
 * @typedef {import("./types.d.ts").Row} Row
 * @typedef {{ search: string, column: number | null, descending: boolean }} View
 *   `column`: by which it is sorted; null for the order that it comes in
 */

/** @type {View} */
export const AS_IT_COMES = { search: "", column: null, descending: false };

const WORDS = new Intl.Collator("en-GB", { numeric: true, sensitivity: "base" });

/**
 * Rows that have the words that are searched for, in the order that is asked for; rows without a
 * value come last either way.
 * @param {Row[]} rows
 * @param {View} view
 * @param {(row: Row, column: number) => any} valueOf a cell's value, to sort by
 * @param {(row: Row) => string} textOf a row as it is read
 * @returns {Row[]}
 */
export function viewed(rows, { search, column, descending }, valueOf, textOf) {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const kept = words.length
    ? rows.filter((row) => {
      const text = textOf(row).toLowerCase();
      return words.every((word) => text.includes(word));
    })
    : rows;
  if (column === null) return kept;
  const sign = descending ? -1 : 1;
  return kept.toSorted((first, second) => {
    const [a, b] = [valueOf(first, column), valueOf(second, column)];
    const [noA, noB] = [isNothing(a), isNothing(b)];
    if (noA || noB) return Number(noA) - Number(noB);
    return sign * (typeof a === "number" && typeof b === "number" ? a - b : WORDS.compare(a, b));
  });
}

/** @param {any} value */
function isNothing(value) {
  return value === null || value === undefined || value === "" || Number.isNaN(value);
}

/**
 * The view after a click on a heading: up, down, then as it comes.
 * @param {View} view
 * @param {number} column
 * @returns {View}
 */
export function sortedBy(view, column) {
  if (view.column !== column) return { ...view, column, descending: false };
  return view.descending
    ? { ...view, column: null, descending: false }
    : { ...view, descending: true };
}
