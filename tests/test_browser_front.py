"""The front page: a card a claim, with what Python says of it and links that lead there."""

import re
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import expect

import levelkit as lk
from browsing import BOTH
from levelkit.claims.combinations import combinations
from levelkit.pages import words

pytestmark = pytest.mark.browser


def claims():
    return sorted(map(lk.claim, lk.claim_names()), key=lambda one: one.notebook)


def share_of(claim):
    """Combinations that bear on the claim, and the share of them that support it."""
    table = combinations(claim)
    counted = table[[claim.counted(made) for made in table.to_dict("records")]]
    return len(counted), (counted.verdict == "supported").mean()


@BOTH
def test_each_claim_has_a_card_with_its_answer_and_chart(visit):
    made = visit(name="index")
    cards = made.page.locator(".lk-card")
    expect(cards).to_have_count(len(lk.claim_names()))
    for card, claim in zip(cards.all(), claims(), strict=True):
        found = claim.evaluate()
        expect(card.get_by_role("heading")).to_have_text(claim.question)
        expect(card.locator(".lk-verdict")).to_contain_text(f"{found.verdict.capitalize()}:")
        expect(card.locator(".lk-subject")).to_have_text(found.subject)
        expect(card).to_contain_text(found.reason)
        n, share = share_of(claim)
        support = f"{words.share_said(share)} support" if share else "none fully supports"
        expect(card).to_contain_text(f"We tried {n:,} ways of measuring it: {support} the claim")
        lines = card.locator(".lk-parts > li")
        expect(lines).to_have_count(len(found.parts) if len(found.parts) > 1 else 0)
        for line, part in zip(lines.all(), found.parts, strict=False):
            expect(line).to_contain_text(f"{part.label}:")
            expect(line).to_contain_text(part.verdict.capitalize())
        # A point a combination with a number, in its curve.
        chart = card.locator(".lk-chart-canvas")
        points = chart.locator("g.mark-symbol path")
        assert points.count() >= 0.9 * n
        assert chart.get_attribute("role") == "img"


def test_the_cards_lead_to_their_pages(visit, address):
    made = visit(name="index")
    for k, claim in enumerate(claims()):
        card = made.page.locator(".lk-card").nth(k)
        card.get_by_role("link", name=claim.question).click()
        made.page.locator(".lk-chart-canvas[data-painted]").first.wait_for(timeout=30_000)
        assert made.page.url == address(claim.notebook)
        sentence = claim.evaluate().sentence
        expect(made.page.locator(".lk-sentence")).to_have_text(sentence)
        made.page.goto(address("index"))
        made.painted(len(lk.claim_names()))


@pytest.mark.parametrize("host", ["site"])
def test_links_to_other_hosts_are_well_formed(visit):
    made = visit(name="index")
    for k, claim in enumerate(claims()):
        card = made.page.locator(".lk-card").nth(k)
        lab = urlsplit(card.get_by_role("link", name="JupyterLab on Binder").get_attribute("href"))
        assert (lab.scheme, lab.netloc) == ("https", "mybinder.org")
        assert re.fullmatch(r"/v2/gh/[\w-]+/[\w-]+/HEAD", lab.path)
        assert unquote(lab.query) == f"urlpath=lab/tree/notebooks/{claim.notebook}.ipynb"
        static = urlsplit(card.get_by_role("link", name="Static page").get_attribute("href"))
        assert static.scheme == "https"
        assert static.path.endswith(f"/{claim.notebook}.html")
