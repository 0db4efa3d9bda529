"""Choices: defaults, texts from an address, what is refused, and the form that a browser has of them."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

import levelkit as lk
from levelkit.claims import UnknownClaimError, claim_names
from levelkit.claims.choice import written
from levelkit.claims.claim import key_of
from reading import read
from toy import toy_claim
from web_modules import call

CLAIMS = {name: lk.claim(name) for name in claim_names()} | {"toy": toy_claim()}


def as_the_browser_has_it(claim):
    return json.loads(json.dumps(claim.form(), allow_nan=False))


def offered_by(choice, made):
    return call("form", "offeredBy", choice, made)


def completed(form, given):
    """What the browser makes of it, and the names of what could not be had."""
    answer = call("form", "complete", form, given)
    names = {choice["label"]: choice["name"] for choice in form}
    return answer["choices"], [names[missed["label"]] for missed in answer["missed"]]


@st.composite
def wishes(draw):
    """A claim, and for some of its choices a value, its text, or nonsense."""
    claim = CLAIMS[draw(st.sampled_from(sorted(CLAIMS)))]
    given = {}
    for choice in claim.form():
        values = sorted({v for pairs in choice["options"].values() for v, _ in pairs}, key=str)
        said = st.sampled_from(values)
        former = st.sampled_from([*choice["former"], "nonsense"])
        wished = draw(st.none() | said | said.map(written) | former | st.just(""))
        if wished is not None:
            given[choice["name"]] = wished
    return claim, given


@given(wishes())
def test_python_and_browser_make_the_same_of_what_is_given(wish):
    claim, given = wish
    made, missed = completed(as_the_browser_has_it(claim), given)
    if missed:
        with pytest.raises(ValueError, match=r"There (are|is)"):
            claim.complete(given)
        given = {name: value for name, value in given.items() if name not in missed}
        made, missed = completed(as_the_browser_has_it(claim), given)
    if not missed:  # leaving one out may take others off the list
        found = claim.complete(given)
        assert (found, list(found)) == (made, [choice.name for choice in claim.choices])


@pytest.mark.parametrize("name", sorted(CLAIMS))
def test_the_form_offers_what_the_choices_do(name):
    claim = CLAIMS[name]
    form = as_the_browser_has_it(claim)
    for choice, described in zip(claim.choices, form, strict=True):
        assert list(described["options"]) == list(described["default"])
        parts = (
            choice.name,
            choice.label,
            choice.help,
            choice.kind,
            list(choice.depends),
            choice.after,
        )
        assert parts == tuple(
            described[key] for key in ("name", "label", "help", "kind", "depends", "after")
        )
    seen = set()
    for made in claim.combinations():
        before = {}
        for choice, described in zip(claim.choices, form, strict=True):
            if (key := key_of(before.values())) not in seen:
                seen.add(key)
                offered = [list(pair) for pair in choice.offered(before).items()]
                assert offered == offered_by(described, before)
                chosen, _ = completed([*form[: form.index(described)], described], before)
                assert choice.usual(before) == chosen[described["name"]]
            before[choice.name] = made[choice.name]


@pytest.mark.parametrize("name", sorted(CLAIMS))
def test_choices_depend_on_earlier_ones_and_have_words_and_plain_values(name):
    claim = CLAIMS[name]
    before = []
    for choice, described in zip(claim.choices, claim.form(), strict=True):
        assert {*choice.depends, *filter(None, [choice.after])} <= set(before)
        before.append(choice.name)
        assert choice.kind in {"select", "check"}
        for pairs in described["options"].values():
            assert pairs
            assert all(type(value) in {str, int, float, bool} and words for value, words in pairs)
            # An address has to tell them apart.
            assert len({written(value) for value, _ in pairs}) == len(pairs)
            assert not any(set(written(value)) & set("|&?#/") for value, _ in pairs)


@pytest.mark.parametrize("name", sorted(CLAIMS))
def test_combinations_are_unique_and_each_is_complete(name):
    claim = CLAIMS[name]
    every = list(claim.combinations())
    assert len({key_of(made.values()) for made in every}) == len(every)
    for made in every[:: max(1, len(every) // 200)]:
        assert claim.complete(made) == made
        assert claim.complete({key: written(value) for key, value in made.items()}) == made
    assert claim.complete({}) in every


def test_there_are_7102_combinations_of_a_century_of_ranks():
    assert sum(1 for _ in lk.claim("century-of-ranks").combinations()) == 7102


def test_defaults_are_the_lectures_view():
    assert lk.claim("century-of-ranks").complete({}) == {
        "data": "uk-10", "measure": "relative_to_uk_percent",
        "first_year": 1900, "last_year": 2020, "include_capital": True,
    }  # fmt: skip
    # Without the default year on offer, the last one.
    assert lk.claim("century-of-ranks").complete({"data": "europe-germany"})["last_year"] == 2015
    assert lk.claim("century-of-ranks").complete({"first_year": 2021})["last_year"] == 2023


def test_texts_from_an_address_are_the_values_they_stand_for():
    claim = lk.claim("century-of-ranks")
    texts = {"first_year": "1900", "last_year": "2015", "include_capital": "no"}
    values = {"first_year": 1900, "last_year": 2015, "include_capital": False}
    assert claim.complete(texts) == claim.complete(values)
    assert claim.complete({"last_year": None}) == claim.complete({})
    assert claim.evaluate(**texts).choices == claim.evaluate(**values).choices


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"data": "uk10"}, "Unknown data 'uk10'. Did you mean 'uk-10'"),
        ({"data": "uk-century"}, "Unknown data 'uk-century'.*There are: uk-10, uk-itl1"),
        ({"data": "uk-itl"}, "Did you mean 'uk-itl"),
        ({"measure": "gdp"}, "Unknown measure 'gdp'.*relative_to_uk_percent"),
        ({"first_year": "then"}, "Unknown first_year 'then'.*There are: 1900, 1910"),
        ({"first_year": 1066}, "Unknown first_year '1066'.*1900"),
        ({"first_year": 2015, "last_year": 1925}, "Last year 1925 must come after 2015. There are: 2016"),
        ({"first_year": "2015", "last_year": "2015"}, "Last year 2015 must come after 2015"),
        ({"include_capital": "perhaps"}, "Unknown include_capital 'perhaps'. There are: yes, no"),
        ({"data": "europe-ireland", "include_capital": False}, "Unknown include_capital 'False'. There are: yes"),
        ({"frist_year": 1900}, "Unknown choice 'frist_year'. Did you mean 'first_year'"),
    ],
)  # fmt: skip
def test_what_cannot_be_had_is_named_with_what_can(given, message):
    with pytest.raises(ValueError, match=message):
        lk.claim("century-of-ranks").evaluate(**given)


def test_an_unknown_claim_is_named_with_those_there_are():
    with pytest.raises(UnknownClaimError, match="'century'. Did you mean 'century-of-ranks'"):
        lk.claim("century")
    with pytest.raises(lk.UnknownDatasetError):
        lk.claim("century_of_ranks")


@pytest.mark.parametrize("name", claim_names())
def test_each_prepared_view_is_on_offer(name):
    claim = lk.claim(name)
    page = lk.pages.ClaimPage(name)
    assert len({view.label for view in claim.views}) == len(claim.views)
    for view in claim.views:
        state = read(page, **view.choices)
        assert set(view.marks) <= set(state["offered"]), view.label
        for what, value in view.marks.items():
            assert value in state["offered"][what], view.label
