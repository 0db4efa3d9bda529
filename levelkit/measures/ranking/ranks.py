"""Ranks of regions, and which of them are too close to tell apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from levelkit.measures.core.dims import check_dim

if TYPE_CHECKING:
    import xarray as xr
    from numpy.typing import NDArray


def rank_last_axis(values: NDArray[np.float64], *, ascending: bool = True) -> NDArray[np.float64]:
    """Average ranks along the last axis; missing values stay missing.

    pandas ranks all columns at once and keeps gaps, which scipy.stats.rankdata
    does one slice at a time.
    """
    import pandas as pd

    columns = values.reshape(-1, values.shape[-1]).T
    ranks = pd.DataFrame(columns).rank(axis=0, method="average", ascending=ascending)
    out: NDArray[np.float64] = ranks.to_numpy(dtype=np.float64).T.reshape(values.shape)
    return out


def rank(x: xr.DataArray, *, dim: str = "region", ascending: bool = False) -> xr.DataArray:
    """Rank along a dimension: 1 is the highest value, ties share their average rank.

    Parameters
    ----------
    x : DataArray
        Any unit; has ``dim``. Other dimensions (year, country, draw) are kept.
    dim : str
        The dimension to rank over.
    ascending : bool
        If true, 1 is the lowest value.

    Returns
    -------
    DataArray
        Ranks (dimensionless), same shape as ``x``; missing where ``x`` is.
        ``attrs["n_missing"]`` counts those.

    Raises
    ------
    ValueError
        If ``dim`` is not a dimension of ``x``.
    """
    check_dim(x, dim)
    last = x.transpose(..., dim).astype("float64")
    ranked = last.copy(data=rank_last_axis(last.to_numpy(), ascending=ascending))
    ranked = ranked.transpose(*x.dims).rename("rank")
    ranked.attrs = {"long_name": "Rank", "units": "1", "n_missing": int(x.isnull().sum())}
    return ranked


def tie_bands(x: xr.DataArray, *, error: float = 0.03, dim: str = "region") -> xr.Dataset:
    """Which ranks are near ties, given a stated relative error.

    Two neighbours in the order are told apart only if the higher value exceeds the
    lower by more than ``error`` of it. A band is an unbroken run of neighbours that
    are not told apart. Bands chain: the ends of a long band may differ by more than
    ``error``, so each region's own attainable ranks are given as well.

    Parameters
    ----------
    x : DataArray
        Positive values of any unit with ``dim``.
    error : float
        Relative difference that the figures cannot resolve (0.03 is 3 %).
    dim : str
        The dimension to rank over.

    Returns
    -------
    Dataset
        Same shape as ``x`` each: ``rank`` (1 is highest), ``band`` (1 is the highest
        band), ``band_size`` (regions in it), ``rank_best`` and ``rank_worst`` (the
        ranks that the region could have if each pair within ``error`` may swap).

    Raises
    ------
    ValueError
        If ``error`` is negative or a value is not positive.

    Notes
    -----
    ``rank_best`` is 1 plus the regions surely above; ``rank_worst`` is the number of
    regions less those surely below. The error is a bound, not a
    standard error: for that see :func:`levelkit.rank_confidence_sets`.
    """
    import xarray as xr

    check_dim(x, dim)
    if not error >= 0:
        raise ValueError(f"error must be 0 or more, not {error!r}.")
    if bool((x <= 0).any()):
        raise ValueError("Tie bands need positive values: the error is relative.")
    last = x.transpose(..., dim).astype("float64")
    values = last.to_numpy()
    present = np.isfinite(values)
    ranks = rank_last_axis(values, ascending=False)

    above = values[..., None, :] > values[..., :, None] * (1 + error)
    best = 1.0 + above.sum(axis=-1)
    worst = present.sum(axis=-1, keepdims=True) - above.sum(axis=-2)

    order = np.argsort(-np.where(present, values, -np.inf), axis=-1, kind="stable")
    ordered = np.take_along_axis(values, order, axis=-1)
    # A new band starts where a value falls short of the one before by more than the error.
    starts = np.ones_like(present)
    starts[..., 1:] = ordered[..., :-1] > ordered[..., 1:] * (1 + error)
    band = np.empty_like(values)
    np.put_along_axis(band, order, starts.cumsum(axis=-1).astype(float), axis=-1)
    band[~present] = np.nan
    size = (band[..., None, :] == band[..., :, None]).sum(axis=-1).astype(float)

    found = {"rank": ranks, "band": band, "band_size": size, "rank_best": best, "rank_worst": worst}
    arrays = {
        name: last.copy(data=np.where(present, data, np.nan)).transpose(*x.dims)
        for name, data in found.items()
    }
    result = xr.Dataset(arrays)
    for array in result.values():
        array.attrs = {"units": "1"}
    result.attrs = {"error": error, "n_missing": int((~present).sum())}
    return result
