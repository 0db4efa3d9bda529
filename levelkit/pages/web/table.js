// Tables behind the charts: drawn from the same rows, so that they never disagree.

import { element } from "./dom.js";
import { follower } from "./frames.js";
import { keptRows } from "./table_rows.js";
import { filled, shownNumber } from "./words.js";

/**
 * @typedef {import("./types.d.ts").Place} Place
 * @typedef {import("./types.d.ts").Row} Row
 * @typedef {import("./store.js").Store} Store
 * @typedef {import("./types.d.ts").TableDefinition} TableDefinition
 */

const LONG = 60; // rows from which on a table scrolls by itself

/** One table: a heading, its columns, and the rows its `where` keeps. @param {Place} place */
export function renderTable({ model, el, page }) {
  /** @type {{ tables: TableDefinition[] }} */
  const { tables } = model.get("options");
  const box = element("div", "lk-tables");
  el.append(box);
  /** @type {{ basis: any[], node: HTMLElement }[]} */
  const shown = [];
  const show = () => {
    tables.forEach((definition, k) => {
      const basis = basisOf(page, definition);
      if (shown[k] && basis.every((value, j) => value === shown[k].basis[j])) return;
      const node = tableElement(page, definition);
      if (shown[k]) shown[k].node.replaceWith(node);
      else box.append(node);
      shown[k] = { basis, node };
    });
    mark(box, page);
  };
  page.on("answer", follower(box, show).follow);
  page.on("marks", () => mark(box, page));
  show();
}

/**
 * All that a table changes with: its rows (the same object while they are the same), its words.
 * @param {Store} page
 * @param {TableDefinition} definition
 */
function basisOf(page, { dataset, caption, columns, where }) {
  const values = page.signals;
  const limits = Object.values(where ?? {}).flatMap((limit) => limit.in ?? [limit.from, limit.to]);
  const signals = [...limits, ...columns.map(({ at }) => at)];
  return [
    page.rows(dataset),
    filled(caption, values),
    ...columns.map(({ label }) => filled(label, values)),
    ...signals.map((signal) => values[signal ?? ""]),
  ];
}

/** @param {Store} page @param {TableDefinition} definition */
function tableElement(page, definition) {
  const values = page.signals;
  const rows = keptRows(page.rows(definition.dataset), definition, values);
  const caption = filled(definition.caption, values);
  const shape = (definition.long ? " lk-table-long" : "") +
    (definition.wide ? " lk-table-wide" : "");
  const box = element("div", `lk-table${shape}`, "", {
    tabindex: 0,
    role: "region",
    "aria-label": caption,
  });
  const table = element("table");
  const head = element("tr");
  head.append(
    ...definition.columns.map(({ label, wrap }) =>
      element("th", wrap ? "lk-wrap" : "", filled(label, values), { scope: "col" })
    ),
  );
  const thead = element("thead");
  thead.append(head);
  const tbody = element("tbody");
  tbody.append(...rows.map((row) => rowElement(page, definition, row)));
  table.append(element("caption", "", caption), thead, tbody);
  box.append(table);
  if (rows.length > LONG) box.classList.add("lk-long");
  return box;
}

/** @param {Store} page @param {TableDefinition} definition @param {Row} row */
function rowElement(page, definition, row) {
  const line = element("tr");
  definition.columns.forEach((column, k) => {
    const from = column.at ? sameUnit(page, definition, row, column.at) : row;
    const fields = column.fields ?? [column.field];
    const text = column.fields && !from
      ? "–"
      : fields.map((field) => shownNumber(from?.[field], column.digits)).join(" to ");
    const cell = k
      ? element("td", column.wrap ? "lk-wrap" : "", text)
      : element("th", column.wrap ? "lk-wrap" : "", text, { scope: "row" });
    const link = column.link && from?.[column.link];
    if (/^https?:/.test(link ?? "")) cell.replaceChildren(element("a", "", text, { href: link }));
    line.append(cell);
  });
  line.dataset.unit = row[definition.unit ?? definition.columns[0].field];
  return line;
}

/**
 * The same unit's row in another year: `at` names the signal that holds the year.
 * @param {Store} page
 * @param {TableDefinition} definition
 * @param {Row} row
 * @param {string} at
 */
function sameUnit(page, { dataset, unit = "" }, row, at) {
  const year = page.signals[at];
  return page.rows(dataset).find((other) => other[unit] === row[unit] && other.year === year);
}

/** @param {HTMLElement} box @param {Store} page */
function mark(box, page) {
  for (const row of box.querySelectorAll("tr")) {
    row.classList.toggle(
      "lk-marked",
      "unit" in row.dataset && row.dataset.unit === page.marks.highlight,
    );
  }
}
