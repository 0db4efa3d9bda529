"""The share dialog: this view as a link, a frame, a citation, a program and a QR code."""

import contextlib
import html.parser
import io
import re
from datetime import UTC, datetime
from urllib.parse import parse_qsl, unquote, urlsplit

import pytest
import segno
import segno.encoder
from playwright.sync_api import expect

import levelkit as lk
from browsing import BOTH, CLAIM, NAME

pytestmark = pytest.mark.browser

QUERY = "?last_year=2015&include_capital=no&highlight=Wales&year=1960"
VIEW = {
    "data": "uk-10",
    "measure": "relative_to_uk_percent",
    "first_year": "1900",
    "last_year": "2015",
    "include_capital": "no",
    "highlight": "Wales",
    "year": "1960",
}


def shared(made, label):
    return made.page.get_by_role("dialog").get_by_label(label, exact=True).input_value()


def query_of(link):
    return dict(parse_qsl(urlsplit(link).query))


@pytest.fixture
def opened(visit):
    made = visit(QUERY)
    made.shows(last_year=2015, include_capital=False)
    made.open_share()
    return made


def test_links_bring_the_view_back(opened, address):
    here = shared(opened, "Link to this view")
    assert here.startswith(address(NAME) + "?")
    assert query_of(here) == VIEW
    static = urlsplit(shared(opened, "Static page, for many visitors at once"))
    assert static.path.endswith(f"/{NAME}.html")
    assert dict(parse_qsl(static.query)) == VIEW
    binder = urlsplit(shared(opened, "Binder: the app on a machine of its own"))
    assert binder.netloc == "mybinder.org"
    assert re.fullmatch(r"/v2/gh/[\w-]+/[\w-]+/HEAD", binder.path)
    (pair,) = binder.query.split("&")
    inside = urlsplit(unquote(pair.removeprefix("urlpath=")))
    assert inside.path == f"voila/render/notebooks/{NAME}.ipynb"
    assert dict(parse_qsl(inside.query)) == VIEW
    opened.page.goto(here)
    opened.painted()
    opened.shows(last_year=2015, include_capital=False)
    expect(opened.highlight).to_have_value("Wales")


def test_the_frame_is_a_snippet_that_embeds_the_view(opened, address):
    found = []
    reader = html.parser.HTMLParser()
    reader.handle_starttag = lambda tag, given: found.append((tag, dict(given)))
    reader.feed(shared(opened, "Frame for a web page"))
    (tag, given), (script, _) = found
    assert (tag, script) == ("iframe", "script")
    assert given["title"] == "A century of ranks"
    assert given["src"].startswith(address(NAME) + "?")
    assert query_of(given["src"]) == {**VIEW, "mode": "embed"}
    assert int(given["height"]) >= 400


def test_citations_hold_version_sources_link_and_date(opened):
    link = shared(opened, "Link to this view")
    evidence = lk.claim(CLAIM).evaluate(last_year=2015, include_capital=False)
    today = datetime.now(UTC).date().isoformat()
    apa = shared(opened, "Cite the software (APA)")
    bibtex = shared(opened, "Cite the software (BibTeX)")
    for text in (apa, bibtex):
        for part in (lk.__version__, link, today, "A century of ranks"):
            assert part in text
        assert not re.search(r"\{\w+\}(?!,)", text)  # nothing is left to be filled in
    for text in (apa, bibtex):
        assert f"Verdict on this view: mixed ({evidence.subject}); " in text
        assert "The two ends agree: supported; The order held in between: not supported" in text
    assert evidence.attrs["source"] in apa
    assert evidence.attrs["source"].replace("&", r"\&") in bibtex
    depth = 0
    for sign in bibtex:
        depth += (sign == "{") - (sign == "}")
        assert depth >= 0
    assert depth == 0
    fields = dict(re.findall(r"^  (\w+) += \{(.*)\},$", bibtex, re.MULTILINE))
    assert re.match(r"@software\{\w+,\n", bibtex)
    assert fields["url"] == link
    assert fields["urldate"] == today
    assert fields["year"] == today[:4]
    assert fields.keys() == {"author", "title", "version", "year", "url", "urldate", "note"}


@BOTH
def test_the_python_lines_give_the_answer_that_is_shown(opened):
    namespace = {}
    with contextlib.redirect_stdout(io.StringIO()) as said:
        exec(shared(opened, "The same answer in Python"), namespace)
    evidence = namespace["evidence"]
    sentence = opened.page.locator(".lk-sentence").text_content()
    assert evidence.sentence == sentence
    assert opened.verdict().startswith(f"≈ {evidence.verdict.capitalize()}:")
    lines = [f"{evidence.verdict} {sentence}"]
    lines += [f"{part.label}: {part.verdict}. {part.reason}" for part in evidence.parts]
    assert said.getvalue().splitlines() == lines
    listed = opened.page.locator(".lk-answer .lk-parts > li").all_inner_texts()
    for part, line in zip(evidence.parts, listed, strict=True):
        assert line.startswith(f"{part.label}: ")
        assert part.verdict.capitalize() in line and part.reason in line


def modules_of(path):
    """Column and row of the dark modules that the path draws."""
    drawn = re.findall(r"M(\d+) (\d+)h1v1h-1z", path)
    assert "".join(f"M{x} {y}h1v1h-1z" for x, y in drawn) == path
    return {(int(x), int(y)) for x, y in drawn}


def padding_bits(buff, version, length):
    """Zeros up to the end of a byte, none at a byte's end; segno adds eight there."""
    buff.extend([0] * (-length % 8))


@pytest.mark.parametrize("host", ["site"])
def test_the_qr_code_is_that_of_an_independent_encoder(opened, monkeypatch):
    monkeypatch.setattr(segno.encoder, "write_padding_bits", padding_bits)
    code = opened.page.locator(".lk-qr")
    drawn = modules_of(code.locator("path").get_attribute("d"))
    # Four modules of quiet ground on all sides, as a reader needs them.
    left, top, wide, high = map(int, code.get_attribute("viewBox").split())
    size = wide - 8
    assert (left, top, high) == (-4, -4, wide)
    link = shared(opened, "Link to this view")
    every = []
    for mask in range(8):
        made = segno.make_qr(
            link, version=(size - 17) // 4, error="m", mask=mask, mode="byte",
            encoding="utf-8", eci=False, boost_error=False,
        )  # fmt: skip
        assert made.mode == "byte"
        every.append(
            {(x, y) for y, row in enumerate(made.matrix) for x, on in enumerate(row) if on}
        )
    assert drawn in every


def test_the_copy_button_copies(opened):
    page = opened.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Copy: Cite the software (APA)").click()
    expect(dialog.get_by_role("status").filter(has_text="Copied")).to_have_count(1)
    assert page.evaluate("navigator.clipboard.readText()") == shared(
        opened, "Cite the software (APA)"
    )


@pytest.mark.parametrize("close", ["Escape", "button"])
@pytest.mark.parametrize("host", ["site"])
def test_the_dialog_closes_and_gives_the_focus_back(visit, close):
    made = visit()
    opener = made.page.get_by_role("button", name="Share, download, cite", exact=True)
    opener.focus()
    made.page.keyboard.press("Enter")
    dialog = made.page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    assert dialog.get_attribute("aria-labelledby")
    assert made.page.evaluate("document.activeElement.closest('dialog') !== null")
    if close == "Escape":
        made.page.keyboard.press("Escape")
    else:
        dialog.get_by_role("button", name="Close", exact=True).click()
    expect(dialog).to_have_count(0)
    expect(opener).to_be_focused()


@pytest.mark.parametrize("host", ["site"])
def test_the_dialog_shows_the_view_as_it_is_when_opened(visit):
    made = visit()
    made.open_share()
    before = made.page.locator(".lk-qr path").get_attribute("d")
    made.page.keyboard.press("Escape")
    made.choose("Last year", "2015")
    made.open_share()
    assert query_of(shared(made, "Link to this view"))["last_year"] == "2015"
    assert made.page.locator(".lk-qr path").get_attribute("d") != before


@pytest.mark.parametrize("host", ["site"])
def test_the_qr_code_is_a_file_too(opened):
    with opened.page.expect_download() as waiting:
        opened.page.get_by_role("button", name="QR code as SVG").click()
    text = waiting.value.path().read_text(encoding="utf-8")
    assert waiting.value.suggested_filename == f"{CLAIM}-qr.svg"
    shown = opened.page.locator(".lk-qr path").get_attribute("d")
    assert f'd="{shown}"' in text
    assert 'xmlns="http://www.w3.org/2000/svg"' in text


@pytest.mark.parametrize("host", ["file"])
def test_links_from_a_disk_lead_to_the_public_page(visit):
    """Nobody else can open an address on this disk."""
    made = visit()
    made.open_share()
    link = shared(made, "Link to this view")
    assert link.startswith("https://")
    assert urlsplit(link).path.endswith(f"/{NAME}.html")
    assert "file:" not in made.page.get_by_role("dialog").inner_html()


@pytest.mark.parametrize("host", ["site"])
def test_the_answer_is_copied_in_words_with_its_sources_link_and_date(visit, host):
    made = visit("?last_year=2015", permissions=["clipboard-read", "clipboard-write"])
    made.page.get_by_role("button", name="Copy this answer").first.click()
    expect(made.page.get_by_role("button", name="Copied")).to_be_visible()
    text = made.page.evaluate("navigator.clipboard.readText()")
    evidence = lk.claim(CLAIM).evaluate(last_year=2015)
    today = datetime.now(UTC).date()
    for part in (
        lk.claim(CLAIM).question, evidence.subject, evidence.reason, evidence.sentence,
        evidence.attrs["source"], "last_year=2015", f"{today.day} {today:%B %Y}",
    ):  # fmt: skip
        assert part in text


@pytest.mark.parametrize("host", ["site"])
def test_a_frame_takes_the_height_of_its_page_and_says_the_claim(visit, host, address):
    made = visit()
    made.page.set_viewport_size({"width": 700, "height": 900})
    made.page.get_by_role("button", name="Share, download, cite").first.click()
    snippet = shared(made, "Frame for a web page")
    made.page.route(
        "**/around.html",
        lambda route: route.fulfill(body=f"<!doctype html>{snippet}", content_type="text/html"),
    )
    made.page.goto(address(NAME).rsplit("/", 1)[0] + "/around.html")
    frame = made.page.frame_locator("iframe")
    expect(frame.locator(".lk-embed-title")).to_contain_text(lk.claim(CLAIM).question)
    made.page.wait_for_function("Number(document.querySelector('iframe').height) !== 900")
    frame.locator(".lk-figure-bump .lk-chart-canvas[data-painted]").wait_for()
    made.page.wait_for_function("""() => {
      const frame = document.querySelector('iframe');
      return Math.abs(frame.contentDocument.documentElement.scrollHeight - frame.clientHeight) <= 2;
    }""")
