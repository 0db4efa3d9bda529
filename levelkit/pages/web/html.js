// Words that were written, and escaped, in Python.

import { copyField } from "./copy_field.js";
import { element } from "./dom.js";

/** @param {import("./types.d.ts").Place} place */
export function renderHtml({ model, el, page }) {
  const box = element("div", `lk-html lk-part-${model.get("name")}`);
  el.append(box);
  let shown = "";
  const show = () => {
    const { html = "" } = page.words(model.get("name"));
    if (html === shown) return;
    const open = box.querySelector("details")?.open;
    box.innerHTML = html; // escaped where it was written, in Python
    if (open) box.querySelector("details")?.setAttribute("open", "");
    for (const area of box.querySelectorAll("textarea")) {
      if (area.dataset.copy) area.replaceWith(copyField(area.dataset.copy, area.value, 8));
    }
    shown = html;
  };
  page.on("answer", show);
  show();
}
