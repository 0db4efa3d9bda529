"""mean_rank_change and kendall_w."""

import itertools

import numpy as np
import pytest
import scipy.stats
import xarray as xr
from hypothesis import given, settings
from hypothesis import strategies as st

import levelkit as lk
from levelkit.measures.ranking.concordance import w_last_axis


def panel(data):
    data = np.asarray(data, float)
    return xr.DataArray(data, dims=("year", "region"), coords={"year": np.arange(len(data))})


def test_w_of_kendalls_own_example():
    # Kendall and Babington Smith (1939): 3 judges, 6 items, S = 25.5, W = 0.16.
    ranks = [[5, 4, 1, 6, 3, 2], [2, 3, 1, 5, 6, 4], [4, 1, 6, 3, 2, 5]]
    assert lk.kendall_w(panel(ranks)).estimate == pytest.approx(12 * 25.5 / (9 * (216 - 6)))


@given(st.integers(2, 6), st.integers(3, 8), st.integers(0, 999))
def test_w_is_the_mean_of_pairwise_spearman(m, n, seed):
    # Without ties W = (1 + (m - 1) mean rho) / m: another road to the same number.
    x = panel(np.random.default_rng(seed).permuted(np.tile(np.arange(n), (m, 1)), axis=1))
    pairs = lk.spearman_rho(x, alternative=None, interval=None).estimate.to_numpy()
    mean = pairs[np.triu_indices(m, 1)].mean()
    assert lk.kendall_w(x, resamples=9).estimate == pytest.approx((1 + (m - 1) * mean) / m)


def test_w_is_one_for_one_order_even_with_ties():
    assert lk.kendall_w(panel([[1, 2, 2, 4]] * 3)).estimate == pytest.approx(1)


def test_w_p_value_is_near_the_exact_one_and_repeats():
    # With the first judge fixed, 3 judges of 4 items have 24 x 24 equally likely pairs of others.
    orders = np.array(list(itertools.permutations([1.0, 2, 3, 4])))
    pairs = np.array([[orders[0], a, b] for a in orders for b in orders])
    every = w_last_axis(pairs)
    x = panel([[1, 2, 3, 4], [1, 2, 4, 3], [2, 1, 3, 4]])
    found = lk.kendall_w(x, resamples=19_999)
    exact = (every >= float(found.estimate) - 1e-9).mean()
    assert exact == pytest.approx(0.033, abs=0.0005)  # Friedman's table: chi2 = 7.4
    assert float(found.p_value) == pytest.approx(exact, abs=0.006)
    assert lk.kendall_w(x, rng=3).p_value == lk.kendall_w(x, rng=3).p_value


def test_w_interval_is_tukeys_by_hand():
    x = panel(np.random.default_rng(5).normal(size=(4, 9)) + 0.5 * np.arange(9))
    without = [float(lk.kendall_w(x.isel(region=np.arange(9) != k), resamples=9).estimate)
               for k in range(9)]  # fmt: skip
    error = np.sqrt(8 / 9 * np.sum((without - np.mean(without)) ** 2))
    found = lk.kendall_w(x, resamples=9)
    low = max(0, float(found.estimate) - scipy.stats.t.ppf(0.975, 8) * error)
    assert float(found.ci_low) == pytest.approx(low)


def test_w_without_any_order_is_missing_and_at_the_top_has_no_interval():
    level = lk.kendall_w(panel(np.ones((3, 5))))
    assert np.isnan([level.estimate, level.p_value, level.ci_low]).all()
    same = lk.kendall_w(panel([np.arange(6.0)] * 3))
    assert np.isnan(same.ci_low)


def test_w_leaves_out_regions_with_gaps_and_says_so():
    x = panel([[1, 2, 3, 4], [1, np.nan, 3, 4]])
    found = lk.kendall_w(x)
    assert found.n == 3
    assert found.attrs["n_left_out"] == 1
    with pytest.raises(ValueError, match="3 regions and 2 years, not 2 and 2"):
        lk.kendall_w(panel([[1, 2, np.nan], [2, 1, 3]]))


def test_mean_rank_change_of_known_orders():
    found = lk.mean_rank_change(panel([[1, 2, 3, 4, 5], [5, 4, 3, 2, 1], [2, 1, 3, 4, 5]]), base=0)
    np.testing.assert_allclose(found.estimate, [0, 12 / 5, 2 / 5])
    np.testing.assert_allclose(found.expected, 24 / 15)


@settings(max_examples=20, deadline=None)
@given(st.integers(3, 6), st.integers(0, 999))
def test_mean_rank_change_p_value_counts_every_ordering(n, seed):
    rng = np.random.default_rng(seed)
    a, b = np.arange(n), rng.permutation(n)
    observed = np.abs(a - b).mean()
    every = [np.abs(a - np.array(p)).mean() for p in itertools.permutations(range(n))]
    found = lk.mean_rank_change(panel([a, b]), base=0)
    assert found.p_value[1] == pytest.approx(np.mean(np.array(every) <= observed + 1e-9))
    assert found.expected[1] == pytest.approx(np.mean(every))


def test_expected_change_allows_for_ties():
    a, b = [1, 1, 1, 2, 2, 3], [1, 2, 2, 2, 3, 3]
    ranks_a, ranks_b = (scipy.stats.rankdata(v) for v in (a, b))
    every = [np.abs(ranks_a - ranks_b[list(p)]).mean() for p in itertools.permutations(range(6))]
    assert lk.mean_rank_change(panel([a, b]), base=0).expected[1] == pytest.approx(np.mean(every))


def test_mean_rank_change_interval_contains_the_estimate():
    x = lk.load("uk-century").gdp_per_head_intl2011usd.dropna("year", how="all")
    found = lk.mean_rank_change(x, base=1900)
    assert np.isnan(found.ci_low.sel(year=1900))  # the same order: leaving one out changes nothing
    later = found.sel(year=slice(1910, None))
    assert (later.ci_low <= later.estimate).all()
    assert (later.estimate <= later.ci_high).all()
    assert lk.mean_rank_change(x, base=1900, interval=None).ci_low.isnull().all()


def test_many_regions_use_seeded_orderings():
    x = panel(np.random.default_rng(2).normal(size=(2, 30)))
    one, two = (lk.mean_rank_change(x, base=0, rng=1).p_value for _ in range(2))
    np.testing.assert_array_equal(one, two)
    assert 0 < one[1] <= 1


def test_bad_options_are_named():
    x = panel([[1, 2, 3], [3, 2, 1]])
    with pytest.raises(ValueError, match=r"No year 9. There are: \[0, 1\]"):
        lk.mean_rank_change(x, base=9)
    with pytest.raises(ValueError, match="interval must be one of 'jackknife', None"):
        lk.mean_rank_change(x, base=0, interval="bootstrap")
