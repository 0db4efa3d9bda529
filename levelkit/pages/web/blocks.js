// Columns as Python packs them (blocks.py): typed values, each column named by what it holds.
// Nothing here touches the page.

const ALIGNED = 8;
const ARRAYS = { i1: Int8Array, i2: Int16Array, i4: Int32Array, f8: Float64Array };

/**
 * @typedef {{ key: string, values?: any[], kind?: keyof typeof ARRAYS, count?: number,
 *   places?: number, words?: string[] }} Head of one column
 */

/** @typedef {Map<string, () => any[]>} Columns by key; read when asked for, since an answer needs few of many */

/**
 * What a pack holds.
 * @param {Uint8Array | DataView} packed
 * @returns {{ head: Record<string, any>, columns: Columns }}
 */
export function unpack(packed) {
  // Typed arrays begin at a multiple of their width: a copy does.
  const bytes = new Uint8Array(packed.byteLength);
  bytes.set(new Uint8Array(packed.buffer, packed.byteOffset, packed.byteLength));
  const length = new DataView(bytes.buffer).getUint32(0, true);
  let at = 4 + length;
  const text = new TextDecoder().decode(bytes.subarray(4, at));
  const { columns, ...head } = JSON.parse(text);
  /** @type {Columns} */
  const known = new Map();
  for (const { key, values, kind, count, ...means } of /** @type {Head[]} */ (columns)) {
    if (!kind) {
      known.set(key, () => values ?? []);
      continue;
    }
    const body = new ARRAYS[kind](bytes.buffer, at, count);
    at += Math.ceil(body.byteLength / ALIGNED) * ALIGNED;
    known.set(key, () => valuesOf(body, means));
  }
  return { head, columns: known };
}

/**
 * A column's values; null for what is missing.
 * @param {Int8Array | Int16Array | Int32Array | Float64Array} body
 * @param {Pick<Head, "places" | "words">} means
 * @returns {any[]}
 */
function valuesOf(body, { places = 0, words }) {
  const all = Array.from(body);
  if (body instanceof Float64Array) return all.map((value) => Number.isNaN(value) ? null : value);
  const missing = -(2 ** (8 * body.BYTES_PER_ELEMENT - 1));
  const scale = 10 ** places;
  return all.map((code) => code === missing ? null : words ? words[code] : code / scale);
}

/** Text (base64 of gzip) as bytes. @param {string} text @returns {Promise<Uint8Array>} */
export async function inflated(text) {
  const bytes = Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** All columns of a pack that stands in a text. @param {string} text base64 @returns {Record<string, any[]>} */
export function columnsIn(text) {
  const { columns } = unpack(Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0)));
  return Object.fromEntries([...columns].map(([key, values]) => [key, values()]));
}
