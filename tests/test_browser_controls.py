"""The fields of choices, as a browser lays them out."""

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("host", ["site"])]

PAGES = ("01-a-century-of-ranks", "02-widening-gaps", "03-oecd-comparison", "06-convergence")

#: Lists of choices whose longest option is wider than their room, in pixels.
CUT = """() => {
  const pen = document.createElement("canvas").getContext("2d");
  const arrow = 20;
  return [...document.querySelectorAll(".lk-field select")].filter((list) => list.offsetParent)
    .map((list) => {
      const style = getComputedStyle(list);
      pen.font = style.font;
      const longest = Math.max(...[...list.options].map(({ text }) => pen.measureText(text).width));
      const room = list.clientWidth - parseFloat(style.paddingLeft) * 2 - arrow;
      return [list.labels[0].textContent, Math.round(longest - room)];
    }).filter(([, over]) => over > 0);
}"""


@pytest.mark.parametrize("width", [1440, 1024])
@pytest.mark.parametrize("name", PAGES)
def test_no_option_is_cut(visit, host, name, width):
    page = visit(name=name, wait=False, viewport={"width": width, "height": 900}).page
    expect(page.locator(".lk-field select").first).to_be_visible()
    page.wait_for_load_state("load")
    assert page.evaluate(CUT) == []
