// A text to read and to copy.

import { button, element, newId } from "./dom.js";

/** @param {string} text */
async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Where a page may not use the clipboard by itself.
    const area = element("textarea", "", text);
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
}

/** A button that copies the answer as it stands now. @param {() => string} textOf */
export function copyAnswer(textOf) {
  const words = "Copy this answer";
  const made = button(words, async () => {
    await copy(textOf());
    made.textContent = "Copied";
    setTimeout(() => made.textContent = words, 2000);
  });
  made.classList.add("lk-copy-answer");
  made.setAttribute("aria-live", "polite");
  return made;
}

/** @param {string} label @param {string} text */
export function copyField(label, text, rows = 1) {
  const box = element("div", "lk-field lk-copy");
  const id = newId();
  const area = element("textarea", "", text, { readonly: "", rows, id, spellcheck: "false" });
  const said = element("span", "lk-said", "", { role: "status" });
  const copier = button("Copy", async () => {
    area.select();
    await copy(text);
    said.textContent = "Copied";
  });
  copier.setAttribute("aria-label", `Copy: ${label}`);
  box.append(element("label", "", label, { for: id }), area, copier, said);
  return box;
}
