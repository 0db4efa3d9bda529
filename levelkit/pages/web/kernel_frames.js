// Messages to and from a kernel as they go over the socket, by the protocol
// v1.kernel.websocket.jupyter.org: a count of offsets, the offsets (8 bytes each), then the channel's
// name, the four parts of a Jupyter message and its buffers. Nothing here touches the browser.

export const PROTOCOL = "v1.kernel.websocket.jupyter.org";
const BYTES = 8; // of an offset
const PARTS = 5; // before the buffers

/**
 * @param {string} channel
 * @param {any[]} parts header, parent header, metadata, content
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function frameOf(channel, parts) {
  const encoder = new TextEncoder();
  const pieces = [channel, ...parts.map((part) => JSON.stringify(part))].map((text) =>
    encoder.encode(text)
  );
  const count = pieces.length + 1;
  const start = BYTES * (count + 1);
  const frame = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, start));
  const numbers = new DataView(frame.buffer);
  numbers.setBigUint64(0, BigInt(count), true);
  let at = start;
  pieces.forEach((piece, k) => {
    numbers.setBigUint64(BYTES * (k + 1), BigInt(at), true);
    frame.set(piece, at);
    at += piece.length;
  });
  numbers.setBigUint64(BYTES * count, BigInt(at), true);
  return frame;
}

/**
 * What a frame says; null where it is none of this protocol.
 * @param {ArrayBuffer} frame
 * @returns {{ header: any, content: any, buffers: Uint8Array[] } | null}
 */
export function readFrame(frame) {
  try {
    const numbers = new DataView(frame);
    const offset = (/** @type {number} */ k) => Number(numbers.getBigUint64(BYTES * (k + 1), true));
    const bytes = (/** @type {number} */ k) =>
      new Uint8Array(frame, offset(k), offset(k + 1) - offset(k));
    const part = (/** @type {number} */ k) => JSON.parse(new TextDecoder().decode(bytes(k)));
    const rest = Number(numbers.getBigUint64(0, true)) - 1 - PARTS;
    const buffers = Array.from({ length: Math.max(rest, 0) }, (_, k) => bytes(PARTS + k));
    return { header: part(1), content: part(4), buffers };
  } catch {
    return null;
  }
}
