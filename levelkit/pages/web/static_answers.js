// Answers from the table of combinations, where no kernel gives them.

import { inflated, unpack } from "./blocks.js";
import { written } from "./form.js";
import { script } from "./libraries.js";

/**
 * @typedef {{ paths: [string, string, string?][], pool: any[], answers: Record<string, number[]>,
 *   blocks: import("./blocks.js").Columns }} Chunk
 */

/** @type {Record<string, Promise<any>>} */
const files = {};
/** @type {Record<string, (packed: string) => void>} */
const arrived = {};
/** @param {string} name @param {string} packed */
globalThis.levelkitChunk = (name, packed) => arrived[name]?.(packed);

/**
 * A file of the site, loaded once.
 * @template T
 * @param {{ folder: string, version: string }} where
 * @param {string} name
 * @param {(text: string) => Promise<T>} read what it holds
 * @returns {Promise<T>}
 */
function fileOf({ folder, version }, name, read) {
  files[name] ??= new Promise((resolve, reject) => {
    arrived[name] = (packed) => resolve(read(packed));
    const path = name.split("/").map(encodeURIComponent).join("/");
    script(`${folder}/${path}.js?v=${version}`).catch((error) => {
      delete files[name]; // it may be there the next time
      reject(error);
    });
  });
  return files[name];
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
    chunk = await fileOf(where, values[0], unpacked);
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

/**
 * Set the hub to what belongs to the keys that are asked for.
 * @param {import("./static_models.js").StaticModel} hub
 * @param {{ folder: string, version: string }} where their files are
 * @param {(words: string) => void} failed
 */
export async function detailFrom(hub, where, failed) {
  const asked = hub.get("details");
  try {
    const paths = Object.entries(asked).map(([name, key]) => `detail-${name}/${key}`);
    const packs = await Promise.all(
      paths.map((path) => fileOf(where, path, async (text) => unpack(await inflated(text)))),
    );
    if (hub.get("details") !== asked) return; // another was asked for meanwhile
    /** @type {Record<string, any>} */
    const detail = {};
    for (const part of ["columns", "params", "words"]) {
      detail[part] = Object.assign({}, ...packs.map(({ head }) => head.shown[part]));
    }
    for (const { columns } of packs) hub.set("blocks", columns);
    hub.setAll({ detail, detailed: asked });
  } catch {
    if (hub.get("details") === asked) {
      failed("This could not be read. Check the connection, then choose again.");
    }
  }
}
