"""How long a regional gap lasts: an AR(1) of the log gap, in years."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from levelkit.measures.core.dims import check_dim

if TYPE_CHECKING:
    import xarray as xr
    from numpy.typing import NDArray


def half_life(
    x: xr.DataArray, *, dim: str = "region", along: str = "year", level: float = 0.95
) -> xr.Dataset:
    """Years until half of a region's gap to the average has closed.

    The log gap of each region to the mean log of all regions follows one first-order
    autoregression, g(t + d) = exp(-k d) g(t) + e, common to all regions. Benchmark
    years are unevenly spaced, so the AR(1) is written in continuous time: e has
    variance s^2 (1 - exp(-2 k d)) / (2 k) over a step of d years. With evenly spaced
    years this is least squares on the lagged gap. Half-life is ln 2 / k.

    Parameters
    ----------
    x : DataArray
        Positive values of any unit, dimensions ``dim`` and ``along`` (numeric years).
    dim, along : str
        Regions and years.
    level : float
        Confidence level of the interval.

    Returns
    -------
    Dataset
        Scalars: ``half_life``, ``ci_low``, ``ci_high`` (years; infinite if gaps do not
        close), ``persistence`` (share of a gap left after one year), ``rate`` (k, per
        year), ``rate_se`` and ``n`` (steps used).

    Raises
    ------
    ValueError
        If a value is not positive, or there are fewer than 3 steps.

    References
    ----------
    Bergstrom (1984), in Handbook of Econometrics 2, ch. 20 (the exact discrete form).
    The estimate of persistence is biased downwards in short series (Hurwicz 1950),
    so the half-life is, if anything, too short.
    """
    import xarray as xr

    check_dim(x, dim)
    check_dim(x, along)
    if bool((x <= 0).any()):
        raise ValueError("A half-life needs positive values: the gap is in logs.")
    wide = x.dropna(along, how="all").transpose(along, dim).astype("float64")
    logs = wide.copy(data=np.log(wide.to_numpy()))
    gap = (logs - logs.mean(dim)).to_numpy()
    step = np.broadcast_to(np.diff(wide[along].to_numpy().astype(float))[:, None], gap[1:].shape)
    keep = np.isfinite(gap[1:]) & np.isfinite(gap[:-1])
    before, after, years = gap[:-1][keep], gap[1:][keep], step[keep]
    if before.size < 3:
        raise ValueError(f"A half-life needs at least 3 steps, there are {before.size}.")
    rate, error = _fit(before, after, years)

    from scipy.special import ndtri

    half = float(ndtri(0.5 + level / 2)) * error
    return xr.Dataset(
        {
            "half_life": _years(rate),
            "ci_low": _years(rate + half),
            "ci_high": _years(rate - half),
            "persistence": math.exp(-rate),
            "rate": rate,
            "rate_se": error,
            "n": before.size,
        },
        attrs={
            "statistic": "half-life of the log gap, AR(1)",
            "units": "years",
            "interval": f"normal for the rate, level {level:g}",
        },
    )


def _years(rate: float) -> float:
    return math.log(2) / rate if rate > 0 else math.inf


def _fit(before: Any, after: Any, years: Any) -> tuple[float, float]:
    """Maximum likelihood of the rate k, with its standard error (statsmodels)."""
    from statsmodels.base.model import GenericLikelihoodModel

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
    noise = float(np.std(after - slope * before)) or 1e-8
    start = [-math.log(slope), math.log(noise / math.sqrt(typical))]
    # Two parameters and a smooth hill: the simplex is slow but never astray.
    fit = model.fit(
        start_params=start, method="nm", disp=0, maxiter=5_000, maxfun=5_000, xtol=1e-9, ftol=1e-11
    )
    return float(fit.params[0]) / typical, float(fit.bse[0]) / typical
