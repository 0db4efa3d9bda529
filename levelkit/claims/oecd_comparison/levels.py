"""Levels of regions relative to their country's mean: of the chosen figures, and for the maps."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

import numpy as np

from levelkit.claims.oecd_comparison.figures import (
    INCOME,
    PUBLISHED,
    SCALES,
    UK,
    regions,
    years,
)
from levelkit.claims.panels import panel

if TYPE_CHECKING:
    import xarray as xr
    from numpy.typing import NDArray

UNITS = {
    "gdp_per_head_usd_ppp": "$ PPP a head", "gdp_per_worker_usd_ppp": "$ PPP a worker",
    "gdp_per_head_eur": "€ a head", "income_per_head_pps": "PPS a head",
    "gdp_per_head_intl2011usd": "int. $ of 2011 a head", "gdp_per_head_gbp": "£ a head",
}  # fmt: skip
USUAL_YEAR = 2019  # where a map has not the year chosen


@functools.lru_cache(maxsize=64)
def region_levels(data: str, treatment: str, year: int) -> xr.Dataset:
    """Every region with a figure.

    Returns
    -------
    Dataset
        Over ``region`` (its code): ``name``, ``country``, ``value`` (``units`` as they follow a
        number), ``people``, and ``relative`` (mean of the country, over people where these are
        known, = 100). ``attrs``: ``year`` and ``figures``, what they are in words.
    """
    variable, what = SCALES[data].measured(treatment)
    frame = regions(data, treatment)
    frame = frame[(frame["year"] == year) & frame["value"].notna()]
    levels = frame.drop(columns="year").set_index("code").rename_axis("region").to_xarray()
    return _with_relative(levels, UNITS[variable], year=year, figures=what)


def europe_levels(treatment: str, year: int) -> xr.Dataset:
    """NUTS 2 regions in the year where there is one, else the latest; see :func:`region_levels`."""
    shown = INCOME if treatment == INCOME else PUBLISHED
    known = years("europe-nuts2", shown)
    return region_levels("europe-nuts2", shown, year if year in known else known[-1])


@functools.lru_cache(maxsize=64)
def uk_levels(year: int) -> xr.Dataset:
    """The UK's ITL3 areas in the year where there is one; see :func:`region_levels`."""
    import xarray as xr

    itl3 = panel("uk-itl3", "gdp_per_head_gbp")
    year = year if year in itl3.values.year else USUAL_YEAR
    value, people = (part.sel(year=year).values for part in (itl3.values, itl3.counted))
    known = np.isfinite(value)
    levels = xr.Dataset(
        {
            "name": ("region", itl3.names[known]),
            "country": ("region", np.full(int(known.sum()), UK)),
            "value": ("region", value[known]),
            "people": ("region", people[known]),
        },
        coords={"region": itl3.values.code.values[known]},
    )
    return _with_relative(levels, "£ a head", year=year, figures="GDP per head, £, current prices")


def _with_relative(levels: xr.Dataset, units: str, **attrs: Any) -> xr.Dataset:
    people = levels.people.values.astype(float)
    relative = relative_to_country(levels.country.values, levels.value.values, people)
    levels = levels.assign(people=("region", people), relative=("region", relative))
    levels.value.attrs = {"units": units}
    levels.attrs = attrs
    return levels


def relative_to_country(
    country: NDArray[Any], value: NDArray[np.float64], people: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Values with their country's mean (over people, where these are known) at 100."""
    relative = np.full(value.shape, np.nan)
    for name in np.unique(country):
        inside = (country == name) & np.isfinite(value)
        weights = np.nan_to_num(people[inside])
        mean = np.average(value[inside], weights=weights if weights.all() else None)
        relative[inside] = 100 * value[inside] / mean
    return relative
