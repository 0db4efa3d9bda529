"""Catching up as a visitor meets it: a place left out, the table to copy, what is hidden."""

import re
from functools import partial

import pytest
from playwright.sync_api import expect

import browsing
import levelkit as lk
from browsing import label_faults, settled, unfold

pytestmark = pytest.mark.browser

NAME = "06-convergence"
CHARTS = 9  # with the specification curve
shows = partial(browsing.shows, "convergence")
#: Where a place's point is, in pixels of the window.
POINT = """([name, chart]) => {
  const canvas = document.querySelector(`.lk-figure-${chart} .lk-chart-canvas`);
  const point = [...canvas.querySelectorAll('.mark-symbol path')]
    .find((one) => one.__data__?.datum?.region === name);
  point.scrollIntoView({ block: 'center' });
  const box = point.getBoundingClientRect();
  return [box.left + box.width / 2, box.top + box.height / 2];
}"""
#: The solid line: its two ends as heights.
LINE = """() => {
  const canvas = document.querySelector('.lk-figure-scatter .lk-chart-canvas');
  return [...canvas.querySelectorAll('.mark-line path')]
    .filter((one) => one.__data__ && !one.getAttribute('stroke-dasharray'))
    .map((one) => one.getAttribute('d')).join(' ');
}"""
#: Row and upper end of each interval of the forest that goes on beyond the scale.
ARROWS = """() => [...document.querySelectorAll('.lk-figure-forest .lk-chart-canvas .mark-symbol path')]
  .map((one) => one.__data__?.datum).filter((datum) => datum?.goes_on).map(({ row, end }) => [row, end])"""
DASHED = LINE.replace("!one", "one")


@pytest.fixture
def open_page(visit):
    def opened(query="", **context):
        return visit(query, name=NAME, charts=CHARTS, **context).page

    return opened


@pytest.mark.parametrize("host", ["app"])
def test_a_click_leaves_a_place_out_and_a_second_brings_it_back(open_page, host):
    page = open_page("?data=itl1")
    shows(page, data="itl1")
    before = page.evaluate(LINE)
    settled(page)
    page.mouse.click(*page.evaluate(POINT, ["London", "scatter"]))
    found = shows(page, data="itl1", left_out=["London"])
    assert "with all regions the speed is −0.3% a year" in found.sentence
    page.wait_for_function(f"before => ({LINE})() !== before", arg=before)
    speeds = page.locator(".lk-part-regression tr", has_text="Speed, % a year")
    expect(speeds.locator("td").first).to_have_text("0.37")  # every model anew, a moment later
    assert page.get_by_label("Take London off the list").count() == 1
    expect(page).to_have_url(re.compile("left_out=London"))
    settled(page)
    page.mouse.click(*page.evaluate(POINT, ["London", "scatter"]))  # its hollow point
    shows(page, data="itl1")
    page.wait_for_function(f"before => ({LINE})() === before", arg=before)


@pytest.mark.parametrize("host", ["site"])
def test_without_a_kernel_a_click_draws_the_line_without_the_place(open_page, host):
    page = open_page("?data=itl1&highlight=Wales")
    shows(page, data="itl1")
    said = page.locator(".lk-figure-scatter .lk-chart-canvas text", has_text="Without ")
    assert said.text_content().startswith("Without Wales: ")
    before = page.evaluate(DASHED)
    settled(page)
    page.mouse.click(*page.evaluate(POINT, ["London", "scatter"]))
    page.wait_for_function(f"before => ({DASHED})() !== before", arg=before)
    speed = lk.claim("convergence").evaluate(data="itl1", left_out=["London"]).figures["speed"]
    assert said.text_content() == f"Without London: {speed:.1f}% a year"
    assert page.get_by_label("Draw the line without (or click a point)").input_value()
    assert page.get_by_label("Leave places out: add").is_disabled()
    assert page.get_by_text("This works where a kernel runs").is_visible()


@pytest.mark.parametrize("host", ["site"])
def test_the_table_can_be_copied(open_page, host):
    page = open_page()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_text("Copy the table", exact=True).wait_for()
    unfold(page)
    for form, start in (("Markdown", "| "), ("LaTeX", "\\begin{tabular}"), ("HTML", "<table>")):
        field = page.get_by_label(f"The table as {form}", exact=True)
        text = field.input_value()
        assert text.startswith(start) and "-0.20" in text
        page.get_by_label(f"Copy: The table as {form}").click()
        assert page.evaluate("navigator.clipboard.readText()") == text
    # An answer that comes does not close what is being read.
    page.get_by_label("Places", exact=True).select_option(label_of("us-states"))
    shows(page, data="us-states")
    field = page.get_by_label("The table as Markdown", exact=True)
    assert field.is_visible() and "US states" in field.input_value()


@pytest.mark.parametrize("host", ["site"])
def test_an_interval_without_an_upper_end_ends_in_an_arrow(open_page, host):
    page = open_page("?data=uk-century")
    found = shows(page, data="uk-century")
    assert "with no upper end" in found.sentence
    marks = page.evaluate(ARROWS)
    # The chosen model, Barro's form of it, and the same panel among all panels; all at the scale's right end.
    rows = [row for row, end in marks if end == "inf"]
    assert len(rows) == 3
    for name in ("forest", "speed", "scatter"):
        drawn = page.locator(f".lk-figure-{name} .lk-chart-canvas").inner_html()
        assert "NaN" not in drawn and "Infinity" not in drawn
    cells = page.locator(".lk-tables tr", has_text="Absolute: one line for all").locator("td")
    assert "−0.97 to no end" in cells.all_text_contents()


def label_of(key):
    choice = lk.claim("convergence").choices[0]
    return choice.offered({})[choice.read(key, {})]


@pytest.mark.parametrize("host", ["site"])
def test_places_without_a_map_show_none(open_page, host):
    page = open_page()
    figure, controls = page.locator(".lk-figure-club-map"), page.locator(".lk-map-controls")
    assert figure.is_visible() and controls.is_visible()
    assert controls.get_by_label("Classes").is_hidden()
    page.get_by_label("Places", exact=True).select_option(label_of("us-states"))
    shows(page, data="us-states")
    assert figure.is_hidden() and controls.is_hidden()
    page.get_by_label("Places", exact=True).select_option(label_of("itl1"))
    shows(page, data="itl1")
    assert figure.is_visible() and controls.is_visible()


@pytest.mark.parametrize("host", ["site"])
@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (1024, "dark"), (390, "light")])
def test_nothing_is_cut_off_and_names_are_apart(open_page, host, width, scheme):
    page = open_page(
        "?data=uk-century", viewport={"width": width, "height": 900}, color_scheme=scheme
    )
    shows(page, data="uk-century")
    assert label_faults(page, "scatter", "speed", "sigma", "forest", "clubs", "moves") == {}
    assert page.evaluate("document.documentElement.scrollWidth") <= width
