"""The map: Europe's NUTS 2 regions and the UK's ITL3 regions, in classes."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import numpy as np

from levelkit.catalogue import sources_of
from levelkit.charts.choropleth import SCHEMES, class_edges, classes_of
from levelkit.claims.maps import BRITAIN, EUROPE, map_credits, topologies
from levelkit.figures.figure import Columns, Figure, Files
from levelkit.figures.kept import kept
from levelkit.pages.oecd_comparison.ranking import UK, region_rows

if TYPE_CHECKING:
    import xarray as xr

    from levelkit.claims.evidence import Evidence

#: What is read of a region: its own values, and its place among those of its country.
READOUT = "{region} ({country}): {said}, {relative} with the country's mean at 100; {place} of {among} in the country"
FIRST_PLACE = "UKI3"  # Inner London - West


def areas_map(evidence: Evidence) -> Figure:
    """Each region relative to its country's mean."""
    europe, britain = (evidence.tables[name] for name in ("europe", "britain"))
    columns = {
        "code": "region_code", "region": "region_name", "country": "country", "said": "value",
        "relative": "mean_of_country_100",
    }  # fmt: skip
    return Figure(
        "choropleth",
        {"areas": area_rows(europe, britain), "classes": class_rows(europe, britain)},
        {"legend_title": "Mean of country = 100"},
        title="Where the rich and the poor regions are",
        subtitle=(
            f"Europe: {europe.attrs['figures']}, {europe.attrs['year']}. UK: {britain.attrs['figures']}, {britain.attrs['year']}. "
            "Each region relative to its country's mean = 100; grey: no figures, or a region whose borders have changed."
        ),
        # For those who do not see the map: the select beside it says every region's value.
        description=(
            f"Map of {EUROPE} in {europe.attrs['year']} or {BRITAIN} in {britain.attrs['year']}, shaded by output per head relative to the country's mean. "
            "Choose a region in the list above the map to hear its value."
        ),
        source=f"Source: {sources_of(('eurostat-nuts2', 'uk-itl'))}. Borders: {map_credits()}",
        files=Files("areas", columns, "map-{map}", where={"map": {"in": ["map"]}}),
        marks={"map": EUROPE, "classes": SCHEMES[0], "place": FIRST_PLACE},
        kind="map",
        options={
            "renderer": "canvas",
            "topologies": topologies(),
            "readout": READOUT,
            "home": UK,
        },
    )


@kept
def area_rows(europe: xr.Dataset, britain: xr.Dataset) -> Columns:
    """One row a region of either map, with its class in both schemes."""
    columns: Columns = {
        key: []
        for key in ("code", "map", "region", "country", "relative", "said", "quantile", "equal")
    }
    for name, levels in ((EUROPE, europe), (BRITAIN, britain)):
        rows = region_rows(levels)
        values = np.array(rows["relative"])
        for key in ("code", "region", "country", "relative", "said"):
            columns[key] += rows[key]
        columns["map"] += [name] * values.size
        for scheme in SCHEMES:
            columns[scheme] += classes_of(values, class_edges(values, scheme))
    return columns


@kept
def class_rows(europe: xr.Dataset, britain: xr.Dataset) -> Columns:
    """What each class is."""
    columns: Columns = {key: [] for key in ("map", "scheme", "k", "label")}
    for name, levels in ((EUROPE, europe), (BRITAIN, britain)):
        values = np.array(region_rows(levels)["relative"])
        for scheme in SCHEMES:
            edges = class_edges(values, scheme)
            for k, (low, high) in enumerate(itertools.pairwise(edges)):
                row = (name, scheme, k, f"{low:,.0f} to {high:,.0f}")
                for column, cell in zip(columns.values(), row, strict=True):
                    column.append(cell)
    return columns
