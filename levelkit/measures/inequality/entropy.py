"""The additively decomposable measures: each is a weighted mean of a function of x / mean."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from levelkit.measures.core.statistic import public_statistic
from levelkit.measures.inequality.options import former_draws
from levelkit.measures.inequality.shares import log, relative_to_mean, weighted_mean

if TYPE_CHECKING:
    import numpy as np
    import xarray as xr

#: So close to a limit the formula has no digits left and the limit is right to as many.
NEAR = 1e-7

#: Measures that split exactly into between and within, and whether they allow zeros.
ENTROPIES = {"theil": True, "mean_log_deviation": False, "squared_cv": True}


def term(relative: Any, measure: str, log: Any = log) -> Any:
    """The function whose weighted mean over units is the measure.

    With r = x / mean: Theil T is the mean of r ln r, Theil L (mean log deviation)
    the mean of -ln r, the squared coefficient of variation the mean of (r - 1)^2.
    With ``log=numpy.log`` it takes plain arrays.
    """
    if measure == "squared_cv":
        return (relative - 1) ** 2
    # A value of 0 adds nothing to Theil T: r ln r goes to 0.
    logs = log(relative + (relative == 0))
    return relative * logs if measure == "theil" else -logs


def curved_term(relative: Any, measure: str, log: Any = log) -> Any:
    """The same less a straight line through r = 1: as weighted means they are equal.

    Every part is 0 or more then, so that groups that hardly differ do not drown in the
    rounding of parts that cancel.
    """
    slope = {"theil": 1, "mean_log_deviation": -1, "squared_cv": 0}[measure]
    return term(relative, measure, log) - slope * (relative - 1)


@public_statistic(former=former_draws)
def theil(
    x: xr.DataArray,
    *,
    dim: str = "region",
    weights: xr.DataArray | None = None,
    groups: Any = None,
    skipna: bool = True,
    test: bool = False,
    interval: bool = False,
    resamples: int = 999,
    level: float = 0.95,
    rng: int | np.random.Generator = 0,
) -> xr.DataArray | xr.Dataset:
    """Theil's T: sum_i p_i (x_i / mean) ln(x_i / mean).

    0 if all are equal; ln(1 / p) if a share p of people has everything.

    Parameters
    ----------
    x : DataArray
        Values of 0 or more in any unit, with ``dim``; further dimensions are kept.
    dim, weights, skipna
        As in :func:`levelkit.coefficient_of_variation`.
    groups, test, interval, resamples, level, rng
        With groups, the decomposition: see :func:`levelkit.decompose`.

    Returns
    -------
    DataArray or Dataset
        Dimensionless, over the further dimensions; a Dataset with ``groups``.

    Raises
    ------
    ValueError
        If a value is negative, a weight negative, a dimension or label unknown, or
        resampling is asked for without groups.

    References
    ----------
    Theil (1967), Economics and Information Theory, ch. 4.

    Examples
    --------
    >>> import levelkit as lk
    >>> states = lk.load("us-states").income_per_head_usd
    >>> lk.theil(states).sel(year=[1929, 1979, 2009]).round(3).values.tolist()
    [0.063, 0.008, 0.01]
    """
    if groups is not None:
        from levelkit.measures.inequality.decomposition import decompose

        return decompose(
            x, "theil", groups=groups, dim=dim, weights=weights, skipna=skipna,
            test=test, interval=interval, resamples=resamples, level=level, rng=rng,
        )  # fmt: skip
    if test or interval:
        raise ValueError("test and interval are of a decomposition: name its groups.")
    return _entropy(x, "theil", "Theil T", dim=dim, weights=weights, skipna=skipna)


@public_statistic()
def mean_log_deviation(
    x: xr.DataArray,
    *,
    dim: str = "region",
    weights: xr.DataArray | None = None,
    skipna: bool = True,
) -> xr.DataArray:
    """Theil's L, the mean log deviation: sum_i p_i ln(mean / x_i).

    Parameters
    ----------
    x : DataArray
        Values above 0 in any unit, with ``dim``; further dimensions are kept.
    dim, weights, skipna
        As in :func:`levelkit.coefficient_of_variation`.

    Returns
    -------
    DataArray
        Dimensionless, over the further dimensions.

    Raises
    ------
    ValueError
        If a value is 0 or less, a weight negative, a dimension or label unknown.

    References
    ----------
    Theil (1967), ch. 4; Shorrocks (1980), Econometrica 48, 613-625.

    Examples
    --------
    >>> import levelkit as lk
    >>> states = lk.load("us-states").income_per_head_usd
    >>> lk.mean_log_deviation(states).sel(year=[1929, 1979, 2009]).round(3).values.tolist()
    [0.065, 0.008, 0.01]
    """
    statistic = "mean log deviation (Theil L)"
    return _entropy(x, "mean_log_deviation", statistic, dim=dim, weights=weights, skipna=skipna)


@public_statistic()
def generalised_entropy(
    x: xr.DataArray,
    *,
    alpha: float,
    dim: str = "region",
    weights: xr.DataArray | None = None,
    skipna: bool = True,
) -> xr.DataArray:
    """Generalised entropy: (sum_i p_i (x_i / mean)^alpha - 1) / (alpha (alpha - 1)).

    ``alpha`` 0 is the mean log deviation, 1 Theil's T, 2 half the squared coefficient
    of variation. The larger it is, the more the top counts; the smaller, the bottom.

    Parameters
    ----------
    x : DataArray
        Values of 0 or more (above 0 for ``alpha`` of 0 or less), with ``dim``.
    alpha : float
        Sensitivity.
    dim, weights, skipna
        As in :func:`levelkit.coefficient_of_variation`.

    Returns
    -------
    DataArray
        Dimensionless, over the further dimensions.

    Raises
    ------
    ValueError
        If a value is out of bounds, a weight negative, a dimension or label unknown.

    References
    ----------
    Shorrocks (1980), Econometrica 48, 613-625; Cowell (2011), Measuring Inequality.

    Examples
    --------
    >>> import levelkit as lk
    >>> states = lk.load("us-states").income_per_head_usd
    >>> lk.generalised_entropy(states, alpha=2).sel(year=[1929, 1979, 2009]).round(3).values.tolist()
    [0.063, 0.008, 0.01]
    """
    if not math.isfinite(alpha):
        raise ValueError(f"alpha must be finite, not {alpha!r}.")
    statistic = f"generalised entropy, alpha {alpha:g}"
    if min(abs(alpha), abs(alpha - 1)) < NEAR:  # 0 / 0 there: take the limit
        limit = "mean_log_deviation" if alpha < 0.5 else "theil"
        index = _entropy(x, limit, statistic, dim=dim, weights=weights, skipna=skipna)
        return index.rename("generalised_entropy")
    parts = relative_to_mean(x, weights, dim, skipna=skipna, statistic=statistic, zeros=alpha > 0)
    power = weighted_mean(parts.relative**alpha, parts.share, dim, skipna=skipna)
    return parts.inequality((power - 1) / (alpha * (alpha - 1)), "generalised_entropy")


def _entropy(
    x: xr.DataArray,
    measure: str,
    statistic: str,
    *,
    dim: str,
    weights: xr.DataArray | None,
    skipna: bool,
) -> xr.DataArray:
    parts = relative_to_mean(
        x, weights, dim, skipna=skipna, statistic=statistic, zeros=ENTROPIES[measure]
    )
    each = curved_term(parts.relative, measure)
    return parts.inequality(weighted_mean(each, parts.share, dim, skipna=skipna), measure)
