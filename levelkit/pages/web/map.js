// A map: its shapes, what is marked on it, and lists beside it that say what it shows.

import { renderChart } from "./chart.js";
import { button, controlBox, element } from "./dom.js";
import { library } from "./libraries.js";
import { zoomable } from "./map_zoom.js";
import { Picker } from "./picker.js";
import { shapesOf } from "./shapes.js";
import { filled, shownNumber } from "./words.js";

/** @typedef {import("./types.d.ts").Row} Row */

const TALLEST = 580; // pixels; a narrow screen gets a map that fits its width
const LOWEST = 320;
/** @type {Record<string, string>} */
const SCHEMES = { quantile: "As many regions in each", equal: "Equal steps" };

/** @param {import("./types.d.ts").Place} place */
export async function renderMap({ model, el, page }) {
  const name = model.get("name");
  /** @type {{ topologies: Record<string, any>, readout: string, home?: string }} */
  const { topologies, readout: template, home } = model.get("options");
  const box = controlBox("Map", "lk-map-controls");
  el.append(box);
  const maps = await library(page.hub, "maps");
  const flat = Object.fromEntries(
    Object.entries(topologies).map(([map, topology]) => [map, shapesOf(topology, map, maps)]),
  );
  page.figures.fixed.shapes = Object.values(flat).flatMap(({ features }) => features);
  const shown = () => flat[String(page.marks.map)];
  let position = { zoom: 1, pan_x: 0, pan_y: 0 };
  const setSignals = () => {
    const { width, height } = shown();
    page.ownSignals[name] = { ...position, box_width: width, box_height: height };
  };
  setSignals();
  const heightAt = (/** @type {number} */ wide) => {
    const { width, height } = shown();
    return Math.round(Math.min(TALLEST, Math.max(LOWEST, (wide * height) / width)));
  };
  const chart = await renderChart({ model, el, page, heightAt });
  const { view, canvas } = chart;

  // Many moves within one frame are painted once.
  let frame = 0;
  const size = () => ({ width: view.width(), height: view.height() });
  const zoom = zoomable(canvas, size, (at) => {
    position = at;
    setSignals();
    frame ||= requestAnimationFrame(() => {
      frame = 0;
      chart.repaint(chart.setAll);
    });
  }, maps);
  canvas.setAttribute("role", "application");
  canvas.setAttribute("aria-roledescription", "map");
  canvas.classList.add("lk-map");
  view.addEventListener("click", (/** @type {any} */ _, /** @type {any} */ item) => {
    const code = item?.datum?.id;
    if (code !== undefined) page.mark({ place: code });
  });

  const areas = () =>
    page.rows("areas").filter((row) => row.map === page.marks.map).sort((a, b) =>
      a.country.localeCompare(b.country) || a.region.localeCompare(b.region)
    );
  const field = (/** @type {string} */ label, /** @type {(k: number) => void} */ change) => {
    const picker = new Picker({ label }, change);
    box.append(picker.box);
    return picker;
  };
  const which = field("Map", (k) => {
    const map = page.offered.map[k];
    zoom.reset();
    page.mark({ map, place: highest(page.rows("areas"), String(map), home) });
  });
  const scheme = field("Classes", (k) => page.mark({ classes: page.offered.classes[k] }));
  const region = field("Region", (k) => page.mark({ place: areas()[k]?.code }));
  const tools = element("div", "lk-page-tools lk-map-tools");
  for (const { sign, label, act } of zoom.tools) {
    const tool = button(sign, act);
    tool.setAttribute("aria-label", label);
    tools.append(tool);
  }
  const readout = element("output", "lk-walk-words", "", { role: "status" });
  box.append(tools, readout);

  const show = () => {
    const listed = areas();
    const several = new Set(listed.map((row) => row.country)).size > 1;
    const { map: maps, classes } = page.offered;
    which.show(maps.map(String), maps.indexOf(page.marks.map));
    scheme.show(
      classes.map((value) => SCHEMES[String(value)]),
      classes.indexOf(page.marks.classes),
    );
    which.box.hidden = maps.length < 2;
    scheme.box.hidden = classes.length < 2;
    const marked = listed.findIndex((row) => row.code === page.marks.place);
    region.show(
      listed.map((row) => several ? `${row.country}: ${row.region}` : row.region),
      marked,
    );
    box.hidden = Boolean(page.words(name).hidden);
    const area = listed[marked];
    readout.textContent = area
      ? filled(template, readable(area, listed))
      : "No region is marked: choose one, or click on the map.";
  };
  const follow = () => {
    show();
    setSignals();
    chart.follow();
  };
  page.on("marks answer", follow);
  follow(); // an answer may have come while the chart was being painted
  return chart;
}

/**
 * What a readout may name: an area's own columns, and its place among those of its country.
 * @param {Row} area
 * @param {Row[]} listed
 */
function readable(area, listed) {
  const others = listed.filter(({ country }) => country === area.country);
  const above = others.filter(({ relative }) => relative > area.relative).length;
  return {
    ...area,
    relative: shownNumber(area.relative, 0),
    place: above + 1,
    among: others.length,
  };
}

/**
 * The area of a map with the highest value in a country, where one is at home there; "" for none.
 * @param {Row[]} rows
 * @param {string} map
 * @param {string} [country]
 * @returns {string}
 */
function highest(rows, map, country) {
  const inside = rows.filter((row) => row.map === map && row.country === country);
  return inside.reduce((best, row) => row.relative > (best?.relative ?? 0) ? row : best, inside[0])
    ?.code ?? "";
}
