// Vega, and what makes files and QR codes: one copy a page, when first needed, from this
// server, this folder or this kernel, never from a CDN.

const GLOBALS = { vega: "levelkitVega", tools: "levelkitTools" };

/** Resolve to the library: "vega" or "tools". */
export function library(hub, name) {
  globalThis.levelkitLibraries ??= {};
  globalThis.levelkitLibraries[name] ??= load(hub, name).then(() => globalThis[GLOBALS[name]]);
  return globalThis.levelkitLibraries[name];
}

async function load(hub, name) {
  if (globalThis[GLOBALS[name]]) return;
  const { folder } = globalThis.levelkitPage ?? {};
  if (folder) return script(`${folder}${name}.js`);
  const url = URL.createObjectURL(await fromKernel(hub, name));
  return script(url).finally(() => URL.revokeObjectURL(url));
}

function script(url) {
  return new Promise((resolve, reject) => {
    const tag = element("script", "", "", { src: url });
    tag.onload = resolve;
    tag.onerror = () => reject(new Error(`${url.split("/").at(-1)} could not be read`));
    document.head.append(tag);
  });
}

function fromKernel(hub, name) {
  return new Promise((resolve, reject) => {
    const late = setTimeout(
      () => reject(new Error("the kernel did not send the chart library")), 30000);
    hub.on("msg:custom", (message, buffers) => {
      if (message?.kind !== "library" || message.name !== name) return;
      clearTimeout(late);
      resolve(new Blob(buffers, { type: "text/javascript" }));
    });
    hub.send({ kind: "library", name });
  });
}
