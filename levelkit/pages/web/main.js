// One part of a page: what is to be drawn where.

const KINDS = {
  controls: renderControls, marks: renderMarks, html: renderHtml, chart: renderChart,
  table: renderTable, curve: renderCurve, places: renderPlaces, map: renderMap,
  input: renderInput,
};

export async function renderPart({ model, el, hub }) {
  addStyle(hub);
  const part = await KINDS[model.get("kind")]({ model, el, page: pageOf(hub) });
  return () => part?.end?.();
}

function addStyle(hub) {
  if (document.getElementById("levelkit-style") || !hub.get("style")) return;
  const style = element("style", "", hub.get("style"), { id: "levelkit-style" });
  document.head.append(style);
}
