// One copy of Vega a page, from this server or this kernel, never from a CDN.

/** Resolve to { vegaEmbed }. A served page names the file's address; in
 *  JupyterLab and elsewhere the kernel sends the same file once. */
export function loadVega(model) {
  globalThis.levelkitVega ??= globalThis.levelkitVegaUrl
    ? import(globalThis.levelkitVegaUrl)
    : fromKernel(model);
  return globalThis.levelkitVega;
}

function fromKernel(model) {
  return new Promise((resolve, reject) => {
    const late = setTimeout(
      () => reject(new Error("the kernel did not send the chart library")), 30000);
    model.on("msg:custom", (message, buffers) => {
      if (message?.kind !== "vega") return;
      clearTimeout(late);
      const url = URL.createObjectURL(new Blob(buffers, { type: "text/javascript" }));
      import(url).then(resolve, reject).finally(() => URL.revokeObjectURL(url));
    });
    model.send({ kind: "vega" });
  });
}
