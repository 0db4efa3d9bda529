"""Find your area: a place is typed, and its line and words come, with a kernel and without."""

import re

import pytest
from playwright.sync_api import expect

from browsing import BOTH, label_faults

pytestmark = pytest.mark.browser

PLACE = "Type the name of a place"


@BOTH
def test_a_place_is_typed_and_shown_and_back_comes_to_the_one_before(visit, host):
    page = visit(name="your-area").page
    heading = page.get_by_role("heading", level=2).first
    expect(heading).to_have_text("Manchester")
    page.get_by_role("combobox", name=PLACE).fill("leeds local")
    page.keyboard.press("Enter")
    expect(heading).to_have_text("Leeds")
    chart = page.locator(".lk-figure-path")
    expect(chart).to_contain_text(
        "Leeds among the 15 local authorities of Yorkshire and The Humber"
    )
    expect(chart.locator("text", has_text=re.compile("^Leeds$"))).to_be_visible()
    expect(page).to_have_url(re.compile("place=E08000035"))
    page.go_back()
    expect(heading).to_have_text("Manchester")
    expect(page.get_by_role("combobox", name=PLACE)).to_have_value("Manchester (local authority)")


@BOTH
def test_a_place_is_found_from_any_page(visit, host):
    page = visit().page
    page.get_by_role("searchbox", name="Find your area").fill("aberdeen city and")
    page.keyboard.press("Enter")
    heading = page.get_by_role("heading", level=2).first
    expect(heading).to_have_text("Aberdeen City and Aberdeenshire", timeout=30_000)
    expect(page.locator(".lk-notice")).to_have_count(0)
    page.get_by_role("searchbox", name="Find your area").fill("<b>Atlantis")
    page.get_by_role("button", name="Find", exact=True).click()
    said = "No place here is called “<b>Atlantis”. Try another spelling, or a place nearby."
    expect(page.locator(".lk-notice")).to_have_text(said, timeout=30_000)
    expect(heading).to_have_text("Manchester")


@BOTH
def test_an_address_opens_a_place_and_says_where_there_is_none(visit, host):
    page = visit("?place=TLM50", name="your-area").page
    expect(page.get_by_role("heading", level=2).first).to_have_text(
        "Aberdeen City and Aberdeenshire"
    )
    page = visit("?place=Atlantis", name="your-area").page
    expect(page.get_by_role("status").filter(has_text="Atlantis")).to_have_text(
        f"{PLACE}: there is no “Atlantis” here. Shown instead: Manchester (local authority)."
    )
    expect(page.get_by_role("heading", level=2).first).to_have_text("Manchester")


@pytest.mark.parametrize("host", ["site"])
def test_only_the_place_that_is_asked_for_is_fetched_and_a_lost_one_is_said(visit, host):
    made = visit(name="your-area")
    page = made.page
    assert not [url for url in made.requests if "detail-place" in url]
    page.route("**/detail-place/TLI.js*", lambda route: route.abort())
    field = page.get_by_role("combobox", name=PLACE)
    field.fill("london region")
    page.keyboard.press("Enter")
    expect(page.get_by_text("This could not be read. Check the connection")).to_be_visible()
    expect(field).to_have_value("Manchester (local authority)")
    assert [re.sub(r"[?].*", "", url)[-6:] for url in made.requests if "detail-place" in url] == [
        "TLI.js"
    ]
    made.errors.clear()  # the browser's own word on the file that was lost


@pytest.mark.parametrize("host", ["site"])
@pytest.mark.parametrize("width", [390, 1024, 1440])
def test_its_chart_can_be_read_and_its_figures_taken_away(visit, host, width):
    made = visit("?place=TLI", name="your-area", viewport={"width": width, "height": 800})
    expect(made.page.get_by_role("heading", level=2).first).to_have_text("London")
    assert label_faults(made.page, "path") == {}
    name, raw = made.download("CSV", "path")
    assert name == "place-TLI.csv"
    assert "# source: Office for National Statistics" in raw.decode("utf-8-sig")
