"""The page's widgets without a browser: every choice works, nothing is computed twice."""

import io
import itertools
import math
import re

import pandas as pd
import pytest

from levelkit.claims import panel, panels
from levelkit.claims.century_of_ranks import evaluate
from levelkit.pages import CenturyOfRanksPage, show
from levelkit.pages import century_rows as rows
from levelkit.pages.century_tables import elsewhere_text, europe
from levelkit.pages.chart_widget import VEGA_BUNDLE


@pytest.fixture(scope="module")
def page():
    return CenturyOfRanksPage()


def test_opens_on_the_claim(page):
    fresh = CenturyOfRanksPage()
    assert words_of(fresh.answer.value).startswith(
        "≈ Mixed: 10 regions of the UK, 1900 to 2020 The two ends"
    )
    assert evaluate().sentence.split(";")[0] in fresh.answer.value
    assert fresh._controls.highlight.value == "East + South East"


def words_of(html):
    return " ".join(re.sub("<[^>]+>", " ", html).split())


@pytest.mark.parametrize("key", list(panels()))
def test_every_data_set_and_measure_is_shown(page, key):
    controls = page._controls
    controls.data.value = key
    for _, measure in controls.measure.options:
        controls.measure.value = measure
        assert page.evidence.choices["measure"] == measure
        assert page.evidence.sentence.split("<")[0][:40] in page.answer.value
        years = page.evidence.tables["ranks"].sizes["year"]
        known = {row["region"]: 0 for row in page.bump.datasets["ranks"]}
        for row in page.bump.datasets["ranks"]:
            known[row["region"]] += 1
        assert known[controls.highlight.value] in {years, max(known.values())}
        for chart in (page.bump, page.slope, page.heatmap):
            assert chart.regions == sorted(chart.regions)
            assert chart.regions[chart.highlight_index] == controls.highlight.value
            assert chart.years[chart.year_index] == controls.year.value
    if not controls.include_capital.disabled:
        controls.include_capital.value = False
        label = controls.include_capital.description
        capital = label.removeprefix("Include ").removesuffix(" (capital's region)")
        assert ("(capital's region)" in label) == (capital != "London")
        assert capital not in page.bump.regions
        controls.include_capital.value = True


def test_years_on_offer_are_always_in_order(page):
    controls = page._controls
    controls.data.value = "uk-10"
    for first, measure in itertools.product((2020, 1900, 1960), list(controls.measure.options)):
        controls.measure.value = measure[1]
        if first in controls.first_year.options:
            controls.first_year.value = first
        assert controls.first_year.value < controls.last_year.value


def test_one_change_is_one_evaluation():
    calls = []
    fresh = CenturyOfRanksPage()
    fresh._controls._on_change = calls.append
    fresh._controls.data.value = "europe-france"
    fresh._controls.first_year.value = 1950
    assert [call["data"] for call in calls] == ["europe-france"] * 2
    assert calls[-1]["first_year"] == 1950


def test_half_life_is_estimated_on_demand():
    page = CenturyOfRanksPage()
    page._estimate_half_life()
    assert "Half of a gap" in page._half_life.value
    # Not across the change of basis, and it says why.
    assert "Years 1900 to 2015, the years on one basis: after 2015" in page._half_life.value
    page._controls.last_year.value = 2010
    page._estimate_half_life()
    assert "Years 1900 to 2010." in page._half_life.value
    page._controls.measure.value = "gva_per_head_gbp"
    page._estimate_half_life()
    assert "did not close" in page._half_life.value
    page._controls.data.value = "europe-ireland"
    page._estimate_half_life()
    assert "Too little to estimate" in page._half_life.value


def test_the_first_highlight_has_a_figure_for_every_year():
    page = CenturyOfRanksPage()
    page._controls.data.value = "europe-netherlands"
    assert page._controls.highlight.value != "Flevoland"


def test_words_on_charts_do_not_name_a_year_that_the_slider_leaves(page):
    page._controls.data.value = "uk-itl1"
    page._controls.data.value = "uk-10"
    assert page.slope.title == "How far apart are they?"
    assert "Top to bottom: 2.1 times in 1900, 2.3 in 2020." in page.slope.subtitle
    assert "the outlined cell is the pair looked at" in page.heatmap.subtitle
    for chart in (page.bump, page.slope, page.heatmap):
        assert "lick" not in chart.title + chart.subtitle
        assert "you look at" not in chart.title + chart.subtitle


def test_changes_of_basis_share_one_label(page):
    page._controls.data.value = "uk-itl1"
    page._controls.data.value = "uk-10"
    page._controls.last_year.value = 2023
    labels = [row["label"] for row in page.bump.datasets["breaks"]]
    assert labels == ["", "Roses-Wolf | ONS GDP | ONS GVA"]
    assert [row["year"] for row in page.bump.datasets["breaks"]] == [2015.5, 2021.5]


@pytest.mark.parametrize("key", list(panels()))
def test_no_interval_is_cut_off(page, key):
    page._controls.data.value = key
    order = page.bump.datasets["order"]
    floor = page.bump.signals["rho_floor"]
    assert floor in {-1, -0.5, 0}
    assert all(row["low"] is None or row["low"] >= floor for row in order)
    levels = [row["level"] for row in page.bump.datasets["guides"]]
    assert (levels[0], levels[-1]) == (floor, 1)
    if key == "uk-10":
        assert floor == -0.5


def test_the_first_year_has_no_interval_in_chart_and_table(page):
    page._controls.data.value = "uk-itl1"
    page._controls.data.value = "uk-10"
    first, second = page.bump.datasets["order"][:2]
    assert (first["rho"], first["low"], first["high"], first["interval"]) == (1, None, None, "–")
    assert second["low"] < second["rho"] < second["high"]
    assert "1900 1.00 – 1.00 10" in words_of(page.tables.value)


@pytest.mark.parametrize("key", ["uk-10", "uk-itl2", "europe-germany"])
def test_every_region_is_labelled_in_every_year_without_a_collision(page, key):
    page._controls.data.value = key
    shown = pd.DataFrame(page.slope.datasets["ranks"])
    low, high = (page.slope.signals[name] for name in ("relative_low", "relative_high"))
    pixels = page.slope.height - rows.SLOPE_MARGIN
    for _, year in shown.groupby("year"):
        at = (year.label_at / low).map(math.log) / math.log(high / low) * pixels
        assert at.sort_values().diff().min() >= rows.LABEL_GAP - 1e-6
        assert at.between(-1e-6, pixels + 1e-6).all()
        # The order of the labels is that of the figures.
        assert (year.sort_values(["relative", "label_at"]).label_at.diff().dropna() > 0).all()


def table_of(text):
    return pd.read_csv(io.StringIO(text), comment="#")


def test_downloads_are_named_and_explained(page):
    page._controls.data.value = "uk-itl1"
    page._controls.data.value = "uk-10"
    assert page.bump.filename == "ranks-uk-10-1900-2020"
    assert page.slope.filename == "output-per-head-uk-10-1900-{year}"
    assert page.heatmap.filename == "rank-correlations-uk-10-1900-2020"
    head = [line for line in page.bump.csv.splitlines() if line.startswith("# ")]
    for line in (
        "# regions: United Kingdom: 10 regions, 1900-2023", "# capital: with London",
        "# years: 1900 to 2020", "# unit: % of UK average",
        "# verdict: mixed (10 regions of the UK, 1900 to 2020)",
        "# answer: " + page.evidence.sentence, "# reason: " + page.evidence.reason,
    ):  # fmt: skip
        assert line in head
    assert re.search(r'^"London",1900,"Roses-Wolf",[0-9.]+,[0-9.]+,1,1,1$', page.bump.csv, re.M)
    page._controls.include_capital.value = False
    assert page.bump.filename == "ranks-uk-10-without-capital-1900-2020"
    assert "# capital: without London" in page.bump.csv


def test_the_slope_charts_file_holds_its_two_years(page):
    page._controls.data.value = "uk-itl1"
    page._controls.data.value = "uk-10"
    assert set(table_of(page.slope.csv).year) == {1900}
    assert "# years: 1900 and {year}" in page.slope.csv
    both = table_of(page.slope.csv + page.slope.csv_by_year["1960"])
    assert both.groupby("year").size().to_dict() == {1900: 10, 1960: 10}
    assert set(page.slope.csv_by_year) == {str(year) for year in page.slope.years}


def test_a_chart_cites_the_sources_of_its_measure(page):
    page._controls.data.value = "uk-itl1"
    page._controls.data.value = "uk-10"
    page._controls.measure.value = "gdp_per_head_intl2011usd"
    assert "Wolf" in page.bump.source and "Statistics" not in page.bump.source
    page._controls.measure.value = "gva_per_head_gbp"
    assert "Wolf" not in page.bump.source and "Open Government Licence" in page.bump.source
    assert "Wolf" not in page.bump.csv


def test_lowest_in_between_leaves_out_both_ends():
    found = {place: (rho, low) for place, _, rho, low in europe()}
    for key in panels():
        if (place := panel(key).place) in found and key.startswith("europe-"):
            figures = evaluate(data=key, last_year=2015).figures
            assert found[place] == pytest.approx((figures["spearman"], figures["lowest"]))
    assert any(low > rho for rho, low in found.values())  # lower at the end than in between
    assert "always compares 1900 with 2015" in elsewhere_text()


def test_any_altair_chart_can_be_shown():
    import altair as alt

    chart = alt.Chart({"values": [{"a": 1}]}).mark_point().encode(x="a:Q")
    widget = show(chart, title="A chart")
    assert widget.spec["mark"]["type"] == "point"
    assert widget.title == "A chart"


def test_kernel_hands_out_the_bundled_vega(page, monkeypatch):
    sent = []
    monkeypatch.setattr(page.bump, "send", lambda content, buffers: sent.append((content, buffers)))
    page.bump._send_vega(page.bump, {"kind": "vega"}, None)
    page.bump._send_vega(page.bump, {"kind": "other"}, None)
    ((content, buffers),) = sent
    assert content == {"kind": "vega"}
    assert bytes(buffers[0]) == VEGA_BUNDLE.read_bytes()
    assert b"https://cdn" not in bytes(buffers[0])
