import assert from "node:assert/strict";
import { TERMS, termsIn } from "../../levelkit/pages/web/glossary.js";

Deno.test("terms are found where they stand first, none within another", () => {
  const text = "GVA per head, 179 UK areas (ITL3): GVA again; a 95% interval.";
  const found = termsIn(text).map(({ at, end }) => text.slice(at, end));
  assert.deepEqual(found, ["GVA", "ITL3", "95% interval"]);
  assert.deepEqual(termsIn("Nothing to explain: MEGAVAR, ITL35"), []);
});

Deno.test("what is said of a term is short and plain", () => {
  for (const [pattern, means] of TERMS) {
    assert.ok(means.split(" ").length <= 28, String(pattern));
    assert.match(means, /^[A-Z0-9].*\.$/);
  }
});
