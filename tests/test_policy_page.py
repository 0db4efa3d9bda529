"""The policy-churn page: what its charts, tables and words hold."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

import levelkit as lk
from levelkit.charts import timeline
from levelkit.pages import page_state
from levelkit.pages.policy_churn import LAYOUT
from levelkit.pages.policy_churn.timeline import PARTIES

CLAIM = lk.claim("policy-churn")


@pytest.fixture(scope="module")
def page():
    return lk.pages.ClaimPage("policy-churn")


def state(**given):
    return page_state(CLAIM, LAYOUT, CLAIM.complete(given))


def test_the_whole_anatomy_is_there(page):
    assert list(page.charts) == ["survival", "timeline", "alive", "rates", "churn"]
    assert set(page.html) == {"notice", "inroads", "spans"} and set(page.inputs) == {"own"}
    found = state()
    for part in page.charts:
        for key in ("title", "subtitle", "description", "height"):
            assert found.words[part][key], (part, key)
        assert len(found.words[part]["title"].split()) <= 10
        assert set(page.charts[part].options["uses"].values()) <= set(found.datasets)
    for part in ("survival", "timeline"):
        assert "2025" in found.words[part]["subtitle"] or "year" in found.words[part]["subtitle"]


def test_the_table_holds_every_row_with_source_and_state():
    shipped = lk.load_table("uk-policies")
    for given in ({}, {"what": "money", "era": "1997-2009"}):
        columns = state(**given).datasets["policies"]
        assert len(columns["policy"]) == len(shipped)
        assert all(columns["source_title"])
        assert set(columns["state"]) <= {"verified", "unverified"}
        for name in shipped:
            assert len(columns[name]) == len(shipped)
    whole = state().tables["every_policy"]
    assert {"state", "source_title"} <= {column.field for column in whole.columns}
    assert state().datasets["policies"] is state(what="money").datasets["policies"]


def test_filters_act_on_the_timeline():
    everything = state().datasets["bars"]
    shipped = lk.load_table("uk-policies").set_index("name")
    assert sorted(everything["policy"]) == sorted(shipped.index)
    some = state(what="bodies", nation="england", era="1997-2009").datasets["bars"]
    expected = shipped.query(
        "kind == 'body' and nation == 'England' and 1997 <= start_year <= 2009"
    )
    assert sorted(some["policy"]) == sorted(expected.index)


def test_bars_are_sorted_and_what_is_unverified_stands_apart():
    found = state()
    made, parts = found.datasets["bars"], found.datasets["parts"]
    sure = [k for k, one in enumerate(made["verified"]) if one]
    assert sure == list(range(len(sure)))  # first
    for rows in (sure, range(len(sure), len(made["row"]))):
        starts = [made["begins"][k] for k in rows]
        assert starts == sorted(starts)
    assert "left out of every number" in parts["text"][0]
    assert made["row"][len(sure)] == len(sure) + 1  # below a heading
    assert found.params["timeline"]["n_policies"] == len(made["row"]) + 1
    counted = state(unverified=True).datasets["parts"]["text"][0]
    assert "counted here all the same" in counted


def test_a_bar_runs_from_the_middle_of_a_year_to_that_of_another():
    made = state().datasets["bars"]
    rows = {name: k for k, name in enumerate(made["policy"])}
    for row in lk.load_table("uk-policies").itertuples():
        k = rows[row.name]
        assert made["begins"][k] == row.start_year + 0.5
        running = pd.isna(row.end_year) or row.end_year > 2025
        assert made["open"][k] is bool(running)
        if not running:
            assert made["ends"][k] == max(row.end_year, row.start_year + 0.5) + 0.5
            assert str(row.end_year) in made["said"][k]
        assert made["verified"][k] == (row.state == "verified")


def test_successors_follow_each_other_where_they_count_as_one():
    made = state(successors="chain", what="bodies").datasets["bars"]
    names = made["policy"]
    first = names.index("Regional Development Agencies")
    assert names[first + 1] == "Local Enterprise Partnerships"
    assert "↳" in made["label"][first + 1] and "↳" not in made["label"][first]


def test_kinds_are_told_by_a_sign_as_well_as_by_colour():
    found = state().datasets
    signs = {name[0] for name in found["kinds"]["name"]}
    assert len(signs) == len(found["kinds"]["ink"]) == len(timeline.INKS)
    for label, ink in zip(found["bars"]["label"], found["bars"]["ink"], strict=True):
        assert label[0] == found["kinds"]["name"][ink][0]
    assert PARTIES.keys() == set(found["bands"]["party"])


def test_curves_end_with_the_axis_and_start_whole():
    found = state()
    steps, high = found.datasets["steps"], found.params["survival"]["years_high"]
    curves = {}
    for by, ink, years, share in zip(
        *(steps[k] for k in ("by", "ink", "years", "share")), strict=True
    ):
        curves.setdefault((by, ink), {})[years] = share
    assert {by for by, _ in curves} == {"All together", "By kind", "By era"}
    for curve in curves.values():
        ages = sorted(curve)
        assert curve[0] == 1
        assert [curve[age] for age in ages] == sorted(curve.values(), reverse=True)
        assert max(ages) <= high or high in curve
    watched = found.datasets["watched"]
    for by, ink, years, n in zip(*(watched[k] for k in ("by", "ink", "years", "n")), strict=True):
        if years == 0:
            everyone = found.datasets["groups"]
            assert n in everyone["n"]
        assert (by, ink) in curves


def test_small_groups_have_no_curve_and_the_table_says_why():
    found = state(nation="wide", era="1979-1996")
    assert found.datasets["steps"]["by"] == []
    assert "too few ended" in found.datasets["groups"]["interval"]
    assert "Too few" in found.words["survival"]["title"]
    assert "cannot-be-tested" in found.words["answer"]["html"]


def test_marks_are_on_offer():
    for view in CLAIM.views:
        found = state(**view.choices)
        assert view.marks["by"] in found.offered["by"]
        assert found.marks["highlight"] in found.offered["highlight"]
        text = json.dumps(found.traits(), ensure_ascii=False, allow_nan=False)
        assert not re.search(r"\bnan\b|\binf\b", text)


def test_the_page_opens_without_what_only_a_visitors_file_needs():
    code = (
        "import sys, levelkit; levelkit.pages.ClaimPage('policy-churn');"
        "print([m for m in ('altair', 'frictionless') if m in sys.modules])"
    )
    ready = "from levelkit.charts.specs import ready_specs; ready_specs()"
    subprocess.run([sys.executable, "-c", ready], check=True)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_readme_states_the_pages_numbers():
    text = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
    row = next(line for line in text.splitlines() if "08-policy-churn" in line)
    found = CLAIM.evaluate()
    figures, groups = found.figures, found.tables["groups"].to_dataframe().set_index("group")
    for part in (
        f"the median life of {figures['n']:.0f} policies since {figures['first']:.0f}",
        f"is {figures['median']:.0f} years (95% interval {figures['median_low']:.0f} to {figures['median_high']:.0f})",
        f"{figures['share']:.0%} last longer than ten years ({figures['share_low']:.0%} to {figures['share_high']:.0%})",
        f"{groups['median']['1928-1978']:.0f} years for those begun before 1979, {groups['median']['2010-2025']:.0f} since 2010",
        f"funds last {groups['median']['money']:.0f} years, bodies {groups['median']['bodies']:.0f}",
    ):
        assert part in row
