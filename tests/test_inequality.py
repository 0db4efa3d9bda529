"""Dispersion: what must hold for any figures."""

import hypothesis.extra.numpy as hnp
import numpy as np
import pytest
import xarray as xr
from hypothesis import given, settings
from hypothesis import strategies as st

import levelkit as lk

MEASURES = {
    "coefficient_of_variation": lk.coefficient_of_variation,
    "gini": lk.gini,
    "theil": lk.theil,
    "mean_log_deviation": lk.mean_log_deviation,
    "generalised_entropy": lambda x, **k: lk.generalised_entropy(x, alpha=-1.5, **k),
    "atkinson": lambda x, **k: lk.atkinson(x, epsilon=1.3, **k),
    "hoover": lk.hoover,
    "percentile_ratio": lk.percentile_ratio,
    "share_ratio": lk.share_ratio,
}
values = hnp.arrays(float, st.integers(2, 15), elements=st.floats(1, 1e4))
every = pytest.mark.parametrize("measure", MEASURES.values(), ids=MEASURES)
# Percentiles see two points only, and their weights are relative.
PROPER = {name: measure for name, measure in MEASURES.items() if name != "percentile_ratio"}
every_proper = pytest.mark.parametrize("measure", PROPER.values(), ids=PROPER)


def units(data):
    return xr.DataArray(data, dims="region", coords={"region": np.arange(len(data))})


@every
@given(data=values, factor=st.floats(1e-3, 1e3), seed=st.integers(0, 99))
@settings(max_examples=30, deadline=None)
def test_unit_and_order_of_the_figures_do_not_matter(measure, data, factor, seed):
    x = units(data)
    mixed = x.isel(region=np.random.default_rng(seed).permutation(x.size))
    assert float(measure(x * factor)) == pytest.approx(float(measure(x)), rel=1e-7, abs=1e-10)
    assert float(measure(mixed)) == pytest.approx(float(measure(x)), rel=1e-7, abs=1e-10)


@every_proper
@given(data=values, seed=st.integers(0, 99))
@settings(max_examples=30, deadline=None)
def test_a_weight_of_k_is_k_copies(measure, data, seed):
    times = np.random.default_rng(seed).integers(1, 5, data.size)
    weighted = measure(units(data), weights=units(times))
    assert float(weighted) == pytest.approx(float(measure(units(np.repeat(data, times)))), abs=1e-9)


@given(data=values)
@settings(deadline=None)
def test_equal_weights_change_no_percentile(data):
    weighted = lk.percentile_ratio(units(data), weights=units(np.full(data.size, 3.0)))
    assert float(weighted) == pytest.approx(float(lk.percentile_ratio(units(data))))


@every
def test_equal_values_are_not_unequal(measure):
    found = float(measure(units(np.full(7, 3.0)), weights=units(np.arange(1.0, 8))))
    assert found == pytest.approx(
        1 if measure in (lk.percentile_ratio, lk.share_ratio) else 0, abs=1e-12
    )


@every_proper
@given(data=values)
@settings(max_examples=20, deadline=None)
def test_a_transfer_to_the_poorer_never_raises_inequality(measure, data):
    low, high = data.argmin(), data.argmax()
    closer = data.copy()
    closer[low] += (data[high] - data[low]) / 4
    closer[high] -= (data[high] - data[low]) / 4
    assert float(measure(units(closer))) <= float(measure(units(data))) + 1e-12


@every
def test_further_dimensions_give_what_a_loop_gives_and_keep_labels(measure):
    rng = np.random.default_rng(1)
    x = xr.DataArray(rng.lognormal(size=(3, 8, 2)), dims=("year", "region", "country"),
                     coords={"year": [1900, 1950, 2000], "country": ["UK", "FR"]})  # fmt: skip
    x[1, 2, 0] = np.nan
    w = xr.DataArray(rng.uniform(1, 5, 8), dims="region")
    found = measure(x, weights=w)
    assert found.dims == ("year", "country")
    assert found.attrs["n_left_out"] == 1
    for year in x.year.values:
        for country in x.country.values:
            one = x.sel(year=year, country=country)
            alone = measure(one.dropna("region"), weights=w[one.notnull().values])
            assert float(found.sel(year=year, country=country)) == pytest.approx(float(alone))


@every
def test_a_gap_makes_its_slice_missing_if_asked(measure):
    x = xr.DataArray([[1.0, 2, np.nan], [1.0, 2, 3]], dims=("year", "region"))
    found = measure(x, skipna=False, weights=xr.ones_like(x.isel(year=0, drop=True)))
    assert found.isnull().values.tolist() == [True, False]


@every
def test_no_value_at_all_is_missing_without_a_warning(measure):
    x = xr.DataArray([[np.nan, np.nan], [1.0, 2]], dims=("year", "region"))
    assert measure(x).isnull().values.tolist() == [True, False]
    assert np.isnan(float(measure(units([1.0, 2]), weights=units([0.0, 0]))))


@every
def test_chunked_arrays_stay_lazy_and_give_the_same(measure):
    rng = np.random.default_rng(2)
    x = xr.DataArray(rng.lognormal(size=(40, 12)), dims=("draw", "region"))
    w = xr.DataArray(rng.uniform(1, 3, 12), dims="region")
    lazy = measure(x.chunk(draw=10, region=5), weights=w)
    assert lazy.chunks is not None
    xr.testing.assert_allclose(lazy.compute(), measure(x, weights=w))


def test_named_special_cases():
    x, w = units([3.0, 1, 4, 1, 5]), units([1.0, 2, 3, 4, 5])
    assert float(lk.generalised_entropy(x, alpha=1, weights=w)) == float(lk.theil(x, weights=w))
    assert float(lk.generalised_entropy(x, alpha=0)) == float(lk.mean_log_deviation(x))
    assert float(lk.williamson(x, weights=w)) == float(lk.coefficient_of_variation(x, weights=w))
    assert float(lk.coefficient_of_variation(x, ddof=1)) == pytest.approx(
        np.std(x, ddof=1) / np.mean(x)
    )


def test_limits_are_approached_without_a_jump():
    x = units([1.0, 2, 7])
    for alpha, limit in ((0, lk.mean_log_deviation), (1, lk.theil)):
        for step in (1e-15, 1e-9, 1e-6):
            near = float(lk.generalised_entropy(x, alpha=alpha + step))
            assert near == pytest.approx(float(limit(x)), abs=2 * step + 1e-7)
    at_one = float(lk.atkinson(x, epsilon=1))
    assert float(lk.atkinson(x, epsilon=1 + 1e-15)) == pytest.approx(at_one)


def test_a_region_without_people_counts_nowhere():
    found = lk.dispersion(units([1.0, 2, 100]), weights=units([1.0, 1, 0]))
    assert float(found.max_min_ratio) == 2
    xr.testing.assert_allclose(found.drop_attrs(), lk.dispersion(units([1.0, 2])).drop_attrs())


def test_one_region_has_everything():
    x = units([0.0, 0, 0, 8])
    assert float(lk.gini(x)) == pytest.approx(1 - 1 / 4)
    assert float(lk.theil(x)) == pytest.approx(np.log(4))
    assert float(lk.hoover(x)) == pytest.approx(3 / 4)
    assert float(lk.atkinson(x, epsilon=0.5)) == pytest.approx(1 - 1 / 4)
    assert np.isnan(float(lk.max_min_ratio(x)))


def test_dispersion_has_every_measure():
    x = units([1.0, 2, 4, 8])
    found = lk.dispersion(x)
    assert set(found) == (set(MEASURES) - {"generalised_entropy"}) | {"max_min_ratio"}
    assert float(found.max_min_ratio) == 8
    assert float(found.percentile_ratio) == float(lk.percentile_ratio(x))


def test_bad_values_are_named_with_their_place():
    x = xr.DataArray([[1.0, -2]], dims=("year", "region"),
                     coords={"year": [1950], "region": ["TLC", "TLD"]})  # fmt: skip
    with pytest.raises(
        ValueError, match="must not be negative: found -2 at year 1950, region 'TLD'"
    ):
        lk.theil(x)
    with pytest.raises(ValueError, match="must be above 0: found 0 at region number 1"):
        lk.mean_log_deviation(xr.DataArray([1.0, 0], dims="region"))
    with pytest.raises(ValueError, match=r"weight must not be negative: found -1 at region 1"):
        lk.gini(units([1.0, 2]), weights=units([1.0, -1]))
    with pytest.raises(ValueError, match="No dimension 'place'. There are: region"):
        lk.hoover(units([1.0, 2]), dim="place")
    with pytest.raises(ValueError, match=r"No weights for 1 of region: 2"):
        lk.gini(units([1.0, 2, 3]), weights=units([1.0, 1]))
    with pytest.raises(ValueError, match="epsilon must be above 0, not -1"):
        lk.atkinson(units([1.0, 2]), epsilon=-1)
    with pytest.raises(ValueError, match="0 <= lower < upper <= 100, not 90, 10"):
        lk.percentile_ratio(units([1.0, 2]), upper=10, lower=90)
    with pytest.raises(ValueError, match=r"top must be between 0 and 1, not 20"):
        lk.share_ratio(units([1.0, 2]), top=20)
    with pytest.raises(ValueError, match="ddof is for unweighted"):
        lk.coefficient_of_variation(units([1.0, 2]), weights=units([1.0, 2]), ddof=1)
