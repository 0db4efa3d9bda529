import assert from "node:assert/strict";
import { allWritten, complete, offeredBy, sameChoices } from "../../levelkit/pages/web/form.js";

/** @typedef {import("../../levelkit/pages/web/types.d.ts").Choice} Choice */

/** @type {Choice[]} */
const FORM = [
  {
    name: "data",
    label: "Regions of",
    help: "",
    kind: "select",
    depends: [],
    after: null,
    options: { "": [["uk", "UK"], ["eu", "Europe"]] },
    default: { "": "uk" },
    former: { britain: "uk", continent: "eu" },
  },
  {
    name: "first",
    label: "First year",
    help: "",
    kind: "select",
    depends: ["data"],
    after: null,
    options: { uk: [[1900, "1900"], [1950, "1950"]], eu: [[1950, "1950"]] },
    default: { uk: 1900, eu: 1950 },
  },
  {
    name: "last",
    label: "Last year",
    help: "",
    kind: "select",
    depends: ["data"],
    after: "first",
    options: { uk: [[1900, "1900"], [1950, "1950"], [2000, "2000"]], eu: [[2000, "2000"]] },
    default: { uk: 2000, eu: 2000 },
  },
  {
    name: "whole",
    label: "All",
    help: "",
    kind: "check",
    depends: [],
    after: null,
    options: { "": [[true, "All"], [false, "Some"]] },
    default: { "": true },
  },
];

Deno.test("nothing given is every default", () => {
  assert.deepEqual(complete(FORM, {}), {
    choices: { data: "uk", first: 1900, last: 2000, whole: true },
    missed: [],
  });
});

Deno.test("texts of an address are the values that they stand for", () => {
  const { choices, missed } = complete(FORM, { first: "1950", whole: "no" });
  assert.deepEqual(choices, { data: "uk", first: 1950, last: 2000, whole: false });
  assert.deepEqual(missed, []);
});

Deno.test("a former name opens what it opened", () => {
  assert.equal(complete(FORM, { data: "britain" }).choices.data, "uk");
  assert.equal(complete(FORM, { data: "continent" }).choices.data, "eu");
  assert.equal(complete(FORM, { data: "constructor" }).missed.length, 1);
});

Deno.test("what no longer fits is its default, and is said", () => {
  const { choices, missed } = complete(FORM, { data: "eu", first: 1900 });
  assert.equal(choices.first, 1950);
  assert.deepEqual(missed, [{ label: "First year", asked: 1900, words: "1950" }]);
});

Deno.test("a later year is later", () => {
  assert.deepEqual(offeredBy(FORM[2], { data: "uk", first: 1950 }), [[2000, "2000"]]);
  assert.equal(complete(FORM, { first: 1950, last: 1950 }).missed.length, 1);
});

Deno.test("choices are the same whatever their order", () => {
  assert.ok(sameChoices({ a: 1, b: "x" }, { b: "x", a: 1 }));
  assert.ok(!sameChoices({ a: 1 }, { a: 1, b: 2 }));
  assert.ok(!sameChoices({ a: 1 }, { a: "1" }));
  assert.deepEqual(allWritten({ a: true, b: 1.5 }), { a: "yes", b: "1.5" });
});

Deno.test("where the usual value is not on offer the last one is taken", () => {
  const [data, first, last] = FORM;
  const odd = { ...last, default: { uk: 1900, eu: 2000 } };
  assert.equal(complete([data, first, odd], { first: 1900 }).choices.last, 2000);
});
