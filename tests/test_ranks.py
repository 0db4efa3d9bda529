"""rank and tie_bands."""

import numpy as np
import pytest
import xarray as xr
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.stats import rankdata

import levelkit as lk

#: Figures as they are published, with three decimals.
positive = st.integers(1000, 10**9).map(lambda thousandths: thousandths / 1000)
values = arrays(float, st.tuples(st.integers(1, 4), st.integers(2, 9)), elements=positive)


def panel(data):
    return xr.DataArray(data, dims=("year", "region"))


def test_rank_of_known_order():
    x = xr.DataArray([3.0, 1.0, 3.0, np.nan], dims="region")
    np.testing.assert_array_equal(lk.rank(x), [1.5, 3, 1.5, np.nan])
    np.testing.assert_array_equal(lk.rank(x, ascending=True), [2.5, 1, 2.5, np.nan])
    assert lk.rank(x).attrs["n_left_out"] == 1


@given(values)
def test_rank_equals_scipy(data):
    expected = rankdata(-data, axis=1)
    np.testing.assert_array_equal(lk.rank(panel(data)), expected)


@given(values, st.floats(0.1, 10))
def test_rank_is_scale_free_and_ignores_labels(data, scale):
    rounded = np.round(data, 3)
    once = lk.rank(panel(rounded))
    # Scaling by a power of two changes no comparison.
    np.testing.assert_array_equal(once, lk.rank(panel(rounded * 2.0 ** round(scale))))
    order = np.random.default_rng(0).permutation(data.shape[1])
    np.testing.assert_array_equal(once[:, order], lk.rank(panel(rounded[:, order])))


def test_rank_keeps_dimension_order():
    x = panel(np.arange(6.0).reshape(2, 3)).transpose("region", "year")
    assert lk.rank(x).dims == ("region", "year")


def test_unknown_dimension_is_named():
    with pytest.raises(ValueError, match="No dimension 'place'. There are: year, region"):
        lk.rank(panel(np.ones((2, 2))), dim="place")


def test_tie_bands_of_known_values():
    x = xr.DataArray([200.0, 102, 100, 98.5, 80], dims="region")
    bands = lk.tie_bands(x, error=0.03)
    np.testing.assert_array_equal(bands.band, [1, 2, 2, 2, 3])
    np.testing.assert_array_equal(bands.band_size, [1, 3, 3, 3, 1])
    np.testing.assert_array_equal(bands.band_centre, [1, 0, 1, 0, 1])
    # 102 and 98.5 differ by 3.6 %: both tie with 100, but may not swap with each other.
    np.testing.assert_array_equal(bands.rank_best, [1, 2, 2, 3, 5])
    np.testing.assert_array_equal(bands.rank_worst, [1, 3, 4, 4, 5])


def test_tie_bands_do_not_chain():
    x = xr.DataArray([110.0, 108, 106, 104, np.nan, 102], dims="region")
    bands = lk.tie_bands(x, error=0.03)
    np.testing.assert_array_equal(bands.band, [1, 1, 1, 2, np.nan, 2])
    np.testing.assert_array_equal(bands.band_centre, [0, 1, 0, 1, np.nan, 0])


@given(values, st.floats(0, 0.5))
def test_every_band_is_an_unbroken_run_close_to_its_one_centre(data, error):
    bands = lk.tie_bands(panel(data), error=error)
    for t, row in enumerate(data):
        band, centre = bands.band.values[t], bands.band_centre.values[t]
        for number in np.unique(band):
            inside = row[band == number]
            (middle,) = row[(band == number) & (centre == 1)]
            assert inside.max() <= middle * (1 + error)
            assert middle <= inside.min() * (1 + error)
            outside = row[band != number]
            assert not ((outside > inside.min()) & (outside < inside.max())).any()


@given(values, st.floats(0, 0.5))
def test_tie_bands_hold_together(data, error):
    bands = lk.tie_bands(panel(data), error=error)
    assert (bands.rank_best <= bands["rank"]).all()
    assert (bands["rank"] <= bands.rank_worst).all()
    # Brute force: j is surely above i if it exceeds i by more than the error.
    for t in range(data.shape[0]):
        for i in range(data.shape[1]):
            above = sum(v > data[t, i] * (1 + error) for v in data[t])
            below = sum(data[t, i] > v * (1 + error) for v in data[t])
            assert bands.rank_best[t, i] == 1 + above
            assert bands.rank_worst[t, i] == data.shape[1] - below


@given(values)
def test_without_error_only_equal_values_share_a_band(data):
    bands = lk.tie_bands(panel(data), error=0)
    for t in range(data.shape[0]):
        assert len(np.unique(bands.band[t])) == len(np.unique(data[t]))


def test_ranks_5_to_9_are_near_ties_in_2020():
    x = lk.load("uk-century").relative_to_uk_percent.sel(year=2020)
    bands = lk.tie_bands(x, error=0.03)
    tied = bands["rank"].values[bands.band_size.values >= 3]
    assert sorted(tied) == [5, 6, 7, 8, 9]


def test_bad_error_and_values_are_refused():
    with pytest.raises(ValueError, match="error must be 0 or more, not -1"):
        lk.tie_bands(panel(np.ones((1, 2))), error=-1)
    with pytest.raises(
        ValueError, match="must be above 0: found 0 at year number 0, region number 0"
    ):
        lk.tie_bands(panel(np.zeros((1, 2))))
