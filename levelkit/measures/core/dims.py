"""Dimensions, weights and missing values: checked in one place, reported in one way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import xarray as xr


def check_array(x: object) -> None:
    """Raise ``TypeError`` for anything but a DataArray, saying what it is."""
    import xarray as xr

    if not isinstance(x, xr.DataArray):
        names = ", ".join(map(str, getattr(x, "data_vars", ())))
        hint = f" Choose one of its variables: {names}." if names else ""
        raise TypeError(f"An xarray.DataArray is needed, not a {type(x).__name__}.{hint}")


def check_dim(x: xr.DataArray, dim: str) -> None:
    """Raise ``ValueError`` naming the dimensions there are unless ``dim`` is one."""
    check_array(x)
    if dim not in x.dims:
        raise ValueError(f"No dimension {dim!r}. There are: {', '.join(map(str, x.dims))}.")
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


def years_of(x: xr.DataArray, along: str) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Labels of time as numbers; ``ValueError`` unless they are, ascending without repeats."""
    check_dim(x, along)
    values = x[along].to_numpy()
    if not np.issubdtype(values.dtype, np.number):
        raise ValueError(
            f"Labels of {along} must be numbers (years), not {values.dtype}. For dates: "
            f"x.assign_coords({along}=x[{along!r}].dt.year)."
        )
    years: np.ndarray[Any, np.dtype[np.float64]] = values.astype(float)
    if not (np.diff(years) > 0).all():
        raise ValueError(
            f"Labels of {along} must ascend without repeats: {values.tolist()}. "
            f"x.sortby({along!r}) puts them in order."
        )
    return years


def check_level(level: float) -> None:
    """Raise ``ValueError`` unless a confidence level is a share: 0.95, not 95."""
    if not 0 < level < 1:
        raise ValueError(f"level must be between 0 and 1, as 0.95, not {level!r}.")


def check_positive(x: xr.DataArray, what: str) -> None:
    """Raise ``ValueError`` naming the first value (and its labels) that is 0 or less."""
    check_array(x)
    _refuse(x, x <= 0, f"{what} must be above 0")


def check_not_negative(x: xr.DataArray, what: str) -> None:
    """Raise ``ValueError`` naming the first value (and its labels) below 0."""
    check_array(x)
    _refuse(x, x < 0, f"{what} must not be negative")


def _refuse(x: xr.DataArray, bad: xr.DataArray, rule: str) -> None:
    if not bool(bad.any()):
        return
    at = np.argwhere(bad.to_numpy())[0]
    cell = x[tuple(int(k) for k in at)]
    place = ", ".join(
        f"{name} {cell[name].item()!r}" if name in x.coords else f"{name} number {k}"
        for name, k in zip(x.dims, at, strict=True)
    )
    raise ValueError(f"{rule}: found {cell.item():g} at {place}.")


def matched(
    x: xr.DataArray, weights: xr.DataArray | None, dim: str, *, skipna: bool = True
) -> tuple[xr.DataArray, xr.DataArray, int]:
    """Values and weights as floats on the same labels, with the same gaps.

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
        If the dimension is unknown, labels of weights do not cover those of ``x``,
        or a weight is negative.
    """
    import xarray as xr

    check_dim(x, dim)
    x = x.astype("float64")
    _refuse(x, abs(x) == np.inf, "A value must be finite")
    if weights is None:
        w = xr.ones_like(x)
    else:
        check_dim(weights, dim)
        check_not_negative(weights, "A weight")
        x, w = cover(x, weights.astype("float64"), "weights")
    usable = np.isfinite(x) & np.isfinite(w)
    left_out = int((~usable).sum())
    if skipna:
        # A gap weighs nothing; weights of 0 keep a value out of every sum.
        return x.where(usable), w.where(usable, 0.0), left_out
    return x, w.where(np.isfinite(w)), left_out


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
