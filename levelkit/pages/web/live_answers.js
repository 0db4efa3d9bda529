// Answers of a page without a kernel: from the table of combinations, and where an input has no
// answer there, from a kernel that the server starts for it.

import { sameChoices } from "./form.js";
import { KernelSocket } from "./kernel_socket.js";
import { answerFrom, detailFrom } from "./static_answers.js";

/** @typedef {import("./static_models.js").StaticModel} StaticModel */

/** What an answer is made of; each is there in full once a kernel has answered. */
const ANSWER = ["columns", "signals", "params", "offered", "marks", "words", "refused"];
const LATE = 20_000; // milliseconds until an answer is waited for no longer
const NOTHING = "The server has not answered. Try again.";

export class Answers {
  #hub;
  #where;
  #address;
  #failed;
  /** The hub as a new kernel has it: under the usual choices. @type {Record<string, any>} */ #usual;
  /** The hub as the kernel has it now. @type {Record<string, any>} */ #state = {};
  /** @type {Promise<KernelSocket> | null} */ #kernel = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #late;
  /** Inputs that the answer on the page was worked out with. */ #shown;

  /**
   * @param {StaticModel} hub
   * @param {{ folder: string, version: string }} answers where they are
   * @param {string} address where a kernel for this page is started; "" for nowhere
   * @param {(words: string) => void} failed
   */
  constructor(hub, answers, address, failed) {
    this.#hub = hub;
    this.#where = answers;
    this.#address = address;
    this.#failed = failed;
    this.#usual = { ...hub.state };
    this.#shown = hub.get("inputs") ?? {};
    hub.answer = () => this.#answer();
    hub.send = (message) => this.#kernel?.then((kernel) => kernel.send(message), () => {});
  }

  #answer() {
    const {
      choices,
      answered,
      details = {},
      detailed = {},
      turn = 0,
      answered_turn: answeredTurn = 0,
    } = this.#hub.state;
    if (!sameChoices(details, detailed)) {
      detailFrom(this.#hub, this.#where, (words) => this.#failed(words));
      if (sameChoices(choices, answered) && turn === answeredTurn) return;
    }
    if (this.#address && Object.keys(this.#hub.get("inputs") ?? {}).length) return this.#ask();
    this.#settled();
    this.#hub.state.refused = {};
    this.#hub.state.answered_turn = this.#hub.get("turn") ?? 0;
    return answerFrom(this.#hub, this.#where, (words) => this.#fail(words));
  }

  async #ask() {
    clearTimeout(this.#late);
    this.#late = setTimeout(() => this.#lose(NOTHING), LATE);
    try {
      this.#kernel ??= this.#open();
      const kernel = await this.#kernel;
      const [choices, inputs, turn] = ["choices", "inputs", "turn"].map((name) =>
        this.#hub.get(name)
      );
      kernel.set({ choices, inputs: kernel.files.lean(inputs), turn });
    } catch (error) {
      this.#lose(/** @type {Error} */ (error).message);
    }
  }

  #open() {
    this.#state = { ...this.#usual };
    return KernelSocket.open(this.#address, {
      update: (state) => this.#heard(state),
      message: (content, buffers) => this.#hub.tell("msg:custom", content, buffers),
      lost: (words) => this.#kernel && this.#lose(words),
    });
  }

  /** A kernel tells what has changed since it last spoke, which may be more than has changed here. @param {Record<string, any>} state */
  #heard(state) {
    Object.assign(this.#state, state);
    if ("blocks" in state) this.#hub.set("blocks", state.blocks); // which are never sent twice
    // The rest of an answer may come when something else has been asked, or answered without it.
    if (!this.#isCurrent() && !("failure" in state)) return;
    const answered = "answered" in state || "answered_turn" in state;
    if (answered || "failure" in state) this.#settled();
    if (answered) {
      for (const name of ANSWER) this.#hub.state[name] = this.#state[name];
      this.#hub.state.answered = this.#state.answered;
      this.#hub.state.answered_turn = this.#state.answered_turn;
    }
    this.#hub.setAll(state);
  }

  /** Whether what the kernel has answered is what is asked of it. */
  #isCurrent() {
    const { choices, inputs = {}, turn = 0 } = this.#hub.state;
    const { answered, answered_turn: answeredTurn } = this.#state;
    return Object.keys(inputs).length > 0 && answeredTurn === turn &&
      sameChoices(choices, answered);
  }

  #settled() {
    clearTimeout(this.#late);
    this.#shown = this.#hub.get("inputs") ?? {};
  }

  /** The kernel is given up; the next input starts another. @param {string} words */
  #lose(words) {
    clearTimeout(this.#late);
    const kernel = this.#kernel;
    this.#kernel = null;
    kernel?.then((socket) => socket.end(), () => {}); // one that never opened has ended already
    const { choices, answered, answered_turn: answeredTurn = 0, turn = 0 } = this.#hub.state;
    if (answeredTurn !== turn || !sameChoices(choices, answered)) this.#fail(words);
  }

  /** @param {string} words */
  #fail(words) {
    // Inputs go back to those of the answer that is shown, as choices do.
    this.#hub.state.answered_turn = this.#hub.get("turn") ?? 0;
    this.#hub.state.inputs = this.#shown;
    this.#failed(words);
    this.#hub.setAll({ inputs: this.#shown });
  }
}
