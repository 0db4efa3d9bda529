"""Rank correlation between years, honest for ten or twelve regions."""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import TYPE_CHECKING, Any

import numpy as np

from levelkit.measures.core.dims import check_dim
from levelkit.measures.core.jackknife import jackknife_interval, leave_one_out
from levelkit.measures.core.null import EXACT_UP_TO, cost_null, kendall_null, permutation_null, tail
from levelkit.measures.ranking.ranks import rank_last_axis

if TYPE_CHECKING:
    import xarray as xr
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

INTERVALS = ("fisher", "jackknife", None)


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
    i, j = np.triu_indices(a.shape[-1], 1)
    sa, sb = np.sign(a[..., i] - a[..., j]), np.sign(b[..., i] - b[..., j])
    with np.errstate(invalid="ignore", divide="ignore"):
        tau = np.nansum(sa * sb, axis=-1) / np.sqrt(
            np.nansum(sa**2, axis=-1) * np.nansum(sb**2, axis=-1)
        )
    return np.asarray(tau)


def fisher_interval(estimate: float, n: int, level: float, statistic: str) -> tuple[float, float]:
    """Interval on Fisher's z scale, with the standard errors made for ranks.

    Spearman: sqrt((1 + rho^2 / 2) / (n - 3)), Bonett and Wright (2000), Psychometrika
    65, 23-28. Kendall: sqrt(0.437 / (n - 4)), Fieller, Hartley and Pearson (1957),
    Biometrika 44, 470-481. Neither collapses at the top, as the percentile bootstrap
    does: for ten or twelve regions of normal populations the 95 % interval covers 92 to
    98 % of the time (measured in the tests). At +1 or -1 the interval starts from the middle of the last attainable step.
    """
    if n < 5 or math.isnan(estimate):
        return math.nan, math.nan
    step = 6 / (n * (n * n - 1)) if statistic == "spearman" else 2 / (n * (n - 1))
    inside = max(-1 + step, min(1 - step, estimate))
    variance = (1 + inside**2 / 2) / (n - 3) if statistic == "spearman" else 0.437 / (n - 4)
    half = NormalDist().inv_cdf(0.5 + level / 2) * math.sqrt(variance)
    low, high = math.tanh(math.atanh(inside) - half), math.tanh(math.atanh(inside) + half)
    return (-1.0 if estimate <= -1 + step else low), (1.0 if estimate >= 1 - step else high)


def null_of(
    ra: Floats, rb: Floats, statistic: str, resamples: int, rng: np.random.Generator
) -> tuple[tuple[Floats, Floats], str]:
    """The null of a rank correlation and how it was got: exact where that is possible."""
    n = ra.size
    if statistic == "kendall" and len(set(ra)) == len(set(rb)) == n:
        return kendall_null(n), "exact"
    if statistic == "spearman" and n <= EXACT_UP_TO:
        costs, probabilities = cost_null(tuple(sorted(ra)), tuple(sorted(rb)), 2)
        # rho falls linearly with the sum of squared rank differences, ties or not.
        va, vb = ra.var(), rb.var()
        rho = (va + vb - costs / n + (ra.mean() - rb.mean()) ** 2) / (2 * math.sqrt(va * vb))
        return (rho[::-1], probabilities[::-1]), "exact"
    # Ranks are shuffled, not values: there is nothing to rank again.
    function = pearson_last_axis if statistic == "spearman" else tau_last_axis
    null = permutation_null(ra, rb, function, resamples=resamples, rng=rng)
    return null, f"permutation ({resamples} draws)"


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
    generator = np.random.default_rng(rng)
    ra, rb = rank_last_axis(av), rank_last_axis(bv)
    p_value, low, high = (np.full(estimate.shape, np.nan) for _ in range(3))
    nulls: dict[Any, Any] = {}
    for cell in np.ndindex(estimate.shape):
        keep = np.isfinite(av[cell])
        value = float(estimate[cell])
        if keep.sum() < 3 or math.isnan(value):
            continue
        if alternative:
            key = (tuple(np.sort(ra[cell][keep])), tuple(np.sort(rb[cell][keep])))
            if key not in nulls:
                ranks = ra[cell][keep], rb[cell][keep]
                nulls[key] = null_of(*ranks, statistic, resamples, generator)
            p_value[cell] = tail(nulls[key][0], value, alternative)
        if interval == "fisher":
            low[cell], high[cell] = fisher_interval(value, int(keep.sum()), level, statistic)
        elif interval == "jackknife":
            without = leave_one_out(function, av[cell][keep], bv[cell][keep])
            low[cell], high[cell] = jackknife_interval(value, without, level, (-1.0, 1.0))
    return p_value, low, high, {how for _, how in nulls.values()}


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
    if interval not in INTERVALS:
        raise ValueError(f"interval must be one of {INTERVALS}, not {interval!r}.")
    if y is None:
        check_dim(x, along)
        if base is not None and base not in x[along].values:
            raise ValueError(f"No {along} {base!r}. There are: {x[along].values.tolist()}.")
        y = x.sel({along: base}, drop=True) if base is not None else x.rename({along: f"{along}_2"})
    a, b = xr.broadcast(*xr.align(x, y, join="inner", exclude=set(x.dims) - {dim}))
    a, b = a.transpose(..., dim), b.transpose(..., dim)
    both = np.isfinite(a.to_numpy()) & np.isfinite(b.to_numpy())
    av, bv = np.where(both, a.to_numpy(), np.nan), np.where(both, b.to_numpy(), np.nan)
    function = rho_last_axis if statistic == "spearman" else tau_last_axis
    estimate = function(av, bv)

    p_value, low, high, how = _uncertainty(
        av, bv, estimate,
        statistic=statistic, alternative=alternative, interval=interval, level=level,
        resamples=resamples, rng=rng,
    )  # fmt: skip

    frame = a.isel({dim: 0}, drop=True)
    frame = frame.drop_vars([c for c in frame.coords if c not in frame.dims])
    found = {
        "estimate": estimate,
        "p_value": p_value,
        "ci_low": low,
        "ci_high": high,
        "n": both.sum(axis=-1).astype(float),
    }
    result = xr.Dataset({name: frame.copy(data=data) for name, data in found.items()})
    for array in result.values():
        array.attrs = {"units": "1"}
    result.attrs = {
        "statistic": {"spearman": "Spearman's rho", "kendall": "Kendall's tau-b"}[statistic],
        "p_value": "; ".join(sorted(how)),
        "alternative": alternative or "none",
        "interval": f"{interval}, level {level:g}" if interval else "none",
        "n_left_out": int((~both).sum()),
    }
    return result


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
        (regions used) over the remaining dimensions. ``attrs`` say how the p-value
        was got and how many values were left out as missing.

    Raises
    ------
    ValueError
        If a dimension, the base label or an option is unknown.

    References
    ----------
    Spearman (1904), American Journal of Psychology 15, 72-101. Bonett and Wright
    (2000), Psychometrika 65, 23-28.

    Notes
    -----
    The p-value is exact up to 12 regions, ties included. The regions are all there
    are, not a sample: read the interval as what ten or twelve places can tell about
    a common tendency, and beside the near ties of :func:`levelkit.tie_bands`.
    """
    return _correlate(
        x, y, statistic="spearman", dim=dim, along=along, base=base, alternative=alternative,
        interval=interval, level=level, resamples=resamples, rng=rng,
    )  # fmt: skip


def kendall_tau(
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
    """Kendall's rank correlation (tau-b) of regions.

    Of all pairs of regions, the share in the same order less the share in opposite
    order. Parameters, result and errors are those of :func:`spearman_rho`.

    Parameters
    ----------
    x, y, dim, along, base, alternative, interval, level, resamples, rng
        As in :func:`spearman_rho`. The Fisher interval has the standard error of
        Fieller, Hartley and Pearson. The p-value is exact for any number of regions
        without ties; with ties it comes from random orderings.

    Returns
    -------
    Dataset
        As in :func:`spearman_rho`.

    Raises
    ------
    ValueError
        If a dimension, the base label or an option is unknown.

    References
    ----------
    Kendall (1938), Biometrika 30, 81-93. Fieller, Hartley and Pearson (1957),
    Biometrika 44, 470-481.
    """
    return _correlate(
        x, y, statistic="kendall", dim=dim, along=along, base=base, alternative=alternative,
        interval=interval, level=level, resamples=resamples, rng=rng,
    )  # fmt: skip
