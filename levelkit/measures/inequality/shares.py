"""Weights as shares and values relative to their mean, lazily for chunked arrays."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from levelkit.measures.core.dims import matched
from levelkit.measures.core.variation import ROUNDING, above, known

if TYPE_CHECKING:
    import xarray as xr


class Relative(NamedTuple):
    """What every measure of dispersion starts from."""

    share: xr.DataArray  # of the weights: sums to 1 over the units
    relative: xr.DataArray  # value over the weighted mean
    differ: xr.DataArray  # whether the units of a slice differ by more than rounding
    attrs: dict[str, object]

    def inequality(self, value: xr.DataArray, name: str) -> xr.DataArray:
        """A measure of inequality by name: 0 where units are equal, and never below by rounding."""
        exact = value.clip(min=0.0).where(self.differ | value.isnull(), 0.0)
        return exact.rename(name).assign_attrs(self.attrs)


def relative_to_mean(
    x: xr.DataArray,
    weights: xr.DataArray | None,
    dim: str,
    *,
    skipna: bool,
    statistic: str,
    zeros: bool = True,
    signed: bool = False,
) -> Relative:
    """Check values and weights and put both on a common footing.

    Raises
    ------
    ValueError
        If a value is negative (or 0, unless ``zeros``), naming where; see also
        :func:`levelkit.measures.core.dims.matched`.
    """
    sign = "any" if signed else "not negative" if zeros else "positive"
    values, w, left_out = matched(
        x, weights, dim, skipna=skipna, what=f"A value for {statistic}", sign=sign
    )
    total = w.sum(dim, skipna=skipna)
    if total.chunks is not None:
        total = total.compute()
    share = w / total.where(total > 0)
    counted = values.where(w > 0)
    # Values are needed twice, for the mean and for what lies around it. Known means let each
    # chunk go once it is read, instead of holding all for the second use.
    mean, low, high = known(
        weighted_mean(values, share, dim, skipna=skipna), counted.min(dim), counted.max(dim)
    )
    # Of values of both signs a mean may be rounding alone.
    least = ROUNDING * np.maximum(abs(low), abs(high)) if signed else 0.0
    relative = values / mean.where(abs(mean) > least)
    return Relative(share, relative, above(high, low), about(statistic, weights, left_out))


def about(statistic: str, weights: xr.DataArray | None, left_out: int) -> dict[str, object]:
    """The attributes of a result: what it is and what it leaves out."""
    how = "unweighted" if weights is None else f"weighted by {weights.name or 'weights'}"
    return {"statistic": statistic, "units": "1", "weights": how, "n_left_out": left_out}


def log(x: xr.DataArray) -> xr.DataArray:
    """Natural logarithm, lazily for chunked arrays."""
    import xarray as xr

    logs: xr.DataArray = xr.apply_ufunc(np.log, x, dask="allowed")
    return logs


def weighted_mean(x: xr.DataArray, share: xr.DataArray, dim: str, *, skipna: bool) -> xr.DataArray:
    """Sum of share times value; over no value at all it is missing, not 0."""
    return (share * x).sum(dim, skipna=skipna, min_count=1 if skipna else None)
