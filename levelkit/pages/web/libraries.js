// Vega, what makes files and QR codes, what lays maps flat: one copy a page, when first needed,
// from this server, this folder or this kernel, never from a CDN.

import { element } from "./dom.js";

/** @typedef {import("./types.d.ts").Model} Model */

const GLOBALS = /** @type {const} */ ({
  vega: "levelkitVega",
  tools: "levelkitTools",
  maps: "levelkitMaps",
});
const PATIENCE = 30_000;

/**
 * Resolve to the library.
 * @param {Model} hub
 * @param {keyof typeof GLOBALS} name
 * @returns {Promise<any>}
 */
export function library(hub, name) {
  globalThis.levelkitLibraries ??= {};
  globalThis.levelkitLibraries[name] ??= load(hub, name).then(() => globalThis[GLOBALS[name]]);
  return globalThis.levelkitLibraries[name];
}

/** @param {Model} hub @param {keyof typeof GLOBALS} name */
async function load(hub, name) {
  if (globalThis[GLOBALS[name]]) return;
  const { folder, versions } = globalThis.levelkitPage ?? {};
  if (folder) {
    const version = versions?.[`${name}.js`];
    await script(`${folder}${name}.js${version ? `?v=${version}` : ""}`);
    return;
  }
  const url = URL.createObjectURL(await fromKernel(hub, name));
  await script(url).finally(() => URL.revokeObjectURL(url));
}

/** @param {string} url @returns {Promise<void>} */
export function script(url) {
  return new Promise((resolve, reject) => {
    const tag = element("script", "", "", { src: url });
    tag.onload = () => resolve();
    tag.onerror = () =>
      reject(new Error(`${url.split("/").at(-1)?.split("?")[0]} could not be read`));
    document.head.append(tag);
  });
}

/** @param {Model} hub @param {string} name @returns {Promise<Blob>} */
function fromKernel(hub, name) {
  return new Promise((resolve, reject) => {
    const late = setTimeout(
      () => reject(new Error("the kernel did not send the chart library")),
      PATIENCE,
    );
    hub.on("msg:custom", (message, buffers) => {
      if (message?.kind !== "library" || message.name !== name) return;
      clearTimeout(late);
      resolve(new Blob(buffers, { type: "text/javascript" }));
    });
    hub.send({ kind: "library", name });
  });
}
