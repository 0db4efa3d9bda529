"""Figures that a model fits without any error but rounding: no spread is not no uncertainty."""

import numpy as np
import pytest
import xarray as xr
from hypothesis import given
from hypothesis import strategies as st

import levelkit as lk
from every_statistic import GROUPS, LABELS, RING, panel
from space_examples import region

REGIONS = np.linspace(-1, 1, 12)[:, None]


@given(st.floats(0.001, 0.2), st.floats(1e-3, 1e6), st.booleans())
def test_gaps_that_all_close_at_one_rate_leave_no_error_of_it(speed, unit, barro):
    x = panel(unit * np.exp(0.02 * np.arange(12) + REGIONS * np.exp(-speed * np.arange(12))))
    found = lk.beta_convergence(x, form="barro" if barro else "ols")
    assert float(found.speed.estimate) == pytest.approx(speed, rel=1e-6)
    assert found.r_squared == pytest.approx(1)
    assert found.std_error.isnull().all() and found.p_value.isnull().all()
    assert np.isnan(found.speed.ci_low) and np.isnan(found.half_life.ci_high)
    quantiles = lk.quantile_beta(x, [0.2, 0.8])
    np.testing.assert_allclose(quantiles.speed, speed, rtol=1e-6)
    assert quantiles.std_error.isnull().all()
    lasting = lk.half_life(x)
    assert float(lasting.estimate) == pytest.approx(np.log(2) / speed, rel=1e-6)
    assert np.isnan(lasting.ci_low) and np.isnan(lasting.ci_high)


@given(st.floats(-0.1, 0.1), st.floats(1e-3, 1e6))
def test_growth_that_is_the_same_everywhere_closes_nothing(growth, unit):
    x = panel(unit * np.exp(growth * np.arange(12) + REGIONS))
    found = lk.beta_convergence(x)
    assert float(found.estimate.sel(term="initial_log")) == 0
    assert float(found.speed.estimate) == 0 and float(found.half_life.estimate) == np.inf
    assert np.isnan(found.r_squared)
    assert float(lk.half_life(x).estimate) == np.inf and float(lk.half_life(x).rate) == 0
    with_effects = lk.panel_beta(x, effects=("period",))
    assert with_effects.estimate.values.tolist() == [0] and with_effects.std_error.isnull().all()
    with pytest.raises(ValueError, match="effects leave nothing of 'initial_log'"):
        lk.panel_beta(x)


def test_gaps_that_are_gone_by_the_next_year_have_no_length():
    x = panel(np.where(np.arange(12) == 0, np.exp(REGIONS), 5.1))
    found = lk.half_life(x)
    assert found.estimate == 0 and found.persistence == 0 and np.isnan(found.rate_std_error)
    gone = lk.beta_convergence(x)  # closed within the period: no speed
    assert np.isnan(gone.speed.estimate)
    with pytest.raises(ValueError, match="No finite speed: the slope"):
        lk.beta_convergence(x, form="barro")


@pytest.mark.parametrize("level", [0.0, 5.1, 1e6])
def test_a_step_and_nothing_else_is_a_break_without_end(level):
    x = xr.DataArray(level + 0.1 * (np.arange(30) >= 12), dims="year", coords={"year": range(30)})
    found = lk.break_test(x, resamples=19)
    assert found.statistic == np.inf and found.break_year == 12 and found.p_value == 1 / 20
    assert np.isfinite(found.f.drop_sel(year=12).dropna("year")).all()


def test_a_constant_regressor_is_no_regressor_whatever_its_size():
    y = panel(np.random.default_rng(0).normal(size=(12, 12))).stack(row=("region", "year"))
    for size in (5.1, 0.1, 1e-9, 1e12):
        constant = y.copy(
            data=size * (1 + 2.0**-52 * np.random.default_rng(1).integers(-2, 3, 144))
        )
        with pytest.raises(ValueError, match="effects leave nothing of 'c'"):
            lk.within_regression(y, {"c": constant}, effects=["region"])
        with pytest.raises(ValueError, match="'c' varies no further than constant"):
            lk.within_regression(y, {"c": constant}, effects=[], errors="HC1")


def test_units_at_the_mean_but_for_rounding_are_not_above_it():
    # Neighbours of a: b (0.1 below), l (0.1 above) and g (at the mean): a lag of 0.
    x = region([0.3, 0.2, 0.4, 0.2, 0.4, 0.3, 0.1 + 0.2, 0.2, 0.4 - 0.1, 0.3, 0.3, 0.4])
    found = lk.local_moran(x, RING, resamples=19)
    assert abs(found.lag.sel(region="a")) < 1e-12
    assert {found.quadrant.sel(region=r).item().partition("-")[0] for r in "afgijk"} == {"low"}
    assert found.quadrant.sel(region="a") == "low-low"


def test_shares_that_are_equal_but_for_rounding_have_no_remainder():
    x = xr.DataArray(np.full((7, 3), 0.1) * np.array([1.0, 3, 7]), dims=("region", "industry"))
    assert (lk.herfindahl(x, normalised=True) == 0).all()
    assert (lk.krugman_index(x) == 0).all() and (lk.locational_gini(x) == 0).all()
    whole = lk.location_quotient_interval(10 * x.isel(industry=[1]))  # one industry is all there is
    np.testing.assert_array_equal(whole.ci_low, whole.ci_high)


def test_a_class_that_is_left_by_rounding_alone_is_never_left():
    p = xr.DataArray([[1 - 2.0**-53, 2.0**-53], [0.3, 0.7]], dims=("from_class", "to_class"),
                     coords={"from_class": ["low", "high"], "to_class": ["low", "high"]})  # fmt: skip
    found = lk.prais_index(p)
    assert found.mean_stay.values.tolist() == [np.inf, pytest.approx(1 / 0.3)]
    assert lk.ergodic_distribution(p).values.tolist() == [1, 0]
    assert lk.first_passage_times(p).sel(from_class="low", to_class="high") == np.inf
    with pytest.raises(ValueError, match="must not be negative: found -0.1 at from_class 'low'"):
        lk.prais_index(p.copy(data=[[1.1, -0.1], [0.3, 0.7]]))


@given(st.integers(0, 999))
def test_what_hardly_differs_has_the_inequality_of_its_small_differences(seed):
    """Half the variance, for differences far below those that sums of r ln r can show."""
    gaps = np.random.default_rng(seed).normal(size=12)
    x = region(5.1 * (1 + 1e-9 * gaps), LABELS).assign_coords(area=GROUPS)
    half = float(((x / x.mean() - 1) ** 2).mean()) / 2
    for measure in (lk.theil, lk.mean_log_deviation):
        assert float(measure(x)) == pytest.approx(half, rel=1e-4)
    found = lk.decompose(x, groups="area")
    between = float((x.groupby("area").mean() / x.mean() - 1).pipe(np.square).mean()) / 2
    assert float(found.estimate[0]) == pytest.approx(between, rel=1e-3, abs=1e-22)
    assert float(found.share.sum()) == pytest.approx(1)


def test_a_mean_of_0_but_for_rounding_is_none_to_divide_by():
    x = region(np.r_[0.1 + 0.2, -0.3, 0.7, -0.7, [0.0] * 8])
    assert x.mean() != 0
    assert np.isnan(lk.coefficient_of_variation(x))
    with pytest.raises(ValueError, match="relative divides by the mean, which must be above 0"):
        lk.neighbour_contrast(x, RING, relative=True)
    years = xr.concat([x] * 9, xr.DataArray(range(9), dims="year", name="year"))
    with pytest.raises(ValueError, match="The mean over region must be above 0"):
        lk.relative_transition(years)
