"""The page of the OECD comparison: what its charts, tables and words hold."""

import json
import re

import numpy as np
import pytest

import levelkit as lk
from levelkit.claims import maps
from levelkit.claims.combinations import combinations
from levelkit.pages.oecd_comparison import all_rankings, europe_map, reasons
from reading import read

CLAIM = lk.claim("oecd-comparison")


@pytest.fixture(scope="module")
def page():
    return lk.pages.ClaimPage("oecd-comparison")


def state(page, **given):
    return read(page, **given)


def test_the_whole_anatomy_is_there(page):
    assert list(page.charts) == ["ranking", "places", "strips", "century", "nuts2", "map"]
    assert set(page.html) == {"why", "shares", "places-table"}
    found = state(page)
    assert "Supported" in found["words"]["answer"]["html"]
    assert "among large regions" in found["words"]["answer"]["html"]
    for part in page.charts:
        # The source of these two is that of the answer.
        for key in (
            "title",
            "subtitle",
            "description",
            *["source"] * (part not in ("ranking", "strips")),
        ):
            assert found["words"][part][key], (part, key)
        assert found["words"][part]["height"] > 100
        assert len(found["words"][part]["title"].split()) <= 12
    assert "PPP" in found["words"]["ranking"]["subtitle"]
    assert "2019" in found["words"]["ranking"]["subtitle"]


def test_ranking_rows_are_in_order_and_the_greyed_say_why(page):
    columns = state(page)["datasets"]["ranking"]
    ranked = [
        place for place, known in zip(columns["place"], columns["ranked"], strict=True) if known
    ]
    assert ranked == sorted(ranked) and len(ranked) == 19
    assert columns["row"] == list(range(1, 23))
    grey = dict(zip(columns["country"][19:], columns["reason"][19:], strict=True))
    assert grey == {
        "Estonia": "3 regions: fewer than 4",
        "Luxembourg": "1 region: fewer than 4",
        "Norway": "2 regions: fewer than 4",
    }


def test_dots_are_the_regions_relative_to_the_country(page):
    columns = state(page)["datasets"]["regions"]
    table = lk.load_table("oecd-regions").query(
        "level == 'TL3' and year == 2019 and country == 'United Kingdom'"
    )
    assert sum(country == "United Kingdom" for country in columns["country"]) == len(table) == 170
    camden = columns["region"].index("Camden and City of London")
    mean = np.average(table.gdp_per_head_usd_ppp, weights=table.population.astype(float))
    value = table.set_index("region_name").gdp_per_head_usd_ppp["Camden and City of London"]
    assert columns["relative"][camden] == pytest.approx(100 * value / mean, rel=1e-3)
    assert columns["end"][camden] == "highest"


def test_the_heat_map_has_every_combination_and_says_the_shares():
    cells, choices = all_rankings.datasets()["cells"], all_rankings.choices()
    assert len(cells["at"]) == 1050
    table = combinations(CLAIM)
    for at in (0, 17, 500, 1049):
        made = {name: column[at] for name, column in choices.items()}
        found = CLAIM.evaluate(**made)
        assert cells["place"][at] == found.figures["place"]
        assert cells["countries"][at] == found.figures["countries"]
        assert all_rankings.COLUMNS[cells["column"][at]] == (made["data"], made["treatment"])
        assert all_rankings.ROWS[cells["row"][at]] == (made["measure"], made["weighted"])
    oecd = table[table.data.str.startswith("oecd")]
    html = reasons.shares_html()
    for top in (1, 3, 5, 10):
        assert f"{(oecd.place <= top).mean():.0%}" in html
    assert len(oecd) == 210


def test_the_outlined_year_follows_the_choice():
    years = all_rankings.column_years(CLAIM.complete({"data": "europe-century", "year": 1950}))
    by_column = dict(zip(all_rankings.COLUMNS, years, strict=True))
    assert by_column["europe-century", "published"] == 1950
    assert by_column["oecd-tl3", "metro"] == 2019
    assert by_column["europe-nuts2", "income"] == 2017


def test_a_stale_table_is_not_shown(monkeypatch):
    monkeypatch.setattr(all_rankings, "table", lambda: None)
    reasons.shares_html.cache_clear()
    try:
        assert "out of date" in reasons.shares_html()
    finally:
        reasons.shares_html.cache_clear()


def test_long_views_hold_both_tables(page):
    columns = state(page)["datasets"]["long"]
    uk = {
        (source, year): place
        for source, country, year, place in zip(
            columns["source"], columns["country"], columns["year"], columns["place"], strict=True
        )
        if country == "United Kingdom"
    }
    for (source, year), place in uk.items():
        assert place == CLAIM.evaluate(data=source, year=year).figures["place"]
    assert min(year for source, year in uk if source == "europe-century") == 1900
    assert {2008, 2018} <= {year for source, year in uk if source == "europe-nuts2"}
    words = state(page, treatment="metro")["words"]["century"]["subtitle"]
    assert "do not allow the treatment" in words


@pytest.mark.parametrize("label", maps.MAPS)
def test_map_classes_hold_every_region_once(label):
    tables = CLAIM.evaluate().tables
    areas = europe_map.area_rows(tables["europe"], tables["britain"])
    inside = [k for k, name in enumerate(areas["map"]) if name == label]
    shapes = {one["id"] for one in maps.topologies()[label]["objects"]["regions"]["geometries"]}
    codes = {areas["code"][k] for k in inside}
    far = {"ES70", "FRY1", "FRY2", "FRY3", "FRY4", "FRY5", "PT20", "PT30"}
    assert codes - shapes == (set() if label == maps.BRITAIN else {*far, "HR04"})
    assert len(codes) == (179 if label == maps.BRITAIN else 315)
    values = np.array([areas["relative"][k] for k in inside])
    for scheme in europe_map.SCHEMES:
        classes = np.array([areas[scheme][k] for k in inside])
        assert set(classes) <= set(range(5))
        order = np.argsort(values, kind="stable")
        assert (np.diff(classes[order]) >= 0).all()
    quantiles = np.bincount([areas["quantile"][k] for k in inside], minlength=5)
    assert quantiles.max() - quantiles.min() <= 0.05 * len(inside) + 1


def test_map_says_the_terms_of_its_borders(page):
    source = state(page)["words"]["map"]["source"]
    assert (
        "EuroGeographics" in source
        and "not for commercial use" in source
        and "Crown copyright" in source
    )


@pytest.mark.parametrize(
    "given", [view.choices for view in CLAIM.views] + [{"data": "europe-nuts2", "year": 2008}]
)
def test_every_prepared_view_makes_a_whole_page(page, given):
    found = state(page, **given)
    text = json.dumps(found, ensure_ascii=False, allow_nan=False)
    assert not re.search(r"\bnan\b|\bNone\b(?! stated)", text)
    assert found["marks"]["highlight"] in found["offered"]["highlight"]
    assert found["marks"]["place"] in found["offered"]["place"]


def test_texts_are_escaped(monkeypatch):
    monkeypatch.setitem(reasons.WAYS, "oecd-tl3|published", "<b>small</b>")
    reasons.why_html.cache_clear()
    html = reasons.why_html("cv", weighted=False, year=2019, chosen="oecd-tl2|published")
    reasons.why_html.cache_clear()
    assert "<b>small</b>" not in html and "&lt;b&gt;small&lt;/b&gt;" in html


def test_the_same_figures_are_the_same_object(page):
    one, two = state(page), state(page, measure="gini")
    for name in ("regions", "areas", "classes"):
        assert one["datasets"][name] is two["datasets"][name]


def test_nothing_on_the_page_calls_single_regions_an_interval(page):
    """Chart legends, table headings, the curve and what is taken away."""
    found = state(page)
    said = json.dumps([found["words"], page.tables.options["tables"]], ensure_ascii=False)
    files = [page.figures["ranking"].files.columns, page.curve.files.columns]
    assert "with its range with any one region left out" in found["words"]["curve"]["subtitle"]
    for text in (said, json.dumps(files)):
        assert not re.search(r"95\s?%|ci_low|ci_high|jackknife", text)
    assert "lowest_without_one_region" in page.curve.files.columns.values()


def test_the_table_names_the_region_that_moves_each_country_most(page):
    columns = state(page)["datasets"]["ranking"]
    at = columns["country"].index("United Kingdom")
    assert columns["hinge"][at] == "Camden and City of London"
    assert columns["ends"][at] == "0.64 to 0.99"
    assert (columns["best"][at], columns["worst"][at]) == (1, 1)
    not_ranked = columns["country"].index("Norway")
    assert (columns["hinge"][not_ranked], columns["ends"][not_ranked]) == ("", "–")
