// Words that were written, and escaped, in Python.

export function renderHtml({ model, el, page }) {
  const box = element("div", `lk-html lk-part-${model.get("name")}`);
  el.append(box);
  // Escaped where it was written, in Python.
  const show = () => { box.innerHTML = page.words(model.get("name")).html ?? ""; };
  page.on("answer", show);
  show();
}
