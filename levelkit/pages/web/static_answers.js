// Answers from the table of combinations, where no kernel gives them.

import { inflated, unpack } from "./blocks.js";
import { written } from "./form.js";
import { script } from "./libraries.js";

/**
 * @typedef {{ paths: [string, string, string?][], pool: any[], answers: Record<string, number[]>,
 *   blocks: import("./blocks.js").Columns }} Chunk
 */

/** @type {Record<string, Promise<Chunk>>} */
const chunks = {};
/** @type {Record<string, (packed: string) => void>} */
const arrived = {};
/** @param {string} name @param {string} packed */
globalThis.levelkitChunk = (name, packed) => arrived[name]?.(packed);

/** One chunk of answers, loaded once. @param {{ folder: string, version: string }} where @param {string} name */
function chunkOf({ folder, version }, name) {
  chunks[name] ??= new Promise((resolve, reject) => {
    arrived[name] = (packed) => resolve(unpacked(packed));
    script(`${folder}/${encodeURIComponent(name)}.js?v=${version}`).catch((error) => {
      delete chunks[name]; // it may be there the next time
      reject(error);
    });
  });
  return chunks[name];
}

/** @param {string} text @returns {Promise<Chunk>} */
export async function unpacked(text) {
  const { head, columns } = unpack(await inflated(text));
  const { paths, pool, answers } = /** @type {Omit<Chunk, "blocks">} */ (head);
  return { paths, pool, answers, blocks: columns };
}

/**
 * The hub's traits for the choices of one key.
 * @param {Chunk} chunk
 * @param {string} key
 */
export function traitsOf(chunk, key) {
  /** @type {Record<string, Record<string, any>>} */
  const traits = {};
  chunk.answers[key].forEach((at, k) => {
    const [trait, name, inner] = chunk.paths[k];
    traits[trait] ??= {};
    if (inner === undefined) traits[trait][name] = chunk.pool[at];
    else (traits[trait][name] ??= {})[inner] = chunk.pool[at];
  });
  return traits;
}

/**
 * Set the hub to the answer of its choices.
 * @param {import("./static_models.js").StaticModel} hub
 * @param {{ folder: string, version: string }} where the chunks are
 * @param {(words: string) => void} failed
 */
export async function answerFrom(hub, where, failed) {
  const choices = hub.get("choices");
  /** @type {import("./types.d.ts").Choice[]} */
  const form = hub.get("form");
  const values = form.map(({ name }) => written(choices[name]));
  let chunk;
  try {
    chunk = await chunkOf(where, values[0]);
  } catch {
    if (hub.get("choices") === choices) {
      failed("The answer could not be read. Check the connection, then choose again.");
    }
    return;
  }
  if (hub.get("choices") !== choices) return; // another choice was made meanwhile
  const key = values.join("|");
  if (!Object.hasOwn(chunk.answers, key)) { // a site may be one of some answers
    failed("This site has no answer to these choices. Choose others, or run the page yourself.");
    return;
  }
  const traits = traitsOf(chunk, key);
  // What no choice changes is on the page already.
  for (const trait of ["words", "params"]) traits[trait] = { ...hub.get(trait), ...traits[trait] };
  hub.setAll({ ...traits, blocks: chunk.blocks, answered: choices });
}
