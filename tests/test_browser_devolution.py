"""The page of devolution as a visitor meets it."""

from functools import partial

import pytest

import browsing
from browsing import cut_labels, settled

pytestmark = pytest.mark.browser

NAME = "05-devolution"
CHARTS = (
    "ranking", "places", "scatter", "influence", "specifications", "estimates", "timeline", "curve",
)  # fmt: skip
shows = partial(browsing.shows, "devolution")
OWN = "country_code,index,year,value\nGBR,Local autonomy,2020,1\nFRA,Local autonomy,2020,2\nDEU,Local autonomy,2020,3\n"


@pytest.fixture
def devolution(visit):
    """Open the page; further arguments are the browser context's."""

    def open_page(query="", **context):
        return visit(query, name=NAME, charts=len(CHARTS), **context).page

    return open_page


def chart(page, name):
    return page.locator(f".lk-figure-{name} .lk-chart-canvas")


@pytest.mark.parametrize("host", ["site"])
def test_choices_change_the_answer_and_the_composite_opens_its_own(devolution):
    page = devolution()
    shows(page)
    assert page.get_by_label("Scale", exact=True).is_disabled()
    page.get_by_label("Index", exact=True).select_option("Regional Authority Index")
    shows(page, index="authority")
    page.get_by_label("Index", exact=True).select_option("Composite: build your own")
    page.get_by_label("Lacking an index", exact=True).select_option("Placed by the others")
    found = shows(page, index="composite", gaps="any")
    share = found.figures["weights_quarter"]
    assert f"quarter: {share:.0%} of weightings" in page.locator(".lk-figure-places").inner_text()
    # Without a kernel weights are followed in the browser; a file is not, and the page says where it is.
    assert page.locator(".lk-input input[type=range]").first.is_enabled()
    assert page.locator(".lk-input input[type=file]").is_disabled()


@pytest.mark.parametrize("host", ["site"])
def test_regional_figures_and_a_country_are_marked_in_the_browser(devolution):
    page = devolution()
    assert "2016" in chart(page, "scatter").inner_text()
    page.get_by_label("Regional gaps in", exact=True).select_option("OECD large")
    chart(page, "scatter").get_by_text("OECD large regions, 2019", exact=False).wait_for()
    chart(page, "influence").get_by_text("USA", exact=True).wait_for()
    page.get_by_label("Beside the UK (or click a country)", exact=True).select_option("Spain")
    for name in ("ranking", "scatter", "timeline"):
        chart(page, name).locator("text[font-weight='bold']", has_text="Spain").first.wait_for()
    page.wait_for_function("new URLSearchParams(location.search).get('regional') === 'OECD large'")


@pytest.mark.parametrize("host", ["app"])
def test_weights_a_country_left_out_and_a_table_of_ones_own(devolution, tmp_path):
    page = devolution("?index=composite")
    shows(page, index="composite")
    slider = page.get_by_label("Tax: share raised below the centre", exact=True)
    slider.focus()
    page.keyboard.press("End")
    weights = dict.fromkeys(
        ("own-revenue", "own-spending", "imbalance", "self-rule", "shared-rule"), 0.5
    )
    shows(page, index="composite", weights={"tax": 1.0, **weights})
    page.get_by_role("button", name="Equal weights", exact=True).click()
    shows(page, index="composite")
    chart(page, "influence").scroll_into_view_if_needed()
    settled(page)
    chart(page, "influence").get_by_text("Germany", exact=True).click(force=True)
    shows(page, index="composite", left_out=["Germany"])
    page.get_by_label("Take Germany off the list", exact=True).click()
    shows(page, index="composite")
    file = tmp_path / "own.csv"
    file.write_text(OWN.replace("GBR", "UK"), encoding="utf-8")
    page.get_by_label("Choose a CSV file", exact=True).set_input_files(file)
    page.get_by_text(
        "own.csv, row 2, column 'country_code': 'UK' is not allowed", exact=False
    ).wait_for()
    now, said = page.locator(".lk-input-now"), page.locator(".lk-input-file .lk-input-said")
    assert now.inner_text() == "own.csv could not be used. Shown: our figures."
    file.write_text(OWN, encoding="utf-8")
    page.get_by_label("Choose a CSV file", exact=True).set_input_files(file)
    shows(page, index="composite", own=str(file))
    page.get_by_label("Local autonomy", exact=True).wait_for()
    assert now.inner_text() == "Shown: own.csv." and said.is_hidden()
    # One that no reader takes is said as well, and no other figures are said to be its.
    unbalanced = tmp_path / "unb.csv"
    unbalanced.write_text(OWN + 'ESP,"' + "x" * 140_000, encoding="utf-8")
    page.get_by_label("Choose a CSV file", exact=True).set_input_files(unbalanced)
    said.get_by_text("unb.csv, row 5: a cell has more than 131,072 letters", exact=False).wait_for()
    assert now.inner_text() == "unb.csv could not be used. Shown: our figures."
    shows(page, index="composite")


@pytest.mark.parametrize("host", ["site"])
@pytest.mark.parametrize("width", [1440, 390])
def test_labels_are_inside(devolution, width):
    page = devolution(
        "?index=composite&gaps=any&group=oecd", viewport={"width": width, "height": 900}
    )
    shows(page, index="composite", gaps="any", group="oecd")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert cut_labels(page) == []
