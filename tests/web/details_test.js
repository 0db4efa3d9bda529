import { foundNotices } from "../../levelkit/pages/web/notices.js";
import assert from "node:assert/strict";
import { FakeHub, inAPage } from "./fake_hub.js";
import { Store } from "../../levelkit/pages/web/store.js";

const FORM = [{
  name: "place",
  label: "Place",
  help: "",
  usual: "TLC",
  options: [["E08000035", "Leeds"], ["TLC", "North East"]],
}];

function storeWithPlaces() {
  const hub = new FakeHub();
  Object.assign(hub.state, {
    details_form: FORM,
    details: { place: "TLC" },
    detailed: { place: "TLC" },
    detail: {
      columns: { path: { x: "a" } },
      params: { path: { highlight: "North East" } },
      words: { path: { title: "North East" } },
    },
  });
  return { hub, store: new Store(hub) };
}

Deno.test("figures, words and parameters of what is looked at stand beside those of the answer", () => {
  inAPage(() => {
    const { store } = storeWithPlaces();
    assert.deepEqual(store.rows("path"), [{ x: 1 }, { x: 2 }]);
    assert.deepEqual(store.rows("lines"), [{ x: 1 }, { x: 2 }]);
    assert.equal(store.words("path").title, "North East");
    assert.equal(store.params("path").highlight, "North East");
    assert.match(store.query, /place=TLC/);
    assert.equal(store.signals.place, "TLC");
  });
});

Deno.test("another is asked for once, and is shown when it comes", () => {
  inAPage(() => {
    const { hub, store } = storeWithPlaces();
    /** @type {string[]} */
    const heard = [];
    store.on("details", () => heard.push("asked"));
    store.on("settled", () => heard.push("settled"));
    store.look({ place: "TLC" });
    assert.equal(hub.saved.length, 0);
    store.look({ place: "E08000035" });
    assert.equal(hub.saved.length, 1);
    assert.equal(store.answered, false);
    hub.setAll({ detail: { words: { path: { title: "Leeds" } } }, detailed: store.details.chosen });
    assert.deepEqual(heard, ["asked", "settled"]);
    assert.equal(store.words("path").title, "Leeds");
    assert.equal(store.answered, true);
  });
});

Deno.test("one that does not come leaves the page at what it shows, and that is said", () => {
  inAPage(() => {
    const { hub, store } = storeWithPlaces();
    store.look({ place: "E08000035" });
    hub.setAll({ failure: { number: 1, words: "Not there." } });
    assert.deepEqual(store.details.chosen, { place: "TLC" });
    assert.deepEqual(store.notices, ["Not there."]);
    assert.equal(store.answered, true);
  });
});

Deno.test("an address means a key that there is; another is said", () => {
  inAPage(() => {
    const { store } = storeWithPlaces();
    assert.deepEqual(store.details.meant({ place: "E08000035", other: "x" }), {
      keys: { place: "E08000035" },
      missed: [],
      found: [],
    });
    assert.deepEqual(store.details.meant({}), {
      keys: { place: "TLC" },
      missed: [],
      found: [],
    });
    assert.deepEqual(store.details.meant({ place: "nowhere" }), {
      keys: { place: "TLC" },
      missed: [{ label: "Place", asked: "nowhere", words: "North East" }],
      found: [],
    });
  });
});

Deno.test("words typed elsewhere mean the first place that has them, and the others are said", () => {
  inAPage(() => {
    const { store } = storeWithPlaces();
    const { keys, missed, found } = store.details.meant({ find: "north east" });
    assert.deepEqual([keys, missed, found], [{ place: "TLC" }, [], []]);
    const none = store.details.meant({ find: " Atlantis " });
    assert.deepEqual(none.keys, { place: "TLC" });
    assert.deepEqual(none.found, [
      "No place here is called “Atlantis”. Try another spelling, or a place nearby.",
    ]);
    // A key says more than words.
    assert.deepEqual(store.details.meant({ find: "Atlantis", place: "E08000035" }).found, []);
  });
  assert.deepEqual(foundNotices("a", ["A1", "A2", "A3", "A4", "A5", "A6"]), [
    "6 places have “a” in their names. Shown: A1. Also: A2; A3; A4 and 2 more.",
  ]);
});
