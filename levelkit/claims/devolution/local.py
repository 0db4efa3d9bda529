"""Does the action take place locally? The local share of spending, and whether poorer regions gain more where it is larger."""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from levelkit.catalogue import load_table
from levelkit.claims.devolution.association import detectable, ends, fit_across
from levelkit.claims.devolution.countries import UK
from levelkit.claims.devolution.places import LATEST, at, ranking
from levelkit.claims.verdict import Verdict, by_figure, by_interval

if TYPE_CHECKING:
    import pandas as pd

SPENDING = "own-spending"
#: The share of spending comes first, the growth after it.
FIRST, LAST = 2000, 2015
REGIONS = 4
HALF = 50.0
STEP = 10.0


@dataclass(frozen=True)
class Local:
    """What can be said of it.

    Attributes
    ----------
    year : int
        Of the UK's share of spending.
    share : float
        Of the UK's public spending, in %, by governments below the centre.
    place, countries : int
        The UK's place from the lowest share among western democracies, and how many have one.
    over_half : tuple of str
        Western democracies where more than half is spent below the centre.
    names : list of str
        Countries with both a share in 2000 and regional growth from 2000 to 2015.
    growth, spending : array
        Of these countries: how much faster the poorer half of the regions grew than the country, in percentage points a year; and
        the share of spending in 2000, in %.
    slope, low, high, detectable : float
        Of that growth, per 10 percentage points of spending: the slope, its 95 % interval, and the slope seen with 80 % power.
    """

    year: int
    share: float
    place: int
    countries: int
    over_half: tuple[str, ...]
    names: list[str]
    growth: np.ndarray
    spending: np.ndarray
    slope: float
    low: float
    high: float
    detectable: float

    @property
    def majority(self) -> Verdict:
        """Is most of the UK's public spending below the centre? A complete count: the figure decides."""
        return by_figure(self.share, HALF, "above")

    @property
    def gains(self) -> Verdict:
        """Do poorer regions gain more where more is spent below the centre? An estimate: the interval decides."""
        return by_interval(self.low, self.high, 0.0, "above")


@functools.lru_cache(maxsize=1)
def local() -> Local:
    """The local share of spending, and what goes with it."""
    share, year = at(SPENDING, LATEST)[UK]
    table = ranking(SPENDING, LATEST, "western")
    values = table["value"].to_series().dropna()
    before = at(SPENDING, str(FIRST))
    gained = poorer_half()
    names = sorted(set(before) & set(gained))
    spending = np.array([before[name][0] for name in names])
    growth = np.array([gained[name] for name in names])
    fit = fit_across(spending, growth)
    slope, low, high = (STEP * end for end in ends(fit))
    error = STEP * float(fit.covariance.values[1, 1]) ** 0.5
    return Local(
        year, share, int((values < share).sum()) + 1, len(values),
        tuple(str(name) for name in values[values > HALF].index), names, growth, spending, slope, low, high,
        detectable(error, fit.df),
    )  # fmt: skip


@functools.lru_cache(maxsize=1)
def poorer_half() -> dict[str, float]:
    """How much faster the poorer half of each country's regions grew than the country, in percentage points a year.

    GDP per head of the regions below their country's median in the first year, taken together, over that of the country.
    Levels of the source follow price bases that drift between countries; the ratio within a country does not.
    """
    table = load_table("europe-century")
    table = table[table["year"].isin([FIRST, LAST])].assign(
        gdp=table["gdp_per_head_intl2011usd"] * table["population"]
    )
    wide = table.pivot(
        index=["country", "region_code"], columns="year", values=["gdp", "population"]
    ).dropna()
    gained = {}
    for country, rows in wide.groupby("country"):
        if len(rows) < REGIONS:
            continue
        per_head = rows["gdp"][FIRST] / rows["population"][FIRST]
        poorer = rows[(per_head < per_head.median()).to_numpy()]
        first, last = (_per_head(poorer, year) / _per_head(rows, year) for year in (FIRST, LAST))
        gained[str(country)] = 100 * math.log(last / first) / (LAST - FIRST)
    return gained


def _per_head(rows: pd.DataFrame, year: int) -> float:
    """GDP per head of regions taken together."""
    return float(rows["gdp"][year].sum() / rows["population"][year].sum())
