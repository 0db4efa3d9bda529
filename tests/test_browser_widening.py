"""The page of widening gaps as a visitor meets it."""

import re

import pytest

import levelkit as lk
from browsing import SENTENCE, label_faults

pytestmark = pytest.mark.browser

NAME = "02-widening-gaps"


def sentence(**choices):
    return lk.claim("widening-gaps").evaluate(**choices).sentence


def wait_for(page, text):
    page.wait_for_function(SENTENCE, arg=text)


def test_every_control_gives_the_answer_that_python_gives(visit):
    page = visit(name=NAME).page
    wait_for(page, sentence())
    page.get_by_label("Measure of dispersion", exact=True).select_option("Gini coefficient")
    wait_for(page, sentence(measure="gini"))
    page.get_by_label("Include London", exact=True).uncheck()
    wait_for(page, sentence(measure="gini", include_capital=False))
    page.get_by_label("First year", exact=True).select_option("2008")
    wait_for(page, sentence(measure="gini", include_capital=False, first_year=2008))
    page.get_by_label("At regional prices", exact=True).check()
    wait_for(
        page, sentence(measure="gini", include_capital=False, first_year=2008, real_prices=True)
    )
    series = page.get_by_label("Series", exact=True)
    series.select_option("Household income per head, 360 local authorities, 1997-2023")
    people = page.get_by_label("Count people, not regions", exact=True)
    # Neither people nor prices are known for these.
    assert page.locator("input[name=weighted]").is_disabled() and people.count() == 0
    assert page.locator("input[name=real_prices]").is_disabled()


@pytest.mark.parametrize("host", ["site"])
def test_no_line_crosses_a_change_of_basis(visit, host):
    """The long-run line is whole up to 1980 and dashed from there; no line joins two series."""
    page = visit(name=NAME).page
    chart = page.locator(".lk-figure-lines .lk-chart-canvas")
    paths = chart.evaluate(
        """canvas => [...canvas.querySelectorAll('path[stroke-width]')]
          .filter(p => p.getAttribute('fill') === null || p.getAttribute('fill') === 'none')
          .filter(p => (p.getAttribute('d').match(/L/g) ?? []).length > 1)
          .map(p => [p.getAttribute('stroke-dasharray') ?? '', p.getBoundingClientRect().left,
                     p.getBoundingClientRect().right])"""
    )
    dashed = [p for p in paths if p[0]]
    whole = [p for p in paths if not p[0]]
    assert len(dashed) == 1
    assert len(whole) == 5  # long run, output twice, income, older accounts
    basis_changes = dashed[0][1]
    left_most = min(whole, key=lambda p: p[1])
    assert left_most[2] <= basis_changes + 3  # the long run ends where the dashes begin
    assert all(p[1] > basis_changes for p in whole if p is not left_most)
    assert chart.get_by_text("its basis changes from here", exact=False).count() == 1


@pytest.mark.parametrize("host", ["site"])
@pytest.mark.parametrize("width", [1440, 1024, 390])
def test_labels_are_inside_and_apart(visit, host, width):
    page = visit(name=NAME, viewport={"width": width, "height": 900}).page
    page.get_by_label("Series", exact=True).select_option(
        "GDP per head, 179 areas (ITL3), 1998-2021"
    )
    wait_for(page, sentence(data="gdp-itl3"))
    page.wait_for_function("document.querySelector('.lk-figure-lines').innerText.includes('179')")
    assert label_faults(page, "lines", "drivers", "forest") == {}
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("host", ["site"])
def test_contributions_on_the_page_add_up_to_what_it_says(visit, host):
    page = visit(name=NAME).page
    rows = page.locator("table", has_text="Who drives the change").locator("tbody tr")
    parts = [float(row.locator("td").first.inner_text().replace("−", "-")) for row in rows.all()]
    total = re.search(r"Together: (−?\d+)%", page.locator(".lk-figure-drivers").inner_text())
    assert sum(parts) == pytest.approx(float(total.group(1).replace("−", "-")), abs=1)
    assert rows.first.locator("th").inner_text() == "London"
