import assert from "node:assert/strict";
import { fittingMarks, missedMarks, movedMarks } from "../../levelkit/pages/web/marks.js";
import { kernelNotices, missedNotices, unknownNotices } from "../../levelkit/pages/web/notices.js";

const OFFERED = { year: [1900, 1950, 2000], highlight: ["London", "Wales"] };
const USUAL = { year: 2000, highlight: "London" };

Deno.test("a mark that is on offer stays, also as the text of an address", () => {
  assert.deepEqual(fittingMarks(OFFERED, { year: "1950", highlight: "Wales" }, USUAL), {
    year: 1950,
    highlight: "Wales",
  });
});

Deno.test("another is the answer's own, else the last on offer", () => {
  assert.deepEqual(fittingMarks(OFFERED, { year: 1066 }, USUAL), USUAL);
  assert.equal(fittingMarks(OFFERED, {}, { highlight: "London" }).year, 2000);
});

Deno.test("only what was moved stays through an answer", () => {
  assert.deepEqual(movedMarks({ year: 1950, highlight: "London" }, USUAL), { year: 1950 });
});

Deno.test("what an address asked for and could not have is said by its label", () => {
  /** @type {import("../../levelkit/pages/web/types.d.ts").MarkControl[]} */
  const controls = [{ name: "year", label: "Look at year", help: "", kind: "slider" }];
  const missed = missedMarks(OFFERED, { year: "1066", highlight: "Wales" }, USUAL, controls);
  assert.deepEqual(missed, [{ label: "Look at year", asked: "1066", words: "2000" }]);
  assert.deepEqual(missedNotices(missed), [
    "Look at year: there is no “1066” here. Shown instead: 2000.",
  ]);
  assert.deepEqual(unknownNotices([]), []);
  assert.deepEqual(unknownNotices(["a", "b"]), ["Not known here and left out: a, b."]);
  assert.match(kernelNotices(["Weights"])[0], /^Weights: this needs a page with a kernel/);
});
