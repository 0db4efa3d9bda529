"""Moran's I and contrasts of neighbours: what must hold for any figures."""

import joblib
import numpy as np
import pytest
import xarray as xr
from hypothesis import given
from hypothesis import strategies as st

import levelkit as lk
from levelkit.measures.space.contrast import neighbour_contrast
from levelkit.measures.space.local_moran import local_moran
from levelkit.measures.space.moran import moran_i
from levelkit.measures.space.neighbours import neighbours_from_list
from levelkit.measures.space.tenths import both_extremes_share
from space_examples import LABELS, RING, assert_equals_loop, few, panel, region, values


@few
@given(values, st.floats(0.1, 9), st.integers(-99, 99))
def test_moran_does_not_change_with_unit_and_origin(v, scale, shift):
    one, other = (moran_i(region(x), RING, resamples=99) for x in (v, scale * v + shift))
    xr.testing.assert_allclose(one, other, rtol=1e-6, atol=1e-9)


@few
@given(values)
def test_local_values_add_up_to_the_global_one(v):
    local = local_moran(region(v), RING, resamples=19)
    whole = moran_i(region(v), RING, alternative=None)
    assert float(local.estimate.sum()) == pytest.approx(11 * float(whole.estimate), abs=1e-9)
    assert (local.p_adjusted >= local.p_value - 1e-12).all()
    assert ((local.p_value >= 1 / 20) & (local.p_value <= 1)).all()
    alike = local.quadrant.isin(["high-high", "low-low"])
    assert (local.estimate.where(alike, 0) >= 0).all()
    assert (local.estimate.where(~alike, 0) <= 1e-12).all()


def test_gradient_is_clustered_and_alternation_is_not():
    gradient = region(np.minimum(np.arange(12), 12 - np.arange(12)))
    ring = neighbours_from_list(list(zip(LABELS, LABELS[1:] + LABELS[:1], strict=True)), LABELS)
    found = moran_i(gradient, ring, alternative="greater")
    assert found.p_value == 1 / 1000
    assert found.z_score > 2 and found.p_value_normal < 0.01
    assert moran_i(gradient, ring, alternative="less").p_value > 0.99
    alternating = region(np.arange(12) % 2)
    assert moran_i(alternating, ring).estimate == pytest.approx(-1)
    assert moran_i(alternating, ring, alternative="less").p_value < 0.02
    assert set(local_moran(alternating, ring).quadrant.values) == {"high-low", "low-high"}


def test_with_everybody_a_neighbour_there_is_nothing_to_test():
    everyone = neighbours_from_list([(a, b) for a in LABELS for b in LABELS if a < b], LABELS)
    x = region(np.random.default_rng(0).normal(size=12))
    found = moran_i(x, everyone)
    assert found.estimate == pytest.approx(-1 / 11)
    assert found.p_value == 1
    assert np.isnan(found.z_score)
    assert (local_moran(x, everyone).p_value == 1).all()
    assert neighbour_contrast(x, everyone).ratio == pytest.approx(1)
    assert neighbour_contrast(x, everyone).p_value == 1


def test_random_values_are_rarely_significant():
    x = xr.DataArray(np.random.default_rng(2).normal(size=(400, 12)),
                                      dims=("draw", "region"), coords={"region": LABELS})  # fmt: skip
    for found in (
        moran_i(x, RING, resamples=199),
        neighbour_contrast(x, RING, resamples=199),
    ):
        assert 0.02 <= float((found.p_value <= 0.05).mean()) <= 0.085
    local = local_moran(x, RING, resamples=199)
    assert 0.03 <= float((local.p_value <= 0.05).mean()) <= 0.07
    # The chance of any false find in a slice, not of each, is held at 5 %.
    assert float((local.p_adjusted <= 0.05).any("region").mean()) <= 0.08


@pytest.mark.parametrize("function", [moran_i, local_moran, neighbour_contrast])
def test_extra_dimensions_equal_a_loop(function):
    x = panel()
    assert_equals_loop(function, x, neighbours=RING, resamples=60)
    found = function(x, RING, resamples=60)
    assert found.estimate.sel(year=1950).sizes["country"] == 2
    assert found.n.sel(year=1950).values.tolist() == [11, 11]
    assert found.attrs["n_left_out"] == 4
    for array in found.values():
        if "region" in array.dims:
            assert array.dims == x.dims
            assert array.coords["name"].sel(region="b") == "B"


@pytest.mark.parametrize("function", [moran_i, local_moran, neighbour_contrast])
def test_gaps_leave_a_slice_without_result_unless_skipped(function):
    found = function(panel(), RING, skipna=False, resamples=19)
    lacking = found.estimate.isnull().all("region") if "region" in found.estimate.dims else found.estimate.isnull()  # fmt: skip
    assert lacking.values.tolist() == [[True, False], [True, True], [False, True]]


@pytest.mark.parametrize("function", [moran_i, local_moran, neighbour_contrast])
def test_the_same_seed_repeats_wherever_it_runs(function):
    x = panel(gaps=False).isel(country=0)
    one = function(x, RING, resamples=199, rng=3)
    with joblib.parallel_config(backend="threading", n_jobs=2):
        xr.testing.assert_identical(one, function(x, RING, resamples=199, rng=3))
    assert not one.p_value.equals(function(x, RING, resamples=199, rng=4).p_value)
    generator = np.random.default_rng(3)
    first, second = (function(x, RING, resamples=199, rng=generator) for _ in range(2))
    assert not first.p_value.equals(second.p_value)


def test_work_can_leave_the_process():
    x = region(np.arange(12.0))
    groups = xr.DataArray(list("ppppqqqqrrrr"), dims="region", coords={"region": LABELS})

    def everything():
        return [
            moran_i(x, RING, resamples=120),
            local_moran(x, RING, resamples=120),
            neighbour_contrast(x, RING, resamples=120),
            both_extremes_share(x, groups, resamples=120),
        ]

    here = everything()
    with joblib.parallel_config(backend="loky", n_jobs=2):
        there = everything()
    for one, other in zip(here, there, strict=True):
        xr.testing.assert_identical(one, other)


def test_islands_are_reported_and_have_no_local_value():
    links = neighbours_from_list([("a", "b"), ("b", "c"), ("c", "d")], "abcdef")
    x = region([1, 2, 4, 3, 9, np.nan], "abcdef")
    assert moran_i(x, links).n_islands == 1
    found = local_moran(x, links)
    assert found.n_islands == 1
    assert found.n == 5
    assert found.estimate.isnull().values.tolist() == [False] * 4 + [True] * 2
    assert found.quadrant.sel(region=["e", "f"]).values.tolist() == ["", ""]
    assert not np.isnan(found.z.sel(region="e"))
    area = neighbour_contrast(x, links).area
    np.testing.assert_allclose(area, [1, 1.5, 1.5, 1, np.nan, np.nan])


def test_slices_without_variation_are_missing_and_nothing_else_is_refused():
    x = panel(gaps=False)
    x[:, 0, 0] = 5.1
    found = moran_i(x, RING, resamples=19)
    assert int(found.estimate.isnull().sum()) == 1
    assert int(found.p_value.isnull().sum()) == 1
    for function in (moran_i, local_moran):
        for hopeless in (region([5.1] * 12), region([np.nan] * 12), region([1, 2] + [np.nan] * 10)):
            with pytest.raises(ValueError, match="3 units or more with values that differ"):
                function(hopeless, RING)
    with pytest.raises(ValueError, match="two units with values and a link"):
        neighbour_contrast(region([np.nan] * 12), RING)
    flat = neighbour_contrast(region([5.1] * 12), RING)
    assert flat.estimate == 0
    assert np.isnan(flat.ratio) and np.isnan(flat.p_value)


def test_without_an_alternative_there_is_no_test():
    found = moran_i(region(np.arange(12)), RING, alternative=None)
    assert np.isnan(found.p_value) and np.isnan(found.p_value_normal)
    assert found.attrs["p_value"] == "none"


@pytest.mark.parametrize("function", [moran_i, local_moran, neighbour_contrast])
@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"dim": "place"}, "No dimension 'place'"),
        ({"alternative": "bigger"}, "alternative must be one of"),
        ({"resamples": 0}, "At least 1 draw"),
    ],
)
def test_bad_options_are_named(function, options, message):
    with pytest.raises(ValueError, match=message):
        function(region(np.arange(12)), RING, **options)


@few
@given(values, st.floats(0.1, 9))
def test_contrast_scales_with_the_values_and_its_ratio_does_not(v, scale):
    for statistic, power in (("mean_absolute", 1), ("mean_squared", 2), ("extreme_pairs", 0)):
        one, other = (
            neighbour_contrast(region(x), RING, statistic=statistic, alternative=None)
            for x in (v, scale * v)
        )
        for name in ("estimate", "all_pairs", "area"):
            np.testing.assert_allclose(other[name], scale**power * one[name], rtol=1e-9)
        np.testing.assert_allclose(other.ratio, one.ratio, rtol=1e-9)


@few
@given(values)
def test_contrast_is_the_mean_of_areas_and_of_pairs(v):
    pairs = np.abs(np.subtract.outer(v, v))[~np.eye(12, dtype=bool)]
    found = neighbour_contrast(region(v), RING.row_standardised(), alternative=None)
    assert float(found.all_pairs) == pytest.approx(pairs.mean())
    assert float(found.area.mean()) == pytest.approx(float(found.estimate))
    given_weights = neighbour_contrast(region(v), RING, alternative=None)
    degree = RING.weights.sum(axis=1)
    np.testing.assert_allclose(given_weights.area, found.area)
    assert float((found.area * degree).sum() / degree.sum()) == pytest.approx(
        float(given_weights.estimate)
    )


def test_relative_contrast_of_all_pairs_is_twice_the_gini():
    x = panel(gaps=False)
    found = neighbour_contrast(x, RING, relative=True, alternative=None)
    plain = neighbour_contrast(x, RING, alternative=None)
    np.testing.assert_allclose(found.ratio, plain.ratio)
    np.testing.assert_allclose(found.estimate, plain.estimate / x.mean("region"))
    assert found.attrs["units"] == "1"
    with pytest.raises(ValueError, match="must be above 0: it is -1"):
        neighbour_contrast(region([-1.0] * 12), RING, relative=True)
    with pytest.raises(ValueError, match="no meaning for 'extreme_pairs'"):
        neighbour_contrast(x, RING, statistic="extreme_pairs", relative=True)
    with pytest.raises(ValueError, match="statistic must be one of"):
        neighbour_contrast(x, RING, statistic="range")


def test_extreme_pairs_count_links_between_the_tenths():
    labels = range(20)
    x = region(labels, labels)  # the lowest are 0 and 1, the highest 18 and 19
    links = [(0, 19), (0, 1), (1, 2), (18, 19), (5, 6)]
    found = neighbour_contrast(x, neighbours_from_list(links, labels), statistic="extreme_pairs")
    assert found.estimate == pytest.approx(1 / 5)
    assert found.all_pairs == pytest.approx(4 / 190)
    assert found.area.sel(region=0) == 1 / 2
    assert found.area.sel(region=5) == 0


def test_real_regions_of_europe_are_clustered():
    x = lk.load("europe-century").gdp_per_head_intl2011usd
    # No centroids in the file: regions of a country stand for neighbours.
    country = x.country.values
    pairs = [
        (a, b)
        for i, a in enumerate(x.region.values)
        for b in x.region.values[i + 1 :][country[i + 1 :] == country[i]]
    ]
    found = moran_i(x, neighbours_from_list(pairs, x.region.values), resamples=199)
    assert (found.p_value == 1 / 200).all()
    contrast = neighbour_contrast(x, neighbours_from_list(pairs, x.region.values), resamples=199)
    assert (contrast.ratio < 1).all()
    assert (contrast.p_value <= 0.05).all()
