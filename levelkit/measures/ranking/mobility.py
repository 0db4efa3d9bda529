"""How far a place's rank tells its later rank, and how stable the top is."""

from __future__ import annotations

import functools
import math
from typing import TYPE_CHECKING, Any

import numpy as np

from levelkit.measures.core.dims import check_label, check_level, matched
from levelkit.measures.core.jackknife import jackknife_interval, leave_one_out
from levelkit.measures.core.slices import each_slice, further_dims
from levelkit.measures.core.statistic import public_statistic
from levelkit.measures.core.values import numbers
from levelkit.measures.core.variation import settled, varies
from levelkit.measures.ranking.ranks import rank_last_axis

if TYPE_CHECKING:
    import xarray as xr
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


@public_statistic()
def rank_rank_slope(
    x: xr.DataArray,
    *,
    base: Any,
    dim: str = "region",
    along: str = "year",
    weights: xr.DataArray | None = None,
    level: float = 0.95,
) -> xr.Dataset:
    """Slope of later percentile rank on percentile rank in a base year.

    With R_i the share of people (or regions) below unit i, plus half of its own,

        slope = cov(R_later, R_base) / var(R_base).

    1: each place keeps its percentile; 0: where a place was says nothing of where it
    is. Without weights and ties it equals Spearman's rho; with weights a region counts
    by its people, on both axes.

    Parameters
    ----------
    x : DataArray
        Values in any unit, with ``dim`` and ``along``; further dimensions are kept.
    base
        The label of ``along`` to start from.
    dim, along : str
        The units, and the years.
    weights : DataArray, optional
        People, with ``dim`` (and ``along`` if they change; the base year's count).
    level : float
        Confidence level of the leave-one-region-out interval.

    Returns
    -------
    Dataset
        Over ``along``: ``estimate``, ``intercept``, ``ci_low``, ``ci_high``, ``n``.
        ``attrs["n_left_out"]`` counts units without both values, over all years.

    Raises
    ------
    ValueError
        If a dimension or the base label is unknown, a value infinite or a weight negative.

    References
    ----------
    Dahl and DeLeire (2008), IRP discussion paper 1342-08; Chetty, Hendren, Kline and
    Saez (2014), Quarterly Journal of Economics 129, 1553-1623.

    Notes
    -----
    The usual standard error of a regression is wrong for ranks, which depend on each
    other (Chetverikov and Wilhelm 2023, arXiv 2310.15512): hence the jackknife.

    Examples
    --------
    >>> import levelkit as lk
    >>> output = lk.load("uk-century").gdp_per_head_intl2011usd.dropna("year", how="all")
    >>> lk.rank_rank_slope(output, base=1900).estimate.sel(year=2015).round(2).item()
    0.87
    """
    import xarray as xr

    if further := further_dims(x, dim, along):
        of_slice = functools.partial(
            rank_rank_slope, base=base, dim=dim, along=along, weights=weights, level=level
        )
        return each_slice(of_slice, x, further)
    check_level(level)
    values, w, _ = matched(x, weights, dim)
    check_label(x, along, base)
    table = values.transpose(along, dim).to_numpy()
    people = w.sel({along: base}).to_numpy()
    origin = values.sel({along: base}).to_numpy()
    rows = [_slope_and_interval(origin, later, people, level) for later in table]
    names = ("estimate", "intercept", "ci_low", "ci_high", "n")
    parts = {
        name: (along, np.array(column))
        for name, column in zip(names, zip(*rows, strict=True), strict=True)
    }
    return xr.Dataset(
        parts,
        coords={along: x[along]},
        attrs={
            "statistic": "rank-rank slope",
            "units": "1",
            "base": base,
            "interval": f"leave one region out, level {level:g}",
            "n_left_out": int(sum(table.shape[1] - row[-1] for row in rows)),
        },
    )


@public_statistic()
def top_n_stability(
    x: xr.DataArray, *, n: int, base: Any, dim: str = "region", along: str = "year"
) -> xr.Dataset:
    """Share of a base year's top n that is in the top n of each other year.

    Parameters
    ----------
    x : DataArray
        Values in any unit, with ``dim`` and ``along``; further dimensions are kept.
    n : int
        Size of the top. Units that tie at the edge are all in it.
    base
        The label of ``along`` to compare with.
    dim, along : str
        The units, and the years.

    Returns
    -------
    Dataset
        Over ``along``: ``estimate`` (share that stayed, 0 to 1), ``stayed`` (units),
        ``expected`` (share if the two tops had nothing to do with each other),
        ``p_value`` (chance of as many by luck; exact, hypergeometric), ``n`` (units with
        both values). ``attrs["n_left_out"]`` counts the others, over all years.

    Raises
    ------
    ValueError
        If a dimension or the base label is unknown, a value infinite, or ``n`` is not 1 to
        the number of units.

    References
    ----------
    The count is Fisher's (1935) exact test of the two-by-two table top/not top.

    Examples
    --------
    >>> import levelkit as lk
    >>> output = lk.load("uk-century").gdp_per_head_intl2011usd.dropna("year", how="all")
    >>> lk.top_n_stability(output, n=3, base=1900).stayed.sel(year=2015).item()
    2.0
    """
    import xarray as xr

    if further := further_dims(x, dim, along):
        of_slice = functools.partial(top_n_stability, n=n, base=base, dim=dim, along=along)
        return each_slice(of_slice, x, further)
    x = numbers(x)
    check_label(x, along, base)
    if not 1 <= n <= x.sizes[dim]:
        raise ValueError(f"n must be from 1 to {x.sizes[dim]}, the number of units, not {n!r}.")
    table, origin = x.transpose(along, dim).to_numpy(), x.sel({along: base}).to_numpy()
    rows = [_overlap(origin, later, n) for later in table]
    names = ("estimate", "stayed", "expected", "p_value", "n")
    parts = {
        name: (along, np.array(column))
        for name, column in zip(names, zip(*rows, strict=True), strict=True)
    }
    return xr.Dataset(
        parts,
        coords={along: x[along]},
        attrs={
            "statistic": f"stability of the top {n}",
            "units": "1",
            "base": base,
            "n_left_out": int(sum(table.shape[1] - row[-1] for row in rows)),
        },
    )


def _slope_and_interval(
    origin: Floats, later: Floats, people: Floats, level: float
) -> tuple[float, float, float, float, float]:
    keep = np.isfinite(origin) & np.isfinite(later) & (people > 0)
    a, b, w = origin[keep], later[keep], people[keep]
    if a.size < 3:
        return math.nan, math.nan, math.nan, math.nan, float(a.size)
    slope = float(_slope(a, b, w))
    if math.isnan(slope):  # all alike in the base year
        return math.nan, math.nan, math.nan, math.nan, float(a.size)
    intercept = float(np.average(_percentiles(b, w), weights=w)) - slope * float(
        np.average(_percentiles(a, w), weights=w)
    )
    low, high = jackknife_interval(
        slope, leave_one_out(_slope, a, b, w), level, (-math.inf, math.inf)
    )
    return slope, intercept, low, high, float(a.size)


def _slope(a: Floats, b: Floats, w: Floats) -> Floats:
    ra, rb = _percentiles(a, w), _percentiles(b, w)
    if not varies(ra):
        return np.asarray(math.nan)
    ra, rb = ra - np.average(ra, weights=w), rb - np.average(rb, weights=w)
    return np.asarray((w * ra * rb).sum() / (w * ra**2).sum())


def _percentiles(values: Floats, w: Floats) -> Floats:
    """Share of the weight below each value, plus half of the weight that ties with it."""
    _, place = np.unique(settled(values), return_inverse=True)
    level = np.bincount(place, weights=w)
    return np.asarray((np.cumsum(level) - level / 2)[place] / w.sum())


def _overlap(origin: Floats, later: Floats, n: int) -> tuple[float, float, float, float, float]:
    from scipy.stats import hypergeom

    keep = np.isfinite(origin) & np.isfinite(later)
    units = int(keep.sum())
    if units < n:
        return math.nan, math.nan, math.nan, math.nan, float(units)
    before, after = (_top(values[keep], n) for values in (origin, later))
    stayed, size = int((before & after).sum()), int(before.sum())
    p_value = float(hypergeom.sf(stayed - 1, units, size, int(after.sum())))
    expected = float(after.sum()) / units
    return stayed / size, float(stayed), expected, p_value, float(units)


def _top(values: Floats, n: int) -> NDArray[np.bool_]:
    """Units no lower than the n-th highest."""
    ranks = rank_last_axis(values, ascending=False)
    return np.asarray(ranks <= np.sort(ranks)[n - 1])
