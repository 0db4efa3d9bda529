// A map: shapes from TopoJSON, laid flat once; zoom and pan are parameters, so that a
// drag repaints in a frame. Whatever the pointer does the keyboard does as well.

const TALLEST = 580; // pixels; a narrow screen gets a map that fits its width
const MOST = 40; // times closer than the whole map
const STEP = 60; // pixels that an arrow key moves

/** Rings of a topology's regions as [longitude, latitude]; borders are stored once and shared. */
function regionsOf(topology) {
  const { scale: [kx, ky], translate: [dx, dy] } = topology.transform ?? { scale: [1, 1], translate: [0, 0] };
  const arcs = topology.arcs.map((arc) => {
    let x = 0;
    let y = 0;
    return arc.map((point) => {
      if (!topology.transform) return point;
      x += point[0];
      y += point[1];
      return [x * kx + dx, y * ky + dy];
    });
  });
  const ring = (indices) => indices.flatMap((index, k) => {
    const points = index < 0 ? arcs[~index].toReversed() : arcs[index];
    return k ? points.slice(1) : points;
  });
  return topology.objects.regions.geometries.map(({ id, type, arcs: parts, properties }) => ({
    id, properties, polygons: (type === "Polygon" ? [parts] : parts ?? []).map((one) => one.map(ring)),
  }));
}

/** Lambert's azimuthal equal-area projection around a point, in units of the Earth's radius. */
function flat(longitude, latitude) {
  const rad = Math.PI / 180;
  const [sin0, cos0] = [Math.sin(latitude * rad), Math.cos(latitude * rad)];
  return ([x, y]) => {
    const east = (x - longitude) * rad;
    const [sin, cos] = [Math.sin(y * rad), Math.cos(y * rad)];
    const k = Math.sqrt(2 / (1 + sin0 * sin + cos0 * cos * Math.cos(east)));
    return [k * cos * Math.sin(east), k * (cos0 * sin - sin0 * cos * Math.cos(east))];
  };
}

/** GeoJSON features of one map around its middle, and how large it is. */
function shapesOf(topology, map) {
  const regions = regionsOf(topology);
  const box = (points) => points.reduce(([a, b, c, d], [x, y]) =>
    [Math.min(a, x), Math.min(b, y), Math.max(c, x), Math.max(d, y)], [Infinity, Infinity, -Infinity, -Infinity]);
  const pointsOf = (list) => list.flatMap((one) => one.polygons.flat(2));
  const [west, south, east, north] = box(pointsOf(regions));
  const project = flat((west + east) / 2, (south + north) / 2);
  for (const one of regions) one.polygons = one.polygons.map((rings) => rings.map((ring) => ring.map(project)));
  const [x0, y0, x1, y1] = box(pointsOf(regions));
  const middle = ([x, y]) => [x - (x0 + x1) / 2, y - (y0 + y1) / 2];
  const features = regions.map(({ id, properties, polygons }) => ({
    type: "Feature", id, map, properties,
    geometry: { type: "MultiPolygon", coordinates: polygons.map((rings) => rings.map((ring) => ring.map(middle))) },
  }));
  return { features, width: x1 - x0, height: y1 - y0 };
}

export async function renderMap({ model, el, page }) {
  const name = model.get("name");
  const maps = Object.fromEntries(Object.entries(model.get("options").topologies)
    .map(([map, topology]) => [map, shapesOf(topology, map)]));
  page.fixed.shapes = Object.values(maps).flatMap(({ features }) => features);
  const at = { zoom: 1, pan_x: 0, pan_y: 0 };
  const settle = () => {
    const { width, height } = maps[page.marks.map];
    page.ownSignals[name] = { ...at, box_width: width, box_height: height };
  };
  settle();

  const box = element("form", "lk-controls lk-map-controls", "", { "aria-label": "Map" });
  box.addEventListener("submit", (event) => event.preventDefault());
  el.append(box);
  const heightAt = (wide) => {
    const { width, height } = maps[page.marks.map];
    return Math.round(Math.min(TALLEST, Math.max(320, (wide * height) / width)));
  };
  const chart = await renderChart({ model, el, page, heightAt });
  const { view } = chart;
  const canvas = chart.figure.querySelector(".lk-chart-canvas");

  const move = (zoom, x = view.width() / 2, y = view.height() / 2) => {
    const closer = Math.min(MOST, Math.max(1, zoom)) / at.zoom;
    // What is under the pointer stays there.
    at.pan_x = x - view.width() / 2 - closer * (x - view.width() / 2 - at.pan_x);
    at.pan_y = y - view.height() / 2 - closer * (y - view.height() / 2 - at.pan_y);
    at.zoom *= closer;
    draw();
  };
  const pan = (dx, dy) => { at.pan_x += dx; at.pan_y += dy; draw(); };
  const reset = () => { Object.assign(at, { zoom: 1, pan_x: 0, pan_y: 0 }); draw(); };
  // Many moves within one frame are painted once.
  let frame = 0;
  const draw = () => {
    settle();
    frame ||= requestAnimationFrame(() => { frame = 0; chart.repaint(chart.setAll); });
  };

  const areas = (map = page.marks.map) => page.rows("areas").filter((row) => row.map === map)
    .sort((a, b) => a.country.localeCompare(b.country) || a.region.localeCompare(b.region));
  const field = (label, className = "lk-mark") => {
    const control = element("select");
    const { box: whole } = labelled(className, label, "", control);
    box.append(whole);
    return control;
  };
  const which = field("Map");
  const scheme = field("Classes");
  const region = field("Region");
  const SCHEMES = { quantile: "As many regions in each", equal: "Equal steps" };
  which.addEventListener("change", () => {
    Object.assign(at, { zoom: 1, pan_x: 0, pan_y: 0 });
    const map = page.offered.map[which.selectedIndex];
    const uk = areas(map).filter((row) => row.country === page.signals.main);
    const highest = uk.reduce((best, row) => (row.relative > (best?.relative ?? 0) ? row : best), null);
    page.mark({ map, place: highest?.code });
  });
  scheme.addEventListener("change", () => page.mark({ classes: page.offered.classes[scheme.selectedIndex] }));
  region.addEventListener("change", () => page.mark({ place: areas()[region.selectedIndex]?.code }));
  const tools = element("div", "lk-page-tools lk-map-tools");
  for (const [sign, label, act] of [
    ["+", "Zoom in", () => move(1.6 * at.zoom)], ["−", "Zoom out", () => move(at.zoom / 1.6)],
    ["Reset", "Show the whole map", reset],
  ]) {
    const made = button(sign, act);
    made.setAttribute("aria-label", label);
    tools.append(made);
  }
  const readout = element("output", "lk-walk-words", "", { role: "status" });
  box.append(tools, readout);

  const show = () => {
    const listed = areas();
    offer(which, page.offered.map);
    which.selectedIndex = page.offered.map.indexOf(page.marks.map);
    offer(scheme, page.offered.classes.map((one) => SCHEMES[one]));
    scheme.selectedIndex = page.offered.classes.indexOf(page.marks.classes);
    const countries = new Set(listed.map((row) => row.country));
    offer(region, listed.map((row) => (countries.size > 1 ? `${row.country}: ${row.region}` : row.region)));
    region.selectedIndex = listed.findIndex((row) => row.code === page.marks.place);
    const found = listed[region.selectedIndex];
    const above = found ? listed.filter((row) => row.country === found.country && row.relative > found.relative).length : 0;
    const among = found ? listed.filter((row) => row.country === found.country).length : 0;
    for (const one of [which, scheme]) one.closest(".lk-field").hidden = one.options.length < 2;
    box.hidden = Boolean(page.words(name).hidden);
    readout.textContent = found?.readout ?? (found
      ? `${found.region} (${found.country}): ${found.said}, ${Math.round(found.relative).toLocaleString("en-GB")} with the country's mean at 100; `
        + `${above + 1} of ${among} in the country`
      : "No region is marked: choose one, or click on the map.");
  };
  const follow = () => { show(); settle(); chart.follow(); };
  page.on("marks answer", follow);
  follow(); // an answer may have come while the chart was being painted

  canvas.tabIndex = 0;
  canvas.setAttribute("role", "application");
  canvas.setAttribute("aria-roledescription", "map");
  canvas.classList.add("lk-map");
  canvas.addEventListener("keydown", (event) => {
    const moves = {
      ArrowLeft: () => pan(STEP, 0), ArrowRight: () => pan(-STEP, 0), ArrowUp: () => pan(0, STEP),
      ArrowDown: () => pan(0, -STEP), "+": () => move(1.6 * at.zoom), "=": () => move(1.6 * at.zoom),
      "-": () => move(at.zoom / 1.6), 0: reset, Home: reset,
    };
    if (event.ctrlKey || event.metaKey || event.altKey || !moves[event.key]) return;
    event.preventDefault();
    event.stopPropagation();
    moves[event.key]();
  });
  // The page scrolls as ever; over a map that is in use, or with Ctrl, the wheel zooms.
  canvas.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && document.activeElement !== canvas) return;
    event.preventDefault();
    const { left, top } = canvas.getBoundingClientRect();
    move(at.zoom * Math.exp(-event.deltaY / 400), event.clientX - left, event.clientY - top);
  }, { passive: false });
  drag(canvas, pan, (x, y, by) => move(at.zoom * by, x, y));
  view.addEventListener("click", (_, item) => {
    const code = item?.datum?.id;
    if (code !== undefined && canvas.dataset.dragged !== "yes") page.mark({ place: code });
  });
  return chart;
}

/** One pointer pans, two zoom; a move of a few pixels is still a click. */
function drag(canvas, pan, pinch) {
  const pointers = new Map();
  const apart = ([a, b]) => Math.hypot(a.x - b.x, a.y - b.y);
  let moved = 0;
  canvas.addEventListener("pointerdown", (event) => {
    pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    if (pointers.size === 1) { moved = 0; canvas.dataset.dragged = "no"; }
  });
  addEventListener("pointermove", (event) => {
    const last = pointers.get(event.pointerId);
    if (!last) return;
    const before = [...pointers.values()].map((one) => ({ ...one }));
    const [dx, dy] = [event.clientX - last.x, event.clientY - last.y];
    Object.assign(last, { x: event.clientX, y: event.clientY });
    moved += Math.abs(dx) + Math.abs(dy);
    if (moved > 4) canvas.dataset.dragged = "yes";
    if (pointers.size === 1) { pan(dx, dy); return; }
    const after = [...pointers.values()];
    const { left, top } = canvas.getBoundingClientRect();
    pinch((after[0].x + after[1].x) / 2 - left, (after[0].y + after[1].y) / 2 - top, apart(after) / apart(before));
  });
  for (const end of ["pointerup", "pointercancel"]) addEventListener(end, (event) => pointers.delete(event.pointerId));
}
