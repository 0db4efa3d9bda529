// The evidence pack: data, charts, specs, words and citation of one view in one file.

/** A zip of all that the view rests on. */
export async function evidencePack(page) {
  const { fflate } = await library(page.hub, "tools");
  const bytes = (text) => fflate.strToU8(text);
  const files = {
    "answer.txt": bytes(answerText(page)),
    "citation.txt": bytes(`${citation(page, "apa")}\n`),
    "citation.bib": bytes(`${citation(page, "bibtex")}\n`),
    "reproduce.py": bytes(pythonOf(page)),
  };
  for (const chart of Object.values(page.charts)) {
    if (!chart.files) continue;
    const name = fileName(page, chart);
    const svg = await chart.toSvg();
    files[`charts/${name}.svg`] = bytes(svg);
    files[`charts/${name}.png`] = [new Uint8Array(await (await toPng(svg)).arrayBuffer()), { level: 0 }];
    files[`charts/${name}.vl.json`] = bytes(JSON.stringify(chart.specWithData(), null, 1));
    files[`data/${name}.csv`] = bytes(csvText(page, chart.files));
    files[`data/${name}.xlsx`] = new Uint8Array(await (await xlsxBlob(page, chart.files)).arrayBuffer());
  }
  return new Blob([fflate.zipSync(files)], { type: "application/zip" });
}

function answerText(page) {
  return [
    page.about.title, "", `Question: ${page.about.question}`, `Criterion: ${page.about.criterion}`, "",
    ...aboutLines(page).map(([key, text]) => `${key}: ${text}`), "",
    ...(page.words("notes").items ?? []).map((text) => `- ${text}`), "",
  ].join("\n");
}
