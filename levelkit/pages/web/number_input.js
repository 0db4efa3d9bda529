// A number without steps: a slider that moves by ratios, and a box for who knows it.

import { button, element, labelled } from "./dom.js";

/** @typedef {import("./types.d.ts").InputControl} InputControl */

const STOPS = 1000; // of the slider: more than a hand can tell

/** Where a number stands on the slider. @param {number} value @param {number} low @param {number} high */
export function stopOf(value, low, high) {
  return Math.round(STOPS * Math.log(value / low) / Math.log(high / low));
}

/** The number of a stop, with two digits that count. @param {number} stop @param {number} low @param {number} high */
export function numberAt(stop, low, high) {
  const value = low * (high / low) ** (stop / STOPS);
  return Math.min(high, Math.max(low, Number(value.toPrecision(2))));
}

/**
 * @param {InputControl} input
 * @param {import("./store.js").Store} page
 * @param {HTMLElement} fields
 * @param {(text?: string) => void} refuse
 */
export function askNumber({ name, label, low = 0, high = 1 }, page, fields, refuse) {
  const slider = element("input", "", "", { type: "range", min: 0, max: STOPS, step: 1 });
  const box = element("input", "", "", { type: "number", min: low, max: high, step: "any" });
  const row = element("div", "lk-controls");
  row.append(
    labelled("lk-slider", "Slide", "", slider).box,
    labelled("lk-number", "or type a number", "", box).box,
  );
  fields.append(row, button("As chosen above", () => page.give(name, null)));
  slider.setAttribute("aria-label", label);
  box.setAttribute("aria-label", `${label}: type a number`);
  slider.addEventListener("input", () => {
    const value = numberAt(Number(slider.value), low, high);
    box.value = String(value);
    page.give(name, value);
  });
  box.addEventListener("change", () => {
    const value = box.value === "" ? NaN : Number(box.value);
    if (value >= low && value <= high) page.give(name, value);
    else refuse(`A number from ${low} to ${high} is needed.`);
  });
  return () => {
    const value = page.input(name);
    if (document.activeElement !== box) box.value = value === undefined ? "" : String(value);
    if (document.activeElement === slider && value !== undefined) return; // a hand is on it
    slider.value = String(value === undefined ? STOPS : stopOf(value, low, high));
    slider.setAttribute("aria-valuetext", value === undefined ? "as chosen above" : String(value));
  };
}
