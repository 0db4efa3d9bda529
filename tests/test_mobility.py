"""rank_rank_slope, top_n_stability and rank_confidence_sets."""

import tracemalloc

import numpy as np
import pytest
import xarray as xr
from hypothesis import given, settings
from hypothesis import strategies as st

import levelkit as lk


def panel(data):
    data = np.asarray(data, float)
    return xr.DataArray(data, dims=("year", "region"), coords={"year": np.arange(len(data))})


@given(st.integers(0, 9_999), st.integers(3, 12))
@settings(max_examples=30, deadline=None)
def test_slope_without_weights_or_ties_is_spearman(seed, n):
    x = panel(np.random.default_rng(seed).normal(size=(3, n)))
    slope = lk.rank_rank_slope(x, base=0)
    rho = lk.spearman_rho(x, base=0, alternative=None, interval=None)
    np.testing.assert_allclose(slope.estimate, rho.estimate, atol=1e-12)
    np.testing.assert_allclose(slope.intercept, (1 - slope.estimate) / 2, atol=1e-12)


@given(st.integers(0, 9_999))
@settings(max_examples=30, deadline=None)
def test_slope_takes_any_increasing_scale_and_order_of_regions(seed):
    rng = np.random.default_rng(seed)
    x, w = panel(rng.normal(size=(2, 8))), xr.DataArray(rng.uniform(1, 9, 8), dims="region")
    found = lk.rank_rank_slope(x, base=0, weights=w).estimate
    mixed = rng.permutation(8)
    np.testing.assert_allclose(lk.rank_rank_slope(np.exp(x), base=0, weights=5 * w).estimate, found)
    again = lk.rank_rank_slope(x[:, mixed], base=0, weights=w[mixed])
    np.testing.assert_allclose(again.estimate, found)


def test_slope_says_what_is_left_out_and_gives_none_for_two_regions():
    x = panel([[1, 2, 3, 4, 5, 6], [1, np.nan, 3, 5, 4, 6], [1, 2] + [np.nan] * 4])
    found = lk.rank_rank_slope(x, base=0)
    assert found.n.values.tolist() == [6, 5, 2]
    assert found.attrs["n_left_out"] == 5
    assert found.estimate.isnull().values.tolist() == [False, False, True]
    assert float(found.ci_low[1]) < float(found.estimate[1]) < float(found.ci_high[1])


def test_top_n_of_the_same_order_stays_and_of_the_reverse_goes():
    x = panel([[5, 4, 3, 2, 1, 0], [5, 4, 3, 2, 1, 0], [0, 1, 2, 3, 4, 5]])
    found = lk.top_n_stability(x, n=2, base=0)
    assert found.estimate.values.tolist() == [1, 1, 0]
    assert found.p_value.values == pytest.approx([1 / 15, 1 / 15, 1])
    assert found.expected.values == pytest.approx([1 / 3] * 3)


def test_top_n_lets_ties_at_the_edge_in():
    found = lk.top_n_stability(panel([[3, 2, 2, 1], [1, 2, 3, 4]]), n=2, base=0)
    assert float(found.stayed[1]) == 1  # of three in the top, the third is still there
    assert float(found.estimate[1]) == pytest.approx(1 / 3)


@given(st.integers(0, 9_999), st.booleans())
@settings(max_examples=20, deadline=None)
def test_sets_hold_the_rank_and_grow_with_the_error(seed, simultaneous):
    rng = np.random.default_rng(seed)
    x = xr.DataArray(rng.normal(size=(2, 7)), dims=("year", "region"))
    error = xr.DataArray(rng.uniform(0.05, 0.5, 7), dims="region")
    options = {"simultaneous": simultaneous, "resamples": 300}
    found = lk.rank_confidence_sets(x, error, **options)
    assert (found.rank_best <= found["rank"]).all() and (found["rank"] <= found.rank_worst).all()
    wider = lk.rank_confidence_sets(x, 2 * error, **options)
    assert (wider.rank_best <= found.rank_best).all() and (
        wider.rank_worst >= found.rank_worst
    ).all()
    xr.testing.assert_identical(lk.rank_confidence_sets(1e3 * x, 1e3 * error, **options), found)
    np.testing.assert_array_equal(
        lk.rank_confidence_sets(x.isel(year=1), error, **options).rank_best,
        found.rank_best.isel(year=1),
    )


def test_marginal_sets_lie_within_simultaneous_ones():
    rng = np.random.default_rng(3)
    x = xr.DataArray(rng.normal(size=9), dims="region")
    error = xr.full_like(x, 0.3)
    one = lk.rank_confidence_sets(x, error, simultaneous=False)
    every = lk.rank_confidence_sets(x, error)
    assert (one.rank_best >= every.rank_best).all() and (one.rank_worst <= every.rank_worst).all()


def test_stepdown_only_sharpens_the_single_step_of_all_pairs():
    rng = np.random.default_rng(5)
    x, error = rng.normal(size=6), np.full(6, 0.4)
    scale = np.sqrt(2) * 0.4
    drawn = rng.normal(size=(20_000, 6)) * 0.4
    critical = np.quantile((drawn.max(axis=1) - drawn.min(axis=1)) / scale, 0.95)
    above = (x - x[:, None]) / scale > critical
    found = lk.rank_confidence_sets(
        xr.DataArray(x, dims="region"), xr.DataArray(error, dims="region"), resamples=20_000
    )
    assert (found.rank_best.values >= 1 + above.sum(1)).all()
    assert (found.rank_worst.values <= 6 - above.sum(0)).all()


@pytest.mark.parametrize("simultaneous", [True, False])
def test_sets_cover_the_true_ranks_as_often_as_they_say(simultaneous):
    rng = np.random.default_rng(11)
    truth = np.array([3.0, 2.5, 2.0, 1.0, 0.0])
    x = xr.DataArray(truth + rng.normal(scale=0.4, size=(400, 5)), dims=("draw", "region"))
    error = xr.DataArray(np.full(5, 0.4), dims="region")
    sets = lk.rank_confidence_sets(x, error, simultaneous=simultaneous, resamples=800)
    true_rank = np.arange(1, 6)
    inside = (sets.rank_best <= true_rank) & (true_rank <= sets.rank_worst)
    covered = inside.all("region") if simultaneous else inside.isel(region=1)
    assert float(covered.mean()) > 0.92
    assert float((sets.rank_worst - sets.rank_best).mean()) < 3  # and says something


def test_exact_figures_give_exact_ranks():
    x = xr.DataArray([3.0, 1, 2], dims="region")
    found = lk.rank_confidence_sets(x, 0 * x)
    assert found.rank_best.values.tolist() == found.rank_worst.values.tolist() == [1, 3, 2]


def test_missing_estimates_have_no_set_and_are_counted():
    x = xr.DataArray([3.0, np.nan, 2, 1], dims="region")
    found = lk.rank_confidence_sets(x, xr.DataArray([0.1, 0.1, np.nan, 0.1], dims="region"))
    assert found.attrs["n_left_out"] == 2
    assert found.rank_worst.values[[0, 3]].tolist() == [1, 2]
    assert np.isnan(found.rank_best.values[[1, 2]]).all()


def test_errors_say_what_is_wrong():
    x = panel([[1, 2, 3]])
    with pytest.raises(ValueError, match=r"No year 5. There are: \[0\]"):
        lk.rank_rank_slope(x, base=5)
    with pytest.raises(ValueError, match="n must be from 1 to 3, the number of units, not 4"):
        lk.top_n_stability(x, n=4, base=0)
    one = xr.DataArray([1.0, 2], dims="region")
    with pytest.raises(ValueError, match="standard error must not be negative: found -1 at"):
        lk.rank_confidence_sets(one, -one)
    with pytest.raises(ValueError, match="level must be between 0 and 1, as 0.95, not 95"):
        lk.rank_confidence_sets(one, one, level=95)


@pytest.mark.parametrize(
    "statistic",
    [
        lambda x: lk.rank_rank_slope(x, base=0),
        lambda x: lk.top_n_stability(x, n=2, base=0),
        lambda x: lk.mean_rank_change(x, base=0),
        lambda x: lk.kendall_w(x, resamples=99),
        lk.half_life,
    ],
    ids=["rank_rank_slope", "top_n_stability", "mean_rank_change", "kendall_w", "half_life"],
)
def test_further_dimensions_give_what_a_loop_gives_with_labels(statistic):
    rng = np.random.default_rng(4)
    x = xr.DataArray(
        np.exp(rng.normal(size=(2, 5, 7, 3)).cumsum(axis=1)), dims=("country", "year", "region", "draw"),
        coords={"country": ["UK", "FR"], "year": range(5)},
    )  # fmt: skip
    x[0, 1, 2, 1] = np.nan
    found = statistic(x)
    assert found.country.values.tolist() == ["UK", "FR"]
    alone = statistic(x.sel(country="FR").isel(draw=2))
    for name in alone:
        here = found[name].sel(country="FR").isel(draw=2)
        np.testing.assert_array_equal(here, alone[name])
    assert found.attrs["n_left_out"] > alone.attrs["n_left_out"] == 0


def test_many_units_are_quick_and_light():
    x = panel(np.random.default_rng(0).normal(size=(2, 1_500)))
    tracemalloc.start()
    lk.rank_rank_slope(x, base=0)
    lk.spearman_rho(x, base=0, resamples=999)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 60e6
