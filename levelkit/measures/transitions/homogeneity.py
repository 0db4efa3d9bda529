"""Is it one chain? Tests of equal transition matrices, and of the order of the chain."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from levelkit.measures.core.dims import check_groups, check_option, cover
from levelkit.measures.core.statistic import public_statistic
from levelkit.measures.transitions.classes import NO_CLASS, class_numbers
from levelkit.measures.transitions.markov import check_step, tally

if TYPE_CHECKING:
    from collections.abc import Sequence

    import xarray as xr
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]

TESTS = ("likelihood ratio", "Pearson")


def equal_rows(counts: Floats) -> tuple[Floats, Floats]:
    """Both statistics and their degrees of freedom, for counts over (..., group, from, to).

    H0: from each class, all groups have the same probabilities. Per class this is the
    test of independence in a table of groups by destinations; the classes add up.
    """
    pooled = counts.sum(axis=-3, keepdims=True)
    n = counts.sum(axis=-1, keepdims=True)
    with np.errstate(invalid="ignore", divide="ignore"):
        expected = n * pooled / pooled.sum(axis=-1, keepdims=True)
        ratio = 2 * np.where(counts > 0, counts * np.log(counts / expected), 0.0)
        pearson = np.where(expected > 0, (counts - expected) ** 2 / expected, 0.0)
    statistics = np.stack([part.sum(axis=(-3, -2, -1)) for part in (ratio, pearson)], axis=-1)
    # Cells that are empty in all groups, and groups without any move, are not free.
    destinations = (pooled[..., 0, :, :] > 0).sum(axis=-1)
    groups = (n[..., 0] > 0).sum(axis=-2)
    free = np.maximum(destinations - 1, 0) * np.maximum(groups - 1, 0)
    return statistics, free.sum(axis=-1).astype(np.float64)


def _tested(x: xr.DataArray, dim: str, along: str, counts: Floats, lost: int) -> xr.Dataset:
    """The result of a test over the other dimensions of ``x``, and ``test``."""
    import xarray as xr
    from scipy.stats import chi2

    statistics, df = equal_rows(counts)
    testable = df > 0
    statistics = np.where(testable[..., None], statistics, np.nan)
    p_value = chi2.sf(statistics, np.where(testable, df, 1)[..., None])
    lead = [str(name) for name in x.dims if name not in (dim, along)]
    coords: dict[str, Any] = {name: x[name] for name in lead if name in x.coords}
    coords["test"] = list(TESTS)
    result = xr.Dataset(
        {
            "statistic": ([*lead, "test"], statistics),
            "df": (lead, df),
            "p_value": ([*lead, "test"], p_value),
            "n": (lead, counts.sum(axis=(-3, -2, -1))),
        },
        coords=coords,
    )
    for array in result.values():
        array.attrs = {"units": "1"}
    result.attrs = {"n_left_out": lost}
    return result


@public_statistic()
def markov_homogeneity(
    x: xr.DataArray,
    *,
    dim: str = "region",
    along: str = "year",
    groups: xr.DataArray | str | None = None,
    periods: xr.DataArray | str | Sequence[Any] | None = None,
    classes: int = 5,
    quantiles: str | None = "year",
    breaks: Sequence[float] | None = None,
    step: int = 1,
) -> xr.Dataset:
    """Test that groups of units, or periods, share one transition matrix.

    With n_gij moves from i to j in group g and e_gij = n_gi. n_.ij / n_.i. those
    expected: likelihood ratio ``2 sum n_gij ln(n_gij / e_gij)`` and Pearson's
    ``sum (n_gij - e_gij)^2 / e_gij``. Both are chi-squared under H0 with
    ``sum_i (a_i - 1)(b_i - 1)`` degrees of freedom: a_i classes that are entered from i
    in any group, b_i groups with moves from i.

    Parameters
    ----------
    x : DataArray
        Any unit, with ``dim`` and ``along``. Other dimensions are kept.
    dim, along : str
        Units and time.
    groups : str or DataArray
        Group of each unit, over ``dim`` (or the name of such a coordinate).
    periods : sequence, str or DataArray
        In place of groups: the labels at which a new period begins (1950, 1980), or the
        period of each year, over ``along``. A move belongs to the period in which it
        starts.
    classes, quantiles, breaks, step
        As in :func:`markov_transitions`; the classes are those of all units and years.

    Returns
    -------
    Dataset
        ``statistic`` and ``p_value`` over ``test`` ("likelihood ratio",
        "Pearson"), ``df`` and ``n`` (moves used); dimensionless. Missing where there is
        nothing to compare. ``attrs["n_left_out"]`` counts moves left out because an
        end, or the group, is missing.

    Raises
    ------
    ValueError
        As :func:`markov_transitions`; if neither or both of groups and periods are
        given, labels are lacking, or there is only one group.

    References
    ----------
    Anderson and Goodman (1957), Annals of Mathematical Statistics 28, 89-110.
    Bickenbach and Bode (2003), International Regional Science Review 26(3), 363-392.

    Notes
    -----
    The p-values take moves as independent. Neighbouring regions move together, and
    moves of more than one step overlap: true p-values are larger. With fewer than about
    5 expected moves in many cells the chi-squared law is rough.

    Examples
    --------
    >>> import levelkit as lk
    >>> states = lk.load("us-states").income_per_head_usd
    >>> halves = ["before" if year < 1970 else "since" for year in states.year.values]
    >>> periods = states.year.copy(data=halves)
    >>> test = lk.markov_homogeneity(states / states.mean("region"), breaks=[0.9, 1.1], periods=periods)
    >>> test.statistic.round(1).values.tolist()
    [26.9, 26.5]
    """
    numbers, k = class_numbers(
        x, dim=dim, along=along, classes=classes, quantiles=quantiles, breaks=breaks
    )
    check_step(step, x.sizes[along], along)
    if (groups is None) == (periods is None):
        raise ValueError("Give either groups (of units) or periods (of years).")
    if groups is not None:
        names, label = _numbered(_labels(x, groups, dim, "groups"), "group")
        of_move = label
    else:
        names, label = _numbered(_labels(x, periods, along, "periods"), "period", step)
        of_move = label[:-step, None]
    start, end = numbers[..., :-step, :], numbers[..., step:, :]
    rows = np.where((start >= 0) & (of_move >= 0), of_move * k + start, NO_CLASS)
    table = tally(rows, end, (len(names) * k, k))
    counts = table.reshape(*table.shape[:-2], len(names), k, k)
    lost = int(((rows < 0) | (end < 0)).sum())
    result = _tested(x, dim, along, counts, lost)
    result.attrs |= {
        "statistic": "test of equal transition matrices",
        "groups" if groups is not None else "periods": names,
        "step": step,
    }
    return result


def _labels(x: xr.DataArray, given: Any, dim: str, what: str) -> NDArray[Any]:
    """A label for each position along ``dim``."""
    import xarray as xr

    if isinstance(given, str):
        if given not in x.coords:
            listed = ", ".join(map(str, x.coords))
            raise ValueError(f"No coordinate {given!r} for {what}. There are: {listed}.")
        given = x[given]
    if not isinstance(given, xr.DataArray):
        if what == "groups":
            raise ValueError(
                f"groups must be a DataArray over {dim!r} or the name of a coordinate."
            )
        years, starts = x[dim].to_numpy(), np.sort(np.atleast_1d(given))
        if starts.dtype.kind == "f" and not np.isfinite(starts).all():
            raise ValueError(f"Labels at which periods begin must be finite: {starts.tolist()}.")
        first = np.append(years[:1], starts)  # a period is named after its first label
        return first[np.searchsorted(starts, years, side="right")]
    check_groups(given)
    return np.asarray(cover(x[dim], given, what)[1].to_numpy())


def _numbered(labels: NDArray[Any], what: str, step: int = 0) -> tuple[list[Any], Integers]:
    """The names of groups in order, and the number of each label's group (-1 if missing)."""
    import pandas as pd

    numbers, names = pd.factorize(labels, sort=True)
    starting = numbers[: len(numbers) - step]
    if len(set(starting[starting >= 0].tolist())) < 2:
        raise ValueError(f"A comparison needs moves in at least 2 {what}s: {list(names)}.")
    return np.asarray(names).tolist(), numbers.astype(np.int64)


@public_statistic()
def markov_order(
    x: xr.DataArray,
    *,
    order: int = 1,
    dim: str = "region",
    along: str = "year",
    classes: int = 5,
    quantiles: str | None = "year",
    breaks: Sequence[float] | None = None,
    step: int = 1,
) -> xr.Dataset:
    """Test that a chain of this order is enough, against the order above it.

    Order 0: the next class does not depend on the present one. Order 1 (the Markov
    property): given the present class, it does not depend on the one before. Statistics
    as in :func:`markov_homogeneity`, with moves grouped by the class that, under H0,
    should not matter.

    Parameters
    ----------
    x : DataArray
        Any unit, with ``dim`` and ``along``. Other dimensions are kept.
    order : {1, 0}
        Order under H0.
    dim, along, classes, quantiles, breaks, step
        As in :func:`markov_transitions`.

    Returns
    -------
    Dataset
        As :func:`markov_homogeneity`.

    Raises
    ------
    ValueError
        As :func:`markov_transitions`; if the order is neither 0 nor 1.

    References
    ----------
    Anderson and Goodman (1957), Annals of Mathematical Statistics 28, 89-110.
    Bickenbach and Bode (2003), International Regional Science Review 26(3), 363-392.

    Examples
    --------
    >>> import levelkit as lk
    >>> states = lk.load("us-states").income_per_head_usd
    >>> test = lk.markov_order(states / states.mean("region"), breaks=[0.9, 1.1], step=10)
    >>> test.statistic.round(1).values.tolist()
    [227.3, 642.9]
    """
    check_option("order", order, (1, 0))
    numbers, k = class_numbers(
        x, dim=dim, along=along, classes=classes, quantiles=quantiles, breaks=breaks
    )
    check_step(step * (order + 1), x.sizes[along], along)
    if order == 0:
        rows, end = numbers[..., :-step, :], numbers[..., step:, :]
        table = tally(rows, end, (k, k))
        counts = table[..., :, None, :]  # the present class is the group; one row each
    else:
        before, now = numbers[..., : -2 * step, :], numbers[..., step:-step, :]
        end = numbers[..., 2 * step :, :]
        rows = np.where((before >= 0) & (now >= 0), before * k + now, NO_CLASS)
        table = tally(rows, end, (k * k, k))
        counts = table.reshape(*table.shape[:-2], k, k, k)
    result = _tested(x, dim, along, counts, int(((rows < 0) | (end < 0)).sum()))
    result.attrs |= {
        "statistic": f"test of a chain of order {order} against order {order + 1}",
        "step": step,
    }
    return result
