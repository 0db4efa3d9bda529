// The chart widget: paints a Vega-Lite spec once; afterwards only figures and
// signals change, so a highlight or a scrubbed year repaints without the kernel
// and survives every update.

function isDark() {
  return document.body.dataset.jpThemeLight === "false";
}

function element(tag, className, text = "") {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}

/** One chart after the other, so that the first is not kept waiting by the rest. */
function inTurn(work) {
  const turn = (globalThis.levelkitTurn ?? Promise.resolve()).then(work);
  globalThis.levelkitTurn = turn.then(nextFrame, nextFrame);
  return turn;
}

function nextFrame() {
  // A hidden tab paints no frames: do not wait for one there.
  return new Promise((resolve) => {
    if (document.hidden) setTimeout(resolve);
    else requestAnimationFrame(() => setTimeout(resolve));
  });
}

async function render({ model, el }) {
  const figure = element("figure", "lk-figure");
  const title = element("h3", "lk-chart-title");
  const subtitle = element("p", "lk-chart-subtitle");
  const canvas = element("div", "lk-chart-canvas lk-waiting");
  const source = element("p", "lk-chart-source");
  const tools = element("div", "lk-tools");
  canvas.setAttribute("role", "img");
  canvas.style.minHeight = `${model.get("height")}px`;
  figure.append(title, subtitle, canvas, source, tools);
  el.append(figure);

  const words = () => {
    title.textContent = model.get("title");
    subtitle.textContent = model.get("subtitle");
    source.textContent = model.get("source");
    canvas.setAttribute("aria-label", model.get("description"));
  };
  words();
  model.on("change:title change:subtitle change:source change:description", words);

  let result;
  try {
    const { vegaEmbed } = await loadVega(model);
    const spec = structuredClone(model.get("spec"));
    spec.datasets = model.get("datasets");
    spec.height = model.get("height");
    spec.width = Math.max(240, canvas.clientWidth || el.clientWidth || 900);
    result = await inTurn(() => vegaEmbed(canvas, spec, {
      actions: false, renderer: "svg", mode: "vega-lite", logLevel: 1, tooltip: { theme: "custom" },
    }));
  } catch (error) {
    canvas.classList.remove("lk-waiting");
    canvas.textContent = `The chart could not be drawn (${error.message}). Reload the page; ` +
      "the table below holds the same figures.";
    throw error;
  }
  const { view } = result;
  canvas.classList.remove("lk-waiting");

  // Signals that a chart form lacks are simply not its business.
  const known = new Set(Object.keys(view.getState({ signals: () => true }).signals));
  const set = (name, value) => { if (known.has(name)) view.signal(name, value); };
  const chosen = () => {
    set("highlight", model.get("regions")[model.get("highlight_index")] ?? "");
    set("year", model.get("years")[model.get("year_index")] ?? null);
  };
  const everything = () => {
    for (const [name, value] of Object.entries(model.get("signals"))) set(name, value);
    set("dark", isDark());
    chosen();
  };

  // All that changes within one turn of the event loop is painted once.
  let pending = null;
  const repaint = (change) => {
    change();
    pending ??= Promise.resolve().then(() => { pending = null; return view.runAsync(); })
      .then(() => {
        globalThis.levelkitPaints = (globalThis.levelkitPaints ?? 0) + 1;
        canvas.dataset.painted = String(Number(canvas.dataset.painted ?? 0) + 1);
      });
    return pending;
  };
  model.on("change:datasets", () => repaint(() => {
    for (const [name, rows] of Object.entries(model.get("datasets"))) view.data(name, rows);
  }));
  model.on("change:signals", () => repaint(everything));
  model.on("change:highlight_index change:year_index change:regions change:years",
    () => repaint(chosen));
  model.on("change:height", () => repaint(() => {
    canvas.style.minHeight = `${model.get("height")}px`;
    view.height(model.get("height"));
  }));

  // Pointing at a region shows it; a click keeps it, and the year with it.
  view.addEventListener("mouseover", (_, item) => {
    if (item?.datum?.region) repaint(() => set("hover", item.datum.region));
  });
  view.addEventListener("mouseout", () => repaint(() => set("hover", "")));
  view.addEventListener("click", (_, item) => {
    const region = model.get("regions").indexOf(item?.datum?.region);
    const year = model.get("years").indexOf(item?.datum?.year);
    if (region >= 0) model.set("highlight_index", region);
    if (year >= 0) model.set("year_index", year);
    model.save_changes();
  });

  const fit = new ResizeObserver(() => {
    const width = Math.max(240, canvas.clientWidth);
    if (Math.abs(width - view.width()) > 1) repaint(() => view.width(width));
  });
  fit.observe(canvas);
  const themes = new MutationObserver(() => repaint(() => set("dark", isDark())));
  themes.observe(document.body, { attributes: true, attributeFilter: ["data-jp-theme-light"] });

  const svg = async () => {
    await repaint(() => { set("dark", false); set("hover", ""); });
    const text = compose(await view.toSVG(), Object.fromEntries(
      ["title", "subtitle", "source"].map((key) => [key, model.get(key)])));
    await repaint(() => set("dark", isDark()));
    return text;
  };
  // Some files hold the year looked at alone, which the kernel does not know.
  const filled = (text) => text.replaceAll("{year}", model.get("years")[model.get("year_index")]);
  const name = (ending) => `${filled(model.get("filename"))}.${ending}`;
  const csv = () => filled(model.get("csv")) +
    (model.get("csv_by_year")[model.get("years")[model.get("year_index")]] ?? "");
  const offers = {
    PNG: async () => save(await toPng(await svg()), name("png")),
    SVG: async () => save(new Blob([await svg()], { type: "image/svg+xml" }), name("svg")),
    CSV: async () => save(new Blob([csv()], { type: "text/csv" }), name("csv")),
  };
  for (const [label, act] of Object.entries(offers)) {
    const button = element("button", "lk-button", label);
    button.type = "button";
    button.setAttribute("aria-label", `Download as ${label}: ${model.get("title")}`);
    button.addEventListener("click", act);
    tools.append(button);
  }

  await repaint(everything);
  performance.mark("levelkit-painted");
  return () => { fit.disconnect(); themes.disconnect(); result.finalize(); };
}

export default { render };
