"""Which choice moves an answer most."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import levelkit as lk
from validation.robustness import CHOICES, grid, two_ways

NUMBERS = ["variance_share", "lowest", "highest", "flips", "pairs"]

tables = st.builds(grid, n=st.integers(2, 20), seed=st.integers(0, 10_000))


def test_a_two_way_table_by_hand():
    found = lk.choice_influence(two_ways(), ["column", "row"])
    assert found.index.tolist() == ["row", "column"]  # the most moving first
    assert found.index.name == "choice"
    np.testing.assert_allclose(found.variance_share, [16 / 17, 1 / 17])
    assert found.loc["row", ["lowest", "highest", "lowest_at", "highest_at"]].tolist() == [
        0.5,
        4.5,
        0,
        1,
    ]
    assert found.flips.tolist() == [1, 0.5]
    assert found.pairs.tolist() == [2, 2]


@given(tables, st.integers(0, 1000))
def test_the_order_of_rows_is_of_no_matter(table, seed):
    shuffled = table.sample(frac=1, random_state=seed)
    one, other = (lk.choice_influence(each, CHOICES).loc[CHOICES] for each in (table, shuffled))
    np.testing.assert_allclose(one[NUMBERS].astype(float), other[NUMBERS].astype(float))


@given(tables, st.floats(-100, 100), st.floats(0.01, 100), st.booleans())
def test_shares_do_not_depend_on_the_unit(table, shift, scale, turned):
    scale = -scale if turned else scale
    one = lk.choice_influence(table, CHOICES).loc[CHOICES]
    other = lk.choice_influence(table.assign(effect=shift + scale * table.effect), CHOICES).loc[
        CHOICES
    ]
    np.testing.assert_allclose(other.variance_share, one.variance_share, atol=1e-9)
    ends = ["highest", "lowest"] if turned else ["lowest", "highest"]
    np.testing.assert_allclose(other.lowest, shift + scale * one[ends[0]], atol=1e-9)
    np.testing.assert_allclose(other.highest, shift + scale * one[ends[1]], atol=1e-9)
    np.testing.assert_array_equal(other.flips, one.flips)


@given(tables)
def test_shares_are_shares_and_names_are_names(table):
    one = lk.choice_influence(table, CHOICES).loc[CHOICES]
    assert one.variance_share.between(0, 1 + 1e-12).all()
    assert one.flips.dropna().between(0, 1).all()
    named = table.assign(
        measure=table.measure.map(["x", "a", "m"].__getitem__), verdict=table.verdict.str.upper()
    )
    other = lk.choice_influence(named, CHOICES).loc[CHOICES]
    np.testing.assert_allclose(one[NUMBERS].astype(float), other[NUMBERS].astype(float))


def test_a_choice_that_decides_all_and_one_that_decides_nothing():
    table = pd.DataFrame({"all": [0, 0, 1, 1], "nothing": [0, 1, 0, 1], "effect": [1.0, 1, 2, 2],
                          "verdict": list("aabb")})  # fmt: skip
    found = lk.choice_influence(table, ["nothing", "all"])
    assert found.variance_share.to_dict() == pytest.approx({"all": 1, "nothing": 0})
    assert found.flips.to_dict() == {"all": 1, "nothing": 0}


def test_what_cannot_be_told_is_missing():
    table = two_ways().assign(effect=2.0)
    found = lk.choice_influence(table, ["row", "column"])
    assert found.variance_share.isna().all()
    assert (found.lowest == 2).all()
    assert found.index.tolist() == ["row", "column"]  # as they were given
    without = lk.choice_influence(two_ways().assign(effect=np.nan), ["row"])
    assert without[["variance_share", "lowest", "highest_at"]].isna().all(axis=None)
    # No two combinations differ in one choice alone.
    apart = lk.choice_influence(two_ways().iloc[[0, 3]], ["row", "column"])
    assert apart.flips.isna().all()
    assert (apart.pairs == 0).all()
    alone = lk.choice_influence(two_ways().iloc[[0, 2]], ["row"])
    assert alone.loc["row", ["flips", "pairs"]].tolist() == [1, 1]


def test_rows_without_an_effect_count_for_the_verdict_alone():
    table = two_ways()
    table.loc[4] = [1, 2, np.nan, "d"]
    table.columns = ["row", "column", "effect", "verdict"]
    found, before = (lk.choice_influence(each, ["row", "column"]) for each in (table, two_ways()))
    np.testing.assert_allclose(found.variance_share, before.variance_share)
    assert found.pairs.to_dict() == {"row": 2, "column": 4}


def test_other_columns_may_hold_number_and_verdict():
    table = two_ways().rename(columns={"effect": "gini", "verdict": "held"})
    found = lk.choice_influence(table, ["row", "column"], effect="gini", verdict="held")
    pd.testing.assert_frame_equal(found, lk.choice_influence(two_ways(), ["row", "column"]))


@pytest.mark.parametrize(
    ("table", "choices", "message"),
    [
        (two_ways(), ["row", "col"], r"No columns \['col'\]. There are: row, column, effect, verdict"),
        (two_ways().drop(columns="effect"), ["row"], r"No columns \['effect'\]"),
        (two_ways().iloc[:0], ["row"], "no combination"),
    ],
)  # fmt: skip
def test_what_is_missing_is_named(table, choices, message):
    with pytest.raises(ValueError, match=message):
        lk.choice_influence(table, choices)
