"""A straight line with first-order autoregressive errors, for every value of the autoregression.

Given the autoregressive parameter (AR) the line is one of generalised least squares and all
is closed form; so the restricted likelihood is worked out on a grid of AR values, for many
series at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

#: AR values looked at: from 0 to 1, closer to each other towards 1, where more hangs on them.
GRID = 1 - np.linspace(1, 0, 201) ** 2


class Lines(NamedTuple):
    """The line at each AR value: arrays over series and AR values.

    ``slope`` and ``error`` (its standard error) are in units of the values a unit of time;
    ``log_likelihood`` is restricted (REML), up to a constant of the series.
    """

    slope: Floats
    error: Floats
    log_likelihood: Floats


def lines(y: Floats, times: Floats, ars: Floats) -> Lines:
    """Generalised least squares of series on time, for each AR value.

    Parameters
    ----------
    y : array of float
        ``(series, time)`` without gaps.
    times : array of float
        Ascending, 3 at least; evenly spaced or not.
    ars : array of float
        From 0 to 1: the correlation of errors one unit of time apart; d apart it is
        ``ar**d``. At 1 errors are a random walk, whose start is left free.

    Returns
    -------
    Lines

    Notes
    -----
    With V the correlation of the errors and X the intercept and time, REML is ``-1/2
    (log|V| + log|X' V^-1 X| + (n - 2) log RSS)``. It has a limit as AR goes to 1, which is the
    likelihood of the differences: the intercept drops out of both.
    """
    t = times - times[0]
    # Least squares first: what follows then works on small numbers.
    centred = t - t.mean()
    plain = (y @ centred) / (centred @ centred)
    rest = y - y.mean(axis=1, keepdims=True) - plain[:, None] * centred
    fitted = [_line(rest, t, float(ar)) for ar in ars]
    slope, error, likelihood = (np.stack(part, axis=1) for part in zip(*fitted, strict=True))
    return Lines(plain[:, None] + slope, error, likelihood)


def _line(y: Floats, t: Floats, ar: float) -> tuple[Floats, Floats, Floats]:
    """Slope, standard error and log-likelihood of each series at one AR value."""
    n = t.size
    constant, time = _independent(np.ones((1, n)), t, ar)[0], _independent(t[None], t, ar)[0]
    intercept = float(constant @ constant)
    free = ar == 1  # the intercept: no year says anything of it alone
    direction = np.zeros(n) if free else constant / np.sqrt(intercept)
    time = time - (time @ direction) * direction
    information = float(time @ time)
    apart = _independent(y, t, ar)
    apart -= (apart @ direction)[:, None] * direction
    slope = (apart @ time) / information
    apart -= slope[:, None] * time
    squares = (apart**2).sum(axis=1)
    # log|V|^-1 of the first year over the intercept's information: 1 in the limit.
    start = 1.0 if free else (1 - ar**2) / intercept
    with np.errstate(divide="ignore"):
        likelihood = 0.5 * (
            np.log(start) - np.log(information) - np.log(_variances(t, ar)).sum()
        ) - 0.5 * (n - 2) * np.log(squares)
    return slope, np.sqrt(squares / (n - 2) / information), likelihood


def _variances(t: Floats, ar: float) -> Floats:
    """What each year but the first adds by chance, against one that follows a step before it."""
    gaps = np.diff(t)
    return gaps if ar == 1 else (1 - ar ** (2 * gaps)) / (1 - ar**2)


def _independent(y: Floats, t: Floats, ar: float) -> Floats:
    """Rows made free of autocorrelation, with equal variance (Prais and Winsten)."""
    apart = np.empty_like(y)
    apart[:, 0] = np.sqrt(1 - ar**2) * y[:, 0]
    apart[:, 1:] = (y[:, 1:] - ar ** np.diff(t) * y[:, :-1]) / np.sqrt(_variances(t, ar))
    return apart


def plausible(lines: Lines, share: float) -> NDArray[np.bool_]:
    """Which AR values lie in the likelihood set: ``2 (max l - l) <= chi-squared(share, 1)``."""
    from scipy.special import chdtri

    top = lines.log_likelihood.max(axis=1, keepdims=True)
    inside: NDArray[np.bool_] = 2 * (top - lines.log_likelihood) <= chdtri(1, 1 - share)
    return inside


def peak(lines: Lines, ars: Floats) -> tuple[Floats, Floats, Floats]:
    """The likeliest AR of each series, with slope and standard error there.

    Between the values of the grid by a parabola through the three highest; at an end of the
    grid where the likelihood is highest there.
    """
    best = lines.log_likelihood.argmax(axis=1)
    rows = np.arange(best.size)
    if ars.size < 3:
        return ars[best], lines.slope[rows, best], lines.error[rows, best]
    middle = np.clip(best, 1, ars.size - 2)
    near = middle[:, None] + np.array([-1, 0, 1])
    at, height = ars[near], np.take_along_axis(lines.log_likelihood, near, axis=1)
    left, right = at[:, 1] - at[:, 0], at[:, 2] - at[:, 1]
    rise = (height[:, 1] - height[:, 0]) / left
    bend = ((height[:, 2] - height[:, 1]) / right - rise) / (left + right)
    inside = (best == middle) & (bend < 0)
    top = at[:, 1] - (rise + bend * left) / (2 * np.where(inside, bend, -1))
    ar = np.where(inside, top, ars[best])
    off = ar[:, None] - at  # Lagrange's weights at the peak
    weights = np.stack(
        [
            off[:, 1] * off[:, 2] / (left * (left + right)),
            -off[:, 0] * off[:, 2] / (left * right),
            off[:, 0] * off[:, 1] / (right * (left + right)),
        ],
        axis=1,
    )
    slope, error = (
        (weights * np.take_along_axis(part, near, axis=1)).sum(axis=1) for part in lines[:2]
    )
    return ar, slope, error


def union(lines: Lines, inside: NDArray[np.bool_], df: int, level: float) -> tuple[Floats, ...]:
    """The union of t intervals over the AR values inside, and the p-value that goes with it.

    Returns
    -------
    low, high, p_value : array of float
        One a series. The p-value is two-sided: below ``1 - level`` exactly where the interval
        leaves out 0.
    """
    from scipy.special import stdtr, stdtrit

    half = stdtrit(df, 0.5 + level / 2) * lines.error
    low = np.where(inside, lines.slope - half, np.inf).min(axis=1)
    high = np.where(inside, lines.slope + half, -np.inf).max(axis=1)
    t = lines.slope / lines.error
    # The smallest |t| if all lie on one side of 0; if they do not, 0 is inside for certain.
    lowest, highest = np.where(inside, t, np.inf).min(1), np.where(inside, t, -np.inf).max(1)
    apart = np.maximum(np.maximum(lowest, -highest), 0)
    return low, high, 2 * stdtr(df, -apart)
