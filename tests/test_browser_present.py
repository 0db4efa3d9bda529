"""Lecture mode: one chart and the answer in large type, and keys that step through the views."""

import pytest
from playwright.sync_api import expect

import levelkit as lk
from browsing import CLAIM
from test_browser_labels import OVERLAPS

pytestmark = pytest.mark.browser

PROJECTOR = {"viewport": {"width": 1024, "height": 768}}
#: Region labels as the projector shows them: text and size in pixels of the screen.
LABELS = """(canvas) => [...canvas.querySelectorAll('text')]
  .filter(t => /^[0-9.]+ +\\p{L}|\\p{L} +[0-9.]+$/u.test(t.textContent))
  .filter(t => t.getBoundingClientRect().width && !/^Rank|^[0-9]{4}/.test(t.textContent))
  .map(t => [t.textContent, parseFloat(getComputedStyle(t).fontSize) * t.getScreenCTM().d])"""
#: Texts of the page that are cut off by the window or lie under the bar.
CUT = """() => {
  const bar = document.querySelector('.lk-present-bar').getBoundingClientRect();
  const shown = [...document.querySelectorAll('main text, main p, main h2, main strong')];
  return shown.filter(one => !one.closest('.lk-present-bar')).filter(one => {
    const box = one.getBoundingClientRect();
    return box.width && one.textContent.trim()
      && (box.bottom > bar.top + 0.5 || box.top < -0.5 || box.left < -0.5 || box.right > innerWidth + 0.5);
  }).map(one => one.textContent);
}"""


def views():
    claim = lk.claim(CLAIM)
    return [(view, claim.complete(view.choices)) for view in claim.views]


def presented(made, k, *, address=True):
    """Wait until the k-th prepared view is shown, with its place in the bar and the address."""
    view, choices = views()[k]
    found = made.shows(**choices)
    bar = made.page.get_by_role("navigation", name="Lecture")
    expect(bar).to_contain_text(view.label)
    expect(bar).to_contain_text(f"{k + 1} of {len(views())}")
    written = {name: {True: "yes", False: "no"}.get(v, str(v)) for name, v in choices.items()}
    if address:
        made.address_has(mode="present", **written, **view.marks)
    made.settled()
    return found


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("host", ["site"])
def test_only_chart_answer_and_bar_are_shown(visit, scheme):
    made = visit("?mode=present", color_scheme=scheme, **PROJECTOR)
    page = made.page
    for selector in (".lk-figure-bump .lk-chart-canvas", ".lk-figure-bump h2", ".lk-verdict", ".lk-reason", ".lk-present-bar"):  # fmt: skip
        expect(page.locator(selector)).to_be_visible()
    for selector in (
        ".lk-top", ".lk-controls", ".lk-page-tools", ".lk-tools", ".lk-table", ".lk-criterion", "h1",
        ".lk-figure-slope", ".lk-figure-heatmap", ".lk-figure-curve", ".lk-sentence", ".lk-notes",
    ):  # fmt: skip
        every = page.locator(selector)
        assert every.count() > 0
        assert [k for k, one in enumerate(every.all()) if one.is_visible()] == [], selector


def test_it_is_to_be_read_from_the_last_row(visit):
    made = visit("?mode=present", **PROJECTOR)
    for k in range(len(views())):
        presented(made, k, address=k > 0)
        bump = made.chart("bump")
        labels = bump.evaluate(LABELS)
        assert len(labels) >= 16, labels
        assert [label for label in labels if label[1] < 18] == []
        assert bump.evaluate(OVERLAPS) == []
        size = made.page.locator(".lk-verdict").evaluate("e => parseFloat(getComputedStyle(e).fontSize)")  # fmt: skip
        assert size >= 24
        assert made.page.evaluate(CUT) == []
        assert made.page.evaluate("document.documentElement.scrollWidth") <= 1024
        made.page.keyboard.press("ArrowRight")


def test_keys_step_through_the_views_in_order(visit):
    made = visit("?mode=present", **PROJECTOR)
    last = len(views()) - 1
    presented(made, 0, address=False)
    for key, k in (
        ("ArrowRight", 1), ("PageDown", 2), ("ArrowRight", 3), ("ArrowLeft", 2), ("PageUp", 1),
        ("End", last), ("ArrowRight", last), ("ArrowLeft", last - 1), ("Home", 0), ("ArrowLeft", 0),
    ):  # fmt: skip
        made.page.keyboard.press(key)
        presented(made, k)


@pytest.mark.parametrize("host", ["site"])
def test_buttons_step_too_and_take_their_own_keys(visit):
    made = visit("?mode=present", **PROJECTOR)
    following = made.page.get_by_role("button", name="Next view")
    following.click()
    presented(made, 1)
    made.page.keyboard.press("Enter")  # the button has the focus: one step, not two
    presented(made, 2)
    made.page.get_by_role("button", name="Previous view").click()
    presented(made, 1)


def test_a_reload_keeps_view_and_mode_and_escape_leaves(visit):
    made = visit("?mode=present", **PROJECTOR)
    presented(made, 0, address=False)
    made.page.keyboard.press("End")
    presented(made, len(views()) - 1)
    made.page.reload()
    made.painted()
    found = presented(made, len(views()) - 1)
    made.page.keyboard.press("Escape")
    expect(made.page.locator(".lk-top")).to_be_visible()
    expect(made.page.locator(".lk-present-bar")).to_have_count(0)
    expect(made.field("Last year")).to_be_visible()
    assert "mode" not in made.query()
    made.shows(**found.choices)
    # The keys are the page's again.
    made.page.keyboard.press("Home")
    made.settled()
    made.shows(**found.choices)


def test_the_button_presents_and_back_leaves(visit):
    made = visit(**PROJECTOR)
    made.page.get_by_role("button", name="Present", exact=True).click()
    presented(made, 0)
    made.page.go_back()
    expect(made.page.locator(".lk-present-bar")).to_have_count(0)
    expect(made.field("Last year")).to_be_visible()
