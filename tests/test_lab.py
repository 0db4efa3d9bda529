"""The notebook in JupyterLab: charts paint there too, and no other host is asked."""

import re
import subprocess
import sys
import threading

import pytest

from served import is_outside

pytestmark = pytest.mark.browser


@pytest.fixture
def jupyterlab(tmp_path, monkeypatch):
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(tmp_path))
    process = subprocess.Popen(
        [
            sys.executable, "-m", "levelkit.cli", "lab", "--no-browser", "--port=8961",
            "--allow-root", "--IdentityProvider.token=", "--expose-app-in-browser",
            f"--LabApp.workspaces_dir={tmp_path / 'workspaces'}",
            "--AsyncContentsManager.use_atomic_writing=False",
        ],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    found: list[str] = []
    ready = threading.Event()

    def read():
        for line in process.stdout:
            if match := re.search(r"(http://(?:localhost|127\.0\.0\.1):\d+)/lab", line):
                found.append(match.group(1))
                ready.set()

    reader = threading.Thread(target=read, daemon=True)
    reader.start()
    assert ready.wait(60)
    yield found[-1]
    process.terminate()
    process.wait(30)
    reader.join(10)
    process.stdout.close()


def test_charts_paint_in_jupyterlab_without_another_host(browser, jupyterlab):
    page = browser.new_page(viewport={"width": 1440, "height": 1200})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{jupyterlab}/lab/tree/01-a-century-of-ranks.ipynb")
    page.locator(".jp-Notebook").wait_for(timeout=60_000)
    page.wait_for_function(
        "window.jupyterapp?.shell.currentWidget?.context?.sessionContext?.session?.kernel?.status === 'idle'",
        timeout=60_000,
    )
    page.evaluate("window.jupyterapp.commands.execute('notebook:run-all-cells')")
    chart = page.locator(".lk-chart-canvas[data-painted]").first
    chart.wait_for(state="attached", timeout=60_000)
    chart.scroll_into_view_if_needed()
    assert "Yorkshire and The Humber" in chart.text_content()
    analysts = page.locator(".lk-altair svg").first
    analysts.wait_for(state="attached", timeout=60_000)
    assert "Ranks since 1900" in analysts.text_content()
    assert [url for url in asked if is_outside(url, jupyterlab)] == []
    assert page.get_by_text("Jupyter news").count() == 0
    page.close()
