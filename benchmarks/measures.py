"""Our statistics against the packages that have them too: how many times quicker.

Both ways run here, one after the other on the same figures, and are asserted to give
the same result. Where the other way would take many minutes it is run on fewer draws and
scaled up, as the row says.
"""

from __future__ import annotations

import statistics
import time
import tracemalloc
import warnings
from pathlib import Path

import numpy as np
import pandas as pd
import xarray as xr
from report import at_least, at_most, print_table

import levelkit as lk

FIXTURE = "phillips_sul_2009_gdp_152_countries_1970_2003.csv"


def seconds(function, times: int = 5) -> float:
    """Median time, after one run that pays for the imports."""
    function()
    runs = []
    for _ in range(times):
        start = time.perf_counter()
        function()
        runs.append(time.perf_counter() - start)
    return statistics.median(runs)


def memory(what: str, function, size: int, limit: float = 10) -> None:
    """Peak memory over the size of the input, both in bytes."""
    function()
    tracemalloc.start()
    function()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    at_most(f"{what}: peak memory over input", peak / size, "times", limit)


def theil(groups: int, permutations: int = 999, sample: int = 4) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from inequality.theil import TheilD, TheilDSim

    rng = np.random.default_rng(0)
    labels = rng.integers(0, groups, 32_844)
    income = rng.lognormal(size=labels.size) * (1 + labels / groups / 20)
    x = xr.DataArray(income, dims="region", coords={"area": ("region", labels)})

    def ours():
        return lk.decompose(x, groups="area", test=True, resamples=permutations)

    def theirs():
        return TheilDSim(income, labels, permutations=sample)

    assert abs(float(ours().estimate[0]) - TheilD(income, labels).bg[0]) < 1e-12
    ratio = seconds(theirs, 1) * (permutations + 1) / (sample + 1) / seconds(ours)
    name = f"Theil, {permutations} permutations, 32,844 units in {groups} groups"
    at_least(f"{name}: inequality (on {sample}, scaled) / levelkit", ratio, 50)
    memory(name, ours, x.nbytes + labels.nbytes)


def kendall(resamples: int = 9_999, sample: int = 499) -> None:
    from scipy.stats import kendalltau

    rng = np.random.default_rng(0)
    a, b = (rng.permutation(12).astype(float) for _ in range(2))
    a[0] = a[1]  # a tie: the exact distribution does not serve
    x, y = (xr.DataArray(v, dims="region") for v in (a, b))

    def ours():
        return lk.kendall_tau(x, y, resamples=resamples)

    def theirs():
        return [kendalltau(a, rng.permutation(b)).statistic for _ in range(sample)]

    observed = kendalltau(a, b).statistic
    assert abs(float(ours().estimate) - observed) < 1e-12
    drawn = np.mean(np.abs([theirs() for _ in range(4)]) >= abs(observed) - 1e-9)
    assert abs(float(ours().p_value) - drawn) < 0.05
    ratio = seconds(theirs, 3) * resamples / sample / seconds(ours)
    at_least(f"Kendall, {resamples:,} resamples, 12 regions: scipy loop / levelkit", ratio, 100)


def markov() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import mapclassify
        from giddy.markov import Markov

    rng = np.random.default_rng(0)
    levels = np.exp(rng.normal(size=(3_000, 40)).cumsum(axis=1) / 5)
    x = xr.DataArray(levels, dims=("region", "year"))
    years = levels.T.copy()

    def ours():
        return lk.markov_transitions(x, classes=5)

    def theirs():
        classes = np.array([mapclassify.Quantiles(year, k=5).yb for year in years]).T
        return Markov(classes, summary=False)

    assert (ours().counts.values == theirs().transitions).all()
    ratio = seconds(theirs) / seconds(ours)
    at_least("Markov matrix, 3,000 units x 40 years: giddy / levelkit", ratio, 20)
    memory("Markov matrix, 3,000 units x 40 years", ours, x.nbytes)


def clubs() -> None:
    path = Path(__file__).parents[1] / "tests/data" / FIXTURE
    table = pd.read_csv(path).pivot_table("real_gdp_per_capita", "country", "year")
    x = np.log(xr.DataArray(table).rename(country="region"))

    def ours():
        return lk.convergence_clubs(lk.hp_trend(x))

    assert ours().table()["n"].tolist() == [50, 30, 21, 24, 14, 11, 2]
    at_most(
        "clubs with trend filter and merging, 152 countries x 34 years", seconds(ours), "s", 0.5
    )
    memory("clubs, 152 countries x 34 years", ours, x.nbytes)


def two_way_effects() -> None:
    from linearmodels.panel import PanelOLS

    rng = np.random.default_rng(0)
    index = pd.MultiIndex.from_product([range(3_000), range(20)], names=["region", "year"])
    effects = rng.normal(size=3_000)[index.codes[0]] + rng.normal(size=20)[index.codes[1]]
    x = pd.Series(rng.normal(size=len(index)) + effects, index, name="x")
    y = 0.5 * x + effects + pd.Series(rng.normal(size=len(index)), index)
    x_frame = x.to_frame()

    def ours():
        return lk.within_regression(y, x_frame, effects=["region", "year"], groups="region")

    def theirs():
        model = PanelOLS(y, x, entity_effects=True, time_effects=True)
        return model.fit(cov_type="clustered", cluster_entity=True)

    assert abs(float(ours().estimate.sel(term="x")) - theirs().params["x"]) < 1e-8
    ratio = seconds(theirs) / seconds(ours)
    name = "two-way effects with clusters, 60,000 rows"
    at_least(f"{name}: linearmodels / levelkit", ratio, 1)
    memory(name, ours, pd.concat([y, x], axis=1).reset_index().memory_usage(index=False).sum())


def main() -> None:
    for groups in (9, 309):
        theil(groups)
    kendall()
    markov()
    clubs()
    two_way_effects()
    print_table()


if __name__ == "__main__":
    main()
