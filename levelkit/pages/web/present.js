// Lecture mode: one chart and the answer in large type; arrow keys step through prepared views.

import { button, element } from "./dom.js";
import { sameChoices } from "./form.js";

/**
 * @typedef {import("./types.d.ts").Choices} Choices
 * @typedef {import("./store.js").Store} Store
 * @typedef {{ label: string, choices: Choices, marks: Choices }} View
 */

const NEXT = ["ArrowRight", "ArrowDown", "PageDown", " ", "Enter"];
const BACK = ["ArrowLeft", "ArrowUp", "PageUp", "Backspace"];

const ROOM = 360; // pixels for what stands beside the chart, until it is measured
const LEAST = 320; // pixels of height that a chart needs
const GAP = 8;
const IDLE = 2500; // milliseconds after which a pointer that rests is hidden

/** @type {WeakSet<Store>} a notebook may show the controls twice */
const presented = new WeakSet();

/** @param {Store} page */
export function startPresenting(page) {
  if (presented.has(page)) return;
  presented.add(page);
  /** @type {View[]} */
  const views = page.about.views ?? [];
  const at = () =>
    views.findIndex((view) =>
      sameChoices(view.choices, page.choices) &&
      Object.entries(view.marks).every(([name, value]) => page.marks[name] === value)
    );
  /** @type {ReturnType<typeof barOf> | null} */
  let bar = null;
  let last = 0;
  /** @type {{ choices: Choices, marks: Choices } | null} what the visitor looked at before */
  let own = null;
  const go = (/** @type {number} */ k) => {
    page.player?.stop();
    last = Math.max(0, Math.min(views.length - 1, k));
    page.choose(views[last].choices, { marks: views[last].marks });
    show();
  };
  const step = (/** @type {1 | -1} */ by) => go((at() < 0 ? last - (by > 0 ? 1 : 0) : at()) + by);
  const show = () => {
    if (!bar) return;
    const k = at();
    if (k >= 0) last = k;
    bar.label.textContent = k < 0 ? "A view of your own" : views[k].label;
    bar.count.textContent = k < 0 ? `– of ${views.length}` : `${k + 1} of ${views.length}`;
  };
  const onKey = (/** @type {KeyboardEvent} */ event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || takesKey(event)) return;
    if (event.key === "Escape") page.setMode("");
    else if (NEXT.includes(event.key)) step(1);
    else if (BACK.includes(event.key)) step(-1);
    else if (event.key === "Home") go(0);
    else if (event.key === "End") go(views.length - 1);
    else if (event.key.toLowerCase() === "p" && page.player) page.player.toggle();
    else return;
    event.preventDefault();
  };
  // The page as it opens is the first view, but for what the view marks.
  const begin = () => {
    own = { choices: page.choices, marks: page.marks };
    const k = views.findIndex((view) => sameChoices(view.choices, page.choices));
    if (at() < 0 && k >= 0 && page.unmarked) {
      page.choose({}, { marks: views[k].marks, push: false });
    }
  };
  const end = () => {
    if (own) page.choose(own.choices, { marks: own.marks });
    own = null;
  };
  const pointer = hideWhenIdle(() => {
    for (const chart of Object.values(page.charts)) chart.repaint(() => chart.set("hover", ""));
  });
  const apply = () => {
    const present = page.mode === "present";
    document.body.classList.toggle("lk-present", present);
    document.body.classList.toggle("lk-embed", page.mode === "embed");
    if (present && !bar) {
      const plays = page.marksForm.some(({ kind }) => kind === "slider");
      bar = barOf(step, () => page.setMode(""), plays ? () => page.player?.toggle() : null);
      document.body.append(bar.box);
      document.addEventListener("keydown", onKey);
      pointer.watch();
      begin();
      show();
      fit();
    } else if (!present && bar) {
      bar.box.remove();
      bar = null;
      document.removeEventListener("keydown", onKey);
      pointer.leave();
      end();
    }
  };
  // The chart takes what the screen has left beside its words, which may change with the view.
  let beside = 0;
  page.fillHeight = (name) =>
    page.mode === "present" && name === page.about.main
      ? Math.max(LEAST, innerHeight - (beside || ROOM))
      : null;
  const fit = () => {
    if (!bar) return;
    const canvas = document.querySelector(
      `.lk-main .lk-figure-${page.about.main} .lk-chart-canvas`,
    );
    const box = canvas?.closest(".lk-main");
    if (!(box instanceof HTMLElement) || !(canvas instanceof HTMLElement)) {
      setTimeout(fit, 100); // the page is still coming
      return;
    }
    sizes.observe(box);
    const words = box.offsetTop + box.offsetHeight - canvas.offsetHeight;
    const room = Math.ceil(words + bar.box.offsetHeight) + GAP;
    if (Math.abs(room - beside) < 2) return;
    beside = room;
    page.emit("mode");
  };
  const sizes = new ResizeObserver(fit);
  page.on("mode", apply);
  page.on("answer marks", show);
  page.on("mode", fit);
  addEventListener("resize", () => {
    if (bar) page.emit("mode");
  });
  apply();
}

/** A pointer that rests is no part of a lecture: it hides, and points at nothing. @param {() => void} rested */
function hideWhenIdle(rested) {
  let at = "";
  /** @type {ReturnType<typeof setTimeout> | undefined} */ let timer;
  const moved = (/** @type {PointerEvent} */ event) => {
    const now = `${event.screenX} ${event.screenY}`;
    if (now === at) return; // what moved is the page below it
    at = now;
    document.body.classList.remove("lk-idle");
    clearTimeout(timer);
    timer = setTimeout(() => {
      document.body.classList.add("lk-idle");
      rested();
    }, IDLE);
  };
  return {
    watch: () => document.addEventListener("pointermove", moved),
    leave: () => {
      document.removeEventListener("pointermove", moved);
      clearTimeout(timer);
      document.body.classList.remove("lk-idle");
    },
  };
}

/** Whether what has the focus takes the key itself. @param {KeyboardEvent} event */
function takesKey({ target, key }) {
  if (!(target instanceof HTMLElement)) return false;
  if (!target.closest("button, select, input, textarea, dialog")) return false;
  return key === " " || key === "Enter" || target.matches("select, input, textarea");
}

/** @param {(by: 1 | -1) => void} step @param {() => void} leave @param {(() => void) | null} play */
function barOf(step, leave, play) {
  const box = element("nav", "lk-present-bar", "", { "aria-label": "Lecture" });
  const label = element("strong", "lk-present-label", "", { "aria-live": "polite" });
  const count = element("span", "lk-present-count");
  const back = button("◀", () => step(-1));
  const next = button("▶", () => step(1));
  back.setAttribute("aria-label", "Previous view");
  next.setAttribute("aria-label", "Next view");
  box.append(label, count, ...(play ? [button("Play or pause (P)", play)] : []), back, next);
  box.append(button("Leave (Esc)", leave));
  return { box, label, count };
}
