"""Labels in the charts, as a browser measures them: all there, none over another."""

import pytest

pytestmark = pytest.mark.browser

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


def choose(page, label, option):
    before = page.locator(".lk-sentence").inner_text()
    page.get_by_label(label, exact=True).select_option(option)
    page.wait_for_function(
        "before => document.querySelector('.lk-sentence').innerText !== before", arg=before
    )
    page.wait_for_timeout(500)


@pytest.mark.parametrize("width", [1440, 1024, 390])
@pytest.mark.parametrize("panel", ["", "United Kingdom: 41 areas (ITL2), 1998-2022"])
def test_every_region_is_labelled_and_no_label_covers_another(visit, width, panel):
    page = visit(viewport={"width": width, "height": 900}).page
    if panel:
        choose(page, "Regions of", panel)
    else:
        choose(page, "Last year", "2023")  # two changes of basis close together
    bump, slope = (page.locator(".lk-chart-canvas").nth(k) for k in (0, 1))
    regions = 41 if panel else 10
    for keys in ([], ["Home"], ["ArrowRight", "ArrowRight", "ArrowRight"]):
        page.get_by_role("slider").focus()
        for key in keys:
            page.keyboard.press(key)
        page.wait_for_timeout(300)
        assert slope.evaluate(OVERLAPS) == []
        assert bump.evaluate(OVERLAPS) == []
        texts = [t for t in slope.locator("text").all_text_contents() if t.strip()]
        assert len(texts) == 2 * regions + 2  # and the two years
    if not panel:
        assert bump.get_by_text("Roses-Wolf | ONS GDP | ONS GVA", exact=True).count() == 1


def test_names_on_a_phone_tell_regions_apart(visit):
    page = visit(viewport={"width": 390, "height": 844}).page
    choose(page, "Regions of", "United Kingdom: 41 areas (ITL2), 1998-2022")
    text = page.locator(".lk-chart-canvas").first.inner_text()
    for name in ("Inner…West", "Inner…East", "Outer…South"):
        assert name in text


@pytest.mark.parametrize("width", [1440, 390])
def test_the_slider_is_whole_at_its_left_end(visit, width):
    page = visit(viewport={"width": width, "height": 900}).page
    handle = page.get_by_role("slider")
    handle.focus()
    page.keyboard.press("Home")
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
    page = visit(viewport={"width": 1440, "height": 900}).page
    choose(page, "Regions of", "United Kingdom: 41 areas (ITL2), 1998-2022")
    short = page.locator(".lk-chart-canvas").first.evaluate(
        """canvas => {
          const right = Math.max(...[...canvas.querySelectorAll('path[fill="#e4e7ea"]')]
            .map(p => p.getBoundingClientRect().right));
          return [...canvas.querySelectorAll('text')]
            .filter(t => /^[0-9.]+ +[A-Z]/.test(t.textContent) && t.getBoundingClientRect().right > right)
            .map(t => t.textContent);
        }"""
    )
    assert short == []
