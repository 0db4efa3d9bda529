"""Everyone can use it: axe-core's rules, descriptions, still pictures, cues beside colour."""

import re
import statistics

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

import levelkit as lk
from browsing import CLAIM
from levelkit.claims.combinations import combinations
from levelkit.pages import words

pytestmark = pytest.mark.browser

SITE = pytest.mark.parametrize("host", ["site"])
SCHEMES = pytest.mark.parametrize("scheme", ["light", "dark"])


def violations(made):
    """What axe-core finds, each with the elements it is about."""
    found = Axe().run(made.page).response["violations"]
    return [(one["id"], [node["html"][:150] for node in one["nodes"]]) for one in found]


@SITE
@SCHEMES
@pytest.mark.parametrize("name", ["index", "01-a-century-of-ranks"])
def test_axe_finds_nothing_on_a_page(visit, name, scheme):
    assert violations(visit(name=name, color_scheme=scheme)) == []


@SITE
@SCHEMES
def test_axe_finds_nothing_in_the_share_dialog(visit, scheme):
    made = visit(color_scheme=scheme)
    made.open_share()
    assert violations(made) == []


@SITE
@SCHEMES
def test_axe_finds_nothing_in_lecture_mode(visit, scheme):
    made = visit("?mode=present", color_scheme=scheme, viewport={"width": 1024, "height": 768})
    assert violations(made) == []


@pytest.mark.parametrize("host", ["app"])
def test_axe_finds_nothing_in_the_app(visit):
    assert violations(visit("?data=uk-11")) == []  # with a notice


@SITE
def test_axe_does_find_what_is_wrong(visit):
    made = visit()
    made.page.evaluate("document.querySelector('select').labels[0].remove()")
    assert "select-name" in [rule for rule, _ in violations(made)]


def described(made, name):
    canvas = made.chart(name)
    assert canvas.get_attribute("role") == "img"
    return canvas.get_attribute("aria-label").replace("−", "-")


def test_every_chart_is_described_by_its_figures(visit):
    made = visit("?last_year=2015")
    found = made.shows(last_year=2015)
    order = found.tables["order"].estimate
    bump = described(made, "bump")
    for year in (1960, 2015):
        assert f"{year} {float(order.sel(year=year)):.2f}" in bump
    table = lk.load_table("uk-century")
    wide = table.pivot_table("gdp_per_head_intl2011usd", "region_name", "year")
    relative = 100 * wide / wide.mean()
    slope = described(made, "slope")
    for year in (1900, 2015):
        at = relative[year]
        assert f"{year}: from {at.idxmin()} at {at.min():.0f} to {at.idxmax()} at {at.max():.0f}" in slope  # fmt: skip
    pairs = found.tables["pairs"].estimate.to_series().unstack()
    below = [pairs.loc[one, two] for one in pairs.index for two in pairs.columns if one > two]
    heatmap = described(made, "heatmap")
    assert f"lowest {min(below):.2f}" in heatmap
    assert f"Median {statistics.median(below):.2f}" in heatmap
    claim, every = lk.claim(CLAIM), combinations(lk.claim(CLAIM))
    counted = every[[claim.counted(one) for one in every.to_dict("records")]]
    curve = described(made, "curve")
    assert f"from {counted.effect.min():.2f} to {counted.effect.max():.2f}" in curve
    assert f"{(counted.verdict == 'mixed').mean():.0%} mixed" in curve
    # A new answer is described anew.
    made.choose("First year", "1950")
    expect(made.chart("bump")).to_have_attribute("aria-label", re.compile("correlation with 1950"))


@SITE
def test_the_small_chart_of_a_card_is_described(visit):
    made = visit(name="index")
    for canvas in made.page.locator(".lk-card .lk-chart-canvas").all():
        assert canvas.get_attribute("role") == "img"
        assert len(re.findall(r"\d+", canvas.get_attribute("aria-label"))) >= 2


def held_back(page):
    """The chart library never comes: what shows that one waits stays to be seen."""

    def without(route):
        response = route.fetch()
        body, found = re.subn(
            '<script [^>]*src="static/vega.js[^"]*">', "<script>", response.text()
        )
        assert found == 1
        route.fulfill(response=response, body=body)

    page.route("**/01-a-century-of-ranks.html", without)
    page.route("**/static/vega.js*", lambda _: None)


RUNNING = "document.getAnimations().filter((one) => one.playState === 'running').length"


@SITE
@pytest.mark.parametrize(("motion", "moving"), [("reduce", False), ("no-preference", True)])
def test_nothing_moves_for_whoever_asked_for_that(visit, motion, moving):
    waiting = visit(prepare=held_back, wait=False, reduced_motion=motion)
    waiting.page.locator(".lk-waiting").first.wait_for()
    assert (waiting.page.evaluate(RUNNING) > 0) == moving


def test_a_painted_page_stands_still(visit):
    made = visit(reduced_motion="reduce")
    assert made.page.evaluate(RUNNING) == 0
    made.choose("Last year", "2015")
    assert made.page.evaluate(RUNNING) == 0


SHAPES = """canvas => {
  const found = {};
  for (const point of canvas.querySelectorAll('g.mark-symbol[aria-roledescription=\"symbol mark container\"] > path')) {
    const fill = point.getAttribute('fill');
    if (fill && fill !== 'none' && fill !== 'transparent') (found[fill] ??= new Set()).add(point.getAttribute('d'));
  }
  return Object.values(found).map(one => [...one]);
}"""


@SITE
@pytest.mark.parametrize("name", ["01-a-century-of-ranks", "index"])
def test_verdicts_differ_in_shape_as_well_as_colour(visit, name):
    made = visit(name=name)
    chart = made.page.locator(".lk-figure-curve .lk-chart-canvas").first
    by_colour = chart.evaluate(SHAPES)
    assert len(by_colour) >= 2
    shapes = [shape for one in by_colour for shape in one]
    assert len(shapes) == len(set(shapes)), shapes


@SITE
def test_shares_differ_in_pattern_and_mark_as_well_as_colour(visit):
    made = visit()
    kinds = [verdict.replace(" ", "-") for verdict in words.MARKS]
    patterns = made.page.evaluate(
        """kinds => kinds.map(kind => {
          const swatch = document.querySelector('.lk-shares').appendChild(document.createElement('span'));
          swatch.className = `lk-swatch lk-share-${kind}`;
          const { backgroundImage, backgroundColor } = getComputedStyle(swatch);
          swatch.remove();
          return backgroundImage === 'none' ? backgroundColor : backgroundImage.replace(/rgb[^)]*\\)/g, 'ink');
        })""",
        kinds,
    )
    assert len(set(patterns)) == len(kinds), patterns
    listed = made.page.locator(".lk-shares").first.locator("li").all_inner_texts()
    assert len(listed) >= 3
    marks = {text.strip()[0] for text in listed}
    assert len(marks) == len(listed)
    assert made.verdict()[0] in marks
