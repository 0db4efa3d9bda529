"""Starts and ends of policies beside the change of regional gaps: what the lecture says of churn.

No verdict follows from it: one country has one history, and what would have come of its regions with
steadier policies nobody has seen.
"""

from __future__ import annotations

import functools
import math
from typing import TYPE_CHECKING

import numpy as np

from levelkit.catalogue import load
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
TABLES = ("uk-century", "uk-index-1989", "uk-itl1-income")


@functools.lru_cache(maxsize=1)
def gaps() -> dict[str, xr.DataArray]:
    """Regional gaps by basis: the coefficient of variation of output per head, weighted by people.

    Returns
    -------
    dict of DataArray
        Over ``year``, dimensionless; within the years of :data:`SPANS`.
    """
    century, index, today = map(load, TABLES)
    # Without people before 1992 it is left out of all years, so that they compare.
    index = index.isel(region=(index["name"] != "Northern Ireland").values)
    figures = {
        "long-run": (century.gdp_per_head_intl2011usd, century.population),
        "older accounts": (index.relative_to_uk_percent, index.population),
        "accounts of today": (today.gva_per_head_gbp, today.population),
    }
    found: dict[str, xr.DataArray] = {}
    for basis, (values, people) in figures.items():
        window = values.sel(year=slice(*SPANS[basis])).dropna("year", how="all")
        spread = coefficient_of_variation(window, weights=people.sel(year=window.year))
        found[basis] = spread.drop_vars([name for name in spread.coords if name != "year"])
    return found


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
        and ``moves`` (policies that began or ended).
    """
    import xarray as xr

    change = xr.concat([gaps()[basis].diff("year") for basis in YEARLY], dim="year")
    moves = (years.began + years.ended).reindex(year=change.year, fill_value=0)
    return xr.Dataset({"change": change, "moves": moves.astype(float)})


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
