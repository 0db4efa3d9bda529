"""Inequality against PySAL's inequality, closed forms and by-hand double loops."""

import warnings

import numpy as np
import xarray as xr

import levelkit as lk
from validation import Check


def regions():
    """GDP per head and population of the UK's ITL3 regions in 2019, with their ITL1."""
    panel = lk.load("uk-itl").sel(year=2019)
    panel = panel.isel(region=(panel.level == "ITL3").values)
    return panel.gdp_per_head_gbp, panel.population


def peer(name):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import inequality.atkinson
        import inequality.gini
        import inequality.theil

        return {
            "Theil": inequality.theil.Theil,
            "TheilD": inequality.theil.TheilD,
            "Gini": inequality.gini.Gini,
            "Atkinson": inequality.atkinson.Atkinson,
        }[name]


def spelled_out():
    """Each ITL3 region once for every thousand people: weights turned into counts."""
    x, population = regions()
    times = np.rint(population.values / 1000).astype(int)
    return x, xr.DataArray(times, coords=x.coords, dims="region"), np.repeat(x.values, times)


def _theil():
    x, _ = regions()
    return float(lk.theil(x)), float(peer("Theil")(x.values).T)


def _theil_weighted():
    x, times, each = spelled_out()
    return float(lk.theil(x, weights=times)), float(peer("Theil")(each).T)


def _gini():
    x, _ = regions()
    return float(lk.gini(x)), float(peer("Gini")(x.values).g)


def _gini_weighted():
    x, times, each = spelled_out()
    ours = float(lk.gini(x, weights=times))
    p = times.values / times.values.sum()
    gaps = abs(x.values[:, None] - x.values)
    return ours, float(p @ gaps @ p / 2 / each.mean())


def _atkinson(epsilon):
    x, _ = regions()
    return float(lk.atkinson(x, epsilon=epsilon)), float(peer("Atkinson")(x.values, epsilon).A)


def _cv():
    x, _ = regions()
    return float(lk.coefficient_of_variation(x)), float(np.std(x.values) / np.mean(x.values))


def _williamson():
    from statsmodels.stats.weightstats import DescrStatsW

    x, population = regions()
    theirs = DescrStatsW(x.values, weights=population.values, ddof=0)
    return float(lk.williamson(x, weights=population)), float(theirs.std / theirs.mean)


def _mean_log_deviation():
    x, times, each = spelled_out()
    return float(lk.mean_log_deviation(x, weights=times)), float(
        np.log(each.mean()) - np.log(each).mean()
    )


def _entropy_2():
    x, times, each = spelled_out()
    ours = float(lk.generalised_entropy(x, alpha=2, weights=times))
    return ours, float(np.var(each) / np.mean(each) ** 2 / 2)


def _hoover():
    people = xr.DataArray([0.5, 0.5], dims="region")
    return float(lk.hoover(xr.DataArray([1.0, 3.0], dims="region"), weights=people)), 0.25


def _percentiles():
    x, _ = regions()
    high, low = np.percentile(x.values, [90, 10])
    return float(lk.percentile_ratio(x)), float(high / low)


def _shares():
    x, times, each = spelled_out()
    each = np.sort(np.repeat(each, 5))  # fifths of every thousand: no one is cut in two
    fifth = each.size // 5
    return float(lk.share_ratio(x, weights=times)), float(each[-fifth:].sum() / each[:fifth].sum())


def _max_min():
    x, _ = regions()
    return float(lk.max_min_ratio(x)), float(x.values.max() / x.values.min())


def _between():
    x, _ = regions()
    codes = np.unique(x.itl1_code.values.astype(str), return_inverse=True)[1]
    ours = lk.decompose(x, groups="itl1_code").estimate.sel(component="between itl1_code")
    return float(ours), float(peer("TheilD")(x.values, codes).bg[0])


def _nested_deviation():
    """Mean log deviation of ITL2 within ITL1, group by group with plain sums."""
    x, population = regions()
    ours = lk.decompose(
        x, "mean_log_deviation", groups=["itl1_code", "itl2_code"], weights=population
    ).estimate
    p, y = population.values / population.values.sum(), x.values
    high, low = (x[name].values.astype(str) for name in ("itl1_code", "itl2_code"))

    def mean(codes, code):
        return float((p * y)[codes == code].sum() / p[codes == code].sum())

    theirs = sum(
        p[low == code].sum() * np.log(mean(high, high[low == code][0]) / mean(low, code))
        for code in set(low)
    )
    return float(ours[1]), float(theirs)


def _overview():
    x, _ = regions()
    return float(lk.dispersion(x).gini), float(peer("Gini")(x.values).g)


def _grid():
    x, _ = regions()
    table = lk.specification_grid(lk.atkinson, {"epsilon": [0.5, 1]}, x=x)
    return float(table.estimate.sum()), sum(
        float(peer("Atkinson")(x.values, e).A) for e in (0.5, 1)
    )


ITL3 = "179 ITL3 regions, GDP per head 2019"
SPELLED = ITL3 + ", spelled out per thousand people"
CHECKS = [
    Check("coefficient_of_variation", "numpy std / mean", ITL3, _cv),
    Check("williamson", "statsmodels DescrStatsW", ITL3, _williamson),
    Check("theil", "inequality.theil.Theil", ITL3, _theil),
    Check("theil.weights", "inequality.theil.Theil", SPELLED, _theil_weighted),
    Check("mean_log_deviation", "numpy", SPELLED, _mean_log_deviation),
    Check("generalised_entropy", "half the squared variation by numpy", SPELLED, _entropy_2),
    Check("gini", "inequality.gini.Gini", ITL3, _gini),
    Check("gini.weights", "double sum over all pairs", SPELLED, _gini_weighted),
    Check("atkinson(0.5)", "inequality.atkinson.Atkinson", ITL3, lambda: _atkinson(0.5)),
    Check("atkinson", "inequality.atkinson.Atkinson", ITL3, lambda: _atkinson(1)),
    Check("hoover", "closed form, 1 and 3: a quarter must move", "2 units", _hoover),
    Check("percentile_ratio", "numpy.percentile", ITL3, _percentiles),
    Check("share_ratio", "sums over people in order", SPELLED, _shares),
    Check("max_min_ratio", "numpy max / min", ITL3, _max_min),
    Check("decompose", "inequality.theil.TheilD", ITL3 + " in 12 ITL1", _between),
    Check("decompose.nested", "sums group by group (L, ITL2 in ITL1)", ITL3, _nested_deviation),
    Check("specification_grid", "inequality.atkinson.Atkinson, 2 values summed", ITL3, _grid),
    Check("dispersion", "inequality.gini.Gini", ITL3, _overview),
]
