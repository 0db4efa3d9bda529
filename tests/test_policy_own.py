"""A visitor's own table of policies: read, judged, answered, and never taken for ours."""

import json
import re

import pytest

import levelkit as lk
from levelkit.catalogue.package import data_folder
from levelkit.claims.policy_churn.policies import read_policies, shipped
from levelkit.pages import ClaimPage, page_state
from policies import COLUMNS, row, table, text

CLAIM = lk.claim("policy-churn")
SHIPPED = (data_folder() / "uk-policies.csv").read_text(encoding="utf-8")
NASTY = "<img src=x onerror=alert(1)>"


@pytest.fixture(scope="module")
def page():
    return ClaimPage("policy-churn")


def give(page, name, content):
    page.hub.set_state(
        {"inputs": {"own": {"name": name, "text": content}}, "turn": page.hub.turn + 1}
    )
    return page.hub


def test_our_table_brought_back_gives_our_answer():
    ours, theirs = CLAIM.evaluate(), CLAIM.evaluate(own=data_folder() / "uk-policies.csv")
    assert theirs.figures == pytest.approx(ours.figures, nan_ok=True)
    assert theirs.verdict is ours.verdict
    assert (
        theirs.sentence
        == f"{ours.sentence} All this is of your file uk-policies.csv, not of our table."
    )


def test_a_period_follows_the_year_that_is_edited():
    edited = re.sub(
        r"^(regional-development-agencies,.*?,body),1999,2012,", r"\1,1989,2012,", SHIPPED,
        flags=re.MULTILINE,
    )  # fmt: skip
    assert edited != SHIPPED
    found = read_policies("edited.csv", edited).frame.set_index("policy")
    assert found.loc["regional-development-agencies", ["start_year", "era"]].tolist() == [1989, "1979-1996"]  # fmt: skip
    assert CLAIM.evaluate(own=read_policies("edited.csv", edited)).figures["n"] == CLAIM.evaluate().figures["n"]  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([row("a", 1990, 1980)], "mine.csv, row 2, column 'end_year': '1980' is not allowed: it is before start_year 1990"),
        ([row("a", 1990, kind="quango")], "row 2, column 'kind': 'quango' is not allowed: allowed are 'incentive', 'control', 'body'"),
        ([row("a", 1990, predecessor="z")], "row 2, column 'predecessor': 'z' is not allowed: no row has it as its policy"),
        ([row("a", 2026)], "mine.csv, policy 'a', column 'start_year': 2026 is not allowed: what is known goes to the end of 2025"),
        ([row("a", 1990, predecessor="b"), row("b", 1995, predecessor="a")], "successors go round in a circle"),
        ([row("a", 1990, predecessor="a")], "mine.csv, policy 'a', column 'predecessor': successors go round in a circle at 'a'"),
        ([], "mine.csv has no policies below its column names"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_with_what_is_allowed(rows, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        table(*rows)


def test_the_page_is_worked_out_from_the_file_and_says_so(page):
    fragile = page.hub.words["fragility"]["html"]
    content = text(*(row(f"p-{k}", 1990, 1990 + k, name=f"Fund {k}") for k in range(1, 21)))
    hub = give(page, "mine.csv", content)
    assert hub.refused == {}
    assert hub.datasets["policies"]["name"] == [f"Fund {k}" for k in range(1, 21)]
    assert set(hub.datasets["bars"]["policy"]) == {f"Fund {k}" for k in range(1, 21)}
    assert "your file: mine.csv" in hub.words["notice"]["html"]
    assert "Of 20 policies, begun in 1990, all have ended. Their median life is 10 years" in hub.words["answer"]["html"]  # fmt: skip
    assert hub.words["page"]["source"].startswith("your file mine.csv")
    assert hub.signals["table"] == "mine"
    assert hub.words["fragility"]["html"] == fragile  # of our table, as the notice says
    assert "stays that of our table" in hub.words["notice"]["html"]
    hub = give(page, "mine.csv", content.replace("1990,1995", "1990,1985"))
    assert "mine.csv, row 6, column 'end_year'" in hub.refused["own"]
    assert hub.datasets["policies"]["name"] == shipped().frame["name"].tolist()
    assert hub.words["notice"]["html"] == ""


def test_texts_of_a_file_are_texts(page):
    rows = [row(f"p-{k}", 1990, 1990 + k, name=f"{NASTY} {k}") for k in range(1, 15)]
    hub = give(page, f"{NASTY}.csv", text(*rows))
    assert hub.refused == {}
    for said in hub.words.values():
        assert "<img" not in said.get("html", "")
    assert "&lt;img src=x" in hub.words["notice"]["html"]
    assert json.loads(json.dumps(hub.words)) == hub.words
    page.hub.set_state({"inputs": {}, "turn": page.hub.turn + 1})


def test_a_table_of_few_or_doubtful_rows_is_no_verdict(page):
    for rows in (
        [row("a", 1990, 1995)],
        [row("a", 1990, 1995, state="unverified")],
        [row("a", 2025)],
    ):
        found = CLAIM.evaluate(own=table(*rows))
        assert found.verdict == "cannot be tested"
        state = page_state(CLAIM, page.layout, CLAIM.complete({}), {"own": table(*rows)})
        json.dumps(state.traits(), allow_nan=False)
        assert len(state.datasets["bars"]["row"]) == 1


def test_columns_of_the_download_are_those_that_are_read(page):
    files = page.figures["timeline"].files
    assert list(files.columns.values()) == SHIPPED.splitlines()[0].split(",")
    assert set(COLUMNS.split(",")) < set(files.columns)
    assert not files.where  # the whole table, whatever is shown
