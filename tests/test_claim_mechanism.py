"""Claims: finite choices that depend on each other, read from an address, all combined."""

import dataclasses

import pytest

from levelkit.claims.claim import Choice, Claim, View, written

TOY = Claim(
    name="toy", title="Toy", question="?", quote="", source="", source_url="", criterion="",
    choices=(
        Choice("country", "Country", "", lambda _: ["uk", "fr"], lambda _: "uk"),
        Choice("year", "Year", "",
               lambda made: [1900, 2015] if made["country"] == "uk" else [1950, 2015],
               lambda made: 1900 if made["country"] == "uk" else 1950),
        Choice("capital", "Capital", "", lambda _: [True, False], lambda _: True,
               show=lambda value: "with it" if value else "without it"),
    ),
    evaluate=lambda **choices: choices,
    views=(View("Start", {}),),
)  # fmt: skip


def test_every_combination_comes_once_and_is_possible():
    found = list(TOY.combinations())
    assert len(found) == 8
    assert len({tuple(made.values()) for made in found}) == 8
    assert {made["year"] for made in found if made["country"] == "fr"} == {1950, 2015}
    assert len(list(TOY.combinations(country="fr", capital=False))) == 2


def test_an_address_gives_the_choices_it_names_and_defaults_for_the_rest():
    made, notices = TOY.complete({"country": "fr", "capital": "no"})
    assert (made, notices) == ({"country": "fr", "year": 1950, "capital": False}, [])
    assert TOY.complete({key: written(value) for key, value in made.items()}) == (made, [])
    assert TOY.defaults() == {"country": "uk", "year": 1900, "capital": True}


def test_what_cannot_be_had_falls_back_and_is_said():
    made, notices = TOY.complete(
        {"country": "fr", "year": "1900", "colour": "red", "capital": "maybe"}
    )
    assert made == {"country": "fr", "year": 1950, "capital": True}
    assert notices[0].startswith("Unknown year '1900'.")
    assert notices[0].endswith("There are: 1950, 2015. Shown instead: 1950.")
    assert "Shown instead: with it." in notices[1]
    assert notices[2].startswith("Unknown choice 'colour'.")


def test_claims_are_not_to_be_changed():
    with pytest.raises(dataclasses.FrozenInstanceError):
        TOY.name = "other"
