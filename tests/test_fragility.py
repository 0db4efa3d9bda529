"""How fragile a verdict is: shares, the specification curve and its words, from the table itself."""

import json
import math
import re
from html import escape

import numpy as np
import pandas as pd
import pytest

import levelkit as lk
from levelkit.claims import claim_names
from levelkit.claims.combinations import combinations
from levelkit.pages import ClaimPage, FrontPage, fragility
from toy import TOY, toy_claim

NAMES = claim_names()


def counted(claim):
    """The rows that count, one by one."""
    table = combinations(claim)
    return table[[claim.counted(made) for made in table.to_dict("records")]]


def cells(html):
    """Rows of every table in a passage."""
    tables = re.findall(r"<tbody>(.*?)</tbody>", html, re.DOTALL)
    rows = [re.findall(r"<tr.*?</tr>", table, re.DOTALL) for table in tables]
    return [[re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row) for row in table] for table in rows]


@pytest.mark.parametrize("name", NAMES)
def test_shares_sum_to_one_and_are_those_of_the_table(name):
    claim = lk.claim(name)
    table = counted(claim)
    found = fragility.shares(fragility.counted(claim))
    assert sum(found.values()) == pytest.approx(1)
    assert list(found) == list(fragility.VERDICTS)
    for verdict, share in found.items():
        assert share == pytest.approx((table.verdict == verdict).mean())
    assert 0 < len(table) < len(combinations(claim))


@pytest.mark.parametrize("name", NAMES)
def test_the_curve_is_sorted_with_a_mark_for_each_varied_choice(name):
    claim = lk.claim(name)
    table = fragility.counted(claim)
    made = fragility.curve(claim, table)
    json.dumps(made, allow_nan=False)
    points, marks, rows = (pd.DataFrame(made["data"][key]) for key in ("curve", "marks", "rows"))
    assert points["at"].tolist() == list(range(len(points)))
    assert points.effect.is_monotonic_increasing
    figure = fragility.curve_figure(claim, made, fragility.curve_words(claim, table))
    assert figure.values["n_curve"] == len(points) == table.effect.notna().sum()
    known = pd.DataFrame(made["choices"])
    varied = [choice.name for choice in claim.choices if known[choice.name].nunique() > 1]
    said = {one: fragility._said(claim, one, table) for one in varied}
    arises = {one: known[one].map(lambda v, words=said[one]: words[v] != "–") for one in varied}
    assert len(rows) == figure.values["n_rows"] == sum(
        known[one][arises[one]].nunique() for one in varied
    )  # fmt: skip
    # Each combination has one mark in the rows of each choice that varies, where it arises.
    counts = marks.groupby("at").size().reindex(range(len(points)), fill_value=0)
    assert counts.tolist() == pd.DataFrame(arises).sum(axis=1).tolist()
    assert not marks.duplicated().any()
    start = 0
    for one in varied:
        values = known[one][arises[one]]
        listed = sorted(values.unique().tolist(), key=lambda v: (isinstance(v, str), v))
        inside = marks[marks.row.between(start, start + len(listed) - 1)].sort_values("at")
        assert [listed[row - start] for row in inside.row] == values.tolist()
        start += len(listed)
    # A click on a point makes those very choices.
    for k in (0, len(points) // 2, len(points) - 1):
        choices = {key: values[k] for key, values in made["choices"].items()}
        assert claim.complete(choices) == choices
        effect = claim.evaluate(**choices).figures[claim.effect.figure]
        assert effect == pytest.approx(points.effect[k], rel=1e-4)
    assert set(figure.files.columns) == set(made["data"]["combinations"])


@pytest.mark.parametrize("name", NAMES)
def test_the_words_state_the_numbers_of_the_table(name):
    claim = lk.claim(name)
    table = counted(claim)
    said = fragility.curve_words(claim, fragility.counted(claim))
    share = (table.verdict == "supported").mean()
    assert (
        said["title"].startswith(f"We tried {len(table):,} ways of measuring it: ")
        and f"{fragility.words.share_said(share) if share else 'none fully'} support"
        in said["title"]
    )
    assert claim.counted_words in said["subtitle"]
    for number in (table.effect.min(), table.effect.max(), table.effect.median()):
        assert f"{number:,.2f}".replace("-", "−") in said["description"]

    html = fragility.passage(claim, fragility.counted(claim))
    moves, wider, *by_part = cells(html)
    names = [one.name for one in claim.choices if table[one.name].nunique() > 1]
    influence = lk.choice_influence(table, names)
    labels = {one.label: one.name for one in claim.choices}
    assert [labels[row[0]] for row in moves] == influence.index.tolist()
    for row in moves:
        expected = influence.loc[labels[row[0]]]
        assert row[1] == f"{expected.variance_share:.0%}"
        assert row[2].startswith(f"{expected.lowest:,.2f}".replace("-", "−"))
        assert row[3].startswith(f"{expected.highest:,.2f}".replace("-", "−"))
        flips = f"{expected.flips:.0%} of {expected.pairs:.0f} pairs" if expected.pairs else "–"
        assert row[4] == flips
    assert f"matters most: it accounts for {moves[0][1]}" in html

    sets = {claim.counted_words: claim.counted, **claim.wider}
    whole = combinations(claim)
    for row, (text, bears) in zip(wider, sets.items(), strict=True):
        kept = whole[[bears(made) for made in whole.to_dict("records")]]
        shares = [
            fragility.words.share_said((kept.verdict == verdict).mean())
            for verdict in fragility.VERDICTS
        ]
        assert row == [escape(text), f"{len(kept):,}", *shares]
    columns = [f"part_{part}" for part in claim.parts] if len(claim.parts) > 1 else []
    for column, rows in zip(columns, by_part, strict=True):
        kept = table[column]
        shares = [
            fragility.words.share_said((kept == verdict).mean()) for verdict in fragility.VERDICTS
        ]
        assert rows[0][2:] == shares


def test_the_lectures_claim_by_the_numbers():
    """Counted apart from the page's own code: 10 regions, from 1900, to 2000 or later, on new figures."""
    table = combinations(lk.claim("century-of-ranks"))
    kept = table[
        (table.data == "uk-10") & (table.first_year == 1900) & (table.last_year >= 2000)
        & ((table.measure != "relative_to_uk_percent") | (table.last_year > 2015))
    ]  # fmt: skip
    assert len(kept) == len(fragility.counted(lk.claim("century-of-ranks")))
    assert set(kept.measure) == {"relative_to_uk_percent", "gdp_per_head_intl2011usd"}


def test_the_toys_numbers_are_known_by_heart(register):
    claim = register(toy_claim(wider={"All years": lambda _: True}))
    table = fragility.counted(claim)
    np.testing.assert_allclose(table.effect, [0.3, 0.35, 0.8, 0.85])
    assert fragility.shares(table) == {
        "supported": 0.5, "mixed": 0.5, "cannot tell": 0, "not supported": 0, "cannot be tested": 0,
    }  # fmt: skip
    assert fragility.shares(table, "part_much")["not supported"] == 0.5
    assert fragility.shares(table, "part_some")["supported"] == 1
    assert (
        fragility.curve_words(claim, table)["title"]
        == "We tried 4 ways of measuring it: 50% support the claim; in 50% its parts disagree"
    )
    made = fragility.curve(claim, table)
    # The year does not vary: it has no row.
    assert made["data"]["rows"]["label"] == [
        "Half: First half", "Half: Second half", "Whole: A part", "Whole: The whole",
    ]  # fmt: skip
    assert made["data"]["marks"] == {
        "at": [0, 1, 2, 3, 0, 2, 1, 3],
        "row": [0, 0, 1, 1, 2, 2, 3, 3],
    }
    assert made["data"]["curve"]["words"][0] == "half First half, A part"
    assert made["data"]["thresholds"]["level"] == [0.0, 0.7]
    assert made["data"]["curve"]["said"][0] == (
        "mixed (It is above 0.7: not supported; It is above 0.2: supported)"
    )
    assert made["data"]["combinations"]["part_much"][0] == "not supported"
    passage = fragility.passage(claim, table)
    assert passage.count("lk-share-bar") == 3  # the claim and each part
    moves, wider, much, some = cells(passage)
    # Half moves it by 0.5, the whole by 0.05: 100 times the variance.
    assert moves == [
        ["Half", "99%", "0.32 (First half)", "0.82 (Second half)", "100% of 2 pairs"],
        ["Whole", "1%", "0.55 (A part)", "0.60 (The whole)", "0% of 2 pairs"],
    ]  # fmt: skip
    assert wider == [
        ["the year 2000", "4", "50%", "50%", "0%", "0%", "0%"],
        ["All years", "6", "33%", "33%", "0%", "33%", "0%"],
    ]
    assert much[1] == ["All years", "6", "33%", "0%", "0%", "67%", "0%"]
    assert some[1] == ["All years", "6", "67%", "0%", "0%", "33%", "0%"]


def test_an_interval_without_an_end_is_drawn_to_the_edge_and_said_in_the_file(register):
    from toy import answer

    def endless(**choices):
        found = answer(**choices)
        found.figures["high"] = math.inf if choices["whole"] else found.figures["high"]
        return found

    claim = register(toy_claim(answer=endless))
    made = fragility.curve(claim, fragility.counted(claim))
    json.dumps(made, allow_nan=False)
    top = made["params"]["effect_high"]
    assert top == pytest.approx(0.85, abs=0.01)
    assert made["data"]["curve"]["high"] == pytest.approx([0.35, top, 0.85, top])
    assert made["data"]["combinations"]["high"] == [0.35, "inf", 0.85, "inf"]


@pytest.mark.parametrize(
    "changes",
    [
        {"counted": lambda made: made["half"] == "first" and made["year"] == 2000 and made["whole"]},
        {"choices": TOY.choices[:1] + tuple(
            one.__class__(one.name, one.label, lambda _, v=v: {v: "only"}, lambda _, v=v: v)
            for one, v in ((TOY.choices[1], 2000), (TOY.choices[2], True))), "counted": lambda _: True},
    ],
    ids=["one combination", "one choice"],
)  # fmt: skip
def test_few_combinations_are_a_page_all_the_same(changes, register):
    page = ClaimPage(register(toy_claim(**changes)).name)
    assert "ways of measuring it" in page.hub.words["curve"]["title"]
    card = FrontPage().cards.children[-1]
    assert [part.kind for part in card.children] == ["html", "chart", "html"]


def test_an_answer_that_no_choice_moves_is_said_to_be_so(register):
    from toy import answer

    def same(**choices):
        found = answer(**choices)
        found.figures.update(effect=1.0)
        return found

    html = ClaimPage(register(toy_claim(answer=same)).name).hub.words["fragility"]["html"]
    assert "nan" not in html
    assert "No choice changes the number." in html


def test_the_front_page_has_a_card_a_claim_with_the_pages_numbers():
    cards = FrontPage().cards.children
    claims = sorted(map(lk.claim, NAMES), key=lambda one: one.notebook)
    for claim, card in zip(claims, cards, strict=True):
        words, chart, _ = card.children
        html = words._hub.words["card"]["html"]
        table = counted(claim)
        share = (table.verdict == "supported").mean()
        support = f"{fragility.words.share_said(share)} support" if share else "none fully supports"
        assert f"We tried {len(table):,} ways of measuring it: {support} the claim" in html
        assert f'href="{claim.notebook}.ipynb"' in html
        assert set(chart.options["uses"]) <= set(chart._hub.datasets)
        assert chart._hub.params["curve"]["n_curve"] == len(chart._hub.datasets["curve"]["at"])
