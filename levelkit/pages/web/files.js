// Figures as files: CSV and XLSX with their source, units and link in front of them.

/** A cell that a spreadsheet would run as a formula gets a quote in front. */
function inert(text) {
  return /^\s*[=+\-@]/.test(text) ? `'${text}` : text;
}

/** Rows of a file or a table: those its `where` keeps, as its `columns` say. */
export function tableOf(page, file) {
  const values = page.signals;
  const keeps = Object.entries(file.where ?? {}).map(([field, limits]) => {
    if (limits.in) { const kept = limits.in.map((one) => values[one]); return (row) => kept.includes(row[field]); }
    return (row) => row[field] >= values[limits.from] && row[field] <= values[limits.to];
  });
  const rows = page.rows(file.dataset).filter((row) => keeps.every((keep) => keep(row)));
  if (file.sort) rows.sort((a, b) => (a[file.sort] > b[file.sort]) - (a[file.sort] < b[file.sort]));
  return rows;
}

function cells(page, file) {
  return tableOf(page, file).map((row) => file.columns.map(({ field, digits }) => {
    const value = row[field];
    if (value === null || value === undefined) return "";
    return typeof value === "number" && digits !== undefined ? Number(value.toFixed(digits)) : value;
  }));
}

/** What stands above the figures: the answer, sources, units and the link to this view. */
export function aboutLines(page, file = {}) {
  const { more = [], ...words } = page.words("page");
  const lines = [...more, ...inputsInWords(page), ...(file.about ?? []),
    ...["verdict", "parts", "reason", "answer", "source", "licence"].filter((key) => words[key])
      .map((key) => [key, words[key]])];
  const said = lines.map(([key, text]) => [key, filled(text, page.signals)]);
  return page.about.share ? [...said, ["link", linksOf(page).view]] : said;
}

export function csvText(page, file) {
  const lines = [["levelkit", page.about.title ?? ""], ...aboutLines(page, file)].map(([key, text]) =>
    // A spreadsheet cuts comment lines at separators like any other.
    `# ${key}: ${text.replace(/\s+/g, " ")}`.replace(/([,;]\s*)(?=[=+\-@])/g, "$1'"));
  const cell = (value) =>
    typeof value === "string" && value !== "" ? `"${inert(value).replaceAll('"', '""')}"` : String(value);
  const names = file.columns.map(({ label }) => `"${label}"`).join(",");
  return [...lines, names, ...cells(page, file).map((row) => row.map(cell).join(","))].join("\n") + "\n";
}

/** A workbook whose texts are texts: no cell of it is a formula. */
export async function xlsxBlob(page, file) {
  const { writeXlsxFile } = await library(page.hub, "tools");
  const text = (value) => (value === "" ? null : { value, type: String });
  const kinds = { number: Number, boolean: Boolean };
  const about = [["levelkit", page.about.title], ...aboutLines(page, file)]
    .map(([key, words]) => [{ value: key, type: String, fontWeight: "bold" }, text(words)]);
  const head = file.columns.map(({ label }) => ({ value: label, type: String, fontWeight: "bold" }));
  const rows = cells(page, file).map((row) =>
    row.map((value) => (typeof value in kinds ? { value, type: kinds[typeof value] } : text(String(value)))));
  const columns = file.columns.map(() => ({ width: 22 }));
  return writeXlsxFile([...about, [null], head, ...rows], { columns, sheet: "figures" }).toBlob();
}

export function fileName(page, chart) {
  return filled(chart.files.filename,
    { ...page.signals, ...page.choicesAsText, ...page.hub.get("signals") });
}

export function downloadButtons(page, chart) {
  const tools = element("div", "lk-tools");
  const offers = {
    PNG: async () => toPng(await chart.toSvg()),
    SVG: async () => new Blob([await chart.toSvg()], { type: "image/svg+xml" }),
    CSV: async () => new Blob([csvText(page, chart.files)], { type: "text/csv" }),
    XLSX: async () => xlsxBlob(page, chart.files),
  };
  for (const [label, make] of Object.entries(offers)) {
    const made = button(label, async () =>
      save(await make(), `${fileName(page, chart)}.${label.toLowerCase()}`));
    const name = () => made.setAttribute("aria-label",
      `Download as ${label}: ${chart.figure.querySelector(".lk-chart-title").textContent}`);
    page.on("answer", name);
    name();
    tools.append(made);
  }
  return tools;
}
