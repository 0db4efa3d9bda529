"""Inputs that are not finite: weights, names left out, a visitor's file."""

import pytest
import xarray as xr

from levelkit.claims import Input
from levelkit.claims.evidence import Tables
from levelkit.pages import ClaimPage, PageLayout
from toy import answer, toy_claim


def read(name, text):
    try:
        return [float(line) for line in text.split()]
    except ValueError as error:
        raise ValueError(f"{name}, {error}: numbers are needed, one a row.") from None


INPUTS = (
    Input("left_out", "Left out", "names"),
    Input("weights", "Weights", "weights"),
    Input("own", "Your table", "file", read=read),
)


def free_answer(*, left_out=(), weights=None, own=None, **choices):
    found = answer(**choices)
    if "C" in left_out:
        raise ValueError("There is no C. There are: A, B.")
    found.figures.update(n=2 - len(left_out), mean=sum(own or [0]) / len(own or [0]))
    found.figures.update(weights or {})
    return found


CLAIM = toy_claim(name="free-toy", answer=free_answer, inputs=INPUTS)


@pytest.fixture
def page(register):
    return ClaimPage(register(CLAIM).name)


def give(page, **inputs):
    page.hub.set_state({"inputs": inputs, "turn": page.hub.turn + 1})
    assert page.hub.answered_turn == page.hub.turn
    return page.evidence.figures


def test_a_program_gives_inputs_by_name(tmp_path):
    assert CLAIM.evaluate(half="first", left_out=["A", "A"]).figures["n"] == 1
    assert CLAIM.evaluate(weights={"a": 1}).figures["a"] == 1.0
    file = tmp_path / "own.csv"
    file.write_text("\ufeff1\n3\n", encoding="utf-8")
    for own in (str(file), file, [1, 3], {"name": "own.csv", "text": "\ufeff1\n3\n"}):
        assert CLAIM.evaluate(own=own).figures["mean"] == 2
    assert CLAIM.evaluate().figures["n"] == 2
    with pytest.raises(ValueError, match="Unknown choice 'nonsense'"):
        CLAIM.evaluate(nonsense=1)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"left_out": "A"}, "a list of names is needed, not 'A'"),
        ({"left_out": [1]}, "a list of names is needed"),
        ({"weights": {"a": 2}}, "a has weight 2; it must be 0 to 1"),
        ({"weights": {"a": float("nan")}}, "it must be 0 to 1"),
        ({"weights": {"a": True}}, "it must be 0 to 1"),
        ({"own": {"name": "own.csv", "text": "1\nx"}}, "own.csv, could not .*: numbers are needed"),
        ({"left_out": ["C"]}, "There is no C"),
    ],
)
def test_what_is_wrong_is_said_and_left_out(page, given, message):
    with pytest.raises(ValueError, match=message):
        CLAIM.evaluate(**given)
    assert give(page, **given) == CLAIM.evaluate().figures
    (name,) = given
    assert page.hub.refused.keys() == {name}
    assert give(page) == CLAIM.evaluate().figures
    assert page.hub.refused == {}


def test_inputs_stay_when_a_choice_changes(page):
    give(page, left_out=["A"], own={"name": "own.csv", "text": "1 3"})
    page.hub.set_state({"choices": {"half": "first", "year": 1990, "whole": False}})
    assert page.evidence.choices["year"] == 1990
    assert (page.evidence.figures["n"], page.evidence.figures["mean"]) == (1, 2)
    assert page.hub.answered == page.hub.choices
    assert [one["kind"] for one in page.hub.inputs_form] == ["names", "weights", "file"]
    assert [page.inputs[name].kind for name in page.inputs] == ["input"] * 3


def test_a_file_is_read_once(page, monkeypatch):
    reads = []
    object.__setattr__(INPUTS[2], "read", lambda name, text: reads.append(name) or read(name, text))
    try:
        give(page, own={"name": "own.csv", "text": "1 3"})
        page.hub.set_state({"choices": {"half": "first"}})
        give(page, own={"name": "own.csv", "text": "1 3"}, left_out=["A"])
        assert reads == ["own.csv"]
    finally:
        object.__setattr__(INPUTS[2], "read", read)


def test_only_known_kinds():
    with pytest.raises(ValueError, match="Unknown kind 'dial'"):
        Input("n", "N", "dial")


def two_parts(page, monkeypatch, later):
    """A layout that puts a passage of each answer off, and the messages that are sent."""
    page.layout = PageLayout(
        passages={"now": lambda _: "now", "later": later}, later=frozenset({"later"})
    )
    sent = []
    send = page.hub.send_state
    monkeypatch.setattr(page.hub, "send_state", lambda key: sent.append(set(key)) or send(key))
    return sent


def test_the_answer_is_sent_before_what_takes_longer(page, monkeypatch):
    came = []

    def later(_):
        came.append((page.hub.answered_turn, page.hub.words["now"]))
        return "later"

    sent = two_parts(page, monkeypatch, later)
    give(page, left_out=["A"])
    assert came == [(page.hub.turn, {"html": "now"})]  # the answer was out already
    assert [("answered_turn" in keys, "rest" in keys) for keys in sent] == [
        (True, False),
        (False, True),
    ]
    words = page.hub.words
    assert (words["now"], words["later"]) == ({"html": "now"}, {"html": "later"})
    assert page.hub.datasets == {}  # nothing of the answer before stays


def test_a_part_that_fails_leaves_the_input_out_and_says_so(page, monkeypatch):
    def later(evidence):
        if evidence.figures["n"] == 1:
            raise ValueError("Too few for a model.")
        return "later"

    sent = two_parts(page, monkeypatch, later)
    assert give(page, left_out=["A"])["n"] == 2
    assert page.hub.refused == {"left_out": "Too few for a model."}
    assert "rest" in sent[-1] and page.hub.words["later"] == {"html": "later"}


def test_a_table_is_made_when_it_is_first_asked_for():
    made = []
    tables = Tables(a=xr.Dataset({"x": 1}), b=lambda: made.append(1) or xr.Dataset({"y": 2}))
    assert (
        list(tables) == ["a", "b"]
        and len(tables) == 2
        and "b" in tables
        and made == []
        and not made
    )
    assert int(tables["b"]["y"]) == int(tables["b"]["y"]) == 2
    assert made == [1]
    with pytest.raises(KeyError):
        tables["c"]
