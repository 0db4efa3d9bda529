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

#: Tables are no panels; whoever asks for one is told which panels are made of it.
OF_TABLE = {
    "uk-century": "'uk-10'",
    "uk-itl": "'uk-itl1' or 'uk-itl2'",
    "europe-century": "a country's panel, such as 'europe-germany'",
}


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
        "uk-itl1": "United Kingdom: 12 regions and nations (ITL1), 1998-2022",
        "uk-itl2": "United Kingdom: 41 areas (ITL2), 1998-2022",
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
        raise UnknownDatasetError(_unknown_panel(str(key)))
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


def _unknown_panel(key: str) -> str:
    if key in OF_TABLE:
        return f"{key!r} is a table, not a panel. Take {OF_TABLE[key]}."
    wished = key.lower().replace(" ", "-")
    inside = [name for name in panels() if wished and wished in name]
    # A short name is far from "europe-..." letter by letter, yet is plainly part of it.
    hint = f" Did you mean {' or '.join(map(repr, inside[:3]))}?" if inside else ""
    message = unknown("panel", wished, panels()).replace(repr(wished), repr(key), 1)
    if hint and "Did you mean" not in message:
        message = message.replace(". There are", f".{hint} There are", 1)
    return message


def short_name(name: str) -> str:
    """At most eleven characters or so, for the ends of a chart on a phone.

    The middle goes: "Inner London - West" and "Inner London - East" differ at the end.
    """
    if name in SHORT:
        return SHORT[name]
    if len(name) <= SHORTEST:
        return name
    return f"{name[:5].rstrip(' -,')}…{name[-5:].lstrip(' -,')}"
