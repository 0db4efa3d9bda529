// The controls: native fields, so that keyboard and screen reader find what they know.

import { ownsAddress } from "./address_bar.js";
import { button, controlBox, element, fitTo, labelled, offer, PHONE } from "./dom.js";
import { pageTools } from "./folds.js";
import { isUnusual, offeredBy } from "./form.js";
import { noticesOf } from "./notice_box.js";
import { Picker } from "./picker.js";
import { Player } from "./player.js";

/**
 * @typedef {import("./types.d.ts").Choice} Choice
 * @typedef {import("./types.d.ts").Choices} Choices
 * @typedef {import("./types.d.ts").MarkControl} MarkControl
 * @typedef {import("./types.d.ts").Place} Place
 * @typedef {import("./store.js").Store} Store
 * @typedef {import("./types.d.ts").Value} Value
 */

const NOTHING = "–"; // the words of a choice that does not arise under the others

/** One field a choice, whose options follow the choices before it. @param {Place} place */
export function renderControls({ el, page }) {
  const box = controlBox("Choices");
  const more = element("details", "lk-advanced");
  const fields = page.form.map((choice) => {
    const change = (/** @type {Value} */ value) => page.choose({ [choice.name]: value });
    return choice.kind === "check" ? checkbox(choice, change) : select(choice, change);
  });
  /** @type {string[]} what a newcomer can do without */
  const advanced = page.about.advanced ?? [];
  const isAdvanced = (/** @type {Choice} */ { name }) => advanced.includes(name);
  const inside = element("div", "lk-controls");
  page.form.forEach((choice, k) => (isAdvanced(choice) ? inside : box).append(fields[k].box));
  more.append(element("summary", "", "Advanced"), inside);
  if (inside.children.length) box.append(more);
  const change = element("details", "lk-change");
  change.open = !matchMedia(PHONE).matches; // there the answer and its chart come first
  change.append(element("summary", "", "Change the choices"), box);
  el.append(change, noticesOf(page));
  // A page of its own has a bar for these.
  if (!ownsAddress()) el.append(pageTools(page));

  const show = () => {
    fields.forEach((field) => field.show(page.choices));
    more.hidden = [...inside.children].every((field) => /** @type {HTMLElement} */ (field).hidden);
    // What is not as usual is not hidden from whoever opens a link.
    if (page.form.some((choice) => isAdvanced(choice) && isUnusual(choice, page.choices))) {
      more.open = true;
    }
  };
  page.on("choices answer", show);
  show();
}

/** @param {Choice} choice @param {(value: Value) => void} change */
function select(choice, change) {
  const control = element("select", "", "", { name: choice.name });
  const { box } = labelled("", choice.label, choice.help, control);
  fitTo(box, Object.values(choice.options).flat().map(([, words]) => words));
  /** @type {[Value, string][]} */
  let offered = [];
  control.addEventListener("change", () => change(offered[control.selectedIndex][0]));
  const show = (/** @type {Choices} */ choices) => {
    offered = offeredBy(choice, choices);
    offer(control, offered.map(([, words]) => words));
    control.selectedIndex = offered.findIndex(([value]) => value === choices[choice.name]);
    control.disabled = offered.length < 2;
    box.hidden = offered.length === 1 && offered[0][1] === NOTHING;
  };
  return { box, show };
}

/** @param {Choice} choice @param {(value: Value) => void} change */
function checkbox(choice, change) {
  const control = element("input", "", "", { type: "checkbox", name: choice.name });
  const { box, tag } = labelled("lk-check", choice.label, choice.help, control);
  box.prepend(control);
  control.addEventListener("change", () => change(control.checked));
  const show = (/** @type {Choices} */ choices) => {
    const offered = offeredBy(choice, choices);
    tag.textContent = offered.find(([value]) => value === true)?.[1] ?? choice.label;
    control.checked = choices[choice.name] === true;
    control.disabled = offered.length < 2;
  };
  return { box, show };
}

/** What is marked in the charts; answered in the browser alone. @param {Place} place */
export function renderMarks({ el, page }) {
  const box = controlBox("Marks in the charts");
  const fields = page.marksForm.map((mark) =>
    mark.kind === "slider" ? slider(mark, page) : markSelect(mark, page)
  );
  box.append(...fields.map((field) => field.box));
  el.append(box);
  const show = () => fields.forEach((field) => field.show());
  page.on("marks answer", show);
  show();
}

/** @param {MarkControl} mark @param {Store} page */
function markSelect({ name, label, help }, page) {
  const picker = new Picker({ label, help, name }, (k) => {
    page.mark({ [name]: page.offered[name][k] });
  });
  const show = () => {
    const offered = page.offered[name];
    picker.show(offered.map(String), offered.indexOf(page.marks[name]));
  };
  return { box: picker.box, show };
}

/** @param {MarkControl} mark @param {Store} page */
function slider({ name, label, help }, page) {
  const control = element("input", "", "", { type: "range", name, min: 0, step: 1 });
  const { box } = labelled("lk-slider", label, help, control);
  const readout = element("output", "lk-readout", "", { for: control.id });
  const go = (/** @type {number} */ k) => page.mark({ [name]: page.offered[name][k] });
  const player = new Player({
    last: () => page.offered[name].length - 1,
    at: () => page.offered[name].indexOf(page.marks[name]),
    go,
    changed: () => play.textContent = player.playing ? "Pause" : "Play",
  });
  page.player = player;
  const play = button("Play", player.toggle);
  play.setAttribute("aria-describedby", control.id);
  box.append(readout, play);
  control.addEventListener("input", () => {
    player.stop();
    go(Number(control.value));
  });
  page.on("choices", () => player.stop());
  const show = () => {
    const values = page.offered[name];
    control.max = String(values.length - 1);
    control.value = String(values.indexOf(page.marks[name]));
    control.disabled = play.disabled = values.length < 2;
    const shown = String(page.marks[name]);
    control.setAttribute("aria-valuetext", shown);
    readout.textContent = shown;
  };
  return { box, show };
}
