"""Fixtures of the browser tests; property tests that repeat."""

from dataclasses import dataclass, field

import pytest
from hypothesis import settings
from playwright.sync_api import sync_playwright

from served import is_outside, launch, start_server

# The same examples in every run, so that a change is what breaks a test. Other ones:
# pytest --hypothesis-profile=explore
settings.register_profile("repeat", derandomize=True, deadline=None)
settings.register_profile("explore", deadline=None, print_blob=True)
settings.load_profile("repeat")


@pytest.fixture(scope="session")
def server():
    started = start_server()
    yield started
    started.stop()


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        started = launch(playwright)
        yield started
        started.close()


@dataclass
class Visit:
    """An open page with what it asked for and what it complained of."""

    page: object
    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def answer(self):
        return self.page.locator(".lk-sentence").inner_text()


@pytest.fixture
def visit(browser, server):
    """Open a page; at the end nothing may have been asked of another host, and no error shown."""
    opened = []

    def open_page(path="/voila/render/01-a-century-of-ranks.ipynb", *, wait=True, **context):
        page = browser.new_context(accept_downloads=True, **context).new_page()
        made = Visit(page)
        page.on("request", lambda request: made.requests.append(request.url))
        page.on("websocket", lambda socket: made.requests.append(socket.url))
        page.on("pageerror", lambda error: made.errors.append(str(error)))
        page.on("console", lambda m: made.errors.append(m.text) if m.type == "error" else None)
        page.goto(server.origin + path)
        if wait:
            page.wait_for_function(
                "document.querySelectorAll('.lk-chart-canvas[data-painted]').length === 3",
                timeout=30_000,
            )
        opened.append(made)
        return made

    yield open_page
    for made in opened:
        outside = [url for url in made.requests if is_outside(url, server.origin)]
        assert outside == []
        assert made.errors == []
        made.page.context.close()
