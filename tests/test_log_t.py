"""Trends, transition paths and the log t test."""

import numpy as np
import pytest
import xarray as xr
from hypothesis import given
from hypothesis import strategies as st

from levelkit.measures.clubs.clubs import convergence_clubs
from levelkit.measures.clubs.logt import log_t
from levelkit.measures.clubs.transition import hp_trend, relative_transition
from validation.clubs import converging, panel, random_panel, residuals, trends

LRV = ("published", "andrews", "newey-west")
seeds = st.integers(0, 10_000)


def t_of(x):
    return float(log_t(x).statistic)


# Trends and transition paths


def test_a_straight_line_is_its_own_trend_and_lambda_0_changes_nothing():
    line = panel(np.outer(np.arange(10.0), [1, 2, 3]))
    np.testing.assert_allclose(hp_trend(line), line, atol=1e-9)
    x = random_panel(0)
    np.testing.assert_allclose(hp_trend(x, lamb=0), x)


def test_trend_equals_statsmodels_series_by_series_and_keeps_labels():
    from statsmodels.tsa.filters.hp_filter import hpfilter

    x = random_panel(1).transpose("region", "year").assign_attrs(units="log pounds")
    trend = hp_trend(x, lamb=100)
    assert trend.dims == x.dims
    assert trend.attrs["units"] == "log pounds"
    assert "statistic" not in x.attrs
    xr.testing.assert_equal(trend.region, x.region)
    for place in x.region:
        expected = hpfilter(x.sel(region=place).to_numpy(), 100)[1]
        np.testing.assert_allclose(trend.sel(region=place), expected)


@given(seeds, st.floats(-5, 5), st.floats(0.1, 10))
def test_trend_is_linear_and_keeps_the_mean(seed, shift, factor):
    x = random_panel(seed)
    trend = hp_trend(x)
    np.testing.assert_allclose(hp_trend(factor * x + shift), factor * trend + shift, atol=1e-8)
    np.testing.assert_allclose(trend.mean("year"), x.mean("year"))


@given(seeds, st.floats(0.1, 100))
def test_transition_paths_average_1_whatever_the_factor(seed, factor):
    x = random_panel(seed)
    h = relative_transition(x)
    np.testing.assert_allclose(h.mean("region"), 1)
    np.testing.assert_allclose(relative_transition(factor * x), h)


def test_a_change_of_unit_of_the_levels_moves_paths_of_logs():
    x = random_panel(0)
    nearer = relative_transition(x + np.log(1000))
    assert (abs(nearer - 1) < abs(relative_transition(x) - 1)).all()


# The log t test


@pytest.mark.parametrize("lrv", LRV)
def test_more_dimensions_equal_a_loop(lrv):
    stack = xr.concat([random_panel(k) for k in range(3)], "draw")
    found = log_t(stack, lrv=lrv)
    assert found.estimate.dims == ("draw",)
    for k in range(3):
        xr.testing.assert_allclose(found.isel(draw=k), log_t(random_panel(k), lrv=lrv))


@given(seeds, st.floats(0.1, 100))
def test_order_and_factor_of_trends_do_not_matter(seed, factor):
    x = random_panel(seed)
    shuffled = x[:, np.random.default_rng(seed).permutation(x.sizes["region"])]
    assert t_of(factor * shuffled) == pytest.approx(t_of(x), rel=1e-6)


def test_single_groups_equal_statsmodels_and_plain_sums():
    """The published convention written out: one group, loops over lags and years."""
    x = trends()[:40]
    fit = residuals(x).fit()
    u, n = fit.resid, int(fit.nobs)
    rho = sum(u[t] * u[t - 1] for t in range(1, n)) / sum(u[t - 1] ** 2 for t in range(1, n))
    bandwidth = 1.3221 * (4 * rho**2 / (1 - rho) ** 4 * n) ** 0.2
    total = sum(u[t] ** 2 for t in range(n))
    for lag in range(1, n - 1):
        d = lag / bandwidth
        weight = (
            25 / (12 * np.pi**2 * d**2)
            * (np.sin(6 * np.pi * d / 5) / (6 * np.pi * d / 5) - np.cos(6 * np.pi * d / 5))
        )  # fmt: skip
        total += 2 * weight * sum(u[t] * u[t - lag] for t in range(lag, n - 1))
    error = np.sqrt(total / (n - 1) * fit.normalized_cov_params[1, 1])
    found = log_t(x, dim="country")
    assert float(found.estimate) == pytest.approx(fit.params[1], rel=1e-10)
    assert float(found.std_error) == pytest.approx(error, rel=1e-8)
    assert int(found.n) == n


def test_convergence_is_accepted_and_divergence_rejected():
    rng = np.random.default_rng(1)
    together = log_t(panel(converging(rng, 20)))
    # H falls like t^(-2 alpha) / (log t)^2: b is near 2 alpha = 1.2.
    assert 0.9 < together.estimate < 1.5
    assert together.p_value > 0.05
    apart = panel(10 + np.outer(np.arange(1, 41), rng.normal(scale=0.02, size=20)))
    assert log_t(apart).p_value < 1e-6
    assert log_t(apart).statistic < log_t(apart).critical


def test_discard_is_the_whole_part_of_the_share():
    x = random_panel(3, years=33)
    assert int(log_t(x).n) == 22
    assert int(log_t(x, discard=0.3).n) == 33 - 9
    assert log_t(x).attrs["discard"] == "11 of 33 years"


# What is refused, here and by convergence clubs


@pytest.mark.parametrize("function", [hp_trend, relative_transition, log_t, convergence_clubs])
def test_gaps_and_uneven_years_are_refused(function):
    x = random_panel(0)
    gap = x.where((x.region != "r2") | (x.year != 1975))
    with pytest.raises(
        ValueError, match="1 missing values, the first at year 1975, region 'r2'.*dropna"
    ):
        function(gap)
    with pytest.raises(ValueError, match="finite: found -inf at year 1970, region 'r0'"):
        function(x.where(x.region != "r0", -np.inf))
    with pytest.raises(ValueError, match="year must rise in even steps, not by steps of 1 to 2"):
        function(x.drop_sel(year=1975))
    with pytest.raises(ValueError, match="No dimension 'decade'. There are: year, region"):
        function(x, along="decade")


@pytest.mark.parametrize("function", [log_t, convergence_clubs])
def test_too_few_years_and_bad_options_are_refused(function):
    x = random_panel(0)
    with pytest.raises(ValueError, match="Of 6 years, 2 are discarded.*at least 5"):
        function(x[:6])
    with pytest.raises(ValueError, match="at least 1 must be"):
        function(x, discard=0.01)
    with pytest.raises(ValueError, match="discard must be between 0 and 1, not 1.5"):
        function(x, discard=1.5)
    with pytest.raises(ValueError, match="lrv must be one of 'published'.* not 'white'"):
        function(x, lrv="white")
    with pytest.raises(ValueError, match="No dimension 'place'"):
        function(x, dim="place")


def test_means_and_trends_must_be_positive():
    x = random_panel(0)
    with pytest.raises(
        ValueError, match="The mean over region must be above 0: found .* year 1970"
    ):
        relative_transition(x - x.sel(year=1970).mean() - 0.1)
    with pytest.raises(ValueError, match="A trend must be above 0: found -.* region 'r3'"):
        convergence_clubs(x.where(x.region != "r3", -x))


def test_trend_needs_years_and_a_lambda():
    with pytest.raises(ValueError, match="at least 3 of year, there are 2"):
        hp_trend(random_panel(0)[:2])
    with pytest.raises(ValueError, match="lamb must be 0 or more, not -1"):
        hp_trend(random_panel(0), lamb=-1)


def test_places_all_alike_have_no_spread_to_test():
    x = random_panel(0)
    x[5] = 10.0
    with pytest.raises(ValueError, match="All of region are alike in year 1975"):
        log_t(x)
