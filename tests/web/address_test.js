import assert from "node:assert/strict";
import { inputFrom, inputText, queryOf, readQuery } from "../../levelkit/pages/web/address.js";

Deno.test("a view is written and read back", () => {
  const state = { data: "uk-10", first_year: 1900, relative: true, region: "Yorkshire & Humber" };
  const query = queryOf(state, "present");
  assert.equal(
    query,
    "data=uk-10&first_year=1900&relative=yes&region=Yorkshire+%26+Humber&mode=present",
  );
  const { given, mode, unknown } = readQuery(`?${query}`, Object.keys(state));
  assert.deepEqual(given, {
    data: "uk-10",
    first_year: "1900",
    relative: "yes",
    region: "Yorkshire & Humber",
  });
  assert.deepEqual([mode, unknown], ["present", []]);
});

Deno.test("what has no value is left out of an address", () => {
  assert.equal(queryOf({ a: null, b: undefined, c: 0, d: false, e: "" }), "c=0&d=no&e=");
});

Deno.test("names that no page has are said, counters of clicks are not", () => {
  const { given, unknown } = readQuery("?utm_source=x&fbclid=1&turn=3&data=uk&weird=1&mode=odd", [
    "data",
  ]);
  assert.deepEqual(given, { data: "uk" });
  assert.deepEqual(unknown, ["weird", "mode=odd"]);
});

Deno.test("names and weights come back from an address", () => {
  const names = ["Camden and City", "Wirral"];
  assert.deepEqual(inputFrom("names", inputText("names", names)), names);
  const weights = { "a:b": 0.25, c: 1 };
  assert.deepEqual(inputFrom("weights", inputText("weights", weights)), weights);
});

Deno.test("a weight out of its range is brought into it", () => {
  assert.deepEqual(inputFrom("weights", "a:7|b:-1|c:no||d:0.5"), { a: 1, b: 0, c: 0, d: 0.5 });
});
