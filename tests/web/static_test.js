import assert from "node:assert/strict";
import { traitsOf, unpacked } from "../../levelkit/pages/web/static_answers.js";
import { StaticModel } from "../../levelkit/pages/web/static_models.js";

/** @type {any} */
const CHUNK = {
  paths: [["datasets", "lines"], ["words", "page", "title"], ["words", "page", "verdict"], [
    "marks",
    "year",
  ]],
  pool: [{ x: 0, y: 1 }, "A title", "mixed", 1900, "supported"],
  columns: [[1, 2], [3, 4]],
  answers: { "uk|1900": [0, 1, 2, 3], "eu|1950": [0, 1, 4, 3] },
};

Deno.test("an answer is put together from a chunk, shared parts once", () => {
  const first = traitsOf(CHUNK, "uk|1900");
  assert.deepEqual(first, {
    datasets: { lines: { x: [1, 2], y: [3, 4] } },
    words: { page: { title: "A title", verdict: "mixed" } },
    marks: { year: 1900 },
  });
  const second = traitsOf(CHUNK, "eu|1950");
  assert.equal(second.words.page.verdict, "supported");
  assert.equal(second.datasets.lines, first.datasets.lines);
});

Deno.test("a packed chunk is unpacked", async () => {
  const bytes = new TextEncoder().encode(JSON.stringify({ "é": [1, null] }));
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream("gzip"));
  const packed = new Uint8Array(await new Response(stream).arrayBuffer());
  assert.deepEqual(await unpacked(btoa(String.fromCharCode(...packed))), { "é": [1, null] });
});

Deno.test("whoever hears of one value finds all that came with it", () => {
  const model = new StaticModel("AnyModel", { a: 1, b: 1 }, /** @type {any} */ (null));
  /** @type {number[]} */
  const seen = [];
  model.on("change:a change:b", () => seen.push(model.get("a") + model.get("b")));
  model.setAll({ a: 2, b: 3 });
  assert.deepEqual(seen, [5, 5]);
});
