"""The page's widgets without a browser: every choice works, nothing is computed twice."""

import itertools

import pytest

from levelkit.claims import panels
from levelkit.claims.century_of_ranks import evaluate
from levelkit.pages import CenturyOfRanksPage, show
from levelkit.pages.chart_widget import VEGA_BUNDLE


@pytest.fixture(scope="module")
def page():
    return CenturyOfRanksPage()


def test_opens_on_the_claim(page):
    fresh = CenturyOfRanksPage()
    assert "Mixed" in fresh.answer.value
    assert evaluate().sentence.split(";")[0] in fresh.answer.value
    assert fresh._controls.highlight.value == "East + South East"


@pytest.mark.parametrize("key", list(panels()))
def test_every_data_set_and_measure_is_shown(page, key):
    controls = page._controls
    controls.data.value = key
    for _, measure in controls.measure.options:
        controls.measure.value = measure
        assert page.evidence.choices["measure"] == measure
        assert page.evidence.sentence.split("<")[0][:40] in page.answer.value
        for chart in (page.bump, page.slope, page.heatmap):
            assert chart.regions == sorted(chart.regions)
            assert chart.regions[chart.highlight_index] == controls.highlight.value
            assert chart.years[chart.year_index] == controls.year.value
    if not controls.include_capital.disabled:
        controls.include_capital.value = False
        capital = controls.include_capital.description.removeprefix("Include ")
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
    assert "Years 1900 to 2015" in page._half_life.value  # not across the change of basis
    page._controls.measure.value = "gva_per_head_gbp"
    page._estimate_half_life()
    assert "did not close" in page._half_life.value
    page._controls.data.value = "europe-ireland"
    page._estimate_half_life()
    assert "Too little to estimate" in page._half_life.value


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
