"""How long a regional gap lasts: an AR(1) of the log gap, in years."""

from __future__ import annotations

import functools
import math
import warnings
from typing import TYPE_CHECKING, Any

import numpy as np

from levelkit.measures.core.dims import check_level, years_of
from levelkit.measures.core.slices import each_slice, further_dims
from levelkit.measures.core.statistic import public_statistic
from levelkit.measures.core.values import check_positive
from levelkit.measures.core.variation import ROUNDING, size_of_logs, varies

if TYPE_CHECKING:
    import xarray as xr
    from numpy.typing import NDArray


@public_statistic()
def half_life(
    x: xr.DataArray, *, dim: str = "region", along: str = "year", level: float = 0.95
) -> xr.Dataset:
    """Years until half of a region's gap to the average has closed.

    The log gap of each region to the mean log of all regions follows one first-order
    autoregression, g(t + d) = exp(-k d) g(t) + e, common to all regions. Benchmark
    years are unevenly spaced, so the AR(1) is written in continuous time: e has
    variance s^2 (1 - exp(-2 k d)) / (2 k) over a step of d years. With evenly spaced
    years this is least squares on the lagged gap, as long as its slope is above 0: gaps
    that change sign from step to step have a half-life shorter than a step, and the
    figures cannot tell how much shorter. Half-life is ln 2 / k.

    Parameters
    ----------
    x : DataArray
        Positive values of any unit, dimensions ``dim`` and ``along`` (numeric years, in
        any order); further dimensions are kept. Regions with a gap in some year are left out, lest the average that
        gaps are measured from should jump; ``attrs["n_left_out"]`` counts them.
    dim, along : str
        Regions and years.
    level : float
        Confidence level of the interval.

    Returns
    -------
    Dataset
        Scalars: ``estimate``, ``ci_low``, ``ci_high`` (years; infinite if gaps do not
        close, 0 if all have closed by the next year; the interval is missing where the
        figures fit without any error but rounding), ``persistence`` (share of a gap left
        after one year), ``rate`` (k, per year), ``rate_std_error`` and ``n`` (steps used).

    Raises
    ------
    ValueError
        If a value is not positive and finite, a year comes twice, or there are fewer than 2
        regions that differ (in any year but the last) or 3 steps.

    Notes
    -----
    The interval takes regions to move independently of each other, but for the one that
    follows from the rest (gaps to their mean add up to 0).

    References
    ----------
    Bergstrom (1984), in Handbook of Econometrics 2, ch. 20 (the exact discrete form).
    The estimate of persistence is biased downwards in short series (Hurwicz 1950),
    so the half-life is, if anything, too short.

    Examples
    --------
    >>> import levelkit as lk
    >>> states = lk.load("us-states").income_per_head_usd
    >>> result = lk.half_life(states)
    >>> [round(float(result[part])) for part in ("ci_low", "estimate", "ci_high")]
    [19, 22, 27]
    """
    import xarray as xr

    if further := further_dims(x, dim, along):
        of_slice = functools.partial(half_life, dim=dim, along=along, level=level)
        return each_slice(of_slice, x, further)
    check_level(level)
    x = check_positive(x, "A value for a half-life (the gap is in logs)")
    wide = x.dropna(along, how="all").sortby(along).transpose(along, dim)
    whole = wide.dropna(dim)
    years_there = years_of(whole, along)
    logs = np.log(whole.to_numpy())
    differ = varies(whole.to_numpy())
    if not differ[:-1].any():
        raise ValueError(
            f"A half-life needs at least 2 regions that differ and have all years, not "
            f"{whole.sizes[dim]} of {x.sizes[dim]}."
        )
    gap = np.where(differ[:, None], logs - logs.mean(axis=1, keepdims=True), 0.0)
    years = np.broadcast_to(np.diff(years_there)[:, None], gap[1:].shape).ravel()
    before, after = gap[:-1].ravel(), gap[1:].ravel()
    if before.size < 3:
        raise ValueError(f"A half-life needs at least 3 steps, there are {before.size}.")
    exact = _without_error(before, after, years, size_of_logs(logs))
    rate, error = _fit(before, after, years) if exact is None else (exact, math.nan)
    # Gaps to the mean add up to 0: of N regions one follows from the others.
    error *= math.sqrt(whole.sizes[dim] / (whole.sizes[dim] - 1))

    from scipy.special import ndtri

    half = float(ndtri(0.5 + level / 2)) * error
    return xr.Dataset(
        {
            "estimate": _years(rate),
            "ci_low": _years(rate + half),
            "ci_high": _years(rate - half),
            "persistence": math.exp(-rate),
            "rate": rate,
            "rate_std_error": error,
            "n": before.size,
        },
        attrs={
            "statistic": "half-life of the log gap, AR(1)",
            "units": "years",
            "interval": f"normal for the rate, level {level:g}",
            "n_left_out": x.sizes[dim] - whole.sizes[dim],
        },
    )


def _years(rate: float) -> float:
    if math.isnan(rate):
        return math.nan
    return math.log(2) / rate if rate > 0 else math.inf


def _without_error(before: Any, after: Any, years: Any, size: float) -> float | None:
    """The rate at which every gap closes, if all close at one rate but for rounding of the logs."""
    widest, least = abs(before).argmax(), 2 * ROUNDING * size
    kept = after[widest] / before[widest]
    for rate in (0.0, math.inf, -math.log(kept) / years[widest] if kept > 0 else 0.0):
        if (abs(after - np.exp(-rate * years) * before) <= least).all():
            return rate
    return None


def _fit(before: Any, after: Any, years: Any) -> tuple[float, float]:
    """Maximum likelihood of the rate k, with its standard error (statsmodels)."""
    from statsmodels.base.model import GenericLikelihoodModel
    from statsmodels.tools.sm_exceptions import HessianInversionWarning

    typical = float(np.median(years))  # the rate is sought per typical step, near 1

    class ExactAr1(GenericLikelihoodModel):  # type: ignore[misc]
        def loglikeobs(self, params: NDArray[np.float64]) -> NDArray[np.float64]:
            rate, log_s = params[0] / typical, params[1]
            # (1 - exp(-2 k d)) / (2 k), which is d as k goes to 0
            spread = -np.expm1(-2 * rate * years) / (2 * rate) if abs(rate) > 1e-9 else years
            variance = math.exp(2 * log_s) * spread
            miss = self.endog - np.exp(-rate * years) * self.exog[:, 0]
            return np.asarray(-0.5 * (np.log(2 * math.pi * variance) + miss**2 / variance))

    model = ExactAr1(after, before[:, None], extra_params_names=["log_s"])
    # One slope and one extra parameter: statsmodels would count a constant as well.
    model.k_constant, model.df_model, model.df_resid = 0, 1, after.size - 2
    slope = float(np.clip((before @ after) / (before @ before), 0.05, 1.2))
    noise = float(np.std(after - slope * before))
    start = [-math.log(slope), math.log(noise / math.sqrt(typical))]
    # Two parameters and a smooth hill: the simplex is slow but never astray.
    options = {"method": "nm", "disp": 0, "maxiter": 5_000, "maxfun": 5_000}
    with warnings.catch_warnings():
        # Figures that fit without any error have a flat hill: no standard error, as said.
        warnings.simplefilter("ignore", HessianInversionWarning)
        fit = model.fit(start_params=start, xtol=1e-9, ftol=1e-11, **options)
    return float(fit.params[0]) / typical, float(fit.bse[0]) / typical
