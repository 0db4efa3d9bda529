"""The page of any claim: escaped texts, refused choices, the layout it has without one."""

import numpy as np
import pandas as pd
import pytest
import xarray as xr

import levelkit as lk
from levelkit.charts.form import columns_of
from levelkit.claims import claim_names
from levelkit.figures import Figure
from levelkit.pages import ClaimPage, FrontPage, Mark, PageLayout
from reading import plain, read
from toy import TOY, answer, toy_claim

NASTY = "<script>alert(1)</script>&\"'"


def html_of(words):
    return [said["html"] for said in words.values() if "html" in said]


@pytest.mark.parametrize("name", claim_names())
def test_what_is_no_choice_is_answered_as_before(name):
    page = ClaimPage(name)
    before = page.hub.answered
    for forged in (
        {"data": "nonsense"}, {"nonsense": 1}, before | {"nonsense": 1}, before | {"data": NASTY},
        before | {"first_year": [1900]}, before | {"first_year": {"a": 1}}, before | {"first_year": 1066},
    ):  # fmt: skip
        page.hub.set_state({"choices": forged})
        assert page.hub.choices == page.hub.answered == before
        assert page.evidence.choices == before
    page.hub.set_state({"choices": {}})  # what is not chosen is at its default
    assert page.hub.choices == page.hub.answered == page.claim.complete({})


@pytest.mark.parametrize("name", claim_names())
def test_what_the_hub_holds_is_plain(name):
    page = ClaimPage(name)
    every = list(page.claim.combinations())
    for made in every[:: max(1, len(every) // 8)]:
        state = read(page, **made)
        assert plain(state) == state
        assert state["answered"] == made
        assert state["words"].keys() >= {"answer", "caveats", "criterion", "page", "notes"}
        assert state["marks"].keys() == state["offered"].keys()
        for what, value in state["marks"].items():
            assert value in state["offered"][what]
        for table in page.tables.options["tables"]:
            for column in table["columns"]:
                for field in column.get("fields", [column.get("field")]):
                    assert field in state["datasets"][table["dataset"]]
        for name_of, columns in state["datasets"].items():
            assert len({len(values) for values in columns.values()}) == 1, name_of


def test_no_text_of_a_claim_reaches_html_unescaped(register):
    def nasty(**choices):
        found = answer(**choices)
        for name in ("headline", "sentence", "subject", "reason"):
            object.__setattr__(found, name, NASTY)
        found.caveats.append(NASTY)
        found.attrs.update(source=NASTY, licence=NASTY)
        return found

    words = dict.fromkeys(
        ("title", "question", "quote", "source", "criterion", "counted_words"), NASTY
    )
    halves = {value: NASTY + value for value in ("first", "second")}
    choices = (
        TOY.choices[0].__class__("half", NASTY, lambda _: halves, lambda _: "second", help=NASTY),
        *TOY.choices[1:],
    )
    claim = register(
        toy_claim(answer=nasty, choices=choices, wider={NASTY: lambda _: True}, **words)
    )
    hub = ClaimPage(claim.name).hub
    found = html_of(hub.words)
    assert len(found) == 5  # criterion, facts, answer, caveats, fragility
    front = html_of(FrontPage().cards.children[-1].children[0]._hub.words)
    ours = (hub.words["facts"]["html"], *front[1:])  # which no claim writes
    for html in (*found, *front):
        assert "<script" not in html
        assert "&lt;script&gt;" in html or html in ours
        assert "\"'" not in html


def test_a_claim_without_a_layout_has_a_table_of_each_result(register):
    page = ClaimPage(register(TOY).name)
    (table,) = page.tables.options["tables"]
    assert (table["caption"], table["dataset"]) == ("Places", "places")
    assert [column["field"] for column in table["columns"]] == ["name", "value"]
    assert page.hub.datasets["places"]["value"] == [pytest.approx(0.85), None]
    assert page.charts == page.html == {}
    assert [part.kind for part in page.fragility.children] == ["html", "curve"]
    assert dict(page.hub.words["page"]["more"]) == {
        "half": "second",
        "year": "2000",
        "whole": "True",
    }
    page.hub.set_state({"choices": {"half": "first", "year": 1990, "whole": False}})
    assert page.hub.datasets["places"]["value"] == [pytest.approx(0.1), None]
    assert "✗" in page.hub.words["answer"]["html"]


def test_a_layout_of_ones_own_takes_its_place(register):
    def bars(evidence):
        shares = {"row": [0], "name": ["A"], "short": ["A"], "share": [evidence.figures["effect"]]}
        return Figure("share_bars", {"shares": shares}, title="Shares")

    layout = PageLayout(
        figures={"bars": bars},
        passages={"more": lambda _: "<p>More</p>"},
        marks=(Mark("year", lambda _: [2000], lambda _: 2000, label="Year", kind="slider"),),
        values=lambda evidence: {"n": evidence.choices["year"]},
    )
    page = ClaimPage(register(TOY).name, layout)
    assert page.layout is layout and list(page.charts) == ["bars"]
    assert page.hub.datasets["shares"]["share"] == [pytest.approx(0.85)]
    assert page.html["more"].kind == "html" and page.hub.words["more"] == {"html": "<p>More</p>"}
    assert page.hub.marks == {"year": 2000} and page.hub.signals == {"n": 2000}
    assert page.hub.marks_form == [{"name": "year", "label": "Year", "help": "", "kind": "slider"}]
    assert list(page.pair("more").children) == [page.html["more"]]


def test_the_shared_words_are_the_claims(register):
    about = ClaimPage(register(TOY).name).hub.about
    assert {key: about[key] for key in ("name", "title", "question", "criterion")} == {
        "name": "toy-claim", "title": "A toy", "question": "Is it half?", "criterion": TOY.criterion,
    }  # fmt: skip
    assert about["views"] == [
        {
            "label": "The first half",
            "choices": {"half": "first", "year": 2000, "whole": True},
            "marks": {},
        }
    ]
    share = about["share"]
    assert share["site"].endswith("/toy-claim.html")
    assert share["path"] == "voila/render/notebooks/toy-claim.ipynb"
    assert lk.__version__ in share["apa"] and lk.__version__ in share["bibtex"]
    assert "{view}" in share["apa"] and "{sources}" in share["bibtex"]


def test_columns_are_plain_values():
    table = pd.DataFrame(
        {"a": np.array([1, 2]), "b": [1.5, np.nan], "c": ["x", None], "d": [True, False]}
    )
    found = columns_of(table)
    assert found == {"a": [1, 2], "b": [1.5, None], "c": ["x", None], "d": [True, False]}
    assert {type(value) for values in found.values() for value in values} == {
        int,
        float,
        str,
        bool,
        type(None),
    }
    labelled = xr.Dataset({"rho": ("year", [0.5, np.nan])}, {"year": [1900, 1910]})
    assert columns_of(labelled) == {"year": [1900, 1910], "rho": [0.5, None]}
