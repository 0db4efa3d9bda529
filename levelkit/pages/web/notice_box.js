// What a visitor is told beside the controls.

import { element } from "./dom.js";

/** @param {import("./store.js").Store} page */
export function noticesOf(page) {
  const box = element("div", "lk-notices", "", { role: "status" });
  const say = () => {
    box.replaceChildren(...page.notices.map((text) => element("p", "lk-notice", text)));
  };
  page.on("notices choices details", say);
  say();
  return box;
}
