// The view that is shown, as others can have it: links, a citation, a program.

import { ownsAddress } from "./address_bar.js";
import { citationOf, pythonOf } from "./citation.js";

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

/** @param {Store} page @param {"apa" | "bibtex"} kind */
export function citation(page, kind) {
  const accessed = new Date().toISOString().slice(0, 10);
  return citationOf(page.about.share, kind, page.words("page"), linksOf(page).view, accessed);
}

/** The Python lines that give this very answer. @param {Store} page */
export function program(page) {
  const { name, parts } = page.about;
  return pythonOf(name, page.choices, page.hub.get("inputs") ?? {}, parts > 1);
}
