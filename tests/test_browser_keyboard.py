"""The page by keyboard alone: Tab, arrows, Enter and Space from the page's opening."""

import pytest
from playwright.sync_api import expect

import levelkit as lk
from browsing import CLAIM
from test_browser_fragility import choices_of, counted

pytestmark = pytest.mark.browser

FOCUSED = """() => {
  const one = document.activeElement;
  const style = getComputedStyle(one);
  return {
    body: one === document.body,
    name: one.getAttribute('aria-label') || one.labels?.[0]?.textContent || one.textContent.trim(),
    outline: style.outlineStyle === 'none' ? 0 : parseFloat(style.outlineWidth),
    seen: one.getBoundingClientRect().width > 0,
  };
}"""
MOST = 120


def tab_to(page, name, *, back=False):
    """Press Tab until what is so named has the focus."""
    passed = []
    for _ in range(MOST):
        page.keyboard.press("Shift+Tab" if back else "Tab")
        passed.append(page.evaluate(FOCUSED)["name"])
        if passed[-1].startswith(name):
            return
    pytest.fail(f"{name!r} cannot be reached: {passed}")


def test_everything_can_be_done_by_keyboard_alone(visit):
    made = visit()
    page, press = made.page, made.page.keyboard.press

    tab_to(page, "Last year")
    press("ArrowUp")
    made.shows(last_year=2019)
    tab_to(page, "Include London")
    press("Space")
    made.shows(last_year=2019, include_capital=False)
    press("Space")
    made.shows(last_year=2019)

    tab_to(page, "Look at year", back=True)
    press("ArrowLeft")
    expect(made.chart("slope").get_by_text("2018", exact=True)).to_be_visible()
    tab_to(page, "Highlight", back=True)
    press("End")
    expect(made.highlight).to_have_value("Yorkshire and The Humber")
    bold = made.chart("bump").locator("text[font-weight='bold']", has_text="Yorkshire")
    expect(bold).to_have_count(2)

    with page.expect_download() as waiting:
        tab_to(page, "Download as CSV", back=True)
        press("Enter")
    assert waiting.value.suggested_filename == "ranks-uk-10-1900-2019.csv"

    table = counted()
    tab_to(page, "Step through every version")
    press("Home")
    press("ArrowRight")
    tab_to(page, "Show this version")
    press("Enter")
    made.shows(**choices_of(table.loc[1]))

    tab_to(page, "Share, download, cite", back=True)
    press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    tab_to(page, "Copy: Cite the software (APA)")
    press("Enter")
    expect(dialog.get_by_text("Copied")).to_be_visible()
    press("Escape")
    expect(dialog).to_have_count(0)
    expect(page.get_by_role("button", name="Share, download, cite")).to_be_focused()

    tab_to(page, "Present", back=True)
    press("Space")
    expect(page.get_by_role("navigation", name="Lecture")).to_be_visible()
    press("Escape")
    expect(page.get_by_role("navigation", name="Lecture")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("host", ["site"])
def test_the_focus_is_always_seen(visit, scheme):
    """On all that Tab stops at, in the page, the share dialog and lecture mode."""
    made = visit(color_scheme=scheme)
    stops = walked(made.page)
    assert len(stops) > 25
    names = [stop["name"] for stop in stops]
    for label in ("Skip to content", "Regions of", "Look at year", "Step through every version"):
        assert label in names
    made.open_share()
    assert len(walked(made.page)) > 10
    made.page.keyboard.press("Escape")
    made.page.get_by_role("button", name="Present", exact=True).click()
    assert len(walked(made.page)) >= 3


def walked(page):
    """Every stop of Tab until the page is left; each must show that it has the focus."""
    stops = []
    for _ in range(MOST):
        page.keyboard.press("Tab")
        found = page.evaluate(FOCUSED)
        if found["body"]:
            break
        assert found["outline"] >= 2, found
        assert found["seen"], found
        stops.append(found)
    else:
        pytest.fail("Tab does not come to an end")
    return stops


@pytest.mark.parametrize("host", ["site"])
def test_the_link_past_the_header_works(visit):
    made = visit()
    made.page.keyboard.press("Tab")
    skip = made.page.get_by_role("link", name="Skip to content")
    expect(skip).to_be_focused()
    box = skip.bounding_box()
    assert box["x"] >= 0 and box["width"] > 50
    made.page.keyboard.press("Enter")
    made.page.keyboard.press("Tab")
    assert made.page.evaluate("document.activeElement.closest('main') !== null")


@pytest.mark.parametrize("host", ["site"])
def test_the_front_page_can_be_walked(visit):
    made = visit(name="index")
    tab_to(made.page, lk.claim(CLAIM).question)
    made.page.keyboard.press("Enter")
    made.painted()
    made.shows()
    assert made.page.title() == f"{lk.claim(CLAIM).question} – levelkit"
