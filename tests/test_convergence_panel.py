"""Panels with fixed effects: dummies by hand, gaps, weights, what K counts, Nickell's bias."""

import math

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
import xarray as xr
from hypothesis import given, settings
from hypothesis import strategies as st

import levelkit as lk
from levelkit.measures.convergence.panel import panel_beta
from levelkit.measures.convergence.within import (
    effect_parameters,
    within_regression,
    without_effects,
)


def long_table(regions=12, years=7, gaps=0.3, seed=0):
    rng = np.random.default_rng(seed)
    region, year = (a.ravel() for a in np.indices((regions, years)))
    kept = rng.random(region.size) >= gaps
    table = pd.DataFrame(
        {"region": region, "year": 2000 + year, "size": rng.integers(0, 3, region.size)}
    )
    table["x"] = rng.normal(size=region.size) + 0.3 * region
    table["z"] = rng.normal(size=region.size) + table.x
    table["y"] = table.x - 0.5 * table.z + region + 0.2 * year**2 + rng.normal(size=region.size)
    table["w"] = rng.uniform(0.5, 3, region.size)
    return table[kept].set_index(["region", "year"])


def dummies(table, names):
    flat = table.reset_index()
    # The first effect has a constant for each level, the others one level less.
    parts = [
        pd.get_dummies(flat[name], dtype=float, drop_first=k > 0).to_numpy()
        for k, name in enumerate(names)
    ]
    return np.column_stack([flat[["x", "z"]].to_numpy(), *parts])


@settings(max_examples=20, deadline=None)
@given(
    st.integers(0, 999),
    st.sampled_from([["region"], ["region", "year"], ["region", "year", "size"]]),
)
def test_slopes_are_those_of_least_squares_with_dummies(seed, names):
    table = long_table(seed=seed)
    theirs = sm.WLS(table.y, dummies(table, names), table.w.to_numpy()).fit()
    effects = [table["size"] if name == "size" else name for name in names]
    ours = within_regression(
        table.y, table[["x", "z"]], effects=effects, weights=table.w, errors="nonrobust"
    )
    np.testing.assert_allclose(ours.estimate, theirs.params.iloc[:2], rtol=1e-9)
    np.testing.assert_allclose(ours.std_error, theirs.bse.iloc[:2], rtol=1e-9)
    assert ours.df == theirs.df_resid


def test_complete_panel_is_the_closed_form():
    values = np.random.default_rng(0).normal(size=(9, 5))
    left = values - values.mean(0) - values.mean(1, keepdims=True) + values.mean()
    region, year = (a.ravel() for a in np.indices(values.shape))
    found = without_effects(values.reshape(-1, 1), [region, year], np.ones(45))
    np.testing.assert_allclose(found[:, 0], left.ravel(), atol=1e-13)


def test_a_chain_of_regions_is_taken_apart_exactly():
    """Each region is there three years: slow for one projection after the other."""
    rng = np.random.default_rng(0)
    region = np.repeat(np.arange(100), 3)
    year = region + np.tile([0, 1, 2], 100)
    x = rng.normal(size=300).cumsum()
    table = pd.DataFrame({"region": region, "year": year, "x": x, "z": rng.normal(size=300)})
    table["y"] = 0.5 * x + rng.normal(size=300)
    table = table.set_index(["region", "year"])
    theirs = sm.OLS(table.y, dummies(table, ["region", "year"])).fit(cov_type="HC1")
    ours = within_regression(table.y, table[["x", "z"]], effects=["region", "year"], errors="HC1")
    np.testing.assert_allclose(ours.estimate, theirs.params.iloc[:2], rtol=1e-9)
    np.testing.assert_allclose(ours.std_error, theirs.bse.iloc[:2], rtol=1e-9)


@pytest.mark.parametrize(
    ("effects", "groups", "nested"),
    [(["region", "year"], "region", 11), (["region", "year"], "year", 6),
     (["region"], "region", 11), (["year"], "region", 0)],
)  # fmt: skip
def test_clustered_errors_follow_the_stated_convention(effects, groups, nested):
    table = long_table(gaps=0.1)
    design = dummies(table, effects)
    labels = table.index.get_level_values(groups)
    plain = sm.OLS(table.y, design).fit(
        cov_type="cluster", cov_kwds={"groups": pd.factorize(labels)[0], "use_correction": False}
    )
    n, k, g = len(table), np.linalg.matrix_rank(design) - nested, labels.nunique()
    factor = g / (g - 1) * (n - 1) / (n - k)
    ours = within_regression(table.y, table[["x", "z"]], effects=effects, groups=groups)
    np.testing.assert_allclose(ours.std_error**2, factor * plain.bse.iloc[:2] ** 2, rtol=1e-8)
    assert f"G = {g}, N = {n}, K = {k}" in ours.attrs["errors"]
    assert ours.df == g - 1


def test_unconnected_parts_share_no_constant():
    left, right = np.repeat([0, 1, 2, 3], 2), np.array([0, 1, 0, 1, 2, 3, 2, 3])
    assert effect_parameters([left, right]) == 4 + 4 - 2


def test_rows_may_be_a_stacked_array_a_table_or_a_mapping():
    panel = long_table(gaps=0.0)[["x", "z", "y"]].to_xarray()
    panel.y[2, 3] = np.nan
    rows = panel.stack(row=("region", "year"))
    table = rows.to_dataframe()[["x", "z", "y"]]
    array = within_regression(rows.y, rows[["x", "z"]], effects=["region", "year"])
    frame = within_regression(table.y, table[["x", "z"]], effects=["region", "year"])
    loose = within_regression(
        rows.y, {"x": rows.x, "z": rows.z.to_numpy()}, effects=[rows.region, rows.year.to_numpy()]
    )
    for other in (frame, loose):
        np.testing.assert_array_equal(array.covariance, other.covariance)
        np.testing.assert_array_equal(array.estimate, other.estimate)
    assert (array.n, array.attrs["n_left_out"]) == (83, 1)
    assert "absorbed" in array.attrs


def test_no_effects_fit_a_constant():
    table = long_table()
    theirs = sm.OLS(table.y, sm.add_constant(table[["x", "z"]])).fit(cov_type="HC3")
    ours = within_regression(table.y, table[["x", "z"]], effects=[], errors="HC3")
    assert list(ours.estimate.term) == ["constant", "x", "z"]
    np.testing.assert_allclose(ours.std_error, theirs.bse, rtol=1e-9)
    assert ours.r_squared == pytest.approx(theirs.rsquared)


def test_weights_of_zero_leave_rows_out():
    table = long_table()
    table.loc[table.index[:5], "w"] = 0
    options = {"effects": ["region", "year"], "errors": "HC1"}
    one = within_regression(table.y, table[["x"]], weights=table.w, **options)
    kept = table[5:]
    other = within_regression(kept.y, kept[["x"]], weights=kept.w, **options)
    np.testing.assert_array_equal(one.estimate, other.estimate)
    assert one.attrs["n_left_out"] == 5


def test_within_regression_names_what_is_wrong():
    table = long_table()
    y, x = table.y, table[["x"]]
    fit = within_regression
    with pytest.raises(ValueError, match="No 'place' among the rows' labels: region, year"):
        fit(y, x, effects=["place"])
    with pytest.raises(ValueError, match=r"effect must have one value for each of the \d+ rows"):
        fit(y, x, effects=[[1, 2, 3]])
    with pytest.raises(ValueError, match="The effects leave nothing of 'x'"):
        fit(y, {"x": table.index.get_level_values("region") ** 2}, effects="region")
    with pytest.raises(ValueError, match="'z' varies no further than x"):
        fit(y, {"x": table.x, "z": 2 * table.x}, effects="region")
    with pytest.raises(ValueError, match="HC3 needs the leverage"):
        fit(y, x, effects=["region"], errors="HC3")
    with pytest.raises(ValueError, match="needs groups where there are no effects"):
        fit(y, x, effects=[])
    with pytest.raises(ValueError, match="A weight must not be negative: found -3"):
        fit(y, x, effects=["region"], weights=np.full(len(y), -3.0))
    with pytest.raises(
        ValueError, match="4 observations are too few for 4 parameters: x, z and 2 of"
    ):
        fit(y[:4], table[["x", "z"]][:4], effects=[[0, 0, 1, 1]], errors="HC1")


def closing(years, speed=0.03, regions=10):
    """Log gaps that close at a constant speed around a common path, without noise."""
    gaps, years = np.linspace(-1, 1, regions), np.array(years)
    logs = (
        9 + 0.02 * years + 0.1 * np.sin(years) + gaps[:, None] * np.exp(-speed * (years - years[0]))
    )
    return xr.DataArray(
        np.exp(logs), dims=("region", "year"),
        coords={"region": [f"r{k}" for k in range(regions)], "year": years},
    )  # fmt: skip


@pytest.mark.parametrize("lag", [1, 3])
@pytest.mark.parametrize("step", [1, 5])
def test_speed_is_recovered_whatever_the_step(lag, step):
    x = closing(1950 + step * np.arange(12))
    found = panel_beta(x, effects=("period",), lag=lag)
    assert found.speed.estimate == pytest.approx(0.03, rel=1e-8)
    assert found.half_life.estimate == pytest.approx(math.log(2) / 0.03, rel=1e-8)
    assert found.attrs["years"] == lag * step


def test_panel_beta_is_within_regression_on_annual_growth():
    x = lk.load("uk-century").gdp_per_head_intl2011usd
    dated = x.dropna("year", how="all")
    logs, years = np.log(dated), dated.year.values
    growth = logs.diff("year", label="lower") / xr.DataArray(np.diff(years), {"year": years[:-1]})
    rows = xr.Dataset({"growth": growth, "initial_log": logs[:, :-1]}).stack(row=("region", "year"))
    weights = xr.DataArray(np.arange(1.0, 11), coords={"region": x.region})
    by_hand = within_regression(
        rows.growth, rows[["initial_log"]], effects=["region", "year"],
        weights=weights.sel(region=rows.region).values,
    )  # fmt: skip
    found = panel_beta(x, weights=weights)  # years without any data are passed over
    np.testing.assert_allclose(found.estimate, by_hand.estimate, rtol=1e-10)
    np.testing.assert_allclose(found.std_error, by_hand.std_error, rtol=1e-10)
    slope, years = float(found.estimate[0]), np.diff(years).mean()
    assert found.speed.estimate == pytest.approx(-math.log(1 + slope * years) / years)
    relabelled = panel_beta(x[::-1].transpose(), weights=weights)
    np.testing.assert_allclose(found.covariance, relabelled.covariance, rtol=1e-10)
    for part in ("panel beta convergence, effects: region, period", "G = 10"):
        assert part in found.summary()


def test_gaps_cost_the_steps_on_either_side():
    x = closing(range(2000, 2010))
    x[2, 4] = np.nan
    found = panel_beta(x, effects=("period",))
    assert (found.n, found.attrs["n_left_out"]) == (88, 2)


def test_controls_weights_and_groups_may_vary_in_time():
    x = closing(range(2000, 2008))
    rng = np.random.default_rng(0)
    x = x * np.exp(rng.normal(0, 0.02, x.shape))
    control = x.copy(data=rng.normal(size=x.shape))
    found = panel_beta(x, controls={"share": control}, groups=control.year, errors="cluster")
    assert list(found.estimate.term) == ["initial_log", "share"]
    assert "G = 7" in found.attrs["errors"]
    shifted = control.copy()
    shifted[:, -1] = 99  # the last year starts no step
    again = panel_beta(x, controls={"share": shifted}, groups="year")
    np.testing.assert_array_equal(found.covariance, again.covariance)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"effects": ("country",)}, "effects must be one of 'region', 'period', not 'country'"),
        ({"lag": 0}, r"lag must be 1 to 9 \(years with data, less 1\), not 0"),
        ({"lag": 10}, "lag must be 1 to 9"),
        ({"errors": "HC3"}, "HC3 needs the leverage"),
        ({"along": "date"}, "No dimension 'date'"),
        ({"groups": "country"}, "No coordinate 'country'"),
    ],
)
def test_bad_options_are_named(options, message):
    with pytest.raises(ValueError, match=message):
        panel_beta(closing(range(2000, 2010)), **options)


def test_what_the_effects_take_is_named():
    x = closing(range(2000, 2010))
    with pytest.raises(ValueError, match="The effects leave nothing of 'price'"):
        panel_beta(x, controls={"price": x.year * 1.0})
    with pytest.raises(ValueError, match="values must be above 0: found 0 at region 'r0'"):
        panel_beta(x.where(x.region != "r0", 0.0))


def test_region_effects_bias_short_panels_as_nickell_says():
    """Nickell (1981): the part of persistence r lost over T steps."""
    r, t = 0.9, 20
    part = 1 - (1 - r**t) / (1 - r) / t
    bias = -(1 + r) / (t - 1) * part / (1 - 2 * r / ((1 - r) * (t - 1)) * part)
    rng = np.random.default_rng(0)
    logs = np.zeros((2000, 100 + t + 1))
    for k in range(1, logs.shape[1]):
        logs[:, k] = r * logs[:, k - 1] + rng.normal(0, 0.02, 2000)
    x = xr.DataArray(np.exp(9 + logs[:, 100:]), dims=("region", "year"), coords={"year": range(21)})
    without = float(panel_beta(x, effects=("period",)).estimate[0])
    assert without == pytest.approx(r - 1, abs=0.005)
    assert float(panel_beta(x).estimate[0]) == pytest.approx(r - 1 + bias, abs=0.01)
