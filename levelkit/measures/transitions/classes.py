"""Classes of a distribution: quantiles of each year, pooled quantiles, or fixed breaks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from levelkit.measures.core.dims import check_dim, check_option
from levelkit.measures.core.statistic import public_statistic
from levelkit.measures.core.values import numbers, refuse
from levelkit.measures.core.variation import above

if TYPE_CHECKING:
    from collections.abc import Sequence

    import xarray as xr
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]

#: The class number of a missing value (as in pandas' category codes).
NO_CLASS = -1


def bounds_last_axis(values: Floats, classes: int) -> Floats:
    """Upper bounds of all classes but the highest, from quantiles over the last axis.

    The quantile j / k of n values lies at position j (n - 1) / k between the ordered
    values (type 7 of Hyndman and Fan 1996, numpy's default). The position is worked
    out in whole numbers: where it falls on a value the bound is that very value, so
    that rounding cannot push it into the class above. Missing values do not count.
    """
    present = np.isfinite(values)
    ordered = np.sort(np.where(present, values, np.inf), axis=-1)
    last = np.maximum(present.sum(axis=-1, keepdims=True) - 1, 0)
    position = np.arange(1, classes) * last
    below = position // classes
    low = np.take_along_axis(ordered, below, axis=-1)
    high = np.take_along_axis(ordered, np.minimum(below + 1, last), axis=-1)
    with np.errstate(invalid="ignore"):  # nothing but missing values: no bound either
        bounds: Floats = low + (position % classes) / classes * (high - low)
    return bounds


def class_numbers(
    x: xr.DataArray,
    *,
    dim: str,
    along: str,
    classes: int,
    quantiles: str | None,
    breaks: Sequence[float] | None,
) -> tuple[Integers, int]:
    """Class numbers over (..., along, dim) and how many classes there are.

    With ``quantiles=None`` the values are class numbers already: 0 to ``classes - 1``,
    missing or below 0 for none.
    """
    check_dim(x, dim)
    check_dim(x, along)
    check_option("quantiles", quantiles, ("year", "pooled", None))
    if along in x.indexes and not x.indexes[along].is_monotonic_increasing:
        raise ValueError(f"Labels of {along} must ascend: x.sortby({along!r}) puts them in order.")
    last = numbers(x).transpose(..., along, dim)
    values = np.ascontiguousarray(last.to_numpy())
    if breaks is not None:
        bounds = _checked(breaks)
        return _place(values, bounds), bounds.size + 1
    if quantiles is None:
        return _given(last, classes), classes
    if quantiles == "year":
        _check_classes(classes, x.sizes[dim], f"labels of {dim}")
        return _place(values, bounds_last_axis(values, classes)[..., None, :]), classes
    pooled = values.reshape(*values.shape[:-2], -1)
    _check_classes(classes, pooled.shape[-1], "pooled values")
    return _place(values, bounds_last_axis(pooled, classes)[..., None, None, :]), classes


def _place(values: Floats, bounds: Floats) -> Integers:
    """The number of bounds that a value exceeds: a bound belongs to the class below it.

    So does what is equal to it but for rounding.
    """
    classed = np.zeros(values.shape, dtype=np.int64)
    for j in range(bounds.shape[-1]):
        classed += above(values, bounds[..., j])
    classed[~np.isfinite(values)] = NO_CLASS
    return classed


def _given(x: xr.DataArray, classes: int) -> Integers:
    wrong = (x >= 0) & ((x != x.round()) | (x >= classes))
    rule = f"With quantiles=None values must be whole class numbers from 0 to {classes - 1}"
    refuse(x, wrong, rule)
    return x.where(x >= 0, NO_CLASS).to_numpy().astype(np.int64)


def _checked(breaks: Sequence[float]) -> Floats:
    bounds = np.asarray(breaks, dtype=np.float64)
    if bounds.ndim != 1 or bounds.size < 1:
        raise ValueError(f"breaks must be a list of at least one number, not {breaks!r}.")
    if not np.isfinite(bounds).all() or (np.diff(bounds) <= 0).any():
        raise ValueError(f"breaks must be finite and increasing, not {bounds.tolist()}.")
    return bounds


def _check_classes(classes: int, available: int, of: str) -> None:
    if not 2 <= classes <= available:
        raise ValueError(f"classes must be from 2 to the {available} {of}, not {classes!r}.")


@public_statistic()
def classify(
    x: xr.DataArray,
    *,
    dim: str = "region",
    along: str = "year",
    classes: int = 5,
    quantiles: str = "year",
    breaks: Sequence[float] | None = None,
) -> xr.DataArray:
    """Class of each unit in each year, numbered from 0, the lowest.

    Class j holds ``b_j < x <= b_(j+1)``: a value equal to a bound belongs to the class
    below it, and equal values are never parted.

    Parameters
    ----------
    x : DataArray
        Any unit, with ``dim`` and ``along``. Other dimensions (country, draw) are
        classed one by one.
    dim, along : str
        Units and time.
    classes : int
        Number of quantile classes, each with about as many units.
    quantiles : {"year", "pooled"}
        Bounds of each year by itself, or one set of bounds from the values of all
        units and years together.
    breaks : sequence of float, optional
        Fixed bounds in the unit of ``x``, increasing; they take the place of
        quantiles and make one class more than there are breaks.

    Returns
    -------
    DataArray
        Whole numbers (dimensionless), same shape and labels as ``x``; -1 where ``x``
        is missing. ``attrs``: ``classes`` (how many) and ``n_left_out`` (missing).

    Raises
    ------
    ValueError
        If a dimension or option is unknown, a value is infinite, breaks do not increase, or
        there are more classes than values to make them of.

    References
    ----------
    Hyndman and Fan (1996), American Statistician 50(4), 361-365 (quantiles of type 7).

    Notes
    -----
    With ties a class may be larger than its neighbours, or empty: no class is merged. A value
    within a part in 10^12 of a bound is equal to it, lest rounding part what is equal.

    Examples
    --------
    >>> import levelkit as lk
    >>> states = lk.load("us-states").income_per_head_usd
    >>> lk.classify(states).sel(region=["US28", "US36"], year=2009).values.tolist()
    [0, 4]
    """
    check_option("quantiles", quantiles, ("year", "pooled"))
    numbers, k = class_numbers(
        x, dim=dim, along=along, classes=classes, quantiles=quantiles, breaks=breaks
    )
    result = x.transpose(..., along, dim).copy(data=numbers).transpose(*x.dims).rename("class")
    result.attrs = {
        "statistic": "class of the distribution, 0 is the lowest",
        "units": "1",
        "classes": k,
        "bounds": "breaks" if breaks is not None else f"quantiles, {quantiles}",
        "n_left_out": int((numbers == NO_CLASS).sum()),
    }
    if breaks is not None:
        result.attrs["breaks"] = [float(b) for b in breaks]
    return result
