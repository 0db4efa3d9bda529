"""Leave out one region at a time: how much the answer hangs on each."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from levelkit.measures.core.variation import ROUNDING

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


def leave_one_out(statistic: Callable[..., Floats], *arrays: Floats) -> Floats:
    """The statistic without each region in turn (regions along the last axis)."""
    n = arrays[0].shape[-1]
    return np.array(
        [float(statistic(*(np.delete(a, k, axis=-1) for a in arrays))) for k in range(n)]
    )


def jackknife_interval(
    estimate: float, without: Floats, level: float, bounds: tuple[float, float]
) -> tuple[float, float]:
    """Student's t with the jackknife standard error (Tukey 1958), kept within bounds.

    Centred on the estimate itself: the jackknife's bias correction is larger than
    its error when ranks of ten regions are all there is. There is none (NaN) below 5
    regions, where the statistic is undefined without one of them, and where leaving one
    out changes nothing, as for identical orders: no spread is not no uncertainty.
    """
    from scipy.special import stdtrit

    n = without.size
    if n < 5 or not math.isfinite(estimate) or not np.isfinite(without).all():
        return math.nan, math.nan
    error = math.sqrt((n - 1) / n * float(((without - without.mean()) ** 2).sum()))
    if error <= ROUNDING * max(1.0, float(abs(without).max())):  # statistics of size 1
        return math.nan, math.nan
    half = float(stdtrit(n - 1, 0.5 + level / 2)) * error
    return max(bounds[0], estimate - half), min(bounds[1], estimate + half)
