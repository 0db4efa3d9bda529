// A chart: painted once; afterwards only figures and signals change, so a highlight or
// a scrubbed year repaints without the kernel and survives every update.

/** One chart after the other, so that the first is not kept waiting by the rest. */
function inTurn(work) {
  const turn = (globalThis.levelkitTurn ?? Promise.resolve()).then(work);
  globalThis.levelkitTurn = turn.then(nextFrame, nextFrame);
  return turn;
}

/** Title, chart and source of one part; resolves to the figure once it is painted.
 *  `heightAt` gives the height that a width asks for, where a picture has a shape of its own. */
export async function renderChart({ model, el, page, heightAt }) {
  const name = model.get("name");
  const options = model.get("options");
  const figure = element("figure", `lk-figure lk-figure-${name}`);
  const title = element("h2", "lk-chart-title");
  const subtitle = element("p", "lk-chart-subtitle");
  const canvas = element("div", "lk-chart-canvas lk-waiting", "", { role: "img" });
  const source = element("p", "lk-chart-source");
  const words = () => page.words(name);
  for (const [one, rows] of Object.entries(options.datasets ?? {})) page.fixed[options.uses[one] ?? one] = rows;
  const rowsOf = (one) => page.rows(options.uses[one]);
  const used = Object.keys(options.uses);
  figure.append(title, subtitle, canvas, source);
  el.append(figure);
  let width = widthOf(canvas, el); // kept: to ask for it lays the whole page out
  const height = () => page.fillHeight?.(name) ?? heightAt?.(width)
    ?? words().height ?? options.height ?? 480;
  canvas.style.minHeight = `${height()}px`;
  const write = () => {
    title.textContent = words().title ?? "";
    subtitle.textContent = words().subtitle ?? "";
    source.textContent = words().source ?? sourceWords(page);
    for (const one of [title, subtitle, source]) one.hidden = !one.textContent;
    figure.hidden = Boolean(words().hidden); // where there is nothing to draw
    canvas.setAttribute("aria-label", words().description || words().title || "Chart");
  };
  write();

  let result;
  const shown = {}; // the rows that are drawn: while Vega starts, an answer may bring others
  try {
    const { vegaEmbed } = await library(page.hub, "vega");
    const spec = structuredClone(options.spec);
    Object.assign(shown, Object.fromEntries(used.map((one) => [one, rowsOf(one)])));
    spec.datasets = { ...shown };
    spec.height = height();
    spec.width = width = widthOf(canvas, el);
    withSignals(spec, page.params(name));
    result = await inTurn(() => vegaEmbed(canvas, spec, {
      actions: false, ast: page.live, renderer: options.renderer ?? "svg", mode: "vega-lite", logLevel: 1,
      tooltip: { theme: "custom" },
    }));
  } catch (error) {
    canvas.classList.remove("lk-waiting");
    canvas.textContent = `The chart could not be drawn (${error.message}). Reload the page; ` +
      "the tables below hold the same figures.";
    throw error;
  }
  const { view } = result;
  canvas.classList.remove("lk-waiting");
  // Vega names its element a document of graphics, and by its own words: to a screen
  // reader a chart is a picture with the description that its figures give it.
  canvas.setAttribute("role", "img");
  canvas.removeAttribute("aria-roledescription");
  canvas.querySelector("svg")?.setAttribute("aria-hidden", "true");
  write();

  // Signals that a chart form lacks are simply not its business.
  const known = new Set(Object.keys(view.getState({ signals: () => true }).signals));
  const set = (signal, value) => { if (known.has(signal)) view.signal(signal, value); };
  const setAll = () => {
    const values = page.params(name);
    for (const [signal, value] of Object.entries(values)) set(signal, value);
    set("dark", isDark());
    set("big", page.mode === "present" ? 1.55 : 1);
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
  // Rows are compared by identity: a change of years alone sends none.
  const setRows = () => {
    for (const one of used) {
      if (rowsOf(one) === shown[one]) continue;
      shown[one] = rowsOf(one);
      view.data(one, shown[one]);
    }
  };
  // A chart that is out of sight waits for those in sight, so that a change is seen at once.
  const update = () => {
    setRows(); // scales of one answer are not laid out with the rows of another
    if (view.height() !== height()) view.height(height());
    if (Math.abs(view.width() - width) > 1) view.width(width);
    setAll();
  };
  const sight = follower(canvas, () => repaint(update));
  const follow = () => {
    canvas.style.minHeight = `${height()}px`;
    return sight.follow();
  };
  const fit = () => {
    width = widthOf(canvas, el);
    return follow();
  };
  page.on("answer", () => {
    write();
    follow();
  });
  page.on("marks", follow);
  page.on("mode", () => nextFrame().then(fit));
  // In a lecture the main chart's title is all the heading there is.
  const level = () => {
    const alone = page.mode === "present" && name === page.about.main;
    for (const [key, value] of [["role", "heading"], ["aria-level", "1"]]) {
      if (alone) title.setAttribute(key, value);
      else title.removeAttribute(key);
    }
  };
  page.on("mode", level);
  level();

  // Pointing at a region shows it; a click keeps it, and the year with it.
  view.addEventListener("mouseover", (_, item) => {
    const pointed = item?.datum?.[options.unit];
    if (pointed) repaint(() => set("hover", pointed));
  });
  view.addEventListener("mouseout", () => repaint(() => set("hover", "")));
  view.addEventListener("click", (_, item) => {
    const { picks } = options; // here a click puts a name on an input's list
    if (picks && page.live) {
      page.toggle(picks.input, item?.datum?.[picks.field]);
      return;
    }
    const { [options.unit]: unit, year } = item?.datum ?? {};
    const { highlight: units = [], year: years = [] } = page.offered;
    if (units.includes(unit)) page.mark({ highlight: unit });
    if (years.includes(year)) page.mark({ year });
  });
  const widths = new ResizeObserver(() => {
    if (Math.abs(widthOf(canvas, el) - width) > 1) fit();
  });
  widths.observe(canvas);
  const themes = new MutationObserver(() => repaint(() => set("dark", isDark())));
  themes.observe(document.body, { attributes: true, attributeFilter: ["data-jp-theme-light"] });

  const toSvg = async () => {
    await repaint(() => { update(); set("dark", false); set("hover", ""); set("big", 1); });
    const text = compose(await view.toSVG(), {
      title: words().title, subtitle: words().subtitle,
      source: [source.textContent, linkWords(page)].filter(Boolean).join(" "),
    });
    await repaint(setAll);
    return text;
  };
  const chart = { name, view, set, repaint, setAll, follow, figure, toSvg, files: options.files };
  // As shown: another program has no page to set the parameters.
  chart.specWithData = () => withSignals({
    ...structuredClone(options.spec), width: view.width(), height: view.height(),
    datasets: Object.fromEntries(used.map((one) => [one, rowsOf(one)])),
  }, page.params(name));
  page.charts[name] = chart;
  if (options.files) figure.append(downloadButtons(page, chart));
  await fit();
  performance.mark("levelkit-painted");
  chart.end = () => { widths.disconnect(); themes.disconnect(); sight.end(); result.finalize(); };
  return chart;
}

/** A spec whose parameters have these values. */
function withSignals(spec, values) {
  for (const param of spec.params ?? []) if (param.name in values) param.value = values[param.name];
  return spec;
}

function widthOf(canvas, el) {
  return Math.max(240, canvas.clientWidth || el.clientWidth || 900);
}

function sourceWords(page) {
  const { source, licence } = page.words("page");
  return source ? `Source: ${source}. Licence: ${licence}.` : "";
}

/** Where the view can be seen again, for a picture that travels alone. */
function linkWords(page) {
  const link = page.about.share ? linksOf(page).view : "";
  return link ? `View: ${link}` : "";
}
