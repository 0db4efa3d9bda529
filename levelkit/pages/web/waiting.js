// How long an answer has been waited for, in four states.

/**
 * `settled`: nothing is asked. `asked`: too short to be said. `slow`: the page says that it
 * works. `late`: the kernel may be gone.
 * @typedef {"settled" | "asked" | "slow" | "late"} Phase
 */

export const SLOW = 400; // milliseconds
export const LATE = 15_000;

export class Waiting {
  /** @type {Phase} */
  phase = "settled";
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #slow;
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #late;
  #tell;
  #canBeLate;

  /**
   * @param {(phase: Phase) => void} tell
   * @param {() => boolean} canBeLate whether there is a kernel to wait for
   */
  constructor(tell, canBeLate) {
    this.#tell = tell;
    this.#canBeLate = canBeLate;
  }

  /** Something was asked: whoever goes on choosing is not told at each choice that it takes time. */
  ask() {
    clearTimeout(this.#slow);
    if (this.phase === "settled") this.#turn("asked");
    this.#slow = setTimeout(() => this.phase === "asked" && this.#turn("slow"), SLOW);
    // From the first that has no answer: going on does not put the banner off.
    if (this.#canBeLate()) this.#late ??= setTimeout(() => this.#turn("late"), LATE);
  }

  /** The answer is there. */
  settle() {
    clearTimeout(this.#slow);
    clearTimeout(this.#late);
    this.#late = undefined;
    this.#turn("settled");
  }

  /** @param {Phase} phase */
  #turn(phase) {
    this.phase = phase;
    this.#tell(phase);
  }
}
