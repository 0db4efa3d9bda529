"""Tables of many rows: searched, sorted by a heading, by keyboard and by ear."""

import pytest
from playwright.sync_api import expect

from browsing import settled, unfold

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("host", ["site"])]

#: The first table of the page that has tools, and what it shows.
FIRST = ".lk-tables > div:has(> .lk-table-tools:not([hidden]))"


def column(table, k):
    return table.locator(f"tbody tr > :nth-child({k})").all_inner_texts()


def test_a_long_table_is_sorted_by_its_headings_and_searched(visit, host):
    page = visit(name="06-convergence", wait=False).page
    table = page.locator(FIRST).first
    table.wait_for(state="attached")
    unfold(page)
    before = column(table, 1)
    assert len(before) > 60
    heading = table.locator("thead th").first
    expect(heading).to_have_attribute("aria-sort", "none")
    heading.get_by_role("button").focus()
    page.keyboard.press("Enter")
    expect(heading).to_have_attribute("aria-sort", "ascending")
    assert sorted(before, key=str.casefold)[0] == column(table, 1)[0]
    page.keyboard.press("Enter")
    expect(heading).to_have_attribute("aria-sort", "descending")
    assert column(table, 1)[-1] == sorted(before, key=str.casefold)[0]
    page.keyboard.press("Enter")
    assert column(table, 1) == before

    table.get_by_role("searchbox").fill("camd")
    names = column(table, 1)
    assert 0 < len(names) < 5 and all("Camd" in name for name in names)
    expect(table.get_by_role("status")).to_have_text(f"{len(names)} of {len(before)} rows")
    table.get_by_role("searchbox").fill("")
    assert column(table, 1) == before


def test_what_was_searched_for_stays_through_an_answer(visit, host):
    page = visit(name="06-convergence", wait=False).page
    table = page.locator(FIRST).first
    table.wait_for(state="attached")
    unfold(page)
    table.get_by_role("searchbox").fill("london")
    shown = column(table, 1)
    page.get_by_label("Include London", exact=False).first.uncheck()
    settled(page)
    assert table.get_by_role("searchbox").input_value() == "london"
    assert all("london" in text.lower() for text in table.locator("tbody tr").all_inner_texts())
    assert shown


def test_a_short_table_has_neither(visit, host):
    page = visit().page
    short = page.locator(".lk-tables > div:has(> .lk-table-tools[hidden])")
    assert short.count() > 0
    assert short.locator("th button").count() == 0
    assert not short.locator("input").first.is_visible()
