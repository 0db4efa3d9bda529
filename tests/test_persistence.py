"""half_life: closed form, simulation, an independent regression."""

import numpy as np
import pytest
import statsmodels.api as sm
import xarray as xr

import levelkit as lk


def panel(log_gap, years):
    return xr.DataArray(
        1000 * np.exp(log_gap), dims=("year", "region"), coords={"year": np.asarray(years)}
    )


def decay(rate, years, start):
    start = np.asarray(start) - np.mean(start)
    return np.exp(-rate * np.asarray(years))[:, None] * start


def test_exact_decay_gives_its_half_life():
    years = np.array([0, 10, 25, 38, 50, 60])
    noise = 1e-6 * np.random.default_rng(0).normal(size=(6, 5))
    found = lk.half_life(
        panel(decay(np.log(2) / 30, years, [0.5, 0.2, 0, -0.1, -0.6]) + noise, years)
    )
    assert found.estimate == pytest.approx(30, rel=1e-3)
    assert found.persistence == pytest.approx(0.5 ** (1 / 30), rel=1e-4)


def test_even_steps_are_least_squares_on_the_lagged_gap():
    rng = np.random.default_rng(3)
    gap = rng.normal(size=(20, 8))
    for t in range(1, 20):
        gap[t] = 0.8 * gap[t - 1] + 0.3 * gap[t]
    gap -= gap.mean(axis=1, keepdims=True)
    slope = sm.OLS(gap[1:].ravel(), gap[:-1].ravel()).fit().params[0]
    found = lk.half_life(panel(gap, np.arange(2000, 2100, 5)))
    assert found.persistence**5 == pytest.approx(slope, rel=1e-5)


def test_interval_covers_and_is_labelled():
    rng = np.random.default_rng(8)
    years = np.cumsum([0, 10, 15, 13, 12, 10, 10, 10, 10, 10, 10, 5])
    rate, inside = 0.03, []
    for _ in range(60):
        gap = np.empty((len(years), 30))
        gap[0] = rng.normal(size=30)
        for t, d in enumerate(np.diff(years), 1):
            keep = np.exp(-rate * d)
            gap[t] = keep * gap[t - 1] + np.sqrt(1 - keep**2) * rng.normal(size=30)
        found = lk.half_life(panel(gap, years))
        inside.append(
            bool((found.ci_low <= np.log(2) / rate) & (np.log(2) / rate <= found.ci_high))
        )
    assert np.mean(inside) >= 0.85
    assert found.attrs["units"] == "years"


def test_scale_and_labels_do_not_matter():
    x = lk.load("uk-century").gdp_per_head_intl2011usd
    one = lk.half_life(x)
    assert lk.half_life(3 * x).estimate == pytest.approx(float(one.estimate), rel=1e-4)
    assert lk.half_life(x[::-1]).estimate == pytest.approx(float(one.estimate), rel=1e-4)


def test_gaps_that_grow_have_no_half_life():
    years = np.arange(0, 60, 10)
    noise = 1e-4 * np.random.default_rng(0).normal(size=(6, 4))
    found = lk.half_life(panel(decay(-0.02, years, [0.4, 0.1, -0.1, -0.4]) + noise, years))
    assert np.isinf(found.estimate)
    assert np.isinf(found.ci_high)


def test_bad_input_is_refused():
    with pytest.raises(ValueError, match="must be above 0: found 0 at year 0"):
        lk.half_life(panel(np.zeros((3, 3)), [0, 1, 2]) * 0)
    gap = np.array([[0.1, -0.1], [0.05, -0.05]])
    with pytest.raises(ValueError, match="at least 3 steps, there are 2"):
        lk.half_life(panel(gap, [0, 1]))
    with pytest.raises(ValueError, match="at least 2 regions that differ .* not 2 of 2"):
        lk.half_life(panel(np.zeros((4, 2)), range(4)))
    with pytest.raises(ValueError, match=r"Labels of year must be unique; more than once: \[1\]"):
        lk.half_life(panel(np.tile(gap, (2, 1)), [0, 1, 1, 2]))


def test_order_of_the_years_does_not_matter_and_regions_with_gaps_are_left_out():
    rng = np.random.default_rng(1)
    x = panel(rng.normal(size=(8, 5)).cumsum(axis=0) / 10, np.arange(8) * 5)
    assert lk.half_life(x[::-1]).identical(lk.half_life(x))
    x[3, 2] = np.nan
    found = lk.half_life(x)
    assert found.attrs["n_left_out"] == 1
    assert found.equals(lk.half_life(x.isel(region=[0, 1, 3, 4])))


def test_rate_and_its_error_are_those_of_least_squares_by_the_delta_method():
    # Even steps of d years: k = -ln(slope) / d, so its error is that of the slope / (slope d).
    rng = np.random.default_rng(3)
    gap = rng.normal(size=(40, 8))
    for t in range(1, 40):
        gap[t] = 0.8 * gap[t - 1] + 0.3 * gap[t]
    gap -= gap.mean(axis=1, keepdims=True)
    fit = sm.OLS(gap[1:].ravel(), gap[:-1].ravel()).fit()
    found = lk.half_life(panel(gap, np.arange(40) * 5))
    assert float(found.rate_std_error) == pytest.approx(
        np.sqrt(8 / 7) * fit.bse[0] / (fit.params[0] * 5), rel=0.02
    )
    low = np.log(2) / (found.rate + 1.959964 * found.rate_std_error)
    assert float(found.ci_low) == pytest.approx(float(low), rel=1e-6)


def test_figures_without_any_error_have_no_interval():
    years = np.arange(0, 60, 10)
    found = lk.half_life(panel(decay(0.02, years, [0.4, 0.1, -0.1, -0.4]), years))
    assert float(found.estimate) == pytest.approx(np.log(2) / 0.02, rel=1e-3)
    assert np.isnan(found.ci_high) or float(found.ci_high - found.ci_low) < 0.1
