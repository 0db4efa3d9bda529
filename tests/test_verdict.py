"""The rule for verdicts: the same on both sides, and mixed only where parts differ."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levelkit.claims import Part, Verdict
from levelkit.claims.verdict import by_figure, by_interval, overall

OTHER_SIDE = {"above": "below", "at least": "at most", "below": "above", "at most": "at least"}
DENIED = {"above": "at most", "at least": "below", "below": "at least", "at most": "above"}
OPPOSITE = {
    Verdict.SUPPORTED: Verdict.NOT_SUPPORTED,
    Verdict.NOT_SUPPORTED: Verdict.SUPPORTED,
    Verdict.CANNOT_TELL: Verdict.CANNOT_TELL,
}
numbers = st.floats(-1e6, 1e6)
sides = st.sampled_from(list(OTHER_SIDE))


@given(numbers, numbers, numbers, sides)
def test_an_interval_is_judged_alike_on_both_sides(one, other, threshold, claimed):
    low, high = sorted((one, other))
    verdict = by_interval(low, high, threshold, claimed)
    assert verdict == by_interval(-high, -low, -threshold, OTHER_SIDE[claimed])
    assert by_interval(low, high, threshold, DENIED[claimed]) == OPPOSITE[verdict]


@given(numbers, numbers, sides)
def test_a_figure_is_an_interval_without_width(value, threshold, claimed):
    verdict = by_figure(value, threshold, claimed)
    assert verdict == by_interval(value, value, threshold, claimed)
    assert verdict in (Verdict.SUPPORTED, Verdict.NOT_SUPPORTED)


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [(11, 13, "not supported"), (10, 13, "cannot tell"), (8, 13, "cannot tell"), (8, 10, "supported"),
     (8, math.inf, "cannot tell"), (-math.inf, 10, "supported"), (11, math.inf, "not supported"),
     (math.nan, 10, "cannot be tested")],
)  # fmt: skip
def test_at_most_ten(low, high, expected):
    assert by_interval(low, high, 10, "at most") == expected


def test_a_missing_figure_cannot_be_tested():
    assert by_figure(math.nan, 1, "above") == Verdict.CANNOT_TEST


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (["supported", "supported"], "supported"),
        (["supported", "not supported"], "mixed"),
        (["supported", "cannot tell"], "mixed"),
        (["cannot tell", "cannot tell"], "cannot tell"),
        (["not supported", "cannot be tested"], "not supported"),
        (["cannot be tested", "cannot be tested"], "cannot be tested"),
        ([], "cannot be tested"),
    ],
)
def test_mixed_only_where_parts_differ(parts, expected):
    made = [Part(f"part {k}", "It is so", Verdict(verdict)) for k, verdict in enumerate(parts)]
    assert overall(made) == expected


def test_no_part_is_mixed():
    with pytest.raises(ValueError, match="cannot be mixed"):
        Part("claim", "It is so", Verdict.MIXED)
