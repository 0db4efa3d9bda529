"""The OECD comparison as a visitor meets it, in a real Chromium."""

import time
from functools import partial

import pytest

import browsing
from browsing import BOTH, cut_labels, pick

pytestmark = pytest.mark.browser

NAME = "03-oecd-comparison"
CHARTS = ("ranking", "places", "strips", "century", "nuts2", "map", "curve")
shows = partial(browsing.shows, "oecd-comparison")


@pytest.fixture
def oecd(visit):
    """Open the page; further arguments are the browser context's."""

    def open_page(query="", **context):
        return visit(query, name=NAME, charts=len(CHARTS), **context).page

    return open_page


def chart(page, name):
    return page.locator(f".lk-figure-{name} .lk-chart-canvas")


def repainted(page, name, act):
    """Do something and wait until the chart has been painted anew."""
    before = chart(page, name).get_attribute("data-painted")
    act()
    page.wait_for_function(
        "([name, before]) => document.querySelector(`.lk-figure-${name} .lk-chart-canvas`).dataset.painted !== before",
        arg=[name, before],
    )


@BOTH
def test_the_first_answer_and_its_counterpart(oecd):
    page = oecd()
    shows(page)
    text = chart(page, "ranking").inner_text()
    for said in ("UK", "0.98", "Slovakia", "Luxembourg", "1 region: fewer than 4"):
        assert said in text
    said = " ".join(page.locator(".lk-reason").first.inner_text().split())
    assert (
        "first of 19, and still first without any single region. By the same measure, with London and its ring as one region it is "
        "seventh of 19; among large regions, eighth of 21." in said
    )
    assert chart(page, "places").get_by_text("published").count() >= 4


@BOTH
def test_choices_change_the_answer(oecd):
    page = oecd()
    page.get_by_label("Measure of inequality", exact=True).select_option("90th to 10th percentile")
    shows(page, measure="p90_p10")
    page.get_by_label("Regions", exact=True).select_option("OECD large regions (TL2), 2019-2020")
    shows(page, measure="p90_p10", data="oecd-tl2")
    assert "Belgium" in chart(page, "ranking").inner_text()


def test_a_cell_of_the_heat_map_is_a_way_to_its_ranking(oecd):
    page = oecd()
    canvas = chart(page, "places")
    canvas.scroll_into_view_if_needed()
    # Second column of the second row: the coefficient of variation by people, London and its ring as one.
    names, column = 218, 1.5 * (canvas.bounding_box()["width"] - 218) / 12
    canvas.click(position={"x": names + column, "y": 96 + 27 + 14})
    shows(page, treatment="metro")


def test_a_country_beside_the_uk_is_marked_in_the_browser(oecd):
    page = oecd()
    page.get_by_label("Beside the UK (or click a country)", exact=True).select_option("Germany")
    for name in ("ranking", "century"):
        chart(page, name).locator("text[font-weight='bold']", has_text="Germany").first.wait_for()
    chart(page, "ranking").get_by_text("Italy", exact=True).click(force=True)
    page.wait_for_function("new URLSearchParams(location.search).get('highlight') === 'Italy'")


def test_the_map_by_keyboard(oecd):
    page = oecd()
    repainted(
        page, "map", lambda: page.get_by_label("Map", exact=True).last.select_option("UK, ITL3")
    )
    readout = page.locator(".lk-map-controls output")
    assert "Camden and City of London" in readout.inner_text()
    repainted(page, "map", lambda: pick(page, "Region", "Manchester"))
    assert readout.inner_text().startswith("Manchester (United Kingdom): £")
    page.wait_for_function("new URLSearchParams(location.search).get('place') === 'TLD33'")
    repainted(
        page, "map", lambda: page.get_by_label("Classes", exact=True).select_option("Equal steps")
    )
    canvas = chart(page, "map")
    canvas.focus()
    for key in ("+", "ArrowLeft", "-", "0"):
        repainted(page, "map", lambda key=key: page.keyboard.press(key))
    for label in ("Zoom in", "Zoom out", "Show the whole map"):
        repainted(page, "map", page.get_by_role("button", name=label, exact=True).click)


def test_the_map_pans_with_the_pointer(oecd):
    page = oecd()
    canvas = chart(page, "map")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    place = page.evaluate("new URLSearchParams(location.search).get('place')")
    page.mouse.move(*middle)
    page.mouse.down()
    repainted(page, "map", lambda: page.mouse.move(middle[0] + 80, middle[1] + 30, steps=8))
    page.mouse.up()
    time.sleep(0.6)
    assert (
        page.evaluate("new URLSearchParams(location.search).get('place')") == place
    )  # a drag is no click


@BOTH
def test_a_link_brings_map_and_marks_back(oecd):
    page = oecd("?data=oecd-tl2&highlight=Mexico&map=UK%2C+ITL3&classes=equal&place=TLD33")
    shows(page, data="oecd-tl2")
    assert page.get_by_label("Map", exact=True).last.input_value() == "UK, ITL3"
    assert "Manchester" in page.locator(".lk-map-controls output").inner_text()
    assert page.locator(".lk-notice").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("width", "height"), [(1440, 900), (1024, 768), (390, 844)])
def test_nothing_is_cut_off_at_any_width(oecd, width, height, scheme):
    page = oecd(viewport={"width": width, "height": height}, color_scheme=scheme)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert cut_labels(page) == []
