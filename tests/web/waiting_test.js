import assert from "node:assert/strict";
import { FakeTime } from "./fake_time.js";
import { LATE, SLOW, Waiting } from "../../levelkit/pages/web/waiting.js";

/** @param {boolean} live @param {(waiting: Waiting, time: FakeTime, told: string[]) => void} act */
function withWaiting(live, act) {
  const time = new FakeTime();
  try {
    /** @type {string[]} */
    const told = [];
    act(new Waiting((phase) => told.push(phase), () => live), time, told);
  } finally {
    time.restore();
  }
}

Deno.test("an answer that comes at once is never said to be slow", () => {
  withWaiting(true, (waiting, time, told) => {
    waiting.ask();
    time.pass(SLOW - 1);
    waiting.settle();
    time.pass(LATE);
    assert.deepEqual(told, ["asked", "settled"]);
  });
});

Deno.test("one that takes its time is slow, then late, and settles", () => {
  withWaiting(true, (waiting, time, told) => {
    waiting.ask();
    time.pass(LATE);
    assert.equal(waiting.phase, "late");
    waiting.settle();
    assert.deepEqual(told, ["asked", "slow", "late", "settled"]);
  });
});

Deno.test("whoever goes on choosing puts the word slow off, but not late", () => {
  withWaiting(true, (waiting, time, told) => {
    for (let gone = 0; gone < LATE; gone += SLOW / 2) {
      waiting.ask();
      time.pass(SLOW / 2);
    }
    time.pass(LATE); // and it is said once
    assert.deepEqual(told, ["asked", "late"]);
  });
});

Deno.test("where no kernel answers, none is late", () => {
  withWaiting(false, (waiting, time, told) => {
    waiting.ask();
    time.pass(2 * LATE);
    assert.deepEqual(told, ["asked", "slow"]);
  });
});
