"""Which regional figures go with an index of which year: those nearest in time, none of another decade."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import numpy as np

from levelkit.claims.country_gaps import GAPS, regional_gaps
from levelkit.claims.devolution.indices import IMF, INDICES
from levelkit.claims.panels import table

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Output by NUTS 2 has the most countries, from 2008; Europe's regions since 1900 have benchmark years.
OUTPUT, CENTURY = "europe-output", "europe-century"
SETS = (OUTPUT, "europe-income", "oecd-large", "oecd-small", CENTURY)
#: As they read in a sentence.
REGIONS = {
    OUTPUT: "NUTS 2 regions",
    "europe-income": "NUTS 2 regions",
    "oecd-large": "OECD large regions",
    "oecd-small": "OECD small regions",
    CENTURY: "Europe's regions since 1900",
}
#: Regional figures may be as many years before or after the index.
NEAR = 5


@functools.lru_cache(maxsize=64)
def gaps_at(key: str, year: int) -> tuple[dict[str, float], int]:
    """Regional inequality by country in the year nearest to the one asked for, and that year."""
    near = nearest(key, year)
    series = regional_gaps(key).sel(year=near, drop=True).to_series().dropna()
    return {str(name): float(value) for name, value in series.items()}, near


@functools.lru_cache(maxsize=64)
def nearest(key: str, year: int) -> int:
    """The year with regional figures that is nearest; of two as near, the earlier."""
    years = regional_gaps(key).year.values
    return int(years[np.abs(years - year).argmin()])


def main_set(year: int) -> str:
    """The regional figures that the criterion takes for an index of this year.

    Those nearest in time; where both are as near, NUTS 2 output, which has more countries.
    """
    return min((OUTPUT, CENTURY), key=lambda key: abs(nearest(key, year) - year))


def panel_set(index: str, year: int) -> str:
    """The regional figures that the criterion takes for changes within countries.

    As across countries; but the Regional Authority Index ends in 2010, so that NUTS 2 figures would leave it three years.
    """
    return main_set(year) if INDICES[index].table == IMF else CENTURY


def sets_near(year: int, *, latest: bool) -> tuple[str, ...]:
    """Every set of regional figures that may go with an index of this year; with the latest figures, all."""
    return tuple(key for key in SETS if latest or abs(nearest(key, year) - year) <= NEAR)


@functools.lru_cache(maxsize=32)
def prosperity(key: str, year: int) -> Mapping[str, float]:
    """Log of GDP per head by country, from the same regional figures and year as the gaps.

    Parameters
    ----------
    key : str
        :data:`OUTPUT` or :data:`CENTURY`.
    year : int
        Of the regional figures.
    """
    regions = table(GAPS[key].table).sel(year=year)
    if key == OUTPUT:
        frame = regions[["gdp_million_eur", "population"]].to_dataframe()
        frame = frame.rename(columns={"gdp_million_eur": "gdp"})
    else:
        frame = regions[["gdp_per_head_intl2011usd", "population"]].to_dataframe()
        frame["gdp"] = frame["gdp_per_head_intl2011usd"] * frame["population"]
    sums = frame[["country", "gdp", "population"]].dropna().groupby("country").sum()
    per_head = sums["gdp"] / sums["population"]
    return {str(name): float(np.log(value)) for name, value in per_head.items()}
