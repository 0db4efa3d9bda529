"""Starts and ends of policies beside the change of regional gaps: what the lecture says of churn.

No verdict follows from it: one country has one history, and what would have come of its regions with
steadier policies nobody has seen.
"""

from __future__ import annotations

import functools
import math
from typing import TYPE_CHECKING

import numpy as np

from levelkit.catalogue import sources_of
from levelkit.claims.panels import panel, series_of
from levelkit.measures import coefficient_of_variation
from levelkit.measures.ranking.correlation import rho_last_axis
from levelkit.measures.ranking.intervals import fisher_interval

if TYPE_CHECKING:
    import xarray as xr

QUOTE = "constant chopping and changing of policies guarantees that you will not make inroads"
LEVEL = 0.95
#: Spans of years on one basis each: figures of two bases are never compared.
SPANS = {
    "long-run": (1950, 1980),
    "older accounts": (1989, 1998),
    "accounts of today": (1998, 2023),
}
#: Those with figures of every year.
YEARLY = ("older accounts", "accounts of today")
#: The series of each basis; Northern Ireland, without people before 1992, is left out of the older accounts.
SERIES = {
    "long-run": "uk-10-gdp-ppp",
    "older accounts": "uk-itl1-index-1989",
    "accounts of today": "uk-itl1-gva-2023",
}
TABLES = tuple(series_of(key)[1].table for key in SERIES.values())


@functools.lru_cache(maxsize=1)
def gaps() -> dict[str, xr.DataArray]:
    """Regional gaps by basis: the coefficient of variation of output per head, weighted by people.

    Returns
    -------
    dict of DataArray
        Over ``year``, dimensionless; within the years of :data:`SPANS`.
    """
    spreads: dict[str, xr.DataArray] = {}
    for basis, key in SERIES.items():
        regions = panel(key)
        window = regions.values.sel(year=slice(*SPANS[basis]))
        spread = coefficient_of_variation(window, weights=regions.counted.sel(year=window.year))
        spreads[basis] = spread.drop_vars([name for name in spread.coords if name != "year"])
    return spreads


def changes(years: xr.Dataset) -> xr.Dataset:
    """Each year's change of the gaps, and how many policies began or ended in it.

    Parameters
    ----------
    years : Dataset
        Of :func:`levelkit.claims.policy_churn.years.yearly`.

    Returns
    -------
    Dataset
        Over ``year``: ``change`` (of the coefficient of variation since the year before, on one basis)
        and ``moves`` (policies that began or ended); in its attributes what :func:`compared` finds,
        and the ``source`` of the regional figures.
    """
    import xarray as xr

    change = xr.concat([gaps()[basis].diff("year") for basis in YEARLY], dim="year")
    moves = (years.began + years.ended).reindex(year=change.year, fill_value=0)
    both = xr.Dataset({"change": change, "moves": moves.astype(float)})
    return both.assign_attrs(compared(both), source=sources_of(TABLES[1:]))


def compared(both: xr.Dataset) -> dict[str, float]:
    """Whether gaps grew more in years of many starts and ends.

    Parameters
    ----------
    both : Dataset
        Of :func:`changes`.

    Returns
    -------
    dict
        ``n`` years; ``rho`` (Spearman's, of moves and change; missing if there are as many moves every year)
        with ``low`` and ``high`` of its 95 % interval, as if years were independent; ``busy`` years (with more
        moves than the middle year) and ``busy_fell`` of them in which gaps fell, ``calm`` and ``calm_fell``.
    """
    moves, change = both.moves.values, both.change.values
    rho = float(rho_last_axis(moves, change)) if np.unique(moves).size > 1 else math.nan
    low, high = fisher_interval(rho, moves.size, LEVEL)
    busy = moves > np.median(moves)
    return {
        "n": float(moves.size), "rho": rho, "low": low, "high": high,
        "busy": float(busy.sum()), "busy_fell": float((change[busy] < 0).sum()),
        "calm": float((~busy).sum()), "calm_fell": float((change[~busy] < 0).sum()),
    }  # fmt: skip


def spans(years: xr.Dataset) -> xr.Dataset:
    """Starts and ends a year, and the gaps at both ends, of each span of years on one basis.

    Returns
    -------
    Dataset
        Over ``basis``: ``first``, ``last`` (years), ``began``, ``ended`` (policies a year, after the first and up
        to the last), ``gap_first`` and ``gap_last``.
    """
    import xarray as xr

    rows = []
    for basis, (first, last) in SPANS.items():
        inside = years.sel(year=slice(first + 1, last))
        moves = [float(inside[name].sum()) / (last - first) for name in ("began", "ended")]
        rows.append([first, last, *moves, *gaps()[basis].sel(year=[first, last]).values])
    names = ("first", "last", "began", "ended", "gap_first", "gap_last")
    columns = zip(names, np.array(rows).T, strict=True)
    return xr.Dataset(
        {name: ("basis", column) for name, column in columns}, coords={"basis": list(SPANS)}
    )
