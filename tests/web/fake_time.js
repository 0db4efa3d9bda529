// Timers that go by when a test says so.

export class FakeTime {
  #now = 0;
  #next = 1;
  /** @type {Map<number, { at: number, act: () => void }>} */
  #timers = new Map();
  #real = { setTimeout: globalThis.setTimeout, clearTimeout: globalThis.clearTimeout };

  constructor() {
    const fake = {
      setTimeout: (/** @type {() => void} */ act, ms = 0) => {
        this.#timers.set(this.#next, { at: this.#now + ms, act });
        return this.#next++;
      },
      clearTimeout: (/** @type {number} */ id) => this.#timers.delete(id),
    };
    Object.assign(globalThis, fake);
  }

  /** @param {number} ms */
  pass(ms) {
    const until = this.#now + ms;
    for (;;) {
      const due = [...this.#timers].filter(([, { at }]) => at <= until)
        .sort(([, a], [, b]) => a.at - b.at)[0];
      if (!due) break;
      const [id, { at, act }] = due;
      this.#timers.delete(id);
      this.#now = at;
      act();
    }
    this.#now = until;
  }

  restore() {
    Object.assign(globalThis, this.#real);
  }
}
