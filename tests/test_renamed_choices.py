"""Former names of choices: they are documented, still read, and answer what they answered."""

import importlib.util
import math
from pathlib import Path

import pandas as pd
import pytest

import levelkit as lk
from levelkit.claims import claim_names
from levelkit.claims.choice import Choice
from levelkit.claims.combinations import row

ROOT = Path(__file__).parents[1]
RENAMED = ("convergence", "widening-gaps")


def former_rows(name):
    """Rows of the table of combinations as it was, with the former names."""
    return pd.read_csv(ROOT / f"tests/data/former-{name}.csv").to_dict("records")


def test_the_documented_table_is_that_of_the_claims():
    path = ROOT / "docs/build_renamed_choices.py"
    spec = importlib.util.spec_from_file_location("build_renamed_choices", path)
    built = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(built)
    stated = (ROOT / "docs/renamed-choices.md").read_text(encoding="utf-8")
    assert built.page() == stated, "run `make reference`"


def test_every_renamed_claim_is_held_to_its_former_answers():
    renamed = {
        name for name in claim_names() if any(choice.former for choice in lk.claim(name).choices)
    }
    assert renamed == set(RENAMED)
    for name in RENAMED:
        (choice,) = (choice for choice in lk.claim(name).choices if choice.former)
        assert {made[choice.name] for made in former_rows(name)} == set(choice.former)


@pytest.mark.parametrize("name", RENAMED)
def test_former_names_answer_what_they_answered(name):
    claim = lk.claim(name)
    names = [choice.name for choice in claim.choices]
    for before in former_rows(name):
        chosen = claim.complete({key: before[key] for key in names})
        now = row(claim, chosen)
        assert list(now) == list(before)
        for column, value in before.items():
            if column == "data":
                assert now[column] == claim.choices[0].former[value]
            elif isinstance(value, float) and not math.isnan(value):
                assert now[column] == pytest.approx(value, rel=2e-5), (before, column)
            elif isinstance(value, float):
                assert math.isnan(now[column]), (before, column)
            else:
                assert now[column] == value, (before, column)


@pytest.mark.parametrize("name", claim_names())
def test_former_names_lead_to_what_is_on_offer_and_are_none_of_it(name):
    claim = lk.claim(name)
    for choice in claim.choices:
        offered = choice.offered(claim.complete({}))
        assert set(choice.former.values()) <= set(offered)
        assert not set(choice.former) & set(offered)
        assert all(choice.former[former] not in choice.former for former in choice.former)


def test_the_order_of_series_is_as_before():
    """Rows of a table of combinations can be told by their place as well."""
    for name in RENAMED:
        choice = lk.claim(name).choices[0]
        assert [choice.former[former] for former in choice.former] == list(choice.offered({}))


def test_a_name_on_offer_goes_before_a_former_one():
    choice = Choice(
        "data", "Data", lambda _: {"a": "A", "b": "B"}, lambda _: "a", former={"b": "a", "z": "b"}
    )
    assert choice.read("b", {}) == "b"
    assert choice.read("z", {}) == "b"
    with pytest.raises(ValueError, match="Unknown data 'y'"):
        choice.read("y", {})


@pytest.mark.parametrize("asked", ["gva-itl1", "gdhi-itl1"])
def test_programs_with_former_names_run_on(asked):
    claim = lk.claim("widening-gaps")
    found = claim.evaluate(data=asked)
    assert found.choices["data"] == claim.choices[0].former[asked]
