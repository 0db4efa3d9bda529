"""What every statistic leans on: clear refusals, work in pieces, progress."""

import io
import sys
import tracemalloc

import joblib
import numpy as np
import pandas as pd
import pytest
import xarray as xr
from rich.console import Console

import levelkit as lk
from levelkit.measures.core import spread as spread_module
from levelkit.measures.core.spread import batches, spread


def double(piece):
    return 2 * piece


@pytest.mark.parametrize("given", [lk.load("uk-century"), pd.DataFrame({"a": [1]}), [1.0, 2]])
def test_anything_but_a_labelled_array_is_refused_by_name(given):
    with pytest.raises(TypeError, match=f"not a {type(given).__name__}"):
        lk.gini(given)


def test_pieces_come_back_in_order_wherever_they_run():
    assert spread(double, [3, 1, 2], what="Doubling") == [6, 2, 4]
    with joblib.parallel_config(backend="threading", n_jobs=2):
        assert spread(double, [3, 1, 2], what="Doubling") == [6, 2, 4]


def test_an_error_in_a_piece_reaches_the_caller():
    with pytest.raises(TypeError):
        spread(double, [None], what="Doubling")


def test_batches_add_up_and_their_seeds_repeat_and_differ():
    one, two = batches(10, 4, 7), batches(10, 4, 7)
    assert [count for count, _ in one] == [4, 4, 2]
    draws = [np.random.default_rng(seed).random() for _, seed in one]
    assert draws == [np.random.default_rng(seed).random() for _, seed in two]
    assert len(set(draws)) == 3
    generator = np.random.default_rng(7)
    first, second = batches(1, 1, generator), batches(1, 1, generator)
    assert first[0][1].entropy != second[0][1].entropy  # a generator moves on
    with pytest.raises(ValueError, match="At least 1 draw is needed, not 0"):
        batches(0, 4, 7)


@pytest.mark.parametrize(("patience", "shown"), [(0.0, True), (60.0, False)])
def test_a_bar_shows_only_what_takes_long(monkeypatch, patience, shown):
    written = io.StringIO()
    monkeypatch.setattr(spread_module, "PATIENCE", patience)
    monkeypatch.setattr(
        "rich.progress.get_console", lambda: Console(file=written, force_terminal=True)
    )
    spread(double, list(range(5)), what="Doubling")
    assert ("Doubling" in written.getvalue()) == shown


def test_a_dask_cluster_of_two_processes_gives_the_same_as_this_process():
    from distributed import Client, LocalCluster

    x = xr.DataArray(
        np.random.default_rng(0).lognormal(size=60), dims="region",
        coords={"area": ("region", np.arange(60) % 5)},
    )  # fmt: skip
    options = {"groups": "area", "test": True, "interval": True, "resamples": 400, "rng": 3}
    here = lk.decompose(x, **options)
    judges = xr.DataArray(np.random.default_rng(1).normal(size=(4, 9)), dims=("year", "region"))
    with (
        LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
        ) as cluster,
        Client(cluster) as client,
        joblib.parallel_config(backend="dask"),
    ):
        there = lk.decompose(x, **options)
        w = lk.kendall_w(judges)
        grid = lk.specification_grid(lk.atkinson, {"epsilon": [0.5, 1, 2]}, x=x)
        ran = client.run(lambda: "levelkit.measures.inequality.inference" in sys.modules)
    xr.testing.assert_identical(there, here)
    xr.testing.assert_identical(w, lk.kendall_w(judges))
    pd.testing.assert_frame_equal(
        grid, lk.specification_grid(lk.atkinson, {"epsilon": [0.5, 1, 2]}, x=x)
    )
    assert len(ran) == 2 and any(ran.values())  # it was the workers that worked


def top_share(x, *, weighted, level):
    """A statistic with two choices, one of which it refuses."""
    if level == "ITL9":
        raise ValueError("No level ITL9.")
    return lk.gini(
        x.isel(region=(x.level == level).values), weights=x * 0 + 1 if weighted else None
    )


GRID = {"level": ["ITL1", "ITL3", "ITL9"], "weighted": [True, False]}


def test_grid_is_every_combination_and_says_which_have_no_answer():
    x = lk.load("uk-itl").gdp_per_head_gbp.sel(year=2019)
    table = lk.specification_grid(top_share, GRID, x=x)
    assert list(table.columns) == ["level", "weighted", "estimate", "problem"]
    assert table.level.tolist() == ["ITL1", "ITL1", "ITL3", "ITL3", "ITL9", "ITL9"]
    alone = float(top_share(x, weighted=False, level="ITL3"))
    assert table.estimate[3] == alone
    assert table.estimate.isna().tolist() == [False] * 4 + [True] * 2
    assert table.problem.tolist() == [""] * 4 + ["No level ITL9."] * 2
    with joblib.parallel_config(backend="threading", n_jobs=2):
        pd.testing.assert_frame_equal(lk.specification_grid(top_share, GRID, x=x), table)


def test_grid_takes_mappings_and_refuses_empty_or_doubled_choices():
    table = lk.specification_grid(lambda a: {"double": 2 * a, "half": a / 2}, {"a": [1, 2]})
    assert table.to_dict("list") == {
        "a": [1, 2],
        "double": [2, 4],
        "half": [0.5, 1],
        "problem": ["", ""],
    }
    with pytest.raises(ValueError, match="choice 'a' has no values"):
        lk.specification_grid(double, {"a": []})
    with pytest.raises(ValueError, match="'a' is a choice and fixed as well"):
        lk.specification_grid(double, {"a": [1]}, a=2)


@pytest.mark.parametrize(
    "statistic",
    [lk.theil, lk.gini, lambda x: lk.decompose(x, groups="area").estimate],
    ids=["theil", "gini", "decompose"],
)
@pytest.mark.parametrize("chunks", [(2_000, 100), (50, 5_000)], ids=["draws", "regions"])
def test_large_arrays_are_worked_on_a_chunk_at_a_time(statistic, chunks):
    import dask
    import dask.array

    if statistic is lk.gini and chunks[0] == 50:
        chunks = (1_000, 100)  # an order of the regions needs them all: their chunks are joined
    # 80 MB in chunks of 1.6 MB that exist only while they are worked on.
    big = dask.array.random.default_rng(0).lognormal(size=(2_000, 5_000), chunks=chunks)
    x = xr.DataArray(
        big, dims=("region", "draw"), coords={"area": ("region", np.arange(2_000) % 9)}
    )
    statistic(x.isel(draw=slice(0, 2))).compute()  # imports
    tracemalloc.start()
    with dask.config.set(scheduler="synchronous"):
        found = statistic(x).compute()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert found.sizes["draw"] == 5_000
    assert peak < 0.5 * x.nbytes


def years(labels):
    return xr.DataArray(
        np.random.default_rng(0).lognormal(size=(6, len(labels))), dims=("region", "year"),
        coords={"region": list("abcdef"), "year": labels},
    )  # fmt: skip


DATES = pd.to_datetime([f"{year}-01-01" for year in range(2000, 2008)])


@pytest.mark.parametrize(
    "statistic", [lk.half_life, lk.panel_beta, lk.sigma_convergence, lk.beta_convergence]
)
def test_dates_are_never_taken_for_years(statistic):
    with pytest.raises(ValueError, match=r"must be numbers \(years\), not datetime64.*\.dt\.year"):
        statistic(years(DATES))


@pytest.mark.parametrize("statistic", [lk.markov_transitions, lk.panel_beta, lk.convergence_clubs])
def test_years_out_of_order_are_refused_where_order_matters(statistic):
    with pytest.raises(ValueError, match="must ascend|must rise"):
        statistic(years(range(2007, 1999, -1)))


@pytest.mark.parametrize(
    "statistic",
    [lk.gini, lk.rank, lk.theil, lk.beta_convergence, lk.markov_transitions, lk.half_life,
     lambda x: lk.spearman_rho(x, base=2000)],
)  # fmt: skip
def test_a_region_that_comes_twice_is_named(statistic):
    x = years(range(2000, 2008))
    with pytest.raises(ValueError, match=r"region must be unique; more than once: \['b'\]"):
        statistic(xr.concat([x, x.sel(region=["b"])], "region"))


def test_infinite_values_and_foreign_kinds_are_named():
    x = years(range(2000, 2008))
    x[2, 3] = np.inf
    with pytest.raises(ValueError, match="finite: found inf at region 'c', year 2003"):
        lk.gini(x)
    with pytest.raises(TypeError, match="Choose one of its variables: rank, band"):
        lk.gini(lk.tie_bands(years(range(2000, 2008))))
    with pytest.raises(TypeError, match="controls must be a Dataset or a mapping"):
        lk.beta_convergence(years(range(2000, 2008)), controls=[1])
    with pytest.raises(TypeError, match="measure must be a function, as levelkit.gini, not 'gini'"):
        lk.sigma_convergence(years(range(2000, 2008)), measure="gini")
    with pytest.raises(TypeError, match="not from dict. Of libpysal's W"):
        lk.moran_i(years([2000]), {})
    with pytest.raises(ValueError, match="Williamson's index has weights"):
        lk.williamson(years([2000]), weights=None)
    with pytest.raises(ValueError, match="choice 'm' must be a list of values, not 'gini'"):
        lk.specification_grid(double, {"m": "gini"})


def test_a_year_without_any_figure_is_missing_in_a_resampled_decomposition():
    x = years(range(2000, 2003)).assign_coords(area=("region", list("uuvvww")))
    x[:, 1] = np.nan
    found = lk.decompose(x, groups="area", test=True, interval=True, resamples=9)
    for name in ("estimate", "p_value", "share_ci_low"):
        assert found[name].isel(component=0).isnull().values.tolist() == [False, True, False]


def test_fixed_classes_have_names():
    found = lk.markov_transitions(years(range(2000, 2008)), breaks=[0.5, 1.5])
    assert found.from_label.values.tolist() == ["up to 0.5", "0.5 to 1.5", "over 1.5"]


def test_results_cannot_take_the_name_of_a_choice():
    with pytest.raises(ValueError, match="names of choices: .'a'"):
        lk.specification_grid(lambda a: {"a": 9 * a}, {"a": [1]})
