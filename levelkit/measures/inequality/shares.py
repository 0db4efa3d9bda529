"""Weights as shares and values relative to their mean, lazily for chunked arrays."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from levelkit.measures.core.dims import check_not_negative, check_positive, matched

if TYPE_CHECKING:
    import xarray as xr


class Relative(NamedTuple):
    """What every measure of dispersion starts from."""

    share: xr.DataArray  # of the weights: sums to 1 over the units
    relative: xr.DataArray  # value over the weighted mean
    attrs: dict[str, object]


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
    if not signed:
        check = check_not_negative if zeros else check_positive
        check(x, f"A value for {statistic}")
    values, w, left_out = matched(x, weights, dim, skipna=skipna)
    total = w.sum(dim, skipna=skipna)
    if total.chunks is not None:
        total = total.compute()
    share = w / total.where(total > 0)
    mean = weighted_mean(values, share, dim, skipna=skipna)
    if mean.chunks is not None:
        # Values are needed twice, for the mean and for what lies around it. Known means
        # let each chunk go once it is read, instead of holding all for the second use.
        mean = mean.compute()
    relative = values / mean.where(mean != 0)
    return Relative(share, relative, about(statistic, weights, left_out))


def about(statistic: str, weights: xr.DataArray | None, left_out: int) -> dict[str, object]:
    """The attributes of a result: what it is and what it leaves out."""
    how = "unweighted" if weights is None else f"weighted by {weights.name or 'weights'}"
    return {"statistic": statistic, "units": "1", "weights": how, "n_left_out": left_out}


def log(x: xr.DataArray) -> xr.DataArray:
    """Natural logarithm, lazily for chunked arrays."""
    import xarray as xr

    found: xr.DataArray = xr.apply_ufunc(np.log, x, dask="allowed")
    return found


def weighted_mean(x: xr.DataArray, share: xr.DataArray, dim: str, *, skipna: bool) -> xr.DataArray:
    """Sum of share times value; over no value at all it is missing, not 0."""
    return (share * x).sum(dim, skipna=skipna, min_count=1 if skipna else None)
