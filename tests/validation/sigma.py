"""Trend and break of a series, and sigma: scipy, statsmodels, published values."""

import functools
import math

import numpy as np
import scipy.optimize
import scipy.stats
import xarray as xr

import levelkit as lk
from levelkit.measures.convergence.breaks import break_test
from levelkit.measures.convergence.sigma import sigma_convergence, standard_deviation_of_logs
from levelkit.measures.convergence.sigma_change import sigma_change
from levelkit.measures.convergence.trend import mann_kendall
from validation import Check


def nile():
    from statsmodels.datasets import nile as source

    table = source.load_pandas().data
    return xr.DataArray(
        table.volume.to_numpy(float), dims="year", coords={"year": table.year.to_numpy(int)}
    )


def _tau():
    x = nile()
    return float(mann_kendall(x).tau), float(scipy.stats.kendalltau(x.year, x).statistic)


def _exact_p():
    x = xr.DataArray(
        np.random.default_rng(3).normal(size=9), dims="year", coords={"year": range(9)}
    )
    theirs = scipy.stats.kendalltau(x.year, x, method="exact").pvalue
    return float(mann_kendall(x).p_value), float(theirs)


def _sen(part):
    x = nile()
    theirs = scipy.stats.theilslopes(x, x.year, 0.95)
    values = {"estimate": theirs.slope, "ci_low": theirs.low_slope, "ci_high": theirs.high_slope}
    return float(mann_kendall(x)[part]), float(values[part])


def _hamed_rao():
    from statsmodels.tsa.stattools import acf

    x, n = nile(), 100
    slope = scipy.stats.theilslopes(x, x.year).slope
    ranks = scipy.stats.rankdata(x - slope * (x.year - 1871))
    r = acf(ranks, nlags=n - 1, fft=False)
    total = sum(
        (n - k) * (n - k - 1) * (n - k - 2) * r[k]
        for k in range(1, n)
        if abs(r[k]) > 1.96 / math.sqrt(n)
    )
    plain, corrected = mann_kendall(x), mann_kendall(x, serial="hamed-rao")
    return float(corrected.variance / plain.variance), 1 + 2 * total / (n * (n - 1) * (n - 2))


def _f_test(line, break_at):
    """Chow's F statistic of two lines rather than one, by statsmodels."""
    from statsmodels.api import OLS

    after = (np.arange(100) >= break_at)[:, None] * line
    one, two = OLS(nile().values, line).fit(), OLS(nile().values, np.hstack([line, after])).fit()
    return float(two.compare_f_test(one)[0])


def _sup_f():
    ours = float(break_test(nile(), resamples=9).statistic)
    return ours, max(_f_test(np.ones((100, 1)), k) for k in range(15, 86))


def _break_year():
    return float(break_test(nile(), resamples=9).break_year), 1899.0


def _chow():
    line = np.column_stack([np.ones(100), np.arange(100.0)])
    ours = break_test(nile(), model="trend", resamples=9).f.sel(year=1913)
    return float(ours), _f_test(line, 1913 - 1871)


def _andrews():
    """Mean p-value of steps that are made just large enough for a sup F of 8.68."""
    years = np.arange(200)

    def p_value(seed):
        noise = np.random.default_rng(seed).normal(size=200)

        def test(size, resamples):
            x = xr.DataArray(noise + size * (years >= 100), dims="year", coords={"year": years})
            return break_test(x, resamples=resamples, rng=seed)

        # From the step at which there is no break in the middle, upwards.
        start = noise[:100].mean() - noise[100:].mean()
        size = scipy.optimize.brentq(
            lambda s: float(test(s, 1).statistic) - 8.68, start, start + 2, xtol=1e-4
        )
        return float(test(size, 999).p_value)

    return float(np.mean([p_value(seed) for seed in range(10)])), 0.05


def _sigma():
    x = lk.load("europe-century").gdp_per_head_intl2011usd.sel(year=1950).dropna("region")
    return float(standard_deviation_of_logs(x)), float(np.log(x).std())


def _sigma_slope():
    """Log gaps that halve from year to year: half the dispersion, so a known median slope."""
    gap = np.linspace(-1, 1, 9) * 0.5 ** np.arange(6)[:, None]
    x = xr.DataArray(np.exp(gap), dims=("year", "region"), coords={"year": range(6)})
    sizes = np.linspace(-1, 1, 9).std() * 0.5 ** np.arange(6)
    return (
        float(sigma_convergence(x).trend.estimate),
        float(scipy.stats.theilslopes(sizes, np.arange(6)).slope),
    )


STATES = "US states 1929-2009"


def states():
    return np.log(lk.load("us-states").income_per_head_usd.sel(year=[1929, 2009]).to_pandas())


def change(**options):
    return sigma_change(lk.load("us-states").income_per_head_usd, **options)


def _change():
    start, end = states().std().to_numpy()
    return float(change().estimate), math.log(end / start) / 80


def _jackknife():
    """Tukey's pseudo-values, state by state, in pandas."""
    logs = states()
    n = len(logs)

    def ratio(rows):
        return math.log(rows[2009].std() / rows[1929].std()) / 80

    pseudo = [n * ratio(logs) - (n - 1) * ratio(logs.drop(state)) for state in logs.index]
    return float(change().std_error), float(scipy.stats.sem(pseudo))


def _pitman_morgan():
    """Pitman (1939): equal variances are no correlation of sum and difference."""
    start, end = states().to_numpy().T
    theirs = scipy.stats.pearsonr(start + end, start - end).pvalue
    return float(change(method="pitman-morgan").p_value), float(theirs)


def _morgan_end(end):
    """The end of the interval is the ratio that the same test of scipy's has at 5 %."""
    start, last = states().to_numpy().T
    found = change(method="pitman-morgan")

    def excess(ratio):
        a = start * math.exp(80 * ratio)
        return scipy.stats.pearsonr(a + last, a - last).pvalue - 0.05

    far = 0.01 if end == "ci_high" else -0.01
    middle = float(found.estimate)
    return float(found[end]), scipy.optimize.brentq(excess, middle, middle + far, xtol=1e-13)


part = functools.partial
CHECKS = [
    Check("sigma_change", "pandas std", STATES, _change),
    Check("sigma_change.std_error", "pseudo-values, scipy sem", STATES, _jackknife),
    Check("sigma_change.p_value", "Pitman (1939) by scipy pearsonr", STATES, _pitman_morgan),
    *(
        Check(
            f"sigma_change.{end}",
            "Morgan (1939), scipy pearsonr inverted",
            STATES,
            part(_morgan_end, end),
        )
        for end in ("ci_low", "ci_high")
    ),
    Check("mann_kendall.tau", "scipy kendalltau", "Nile", _tau),
    Check("mann_kendall.p_value", "scipy kendalltau, exact", "9 years", _exact_p),
    *(
        Check(f"mann_kendall.{what}", "scipy theilslopes", "Nile", part(_sen, what))
        for what in ("estimate", "ci_low", "ci_high")
    ),
    Check("mann_kendall.variance", "Hamed and Rao (1998) by statsmodels acf", "Nile", _hamed_rao),
    Check("break_test", "largest statsmodels compare_f_test", "Nile", _sup_f),
    Check("break_test", "Zeileis et al. (2003), break after 1898", "Nile", _break_year),
    Check("break_test", "statsmodels compare_f_test, trend", "Nile, 1913", _chow),
    Check(
        "break_test.p_value",
        "Andrews (2003), table 1, 8.68",
        "10 series of 200 years",
        _andrews,
        0.01,
    ),
    Check("standard_deviation_of_logs", "numpy std", "Europe 1950", _sigma),
    Check("sigma_convergence", "scipy theilslopes", "gaps that halve", _sigma_slope),
]
