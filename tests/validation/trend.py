"""The trend of a persistent series: statsmodels and R's nlme."""

import functools

import numpy as np
import scipy.stats
import xarray as xr
from scipy.linalg import toeplitz

from levelkit.measures.convergence.linear_trend import linear_trend
from validation import Check

#: Level of Lake Huron in feet, 1875 to 1972: Brockwell and Davis (1991), series A; R's LakeHuron.
LAKE_HURON = (
    "580.38 581.86 580.97 580.80 579.79 580.39 580.42 580.82 581.40 581.32 581.44 581.68 581.17 580.53 "
    "580.01 579.91 579.14 579.16 579.55 579.67 578.44 578.24 579.10 579.09 579.35 578.82 579.32 579.01 "
    "579.00 579.80 579.83 579.72 579.89 580.01 579.37 578.69 578.19 578.67 579.55 578.92 578.09 579.37 "
    "580.13 580.14 579.51 579.24 578.66 578.86 578.05 577.79 576.75 576.75 577.82 578.64 580.58 579.48 "
    "577.38 576.90 576.94 576.24 576.84 576.85 576.90 577.79 578.18 577.51 577.23 578.42 579.61 579.05 "
    "579.26 579.22 579.38 579.10 577.95 578.12 579.75 580.85 580.41 579.96 579.61 578.76 578.18 577.21 "
    "577.13 579.10 578.25 577.91 576.89 575.96 576.80 577.68 578.38 578.52 579.74 579.31 579.89 579.96"
)


def lake_huron():
    values = np.array(LAKE_HURON.split(), float)
    return xr.DataArray(values, dims="year", coords={"year": np.arange(1875, 1973)})


def _theirs(ar):
    from statsmodels.api import GLS, add_constant

    x = lake_huron()
    among = toeplitz(ar ** np.arange(x.size))
    return GLS(x.values, add_constant(x.year.values - 1875.0), among).fit()


def _given(part, ar):
    ours = float(linear_trend(lake_huron(), ar=ar)[part])
    fit = _theirs(ar)
    low, high = fit.conf_int(0.05)[1]
    theirs = {"estimate": fit.params[1], "std_error": fit.bse[1], "p_value": fit.pvalues[1],
              "ci_low": low, "ci_high": high}  # fmt: skip
    return ours, float(theirs[part])


def _least_squares():
    x = lake_huron()
    line = scipy.stats.linregress(x.year, x)
    return float(linear_trend(x, ar=0.0).estimate), float(line.slope)


def _random_walk():
    x = lake_huron()
    return float(linear_trend(x, ar=1.0).estimate), float((x[-1] - x[0]) / 97)


def _nlme():
    found = linear_trend(lake_huron())
    t = abs(float(found.estimate / found.std_error))
    return float(2 * scipy.stats.t.sf(t, 96)), 0.1282


def _likeliest():
    """The AR at which the restricted likelihood, from statsmodels' fits, is largest."""
    from scipy.optimize import minimize_scalar
    from statsmodels.api import add_constant

    x = lake_huron()
    design = add_constant(x.year.values - 1875.0)

    def deviance(ar):
        among = toeplitz(ar ** np.arange(x.size)) / (1 - ar**2)
        inside = design.T @ np.linalg.solve(among, design)
        log_ssr = np.log(_theirs(ar).ssr * (1 - ar**2))
        return np.linalg.slogdet(among)[1] + np.linalg.slogdet(inside)[1] + 96 * log_ssr

    best = minimize_scalar(deviance, bounds=(0.5, 0.99), method="bounded", options={"xatol": 1e-9})
    return float(linear_trend(x).ar), float(best.x)


part = functools.partial
CHECKS = [
    Check("linear_trend.estimate", "scipy linregress, AR 0", "Lake Huron", _least_squares),
    Check("linear_trend.estimate", "closed form, AR 1", "Lake Huron", _random_walk),
    *(
        Check(f"linear_trend.{name}", "statsmodels GLS, AR 0.8", "Lake Huron", part(_given, name, 0.8))
        for name in ("estimate", "std_error", "ci_low", "ci_high", "p_value")
    ),
    Check("linear_trend.ar", "REML by statsmodels GLS", "Lake Huron", _likeliest, 1e-4),
    Check(
        "linear_trend.std_error",
        "R nlme, gls with corAR1: p of the slope",
        "Lake Huron",
        _nlme,
        5e-5,
    ),
]  # fmt: skip
