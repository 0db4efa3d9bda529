"""Classes and moves between them: properties, labels, missing values, what is refused."""

import tracemalloc

import numpy as np
import pytest
import xarray as xr
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from levelkit.measures.transitions.classes import classify
from levelkit.measures.transitions.markov import markov_transitions, rank_transitions
from transition_samples import panel, walk

values = arrays(float, st.tuples(st.integers(4, 9), st.integers(2, 6)),
                elements=st.integers(0, 20).map(float))  # fmt: skip
X = walk()
HALVES = xr.DataArray(np.arange(30) % 2, dims="region", coords={"region": X.region})


# Classes


@given(values, st.integers(2, 4))
def test_classes_follow_values_and_keep_ties_together(data, k):
    found = classify(panel(data), classes=k).values
    for year in range(data.shape[1]):
        order = np.argsort(data[:, year], kind="stable")
        assert (np.diff(found[order, year]) >= 0).all()
        for value in set(data[:, year]):
            assert len(set(found[data[:, year] == value, year])) == 1
    assert found.min() >= 0 and found.max() <= k - 1


@given(values, st.sampled_from([0.25, 2.0, 64.0]))
def test_classes_do_not_depend_on_the_unit_or_the_order_of_regions(data, factor):
    x = panel(data)
    assert classify(x, classes=3).equals(classify(x * factor, classes=3))
    shuffled = x.isel(region=slice(None, None, -1))
    assert classify(shuffled, classes=3).sel(region=x.region).equals(classify(x, classes=3))


@pytest.mark.parametrize("n", range(2, 40))
def test_a_bound_that_is_a_value_belongs_to_the_class_below(n):
    """Values 0 to n - 1: class j ends at the whole part of (j + 1)(n - 1) / k."""
    for k in range(2, n + 1):
        found = classify(panel(np.arange(n)[:, None] * 0.1), classes=k).values[:, 0]
        ends = [(j + 1) * (n - 1) // k for j in range(k)]
        assert found.tolist() == [next(j for j in range(k) if i <= ends[j]) for i in range(n)]


def test_fixed_breaks_hold_their_upper_bound():
    found = classify(panel([[0.9], [1.0], [1.1], [2.0], [np.nan]]), breaks=[1, 2])
    assert found.values.ravel().tolist() == [0, 0, 1, 1, -1]
    assert found.attrs["classes"] == 3
    assert found.attrs["n_left_out"] == 1


def test_pooled_bounds_tell_of_growth_and_yearly_ones_do_not():
    x = panel(np.arange(10.0)[:, None] + [0, 100])
    assert (classify(x, classes=2).mean("region") == 0.5).all()
    assert classify(x, classes=2, quantiles="pooled").mean("region").values.tolist() == [0, 1]


def test_classes_of_draws_equal_a_loop_and_labels_stay():
    x = walk(draws=4, gaps=0.1).transpose("region", "draw", "year")
    for quantiles in ("year", "pooled"):
        found = classify(x, quantiles=quantiles)
        assert found.dims == x.dims
        assert found.indexes["region"].equals(x.indexes["region"])
        for draw in x.draw:
            one = classify(x.sel(draw=draw), quantiles=quantiles)
            assert found.sel(draw=draw).equals(one)


# Transitions


def test_counts_probabilities_and_errors_by_hand():
    x = panel([[0, 0, 1], [1, 1, 1], [0, 1, 0]])
    found = markov_transitions(x, classes=2, quantiles=None)
    assert found.counts.values.tolist() == [[1, 2], [1, 2]]
    assert found.estimate.values == pytest.approx(np.array([[1, 2], [1, 2]]) / 3)
    assert found.std_error.values == pytest.approx(np.sqrt(2 / 27))
    assert found.n.values.tolist() == [3, 3]
    two = markov_transitions(x, classes=2, quantiles=None, step=2)
    assert two.counts.values.tolist() == [[1, 1], [0, 1]]


@given(values, st.integers(2, 4))
def test_all_moves_are_counted_once(data, k):
    found = markov_transitions(panel(data), classes=k)
    assert found.counts.sum() == data.shape[0] * (data.shape[1] - 1)
    sums = found.estimate.sum("to_class", skipna=False)
    assert np.allclose(sums.values[found.n.values > 0], 1)
    assert np.isnan(sums.values[found.n.values == 0]).all()


def test_gaps_are_left_out_and_counted():
    x = walk()
    x[3, 4] = np.nan
    found = markov_transitions(x, breaks=[-1, 1])
    assert found.attrs["n_left_out"] == 2
    assert found.counts.sum() == 30 * 11 - 2
    assert np.isnan(markov_transitions(x, breaks=[-1, 1], skipna=False).estimate).all()
    only = xr.concat([x, walk(seed=1)], "draw")
    strict = markov_transitions(only, breaks=[-1, 1], skipna=False).estimate
    assert np.isnan(strict[0]).all() and np.isfinite(strict[1]).all()
    empty = markov_transitions(x * np.nan, breaks=[-1, 1])
    assert empty.counts.sum() == 0 and np.isnan(empty.estimate).all()


def test_weights_count_units_as_often_as_they_weigh():
    x = walk(regions=12)
    weights = xr.DataArray(np.arange(12) % 4, dims="region", coords={"region": x.region})
    found = markov_transitions(x, breaks=[-1, 1], weights=weights)
    repeated = x.isel(region=np.repeat(np.arange(12), weights.values))
    repeated = repeated.assign_coords(region=np.arange(repeated.sizes["region"]))
    expected = markov_transitions(repeated, breaks=[-1, 1])
    assert found.counts.equals(expected.counts)
    assert np.allclose(found.estimate, expected.estimate)
    # Units of no weight count as left out; equal weights of any size change no error.
    assert found.attrs["n_left_out"] == 3 * 11
    plain = markov_transitions(x, breaks=[-1, 1])
    heavy = markov_transitions(x, breaks=[-1, 1], weights=xr.full_like(x, 7.0))
    assert np.allclose(heavy.std_error, plain.std_error)


def test_a_move_weighs_what_its_unit_weighs_at_its_start():
    x, weights = panel([[0, 1, 0]]), panel([[5, 2, 100]])
    found = markov_transitions(x, classes=2, quantiles=None, weights=weights)
    assert found.counts.values.tolist() == [[0, 5], [2, 0]]


def test_transitions_of_draws_equal_a_loop():
    x = walk(draws=5, gaps=0.1).transpose("year", "draw", "region")
    weights = panel(np.random.default_rng(1).random((30, 12)))
    found = markov_transitions(x, classes=4, weights=weights)
    for draw in x.draw:
        one = markov_transitions(x.sel(draw=draw, drop=True), classes=4, weights=weights)
        assert found.sel(draw=draw, drop=True).equals(one)
    assert found.attrs["n_left_out"] == int((x.isnull() | x.shift(year=-1).isnull())[:-1].sum())


def test_memory_stays_within_ten_times_the_values():
    x = xr.DataArray(np.random.default_rng(0).random((3000, 40)), dims=("region", "year"))
    weights = xr.ones_like(x)
    markov_transitions(x[:20], weights=weights[:20])
    tracemalloc.start()
    markov_transitions(x, weights=weights)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 10 * x.nbytes


def test_rank_classes_of_complete_units_only():
    x = panel([[1, 0, 4], [2, 0, 3], [3, 0, 2], [4, 0, 1], [5, 0, np.nan]])
    found = rank_transitions(x, base=2000, last=2002, classes=2)
    assert found.counts.values.tolist() == [[0, 2], [2, 0]]
    assert found.attrs["n_left_out"] == 1
    assert (float(found.stayed), float(found.up), float(found.down)) == (0, 0.5, 0.5)


@given(values)
def test_shares_of_moves_add_up_and_turn_round_with_time(data):
    x = panel(data)
    there = rank_transitions(x, base=2000, last=2001, classes=3)
    back = rank_transitions(x, base=2001, last=2000, classes=3)
    assert float(there.stayed + there.up + there.down) == pytest.approx(1)
    assert float(there.up) == pytest.approx(float(back.down))
    assert (there.counts.values == back.counts.values.T).all()


def test_rank_transitions_can_be_weighted_by_population():
    x = panel([[1, 4], [2, 3], [3, 2], [4, 5]])
    weights = panel([[1, 0], [1, 0], [2, 0], [4, 0]])
    found = rank_transitions(x, base=2000, last=2001, classes=2, weights=weights)
    assert (float(found.stayed), float(found.up), float(found.down)) == (5 / 8, 1 / 8, 2 / 8)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: classify(X, dim="place"), "No dimension 'place'"),
        (lambda: classify(X, along="month"), "No dimension 'month'"),
        (lambda: classify(X, classes=31), "classes must be from 2 to the 30 labels of region"),
        (lambda: classify(X, classes=1), "classes must be from 2"),
        (lambda: classify(X, quantiles="decade"), "quantiles must be one of 'year', 'pooled'"),
        (lambda: classify(X, breaks=[2, 1]), "finite and increasing, not .2.0, 1.0."),
        (lambda: classify(X, breaks=[]), "at least one number"),
        (lambda: markov_transitions(X, step=12), "step must be from 1 to 11 .*not 12"),
        (lambda: markov_transitions(X, step=0), "step must be from 1"),
        (lambda: markov_transitions(X, quantiles=None), "whole class numbers from 0 to 4"),
        (lambda: markov_transitions(X, weights=-abs(X)), "A weight must not be negative"),
        (lambda: markov_transitions(X, weights=HALVES[1:]), "No weights for 1 of region: region 0"),
        (lambda: rank_transitions(X, base=1066, last=2001), "No year 1066. There are: .*2000"),
        (lambda: rank_transitions(X, base=2001, last=2001), "two different labels of year"),
    ],
)  # fmt: skip
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
