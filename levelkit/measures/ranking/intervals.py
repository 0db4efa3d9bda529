"""Intervals for rank correlations that hold for ten or twelve regions.

A percentile bootstrap does not: resamples of two identical orders all have correlation 1.
"""

from __future__ import annotations

import functools
import math
from statistics import NormalDist
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


def fisher_interval(estimate: float, n: int, level: float) -> tuple[float, float]:
    """Interval for Spearman's rho on Fisher's z scale.

    Standard error sqrt((1 + rho^2 / 2) / (n - 3)): Bonett and Wright (2000),
    Psychometrika 65, 23-28. At +1 or -1 it starts from the middle of the last attainable
    step. For ten or twelve regions of normal populations the 95 % interval covers 93 to
    97 % of the time up to a true rho of about .95 and no less than 85 % above that
    (measured in the tests).
    """
    if n < 5 or math.isnan(estimate):
        return math.nan, math.nan
    step = 6 / (n * (n * n - 1))
    inside = max(-1 + step, min(1 - step, estimate))
    half = NormalDist().inv_cdf(0.5 + level / 2) * math.sqrt((1 + inside**2 / 2) / (n - 3))
    low, high = math.tanh(math.atanh(inside) - half), math.tanh(math.atanh(inside) + half)
    return (-1.0 if estimate <= -1 + step else low), (1.0 if estimate >= 1 - step else high)


def score_interval(estimate: float, n: int, level: float) -> tuple[float, float]:
    """Interval for Kendall's tau: every tau that the estimate does not contradict.

    Tau is kept if the estimate lies within z standard errors of it, the standard error
    being that of tau itself, not of the estimate, so that it does not vanish at the top.
    For ten or twelve regions of normal populations the 95 % interval covers 94 to 97 %
    of the time whatever tau (measured in the tests).
    """
    if n < 5 or math.isnan(estimate):
        return math.nan, math.nan
    tau, error = _tau_and_error(n)
    near = np.abs(estimate - tau) <= NormalDist().inv_cdf(0.5 + level / 2) * error + 1e-12
    kept = tau[near]
    return float(min(kept[0], estimate)), float(max(kept[-1], estimate))


@functools.lru_cache(maxsize=64)
def _tau_and_error(n: int) -> tuple[Floats, Floats]:
    """A fine grid of tau and its standard error in samples of n from normal populations.

    With correlation r, tau = (2 / pi) asin r and n (n - 1) / 2 times its variance is
    1 - tau^2 + 2 (n - 2) (1/9 - ((2 / pi) asin(r / 2))^2): Esscher (1924).
    """
    tau = np.linspace(-1, 1, 4001)
    half = 2 / math.pi * np.arcsin(np.sin(math.pi / 2 * tau) / 2)
    variance = 2 / (n * (n - 1)) * (1 - tau**2 + 2 * (n - 2) * (1 / 9 - half**2))
    return tau, np.sqrt(np.maximum(variance, 0))
