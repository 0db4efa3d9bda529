"""mean_rank_change and kendall_w."""

import itertools

import numpy as np
import pytest
import xarray as xr
from hypothesis import given, settings
from hypothesis import strategies as st

import levelkit as lk


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


def test_w_p_value_repeats_and_is_uniform_under_the_null():
    rng = np.random.default_rng(5)
    values = [float(lk.kendall_w(panel(rng.normal(size=(3, 6))), resamples=199).p_value)
              for _ in range(120)]  # fmt: skip
    assert 0.35 < np.mean(values) < 0.65
    x = panel(rng.normal(size=(4, 7)))
    assert lk.kendall_w(x, rng=3).p_value == lk.kendall_w(x, rng=3).p_value


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


def test_mean_rank_change_interval_contains_the_estimate():
    x = lk.load("uk-century").gdp_per_head_intl2011usd.dropna("year", how="all")
    found = lk.mean_rank_change(x, base=1900)
    assert (found.ci_low <= found.estimate).all()
    assert (found.estimate <= found.ci_high).all()
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
    with pytest.raises(ValueError, match="interval must be 'jackknife' or None"):
        lk.mean_rank_change(x, base=0, interval="bootstrap")
