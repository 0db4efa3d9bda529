// What the parts of one page share: choices, marks, inputs, and the answer to them.
//
// The kernel (or, without one, the table of combinations) answers choices and inputs through the
// hub model; marks stay in the browser and repaint within a frame. Parts hear of changes by events:
// "choices", "inputs" and "details" (asked for), "answer" (figures and words are those of `answered`),
// "settled" (all parts have heard of it), "marks", "notices", "mode".

import { inputText, queryOf } from "./address.js";
import { Details } from "./details.js";
import { Figures } from "./figures.js";
import { complete, sameChoices } from "./form.js";
import { fittingMarks, missedMarks, movedMarks } from "./marks.js";
import { missedNotices } from "./notices.js";
import { SentFiles } from "./sent_files.js";
import { Waiting } from "./waiting.js";
import { Workings } from "./workings.js";

/**
 * @typedef {import("./types.d.ts").Chart} Chart
 * @typedef {import("./types.d.ts").Choices} Choices
 * @typedef {import("./types.d.ts").Columns} Columns
 * @typedef {import("./types.d.ts").Model} Model
 * @typedef {import("./types.d.ts").Row} Row
 * @typedef {"choices" | "inputs" | "details" | "answer" | "marks" | "settled" | "notices" | "mode"} What
 */

export class Store extends EventTarget {
  /** What is marked now. @type {Choices} */
  marks = {};
  /** "present", "embed" or "" for a page as it is. */
  mode = "";
  /** What a visitor is told above the answer. @type {string[]} */
  notices = [];
  /** Charts that are painted, by name. @type {Record<string, Chart>} */
  charts = {};
  /** What goes through the values of a slider, where there is one. @type {import("./player.js").Player | null} */
  player = null;
  /** Parameters that a chart's own controls set. @type {Record<string, Record<string, any>>} */
  ownSignals = {};
  /** The height that a chart is given by the screen, where one is. @type {(name: string) => number | null} */
  fillHeight = () => null;

  /** @type {Choices} */ #usualMarks = {};
  /** @type {Choices | null} marks to be set with the next answer */ #wishedMarks = null;
  /** @type {Choices | null} marks that an address asked for */ #askedMarks = null;
  /** @type {Record<string, any> | undefined} inputs given while others are being answered */ #waitingInputs;
  #shownInputs;
  #sentFiles = new SentFiles();
  #waiting = new Waiting((phase) => this.#turned(phase), () => this.live);

  /** @param {Model} hub */
  constructor(hub) {
    super();
    this.hub = hub;
    this.details = new Details(hub);
    this.figures = new Figures(hub, this.details, () => this.emit("answer"));
    this.workings = new Workings(hub, (name) => this.figures.rows(name));
    this.#shownInputs = hub.get("inputs");
    this.#settleMarks();
    hub.on("change:answered change:answered_turn change:detailed", () => this.#answerCame());
    hub.on("change:rest", () => this.emit("answer")); // what takes longer, further down
    hub.on("change:failure", () => this.answerFailed(hub.get("failure").words));
    // A choice made in Python, or by another view of this page.
    hub.on("change:choices", () => this.#askedFor("choices"));
    hub.on("change:inputs", () => this.#askedFor("inputs"));
    hub.on("change:details", () => this.#askedFor("details"));
  }

  /** @returns {import("./types.d.ts").Choice[]} */
  get form() {
    return this.hub.get("form");
  }
  /** @returns {import("./types.d.ts").MarkControl[]} */
  get marksForm() {
    return this.hub.get("marks_form");
  }
  /** @returns {import("./types.d.ts").InputControl[]} */
  get inputsForm() {
    return this.hub.get("inputs_form") ?? [];
  }
  /** @returns {Choices} */
  get choices() {
    return this.hub.get("choices");
  }
  get about() {
    return this.hub.get("about");
  }
  /** @returns {Record<string, import("./types.d.ts").Value[]>} */
  get offered() {
    return this.hub.get("offered");
  }
  /** @param {string} part @returns {Record<string, any>} */
  words(part) {
    return this.workings.worked.words?.[part] ?? this.hub.get("words")[part] ??
      this.details.state.words?.[part] ?? {};
  }

  /** @param {What} what */
  emit(what) {
    this.dispatchEvent(new Event(what));
  }
  /** @param {string} what @param {() => unknown} act */
  on(what, act) {
    what.split(" ").forEach((event) => this.addEventListener(event, act));
  }

  /** What captions, tables and names of files are filled in with. @returns {Record<string, any>} */
  get signals() {
    return {
      ...this.hub.get("answered"),
      ...this.hub.get("signals"),
      ...this.details.chosen,
      ...this.marks,
    };
  }

  /** The parameters of a chart: what the answer sets, what is marked, and what its own controls set. @param {string} name */
  params(name) {
    const params = this.hub.get("params")?.[name] ?? this.details.state.params?.[name];
    const worked = this.workings.worked.params?.[name];
    return { ...params, ...worked, ...this.marks, ...this.ownSignals[name] };
  }

  /** A data set as rows, the same ones until it has other values. @param {string} name @returns {Row[]} */
  rows(name) {
    return this.workings.worked.rows?.[name] ?? this.figures.rows(name);
  }

  /** Whether nothing is marked but what a page opens with. */
  get unmarked() {
    return Object.entries(this.#usualMarks).every(([name, value]) => this.marks[name] === value);
  }

  // Choices.

  /**
   * Change choices; those that no longer fit fall back to their defaults.
   * @param {Choices} changes
   * @param {{ marks?: Choices | null, push?: boolean }} how
   */
  choose(changes, { marks = null, push = true } = {}) {
    const { choices } = complete(this.form, { ...this.choices, ...changes });
    if (marks) this.#wishedMarks = marks;
    this.push = push;
    this.notices = [];
    if (sameChoices(choices, this.choices)) {
      if (marks) this.mark(marks);
      this.emit("choices");
      return;
    }
    this.hub.set("choices", choices);
    this.hub.save_changes();
  }

  /** Whether the next answer makes a stop for the Back button; undefined where the address stays. @type {boolean | undefined} */
  push = undefined;

  /**
   * All that an address asks for, at once.
   * @param {{ choices: Choices, inputs: Record<string, any> | null, marks: Choices,
   *   details?: Record<string, string> }} view
   */
  show({ choices, inputs, marks, details = {} }) {
    if (inputs) this.#setInputs(inputs);
    if (this.details.choose(details)) this.hub.save_changes();
    if (!sameChoices(choices, this.choices) || inputs) {
      // The years and regions on offer come with the answer; no mark of before stays.
      this.marks = this.#usualMarks;
      this.#wishedMarks = this.#askedMarks = marks;
      this.hub.set("choices", choices);
      this.hub.save_changes();
    } else {
      this.#noteMissed(marks);
      this.marks = fittingMarks(
        this.offered,
        { ...this.hub.get("marks"), ...marks },
        this.hub.get("marks"),
      );
      this.emit("marks");
    }
  }

  /** Look at other things of many. @param {Record<string, string>} keys by name */
  look(keys) {
    if (!this.details.choose(keys)) return;
    this.push = true;
    this.notices = [];
    this.hub.save_changes();
  }

  /** @param {"choices" | "inputs" | "details"} what */
  #askedFor(what) {
    this.emit(what);
    if (!this.answered) this.#waiting.ask();
  }

  #answerCame() {
    this.#settleMarks();
    this.#waiting.settle();
    if (this.answered) this.#shownInputs = this.hub.get("inputs");
    else this.#waiting.ask();
    this.emit("answer");
    if (this.#askedMarks) { // what an address asked for may not be on offer in this answer
      this.#noteMissed(this.#askedMarks);
      this.#askedMarks = null;
      this.emit("notices");
    }
    this.emit("settled");
  }

  /** No answer came: the choices go back to what is shown. @param {string} words */
  answerFailed(words) {
    this.#waiting.settle();
    this.push = undefined;
    this.#wishedMarks = this.#askedMarks = null;
    this.notices = [words];
    this.hub.set("choices", this.hub.get("answered"));
    this.details.goBack();
    this.emit("notices");
  }

  /** Whether what is shown is the answer to all that was asked. @returns {boolean} */
  get answered() {
    return sameChoices(this.choices, this.hub.get("answered")) && this.details.shown &&
      (this.hub.get("turn") ?? 0) === (this.hub.get("answered_turn") ?? 0);
  }

  /** @param {import("./waiting.js").Phase} phase */
  #turned(phase) {
    document.body.classList.toggle("lk-working", phase === "slow" || phase === "late");
    if (phase === "late") dispatchEvent(new Event("levelkit-late"));
    if (phase === "settled") dispatchEvent(new Event("levelkit-answered"));
  }

  // Marks.

  /** Mark a place, a year ...; the kernel is not asked. @param {Choices} changes */
  mark(changes) {
    const before = this.marks;
    this.marks = fittingMarks(this.offered, { ...before, ...changes }, this.hub.get("marks"));
    if (!sameChoices(before, this.marks)) this.emit("marks");
  }

  /** After an answer: a mark that was never moved follows the answer's own. */
  #settleMarks() {
    const usual = this.hub.get("marks");
    const wished = { ...usual, ...movedMarks(this.marks, this.#usualMarks), ...this.#wishedMarks };
    this.marks = fittingMarks(this.offered, wished, usual);
    this.#usualMarks = usual;
    this.#wishedMarks = null;
  }

  /** @param {Choices} asked */
  #noteMissed(asked) {
    this.notices.push(
      ...missedNotices(missedMarks(this.offered, asked, this.marks, this.marksForm)),
    );
  }

  // Inputs.

  /** Whether a kernel answers, so that inputs that are not finite have an effect. */
  get live() {
    return this.hub.get("live") === true;
  }

  /** @param {string} name */
  input(name) {
    return this.hub.get("inputs")?.[name];
  }

  /** An input that the answer on the page was worked out with: neither one that it waits for nor a refused one. @param {string} name */
  inputInEffect(name) {
    return this.hub.get("refused")?.[name] ? undefined : this.#shownInputs?.[name];
  }

  /**
   * Give an input, or with null take it back. While one is being answered the last one waits.
   * @param {string} name
   * @param {any} value
   */
  give(name, value, { push = true } = {}) {
    const waits = this.#waitingInputs !== undefined;
    const inputs = { ...(this.#waitingInputs ?? this.hub.get("inputs")) };
    if (value === null) delete inputs[name];
    else inputs[name] = value;
    this.#waitingInputs = inputs;
    this.notices = [];
    this.emit("notices");
    if (this.answered) this.#sendWaiting(push);
    else if (!waits) this.addEventListener("answer", () => this.#sendWaiting(push), { once: true });
  }

  /** @param {boolean} push */
  #sendWaiting(push) {
    const inputs = this.#waitingInputs ?? {};
    this.#waitingInputs = undefined;
    this.push = push;
    this.#setInputs(inputs);
    this.hub.save_changes();
  }

  /** @param {Record<string, any>} inputs */
  #setInputs(inputs) {
    this.hub.set("turn", (this.hub.get("turn") ?? 0) + 1);
    // A page of plain files has nobody to send to: its hub keeps all, for a kernel that starts later.
    this.hub.set("inputs", this.hub.keepsFiles ? inputs : this.#sentFiles.lean(inputs));
  }

  /** Put a value on an input's list, or take it off. @param {string} name @param {string} value */
  toggle(name, value) {
    if (!(this.live || this.workings.answers(name)) || !value) return;
    /** @type {string[]} */
    const given = this.input(name) ?? [];
    const rest = given.filter((other) => other !== value);
    const next = rest.length < given.length ? rest : [...given, value];
    this.give(name, next.length ? next : null);
  }

  /** Inputs as they stand in an address: a file stays on its disk. @returns {Record<string, string>} */
  get inputsAsText() {
    return Object.fromEntries(
      this.inputsForm
        .filter(({ name, kind }) => kind !== "file" && this.input(name))
        .map(({ name, kind }) => [name, inputText(kind, this.input(name))]),
    );
  }

  // The view as a whole.

  get state() {
    return { ...this.choices, ...this.marks, ...this.inputsAsText, ...this.details.chosen };
  }
  get query() {
    return queryOf(this.state);
  }

  /** @param {string} mode */
  setMode(mode) {
    if (mode === this.mode) return;
    this.mode = mode;
    this.emit("mode");
  }
}
