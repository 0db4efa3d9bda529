"""Lecture mode on a projector: no view of any claim has words that overlap or are cut."""

import pytest
from playwright.sync_api import expect

import levelkit as lk
from browsing import FAULTS, followed

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("host", ["site"])]

PROJECTOR = {"width": 1024, "height": 768}


@pytest.mark.parametrize("claim", lk.claim_names())
def test_every_view_can_be_read(visit, host, claim):
    asked = lk.claim(claim)
    page = visit("?mode=present", name=asked.notebook, wait=False, viewport=PROJECTOR).page
    main = page.locator(".lk-main .lk-chart-canvas[data-painted]")
    main.wait_for(timeout=30_000)
    faults = {}
    for k, view in enumerate(asked.views):
        if k:
            page.keyboard.press("ArrowRight")
        expect(page.locator(".lk-present-count")).to_have_text(f"{k + 1} of {len(asked.views)}")
        expect(page.locator("body.lk-working")).to_have_count(0)
        followed(page)
        cut, over = main.evaluate(FAULTS)
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if cut or over or wide > 1:
            faults[view.label] = (cut, over, wide)
    assert faults == {}
