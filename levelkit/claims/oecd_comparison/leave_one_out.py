"""How much a measure hangs on single regions: its value without each of them in turn.

All of a country's regions are known, so that this is no sampling error and no confidence interval:
it is what the figure would be if a border had been drawn otherwise. For the smooth measures, without
region k each sum is the whole sum less k's own part, so that all of a country's leave-one-out values
come at once. They equal what the measures themselves give.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from levelkit.claims.spreads import spread_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

#: Smooth in every region's figure, and made of sums; percentiles and extremes are not.
SMOOTH = ("cv", "gini", "theil", "mld", "atkinson", "log_sd")
FEW = 64  # countries of up to so many regions are worked out in one go


def smooth_left_out(x: Floats, w: Floats) -> dict[str, Floats]:
    """Each smooth measure without each region in turn.

    Parameters
    ----------
    x, w : array
        ``(..., region)``: values above 0 and weights; weight 0 and value 1 where there is none.

    Returns
    -------
    dict of array
        ``(..., region)`` by measure.
    """

    def less(part: Any) -> Any:
        return (w * part).sum(axis=-1, keepdims=True) - w * part

    logs = np.log(x)
    people = less(np.ones_like(x))
    with np.errstate(invalid="ignore", divide="ignore"):
        mean, log_mean = less(x) / people, less(logs) / people
        variance = np.maximum(less(x**2) / people - mean**2, 0.0)
        log_variance = np.maximum(less(logs**2) / people - log_mean**2, 0.0)
        return {
            "cv": np.sqrt(variance) / mean,
            "gini": _pairs_left(x, w) / (2 * people**2 * mean),
            "theil": less(x * logs) / (people * mean) - np.log(mean),
            "mld": np.log(mean) - log_mean,
            "atkinson": 1 - (less(np.sqrt(x)) / people) ** 2 / mean,
            "log_sd": np.sqrt(log_variance),
        }


def _pairs_left(x: Floats, w: Floats) -> Floats:
    """Sum of w_i w_j |x_i - x_j| over the pairs without each region."""
    order = np.argsort(x, axis=-1)
    back = np.argsort(order, axis=-1)
    value, weight = (np.take_along_axis(part, order, axis=-1) for part in (x, w))
    below, output = np.cumsum(weight, axis=-1), np.cumsum(weight * value, axis=-1)
    # Distance to all below and to all above, from sums up to one's own place.
    own = value * (2 * below - below[..., -1:]) - (2 * output - output[..., -1:])
    mine = np.take_along_axis(weight * own, back, axis=-1)
    sums: Floats = mine.sum(axis=-1, keepdims=True) - 2 * mine
    return sums


def left_out(name: str, x: Floats, w: Floats | None) -> Floats:
    """A measure of each country without each of its regions in turn.

    Parameters
    ----------
    name : str
        A key of :data:`levelkit.claims.spreads.SPREADS`.
    x : array
        ``(country, region)``: values above 0, missing where there is none.
    w : array, optional
        Weights, in the same shape; each region counts once without.

    Returns
    -------
    array
        ``(country, region)``; missing where there is no region.
    """
    inside = np.isfinite(x)
    if name in SMOOTH:
        weights = inside.astype(float) if w is None else w
        return np.where(inside, smooth_left_out(np.where(inside, x, 1.0), weights)[name], np.nan)
    without = np.full(x.shape, np.nan)
    sizes = inside.sum(axis=1)
    together = np.flatnonzero((sizes > 0) & (sizes <= FEW))
    for rows in [together, *np.flatnonzero(sizes > FEW)[:, None]]:
        at = np.ix_(rows, np.flatnonzero(inside[rows].any(axis=0)))
        without[at] = _one_by_one(name, x[at], None if w is None else w[at])
    return np.where(inside, without, np.nan)


def _one_by_one(name: str, x: Floats, w: Floats | None) -> Floats:
    """Any measure of each country without one region after the other, all at once."""
    import xarray as xr

    dims = ("country", "left", "region")
    without = np.where(np.eye(x.shape[1], dtype=bool), np.nan, x[:, None, :])
    weights = None
    if w is not None:
        weights = xr.DataArray(np.broadcast_to(w[:, None, :], without.shape), dims=dims)
    measured = spread_of(name, xr.DataArray(without, dims=dims), weights)
    values: Floats = measured.transpose("country", "left").values
    return values


def place_range(value: Floats, low: Floats, high: Floats) -> tuple[Floats, Floats]:
    """The best and the worst place of each country, with any one region of any country left out.

    Parameters
    ----------
    value, low, high : array
        A value a country, and its lowest and highest without one region (or with all); missing
        where a country is not ranked.

    Returns
    -------
    best, worst : array
        1 is the highest value; those who share a place have the mean of the places that they take.
    """

    def above(theirs: Floats, ours: Floats) -> Floats:
        """How many places each of theirs (columns) costs each of ours (rows)."""
        with np.errstate(invalid="ignore"):
            costs = (theirs > ours[:, None]) + 0.5 * (theirs == ours[:, None])
        np.fill_diagonal(costs, 0.0)
        return np.asarray(costs, float)

    known = np.isfinite(value)
    others = above(value, value)
    place = 1 + others.sum(axis=1)
    ends = []
    for own, theirs, most in ((high, low, np.min), (low, high, np.max)):
        by_own = 1 + above(value, own).sum(axis=1)
        by_others = place + most(above(theirs, value) - others, axis=1, initial=0.0)
        ends.append(np.where(known, most([by_own, by_others], axis=0), np.nan))
    return ends[0], ends[1]
