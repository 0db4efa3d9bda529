"""Decomposition: parts that add up, at any depth, and chance that is honest."""

import itertools

import joblib
import numpy as np
import pytest
import xarray as xr
from hypothesis import given, settings
from hypothesis import strategies as st

import levelkit as lk
from levelkit.measures.inequality.inference import Deck

MEASURES = {
    "theil": lk.theil,
    "mean_log_deviation": lk.mean_log_deviation,
    "squared_cv": lambda x, **k: lk.coefficient_of_variation(x, **k) ** 2,
}
every = pytest.mark.parametrize("measure", MEASURES)


def nested(seed=0, n=40, years=None):
    """Units in 9 districts in 3 regions, as ITL codes nest: the first letters are the parent."""
    rng = np.random.default_rng(seed)
    low = np.array(["ABC"[k // 3] + str(k % 3) for k in rng.integers(0, 9, n)])
    shape = (n,) if years is None else (n, years)
    dims = ("region",) if years is None else ("region", "year")
    x = xr.DataArray(
        rng.lognormal(size=shape), dims=dims,
        coords={"region": np.arange(n), "high": ("region", [code[0] for code in low]),
                "low": ("region", low)},
    )  # fmt: skip
    return x, xr.DataArray(rng.uniform(1, 9, n), dims="region", coords={"region": x.region})


@every
@given(seed=st.integers(0, 9_999), n=st.integers(2, 60))
@settings(max_examples=30, deadline=None)
def test_parts_add_up_to_the_measure_itself(measure, seed, n):
    x, w = nested(seed, n)
    found = lk.decompose(x, measure, groups=["high", "low"], weights=w)
    total = float(MEASURES[measure](x, weights=w))
    assert float(found.total) == pytest.approx(total, abs=1e-12)
    assert float(found.estimate.sum()) == pytest.approx(total, abs=1e-12)
    assert float(found.share.sum()) == pytest.approx(1, abs=1e-9)
    for level in ("high", "low"):
        parts = float(found[f"between_{level}"].sum() + found[f"within_{level}"].sum())
        assert parts == pytest.approx(total, abs=1e-12)
        assert float(found[f"weight_{level}"].sum()) == pytest.approx(1)


@every
def test_within_is_the_groups_own_inequality_by_its_weight(measure):
    # Shorrocks (1980): the other road, group by group, with the weights of each measure.
    x, w = nested(3)
    found = lk.decompose(x, measure, groups="high", weights=w)
    mean = float((x * w).sum() / w.sum())
    for group in "ABC":
        inside = (x.high == group).values
        xg, wg = x[inside], w[inside]
        people = float(wg.sum() / w.sum())
        relative = float((xg * wg).sum() / wg.sum()) / mean
        power = {"theil": 1, "mean_log_deviation": 0, "squared_cv": 2}[measure]
        own = people * relative**power * float(MEASURES[measure](xg, weights=wg))
        assert float(found["within_high"].sel(high=group)) == pytest.approx(own, abs=1e-12)


@every
def test_within_parts_are_what_the_inner_decomposition_says(measure):
    x, w = nested(4)
    both = lk.decompose(x, measure, groups=["high", "low"], weights=w).estimate
    outer = lk.decompose(x, measure, groups="high", weights=w).estimate
    inner = lk.decompose(x, measure, groups="low", weights=w).estimate
    assert both.component.values.tolist() == ["between high", "low within high", "within low"]
    assert float(both[0]) == pytest.approx(float(outer[0]))
    assert float(both[0] + both[1]) == pytest.approx(float(inner[0]))
    assert (both.values >= -1e-12).all()


@every
def test_years_give_what_a_loop_gives_and_gaps_are_counted(measure):
    x, w = nested(5, years=3)
    x[4, 1] = np.nan
    options = {"measure": measure, "groups": ["high", "low"], "weights": w,
               "test": True, "interval": True, "resamples": 20}  # fmt: skip
    found = lk.decompose(x, **options)
    assert found.attrs["n_left_out"] == 1
    for year in range(3):
        alone = lk.decompose(x.isel(year=year), **options)
        for name in ("estimate", "total", "within_low", "p_value", "share_ci_high"):
            here = found[name].isel(year=year)
            np.testing.assert_allclose(here.transpose(*alone[name].dims), alone[name], atol=1e-12)


def test_chunked_arrays_stay_lazy_even_along_the_units():
    x, w = nested(6, n=50, years=4)
    lazy = lk.decompose(
        x.chunk(region=20, year=2), groups=["high", "low"], weights=w.chunk(region=20)
    )
    assert all(lazy[name].chunks for name in ("total", "estimate", "within_low"))
    xr.testing.assert_allclose(lazy.compute(), lk.decompose(x, groups=["high", "low"], weights=w))


def test_theil_takes_groups_as_the_design_promises():
    x, w = nested()
    xr.testing.assert_identical(
        lk.theil(x, weights=w, groups="high"), lk.decompose(x, groups="high", weights=w)
    )


def test_real_figures_nest_and_relabelling_changes_nothing():
    panel = lk.load("uk-itl").sel(year=2019)
    panel = panel.isel(region=(panel.level == "ITL3").values)
    x = panel.gdp_per_head_gbp
    found = lk.decompose(x, groups=["itl1_code", "itl2_code"], weights=panel.population)
    relabelled = x.assign_coords(itl1_code=("region", ["z" + c for c in x.itl1_code.values]))
    again = lk.decompose(relabelled, groups=["itl1_code", "itl2_code"], weights=panel.population)
    np.testing.assert_allclose(found.estimate, again.estimate)
    assert found.sizes["itl1_code"] == 12


def test_units_without_a_group_are_left_out_and_counted():
    x, _ = nested()
    labels = x.high.copy(data=np.where(np.arange(40) < 3, None, x.high.values).astype(object))
    found = lk.decompose(x, groups=labels)
    assert found.attrs["n_without_group"] == 3
    assert float(found.total) == pytest.approx(float(lk.theil(x[3:])))


def test_chance_repeats_whatever_the_number_of_workers():
    x, w = nested(7)
    options = {
        "groups": ["high", "low"],
        "weights": w,
        "test": True,
        "resamples": 300,
        "interval": True,
        "rng": 5,
    }
    one = lk.decompose(x, **options)
    with joblib.parallel_config(backend="threading", n_jobs=2):
        xr.testing.assert_identical(lk.decompose(x, **options), one)
    assert not lk.decompose(x, **options | {"rng": 6}).p_value.identical(one.p_value)


def test_p_values_are_uniform_without_structure_and_small_with_it():
    drawn = [
        float(lk.decompose(nested(seed)[0], groups="high", test=True, resamples=99).p_value[0])
        for seed in range(60)
    ]
    assert 0.35 < np.mean(drawn) < 0.65
    x, _ = nested()
    structured = x * xr.where(x.high == "A", 5, 1)
    found = lk.decompose(structured, groups=["high", "low"], test=True, resamples=199).p_value
    assert float(found.sel(component="between high")) == pytest.approx(1 / 200)
    assert np.isnan(float(found.sel(component="within low")))


@every
@pytest.mark.parametrize("spread_of_values", [0, 1e-6, 0.01, 1])
def test_units_that_are_groups_of_their_own_can_be_dealt_in_one_way_only(measure, spread_of_values):
    rng = np.random.default_rng(2)
    x = xr.DataArray(0.1 * np.exp(spread_of_values * rng.normal(size=12)), dims="region",
                     coords={"own": ("region", np.arange(12))})  # fmt: skip
    w = xr.DataArray(rng.uniform(1, 9, 12), dims="region")
    found = lk.decompose(x, measure, groups="own", weights=w, test=True, resamples=99)
    assert float(found.p_value[0]) == 1


@every
def test_p_value_is_the_share_of_all_deals_counted_one_by_one(measure):
    x = xr.DataArray([1.0, 1.2, 1.3, 2.0, 2.2, 3.0, 9.0], dims="region",
                     coords={"half": ("region", [*list("aaabbb"), "b"])})  # fmt: skip
    x[6] = np.nan  # a unit without a figure is not dealt

    def between(values):
        dealt = x[:6].copy(data=values)
        return float(lk.decompose(dealt, measure, groups="half").estimate[0])

    every_deal = []
    for first in itertools.combinations(range(6), 3):
        order = [*first, *sorted(set(range(6)) - set(first))]
        every_deal.append(between(x.values[order]))
    exact = np.mean(np.array(every_deal) >= between(x.values[:6]) - 1e-12)
    found = lk.decompose(x, measure, groups="half", test=True, resamples=9_999)
    assert float(found.p_value[0]) == pytest.approx(exact, abs=0.012)


@every
def test_second_level_is_dealt_within_the_first(measure):
    # Within each outer group all units are alike but for two; moved between outer groups the
    # difference of those would drown them. One inner group of each holds the higher two.
    values = [1.0, 1.0, 2.0, 2.0, 10.0, 10.0, 20.0, 20.0]
    x = xr.DataArray(values, dims="region", coords={
        "high": ("region", list("AAAABBBB")), "low": ("region", list("aabbccdd"))})  # fmt: skip
    found = lk.decompose(x, measure, groups=["high", "low"], test=True, resamples=9_999)
    # Two of six ways to deal 4 into pairs keep the pairs together, in each of two groups.
    assert float(found.p_value[1]) == pytest.approx((1 / 3) ** 2, abs=0.012)


def test_intervals_hold_the_value_they_are_about():
    x, w = nested(8, n=400)
    found = lk.decompose(x, groups="high", weights=w, interval=True, resamples=400)
    assert (found.ci_low < found.estimate).all()
    assert (found.estimate < found.ci_high).all()
    assert (found.share_ci_low >= 0).all() and (found.share_ci_high <= 1).all()


@given(seed=st.integers(0, 999), n=st.integers(1, 200))
@settings(max_examples=40, deadline=None)
def test_shuffling_keeps_every_unit_within_its_parent(seed, n):
    rng = np.random.default_rng(seed)
    parents = np.sort(rng.integers(0, 5, n))
    order = Deck.of(parents).shuffled(rng)
    assert sorted(order) == list(range(n))
    assert (parents[order] == parents).all()


def test_shuffling_is_fair():
    # Each of the 24 orders of 4 units should come about equally often.
    rng = np.random.default_rng(1)
    deck = Deck.of(np.zeros(4, dtype=np.int64))
    _, counts = np.unique([deck.shuffled(rng) for _ in range(4_800)], axis=0, return_counts=True)
    assert counts.size == 24
    assert counts.min() > 140 and counts.max() < 260


def test_errors_say_what_is_wrong():
    x, _w = nested()
    with pytest.raises(
        ValueError, match="No coordinate 'itl9' to group by. There are: region, high, low"
    ):
        lk.decompose(x, groups="itl9")
    with pytest.raises(ValueError, match="measure must be one of 'theil', .* not 'gini'"):
        lk.decompose(x, "gini", groups="high")
    with pytest.raises(ValueError, match="high '.' lies in two groups of low"):
        lk.decompose(x, groups=["low", "high"])
    with pytest.raises(ValueError, match=r"Groups cannot be called \['component'\]"):
        lk.decompose(x, groups=x.high.rename("component"))
    with pytest.raises(ValueError, match="level must be between 0 and 1, as 0.95, not 95"):
        lk.decompose(x, groups="high", level=95)
    with pytest.raises(ValueError, match="name its groups"):
        lk.theil(x, test=True)
    with pytest.raises(TypeError, match="weight"):
        lk.theil(x, weight=x)
    with pytest.raises(ValueError, match="40 units have 2 groups and no labels"):
        lk.decompose(x.drop_vars("region"), groups=xr.DataArray(["a", "b"], dims="region"))
    with pytest.raises(ValueError, match="at least one level"):
        lk.decompose(x, groups=[])
    with pytest.raises(ValueError, match="No group for 1 of region"):
        lk.decompose(x, groups=x.high[1:])
    with pytest.raises(ValueError, match="must not be negative"):
        lk.decompose(-x, groups="high")
