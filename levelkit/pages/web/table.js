// Tables behind the charts: drawn from the same rows, so that they never disagree.

const LONG = 60; // rows from which on a table scrolls by itself

function shownNumber(value, digits) {
  if (value === null || value === undefined || Number.isNaN(value)) return "–";
  if (typeof value !== "number") return String(value);
  if (digits === "p") return value < 0.001 ? "< 0.001" : value.toFixed(3);
  // A rank that two share is 5.5; a whole one needs no digit.
  const places = digits === "rank" ? (Number.isInteger(value) ? 0 : 1) : digits;
  if (places === undefined) return String(value);
  return numbers(places).format(value).replace("-", "−");
}

const formats = {}; // one is made in the time that it takes to format hundreds of cells

function numbers(places) {
  formats[places] ??= new Intl.NumberFormat("en-GB",
    { minimumFractionDigits: places, maximumFractionDigits: places });
  return formats[places];
}

/** One table: a heading, its columns, and the rows its `where` keeps. */
export function renderTable({ model, el, page }) {
  const { tables } = model.get("options");
  const box = element("div", "lk-tables");
  el.append(box);
  const made = [];
  const show = () => {
    tables.forEach((one, k) => {
      const rests = restsOn(page, one);
      if (made[k] && rests.every((value, j) => value === made[k].rests[j])) return;
      const table = tableElement(page, one);
      if (made[k]) made[k].table.replaceWith(table);
      else box.append(table);
      made[k] = { rests, table };
    });
    mark(box, page);
  };
  page.on("answer", follower(box, show).follow);
  page.on("marks", () => mark(box, page));
  show();
}

/** All that a table changes with: its rows (the same object while they are the same), its words. */
function restsOn(page, { dataset, caption, columns, where }) {
  const values = page.signals;
  const limits = Object.values(where ?? {}).flatMap((one) => one.in ?? [one.from, one.to]);
  const signals = [...limits, ...columns.map(({ at }) => at)];
  return [page.rows(dataset), filled(caption, values), ...columns.map(({ label }) => filled(label, values)),
    ...signals.map((one) => values[one])];
}

function tableElement(page, definition) {
  const values = page.signals;
  const rows = tableOf(page, definition);
  const caption = filled(definition.caption, values);
  const box = element("div",
    `lk-table${definition.long ? " lk-table-long" : ""}${definition.wide ? " lk-table-wide" : ""}`, "", { tabindex: 0, role: "region", "aria-label": caption });
  const table = element("table");
  const head = element("tr");
  head.append(...definition.columns.map(({ label, wrap }) =>
    element("th", wrap ? "lk-wrap" : "", filled(label, values), { scope: "col" })));
  const thead = element("thead");
  thead.append(head);
  const tbody = element("tbody");
  tbody.append(...rows.map((row) => rowElement(page, definition, row)));
  table.append(element("caption", "", caption), thead, tbody);
  box.append(table);
  if (rows.length > LONG) box.classList.add("lk-long");
  return box;
}

function rowElement(page, definition, row) {
  const made = element("tr");
  definition.columns.forEach((column, k) => {
    const from = column.at ? sameUnit(page, definition, row, column.at) : row;
    const text = column.fields
      ? column.fields.map((field) => shownNumber(from?.[field], column.digits)).join(" to ")
      : shownNumber(from?.[column.field], column.digits);
    const cell = element(k ? "td" : "th", column.wrap ? "lk-wrap" : "", column.fields && !from ? "–" : text,
      k ? {} : { scope: "row" });
    const link = column.link && from?.[column.link];
    if (/^https?:/.test(link ?? "")) cell.replaceChildren(element("a", "", text, { href: link }));
    made.append(cell);
  });
  made.dataset.unit = row[definition.unit ?? definition.columns[0].field];
  return made;
}

/** The same region's row in another year: `at` names the signal that holds the year. */
function sameUnit(page, definition, row, at) {
  const year = page.signals[at];
  return page.rows(definition.dataset).find((other) =>
    other[definition.unit] === row[definition.unit] && other.year === year);
}

function mark(box, page) {
  for (const row of box.querySelectorAll("tbody tr")) {
    row.classList.toggle("lk-marked", row.dataset.unit === page.marks.highlight);
  }
}
