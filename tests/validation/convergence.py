"""Beta convergence beside statsmodels by hand, linearmodels, pyfixest, scipy and closed forms."""

import functools
import itertools
import math
import warnings

import numpy as np
import pandas as pd
import scipy.optimize
import scipy.stats
import xarray as xr

import levelkit as lk
from levelkit.measures.convergence.growth import beta_convergence
from levelkit.measures.convergence.panel import panel_beta
from levelkit.measures.convergence.quantile import quantile_beta
from levelkit.measures.convergence.within import within_regression
from validation import Check

BETA, T = 0.02, 65.0


def europe():
    return lk.load("europe-century").gdp_per_head_intl2011usd


def noise_free():
    """Twelve places whose log gaps close at 2 % a year, exactly."""
    logs = np.linspace(8, 10, 12)
    end = 11 + (logs - 9) * math.exp(-BETA * T)
    return xr.DataArray(np.exp([logs, end]), dims=("year", "region"),
                        coords={"year": [1950, 1950 + int(T)]})  # fmt: skip


def cross_section():
    x = europe().sel(year=[1950, 2015])
    return pd.DataFrame({
        "growth": np.log(x.sel(year=2015) / x.sel(year=1950)).values / T,
        "initial": np.log(x.sel(year=1950)).values,
        "country": x.country.values,
    }).dropna().reset_index(drop=True)  # fmt: skip


def formula(**options):
    from statsmodels.formula.api import ols

    return ols("growth ~ initial", cross_section()).fit(**options)


def ours(**options):
    return beta_convergence(europe(), first=1950, last=2015, **options)


def _slope():
    return float(ours().estimate.sel(term="initial_log")), float(formula().params["initial"])


def _hc(kind):
    theirs = formula(cov_type=kind).bse["initial"]
    return float(ours(errors=kind).std_error.sel(term="initial_log")), float(theirs)


def _clustered():
    codes = pd.factorize(cross_section().country)[0]
    theirs = formula(cov_type="cluster", cov_kwds={"groups": codes}).bse["initial"]
    found = ours(errors="cluster", groups="country")
    return float(found.std_error.sel(term="initial_log")), float(theirs)


def _closed_form(form, part):
    truth = {"speed": BETA, "half_life": math.log(2) / BETA}[part]
    return float(getattr(beta_convergence(noise_free(), form=form), part).estimate), truth


def _curve_fit(what):
    rows = cross_section()

    def line(x, a, beta):
        return a - (1 - np.exp(-beta * T)) / T * x

    params, covariance = scipy.optimize.curve_fit(
        line, rows.initial, rows.growth, p0=(0.1, 0.01), xtol=1e-14, ftol=1e-14
    )
    found = ours(form="barro", errors="nonrobust").speed
    theirs = {"estimate": params[1], "std_error": math.sqrt(covariance[1, 1])}
    return float(found[what]), float(theirs[what])


def _ends_by_hand(end):
    b = formula().conf_int().loc["initial", 1 if end == "ci_low" else 0]
    return float(ours(errors="nonrobust").speed[end]), -math.log(1 + b * T) / T


def _profile(end):
    """The speeds whose best line fits no worse than Student's t allows: what an interval is."""
    rows = cross_section()
    fit = formula()
    most = fit.ssr * (1 + scipy.stats.t.ppf(0.975, fit.df_resid) ** 2 / fit.df_resid)

    def excess(beta):
        rest = rows.growth + (1 - math.exp(-beta * T)) / T * rows.initial
        return ((rest - rest.mean()) ** 2).sum() - most

    found = ours(errors="nonrobust").speed
    centre, far = float(found.estimate), 0.01 if end == "ci_high" else -0.01
    return float(found[end]), scipy.optimize.brentq(excess, centre, centre + far, xtol=1e-13)


def steps():
    """Growth between benchmark years of Europe's regions, as a long table with gaps."""
    x = europe()
    x = x.isel(region=x.notnull().any("year").values)
    logs, years = np.log(x).to_pandas(), x.year.values
    tables = [
        pd.DataFrame({"growth": (logs[t] - logs[s]) / (t - s), "initial": logs[s], "year": t})
        for s, t in itertools.pairwise(years)
    ]
    long = pd.concat(tables).rename_axis("region").reset_index().dropna()
    return long.sort_values(["region", "year"]).set_index(["region", "year"])


@functools.cache
def two_way():
    """Slope and clustered error of linearmodels, brought to our count of K."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from linearmodels import PanelOLS

        long = steps()
        model = PanelOLS(long.growth, long[["initial"]], entity_effects=True, time_effects=True)
        fit = model.fit(cov_type="clustered", cluster_entity=True)
    n = len(long)
    g, periods = (long.index.get_level_values(name).nunique() for name in ("region", "year"))
    # linearmodels: N / (N - k - all effects). Ours: regions are nested in the clusters.
    factor = g / (g - 1) * (n - 1) / (n - 1 - periods) / (n / fit.df_resid)
    return float(fit.params["initial"]), float(fit.std_errors["initial"]) * math.sqrt(factor)


@functools.cache
def fixest(effects):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pyfixest

        fit = pyfixest.feols(
            f"growth ~ initial | {effects}", steps().reset_index(),
            vcov={"CRV1": "region"}, fixef_rm="none",
            demeaner=pyfixest.LsmrDemeaner(fixef_atol=1e-12, fixef_btol=1e-12),
        )  # fmt: skip
        return float(fit.coef()["initial"]), float(fit.se()["initial"])


def _panel(peer):
    return float(panel_beta(europe()).estimate[0]), peer()[0]


def _panel_error():
    return float(panel_beta(europe()).std_error[0]), two_way()[1]


def _within(effects, part):
    long = steps()
    found = within_regression(
        long.growth, long[["initial"]], effects=effects.split(" + "), groups="region"
    )
    value = found.estimate if part == 0 else found.std_error
    return float(value[0]), fixest(effects)[part]


def _dummies():
    from statsmodels.formula.api import ols

    long = steps().reset_index()
    fit = ols("growth ~ initial + C(region) + C(year)", long).fit(cov_type="HC1")
    return float(panel_beta(europe(), errors="HC1").std_error[0]), float(fit.bse["initial"])


def _quantile():
    """The same minimum as a linear programme: growth = line + over - under, all priced."""
    rows, q = cross_section(), 0.25
    n = len(rows)
    equal = np.column_stack([np.ones(n), rows.initial, np.eye(n), -np.eye(n)])
    price = np.r_[0, 0, np.full(n, q), np.full(n, 1 - q)]
    bounds = [(None, None)] * 2 + [(0, None)] * (2 * n)
    exact = scipy.optimize.linprog(price, A_eq=equal, b_eq=rows.growth, bounds=bounds)
    found = quantile_beta(europe(), q=[q], first=1950, last=2015).estimate
    return float(found.sel(term="initial_log", q=q)), float(exact.x[1])


CASE, PANEL = "Europe 1950-2015", "Europe 1900-2015, two-way, gaps"
part = functools.partial
CHECKS = [
    Check("beta_convergence", "statsmodels formula ols", CASE, _slope),
    Check("beta_convergence.std_error", "statsmodels HC1", CASE, part(_hc, "HC1")),
    Check("beta_convergence.std_error", "statsmodels HC3", CASE, part(_hc, "HC3")),
    Check("beta_convergence.std_error", "statsmodels cluster", CASE, _clustered),
    *(
        Check(f"beta_convergence.speed.{end}", oracle, CASE, part(by, end))
        for end in ("ci_low", "ci_high")
        for oracle, by in (
            ("statsmodels conf_int of the slope, transformed", _ends_by_hand),
            ("sum of squares of the non-linear form, scipy brentq", _profile),
        )
    ),
    Check("beta_convergence.speed", "scipy curve_fit", CASE, part(_curve_fit, "estimate"), 1e-8),
    Check(
        "beta_convergence.speed",
        "scipy curve_fit, error",
        CASE,
        part(_curve_fit, "std_error"),
        1e-8,
    ),
    *(
        Check(
            f"beta_convergence.{what}",
            f"closed form, {form}",
            "noise-free",
            part(_closed_form, form, what),
            1e-8,
        )
        for form in ("ols", "barro")
        for what in ("speed", "half_life")
    ),
    Check("panel_beta", "linearmodels PanelOLS", PANEL, part(_panel, two_way), 1e-8),
    Check("panel_beta", "pyfixest feols", PANEL, part(_panel, part(fixest, "region + year")), 1e-8),
    Check("panel_beta.std_error", "linearmodels, clustered, K matched", PANEL, _panel_error, 1e-8),
    Check("panel_beta.std_error", "statsmodels with dummies, HC1", PANEL, _dummies, 1e-8),
    Check("within_regression", "pyfixest feols, one way", PANEL, part(_within, "region", 0), 1e-8),
    Check(
        "within_regression.std_error", "pyfixest, region", PANEL, part(_within, "region", 1), 1e-8
    ),
    Check("within_regression.std_error", "pyfixest, year", PANEL, part(_within, "year", 1), 1e-8),
    Check("quantile_beta", "scipy linprog, exact", CASE, _quantile, 1e-7),
]
