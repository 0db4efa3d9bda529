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
    x = xr.DataArray([103.0, 100.0, 90.0], dims="region")
    return float(lk.tie_bands(x, error=0.03).band_size.sum()), 5.0


def _half_life():
    gap = np.array([[1.0, 0.5, -1.5]]) * 0.5 ** (np.arange(8.0)[:, None] / 2)
    gap += np.random.default_rng(0).normal(scale=1e-9, size=gap.shape)
    x = xr.DataArray(np.exp(gap), dims=("year", "region"), coords={"year": 10 * np.arange(8)})
    return float(lk.half_life(x).half_life), 20.0


CHECKS = [
    Check("rank", "scipy.stats.rankdata", "UK 1900-2015", _rank),
    Check("spearman_rho", "scipy.stats.spearmanr", "UK 1900-2015", _spearman),
    Check("kendall_tau", "scipy.stats.kendalltau", "UK 1900-2015", _kendall),
    Check("kendall_tau.p_value", "scipy.stats.kendalltau (exact)", "UK 1900-2015", _kendall_p),
    Check("kendall_w", "Kendall and Babington Smith (1939), W = 0.16", "3 judges, 6 items", _w),
    Check("mean_rank_change", "closed form, reversed order", "4 units", _footrule),
    Check("tie_bands", "by hand, error 3 %", "3 units", _bands),
    Check("half_life", "closed form, gap halves in 20 years", "8 years, 3 units", _half_life, 1e-4),
]
