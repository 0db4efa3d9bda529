"""User text never reaches HTML or a spreadsheet formula unescaped."""

import csv
import io

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
        words.verdict_card("mixed", NASTY),
    ):
        assert "<img" not in html
        assert "&lt;img" in html


@given(st.text(min_size=1))
def test_csv_never_begins_a_formula_and_reads_back(text):
    written = words.to_csv([{"name": text, "value": -1.5}], {"source": text})
    body = "".join(line for line in written.splitlines(keepends=True) if not line.startswith("# "))
    rows = list(csv.reader(io.StringIO(body, newline="")))
    if len(rows) == 2:  # control characters may split lines of the comment
        assert rows[1][0].lstrip("'") == text.lstrip("'") or rows[1][0] == text
        assert not rows[1][0].startswith(("=", "+", "-", "@"))
        assert rows[1][1] == "-1.5"


def test_csv_keeps_its_source_on_top():
    text = words.to_csv([{"a": 1, "b": float("nan")}], {"source": "ONS,\nLondon"})
    assert text == "# source: ONS, London\na,b\n1,\n"
    assert pd.read_csv(io.StringIO(text), comment="#").b.isna().all()


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [(1234.56, 1, "1,234.6"), (-0.5, 2, "−0.50"), (float("nan"), 1, "–"), (None, 1, "–")],
)
def test_numbers_for_people(value, digits, text):
    assert words.number(value, digits) == text
