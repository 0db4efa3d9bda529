"""The order of a page: what is asked, the answer, its chart, the choices; long matters fold."""

import re

import pytest
from playwright.sync_api import expect

from browsing import BOTH

pytestmark = pytest.mark.browser

#: Pixels of each page on a phone before sections folded; no page may be longer than a third of it.
BEFORE = {
    "01-a-century-of-ranks": 12_294, "02-widening-gaps": 11_810, "03-oecd-comparison": 14_815,
    "05-devolution": 25_678, "06-convergence": 20_033, "08-policy-churn": 16_973,
}  # fmt: skip
PHONE = {"width": 390, "height": 844}
TOP = "el => el.getBoundingClientRect().top + scrollY"


def folded(visit, query="", **given):
    """A page as it opens."""
    made = visit(query, wait=False, **given)
    made.page.locator(".lk-chart-canvas[data-painted]").first.wait_for(timeout=30_000)
    return made


@BOTH
@pytest.mark.parametrize("width", [390, 1440])
def test_question_answer_chart_choices_stand_in_this_order(visit, host, width):
    page = folded(visit, viewport={"width": width, "height": 900}).page
    tops = [
        page.locator(selector).first.evaluate(TOP)
        for selector in ("h1", ".lk-verdict", ".lk-reason", ".lk-figure-bump", ".lk-change")
    ]
    assert tops == sorted(tops)
    # On a wide screen the answer and the top of its chart are seen at once.
    if width == 1440:
        assert tops[3] < 620
    # On a phone the choices and the numbers are a click away.
    is_open = page.locator(".lk-change").evaluate("el => el.open")
    assert is_open == (width == 1440)
    assert page.locator(".lk-numbers").evaluate("el => el.open") == (width == 1440)


@pytest.mark.parametrize("host", ["site"])
@pytest.mark.parametrize("name", BEFORE)
def test_on_a_phone_a_page_is_a_third_of_what_it_was(visit, host, name):
    page = folded(visit, name=name, viewport=PHONE).page
    assert page.evaluate("document.documentElement.scrollHeight") < BEFORE[name] / 3


@BOTH
def test_a_section_opens_by_click_by_the_bar_and_by_a_link_into_it(visit, host):
    page = folded(visit).page
    table = page.get_by_role("region", name="Ranks and output per head").first
    expect(table).to_be_hidden()
    page.get_by_role("heading", name="The figures behind the charts").click()
    expect(table).to_be_visible()
    page.get_by_role("heading", name="The figures behind the charts").click()
    expect(table).to_be_hidden()
    bar = page.get_by_role("navigation", name="On this page")
    bar.get_by_role("link", name="The figures behind the charts").click()
    expect(table).to_be_visible()
    expect(page.get_by_role("heading", name="The figures behind the charts")).to_be_in_viewport()
    # The line under the answer leads to how it is judged.
    criterion = page.locator(".lk-criterion")
    expect(criterion).to_be_hidden()
    page.get_by_role("link", name="how it is judged").click()
    expect(criterion).to_be_visible()


@pytest.mark.parametrize("host", ["site"])
def test_a_link_into_a_section_opens_it_and_printing_opens_all(visit, host):
    page = folded(visit, "#How-the-answer-is-judged").page
    expect(page.locator(".lk-criterion")).to_be_visible()
    expect(page.get_by_role("region", name="Ranks and output per head").first).to_be_hidden()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(page.get_by_role("region", name="Ranks and output per head").first).to_be_visible()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(page.get_by_role("region", name="Ranks and output per head").first).to_be_hidden()
    expect(page.locator(".lk-criterion")).to_be_visible()


@pytest.mark.parametrize("host", ["site"])
def test_what_is_not_as_usual_is_not_hidden(visit, host):
    page = folded(visit, name="02-widening-gaps").page
    weighted = page.get_by_label("Measure of dispersion")
    expect(weighted).to_be_hidden()
    page.get_by_text("Advanced", exact=True).click()
    expect(weighted).to_be_visible()
    page = folded(visit, "?measure=gini", name="02-widening-gaps").page
    expect(page.get_by_label("Measure of dispersion")).to_be_visible()


@pytest.mark.parametrize("host", ["site"])
def test_a_term_says_what_it_means(visit, host):
    page = folded(visit).page
    term = page.get_by_role("button", name="rank correlation").first
    term.focus()
    page.keyboard.press("Enter")
    note = page.get_by_text("How alike two orders are")
    expect(note.first).to_be_visible()
    page.keyboard.press("Escape")
    expect(note.first).to_be_hidden()


@BOTH
def test_a_page_is_named_by_its_question_and_leads_to_the_next(visit, host):
    page = folded(visit, name="06-convergence").page
    if host == "site":
        expect(page).to_have_title("Left alone, do poorer places catch up? – levelkit")
    others = page.get_by_role("navigation", name="Other claims")
    expect(others).to_contain_text("Previous claim: Is the UK among the most centralised")
    others.get_by_role("link", name="Do regional policies last at best a decade?").click()
    expect(page).to_have_url(re.compile("08-policy-churn"))
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("^Do regional policies"))


@pytest.mark.parametrize("host", ["site"])
@pytest.mark.parametrize("name", ["index", "your-area", *BEFORE])
def test_at_400_percent_a_page_is_read_without_scrolling_sideways(visit, name):
    """A window of 1,280 pixels, four times enlarged (WCAG 2.2, 1.4.10)."""
    page = visit(name=name, viewport={"width": 320, "height": 256}, wait=False).page
    page.locator(".lk-chart-canvas[data-painted]").first.wait_for(timeout=60_000)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
