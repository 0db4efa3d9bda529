"""Room for labels: spread apart as little as can be."""

import numpy as np
import pytest
import scipy.optimize
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from levelkit.charts.labels import spread, text_width, widest

wishes = arrays(float, st.integers(1, 12), elements=st.floats(0, 1))


@given(wishes, st.floats(0.001, 0.3))
def test_labels_stand_apart_in_order_and_inside(wished, gap):
    placed = spread(wished, gap, 0, 1)
    order = np.argsort(wished, kind="stable")
    room = min(gap, 1 / max(wished.size - 1, 1))
    assert (np.diff(placed[order]) >= room - 1e-9).all()
    assert placed.min() >= -1e-9
    assert placed.max() <= 1 + 1e-9


def test_labels_with_room_stay_where_they_are():
    np.testing.assert_allclose(spread(np.array([0.9, 0.1, 0.5]), 0.1, 0, 1), [0.9, 0.1, 0.5])


def test_missing_labels_stay_missing():
    placed = spread(np.array([0.5, np.nan, 0.5]), 0.2, 0, 1)
    np.testing.assert_allclose(placed, [0.4, np.nan, 0.6])
    assert np.isnan(spread(np.array([np.nan]), 0.2, 0, 1)).all()


def test_labels_move_as_little_as_can_be():
    wished, gap = np.array([0.02, 0.03, 0.5, 0.51, 0.52, 0.97, 0.99]), 0.08
    steps = gap * np.arange(wished.size)
    best = scipy.optimize.minimize(
        lambda x: ((x - wished) ** 2).sum(), 0.05 + steps, method="SLSQP",
        constraints={"type": "ineq", "fun": lambda x: np.diff(x) - gap},
        bounds=[(0, 1)] * wished.size, options={"ftol": 1e-12},
    )  # fmt: skip
    np.testing.assert_allclose(spread(wished, gap, 0, 1), best.x, atol=1e-4)


def test_width_of_a_text():
    assert text_width("iii", 12) < text_width("nnn", 12) < text_width("WWW", 12)
    # Bold Arial at 13 pixels, measured in a browser: 165 pixels.
    assert text_width("Yorkshire and The Humber", 13) == pytest.approx(165, rel=0.08)
    assert widest([], 13) == 0
