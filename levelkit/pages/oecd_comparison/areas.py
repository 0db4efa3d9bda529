"""What the map shows: Europe's NUTS 2 regions and the UK's ITL3 regions, in classes."""

from __future__ import annotations

import functools
from typing import Any

import numpy as np

from levelkit.claims.maps import BRITAIN, EUROPE
from levelkit.claims.oecd_comparison.figures import INCOME, PUBLISHED, UK, years
from levelkit.claims.panels import panel
from levelkit.pages.oecd_comparison.rows import Columns, region_rows, relative_to_country

SCHEMES = ("quantile", "equal")
CLASSES = 5
FIRST_PLACES = {EUROPE: "UKI3", BRITAIN: "TLI31"}


def map_years(chosen: dict[str, Any]) -> tuple[int, int, str]:
    """Year of each map, and what Europe's shows: the year chosen where there is one, else the latest."""
    treatment = INCOME if chosen["treatment"] == INCOME else PUBLISHED
    when = years("europe-nuts2", treatment)
    europe = chosen["year"] if chosen["year"] in when else when[-1]
    known = panel("uk-itl3", "gdp_per_head_gbp").values.year.values.tolist()
    return europe, chosen["year"] if chosen["year"] in known else 2019, treatment


@functools.lru_cache(maxsize=64)
def area_rows(europe: int, britain: int, treatment: str) -> dict[str, Columns]:
    """``areas``, one row a region of either map, and ``classes``, what each shade means."""
    nuts = region_rows("europe-nuts2", treatment, europe)
    parts = [
        (EUROPE, nuts["code"], nuts["region"], nuts["country"], nuts["relative"], nuts["said"]),
        _uk_part(britain),
    ]
    areas: Columns = {
        key: []
        for key in ("code", "map", "region", "country", "relative", "said", "quantile", "equal")
    }
    classes: Columns = {key: [] for key in ("map", "scheme", "k", "label")}
    for label, codes, names, countries, relative, said in parts:
        values = np.array(relative)
        ends_of = {scheme: edges(values, scheme) for scheme in SCHEMES}
        rows = {
            "code": codes, "map": [label] * len(codes), "region": names, "country": countries,
            "relative": relative, "said": said,
            **{scheme: classed(values, ends_of[scheme]) for scheme in SCHEMES},
        }  # fmt: skip
        for key, whole in areas.items():
            whole.extend(rows[key])
        for scheme, ends in ends_of.items():
            for k in range(CLASSES):
                row = (label, scheme, k, f"{ends[k]:,.0f} to {ends[k + 1]:,.0f}")
                for column, value in zip(classes.values(), row, strict=True):
                    column.append(value)
    return {"areas": areas, "classes": classes}


def _uk_part(year: int) -> tuple[Any, ...]:
    itl3 = panel("uk-itl3", "gdp_per_head_gbp")
    value, people = (part.sel(year=year).values for part in (itl3.values, itl3.counted))
    relative = relative_to_country(np.full(value.shape, UK), value, people)
    known = np.isfinite(value)
    return (
        BRITAIN, itl3.values.code.values[known].tolist(), itl3.names[known].tolist(), [UK] * int(known.sum()),
        [float(f"{figure:.4g}") for figure in relative[known]], [f"£{figure:,.0f} a head" for figure in value[known]],
    )  # fmt: skip


def edges(values: np.ndarray[Any, Any], scheme: str) -> np.ndarray[Any, Any]:
    """Ends of the classes: as many regions in each, or as wide each."""
    at = np.linspace(0, 1, CLASSES + 1)
    ends: np.ndarray[Any, Any] = (
        np.quantile(values, at)
        if scheme == "quantile"
        else values.min() + at * (values.max() - values.min())
    )
    return ends


def classed(values: np.ndarray[Any, Any], ends: np.ndarray[Any, Any]) -> list[int]:
    """The class of each value, 0 for the lowest; what lies on an edge belongs above."""
    inner = np.searchsorted(ends[1:-1], values, side="right")
    return [int(place) for place in inner]
