import assert from "node:assert/strict";
import { feature } from "topojson-client";
import { geoAzimuthalEqualArea } from "d3-geo";
import { shapesOf } from "../../levelkit/pages/web/shapes.js";

/** A square of two degrees around 10° east, 50° north, in two halves that share a border. */
const TOPOLOGY = {
  type: "Topology",
  arcs: [[[10, 49], [10, 51]], [[10, 51], [9, 51], [9, 49], [10, 49]], [[10, 51], [11, 51], [
    11,
    49,
  ], [
    10,
    49,
  ]]],
  objects: {
    regions: {
      type: "GeometryCollection",
      geometries: [
        { type: "Polygon", id: "west", arcs: [[0, 1]], properties: { name: "West" } },
        { type: "MultiPolygon", id: "east", arcs: [[[0, 2]]], properties: { name: "East" } },
        { type: null, id: "nowhere", properties: {} },
      ],
    },
  },
};

Deno.test("shapes lie around the middle, x to the right and y up, areas as on the globe", () => {
  const { features, width, height } = shapesOf(TOPOLOGY, "map", { feature, geoAzimuthalEqualArea });
  assert.deepEqual(features.map(({ id }) => id), ["west", "east", "nowhere"]);
  const [west, east] = features.map(({ geometry }) => geometry.coordinates[0]?.[0]);
  assert.ok(Math.max(...west.map(([x]) => x)) < 1e-9 && Math.min(...east.map(([x]) => x)) > -1e-9);
  assert.ok(west[0][1] < 0, "49° north is south of the middle");
  assert.ok(east.find(([, y]) => y > 0 && Math.abs(y - height / 2) < 1e-3));
  const heights = [...west, ...east].map(([, y]) => y);
  assert.ok(
    Math.abs(Math.max(...heights) + Math.min(...heights)) < 1e-9,
    "the middle is the middle",
  );
  // One degree is 1/57.3 of the radius, and at 50° north that times cos 50°.
  assert.ok(Math.abs(height - 2 * Math.PI / 180) < 2e-4);
  assert.ok(Math.abs(width - 2 * Math.PI / 180 * Math.cos(49 * Math.PI / 180)) < 2e-4);
  assert.deepEqual(features[2].geometry.coordinates, []);
});
