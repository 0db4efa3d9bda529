import assert from "node:assert/strict";
import { decoded, isBinary } from "../../levelkit/pages/web/text_file.js";

/** @param {number[]} bytes */
const buffer = (bytes) => Uint8Array.from(bytes).buffer;

Deno.test("Unicode is read as such, with a mark or without", () => {
  const utf8 = [...new TextEncoder().encode("Môn")];
  assert.deepEqual(decoded(buffer(utf8)), { text: "Môn", encoding: "UTF-8" });
  assert.equal(decoded(buffer([0xef, 0xbb, 0xbf, ...utf8])).text, "Môn");
  assert.deepEqual(decoded(buffer([0xff, 0xfe, 0x4d, 0, 0xf4, 0])), {
    text: "Mô",
    encoding: "UTF-16",
  });
  assert.deepEqual(decoded(buffer([0xfe, 0xff, 0, 0x4d, 0, 0xf4])), {
    text: "Mô",
    encoding: "UTF-16",
  });
});

Deno.test("what is no Unicode is what Excel writes, and is said", () => {
  assert.deepEqual(decoded(buffer([0x4d, 0xf4, 0x6e, 0x96])), {
    text: "Môn–",
    encoding: "Windows-1252",
  });
});

Deno.test("a workbook or a picture is no text", () => {
  assert.ok(isBinary(buffer([0x50, 0x4b, 3, 4])));
  assert.ok(isBinary(buffer([0x89, 0x50, 0x4e, 0x47, 0, 1])));
  assert.ok(!isBinary(buffer([0xff, 0xfe, 0x4d, 0])));
  assert.ok(!isBinary(buffer([0x61, 0x2c, 0x62])));
});
