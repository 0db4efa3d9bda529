// A view is a link: the page's state as a query, and back. Nothing here touches the browser.

import { written } from "./form.js";

/** @typedef {import("./types.d.ts").Choices} Choices */

const MODES = ["present", "embed"];
/** What others put into a link (counters of clicks), and the server's word on a place in its queue. */
const PASSED_OVER =
  /^(voila-.*|utm_.*|mtm_.*|pk_.*|hsa_.*|[a-z]*clid|gbraid|wbraid|igshi?d?|mc_[ce]id|_g[al]|_hs(enc|mi)|vero_id|msclkid|gclsrc|srsltid|li_fat_id|turn)$/i;

/**
 * The query that brings this view back, "" for none.
 * @param {Record<string, any>} state
 * @param {string} mode
 */
export function queryOf(state, mode = "") {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(state)) {
    if (value !== null && value !== undefined) query.set(name, written(value));
  }
  if (mode) query.set("mode", mode);
  return query.toString();
}

/**
 * What a query asks for; `unknown` names what no page has.
 * @param {string} search
 * @param {string[]} names
 */
export function readQuery(search, names) {
  /** @type {Record<string, string>} */
  const given = {};
  /** @type {string[]} */
  const unknown = [];
  let mode = "";
  for (const [name, value] of new URLSearchParams(search)) {
    if (name === "mode" && MODES.includes(value)) mode = value;
    else if (names.includes(name)) given[name] = value;
    else if (!PASSED_OVER.test(name)) unknown.push(name === "mode" ? `mode=${value}` : name);
  }
  return { given, mode, unknown };
}

/**
 * An input as it stands in an address: names, or names with their weights.
 * @param {string} kind
 * @param {any} value
 * @returns {string}
 */
export function inputText(kind, value) {
  if (kind === "names") return value.join("|");
  if (kind === "number") return String(value);
  return Object.entries(value).map(([name, weight]) => `${name}:${weight}`).join("|");
}

/**
 * The input that stands in an address.
 * @param {string} kind
 * @param {string} text
 * @returns {string[] | Record<string, number> | number}
 */
export function inputFrom(kind, text) {
  if (kind === "number") return Number(text) || 0; // which is refused, and said
  const parts = text.split("|").filter(Boolean);
  if (kind === "names") return parts;
  return Object.fromEntries(parts.map((part) => {
    const cut = part.lastIndexOf(":");
    return [part.slice(0, cut), Math.min(1, Math.max(0, Number(part.slice(cut + 1)) || 0))];
  }));
}
