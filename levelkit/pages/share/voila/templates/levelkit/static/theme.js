// Light or dark: what the visitor chose, else what the system prefers. Loaded in the page's
// head, so that no page flashes in the wrong theme.
(() => {
  const stored = () => { try { return localStorage.getItem("levelkit-theme"); } catch { return null; } };
  const system = matchMedia("(prefers-color-scheme: dark)");
  const apply = () => {
    const wanted = stored();
    const dark = wanted ? wanted === "dark" : system.matches;
    document.documentElement.dataset.theme = dark ? "dark" : "light";
    if (!document.body) return; // still in the page's head
    // JupyterLab's own mark, which widgets and charts watch.
    document.body.dataset.jpThemeLight = String(!dark);
    const button = document.getElementById("lk-theme");
    if (button) {
      button.textContent = dark ? "Light" : "Dark";
      button.setAttribute("aria-label", `Switch to ${dark ? "light" : "dark"} colours`);
    }
  };
  document.addEventListener("click", (event) => {
    if (event.target.id !== "lk-theme") return;
    const dark = document.documentElement.dataset.theme === "dark";
    try { localStorage.setItem("levelkit-theme", dark ? "light" : "dark"); } catch { /* this page only */ }
    if (stored() === null) document.documentElement.dataset.theme = dark ? "light" : "dark";
    apply();
  });
  system.addEventListener("change", apply);
  document.addEventListener("DOMContentLoaded", apply);
  apply();
})();
