// The evidence pack: data, charts, specs, words and citation of one view in one file.

import { aboutLines, csvText, fileName, xlsxBlob } from "./files.js";
import { library } from "./libraries.js";
import { toPng } from "./picture.js";
import { citation, program } from "./view.js";

/** @typedef {import("./store.js").Store} Store */

/** A zip of all that the view rests on. @param {Store} page */
export async function evidencePack(page) {
  const { fflate } = await library(page.hub, "tools");
  const bytes = (/** @type {string} */ text) => fflate.strToU8(text);
  const binary = async (/** @type {Blob} */ blob) => new Uint8Array(await blob.arrayBuffer());
  /** @type {Record<string, any>} */
  const files = {
    "answer.txt": bytes(answerText(page)),
    "citation.txt": bytes(`${citation(page, "apa")}\n`),
    "citation.bib": bytes(`${citation(page, "bibtex")}\n`),
    "reproduce.py": bytes(program(page)),
  };
  for (const chart of Object.values(page.charts)) {
    if (!chart.files) continue;
    const name = fileName(page, chart.files);
    const svg = await chart.toSvg();
    files[`charts/${name}.svg`] = bytes(svg);
    files[`charts/${name}.png`] = [await binary(await toPng(svg)), { level: 0 }];
    files[`charts/${name}.vl.json`] = bytes(JSON.stringify(chart.specWithData(), null, 1));
    files[`data/${name}.csv`] = bytes(csvText(page, chart.files));
    files[`data/${name}.xlsx`] = await binary(await xlsxBlob(page, chart.files));
  }
  return new Blob([fflate.zipSync(files)], { type: "application/zip" });
}

/** @param {Store} page */
function answerText(page) {
  /** @type {string[]} */
  const notes = page.words("notes").items ?? [];
  return [
    page.about.title,
    "",
    `Question: ${page.about.question}`,
    `Criterion: ${page.about.criterion}`,
    "",
    ...aboutLines(page).map(([key, text]) => `${key}: ${text}`),
    "",
    ...notes.map((text) => `- ${text}`),
    "",
  ].join("\n");
}
