import assert from "node:assert/strict";
import { FakeHub, FORM, inAPage, packed } from "./fake_hub.js";
import { Store } from "../../levelkit/pages/web/store.js";

/** @param {Store} store */
function heardBy(store) {
  /** @type {string[]} */
  const heard = [];
  for (const what of ["choices", "inputs", "answer", "settled", "marks", "notices", "mode"]) {
    store.on(what, () => heard.push(what));
  }
  return heard;
}

Deno.test("a choice is completed, sent once, and answered", () => {
  inAPage(() => {
    const hub = new FakeHub();
    const store = new Store(hub);
    const heard = heardBy(store);
    store.choose({ data: "eu" });
    assert.deepEqual(hub.saved, [{ data: "eu", first: 1950 }]);
    assert.ok(!store.answered);
    hub.answers({ offered: { year: [1950, 2000] }, marks: { year: 2000 } });
    assert.ok(store.answered);
    assert.deepEqual(heard, ["choices", "answer", "settled"]);
    assert.equal(FORM.length, 2);
  });
});

Deno.test("a choice that changes nothing asks nothing", () => {
  inAPage(() => {
    const hub = new FakeHub();
    const store = new Store(hub);
    store.choose({ data: "uk" }, { marks: { year: 1900 } });
    assert.deepEqual(hub.saved, []);
    assert.equal(store.marks.year, 1900);
  });
});

Deno.test("a mark that was moved stays where it can; the others follow the answer", () => {
  inAPage(() => {
    const hub = new FakeHub();
    const store = new Store(hub);
    store.mark({ year: 1900 });
    hub.answers({ offered: { year: [1900, 2010] }, marks: { year: 2010 } });
    assert.equal(store.marks.year, 1900);
    hub.answers({ offered: { year: [1960, 2020] }, marks: { year: 2020 } });
    assert.equal(store.marks.year, 2020);
    hub.answers({ offered: { year: [1960, 2030] }, marks: { year: 2030 } });
    assert.equal(store.marks.year, 2030);
  });
});

Deno.test("an answer that failed brings the choices back, and says why", () => {
  inAPage(() => {
    const hub = new FakeHub();
    const store = new Store(hub);
    store.choose({ data: "eu" });
    hub.set("failure", { number: 1, words: "No answer." });
    assert.equal(store.choices.data, "uk");
    assert.deepEqual(store.notices, ["No answer."]);
    assert.ok(store.answered);
  });
});

Deno.test("while an input is answered the last one given waits", () => {
  inAPage(() => {
    const hub = new FakeHub();
    const store = new Store(hub);
    store.give("left_out", ["a"]);
    store.give("left_out", ["a", "b"]);
    store.give("left_out", ["a", "b", "c"]);
    assert.equal(hub.saved.length, 1);
    hub.answers({});
    assert.deepEqual(hub.get("inputs"), { left_out: ["a", "b", "c"] });
    hub.answers({});
    assert.equal(hub.saved.length, 2);
    assert.ok(store.answered);
    store.toggle("left_out", "b");
    assert.deepEqual(hub.get("inputs"), { left_out: ["a", "c"] });
    assert.equal(store.query.includes("left_out=a%7Cc"), true);
  });
});

Deno.test("a refused input is not said to be in effect", () => {
  inAPage(() => {
    const hub = new FakeHub();
    const store = new Store(hub);
    store.give("own", { name: "bad.csv", text: "" });
    assert.equal(store.inputInEffect("own"), undefined);
    hub.answers({ refused: { own: "row 1" } });
    assert.equal(store.inputInEffect("own"), undefined);
    store.give("own", { name: "good.csv", text: "" });
    hub.answers({ refused: {} });
    assert.equal(store.inputInEffect("own").name, "good.csv");
  });
});

Deno.test("what an address asks for and this answer lacks is said once it is there", () => {
  inAPage(() => {
    const hub = new FakeHub();
    const store = new Store(hub);
    store.show({ choices: { data: "eu", first: 1950 }, inputs: null, marks: { year: "1066" } });
    assert.deepEqual(store.notices, []);
    hub.answers({ offered: { year: [1950, 2000] }, marks: { year: 2000 } });
    assert.deepEqual(store.notices, [
      "Look at year: there is no “1066” here. Shown instead: 2000.",
    ]);
  });
});

Deno.test("a data set that no choice changes comes from its part", () => {
  inAPage(() => {
    const store = new Store(new FakeHub());
    store.figures.fixed.shapes = [{ id: "a" }];
    assert.deepEqual(store.rows("shapes"), [{ id: "a" }]);
    assert.deepEqual(store.rows("lines"), [{ x: 1 }, { x: 2 }]);
    assert.deepEqual(store.rows("unknown"), []);
  });
});

Deno.test("what was sent before a page was shown is asked for, once", () => {
  inAPage(() => {
    const hub = new FakeHub();
    const store = new Store(hub);
    /** @type {any[]} */
    const asked = [];
    hub.send = (message) => asked.push(message);
    let answers = 0;
    store.on("answer", () => answers += 1);
    hub.setAll({ columns: { lines: { x: "missed" } } });
    assert.deepEqual([store.rows("lines"), store.rows("lines")], [[], []]);
    assert.deepEqual(asked, [{ kind: "blocks" }]);
    hub.tell("msg:custom", { kind: "library" }, [new Uint8Array()]);
    hub.tell("msg:custom", { kind: "blocks" }, [
      packed({ columns: [{ key: "missed", values: [7] }] }),
    ]);
    assert.equal(answers, 1);
    assert.deepEqual(store.rows("lines"), [{ x: 7 }]);
  });
});

Deno.test("columns of two answers that come at once are both there", () => {
  inAPage(() => {
    const hub = new FakeHub();
    const store = new Store(hub);
    hub.setAll({ blocks: packed({ columns: [{ key: "b", values: [3] }] }) });
    hub.setAll({ blocks: packed({ columns: [{ key: "c", values: [4] }] }) });
    hub.setAll({ columns: { lines: { x: "b", y: "c" } } });
    assert.deepEqual(store.rows("lines"), [{ x: 3, y: 4 }]);
  });
});

Deno.test("what was asked for with a view that failed is not said of the next one", () => {
  inAPage(() => {
    const hub = new FakeHub();
    const store = new Store(hub);
    store.show({ choices: { data: "eu", first: 1950 }, inputs: null, marks: { year: "1066" } });
    hub.set("failure", { number: 1, words: "No answer." });
    store.choose({ data: "eu" });
    hub.answers({ offered: { year: [1950, 2000] }, marks: { year: 2000 } });
    assert.deepEqual(store.notices, []);
  });
});
