// A kernel of one's own, for a page that was opened without one: started when it is first asked.

import { newKey } from "./dom.js";
import { frameOf, PROTOCOL, readFrame } from "./kernel_frames.js";
import { SentFiles } from "./sent_files.js";

/** @typedef {{ hub: string, socket: string, farewell: string }} Told what the server says of the kernel */

const PATIENCE = 20_000; // milliseconds until a kernel that says nothing is given up
const AGAIN = 300; // and until it is asked once more whether it listens
const SAID = {
  full: "All kernels of this server are taken at the moment. Try again in half a minute.",
  none: "What works this out could not be started. Check the connection, then try again.",
  lost: "What worked this out has ended. Choose again to start it anew.",
};

/** @type {Record<number, string>} */
const REFUSED = {
  409: "The server is still starting. Try again in a few seconds.",
  503: SAID.full,
};
const GONE = ["dead", "restarting", "autorestarting"];

/** A kernel's state, if the message says it. @param {ReturnType<typeof readFrame>} message */
function stateOf(message) {
  return message?.header.msg_type === "status" ? message.content.execution_state : "";
}

/**
 * A state with what was sent in bytes beside it.
 * @param {{ state: Record<string, any>, buffer_paths?: string[][] }} said
 * @param {Uint8Array[]} buffers
 */
function withBuffers({ state, buffer_paths: paths = [] }, buffers) {
  return { ...state, ...Object.fromEntries(paths.map(([name], k) => [name, buffers[k]])) };
}

export class KernelSocket {
  /** What has been sent to this kernel. */
  files = new SentFiles();
  #session = newKey();
  /** @type {WebSocket} */ #socket;
  #told;
  #ended = false;

  /**
   * @param {Told} told
   * @param {WebSocket} socket an open one
   */
  constructor(told, socket) {
    this.#told = told;
    this.#socket = socket;
    addEventListener("pagehide", () => this.end());
  }

  /**
   * Start a kernel for a page, and wait until it listens.
   * @param {string} address where the server starts it
   * @param {{ update: (state: Record<string, any>) => void, lost: (words: string) => void,
   *   message: (content: any, buffers: Uint8Array[]) => void }} tell
   * @returns {Promise<KernelSocket>}
   * @throws {Error} with words for the visitor
   */
  static async open(address, { update, message: tell, lost }) {
    const answer = await fetch(address, { method: "POST" }).catch(() => null);
    if (!answer?.ok) throw new Error(REFUSED[answer?.status ?? 0] ?? SAID.none);
    /** @type {Told} */
    const told = await answer.json();
    const url = new URL(told.socket, location.href);
    url.searchParams.set("session_id", newKey());
    url.protocol = url.protocol.replace("http", "ws");
    const socket = new WebSocket(url, PROTOCOL);
    socket.binaryType = "arraybuffer";
    const kernel = new KernelSocket(told, socket);
    let listens = false;
    const opening = new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(SAID.none)), PATIENCE);
      /** @type {ReturnType<typeof setInterval> | undefined} */
      let asking;
      const settle = (/** @type {(value?: any) => void} */ act, /** @type {any} */ value) => {
        clearTimeout(late);
        clearInterval(asking);
        act(value);
      };
      socket.addEventListener("open", () => {
        const ask = () => kernel.#send("kernel_info_request", {});
        ask();
        asking = setInterval(ask, AGAIN);
      });
      socket.addEventListener("message", ({ data }) => {
        const message = readFrame(data);
        if (message?.header.msg_type === "kernel_info_reply") {
          listens = true;
          settle(resolve, undefined);
        }
        if (GONE.includes(stateOf(message))) socket.close();
        const said = kernel.#ofHub(message);
        if (said?.method === "update") update(withBuffers(said, message?.buffers ?? []));
        if (said?.method === "custom") tell(said.content, message?.buffers ?? []);
      });
      socket.addEventListener("close", () => {
        settle(reject, new Error(SAID.none));
        if (listens) lost(SAID.lost);
      });
    });
    try {
      await opening;
    } catch (error) {
      kernel.end();
      throw error;
    }
    return kernel;
  }

  /** What the page's hub says. @param {ReturnType<typeof readFrame>} message */
  #ofHub(message) {
    const { comm_id: id, data } = message?.content ?? {};
    return message?.header.msg_type === "comm_msg" && id === this.#told.hub ? data : null;
  }

  /** Ask the hub for something. @param {any} content */
  send(content) {
    this.#send("comm_msg", { comm_id: this.#told.hub, data: { method: "custom", content } });
  }

  /** Set what a visitor may set of the hub. @param {Record<string, any>} state */
  set(state) {
    this.#send("comm_msg", {
      comm_id: this.#told.hub,
      data: { method: "update", state, buffer_paths: [] },
    });
  }

  /** @param {string} kind @param {any} content */
  #send(kind, content) {
    const header = {
      msg_id: newKey(),
      msg_type: kind,
      session: this.#session,
      username: "",
      date: new Date().toISOString(),
      version: "5.3",
    };
    this.#socket.send(frameOf("shell", [header, {}, {}, content]));
  }

  /** The kernel is needed no more. */
  end() {
    if (this.#ended) return;
    this.#ended = true;
    navigator.sendBeacon(this.#told.farewell);
    this.#socket.close();
  }
}
