"""Measures that need the units in order: each slice is sorted whole.

Chunked arrays stay chunked along the further dimensions; along ``dim`` their chunks
are joined, since an order has no halves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from levelkit.measures.core.dims import matched
from levelkit.measures.core.statistic import public_statistic
from levelkit.measures.core.variation import ROUNDING, above, varies
from levelkit.measures.inequality.shares import about

if TYPE_CHECKING:
    import xarray as xr
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


@public_statistic()
def gini(
    x: xr.DataArray,
    *,
    dim: str = "region",
    weights: xr.DataArray | None = None,
    skipna: bool = True,
) -> xr.DataArray:
    """Gini coefficient: sum_i sum_j p_i p_j |x_i - x_j| / (2 mean).

    Twice the area between the Lorenz curve and the diagonal; 0 if all are equal,
    1 - 1/n if one of n units has everything.

    Parameters
    ----------
    x : DataArray
        Values of 0 or more in any unit, with ``dim``; further dimensions are kept.
    dim : str
        The dimension of the units.
    weights : DataArray, optional
        Weights with ``dim`` (people, usually); each unit counts once without.
    skipna : bool
        Leave missing values out, or let them make their slice missing.

    Returns
    -------
    DataArray
        Dimensionless, 0 to 1, over the further dimensions.

    Raises
    ------
    ValueError
        If a value or weight is negative, a dimension or label unknown.

    References
    ----------
    Gini (1912); Lerman and Yitzhaki (1989), Journal of Econometrics 42, 43-47 (weighted).

    Examples
    --------
    >>> import levelkit as lk
    >>> states = lk.load("us-states").income_per_head_usd
    >>> lk.gini(states).sel(year=[1929, 1979, 2009]).round(3).values.tolist()
    [0.201, 0.072, 0.079]
    """
    value, left_out = _by_slice(_gini, x, weights, dim, skipna=skipna, what="Gini")
    return value.rename("gini").assign_attrs(about("Gini coefficient", weights, left_out))


@public_statistic()
def share_ratio(
    x: xr.DataArray,
    *,
    weights: xr.DataArray | None = None,
    top: float = 0.2,
    bottom: float = 0.2,
    dim: str = "region",
    skipna: bool = True,
) -> xr.DataArray:
    """What the top share of people have over what the bottom share have.

    S80/S20 by default; ``top=0.1, bottom=0.4`` is the Palma ratio. Read off the
    Lorenz curve, which runs straight within a unit, so that 12 regions will do.

    Parameters
    ----------
    x : DataArray
        Values per head of 0 or more, with ``dim``; further dimensions are kept.
    weights : DataArray, optional
        People, with ``dim``; each unit counts once without.
    top, bottom : float
        Shares of the people, between 0 and 1.
    dim, skipna
        As in :func:`gini`.

    Returns
    -------
    DataArray
        Dimensionless; missing where the bottom has nothing.

    Raises
    ------
    ValueError
        If a share is not between 0 and 1, a value or weight is negative, a dimension
        or label unknown.

    References
    ----------
    Cowell (2011), Measuring Inequality, ch. 2 (quantile shares).

    Examples
    --------
    >>> import levelkit as lk
    >>> states = lk.load("us-states").income_per_head_usd
    >>> lk.share_ratio(states).sel(year=[1929, 1979, 2009]).round(3).values.tolist()
    [2.811, 1.421, 1.462]
    """
    for name, value in (("top", top), ("bottom", bottom)):
        if not 0 < value < 1:
            raise ValueError(f"{name} must be between 0 and 1, not {value!r}.")
    statistic = f"top {top:.0%} over bottom {bottom:.0%}"
    ratio, left_out = _by_slice(
        _share_ratio, x, weights, dim, skipna=skipna, what="a share", top=top, bottom=bottom
    )
    return ratio.rename("share_ratio").assign_attrs(about(statistic, weights, left_out))


@public_statistic()
def percentile_ratio(
    x: xr.DataArray,
    *,
    upper: float = 90,
    lower: float = 10,
    dim: str = "region",
    weights: xr.DataArray | None = None,
    skipna: bool = True,
) -> xr.DataArray:
    """One percentile over another: p90/p10 by default.

    Percentiles are interpolated between units (Hyndman and Fan's type 7). With weights,
    unlike every other measure here, they are relative, not counts of people: the sample
    is taken to have Kish's effective size (xarray's weighted quantiles).

    Parameters
    ----------
    x : DataArray
        Values of 0 or more in any unit, with ``dim``; further dimensions are kept.
    upper, lower : float
        Percentiles, 0 to 100.
    dim, weights, skipna
        As in :func:`gini`.

    Returns
    -------
    DataArray
        Dimensionless; missing where the lower percentile is 0.

    Raises
    ------
    ValueError
        If a percentile is out of order or bounds, a value or weight negative, a dimension
        or label unknown.

    References
    ----------
    Hyndman and Fan (1996), The American Statistician 50, 361-365.

    Examples
    --------
    >>> import levelkit as lk
    >>> states = lk.load("us-states").income_per_head_usd
    >>> lk.percentile_ratio(states).sel(year=[1929, 1979, 2009]).round(3).values.tolist()
    [2.707, 1.384, 1.41]
    """
    if not 0 <= lower < upper <= 100:
        raise ValueError(f"Percentiles must be 0 <= lower < upper <= 100, not {lower}, {upper}.")
    values, w, left_out = matched(
        x, weights, dim, skipna=skipna, what="A value for a percentile ratio", sign="not negative"
    )
    if values.chunks:
        values, w = values.chunk({dim: -1}), w.chunk({dim: -1})
    some = values.notnull().any(dim)
    values = values.where(some, 1.0)  # numpy warns of a slice without any value
    at = [lower / 100, upper / 100]
    if weights is None:
        ends = values.quantile(at, dim=dim, skipna=skipna)
    else:
        ends = values.weighted(w.fillna(0)).quantile(at, dim=dim, skipna=skipna)
    low, high = (ends.isel(quantile=k, drop=True) for k in (0, 1))
    # An interpolated percentile among zeros may be rounding instead of 0.
    ratio = high / low.where(low > ROUNDING * high)
    ratio = ratio.where(above(high, low) | ratio.isnull(), 1.0).where(some)
    statistic = f"p{upper:g}/p{lower:g}"
    return ratio.rename("percentile_ratio").assign_attrs(about(statistic, weights, left_out))


@public_statistic()
def max_min_ratio(x: xr.DataArray, *, dim: str = "region", skipna: bool = True) -> xr.DataArray:
    """The highest value over the lowest.

    Parameters
    ----------
    x : DataArray
        Values of 0 or more in any unit, with ``dim``; further dimensions are kept.
    dim, skipna
        As in :func:`gini`.

    Returns
    -------
    DataArray
        Dimensionless; missing where the lowest is 0.

    Raises
    ------
    ValueError
        If a value is negative or the dimension unknown.

    References
    ----------
    Used by the OECD, Regions at a Glance; it hangs on two regions alone.

    Examples
    --------
    >>> import levelkit as lk
    >>> states = lk.load("us-states").income_per_head_usd
    >>> lk.max_min_ratio(states).sel(year=[1929, 1979, 2009]).round(3).values.tolist()
    [4.251, 1.675, 1.799]
    """
    values, _, left_out = matched(
        x, None, dim, skipna=skipna, what="A value for max/min", sign="not negative"
    )
    low, high = values.min(dim, skipna=skipna), values.max(dim, skipna=skipna)
    ratio = high / low.where(low != 0)
    ratio = ratio.where(above(high, low) | ratio.isnull(), 1.0)
    return ratio.rename("max_min_ratio").assign_attrs(about("max/min", None, left_out))


def _by_slice(
    function: Any,
    x: xr.DataArray,
    weights: xr.DataArray | None,
    dim: str,
    *,
    skipna: bool,
    what: str,
    **options: float,
) -> tuple[xr.DataArray, int]:
    """Apply a function of sorted values and their weights, all slices at once."""
    import xarray as xr

    values, w, left_out = matched(
        x, weights, dim, skipna=skipna, what=f"A value for {what}", sign="not negative"
    )
    if values.chunks:
        values, w = values.chunk({dim: -1}), w.chunk({dim: -1})
    by_slice: xr.DataArray = xr.apply_ufunc(
        _ordered, values, w, kwargs={"function": function, **options},
        input_core_dims=[[dim], [dim]], dask="parallelized", output_dtypes=[float],
    )  # fmt: skip
    if not skipna:
        by_slice = by_slice.where(values.notnull().all(dim))
    return by_slice, left_out


def _ordered(values: Floats, weights: Floats, *, function: Any, **options: float) -> Floats:
    """Sort by value; missing ones weigh nothing and come last."""
    gap = ~np.isfinite(values) | ~np.isfinite(weights)
    order = np.argsort(np.where(gap, np.inf, values), axis=-1)
    x = np.take_along_axis(np.where(gap, 0.0, values), order, axis=-1)
    w = np.take_along_axis(np.where(gap, 0.0, weights), order, axis=-1)
    with np.errstate(invalid="ignore", divide="ignore"):  # no weight or no value: missing
        return np.asarray(function(x, w, **options))


def _gini(x: Floats, w: Floats) -> Floats:
    people, total = w.sum(axis=-1), (w * x).sum(axis=-1)
    lorenz = np.cumsum(w * x, axis=-1)
    # Trapezoids under the Lorenz curve, doubled: each unit's share of the people
    # times the curve's height before and after it.
    area = (w * (2 * lorenz - w * x)).sum(axis=-1)
    value = np.maximum(1 - area / (people * total), 0.0)
    return np.where(varies(np.where(w > 0, x, np.nan)) | np.isnan(value), value, 0.0)


def _share_ratio(x: Floats, w: Floats, *, top: float, bottom: float) -> Floats:
    people = w.sum(axis=-1, keepdims=True)
    total = (w * x).sum(axis=-1)
    poorest = _have(x, w, bottom * people)
    richest = total - _have(x, w, (1 - top) * people)
    # What is left of zeros by rounding is nothing.
    ratio = richest / np.where(poorest > ROUNDING * total, poorest, np.nan)
    return np.asarray(ratio)


def _have(x: Floats, w: Floats, people: Floats) -> Floats:
    """What the poorest so many people have: of the unit at the edge, a part."""
    before = np.cumsum(w, axis=-1) - w
    return np.asarray((np.clip(people - before, 0.0, w) * x).sum(axis=-1))
