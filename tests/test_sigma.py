"""Dispersion by year, its trend and its break."""

import math

import numpy as np
import pytest
import scipy.stats
import xarray as xr
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

import levelkit as lk
from levelkit.measures.convergence.breaks import break_test
from levelkit.measures.convergence.sigma import (
    SigmaConvergence,
    sigma_convergence,
    standard_deviation_of_logs,
)
from levelkit.measures.convergence.trend import mann_kendall


def series(values, start=2000, **coords):
    values = np.asarray(values, float)
    years = start + np.arange(values.shape[-1])
    return xr.DataArray(
        values, dims=("draw", "year")[-values.ndim :], coords={"year": years, **coords}
    )


whole = st.integers(3, 25).flatmap(
    lambda n: arrays(float, n, elements=st.integers(-5, 5).map(float))
)


@settings(deadline=None)
@given(whole.filter(lambda v: len(set(v)) > 1))
def test_tau_and_slope_equal_scipy_with_ties(values):
    found = mann_kendall(series(values))
    years = np.arange(values.size)
    assert found.tau == pytest.approx(scipy.stats.kendalltau(years, values).statistic, abs=1e-12)
    theirs = scipy.stats.theilslopes(values, years, 0.95)
    np.testing.assert_allclose([found.estimate, found.ci_low, found.ci_high],
                               [theirs.slope, theirs.low_slope, theirs.high_slope])  # fmt: skip


@settings(deadline=None)
@given(st.permutations(range(9)).map(np.array))
def test_short_series_without_ties_have_the_exact_p_value(values):
    theirs = scipy.stats.kendalltau(range(9), values, method="exact").pvalue
    assert mann_kendall(series(values)).p_value == pytest.approx(theirs, abs=1e-12)


def test_long_series_have_the_normal_p_value_corrected_for_ties():
    values = np.array([1, 2, 2, 3, 3, 3, 1, 4, 5, 5, 7, 2.0])
    s = sum(np.sign(values[j] - values[i]) for i in range(12) for j in range(i + 1, 12))
    # Groups of ties: 1 twice, 2 three times, 3 three times, 5 twice.
    ties = 2 * (2 * 1 * 9) + 2 * (3 * 2 * 11)
    variance = (12 * 11 * 29 - ties) / 18
    found = mann_kendall(series(values))
    assert float(found.statistic) == s
    assert found.variance == pytest.approx(variance)
    p = 2 * scipy.stats.norm.sf((s - 1) / math.sqrt(variance))
    assert found.p_value == pytest.approx(p)


@settings(max_examples=30, deadline=None)
@given(whole, st.floats(1e-9, 1e9), st.sampled_from([None, "hamed-rao"]))
def test_turning_the_series_round_turns_the_trend_round(values, scale, serial):
    one, other = (mann_kendall(series(v), serial=serial) for v in (values, -scale * values))
    assert other.statistic == -one.statistic
    np.testing.assert_allclose(other.variance, one.variance)
    assert other.estimate == pytest.approx(
        -scale * float(one.estimate), rel=1e-9, abs=1e-12 * scale
    )
    np.testing.assert_allclose(other.p_value, one.p_value)


@pytest.mark.parametrize("serial", [None, "hamed-rao"])
def test_many_series_equal_one_at_a_time_and_keep_their_labels(serial):
    rng = np.random.default_rng(0)
    values = rng.normal(size=(7, 30)).cumsum(axis=1)
    values[1, ::3] = np.nan
    values[2, 6:] = np.nan
    values[3, 2:] = np.nan
    x = series(values, draw=list("abcdefg"))
    found = mann_kendall(x, serial=serial)
    assert list(found.draw) == list("abcdefg")
    for label in x.draw.values:
        alone = mann_kendall(x.sel(draw=label), serial=serial)
        for name in found:
            np.testing.assert_allclose(found[name].sel(draw=label), alone[name])
    assert found.n.values.tolist() == [30, 20, 6, 2, 30, 30, 30]
    assert np.isnan(found.p_value.sel(draw="d")) and np.isnan(found.estimate.sel(draw="d"))
    assert found.attrs["n_left_out"] == 10 + 24 + 28
    strict = mann_kendall(x, skipna=False)
    assert np.isnan(strict.tau).values.tolist() == [False, True, True, True, False, False, False]


def test_gaps_equal_the_series_without_those_years():
    rng = np.random.default_rng(0)
    x = series(rng.normal(size=20))
    x[[3, 4, 11]] = np.nan
    for serial in (None, "hamed-rao"):
        one, other = mann_kendall(x, serial=serial), mann_kendall(x.dropna("year"), serial=serial)
        for name in one:
            np.testing.assert_allclose(one[name], other[name])


def test_uneven_years_count_in_the_slope():
    x = xr.DataArray([1.0, 3, 7, 8], dims="year", coords={"year": [1900, 1910, 1930, 1935]})
    assert mann_kendall(x).estimate == pytest.approx(0.2)
    assert mann_kendall(x.assign_attrs(units="gbp")).estimate.attrs["units"] == "gbp a year"


def test_hamed_rao_is_slower_to_see_a_trend_in_persistent_series():
    """Without a trend but with r = 0.6: both reject too often, as the notes say."""
    rng = np.random.default_rng(0)
    values = rng.normal(size=(1000, 60))
    for t in range(1, 60):
        values[:, t] += 0.6 * values[:, t - 1]
    plain, corrected = (
        float((mann_kendall(series(values), serial=s).p_value < 0.05).mean())
        for s in (None, "hamed-rao")
    )
    assert plain == pytest.approx(1 / 3, abs=0.03)
    assert corrected == pytest.approx(1 / 5, abs=0.03)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.floats(-0.95, 0.95), st.integers(11, 30))
def test_the_serial_correction_never_makes_a_trend_surer(seed, persistence, years):
    """Residuals that turn about their trend would shrink the variance, even below 0."""
    values = np.random.default_rng(seed).normal(size=years)
    for t in range(1, years):
        values[t] += persistence * values[t - 1]
    plain, corrected = (mann_kendall(series(values), serial=s) for s in (None, "hamed-rao"))
    assert corrected.variance >= plain.variance
    assert corrected.p_value >= plain.p_value - 1e-12
    assert corrected.ci_low <= plain.ci_low and corrected.ci_high >= plain.ci_high


def test_a_correction_of_0_or_less_is_none():
    # Up and down in turns about a line: the autocorrelations add up to less than -1.
    values = np.arange(20) / 10 + np.where(np.arange(20) % 2, 1.0, -1.0)
    plain, corrected = (mann_kendall(series(values), serial=s) for s in (None, "hamed-rao"))
    for name in plain:
        np.testing.assert_allclose(corrected[name], plain[name])
    assert corrected.p_value.notnull()
    line = mann_kendall(series(0.1 * np.arange(20)), serial="hamed-rao")  # no order left at all
    assert line.variance == plain.variance and line.p_value < 1e-8


def test_constant_series_have_no_trend():
    found = mann_kendall(series(np.ones(12)))
    assert found.p_value == 1 and found.estimate == 0
    assert np.isnan(found.tau)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"along": "month"}, "No dimension 'month'"),
        ({"serial": "prewhiten"}, "serial must be one of None, 'hamed-rao', not 'prewhiten'"),
        ({"level": 2}, "level must be between 0 and 1, as 0.95, not 2"),
    ],
)
def test_trend_names_bad_options(options, message):
    with pytest.raises(ValueError, match=message):
        mann_kendall(series(range(9)), **options)


def stepped(size, seed=0, n=40, at=25):
    return np.random.default_rng(seed).normal(size=n) + size * (np.arange(n) >= at)


@pytest.mark.parametrize("model", ["level", "trend"])
def test_break_is_found_where_it_is(model):
    found = break_test(series(stepped(5)), model=model, resamples=199)
    assert found.break_year == 2025
    assert found.p_value == 1 / 200
    assert found.statistic == found.f.max() == found.f.sel(year=2025)
    assert found.f.notnull().sum() == 40 - 2 * 6 + 1


def test_change_of_slope_is_a_trend_break():
    t = np.arange(40)
    bent = np.where(t < 20, t, 40 - t) + np.random.default_rng(0).normal(0, 0.5, 40)
    assert abs(float(break_test(series(bent), model="trend", resamples=99).break_year) - 2020) <= 1


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 999), st.floats(-50, 50), st.floats(0.1, 20))
def test_origin_and_unit_change_nothing(seed, origin, unit):
    values = stepped(1, seed)
    one, other = (break_test(series(v), resamples=49) for v in (values, origin + unit * values))
    assert one.statistic == pytest.approx(float(other.statistic), rel=1e-8)
    assert one.p_value == other.p_value


def test_series_have_the_same_answer_alone_and_together():
    values = np.array([stepped(2, seed) for seed in range(5)])
    values[1, [0, 7, 30]] = np.nan
    values[2] = 1.5
    values[3, 3:] = np.nan
    x = series(values, draw=list("abcde"))
    found = break_test(x, resamples=99, rng=3)
    for label in x.draw.values:
        alone = break_test(x.sel(draw=label), resamples=99, rng=3)
        for name in found:
            np.testing.assert_allclose(found[name].sel(draw=label), alone[name])
    assert np.isnan(found.p_value).values.tolist() == [False, False, True, True, False]
    assert found.n.values.tolist() == [40, 37, 40, 3, 40]
    assert found.attrs["n_left_out"] == 3 + 37
    assert np.isnan(break_test(x, resamples=9, skipna=False).statistic.sel(draw="b"))
    # A gap is as if the year were not there.
    without = break_test(x.sel(draw="b").dropna("year"), resamples=9)
    assert found.statistic.sel(draw="b") == pytest.approx(float(without.statistic))


def test_seeded_chance_repeats_and_a_generator_moves_on():
    x = series(stepped(0.6))
    assert break_test(x, rng=5).p_value == break_test(x, rng=5).p_value
    rng = np.random.default_rng(0)
    assert break_test(x, rng=rng).p_value != break_test(x, rng=rng).p_value


def test_a_break_in_level_is_found_in_every_steady_rise_and_one_in_trend_in_few():
    """Why dispersion, which rises or falls, is asked for a break in trend: see the notes."""
    noise = np.random.default_rng(9).normal(size=(200, 26))
    x = series(noise + np.arange(26))
    level, trend = (break_test(x, model=m, resamples=199).p_value for m in ("level", "trend"))
    assert (level <= 0.05).all()
    assert float((trend <= 0.05).mean()) <= 0.1


def test_a_smallest_p_value_is_printed_as_a_bound():
    """No draw was as large: the p-value is 1 in the number of draws and one, not less."""
    gap = np.linspace(-1, 1, 9) * np.where(np.arange(26) < 13, 1, 3)[:, None]
    x = xr.DataArray(np.exp(gap), dims=("year", "region"), coords={"year": range(26)})
    bent = x * np.exp(np.random.default_rng(0).normal(0, 0.01, x.shape))
    found = sigma_convergence(bent, resamples=99)
    assert found.breaks.p_value == found.breaks.attrs["smallest_p"] == 0.01
    assert "p at most 0.01 if years are independent" in found.summary()
    flat = sigma_convergence(np.exp(bent * 0 + np.random.default_rng(1).normal(size=x.shape)))
    assert float(flat.breaks.p_value) > 0.01 and "at most" not in flat.summary()


def test_break_test_keeps_its_level():
    """Without a break one in twenty is rejected, more or less (25 years, 600 series)."""
    x = series(np.random.default_rng(5).normal(size=(600, 25)))
    for model in ("level", "trend"):
        rejected = float((break_test(x, model=model, resamples=199).p_value <= 0.05).mean())
        assert 0.015 <= rejected <= 0.09


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"trim": 0.5}, "trim must be above 0 and below 0.5, not 0.5"),
        ({"model": "mean"}, "model must be one of 'level', 'trend', not 'mean'"),
        ({"resamples": 0}, "At least 1 draw is needed, not 0"),
        ({"along": "month"}, "No dimension 'month'"),
    ],
)
def test_breaks_name_bad_options(options, message):
    with pytest.raises(ValueError, match=message):
        break_test(series(stepped(1)), **options)


def panel():
    return lk.load("uk-century")


def test_sigma_by_default_is_the_deviation_of_logs():
    x = panel().gdp_per_head_intl2011usd
    found = sigma_convergence(x, resamples=99)
    assert isinstance(found, SigmaConvergence)
    expected = np.log(x).std("region").where(x.notnull().any("region"))
    np.testing.assert_allclose(found.dispersion, expected)
    xr.testing.assert_identical(found.trend, mann_kendall(found.dispersion))
    expected = break_test(found.dispersion, model="trend", resamples=99)
    xr.testing.assert_identical(found.breaks, expected)
    for part in ("standard deviation of logs", "Mann-Kendall: tau", "Break in trend: largest F"):
        assert part in found.summary()
    assert repr(found) == found.summary()


def test_sigma_takes_other_measures_with_weights():
    x = panel()
    options = {"measure": lk.theil, "weights": x.population, "resamples": 9}
    found = sigma_convergence(x.gdp_per_head_intl2011usd, **options)
    xr.testing.assert_identical(
        found.dispersion, lk.theil(x.gdp_per_head_intl2011usd, weights=x.population)
    )
    unweighted = sigma_convergence(
        x.gdp_per_head_intl2011usd.dropna("year"), measure=lk.max_min_ratio, resamples=9
    )
    assert (unweighted.dispersion > 1).all()


def test_sigma_keeps_further_dimensions():
    x = panel().gdp_per_head_intl2011usd.dropna("year")
    both = xr.concat([x, x**2], xr.DataArray(["once", "twice"], dims="kind", name="kind"))
    found = sigma_convergence(both, resamples=49)
    assert found.trend.p_value.dims == ("kind",) and "Series over kind" in found.summary()
    for kind in both.kind.values:
        alone = sigma_convergence(both.sel(kind=kind), resamples=49)
        np.testing.assert_allclose(found.trend.estimate.sel(kind=kind), alone.trend.estimate)
        np.testing.assert_allclose(found.breaks.p_value.sel(kind=kind), alone.breaks.p_value)
    # Squares have twice the logs, so twice the sigma.
    np.testing.assert_allclose(found.dispersion.sel(kind="twice"), 2 * found.dispersion[0])


@settings(max_examples=25, deadline=None)
@given(arrays(float, 6, elements=st.floats(0.1, 100)), arrays(float, 6, elements=st.integers(1, 4)))
def test_weighted_deviation_of_logs_repeats_units(values, counts):
    names = {"region": list("abcdef")}
    x, w = xr.DataArray(values, names), xr.DataArray(counts, names)
    repeated = np.repeat(np.log(values), counts.astype(int))
    assert standard_deviation_of_logs(x, weights=w) == pytest.approx(repeated.std(), abs=1e-9)
    assert standard_deviation_of_logs(3 * x, weights=w) == pytest.approx(repeated.std(), abs=1e-9)


def test_deviation_of_logs_without_values_or_units():
    x = xr.DataArray([[1.0, np.nan], [np.nan, np.nan]], dims=("year", "region"))
    found = standard_deviation_of_logs(x)
    assert found[0] == 0 and np.isnan(found[1])
    assert found.attrs["n_left_out"] == 3
    with pytest.raises(ValueError, match="values must be above 0: found 0 at year number 0"):
        standard_deviation_of_logs(x * 0)


def test_sigma_names_what_is_wrong():
    x = panel().gdp_per_head_intl2011usd
    with pytest.raises(ValueError, match="one number a year; its dimensions are: none"):
        sigma_convergence(x, measure=lambda x, **_: x.mean())
    with pytest.raises(ValueError, match="No dimension 'place'"):
        sigma_convergence(x, dim="place")
