"""Each place among all others of its kind: what is said of it is what the figures say."""

import re

import numpy as np
import pytest

import levelkit as lk
from levelkit.claims.places import ERROR, KINDS, places, standing
from levelkit.pages.place_page import PlacePage, place_detail
from levelkit.pages.place_words import place_view, region_said

SOME = (
    "E08000003",
    "E08000035",
    "TLC",
    "TLI",
    "TLE42",
    "TLM50",
    "N09000003",
    "W06000015",
    "E09000033",
)


def test_every_place_of_the_three_kinds_is_there_once():
    kinds = {series: [p for p in places().values() if p.series == series] for series in KINDS}
    assert [len(each) for each in kinds.values()] == [12, 179, 360]
    labels = [place.label for place in places().values()]
    assert labels == sorted(set(labels))
    assert {place.larger for place in places().values()} == {
        p.name for p in kinds["uk-itl1-gva-2023"]
    }


def test_a_place_stands_where_a_plain_count_puts_it():
    table = lk.load("uk-gdhi")["gdhi_per_head_gbp"].sel(year=2023)
    leeds = float(table.sel(region="E08000035"))
    ours = standing("E08000035").sel(year=2023)
    # The City of London is set apart: with nine thousand people it is no authority like others.
    others = table.where(~table.set_apart, drop=True) if "set_apart" in table.coords else table
    assert float(ours["value"]) == leeds
    assert float(ours["rank"]) == 1 + int((others > leeds).sum())
    at = standing("E08000035").attrs["at"]
    median = float(np.nanmedian(others))
    assert float(ours["relative"][at]) == pytest.approx(100 * leeds / median)


@pytest.mark.parametrize("code", SOME)
def test_its_rank_lies_within_what_cannot_be_told_apart(code):
    table = standing(code)
    known = table.isel(year=np.flatnonzero(table["value"].notnull().values))
    assert (known["rank_best"] <= known["rank"]).all()
    assert (known["rank"] <= known["rank_worst"]).all()
    assert str(table.region.values[table.attrs["at"]]) == places()[code].name


def test_no_such_place_is_said_with_the_nearest():
    with pytest.raises(ValueError, match="Unknown place 'E0800003'"):
        standing("E0800003")


@pytest.mark.parametrize("code", SOME)
def test_what_is_said_of_it_reads_well(code):
    said = place_view(code).passages["standing"]
    text = re.sub(r"<[^>]+>", " ", said)
    for banned in ("nan", "None", "nought", "  and  ", "+"):
        assert banned not in text
    assert "1 of" not in text  # places are said in words up to the tenth
    answer = re.search("<strong>(.*?)</strong>", said)[1]
    assert len(answer.split()) <= 25
    assert f"of {int(standing(code)['n'][-1])} " in answer


def test_manchester_is_told_as_the_figures_have_it():
    said = place_view("E08000003").passages["standing"]
    assert "£18,945 in 2023: 332nd of 360 local authorities" in said
    assert "In 1997 it was 353rd of 360." in said
    assert "went from 71% to 82%: it gained on it, by more than 3% of what it had." in said
    assert "was third of 10 regions by output per head in 1900 and fifth in 2023" in said


def test_moves_are_said_only_where_they_are_more_than_what_cannot_be_told_apart():
    for code in SOME:
        table = standing(code)
        known = table.isel(year=np.flatnonzero(table["value"].notnull().values))
        then, now = known["relative"][table.attrs["at"]].values[[0, -1]]
        said = place_view(code).passages["standing"]
        assert ("it gained" in said) == (now > then * (1 + ERROR))
        assert ("it fell back" in said) == (now < then * (1 - ERROR))


def test_regions_are_said_with_their_article():
    assert region_said("North East + North West") == "the North East and North West"
    assert [region_said(name) for name in ("East", "London", "Wales")] == [
        "the East of England", "London", "Wales",
    ]  # fmt: skip


def test_the_page_shows_another_place_when_it_is_asked_for():
    page = PlacePage()
    hub = page.hub
    assert hub.detailed == {"place": place_detail().usual}
    assert "Manchester" in hub.detail["words"]["standing"]["html"]
    before = hub.detail["columns"]["series"]
    hub.set_state({"details": {"place": "E08000035"}})
    assert hub.detailed == {"place": "E08000035"}
    assert "Leeds" in hub.detail["words"]["standing"]["html"]
    assert hub.detail["params"]["path"]["highlight"] == "Leeds"
    assert hub.detail["columns"]["series"] != before


@pytest.mark.parametrize("asked", [{"place": "nowhere"}, {"place": 3}, {}, {"other": "TLC"}])
def test_what_there_is_none_of_leaves_the_page_as_it_was(asked):
    page = PlacePage()
    shown = page.hub.detail
    page.hub.set_state({"details": asked})
    assert page.hub.details == page.hub.detailed == {"place": place_detail().usual}
    assert page.hub.detail == shown
    assert page.hub.failure["number"] == 1
