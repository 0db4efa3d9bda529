"""Spells from starts and ends: open ones, dates, gaps and impossible ones."""

import datetime as dt
import re

import numpy as np
import pytest

from levelkit.measures.lifetimes.spells import spells
from levelkit.measures.lifetimes.survival import kaplan_meier
from lives import spell


def test_open_spells_run_to_the_day():
    labels = ["rda", "lep", "city deal"]
    start = spell([1999.0, 2011.5, 2012.0], labels)
    end = spell([2012.0, np.nan, 2030.0], labels)
    found = spells(start, end, as_of=2024)
    assert found.duration.values.tolist() == [13, 12.5, 12]
    assert found.ended.values.tolist() == [True, False, False]
    assert found.spell.values.tolist() == labels
    assert found.duration.attrs["units"] == "years"


@pytest.mark.parametrize("as_of", ["2024-07-01", dt.date(2024, 7, 1), np.datetime64("2024-07-01")])  # fmt: skip
def test_dates_give_years_and_parts(as_of):
    start = spell(np.array(["2000-01-01", "2020-07-01"], "datetime64[ns]"))
    end = spell(np.array(["2010-01-01", "NaT"], "datetime64[ns]"))
    found = spells(start, end, as_of=as_of)
    np.testing.assert_allclose(found.duration, [10, 4], atol=0.003)  # leap days
    assert found.ended.values.tolist() == [True, False]
    never = spells(start, spell([np.nan, np.nan]), as_of=as_of)
    assert not never.ended.any()


def test_unknown_starts_are_left_out():
    found = spells(spell([np.nan, 2000.0]), spell([2005.0, 2005.0]), as_of=2024)
    assert np.isnan(found.duration[0]) and not found.ended[0]
    assert found.attrs["n_left_out"] == 1
    assert kaplan_meier(found.duration, found.ended).attrs["n_left_out"] == 1


def test_infinite_starts_and_ends_are_named():
    for start, end, what in (
        ([np.inf, 1.0], [np.nan] * 2, "A start"),
        ([1.0, 2.0], [3, np.inf], "An end"),
    ):
        with pytest.raises(ValueError, match=f"{what}.* must be finite: found inf at spell '"):
            spells(spell(start, ["a", "b"]), spell(end, ["a", "b"]), as_of=9)


def test_a_spell_of_no_length_but_rounding_is_none():
    with pytest.raises(ValueError, match="must last longer than 0 years: spell 'a' starts 0.3"):
        spells(spell([0.3], ["a"]), spell([0.1 + 0.2], ["a"]), as_of=9)


@pytest.mark.parametrize(
    ("start", "end", "as_of", "message"),
    [
        (
            [2000.0, 2010.0],
            [2005.0, 2010.0],
            2024,
            "spell 'b' starts 2010.0, ends 2010.0, as of 2024",
        ),
        ([2000.0, 2010.0], [2005.0, 2009.0], 2024, "spell 'b' starts 2010.0, ends 2009.0"),
        ([2000.0, 2040.0], [2005.0, np.nan], 2024, "spell 'b' starts 2040.0, ends open"),
        ([2000.0, 2010.0], [2005.0, 2011.0], np.nan, "as_of must be a year or a date"),
        ([2000.0, 2010.0], [2005.0, 2011.0], "2024-01-01", "all be numbers (years), or all dates"),
        (["then", "now"], [np.nan, np.nan], 2024, "Years must be numbers or dates"),
    ],
)
def test_impossible_spells_are_named(start, end, as_of, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        spells(spell(start, ["a", "b"]), spell(end, ["a", "b"]), as_of=as_of)


def test_labels_of_starts_and_ends_must_agree():
    with pytest.raises(ValueError, match="same labels of 'spell'"):
        spells(spell([1.0], ["a"]), spell([2.0], ["b"]), as_of=3)
    with pytest.raises(ValueError, match="No dimension 'law'"):
        spells(spell([1.0]), spell([2.0]), as_of=3, dim="law")
