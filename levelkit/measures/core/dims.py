"""Dimensions, labels, weights and missing values: checked in one place, reported in one way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from levelkit.measures.core.values import (
    check_array,
    check_not_negative,
    check_positive,
    numbers,
    refuse,
)

if TYPE_CHECKING:
    import xarray as xr

#: What an option ``sign`` asks of values: the check, by its name.
SIGNS = {"any": numbers, "positive": check_positive, "not negative": check_not_negative}


def check_dim(x: xr.DataArray, dim: str) -> None:
    """Raise ``ValueError`` naming the dimensions there are unless ``dim`` is one."""
    check_array(x)
    if dim not in x.dims:
        there = f"There are: {', '.join(map(str, x.dims))}" if x.dims else "It is a single number"
        raise ValueError(f"No dimension {dim!r}. {there}.")
    if dim in x.indexes and not x.indexes[dim].is_unique:
        labels = x.indexes[dim]
        again = labels[labels.duplicated()].unique()[:5].tolist()
        raise ValueError(
            f"Labels of {dim} must be unique; more than once: {again}. (Units drawn again on "
            f"purpose go without labels: .drop_vars({dim!r}).)"
        )


def check_option(name: str, value: object, allowed: tuple[object, ...]) -> None:
    """Raise ``ValueError`` naming what is allowed unless ``value`` is one of it."""
    if value not in allowed:
        raise ValueError(f"{name} must be one of {', '.join(map(repr, allowed))}, not {value!r}.")


def check_label(x: xr.DataArray, along: str, label: object) -> None:
    """Raise ``ValueError`` naming the labels there are unless ``label`` is one of a dimension."""
    if label not in x[along].values:
        raise ValueError(f"No {along} {label!r}. There are: {x[along].values.tolist()}.")


def check_level(level: float) -> None:
    """Raise ``ValueError`` unless a confidence level is a share: 0.95, not 95."""
    if not 0 < level < 1:
        raise ValueError(f"level must be between 0 and 1, as 0.95, not {level!r}.")


def check_groups(groups: xr.DataArray) -> None:
    """Raise ``ValueError`` if a group is infinite, which is no name of one."""
    check_array(groups)
    if groups.dtype.kind == "f":
        refuse(groups, abs(groups) == np.inf, "A group must be finite")


def years_of(x: xr.DataArray, along: str) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Labels of time as numbers; ``ValueError`` unless they are, ascending without repeats.

    The message for text, dates and periods has the line that makes years of them.
    """
    check_dim(x, along)
    labels = x[along]
    if labels.dtype.kind not in "iuf":
        kind, remedy = _how_to_years(labels, along)
        raise ValueError(
            f"Labels of {along} must be numbers (years), not {kind}. They become so by: "
            f"x.assign_coords({along}={remedy})."
        )
    years: np.ndarray[Any, np.dtype[np.float64]] = labels.to_numpy().astype(float)
    if not np.isfinite(years).all():
        raise ValueError(
            f"Labels of {along} must be finite: {years.tolist()}. Leave the others out: "
            f"x.sel({along}=x[{along!r}].notnull())."
        )
    if not (np.diff(years) > 0).all():
        raise ValueError(
            f"Labels of {along} must ascend without repeats: {years.tolist()}. "
            f"x.sortby({along!r}) puts them in order."
        )
    return years


def _how_to_years(labels: xr.DataArray, along: str) -> tuple[str, str]:
    """What labels of time are, and the expression that makes years of them."""
    dtype, first = str(labels.dtype), labels.values[0]
    if dtype.startswith("datetime64"):
        return dtype, f"x[{along!r}].dt.year"
    if dtype.startswith("period"):
        return dtype, f"x.indexes[{along!r}].year"
    if isinstance(first, str):
        whole = all(str(label).isdigit() for label in labels.values)
        year = "" if whole else r".str.extract(r'(\d{4})', dim=None)"
        return f"text ({str(first)!r})", f"x[{along!r}]{year}.astype(int)"
    if hasattr(first, "year"):
        kind = type(first).__name__
        return f"{kind} objects", f"[label.year for label in x[{along!r}].values]"
    return dtype, f"[int(label) for label in x[{along!r}].values]"


def matched(
    x: xr.DataArray,
    weights: xr.DataArray | None,
    dim: str,
    *,
    skipna: bool = True,
    what: str = "A value",
    sign: str = "any",
) -> tuple[xr.DataArray, xr.DataArray, int]:
    """Values and weights as floats on the same labels, with the same gaps.

    Parameters
    ----------
    x, weights : DataArray
        Values with ``dim``; weights with ``dim``, or None.
    dim : str
        The dimension of the units.
    skipna : bool
        Whether gaps weigh nothing, or make what is made of their slice missing.
    what : str
        What a value is called where it is refused.
    sign : {"any", "positive", "not negative"}
        What values may be.

    Returns
    -------
    x, weights : DataArray
        Missing where either is missing; weights are 1 if there were none.
    n_left_out : int
        Cells of ``x`` without a usable value. With ``skipna=False`` those stay in
        as missing values, and the statistics of their slice are missing too.

    Raises
    ------
    ValueError
        If the dimension is unknown, labels of weights do not cover those of ``x``, a
        value is infinite or not of the sign, or a weight is negative.
    """
    import xarray as xr

    check_dim(x, dim)
    x = SIGNS[sign](x, what)
    if weights is None:
        w = xr.ones_like(x)
    else:
        check_dim(weights, dim)
        x, w = cover(x, check_not_negative(weights, "A weight"), "weights")
    usable = x.notnull() & w.notnull()
    left_out = int((~usable).sum())
    if skipna:
        # A gap weighs nothing; weights of 0 keep a value out of every sum.
        return x.where(usable), w.where(usable, 0.0), left_out
    return x, w, left_out


def cover(x: xr.DataArray, other: xr.DataArray, what: str) -> tuple[xr.DataArray, xr.DataArray]:
    """``other`` on the labels of ``x``, broadcast to its shape; labels must all be there."""
    import xarray as xr

    for name in set(x.dims) & set(other.dims):
        if name not in x.indexes or name not in other.indexes:
            continue
        lacking = x.indexes[name].difference(other.indexes[name])
        if len(lacking):
            listed = ", ".join(map(str, lacking[:5]))
            raise ValueError(f"No {what} for {len(lacking)} of {name}: {listed} ...")
        other = other.reindex({name: x[name].values})
    extra = set(other.dims) - set(x.dims)
    if extra:
        raise ValueError(
            f"The {what} have dimensions that the values lack: {sorted(map(str, extra))}."
        )
    return x, xr.broadcast(other, x)[0].transpose(*x.dims)
