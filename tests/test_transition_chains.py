"""What a transition matrix implies: long run, passage times, mobility."""

import numpy as np
import pytest
import xarray as xr
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from levelkit.measures.transitions.chain import ergodic_distribution, first_passage_times
from levelkit.measures.transitions.markov import markov_transitions
from levelkit.measures.transitions.mobility import prais_index, shorrocks_index
from transition_samples import chain, walk

matrices = st.integers(2, 6).flatmap(
    lambda k: arrays(float, (k, k), elements=st.floats(0.01, 1))
).map(lambda a: a / a.sum(axis=1, keepdims=True))  # fmt: skip


X = walk()
HALVES = xr.DataArray(np.arange(30) % 2, dims="region", coords={"region": X.region})


@given(matrices)
def test_the_long_run_stays_as_it_is(rows):
    p = chain(rows)
    share = ergodic_distribution(p)
    assert float(share.sum()) == pytest.approx(1)
    assert share.values @ rows == pytest.approx(share.values, abs=1e-12)
    assert np.linalg.matrix_power(rows, 4096)[0] == pytest.approx(share.values, abs=1e-9)


@given(matrices)
def test_passage_times_solve_their_equations_and_return_takes_one_over_the_share(rows):
    p = chain(rows)
    times = first_passage_times(p).values
    short = times - np.diag(np.diag(times))
    assert times == pytest.approx(1 + rows @ short, rel=1e-8)
    assert np.diag(times) == pytest.approx(1 / ergodic_distribution(p).values, rel=1e-8)


@given(matrices)
def test_mobility_lies_in_its_range_and_is_one_over_the_harmonic_mean_stay(rows):
    k, p = len(rows), chain(rows)
    index = float(shorrocks_index(p))
    assert 0 <= index <= k / (k - 1)
    stay = prais_index(p).mean_stay.values
    assert index == pytest.approx(k / (k - 1) * np.mean(1 / stay))


@given(matrices)
def test_a_perfectly_mobile_chain_has_ratio_one(rows):
    mobile = chain(np.tile(rows[0], (len(rows), 1)))
    assert prais_index(mobile).ratio.values == pytest.approx(1)
    assert float(shorrocks_index(mobile)) == pytest.approx(1)


def test_relabelled_classes_give_the_same_answers():
    p = markov_transitions(walk(), breaks=[-2, 0, 2]).estimate
    turned = p.isel(from_class=[2, 0, 3, 1], to_class=[2, 0, 3, 1])
    assert np.allclose(
        ergodic_distribution(turned).sel(to_class=p.to_class), ergodic_distribution(p)
    )
    again = first_passage_times(turned).sel(from_class=p.from_class, to_class=p.to_class)
    assert np.allclose(again, first_passage_times(p))


def test_nobody_moves():
    stay = chain(np.eye(3))
    assert float(shorrocks_index(stay)) == 0
    start = xr.DataArray([5, 3, 2], dims="from_class", coords={"from_class": [0, 1, 2]})
    assert ergodic_distribution(stay, start=start).values == pytest.approx([0.5, 0.3, 0.2])
    found = prais_index(stay, start=start)
    assert np.isinf(found.mean_stay).all()
    times = first_passage_times(stay).values
    assert (np.diag(times) == 1).all() and np.isinf(times[~np.eye(3, dtype=bool)]).all()


def test_periodic_chain_has_its_time_average():
    turn = chain([[0, 1, 0], [0, 0, 1], [1, 0, 0]])
    assert ergodic_distribution(turn).values == pytest.approx(1 / 3)
    assert first_passage_times(turn).values.tolist() == [[3, 1, 2], [2, 3, 1], [1, 2, 3]]


def test_one_absorbing_class_takes_all():
    p = chain([[0.5, 0.5, 0], [0.25, 0.5, 0.25], [0, 0, 1]])
    assert ergodic_distribution(p).values.tolist() == [0, 0, 1]
    times = first_passage_times(p)
    assert times[:, 2].values == pytest.approx([8, 6, 1])  # by hand: a = 2 + b, b = 2 + a / 2
    # Class 1 lies on every way out of class 0; nothing leads back from class 2.
    assert times[:, :2].values.tolist() == [[np.inf, 2], [np.inf, np.inf], [np.inf, np.inf]]
    assert prais_index(p).mean_stay.values.tolist() == [2, 2, np.inf]


def test_several_closed_sets_are_named_and_a_start_settles_them():
    p = chain(
        [[0.5, 0.5, 0, 0], [0.5, 0.5, 0, 0], [0.2, 0.1, 0.1, 0.6], [0, 0, 0, 1]], list("abcd")
    )
    with pytest.raises(ValueError, match=r"several closed sets.*\['a', 'b'\]; \['d'\].*as start"):
        ergodic_distribution(p)
    start = xr.DataArray([0, 0, 1.0, 0], dims="from_class", coords={"from_class": list("abcd")})
    found = ergodic_distribution(p, start=start)
    assert found.values == pytest.approx([1 / 6, 1 / 6, 0, 2 / 3])
    assert found.values == pytest.approx(np.linalg.matrix_power(p.values, 200)[2])
    draws = xr.concat([chain(np.full((4, 4), 0.25), list("abcd")), p], "draw")
    with pytest.raises(ValueError, match="The chain at draw 1 has several"):
        ergodic_distribution(draws.assign_coords(draw=[0, 1]))
    assert ergodic_distribution(draws, start=start)[0].values == pytest.approx(0.25)


def test_a_start_changes_nothing_where_there_is_one_end():
    p = markov_transitions(walk(), breaks=[-1, 1]).estimate
    start = xr.DataArray([0.0, 0, 1], dims="from_class", coords={"from_class": [0, 1, 2]})
    assert np.allclose(ergodic_distribution(p, start=start), ergodic_distribution(p))


def test_a_class_never_entered_plays_no_part_and_one_never_left_hides_the_answer():
    gap = [np.nan] * 3
    p = chain([[0.5, 0.5, 0], [0.25, 0.75, 0], gap])
    assert ergodic_distribution(p).values == pytest.approx([1 / 3, 2 / 3, 0])
    times = first_passage_times(p).values
    assert times[:2, :2] == pytest.approx(np.array([[3, 2], [4, 1.5]]))
    assert np.isinf(times[:2, 2]).all() and np.isnan(times[2]).all()
    hidden = ergodic_distribution(chain([[0.5, 0.3, 0.2], [0.25, 0.75, 0], gap]))
    assert np.isnan(hidden).all() and hidden.attrs["n_left_out"] == 1
    assert np.isnan(shorrocks_index(p))
    assert np.isnan(ergodic_distribution(chain([gap] * 3))).all()


def test_chains_of_draws_equal_a_loop():
    p = markov_transitions(walk(draws=6, seed=3), breaks=[-2, 0, 2]).estimate
    p = p.transpose("to_class", "draw", "from_class")
    for function in (ergodic_distribution, first_passage_times, shorrocks_index, prais_index):
        found = function(p)
        for draw in p.draw:
            xr.testing.assert_allclose(found.sel(draw=draw), function(p.sel(draw=draw)), rtol=1e-10)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: ergodic_distribution(X), "No dimension 'from_class'"),
        (lambda: ergodic_distribution(chain([[0.5, 0.4], [0, 1]])), "from class 0 add up to 0.9"),
        (lambda: ergodic_distribution(chain([[2, -1], [0, 1]])), "must not be negative: found -1"),
        (lambda: first_passage_times(chain(np.eye(2)).assign_coords(to_class=[1, 2])),
         "must be the same classes"),
        (lambda: ergodic_distribution(chain(np.eye(2)), start=HALVES), "No dimension 'from_class'"),
        (lambda: ergodic_distribution(
            chain(np.eye(2)),
            start=xr.DataArray([0, 0], dims="from_class", coords={"from_class": [0, 1]})),
         "nor all be 0"),
        (lambda: ergodic_distribution(
            chain(np.eye(2)),
            start=xr.DataArray([1], dims="from_class", coords={"from_class": [0]})),
         "No shares at the start for 1 of from_class: 1"),
        (lambda: shorrocks_index(chain([[1]])), "at least 2 classes"),
    ],
)  # fmt: skip
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
