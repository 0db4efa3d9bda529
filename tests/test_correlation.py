"""Rank correlations: published values, scipy as the other implementation, coverage."""

import itertools

import numpy as np
import pytest
import scipy.stats
import xarray as xr
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

import levelkit as lk
from levelkit.measures.core.null import Null, cost_null, kendall_null, tail
from levelkit.measures.ranking.intervals import fisher_interval, score_interval

# Rank correlation with 1900 over the ten long-run units, as published with the sources.
CHECK = {
    1910: (0.976, 0.911), 1925: (0.879, 0.778), 1938: (0.552, 0.378), 1950: (0.491, 0.378),
    1960: (0.285, 0.156), 1970: (0.455, 0.289), 1980: (0.939, 0.867), 1990: (0.842, 0.733),
    2000: (0.745, 0.556), 2010: (0.855, 0.644), 2015: (0.867, 0.689),
}  # fmt: skip

numbers = st.integers(0, 8).map(float)
pairs = st.integers(3, 9).flatmap(
    lambda n: st.tuples(arrays(float, n, elements=numbers), arrays(float, n, elements=numbers))
).filter(lambda ab: all(len(set(v)) > 1 for v in ab))  # fmt: skip


def region(values):
    return xr.DataArray(values, dims="region")


@pytest.fixture(scope="module")
def uk():
    return lk.load("uk-century")


@pytest.mark.parametrize("year", CHECK)
def test_published_check_values(uk, year):
    x = uk.gdp_per_head_intl2011usd.dropna("year", how="all")
    rho, tau = CHECK[year]
    assert lk.spearman_rho(x, base=1900).estimate.sel(year=year) == pytest.approx(rho, abs=5e-4)
    assert lk.kendall_tau(x, base=1900).estimate.sel(year=year) == pytest.approx(tau, abs=5e-4)


def test_published_check_values_across_the_break(uk):
    then = uk.gdp_per_head_intl2011usd.sel(year=1900, drop=True)
    gdp, gva = uk.gdp_per_head_gbp.sel(year=2020), uk.gva_per_head_gbp.sel(year=2023)
    assert lk.spearman_rho(gdp, then).estimate == pytest.approx(0.782, abs=5e-4)
    assert lk.spearman_rho(gva, then).estimate == pytest.approx(0.661, abs=5e-4)
    assert lk.kendall_tau(gva, then).estimate == pytest.approx(0.511, abs=5e-4)


@given(pairs)
def test_estimates_equal_scipy(ab):
    a, b = ab
    assert lk.spearman_rho(region(a), region(b)).estimate == pytest.approx(
        scipy.stats.spearmanr(a, b).statistic, abs=1e-12
    )
    assert lk.kendall_tau(region(a), region(b), alternative=None).estimate == pytest.approx(
        scipy.stats.kendalltau(a, b).statistic, abs=1e-12
    )


@settings(max_examples=25, deadline=None)
@given(pairs.filter(lambda ab: len(ab[0]) <= 6))
def test_exact_p_value_counts_every_ordering(ab):
    a, b = ab
    observed = scipy.stats.spearmanr(a, b).statistic
    all_rho = [scipy.stats.spearmanr(a, p).statistic for p in itertools.permutations(b)]
    for alternative, extreme in (
        ("two-sided", np.abs(all_rho) >= abs(observed) - 1e-9),
        ("greater", np.array(all_rho) >= observed - 1e-9),
        ("less", np.array(all_rho) <= observed + 1e-9),
    ):
        found = lk.spearman_rho(region(a), region(b), alternative=alternative)
        assert found.p_value == pytest.approx(extreme.mean(), abs=1e-12)


@pytest.mark.parametrize(
    ("n", "critical", "alpha"),
    # Zar (1984), Biostatistical Analysis, table B.20: two-sided critical values of Spearman's rho.
    [(6, 0.886, 0.05), (8, 0.738, 0.05), (10, 0.648, 0.05), (10, 0.794, 0.01), (12, 0.587, 0.05)],
)
def test_spearman_null_gives_published_critical_values(n, critical, alpha):
    ranks = tuple(float(k) for k in range(1, n + 1))
    costs, probabilities, _ = cost_null(ranks, ranks, 2)
    null = Null(1 - 6 * costs / (n * (n * n - 1)), probabilities)
    step = 12 / (n * (n * n - 1))  # rho moves in steps of two squared differences
    assert tail(null, critical - 0.0005, "two-sided") <= alpha
    assert tail(null, critical - 0.0005 - step, "two-sided") > alpha


@pytest.mark.parametrize("n", [4, 7, 10])
def test_kendall_null_equals_scipy_exact(n):
    rng = np.random.default_rng(n)
    for _ in range(5):
        a, b = rng.permutation(n), rng.permutation(n)
        expected = scipy.stats.kendalltau(a, b, method="exact")
        assert tail(kendall_null(n), expected.statistic, "two-sided") == pytest.approx(
            expected.pvalue, abs=1e-12
        )


def test_kendall_1900_to_2015_is_eight_thousand_in_three_million(uk):
    # 7 of 45 pairs are discordant; 8,504 of 10! orderings have at most 7 inversions.
    x = uk.gdp_per_head_intl2011usd.dropna("year", how="all")
    p = lk.kendall_tau(x, base=1900, alternative="greater").p_value.sel(year=2015)
    assert p == pytest.approx(8504 / 3628800, rel=1e-12)


def test_permutation_p_value_is_near_the_exact_one_and_repeats():
    rng = np.random.default_rng(4)
    a = region(rng.normal(size=13))
    b = a + region(rng.normal(size=13))
    one, same = (lk.spearman_rho(a, b, rng=7) for _ in range(2))
    assert "permutation (9999 draws)" in one.attrs["p_value"]
    assert one.p_value == same.p_value
    approximate = scipy.stats.spearmanr(a, b).pvalue
    assert one.p_value == pytest.approx(approximate, abs=0.01)
    assert lk.spearman_rho(a, b, rng=8).p_value > 0


def test_tied_kendall_is_tested_by_permutation():
    a = region([1.0, 1, 2, 3, 4, 5, 6])
    found = lk.kendall_tau(a, a)
    assert found.attrs["p_value"] == "permutation (9999 draws)"
    assert found.p_value < 0.01


def test_all_pairs_agree_with_single_pairs(uk):
    x = uk.gdp_per_head_intl2011usd.dropna("year", how="all")
    pairs_found = lk.spearman_rho(x)
    assert pairs_found.estimate.dims == ("year", "year_2")
    again = lk.spearman_rho(x, base=1950).estimate
    np.testing.assert_allclose(pairs_found.estimate.sel(year_2=1950), again)
    np.testing.assert_allclose(pairs_found.estimate, pairs_found.estimate.T)
    np.testing.assert_allclose(np.diag(pairs_found.estimate), 1)


def test_missing_regions_are_left_out_pair_by_pair():
    x = xr.DataArray(
        [[1.0, 2, 3, 4, np.nan], [2.0, 1, 3, 4, 5]],
        dims=("year", "region"),
        coords={"year": [1, 2]},
    )
    found = lk.spearman_rho(x, base=1).sel(year=2)
    assert found.n == 4
    assert found.estimate == pytest.approx(scipy.stats.spearmanr([1, 2, 3, 4], [2, 1, 3, 4])[0])
    assert lk.spearman_rho(x, base=1).attrs["n_left_out"] == 1


@given(pairs, st.integers(0, 99))
def test_relabelling_and_scaling_change_nothing(ab, seed):
    a, b = ab
    order = np.random.default_rng(seed).permutation(a.size)
    one = lk.spearman_rho(region(a), region(b))
    other = lk.spearman_rho(region(4 * a[order]), region(b[order]))
    for name in ("estimate", "p_value", "ci_low", "ci_high"):
        np.testing.assert_allclose(one[name], other[name], atol=1e-12)


def test_regions_are_matched_by_label():
    a = xr.DataArray([1.0, 2, 3], dims="region", coords={"region": ["x", "y", "z"]})
    b = xr.DataArray([3.0, 2, 1], dims="region", coords={"region": ["z", "y", "x"]})
    assert lk.spearman_rho(a, b).estimate == 1


def draw(rng, n, rho, size):
    first = rng.normal(size=(size, n))
    second = rho * first + np.sqrt(1 - rho**2) * rng.normal(size=(size, n))
    dims = ("draw", "region")
    return xr.DataArray(first, dims=dims), xr.DataArray(second, dims=dims)


@pytest.mark.parametrize("rho", [0.0, 0.5, 0.85, 0.95, 0.98])
@pytest.mark.parametrize("n", [10, 12])
def test_default_intervals_cover_as_often_as_their_docstrings_say(n, rho):
    """Of 95 % intervals, in samples from normal populations."""
    truth = {
        "spearman_rho": 6 / np.pi * np.arcsin(rho / 2),
        "kendall_tau": 2 / np.pi * np.arcsin(rho),
    }
    a, b = draw(np.random.default_rng(11), n, rho, 3000)
    covered = {}
    for name, true in truth.items():
        found = getattr(lk, name)(a, b, alternative=None)
        covered[name] = float(((found.ci_low <= true) & (true <= found.ci_high)).mean())
    assert 0.935 <= covered["kendall_tau"] <= 0.975
    assert (0.925 if rho <= 0.95 else 0.85) <= covered["spearman_rho"] <= 0.975


def test_fisher_interval_is_bonett_and_wrights():
    # Their standard error by hand: rho = 0.5 of 20 units, z = 0.5493 +- 1.96 sqrt(1.125 / 17).
    low, high = fisher_interval(0.5, 20, 0.95)
    assert (low, high) == pytest.approx((0.0451, 0.7831), abs=1e-4)


def test_score_interval_at_zero_has_kendalls_own_variance():
    # Without association var(tau) = 2 (2n + 5) / (9 n (n - 1)): 0 is in until there.
    n = 10
    edge = 1.959964 * np.sqrt(2 * (2 * n + 5) / (9 * n * (n - 1)))
    assert score_interval(edge - 0.002, n, 0.95)[0] <= 0 < score_interval(edge + 0.002, n, 0.95)[0]


def test_percentile_bootstrap_is_degenerate_at_the_top_and_ours_is_not():
    """With the very same order every resample has rho 1: an interval of no width."""
    x = np.arange(10.0)
    rng = np.random.default_rng(0)
    index = rng.integers(0, 10, size=(500, 10))
    resampled = lk.spearman_rho(
        xr.DataArray(x[index], dims=("draw", "region")),
        xr.DataArray(x[index], dims=("draw", "region")),
        alternative=None,
        interval=None,
    ).estimate
    assert np.allclose(np.nanpercentile(resampled, [2.5, 97.5]), 1)
    ours = lk.spearman_rho(region(x), region(x))
    assert ours.ci_low < 0.98
    assert ours.ci_high == 1
    tau = lk.kendall_tau(region(x), region(x))
    assert tau.ci_low < 0.8
    assert tau.ci_high == 1
    # Leaving one out changes nothing either: that is no interval.
    assert np.isnan(lk.spearman_rho(region(x), region(x), interval="jackknife").ci_low)


def test_jackknife_interval_contains_the_estimate_and_differs_from_fisher(uk):
    x = uk.gdp_per_head_intl2011usd.dropna("year", how="all")
    found = lk.spearman_rho(x, base=1900, interval="jackknife").sel(year=slice(1910, None))
    assert (found.ci_low <= found.estimate).all()
    assert (found.estimate <= found.ci_high).all()
    assert (found.ci_high <= 1).all()


def test_jackknife_interval_is_tukeys_by_hand():
    a, b = np.array([1.0, 2, 3, 4, 5, 6, 7]), np.array([2.0, 1, 4, 3, 7, 5, 6])
    without = [scipy.stats.spearmanr(np.delete(a, k), np.delete(b, k))[0] for k in range(7)]
    error = np.sqrt(6 / 7 * np.sum((without - np.mean(without)) ** 2))
    found = lk.spearman_rho(region(a), region(b), interval="jackknife")
    low = scipy.stats.spearmanr(a, b)[0] - scipy.stats.t.ppf(0.975, 6) * error
    assert float(found.ci_low) == pytest.approx(low)


def test_jackknife_is_missing_where_a_leave_out_has_no_correlation():
    found = lk.spearman_rho(
        region([1.0, 1, 1, 1, 1, 2]), region(np.arange(6.0)), interval="jackknife"
    )
    assert np.isnan(found.ci_low)
    assert np.isnan(found.ci_high)


@pytest.mark.parametrize("alternative", ["less", "two-sided"])
def test_random_orderings_never_give_a_p_value_of_zero(alternative):
    # The observed order counts as one of the draws, in each cell for itself.
    x = np.arange(20.0)
    panel = xr.DataArray(
        [np.roll(x, 7), -x, x], dims=("year", "region"), coords={"year": [0, 1, 2]}
    )
    p = lk.spearman_rho(panel, base=2, alternative=alternative, resamples=999).p_value
    assert float(p.sel(year=1)) == pytest.approx(1 / 1000)


def test_regions_without_a_partner_are_counted():
    a = xr.DataArray(np.arange(12.0), dims="region", coords={"region": list("abcdefghijkl")})
    b = a[:8].copy(data=[3.0, 1, 2, 5, 4, 7, 6, np.nan])
    found = lk.spearman_rho(a, b)
    assert (float(found.n), found.attrs["n_left_out"]) == (7, 4)


def test_kendall_of_many_regions_never_has_a_p_value_of_zero():
    x = region(np.arange(200.0))
    assert float(lk.kendall_tau(x, x).p_value) == pytest.approx(1 / 10_000)
    assert 0 < float(lk.kendall_tau(x[:100], x[:100]).p_value) < 1e-100


def test_too_few_regions_have_no_interval():
    found = lk.spearman_rho(region([1.0, 2, 3]), region([1.0, 3, 2]))
    assert np.isnan(found.ci_low)
    assert float(found.p_value) == pytest.approx(1)
    assert np.isnan(lk.spearman_rho(region([1.0, 2]), region([1.0, 3])).p_value)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"base": 1066}, "No year 1066. There are: .*1900"),
        ({"dim": "place"}, "No dimension 'place'"),
        ({"interval": "bootstrap"}, "interval must be one of"),
        ({"alternative": "bigger"}, "alternative must be one of"),
        ({"level": 95}, "level must be between 0 and 1, as 0.95, not 95"),
        ({"base": 1900, "y": region([1.0, 2])}, "Give either y or base"),
    ],
)
def test_bad_options_are_named(uk, options, message):
    with pytest.raises(ValueError, match=message):
        lk.spearman_rho(uk.gdp_per_head_intl2011usd, **options)
