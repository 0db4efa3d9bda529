// A chart: painted once; afterwards only figures and signals change, so a highlight or
// a scrubbed year repaints without the kernel and survives every update.

import { ChartFrame } from "./chart_frame.js";
import { ChartView } from "./chart_view.js";
import { downloadButtons } from "./files.js";
import { follower, nextFrame } from "./frames.js";
import { compose } from "./picture.js";
import { viewLink } from "./view.js";

/**
 * @typedef {import("./types.d.ts").Chart} Chart
 * @typedef {import("./types.d.ts").Place & { heightAt?: (width: number) => number }} ChartPlace
 *   `heightAt`: the height that a width asks for, where a picture has a shape of its own
 */

/**
 * Title, chart and source of one part; resolves once the chart is painted.
 * @param {ChartPlace} place
 * @returns {Promise<Chart>}
 */
export async function renderChart({ model, el, page, heightAt }) {
  const name = model.get("name");
  const options = model.get("options");
  for (const [set, rows] of Object.entries(options.datasets ?? {})) {
    page.figures.fixed[options.uses[set] ?? set] = rows;
  }
  const frame = new ChartFrame(name, page, el);
  let width = frame.width(); // kept: to ask for it lays the whole page out
  const height = () =>
    page.fillHeight(name) ?? heightAt?.(width) ?? page.words(name).height ?? options.height ?? 480;
  frame.reserve(height());

  const view = new ChartView(name, options, page, frame.canvas);
  try {
    await view.paint(() => {
      width = frame.width();
      return { width, height: height() };
    });
  } catch (error) {
    frame.fail(/** @type {Error} */ (error).message);
    throw error;
  }
  frame.painted();

  // A chart that is out of sight waits for those in sight, so that a change is seen at once.
  const update = () => view.update(width, height());
  const sight = follower(frame.canvas, () => view.repaint(update));
  const follow = () => {
    frame.reserve(height());
    return sight.follow();
  };
  const fit = () => {
    width = frame.width();
    return follow();
  };
  page.on("answer", () => {
    frame.write();
    follow();
  });
  page.on("marks", follow);
  page.on("mode", () => nextFrame().then(fit));
  point(view, options, page);
  const widths = new ResizeObserver(() => {
    if (Math.abs(frame.width() - width) > 1) fit();
  });
  widths.observe(frame.canvas);
  const themes = new MutationObserver(() => view.repaint(() => view.setTheme()));
  themes.observe(document.body, { attributes: true, attributeFilter: ["data-jp-theme-light"] });

  const chart = {
    name,
    view: view.vega,
    figure: frame.figure,
    canvas: frame.canvas,
    files: options.files,
    set: view.set,
    setAll: view.setAll,
    repaint: view.repaint,
    follow,
    specWithData: () => view.specWithData(),
    toSvg: async () => {
      const svg = await view.toPrint(update);
      const { title = "", subtitle = "" } = page.words(name);
      const source = [frame.sourceText, viewLink(page)].filter(Boolean).join(" ");
      return compose(svg, { title, subtitle, source });
    },
    end: () => {
      widths.disconnect();
      themes.disconnect();
      sight.end();
      view.end();
    },
  };
  page.charts[name] = chart;
  if (options.files) frame.figure.append(downloadButtons(page, chart));
  await fit();
  performance.mark("levelkit-painted");
  return chart;
}

/**
 * Pointing at a row of the chart shows it; a click keeps what `options.marks` names of it,
 * or puts it on an input's list (`options.picks`).
 * @param {ChartView} view
 * @param {any} options
 * @param {import("./store.js").Store} page
 */
function point(view, options, page) {
  view.vega.addEventListener("mouseover", (/** @type {any} */ _, /** @type {any} */ item) => {
    const pointed = item?.datum?.[options.marks.highlight];
    if (pointed) view.repaint(() => view.set("hover", pointed));
  });
  view.vega.addEventListener("mouseout", () => view.repaint(() => view.set("hover", "")));
  view.vega.addEventListener("click", (/** @type {any} */ _, /** @type {any} */ item) => {
    const { picks } = options;
    if (picks && page.live) {
      page.toggle(picks.input, item?.datum?.[picks.field]);
      return;
    }
    const clicked = Object.entries(options.marks)
      .map(([mark, field]) => [mark, item?.datum?.[field]])
      .filter(([mark, value]) => page.offered[mark]?.includes(value));
    if (clicked.length) page.mark(Object.fromEntries(clicked));
  });
}
