"""Location quotients, concentration and specialisation."""

import numpy as np
import pytest
import xarray as xr
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from levelkit.measures.space.concentration import (
    ellison_glaeser,
    herfindahl,
    krugman_index,
    locational_gini,
)
from levelkit.measures.space.location_quotient import (
    location_quotient,
    location_quotient_interval,
)
from space_examples import few

tables = arrays(float, (5, 4), elements=st.integers(1, 60).map(float))


def table(v):
    v = np.asarray(v, float)
    return xr.DataArray(v, dims=("region", "industry"),
                        coords={"region": range(len(v)), "industry": list("wxyz")[: v.shape[1]]})  # fmt: skip


@few
@given(tables, st.floats(0.01, 99), st.permutations(range(5)))
def test_scale_and_order_change_no_concentration(v, scale, order):
    x = table(v)
    for function in (location_quotient, krugman_index, locational_gini, ellison_glaeser):
        one, other = function(x), function(scale * x.isel(region=order))
        xr.testing.assert_allclose(one, other.reindex_like(one), atol=1e-9)


@few
@given(tables)
def test_concentration_adds_up_and_keeps_its_bounds(v):
    x = table(v)
    of_region = x.sum("industry") / x.sum()
    quotient = location_quotient(x)
    np.testing.assert_allclose((quotient * of_region).sum("region"), 1)
    for index in (herfindahl(x), herfindahl(x, dim="industry")):
        assert ((index > 0) & (index <= 1 + 1e-12)).all()
    assert (herfindahl(x, normalised=True) >= -1e-12).all()
    specialised, gini = krugman_index(x, reference="rest"), locational_gini(x)
    assert ((specialised >= 0) & (specialised <= 2)).all()
    assert ((gini >= -1e-12) & (gini < 1)).all()
    # The region is in the reference: |s_r - s| is its distance to the rest, shrunk.
    np.testing.assert_allclose(krugman_index(x), specialised * (1 - of_region), atol=1e-12)


def test_proportional_table_is_not_concentrated():
    x = table(np.outer([1, 2, 3.5], [4, 1, 2]))
    np.testing.assert_allclose(location_quotient(x), 1)
    np.testing.assert_allclose(krugman_index(x), 0, atol=1e-12)
    np.testing.assert_allclose(locational_gini(x), 0, atol=1e-12)
    np.testing.assert_allclose(ellison_glaeser(x), 0, atol=1e-12)
    # Lumpy plants that lie as everything does are spread more than darts would be.
    assert (ellison_glaeser(x, plant_herfindahl=0.2) < 0).all()


def test_all_in_one_place():
    x = table([[6, 0], [0, 3], [0, 3]])
    np.testing.assert_allclose(location_quotient(x), [[2, 0], [0, 2], [0, 2]])
    np.testing.assert_allclose(herfindahl(x), [1, 0.5])
    np.testing.assert_allclose(herfindahl(x, normalised=True), [1, 0.25])
    np.testing.assert_allclose(locational_gini(x), [0.5, 0.5])


@pytest.mark.parametrize(
    "function",
    [location_quotient, location_quotient_interval, krugman_index, locational_gini,
     ellison_glaeser, herfindahl],
)  # fmt: skip
def test_tables_of_many_years_equal_a_loop(function):
    v = np.random.default_rng(5).integers(0, 50, size=(3, 5, 2, 4)).astype(float)
    v[0, 1, 0, 2] = v[2, 4, 1, 0] = np.nan
    x = xr.DataArray(v, dims=("year", "region", "country", "industry"),
                     coords={"year": [1, 2, 3], "country": ["x", "y"],
                             "region": list("abcde"), "industry": list("wxyz")})  # fmt: skip
    whole = function(x)
    assert whole.attrs["n_left_out"] == 2
    for year in x.year.values:
        for country in x.country.values:
            one = function(x.sel(year=year, country=country, drop=True))
            xr.testing.assert_allclose(whole.sel(year=year, country=country, drop=True), one)
    if function in (location_quotient, location_quotient_interval):
        first = whole if function is location_quotient else whole.ci_low
        assert first.dims == x.dims


def test_zero_totals_are_undefined_and_counted():
    x = table([[0, 0, 0], [5, 0, 1], [2, 0, 3]])
    quotient = location_quotient(x)
    assert quotient.attrs["n_undefined"] == 5
    assert quotient.sel(region=0).isnull().all() and quotient.sel(industry="x").isnull().all()
    special = krugman_index(x)
    assert special.isnull().values.tolist() == [True, False, False]
    assert special.attrs["n_undefined"] == 1
    for function in (locational_gini, ellison_glaeser, herfindahl):
        found = function(x)
        assert found.isnull().values.tolist() == [False, True, False]
        assert found.attrs["n_undefined"] == 1
    # An empty region changes nothing for the others.
    for function in (locational_gini, ellison_glaeser):
        np.testing.assert_allclose(function(x), function(x.isel(region=[1, 2])))


def test_one_region_has_no_geography():
    x = table([[5, 2]])
    assert ellison_glaeser(x).isnull().all()
    assert herfindahl(x, normalised=True).isnull().all()
    assert ellison_glaeser(x).attrs["n_undefined"] == 2


def test_gaps_are_left_out_on_both_sides():
    x = table([[4, 6, 2], [1, 9, 5], [8, np.nan, 3]])
    # Region 2 is compared over the industries it has.
    own, rest = np.array([8, 3]) / 11, np.array([5, 7]) / 12
    assert krugman_index(x, reference="rest").sel(region=2) == pytest.approx(
        np.abs(own - rest).sum()
    )
    # Industry x is compared over the regions it has.
    share, everything = np.array([6, 9]) / 15, np.array([12, 15]) / 27
    gamma = ((share - everything) ** 2).sum() / (1 - (everything**2).sum())
    assert ellison_glaeser(x).sel(industry="x") == pytest.approx(gamma)
    assert herfindahl(x).sel(industry="x") == pytest.approx((share**2).sum())
    assert herfindahl(x, skipna=False).isnull().values.tolist() == [False, True, False]
    assert krugman_index(x, skipna=False).isnull().all()
    assert ellison_glaeser(x).attrs["n_left_out"] == 1


def test_plants_are_matched_by_label_and_stated():
    x = table([[4, 6, 2], [1, 9, 5], [8, 1, 3]])
    h = xr.DataArray([0.3, 0.1, 0.2], dims="industry", coords={"industry": ["y", "w", "x"]})
    found = ellison_glaeser(x, plant_herfindahl=h)
    for label in "wxy":
        one = ellison_glaeser(x, plant_herfindahl=float(h.sel(industry=label)))
        assert found.sel(industry=label) == pytest.approx(float(one.sel(industry=label)))
    assert found.attrs["plant_herfindahl"] == "given"
    assert "0 for all industries" in ellison_glaeser(x).attrs["plant_herfindahl"]
    with pytest.raises(ValueError, match="from 0 to below 1: found 1"):
        ellison_glaeser(x, plant_herfindahl=1)
    with pytest.raises(ValueError, match="from 0 to below 1: found nan"):
        ellison_glaeser(x, plant_herfindahl=h.where(h > 0.1))
    with pytest.raises(ValueError, match="No plant_herfindahl for 1 of industry: w"):
        ellison_glaeser(x, plant_herfindahl=h.isel(industry=[0, 2]))
    with pytest.raises(ValueError, match="No dimension 'industry'"):
        ellison_glaeser(x, plant_herfindahl=h.rename(industry="sector"))


def test_quotient_interval_covers():
    """Samples from a known table: the interval holds the true quotient 95 times in 100."""
    truth = table([[0.05, 0.15, 0.1], [0.3, 0.2, 0.2]])
    drawn = np.random.default_rng(6).multinomial(400, truth.to_numpy().ravel(), 2000)
    x = xr.DataArray(drawn.reshape(-1, 2, 3), dims=("draw", "region", "industry"),
                     coords={"region": truth.region, "industry": truth.industry})  # fmt: skip
    found = location_quotient_interval(x)
    held = (found.ci_low <= location_quotient(truth)) & (location_quotient(truth) <= found.ci_high)
    assert (abs(held.mean("draw") - 0.95) < 0.02).all()
    np.testing.assert_allclose(found.estimate, location_quotient(x))
    with pytest.raises(ValueError, match="level must be between 0 and 1, as 0.95, not 95"):
        location_quotient_interval(x, level=95)


def test_no_interval_for_a_count_of_zero():
    found = location_quotient_interval(table([[0, 5], [3, 4]]))
    assert found.estimate[0, 0] == 0
    assert np.isnan(found.ci_low[0, 0]) and np.isnan(found.ci_high[0, 0])
    assert found.n.values.tolist() == [5, 7]


@pytest.mark.parametrize(
    "function",
    [location_quotient, location_quotient_interval, krugman_index, locational_gini,
     ellison_glaeser],
)  # fmt: skip
@pytest.mark.parametrize(
    ("x", "options", "message"),
    [
        (table([[1, 2]]), {"region": "place"}, "No dimension 'place'"),
        (table([[1, 2]]), {"industry": "region"}, "must be two dimensions"),
        (table([[1, 2], [3, -4]]), {}, "not be negative: found -4 at region 1, industry 'x'"),
        (table([[0, 0]]), {}, "All amounts are 0 or missing"),
        (table([[np.nan, np.nan]]), {}, "All amounts are 0 or missing"),
    ],
)
def test_bad_tables_are_named(function, x, options, message):
    with pytest.raises(ValueError, match=message):
        function(x, **options)


def test_other_bad_options_of_concentration_are_named():
    with pytest.raises(ValueError, match="reference must be one of 'all', 'rest', not 'best'"):
        krugman_index(table([[1, 2]]), reference="best")
    with pytest.raises(ValueError, match="No dimension 'place'"):
        herfindahl(table([[1, 2]]), dim="place")
    with pytest.raises(ValueError, match="found -4"):
        herfindahl(table([[1, 2], [3, -4]]))
