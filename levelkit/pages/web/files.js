// Figures as files: CSV and XLSX with their source, units and link in front of them.

import { cellsOf, csvOf } from "./csv.js";
import { button, element } from "./dom.js";
import { allWritten } from "./form.js";
import { inputsInWords } from "./inputs.js";
import { library } from "./libraries.js";
import { save, toPng } from "./picture.js";
import { linksOf } from "./view.js";
import { keptRows } from "./table_rows.js";
import { filled } from "./words.js";

/**
 * @typedef {import("./types.d.ts").Chart} Chart
 * @typedef {import("./store.js").Store} Store
 * @typedef {import("./types.d.ts").TableFile} TableFile
 */

const SAID = ["verdict", "parts", "reason", "answer", "source", "licence"];

/** What stands above the figures: the answer, sources, units and the link to this view. @param {Store} page @param {{ about?: [string, string][] }} file @returns {[string, string][]} */
export function aboutLines(page, file = {}) {
  const { more = [], ...words } = page.words("page");
  /** @type {[string, string][]} */
  const lines = [
    ...more,
    ...inputsInWords(page),
    ...(file.about ?? []),
    ...SAID.filter((key) => words[key]).map((key) => [key, words[key]]),
  ];
  /** @type {[string, string][]} */
  const said = lines.map(([key, text]) => [key, filled(text, page.signals)]);
  return page.about.share ? [...said, ["link", linksOf(page).view]] : said;
}

/** @param {Store} page @param {TableFile} file */
function cells(page, file) {
  return cellsOf(keptRows(page.rows(file.dataset), file, page.signals), file.columns);
}

/** @param {Store} page @param {TableFile} file @returns {[string, string][]} */
function headLines(page, file) {
  return [["levelkit", page.about.title ?? ""], ...aboutLines(page, file)];
}

/** @param {Store} page @param {TableFile} file */
export function csvText(page, file) {
  return csvOf(headLines(page, file), file.columns, cells(page, file));
}

/** A workbook whose texts are texts: no cell of it is a formula. @param {Store} page @param {TableFile} file @returns {Promise<Blob>} */
export async function xlsxBlob(page, file) {
  const { writeXlsxFile } = await library(page.hub, "tools");
  const text = (/** @type {string} */ value) => (value === "" ? null : { value, type: String });
  const bold = (/** @type {string} */ value) => ({ value, type: String, fontWeight: "bold" });
  const cell = (/** @type {string | number | boolean} */ value) =>
    typeof value === "number"
      ? { value, type: Number }
      : typeof value === "boolean"
      ? { value, type: Boolean }
      : text(value);
  const sheet = [
    ...headLines(page, file).map(([key, words]) => [bold(key), text(words)]),
    [null],
    file.columns.map(({ label }) => bold(label)),
    ...cells(page, file).map((row) => row.map(cell)),
  ];
  const columns = file.columns.map(() => ({ width: 22 }));
  return writeXlsxFile(sheet, { columns, sheet: "figures" }).toBlob();
}

/** @param {Store} page @param {TableFile} file */
export function fileName(page, file) {
  return filled(file.filename, {
    ...page.signals,
    ...allWritten(page.choices),
    ...page.hub.get("signals"),
  });
}

/** @param {Store} page @param {Chart & { files?: TableFile }} chart */
export function downloadButtons(page, chart) {
  const file = /** @type {TableFile} */ (chart.files);
  const tools = element("details", "lk-tools");
  tools.append(element("summary", "lk-button", "Download"));
  /** @type {Record<string, () => Promise<Blob>>} */
  const kinds = {
    PNG: async () => toPng(await chart.toSvg()),
    SVG: async () => new Blob([await chart.toSvg()], { type: "image/svg+xml" }),
    CSV: () => Promise.resolve(new Blob([csvText(page, file)], { type: "text/csv" })),
    XLSX: () => xlsxBlob(page, file),
  };
  for (const [kind, write] of Object.entries(kinds)) {
    const download = button(kind, async () => {
      save(await write(), `${fileName(page, file)}.${kind.toLowerCase()}`);
    });
    const setName = () => {
      const title = page.words(chart.name).title ?? "";
      download.setAttribute("aria-label", `Download as ${kind}: ${title}`);
    };
    page.on("answer", setName);
    setName();
    tools.append(download);
  }
  return tools;
}
