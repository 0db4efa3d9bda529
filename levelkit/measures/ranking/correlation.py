"""Rank correlation between years, honest for ten or twelve regions."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from levelkit.measures.core.dims import check_dim, check_label, check_level, check_option
from levelkit.measures.core.jackknife import jackknife_interval, leave_one_out
from levelkit.measures.core.null import (
    EXACT_UP_TO,
    KENDALL_EXACT_UP_TO,
    Null,
    check_alternative,
    cost_null,
    kendall_null,
    permutation_null,
    tail,
)
from levelkit.measures.core.spread import progress
from levelkit.measures.core.statistic import public_statistic
from levelkit.measures.core.values import numbers
from levelkit.measures.core.variation import settled
from levelkit.measures.ranking.intervals import fisher_interval, score_interval
from levelkit.measures.ranking.ranks import rank_last_axis

if TYPE_CHECKING:
    import xarray as xr
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

#: How an interval is made, the default first.
INTERVALS = {"spearman": ("fisher", "jackknife", None), "kendall": ("score", "jackknife", None)}


def rho_last_axis(a: Floats, b: Floats) -> Floats:
    """Spearman's rho over the last axis: Pearson's correlation of average ranks."""
    return pearson_last_axis(rank_last_axis(a), rank_last_axis(b))


def pearson_last_axis(a: Floats, b: Floats) -> Floats:
    """Pearson's correlation over the last axis, missing values left out."""
    # A slice without any value has no mean: its correlation is missing as well.
    count_a, count_b = (np.maximum(np.isfinite(v).sum(-1, keepdims=True), 1) for v in (a, b))
    ra = a - np.nansum(a, axis=-1, keepdims=True) / count_a
    rb = b - np.nansum(b, axis=-1, keepdims=True) / count_b
    with np.errstate(invalid="ignore", divide="ignore"):
        rho = np.nansum(ra * rb, axis=-1) / np.sqrt(
            np.nansum(ra**2, axis=-1) * np.nansum(rb**2, axis=-1)
        )
    return np.asarray(rho)


def tau_last_axis(a: Floats, b: Floats) -> Floats:
    """Kendall's tau-b over the last axis (pairs with a missing value do not count)."""
    shape = np.broadcast_shapes(a.shape, b.shape)
    agree, pairs_a, pairs_b = (np.zeros(shape[:-1]) for _ in range(3))
    for k in range(shape[-1] - 1):  # one region against all after it: little memory
        sa, sb = _sign_of_gaps(a, k), _sign_of_gaps(b, k)
        agree += (sa * sb).sum(axis=-1)
        pairs_a += abs(sa).sum(axis=-1)
        pairs_b += abs(sb).sum(axis=-1)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(agree / np.sqrt(pairs_a * pairs_b))


def _sign_of_gaps(values: Floats, k: int) -> NDArray[np.int8]:
    """1, 0 or -1 for each later region below, level with (or missing), or above region k."""
    earlier, later = values[..., k, None], values[..., k + 1 :]
    return (earlier > later).astype(np.int8) - (earlier < later).astype(np.int8)


def null_of(
    ra: Floats, rb: Floats, statistic: str, resamples: int, rng: int | np.random.Generator
) -> Null:
    """The null of a rank correlation, exact where that is possible."""
    n = ra.size
    untied = len(set(ra)) == len(set(rb)) == n
    if statistic == "kendall" and untied and n <= KENDALL_EXACT_UP_TO:
        return kendall_null(n)
    if statistic == "spearman" and n <= EXACT_UP_TO:
        costs, probabilities, _ = cost_null(tuple(sorted(ra)), tuple(sorted(rb)), 2)
        # rho falls linearly with the sum of squared rank differences, ties or not.
        va, vb = ra.var(), rb.var()
        rho = (va + vb - costs / n + (ra.mean() - rb.mean()) ** 2) / (2 * math.sqrt(va * vb))
        return Null(rho[::-1], probabilities[::-1])
    # Ranks are shuffled, not values: there is nothing to rank again.
    function = pearson_last_axis if statistic == "spearman" else tau_last_axis
    return permutation_null(ra, rb, function, resamples=resamples, rng=rng)


def _uncertainty(
    av: Floats,
    bv: Floats,
    estimate: Floats,
    *,
    statistic: str,
    alternative: str | None,
    interval: str | None,
    level: float,
    resamples: int,
    rng: int | np.random.Generator,
) -> tuple[Floats, Floats, Floats, set[str]]:
    """P-value, interval and how they were got, for every pair of rankings."""
    function = rho_last_axis if statistic == "spearman" else tau_last_axis
    ra, rb = rank_last_axis(av), rank_last_axis(bv)
    p_value, low, high = (np.full(estimate.shape, np.nan) for _ in range(3))
    nulls: dict[Any, Any] = {}
    with progress("Rank correlations", estimate.size) as step:
        for cell in np.ndindex(estimate.shape):
            step()
            keep = np.isfinite(av[cell])
            value = float(estimate[cell])
            if keep.sum() < 3 or math.isnan(value):
                continue
            if alternative:
                # The null is that of either order of the two: pairs of years share it.
                first, second = sorted(tuple(np.sort(r[cell][keep])) for r in (ra, rb))
                key = first, second
                if key not in nulls:
                    nulls[key] = null_of(
                        np.array(first), np.array(second), statistic, resamples, rng
                    )
                p_value[cell] = tail(nulls[key], value, alternative)
            if interval == "fisher":
                low[cell], high[cell] = fisher_interval(value, int(keep.sum()), level)
            elif interval == "score":
                low[cell], high[cell] = score_interval(value, int(keep.sum()), level)
            elif interval == "jackknife":
                without = leave_one_out(function, av[cell][keep], bv[cell][keep])
                low[cell], high[cell] = jackknife_interval(value, without, level, (-1.0, 1.0))
    return p_value, low, high, {null.how for null in nulls.values()}


def _correlate(
    x: xr.DataArray,
    y: xr.DataArray | None,
    *,
    statistic: str,
    dim: str,
    along: str,
    base: Any,
    alternative: str | None,
    interval: str | None,
    level: float,
    resamples: int,
    rng: int | np.random.Generator,
) -> xr.Dataset:
    import xarray as xr

    check_dim(x, dim)
    check_option("interval", interval, INTERVALS[statistic])
    check_alternative(alternative)
    check_level(level)
    if y is not None and base is not None:
        raise ValueError("Give either y or base: with y there is no base year to compare with.")
    x = numbers(x)
    if y is None:
        check_dim(x, along)
        if base is not None:
            check_label(x, along, base)
        y = x.sel({along: base}, drop=True) if base is not None else x.rename({along: f"{along}_2"})
    else:
        check_dim(y, dim)
        y = numbers(y, "A value of y")
    a, b = xr.broadcast(*xr.align(x, y, join="inner", exclude=set(x.dims) - {dim}))
    a, b = a.transpose(..., dim), b.transpose(..., dim)
    both = np.isfinite(a.to_numpy()) & np.isfinite(b.to_numpy())
    av, bv = (settled(np.where(both, part.to_numpy(), np.nan)) for part in (a, b))
    function = rho_last_axis if statistic == "spearman" else tau_last_axis
    estimate = function(av, bv)

    p_value, low, high, how = _uncertainty(
        av, bv, estimate,
        statistic=statistic, alternative=alternative, interval=interval, level=level,
        resamples=resamples, rng=rng,
    )  # fmt: skip

    frame = a.isel({dim: 0}, drop=True)
    frame = frame.drop_vars([c for c in frame.coords if c not in frame.dims])
    parts = {
        "estimate": estimate,
        "p_value": p_value,
        "ci_low": low,
        "ci_high": high,
        "n": both.sum(axis=-1).astype(float),
    }
    result = xr.Dataset({name: frame.copy(data=data) for name, data in parts.items()})
    for array in result.values():
        array.attrs = {"units": "1"}
    result.attrs = {
        "statistic": {"spearman": "Spearman's rho", "kendall": "Kendall's tau-b"}[statistic],
        "p_value": "; ".join(sorted(how)),
        "alternative": alternative or "none",
        "interval": f"{interval}, level {level:g}" if interval else "none",
        "n_left_out": _left_out(x, a, dim),
    }
    return result


def _left_out(x: xr.DataArray, matched: xr.DataArray, dim: str) -> int:
    """Values of ``x`` that are missing, or whose region the other array lacks."""
    kept = x.sel({dim: matched[dim].values}) if dim in x.indexes else x
    return x.size - int(np.isfinite(kept.to_numpy()).sum())


@public_statistic()
def spearman_rho(
    x: xr.DataArray,
    y: xr.DataArray | None = None,
    *,
    dim: str = "region",
    along: str = "year",
    base: Any = None,
    alternative: str | None = "two-sided",
    interval: str | None = "fisher",
    level: float = 0.95,
    resamples: int = 9_999,
    rng: int | np.random.Generator = 0,
) -> xr.Dataset:
    """Spearman's rank correlation of regions, between years or between two arrays.

    Parameters
    ----------
    x : DataArray
        Any unit; has ``dim``. Other dimensions are kept in the result.
    y : DataArray, optional
        The other array; regions are matched by label. Without it, years of ``x``
        are compared with each other.
    dim : str
        The dimension that is ranked and correlated over.
    along, base
        Without ``y``: compare each label of ``along`` with the label ``base``, or
        all pairs of labels if ``base`` is None (dimensions ``along`` and ``along_2``).
    alternative : {"two-sided", "greater", "less", None}
        What counts as extreme for the p-value; None leaves the test out (quicker).
    interval : {"fisher", "jackknife", None}
        Fisher's z with Bonett and Wright's standard error, or leave-one-region-out.
    level : float
        Confidence level of the interval.
    resamples : int
        Random orderings, used only with more than 12 regions.
    rng : int or numpy Generator
        Seed of those orderings; the same seed repeats the same p-value.

    Returns
    -------
    Dataset
        ``estimate``, ``p_value``, ``ci_low``, ``ci_high`` (dimensionless) and ``n``
        (regions used) over the remaining dimensions. ``attrs`` say how p-values were got
        and how many values of ``x`` are missing or without a partner (``n_left_out``).

    Raises
    ------
    ValueError
        If a dimension, the base label or an option is unknown, or a value is infinite.

    References
    ----------
    Spearman (1904), American Journal of Psychology 15, 72-101. Bonett and Wright
    (2000), Psychometrika 65, 23-28.

    Notes
    -----
    The p-value is exact up to 12 regions, ties included. The regions are all there
    are, not a sample: read the interval as what ten or twelve places can tell about
    a common tendency, and beside the near ties of :func:`levelkit.tie_bands`.

    Examples
    --------
    >>> import levelkit as lk
    >>> output = lk.load("uk-century").gdp_per_head_intl2011usd.dropna("year", how="all")
    >>> rho = lk.spearman_rho(output, base=1900).sel(year=2015)
    >>> rho.estimate.round(2).item(), rho.p_value.round(3).item()
    (0.87, 0.002)
    """
    return _correlate(
        x, y, statistic="spearman", dim=dim, along=along, base=base, alternative=alternative,
        interval=interval, level=level, resamples=resamples, rng=rng,
    )  # fmt: skip


@public_statistic()
def kendall_tau(
    x: xr.DataArray,
    y: xr.DataArray | None = None,
    *,
    dim: str = "region",
    along: str = "year",
    base: Any = None,
    alternative: str | None = "two-sided",
    interval: str | None = "score",
    level: float = 0.95,
    resamples: int = 9_999,
    rng: int | np.random.Generator = 0,
) -> xr.Dataset:
    """Kendall's rank correlation (tau-b) of regions.

    Of all pairs of regions, the share in the same order less the share in opposite
    order. Parameters, result and errors are those of :func:`spearman_rho`.

    Parameters
    ----------
    x, y, dim, along, base, alternative, interval, level, resamples, rng
        As in :func:`spearman_rho`, but for ``interval``: "score" (every tau that would
        not be rejected, with Esscher's variance), "jackknife" or None. The p-value is
        exact for up to 100 regions without ties; else it comes from random orderings.

    Returns
    -------
    Dataset
        As in :func:`spearman_rho`.

    Raises
    ------
    ValueError
        If a dimension, the base label or an option is unknown, or a value is infinite.

    References
    ----------
    Kendall (1938), Biometrika 30, 81-93. Esscher (1924), Skandinavisk
    Aktuarietidskrift 7, 201-219.

    Examples
    --------
    >>> import levelkit as lk
    >>> output = lk.load("uk-century").gdp_per_head_intl2011usd.dropna("year", how="all")
    >>> tau = lk.kendall_tau(output, base=1900).sel(year=2015)
    >>> tau.estimate.round(2).item(), tau.p_value.round(3).item()
    (0.69, 0.005)
    """
    return _correlate(
        x, y, statistic="kendall", dim=dim, along=along, base=base, alternative=alternative,
        interval=interval, level=level, resamples=resamples, rng=rng,
    )  # fmt: skip
