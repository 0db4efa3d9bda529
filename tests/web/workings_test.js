import assert from "node:assert/strict";
import { powerMean, scaled, sharesOf } from "../../levelkit/pages/web/composite.js";
import { numberAt } from "../../levelkit/pages/web/number_input.js";
import { composite, Workings } from "../../levelkit/pages/web/workings.js";

const SETS = {
  workings: [
    { country: "A", c0: 1, c1: 9 },
    { country: "B", c0: 2, c1: 5 },
    { country: "C", c0: 3, c1: 1 },
    { country: "D", c0: null, c1: 4 },
  ],
  places: [1, 2, 3].map((place) => ({
    place,
    here: place === 2,
    said: `${place}: 30% of weightings`,
  })),
  ranking: ["A", "B", "C", "D"].map((country) => ({ country, spread: 0, place: null })),
};
/** @type {Record<string, any>} */
const SETTINGS = {
  components: ["x", "y"],
  scale: "min-max",
  elasticity: null,
  complete: true,
  ranked: true,
  digits: 0,
  main: "A",
  said: "{place} of {n}",
  none: "no place",
  note: "Here.",
};
/** @param {string} name */
const rows = (name) => /** @type {Record<string, any[]>} */ (SETS)[name];
/** @param {Record<string, any>} inputs @param {Record<string, any>} settings */
const work = (inputs, settings = {}) =>
  composite({ inputs, settings: { ...SETTINGS, ...settings }, rows });

Deno.test("places follow the weights, and so does all that is said of them", () => {
  const first = work({ weights: { x: 1, y: 0 } });
  assert.equal(first.words?.built.html, '<p class="lk-note" role="status">1st of 3</p>');
  assert.deepEqual(first.rows?.ranking.map(({ country, place }) => [country, place]), [
    ["A", 1],
    ["B", 2],
    ["C", 3],
    ["D", null],
  ]);
  assert.deepEqual(first.rows?.places.map(({ here }) => here), [true, false, false]);
  assert.equal(first.rows?.places[0].said, "1: 30% of weightings, and with the weights chosen");
  const last = work({ weights: { x: 0, y: 1 } });
  assert.equal(last.words?.built.html, '<p class="lk-note" role="status">4th of 4</p>');
  // A component turned round, and a country without a place.
  assert.match(work({ weights: { x: 1, y: 0 }, turned: ["x"] }).words?.built.html, />3rd of 3</);
  assert.match(work({ weights: { x: 1, y: 1 } }, { main: "D" }).words?.built.html, />no place</);
  assert.match(work({}, { main: "D", complete: false }).words?.built.html, /of 4</);
});

Deno.test("a place that is shared is marked at the first of those that it shares", () => {
  // A component in which A and B are level.
  const table = SETS.workings.map((row) => ({ ...row, c0: row.country === "B" ? 1 : row.c0 }));
  const shared = composite({
    inputs: { weights: { x: 1, y: 0 } },
    settings: SETTINGS,
    rows: (name) => name === "workings" ? table : rows(name),
  });
  assert.match(shared.words?.built.html, />joint 1st of 3</);
  assert.deepEqual(shared.rows?.places.map(({ here }) => here), [true, false, false]);
});

Deno.test("the rows of the answer stay as they are", () => {
  const before = structuredClone(SETS);
  work({ weights: { x: 1, y: 0 } });
  assert.deepEqual(SETS, before);
});

Deno.test("the less one component stands in for another the more the weakest counts", () => {
  const means = [0.05, 0.5, 1, 20].map((e) => Number(powerMean([0.1, 0.9], [0.5, 0.5], e)));
  assert.deepEqual([...means].sort((a, b) => a - b), means);
  assert.ok(means[0] < 0.105);
  assert.ok(Math.abs(Number(powerMean([0.1, null], [0.5, 0.5], 1)) - 0.1) < 1e-12);
  assert.equal(powerMean([null, null], [0.5, 0.5], null), null);
  assert.equal(powerMean([1, 3], [0.25, 0.75], null), 2.5);
  assert.deepEqual(scaled([2, 2, null], "z"), [1, 1, null]);
  assert.deepEqual(sharesOf([0, 0]), [0.5, 0.5]);
  assert.equal(numberAt(1000, 0.05, 20), 20);
});

Deno.test("without a kernel alone, and with an input that it answers", () => {
  /** @type {Record<string, any>} */
  const state = {
    live: false,
    inputs: {},
    answered: {},
    columns: {},
    words: { workings: { function: "composite", inputs: ["weights"], settings: SETTINGS } },
  };
  /** @type {any} */
  const hub = { get: (/** @type {string} */ name) => state[name] };
  const workings = new Workings(hub, rows);
  assert.deepEqual(workings.worked, {});
  assert.equal(workings.answers("weights"), true);
  assert.equal(workings.answers("own"), false);
  assert.equal(workings.note("weights"), "Here.");
  assert.equal(workings.note("own"), "");
  state.inputs = { weights: { x: 1, y: 0 } };
  const worked = workings.worked;
  assert.match(worked.words?.built.html, />1st of 3</);
  assert.equal(workings.worked, worked, "worked out once");
  state.answered = {};
  assert.notEqual(workings.worked, worked);
  state.live = true;
  assert.deepEqual(workings.worked, {});
});
