"""Beta convergence across places: closed forms, statsmodels by hand, weights, gaps, errors."""

import dataclasses
import math

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
import xarray as xr
from hypothesis import given, settings
from hypothesis import strategies as st

import levelkit as lk
from levelkit.measures.convergence.growth import beta_convergence
from levelkit.measures.convergence.quantile import quantile_beta
from levelkit.measures.convergence.result import Regression, speed_and_half_life

KINDS = ["HC1", "HC3", "nonrobust", "cluster"]


def places(start, end, years=(2000, 2020), **coords):
    names = [f"r{k}" for k in range(len(start))]
    return xr.DataArray(
        np.array([start, end], float).T,
        dims=("region", "year"),
        coords={"region": names, "year": list(years), **coords},
    )


def noisy(n=20, seed=1):
    rng = np.random.default_rng(seed)
    logs = rng.normal(9, 0.5, n)
    end = 0.7 * logs + 3.5 + rng.normal(0, 0.2, n)
    return places(np.exp(logs), np.exp(end), country=("region", np.arange(n) // 4))


def slope(found):
    return float(found.estimate.sel(term="initial_log"))


@pytest.mark.parametrize("form", ["ols", "barro"])
@settings(max_examples=30, deadline=None)
@given(beta=st.floats(0.001, 0.08), years=st.integers(2, 60), seed=st.integers(0, 99))
def test_noise_free_data_give_back_speed_and_half_life(form, beta, years, seed):
    logs = np.random.default_rng(seed).uniform(7, 11, 10)
    end = 12 + (logs - 9) * math.exp(-beta * years)
    found = beta_convergence(places(np.exp(logs), np.exp(end), (1900, 1900 + years)), form=form)
    assert found.speed.estimate == pytest.approx(beta, rel=1e-8)
    assert found.half_life.estimate == pytest.approx(math.log(2) / beta, rel=1e-8)
    assert found.r_squared == pytest.approx(1)


@pytest.mark.parametrize("errors", KINDS)
@pytest.mark.parametrize("weighted", [False, True])
def test_both_forms_are_one_fit(errors, weighted):
    x = noisy()
    options = {"errors": errors, "groups": "country" if errors == "cluster" else None}
    if weighted:
        options["weights"] = xr.DataArray(np.arange(1.0, 21), coords={"region": x.region})
    one, other = (beta_convergence(x, form=form, **options) for form in ("ols", "barro"))
    for name in ("estimate", "std_error", "ci_low", "ci_high"):
        assert one.speed[name] == pytest.approx(float(other.speed[name]), rel=1e-7)
        assert one.half_life[name] == pytest.approx(float(other.half_life[name]), rel=1e-7)
    assert one.r_squared == pytest.approx(other.r_squared)
    assert other.speed.estimate == pytest.approx(float(other.estimate.sel(term="speed")))


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 999), st.floats(0.01, 100))
def test_scale_and_order_change_nothing(seed, scale):
    x = noisy(seed=seed)
    order = np.random.default_rng(seed).permutation(x.sizes["region"])
    one, other = beta_convergence(x), beta_convergence(scale * x.isel(region=order))
    assert slope(one) == pytest.approx(slope(other), abs=1e-12)
    np.testing.assert_allclose(one.std_error[1], other.std_error[1], rtol=1e-7)


def test_conditional_beta_is_least_squares_with_the_controls():
    x = noisy()
    rng = np.random.default_rng(3)
    controls = xr.Dataset({"schooling": ("region", rng.normal(size=20))}, {"region": x.region})
    weights = xr.DataArray(rng.uniform(1, 5, 20), coords={"region": x.region})
    logs = np.log(x.values)
    design = np.column_stack([np.ones(20), logs[:, 0], controls.schooling])
    fit = sm.WLS((logs[:, 1] - logs[:, 0]) / 20, design, weights.values).fit(
        cov_type="cluster", cov_kwds={"groups": x.country.values}, use_t=True
    )
    shuffled = controls.isel(region=np.arange(20)[::-1])  # matched by label
    found = beta_convergence(
        x, controls=shuffled, weights=weights, errors="cluster", groups="country"
    )
    table = found.table().set_index("term")
    assert list(table.index) == ["constant", "initial_log", "schooling"]
    np.testing.assert_allclose(table.estimate, fit.params, rtol=1e-9)
    np.testing.assert_allclose(table.std_error, fit.bse, rtol=1e-9)
    np.testing.assert_allclose(table.statistic, fit.tvalues, rtol=1e-9)
    np.testing.assert_allclose(table.p_value, fit.pvalues, rtol=1e-7)
    np.testing.assert_allclose(table[["ci_low", "ci_high"]], fit.conf_int(), rtol=1e-9)
    np.testing.assert_allclose(found.covariance, fit.cov_params(), rtol=1e-8)
    assert found.r_squared == pytest.approx(fit.rsquared)
    assert "G = 5, N = 20, K = 3" in found.attrs["errors"]
    assert found.attrs["statistic"].startswith("conditional beta")


def test_groups_are_a_coordinate_or_labels():
    x = noisy()
    one = beta_convergence(x, errors="cluster", groups="country")
    other = beta_convergence(x, errors="cluster", groups=x.country[::-1])
    np.testing.assert_allclose(one.covariance, other.covariance, rtol=1e-10)


def test_whole_weights_count_units_and_zero_leaves_them_out():
    x = noisy(8)
    counts = np.array([1, 2, 3, 1, 0, 2, 1, 1])
    weights = xr.DataArray(counts, coords={"region": x.region})
    repeated = x.isel(region=np.repeat(np.arange(8), counts)).drop_vars("region")
    found = beta_convergence(x, weights=weights)
    assert slope(found) == pytest.approx(slope(beta_convergence(repeated)))
    assert found.n == 7
    assert found.attrs["n_left_out"] == 1


def test_missing_units_are_left_out_and_counted():
    x = noisy()
    x[3, 0] = np.nan
    x[4, 1] = np.nan
    found = beta_convergence(x)
    without = beta_convergence(x.drop_isel(region=[3, 4]))
    assert slope(found) == slope(without)
    assert (found.n, found.attrs["n_left_out"]) == (18, 2)


def test_years_default_to_the_first_and_last_with_data():
    x = noisy().reindex(year=[1990, 2000, 2020, 2030])
    found = beta_convergence(x)
    assert (found.attrs["first"], found.attrs["last"], found.attrs["years"]) == (2000, 2020, 20)
    assert slope(found) == slope(beta_convergence(noisy()))


def test_half_life_is_infinite_without_convergence():
    found = beta_convergence(noisy())
    apart = beta_convergence(places([1, 2, 4, 9], [1, 2.5, 6, 20]))
    assert apart.speed.estimate < 0
    assert np.isinf(apart.half_life.estimate) and np.isinf(apart.half_life.ci_high)
    assert np.isnan(apart.half_life.std_error)
    assert found.half_life.ci_low <= found.half_life.estimate <= found.half_life.ci_high


@given(
    slope=st.floats(-0.03, 0.03), error=st.floats(1e-5, 0.02), years=st.sampled_from([5.0, 24.0, 115.0])
)  # fmt: skip
def test_ends_of_a_speed_are_those_of_the_slope_transformed(slope, error, years):
    speed, half = speed_and_half_life(slope, error, years, 2.0)

    def transformed(b):
        return -math.log(1 + b * years) / years if 1 + b * years > 0 else math.inf

    low, high = transformed(slope + 2 * error), transformed(slope - 2 * error)
    if math.isinf(low):  # beyond closing at both ends: no speed at all
        assert np.isnan([float(speed[name]) for name in ("estimate", "ci_low", "ci_high")]).all()
        assert np.isnan(half.ci_low) and np.isnan(half.ci_high)
        return
    assert float(speed.ci_low) == pytest.approx(low, abs=1e-12)
    assert float(speed.ci_high) == pytest.approx(high, abs=1e-12)
    assert float(half.ci_low) == pytest.approx(math.log(2) / high if high > 0 else math.inf)
    assert float(half.ci_high) == pytest.approx(math.log(2) / low if low > 0 else math.inf)
    if 1 + slope * years > 0:
        assert low <= float(speed.estimate) <= high
        assert speed.std_error == pytest.approx(error / (1 + slope * years))
    else:  # by the line gaps have turned round: at least so fast, yet no speed
        assert np.isnan(speed.estimate) and np.isinf(speed.ci_high)


def test_an_interval_without_an_upper_end_says_so():
    # A slope of -0.004 over 115 years, with an error of 0.003: gaps may have closed.
    speed, half = speed_and_half_life(-0.004, 0.003, 115.0, 2.0)
    assert speed.ci_low == pytest.approx(-math.log(1 + 0.002 * 115) / 115)
    assert np.isinf(speed.ci_high) and half.ci_low == 0 and np.isinf(half.ci_high)
    x = places([1, 2, 4, 9, 3, 5], [1.4, 2.0, 2.4, 1.5, 1.0, 3.0], (1900, 2015))
    assert "no end)" in beta_convergence(x, errors="nonrobust").summary()


def test_overtaking_has_a_slope_but_no_speed():
    # Rich and poor change places: the slope is beyond -1 / T.
    x = places([1, 2, 4, 8], [8.1, 4, 2, 1])
    found = beta_convergence(x)
    assert slope(found) < -1 / 20
    assert np.isnan(found.speed.estimate) and np.isnan(found.half_life.estimate)
    with pytest.raises(ValueError, match="No finite speed: the slope -0.10"):
        beta_convergence(x, form="barro")


def test_result_prints_itself_and_cannot_be_changed():
    x = noisy()
    x[0, 0] = np.nan
    found = beta_convergence(x, level=0.9)
    assert isinstance(found, Regression)
    for part in ("beta convergence, 2000 to 2020", "HC1", "19 observations, 1 left out",
                 "90 % intervals", "17 degrees", "Half-life"):  # fmt: skip
        assert part in found.summary()
    assert repr(found) == found.summary()
    with pytest.raises(dataclasses.FrozenInstanceError):
        found.n = 3


def test_narrower_level_narrower_interval():
    wide, narrow = (beta_convergence(noisy(), level=level) for level in (0.99, 0.8))
    assert (wide.ci_low < narrow.ci_low).all() and (narrow.ci_high < wide.ci_high).all()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"dim": "place"}, "No dimension 'place'"),
        ({"first": 1066}, r"No year 1066 \(first\). There are: \[2000, 2020\]"),
        ({"first": 2020, "last": 2000}, r"first \(2020\) must come before last \(2000\)"),
        ({"form": "log"}, "form must be one of 'ols', 'barro', not 'log'"),
        (
            {"errors": "HC9"},
            "errors must be one of 'nonrobust', 'HC1', 'HC3', 'cluster', not 'HC9'",
        ),
        ({"errors": "cluster"}, "needs groups"),
        ({"groups": "country"}, "groups are the clusters of errors='cluster', not of 'HC1'"),
        ({"errors": "cluster", "groups": "nation"}, "No coordinate 'nation'.*country"),
        ({"level": 95}, "level must be between 0 and 1, as 0.95, not 95"),
    ],
)
def test_bad_options_are_named(options, message):
    with pytest.raises(ValueError, match=message):
        beta_convergence(noisy(), **options)


def test_bad_values_are_named():
    x = noisy()
    flat = xr.DataArray(np.ones(20), coords={"region": x.region})
    with pytest.raises(ValueError, match="values in 2000 must be above 0: found -1 at region 'r2'"):
        beta_convergence(x.where(x.region != "r2", -1.0))
    with pytest.raises(ValueError, match="A weight must not be negative: found -1"):
        beta_convergence(x, weights=-flat)
    with pytest.raises(ValueError, match="No unit has every value"):
        beta_convergence(x, weights=0 * flat)
    with pytest.raises(ValueError, match="No weights for 15 of region: r10"):
        beta_convergence(x, weights=flat[:5])
    with pytest.raises(ValueError, match="'same' varies no further than constant, initial_log"):
        beta_convergence(x, controls={"same": flat})
    with pytest.raises(ValueError, match="'initial_log' varies no further than constant"):
        beta_convergence(places([2, 2, 2, 2], [1, 2, 3, 4]))
    with pytest.raises(ValueError, match="2 observations are too few for 2 parameters"):
        beta_convergence(x[:2])
    with pytest.raises(ValueError, match="A control cannot be called 'speed'"):
        beta_convergence(x, controls={"speed": flat})
    with pytest.raises(ValueError, match="at least 2 clusters"):
        beta_convergence(x, errors="cluster", groups=flat)
    with pytest.raises(ValueError, match="choose a label of draw"):
        beta_convergence(x.expand_dims(draw=2))
    with pytest.raises(ValueError, match="All values are missing"):
        beta_convergence(x * np.nan)
    with pytest.raises(ValueError, match="must be numbers"):
        beta_convergence(x.assign_coords(year=["a", "b"]))
    with pytest.raises(ValueError, match="must ascend|must be unique"):
        beta_convergence(x.assign_coords(year=[2000, 2000]))


def test_quantile_lines_part_the_units_in_their_shares():
    x = lk.load("europe-century").gdp_per_head_intl2011usd
    q = [0.1, 0.5, 0.9]
    found = quantile_beta(x, q, first=1950, last=2015)
    assert found.estimate.dims == ("q", "term") and list(found.q) == q
    logs = np.log(x.sel(year=[1950, 2015])).dropna("region")
    growth = (logs.sel(year=2015) - logs.sel(year=1950)) / 65
    lines = found.estimate.sel(term="constant") + found.estimate.sel(term="initial_log") * logs.sel(
        year=1950
    )
    below = (growth < lines - 1e-7).sum("region")
    above = (growth > lines + 1e-7).sum("region")
    n = int(found.n)
    # Koenker and Bassett (1978): at most n q below and n (1 - q) above.
    assert (below <= n * found.q).all() and (above <= n * (1 - found.q)).all()
    speed = -np.log(1 + 65 * found.estimate.sel(term="initial_log")) / 65
    np.testing.assert_allclose(found.speed, speed)
    np.testing.assert_allclose(found.half_life, math.log(2) / speed)
    assert (found.half_life_ci_low <= found.half_life).all()
    assert (found.p_value < 0.05).sel(term="initial_log").all()
    assert found.attrs["n_left_out"] == x.sizes["region"] - n


def test_quantile_errors_are_those_of_statsmodels_whatever_the_scale():
    x = noisy(40)
    logs = np.log(x.values)
    growth = (logs[:, 1] - logs[:, 0]) / 20
    control = pd.Series(np.random.default_rng(2).normal(size=40), x.region.to_index())
    design = np.column_stack([np.ones(40), logs[:, 0], control])
    fit = sm.QuantReg(1000 * growth, design).fit(q=0.5, p_tol=1e-8, max_iter=10_000)
    found = quantile_beta(x, 0.5, controls={"c": control.to_xarray()}).squeeze("q")
    assert list(found.term) == ["constant", "initial_log", "c"]
    np.testing.assert_allclose(found.estimate, fit.params / 1000, rtol=1e-5)
    np.testing.assert_allclose(found.std_error, fit.bse / 1000, rtol=1e-4)


def test_quantile_errors():
    with pytest.raises(ValueError, match="A quantile must be between 0 and 1, not 90"):
        quantile_beta(noisy(), [0.5, 90])
    with pytest.raises(ValueError, match="2 units are too few for 2 parameters"):
        quantile_beta(noisy()[:2])
