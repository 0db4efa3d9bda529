"""The server under the pages: kernels end, seats are few, and a lost connection is said."""

import time
import urllib.error
import urllib.request

import nbformat
import psutil
import pytest

from browsing import CHARTS, PAINTED
from served import start_server

pytestmark = pytest.mark.browser

LOST = "The connection to the server has ended, so the controls no longer work. Reload the page to go on."
BREAKABLE = """
  const Native = window.WebSocket;
  window.sockets = [];
  window.WebSocket = class extends Native {
    constructor(url, ...more) {
      super(window.held ? new URL('/no-such/api/kernels/1', url).href : url, ...more);
      window.sockets.push(this);
    }
  };
"""


@pytest.fixture
def own():
    """A server that a test may stop."""
    started = start_server("--port", "8979", "--warm", "0")
    yield started
    if started.process.poll() is None:
        started.stop()


def test_a_page_whose_server_has_ended_says_so(browser, own):
    page = browser.new_page()
    page.goto(own.claim_page)
    page.wait_for_function(PAINTED, arg=len(CHARTS), timeout=60_000)
    page.wait_for_timeout(6000)
    assert page.get_by_role("alert").count() == 0
    own.stop()
    banner = page.get_by_role("alert")
    banner.wait_for(timeout=15_000)
    assert LOST in banner.inner_text()
    assert banner.get_by_role("button", name="Reload").is_visible()
    assert page.evaluate("[...document.querySelectorAll('.lk-controls')].every(box => box.inert)")
    # What was shown stays to be read.
    assert page.locator(".lk-sentence").is_visible()
    page.close()


def test_a_short_break_is_passed_over_and_a_long_one_taken_back(browser, own):
    page = browser.new_page()
    page.add_init_script(BREAKABLE)
    page.goto(own.claim_page)
    page.wait_for_function(PAINTED, arg=len(CHARTS), timeout=60_000)
    page.evaluate("window.sockets.forEach(socket => socket.close())")
    page.wait_for_timeout(8000)  # the page reconnects by itself
    assert page.get_by_role("alert").count() == 0
    page.evaluate("window.held = true; window.sockets.forEach(socket => socket.close())")
    page.get_by_role("alert").wait_for(timeout=15_000)
    page.evaluate("window.held = false")
    page.get_by_role("alert").wait_for(state="detached", timeout=60_000)
    assert not page.evaluate(
        "[...document.querySelectorAll('.lk-controls')].some(box => box.inert)"
    )
    page.close()


def gone(kernels):
    _, alive = psutil.wait_procs(kernels, timeout=10)
    return not alive


def test_leaving_or_closing_a_page_ends_its_kernel(browser, own):
    context = browser.new_context()
    page = context.new_page()
    page.goto(own.claim_page)
    page.wait_for_function(PAINTED, arg=len(CHARTS), timeout=60_000)
    first = own.kernels()
    assert len(first) == 1
    page.goto("about:blank")
    assert gone(first)

    page.goto(own.claim_page)
    page.wait_for_function(PAINTED, arg=len(CHARTS), timeout=60_000)
    second = own.kernels()
    page.close(run_before_unload=True)
    assert gone(second)
    context.close()


def test_a_farewell_ends_no_kernel_that_it_cannot_name(own):
    assert opened(own.claim_page)[0] == 200
    before = own.kernels()
    assert before
    farewell = own.origin + "/voila/api/shutdown/no-such"
    assert opened(urllib.request.Request(farewell, method="POST"))[0] == 403
    assert own.kernels() == before


def test_the_log_says_nothing_of_trust(own):
    assert opened(own.claim_page)[0] == 200
    own.stop()
    assert not any("not trusted" in line for line in own.lines)


def opened(address):
    """Status and text of a page, errors included."""
    try:
        with urllib.request.urlopen(address, timeout=60) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


def test_errors_are_not_shown_kernels_are_few_and_end_when_idle(tmp_path):
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("secret = 1\nsecret / 0")])
    nbformat.write(notebook, tmp_path / "broken.ipynb")
    options = ("--notebooks", str(tmp_path), "--warm", "0", "--max-kernels", "1", "--idle", "4")
    started = start_server(*options)
    try:
        address = started.origin + "/voila/render/broken.ipynb"
        status, text = opened(address)
        assert status == 200
        for word in ("Traceback", "ZeroDivisionError", "secret"):
            assert word not in text
        assert len(started.kernels()) == 1
        status, text = opened(address)
        assert status == 503
        assert "Every seat is taken at the moment" in text
        _, alive = psutil.wait_procs(started.kernels(), timeout=30)
        assert alive == []
        # The process is gone a moment before the server has struck it off its list.
        for _ in range(50):
            if opened(address)[0] == 200:
                break
            time.sleep(0.1)
        else:
            pytest.fail("the seat of a kernel that has ended stays taken")
    finally:
        started.stop()
