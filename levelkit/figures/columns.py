"""Labelled values as plain ones, which is what a browser and a file take."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import xarray as xr


def plain(values: xr.DataArray, digits: int | None = None) -> list[Any]:
    """A labelled array with one dimension as a list; missing values are None.

    Parameters
    ----------
    values : DataArray
    digits : int, optional
        How many stand behind the point.
    """
    return rounded(values.values, digits)


def rounded(values: Any, digits: int | None = None) -> list[Any]:
    """Numbers, texts or truth values as a list; missing numbers are None."""
    array = np.asarray(values)
    if array.dtype.kind != "f":
        return list(array.tolist())
    numbers = array if digits is None else array.round(digits)
    return [None if np.isnan(value) else value for value in numbers.tolist()]


def whole(values: list[Any]) -> list[Any]:
    """3 rather than 3.0; what two share is 5.5."""
    return [int(v) if v is not None and v == int(v) else v for v in values]


def significant(values: Any, digits: int = 5) -> list[Any]:
    """Numbers to so many significant digits, whole ones without a point; missing and infinite ones are None."""
    array = np.asarray(values, dtype=float)
    return whole([float(f"{v:.{digits}g}") if np.isfinite(v) else None for v in array.tolist()])
