"""Indicators in different units put on one scale, so that they can be added up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from levelkit.measures.core.dims import check_dim, check_option, cover, matched
from levelkit.measures.core.statistic import public_statistic
from levelkit.measures.core.values import place_of
from levelkit.measures.core.variation import above, settled, sized
from levelkit.measures.ranking.ranks import rank_last_axis

if TYPE_CHECKING:
    import xarray as xr
    from numpy.typing import NDArray

METHODS = ("z", "min-max", "rank", "percentile")
UNITS = {"z": "standard deviations", "min-max": "1", "rank": "places", "percentile": "%"}


@public_statistic(carries_name=True)
def normalise(
    x: xr.DataArray,
    *,
    dim: str = "region",
    along: str | None = None,
    method: str = "z",
    polarity: int | xr.DataArray = 1,
    weights: xr.DataArray | None = None,
    floor: float = 0.0,
    skipna: bool = True,
) -> xr.DataArray:
    """Put each indicator on a common scale over units, more always being better.

    With s_i = polarity * x_i:

    - ``"z"``: (s_i - mean) / sd, the sd with divisor n
    - ``"min-max"``: floor + (1 - floor) (s_i - min) / (max - min)
    - ``"rank"``: place from the bottom: 1 is the worst, n the best; ties share the mean
    - ``"percentile"``: 100 (place from the bottom - 1/2) / n

    Parameters
    ----------
    x : DataArray
        Any units, with ``dim``. Every other dimension (indicator, year) is scaled by
        itself, apart from ``along``.
    dim : str
        The units that are compared.
    along : str, optional
        A dimension to share one scale, such as "year": without it each year has its
        own mean and range, so that a common rise or fall of all units is lost.
    method : {"z", "min-max", "rank", "percentile"}
        How to scale.
    polarity : 1, -1 or DataArray
        -1 where more is worse (unemployment); over ``indicator`` if it differs.
    weights : DataArray, optional
        Population of the units, for the mean and sd of ``"z"`` only.
    floor : float
        What the worst unit gets by ``"min-max"``, the best getting 1: 0.01 is the
        usual scale of 1 to 100, which a geometric mean can take.
    skipna : bool
        Scale by the values there are, or let a gap make its slice missing.

    Returns
    -------
    DataArray
        Same shape as ``x``; ``attrs["n_left_out"]`` counts missing values.

    Raises
    ------
    ValueError
        If an option, dimension or polarity is unknown, a value is infinite, weights sum to 0,
        or all units have the same value (where is named), so that there is no range to scale
        by.

    References
    ----------
    OECD and JRC (2008), Handbook on Constructing Composite Indicators, step 5.

    Notes
    -----
    Scaling is weighting in disguise: by min-max one outlier makes the range, and the
    indicator then hardly tells the other units apart.

    Examples
    --------
    >>> import levelkit as lk
    >>> states = lk.load("us-states").income_per_head_usd
    >>> lk.normalise(states).sel(region=["US28", "US36"], year=2009).round(2).values.tolist()
    [-1.47, 1.8]
    """
    check_option("method", method, METHODS)
    if weights is not None and method != "z":
        raise ValueError(f"weights are for the mean and sd of 'z'; {method!r} has none.")
    if floor and method != "min-max":
        raise ValueError(f"floor is for 'min-max', not {method!r}.")
    if not 0 <= floor < 1:
        raise ValueError(f"floor must be from 0 up to below 1, not {floor!r}.")
    values, w, left_out = matched(x, weights, dim, skipna=skipna)
    if weights is not None and not float(weights.sum()) > 0:
        raise ValueError("The weights sum to 0: at least one must be above 0.")
    over = [dim] if along is None else [dim, along]
    check_dim(x, over[-1])
    values = values * _signs(x, polarity)
    # Units that are equal but for rounding are to get the same.
    rows = values.transpose(..., *over)
    flat = settled(rows.to_numpy().reshape(*rows.shape[: -len(over)], -1))
    values = rows.copy(data=flat.reshape(rows.shape)).transpose(*values.dims)

    if method == "z":
        scaled = _z(values, w, over, skipna=skipna)
    elif method == "min-max":
        low, width = _range(values, over, skipna=skipna)
        scaled = floor + (1 - floor) * (values - low) / width
    else:
        scaled = _places(values, over, skipna=skipna)
        if method == "percentile":
            scaled = 100 * (scaled - 0.5) / values.count(over)
    scaled = scaled.transpose(*x.dims).rename(x.name)
    scaled.attrs = {
        "statistic": f"{method} over {' and '.join(over)}",
        "units": UNITS[method],
        "n_left_out": left_out,
    }
    return scaled


def scale_last_axis(
    values: NDArray[np.float64], *, method: str, floor: float = 0.0
) -> NDArray[np.float64]:
    """Scale along the last axis as :func:`normalise` does, unweighted and on bare numbers.

    For callers that scale hundreds of small tables: labels cost more than the sums do.

    Parameters
    ----------
    values : array
        More being better; missing ones stay missing. No slice may be all the same.
    method, floor
        As in :func:`normalise`.

    Returns
    -------
    array
        Same shape.
    """
    check_option("method", method, METHODS)
    if method in ("rank", "percentile"):
        place = rank_last_axis(values)
        if method == "rank":
            return place
        return np.asarray(100 * (place - 0.5) / np.isfinite(values).sum(axis=-1, keepdims=True))
    if method == "min-max":
        low = np.nanmin(values, axis=-1, keepdims=True)
        width = np.nanmax(values, axis=-1, keepdims=True) - low
        return np.asarray(floor + (1 - floor) * (values - low) / width)
    mean = np.nanmean(values, axis=-1, keepdims=True)
    return np.asarray((values - mean) / np.nanstd(values, axis=-1, keepdims=True))


def _signs(x: xr.DataArray, polarity: int | xr.DataArray) -> xr.DataArray:
    import xarray as xr

    if not np.isin(polarity, (1, -1)).all():
        raise ValueError(f"polarity must be 1 (more is better) or -1, not {polarity!r}.")
    return cover(x, xr.DataArray(polarity), "polarity")[1]


def _z(values: xr.DataArray, w: xr.DataArray, over: list[str], *, skipna: bool) -> xr.DataArray:
    _range(values.where(w > 0), over, skipna=skipna)  # refuses slices without any range
    values = values.copy(data=sized(values.to_numpy(), values.get_axis_num(over))[0])
    total = w.sum(over, skipna=skipna)
    mean = (w * values).sum(over, skipna=skipna) / total
    variance = (w * (values - mean) ** 2).sum(over, skipna=skipna) / total
    return (values - mean) / variance**0.5


def _range(
    values: xr.DataArray, over: list[str], *, skipna: bool
) -> tuple[xr.DataArray, xr.DataArray]:
    """Lowest value and range; a slice whose values are all the same is refused."""
    low, high = (getattr(values, end)(over, skipna=skipna) for end in ("min", "max"))
    alike = ~above(high, low) & low.notnull()
    if bool(alike.any()):
        place = place_of(low, tuple(np.argwhere(alike.to_numpy())[0].tolist()))
        raise ValueError(
            f"All values over {' and '.join(over)} are the same{' at ' * bool(place)}{place}: "
            "there is no range to scale by. Leave it out, or use ranks."
        )
    return low, high - low


def _places(values: xr.DataArray, over: list[str], *, skipna: bool) -> xr.DataArray:
    last = values.transpose(..., *over)
    rows = last.to_numpy().reshape(*last.shape[: -len(over)], -1)
    places = last.copy(data=rank_last_axis(rows).reshape(last.shape))
    return places if skipna else places.where(values.notnull().all(over))
