"""Pages as a browser has them that keeps to their policy: no text is evaluated, nothing asked of others."""

import re
from pathlib import Path

import pytest

import levelkit as lk
from levelkit.pages.folders import SHARE
from served import APP

pytestmark = pytest.mark.browser
PAGES = ["index", *(lk.claim(name).notebook for name in lk.claim_names())]
VEGA = Path(SHARE, "voila/templates/levelkit/static/vega.js")


@pytest.mark.parametrize("name", PAGES)
def test_every_chart_is_drawn_under_the_policy_that_the_server_sends(browser, server, name):
    # So tall that every chart is in sight.
    page = browser.new_page(viewport={"width": 1440, "height": 30_000}, bypass_csp=False)
    faults = []
    page.on(
        "console", lambda message: faults.append(message.text) if message.type == "error" else None
    )
    page.on("pageerror", lambda error: faults.append(str(error)))
    answer = page.goto(server.origin + APP.page(name))
    policy = answer.headers["content-security-policy"]
    assert "unsafe-eval" not in policy and "default-src 'self'" in policy
    charts = page.locator(".lk-chart-canvas")
    page.locator(".lk-chart-canvas[data-painted]").first.wait_for(timeout=60_000)
    page.locator(".lk-chart-canvas:not([data-painted])").last.wait_for(
        state="detached", timeout=60_000
    )
    assert charts.count() > 0
    assert faults == []
    page.goto("about:blank")
    page.close()


def test_vega_is_of_a_version_without_known_holes():
    text = VEGA.read_text(encoding="utf-8")
    # Vega names its version where it lists what it is made of.
    (version,) = set(
        re.findall(r'const v\d+="(6\.\d+\.\d+)";const mod\d+=function\(\)\{return\{Dataflow', text)
    )
    assert tuple(map(int, version.split("."))) >= (6, 2, 0)
