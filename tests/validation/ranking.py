"""Ranks against published examples and scipy."""

import numpy as np
import scipy.stats
import xarray as xr

import levelkit as lk
from validation import Check


def panel(*rows):
    return xr.DataArray(np.array(rows, float), dims=("year", "region"),
                        coords={"year": range(len(rows))})  # fmt: skip


def century():
    return lk.load("uk-century").gdp_per_head_intl2011usd.dropna("year", how="all")


def ends(statistic):
    x = century()
    ours = float(statistic(x, base=1900).estimate.sel(year=2015))
    return ours, x.sel(year=1900).values, x.sel(year=2015).values


def _spearman():
    ours, a, b = ends(lk.spearman_rho)
    return ours, float(scipy.stats.spearmanr(a, b).statistic)


def _kendall():
    ours, a, b = ends(lk.kendall_tau)
    return ours, float(scipy.stats.kendalltau(a, b).statistic)


def _kendall_p():
    _, a, b = ends(lk.kendall_tau)
    ours = float(lk.kendall_tau(century(), base=1900).p_value.sel(year=2015))
    return ours, float(scipy.stats.kendalltau(a, b, method="exact").pvalue)


def _w():
    judges = panel([5, 4, 1, 6, 3, 2], [2, 3, 1, 5, 6, 4], [4, 1, 6, 3, 2, 5])
    return float(lk.kendall_w(judges).estimate), 12 * 25.5 / (9 * (216 - 6))


def _rank():
    x = century().sel(year=2015)
    theirs = scipy.stats.rankdata(-x.values)
    return float((lk.rank(x).values * np.arange(x.size)).sum()), float(
        (theirs * np.arange(x.size)).sum()
    )


def _footrule():
    ours = float(lk.mean_rank_change(panel([1, 2, 3, 4], [4, 3, 2, 1]), base=0).estimate[1])
    return ours, 2.0


def _bands():
    # 106 and 103 tie, 103 and 100 tie; 97 ties with 100 alone: bands of 3, 1 and 1.
    x = xr.DataArray([106.0, 103.0, 100.0, 97.5, 90.0], dims="region")
    return float(lk.tie_bands(x, error=0.03).band_size.sum()), 11.0


def _half_life():
    gap = np.array([[1.0, 0.5, -1.5]]) * 0.5 ** (np.arange(8.0)[:, None] / 2)
    gap += np.random.default_rng(0).normal(scale=1e-9, size=gap.shape)
    x = xr.DataArray(np.exp(gap), dims=("year", "region"), coords={"year": 10 * np.arange(8)})
    return float(lk.half_life(x).estimate), 20.0


def _slope():
    x = century()
    ours = float(lk.rank_rank_slope(x, base=1900).estimate.sel(year=2015))
    a, b = (scipy.stats.rankdata(x.sel(year=year)) for year in (1900, 2015))
    return ours, float(scipy.stats.linregress(a, b).slope)


def _slope_weighted():
    # People spelled out: each stands at the middle of their region's stretch.
    import statsmodels.api as sm

    times = np.array([4, 1, 3, 2])
    x = panel([3, 1, 4, 2], [1, 2, 4, 3])
    ours = lk.rank_rank_slope(x, base=0, weights=xr.DataArray(times, dims="region"))
    a, b = (scipy.stats.rankdata(np.repeat(row, times)) for row in x.values)
    return float(ours.estimate[1]), float(sm.OLS(b, sm.add_constant(a)).fit().params[1])


def _top():
    x = century()
    ours = float(lk.top_n_stability(x, n=5, base=1900).p_value.sel(year=2015))
    before, after = (set(np.argsort(-x.sel(year=year).values)[:5]) for year in (1900, 2015))
    stayed = len(before & after)
    table = [[stayed, 5 - stayed], [5 - stayed, x.sizes["region"] - 10 + stayed]]
    return ours, float(scipy.stats.fisher_exact(table, alternative="greater").pvalue)


def _told_apart():
    # Two units: the larger is surely above if the gap exceeds 1.96 standard errors.
    gaps = xr.DataArray(np.arange(0.0, 4, 0.1), dims="gap")
    x = xr.concat([gaps, 0 * gaps], "region")
    error = xr.DataArray([1.0, 0.0], dims="region")
    sets = lk.rank_confidence_sets(x, error, resamples=100_000)
    return float((sets.rank_worst.isel(region=0) == 1).sum()), float((gaps > 1.959964).sum())


CHECKS = [
    Check("rank", "scipy.stats.rankdata", "UK 1900-2015", _rank),
    Check("spearman_rho", "scipy.stats.spearmanr", "UK 1900-2015", _spearman),
    Check("kendall_tau", "scipy.stats.kendalltau", "UK 1900-2015", _kendall),
    Check("kendall_tau.p_value", "scipy.stats.kendalltau (exact)", "UK 1900-2015", _kendall_p),
    Check("kendall_w", "Kendall and Babington Smith (1939), W = 0.16", "3 judges, 6 items", _w),
    Check("mean_rank_change", "closed form, reversed order", "4 units", _footrule),
    Check("tie_bands", "by hand, error 3 %", "5 units", _bands),
    Check("rank_rank_slope", "scipy.stats.linregress on ranks", "UK 1900-2015", _slope),
    Check(
        "rank_rank_slope.weights", "statsmodels OLS, people spelled out", "4 units", _slope_weighted
    ),
    Check("top_n_stability", "scipy.stats.fisher_exact", "UK 1900-2015, top 5", _top),
    Check(
        "rank_confidence_sets", "closed form: 1.96 standard errors", "2 units, 40 gaps", _told_apart
    ),
    Check("half_life", "closed form, gap halves in 20 years", "8 years, 3 units", _half_life, 1e-4),
]
