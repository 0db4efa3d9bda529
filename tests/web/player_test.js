import assert from "node:assert/strict";
import { FakeTime } from "./fake_time.js";
import { Player } from "../../levelkit/pages/web/player.js";

/** @param {number} values @param {number} begin */
function playerOf(values, begin) {
  const seen = [begin];
  let changes = 0;
  const player = new Player({
    last: () => values - 1,
    at: () => seen[seen.length - 1],
    go: (k) => seen.push(k),
    changed: () => changes += 1,
  });
  return { player, seen, changes: () => changes };
}

/** @param {(time: FakeTime) => void} test */
function inFakeTime(test) {
  const time = new FakeTime();
  try {
    test(time);
  } finally {
    time.restore();
  }
}

Deno.test("it goes through all values, once, and says when it starts and ends", () => {
  inFakeTime((time) => {
    const { player, seen, changes } = playerOf(4, 1);
    player.toggle();
    assert.equal(player.playing, true);
    time.pass(10_000);
    assert.deepEqual(seen, [1, 2, 3]);
    assert.equal(player.playing, false);
    assert.equal(changes(), 2);
  });
});

Deno.test("from the last value it begins again, and stops where it is told to", () => {
  inFakeTime((time) => {
    const { player, seen } = playerOf(30, 29);
    player.toggle();
    assert.equal(seen.at(-1), 0);
    time.pass(1000);
    player.toggle();
    const at = seen.at(-1);
    assert.ok(at !== undefined && at > 0 && at < 29);
    time.pass(10_000);
    assert.equal(seen.at(-1), at);
  });
});

Deno.test("one value alone is not played", () => {
  inFakeTime((time) => {
    const { player, seen, changes } = playerOf(1, 0);
    player.toggle();
    time.pass(1000);
    assert.deepEqual([player.playing, seen, changes()], [false, [0], 0]);
  });
});
