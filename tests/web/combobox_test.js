import assert from "node:assert/strict";
import { matching } from "../../levelkit/pages/web/combobox.js";
import { rendererFor } from "../../levelkit/pages/web/chart_view.js";
import { MOST_ROWS, rowsInSight } from "../../levelkit/pages/web/table_window.js";

const PLACES = ["Camden and City", "West Camden", "Île-de-France", "Kent", "Dundee City"];
/** @param {string} typed */
const named = (typed) => matching(PLACES, typed).map((k) => PLACES[k]);

Deno.test("what begins with the word typed comes first, the rest in its order", () => {
  assert.deepEqual(named("city"), ["Camden and City", "Dundee City"]);
  assert.deepEqual(named("CAM"), ["Camden and City", "West Camden"]);
  assert.deepEqual(named("west cam"), ["West Camden"]);
  assert.deepEqual(named("camden w"), ["West Camden"]);
});

Deno.test("accents need not be typed, nothing typed keeps all, and nothing may fit", () => {
  assert.deepEqual(named("ile-de"), ["Île-de-France"]);
  assert.deepEqual(named("  "), PLACES);
  assert.deepEqual(named("x"), []);
});

Deno.test("a long table has the rows in sight and some to spare, at either end as in between", () => {
  const seen = { count: 33_755, rowHeight: 30, height: 540 };
  assert.deepEqual(rowsInSight({ ...seen, top: 0 }), { first: 0, last: 58 });
  assert.deepEqual(rowsInSight({ ...seen, top: 30_000 }), { first: 980, last: 1038 });
  assert.deepEqual(rowsInSight({ ...seen, top: 33_755 * 30 }), { first: 33_697, last: 33_755 });
  assert.deepEqual(rowsInSight({ ...seen, count: MOST_ROWS, top: 900 }), {
    first: 0,
    last: MOST_ROWS,
  });
});

Deno.test("every row in sight is drawn, wherever the table is scrolled to", () => {
  for (let top = 0; top < 300 * 30 - 540; top += 7) {
    const { first, last } = rowsInSight({ count: 300, rowHeight: 30, height: 540, top });
    assert.ok(first * 30 <= top && last * 30 >= top + 540, String(top));
  }
});

Deno.test("over two thousand marks are pixels", () => {
  assert.equal(rendererFor({ a: Array(2000), b: [] }), "svg");
  assert.equal(rendererFor({ a: [], b: Array(2001) }), "canvas");
});
