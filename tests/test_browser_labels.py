"""Labels in the charts, as a browser measures them: all there, none over another."""

import pytest
from playwright.sync_api import expect

from browsing import ITL2

# Where labels stand is for the charts alone: a kernel would add nothing but time.
pytestmark = [pytest.mark.browser, pytest.mark.parametrize("host", ["site"])]

OVERLAPS = """canvas => {
  const boxes = [...canvas.querySelectorAll('text')].filter(t => t.textContent.trim() && t.getAttribute('opacity') !== '0')
    .map(t => [t.textContent, t.getBoundingClientRect()]).filter(([, b]) => b.width);
  const over = [];
  boxes.forEach(([one, a], i) => boxes.slice(i + 1).forEach(([other, b]) => {
    const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
    const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
    if (wide > 1 && high > 4) over.push([one, other]);
  }));
  return over;
}"""


@pytest.mark.parametrize("width", [1440, 1024, 390])
@pytest.mark.parametrize("panel", ["", ITL2])
def test_every_region_is_labelled_and_no_label_covers_another(visit, width, panel):
    made = visit(viewport={"width": width, "height": 900})
    if panel:
        made.choose("Regions of", panel)
    else:
        made.choose("Last year", "2023")  # two changes of basis close together
    bump, slope = made.chart("bump"), made.chart("slope")
    regions = 41 if panel else 10
    for keys in ([], ["Home"], ["ArrowRight", "ArrowRight", "ArrowRight"]):
        made.slider.focus()
        for key in keys:
            made.page.keyboard.press(key)
        made.settled()
        assert slope.evaluate(OVERLAPS) == []
        assert bump.evaluate(OVERLAPS) == []
        texts = [t for t in slope.locator("text").all_text_contents() if t.strip()]
        assert len(texts) == 2 * regions + 2  # and the two years
    if not panel:
        assert bump.get_by_text("Rosés-Wolf | ONS GDP | ONS GVA", exact=True).count() == 1


def test_names_on_a_phone_tell_regions_apart(visit):
    made = visit(viewport={"width": 390, "height": 844})
    made.choose("Regions of", ITL2)
    for name in ("Inner…West", "Inner…East", "Outer…South"):
        expect(made.chart("bump")).to_contain_text(name)


@pytest.mark.parametrize("width", [1440, 390])
def test_the_slider_is_whole_at_its_left_end(visit, width):
    made = visit(viewport={"width": width, "height": 900})
    handle = made.slider
    handle.focus()
    made.page.keyboard.press("Home")
    cut = handle.evaluate(
        """handle => {
          const left = handle.getBoundingClientRect().left - 4;
          for (let box = handle.parentElement; box; box = box.parentElement)
            if (getComputedStyle(box).overflowX !== 'visible' && box !== document.documentElement
                && box.getBoundingClientRect().left > left) return box.className;
          return left < 0 ? 'page' : '';
        }"""
    )
    assert cut == ""


def test_near_ties_ground_is_as_wide_as_the_names(visit):
    made = visit(viewport={"width": 1440, "height": 900})
    made.choose("Regions of", ITL2)
    made.settled()
    short = made.chart("bump").evaluate(
        """canvas => {
          const right = Math.max(...[...canvas.querySelectorAll('path[fill="#e4e7ea"]')]
            .map(p => p.getBoundingClientRect().right));
          if (!Number.isFinite(right)) return ['no ground'];
          return [...canvas.querySelectorAll('text')]
            .filter(t => /^[0-9.]+ +[A-Z]/.test(t.textContent) && t.getBoundingClientRect().right > right)
            .map(t => t.textContent);
        }"""
    )
    assert short == []
