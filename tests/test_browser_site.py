"""The built site: plain files that answer every choice, and load no more than is asked for."""

import html.parser
import re
from urllib.parse import urlencode, urlsplit

import pytest
from playwright.sync_api import expect

import levelkit as lk
from browsing import NAME, Visit
from served import is_outside
from site_views import sampled

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("host", ["site"])]

MOST_BYTES = 3_000_000


def test_answers_are_loaded_when_a_choice_needs_them(visit):
    made = visit()
    folder = f"/{NAME}/"

    def chunks():
        return [urlsplit(url).path for url in made.requests if folder in url]

    assert chunks() == []
    made.highlight.select_option("Wales")
    made.slider.focus()
    made.page.keyboard.press("Home")
    made.address_has(highlight="Wales", year=1910)
    assert chunks() == []
    made.choose("Last year", "2015")
    assert chunks() == [f"{folder}uk-10.js"]
    made.choose("Last year", "2018")
    assert chunks() == [f"{folder}uk-10.js"]  # once
    made.choose("Regions of", "Ireland: 1 region, 1900-2015")
    assert chunks() == [f"{folder}uk-10.js", f"{folder}europe-ireland.js"]
    # Nor what makes files and codes.
    assert not any("tools.js" in url for url in made.requests)
    made.open_share()
    assert any("tools.js" in url for url in made.requests)


def test_an_answer_that_cannot_be_read_is_said_and_can_be_asked_for_again(visit):
    made = visit()
    before = made.answer()
    chunk = "**/europe-germany.js?*"
    made.page.route(chunk, lambda route: route.abort())
    made.select("Regions of", "Germany: 36 regions, 1900-2015")
    notice = made.page.locator(".lk-notice")
    expect(notice).to_have_text(
        "The answer could not be read. Check the connection, then choose again."
    )
    assert made.answer() == before
    made.shows()
    assert made.errors  # the browser's own word that a file did not come
    made.errors.clear()
    made.page.unroute(chunk)
    made.choose("Regions of", "Germany: 36 regions, 1900-2015")
    made.shows(data="europe-germany")
    assert notice.count() == 0


def test_pages_are_light(browser, site, site_origin, host):
    pages = [path for path in site.glob("*.html") if path.stem not in ("index", "corrections")]
    assert len(pages) == len(lk.claim_names()) + 1  # and the page of places
    for path in pages:
        made = Visit(browser.new_page(), site_origin)
        made.page.goto(f"{site_origin}/{path.name}")
        charts = made.page.locator(".lk-chart-canvas").count()
        assert charts > 0
        made.painted(charts)
        loaded = {urlsplit(url).path.lstrip("/") for url in made.requests if "blob:" not in url}
        made.page.close()
        assert {"static/vega.js", path.name} <= loaded
        assert sum((site / name).stat().st_size for name in loaded) < MOST_BYTES, path.name


def test_the_site_needs_no_file_but_its_own(site, host):
    """No address of another host is loaded by a page: links alone lead away."""
    for page in site.glob("*.html"):
        loaded = loaded_by(page.read_text(encoding="utf-8"))
        assert len(loaded) >= 5
        for address in loaded:
            assert (site / urlsplit(address).path).is_file(), address


def loaded_by(text):
    """Scripts, styles and pictures that a page's HTML names; not its links."""
    found = []
    reader = html.parser.HTMLParser()
    reader.handle_starttag = lambda tag, given: found.extend(
        value for key, value in given if key == "src" or (tag == "link" and key == "href")
    )
    reader.feed(text)
    return [address for address in found if not address.startswith("data:")]


@pytest.fixture
def shown(browser, site_origin):
    """The page without a visitor's clicks: asked by its address, again and again."""
    made = Visit(browser.new_page(), site_origin)
    made.page.goto(f"{site_origin}/{NAME}.html")
    made.painted()
    yield made
    assert [url for url in made.requests if is_outside(url, site_origin)] == []
    assert made.errors == []
    made.page.close()


@pytest.mark.parametrize("part", range(3))
def test_every_panel_answers_as_python_does(shown, host, part):
    for choices in sampled()[part::3]:
        shown.page.evaluate(
            """query => {
              history.pushState({}, '', '?' + query);
              dispatchEvent(new PopStateEvent('popstate'));
            }""",
            urlencode({k: {True: "yes", False: "no"}.get(v, v) for k, v in choices.items()}),
        )
        evidence = shown.shows(**choices)
        assert f"{evidence.verdict.capitalize()}:" in shown.verdict()
        expect(shown.page.locator(".lk-notice")).to_have_count(0)


def test_links_between_notebooks_are_links_between_pages(site, host):
    texts = {path.stem: path.read_text(encoding="utf-8") for path in site.glob("*.html")}
    assert "corrections" in texts
    assert [
        name for name, text in texts.items() if re.search(r'href=\\?"[\w-]+\.ipynb', text)
    ] == []
