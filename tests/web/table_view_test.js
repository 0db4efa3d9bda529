import assert from "node:assert/strict";
import { AS_IT_COMES, sortedBy, viewed } from "../../levelkit/pages/web/table_view.js";

const ROWS = [
  { name: "Wirral", gdp: 20 },
  { name: "Camden and City", gdp: null },
  { name: "area 10", gdp: 3 },
  { name: "Area 9", gdp: -4.5 },
];
/** @param {any} row @param {number} k */
const valueOf = (row, k) => [row.name, row.gdp][k];
/** @param {any} row */
const textOf = (row) => `${row.name} ${row.gdp ?? "–"}`;
/** @param {Partial<import("../../levelkit/pages/web/table_view.js").View>} view */
const names = (view) =>
  viewed(ROWS, { ...AS_IT_COMES, ...view }, valueOf, textOf).map(({ name }) => name);

Deno.test("as it comes, and the rows themselves stay in their order", () => {
  assert.deepEqual(names({}), ["Wirral", "Camden and City", "area 10", "Area 9"]);
  names({ column: 1 });
  assert.equal(ROWS[0].name, "Wirral");
});

Deno.test("numbers are sorted as numbers, and what has none comes last either way", () => {
  assert.deepEqual(names({ column: 1 }), ["Area 9", "area 10", "Wirral", "Camden and City"]);
  assert.deepEqual(names({ column: 1, descending: true }), [
    "Wirral",
    "area 10",
    "Area 9",
    "Camden and City",
  ]);
});

Deno.test("names are sorted as people do", () => {
  assert.deepEqual(names({ column: 0 }), ["Area 9", "area 10", "Camden and City", "Wirral"]);
});

Deno.test("every word that is searched for stands in the row, in whatever order and case", () => {
  assert.deepEqual(names({ search: "city CAM" }), ["Camden and City"]);
  assert.deepEqual(names({ search: "area", column: 1 }), ["Area 9", "area 10"]);
  assert.deepEqual(names({ search: "nowhere" }), []);
});

Deno.test("a heading sorts up, down, and then no more", () => {
  const up = sortedBy(AS_IT_COMES, 1);
  const down = sortedBy(up, 1);
  assert.deepEqual([up.column, up.descending], [1, false]);
  assert.deepEqual([down.column, down.descending], [1, true]);
  assert.deepEqual(sortedBy(down, 1), AS_IT_COMES);
  assert.deepEqual([sortedBy(down, 0).column, sortedBy(down, 0).descending], [0, false]);
});
