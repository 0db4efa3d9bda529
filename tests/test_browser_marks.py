"""What is marked in the charts: a region and a year, answered in the browser alone."""

import pytest
from playwright.sync_api import expect

from browsing import BOTH

pytestmark = pytest.mark.browser


def bold(made, chart, name):
    return made.chart(chart).locator("text[font-weight='bold']", has_text=name)


def test_highlight_and_scrub_repaint_in_the_browser(visit):
    made = visit()
    made.highlight.select_option("Wales")
    expect(bold(made, "bump", "Wales")).to_have_count(2)
    made.slider.focus()
    for _ in range(3):
        made.page.keyboard.press("ArrowLeft")
    expect(made.chart("bump").get_by_text("2017: 0.78", exact=True)).to_be_visible()
    expect(made.chart("slope").get_by_text("2017", exact=True)).to_be_visible()
    expect(bold(made, "slope", "Wales")).to_have_count(2)
    assert made.slider.get_attribute("aria-valuetext") == "2017"
    expect(made.page.locator(".lk-readout")).to_have_text("2017")


def test_a_click_on_a_region_highlights_it_everywhere(visit):
    made = visit()
    made.chart("bump").get_by_text("Wales  9").click()
    expect(made.highlight).to_have_value("Wales")
    expect(bold(made, "slope", "Wales")).to_have_count(2)


def test_pointing_at_a_region_shows_it_and_leaving_hides_it(visit):
    made = visit()
    made.chart("bump").get_by_text("Wales  9").hover()
    expect(bold(made, "bump", "Wales")).to_have_count(2)
    made.page.mouse.move(2, 2)
    expect(bold(made, "bump", "Wales")).to_have_count(0)
    expect(made.highlight).to_have_value("East + South East")


@BOTH
def test_highlight_survives_a_new_answer(visit):
    made = visit()
    made.highlight.select_option("Wales")
    made.choose("Last year", "2015")
    expect(bold(made, "bump", "Wales")).to_have_count(2)
    expect(made.highlight).to_have_value("Wales")


def test_a_year_that_the_answer_lacks_gives_way(visit):
    """A mark never moved follows the answer; one that is not on offer falls back to it."""
    made = visit()
    made.choose("Last year", "1980")
    expect(made.page.locator(".lk-readout")).to_have_text("1980")
    made.slider.focus()
    made.page.keyboard.press("Home")
    expect(made.page.locator(".lk-readout")).to_have_text("1910")
    made.choose("First year", "1925")
    expect(made.page.locator(".lk-readout")).to_have_text("1980")


@pytest.mark.parametrize("host", ["app"])
def test_marks_do_not_ask_the_kernel(visit):
    made = visit()
    sent = []
    made.page.on("websocket", lambda socket: sent.append(socket.url))
    made.page.evaluate(
        """() => {
          window.framesSent = 0;
          const send = WebSocket.prototype.send;
          WebSocket.prototype.send = function (...given) { window.framesSent += 1; return send.apply(this, given); };
        }"""
    )
    made.slider.focus()
    made.page.keyboard.press("Home")
    expect(made.chart("slope").get_by_text("1910", exact=True)).to_be_visible()
    made.highlight.select_option("Wales")
    expect(bold(made, "bump", "Wales")).to_have_count(2)
    made.address_has(year=1910, highlight="Wales")
    assert made.page.evaluate("window.framesSent") == 0
    made.choose("Last year", "2015")  # the counter does count
    assert made.page.evaluate("window.framesSent") > 0
    assert sent == []


@pytest.mark.parametrize("host", ["site"])
def test_the_years_play_until_the_last_and_pause_when_the_slider_is_moved(visit, host):
    made = visit("?year=1950")
    play = made.page.get_by_role("button", name="Play", exact=True)
    play.click()
    pause = made.page.get_by_role("button", name="Pause", exact=True)
    expect(pause).to_be_visible()
    made.page.wait_for_function("Number(document.querySelector('.lk-readout').textContent) > 1960")
    made.slider.focus()
    made.page.keyboard.press("Home")
    expect(play).to_be_visible()
    expect(made.page.locator(".lk-readout")).to_have_text("1910")
    made.page.keyboard.press("End")
    made.page.keyboard.press("ArrowLeft")
    play.click()
    expect(made.page.locator(".lk-readout")).to_have_text("2020")
    expect(play).to_be_visible()  # the last year is the end
