"""Transitions between classes of a distribution: counts, probabilities, rank mobility."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from levelkit.measures.core.dims import check_dim, check_label, matched
from levelkit.measures.core.statistic import public_statistic
from levelkit.measures.core.values import numbers
from levelkit.measures.transitions.classes import NO_CLASS, class_numbers

if TYPE_CHECKING:
    from collections.abc import Sequence

    import xarray as xr
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]


def check_step(step: int, length: int, along: str) -> None:
    """Raise ``ValueError`` unless at least one step fits into the years."""
    if not 1 <= step < length:
        raise ValueError(
            f"step must be from 1 to {length - 1} ({along} has {length} labels), not {step!r}."
        )


def tally(
    rows: Integers, columns: Integers, shape: tuple[int, int], weights: Floats | None = None
) -> Floats:
    """Tables of counts (or summed weights) over the last two axes, one for each slice.

    Rows and columns are numbers from 0; NO_CLASS does not count. All tables are filled
    in one pass: each has its own range of cell numbers.
    """
    lead = rows.shape[:-2]
    # One more row and column hold the moves without a class, and are dropped at the end.
    m, n = shape[0] + 1, shape[1] + 1
    table = np.arange(int(np.prod(lead))).reshape(*lead, 1, 1)
    cells = (table * m + (rows - NO_CLASS)) * n + (columns - NO_CLASS)
    counts = np.bincount(
        cells.ravel(), None if weights is None else weights.ravel(), minlength=table.size * m * n
    )
    return counts.reshape(*lead, m, n)[..., 1:, 1:].astype(np.float64)


@public_statistic()
def markov_transitions(
    x: xr.DataArray,
    *,
    dim: str = "region",
    along: str = "year",
    classes: int = 5,
    quantiles: str | None = "year",
    breaks: Sequence[float] | None = None,
    step: int = 1,
    weights: xr.DataArray | None = None,
    skipna: bool = True,
) -> xr.Dataset:
    """Transition matrix of a first-order Markov chain between classes.

    ``p_ij = n_ij / sum_j n_ij`` (maximum likelihood), with n_ij the moves from class i
    to class j over ``step`` years. Standard error ``sqrt(p_ij (1 - p_ij) / n_i)``
    (multinomial); with weights n_i is Kish's ``(sum w)^2 / sum w^2``.

    Parameters
    ----------
    x : DataArray
        Any unit, with ``dim`` and ``along``. Other dimensions are kept.
    dim, along : str
        Units and time.
    classes, quantiles, breaks
        As in :func:`classify`. With ``quantiles=None`` the values are class numbers
        already, 0 to ``classes - 1`` (below 0 or missing: none).
    step : int
        Length of a move, in positions along ``along``.
    weights : DataArray, optional
        Weight of each unit (population); a move weighs what its unit weighs at its
        start. The bounds of classes are not weighted.
    skipna : bool
        If true, moves with a missing end are left out; if false, a table with one is
        missing as a whole.

    Returns
    -------
    Dataset
        ``counts`` (summed weights if there are any), ``estimate`` (the probabilities) and
        ``std_error`` over (from_class, to_class), ``n`` (moves from each class);
        all dimensionless. Probabilities from a class that nobody leaves are missing.
        With ``breaks``, ``from_label`` and ``to_label`` name the classes. ``attrs["n_left_out"]``
        counts the moves left out: an end is missing, or there is no weight.

    Raises
    ------
    ValueError
        As :func:`classify`; if the step is too long, a weight is negative or labels of
        weights do not cover those of ``x``.

    References
    ----------
    Anderson and Goodman (1957), Annals of Mathematical Statistics 28, 89-110. Quah
    (1993), European Economic Review 37, 426-434. Kish (1965), Survey Sampling, 11.7.

    Notes
    -----
    Quantiles of each year hold the sizes of classes fixed: such a chain tells of
    changing places, and its long-run distribution is even by construction. Ask about
    convergence or polarisation with fixed breaks (of values relative to the mean) or
    pooled quantiles. A step is one position: unevenly spaced years mix long moves with
    short ones. Standard errors take moves as independent, which neighbours are not.

    Examples
    --------
    >>> import levelkit as lk
    >>> states = lk.load("us-states").income_per_head_usd
    >>> relative = states / states.mean("region")
    >>> chain = lk.markov_transitions(relative, breaks=[0.8, 0.9, 1.1, 1.2], step=10)
    >>> chain.estimate.to_pandas().round(2)
    to_class       0     1     2     3     4
    from_class
    0           0.67  0.26  0.07  0.00  0.00
    1           0.04  0.67  0.29  0.00  0.00
    2           0.00  0.09  0.82  0.07  0.01
    3           0.00  0.01  0.31  0.55  0.13
    4           0.00  0.00  0.06  0.22  0.72
    """
    numbers, k = class_numbers(
        x, dim=dim, along=along, classes=classes, quantiles=quantiles, breaks=breaks
    )
    check_step(step, x.sizes[along], along)
    start, end = numbers[..., :-step, :], numbers[..., step:, :]
    w = None
    if weights is not None:
        weight = matched(x, weights, dim)[1].transpose(..., along, dim)
        w = weight.to_numpy()[..., :-step, :]
        start = np.where(w > 0, start, NO_CLASS)

    counts = tally(start, end, (k, k), w)
    n = (counts if w is None else tally(start, end, (k, k))).sum(axis=-1)
    squares = counts if w is None else tally(start, end, (k, k), w**2)
    n_left_out = start.size - int(n.sum())
    if not skipna:
        counts[((start < 0) | (end < 0)).any(axis=(-1, -2))] = np.nan
    total = counts.sum(axis=-1, keepdims=True)
    with np.errstate(invalid="ignore", divide="ignore"):
        p = counts / total
        independent = total**2 / squares.sum(axis=-1, keepdims=True)
        error = np.sqrt(p * (1 - p) / independent)

    result = _labelled(x, dim, along, k, counts=counts, estimate=p, std_error=error, n=n)
    result.attrs = {
        "statistic": "Markov transition probabilities between classes",
        "units": "1",
        "step": step,
        "bounds": "breaks" if breaks is not None else f"quantiles, {quantiles}",
        "n_left_out": n_left_out,
    }
    if breaks is not None:
        result.attrs["breaks"] = [float(b) for b in breaks]
        names = _class_names(result.attrs["breaks"])
        result = result.assign_coords(
            from_label=("from_class", names), to_label=("to_class", names)
        )
    return result


def _class_names(bounds: list[float]) -> list[str]:
    """Classes in words: a bound belongs to the class below it."""
    between = [f"{low:g} to {high:g}" for low, high in pairwise(bounds)]
    return [f"up to {bounds[0]:g}", *between, f"over {bounds[-1]:g}"]


def _labelled(x: xr.DataArray, dim: str, along: str, k: int, **tables: Floats) -> xr.Dataset:
    """Tables over the other dimensions of ``x``, then from_class and (mostly) to_class."""
    import xarray as xr

    lead = [str(name) for name in x.dims if name not in (dim, along)]
    coords: dict[str, Any] = {name: x[name] for name in lead if name in x.coords}
    coords |= {"from_class": np.arange(k), "to_class": np.arange(k)}
    dims = [*lead, "from_class", "to_class"]
    return xr.Dataset(
        {
            name: (dims[: table.ndim], table, {"units": "1"})
            for name, table in tables.items()
        },
        coords=coords,
    )  # fmt: skip


@public_statistic()
def rank_transitions(
    x: xr.DataArray,
    *,
    base: Any,
    last: Any,
    dim: str = "region",
    along: str = "year",
    classes: int = 5,
    weights: xr.DataArray | None = None,
) -> xr.Dataset:
    """Mobility between rank classes from one year to another.

    Units are put into quantile classes in each of the two years; the table tells what
    share of those in class i at first is in class j at last.

    Parameters
    ----------
    x : DataArray
        Any unit, with ``dim`` and ``along``. Other dimensions are kept.
    base, last : label
        The two years, labels of ``along``.
    dim, along : str
        Units and time.
    classes : int
        Number of rank classes; 0 holds the lowest values.
    weights : DataArray, optional
        Weight of each unit at first (population); classes themselves are not weighted.

    Returns
    -------
    Dataset
        That of :func:`markov_transitions`, and the shares of all units (or of all
        weight) that ``stayed`` in their class, moved ``up`` or moved ``down``.

    Raises
    ------
    ValueError
        If a dimension or year is unknown, the years are the same, or there are more
        classes than units.

    References
    ----------
    Jantti and Jenkins (2015), in Handbook of Income Distribution 2A, ch. 10.

    Notes
    -----
    Units without a value in either year are left out before classes are made, so that
    both years rank the same units. ``attrs["n_left_out"]`` counts them.

    Examples
    --------
    >>> import levelkit as lk
    >>> states = lk.load("us-states").income_per_head_usd
    >>> moves = lk.rank_transitions(states, base=1929, last=2009)
    >>> [round(float(moves[part]), 2) for part in ("stayed", "up", "down")]
    [0.38, 0.33, 0.29]
    """
    check_dim(x, dim)
    check_dim(x, along)
    x = numbers(x)
    for year in (base, last):
        check_label(x, along, year)
    if base == last:
        raise ValueError(f"base and last must be two different labels of {along}, not {base!r}.")
    # Without their labels: the later year may be the one moves are counted from.
    ends = x.sel({along: [base, last]}).drop_vars(along)
    ends = ends.where(ends.notnull().all(along))
    if weights is not None and along in weights.dims:
        weights = weights.sel({along: [base, last]}).drop_vars(along)
    result = markov_transitions(ends, dim=dim, along=along, classes=classes, weights=weights)
    del result.attrs["step"]
    result.attrs["statistic"] = f"moves between rank classes, {along} {base} to {last}"

    share = result.counts / result.counts.sum(["from_class", "to_class"])
    move = result.to_class - result.from_class
    for name, kind in (("stayed", move == 0), ("up", move > 0), ("down", move < 0)):
        result[name] = share.where(kind, 0.0).sum(["from_class", "to_class"], skipna=False)
        result[name].attrs = {"units": "1"}
    return result
