"""A page whose kernel fails, hangs, dies or cannot be reached says so, and can be had again."""

import signal
from pathlib import Path

import nbformat
import psutil
import pytest

from levelkit.pages.answering import NO_ANSWER
from served import start_server

pytestmark = pytest.mark.browser

#: A page whose answer raises for one of its choices.
FRAGILE = f"""
import sys
sys.path.insert(0, {str(Path(__file__).parent)!r})
from levelkit.pages import ClaimPage
from toy import answer, toy_claim

def fragile(**choices):
    if choices["half"] == "first":
        raise ArithmeticError("secret reason")
    return answer(**choices)

page = ClaimPage(toy_claim(answer=fragile))
"""
UNREACHABLE = """
  const Native = window.WebSocket;
  window.WebSocket = class extends Native {
    constructor(url, ...more) { super(new URL('/no-such', url).href, ...more); }
  };
"""
WORKING = "document.body.classList.contains('lk-working')"


@pytest.fixture(scope="module")
def fragile(tmp_path_factory):
    """The server of one page, and its address."""
    folder = tmp_path_factory.mktemp("notebooks")
    cells = [nbformat.v4.new_code_cell(text) for text in (FRAGILE, "page.controls", "page.answer")]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), folder / "fragile.ipynb")
    dies = nbformat.v4.new_code_cell("import os, signal; os.kill(os.getpid(), signal.SIGKILL)")
    nbformat.write(nbformat.v4.new_notebook(cells=[dies]), folder / "dies.ipynb")
    server = start_server("--port", "8953", "--warm", "0", "--notebooks", str(folder))
    yield server
    server.stop()


@pytest.fixture
def page(browser, fragile):
    opened = browser.new_page()
    yield opened
    opened.close()


def is_inert(page):
    return page.evaluate("[...document.querySelectorAll('.lk-controls')].every(box => box.inert)")


def test_a_kernel_that_fails_hangs_or_dies_is_said(page, fragile):
    page.goto(fragile.origin + "/voila/render/fragile.ipynb")
    page.get_by_text("The effect is 0.85.").wait_for(timeout=60_000)
    (kernel,) = fragile.kernels()

    # It fails: back to the answer before, in words, without the reason, and it goes on.
    page.get_by_label("Half", exact=True).select_option("First half")
    page.locator(".lk-notice", has_text=NO_ANSWER).wait_for()
    assert page.get_by_label("Half", exact=True).input_value() == "Second half"

    assert not page.evaluate(WORKING) and "secret reason" not in page.content()
    assert "half=first" not in page.url

    # It hangs: said after 15 seconds, taken back once it answers.
    kernel.send_signal(signal.SIGSTOP)
    page.get_by_label("The whole", exact=True).click()
    late = page.get_by_role("alert")
    late.wait_for(timeout=25_000)
    assert "has not answered for 15 seconds" in late.inner_text() and not is_inert(page)
    kernel.send_signal(signal.SIGCONT)
    page.get_by_text("The effect is 0.80.").wait_for()
    late.wait_for(state="detached")
    assert not page.evaluate(WORKING)

    # It dies while a choice waits: said at once; a new page shows what was chosen.
    kernel.send_signal(signal.SIGSTOP)
    page.get_by_label("The whole", exact=True).click()
    kernel.kill()
    dead = page.locator("[role=alert]", has_text="has ended")
    dead.wait_for(timeout=10_000)
    assert is_inert(page)
    assert psutil.Process(fragile.process.pid).is_running() and fragile.kernels() == []
    dead.get_by_role("button", name="Reload").click()
    page.get_by_text("The effect is 0.85.").wait_for(timeout=60_000)
    assert "whole=yes" in page.url and not page.get_by_role("alert").count()
    assert any("ArithmeticError: secret reason" in line for line in fragile.lines)


def test_a_page_that_no_socket_reaches_says_what_to_do(page, fragile):
    page.add_init_script(UNREACHABLE)
    page.goto(fragile.origin + "/voila/render/fragile.ipynb")
    banner = page.get_by_role("alert")
    banner.wait_for(timeout=60_000)
    text = banner.inner_text()
    assert "could not connect to its server" in text and "Reload the page to try again" in text
    assert "If that never helps and you host this page" in text and "Upgrade" in text


def test_a_kernel_that_dies_while_its_page_is_made_is_said(page, fragile):
    page.goto(f"{fragile.origin}/voila/render/dies.ipynb")
    page.get_by_text("The page could not be made.").wait_for()
    with page.expect_navigation():  # it is asked for again, and its seat was given back
        page.get_by_role("button", name="Reload").click()
    page.get_by_text("The page could not be made.").wait_for()
    assert "show_tracebacks" not in page.content()
