"""What is wrong with a claim is said before anybody sees its page: what, where, and what is allowed."""

import dataclasses
import itertools
import json
from collections.abc import Mapping

import numpy as np
import pytest

import levelkit as lk
from levelkit.claims import Choice, ClaimError, Effect, Part, Verdict, claim_names, combinations
from levelkit.claims import check as checking
from levelkit.cli import main
from levelkit.pages import ClaimPage
from levelkit.pages.folders import notebooks_folder
from toy import TOY, answer, toy_claim


def with_choice(options, default=lambda _: "second", **more):
    """The toy, its first choice replaced."""
    return toy_claim(choices=(Choice("half", "Half", options, default, **more), *TOY.choices[1:]))


def answering(change):
    """The toy, what it answers changed."""
    return toy_claim(answer=lambda **chosen: change(answer(**chosen)))


@pytest.mark.parametrize("name", claim_names())
def test_levelkits_own_claims_are_sound(name):
    lk.claim(name).check(notebooks=notebooks_folder())


def test_the_toy_is_sound():
    TOY.check()


DEFINITIONS = {
    "a misspelt table": ({"tables": ("uk-centry",)}, LookupError,
                         r"toy-claim: Unknown dataset 'uk-centry'. Did you mean 'uk-century'"),
    "a map that its answers rest on": ({"tables": ("uk-itl3",)}, LookupError, "Unknown dataset 'uk-itl3'"),
    "a misspelt map": ({"drawn": ("uk-itl4",)}, LookupError, "Unknown dataset or map 'uk-itl4'.*'uk-itl3'"),
    "a name with a capital": ({"name": "Toy"}, ValueError, "'Toy': a name is small letters, digits and hyphens"),
    "a name with a path": ({"name": "../toy"}, ValueError, "a name is small letters"),
    "an unknown dependence": ({"choices": (dataclasses.replace(TOY.choices[1], depends=("halve",)),)}, ValueError,
                              "toy-claim: choice 'year' depends on 'halve', which is no choice before it. There are: none"),
    "a later dependence": ({"choices": TOY.choices[::-1]}, ValueError,
                           "choice 'year' depends on 'half', which is no choice before it. There are: whole"),
    "a choice twice": ({"choices": TOY.choices[:1] * 2}, ValueError, "choice 'half' is there twice"),
    "a dependence that is not whole": (
        {"choices": (*TOY.choices[:2], dataclasses.replace(TOY.choices[2], depends=("year",)))}, ValueError,
        "choice 'whole' depends on 'year', which depends on 'half': name that before it in depends, too"),
}  # fmt: skip


@pytest.mark.parametrize("what", DEFINITIONS)
def test_a_definition_that_is_wrong_is_refused_where_it_stands(what):
    changes, error, message = DEFINITIONS[what]
    with pytest.raises(error, match=message):
        toy_claim(**changes)


def test_parts_are_named_by_every_claim():
    fields = {field.name: field for field in dataclasses.fields(TOY)}
    assert fields["parts"].default is fields["parts"].default_factory is dataclasses.MISSING


@pytest.mark.parametrize(
    ("given", "error", "message"),
    [
        ({"options": {"a": "A"}}, TypeError,
         r"Choice 'half': its options must be a function .*\(lambda chosen: \.\.\.\), not a dict"),
        ({"default": "a"}, TypeError, "Choice 'half': its default must be a function.*not a str"),
        ({"kind": "slider"}, ValueError, "Choice 'half': Unknown kind 'slider'. .*There are: select, check"),
    ],
)  # fmt: skip
def test_a_choice_that_is_wrong_is_refused_where_it_stands(given, error, message):
    with pytest.raises(error, match=message):
        dataclasses.replace(TOY.choices[0], **given)


class Endless(Mapping):
    """All whole numbers."""

    def __getitem__(self, key):
        return str(key)

    def __iter__(self):
        return itertools.count()

    def __len__(self):
        return 2**60


CHOICES = {
    "a generator": (with_choice(lambda _: itertools.count()),
                    "'half': its options must be a dict from values to their words, not a count"),
    "a list": (with_choice(lambda _: ["first", "second"]), "'half': its options must be a dict .*, not a list"),
    "no end": (with_choice(lambda _: Endless()), "'half' offers 1,152,921,504,606,846,976 values; allowed are 1 to 5,000"),
    "nothing": (with_choice(lambda _: {}), "'half' offers 0 values"),
    "numpy": (with_choice(lambda _: {np.int64(1): "one"}, lambda _: 1),
              r"'half': np.int64\(1\) is an int64. Allowed are text, numbers and True or False"),
    "none": (with_choice(lambda _: {None: "none"}, lambda _: None), "'half': None is a NoneType"),
    "a tuple": (with_choice(lambda _: {(1, 2): "both"}, lambda _: (1, 2)), r"'half': \(1, 2\) is a tuple"),
    "not a number": (with_choice(lambda _: {float("nan"): "?"}), "'half': nan is no number that an address can hold"),
    "a bar": (with_choice(lambda _: {"a|b": "A"}, lambda _: "a|b"), r"'half': 'a\|b' cannot stand in an address"),
    "an empty text": (with_choice(lambda _: {"": "A"}, lambda _: ""), "'half': '' cannot stand in an address"),
    "no words": (with_choice(lambda _: {"first": "A", "second": ""}), "'half': 'second' has no words, but ''"),
    "written alike": (with_choice(lambda _: {True: "A", "yes": "B"}, lambda _: True), "'half': 'yes' and True are written alike"),
    "a default not on offer": (with_choice(lambda _: {"first": "A"}),
                               "'half': its default 'second' is never on offer. There are: first"),
    "a dependence not declared": (
        toy_claim(choices=(TOY.choices[0], dataclasses.replace(TOY.choices[1], depends=()), TOY.choices[2])),
        r"Choice 'year' asks for 'half', which its depends do not name. Declare depends=\('half',\)"),
    "under one setting": (
        toy_claim(choices=(TOY.choices[0], dataclasses.replace(
            TOY.choices[1], options=lambda chosen: {1990: "1990", 2000: "2000"} if chosen["half"] == "first" else {2000: ""}))),
        r"choice 'year' \(where half is second\): 2000 has no words"),
    "no parts": (toy_claim(parts={}), "toy-claim: it has no parts. Name at least one"),
}  # fmt: skip


@pytest.mark.parametrize("what", CHOICES)
def test_choices_that_cannot_be_offered_are_refused_by_check_page_and_command(what, capsys):
    claim, message = CHOICES[what]
    for look in (claim.check, lambda: ClaimPage(claim)):
        with pytest.raises(ClaimError, match=message):
            look()
    lk.register(claim)
    try:
        with pytest.raises(SystemExit) as caught:
            main(["combinations", claim.name])
    finally:
        lk.claims.unregister(claim.name)
    assert "toy-claim: " in str(caught.value)
    assert "written" not in capsys.readouterr().out


def test_too_many_combinations_are_counted_and_not_evaluated():
    years = {year: str(year) for year in range(1000)}
    more = [Choice(name, name, lambda _: years, lambda _: 1) for name in ("a", "b")]
    with pytest.raises(ClaimError, match="toy-claim: there are more than 50,000 combinations"):
        toy_claim(choices=tuple(more)).check()


def changed(**values):
    return lambda evidence: dataclasses.replace(evidence, **values)


def unjudged(evidence):
    for part in evidence.parts:
        object.__setattr__(part, "verdict", "supported")
    return evidence


ANSWERS = {
    "an unknown figure": (toy_claim(effect=Effect("slopes", "Slope")),
                          "the effect's figure is not among the answer's figures. Unknown figure 'slopes'.*There are: effect, low, high"),
    "an unknown end": (toy_claim(effect=Effect("effect", "Effect", "lo", "high")),
                       "the effect's low is not among .* Unknown figure 'lo'. Did you mean 'low'"),
    "no figure": (toy_claim(effect=Effect("", "Effect")), "the effect's figure is not among"),
    "no evidence": (answering(lambda _: None), "toy-claim: the answer is no Evidence, but a NoneType"),
    "a verdict alone": (answering(lambda evidence: evidence.verdict), "is no Evidence, but a Verdict"),
    "no source": (answering(changed(attrs={"licence": "CC0"})), "the answer's attrs do not say the source"),
    "no licence": (answering(changed(attrs={"source": "Me"})), "the answer's attrs do not say the licence"),
    "other parts": (answering(lambda evidence: changed(parts=evidence.parts[:1])(evidence)), "the claim has"),
}  # fmt: skip


@pytest.mark.parametrize("what", ANSWERS)
def test_an_answer_that_lacks_something_is_refused_by_check_page_and_table(what):
    claim, message = ANSWERS[what]
    with pytest.raises(ClaimError, match=message) as caught:
        claim.check()
    assert str(caught.value).count("toy-claim: ") == 1
    looks = (claim.evaluate, lambda: ClaimPage(claim), lambda: combinations.compute(claim))
    for look in looks:
        with pytest.raises((TypeError, ValueError), match=message):
            look()


@pytest.mark.parametrize("verdict", ["supported", "suported", True, None])
def test_a_verdict_that_is_none_is_refused(verdict):
    with pytest.raises(
        TypeError, match=r"Part 'a': its verdict must be a Verdict, not .*Verdict.SUPPORTED"
    ):
        Part("a", "A", verdict)
    assert Part("a", "A", Verdict.SUPPORTED).verdict == "supported"


def test_every_fault_of_a_claim_has_a_line():
    choices = (
        Choice("a", "A", lambda _: {"x": ""}, lambda _: "x"),
        Choice("b", "B", lambda _: {"x": "X"}, lambda _: "y"),
    )
    with pytest.raises(ClaimError) as caught:
        toy_claim(choices=choices, parts={}).check()
    assert [line.split(":")[0] for line in str(caught.value).splitlines()] == ["toy-claim"] * 3


def notebook(folder, stem, *lines):
    cells = [{"cell_type": "code", "source": list(lines)}]
    (folder / f"{stem}.ipynb").write_text(json.dumps({"cells": cells}), encoding="utf-8")


SHOWS = 'page = lk.pages.ClaimPage("toy-claim")'


def test_a_claim_has_one_notebook(tmp_path):
    notebook(tmp_path, "toy-claim", SHOWS)
    notebook(tmp_path, "other", 'lk.pages.ClaimPage("toy-claims")')
    TOY.check(notebooks=tmp_path)
    notebook(tmp_path, "again", "lk.pages.ClaimPage('toy-claim', design)")
    with pytest.raises(
        ClaimError, match="shown by the notebook again as well; its page is toy-claim"
    ):
        TOY.check(notebooks=tmp_path)


def test_a_notebook_that_is_not_there_or_shows_another_claim_is_said(tmp_path):
    notebook(tmp_path, "11-toy", SHOWS)
    with pytest.raises(
        ClaimError, match=r"there is no notebook toy-claim.ipynb. There are: 11-toy"
    ):
        TOY.check(notebooks=tmp_path)
    notebook(tmp_path, "toy-claim", "lk.pages.FrontPage()")
    with pytest.raises(
        ClaimError, match=r"notebook toy-claim.ipynb does not show it: no ClaimPage\('toy-claim'\)"
    ):
        TOY.check(notebooks=tmp_path)


def test_two_claims_cannot_share_a_notebook(register):
    claim = register(toy_claim(notebook="06-convergence"), table=False)
    with pytest.raises(
        ClaimError, match="the notebook 06-convergence is the page of convergence already"
    ):
        claim.check(notebooks=notebooks_folder())


def test_a_claim_that_is_wrong_leaves_the_others_be(register, capsys):
    register(toy_claim(name="toy-one", parts={}), table=False)
    register(toy_claim(name="toy-two"), table=False)
    with pytest.raises(ClaimError, match="^toy-one: it has no parts"):
        combinations.update(["toy-one", "toy-two"])
    assert "toy-two: written to" in capsys.readouterr().out


def test_the_bound_on_combinations_leaves_room_for_those_there_are():
    most = max(sum(1 for _ in lk.claim(name).combinations()) for name in claim_names())
    assert 5 * most < checking.MOST_COMBINATIONS
