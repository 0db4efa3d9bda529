// Shapes of a map, laid flat once. Nothing here touches the browser.

/** @typedef {[number, number]} Point */

/** @param {Point[]} points @returns {[number, number, number, number]} west, south, east, north */
function boxOf(points) {
  return points.reduce(
    ([west, south, east, north], [x, y]) => [
      Math.min(west, x),
      Math.min(south, y),
      Math.max(east, x),
      Math.max(north, y),
    ],
    [Infinity, Infinity, -Infinity, -Infinity],
  );
}

/** @param {any} geometry @returns {Point[][][]} polygons of rings of points */
function polygonsOf({ type, coordinates }) {
  return type === "Polygon" ? [coordinates] : coordinates ?? [];
}

/**
 * GeoJSON features of one map in a plane (x to the right, y up) around its middle, and its size, in
 * units of the Earth's radius. Lambert's azimuthal equal-area projection: areas can be compared.
 * @param {any} topology TopoJSON with an object "regions"
 * @param {string} map what it is called
 * @param {{ feature: any, geoAzimuthalEqualArea: any }} maps the library
 */
export function shapesOf(topology, map, { feature, geoAzimuthalEqualArea }) {
  /** @type {any[]} */
  const regions = feature(topology, topology.objects.regions).features;
  const points = (/** @type {Point[][][][]} */ list) =>
    list.flatMap((polygons) => polygons.flatMap((rings) => rings.flat()));
  const round = regions.map(({ geometry }) => polygonsOf(geometry ?? { type: "" }));
  const [west, south, east, north] = boxOf(points(round));
  const projection = geoAzimuthalEqualArea()
    .rotate([-(west + east) / 2, -(south + north) / 2]).scale(1).translate([0, 0]);
  const each = (/** @type {Point[][][]} */ polygons, /** @type {(point: Point) => Point} */ move) =>
    polygons.map((rings) => rings.map((ring) => ring.map(move)));
  const flat = round.map((polygons) =>
    each(polygons, (point) => {
      const [x, y] = projection(point);
      return [x, -y];
    })
  );
  const [x0, y0, x1, y1] = boxOf(points(flat));
  const features = regions.map(({ id, properties }, k) => ({
    type: "Feature",
    id,
    map,
    properties,
    geometry: {
      type: "MultiPolygon",
      coordinates: each(flat[k], ([x, y]) => [x - (x0 + x1) / 2, y - (y0 + y1) / 2]),
    },
  }));
  return { features, width: x1 - x0, height: y1 - y0 };
}
