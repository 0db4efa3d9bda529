// Inputs: what a visitor gives that is not finite (a visitor's file, weights, names left out). A kernel
// answers them; a page of plain files shows them at rest and says where they work.

import { inputText } from "./address.js";
import { button, controlBox, element, labelled, newKey } from "./dom.js";
import { askNumber } from "./number_input.js";
import { Picker } from "./picker.js";
import { decoded, isBinary } from "./text_file.js";
import { linksOf } from "./view.js";

/**
 * @typedef {import("./types.d.ts").InputControl} InputControl
 * @typedef {import("./types.d.ts").Place} Place
 * @typedef {import("./store.js").Store} Store
 * @typedef {(text?: string) => void} Refuse
 */

const MOST_BYTES = 2_000_000; // of a visitor's file: a table of figures, not a data store

/** @type {Record<string, (input: InputControl, page: Store, fields: HTMLElement, refuse: Refuse) => () => void>} */
const ASK = { names: askNames, weights: askWeights, number: askNumber, file: askFile };

/** @param {Place} place */
export function renderInput({ model, el, page }) {
  const input = page.inputsForm.find(({ name }) => name === model.get("name"));
  if (!input) throw new Error(`no input is called ${model.get("name")}`);
  const box = controlBox(input.label, `lk-input lk-input-${input.kind}`);
  const fields = element("fieldset", "lk-input-fields");
  const works = page.live || page.workings.answers(input.name);
  fields.disabled = !works;
  fields.append(element("legend", "", input.label));
  if (input.help) fields.append(element("p", "lk-input-help", input.help));
  const said = element("p", "lk-input-said", "", { role: "alert" });
  /** @type {Refuse} */
  const refuse = (text = "") => {
    said.textContent = text;
    said.hidden = !text;
  };
  const show = ASK[input.kind](input, page, fields, refuse);
  box.append(fields, said);
  if (!works) box.append(liveNote(page));
  const note = page.workings.note(input.name);
  if (note) box.append(element("p", "lk-input-live", note));
  el.append(box);
  const update = () => {
    show();
    // What was wrong with the file before says nothing of the one that is being read.
    refuse(page.answered ? page.hub.get("refused")?.[input.name] : "");
  };
  page.on("inputs answer", update);
  update();
}

/** @param {Store} page */
function liveNote(page) {
  const note = element("p", "lk-input-live", "This works where a kernel runs: open ");
  if (page.about.share) {
    note.append(
      element("a", "", "this page as a live app", { href: linksOf(page).binder }),
      ", or ",
    );
  }
  note.append("run it yourself with “make apps”.");
  return note;
}

/**
 * Names on a list, each with a button that takes it off; charts add and take off by a click.
 * @param {InputControl} input
 * @param {Store} page
 * @param {HTMLElement} fields
 */
function askNames({ name, label }, page, fields) {
  /** @type {[string, string][]} */
  let rest = [];
  const picker = new Picker(
    { label: `${label}: add`, nothing: "none" },
    (k) => page.toggle(name, rest[k][0]),
  );
  const list = element("ul", "lk-input-names");
  fields.append(picker.box, list);
  let shown = "";
  return () => {
    /** @type {[string, string][]} pairs of value and words */
    const options = page.words(name).options ?? [];
    /** @type {string[]} */
    const given = page.input(name) ?? [];
    const wanted = JSON.stringify([given, options]);
    if (wanted === shown) return; // a list that is open stays as it is
    shown = wanted;
    rest = options.filter(([value]) => !given.includes(value));
    picker.show(rest.map(([, words]) => words), -1, given.length ? "another one …" : "none");
    const wordsOf = Object.fromEntries(options);
    list.replaceChildren(...given.map((value) => {
      const item = element("li");
      const off = button("×", () => page.toggle(name, value));
      off.setAttribute("aria-label", `Take ${wordsOf[value] ?? value} off the list`);
      item.append(wordsOf[value] ?? value, " ", off);
      return item;
    }));
  };
}

/**
 * One slider a name; beside it the share that it has in all.
 * @param {InputControl} input
 * @param {Store} page
 * @param {HTMLElement} fields
 */
function askWeights({ name }, page, fields) {
  /** @type {{ value: string, control: HTMLInputElement, readout: HTMLElement, box: HTMLElement }[]} */
  let sliders = [];
  const values = () =>
    Object.fromEntries(sliders.map(({ value, control }) => [value, Number(control.value) / 100]));
  const read = () => {
    const given = values();
    const whole = Object.values(given).reduce((sum, weight) => sum + weight, 0);
    for (const { value, control, readout } of sliders) {
      const share = whole ? `${Math.round((100 * given[value]) / whole)}%` : "–";
      readout.textContent = share;
      control.setAttribute("aria-valuetext", `${share} of all weight`);
    }
  };
  const list = element("div", "lk-controls");
  fields.append(list, button("Equal weights", () => page.give(name, null)));
  const build = (/** @type {[string, string][]} */ options) => {
    sliders = options.map(([value, words]) => {
      const control = element("input", "", "", { type: "range", min: 0, max: 100, step: 5 });
      const { box } = labelled("lk-slider", words, "", control);
      const readout = element("output", "lk-readout", "", { for: control.id });
      box.append(readout);
      control.addEventListener("input", () => {
        read();
        page.give(name, values());
      });
      return { value, control, readout, box };
    });
    list.replaceChildren(...sliders.map(({ box }) => box));
  };
  return () => {
    /** @type {[string, string, number][]} value, words, weight */
    const options = page.words(name).options ?? [];
    const names = (/** @type {string[]} */ list) => list.join("|");
    if (names(options.map(([value]) => value)) !== names(sliders.map(({ value }) => value))) {
      build(options.map(([value, words]) => [value, words]));
    }
    const given = page.input(name) ?? {};
    sliders.forEach(({ value, control }, k) => {
      if (document.activeElement === control && page.input(name)) return; // a hand is on it
      control.value = String(Math.round(100 * (given[value] ?? options[k][2] ?? 0.5)));
    });
    read();
  };
}

/**
 * A file of the visitor's, read in the browser and sent to the kernel as text.
 * @param {InputControl} input
 * @param {Store} page
 * @param {HTMLElement} fields
 * @param {Refuse} refuse
 */
function askFile({ name }, page, fields, refuse) {
  const control = element("input", "", "", { type: "file", accept: ".csv,.tsv,.txt,text/*" });
  const { box } = labelled("lk-file", "Choose a CSV file", "", control);
  const back = button("Back to our figures", () => {
    control.value = "";
    page.give(name, null);
  });
  const now = element("p", "lk-input-now", "", { role: "status" });
  let readAs = ""; // how a file was read that is no UTF-8
  fields.append(box, back, now);
  control.addEventListener("change", async () => {
    const file = control.files?.[0];
    if (!file) return;
    if (file.size > MOST_BYTES) {
      const size = (file.size / 1e6).toFixed(1);
      refuse(`${file.name} has ${size} MB; a table of at most 2 MB is read.`);
      return;
    }
    const content = await file.arrayBuffer();
    if (isBinary(content)) {
      refuse(`${file.name} is no text. Save the table as CSV and choose that file.`);
      return;
    }
    const { text, encoding } = decoded(content);
    readAs = encoding === "UTF-8" ? "" : `, read as ${encoding}`;
    page.give(name, { name: file.name, text, id: newKey() });
    control.value = ""; // the same file, mended, can be chosen again
  });
  return () => {
    const given = page.input(name);
    const refused = page.hub.get("refused")?.[name];
    const shown = page.inputInEffect(name);
    back.hidden = !given;
    now.textContent = given && !page.answered
      ? `Reading ${given.name} …`
      : given && refused
      ? `${given.name} could not be used. Shown: our figures.`
      : `Shown: ${shown ? shown.name + readAs : "our figures"}.`;
  };
}

/** Inputs in effect, in words: for files that are taken away. @param {Store} page @returns {[string, string][]} */
export function inputsInWords(page) {
  return page.inputsForm
    .filter(({ name }) => page.inputInEffect(name))
    .map(({ name, label, kind }) => {
      const value = page.inputInEffect(name);
      const words = kind === "file" ? value.name : inputText(kind, value).replaceAll("|", "; ");
      return [label.toLowerCase(), words];
    });
}
