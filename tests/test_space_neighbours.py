"""Lists of neighbours and nearest centroids."""

import numpy as np
import pytest
import xarray as xr
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.sparse import csr_array

from levelkit.measures.space.contrast import neighbour_contrast
from levelkit.measures.space.local_moran import local_moran
from levelkit.measures.space.moran import moran_i
from levelkit.measures.space.neighbours import (
    Neighbours,
    nearest_neighbours,
    neighbours_from_list,
)
from space_examples import LABELS, RING, few, panel, region


def test_pairs_and_mapping_give_the_same_links():
    pairs = neighbours_from_list([("a", "b"), ("b", "c"), ("c", "b")], "abcd")
    mapping = neighbours_from_list({"a": ["b"], "b": ["c", "c"], "d": []}, "abcd")
    assert (pairs.weights != mapping.weights).nnz == 0
    assert pairs.n_links == 4
    assert pairs.symmetric
    assert pairs.islands.tolist() == ["d"]
    assert repr(pairs) == "Neighbours(4 units, 4 links, 1 islands)"


def test_links_may_go_one_way():
    found = neighbours_from_list({"a": ["b"], "b": ["c"]}, "abc", both_ways=False)
    assert found.n_links == 2
    assert not found.symmetric
    assert found.islands.tolist() == ["c"]


def test_row_standardised_rows_add_up_to_one_and_stay_so_among_some():
    found = RING.row_standardised()
    np.testing.assert_allclose(found.weights.sum(axis=1), 1)
    assert found.is_row_standardised and not RING.is_row_standardised
    some = found.at(np.array([1, 2, 0, 4]))
    assert some.labels.tolist() == ["b", "c", "a", "e"]
    np.testing.assert_allclose(some.weights.toarray(),
                               [[0, 1 / 3, 1 / 3, 1 / 3], [1, 0, 0, 0], [1, 0, 0, 0], [1, 0, 0, 0]])  # fmt: skip
    assert not RING.at(np.array([1, 2, 0, 4])).is_row_standardised


def test_labels_may_be_of_any_kind():
    found = neighbours_from_list([(1, "a"), ("a", (2, 3))], [1, "a", (2, 3), 4])
    assert found.labels.tolist() == [1, "a", (2, 3), 4]
    assert found.n_links == 4
    assert found.islands.tolist() == [4]


def test_no_links_at_all_are_all_islands():
    none = neighbours_from_list([], "ab")
    assert none.islands.tolist() == ["a", "b"]
    assert none.symmetric
    with pytest.raises(ValueError, match="a link between them"):
        moran_i(region([1, 2], "ab"), none)


@pytest.mark.parametrize(
    ("links", "labels", "message"),
    [
        ([("a", "z")], "ab", "1 in the list are not among the labels: z"),
        ({"z": []}, "ab", "not among the labels: z"),
        ([("a", "a")], "ab", "cannot be its own neighbour: a"),
        ([("a", "b")], "aba", "label a is there more than once"),
    ],
)
def test_bad_lists_are_named(links, labels, message):
    with pytest.raises(ValueError, match=message):
        neighbours_from_list(links, labels)


@pytest.mark.parametrize(
    ("weights", "message"),
    [
        ([[0, 1]], "2 labels need weights of 2 by 2"),
        ([[0, -1], [1, 0]], "finite and not negative"),
        ([[0, np.inf], [1, 0]], "finite and not negative"),
        ([[0, 1], [1, 2]], "own neighbour: b"),
    ],
)
def test_bad_weights_are_named(weights, message):
    with pytest.raises(ValueError, match=message):
        Neighbours(np.array(["a", "b"]), csr_array(np.array(weights, float)))


def test_units_are_matched_by_label():
    x = panel(gaps=False)
    shuffled = x.isel(region=[3, 1, 0, 2, 11, 10, 9, 8, 7, 6, 5, 4])
    for function in (moran_i, local_moran, neighbour_contrast):
        one, other = (function(v, RING, alternative=None) for v in (x, shuffled))
        if "region" in other.dims:
            other = other.sel(region=LABELS)
        xr.testing.assert_allclose(one, other)
    with pytest.raises(ValueError, match="No neighbours are given for 1 of region: q"):
        moran_i(x.assign_coords(region=[*LABELS[:-1], "q"]), RING)
    with pytest.raises(ValueError, match="must be unique; more than once: .'a'."):
        moran_i(x.assign_coords(region=[*LABELS[:-1], "a"]), RING)
    bare = xr.DataArray(np.arange(12.0), dims="region")
    assert moran_i(bare, RING).estimate == moran_i(region(np.arange(12)), RING).estimate
    with pytest.raises(ValueError, match="no labels and 11 units; neighbours are of 12"):
        moran_i(bare[:-1], RING)


def test_fewer_regions_than_the_list_leave_the_rest_out():
    x = region(np.arange(12.0) ** 2)
    gaps = x.where(~x.region.isin(["c", "d"]))
    assert moran_i(x.drop_sel(region=["c", "d"]), RING).estimate == moran_i(gaps, RING).estimate


degrees = st.tuples(
    arrays(float, 9, elements=st.integers(-8, 8).map(lambda v: v * 10.0)),
    arrays(float, 9, elements=st.integers(-17, 17).map(lambda v: v * 10.0)),
)


@few
@given(degrees, st.integers(1, 8), st.randoms(use_true_random=False))
def test_nearest_are_nearest_whatever_the_order(places, k, random):
    latitude, longitude = (region(v, range(9)) for v in places)
    found = nearest_neighbours(latitude, longitude, k=k)
    # The cosine of the angle between two places, by the law of cosines.
    phi, lam = np.radians(latitude.to_numpy()), np.radians(longitude.to_numpy())
    near = np.outer(np.sin(phi), np.sin(phi))
    near += np.outer(np.cos(phi), np.cos(phi)) * np.cos(np.subtract.outer(lam, lam))
    linked = found.weights.toarray() > 0
    for i in range(9):
        others = np.delete(np.arange(9), i)
        last = np.sort(near[i, others])[-k]
        np.testing.assert_array_equal(linked[i, others], near[i, others] >= last - 1e-12)
    order = random.sample(range(9), 9)
    again = nearest_neighbours(latitude[order], longitude[order], k=k)
    assert (again.at(np.argsort(order)).weights != found.weights).nnz == 0


def test_coordinates_are_matched_by_label():
    latitude, longitude = region([50, 51, 52, 58], "abcd"), region([0, 1, 0, 2], "abcd")
    found = nearest_neighbours(latitude, longitude, k=1)
    turned = nearest_neighbours(latitude, longitude[::-1], k=1)
    assert (found.weights != turned.weights).nnz == 0
    with pytest.raises(ValueError, match="No longitude for 1 of region: d"):
        nearest_neighbours(latitude, longitude[:3], k=1)


def test_nearest_across_the_date_line_and_over_the_pole():
    latitude = region([0, 0, 0, 89, 89, 80], "abcdef")
    longitude = region([179.9, -179.9, 170, 0, 180, 90], "abcdef")
    linked = nearest_neighbours(latitude, longitude, k=1).weights.toarray()
    assert linked[0].tolist() == [0, 1, 0, 0, 0, 0]
    assert linked[3].tolist() == [0, 0, 0, 0, 1, 0]


@pytest.mark.parametrize(
    ("latitude", "longitude", "k", "message"),
    [
        (
            [0, 91, 0],
            [0, 0, 0],
            1,
            "latitude must be from -90 to 90 degrees: found 91 at region 'b'",
        ),
        (
            [0, 9, 0],
            [0, 0, 529090],
            1,
            "longitude must be from -180 to 360 degrees: found 529090 at region 'c'",
        ),
        ([np.nan, 9, 0], [0, 0, 0], 1, "latitude must be .*: found nan at region 'a'"),
        ([0, 9, 0], [0, 0, 0], 3, "k must be from 1 to 2 for 3 units, not 3"),
        ([0, 9, 0], [0, 0, 0], 0, "k must be from 1 to 2"),
    ],
)
def test_bad_coordinates_are_named(latitude, longitude, k, message):
    with pytest.raises(ValueError, match=message):
        nearest_neighbours(region(latitude, "abc"), region(longitude, "abc"), k=k)
