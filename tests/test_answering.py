"""Whatever an answer raises, the page is told, and shows nothing that is not so."""

import csv
import logging

import pandas as pd
import pytest

import levelkit as lk
from levelkit.claims import Input
from levelkit.claims.devolution.own import read_own as read_indices
from levelkit.claims.policy_churn.policies import read_policies
from levelkit.pages import ClaimPage, PageLayout
from levelkit.pages.answering import NO_ANSWER
from toy import answer, toy_claim

FIRST = {"half": "first", "year": 2000, "whole": True}
HEAD = "country_code,index,year,value\n"


def read(name, text):
    raise {"csv": csv.Error("bad"), "key": KeyError("x"), "memory": MemoryError()}.get(
        text, RecursionError("deep")
    )


def fragile(*, own=None, left_out=(), **choices):
    if left_out:
        raise ZeroDivisionError(f"secret {left_out}")
    if choices["half"] == "first":
        raise ArithmeticError("secret reason")
    return answer(**choices)


CLAIM = toy_claim(
    name="fragile-toy", answer=fragile,
    inputs=(Input("own", "Your table", "file", read=read), Input("left_out", "Left out", "names")),
)  # fmt: skip


@pytest.fixture
def page(monkeypatch, register):
    made = ClaimPage(register(CLAIM, table=False).name)
    made.sent = []
    monkeypatch.setattr(made.hub, "send_state", lambda key=None: made.sent.append(key))
    return made


def is_answered(page):
    return page.hub.choices == page.hub.answered and page.hub.turn == page.hub.answered_turn


def test_a_choice_without_an_answer_goes_back_to_the_one_before_and_says_so(page, caplog):
    before = page.hub.answered
    caplog.set_level(logging.ERROR)
    for number in (1, 2):  # the second time as the first
        page.hub.set_state({"choices": FIRST})
        assert is_answered(page) and page.hub.answered == before
        assert page.evidence.choices == before
        assert page.hub.failure == {"number": number, "words": NO_ANSWER}
    assert "secret" not in str(page.hub.get_state())
    assert "ArithmeticError: secret reason" in caplog.text  # for who hosts
    page.hub.set_state({"choices": before | {"whole": False}})
    assert page.evidence.choices["whole"] is False and page.hub.failure["number"] == 2


@pytest.mark.parametrize("text", ["csv", "key", "memory", "other"])
def test_a_file_whose_reader_fails_could_not_be_used(page, text):
    page.hub.set_state({"inputs": {"own": {"name": "a.csv", "text": text}}, "turn": 1})
    assert is_answered(page)
    assert page.hub.refused == {
        "own": "Your table: it could not be used: something went wrong here while it was read."
    }
    assert page.hub.failure == {}


def test_a_file_that_was_sent_is_named_by_its_id_from_then_on(register):
    texts = []

    def counted(name, text):
        texts.append(text)
        if text == "bad":
            raise ValueError("row 2 is wrong")
        return name

    def answered(*, own="", left_out=(), **choices):
        return answer(**choices)

    inputs = (
        Input("own", "Your table", "file", read=counted),
        Input("left_out", "Left out", "names"),
    )
    claim = register(toy_claim(name="files-toy", answer=answered, inputs=inputs), table=False)
    hub = ClaimPage(claim.name).hub

    def give(turn, **inputs):
        hub.set_state({"inputs": inputs, "turn": turn})
        assert hub.turn == hub.answered_turn == turn
        return hub.refused

    whole, named = {"name": "a.csv", "text": "good", "id": "1"}, {"name": "a.csv", "id": "1"}
    assert give(1, own=whole) == {}
    assert give(2, own=named, left_out=["A"]) == {}
    assert texts == ["good"]
    # What was wrong with a file stays wrong, and is not read again.
    assert give(3, own={"name": "b.csv", "text": "bad", "id": "2"}) == {"own": "row 2 is wrong"}
    assert give(4, own={"name": "b.csv", "id": "2"}, left_out=["B"]) == {"own": "row 2 is wrong"}
    assert texts == ["good", "bad"]
    # One that this kernel has not, or no longer.
    for turn, id in ((5, "1"), (6, "3")):
        assert give(turn, own={"name": "a.csv", "id": id}) == {
            "own": "Your table: choose the file again."
        }
    assert give(7, own=whole) == {}


def test_an_input_without_an_answer_is_left_out(page):
    page.hub.set_state({"inputs": {"left_out": ["A"]}, "turn": 1})
    assert is_answered(page) and page.evidence.choices == page.hub.answered
    assert page.hub.refused["left_out"].startswith("It could not be used: something went wrong")
    assert "secret" not in str(page.hub.refused)
    # A choice that has no answer either: both are said, and the page is as before.
    before = page.hub.answered
    page.hub.set_state({"choices": FIRST})
    assert is_answered(page) and page.hub.answered == before
    assert page.hub.refused.keys() == {"left_out"} and page.hub.failure["number"] == 1


def test_nothing_of_an_answer_whose_second_part_fails_stays(page):
    def later(evidence):
        if not evidence.choices["whole"]:
            raise IndexError
        return "later"

    page.layout = PageLayout(
        passages={"now": lambda evidence: evidence.sentence, "later": later},
        later=frozenset({"later"}),
    )
    whole = page.hub.answered
    page.hub.set_state({"choices": whole | {"whole": False}})
    assert is_answered(page) and page.hub.answered == whole and page.hub.failure["number"] == 1
    assert page.hub.words["now"] == {"html": CLAIM.evaluate().sentence}
    assert page.hub.words["later"] == {"html": "later"}


def test_at_the_least_the_page_is_told(page, monkeypatch):
    def broken(*_):
        raise OSError

    before = page.hub.answered
    monkeypatch.setattr(page._answering, "_states", broken)
    page.hub.set_state({"choices": before | {"whole": False}, "turn": 1})
    assert is_answered(page) and page.hub.answered == before
    assert page.hub.failure["words"] == NO_ANSWER


def test_choices_that_are_no_choices_change_nothing(page):
    before = page.hub.answered
    for forged in ({"half": ["first"]}, {"half": {"a": 1}}, {1: 2}):
        page.hub.set_state({"choices": forged})
        assert is_answered(page) and page.hub.answered == before and page.hub.failure == {}


UNCLOSED = '"' + "x" * 140_000


@pytest.mark.parametrize(
    ("claim", "text", "row"),
    [
        ("devolution", f"{HEAD}GBR,A,2020,1\n\nDEU,{UNCLOSED},2020,1\n", 4),
        ("policy-churn", f"name,begun\na,1990\nb,{UNCLOSED}\n", 3),
    ],
)
def test_a_quote_that_is_not_closed_is_said_with_its_row(claim, text, row):
    page = ClaimPage(claim)
    page.hub.set_state({"inputs": {"own": {"name": "a.csv", "text": text}}, "turn": 1})
    assert is_answered(page)
    assert page.hub.refused["own"].startswith(
        f"a.csv, row {row}: a cell has more than 131,072 letters. Is a quote there that is not closed?"
    )


def test_old_mac_line_ends_are_read():
    text = f"{HEAD}GBR,A,2020,1\nDEU,A,2020,2\n"
    expected = read_indices("own.csv", text)
    assert expected.values == {"A": {"United Kingdom": 1.0, "Germany": 2.0}}
    for ends in ("\r", "\r\n"):
        assert read_indices("own.csv", text.replace("\n", ends)) == expected
    wrong = text.replace("2020,2", "20x,2").replace("\n", "\r")
    with pytest.raises(ValueError, match="own.csv, row 3, column 'year': '20x' is not allowed"):
        read_indices("own.csv", wrong)
    policies = lk.load_table("uk-policies").head(3).to_csv(index=False)
    tables = [read_policies("own.csv", policies.replace("\n", ends)) for ends in ("\n", "\r")]
    pd.testing.assert_frame_equal(*(made.frame for made in tables))
