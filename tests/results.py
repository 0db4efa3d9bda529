"""Results of any statistic as named arrays of numbers, to be compared."""

from __future__ import annotations

import numpy as np
import pandas as pd
import xarray as xr

OF_REGRESSIONS = ("estimate", "std_error", "p_value", "ci_low", "ci_high", "r_squared")


def parts(found) -> dict[str, np.ndarray]:
    """A result as named arrays, in the order of labels: other orders of the same compare."""
    if isinstance(found, xr.DataArray):
        return {"value": numbers(found)}
    if isinstance(found, xr.Dataset):
        named = {str(name): numbers(array) for name, array in found.items()}
        own = [name for name in ("duration", "years") if name in found.coords]
        return named | {name: numbers(found[name]) for name in own}
    if isinstance(found, pd.DataFrame):
        table = found.sort_index().select_dtypes("number")
        return {
            str(name): column.to_numpy(float)
            for name, column in table.items()
            if "_at" not in str(name)
        }
    if hasattr(found, "covariance"):  # a Regression
        named = {name: numbers(xr.DataArray(getattr(found, name))) for name in OF_REGRESSIONS}
        for name in ("speed", "half_life"):
            named |= of(name, getattr(found, name))
        return named
    if hasattr(found, "dispersion"):  # a SigmaConvergence
        return (
            of("trend", found.trend)
            | of("breaks", found.breaks)
            | {"dispersion": numbers(found.dispersion)}
        )
    return {name: numbers(getattr(found, name)) for name in ("membership", "merged")}  # Clubs


def of(name, part) -> dict[str, np.ndarray]:
    return {} if part is None else {f"{name}.{key}": value for key, value in parts(part).items()}


def numbers(array: xr.DataArray) -> np.ndarray:
    for dim in ("region", "spell", "from_class", "to_class"):
        if dim in array.dims and dim in array.indexes:
            array = array.sortby(dim)
    if array.dtype.kind in "US":
        array = array.copy(
            data=np.unique(array.values, return_inverse=True)[1].reshape(array.shape)
        )
    return array.to_numpy().astype(float)


def answer(ask, x) -> dict[str, np.ndarray] | str:
    """The parts of a statistic's result, or the words in which it is refused."""
    try:
        return parts(ask(x))
    except ValueError as error:
        return str(error)


def assert_same(one, other, *, unit=1.0, power=None, but=(), rtol=1e-7):
    """Two answers agree, in every part, up to rounding relative to its unit."""
    assert isinstance(one, str) == isinstance(other, str), (one, other)
    if isinstance(one, str):
        return
    assert one.keys() == other.keys()
    for name in one.keys() - set(but):
        size = unit ** (power or {}).get(name, 0)
        np.testing.assert_allclose(
            other[name], one[name], rtol=rtol, atol=1e-9 * size, err_msg=name
        )
