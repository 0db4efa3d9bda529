"""The speed and memory that visitors get, against what is promised.

Run ``make bench``. Times are of this machine at this moment; where two ways are
compared, both are measured in this run and their ratio is printed.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil
from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from plain import plain_voila
from report import at_least, at_most, beside, print_table

from browsing import CHARTS, ITL2, NAME
from served import FILES, build_site, launch, start_server, static_server

PAINTED = "document.querySelectorAll('.lk-chart-canvas[data-painted]').length > 0"
WHOLE = PAINTED.replace("> 0", f"=== {len(CHARTS)}")
TIMES = 7


def percentile(values, share):
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def import_seconds(statement: str, times: int = 7) -> float:
    code = f"import time; t = time.perf_counter(); {statement}; print(time.perf_counter() - t)"
    runs = [
        float(subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout)
        for _ in range(times)
    ]
    return statistics.median(runs)


def first_paint(browser, address: str) -> float:
    """Seconds from opening the page to the first painted chart, in an empty browser cache."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.goto(address)
    page.wait_for_function(PAINTED, timeout=60_000)
    mark = page.evaluate("performance.getEntriesByName('levelkit-painted')[0].startTime")
    context.close()
    return mark / 1000


def median_paint(browser, address: str, before=lambda: None) -> float:
    first_paint(browser, address)  # the files are in the system's cache from here on
    runs = []
    for _ in range(TIMES):
        before()
        runs.append(first_paint(browser, address))
    return statistics.median(runs)


def page_open(browser, *, warm: int, name: str = NAME) -> float:
    server = start_server("--warm", str(warm))
    wait_for_pool(server)  # or until the process that kernels are forked from has read everything
    try:
        address = f"{server.origin}/voila/render/{name}.ipynb"
        return median_paint(browser, address, lambda: wait_for_pool(server) if warm else None)
    finally:
        server.stop()


def wait_for_pool(server) -> None:
    """Until the page kept ready has been made, and all that belongs to the server is idle."""
    time.sleep(4)
    while load_of(psutil.Process(server.process.pid).children(recursive=True)) > 5:
        pass


def plain_open(browser) -> float:
    """The same of plain Voilà, whose kernels all start anew."""
    with plain_voila(NAME) as (_, address):
        return median_paint(browser, address)


def load_of(kernels) -> float:
    """Per cent of a core; a kernel that ends meanwhile means that there is still work."""
    try:
        return sum(kernel.cpu_percent(0.3) for kernel in kernels)
    except psutil.NoSuchProcess:
        return 100.0


REPAINT = """async ({ selector, steps }) => {
  const control = document.querySelector(selector);
  const chart = document.querySelector('.lk-chart-canvas');
  const times = [];
  for (let step = 0; step < steps; step += 1) {
    const before = chart.dataset.painted;
    const start = performance.now();
    control.selectedIndex = (control.selectedIndex + 1) % control.options.length;
    control.dispatchEvent(new Event('change', { bubbles: true }));
    while (chart.dataset.painted === before) await new Promise(requestAnimationFrame);
    times.push(performance.now() - start);
    await new Promise((resolve) => setTimeout(resolve, 120));
  }
  return times;
}"""

ANSWER = """async ({ name, steps }) => {
  const box = document.querySelector(`form.lk-controls select[name=${name}]`);
  const answer = () => document.querySelector('.lk-sentence').textContent;
  const chart = document.querySelector('.lk-chart-canvas');
  const times = [];
  for (let step = 0; step < steps; step += 1) {
    const [before, painted] = [answer(), chart.dataset.painted];
    const start = performance.now();
    box.selectedIndex = (box.selectedIndex + 1) % box.options.length;
    box.dispatchEvent(new Event('change', { bubbles: true }));
    while (answer() === before || chart.dataset.painted === painted) {
      if (performance.now() - start > 5000) throw new Error('no answer');
      await new Promise(requestAnimationFrame);
    }
    times.push(performance.now() - start);
    await new Promise((resolve) => setTimeout(resolve, 400));
  }
  return times;
}"""


def years_anew(page, steps: int) -> list[float]:
    """Milliseconds from another last year to the new answer and its repaint."""
    page.evaluate(ANSWER, {"name": "last_year", "steps": 5})
    times: list[float] = page.evaluate(ANSWER, {"name": "last_year", "steps": steps})
    return times


def interactions(browser) -> None:
    server = start_server("--warm", "0")
    try:
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.goto(server.claim_page)
        page.wait_for_function(WHOLE, timeout=60_000)
        time.sleep(2)
        # The promise is of the page as opened: before statsmodels is asked for.
        memory = max(kernel.memory_info().rss for kernel in server.kernels()) / 2**20
        client = page.evaluate(REPAINT, {"selector": ".lk-side select", "steps": 40})
        kernel = years_anew(page, 40)
        page.get_by_label("Regions of", exact=True).select_option(ITL2)
        page.wait_for_function(
            "document.querySelector('.lk-sentence').textContent.includes(' 41 ')"
        )
        largest = years_anew(page, 40)
        at_most("highlight to repaint, p50", percentile(client, 0.5), "ms", 50)
        at_most("highlight to repaint, p95", percentile(client, 0.95), "ms", 50)
        at_most("year to new answer and repaint, p50", percentile(kernel, 0.5), "ms", 150)
        at_most("year to new answer and repaint, p95", percentile(kernel, 0.95), "ms", 150)
        at_most("the same for 41 areas (ITL2), p95", percentile(largest, 0.95), "ms", 150)
        at_most("kernel memory, page open", memory, "MiB", 160)
        page.close()
    finally:
        server.stop()


LEFT_OUT = """async (steps) => {
  const answer = () => document.querySelector('.lk-sentence').textContent;
  const models = () => document.querySelector('.lk-part-regression').textContent;
  const chart = document.querySelector('.lk-figure-scatter .lk-chart-canvas');
  const until = async (done) => {
    for (const start = performance.now(); !done();) {
      if (performance.now() - start > 5000) throw new Error('no answer');
      await new Promise(requestAnimationFrame);
    }
  };
  const [line, all] = [[], []];
  for (let step = 0; step < steps; step += 1) {
    const control = document.querySelector('form.lk-input select');
    const [before, painted, table] = [answer(), chart.dataset.painted, models()];
    const start = performance.now();
    control.selectedIndex = 1 + (7 * step) % (control.options.length - 1);
    control.dispatchEvent(new Event('change', { bubbles: true }));
    await until(() => answer() !== before && chart.dataset.painted !== painted);
    line.push(performance.now() - start);
    await until(() => models() !== table);
    all.push(performance.now() - start);
    await new Promise((resolve) => setTimeout(resolve, 400));
  }
  return [line, all];
}"""


def regressions(browser) -> None:
    """The page on catching up: other years, a place left out of 174, and every combination."""
    server = start_server("--warm", "0")
    try:
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.goto(f"{server.origin}/voila/render/06-convergence.ipynb")
        page.wait_for_function(PAINTED, timeout=60_000)
        time.sleep(4)
        page.evaluate(ANSWER, {"name": "span", "steps": 6})
        times = page.evaluate(ANSWER, {"name": "span", "steps": 30})
        at_most("regression change to repaint, p95 warm", percentile(times, 0.95), "ms", 150)
        page.evaluate(LEFT_OUT, 3)
        line, models = page.evaluate(LEFT_OUT, 40)
        at_most("place left out: answer and line, p50", percentile(line, 0.5), "ms", 150)
        at_most("place left out: answer and line, p95", percentile(line, 0.95), "ms", 150)
        at_most("place left out: every model too, p95", percentile(models, 0.95), "ms", 500)
        page.close()
    finally:
        server.stop()


def grid() -> None:
    """All combinations of the page on catching up, as ``levelkit combinations`` evaluates them."""
    import joblib

    import levelkit as lk
    from levelkit.claims.combinations import compute

    claim = lk.claim("convergence")
    with joblib.parallel_config(n_jobs=2):
        start = time.perf_counter()
        table = compute(claim)
        seconds = time.perf_counter() - start
    at_most(f"grid of {len(table)} regressions, 2 cores", seconds, "s", 20)


def readers(browser, site: Path) -> None:
    """A served page whose choices are finite, and the kernel that an input starts for it."""
    server = start_server("--warm", "0", "--site", str(site))
    try:
        wait_for_pool(server)
        opened = median_paint(browser, server.claim_page)
        at_most("reader: page open to first chart, no kernel", opened, "s", 0.5)
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.goto(f"{server.origin}/voila/render/06-convergence.ipynb")
        page.wait_for_function(PAINTED, timeout=60_000)
        time.sleep(3)
        line, _ = page.evaluate(LEFT_OUT, 1)
        at_most("reader: an input's kernel started, and its answer", line[0] / 1000, "s", 1)
        page.close()
    finally:
        server.stop()


def site_figures(browser, site: Path) -> None:
    page = FILES.page(NAME)
    at_most("site from a disk to first chart", median_paint(browser, site.as_uri() + page), "s", 1)
    with static_server(site) as origin:
        at_most("site from a server to first chart", median_paint(browser, origin + page), "s", 1)
        opened = browser.new_page(viewport={"width": 1440, "height": 900})
        opened.goto(origin + page)
        opened.wait_for_function(WHOLE, timeout=60_000)
        times = years_anew(opened, 40)
        at_most("site: year to answer and repaint, p50", percentile(times, 0.5), "ms", 50)
        at_most("site: year to answer and repaint, p95", percentile(times, 0.95), "ms", 50)
        opened.goto(origin + FILES.page("03-oecd-comparison"))
        opened.wait_for_function(PAINTED, timeout=60_000)
        time.sleep(4)
        for choice in ("measure", "treatment"):
            selector = f"form.lk-controls select[name={choice}]"
            times = opened.evaluate(REPAINT, {"selector": selector, "steps": 40})
            at_most(f"OECD page: {choice} to repaint, p95", percentile(times, 0.95), "ms", 50)
        opened.close()


def exact_null_ratio() -> None:
    """All orderings of 8 regions: our walk over sets against scipy's enumeration."""
    import numpy as np
    import scipy.stats

    from levelkit.measures.core.null import cost_null

    ranks = tuple(float(k) for k in range(1, 9))
    start = time.perf_counter()
    probabilities = cost_null.__wrapped__(ranks, ranks, 2).probabilities
    ours = time.perf_counter() - start
    assert abs(probabilities.sum() - 1) < 1e-12
    rng = np.random.default_rng(0)
    x, y = rng.permutation(8), rng.permutation(8)

    def rho(values, axis):
        return (values * x).sum(axis=axis)

    start = time.perf_counter()
    scipy.stats.permutation_test(
        (y,), rho, permutation_type="pairings", n_resamples=np.inf, vectorized=True
    )
    theirs = time.perf_counter() - start
    at_least("exact null of rho, 8 regions: scipy / levelkit", theirs / ours, 10)


def main() -> None:
    from levelkit.charts.specs import ready_specs

    ready_specs()
    at_most("import levelkit", import_seconds("import levelkit"), "s", 0.3)
    exact_null_ratio()
    grid()
    with sync_playwright() as playwright:
        browser = launch(playwright)
        at_most("page open to first chart, cold kernel", page_open(browser, warm=0), "s", 1.2)
        at_most("page open to first chart, warm kernel", page_open(browser, warm=1), "s", 0.6)
        beside("the same, plain Voilà", plain_open(browser), "s")
        front = page_open(browser, warm=1, name="index")
        at_most("front page to first chart, warm kernel", front, "s", 1)
        interactions(browser)
        regressions(browser)
        with tempfile.TemporaryDirectory() as folder:
            built = os.environ.get("LEVELKIT_TEST_SITE")  # one that is built already
            site = Path(built) if built else build_site(Path(folder, "site"))
            site_figures(browser, site)
            readers(browser, site)
        browser.close()
    print_table()


if __name__ == "__main__":
    main()
