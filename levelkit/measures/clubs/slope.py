"""The log t regression in numpy, for many groups of places at once.

Arrays hold years in their last axis; every axis before it is worked on in one go.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from levelkit.measures.core.variation import ROUNDING, ROUNDING_SQUARED

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

#: One-sided 5 % point, rounded as in the papers.
CRITICAL = -1.65

#: A slope, its standard error and its t statistic need some years to rest on.
FEWEST_YEARS = 5


def left_out(years: int, discard: float) -> int:
    """How many of the first years are discarded: the whole part of ``discard * years``."""
    if not 0 < discard < 1:
        raise ValueError(f"discard must be between 0 and 1, not {discard!r}.")
    first = int(discard * years + 1e-9)  # a third of 33 is 11, whatever the rounding
    if first < 1 or years - first < FEWEST_YEARS:
        raise ValueError(
            f"Of {years} years, {first} are discarded: at least 1 must be (log log 1 has no "
            f"value) and at least {FEWEST_YEARS} must stay for the regression."
        )
    return first


def log_t_slope(spread: Floats, first: int, lrv: str) -> tuple[Floats, Floats]:
    """Slope b of the log t regression and its standard error.

    ``log(H_1 / H_t) - 2 log(log t) = a + b log t + u_t`` for t > ``first``, where
    ``spread`` is H_t. Missing where a spread is 0: its log has no value.
    """
    log_t = np.log(np.arange(first + 1, spread.shape[-1] + 1))
    spread = np.where(spread > ROUNDING_SQUARED, spread, np.nan)
    fall, slow = np.log(spread[..., :1] / spread[..., first:]), 2 * np.log(log_t)
    y = fall - slow
    x = log_t - log_t.mean()
    y -= y.mean(axis=-1, keepdims=True)
    b = y @ x / (x @ x)
    u = y - b[..., None] * x
    # Residuals that are rounding leave no error to estimate: missing, without a warning.
    size = np.maximum(abs(fall).max(axis=-1), abs(slow).max())
    u = np.where((abs(u).max(axis=-1) > ROUNDING * size)[..., None], u, 0.0)
    with np.errstate(invalid="ignore", divide="ignore"):
        error = np.sqrt(SLOPE_VARIANCES[lrv](u, x))
    return b, np.where(error > 0, error, np.nan)


def _lag_products(u: Floats, lags: int) -> Floats:
    """``sum_t u_t u_{t-j}`` for j = 1 .. ``lags``, in a last axis."""
    return np.stack([(u[..., j:] * u[..., :-j]).sum(-1) for j in range(1, lags + 1)], axis=-1)


def _quadratic_spectral(u: Floats, lags: int) -> Floats:
    """Weights of lags 1 .. ``lags`` at the automatic bandwidth of Andrews (1991).

    Bandwidth 1.3221 (alpha n)^(1/5), equations 6.2 and 6.4, with
    alpha = 4 rho^2 / (1 - rho)^4 of an AR(1) without constant fitted to ``u``.
    """
    rho = (u[..., 1:] * u[..., :-1]).sum(-1) / (u[..., :-1] ** 2).sum(-1)
    alpha = 4 * rho**2 / (1 - rho) ** 4
    bandwidth = 1.3221 * (alpha * u.shape[-1]) ** 0.2
    z = 6 * np.pi / 5 * np.arange(1, lags + 1) / bandwidth[..., None]
    return np.asarray(3 / z**2 * (np.sin(z) / z - np.cos(z)))


def _andrews(u: Floats, x: Floats) -> Floats:
    """Long-run variance of all residuals, divided by n, over ``sum x^2``."""
    n = u.shape[-1]
    lagged = (_quadratic_spectral(u, n - 1) * _lag_products(u, n - 1)).sum(-1)
    return np.asarray(((u**2).sum(-1) + 2 * lagged) / n / (x @ x))


def _published(u: Floats, x: Floats) -> Floats:
    """The same, but lagged products leave out the last residual; divided by n - 1."""
    n = u.shape[-1]
    lagged = (_quadratic_spectral(u, n - 2) * _lag_products(u[..., :-1], n - 2)).sum(-1)
    return np.asarray(((u**2).sum(-1) + 2 * lagged) / (n - 1) / (x @ x))


def _newey_west(u: Floats, x: Floats) -> Floats:
    """Sandwich with Bartlett weights up to lag 4 (n / 100)^(2/9), as in statsmodels' HAC."""
    lags = int(4 * (u.shape[-1] / 100) ** (2 / 9))
    score = u * x
    weights = 1 - np.arange(1, lags + 1) / (lags + 1)
    middle = (score**2).sum(-1) + 2 * _lag_products(score, lags) @ weights
    return np.asarray(middle / (x @ x) ** 2)


#: Variance of the slope from residuals and the centred log t, by convention.
SLOPE_VARIANCES: dict[str, Callable[[Floats, Floats], Floats]] = {
    "published": _published,
    "andrews": _andrews,
    "newey-west": _newey_west,
}
