"""The page of the devolution claim: what its charts, tables and words hold."""

import json
import re

import numpy as np
import pandas as pd
import pytest

import levelkit as lk
from levelkit.charts.event_lines import EVENT_GAP, EVENT_POINTS, PIXELS_A_YEAR
from levelkit.charts.labels import text_width
from levelkit.claims.devolution.association import decentralised, ends, scatter
from levelkit.claims.devolution.countries import GROUPS, UK
from levelkit.pages import fragility
from levelkit.pages.devolution import LAYOUT
from levelkit.pages.devolution.years import event_rows, fraction
from levelkit.pages.state import page_state
from reading import read

CLAIM = lk.claim("devolution")
CHARTS = ["ranking", "places", "scatter", "influence", "specifications", "estimates", "timeline"]


def western(index):
    """The index of the countries compared."""
    found = decentralised(index, "latest")
    return {name: value for name, value in found.items() if name in GROUPS["western"].members}


@pytest.fixture(scope="module")
def page():
    return lk.pages.ClaimPage("devolution")


def state(page, inputs=None, **given):
    return read(page, inputs, **given)


def rows(columns):
    return [
        dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)
    ]


def test_the_whole_anatomy_is_there(page):
    assert list(page.charts) == CHARTS
    assert set(page.html) == {"reading", "built", "index-years", "local"}
    assert set(page.inputs) == {"weights", "elasticity", "turned", "own", "left_out"}
    found = state(page)
    assert "Mixed" in found["words"]["answer"]["html"]
    for part in CHARTS:
        for key in ("title", "subtitle", "description", "height"):
            assert found["words"][part][key], (part, key)
        assert len(found["words"][part]["title"].split()) <= 12, part
        if part != "ranking":  # whose source is that of the answer
            assert found["words"][part]["source"].startswith("Source: ")
    assert (
        "%" in found["words"]["ranking"]["subtitle"]
        and "2010" in found["words"]["ranking"]["subtitle"]
    )


def test_the_ranking_is_in_order_and_the_greyed_say_why(page):
    found = rows(state(page, index="own-spending")["datasets"]["ranking"])
    placed = [one for one in found if one["ranked"]]
    assert [one["place"] for one in placed] == list(range(1, 15))
    assert [one["spread"] for one in placed] == sorted(one["spread"] for one in placed)
    grey = {one["country"]: one["reason"] for one in found if not one["ranked"]}
    assert len(grey) == 8 and grey["Italy"] == "no figures"
    assert {one["country"] for one in found} == set(GROUPS["western"].members)


def test_a_figure_of_another_year_says_its_year(page):
    labels = {one["country"]: one["label"] for one in rows(state(page)["datasets"]["ranking"])}
    assert labels[UK] == "5.8%" and labels["Canada"] == "56.5% (2017)"


def test_bars_are_the_random_weightings(page):
    found = state(page, index="composite", gaps="any")
    columns = found["datasets"]["places"]
    assert sum(columns["count"]) == 10_000 and sum(columns["share"]) == pytest.approx(100, abs=0.1)
    assert [
        place for place, here in zip(columns["place"], columns["here"], strict=True) if here
    ] == [4]
    quarter = sum(columns["count"][: found["signals"]["quarter_end"]]) / 10_000
    assert f"quarter: {quarter:.0%} of weightings" in found["words"]["places"]["title"]
    assert found["signals"]["quarter_end"] == 5 and found["signals"]["n_places"] == 22


def test_dots_line_and_slopes_are_those_of_the_claim(page):
    found = state(page)["datasets"]
    main = "NUTS 2 output"
    made = scatter(western("tax"), "europe-output", 2016)
    dots = [one for one in rows(found["scatter"]) if one["regional"] == main]
    assert [one["country"] for one in dots] == made.names
    np.testing.assert_allclose([one["x"] for one in dots], made.index, rtol=1e-4)
    line = [one for one in rows(found["line"]) if one["regional"] == main]
    slope, *_ = ends(made.fit)
    assert (line[-1]["y"] - line[0]["y"]) / (line[-1]["x"] - line[0]["x"]) == pytest.approx(
        slope, rel=1e-3
    )
    assert line[0]["head"].endswith("NUTS 2 regions, 2016") and "14 countries" in line[0]["fit"]
    influence = [one for one in rows(found["influence"]) if one["regional"] == main]
    assert influence[0]["country"] == "" and influence[0]["slope"] == pytest.approx(
        10 * slope, rel=1e-3
    )
    without = [one["slope"] for one in influence[1:]]
    assert without == sorted(without) and len(without) == 14
    np.testing.assert_allclose(sorted(10 * made.slope), without, rtol=1e-3)


def test_an_index_that_counts_against_is_shown_as_its_rest(page):
    """The more of it, the less decentralised: on the axis stands what is left to 100%."""
    found = state(page, index="imbalance")
    uk = next(one for one in rows(found["datasets"]["scatter"]) if one["country"] == UK)
    assert uk["x"] == pytest.approx(100 - 67.1184, abs=0.01)
    assert found["signals"]["x_label"].startswith("Spending paid for by own revenue")


def test_a_country_left_out_is_hollow_and_counts_no_more(page):
    found = state(page, {"left_out": (UK,)})
    hollow = {one["country"] for one in rows(found["datasets"]["scatter"]) if one["out"]}
    assert hollow == {UK}
    assert all(one["country"] != UK for one in rows(found["datasets"]["influence"]))
    assert "Left out: United Kingdom." in found["words"]["scatter"]["subtitle"]
    assert "13 countries" in next(
        one["fit"] for one in rows(found["datasets"]["line"]) if one["fit"]
    )


def test_every_index_and_year_stands_in_one_table(page):
    found = state(page)["words"]["index-years"]["html"]
    cells = re.findall(r"<td>(.*?)</td>", found)
    assert len(cells) == 8 * 10
    latest = [cells[10 * k] for k in range(8)]
    assert (
        latest[0] == "4 of 22 ★"
        and latest[1] == "1 of 17 ★"
        and latest[5] == cells[51] == "9 of 22"
    )
    for k, key in enumerate(("tax", "authority")):
        figures = CLAIM.evaluate(index=key, year="1990").figures
        row = cells[50 * k : 50 * k + 10]
        assert row[5].startswith(f"{figures['place']:.0f} of {figures['countries']:.0f}")
    assert "OECD members" in state(page, group="oecd")["words"]["index-years"]["html"]


def test_weights_move_the_place_and_are_offered(page):
    options = state(page)["words"]["weights"]["options"]
    assert [value for value, _, _ in options] == [
        "tax", "own-revenue", "own-spending", "imbalance", "self-rule", "shared-rule",
    ]  # fmt: skip
    given = {value: 0.0 for value, _, _ in options} | {"shared-rule": 1.0}
    found = state(page, {"weights": given}, index="composite")
    assert [k for k, here in enumerate(found["datasets"]["places"]["here"], 1) if here] == [12]
    assert "12th most centralised of 22" in found["words"]["built"]["html"]
    money = state(page, index="composite", components="money")["words"]["weights"]["options"]
    assert len(money) == 4


@pytest.mark.parametrize(
    "given", [view.choices for view in CLAIM.views] + [{"group": "eu-15", "index": "composite"}]
)
def test_every_prepared_view_makes_a_whole_page(page, given):
    found = state(page, **given)
    text = json.dumps(found, ensure_ascii=False, allow_nan=False)
    assert not re.search(r"\bnan\b|\bNone\b(?! stated)", text)
    assert found["marks"]["highlight"] in found["offered"]["highlight"]
    low, high = found["signals"]["value_low"], found["signals"]["value_high"]
    known = [value for value in found["datasets"]["ranking"]["spread"] if value is not None]
    assert low <= min(known) and high > max(known)


def test_names_of_events_run_into_no_other():
    events = rows(event_rows(CLAIM.evaluate().tables["events"]))
    assert len(events) == 26 and all(one["at"] == fraction(one["when"]) for one in events)
    by_lane = {}
    for one in events:
        start = PIXELS_A_YEAR * one["at"]
        assert start >= by_lane.get(one["lane"], -1) + EVENT_GAP or one["lane"] not in by_lane
        by_lane[one["lane"]] = start + text_width(one["short"], EVENT_POINTS)
    assert max(by_lane) < 12


@pytest.mark.parametrize(
    ("date", "expected"), [("1986", 1986.5), ("1986-04-01", 1986.25), ("2007-05", 2007.37)]
)
def test_a_date_as_a_year_with_its_fraction(date, expected):
    assert fraction(date) == pytest.approx(expected, abs=0.005)


def test_the_timeline_holds_the_uk_of_the_table(page):
    found = rows(state(page, index="authority")["datasets"]["timeline"])
    uk = {one["year"]: one["value"] for one in found if one["country"] == UK}
    score = lk.load("regional-authority").regional_authority_score.sel(region="GBR")
    assert uk[1997] == pytest.approx(float(score.sel(year=1997)), abs=0.01)
    assert min(uk) == 1970 and max(uk) == 2010
    assert (
        "4.4 points, in 1996" in state(page, index="authority")["words"]["timeline"]["description"]
    )


def test_the_same_figures_are_the_same_object(page):
    one, two = state(page), state(page, group="oecd")
    for name in ("timeline", "events"):
        assert one["datasets"][name] is two["datasets"][name]


def test_the_forest_is_the_slope_with_other_countries(page):
    found = state(page)
    forest = rows(found["datasets"]["specifications.estimates"])
    params = found["params"]["specifications"]
    assert forest[params["current_row"]]["asked"] == "Western democracies"
    judged = CLAIM.evaluate().figures
    for key, name in (("estimate", "slope"), ("low", "low"), ("high", "high")):
        assert forest[0][key] == pytest.approx(judged[f"across_{name}"], rel=1e-3)
    smaller = sum(one["high"] < 0 for one in forest)
    assert (
        f"Smaller gaps in {smaller} of {len(forest)} ways"
        in (found["words"]["specifications"]["title"])
    )
    assert params["n_estimates"] == len(forest)
    assert params["estimate_low"] <= min(one["low"] for one in forest)
    assert params["estimate_high"] >= max(one["high"] for one in forest)
    # Where the countries compared are too few, none of the others is marked as the one that is judged.
    few = state(page, index="own-spending", group="eu-15")
    assert few["datasets"]["specifications.estimates"]["asked"]
    assert few["params"]["specifications"]["current_row"] == -1


def test_charts_of_the_link_are_of_the_year(page):
    found = state(page, year="1980")
    assert found["offered"]["regional"] == ["long run"] == [found["marks"]["regional"]]
    heads = [one["head"] for one in rows(found["datasets"]["line"]) if one["head"]]
    assert len(heads) == 1 and heads[0].endswith("Europe's regions since 1900, 1980")
    assert "(Europe's regions since 1900, 1980)" in found["words"]["specifications"]["subtitle"]


def test_nobody_reads_of_nought(page):
    for given in ({}, {"year": "1980"}, {"index": "composite"}, {"index": "own-revenue"}):
        text = json.dumps(state(page, **given)["words"], ensure_ascii=False)
        assert "nought" not in text and "N - K" not in text and "holds zero" not in text
        assert "includes zero" in text


def test_what_is_said_of_local_action_is_from_the_tables(page):
    found = state(page)["words"]["local"]["html"]
    assert "24.2% of public spending" in found and "second lowest share of 14" in found
    assert "cannot be told" in found and "cannot be tested" in found


def test_the_curve_leaves_out_what_does_not_apply():
    """An index by itself has no scale: neither a row of the curve nor its words speak of one."""
    listed = [made for made in CLAIM.combinations() if CLAIM.counted(made)]
    table = pd.DataFrame(listed).assign(
        verdict="mixed", part_place="supported", effect=range(len(listed)), low=np.nan, high=np.nan
    )
    for part in ("across", "within"):
        table[f"part_{part}"] = "cannot tell"
    made = fragility.curve(CLAIM, table)
    assert not any("–" in text for text in made["data"]["rows"]["label"])
    words = made["data"]["curve"]["words"]
    assert (
        words[0] == "index Tax: share raised below the centre, compared with 22 western democracies"
    )
    assert any("scale Ranks" in text for text in words) and not any("–" in one for one in words)
    assert "(does not apply)" in "".join(fragility._moves(CLAIM, table))


def test_a_shared_place_is_marked_at_the_first_of_those_that_it_shares():
    inputs = {"elasticity": 0.1}  # under which the UK shares the second and third place
    choices = CLAIM.complete({"index": "composite"})
    found = page_state(CLAIM, LAYOUT, choices, inputs)
    assert found.evidence.figures["weights_place"] == 2.5
    assert [k for k, here in enumerate(found.datasets["places"]["here"], 1) if here] == [2]
