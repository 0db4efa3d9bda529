// One part of a page: what is to be drawn where.

import { ownsAddress } from "./address_bar.js";
import { renderChart } from "./chart.js";
import { renderCurve, renderPlaces } from "./combinations.js";
import { renderDetail } from "./details.js";
import { renderControls, renderMarks } from "./controls.js";
import { element } from "./dom.js";
import { arrangePage } from "./folds.js";
import { renderHtml } from "./html.js";
import { renderInput } from "./inputs.js";
import { renderMap } from "./map.js";
import { storeOf } from "./page.js";
import { renderTable } from "./table.js";

/**
 * @typedef {import("./types.d.ts").Model} Model
 * @typedef {import("./types.d.ts").Place} Place
 */

/** @type {Record<string, (place: Place) => any>} */
const KINDS = {
  controls: renderControls,
  marks: renderMarks,
  html: renderHtml,
  chart: renderChart,
  table: renderTable,
  curve: renderCurve,
  places: renderPlaces,
  map: renderMap,
  input: renderInput,
  detail: renderDetail,
};

/** @param {{ model: Model, el: HTMLElement, hub: Model }} given */
export async function renderPart({ model, el, hub }) {
  addStyle(hub);
  if (ownsAddress()) arrangePage(storeOf(hub));
  const part = await KINDS[model.get("kind")]({ model, el, page: storeOf(hub) });
  return () => part?.end?.();
}

/** @param {Model} hub */
function addStyle(hub) {
  if (document.getElementById("levelkit-style") || !hub.get("style")) return;
  document.head.append(element("style", "", hub.get("style"), { id: "levelkit-style" }));
}
