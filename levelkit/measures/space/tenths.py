"""Areas that hold both extremes: units of the lowest and of the highest tenth."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from levelkit.measures.core.dims import check_dim, check_groups, check_level
from levelkit.measures.core.null import check_alternative
from levelkit.measures.core.statistic import public_statistic
from levelkit.measures.core.values import refuse
from levelkit.measures.core.variation import settled
from levelkit.measures.space.chance import (
    by_gaps,
    frame_of,
    p_value,
    rows_of,
    shuffled,
)
from levelkit.measures.space.neighbours import check_once

if TYPE_CHECKING:
    import xarray as xr
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]
    Integers = NDArray[np.int64]

RESULTS = (
    "estimate", "lowest", "highest", "expected", "chance_low", "chance_high", "p_value", "n",
)  # fmt: skip


@public_statistic()
def both_extremes_share(
    x: xr.DataArray,
    groups: str | xr.DataArray,
    *,
    dim: str = "region",
    share: float = 0.1,
    ranked: bool = False,
    n_ranked: int | None = None,
    resamples: int = 999,
    alternative: str | None = "two-sided",
    level: float = 0.95,
    skipna: bool = True,
    rng: int | np.random.Generator = 0,
) -> xr.Dataset:
    """Share of groups that hold units of both the lowest and the highest tenth.

    A unit is in tenth ``ceil(10 rank / n)`` of all units, whatever its group. With another
    ``share``, the lowest have ``rank <= share n`` and the highest ``rank > (1 - share) n``.

    Parameters
    ----------
    x : DataArray
        Values of small areas in any unit, or their ranks; has ``dim``. Other dimensions
        (year, domain) are kept.
    groups : DataArray
        The group of each unit (local authority), along ``dim``; matched by label.
    dim : str
        The dimension of units.
    share : float
        Size of each extreme: 0.1 is a tenth. At most 0.5.
    ranked : bool
        ``x`` holds ranks already, from 1. Otherwise ties share their average rank, so
        that a long tie at one end may leave that extreme empty.
    n_ranked : int, optional
        How many units were ranked, if not all of them are here.
    resamples : int
        Random arrangements of the units among groups of the same sizes.
    alternative : {"two-sided", "greater", "less", None}
        What counts as extreme for the p-value. None leaves the arrangements out.
    level : float
        Share of the random arrangements between ``chance_low`` and ``chance_high``.
    skipna : bool
        Units without a value are not ranked. If false, a slice with a gap has no result.
    rng : int or numpy Generator
        Seed of the arrangements.

    Returns
    -------
    Dataset
        Over the remaining dimensions: ``estimate`` (share of groups with both),
        ``lowest`` and ``highest`` (with at least one of either), ``expected`` (share with
        both if units were dealt out at random, exact), ``chance_low``, ``chance_high``,
        ``p_value`` and ``n`` (groups).

    Raises
    ------
    ValueError
        If units have no group given, a value is infinite, a rank is not from 1 to the number
        of units, or ``share`` is not above 0 and at most 0.5, or is less than one unit.

    Notes
    -----
    Units with a value but no group count in the ranking, and are then left out. Large
    groups hold both extremes sooner: ``expected`` has the same sizes of groups. With
    ranks from the most deprived on, the lowest tenth is the most deprived one.

    Examples
    --------
    >>> import levelkit as lk
    >>> itl3 = lk.load("uk-itl").query(region="level == 'ITL3'").sel(year=2019)
    >>> result = lk.both_extremes_share(itl3.gdp_per_head_gbp, itl3.itl1_code)
    >>> result.estimate.round(2).item(), result.expected.round(2).item()
    (0.58, 0.6)
    """
    import xarray as xr

    check_alternative(alternative)
    if not 0 < share <= 0.5:
        raise ValueError(f"share must be above 0 and at most 0.5, not {share:g}.")
    check_level(level)
    check_dim(x, dim)
    codes, values = _codes(x, groups, dim), rows_of(x, dim)
    if ranked:
        n_ranked = n_ranked or x.sizes[dim]
        rule = f"A rank must be from 1 to {n_ranked}, the number of units ranked (see n_ranked)"
        refuse(x, (x < 1) | (x > n_ranked), rule)
    columns = {name: np.full(len(values), np.nan) for name in RESULTS}
    for rows, units in by_gaps(values, skipna=skipna):
        total = n_ranked if ranked else None
        lowest, highest = tenths_of(values[np.ix_(rows, units)], share=share, ranked_of=total)
        inside = np.flatnonzero(codes[units] >= 0)
        # Units in the order of their groups, so that each group is one stretch.
        order = inside[np.argsort(codes[units][inside], kind="stable")]
        sizes = np.unique(codes[units][order], return_counts=True)[1]
        if not sizes.size:
            continue
        extremes = lowest[:, order] + 2.0 * highest[:, order]
        result = _shares(extremes, sizes, resamples, alternative, level, rng)
        for name, value in result.items():
            columns[name][rows] = value
    if np.isnan(columns["estimate"]).all():
        raise ValueError(f"No unit of {dim} has both a value and a group.")
    frame = frame_of(x, dim)
    return xr.Dataset(
        {k: frame.copy(data=v.reshape(frame.shape)) for k, v in columns.items()},
        attrs={
            "statistic": f"share of groups with units of both the lowest and highest {share:.0%}",
            "units": "1",
            "p_value": f"permutation ({resamples} draws)" if alternative else "none",
            "chance": f"{resamples} random arrangements, level {level:g}" if alternative else "none",
            "alternative": alternative or "none",
            "n_left_out": int((~np.isfinite(values) | (codes < 0)).sum()),
        },
    )  # fmt: skip


def tenths_of(rows: Floats, *, share: float, ranked_of: int | None = None) -> tuple[Flags, Flags]:
    """Which units are in the lowest and in the highest share of each row.

    ``ranked_of`` says that rows hold ranks already, and among how many.
    """
    from scipy.stats import rankdata

    n = ranked_of or rows.shape[1]
    if share * n < 1:
        raise ValueError(f"A share of {share:g} of {n} units is less than one unit.")
    ranks = rows if ranked_of else rankdata(settled(rows), axis=1)
    slack = 1e-9 * n  # 0.9 n is not exact
    return ranks <= share * n + slack, ranks > (1 - share) * n + slack


def _shares(
    extremes: Floats,
    sizes: Integers,
    resamples: int,
    alternative: str | None,
    level: float,
    rng: int | np.random.Generator,
) -> dict[str, Floats]:
    """Results of slices coded 1 (lowest), 2 (highest) or 0, units in the order of groups."""
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    estimate = share_with_both(extremes, starts=starts)
    expected = _expected(extremes, sizes)
    result = {"estimate": estimate, "expected": expected, "n": np.full(len(extremes), sizes.size)}
    for name, code in (("lowest", 1), ("highest", 2)):
        result[name] = np.logical_or.reduceat(extremes == code, starts, axis=-1).mean(axis=-1)
    if alternative:
        both = partial(share_with_both, starts=starts)
        drawn = shuffled(both, extremes, resamples=resamples, rng=rng)
        tail = (1 - level) / 2
        result["chance_low"], result["chance_high"] = np.quantile(drawn, [tail, 1 - tail], axis=1)
        result["p_value"] = p_value(drawn, estimate, expected, alternative)
    return result


def share_with_both(extremes: Floats, *, starts: Integers) -> Floats:
    """Share of groups (stretches along the last axis) that hold both a 1 and a 2."""
    lowest, highest = (np.logical_or.reduceat(extremes == code, starts, axis=-1) for code in (1, 2))
    return np.asarray((lowest & highest).mean(axis=-1))


def _expected(extremes: Floats, sizes: Integers) -> Floats:
    """Mean over groups of the chance to hold both, drawing units without replacement.

    1 - P(no lowest) - P(no highest) + P(neither), each hypergeometric.
    """
    from scipy.stats import hypergeom

    n = extremes.shape[1]
    low, high = ((extremes == code).sum(axis=1)[:, None] for code in (1, 2))
    none_low, none_high, neither = (
        hypergeom.pmf(0, n, marked, sizes[None, :]) for marked in (low, high, low + high)
    )
    return np.asarray((1 - none_low - none_high + neither).mean(axis=1))


def _codes(x: xr.DataArray, groups: str | xr.DataArray, dim: str) -> Integers:
    """Number of each unit's group, in the order of ``x``; -1 without a group."""
    import pandas as pd

    if isinstance(groups, str):
        if groups not in x.coords:
            there = ", ".join(str(name) for name in x.coords)
            raise ValueError(f"No coordinate {groups!r} to group by. There are: {there}.")
        groups = x[groups]
    check_groups(groups)
    if groups.dims != (dim,):
        raise ValueError(f"groups must have the dimension {dim!r} alone, not {groups.dims}.")
    if dim in x.indexes and dim in groups.indexes:
        check_once(groups[dim].to_numpy())
        lacking = x.indexes[dim].difference(groups.indexes[dim])
        if len(lacking):
            listed = ", ".join(map(str, lacking[:5]))
            raise ValueError(f"No group is given for {len(lacking)} of {dim}: {listed} ...")
        groups = groups.sel({dim: x[dim].values})
    elif groups.sizes[dim] != x.sizes[dim]:
        raise ValueError(f"{x.sizes[dim]} units have {groups.sizes[dim]} groups and no labels.")
    return np.asarray(pd.factorize(groups.to_numpy(), sort=True)[0])
