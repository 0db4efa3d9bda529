"""What the map shows: Europe's NUTS 2 regions and the UK's ITL3 regions, in classes."""

from __future__ import annotations

import functools
from typing import Any

import numpy as np

from levelkit.catalogue import load
from levelkit.catalogue.maps import load_map, map_attrs
from levelkit.claims.oecd_comparison.figures import INCOME, PUBLISHED, UK, years
from levelkit.pages.oecd_comparison.rows import Columns, region_rows, relative_to_country

EUROPE, BRITAIN = "Europe, NUTS 2", "UK, ITL3"
MAPS = {EUROPE: "europe-nuts2", BRITAIN: "uk-itl3"}
SCHEMES = ("quantile", "equal")
CLASSES = 5
FIRST_PLACES = {EUROPE: "UKI3", BRITAIN: "TLI31"}


@functools.lru_cache(maxsize=1)
def topologies() -> dict[str, Any]:
    """Both maps; the browser makes shapes of them."""
    return {label: load_map(name) for label, name in MAPS.items()}


def credits_of_maps() -> str:
    """What the publishers of the maps ask to be said."""
    found = [map_attrs(name) for name in MAPS.values()]
    return " ".join(dict.fromkeys(f"{one['citation']} ({one['licence']})." for one in found))


@functools.lru_cache(maxsize=1)
def _itl3() -> Any:
    found = load("uk-itl")
    return found.isel(region=(found.level == "ITL3").values)


def map_years(chosen: dict[str, Any]) -> tuple[int, int, str]:
    """Year of each map, and what Europe's shows: the year chosen where there is one, else the latest."""
    treatment = INCOME if chosen["treatment"] == INCOME else PUBLISHED
    when = years("europe-nuts2", treatment)
    europe = chosen["year"] if chosen["year"] in when else when[-1]
    known = _itl3().gdp_per_head_gbp.dropna("year", how="all").year.values.tolist()
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
        found = {scheme: edges(values, scheme) for scheme in SCHEMES}
        rows = {
            "code": codes, "map": [label] * len(codes), "region": names, "country": countries,
            "relative": relative, "said": said,
            **{scheme: classed(values, found[scheme]) for scheme in SCHEMES},
        }  # fmt: skip
        for key, whole in areas.items():
            whole.extend(rows[key])
        for scheme, ends in found.items():
            for k in range(CLASSES):
                row = (label, scheme, k, f"{ends[k]:,.0f} to {ends[k + 1]:,.0f}")
                for column, value in zip(classes.values(), row, strict=True):
                    column.append(value)
    return {"areas": areas, "classes": classes}


def _uk_part(year: int) -> tuple[Any, ...]:
    at = _itl3().sel(year=year)
    value, people = at.gdp_per_head_gbp.values, at.population.values
    relative = relative_to_country(np.full(value.shape, UK), value, people)
    known = np.isfinite(value)
    return (
        BRITAIN, at.code.values[known].tolist(), at.name.values[known].tolist(), [UK] * int(known.sum()),
        [float(f"{one:.4g}") for one in relative[known]], [f"£{one:,.0f} a head" for one in value[known]],
    )  # fmt: skip


def edges(values: np.ndarray[Any, Any], scheme: str) -> np.ndarray[Any, Any]:
    """Ends of the classes: as many regions in each, or as wide each."""
    at = np.linspace(0, 1, CLASSES + 1)
    found: np.ndarray[Any, Any] = (
        np.quantile(values, at)
        if scheme == "quantile"
        else values.min() + at * (values.max() - values.min())
    )
    return found


def classed(values: np.ndarray[Any, Any], ends: np.ndarray[Any, Any]) -> list[int]:
    """The class of each value, 0 for the lowest; what lies on an edge belongs above."""
    inner = np.searchsorted(ends[1:-1], values, side="right")
    return [int(one) for one in inner]
