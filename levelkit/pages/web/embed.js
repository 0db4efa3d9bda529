// A page in a frame of another one: the claim above its chart, and the height that it takes.

import { element } from "./dom.js";
import { linksOf } from "./view.js";

/** @typedef {import("./store.js").Store} Store */

/** @param {Store} store */
export function startEmbedding(store) {
  const page = document.getElementById("rendered_cells");
  if (!page) return;
  const link = element("a", "", store.about.question ?? store.about.title, {
    target: "_blank",
    rel: "noopener",
  });
  const heading = element("p", "lk-embed-title");
  heading.append(link, " levelkit");
  const sizes = new ResizeObserver(() => {
    parent.postMessage(
      { levelkitHeight: Math.ceil(page.getBoundingClientRect().bottom + scrollY) },
      "*",
    );
  });
  const apply = () => {
    if (store.mode !== "embed") {
      heading.remove();
      sizes.disconnect();
      return;
    }
    link.setAttribute("href", linksOf(store).view);
    page.prepend(heading);
    if (parent !== globalThis.self) sizes.observe(page);
  };
  store.on("mode answer marks", apply);
  apply();
}
