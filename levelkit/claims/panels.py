"""The panels a visitor can choose: a set of regions, with the measures it has."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from levelkit.catalogue import load
from levelkit.catalogue.errors import UnknownDatasetError, unknown

if TYPE_CHECKING:
    import xarray as xr

#: Shown for the variables of the tables; the unit is on each label.
MEASURES = {
    "relative_to_uk_percent": "Output per head, UK = 100 (joined series, 1900-2023)",
    "gdp_per_head_intl2011usd": "GDP per head, 2011 international $ (Roses-Wolf)",
    "gdp_per_head_gbp": "GDP per head, £, current prices (ONS)",
    "gdp_per_head_2019prices_gbp": "GDP per head, £ of 2019 (ONS)",
    "gva_per_head_gbp": "GVA per head, £, current prices (ONS)",
}

#: Two-letter shortenings for the ends of a chart on a phone.
SHORT = {
    "East + South East": "E + SE",
    "North East + North West": "NE + NW",
    "Yorkshire and The Humber": "Yorks & H",
    "Northern Ireland": "N Ireland",
    "East Midlands": "E Midlands",
    "West Midlands": "W Midlands",
}
SHORTEST = 11


@dataclass(frozen=True)
class Panel:
    """One set of regions.

    Attributes
    ----------
    key : str
        Short name, as in a page's address: ``uk-10``, ``uk-itl1``, ``germany``.
    label : str
        For people.
    place : str
        As it reads in a sentence.
    capital : str
        The region that holds the capital, empty if there is one region only.
    data : Dataset
        Dimensions ``(region, year)``.
    measures : dict
        Variable name to label, the default first.
    """

    key: str
    label: str
    place: str
    capital: str
    data: xr.Dataset
    measures: dict[str, str]

    def series(self, measure: str, *, include_capital: bool = True) -> xr.DataArray:
        """One measure over the years that have it, with or without the capital's region."""
        if measure not in self.measures:
            raise ValueError(unknown("measure", measure, self.measures))
        found = self.data[measure].dropna("year", how="all")
        if not include_capital:
            found = found.isel(region=~found.is_capital.values)
        if not found.sizes["region"]:
            raise ValueError(f"{self.capital} is the only region of {self.place}: it must stay in.")
        return found


#: Loaded once a process: seventeen panels share three tables.
_load = functools.lru_cache(maxsize=8)(load)


@functools.lru_cache(maxsize=1)
def countries() -> tuple[str, ...]:
    """The countries of Europe's century, by name."""
    return tuple(sorted(set(_load("europe-century").country.values.tolist())))


@functools.lru_cache(maxsize=1)
def panels() -> dict[str, str]:
    """Key and label of every panel: the UK's first, then Europe's countries by name."""
    made = {
        "uk-10": "United Kingdom: 10 regions, 1900-2023",
        "uk-itl1": "United Kingdom: 12 ITL1 regions, 1998-2022",
        "uk-itl2": "United Kingdom: 41 ITL2 regions, 1998-2022",
    }
    data = _load("europe-century")
    for country in countries():
        n = int((data.country == country).sum())
        regions = "1 region" if n == 1 else f"{n} regions"
        made[_key(country)] = f"{country}: {regions}, 1900-2015"
    return made


def _key(country: str) -> str:
    return "europe-" + country.lower().replace(" ", "-")


@functools.lru_cache(maxsize=32)
def panel(key: str) -> Panel:
    """One panel by key.

    Raises
    ------
    UnknownDatasetError
        With the close matches and the keys there are.
    """
    if key not in panels():
        raise UnknownDatasetError(unknown("panel", key, panels()))
    if key == "uk-10":
        data, place = _load("uk-century"), "the UK"
    elif key.startswith("uk-itl"):
        data, place = _load("uk-itl"), "the UK"
        data = data.isel(region=(data.level == key[3:].upper()).values)
    else:
        data = _load("europe-century")
        country = next(c for c in countries() if _key(c) == key)
        data = data.isel(region=(data.country == country).values)
        place = {"Netherlands": "the Netherlands", "United Kingdom": "the UK"}.get(country, country)
    capitals = data.name.values[data.is_capital.values]
    capital = str(capitals[0]) if len(capitals) == 1 else "London"
    measures = {name: label for name, label in MEASURES.items() if name in data}
    return Panel(key, panels()[key], place, capital, data, measures)


def short_name(name: str) -> str:
    """At most eleven characters or so, for the ends of a chart on a phone."""
    if name in SHORT:
        return SHORT[name]
    return name if len(name) <= SHORTEST else name[: SHORTEST - 1].rstrip(" -,") + "…"
