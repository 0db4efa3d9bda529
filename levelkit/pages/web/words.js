// Words that are the same in charts, tables and files.

/**
 * Fill "{first_year}" and the like from what is chosen and marked.
 * @param {string} text
 * @param {Record<string, any>} values
 * @returns {string}
 */
export function filled(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

/** @type {Record<number, Intl.NumberFormat>} one takes as long to make as hundreds of cells to format */
const formats = {};

/** @param {number} places */
function numbers(places) {
  formats[places] ??= new Intl.NumberFormat("en-GB", {
    minimumFractionDigits: places,
    maximumFractionDigits: places,
  });
  return formats[places];
}

/**
 * A value of a table as it is read.
 * @param {any} value
 * @param {number | "p" | "rank"} [digits]
 */
export function shownNumber(value, digits) {
  if (value === null || value === undefined || Number.isNaN(value)) return "–";
  if (typeof value !== "number") return String(value);
  if (digits === "p") return value < 0.001 ? "< 0.001" : value.toFixed(3);
  // A rank that two share is 5.5; a whole one needs no digit.
  const places = digits === "rank" ? (Number.isInteger(value) ? 0 : 1) : digits;
  if (places === undefined) return String(value);
  return numbers(places).format(value).replace("-", "−");
}
