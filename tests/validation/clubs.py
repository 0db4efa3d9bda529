"""The log t test and convergence clubs against the published figures of 152 countries."""

from functools import cache, partial
from pathlib import Path

import numpy as np
import pandas as pd
import scipy.linalg
import scipy.stats
import xarray as xr

from levelkit.measures.clubs.clubs import convergence_clubs
from levelkit.measures.clubs.logt import log_t
from levelkit.measures.clubs.transition import hp_trend, relative_transition
from validation import Check

FIGURES = Path(__file__).parents[1] / "data" / "phillips_sul_2009_gdp_152_countries_1970_2003.csv"
PAPER = "Phillips and Sul (2009), J. Applied Econometrics 24"
COUNTRIES = "152 countries 1970-2003"

CLUBS = {"membership": [50, 30, 21, 24, 14, 11, 2], "merged": [50, 30, 21, 38, 11, 2]}


@cache
def levels():
    table = pd.read_csv(FIGURES).set_index(["country", "year"])
    return table.real_gdp_per_capita.to_xarray()


@cache
def trends():
    return hp_trend(np.log(levels()), lamb=400)


@cache
def clubs():
    return convergence_clubs(trends(), dim="country")


def panel(values, first_year=1970):
    values = np.asarray(values, float)
    coords = {
        "region": [f"r{k}" for k in range(values.shape[-1])],
        "year": np.arange(first_year, first_year + values.shape[-2]),
    }
    return xr.DataArray(values, dims=("draw", "year", "region")[-values.ndim :], coords=coords)


def converging(rng, places, years=40, level=10.0, growth=0.0, alpha=0.6):
    """Paths around a common trend whose differences fade like t^-alpha / log(t + 1)."""
    t = np.arange(1, years + 1)[:, None]
    fading = rng.normal(scale=0.1, size=places) * t**-alpha / np.log(t + 1)
    noise = rng.normal(scale=1e-4, size=(years, places)) * t**-alpha / np.log(t + 1)
    return (level + growth * t) * (1 + fading + noise)


def random_panel(seed, places=8, years=24):
    rng = np.random.default_rng(seed)
    return panel(10 + np.cumsum(rng.normal(scale=0.05, size=(years, places)), axis=0))


def residuals(x):
    """Least squares of the log t regression by statsmodels, step by step."""
    import statsmodels.api as sm

    x = x.transpose("year", "country").to_numpy()
    h = x / x.mean(axis=1, keepdims=True)
    spread = h.var(axis=1)
    t = np.arange(1, len(x) + 1)[len(x) // 3 :]
    y = np.log(spread[0] / spread[t - 1]) - 2 * np.log(np.log(t))
    return sm.OLS(y, sm.add_constant(np.log(t)))


def poorest():
    x = trends()
    return x[x.isel(year=-1).argsort()[:12].to_numpy()]


def _b():
    return float(log_t(trends(), dim="country").estimate), -0.875


def _t():
    # Logs and trends in single precision, as packages stored them: t is -159.5544.
    # In double precision it is -159.5551, a hair beyond the published decimals.
    single = hp_trend(np.log(levels()).astype("float32")).astype("float32")
    return float(log_t(single, dim="country").statistic), -159.55


def _b_ols():
    return float(log_t(poorest(), dim="country").estimate), residuals(poorest()).fit().params[1]


def _newey_west():
    model = residuals(poorest())
    lags = int(4 * (model.nobs / 100) ** (2 / 9))
    fit = model.fit(cov_type="HAC", cov_kwds={"maxlags": lags, "use_correction": False})
    return float(log_t(poorest(), dim="country", lrv="newey-west").statistic), fit.tvalues[1]


def _andrews():
    from linearmodels.iv.covariance import kernel_weight_quadratic_spectral
    from linearmodels.shared.covariance import cov_kernel
    from statsmodels.tsa.ar_model import AutoReg

    model = residuals(poorest())
    fit, n = model.fit(), int(model.nobs)
    rho = AutoReg(fit.resid, 1, trend="n").fit().params[0]
    bandwidth = 1.3221 * (4 * rho**2 / (1 - rho) ** 4 * n) ** 0.2
    weights = kernel_weight_quadratic_spectral(bandwidth, n - 1)
    lrv = cov_kernel(fit.resid[:, None], weights).item()
    error = np.sqrt(lrv * fit.normalized_cov_params[1, 1])
    return float(log_t(poorest(), dim="country", lrv="andrews").std_error), float(error)


def _p_value():
    club = poorest()[2:7]
    found = log_t(club, dim="country")
    return float(found.p_value), scipy.stats.norm.cdf(float(found.statistic))


def _hp():
    x = np.log(levels()).sel(country="Chad").to_numpy()
    second = np.diff(np.eye(x.size), n=2, axis=0)
    system = np.eye(x.size) + 400 * second.T @ second
    banded = np.array([np.pad(np.diag(system, k), (k, 0)) for k in (2, 1, 0)])
    theirs = scipy.linalg.solveh_banded(banded, x)
    return float(trends().sel(country="Chad")[-1]), theirs[-1]


def _transition():
    h = relative_transition(trends(), dim="country")
    return float(abs(h.mean("country") - 1).max()), 0.0


def _size(stage, club):
    sizes = np.bincount(getattr(clubs(), stage).to_numpy(), minlength=10)
    return int(sizes[club]), ([0, *CLUBS[stage]] + [0] * 10)[club]


# One number more than there are clubs: there is no further one.
SIZES = [
    Check(
        f"convergence_clubs.{stage}", f"{PAPER}: size of club {club}", COUNTRIES,
        partial(_size, stage, club), 0,
    )
    for stage, sizes in CLUBS.items() for club in range(1, len(sizes) + 2)
]  # fmt: skip

CHECKS = [
    Check("log_t", f"{PAPER}: b = -0.875", COUNTRIES, _b, 0.0005),
    Check("log_t.statistic", f"{PAPER}: t = -159.55", f"{COUNTRIES}, single precision", _t, 0.005),
    Check("log_t.estimate", "statsmodels OLS", "12 poorest countries", _b_ols),
    Check("log_t.statistic, newey-west", "statsmodels OLS, HAC", "12 poorest countries", _newey_west),
    Check(
        "log_t.std_error, andrews", "linearmodels cov_kernel, statsmodels AutoReg",
        "12 poorest countries", _andrews,
    ),
    Check("log_t.p_value", "scipy.stats.norm.cdf", "5 countries", _p_value),
    Check("hp_trend", "scipy.linalg.solveh_banded", "Chad 1970-2003", _hp),
    Check("relative_transition", "closed form, mean over places is 1", COUNTRIES, _transition),
    *SIZES,
]  # fmt: skip
