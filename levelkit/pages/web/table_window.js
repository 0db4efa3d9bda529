// Which rows of a long table are in sight. Nothing here touches the browser.

/** Rows from which on a table has only those in sight in it. */
export const MOST_ROWS = 200;
const SPARE = 20; // rows above and below, so that a short move shows no gap

/**
 * @param {{ count: number, rowHeight: number, top: number, height: number }} seen how far a table of
 *   `count` rows is scrolled, and how much of it is seen, in pixels
 * @returns {{ first: number, last: number }} the rows to draw, `last` not among them
 */
export function rowsInSight({ count, rowHeight, top, height }) {
  if (count <= MOST_ROWS) return { first: 0, last: count };
  const from = Math.floor(top / rowHeight) - SPARE;
  const drawn = Math.ceil(height / rowHeight) + 2 * SPARE;
  const first = Math.max(0, Math.min(from, count - drawn));
  return { first, last: Math.min(count, first + drawn) };
}
