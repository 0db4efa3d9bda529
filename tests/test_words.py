"""User text never reaches HTML or a spreadsheet formula unescaped."""

import csv
import io
import re

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from levelkit.pages import words

NASTY = "<img src=x onerror=alert(1)>&\"'"


def test_html_escapes_every_text():
    for html in (
        words.table(NASTY, [NASTY, NASTY], [[NASTY, NASTY]]),
        words.notes([NASTY], NASTY),
        words.passage(NASTY, NASTY),
        words.verdict_card("mixed", NASTY, "", ""),
        words.verdict_card("mixed", "", NASTY, ""),
        words.verdict_card("mixed", "", "", NASTY),
    ):
        assert "<img" not in html
        assert "&lt;img" in html


@given(st.text(min_size=1))
def test_csv_never_begins_a_formula_and_reads_back(text):
    written = words.to_csv([{"name": text, "value": -1.5}], {"source": text})
    comment, body = written.split("\n", 1)
    assert comment.startswith("# source:")
    head, row = csv.reader(io.StringIO(body, newline=""))
    assert head == ["name", "value"]
    assert row in ([text, "-1.5"], ["'" + text, "-1.5"])
    for cell in (row[0], *re.split("[,;]", comment)):
        assert not cell.lstrip().startswith(("=", "+", "-", "@"))


@pytest.mark.parametrize(
    "text", ["#1 place", "Area #1", "=1+1", " =1+1", "Smith, =HYPERLINK(1), @SUM(1)"]
)
def test_csv_loses_nothing_in_pandas_and_begins_no_formula_anywhere(text):
    written = words.to_csv([{"name": text, "value": 1}], {"source": text})
    read = pd.read_csv(io.StringIO(written), comment="#")
    assert read.name.tolist() in ([text], ["'" + text])
    comment, body = written.split("\n", 1)
    cells = [cell for row in csv.reader(io.StringIO(body)) for cell in row]
    for cell in (*cells, *re.split("[,;]", comment)):
        assert not cell.lstrip().startswith(("=", "+", "-", "@"))


def test_csv_keeps_its_source_on_top():
    text = words.to_csv([{"a": 1, "b": float("nan")}], {"source": "ONS,\nLondon"})
    assert text == '# source: ONS, London\n"a","b"\n1,""\n'
    assert pd.read_csv(io.StringIO(text), comment="#").b.isna().all()


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [(1234.56, 1, "1,234.6"), (-0.5, 2, "−0.50"), (float("nan"), 1, "–"), (None, 1, "–")],
)
def test_numbers_for_people(value, digits, text):
    assert words.number(value, digits) == text


@pytest.mark.parametrize(("value", "text"), [(3.0, "3"), (5.5, "5.5"), (float("nan"), "–")])
def test_ranks_for_people(value, text):
    assert words.rank(value) == text
