"""Ranks of regions, and which of them are too close to tell apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from levelkit.measures.core.dims import check_dim
from levelkit.measures.core.statistic import public_statistic
from levelkit.measures.core.values import check_positive, finite, numbers
from levelkit.measures.core.variation import above, settled

if TYPE_CHECKING:
    import xarray as xr
    from numpy.typing import NDArray


def rank_last_axis(values: NDArray[np.float64], *, ascending: bool = True) -> NDArray[np.float64]:
    """Average ranks along the last axis; missing values stay missing.

    Values that are equal but for rounding tie. pandas ranks all columns at once and keeps
    gaps, which scipy.stats.rankdata does one slice at a time.
    """
    import pandas as pd

    columns = settled(values).reshape(-1, values.shape[-1]).T
    ranks = pd.DataFrame(columns).rank(axis=0, method="average", ascending=ascending)
    out: NDArray[np.float64] = ranks.to_numpy(dtype=np.float64).T.reshape(values.shape)
    return out


@public_statistic()
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
        ``attrs["n_left_out"]`` counts those.

    Raises
    ------
    ValueError
        If ``dim`` is not a dimension of ``x``, or a value is infinite.

    Notes
    -----
    Values that differ by less than a part in 10^12 tie: figures that were computed differ by
    that much through rounding alone, and no published one has as many digits.

    Examples
    --------
    >>> import levelkit as lk
    >>> output = lk.load("uk-century").gdp_per_head_intl2011usd.dropna("year", how="all")
    >>> lk.rank(output).sel(region="TLK", year=[1900, 2015]).values.tolist()
    [5.0, 4.0]
    """
    check_dim(x, dim)
    last = numbers(x).transpose(..., dim)
    ranked = last.copy(data=rank_last_axis(last.to_numpy(), ascending=ascending))
    ranked = ranked.transpose(*x.dims).rename("rank")
    ranked.attrs = {"statistic": "rank", "units": "1", "n_left_out": int(x.isnull().sum())}
    return ranked


@public_statistic()
def tie_bands(x: xr.DataArray, *, error: float = 0.03, dim: str = "region") -> xr.Dataset:
    """Which ranks are near ties, given a stated relative error.

    Two regions are told apart only if the higher value exceeds the lower by more than
    ``error`` of it. A band is a region and all those that are not told apart from it:
    each lies within ``error`` of the one at the band's centre, so that a band never
    chains on to regions further off. Its two ends may still be told apart from each
    other, so each region's own attainable ranks are given as well.

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
        band), ``band_size`` (regions in it), ``band_centre`` (1 for the region that all of
        its band lie close to, else 0), ``rank_best`` and ``rank_worst`` (the ranks that
        the region could have if each pair within ``error`` may swap).

    Raises
    ------
    ValueError
        If ``error`` is negative or a value is not positive and finite.

    Notes
    -----
    The largest bands are formed first: each time the centre is the region with the most
    regions within ``error`` that no band has yet, and of several such the highest.
    ``rank_best`` is 1 plus the regions surely above; ``rank_worst`` is the number of
    regions less those surely below. The error is a bound, not a
    standard error: for that see :func:`levelkit.rank_confidence_sets`.

    Examples
    --------
    >>> import levelkit as lk
    >>> output = lk.load("uk-century").gdp_per_head_intl2011usd.dropna("year", how="all")
    >>> bands = lk.tie_bands(output.sel(year=2015), error=0.03)
    >>> bands.table()[["name", "rank", "rank_best", "rank_worst"]].head(3)
                           name  rank  rank_best  rank_worst
    0   North East + North West   5.0        5.0         7.0
    1  Yorkshire and The Humber   8.0        7.0         8.0
    2             East Midlands   6.0        5.0         7.0
    """
    import xarray as xr

    check_dim(x, dim)
    if not (finite(error) and error >= 0):
        raise ValueError(f"error must be 0 or more, not {error!r}.")
    last = check_positive(x, "A value for tie bands (the error is relative)")
    last = last.transpose(..., dim)
    values = last.to_numpy()
    present = np.isfinite(values)
    values = settled(values)
    ranks = rank_last_axis(values, ascending=False)

    surely = above(values[..., None, :], values[..., :, None] * (1 + error))
    best = 1.0 + surely.sum(axis=-1)
    worst = present.sum(axis=-1, keepdims=True) - surely.sum(axis=-2)

    order = np.argsort(-np.where(present, values, -np.inf), axis=-1, kind="stable")
    best_ordered, worst_ordered, there = (
        np.take_along_axis(array, order, axis=-1) for array in (best, worst, present)
    )
    centres = _centres(best_ordered.astype(int) - 1, worst_ordered.astype(int), there)
    # Bands do not interleave: a new one starts where the centre changes.
    starts = np.ones_like(there)
    starts[..., 1:] = centres[..., 1:] != centres[..., :-1]
    band, centre = np.empty_like(values), np.empty_like(values)
    np.put_along_axis(band, order, starts.cumsum(axis=-1).astype(float), axis=-1)
    itself = centres == np.arange(values.shape[-1])
    np.put_along_axis(centre, order, itself.astype(float), axis=-1)
    band[~present] = np.nan
    size = (band[..., None, :] == band[..., :, None]).sum(axis=-1).astype(float)

    parts = {
        "rank": ranks,
        "band": band,
        "band_size": size,
        "band_centre": centre,
        "rank_best": best,
        "rank_worst": worst,
    }
    arrays = {
        name: last.copy(data=np.where(present, data, np.nan)).transpose(*x.dims)
        for name, data in parts.items()
    }
    result = xr.Dataset(arrays)
    for array in result.values():
        array.attrs = {"units": "1"}
    result.attrs = {
        "statistic": "ranks with bands of ties",
        "error": error,
        "n_left_out": int((~present).sum()),
    }
    return result


def _centres(
    first: NDArray[np.int_], end: NDArray[np.int_], free: NDArray[np.bool_]
) -> NDArray[np.int_]:
    """Each region's centre, all in descending order; ``first:end`` is what it ties with."""
    free = free.copy()
    centres = np.full(free.shape, -1)
    places = np.arange(free.shape[-1])
    while free.any():
        so_far = np.concatenate([np.zeros_like(first[..., :1]), free.cumsum(axis=-1)], axis=-1)
        count = np.take_along_axis(so_far, end, -1) - np.take_along_axis(so_far, first, -1)
        centre = np.where(free, count, -1).argmax(axis=-1)[..., None]
        low, high = (np.take_along_axis(bound, centre, -1) for bound in (first, end))
        taken = free & (places >= low) & (places < high)
        centres = np.where(taken, centre, centres)
        free &= ~taken
    return centres
