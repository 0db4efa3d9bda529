"""Indicators made into one number, with a say on how far one may stand in for another."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from levelkit.measures.core.dims import matched
from levelkit.measures.core.statistic import public_statistic
from levelkit.measures.core.values import check_not_negative, check_positive, numbers

if TYPE_CHECKING:
    import xarray as xr
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

#: Below this elasticity the aggregate is the minimum, to the last digit.
LEONTIEF = 1e-12


@public_statistic()
def ces(
    x: xr.DataArray,
    *,
    dim: str = "indicator",
    weights: xr.DataArray | None = None,
    elasticity: float = math.inf,
    skipna: bool = True,
) -> xr.DataArray:
    """Aggregate with constant elasticity of substitution (a weighted power mean).

    (sum_i w_i x_i^rho)^(1 / rho) with rho = 1 - 1 / elasticity and sum_i w_i = 1.
    Elasticity inf is the arithmetic mean (indicators are perfect substitutes), 1 the
    geometric, 0.5 the harmonic mean and 0 the minimum (no substitution, Leontief).

    Parameters
    ----------
    x : DataArray
        Indicators on one scale, with ``dim``; further dimensions are kept. Any value
        for elasticity inf, none negative above 1, all positive at 1 and below.
    dim : str
        The dimension to aggregate over.
    weights : DataArray, optional
        Not negative, over ``dim``; scaled to sum to 1. Equal weights without. An
        indicator of weight 0 plays no part, in the minimum neither.
    elasticity : float
        Elasticity of substitution, 0 to inf.
    skipna : bool
        Share a missing indicator's weight among the others in proportion, or let it
        make the aggregate missing.

    Returns
    -------
    DataArray
        In the units of ``x``, without ``dim``; ``attrs["n_left_out"]`` counts missing
        values.

    Raises
    ------
    ValueError
        If a value is infinite or too low for the elasticity (named), the elasticity or a
        weight is negative, weights lack a label or sum to 0.

    References
    ----------
    Arrow, Chenery, Minhas and Solow (1961), Review of Economics and Statistics 43,
    225-250. OECD and JRC (2008), Handbook on Constructing Composite Indicators, step 6.

    Notes
    -----
    Weights are a statement on importance only together with the scale: with elasticity
    inf, w_i / w_j is how much of j makes up for one unit of i.

    Examples
    --------
    >>> import levelkit as lk
    >>> scores = lk.load("regional-authority")[["self_rule_score", "shared_rule_score"]].sel(year=2010)
    >>> index = lk.ces(1 + scores.to_dataarray("indicator"), elasticity=0.5)
    >>> index.sel(region="GBR").round(2).item()
    3.54
    """
    check_elasticity(elasticity)
    values, w, left_out = matched(x, weights, dim, skipna=skipna)
    if weights is not None and not float(weights.sum()) > 0:
        raise ValueError("The weights sum to 0: at least one must be above 0.")
    check_values(values.where(w != 0), elasticity)
    last = values.transpose(..., dim)
    v, share = last.to_numpy(), w.transpose(*last.dims).to_numpy()
    counts = share != 0
    gap = counts & ~(np.isfinite(v) & np.isfinite(share))
    unknown = gap.any(axis=-1) | ~counts.any(axis=-1)

    if elasticity < LEONTIEF:
        index = np.where(counts, v, np.inf).min(axis=-1)
    else:
        terms, scale = to_terms(np.where(counts, v, np.nan), elasticity)
        with np.errstate(invalid="ignore"):
            mean = (share * terms).sum(axis=-1) / share.sum(axis=-1)
        index = from_mean(mean, scale, elasticity)
    frame = last.isel({dim: 0}, drop=True)
    result = frame.copy(data=np.where(unknown, np.nan, index))
    result.attrs = {
        "statistic": f"CES aggregate, elasticity {elasticity:g}",
        "units": x.attrs.get("units", "1"),
        "n_left_out": left_out,
    }
    return result.rename("ces")


def check_elasticity(elasticity: float) -> None:
    """Raise ``ValueError`` unless it is from 0 to infinity."""
    if not elasticity >= 0:
        raise ValueError(f"elasticity must be from 0 (no substitution) to inf, not {elasticity!r}.")


def check_values(values: xr.DataArray, elasticity: float) -> xr.DataArray:
    """The values as floats; ``ValueError`` naming the first that is too low for the elasticity."""
    what = f"With elasticity {elasticity:g} an indicator"
    if elasticity <= 1:
        return check_positive(values, what)
    if elasticity < math.inf:
        return check_not_negative(values, what)
    return numbers(values, "An indicator")


def to_terms(values: Floats, elasticity: float) -> tuple[Floats, Floats]:
    """What is averaged over the last axis, 0 at gaps, and the log scale taken out of it.

    The scale is that of the largest term: then no power overflows. With rho near 0
    the terms are powers less 1: all have one sign and no digits are lost.
    """
    present = np.isfinite(values)
    if elasticity == math.inf:
        return np.where(present, values, 0.0), np.zeros(values.shape[:-1])
    rho = 1 - 1 / elasticity
    with np.errstate(divide="ignore"):  # the log of 0 is minus infinity, as it should be
        logs = np.log(values)
    if rho == 0:
        return np.where(present, logs, 0.0), np.zeros(values.shape[:-1])
    scale = (np.where(present, rho * logs, -np.inf)).max(axis=-1) / rho
    scale = np.where(np.isfinite(scale), scale, 0.0)
    power = np.expm1 if _near_geometric(rho) else np.exp
    return np.where(present, power(rho * (logs - scale[..., None])), 0.0), scale


def from_mean(mean: Floats, scale: Floats, elasticity: float) -> Floats:
    """The aggregate, from the weighted mean of the terms of :func:`to_terms`."""
    if elasticity == math.inf:
        return mean
    rho = 1 - 1 / elasticity
    if rho == 0:
        return np.asarray(np.exp(mean))
    log = np.log1p if _near_geometric(rho) else np.log
    with np.errstate(divide="ignore"):  # of zeros alone, the aggregate is 0
        return np.asarray(np.exp(scale + log(mean) / rho))


def _near_geometric(rho: float) -> bool:
    return abs(rho) < 0.5
