// What becomes of the kernel behind the page is said: controls that nobody answers would change
// without the figures. A banner says what happened and offers to reload, which brings the view back.
(() => {
  const PATIENCE = 5000; // the page itself reconnects after a short break
  const START = 90000; // the longest step of making a page, on a busy machine
  const RELOAD = "Reload the page to go on from this view.";
  const SAID = {
    lost: "The connection to the server has ended, so the controls no longer work. Reload the page to go on.",
    dead: `What works out this page's answers has ended, so the controls no longer work. ${RELOAD}`,
    late: `The server has not answered for 15 seconds. It may still do so. ${RELOAD}`,
    unmade: "The page has not been made for a long time. Reload it to try again.",
    never: "This page could not connect to its server, so the controls do not work. Reload the page to try again.",
  };
  const FOR_HOSTS = "If that never helps and you host this page: the proxy in front of the server has to pass "
    + "WebSocket connections on (the headers Upgrade and Connection). See docs/hosting.md.";
  const FINAL = ["dead"]; // what no later connection takes back
  const open = new Set();
  let connected = false;
  let leaving = false;
  let said = "";

  const inert = (lost) => {
    for (const box of document.querySelectorAll(".lk-controls")) box.inert = lost;
    document.body.classList.toggle("lk-lost", lost);
  };
  const reload = () => {
    dispatchEvent(new Event("levelkit-leaving")); // the page puts its view into the address
    location.reload();
  };
  const say = (what) => {
    if (leaving || said === what || FINAL.includes(said)) return;
    unsay();
    said = what;
    const banner = document.createElement("div");
    const button = document.createElement("button");
    const words = document.createElement("p");
    banner.id = "lk-banner";
    banner.className = "lk-banner";
    banner.setAttribute("role", "alert");
    words.textContent = SAID[what];
    button.type = "button";
    button.textContent = "Reload";
    button.addEventListener("click", reload);
    banner.append(words, button);
    if (what === "never") {
      const more = document.createElement("p");
      more.className = "lk-banner-more";
      more.textContent = FOR_HOSTS;
      banner.append(more);
    }
    document.body.prepend(banner);
    inert(what !== "late" && what !== "unmade");
  };
  const unsay = () => {
    document.getElementById("lk-banner")?.remove();
    said = "";
    inert(false);
  };

  const secret = () => JSON.parse(document.getElementById("jupyter-config-data")?.textContent ?? "{}").token ?? "";

  /** Whether the kernel of a socket is there: then it is the socket that nothing lets through. */
  const lives = async (url) => {
    const { host, pathname } = new URL(url, location.href);
    const headers = { Authorization: `token ${secret()}` };
    try {
      const answer = await fetch(`${location.protocol}//${host}${pathname.replace(/\/channels$/, "")}`, { headers });
      return answer.ok;
    } catch { return true; }
  };
  const closed = async (url) => {
    if (open.size || leaving) return;
    if (connected) say("lost");
    else say(await lives(url) ? "never" : "dead");
  };

  /** A kernel's state, if the frame says it: offsets (eight bytes each) of channel, header and so on. */
  const stateIn = (frame) => {
    if (!(frame instanceof ArrayBuffer) || frame.byteLength > 4096) return "";
    try {
      const numbers = new DataView(frame);
      const part = (k) => JSON.parse(new TextDecoder().decode(new Uint8Array(frame,
        numbers.getUint32(8 * (k + 1), true), numbers.getUint32(8 * (k + 2), true) - numbers.getUint32(8 * (k + 1), true))));
      return part(1).msg_type === "status" ? part(4).execution_state : "";
    } catch { return ""; }
  };

  const Native = window.WebSocket;
  window.WebSocket = class extends Native {
    constructor(...given) {
      super(...given);
      if (!String(given[0]).includes("/api/kernels/")) return;
      this.addEventListener("open", () => {
        open.add(this);
        connected = true;
        if (!FINAL.includes(said)) unsay();
      });
      this.addEventListener("message", ({ data }) => {
        if (["dead", "restarting", "autorestarting"].includes(stateIn(data))) say("dead");
      });
      this.addEventListener("close", () => {
        open.delete(this);
        setTimeout(closed, PATIENCE, String(given[0]));
      });
    }
  };

  // Told by the page: an answer takes its time, or has come.
  addEventListener("levelkit-late", () => { if (!said) say("late"); });
  addEventListener("levelkit-answered", () => { if (said === "late") unsay(); });
  // Told by the server while it makes the page, step by step.
  let start = setTimeout(say, START, "unmade");
  window.levelkitStep = (last) => {
    clearTimeout(start);
    if (said === "unmade") unsay();
    if (!last) start = setTimeout(say, START, "unmade");
  };
  // Voilà's farewell names the kernel; the page's secret says that it is its own.
  const send = navigator.sendBeacon.bind(navigator);
  navigator.sendBeacon = (address, ...given) => {
    const token = String(address).includes("/api/shutdown/") ? `?token=${encodeURIComponent(secret())}` : "";
    return send(`${address}${token}`, ...given);
  };
  addEventListener("pagehide", () => { leaving = true; });
  // Come back to by the Back button: its kernel ended when it was left.
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
})();
