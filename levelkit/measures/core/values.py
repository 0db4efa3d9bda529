"""The one door for figures: they are finite numbers, or missing, or refused by name and place."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import xarray as xr

#: What makes numbers of other kinds of values, by numpy's letter of the kind.
REMEDIES = {
    "b": "x.astype(float) makes 1 and 0 of true and false.",
    "c": "Take a part of it: x.real, or abs(x).",
    "m": "Say the unit: x / numpy.timedelta64(1, 'D') is days.",
    "M": "Dates are labels, not figures: x.dt.year has the years.",
}
CONVERT = "x.astype(float) makes numbers of what can be read as such."


def check_array(x: object) -> None:
    """Raise ``TypeError`` for anything but a DataArray, saying how to make one of it."""
    import xarray as xr

    if isinstance(x, xr.DataArray):
        return
    kind = type(x).__name__
    if names := ", ".join(map(str, getattr(x, "data_vars", ()))):
        hint = f"Choose one of its variables: {names}."
    elif kind == "DataFrame":
        hint = 'Of a long table: frame.set_index(["region", "year"]).gdp.to_xarray().'
    elif kind == "Series":
        hint = "Of a series indexed by region, or by region and year: series.to_xarray()."
    else:
        hint = 'Of plain numbers: xarray.DataArray(numbers, dims="region").'
    raise TypeError(f"An xarray.DataArray is needed, not a {kind}. {hint}")


def numbers(x: xr.DataArray, what: str = "A value", *, flags: bool = False) -> xr.DataArray:
    """The figures as floats, missing ones as they are.

    Parameters
    ----------
    x : DataArray
        Whole or floating-point numbers of any dimensions.
    what : str
        What a figure is called in the message: "A weight".
    flags : bool
        Whether true and false will do as well, for 1 and 0.

    Raises
    ------
    TypeError
        If ``x`` is no DataArray, or holds anything but numbers: truth values, complex
        numbers, spans of time, objects (Decimals, text).
    ValueError
        If there is no figure at all, or one is infinite, naming its place.
    """
    check_array(x)
    if x.dtype.kind not in ("iufb" if flags else "iuf"):
        raise TypeError(
            f"{what} must be a number (int or float), not {_kind_of(x, flags=flags)}. "
            f"{REMEDIES.get(x.dtype.kind, CONVERT)}"
        )
    if empty := " and ".join(str(dim) for dim, size in x.sizes.items() if size == 0):
        raise ValueError(f"There are no figures: {empty} has no labels.")
    x = x.astype("float64")
    if x.chunks is None and not np.isinf(x.to_numpy()).any():  # one quick pass, for most
        return x
    refuse(x, abs(x) == np.inf, f"{what} must be finite")
    return x


def _kind_of(x: xr.DataArray, *, flags: bool) -> str:
    """The type of the values, with the first of them that is none of ours and its place."""
    if x.dtype.kind != "O":
        return str(x.dtype)
    for at in np.ndindex(x.shape):
        value: Any = x.values[at]
        if not isinstance(value, int | float | None) or (isinstance(value, bool) and not flags):
            return f"{type(value).__name__}: found {value!r}{_at(x, at)}"
    return "object"


def check_positive(x: xr.DataArray, what: str = "A value") -> xr.DataArray:
    """:func:`numbers` above 0; ``ValueError`` naming the first value (and its labels) that is not."""
    x = numbers(x, what)
    refuse(x, x <= 0, f"{what} must be above 0")
    return x


def check_not_negative(x: xr.DataArray, what: str = "A value") -> xr.DataArray:
    """:func:`numbers` of 0 or more; ``ValueError`` naming the first value (and its labels) below."""
    x = numbers(x, what)
    refuse(x, x < 0, f"{what} must not be negative")
    return x


def refuse(x: xr.DataArray, bad: xr.DataArray, rule: str) -> None:
    """Raise ``ValueError`` with the rule and the first bad value and its labels, if there is one."""
    if not bool(bad.any()):
        return
    at = tuple(int(k) for k in np.argwhere(bad.to_numpy())[0])
    raise ValueError(f"{rule}: found {x[at].item():g}{_at(x, at)}.")


def _at(x: xr.DataArray, at: tuple[int, ...]) -> str:
    return f" at {place}" if (place := place_of(x, at)) else ""


def place_of(x: xr.DataArray, at: tuple[int, ...]) -> str:
    """The labels of a cell in words: "region 'c', year 2003"; nothing for a single number."""
    cell = x[at]
    return ", ".join(
        f"{name} {_label(cell[name])}" if name in x.coords else f"{name} number {k}"
        for name, k in zip(x.dims, at, strict=True)
    )


def _label(coordinate: xr.DataArray) -> str:
    """A label as it is written: a date as a date, not as nanoseconds."""
    if coordinate.dtype.kind == "M":
        return str(coordinate.to_numpy().astype("datetime64[D]"))
    label = coordinate.item()
    if isinstance(label, tuple):  # of a stacked panel
        label = tuple(part.item() if isinstance(part, np.generic) else part for part in label)
    return repr(label)


def finite(value: Any) -> bool:
    """Whether an option is a finite number."""
    return isinstance(value, int | float | np.number) and math.isfinite(value)
