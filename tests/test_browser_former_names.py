"""Addresses from before series were renamed open what they opened, without a word."""

import pytest
from playwright.sync_api import expect

import browsing
import levelkit as lk
from browsing import BOTH

pytestmark = pytest.mark.browser


@BOTH
@pytest.mark.parametrize(
    ("claim", "notebook", "charts", "former"),
    [
        ("convergence", "06-convergence", 9, "itl1"),
        ("widening-gaps", "02-widening-gaps", 4, "gdhi-itl1"),
    ],
)
def test_a_former_name_opens_its_view(visit, claim, notebook, charts, former):
    opened = visit(f"?data={former}", name=notebook, charts=charts)
    browsing.shows(claim, opened.page, data=former)
    choice = lk.claim(claim).choices[0]
    now = choice.former[former]
    expect(opened.field(choice.label).locator("option:checked")).to_have_text(
        choice.offered({})[now]
    )
    expect(opened.page.locator(".lk-notice")).to_have_count(0)
    # The next change writes the name of today.
    opened.field("Include London").uncheck()
    opened.address_has(data=now, include_capital="no")
