"""Composite indices: properties, gaps, labels and errors."""

import math
import re

import numpy as np
import pytest
import xarray as xr
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

import levelkit as lk
from indicators import few, over_indicators, panel, table, tables
from levelkit.measures.composite.aggregation import ces
from levelkit.measures.composite.index import composite_index
from levelkit.measures.composite.scaling import normalise

METHODS = ("z", "min-max", "rank", "percentile")
ELASTICITIES = (0, 0.001, 0.5, 1 - 1e-9, 1, 1 + 1e-9, 3, math.inf)
positive = st.floats(0.01, 100)
elasticity = st.sampled_from(ELASTICITIES)
rows = st.integers(1, 6).flatmap(
    lambda n: st.tuples(
        arrays(float, n, elements=positive), arrays(float, n, elements=st.floats(0.01, 1))
    )
)


# --- normalise


@few
@given(tables, st.floats(0.1, 50), st.floats(-50, 50), st.sampled_from(METHODS))
def test_units_of_an_indicator_do_not_matter(x, scale, shift, method):
    one, other = normalise(x, method=method), normalise(scale * x + shift, method=method)
    np.testing.assert_allclose(one, other, atol=1e-7)


@few
@given(tables)
def test_scales_are_what_they_say(x):
    z = normalise(x, method="z")
    np.testing.assert_allclose(z.mean("region"), 0, atol=1e-9)
    np.testing.assert_allclose(z.std("region"), 1, rtol=1e-9)
    scaled = normalise(x, method="min-max", floor=0.2)
    np.testing.assert_allclose(scaled.min("region"), 0.2)
    np.testing.assert_allclose(scaled.max("region"), 1)
    n = x.sizes["region"]
    np.testing.assert_allclose(np.sort(normalise(x, method="rank")[:, 0]), np.arange(1, n + 1))
    np.testing.assert_allclose(normalise(x, method="percentile").mean("region"), 50)


@few
@given(tables, st.sampled_from(METHODS))
def test_polarity_turns_the_order_around(x, method):
    polarity = over_indicators([-1] + [1] * (x.sizes["indicator"] - 1))
    turned, plain = normalise(x, method=method, polarity=polarity), normalise(x, method=method)
    assert (lk.rank(turned)[:, 0] == lk.rank(plain, ascending=True)[:, 0]).all()
    np.testing.assert_array_equal(turned[:, 1:], plain[:, 1:])
    np.testing.assert_allclose(
        normalise(x, method=method, polarity=-1), normalise(-x, method=method)
    )


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("skipna", [True, False])
def test_scaling_all_years_is_scaling_each(method, skipna):
    x = panel(1, gaps=True)
    found = normalise(x, method=method, skipna=skipna)
    assert found.dims == x.dims
    assert found.attrs["n_left_out"] == int(x.isnull().sum())
    for year in x.year:
        each = normalise(x.sel(year=year), method=method, skipna=skipna)
        np.testing.assert_allclose(found.sel(year=year), each)
    lacking = x.isnull() if skipna else x.isnull().any("region")
    assert (found.isnull() == lacking).all()


@pytest.mark.parametrize("method", METHODS)
def test_one_scale_for_all_years(method):
    x = panel(2)
    together = normalise(x, method=method, along="year")
    flat = x.stack(cell=("year", "region"), create_index=False).drop_vars(["year", "region"])
    each = normalise(flat, dim="cell", method=method)
    np.testing.assert_allclose(
        together.transpose("indicator", "year", "region").values.reshape(4, -1), each
    )


def test_weighted_z_counts_people_not_regions():
    x = table([[1.0], [2.0], [4.0]])
    people = xr.DataArray([3.0, 1, 1], dims="region", coords={"region": ["r0", "r1", "r2"]})
    each = table([[1.0]] * 3 + [[2.0], [4.0]])
    np.testing.assert_allclose(normalise(x, weights=people)[:, 0], normalise(each)[2:, 0])


def test_an_indicator_without_figures_stays_missing():
    x = panel(3)
    x.loc[{"indicator": "b"}] = np.nan
    for method in METHODS:
        found = normalise(x, method=method)
        assert found.sel(indicator="b").isnull().all()
        assert found.drop_sel(indicator="b").notnull().all()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"method": "log"}, "method must be one of 'z', 'min-max'"),
        ({"dim": "place"}, "No dimension 'place'"),
        ({"along": "month"}, "No dimension 'month'"),
        ({"polarity": 2}, "polarity must be 1 (more is better) or -1"),
        ({"polarity": over_indicators([1, -1, 1])}, "No polarity for 1 of indicator: d"),
        ({"method": "rank", "floor": 0.1}, "floor is for 'min-max', not 'rank'"),
        ({"method": "min-max", "floor": 1}, "floor must be from 0 up to below 1"),
        ({"method": "rank", "weights": panel()[0, :, 0]}, "weights are for the mean and sd of 'z'"),
        ({"weights": 0 * panel()[0, :, 0]}, "The weights sum to 0"),
        ({"weights": -panel()[0, :, 0]}, "A weight must not be negative"),
    ],
)
def test_scaling_names_bad_options(options, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        normalise(panel(), **options)


@pytest.mark.parametrize("method", ["z", "min-max"])
def test_no_range_is_refused_with_its_place(method):
    x = panel()
    x.loc[{"indicator": "c", "year": 2000}] = 5.0
    with pytest.raises(ValueError, match="All values over region are the same at year 2000, indicator 'c'"):  # fmt: skip
        normalise(x, method=method)
    with pytest.raises(ValueError, match="All values over region are the same:"):
        normalise(x[0, :1, 0], method=method)  # one unit
    assert (normalise(x, method="rank").sel(indicator="c", year=2000) == 3.5).all()


# --- ces


@few
@given(rows, elasticity, st.floats(0.01, 100))
def test_aggregate_lies_between_and_scales(row, elasticity, scale):
    x, weights = map(over_indicators, row)
    found = float(ces(x, weights=weights, elasticity=elasticity))
    assert x.min() * (1 - 1e-9) <= found <= x.max() * (1 + 1e-9)
    again = float(ces(scale * x, weights=7 * weights, elasticity=elasticity))
    assert again == pytest.approx(scale * found, rel=1e-9)


@few
@given(rows)
def test_aggregate_rises_with_elasticity(row):
    x, weights = map(over_indicators, row)
    found = [float(ces(x, weights=weights, elasticity=e)) for e in ELASTICITIES]
    assert (np.diff(found) >= -1e-7 * x.max().item()).all()


@few
@given(rows, st.integers(0, 99))
def test_order_of_indicators_does_not_matter(row, seed):
    x, weights = map(over_indicators, row)
    shuffled = x[np.random.default_rng(seed).permutation(x.size)]
    for e in ELASTICITIES:
        np.testing.assert_allclose(
            ces(shuffled, weights=weights, elasticity=e),
            ces(x, weights=weights, elasticity=e),
            rtol=1e-9,
        )


@few
@given(rows, st.floats(1e-12, 1e-3), st.sampled_from([-1, 1]))
def test_near_the_geometric_mean_no_digits_are_lost(row, step, side):
    """To first order in rho the log of a power mean is the mean log plus rho var / 2."""
    x, weights = map(over_indicators, row)
    e = 1 + side * step
    rho = 1 - 1 / e
    logs, share = np.log(x.values), weights.values / weights.values.sum()
    mean = share @ logs
    variance = share @ (logs - mean) ** 2
    found = math.log(float(ces(x, weights=weights, elasticity=e)))
    assert found == pytest.approx(mean + rho * variance / 2, abs=1e-13 + 200 * rho**2)


def test_extreme_elasticities_neither_overflow_nor_underflow():
    x = over_indicators([1e-200, 1.0, 1e200])
    assert float(ces(x, elasticity=0)) == 1e-200
    assert float(ces(x, elasticity=1e-6)) == pytest.approx(1e-200, rel=1e-4)
    assert float(ces(x, elasticity=1)) == pytest.approx(1)
    assert float(ces(x, elasticity=1e9)) == pytest.approx(1e200 / 3, rel=1e-4)


def test_weight_zero_does_not_bind():
    x, weights = over_indicators([-5.0, 2.0, 3.0]), over_indicators([0.0, 1.0, 1.0])
    for e in ELASTICITIES:
        found = float(ces(x, weights=weights, elasticity=e))
        assert found == pytest.approx(float(ces(x[1:], elasticity=e)))
    gap = over_indicators([np.nan, 2.0, 3.0])
    assert float(ces(gap, weights=weights, elasticity=0, skipna=False)) == 2


def test_zeros_are_taken_above_one():
    zeros, mixed = over_indicators([0.0, 0.0]), over_indicators([0.0, 4.0])
    assert float(ces(zeros, elasticity=3)) == 0
    assert float(ces(mixed, elasticity=2)) == pytest.approx(1)  # (sqrt(4) / 2)^2


@pytest.mark.parametrize("e", ELASTICITIES)
def test_missing_indicators_share_out_their_weight(e):
    x = panel(4, gaps=True)
    x[0, 0] = np.nan
    weights = xr.DataArray([1.0, 2, 3, 4], dims="indicator", coords={"indicator": list("abcd")})
    found = ces(x, weights=weights, elasticity=e)
    strict = ces(x, weights=weights, elasticity=e, skipna=False)
    assert found.dims == ("year", "region")
    assert found.attrs["n_left_out"] == int(x.isnull().sum())
    assert np.isnan(found[0, 0])
    assert (strict.isnull() == x.isnull().any("indicator")).all()
    for year in range(3):
        for region in range(6):
            cell = x[year, region].dropna("indicator")
            if cell.size:
                alone = ces(cell, weights=weights, elasticity=e)
                assert float(found[year, region]) == pytest.approx(float(alone))


@pytest.mark.parametrize(
    ("values", "options", "message"),
    [
        ([1.0, 0.0], {"elasticity": 1}, "With elasticity 1 an indicator must be above 0: found 0 at indicator 'b'"),
        ([1.0, -2.0], {"elasticity": 0}, "an indicator must be above 0: found -2"),
        ([1.0, -2.0], {"elasticity": 2}, "an indicator must not be negative: found -2"),
        ([1.0, 2.0], {"elasticity": -1}, "elasticity must be from 0 (no substitution) to inf"),
        ([1.0, 2.0], {"elasticity": math.nan}, "elasticity must be from 0"),
        ([1.0, 2.0], {"dim": "place"}, "No dimension 'place'"),
        ([1.0, 2.0], {"weights": over_indicators([0.0, 0.0])}, "The weights sum to 0"),
        ([1.0, 2.0], {"weights": over_indicators([2.0])}, "No weights for 1 of indicator: b"),
        ([1.0, 2.0], {"weights": over_indicators([2.0, -1.0])}, "A weight must not be negative"),
    ],
)  # fmt: skip
def test_aggregation_names_bad_input(values, options, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        ces(over_indicators(values), **options)


# --- composite_index


def test_index_is_scaling_then_aggregating_then_ranking():
    x = panel(5, gaps=True)
    polarity, weights = over_indicators([1, -1, 1, 1]), over_indicators([1.0, 2, 3, 4])
    found = composite_index(x, polarity=polarity, weights=weights, elasticity=0.5, floor=0.01)
    scaled = normalise(x, method="min-max", polarity=polarity, floor=0.01)
    index = ces(scaled, weights=weights, elasticity=0.5)
    np.testing.assert_array_equal(found["index"], index)
    np.testing.assert_array_equal(found["rank"], lk.rank(index))
    np.testing.assert_array_equal(found.n, x.count("indicator"))
    assert found["index"].dims == ("year", "region")
    assert found.attrs["n_left_out"] == int(x.isnull().sum())
    strict = composite_index(x, polarity=polarity, skipna=False)["index"]
    assert (strict.isnull() == x.isnull().any("indicator")).all()


def test_index_keeps_real_labels():
    x = lk.load("europe-century").sel(year=[1900, 2010])
    names = ["employment_share_industry", "employment_share_services", "gdp_per_head_intl2011usd"]
    found = composite_index(x[names].to_dataarray("indicator"), method="percentile", elasticity=1)
    assert (found.region == x.region).all()
    assert found["index"].max() <= 100 and found["rank"].min() >= 1


def test_without_substitution_the_worst_indicator_decides():
    x = table([[9.0, 1.0], [5.0, 5.0], [1.0, 9.0]])
    assert composite_index(x, method="rank", elasticity=0)["rank"].values.tolist() == [2.5, 1, 2.5]
    assert composite_index(x, method="rank")["rank"].values.tolist() == [2, 2, 2]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"method": "z", "elasticity": 1}, "z-scores may be negative and cannot be aggregated with elasticity 1"),
        ({"method": "min-max", "elasticity": 0.5}, "Set a floor above 0, such as floor=0.01"),
        ({"elasticity": -1}, "elasticity must be from 0"),
        ({"indicator": "topic"}, "No dimension 'topic'"),
        ({"dim": "place"}, "No dimension 'place'"),
    ],
)  # fmt: skip
def test_index_refuses_scales_that_do_not_suit(options, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        composite_index(panel(), **options)
