// Tables behind the charts: drawn from the same rows, so that they never disagree.

import { element } from "./dom.js";
import { follower } from "./frames.js";
import { keptRows } from "./table_rows.js";
import { AS_IT_COMES, sortedBy, viewed } from "./table_view.js";
import { MOST_ROWS, rowsInSight } from "./table_window.js";
import { filled, shownNumber } from "./words.js";

/**
 * @typedef {import("./types.d.ts").Place} Place
 * @typedef {import("./types.d.ts").Row} Row
 * @typedef {import("./store.js").Store} Store
 * @typedef {import("./types.d.ts").TableColumn} TableColumn
 * @typedef {import("./types.d.ts").TableDefinition} TableDefinition
 */

const LONG = 60; // rows from which on a table scrolls by itself, and can be searched and sorted

/** Tables one below the other. @param {Place} place */
export function renderTable({ model, el, page }) {
  /** @type {TableDefinition[]} */
  const definitions = model.get("options").tables;
  const box = element("div", "lk-tables");
  el.append(box);
  const tables = definitions.map((definition) => new Table(page, definition));
  box.append(...tables.map((table) => table.box));
  const show = () => tables.forEach((table) => table.show());
  page.on("answer", follower(box, show).follow);
  page.on("marks", () => tables.forEach((table) => table.mark()));
  show();
}

/** One table: a heading, its columns, and the rows its `where` keeps. */
class Table {
  #page;
  #definition;
  /** What it was drawn from. @type {any[]} */ #basis = [];
  #view = AS_IT_COMES;
  /** The rows of the view. @type {Row[]} */ #shown = [];
  /** Of them, those that are drawn. */ #drawn = { first: 0, last: 0 };
  #rowHeight = 30; // pixels, until a row has been measured
  #body = element("tbody");
  #count = element("output", "lk-table-count", "", { role: "status" });
  #tools = element("div", "lk-table-tools");
  #scroll = element("div", "lk-table");

  /** @param {Store} page @param {TableDefinition} definition */
  constructor(page, definition) {
    this.#page = page;
    this.#definition = definition;
    if (definition.long) this.#scroll.classList.add("lk-table-long");
    if (definition.wide) this.#scroll.classList.add("lk-table-wide");
    this.box = element("div");
    this.box.append(this.#tools, this.#scroll);
    this.#tools.append(this.#search(), this.#count);
    let frame = 0;
    this.#scroll.addEventListener("scroll", () => {
      frame ||= requestAnimationFrame(() => {
        frame = 0;
        this.#follow();
      });
    });
  }

  /** Draw it where anything that it rests on has changed. */
  show() {
    const basis = this.#restsOn();
    if (this.#basis.length && basis.every((value, k) => value === this.#basis[k])) return;
    this.#basis = basis;
    this.#draw();
  }

  /** Mark the unit that the charts mark. */
  mark() {
    const { highlight } = this.#page.marks;
    for (const line of this.#body.rows) {
      const { unit } = line.dataset;
      line.classList.toggle("lk-marked", unit !== undefined && unit === highlight);
    }
  }

  /** All that it changes with: its rows (the same object while they are the same), its words. */
  #restsOn() {
    const { dataset, caption, columns, where } = this.#definition;
    const values = this.#page.signals;
    const limits = Object.values(where ?? {}).flatMap((limit) =>
      limit.in ?? [limit.from, limit.to]
    );
    const signals = [...limits, ...columns.map(({ at }) => at)];
    return [
      this.#page.rows(dataset),
      filled(caption, values),
      ...columns.map(({ label }) => filled(label, values)),
      ...signals.map((signal) => values[signal ?? ""]),
    ];
  }

  #rows() {
    const definition = this.#definition;
    return keptRows(this.#page.rows(definition.dataset), definition, this.#page.signals);
  }

  #draw() {
    const rows = this.#rows();
    const caption = filled(this.#definition.caption, this.#page.signals);
    const long = rows.length > LONG;
    this.#tools.hidden = !long;
    if (!long) this.#view = AS_IT_COMES;
    this.#scroll.classList.toggle("lk-long", long);
    const labels = { tabindex: 0, role: "region", "aria-label": caption };
    for (const [name, value] of Object.entries(labels)) {
      this.#scroll.setAttribute(name, String(value));
    }
    this.#tools.querySelector("input")?.setAttribute("aria-label", `Search the table: ${caption}`);
    const table = element("table");
    const head = element("thead");
    head.append(this.#head(long));
    table.append(element("caption", "", caption), head, this.#body);
    this.#scroll.replaceChildren(table);
    this.#fill();
  }

  /** The rows that the view shows. */
  #fill() {
    const rows = this.#rows();
    const { columns } = this.#definition;
    const textOf = (/** @type {Row} */ row) =>
      columns.map((column) => this.#text(row, column)).join(" ");
    const valueOf = (/** @type {Row} */ row, /** @type {number} */ k) => {
      const { field, fields, at } = columns[k];
      return (at ? this.#inYear(row, at) : row)?.[fields?.[0] ?? field];
    };
    this.#shown = viewed(rows, this.#view, valueOf, textOf);
    const many = this.#shown.length > MOST_ROWS;
    this.#scroll.classList.toggle("lk-windowed", many);
    // A screen reader hears how long the table is, and which of its rows it reads.
    this.#scroll.querySelector("table")?.setAttribute(
      "aria-rowcount",
      String(this.#shown.length + 1),
    );
    this.#scroll.scrollTop = 0;
    this.#lay();
    const [of, all] = [this.#shown, rows].map(({ length }) => shownNumber(length, 0));
    this.#count.textContent = this.#view.search
      ? `${of} of ${all} rows`
      : many
      ? `${all} rows`
      : "";
  }

  #inSight() {
    const { scrollTop: top, clientHeight: height } = this.#scroll;
    return rowsInSight({ count: this.#shown.length, rowHeight: this.#rowHeight, top, height });
  }

  /** Other rows have come in sight. */
  #follow() {
    const { first, last } = this.#inSight();
    if (first !== this.#drawn.first || last !== this.#drawn.last) this.#lay();
  }

  /** The rows in sight, and as much room as the others would take. */
  #lay() {
    const { first, last } = this.#inSight();
    const count = this.#shown.length;
    this.#drawn = { first, last };
    const lines = this.#shown.slice(first, last).map((row, k) => {
      const line = this.#line(row);
      line.setAttribute("aria-rowindex", String(first + k + 2)); // the headings are the first
      return line;
    });
    this.#body.replaceChildren(...this.#room(first), ...lines, ...this.#room(count - last));
    if (count > MOST_ROWS) this.#rowHeight = lines[0].offsetHeight || this.#rowHeight;
    this.mark();
  }

  /** @param {number} rows that are not drawn */
  #room(rows) {
    if (!rows) return [];
    const line = element("tr", "lk-table-room", "", { "aria-hidden": "true" });
    const cell = element("td", "", "", { colspan: this.#definition.columns.length });
    cell.style.height = `${rows * this.#rowHeight}px`;
    line.append(cell);
    return [line];
  }

  #search() {
    const field = element("input", "lk-table-search", "", {
      type: "search",
      placeholder: "Search",
    });
    field.addEventListener("input", () => {
      this.#view = { ...this.#view, search: field.value };
      this.#fill();
    });
    return field;
  }

  /** @param {boolean} sortable */
  #head(sortable) {
    const line = element("tr");
    line.append(...this.#definition.columns.map(({ label, wrap }, k) => {
      const words = filled(label, this.#page.signals);
      const cell = element("th", wrap ? "lk-wrap" : "", sortable ? "" : words, { scope: "col" });
      if (!sortable) return cell;
      const button = element("button", "lk-sort", words, { type: "button" });
      button.addEventListener("click", () => {
        this.#view = sortedBy(this.#view, k);
        this.#sayOrder(line);
        this.#fill();
      });
      cell.append(button);
      return cell;
    }));
    if (sortable) this.#sayOrder(line);
    return line;
  }

  /** @param {HTMLTableRowElement} head */
  #sayOrder(head) {
    const { column, descending } = this.#view;
    [...head.cells].forEach((cell, k) => {
      const order = k !== column ? "none" : descending ? "descending" : "ascending";
      cell.setAttribute("aria-sort", order);
    });
  }

  /** @param {Row} row */
  #line(row) {
    const { columns, unit } = this.#definition;
    const line = element("tr");
    columns.forEach((column, k) => {
      const text = this.#text(row, column);
      const wrap = column.wrap ? "lk-wrap" : "";
      const cell = k ? element("td", wrap, text) : element("th", wrap, text, { scope: "row" });
      const link = column.link && row[column.link];
      if (/^https?:/.test(link ?? "")) cell.replaceChildren(element("a", "", text, { href: link }));
      line.append(cell);
    });
    line.dataset.unit = row[unit ?? columns[0].field];
    return line;
  }

  /** A cell as it is read. @param {Row} row @param {TableColumn} column */
  #text(row, { at, field, fields, digits }) {
    const from = at ? this.#inYear(row, at) : row;
    if (!fields) return shownNumber(from?.[field], digits);
    return from ? fields.map((name) => shownNumber(from[name], digits)).join(" to ") : "–";
  }

  /** The same unit's row in another year: `at` names the signal that holds the year. @param {Row} row @param {string} at */
  #inYear(row, at) {
    const { dataset, unit = "" } = this.#definition;
    const year = this.#page.signals[at];
    return this.#page.rows(dataset).find((other) =>
      other[unit] === row[unit] && other.year === year
    );
  }
}
