// Words that were written, and escaped, in Python.

import { copyField } from "./copy_field.js";
import { element, PHONE } from "./dom.js";
import { explainTerms } from "./glossary.js";

/** @param {import("./types.d.ts").Place} place */
export function renderHtml({ model, el, page }) {
  const box = element("div", `lk-html lk-part-${model.get("name")}`);
  el.append(box);
  let shown = "";
  const show = () => {
    const { html = "" } = page.words(model.get("name"));
    if (html === shown) return;
    const before = box.querySelector("details")?.open;
    box.innerHTML = html; // escaped where it was written, in Python
    const fold = box.querySelector("details");
    // On a phone the chart comes before the numbers; what a visitor has opened stays open.
    if (fold) fold.open = before ?? (fold.open && !matchMedia(PHONE).matches);
    for (const area of box.querySelectorAll("textarea")) {
      if (area.dataset.copy) area.replaceWith(copyField(area.dataset.copy, area.value, 8));
    }
    explainTerms(box);
    shown = html;
  };
  page.on("answer", show);
  show();
}
