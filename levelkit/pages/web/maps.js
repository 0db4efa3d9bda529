// The library of pages with a map: shapes, a projection, zoom.

import { geoAzimuthalEqualArea } from "d3-geo";
import { select } from "d3-selection";
import { zoom, zoomIdentity, zoomTransform } from "d3-zoom";
import { feature } from "topojson-client";

globalThis.levelkitMaps = {
  feature,
  geoAzimuthalEqualArea,
  select,
  zoom,
  zoomIdentity,
  zoomTransform,
};
