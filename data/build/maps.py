"""The maps in ``data/maps/``: compact TopoJSON with shared borders, WGS 84.

Made by ``python data/build --maps``, which needs the dependency group ``maps``
(topojson, shapely, pyproj). Without ``--maps`` the maps stay as they are: the shapes
do not change when a table does, and nobody who rebuilds a table needs a geometry library.
"""

import functools
import gzip
import hashlib
import json
from pathlib import Path

from fields import OGL

# Far from Europe, each would shrink the map to a dot: French overseas regions, Canarias, Açores,
# Madeira, Svalbard and Jan Mayen.
FAR = ["FRY1", "FRY2", "FRY3", "FRY4", "FRY5", "ES70", "PT20", "PT30", "NO0B"]
# Parts smaller than this cannot be seen, and most parts are.
SMALLEST_KM2 = {"uk-itl3": 1, "europe-nuts2": 50}

GISCO_TERMS = {
    "name": "other-nc",
    "title": "© EuroGeographics for the administrative boundaries; not for commercial use",
    "path": "https://ec.europa.eu/eurostat/web/gisco/geodata/statistical-units/territorial-units-statistics",
}
ONS_BOUNDARIES = {
    "title": "International Territorial Level 3 (January 2021) boundaries UK BUC",
    "publisher": "Office for National Statistics",
    "version": "January 2021, ultra generalised (500 m), clipped to the coastline",
    "path": "https://geoportal.statistics.gov.uk/",
    "licence": OGL["title"],
    "citation": (
        "Source: Office for National Statistics licensed under the Open Government Licence v3.0. "
        "Contains OS data © Crown copyright and database right 2021."
    ),
}
GISCO = {
    "title": "NUTS 2021, level 2, scale 1:3 million",
    "publisher": "Eurostat GISCO",
    "version": "NUTS 2021",
    "path": GISCO_TERMS["path"],
    "licence": GISCO_TERMS["title"],
    "citation": "© EuroGeographics for the administrative boundaries, Eurostat GISCO.",
}

MAPS = [
    {
        "name": "uk-itl3",
        "title": "Map of the UK's 179 ITL3 regions (2021)",
        "description": "Shapes of uk-itl's ITL3 regions; id is the region's code.",
        "sources": [ONS_BOUNDARIES],
        "licenses": [OGL],
        "notes": [
            "Reprojected from the British National Grid. Every ITL3 region of uk-itl has a shape, and every "
            "shape is in uk-itl.",
            f"Left out: islands and other parts of less than {SMALLEST_KM2['uk-itl3']} km².",
            "For ITL2 and ITL1 join the shapes whose id begins with the code.",
        ],
    },
    {
        "name": "europe-nuts2",
        "title": "Map of Europe's NUTS 2 regions (2021)",
        "description": "Shapes of the NUTS 2 regions of 37 countries, the UK among them; id is the region's code.",
        "sources": [GISCO],
        "licenses": [GISCO_TERMS],
        "notes": [
            "Left out, far from Europe: Guadeloupe, Martinique, Guyane, La Réunion, Mayotte (FRY1-FRY5), Canarias "
            "(ES70), Açores and Madeira (PT20, PT30), Jan Mayen and Svalbard (NO0B).",
            f"Left out: islands of less than {SMALLEST_KM2['europe-nuts2']} km², unless the largest of their region.",
            "Bosnia and Herzegovina, Kosovo and other countries without NUTS regions are blank.",
            "Shapes without figures in eurostat-nuts2: Switzerland (CH01-CH07), Iceland (IS00), Liechtenstein "
            "(LI00), and the regions of Croatia (HR02, HR05, HR06) and Norway (NO08, NO09, NO0A) that are new in "
            "NUTS 2021.",
            "Figures in eurostat-nuts2 without a shape: HR04, NO01, NO03, NO04, NO05 (NUTS 2016), and those left "
            "out above. Innlandet (NO02) is drawn with its borders of 2021.",
        ],
    },
]  # fmt: skip


def build(source: Path) -> dict[str, bytes]:
    """The maps by name."""
    return {"uk-itl3": uk_itl3(source), "europe-nuts2": europe_nuts2(source)}


def present(folder: Path) -> dict[str, bytes]:
    """The maps as they were last made."""
    return {entry["name"]: (folder / path_of(entry)).read_bytes() for entry in MAPS}


def path_of(entry: dict) -> str:
    return f"maps/{entry['name']}.topojson"


def uk_itl3(source: Path) -> bytes:
    found = features(source / "uk_itl3_2021_ultra_generalised_epsg27700.geojson.gz")
    names = {f["ITL321CD"]: f["ITL321NM"] for f, _ in found}
    shapes = {f["ITL321CD"]: large_parts(s, s, SMALLEST_KM2["uk-itl3"]) for f, s in found}
    shapes = {code: projected(s, 27700, 4326) for code, s in shapes.items()}
    return topology(shapes, names, prequantize=100_000)


def europe_nuts2(source: Path) -> bytes:
    found = features(source / "europe_nuts2_2021_3m_wgs84.geojson.gz")
    found = [(f, s) for f, s in found if f["NUTS_ID"] not in FAR]
    names = {f["NUTS_ID"]: f["NAME_LATN"] for f, _ in found}
    smallest = SMALLEST_KM2["europe-nuts2"]
    shapes = {f["NUTS_ID"]: large_parts(s, projected(s, 4326, 3035), smallest) for f, s in found}
    return topology(shapes, names, prequantize=10_000, toposimplify=0.01)


def features(path: Path) -> list[tuple]:
    """Properties and shape of each feature."""
    from shapely.geometry import shape

    found = json.loads(gzip.decompress(path.read_bytes()))["features"]
    return [(f["properties"], shape(f["geometry"])) for f in found]


def projected(geometry, before: int, after: int):
    import shapely

    return shapely.transform(geometry, transformer(before, after), interleaved=False)


@functools.lru_cache
def transformer(before: int, after: int):
    import pyproj

    return pyproj.Transformer.from_crs(before, after, always_xy=True).transform


def large_parts(geometry, in_metres, smallest_km2: float):
    """The parts of at least this size, or the largest; ``in_metres`` is the same shape projected."""
    import shapely

    area = shapely.area(shapely.get_parts(in_metres)) / 1e6
    kept = (area >= smallest_km2) | (area == area.max())
    return shapely.multipolygons(shapely.get_parts(geometry)[kept])


def topology(shapes: dict, names: dict[str, str], **options) -> bytes:
    """TopoJSON: a border that two regions share is stored once, so that no gap can open."""
    import topojson

    codes = sorted(shapes)
    made = topojson.Topology([shapes[c] for c in codes], shared_coords=True, **options).to_dict()
    [collection] = made["objects"].values()
    for code, geometry in zip(codes, collection["geometries"], strict=True):
        geometry["id"] = code
        geometry["properties"] = {"name": " ".join(names[code].split())}
        single = geometry["type"] == "Polygon"
        for polygon in [geometry["arcs"]] if single else geometry["arcs"]:
            polygon[:] = [wound(ring, made, hole=n > 0) for n, ring in enumerate(polygon)]
    made["objects"] = {"regions": collection}
    return (json.dumps(made, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def wound(ring: list[int], made: dict, *, hole: bool) -> list[int]:
    """The ring clockwise, a hole the other way round, as Vega's projections need it.

    A region inside another (Budapest in Pest) shares its one arc with the hole, and topojson
    leaves both in the same direction: one of them would then cover the whole globe.
    """
    points: list[tuple[int, int]] = []
    for arc in ring:
        x = y = 0
        line = [(x := x + dx, y := y + dy) for dx, dy in made["arcs"][arc if arc >= 0 else ~arc]]
        points += line if arc >= 0 else line[::-1]
    after = [*points[1:], points[0]]
    area = sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(points, after, strict=True))
    return ring if (area > 0) == hole else [~arc for arc in reversed(ring)]


def resource(descriptor: dict, text: bytes) -> dict:
    """The map's Frictionless resource, with its size and checksum."""
    return {
        "name": descriptor["name"],
        "path": path_of(descriptor),
        "profile": "data-resource",
        "format": "topojson",
        "mediatype": "application/topo+json",
        "encoding": "utf-8",
        "bytes": len(text),
        "hash": "sha256:" + hashlib.sha256(text).hexdigest(),
        **{key: value for key, value in descriptor.items() if key != "name"},
    }
