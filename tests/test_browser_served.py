"""What the server hands out, and what it refuses."""

import urllib.error
import urllib.request

import pytest
from playwright.sync_api import expect

import levelkit as lk
from browsing import CLAIM, Visit, charts_of

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("host", ["app"])]


def test_the_root_is_the_front_page(browser, server, host):
    made = Visit(browser.new_page(), server.origin)
    made.page.goto(server.address)
    made.painted(charts_of("index"))
    assert made.page.url == f"{server.origin}/voila/render/index.ipynb"
    made.page.get_by_role("link", name=lk.claim(CLAIM).question).click()
    made.painted()
    made.page.get_by_role("link", name="levelkit", exact=True).click()
    made.painted(charts_of("index"))
    assert made.errors == []
    made.page.close()


def test_wrong_address_says_what_to_do(browser, server, host):
    made = Visit(browser.new_page(), server.origin)
    made.page.goto(server.origin + "/voila/render/no-such.ipynb")
    assert "Traceback" not in made.page.content()
    made.page.get_by_role("link", name="See all pages").click()
    made.painted(charts_of("index"))
    made.page.close()


@pytest.mark.parametrize(
    "path", ["/api/kernels", "/api/contents", "/voila/files/text/01-a-century-of-ranks.py"]
)
def test_nothing_else_is_served(server, host, path):
    with pytest.raises(urllib.error.HTTPError) as error:
        urllib.request.urlopen(server.origin + path, timeout=10)
    assert error.value.code in {403, 404}
    error.value.close()


def test_template_cannot_be_overridden_and_policy_is_sent(server, host):
    with urllib.request.urlopen(server.claim_page + "?template=lab", timeout=30) as answer:
        assert "lk-brand" in answer.read().decode()
        policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy


def test_no_page_can_reach_another_host(visit):
    made = visit(bypass_csp=False, wait=False)
    blocked = made.page.evaluate(
        """() => new Promise(done => {
          document.addEventListener('securitypolicyviolation', e => done(e.effectiveDirective));
          new WebSocket('ws://127.0.0.1:9/x');
          setTimeout(() => done('nothing'), 3000);
        })"""
    )
    assert blocked == "connect-src"
    assert all("Content Security Policy" in error for error in made.errors)
    made.errors.clear()  # the one that was provoked
    made.requests.clear()


def test_models_that_come_as_patience_ends_are_shown_all_the_same(visit, host):
    # JupyterLab's widgets look for a model every tenth of a second and give up after two seconds:
    # where the page is busy for so long, they give up though the models have come meanwhile.
    slowly = """
      const native = window.setTimeout;
      window.setTimeout = (call, time, ...given) =>
        native(call, new Error().stack.includes("get_model") ? 6000 : time, ...given);
    """
    page = visit(prepare=lambda page: page.add_init_script(slowly)).page
    expect(page.get_by_text("Error displaying widget")).to_have_count(0)
