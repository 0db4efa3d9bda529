// Goes through the values of a slider one after another, until the last or until it is told to stop.

/** Milliseconds a value: to be followed, and shorter than the rest after which a mark goes into the address. */
const PACE = 380;

export class Player {
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #timer;
  #last;
  #at;
  #go;
  #changed;

  /**
   * @param {{ last: () => number, at: () => number, go: (k: number) => void, changed: () => void }} of
   *   `last` and `at` are places in the list of values; `changed` hears of a start and of an end
   */
  constructor({ last, at, go, changed }) {
    this.#last = last;
    this.#at = at;
    this.#go = go;
    this.#changed = changed;
  }

  get playing() {
    return this.#timer !== undefined;
  }

  toggle = () => this.playing ? this.stop() : this.#start();

  stop() {
    if (!this.playing) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#changed();
  }

  #start() {
    if (this.#last() < 1) return;
    if (this.#at() >= this.#last()) this.#go(0);
    this.#wait();
    this.#changed();
  }

  #wait() {
    this.#timer = setTimeout(() => {
      if (this.#at() < this.#last()) this.#go(this.#at() + 1);
      if (this.#at() < this.#last()) this.#wait();
      else this.stop();
    }, PACE);
  }
}
