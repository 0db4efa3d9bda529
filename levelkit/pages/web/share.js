// Share: this view as a link, a QR code, a frame, a citation, a program; and all of it as files.

/** Links to this view: here, as a static page, on Binder. */
export function linksOf(page) {
  const { share } = page.about;
  const query = page.query ? `?${page.query}` : "";
  const here = ownsAddress() ? location.origin + location.pathname : "";
  const fixed = share.site + query;
  return {
    // An address inside JupyterLab or on this disk is of no use to anyone else.
    view: here && location.protocol !== "file:" ? here + query : fixed,
    site: fixed,
    binder: share.binder + encodeURIComponent(share.path + query),
  };
}

/** A text that LaTeX reads as it stands. */
function tex(text) { return text.replace(/[&%#_]/g, "\\$&"); }

function citation(page, kind) {
  const accessed = new Date().toISOString().slice(0, 10);
  const { source, licence, verdict, parts } = page.words("page");
  const written = kind === "bibtex" ? tex : (text) => text;
  return filled(page.about.share[kind], {
    view: linksOf(page).view, accessed, year: accessed.slice(0, 4),
    sources: written(`${source} (${licence})`), verdict: written(parts ? `${verdict}; ${parts}` : verdict),
  });
}

/** The Python lines that give this very answer. */
export function pythonOf(page) {
  const said = (value) => (value === true ? "True" : value === false ? "False" : JSON.stringify(value));
  // A visitor's file is read from the disk again.
  const inputs = Object.entries(page.hub.get("inputs") ?? {})
    .map(([name, value]) => [name, typeof value.text === "string" ? value.name : value]);
  const given = [...Object.entries(page.choices), ...inputs].map(([name, value]) => `    ${name}=${said(value)},`);
  const each = ["for part in evidence.parts:", '    print(f"{part.label}: {part.verdict}. {part.reason}")'];
  return ["import levelkit as lk", "", `evidence = lk.claim(${said(page.about.name)}).evaluate(`,
    ...given, ")", "print(evidence.verdict, evidence.sentence)", ...(page.about.parts > 1 ? each : []), ""].join("\n");
}

function frameOf(page) {
  const link = linksOf(page).view;
  const address = `${link}${link.includes("?") ? "&" : "?"}mode=embed`;
  const quoted = (text) => text.replaceAll("&", "&amp;").replaceAll('"', "&quot;");
  return `<iframe src="${quoted(address)}" title="${quoted(page.about.title)}" ` +
    'width="100%" height="640" style="border:0" loading="lazy"></iframe>';
}

async function qrCode(page) {
  const { qrcode } = await library(page.hub, "tools");
  const made = qrcode(0, "M");
  made.addData(linksOf(page).view, "Byte");
  made.make();
  const n = made.getModuleCount();
  let path = "";
  for (let y = 0; y < n; y += 1) for (let x = 0; x < n; x += 1) if (made.isDark(y, x)) path += `M${x} ${y}h1v1h-1z`;
  const svg = document.createElementNS(SVG, "svg");
  const attributes = {
    viewBox: `-4 -4 ${n + 8} ${n + 8}`, class: "lk-qr", role: "img", "shape-rendering": "crispEdges",
    "aria-label": "QR code of the link to this view", xmlns: SVG,
  };
  for (const [name, value] of Object.entries(attributes)) svg.setAttribute(name, value);
  for (const [tag, given] of [
    ["rect", { x: -4, y: -4, width: n + 8, height: n + 8, fill: "#ffffff" }], ["path", { d: path, fill: "#000000" }],
  ]) {
    const part = document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(given)) part.setAttribute(name, value);
    svg.append(part);
  }
  return svg;
}

/** A text to read and to copy. */
function copyField(label, text, rows = 1) {
  const box = element("div", "lk-field lk-copy");
  const area = element("textarea", "", text, { readonly: "", rows, id: newId(), spellcheck: "false" });
  const said = element("span", "lk-said", "", { role: "status" });
  const copy = button("Copy", async () => {
    area.select();
    try { await navigator.clipboard.writeText(text); } catch { document.execCommand("copy"); }
    said.textContent = "Copied";
  });
  copy.setAttribute("aria-label", `Copy: ${label}`);
  box.append(element("label", "", label, { for: area.id }), area, copy, said);
  return box;
}

/** The dialog; made anew each time, so that it always shows the view as it is. */
export async function openShare(page) {
  const dialog = element("dialog", "lk-dialog", "", { "aria-labelledby": newId() });
  const head = element("h2", "", "Share this view and take it away", { id: dialog.getAttribute("aria-labelledby") });
  const links = linksOf(page);
  const close = button("Close", () => dialog.close());
  const code = element("div", "lk-qr-box");
  const fields = element("div", "lk-share-fields");
  fields.append(
    copyField("Link to this view", links.view, 2),
    copyField("Static page, for many visitors at once", links.site, 2),
    copyField("Binder: the app on a machine of its own", links.binder, 3),
    copyField("Frame for a web page", frameOf(page), 3),
    copyField("Citation (APA)", citation(page, "apa"), 4),
    copyField("Citation (BibTeX)", citation(page, "bibtex"), 8),
    copyField("The same answer in Python", pythonOf(page), 10),
  );
  const pack = button("Evidence pack (zip)", async () => {
    pack.disabled = true;
    try { save(await evidencePack(page), `${page.about.name}-evidence.zip`); } finally { pack.disabled = false; }
  });
  const offers = element("div", "lk-tools");
  offers.append(pack, button("QR code as SVG", async () => save(
    new Blob([new XMLSerializer().serializeToString(await qrCode(page))], { type: "image/svg+xml" }),
    `${page.about.name}-qr.svg`)), close);
  dialog.append(head, code, offers, fields);
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  code.append(await qrCode(page));
}
