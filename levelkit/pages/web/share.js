// Share: this view as a link, a QR code, a frame, a citation, a program; and all of it as files.

import { frameOf } from "./citation.js";
import { copyField } from "./copy_field.js";
import { button, element, newId } from "./dom.js";
import { library } from "./libraries.js";
import { evidencePack } from "./pack.js";
import { save, svgElement } from "./picture.js";
import { answerInWords, citation, figuresCited, linksOf, program } from "./view.js";

/** @typedef {import("./store.js").Store} Store */

const QUIET = 4; // modules of white around a QR code, as its standard asks

/** @param {Store} page @returns {Promise<SVGElement>} */
async function qrCode(page) {
  const { qrcode } = await library(page.hub, "tools");
  const code = qrcode(0, "M");
  code.addData(linksOf(page).view, "Byte");
  code.make();
  const n = code.getModuleCount();
  let path = "";
  for (let y = 0; y < n; y += 1) {
    for (let x = 0; x < n; x += 1) if (code.isDark(y, x)) path += `M${x} ${y}h1v1h-1z`;
  }
  const size = n + 2 * QUIET;
  const svg = svgElement("svg", {
    viewBox: `${-QUIET} ${-QUIET} ${size} ${size}`,
    class: "lk-qr",
    role: "img",
    "shape-rendering": "crispEdges",
    "aria-label": "QR code of the link to this view",
  });
  svg.append(
    svgElement("rect", { x: -QUIET, y: -QUIET, width: size, height: size, fill: "#ffffff" }),
    svgElement("path", { d: path, fill: "#000000" }),
  );
  return svg;
}

/** The dialog; made anew each time, so that it always shows the view as it is. @param {Store} page */
export async function openShare(page) {
  const id = newId();
  const dialog = element("dialog", "lk-dialog", "", { "aria-labelledby": id });
  const links = linksOf(page);
  const fields = element("div", "lk-share-fields");
  fields.append(
    copyField("Link to this view", links.view, 2),
    copyField("Static page, for many visitors at once", links.site, 2),
    copyField("Binder: the app on a machine of its own", links.binder, 3),
    copyField("Frame for a web page", frameOf(links.view, page.about.title), 3),
    copyField("The answer in words", answerInWords(page), 5),
    copyField("Cite the figures", figuresCited(page), 3),
    copyField("Cite the software (APA)", citation(page, "apa"), 4),
    copyField("Cite the software (BibTeX)", citation(page, "bibtex"), 8),
    copyField("The same answer in Python", program(page), 10),
  );
  const pack = button("Evidence pack (zip)", async () => {
    pack.disabled = true;
    try {
      save(await evidencePack(page), `${page.about.name}-evidence.zip`);
    } finally {
      pack.disabled = false;
    }
  });
  const asSvg = button("QR code as SVG", async () => {
    const text = new XMLSerializer().serializeToString(await qrCode(page));
    save(new Blob([text], { type: "image/svg+xml" }), `${page.about.name}-qr.svg`);
  });
  const offers = element("div", "lk-tools");
  offers.append(pack, asSvg, button("Close", () => dialog.close()));
  const code = element("div", "lk-qr-box");
  dialog.append(
    element("h2", "", "Share this view and take it away", { id }),
    code,
    offers,
    fields,
  );
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  code.append(await qrCode(page));
}
