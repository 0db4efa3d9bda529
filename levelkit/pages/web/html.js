// Words that were written, and escaped, in Python.

export function renderHtml({ model, el, page }) {
  const box = element("div", `lk-html lk-part-${model.get("name")}`);
  el.append(box);
  let shown = "";
  const show = () => {
    const { html = "" } = page.words(model.get("name"));
    if (html !== shown) box.innerHTML = html; // escaped where it was written, in Python
    shown = html;
  };
  page.on("answer", show);
  show();
}
