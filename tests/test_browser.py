"""The page as a visitor meets it: a real Chromium against the app and against the built site."""

import re

import pytest
import scipy.stats
from playwright.sync_api import expect

import levelkit as lk
from browsing import BOTH, CLAIM, ITL2, cut_labels

pytestmark = pytest.mark.browser


def expected_rho(column, first, last, *, country=None, drop=()):
    """Spearman's rho computed here, from the table itself and scipy."""
    table = lk.load_table("europe-century" if country else "uk-century")
    if country:
        table = table[table.country == country]
    wide = table.pivot_table(column, "region_name", "year").drop(index=list(drop))
    both = wide[[first, last]].dropna()
    return scipy.stats.spearmanr(both[first], both[last]).statistic


def stated_rho(sentence):
    return float(re.search(r"rank correlation of ([−0-9.]+)", sentence).group(1).replace("−", "-"))


@BOTH
def test_chart_is_painted_and_the_answer_is_the_number(visit, host):
    made = visit()
    page, bump = made.page, made.chart("bump")
    claim = lk.claim(CLAIM)
    assert page.title() == (claim.title if host == "app" else f"{claim.question} – levelkit")
    assert bump.locator("path[stroke-width='4']").count() >= 1
    text = bump.inner_text()
    for name in ("London", "Wales", "Yorkshire and The Humber"):
        assert text.count(name) == 2  # at both ends
    assert made.pixels(".lk-chart-canvas", [0x12, 0x43, 0x6D]) > 1_000  # the highlighted line
    assert made.pixels(".lk-chart-canvas", [0x80, 0x16, 0x50]) > 50  # the year looked at
    gdp = lk.load("uk-century")
    then = gdp.gdp_per_head_intl2011usd.sel(year=1900).to_numpy()
    now = gdp.gdp_per_head_gbp.sel(year=2020).to_numpy()
    rho = scipy.stats.spearmanr(then, now).statistic
    assert stated_rho(made.answer()) == round(rho, 2)
    assert made.verdict() == "≈ Mixed: 10 regions of the UK, 1900 to 2020"


def test_first_screen_shows_the_shape(visit):
    """Within the first screen at 1440 x 900: verdict and parts, loosened order, near ties, break."""
    made = visit(viewport={"width": 1440, "height": 900})
    page = made.page
    shown = [page.get_by_text(text, exact=True).first for text in (
        "The old order loosened, then came back", "Rosés-Wolf | ONS GDP", "2020: 0.78")]  # fmt: skip
    shown += [page.locator(".lk-verdict"), page.get_by_text("Grey: near ties (within 3%").first]
    shown += [
        page.get_by_text("but the order loosened in between and came back", exact=False),
        *page.locator(".lk-answer .lk-parts > li").all(),
    ]
    assert len(shown) == 8
    for element in shown:
        box = element.bounding_box()
        assert box["y"] + box["height"] < 900, element
    # The near ties of 2020: the names of ranks 5 to 9 stand on grey.
    assert made.pixels(".lk-chart-canvas", [0xE3, 0xE6, 0xE8]) > 10_000
    sentence = made.answer().replace("\n", " ")
    assert "In between it was lowest in 1960, at 0.28." in sentence


@BOTH
def test_controls_change_the_answer(visit):
    made = visit()
    made.choose("Last year", "2015")
    assert stated_rho(made.answer()) == round(
        expected_rho("gdp_per_head_intl2011usd", 1900, 2015), 2
    )
    made.field("Include London").uncheck()
    made.shows(last_year=2015, include_capital=False)
    without = expected_rho("gdp_per_head_intl2011usd", 1900, 2015, drop=["London"])
    assert stated_rho(made.answer()) == round(without, 2)
    expect(made.chart("bump")).not_to_contain_text("London")
    made.choose("Regions of", "Germany: 36 regions, 1900-2015")
    # Without the capital's region still: a choice stays where there is one like it.
    german = expected_rho(
        "gdp_per_head_intl2011usd", 1900, 2015, country="Germany", drop=["Berlin"]
    )
    assert stated_rho(made.answer()) == round(german, 2)
    expect(made.chart("bump")).to_contain_text("Oberbayern")


def test_a_country_with_one_region_says_why_there_is_no_answer(visit):
    made = visit()
    made.choose("Regions of", "Ireland: 1 region, 1900-2015")
    assert "no ranking can be told from luck" in made.answer()
    assert "Cannot be tested: 1 region of Ireland" in made.verdict()


def test_controls_offer_what_there_is(visit):
    """Years after the first alone; a choice without an alternative cannot be changed."""
    made = visit()
    made.choose("First year", "1950")
    years = made.field("Last year").locator("option").all_inner_texts()
    assert min(years) == "1960"
    made.choose("Regions of", "Ireland: 1 region, 1900-2015")
    expect(made.field("Measure")).to_be_disabled()
    expect(made.page.locator("input[name=include_capital]")).to_be_disabled()


@BOTH
def test_the_half_life_is_shown_at_once_and_follows_the_choices(visit):
    made = visit()
    passage = made.page.locator(".lk-part-half-life")
    expect(passage).to_contain_text("Half of a gap to the average closes in 121 years")
    made.choose("Regions of", "Ireland: 1 region, 1900-2015")
    expect(passage).to_contain_text("Too little to estimate it from")


def test_tables_hold_the_figures_of_the_chart_and_mark_the_region(visit):
    made = visit()
    made.choose("Last year", "2015")
    rows = made.page.locator(".lk-tables .lk-table").first.locator("tbody tr")
    expect(rows.first).to_contain_text("London")
    # By cell: the words of a row that is not in sight yet have no tabs between them.
    cells = rows.evaluate_all(
        "rows => rows.map(row => [...row.cells].map(cell => cell.textContent))"
    )
    found = {name: ranked for name, *ranked in (row[:3] for row in cells)}
    table = lk.load_table("uk-century")
    wide = table.pivot_table("gdp_per_head_intl2011usd", "region_name", "year")[[1900, 2015]]
    ranks = wide.rank(ascending=False).astype(int).astype(str)
    assert found == {name: list(row) for name, *row in ranks.itertuples()}
    made.highlight.select_option("Wales")
    expect(made.page.locator(".lk-tables tr.lk-marked")).to_contain_text("Wales")


@pytest.mark.parametrize("host", ["site"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("width", "height"), [(1440, 900), (1024, 768), (390, 844)])
@pytest.mark.parametrize("name", ["01-a-century-of-ranks", "index"])
def test_nothing_is_cut_off_at_any_width(visit, name, width, height, scheme):
    uncut(visit(name=name, viewport={"width": width, "height": height}, color_scheme=scheme), width)


@pytest.mark.parametrize("host", ["app"])
@pytest.mark.parametrize(("width", "scheme"), [(1024, "light"), (390, "dark")])
def test_nothing_is_cut_off_in_the_app(visit, width, scheme):
    uncut(visit(viewport={"width": width, "height": 800}, color_scheme=scheme), width)


def uncut(made, width):
    """The page is no wider than its window, in the scheme that was asked for."""
    page = made.page
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    dark = page.evaluate("document.body.dataset.jpThemeLight") == "false"
    assert dark == page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
    # Every label of every chart lies inside its chart.
    assert cut_labels(page) == []


def test_theme_button_changes_page_and_charts_without_a_reload(visit):
    made = visit(color_scheme="light")
    made.page.get_by_role("button", name="Switch to dark colours").click()
    expect(made.page.locator("body")).to_have_css("background-color", "rgb(22, 25, 28)")
    label = made.chart("bump").get_by_text("Rank in 1900", exact=True)
    expect(label).to_have_attribute("fill", "#b1b4b6")


def test_analyst_cells_are_neither_shown_nor_run(visit):
    assert "step by step" not in visit().page.locator("main").inner_text()


@pytest.mark.parametrize("host", ["file"])
def test_the_page_works_from_a_folder_of_files(visit):
    """Opened from a disk: charts, another panel, another year, and a file to take away."""
    made = visit()
    assert made.page.url.startswith("file://")
    made.shows()
    made.select("Regions of", ITL2)
    made.shows(data="uk-itl2")
    made.slider.focus()
    made.page.keyboard.press("Home")
    expect(made.chart("slope").get_by_text("1999", exact=True)).to_be_visible()
    name, text = made.download("CSV")
    assert name == "ranks-uk-itl2-1998-2020.csv"
    assert b"Inner London - West" in text


@pytest.mark.parametrize("host", ["file"])
def test_links_between_pages_work_from_a_folder_of_files(visit):
    made = visit(name="index")
    made.page.get_by_role("link", name=lk.claim(CLAIM).question).click()
    made.painted()
    made.shows()
    made.page.get_by_role("link", name="levelkit", exact=True).click()
    made.painted(len(lk.claim_names()))
