import assert from "node:assert/strict";
import { packed } from "./fake_hub.js";
import { cellsOf, csvOf, inert } from "../../levelkit/pages/web/csv.js";
import { Datasets, rowsOf } from "../../levelkit/pages/web/rows.js";
import { keptRows } from "../../levelkit/pages/web/table_rows.js";
import { filled, shownNumber } from "../../levelkit/pages/web/words.js";

const ROWS = [
  { region: "Wales", year: 1900, gdp: 81.26 },
  { region: "London", year: 1950, gdp: null },
  { region: "London", year: 1900, gdp: 140.04 },
];

Deno.test("columns become rows, the same ones each time", () => {
  const columns = { region: ["Wales", "London"], rank: [2, 1] };
  assert.deepEqual(rowsOf(columns), [{ region: "Wales", rank: 2 }, { region: "London", rank: 1 }]);
  assert.equal(rowsOf(columns), rowsOf(columns));
  assert.equal(rowsOf(ROWS), ROWS);
  assert.deepEqual(rowsOf({}), []);
});

Deno.test("a data set stays the same object until it is made of other columns", () => {
  const sent = new Datasets();
  assert.equal(sent.rows("a", { x: "1" }), null, "a column that has not come");
  sent.take(packed({ columns: [{ key: "1", values: [1, 2] }, { key: "2", values: [3, 4] }] }));
  const first = sent.rows("a", { x: "1", y: "2" });
  assert.deepEqual(first, [{ x: 1, y: 3 }, { x: 2, y: 4 }]);
  // What comes later is added to what is there.
  sent.take(packed({ columns: [{ key: "3", values: [5, 6] }] }));
  assert.equal(sent.rows("a", { x: "1", y: "2" }), first);
  assert.deepEqual(sent.rows("a", { x: "3", y: "2" }), [{ x: 5, y: 3 }, { x: 6, y: 4 }]);
  assert.equal(sent.rows("a", { x: "3", y: "9" }), null);
  assert.deepEqual(sent.rows("empty", {}), []);
});

Deno.test("a table keeps the rows of the years that are chosen, in its order", () => {
  const between = { where: { year: { from: "first", to: "last" } }, sort: "region" };
  const kept = keptRows(ROWS, between, { first: 1900, last: 1900 });
  assert.deepEqual(kept.map(({ region }) => region), ["London", "Wales"]);
  const either = { where: { year: { in: ["year", "other"] } } };
  assert.equal(keptRows(ROWS, either, { year: 1950, other: 1960 }).length, 1);
  const both = { where: { year: { in: ["year"] }, region: { in: ["place"] } } };
  assert.equal(keptRows(ROWS, both, { year: 1900, place: "London" }).length, 1);
  assert.equal(ROWS[0].region, "Wales", "the data set itself stays in its order");
});

Deno.test("numbers are read as ONS writes them", () => {
  assert.equal(shownNumber(-1234.5, 1), "−1,234.5");
  assert.equal(shownNumber(null, 1), "–");
  assert.equal(shownNumber(NaN, 1), "–");
  assert.equal(shownNumber(0.0004, "p"), "< 0.001");
  assert.equal(shownNumber(0.05, "p"), "0.050");
  assert.equal(shownNumber(0.005, "p"), "0.005");
  assert.equal(shownNumber(5.5, "rank"), "5.5");
  assert.equal(shownNumber(5, "rank"), "5");
  assert.equal(shownNumber("London", 2), "London");
  assert.equal(filled("{a} to {b}", { a: 1900 }), "1900 to {b}");
});

Deno.test("no cell is a formula, whatever the text", () => {
  for (const text of ["=1+1", "+1", "-1", "@x", "  =1", "\t=1", "\r=cmd"]) {
    assert.equal(inert(text), `'${text}`);
  }
  assert.equal(inert("a=1"), "a=1");
});

Deno.test("a file says what it is, and quotes what it must", () => {
  const columns = [{ field: "region", label: "region" }, { field: "gdp", label: "gdp", digits: 1 }];
  const rows = [...ROWS.slice(0, 2), { region: '=HYPERLINK("x")', gdp: 0 }];
  const text = csvOf([["answer", "one\ntwo, =three"]], columns, cellsOf(rows, columns));
  assert.equal(
    text,
    [
      "\ufeff# answer: one two, '=three",
      '"region","gdp"',
      '"Wales",81.3',
      '"London",',
      `"'=HYPERLINK(""x"")",0`,
      "",
    ].join("\n"),
  );
});
