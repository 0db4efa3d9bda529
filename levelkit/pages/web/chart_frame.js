// What stands around a chart: title, subtitle, source, and the description that is read aloud.

import { element } from "./dom.js";

/** @typedef {import("./store.js").Store} Store */

const NARROWEST = 240;

export class ChartFrame {
  #name;
  #page;
  #el;
  sourceText = "";

  /** @param {string} name @param {Store} page @param {HTMLElement} el */
  constructor(name, page, el) {
    this.#name = name;
    this.#page = page;
    this.#el = el;
    this.figure = element("figure", `lk-figure lk-figure-${name}`);
    this.title = element("h2", "lk-chart-title");
    this.subtitle = element("p", "lk-chart-subtitle");
    this.canvas = element("div", "lk-chart-canvas lk-waiting", "", { role: "img" });
    this.source = element("details", "lk-chart-source");
    this.figure.append(this.title, this.subtitle, this.canvas, this.source);
    el.append(this.figure);
    this.write();
    page.on("mode", () => this.#setLevel());
    this.#setLevel();
  }

  /** The words of the answer that is shown. */
  write() {
    const words = this.#page.words(this.#name);
    this.title.textContent = words.title ?? "";
    this.subtitle.textContent = words.subtitle ?? "";
    this.#writeSource(words.source ?? sourceWords(this.#page));
    for (const node of [this.title, this.subtitle, this.source]) node.hidden = !node.textContent;
    this.figure.hidden = Boolean(words.hidden); // where there is nothing to draw
    this.canvas.setAttribute("aria-label", words.description || words.title || "Chart");
  }

  /** In one line, and in full. @param {string} full */
  #writeSource(full) {
    if (full === this.sourceText) return;
    this.sourceText = full;
    this.source.replaceChildren(element("summary", "", inShort(full)), element("p", "", full));
  }

  width() {
    return Math.max(NARROWEST, this.canvas.clientWidth || this.#el.clientWidth || 900);
  }

  /** Keep the room that the chart will take. @param {number} height */
  reserve(height) {
    this.canvas.style.minHeight = `${height}px`;
  }

  /** The chart is there. */
  painted() {
    this.canvas.classList.remove("lk-waiting");
    // Vega names its element a document of graphics, and by its own words: to a screen
    // reader a chart is a picture with the description that its figures give it.
    this.canvas.setAttribute("role", "img");
    this.canvas.removeAttribute("aria-roledescription");
    this.canvas.querySelector("svg")?.setAttribute("aria-hidden", "true");
    this.write();
  }

  /** @param {string} why */
  fail(why) {
    this.canvas.classList.remove("lk-waiting");
    this.canvas.textContent = `The chart could not be drawn (${why}). Reload the page; ` +
      "the tables below hold the same figures.";
  }

  /** In a lecture the main chart's title is all the heading there is. */
  #setLevel() {
    const alone = this.#page.mode === "present" && this.#name === this.#page.about.main;
    for (const [key, value] of [["role", "heading"], ["aria-level", "1"]]) {
      if (alone) this.title.setAttribute(key, value);
      else this.title.removeAttribute(key);
    }
  }
}

/** Who published the figures, without which and when. @param {string} full */
export function inShort(full) {
  const [sources] = full.replace(/^Source: /, "").split(". Licence");
  const publishers = sources.split("; ").map((source) => source.split(/, |: /)[0]);
  return `Source: ${[...new Set(publishers)].join("; ")}`;
}

/** @param {Store} page */
function sourceWords(page) {
  const { source, licence } = page.words("page");
  return source ? `Source: ${source}. Licence: ${licence}.` : "";
}
