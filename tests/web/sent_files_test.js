import assert from "node:assert/strict";
import { SentFiles } from "../../levelkit/pages/web/sent_files.js";

const FILE = { name: "mine.csv", text: "a,b", id: "1" };

Deno.test("a file's text is sent once to each kernel", () => {
  const sent = new SentFiles();
  assert.deepEqual(sent.lean({ own: FILE, left_out: ["a"] }), { own: FILE, left_out: ["a"] });
  assert.deepEqual(sent.lean({ own: FILE }), { own: { name: "mine.csv", id: "1" } });
  assert.deepEqual(new SentFiles().lean({ own: FILE }), { own: FILE });
});

Deno.test("a file that was there before another one is sent again", () => {
  const sent = new SentFiles();
  const other = { ...FILE, id: "2" };
  sent.lean({ own: FILE });
  assert.deepEqual(sent.lean({ own: other }), { own: other });
  assert.deepEqual(sent.lean({ own: FILE }), { own: FILE });
  assert.deepEqual(sent.lean({ own: { name: "mine.csv", id: "1" } }), {
    own: { name: "mine.csv", id: "1" },
  });
});
