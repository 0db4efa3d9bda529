"""Measures of dispersion that are sums over units: they run lazily on chunked arrays.

All take values of any unit over ``dim`` and any further dimensions, and give a pure
number over those further dimensions. With ``weights`` (people, usually) each unit
counts as many times as its weight; without, each counts once. Missing values weigh
nothing (``skipna=True``) or make their slice missing; ``attrs["n_left_out"]`` counts them.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from levelkit.measures.core.statistic import public_statistic
from levelkit.measures.inequality.entropy import NEAR
from levelkit.measures.inequality.shares import log, relative_to_mean, weighted_mean

if TYPE_CHECKING:
    import xarray as xr


@public_statistic()
def coefficient_of_variation(
    x: xr.DataArray,
    *,
    dim: str = "region",
    weights: xr.DataArray | None = None,
    ddof: int = 0,
    skipna: bool = True,
) -> xr.DataArray:
    """Standard deviation over the mean: sqrt(sum_i p_i (x_i / mean - 1)^2).

    Parameters
    ----------
    x : DataArray
        Values in any unit, with ``dim``; further dimensions are kept.
    dim : str
        The dimension of the units.
    weights : DataArray, optional
        Weights with ``dim``; see :func:`williamson`.
    ddof : int
        0 divides by n, as measures of inequality do; 1 by n - 1. Without weights only.
    skipna : bool
        Leave missing values out, or let them make their slice missing.

    Returns
    -------
    DataArray
        Dimensionless, over the further dimensions.

    Raises
    ------
    ValueError
        If a dimension or label is unknown, a weight negative, or ``ddof`` is given
        with weights.

    Examples
    --------
    >>> import levelkit as lk
    >>> states = lk.load("us-states").income_per_head_usd
    >>> lk.coefficient_of_variation(states).sel(year=[1929, 1979, 2009]).round(3).values.tolist()
    [0.355, 0.125, 0.144]
    """
    if ddof and weights is not None:
        raise ValueError("ddof is for unweighted values: weights are not a count of units.")
    parts = relative_to_mean(
        x, weights, dim, skipna=skipna, statistic="coefficient of variation", signed=True
    )
    variance = weighted_mean((parts.relative - 1) ** 2, parts.share, dim, skipna=skipna)
    if ddof:
        n = parts.relative.notnull().sum(dim)
        variance = variance * n / (n - ddof).where(n > ddof)
    # The mean may be negative; the spread relative to it is still a size.
    return parts.inequality(variance**0.5, "coefficient_of_variation")


@public_statistic()
def williamson(
    x: xr.DataArray, *, weights: xr.DataArray, dim: str = "region", skipna: bool = True
) -> xr.DataArray:
    """Williamson's index: the coefficient of variation weighted by population.

    sqrt(sum_i p_i (x_i - mean)^2) / mean, with p_i the region's share of population
    and the mean weighted likewise.

    Parameters
    ----------
    x : DataArray
        Values in any unit, with ``dim``; further dimensions are kept.
    weights : DataArray
        Population, with ``dim``.
    dim, skipna
        As in :func:`coefficient_of_variation`.

    Returns
    -------
    DataArray
        Dimensionless, over the further dimensions.

    Raises
    ------
    ValueError
        If a dimension or label is unknown or a weight is negative.

    References
    ----------
    Williamson (1965), Economic Development and Cultural Change 13(4), part 2, p. 11.

    Examples
    --------
    >>> import levelkit as lk
    >>> itl3 = lk.load("uk-itl").query(region="level == 'ITL3'").sel(year=2019)
    >>> lk.williamson(itl3.gdp_per_head_gbp, weights=itl3.population).round(3).item()
    0.953
    """
    if weights is None:
        raise ValueError("Williamson's index has weights; without, see coefficient_of_variation.")
    cv = coefficient_of_variation(x, dim=dim, weights=weights, skipna=skipna)
    return cv.rename("williamson").assign_attrs(statistic="Williamson index")


@public_statistic()
def atkinson(
    x: xr.DataArray,
    *,
    epsilon: float = 0.5,
    dim: str = "region",
    weights: xr.DataArray | None = None,
    skipna: bool = True,
) -> xr.DataArray:
    """Atkinson's index: 1 - (sum_i p_i (x_i / mean)^(1 - epsilon))^(1 / (1 - epsilon)).

    The share of all output that could be given up, if the rest were spread equally,
    with no loss of welfare to someone whose aversion to inequality is ``epsilon``.

    Parameters
    ----------
    x : DataArray
        Values of 0 or more (above 0 for ``epsilon`` of 1 or more), with ``dim``.
    epsilon : float
        Aversion to inequality, above 0. At 1: one less the geometric over the
        arithmetic mean.
    dim, weights, skipna
        As in :func:`coefficient_of_variation`.

    Returns
    -------
    DataArray
        Dimensionless, 0 to 1, over the further dimensions.

    Raises
    ------
    ValueError
        If ``epsilon`` is not above 0, a value is out of bounds, a weight negative, a
        dimension or label unknown.

    References
    ----------
    Atkinson (1970), Journal of Economic Theory 2, 244-263.

    Examples
    --------
    >>> import levelkit as lk
    >>> states = lk.load("us-states").income_per_head_usd
    >>> lk.atkinson(states, epsilon=1).sel(year=[1929, 1979, 2009]).round(3).values.tolist()
    [0.063, 0.008, 0.01]
    """
    if not 0 < epsilon < math.inf:
        raise ValueError(f"epsilon must be above 0, not {epsilon!r}.")
    parts = relative_to_mean(
        x,
        weights,
        dim,
        skipna=skipna,
        statistic=f"Atkinson, epsilon {epsilon:g}",
        zeros=epsilon < 1,
    )
    if abs(epsilon - 1) < NEAR:
        equal = math.e ** weighted_mean(log(parts.relative), parts.share, dim, skipna=skipna)
    else:
        power = weighted_mean(parts.relative ** (1 - epsilon), parts.share, dim, skipna=skipna)
        equal = power ** (1 / (1 - epsilon))
    return parts.inequality(1 - equal, "atkinson")


@public_statistic()
def hoover(
    x: xr.DataArray,
    *,
    dim: str = "region",
    weights: xr.DataArray | None = None,
    skipna: bool = True,
) -> xr.DataArray:
    """Hoover's index: half of sum_i p_i |x_i / mean - 1|.

    The share of all output that would have to move for all to be equal.

    Parameters
    ----------
    x : DataArray
        Values of 0 or more in any unit, with ``dim``; further dimensions are kept.
    dim, weights, skipna
        As in :func:`coefficient_of_variation`.

    Returns
    -------
    DataArray
        Dimensionless, 0 to 1, over the further dimensions.

    Raises
    ------
    ValueError
        If a value is negative, a weight negative, a dimension or label unknown.

    References
    ----------
    Hoover (1936), Review of Economics and Statistics 18, 162-171.

    Examples
    --------
    >>> import levelkit as lk
    >>> states = lk.load("us-states").income_per_head_usd
    >>> lk.hoover(states).sel(year=[1929, 1979, 2009]).round(3).values.tolist()
    [0.143, 0.052, 0.058]
    """
    parts = relative_to_mean(x, weights, dim, skipna=skipna, statistic="Hoover index")
    distance = weighted_mean(abs(parts.relative - 1), parts.share, dim, skipna=skipna)
    return parts.inequality(distance / 2, "hoover")
