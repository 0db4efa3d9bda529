import assert from "node:assert/strict";
import { packed } from "./fake_hub.js";
import { traitsOf, unpacked } from "../../levelkit/pages/web/static_answers.js";
import { StaticModel } from "../../levelkit/pages/web/static_models.js";

/** @type {any} */
const CHUNK = {
  paths: [["columns", "lines"], ["words", "page", "title"], ["words", "page", "verdict"], [
    "marks",
    "year",
  ]],
  pool: [{ x: "a", y: "b" }, "A title", "mixed", 1900, "supported"],
  answers: { "uk|1900": [0, 1, 2, 3], "eu|1950": [0, 1, 4, 3] },
};

Deno.test("an answer is put together from a chunk", () => {
  const first = traitsOf(CHUNK, "uk|1900");
  assert.deepEqual(first, {
    columns: { lines: { x: "a", y: "b" } },
    words: { page: { title: "A title", verdict: "mixed" } },
    marks: { year: 1900 },
  });
  assert.equal(traitsOf(CHUNK, "eu|1950").words.page.verdict, "supported");
});

Deno.test("a packed chunk is unpacked, and comes with its columns", async () => {
  const columns = [{ key: "a", values: [1, null] }];
  const pack = packed({ ...CHUNK, columns });
  const stream = new Blob([new Uint8Array(pack)]).stream().pipeThrough(
    new CompressionStream("gzip"),
  );
  const zipped = new Uint8Array(await new Response(stream).arrayBuffer());
  const { blocks, ...chunk } = await unpacked(btoa(String.fromCharCode(...zipped)));
  assert.deepEqual(chunk, CHUNK);
  assert.deepEqual(blocks.get("a")?.(), [1, null]);
});

Deno.test("whoever hears of one value finds all that came with it", () => {
  const model = new StaticModel("AnyModel", { a: 1, b: 1 }, /** @type {any} */ (null));
  /** @type {number[]} */
  const seen = [];
  model.on("change:a change:b", () => seen.push(model.get("a") + model.get("b")));
  model.setAll({ a: 2, b: 3 });
  assert.deepEqual(seen, [5, 5]);
});
