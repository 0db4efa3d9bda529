// A view is a link: the page's state as an address, and back.

const MODES = ["present", "embed"];
/** What others put into a link (counters of clicks), and the server's word on a place in its queue. */
const PASSED_OVER = /^(voila-.*|utm_.*|mtm_.*|pk_.*|hsa_.*|[a-z]*clid|gbraid|wbraid|igshi?d?|mc_[ce]id|_g[al]|_hs(enc|mi)|vero_id|msclkid|gclsrc|srsltid|li_fat_id|turn)$/i;

/** Whether the address is ours to read and write: on a page of its own, not inside JupyterLab. */
export function ownsAddress() {
  return Boolean(globalThis.levelkitPage);
}

/** The query that brings this view back, "" for none. */
export function queryOf(state, mode, written) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(state)) {
    if (value !== null && value !== undefined) query.set(name, written(value));
  }
  if (mode) query.set("mode", mode);
  return query.toString();
}

/** What an address asks for: values by name, and the mode; `unknown` names what no page has. */
export function readAddress(names) {
  const given = {};
  const unknown = [];
  let mode = "";
  for (const [name, value] of new URLSearchParams(location.search)) {
    if (name === "mode" && MODES.includes(value)) mode = value;
    else if (names.includes(name)) given[name] = value;
    else if (!PASSED_OVER.test(name)) unknown.push(name === "mode" ? `mode=${value}` : name);
  }
  return { given, mode, unknown };
}

/** Put the view into the address bar; `push` makes a stop for the Back button. */
export function writeAddress(query, push) {
  const url = location.pathname + (query ? `?${query}` : "") + location.hash;
  if (url === location.pathname + location.search + location.hash) return;
  try {
    history[push ? "pushState" : "replaceState"]({}, "", url);
  } catch { /* some browsers refuse a changed address for a file: the page works without */ }
}
