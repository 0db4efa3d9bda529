import assert from "node:assert/strict";
import { FakeHub } from "./fake_hub.js";
import { frameOf } from "../../levelkit/pages/web/kernel_frames.js";
import { Answers } from "../../levelkit/pages/web/live_answers.js";

/** A socket whose other end is the test. */
class Socket extends EventTarget {
  /** @type {Socket[]} */
  static all = [];
  sent = 0;
  constructor() {
    super();
    Socket.all.push(this);
    queueMicrotask(() => this.dispatchEvent(new Event("open")));
  }
  /** @param {Uint8Array} _ */
  send(_) {
    this.sent += 1;
    if (this.sent === 1) this.says("kernel_info_reply", {});
  }
  close() {}
  /** @param {string} kind @param {any} content */
  says(kind, content) {
    this.dispatchEvent(
      new MessageEvent("message", { data: framed({ msg_type: kind }, content).buffer }),
    );
  }
  /** @param {any} state */
  updates(state) {
    this.says("comm_msg", { comm_id: "hub", data: { method: "update", state } });
  }
  /** An update with figures: the digits of 123 stand for them. @param {any} state */
  updatesWithBytes(state) {
    const data = { method: "update", state, buffer_paths: [["blocks"]] };
    const content = { comm_id: "hub", data };
    const frame = frameOf("iopub", [{ msg_type: "comm_msg" }, {}, {}, content, 123]);
    this.dispatchEvent(new MessageEvent("message", { data: frame.buffer }));
  }
}

/** @param {any} header @param {any} content */
const framed = (header, content) => frameOf("iopub", [header, {}, {}, content]);
const tick = () => new Promise((resolve) => setTimeout(resolve, 5));

Deno.test("the rest of an answer that comes too late changes nothing, and a kernel that goes is said", async () => {
  const told = { hub: "hub", socket: "/s", farewell: "/f" };
  const before = { fetch: globalThis.fetch, WebSocket: globalThis.WebSocket };
  Object.assign(globalThis, {
    fetch: () => Promise.resolve(Response.json(told)),
    WebSocket: Socket,
    location: new URL("http://host/page"),
  });
  Object.assign(navigator, { sendBeacon: () => true });
  /** @type {string[]} */
  const failures = [];
  try {
    const hub = new FakeHub();
    const where = { folder: "nowhere", version: "1" };
    new Answers(hub, where, "/voila/live/page", (words) => failures.push(words));
    Object.assign(hub.state, { inputs: { left_out: ["London"] }, turn: 1, words: { a: "usual" } });
    hub.save_changes();
    await tick();
    const [socket] = Socket.all;
    socket.updates({ words: { a: "without London" }, answered_turn: 1 });
    assert.deepEqual(hub.get("words"), { a: "without London" });
    assert.equal(hub.get("answered_turn"), 1);
    socket.updates({ words: { a: "without London, and more" }, rest: 1 });
    assert.deepEqual(hub.get("words"), { a: "without London, and more" });
    // London is back: what the kernel still has to say of it is not shown.
    Object.assign(hub.state, { inputs: {}, turn: 2, answered_turn: 2, words: { a: "usual" } });
    socket.updatesWithBytes({ words: { a: "without London, and yet more" }, rest: 2 });
    // Figures are kept all the same: they are sent but once.
    assert.deepEqual(new TextDecoder().decode(hub.get("blocks")), "123");
    assert.deepEqual(hub.get("words"), { a: "usual" });
    // Asked again, all of its answer is there, whatever of it has changed since.
    Object.assign(hub.state, { inputs: { left_out: ["Wales"] }, turn: 3 });
    hub.save_changes();
    await tick();
    socket.updates({ refused: {}, answered_turn: 3 });
    assert.deepEqual(hub.get("words"), { a: "without London, and yet more" });
    assert.deepEqual(failures, []);
    // A kernel that goes while a choice waits for it is said as well: no input has changed.
    hub.state.choices = { data: "eu", first: 1950 };
    hub.save_changes();
    await tick();
    socket.dispatchEvent(new Event("close"));
    assert.deepEqual(failures, ["What worked this out has ended. Choose again to start it anew."]);
  } finally {
    Object.assign(globalThis, { ...before, location: undefined });
  }
});
