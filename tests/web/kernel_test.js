import assert from "node:assert/strict";
import { frameOf, readFrame } from "../../levelkit/pages/web/kernel_frames.js";

Deno.test("a message comes out of its frame as it went in", () => {
  const header = { msg_type: "comm_msg", msg_id: "é" };
  const content = { data: { state: { inputs: { left_out: ["Ynys Môn"] } } } };
  const frame = frameOf("shell", [header, {}, {}, content]);
  assert.deepEqual(readFrame(frame.buffer), { header, content, buffers: [] });
  // What follows the content is bytes.
  const { buffers = [] } = readFrame(frameOf("iopub", [header, {}, {}, content, 7, 89]).buffer) ??
    {};
  assert.deepEqual(buffers.map((bytes) => new TextDecoder().decode(bytes)), ["7", "89"]);
});

Deno.test("a frame is laid out as the protocol says", () => {
  const frame = frameOf("shell", [{}, {}, {}, { a: 1 }]);
  const numbers = new DataView(frame.buffer);
  const offsets = Array.from({ length: 7 }, (_, k) => Number(numbers.getBigUint64(8 * k, true)));
  assert.deepEqual(offsets, [6, 56, 61, 63, 65, 67, 74]);
  assert.equal(frame.length, 74);
});

Deno.test("what is no frame says nothing", () => {
  for (const bytes of [[], [255, 255, 255, 255, 255, 255, 255, 255], Array(64).fill(9)]) {
    assert.equal(readFrame(Uint8Array.from(bytes).buffer), null);
  }
});
