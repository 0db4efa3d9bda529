"""A browser without JavaScript shows the answer in words."""

import pytest

import levelkit as lk

pytestmark = pytest.mark.browser


@pytest.fixture
def plain(browser, server):
    """Open a page of the server with JavaScript off."""
    context = browser.new_context(java_script_enabled=False)

    def open_page(name):
        page = context.new_page()
        page.goto(f"{server.origin}/voila/render/{name}.ipynb")
        return page

    yield open_page
    context.close()


def words(page):
    """What stands there for who has no JavaScript, seen; the test tool looks for no text in there."""
    box = page.locator(".lk-without-script")
    place = box.bounding_box()
    assert place["width"] > 300 and place["height"] > 100
    assert page.get_by_text("Starting…").is_hidden() and page.get_by_text("Dark").is_hidden()
    return " ".join(box.text_content().split())


def test_the_answer_stands_there_in_words(plain):
    claim = lk.claim("devolution")
    found = claim.evaluate()
    page = plain(claim.notebook)
    said = words(page)
    assert said.startswith("Charts and controls need JavaScript, which is off here.")
    expected = (
        f"{claim.question} {str(found.verdict).capitalize()} ({found.subject}). {found.reason}"
    )
    assert expected in said
    for part in found.parts:
        assert f"{part.label}: {part.verdict}. {part.reason}" in said
    # Passages of the notebook that are words stand there, too.
    assert page.get_by_text("The composite.", exact=True).is_visible()


def test_the_front_page_lists_every_answer(plain):
    page = plain("index")
    said = words(page)
    for claim in map(lk.claim, lk.claim_names()):
        link = page.get_by_role("link", name=claim.question)
        assert link.get_attribute("href") == f"{claim.notebook}.ipynb"
        assert claim.evaluate().reason in said
