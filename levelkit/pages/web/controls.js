// The controls: native fields, so that keyboard and screen reader find what they know.

const NOTHING = "–"; // the words of a choice that does not arise under the others

/** One field a choice, whose options follow the choices before it. */
export function renderControls({ model, el, page }) {
  const box = element("form", "lk-controls", "", { "aria-label": "Choices" });
  box.addEventListener("submit", (event) => event.preventDefault());
  const notices = element("div", "lk-notices", "", { role: "status" });
  const fields = page.form.map((choice) => fieldOf(choice, page));
  box.append(...fields.map((field) => field.box));
  const tools = element("div", "lk-page-tools");
  if (page.about.views?.length) tools.append(button("Present", () => page.setMode("present")));
  if (page.about.share) tools.append(button("Share and take away", () => openShare(page)));
  el.append(box, tools, notices);

  const show = () => fields.forEach((field) => field.show(page.choices));
  page.on("choices answer", show);
  const say = () => notices.replaceChildren(...page.notices.map((text) => element("p", "lk-notice", text)));
  page.on("notices choices", say);
  show();
  say();
  startPresenting(page);
}

function fieldOf(choice, page) {
  const change = (value) => page.choose({ [choice.name]: value });
  return choice.kind === "check" ? checkbox(choice, change) : select(choice, change);
}

function labelled(className, label, help, control) {
  const box = element("div", `lk-field ${className}`);
  control.id = newId();
  const tag = element("label", "", label, { for: control.id });
  if (help) control.title = help;
  box.append(tag, control);
  return { box, tag };
}

function select(choice, change) {
  const control = element("select", "", "", { name: choice.name });
  const { box } = labelled(`lk-${choice.name.replaceAll("_", "-")}`, choice.label, choice.help, control);
  let offered = [];
  control.addEventListener("change", () => change(offered[control.selectedIndex][0]));
  const show = (made) => {
    offered = offeredBy(choice, made);
    offer(control, offered.map(([, words]) => words));
    control.selectedIndex = offered.findIndex(([value]) => value === made[choice.name]);
    control.disabled = offered.length < 2;
    box.hidden = offered.length === 1 && offered[0][1] === NOTHING;
  };
  return { box, show };
}

/** New options only where they differ: a list that is open stays as it is. */
function offer(control, texts) {
  if (texts.length === control.options.length
      && texts.every((text, k) => control.options[k].text === text)) return;
  control.replaceChildren(...texts.map((text) => element("option", "", text)));
}

function checkbox(choice, change) {
  const control = element("input", "", "", { type: "checkbox", name: choice.name });
  const { box, tag } = labelled("lk-check", choice.label, choice.help, control);
  box.prepend(control);
  control.addEventListener("change", () => change(control.checked));
  const show = (made) => {
    const offered = offeredBy(choice, made);
    tag.textContent = offered.find(([value]) => value === true)?.[1] ?? choice.label;
    control.checked = made[choice.name] === true;
    control.disabled = offered.length < 2;
  };
  return { box, show };
}

/** What is marked in the charts; answered in the browser alone. */
export function renderMarks({ el, page }) {
  const box = element("form", "lk-controls", "", { "aria-label": "Marks in the charts" });
  box.addEventListener("submit", (event) => event.preventDefault());
  const fields = page.hub.get("marks_form").map((one) =>
    (one.kind === "slider" ? slider(one, page) : markSelect(one, page)));
  box.append(...fields.map((field) => field.box));
  el.append(box);
  const show = () => fields.forEach((field) => field.show());
  page.on("marks answer", show);
  show();
}

function markSelect(one, page) {
  const control = element("select", "", "", { name: one.name });
  const { box } = labelled("lk-mark", one.label, one.help, control);
  control.addEventListener("change", () =>
    page.mark({ [one.name]: page.offered[one.name][control.selectedIndex] }));
  const show = () => {
    offer(control, page.offered[one.name].map(String));
    control.selectedIndex = page.offered[one.name].indexOf(page.marks[one.name]);
  };
  return { box, show };
}

function slider(one, page) {
  const control = element("input", "", "", { type: "range", name: one.name, min: 0, step: 1 });
  const { box } = labelled("lk-slider", one.label, one.help, control);
  const readout = element("output", "lk-readout", "", { for: control.id });
  box.append(readout);
  control.addEventListener("input", () =>
    page.mark({ [one.name]: page.offered[one.name][control.value] }));
  const show = () => {
    const values = page.offered[one.name];
    control.max = values.length - 1;
    control.value = values.indexOf(page.marks[one.name]);
    control.disabled = values.length < 2;
    control.setAttribute("aria-valuetext", String(page.marks[one.name]));
    readout.textContent = page.marks[one.name];
  };
  return { box, show };
}
