// A text to read and to copy.

import { button, element, newId } from "./dom.js";

/** @param {string} label @param {string} text */
export function copyField(label, text, rows = 1) {
  const box = element("div", "lk-field lk-copy");
  const id = newId();
  const area = element("textarea", "", text, { readonly: "", rows, id, spellcheck: "false" });
  const said = element("span", "lk-said", "", { role: "status" });
  const copy = button("Copy", async () => {
    area.select();
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      document.execCommand("copy"); // where a page may not use the clipboard by itself
    }
    said.textContent = "Copied";
  });
  copy.setAttribute("aria-label", `Copy: ${label}`);
  box.append(element("label", "", label, { for: id }), area, copy, said);
  return box;
}
