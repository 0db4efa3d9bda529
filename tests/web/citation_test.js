import assert from "node:assert/strict";
import {
  answerOf,
  citationOf,
  figuresOf,
  frameOf,
  pythonOf,
} from "../../levelkit/pages/web/citation.js";

const WORDS = { source: "ONS & others", licence: "OGL_3", verdict: "mixed", parts: "" };

Deno.test("a citation is filled in, and LaTeX can read it", () => {
  const templates = { apa: "{sources}. {verdict}. {view} {year}", bibtex: "{sources} {accessed}" };
  assert.equal(
    citationOf(templates, "apa", WORDS, "https://x", "2026-11-26"),
    "ONS & others (OGL_3). mixed. https://x 2026",
  );
  assert.equal(
    citationOf(templates, "bibtex", WORDS, "https://x", "2026-11-26"),
    "ONS \\& others (OGL\\_3) 2026-11-26",
  );
});

Deno.test("a program quotes what Python would read otherwise", () => {
  const text = pythonOf("a-claim", { whole: true, name: 'x"y' }, {
    own: { name: "f.csv", text: "1" },
  }, false);
  assert.ok(text.includes("whole=True,"));
  assert.ok(text.includes('name="x\\"y",'));
  assert.ok(text.includes('own="f.csv",'));
  assert.ok(!text.includes("for part"));
  assert.ok(pythonOf("a-claim", {}, {}, true).includes("for part in evidence.parts:"));
});

Deno.test("a frame's address and title end no attribute", () => {
  const frame = frameOf('https://x/?a="b"', 'a "title" & more');
  assert.ok(frame.includes('src="https://x/?a=&quot;b&quot;&amp;mode=embed"'));
  assert.ok(frame.includes('title="a &quot;title&quot; &amp; more"'));
  assert.ok(frameOf("https://x/", "t").includes("https://x/?mode=embed"));
});

Deno.test("an answer to print says what was asked, found, of what, where and when", () => {
  const words = { ...WORDS, verdict: "cannot tell (x)", reason: "It is open.", answer: "r = 0.5." };
  assert.equal(
    answerOf("Is it so?", words, "https://x", "2026-11-06"),
    "Is it so? Cannot tell (x). It is open. r = 0.5. Figures: ONS & others. levelkit, 6 November 2026: https://x",
  );
  assert.equal(
    figuresOf(WORDS, "2026-11-06"),
    "ONS & others. Licence: OGL_3. Accessed on 6 November 2026.",
  );
});
