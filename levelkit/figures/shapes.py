"""Shapes of a map for a chart outside a page: TopoJSON laid flat, as the browser does it."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from levelkit.figures.figure import Figure

TALLEST, LOWEST = 580, 320  # pixels


@dataclass(frozen=True)
class Shapes:
    """What a map is drawn from besides its figures."""

    data: Mapping[str, Any] = field(default_factory=dict)
    marks: Mapping[str, Any] = field(default_factory=dict)

    def height(self, width: int) -> int:
        """Pixels at this width; 0 where there is no map."""
        if not self.data:
            return 0
        wished: float = width * self.marks["box_height"] / self.marks["box_width"]
        return round(min(TALLEST, max(LOWEST, wished)))


def map_of(figure: Figure, marks: Mapping[str, Any]) -> Shapes:
    """The features of the map that a figure shows; nothing for one without a map."""
    topologies = figure.options.get("topologies")
    if not topologies:
        return Shapes()
    name = marks.get("map") or next(iter(topologies))
    features, width, height = flat_features(topologies[name], name)
    return Shapes({"shapes": features}, {"map": name, "box_width": width, "box_height": height})


def flat_features(
    topology: Mapping[str, Any], name: str
) -> tuple[list[dict[str, Any]], float, float]:
    """GeoJSON features in a plane around the map's middle, and how wide and high it is.

    Lambert's azimuthal equal-area projection around the middle of the map; units are radii of
    the Earth.
    """  # fmt: skip
    arcs = _arcs(topology)
    regions = topology["objects"]["regions"]["geometries"]
    polygons = [_polygons(region, arcs) for region in regions]
    points = [point for region in polygons for rings in region for ring in rings for point in ring]
    west, south, east, north = _box(points)
    middle = ((west + east) / 2, (south + north) / 2)
    flat = [
        [[[_flat(point, middle) for point in ring] for ring in rings] for rings in region]
        for region in polygons
    ]
    left, low, right, high = _box([p for region in flat for rings in region for ring in rings for p in ring])  # fmt: skip
    x, y = (left + right) / 2, (low + high) / 2
    features = [
        {
            "type": "Feature", "id": region["id"], "map": name,
            "properties": region.get("properties", {}),
            "geometry": {
                "type": "MultiPolygon",
                "coordinates": [[[[a - x, b - y] for a, b in ring] for ring in rings] for rings in parts],
            },
        }
        for region, parts in zip(regions, flat, strict=True)
    ]  # fmt: skip
    return features, right - left, high - low


def _arcs(topology: Mapping[str, Any]) -> list[list[tuple[float, float]]]:
    """Borders as longitude and latitude; they are stored as steps on a grid."""
    transform = topology.get("transform")
    if not transform:
        return [[(x, y) for x, y in arc] for arc in topology["arcs"]]
    (kx, ky), (dx, dy) = transform["scale"], transform["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for step_x, step_y in arc:
            x, y = x + step_x, y + step_y
            points.append((x * kx + dx, y * ky + dy))
        arcs.append(points)
    return arcs


def _polygons(
    region: Mapping[str, Any], arcs: list[list[tuple[float, float]]]
) -> list[list[list[tuple[float, float]]]]:
    """Polygons of rings of points: each border is stored once, and some are walked backwards."""

    def ring(indices: list[int]) -> list[tuple[float, float]]:
        points: list[tuple[float, float]] = []
        for index in indices:
            walked = arcs[index] if index >= 0 else arcs[~index][::-1]
            points += walked[1:] if points else walked
        return points

    parts = [region["arcs"]] if region["type"] == "Polygon" else region.get("arcs") or []
    return [[ring(indices) for indices in part] for part in parts]


def _flat(point: tuple[float, float], middle: tuple[float, float]) -> tuple[float, float]:
    east = math.radians(point[0] - middle[0])
    lat, lat0 = math.radians(point[1]), math.radians(middle[1])
    shared = math.cos(lat) * math.cos(east)
    k = math.sqrt(2 / (1 + math.sin(lat0) * math.sin(lat) + math.cos(lat0) * shared))
    return (
        k * math.cos(lat) * math.sin(east),
        k * (math.cos(lat0) * math.sin(lat) - math.sin(lat0) * shared),
    )


def _box(points: list[tuple[float, float]]) -> tuple[float, float, float, float]:
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)
