// A hub without a kernel, and as much of a browser as a store asks for.

import { StaticModel } from "../../levelkit/pages/web/static_models.js";

/** @type {any[]} */
export const FORM = [
  {
    name: "data",
    label: "Regions of",
    depends: [],
    after: null,
    options: { "": [["uk", "UK"], ["eu", "Europe"]] },
    default: { "": "uk" },
  },
  {
    name: "first",
    label: "First year",
    depends: ["data"],
    after: null,
    options: { uk: [[1900, "1900"]], eu: [[1950, "1950"]] },
    default: { uk: 1900, eu: 1950 },
  },
];

/** A pack without bodies, as Python writes it. @param {any} head @returns {Uint8Array} */
export function packed(head) {
  const text = new TextEncoder().encode(JSON.stringify(head));
  const bytes = new Uint8Array(4 + text.length);
  new DataView(bytes.buffer).setUint32(0, text.length, true);
  bytes.set(text, 4);
  return bytes;
}

/** @returns {Record<string, any>} */
function usualState() {
  return {
    form: FORM,
    choices: { data: "uk", first: 1900 },
    answered: { data: "uk", first: 1900 },
    offered: { year: [1900, 2000] },
    marks: { year: 2000 },
    marks_form: [{ name: "year", label: "Look at year", kind: "slider" }],
    inputs_form: [{ name: "left_out", label: "Left out", kind: "names" }, {
      name: "own",
      label: "Your file",
      kind: "file",
    }],
    inputs: {},
    turn: 0,
    answered_turn: 0,
    refused: {},
    live: true,
    words: {},
    columns: { lines: { x: "a" } },
    blocks: packed({ columns: [{ key: "a", values: [1, 2] }] }),
    signals: {},
    params: {},
    about: {},
  };
}

export class FakeHub extends StaticModel {
  /** The choices at each sending. @type {any[]} */
  saved = [];

  constructor() {
    super("AnyModel", usualState(), /** @type {any} */ (null));
    this.answer = () => {
      this.saved.push(this.get("choices"));
    };
  }

  /** @param {Record<string, any>} state */
  answers(state) {
    const turn = this.get("turn");
    if (turn !== this.get("answered_turn")) this.state.answered_turn = turn;
    this.setAll({ ...state, answered: this.get("choices") });
  }
}

/** Run with a body whose classes can be toggled, and no timer left behind. @param {() => void} act */
export function inAPage(act) {
  const { setTimeout: real } = globalThis;
  const page = { body: { classList: { toggle() {} } } };
  Object.assign(globalThis, { document: page, setTimeout: () => 0 });
  try {
    act();
  } finally {
    Object.assign(globalThis, { document: undefined, setTimeout: real });
  }
}
