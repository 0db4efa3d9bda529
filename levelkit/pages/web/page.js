// What the parts of one page share: the choices, what is marked, the figures and words.
// The kernel (or, without one, the table of combinations) answers choices; what is
// marked (a region, a year) stays in the browser and repaints within a frame.

const PATIENCE = 400; // milliseconds until an answer that takes its time is said to
const REST = 400; // and until a slider that is still has made a stop for the Back button
const LATE = 15_000; // and until a kernel that says nothing is said to be late

/** The page of a hub model, made when its first part asks for it. */
export function pageOf(hub) {
  hub.levelkitPage ??= new Page(hub);
  return hub.levelkitPage;
}

function sameColumns(one, other) {
  if (!one || Array.isArray(one) || Array.isArray(other)) return false;
  const names = Object.keys(other);
  return names.length === Object.keys(one).length && names.every((name) => {
    const [a, b] = [one[name], other[name]];
    return a?.length === b.length && a.every((value, k) => value === b[k]);
  });
}

class Page extends EventTarget {
  constructor(hub) {
    super();
    this.hub = hub;
    this.marks = {};
    this.usualMarks = {};
    this.mode = "";
    this.notices = [];
    this.rowsOf = new WeakMap();
    this.charts = {};
    this.sent = {};
    this.fixed = {}; // data sets that no choice changes, from the parts that have them
    this.ownSignals = {};
    this.shownInputs = hub.get("inputs");
    this.settle(hub.get("marks"));
    hub.on("change:answered change:answered_turn", () => this.answerCame());
    hub.on("change:rest", () => this.emit("answer")); // what takes longer, further down
    hub.on("change:failure", () => this.answerFailed(hub.get("failure").words));
    // A choice made in Python, or by another view of this page.
    hub.on("change:choices", () => { this.emit("choices"); this.waitForAnswer(); });
    hub.on("change:inputs", () => { this.emit("inputs"); this.waitForAnswer(); });
    if (ownsAddress() && this.form.length) {
      this.readAddress();
      addEventListener("popstate", () => this.readAddress());
      addEventListener("levelkit-leaving", () => this.writeAddress(false));
    }
  }

  get form() { return this.hub.get("form"); }
  get choices() { return this.hub.get("choices"); }
  get about() { return this.hub.get("about"); }
  get offered() { return this.hub.get("offered"); }
  words(part) { return this.hub.get("words")[part] ?? {}; }

  emit(what) { this.dispatchEvent(new Event(what)); }
  on(what, act) { what.split(" ").forEach((one) => this.addEventListener(one, act)); }

  /** What captions, tables and names of files are filled in with. */
  get signals() { return { ...this.hub.get("answered"), ...this.hub.get("signals"), ...this.marks }; }

  /** The parameters of a chart: what the answer sets, what is marked, and what the chart's own controls set. */
  params(name) { return { ...this.hub.get("params")?.[name], ...this.marks, ...this.ownSignals[name] }; }

  /** A data set as rows, the same ones until it has other values. */
  rows(name) { return this.asRows(this.fixed[name] ?? this.columns(name)); }

  /** A kernel sends all data sets where one has changed: those that have not stay the same object. */
  columns(name) {
    const sent = this.hub.get("datasets")[name] ?? [];
    const last = this.sent[name];
    if (last?.sent !== sent) this.sent[name] = { sent, kept: sameColumns(last?.kept, sent) ? last.kept : sent };
    return this.sent[name].kept;
  }

  /** Columns are shorter to send than rows; which is what charts and tables take. */
  asRows(columns) {
    if (Array.isArray(columns)) return columns;
    if (!this.rowsOf.has(columns)) {
      const names = Object.keys(columns);
      const length = names.length ? columns[names[0]].length : 0;
      this.rowsOf.set(columns, Array.from({ length }, (_, k) =>
        Object.fromEntries(names.map((column) => [column, columns[column][k]]))));
    }
    return this.rowsOf.get(columns);
  }

  /** Change choices; those that no longer fit fall back to their defaults. */
  choose(changes, { marks = null, push = true } = {}) {
    const { made } = complete(this.form, { ...this.choices, ...changes });
    if (marks) this.wishedMarks = marks;
    this.pushNext = push;
    this.notices = [];
    if (sameChoices(made, this.choices)) {
      if (marks) this.mark(marks);
      this.emit("choices");
      return;
    }
    this.hub.set("choices", made);
    this.hub.save_changes();
  }

  /** Mark a region, a year ...; the kernel is not asked. The address follows once it rests. */
  mark(changes) {
    const before = this.marks;
    this.marks = this.fitting({ ...before, ...changes });
    if (sameChoices(before, this.marks)) return;
    this.emit("marks");
    clearTimeout(this.resting);
    this.resting = setTimeout(() => this.writeAddress(true), REST);
  }

  /** What can be had of these marks, else the answer's own. */
  fitting(wished) {
    const usual = this.hub.get("marks");
    return Object.fromEntries(Object.entries(this.offered).map(([name, values]) => {
      const found = values.find((value) => written(value) === written(wished[name] ?? ""));
      return [name, found ?? usual[name] ?? values.at(-1)];
    }));
  }

  /** After an answer: a mark that was never moved follows the answer's own. */
  settle(usual) {
    const moved = Object.fromEntries(Object.entries(this.marks)
      .filter(([name, value]) => value !== this.usualMarks[name]));
    this.marks = this.fitting({ ...usual, ...moved, ...this.wishedMarks });
    this.usualMarks = usual;
    this.wishedMarks = null;
  }

  answerCame() {
    this.settle(this.hub.get("marks"));
    this.setBusy(false);
    if (this.answered) this.shownInputs = this.hub.get("inputs");
    else this.waitForAnswer();
    this.emit("answer");
    if (this.asked) { // what an address asked for may not be on offer in this answer
      this.noteMissedMarks(this.asked);
      this.asked = null;
      this.emit("notices");
    }
    const push = this.pushNext;
    // The browser takes its time over an address: the charts go first.
    if (push !== undefined) nextFrame().then(() => this.writeAddress(push));
    this.pushNext = undefined;
  }

  /** The choices go back to what is shown. */
  answerFailed(words) {
    this.setBusy(false);
    this.pushNext = undefined;
    this.wishedMarks = this.asked = null;
    this.notices = [words];
    this.hub.set("choices", this.hub.get("answered"));
    this.emit("notices");
  }

  get answered() {
    return sameChoices(this.choices, this.hub.get("answered"))
      && (this.hub.get("turn") ?? 0) === (this.hub.get("answered_turn") ?? 0);
  }

  /** Whether a kernel answers, so that inputs that are not finite have an effect. */
  get live() { return this.hub.get("live") === true; }

  input(name) { return this.hub.get("inputs")?.[name]; }

  /** An input that the answer on the page was worked out with: neither one that it waits for nor a refused one. */
  inputInEffect(name) { return this.hub.get("refused")?.[name] ? undefined : this.shownInputs?.[name]; }

  /** Give an input, or with null take it back. While one is being answered the last one waits. */
  give(name, value, { push = true } = {}) {
    const waits = this.waitingInputs !== undefined;
    const inputs = { ...(this.waitingInputs ?? this.hub.get("inputs")) };
    if (value === null) delete inputs[name];
    else inputs[name] = value;
    if (!this.answered) {
      this.waitingInputs = inputs;
      if (!waits) this.addEventListener("answer", () => this.sendInputs(push), { once: true });
      return;
    }
    this.waitingInputs = inputs;
    this.sendInputs(push);
  }

  sendInputs(push) {
    const inputs = this.waitingInputs;
    this.waitingInputs = undefined;
    this.pushNext = push;
    this.hub.set("turn", this.hub.get("turn") + 1);
    this.hub.set("inputs", inputs);
    this.hub.save_changes();
  }

  /** Put a name on an input's list, or take it off. */
  toggle(name, one) {
    if (!this.live || !one) return;
    const given = this.input(name) ?? [];
    const rest = given.filter((other) => other !== one);
    const next = rest.length < given.length ? rest : [...given, one];
    this.give(name, next.length ? next : null);
  }

  /** Inputs as they stand in an address. */
  get inputsAsText() {
    return Object.fromEntries((this.hub.get("inputs_form") ?? [])
      .filter(({ name, kind }) => kind !== "file" && this.input(name))
      .map(({ name, kind }) => [name, inputText(kind, this.input(name))]));
  }

  waitForAnswer() {
    clearTimeout(this.waiting);
    if (this.answered) return;
    this.waiting = setTimeout(() => this.setBusy(!this.answered), PATIENCE);
    // From the first choice that has no answer: whoever goes on choosing waits no longer for the banner.
    if (this.live) this.late ??= setTimeout(() => dispatchEvent(new Event("levelkit-late")), LATE);
  }

  setBusy(busy) {
    clearTimeout(this.waiting);
    document.body.classList.toggle("lk-working", busy);
    if (busy) return;
    clearTimeout(this.late);
    this.late = undefined;
    dispatchEvent(new Event("levelkit-answered"));
  }

  get state() { return { ...this.choices, ...this.marks, ...this.inputsAsText }; }

  get query() { return queryOf(this.state, "", written); }

  /** Choices as they stand in an address, for the names of files. */
  get choicesAsText() {
    return Object.fromEntries(Object.entries(this.choices).map(([name, value]) => [name, written(value)]));
  }

  writeAddress(push) {
    clearTimeout(this.resting);
    if (!ownsAddress()) return;
    writeAddress(queryOf(this.state, this.mode, written), push);
    this.emit("address");
  }

  setMode(mode) {
    this.mode = mode;
    this.emit("mode");
    this.writeAddress(true);
  }

  readAddress() {
    const free = (this.hub.get("inputs_form") ?? []).filter(({ kind }) => kind !== "file");
    const names = [...[...this.form, ...free].map(({ name }) => name), ...Object.keys(this.offered)];
    const { given, mode, unknown } = readAddress(names);
    const { made, missed } = complete(this.form, given);
    this.notices = missed.map(({ label, asked, words }) =>
      `${label}: there is no “${asked}” here. Shown instead: ${words}.`);
    if (unknown.length) this.notices.push(`Not known here and left out: ${unknown.join(", ")}.`);
    const marks = Object.fromEntries(Object.entries(given).filter(([name]) => name in this.offered));
    const inputs = this.inputsFrom(free, given);
    if (inputs) {
      this.hub.set("turn", this.hub.get("turn") + 1);
      this.hub.set("inputs", inputs);
    }
    const changed = !sameChoices(made, this.choices);
    if (changed || inputs) {
      // The years and regions on offer come with the answer; no mark of before stays.
      this.marks = this.usualMarks;
      this.wishedMarks = marks;
      this.asked = marks;
      this.hub.set("choices", made);
      this.hub.save_changes();
    } else {
      this.noteMissedMarks(marks);
      this.marks = this.fitting({ ...this.hub.get("marks"), ...marks });
      this.emit("marks");
    }
    if (mode !== this.mode) { this.mode = mode; this.emit("mode"); }
    this.emit("notices");
  }

  /** Inputs that an address asks for, where they differ from those there are; a file stays. */
  inputsFrom(free, given) {
    const inputs = { ...this.hub.get("inputs") };
    for (const { name, label, kind } of free) {
      if (!(name in given)) delete inputs[name];
      else if (this.live) inputs[name] = inputFrom(kind, given[name]);
      else this.notices.push(`${label}: this needs a page with a kernel. Shown instead: none.`);
    }
    return JSON.stringify(inputs) === JSON.stringify(this.hub.get("inputs") ?? {}) ? null : inputs;
  }

  noteMissedMarks(marks) {
    for (const [name, asked] of Object.entries(marks)) {
      if (this.offered[name].some((value) => written(value) === asked)) continue;
      const label = this.hub.get("marks_form").find((one) => one.name === name)?.label ?? name;
      this.notices.push(`${label}: there is no “${asked}” here. Shown instead: ${this.marks[name]}.`);
    }
  }
}
