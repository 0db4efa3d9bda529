"""How far ranks moved, and how well many years agree on one order."""

from __future__ import annotations

import functools
import math
from typing import TYPE_CHECKING, Any

import numpy as np

from levelkit.measures.core.dims import check_label, check_level, check_option
from levelkit.measures.core.jackknife import jackknife_interval, leave_one_out
from levelkit.measures.core.null import EXACT_UP_TO, Null, cost_null, permutation_null, tail
from levelkit.measures.core.slices import each_slice, further_dims
from levelkit.measures.core.spread import batches, spread
from levelkit.measures.core.statistic import public_statistic
from levelkit.measures.core.values import numbers
from levelkit.measures.core.variation import varies
from levelkit.measures.ranking.ranks import rank_last_axis

if TYPE_CHECKING:
    import xarray as xr
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


def _distance(ranks_a: Floats, ranks_b: Floats) -> Floats:
    return np.asarray(np.abs(ranks_a - ranks_b).mean(axis=-1))


def _change(a: Floats, b: Floats) -> Floats:
    return _distance(rank_last_axis(a), rank_last_axis(b))


def _change_by_chance(a: Floats, b: Floats) -> Floats:
    """Change of rank over its mean across all orderings of ``b``."""
    ra, rb = rank_last_axis(a), rank_last_axis(b)
    return np.asarray(_distance(ra, rb) / _by_chance(ra, rb))


def _by_chance(ra: Floats, rb: Floats) -> Floats:
    """Mean change over all orderings: each rank of one meets each of the other."""
    return np.asarray(np.abs(ra[:, None] - rb).mean())


@public_statistic()
def mean_rank_change(
    x: xr.DataArray,
    *,
    base: Any,
    dim: str = "region",
    along: str = "year",
    interval: str | None = "jackknife",
    level: float = 0.95,
    resamples: int = 9_999,
    rng: int | np.random.Generator = 0,
) -> xr.Dataset:
    """Mean absolute change of rank since a base year: Spearman's footrule over n.

    Parameters
    ----------
    x : DataArray
        Any unit, with ``dim`` and ``along``; further dimensions are kept.
    base
        The label of ``along`` to compare with.
    dim, along : str
        The dimension that is ranked, and the one compared along.
    interval : {"jackknife", None}
        Leave one region out at a time, or no interval (quicker).
    level : float
        Confidence level of the interval.
    resamples, rng
        Random orderings and their seed, used only with more than 12 regions.

    Returns
    -------
    Dataset
        Over ``along``: ``estimate`` (places), ``expected`` (places, if the two orders
        had nothing to do with each other), ``p_value`` (chance of so small a change by
        luck; exact up to 12 regions), ``ci_low`` and ``ci_high`` (leave one region
        out), ``n``. Regions missing in either year are left out; ``attrs["n_left_out"]``
        counts them over all years.

    Raises
    ------
    ValueError
        If a dimension, the base label or an option is unknown, or a value is infinite.

    References
    ----------
    Diaconis and Graham (1977), JRSS B 39, 262-268: the mean of the footrule under
    independence is (n^2 - 1) / 3 without ties, hence (n^2 - 1) / (3 n) places a region.

    Examples
    --------
    >>> import levelkit as lk
    >>> output = lk.load("uk-century").gdp_per_head_intl2011usd.dropna("year", how="all")
    >>> moved = lk.mean_rank_change(output, base=1900).sel(year=2015)
    >>> moved.estimate.round(2).item(), moved.expected.round(2).item()
    (1.2, 3.3)
    """
    import xarray as xr

    if further := further_dims(x, dim, along):
        of_slice = functools.partial(
            mean_rank_change, base=base, dim=dim, along=along, interval=interval, level=level,
            resamples=resamples, rng=rng,
        )  # fmt: skip
        return each_slice(of_slice, x, further)
    check_option("interval", interval, ("jackknife", None))
    check_level(level)
    x = numbers(x)
    check_label(x, along, base)
    table, origin = x.transpose(along, dim).to_numpy(), x.sel({along: base}).to_numpy()
    rows = []
    nulls: dict[Any, Any] = {}
    for values in table:
        keep = np.isfinite(values) & np.isfinite(origin)
        a, b = origin[keep], values[keep]
        n = int(keep.sum())
        if n < 3:
            rows.append((math.nan,) * 5 + (float(n),))
            continue
        estimate = float(_change(a, b))
        if not (varies(a) or varies(b)):  # no order in either year: nothing to compare
            rows.append((estimate, *(math.nan,) * 4, float(n)))
            continue
        ra, rb = np.sort(rank_last_axis(a)), np.sort(rank_last_axis(b))
        key = (tuple(ra), tuple(rb))
        if key not in nulls:
            if n <= EXACT_UP_TO:
                costs, probabilities, _ = cost_null(*key, 1)
                nulls[key] = Null(costs / n, probabilities)
            else:
                nulls[key] = permutation_null(ra, rb, _distance, resamples=resamples, rng=rng)
        expected = float(_by_chance(ra, rb))
        low = high = math.nan
        if interval:
            # With a region left out there are fewer places to move: compare shares of
            # what chance would give, not places.
            without = leave_one_out(_change_by_chance, a, b)
            low, high = jackknife_interval(estimate / expected, without, level, (0.0, math.inf))
        p_value = tail(nulls[key], estimate, "less")
        rows.append((estimate, expected, p_value, low * expected, high * expected, float(n)))
    names = ("estimate", "expected", "p_value", "ci_low", "ci_high", "n")
    result = xr.Dataset(
        {
            name: (along, np.array(column))
            for name, column in zip(names, zip(*rows, strict=True), strict=True)
        },
        coords={along: x[along]},
        attrs={
            "statistic": "mean absolute change of rank",
            "units": "places",
            "base": base,
            "p_value": ", ".join(sorted({null.how for null in nulls.values()})) or "none",
            "n_left_out": int(sum(table.shape[1] - row[-1] for row in rows)),
        },
    )
    for name in ("estimate", "expected", "ci_low", "ci_high"):
        result[name].attrs = {"units": "places"}
    return result


def w_last_axis(ranks: Floats) -> Floats:
    """Kendall's W of ranks shaped ``(..., judge, item)``, corrected for ties."""
    m = ranks.shape[-2]
    total = ranks.sum(axis=-2)
    apart = ((total - total.mean(axis=-1, keepdims=True)) ** 2).sum(axis=-1)
    # The sum of squares one judge's ranks can have; n (n^2 - 1) / 12 without ties.
    centred = ranks - ranks.mean(axis=-1, keepdims=True)
    largest = m * (centred**2).sum(axis=(-2, -1))
    return np.asarray(
        np.divide(apart, largest, out=np.full_like(largest, np.nan), where=largest > 0)
    )


@public_statistic()
def kendall_w(
    x: xr.DataArray,
    *,
    dim: str = "region",
    over: str = "year",
    level: float = 0.95,
    resamples: int = 9_999,
    rng: int | np.random.Generator = 0,
) -> xr.Dataset:
    """Kendall's coefficient of concordance: how far all years agree on one order.

    0 if the years have no common order, 1 if all have the same.

    Parameters
    ----------
    x : DataArray
        Any unit, dimensions ``dim`` and ``over``. Regions with a missing value in
        any year are left out and counted in ``attrs["n_left_out"]``.
    dim, over : str
        What is ranked (regions), and what ranks it (years).
    level : float
        Confidence level of the leave-one-region-out interval.
    resamples, rng
        Random orderings for the p-value, and their seed.

    Returns
    -------
    Dataset
        Scalars ``estimate``, ``p_value``, ``ci_low``, ``ci_high``, ``n`` (regions)
        and ``m`` (years). The p-value takes years as independent judges; years that
        follow each other are not, so it overstates the evidence.

    Raises
    ------
    ValueError
        If a dimension is unknown, a value is infinite, or fewer than 3 regions or 2 years
        remain.

    References
    ----------
    Kendall and Babington Smith (1939), Annals of Mathematical Statistics 10, 275-287.

    Examples
    --------
    >>> import levelkit as lk
    >>> output = lk.load("uk-century").gdp_per_head_intl2011usd.dropna("year", how="all")
    >>> lk.kendall_w(output, resamples=999).estimate.round(2).item()
    0.67
    """
    import xarray as xr

    if further := further_dims(x, dim, over):
        of_slice = functools.partial(
            kendall_w, dim=dim, over=over, level=level, resamples=resamples, rng=rng
        )
        return each_slice(of_slice, x, further)
    check_level(level)
    values = numbers(x).transpose(over, dim).to_numpy()
    keep = np.isfinite(values).all(axis=0)
    values = values[:, keep]
    m, n = values.shape
    if n < 3 or m < 2:
        raise ValueError(f"Concordance needs 3 regions and 2 years, not {n} and {m}.")
    ranks = rank_last_axis(values)
    estimate = float(w_last_axis(ranks))
    p_value = math.nan
    if not math.isnan(estimate):
        as_large = functools.partial(_as_concordant, ranks=ranks, estimate=estimate)
        size = max(1, 200_000 // ranks.size)  # draws at a time: some megabytes
        counts = spread(as_large, batches(resamples, size, rng), what="Permutations")
        p_value = (1 + sum(counts)) / (1 + resamples)
    without = leave_one_out(lambda left: w_last_axis(rank_last_axis(left)), values)
    low, high = jackknife_interval(estimate, without, level, (0.0, 1.0))
    parts = {"estimate": estimate, "p_value": p_value, "ci_low": low, "ci_high": high}
    return xr.Dataset(
        parts | {"n": n, "m": m},
        attrs={
            "statistic": "Kendall's W",
            "p_value": f"permutation ({resamples} draws)",
            "n_left_out": int((~keep).sum()),
        },
    )


def _as_concordant(
    piece: tuple[int, np.random.SeedSequence], *, ranks: Floats, estimate: float
) -> int:
    """Of so many random sets of orders, how many agree at least as much."""
    draws, seed = piece
    orders = np.broadcast_to(ranks, (draws, *ranks.shape))
    shuffled = np.random.default_rng(seed).permuted(orders, axis=-1)
    return int((w_last_axis(shuffled) >= estimate - 1e-9).sum())
