"""Readers of a served page get plain files; what has no answer there gets a kernel, in its place."""

import gzip
import os
import re
import signal
import time
from urllib.request import HTTPRedirectHandler, build_opener

import pytest
from playwright.sync_api import expect

import levelkit as lk
from browsing import CLAIM, NAME, PAINTED, shows, unfold
from levelkit.site.build import compress
from served import start_server
from talking import asked

pytestmark = pytest.mark.browser

CATCHING_UP = "06-convergence"
LEFT_OUT = "Leave places out: add"


@pytest.fixture(scope="module")
def served(site):
    """One seat, no page kept ready, and the site."""
    options = ("--port", "8958", "--warm", "0", "--max-kernels", "1", "--site", str(site))
    server = start_server(*options)
    until(lambda: asked(f"{server.origin}/voila/site/index.html")[0] == 200)
    # Pages are made ahead one after the other: this one too.
    until(lambda: made_ahead(server))
    yield server
    server.stop()


def made_ahead(server):
    status, _, text = asked(f"{server.origin}/voila/live/{CATCHING_UP}", method="POST", data=b"")
    if status == 200:
        farewell = re.search(r'"farewell": "([^"]+)"', text).group(1)
        asked(server.origin + farewell, method="POST", data=b"")
    return status == 200 and not server.kernels()


def until(holds, seconds=60):
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.2)


@pytest.fixture
def reader(browser, served):
    """Open a page as it is linked, wait for its charts; nothing but what it says may go wrong."""
    opened, errors = [], []

    def open_page(query="", *, name=CATCHING_UP):
        page = browser.new_context().new_page()
        opened.append(page)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(f"{served.origin}/voila/render/{name}.ipynb{query}")
        page.wait_for_function(PAINTED.replace("=== count", "> 0"), timeout=60_000)
        unfold(page)
        return page

    yield open_page
    for page in opened:
        page.context.close()
    until(lambda: not served.kernels())
    assert errors == []


class Stay(HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


def led_to(address):
    """Where an address leads, "" where it stays."""
    try:
        with build_opener(Stay).open(address, timeout=60):
            return ""
    except OSError as error:
        return error.headers["Location"]


def test_readers_are_led_to_plain_files_and_others_to_a_kernel(served):
    page = f"{served.origin}/voila/render/{CATCHING_UP}.ipynb"
    site = f"/voila/site/{CATCHING_UP}.html"
    assert led_to(f"{served.origin}/") == "/voila/site/index.html"
    assert led_to(page) == site
    assert led_to(f"{page}?data=itl1&highlight=Wales") == f"{site}?data=itl1&highlight=Wales"
    assert not served.kernels()
    assert led_to(f"{page}?data=itl1&kernel=yes") == ""
    # The one seat is taken by now: the page without a kernel is what one gets.
    assert led_to(f"{page}?left_out=London") == f"{site}?left_out=London"
    until(lambda: not served.kernels(), 90)


def test_a_page_is_drawn_and_answers_without_a_kernel(reader, served):
    page = reader(name=NAME)
    assert page.url == f"{served.origin}/voila/site/{NAME}.html"
    page.get_by_label("Last year", exact=True).select_option("2015")
    shows(CLAIM, page, last_year=2015)
    until(lambda: not served.kernels(), 5)  # one of a page before may be ending


def test_an_input_is_answered_by_a_kernel_that_starts_for_it(reader, served):
    page = reader("?data=itl1")
    shows("convergence", page, data="itl1")
    page.get_by_label(LEFT_OUT).select_option("London")
    shows("convergence", page, data="itl1", left_out=["London"])
    assert len(served.kernels()) == 1
    expect(page).to_have_url(re.compile(r"/voila/site/.*left_out=London"))
    # Choices and inputs together, whatever the kernel has been told before.
    page.get_by_label(LEFT_OUT).select_option("Wales")
    shows("convergence", page, data="itl1", left_out=["London", "Wales"])
    page.get_by_label("Take London off the list").click()
    shows("convergence", page, data="itl1", left_out=["Wales"])
    page.get_by_label("Take Wales off the list").click()
    shows("convergence", page, data="itl1")
    assert page.locator(".lk-notice").count() == 0
    page.goto("about:blank")
    until(lambda: not served.kernels(), 10)  # who leaves frees the seat


def test_an_address_with_an_input_brings_its_view_back(reader, served):
    page = reader("?data=itl1")
    page.goto(f"{page.url}&left_out=London")
    shows("convergence", page, data="itl1", left_out=["London"])
    page.go_back()
    shows("convergence", page, data="itl1")


def test_a_kernel_that_has_ended_is_said_and_the_next_input_starts_another(reader, served):
    page = reader("?data=itl1")
    page.get_by_label(LEFT_OUT).select_option("London")
    before = shows("convergence", page, data="itl1", left_out=["London"]).sentence
    os.kill(served.kernels()[0].pid, signal.SIGSTOP)
    page.get_by_label(LEFT_OUT).select_option("Wales")
    page.wait_for_function("document.body.classList.contains('lk-working')")
    os.kill(served.kernels()[0].pid, signal.SIGKILL)
    notice = page.locator(".lk-notice")
    expect(notice).to_have_text("What worked this out has ended. Choose again to start it anew.")
    # The page shows what it showed, and says no other thing.
    assert page.locator(".lk-sentence").text_content() == before
    assert page.get_by_label("Take Wales off the list").count() == 0
    assert not page.evaluate("document.body.classList.contains('lk-working')")
    until(lambda: not served.kernels())
    page.get_by_label(LEFT_OUT).select_option("Wales")
    shows("convergence", page, data="itl1", left_out=["London", "Wales"])
    assert notice.count() == 0


def test_where_all_seats_are_taken_the_page_says_so_and_goes_on(reader, served):
    first, second = reader("?data=itl1"), reader("?data=itl1")
    first.get_by_label(LEFT_OUT).select_option("London")
    shows("convergence", first, data="itl1", left_out=["London"])
    second.get_by_label(LEFT_OUT).select_option("Wales")
    expect(second.locator(".lk-notice")).to_contain_text("All kernels of this server are taken")
    before = second.locator(".lk-sentence").text_content()
    assert before == lk.claim("convergence").evaluate(data="itl1").sentence
    second.locator(".lk-change select").first.select_option(index=0)
    second.wait_for_function(
        "before => document.querySelector('.lk-sentence').textContent !== before", arg=before
    )
    assert second.locator(".lk-notice").count() == 0


def test_files_are_compressed_ahead_kept_and_guarded(served, tmp_path):
    site = f"{served.origin}/voila/site"
    page = f"{site}/{NAME}.html"
    status, headers, text = asked(page)
    assert (status, headers["Cache-Control"]) == (200, "no-cache")
    assert "default-src 'self'" in headers["Content-Security-Policy"]
    script = re.search(r"static/levelkit\.js\?v=\w+", text).group()
    _, headers, _ = asked(f"{site}/{script}")
    assert int(re.search(r"max-age=(\d+)", headers["Cache-Control"]).group(1)) > 30_000_000
    status, _, text = asked(f"{site}/static/host.js")
    assert (status, text) == (200, 'globalThis.levelkitHost = {"kernels": "/voila/live/"};\n')
    for bad in (
        "../../etc/passwd",
        "%2e%2e/%2e%2e/etc/passwd",
        "static/..%2f..%2fx",
        "%00",
        "index.html%00.js",
        "nothing.js",
    ):
        assert asked(f"{site}/{bad}")[0] in (403, 404)
    assert asked(f"{served.origin}/voila/live/nothing", method="POST", data=b"")[0] == 404
    assert (
        asked(f"{served.origin}/voila/live/..%2f06-convergence", method="POST", data=b"")[0] == 404
    )
    assert asked(f"{served.origin}/voila/live/{CATCHING_UP}")[0] == 405


def test_copies_that_were_compressed_ahead_are_what_browsers_get(site, tmp_path):
    copy = tmp_path / "site"
    (copy / "static").mkdir(parents=True)
    for name in (f"{NAME}.html", "pages.json", "static/levelkit.js"):
        (copy / name).write_bytes((site / name).read_bytes())
    compress(copy)
    server = start_server("--port", "8957", "--warm", "0", "--no-fork", "--site", str(copy))
    try:
        address = f"{server.origin}/voila/site/static/levelkit.js"
        until(lambda: asked(address)[0] == 200)
        with build_opener().open(address) as plain:
            whole = plain.read()
            assert "Content-Encoding" not in plain.headers
        opener = build_opener()
        opener.addheaders = [("Accept-Encoding", "gzip, br")]
        with opener.open(address) as packed:
            assert packed.headers["Content-Encoding"] == "gzip"
            assert "javascript" in packed.headers["Content-Type"]
            assert gzip.decompress(packed.read()) == whole
        assert whole == (site / "static/levelkit.js").read_bytes()
    finally:
        server.stop()
