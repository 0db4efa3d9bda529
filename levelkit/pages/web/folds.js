// A page in sections: each opens by a click, from the bar of contents, by a link into it, or by a search
// of the browser's; what is asked, the answer, its chart and whether it holds up stand open.

import { copyAnswer } from "./copy_field.js";
import { button, element } from "./dom.js";
import { startEmbedding } from "./embed.js";
import { explainTerms } from "./glossary.js";
import { startPresenting } from "./present.js";
import { openShare } from "./share.js";
import { answerInWords } from "./view.js";

/** @typedef {import("./store.js").Store} Store */

const OPEN = "Does the answer hold up?";
const CELLS = ".lk-cell, .jp-Cell";

/** The headings that a page was written with. @param {Element} cell */
function headingIn(cell) {
  return cell.querySelector(".lk-text > h2, :scope.lk-text > h2, .jp-RenderedMarkdown > h2");
}

/** Put each section of a page of our own into a box that opens and closes. @param {HTMLElement} page */
function fold(page) {
  /** @type {HTMLElement[]} */
  const headings = [];
  /** @type {HTMLElement | null} */
  let box = null;
  for (const cell of page.querySelectorAll(CELLS)) {
    if (cell.parentElement?.closest(CELLS)) continue;
    const heading = /** @type {HTMLElement | null} */ (headingIn(cell));
    if (heading) {
      heading.querySelector(".anchor-link")?.remove();
      headings.push(heading);
      box = sectionOf(heading);
      cell.before(box);
    }
    box?.append(cell);
  }
  return headings;
}

/** @param {HTMLElement} heading */
function sectionOf(heading) {
  const words = heading.textContent ?? "";
  if (words === OPEN) {
    const section = element("section", "lk-section", "", { "aria-label": words });
    section.append(heading);
    return section;
  }
  const box = element("details", "lk-section lk-fold");
  const summary = element("summary");
  summary.append(heading);
  box.append(summary);
  return box;
}

/** Open what the address names, and go there. */
function openNamed() {
  const name = decodeURIComponent(location.hash.slice(1));
  const target = name ? document.getElementById(name) : null;
  if (!target) return;
  const box = target.closest("details");
  if (box) box.open = true;
  target.scrollIntoView();
}

/** @type {WeakSet<Element>} */
const folded = new WeakSet();

/** Sections, and a slim bar that stays: contents, Present, Share. @param {Store} store */
export function arrangePage(store) {
  const page = document.getElementById("rendered_cells");
  if (!page || folded.has(page) || !store.form.length) return;
  folded.add(page);
  const headings = fold(page);
  const bar = element("nav", "lk-bar", "", { "aria-label": "On this page" });
  const list = element("ul");
  for (const heading of headings) {
    const item = element("li");
    item.append(element("a", "", heading.textContent ?? "", { href: `#${heading.id}` }));
    list.append(item);
  }
  list.addEventListener("click", () => setTimeout(openNamed)); // the same place a second time as well
  bar.append(list, pageTools(store));
  page.before(bar);
  page.after(footerOf(store));
  addEventListener("hashchange", openNamed);
  page.addEventListener("click", (event) => {
    if (event.target instanceof Element && event.target.closest('a[href^="#"]')) {
      setTimeout(openNamed);
    }
  });
  openWhilePrinting(page);
  for (
    const text of page.querySelectorAll(".lk-section .lk-text, .lk-section .jp-RenderedMarkdown")
  ) {
    explainTerms(text);
  }
  openNamed();
}

/** On paper nothing is folded; on the page all is as it was. @param {HTMLElement} page */
function openWhilePrinting(page) {
  /** @type {HTMLDetailsElement[]} */
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = [...page.querySelectorAll("details")].filter((box) => !box.open);
    for (const box of closed) box.open = true;
  });
  addEventListener("afterprint", () => {
    for (const box of closed) box.open = false;
  });
}

/** The claims before and after this one, and whose all this is. @param {Store} store */
function footerOf(store) {
  /** @type {[string, string][]} notebook and question of each, whether its page is here or not */
  const every = store.about.claims ?? [];
  const { pages } = globalThis.levelkitPage ?? {};
  const claims = every.filter(([notebook]) => pages?.includes(notebook) ?? true);
  const at = claims.findIndex(([notebook]) => notebook === store.about.notebook);
  const foot = element("footer", "lk-foot");
  const others = element("nav", "", "", { "aria-label": "Other claims" });
  for (
    const [words, other]
      of /** @type {const} */ ([["Previous claim", claims[at - 1]], ["Next claim", claims[at + 1]]])
  ) {
    if (at < 0 || !other) continue;
    const box = element("p", "", `${words}: `);
    box.append(element("a", "", other[1], { href: other[0] + ending() }));
    others.append(box);
  }
  const said = "Code: BSD-3-Clause. Figures keep the licences of their publishers.";
  foot.append(others);
  if (pages?.includes("corrections")) {
    const box = element("p");
    box.append(
      element("a", "", "Corrections and changes of verdicts", { href: "corrections" + ending() }),
    );
    foot.append(box);
  }
  foot.append(element("p", "lk-foot-small", said));
  return foot;
}

/** How pages end where this one is: notebooks that run, or plain files. */
function ending() {
  return location.pathname.endsWith(".ipynb") ? ".ipynb" : ".html";
}

/** What can be done with the view as a whole. @param {Store} page */
export function pageTools(page) {
  const tools = element("div", "lk-page-tools");
  if (page.about.views?.length) tools.append(button("Present", () => page.setMode("present")));
  if (page.about.share) {
    tools.append(
      copyAnswer(() => answerInWords(page)),
      button("Share, download, cite", () => openShare(page)),
    );
  }
  startPresenting(page);
  startEmbedding(page);
  return tools;
}
