// Once the connection to the kernel has ended, controls would change without the figures: say so.
(() => {
  const PATIENCE = 5000; // the page itself reconnects after a short break
  const open = new Set();
  let leaving = false;
  const inert = (lost) => {
    for (const box of document.querySelectorAll(".lk-controls")) box.inert = lost;
    document.body.classList.toggle("lk-lost", lost);
  };
  const say = () => {
    if (open.size || leaving || document.getElementById("lk-banner")) return;
    const banner = document.createElement("div");
    const reload = document.createElement("button");
    banner.id = "lk-banner";
    banner.className = "lk-banner";
    banner.setAttribute("role", "alert");
    banner.textContent = "The connection to the server has ended, so the controls no longer work. Reload the page to go on.";
    reload.type = "button";
    reload.textContent = "Reload";
    reload.addEventListener("click", () => location.reload());
    banner.append(reload);
    document.body.prepend(banner);
    inert(true);
  };
  const unsay = () => {
    document.getElementById("lk-banner")?.remove();
    inert(false);
  };
  const Native = window.WebSocket;
  window.WebSocket = class extends Native {
    constructor(...given) {
      super(...given);
      if (!String(given[0]).includes("/api/kernels/")) return;
      this.addEventListener("open", () => { open.add(this); unsay(); });
      this.addEventListener("close", () => { open.delete(this); setTimeout(say, PATIENCE); });
    }
  };
  // Voilà's farewell names the kernel; the page's secret says that it is its own.
  const send = navigator.sendBeacon.bind(navigator);
  navigator.sendBeacon = (address, ...given) => {
    const settings = JSON.parse(document.getElementById("jupyter-config-data")?.textContent ?? "{}");
    const secret = String(address).includes("/api/shutdown/") ? `?token=${encodeURIComponent(settings.token)}` : "";
    return send(`${address}${secret}`, ...given);
  };
  addEventListener("pagehide", () => { leaving = true; });
  // Come back to by the Back button: its kernel ended when it was left.
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
})();
