"""How much a measure hangs on single regions: the jackknife, in sums.

Without region k each sum is the whole sum less k's own part, so that all of a country's
leave-one-out values come at once. They equal what the measures themselves give.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

#: Smooth in every region's figure. Percentiles and extremes are not: their jackknife is wrong.
SMOOTH = ("cv", "gini", "theil", "mld", "atkinson", "log_sd")


def left_out(x: Floats, w: Floats) -> dict[str, Floats]:
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
    found: Floats = mine.sum(axis=-1, keepdims=True) - 2 * mine
    return found


def log_errors(x: Floats, w: Floats) -> dict[str, Floats]:
    """Jackknife standard error of the log of each smooth measure.

    Parameters
    ----------
    x, w : array
        As in :func:`left_out`.

    Returns
    -------
    dict of array
        ``(...)`` by measure; missing with fewer than three regions.
    """
    known = w > 0
    n = known.sum(axis=-1)
    found = {}
    for name, values in left_out(x, w).items():
        with np.errstate(invalid="ignore", divide="ignore"):
            logs = np.where(known, np.log(values), 0.0)
            mean = logs.sum(axis=-1) / n
            squares = np.where(known, (logs - mean[..., None]) ** 2, 0.0).sum(axis=-1)
            error = np.sqrt(squares * (n - 1) / n)
        found[name] = np.where(n >= 3, error, np.nan)
    return found
