"""Composite indices against scipy, statsmodels and closed forms."""

import numpy as np
import scipy.stats
import xarray as xr

import levelkit as lk
from levelkit.measures.composite.aggregation import ces
from levelkit.measures.composite.index import composite_index
from levelkit.measures.composite.scaling import normalise
from levelkit.measures.composite.uncertainty import weight_uncertainty
from validation import Check


def sectors():
    """Employment by sector and GDP per head of Europe's regions in 2010, no gaps."""
    panel = lk.load("europe-century").sel(year=2010)
    names = ["employment_share_industry", "employment_share_services", "gdp_per_head_intl2011usd"]
    x = panel[names].to_dataarray("indicator").dropna("region")
    return x, panel.population.sel(region=x.region)


def contrast(values):
    """One number of many: a sum in which each place counts differently."""
    values = np.asarray(values, float)
    return float((values * np.cos(np.arange(values.size))).sum())


def _z():
    x, _ = sectors()
    theirs = scipy.stats.zscore(x.values, axis=-1)
    return contrast(normalise(x).values.ravel()), contrast(theirs.ravel())


def _z_weighted():
    from statsmodels.stats.weightstats import DescrStatsW

    x, people = sectors()
    x = x[2]
    theirs = DescrStatsW(x.values, weights=people.values, ddof=0)
    ours = normalise(x, weights=people)
    return contrast(ours), contrast((x.values - theirs.mean) / theirs.std)


def _percentile():
    x = sectors()[0][0]
    ours = normalise(x, method="percentile")
    theirs = [scipy.stats.percentileofscore(x.values, v, kind="mean") for v in x.values]
    return contrast(ours), contrast(theirs)


def _rank():
    x = sectors()[0][0]
    ours = normalise(x, method="rank", polarity=-1)
    return contrast(ours), contrast(scipy.stats.rankdata(-x.values))


def _min_max():
    x = xr.DataArray([5.0, 15.0, 25.0], dims="region")
    return contrast(normalise(x, method="min-max", floor=0.01)), contrast([0.01, 0.505, 1.0])


SHARES = [0.2, 0.3, 0.5]


def weighted():
    """The figures with weights of their indicators."""
    x, _ = sectors()
    return x, x.indicator.copy(data=SHARES)


def _power_mean(elasticity):
    x, weights = weighted()
    ours = ces(x, weights=weights, elasticity=elasticity)
    rho = 1 - 1 / elasticity
    theirs = scipy.stats.pmean(x.values, rho, axis=0, weights=np.array(SHARES)[:, None])
    return contrast(ours / 1e3), contrast(theirs / 1e3)


def _geometric(elasticity):
    x, weights = weighted()
    ours = ces(x, weights=weights, elasticity=elasticity)
    theirs = scipy.stats.gmean(
        x.values, axis=0, weights=np.tile(weights.values[:, None], x.shape[1])
    )
    return contrast(ours), contrast(theirs)


def _arithmetic():
    x, weights = weighted()
    ours = ces(x, weights=weights)
    return contrast(ours / 1e3), contrast(np.average(x.values, axis=0, weights=SHARES) / 1e3)


def _minimum(elasticity):
    x, _ = sectors()
    return contrast(ces(x, elasticity=elasticity)), contrast(x.values.min(axis=0))


def _index(output):
    x, _ = sectors()
    low, high = x.values.min(axis=1, keepdims=True), x.values.max(axis=1, keepdims=True)
    theirs = scipy.stats.hmean(0.01 + 0.99 * (x.values - low) / (high - low), axis=0)
    ours = composite_index(x, elasticity=0.5, floor=0.01)[output]
    return contrast(ours), contrast(theirs if output == "index" else scipy.stats.rankdata(-theirs))


def _first_of_two():
    # (1, 0) is above (0, 1/2) where its weight exceeds 1/3.
    x = xr.DataArray([[1.0, 0.0], [0.0, 0.5]], dims=("region", "indicator"))
    alphas = xr.DataArray([2.0, 3.0], dims="indicator")
    found = weight_uncertainty(x, resamples=100_000, concentration=alphas, top=1)
    return float(found.share_first[0]), float(scipy.stats.beta.sf(1 / 3, 2, 3))


def _first_of_three():
    # Each of three units leads in one indicator: all sets of weights alike, a third each.
    x = xr.DataArray(np.eye(3), dims=("region", "indicator"))
    return float(weight_uncertainty(x, resamples=100_000).share_first[0]), 1 / 3


def _interval():
    # Against n fixed units spread evenly, the rank follows the uniform weight.
    fixed = np.linspace(0.005, 0.995, 99)
    x = np.column_stack([np.append(1.0, fixed), np.append(0.0, fixed)])
    found = weight_uncertainty(
        xr.DataArray(x, dims=("region", "indicator")), resamples=100_000, level=0.9
    )
    return float(found.rank_high[0] - found.rank_low[0]), 90.0


CHECKS = [
    Check("normalise", "scipy.stats.zscore", "Europe 2010", _z),
    Check("normalise", "statsmodels DescrStatsW", "Europe 2010, by population", _z_weighted),
    Check("normalise", "scipy.stats.percentileofscore (mean)", "Europe 2010", _percentile, 1e-8),
    Check("normalise", "scipy.stats.rankdata", "Europe 2010", _rank),
    Check("normalise", "by hand, scale of 1 to 100", "3 units", _min_max),
    Check("ces", "scipy.stats.pmean, elasticity 0.5", "Europe 2010", lambda: _power_mean(0.5)),
    Check("ces", "scipy.stats.pmean, elasticity 0.2", "Europe 2010", lambda: _power_mean(0.2)),
    Check("ces", "scipy.stats.pmean, elasticity 3", "Europe 2010", lambda: _power_mean(3.0)),
    Check("ces", "numpy.average, elasticity inf", "Europe 2010", _arithmetic),
    Check("ces", "scipy.stats.gmean, elasticity 1", "Europe 2010", lambda: _geometric(1.0), 1e-6),
    Check("ces", "scipy.stats.gmean, elasticity 1 + 1e-12", "Europe 2010", lambda: _geometric(1 + 1e-12), 1e-6),
    Check("ces", "numpy.min, elasticity 0", "Europe 2010", lambda: _minimum(0.0)),
    Check("ces", "numpy.min, elasticity 1e-11", "Europe 2010", lambda: _minimum(1e-11), 1e-6),
    Check("composite_index", "scipy.stats.hmean of min-max", "Europe 2010", lambda: _index("index")),
    Check("composite_index.rank", "scipy.stats.rankdata", "Europe 2010", lambda: _index("rank")),
    Check("weight_uncertainty", "closed form, Beta(2, 3)", "2 units, 100,000 draws", _first_of_two, 5e-3),
    Check("weight_uncertainty", "closed form, by symmetry", "3 units, 100,000 draws", _first_of_three, 5e-3),
    Check("weight_uncertainty.interval", "closed form, uniform", "100 units, 100,000 draws", _interval, 1.0),
]  # fmt: skip
