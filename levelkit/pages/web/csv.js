// A table as the text of a file, safe to open in a spreadsheet. Nothing here touches the browser.

/**
 * @typedef {import("./types.d.ts").Row} Row
 * @typedef {import("./types.d.ts").TableColumn} TableColumn
 * @typedef {[string, string][]} Lines what stands above the figures: pairs of key and words
 */

/** A cell that a spreadsheet would run as a formula gets a quote in front. @param {string} text */
export function inert(text) {
  return /^\s*[=+\-@]/.test(text) ? `'${text}` : text;
}

/**
 * Values of a file, row by row, rounded as its columns say; "" where there is none.
 * @param {Row[]} rows
 * @param {TableColumn[]} columns
 * @returns {(string | number | boolean)[][]}
 */
export function cellsOf(rows, columns) {
  return rows.map((row) =>
    columns.map(({ field, digits }) => {
      const value = row[field];
      if (value === null || value === undefined) return "";
      return typeof value === "number" && typeof digits === "number"
        ? Number(value.toFixed(digits))
        : value;
    })
  );
}

/**
 * A comment line. A spreadsheet cuts it at separators like any other.
 * @param {string} key
 * @param {string} words
 */
function comment(key, words) {
  return `# ${key}: ${words.replace(/\s+/g, " ")}`.replace(/([,;]\s*)(?=[=+\-@])/g, "$1'");
}

/** @param {string | number | boolean} value */
function cellText(value) {
  if (typeof value !== "string" || value === "") return String(value);
  return `"${inert(value).replaceAll('"', '""')}"`;
}

/** Without it a spreadsheet takes UTF-8 for an older encoding. */
const MARK = "\ufeff";

/**
 * @param {Lines} lines
 * @param {TableColumn[]} columns
 * @param {(string | number | boolean)[][]} cells
 */
export function csvOf(lines, columns, cells) {
  return MARK + [
    ...lines.map(([key, words]) => comment(key, words)),
    columns.map(({ label }) => `"${label}"`).join(","),
    ...cells.map((row) => row.map(cellText).join(",")),
    "",
  ].join("\n");
}
