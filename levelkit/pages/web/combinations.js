// Charts of all combinations: a mark is a combination of choices, and a way to it.

import { renderChart } from "./chart.js";
import { button, element, newId } from "./dom.js";
import { sameChoices } from "./form.js";
import { rowsOf } from "./rows.js";

/**
 * @typedef {import("./types.d.ts").Choices} Choices
 * @typedef {import("./types.d.ts").Place} Place
 */

/** @param {Place} place @returns {{ combinations: Choices[], current: () => number }} */
function combinationsOf({ model, page }) {
  const combinations = rowsOf(model.get("options").choices);
  return {
    combinations,
    current: () => combinations.findIndex((choices) => sameChoices(choices, page.choices)),
  };
}

/** All rankings in one picture; a click on a cell chooses its combination. @param {Place} place */
export async function renderPlaces(place) {
  const { model, page } = place;
  const { combinations, current } = combinationsOf(place);
  const outline = () => {
    page.ownSignals[model.get("name")] = { current: current() };
  };
  outline();
  page.on("answer", outline); // before the chart hears of the answer and repaints
  const chart = await renderChart(place);
  chart.view.addEventListener("click", (/** @type {any} */ _, /** @type {any} */ item) => {
    const choices = combinations[item?.datum?.at];
    if (choices) page.choose(choices);
  });
  return chart;
}

/**
 * The specification curve, and below it a slider and a button that do by keyboard what a click does.
 * @param {Place} place
 */
export async function renderCurve(place) {
  const { model, page } = place;
  const el = element("details", "lk-more");
  el.append(element("summary", "", "Every way of measuring, one by one"));
  place.el.append(el);
  const { combinations, current } = combinationsOf(place);
  const name = model.get("name");
  let pointed = Math.max(0, current());
  const setSignals = () => {
    page.ownSignals[name] = { current: current(), pointed };
  };
  setSignals();
  const chart = await renderChart({ ...place, el });

  const box = element("div", "lk-controls lk-walk");
  const id = newId();
  const last = combinations.length - 1;
  const walk = element("input", "", "", { type: "range", min: 0, max: last, step: 1, id });
  const field = element("div", "lk-field lk-slider");
  const readout = element("output", "lk-walk-words", "", { for: id });
  field.append(element("label", "", "Step through every version", { for: id }), walk);
  const choose = () => {
    page.choose(combinations[pointed]);
    document.querySelector(".lk-main")?.scrollIntoView(); // what it changes stands further up
  };
  const take = button("Show this version", choose);
  box.append(field, take, readout);
  el.append(box);

  const show = () => {
    setSignals();
    chart.repaint(chart.setAll);
    const { words } = page.rows("curve")[pointed];
    walk.value = String(pointed);
    walk.setAttribute("aria-valuetext", words);
    readout.textContent = `${pointed + 1} of ${combinations.length}: ${words}`;
    take.disabled = pointed === current();
  };
  walk.addEventListener("input", () => {
    pointed = Number(walk.value);
    show();
  });
  chart.view.addEventListener("click", (/** @type {any} */ _, /** @type {any} */ item) => {
    if (item?.datum?.at === undefined) return;
    pointed = item.datum.at;
    choose();
  });
  page.on("answer", () => {
    if (current() >= 0) pointed = current();
    show();
  });
  show();
  return chart;
}
