// The view that is shown, as others can have it: links, a citation, a program.

import { ownsAddress } from "./address_bar.js";
import { answerOf, citationOf, figuresOf, pythonOf } from "./citation.js";

/** @typedef {import("./store.js").Store} Store */

/** Where it can be seen again: here, as a static page, on Binder. @param {Store} page */
export function linksOf(page) {
  const { share } = page.about;
  const query = page.query ? `?${page.query}` : "";
  const here = ownsAddress() ? location.origin + location.pathname : "";
  const fixed = share.site + query;
  return {
    // An address inside JupyterLab or on this disk is of no use to anyone else.
    view: here && location.protocol !== "file:" ? here + query : fixed,
    site: fixed,
    binder: share.binder + encodeURIComponent(share.path + query),
  };
}

/** For a picture that travels alone. @param {Store} page */
export function viewLink(page) {
  return page.about.share ? `View: ${linksOf(page).view}` : "";
}

function today() {
  return new Date().toISOString().slice(0, 10);
}

/** @param {Store} page @param {"apa" | "bibtex"} kind */
export function citation(page, kind) {
  return citationOf(page.about.share, kind, page.words("page"), linksOf(page).view, today());
}

/** What is shown, with what it rests on. @param {Store} page */
export function answerInWords(page) {
  const question = page.about.question ?? page.about.title;
  return answerOf(question, page.words("page"), linksOf(page).view, today());
}

/** The figures without the software. @param {Store} page */
export function figuresCited(page) {
  return figuresOf(/** @type {any} */ (page.words("page")), today());
}

/** The Python lines that give this very answer. @param {Store} page */
export function program(page) {
  const { name, parts } = page.about;
  return pythonOf(name, page.choices, page.hub.get("inputs") ?? {}, parts > 1);
}
