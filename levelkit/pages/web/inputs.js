// Inputs: what a visitor gives that is not finite (a visitor's file, weights, names left out). A kernel
// answers them; a page of plain files shows them at rest and says where they work.

const MOST_BYTES = 2_000_000; // of a visitor's file: a table of figures, not a data store

export function renderInput({ model, el, page }) {
  const one = page.hub.get("inputs_form").find(({ name }) => name === model.get("name"));
  const box = element("form", `lk-controls lk-input lk-input-${one.kind}`, "", { "aria-label": one.label });
  box.addEventListener("submit", (event) => event.preventDefault());
  const fields = element("fieldset", "lk-input-fields");
  fields.disabled = !page.live;
  fields.append(element("legend", "", one.label));
  if (one.help) fields.append(element("p", "lk-input-help", one.help));
  const said = element("p", "lk-input-said", "", { role: "alert" });
  const refuse = (text) => { said.textContent = text ?? ""; said.hidden = !text; };
  const show = { names: askNames, weights: askWeights, file: askFile }[one.kind](one, page, fields, refuse);
  box.append(fields, said);
  if (!page.live) box.append(liveNote(page));
  el.append(box);
  // What was wrong with the file before says nothing of the one that is being read.
  const update = () => { show(); refuse(page.answered ? page.hub.get("refused")?.[one.name] : ""); };
  page.on("inputs answer", update);
  update();
}

function liveNote(page) {
  const note = element("p", "lk-input-live", "This works where a kernel runs: open ");
  if (page.about.share) note.append(element("a", "", "this page as a live app", { href: linksOf(page).binder }), ", or ");
  note.append("run it yourself with “make apps”.");
  return note;
}

/** Names on a list, each with a button that takes it off; charts add and take off by a click. */
function askNames(one, page, fields) {
  const control = element("select");
  const { box } = labelled("lk-mark", `${one.label}: add`, "", control);
  const list = element("ul", "lk-input-names");
  fields.append(box, list);
  control.addEventListener("change", () => page.toggle(one.name, control.value));
  let shown = "";
  return () => {
    const options = page.words(one.name).options ?? []; // pairs of value and words
    const given = page.input(one.name) ?? [];
    const wanted = JSON.stringify([given, options]);
    if (wanted === shown) return; // a list that is open stays as it is
    shown = wanted;
    const rest = options.filter(([value]) => !given.includes(value));
    control.replaceChildren(element("option", "", given.length ? "another one …" : "none", { value: "" }),
      ...rest.map(([value, words]) => element("option", "", words, { value })));
    const wordsOf = Object.fromEntries(options);
    list.replaceChildren(...given.map((value) => {
      const item = element("li");
      const off = button("×", () => page.toggle(one.name, value));
      off.setAttribute("aria-label", `Take ${wordsOf[value] ?? value} off the list`);
      item.append(wordsOf[value] ?? value, " ", off);
      return item;
    }));
  };
}

/** One slider a name; beside it the share that it has in all. */
function askWeights(one, page, fields) {
  let sliders = [];
  const values = () => Object.fromEntries(sliders.map(({ value, control }) => [value, Number(control.value) / 100]));
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
  fields.append(list, button("Equal weights", () => page.give(one.name, null)));
  const build = (options) => {
    sliders = options.map(([value, words]) => {
      const control = element("input", "", "", { type: "range", min: 0, max: 100, step: 5 });
      const { box } = labelled("lk-slider", words, "", control);
      const readout = element("output", "lk-readout", "", { for: control.id });
      box.append(readout);
      control.addEventListener("input", () => { read(); page.give(one.name, values()); });
      return { value, control, readout, box };
    });
    list.replaceChildren(...sliders.map(({ box }) => box));
  };
  return () => {
    const options = page.words(one.name).options ?? []; // value, words, weight
    if (options.map(([value]) => value).join("|") !== sliders.map(({ value }) => value).join("|")) build(options);
    const given = page.input(one.name) ?? {};
    sliders.forEach(({ value, control }, k) => {
      if (document.activeElement === control && page.input(one.name)) return; // a hand is on it
      control.value = Math.round(100 * (given[value] ?? options[k][2] ?? 0.5));
    });
    read();
  };
}

/** A file of the visitor's, read in the browser and sent to the kernel as text. */
function askFile(one, page, fields, refuse) {
  const control = element("input", "", "", { type: "file", accept: ".csv,text/csv" });
  const { box } = labelled("lk-file", "Choose a CSV file", "", control);
  const back = button("Back to our figures", () => { control.value = ""; page.give(one.name, null); });
  const now = element("p", "lk-input-now", "", { role: "status" });
  fields.append(box, back, now);
  control.addEventListener("change", async () => {
    const [file] = control.files;
    if (!file) return;
    if (file.size > MOST_BYTES) {
      refuse(`${file.name} has ${(file.size / 1e6).toFixed(1)} MB; a table of at most 2 MB is read.`);
      return;
    }
    page.give(one.name, { name: file.name, text: await file.text() });
    control.value = ""; // the same file, mended, can be chosen again
  });
  return () => {
    const given = page.input(one.name);
    const refused = page.hub.get("refused")?.[one.name];
    const shown = page.inputInEffect(one.name);
    back.hidden = !given;
    now.textContent = given && !page.answered ? `Reading ${given.name} …`
      : given && refused ? `${given.name} could not be used. Shown: our figures.`
        : `Shown: ${shown ? shown.name : "our figures"}.`;
  };
}

/** Inputs as they stand in an address: a file stays on its disk. */
function inputText(kind, value) {
  if (kind === "names") return value.join("|");
  return Object.entries(value).map(([name, weight]) => `${name}:${weight}`).join("|");
}

function inputFrom(kind, text) {
  const parts = text.split("|").filter(Boolean);
  if (kind === "names") return parts;
  return Object.fromEntries(parts.map((part) => {
    const cut = part.lastIndexOf(":");
    return [part.slice(0, cut), Math.min(1, Math.max(0, Number(part.slice(cut + 1)) || 0))];
  }));
}

/** Inputs in effect, in words: for files that are taken away. */
function inputsInWords(page) {
  return (page.hub.get("inputs_form") ?? []).map(({ name, label, kind }) => [label, kind, page.inputInEffect(name)])
    .filter(([, , value]) => value)
    .map(([label, kind, value]) => [label.toLowerCase(),
      kind === "file" ? value.name : inputText(kind, value).replaceAll("|", "; ")]);
}
