"""Lecture mode of every claim: each prepared view can be read on a projector of 1024 by 768 pixels."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

import levelkit as lk
from browsing import FAULTS, shows
from levelkit.claims import claim_names

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("host", ["site"])]

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"
PROJECTOR = {"viewport": {"width": 1024, "height": 768}}
LEAST_TYPE = 11  # pixels
SMALL = """(canvas, least) => [...canvas.querySelectorAll('text')]
  .filter(t => t.textContent.trim() && t.getBoundingClientRect().width && parseFloat(getComputedStyle(t).fontSize) < least)
  .map(t => t.textContent)"""
UNDER_BAR = """() => {
  const bar = document.querySelector('.lk-present-bar').getBoundingClientRect();
  return [...document.querySelectorAll('.lk-main *')]
    .filter(e => !e.children.length && e.textContent.trim() && e.getBoundingClientRect().width)
    .filter(e => e.checkVisibility() && (e.getBoundingClientRect().bottom > bar.top + 1 || e.getBoundingClientRect().right > innerWidth + 1))
    .map(e => e.textContent);
}"""


def page_of(claim):
    return next(path.stem for path in NOTEBOOKS.glob("[0-9]*.ipynb") if path.stem.endswith(claim))


@pytest.mark.parametrize("claim", claim_names())
def test_every_view_of_every_claim_can_be_read(visit, claim):
    views = lk.claim(claim).views
    made = visit("?mode=present", name=page_of(claim), wait=False, **PROJECTOR)
    page = made.page
    canvas = page.locator(".lk-main .lk-chart-canvas[data-painted]").first
    canvas.wait_for(timeout=60_000)
    faults = {}
    for k, view in enumerate(views):
        if k:
            page.keyboard.press("ArrowRight")
        expect(page.locator(".lk-present-bar")).to_contain_text(f"{k + 1} of {len(views)}")
        shows(claim, page, **view.choices)
        made.settled()
        cut, over = canvas.evaluate(FAULTS)
        seen = (cut, over, canvas.evaluate(SMALL, LEAST_TYPE), page.evaluate(UNDER_BAR))
        assert page.evaluate("document.documentElement.scrollHeight") <= 768, view.label
        if any(seen):
            faults[view.label] = seen
    assert faults == {}


def test_leaving_brings_back_what_was_looked_at(visit):
    made = visit("?first_year=1950&last_year=2015")
    before, answer = made.query(), made.answer()
    made.page.get_by_role("button", name="Present", exact=True).first.click()
    for _ in range(2):
        made.page.keyboard.press("ArrowRight")
    expect(made.page.locator(".lk-present-bar")).to_contain_text("of 8")
    made.page.wait_for_function("a => document.querySelector('.lk-sentence').textContent !== a", arg=answer)  # fmt: skip
    made.page.keyboard.press("Escape")
    made.page.wait_for_function("a => document.querySelector('.lk-sentence').textContent === a", arg=answer)  # fmt: skip
    made.settled()
    after = made.query()
    assert {name: after.get(name) for name in before} == before
    assert "mode" not in after


def test_a_pointer_that_rests_hides_and_points_at_nothing(visit):
    made = visit("?mode=present", **PROJECTOR)
    box = made.chart("bump").bounding_box()
    dot = made.chart("bump").locator("g.mark-symbol path").nth(20).bounding_box()
    tooltip = made.page.locator("#vg-tooltip-element.visible")
    made.page.mouse.move(dot["x"] - 30, dot["y"] - 30)
    made.page.mouse.move(dot["x"] + dot["width"] / 2, dot["y"] + dot["height"] / 2, steps=5)
    expect(tooltip).to_be_visible()
    lit = made.chart("bump").locator("text[font-weight='bold']", has_text="East + South East")
    made.page.wait_for_function("document.body.classList.contains('lk-idle')", timeout=10_000)
    assert made.page.evaluate("getComputedStyle(document.body).cursor") == "none"
    expect(tooltip).to_be_hidden()
    expect(lit).to_have_count(2)
    made.page.mouse.move(box["x"] + 100, box["y"] + 100)
    made.page.wait_for_function("!document.body.classList.contains('lk-idle')")
