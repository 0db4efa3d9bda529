"""The pages as a visitor meets them: a real Chromium against the served app."""

import base64
import io
import re
import urllib.error
import urllib.request

import pandas as pd
import pytest
import scipy.stats

import levelkit as lk

pytestmark = pytest.mark.browser


def expected_rho(column, first, last, *, country=None, drop=()):
    """Spearman's rho computed here, from the table itself and scipy."""
    table = lk.load_table("europe-century" if country else "uk-century")
    if country:
        table = table[table.country == country]
    wide = table.pivot_table(column, "region_name", "year").drop(index=list(drop))
    both = wide[[first, last]].dropna()
    return scipy.stats.spearmanr(both[first], both[last]).statistic


def stated_rho(sentence):
    return float(re.search(r"rank correlation of ([−0-9.]+)", sentence).group(1).replace("−", "-"))


def choose(made, label, option):
    before = made.answer()
    made.page.get_by_label(label, exact=True).select_option(option)
    made.page.wait_for_function(
        "before => document.querySelector('.lk-sentence').innerText !== before", arg=before
    )


def pixels_of(page, locator, colour):
    """How many pixels of a picture of the element have the colour, decoded by the browser."""
    png = base64.b64encode(page.locator(locator).first.screenshot()).decode()
    return page.evaluate(
        """async ([png, colour]) => {
          const image = await createImageBitmap(await (await fetch('data:image/png;base64,' + png)).blob());
          const canvas = new OffscreenCanvas(image.width, image.height).getContext('2d');
          canvas.drawImage(image, 0, 0);
          const data = canvas.getImageData(0, 0, image.width, image.height).data;
          let found = 0;
          for (let k = 0; k < data.length; k += 4)
            if (colour.every((value, c) => Math.abs(data[k + c] - value) < 8)) found += 1;
          return found;
        }""",
        [png, colour],
    )


def test_chart_is_painted_and_the_answer_is_the_number(visit):
    made = visit()
    page = made.page
    assert page.title() == "A century of ranks"
    lines = page.locator(".lk-chart-canvas").first.locator("path[stroke-width='4']")
    assert lines.count() >= 1
    text = page.locator(".lk-chart-canvas").first.inner_text()
    for name in ("London", "Wales", "Yorkshire and The Humber"):
        assert text.count(name) == 2  # at both ends
    assert pixels_of(page, ".lk-chart-canvas", [0x12, 0x43, 0x6D]) > 1_000  # the highlighted line
    assert pixels_of(page, ".lk-chart-canvas", [0x80, 0x16, 0x50]) > 50  # the year looked at
    gdp = lk.load("uk-century")
    then = gdp.gdp_per_head_intl2011usd.sel(year=1900).to_numpy()
    now = gdp.gdp_per_head_gbp.sel(year=2020).to_numpy()
    rho = scipy.stats.spearmanr(then, now).statistic
    assert stated_rho(made.answer()) == round(rho, 2)
    assert page.locator(".lk-verdict").inner_text() == "≈ Mixed: 10 regions of the UK, 1900 to 2020"


def test_first_screen_shows_the_shape(visit):
    """Within the first screen at 1440 x 900: verdict, dissolved order, near ties, break."""
    page = visit(viewport={"width": 1440, "height": 900}).page
    shown = [page.get_by_text(text, exact=True).first for text in (
        "The old order dissolved, then came back", "Roses-Wolf | ONS GDP", "2020: 0.78")]  # fmt: skip
    shown += [page.locator(".lk-verdict"), page.get_by_text("Grey: near ties (within 3%").first]
    shown += [
        page.get_by_text("The two ends agree, but the order fell apart in between", exact=False)
    ]
    for element in shown:
        box = element.bounding_box()
        assert box["y"] + box["height"] < 900, element
    # The near ties of 2020: the names of ranks 5 to 9 stand on grey.
    assert pixels_of(page, ".lk-chart-canvas", [0xE3, 0xE6, 0xE8]) > 10_000
    assert "by 1960 the correlation with 1900 had fallen to 0.28" in page.locator(
        ".lk-sentence"
    ).inner_text().replace("\n", " ")


def test_controls_change_the_answer(visit):
    made = visit()
    choose(made, "Last year", "2015")
    assert stated_rho(made.answer()) == round(
        expected_rho("gdp_per_head_intl2011usd", 1900, 2015), 2
    )
    before = made.answer()
    made.page.get_by_label("Include London").uncheck()
    made.page.wait_for_function(
        "before => document.querySelector('.lk-sentence').innerText !== before", arg=before
    )
    without = expected_rho("gdp_per_head_intl2011usd", 1900, 2015, drop=["London"])
    assert stated_rho(made.answer()) == round(without, 2)
    assert "London" not in made.page.locator(".lk-chart-canvas").first.inner_text()
    choose(made, "Regions of", "Germany: 36 regions, 1900-2015")
    german = expected_rho("gdp_per_head_intl2011usd", 1900, 2015, country="Germany")
    assert stated_rho(made.answer()) == round(
        german, 3
    )  # one digit more, near the threshold of 0.4
    made.page.wait_for_function(
        "document.querySelector('.lk-chart-canvas').innerText.includes('Oberbayern')"
    )


def test_a_country_with_one_region_says_why_there_is_no_answer(visit):
    made = visit()
    choose(made, "Regions of", "Ireland: 1 region, 1900-2015")
    assert "no ranking can be told from luck" in made.answer()
    assert "Cannot be tested: 1 region of Ireland" in made.page.locator(".lk-verdict").inner_text()


def test_highlight_and_scrub_repaint_in_the_browser(visit):
    page = visit().page
    chart = page.locator(".lk-chart-canvas").first
    page.get_by_label("Highlight (or click a region)", exact=True).select_option("Wales")
    bold = chart.locator("text[font-weight='bold']", has_text="Wales")
    bold.first.wait_for()
    assert bold.count() == 2
    handle = page.get_by_role("slider")
    handle.focus()
    for _ in range(3):
        page.keyboard.press("ArrowLeft")
    chart.get_by_text("2017: 0.78", exact=True).wait_for()
    slope = page.locator(".lk-chart-canvas").nth(1)
    slope.get_by_text("2017", exact=True).wait_for()
    assert slope.locator("text[font-weight='bold']", has_text="Wales").count() == 2


def test_a_click_on_a_region_highlights_it_everywhere(visit):
    page = visit().page
    page.locator(".lk-chart-canvas").first.get_by_text("Wales  9").click()
    page.wait_for_function(
        "[...document.querySelectorAll('select')].some(s => s.selectedOptions[0]?.text === 'Wales')"
    )


def test_highlight_survives_an_update_from_the_kernel(visit):
    made = visit()
    page = made.page
    page.get_by_label("Highlight (or click a region)", exact=True).select_option("Wales")
    choose(made, "Last year", "2015")
    bold = page.locator(".lk-chart-canvas").first.locator(
        "text[font-weight='bold']", has_text="Wales"
    )
    bold.first.wait_for()
    assert bold.count() == 2


def download(page, name, index=0):
    with page.expect_download() as waiting:
        page.get_by_role("button", name=re.compile(f"Download as {name}")).nth(index).click()
    return waiting.value.suggested_filename, waiting.value.path().read_bytes()


def test_downloads_open_and_read_back(visit):
    page = visit().page
    name, text = download(page, "CSV")
    assert name == "ranks-uk-10-1900-2020.csv"
    head = text.decode().splitlines()
    assert any(line.startswith("# source: Joan") for line in head)
    assert any(line.startswith("# licence: ") for line in head)
    table = pd.read_csv(io.BytesIO(text), comment="#")
    london = table[(table.region_name == "London") & (table.year == 1900)].iloc[0]
    assert london["rank"] == 1
    assert london["value"] == pytest.approx(140.88277)

    name, svg = download(page, "SVG")
    assert name == "ranks-uk-10-1900-2020.svg"
    drawn = svg.decode()
    assert drawn.startswith("<svg")
    for part in ("The old order dissolved", "Source: Joan", "Yorkshire and The Humber"):
        assert part in drawn
    assert "Click" not in drawn

    name, png = download(page, "PNG")
    assert name == "ranks-uk-10-1900-2020.png"
    assert png.startswith(b"\x89PNG")
    width, height = (int.from_bytes(png[k : k + 4], "big") for k in (16, 20))
    assert width > 1000
    assert height > 800


def test_slope_chart_downloads_the_two_years_looked_at(visit):
    page = visit().page
    page.get_by_role("slider").focus()
    page.keyboard.press("Home")
    page.locator(".lk-chart-canvas").nth(1).get_by_text("1910", exact=True).wait_for()
    name, text = download(page, "CSV", 1)
    assert name == "output-per-head-uk-10-1900-1910.csv"
    assert "# years: 1900 and 1910" in text.decode()
    table = pd.read_csv(io.BytesIO(text), comment="#")
    assert table.groupby("year").size().to_dict() == {1900: 10, 1910: 10}
    name, svg = download(page, "SVG", 1)
    assert name == "output-per-head-uk-10-1900-1910.svg"
    drawn = " ".join(re.sub("<[^>]+>", " ", svg.decode()).split())  # words may go on in a new line
    for words in ("How far apart are they?", "2.1 times in 1900, 2.3 in 2020."):
        assert words in drawn
    assert "you look at" not in drawn


def test_half_life_comes_on_demand(visit):
    page = visit().page
    page.get_by_role("button", name="Estimate the half-life of a gap").click()
    page.get_by_text("Half of a gap to the average closes in").wait_for(timeout=20_000)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("width", "height"), [(1440, 900), (1024, 768), (390, 844)])
def test_nothing_is_cut_off_at_any_width(visit, width, height, scheme):
    page = visit(viewport={"width": width, "height": height}, color_scheme=scheme).page
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    dark = page.evaluate("document.body.dataset.jpThemeLight") == "false"
    assert dark == (scheme == "dark")
    # Every label of every chart lies inside its chart.
    cut = page.evaluate(
        """() => [...document.querySelectorAll('.lk-chart-canvas')].flatMap(canvas => {
          const box = canvas.getBoundingClientRect();
          return [...canvas.querySelectorAll('text')].filter(t => {
            const b = t.getBoundingClientRect();
            return b.width && (b.left < box.left - 1 || b.right > box.right + 1);
          }).map(t => t.textContent);
        })"""
    )
    assert cut == []


def test_theme_button_changes_page_and_charts_without_a_reload(visit):
    page = visit(color_scheme="light").page
    page.get_by_role("button", name="Switch to dark colours").click()
    page.wait_for_function("getComputedStyle(document.body).backgroundColor === 'rgb(22, 25, 28)'")
    label = page.locator(".lk-chart-canvas").first.get_by_text("Rank in 1900", exact=True)
    page.wait_for_function("e => e.getAttribute('fill') === '#b1b4b6'", arg=label.element_handle())


def test_analyst_cells_are_neither_shown_nor_run(visit):
    page = visit().page
    assert "step by step" not in page.locator("main").inner_text()


def test_list_of_pages(visit):
    page = visit("/", wait=False).page
    page.get_by_role("link", name="01 a century of ranks").click()
    page.wait_for_selector(".lk-chart-canvas[data-painted]")


def test_wrong_address_says_what_to_do(server, browser):
    page = browser.new_page()
    page.goto(server.origin + "/voila/render/no-such.ipynb")
    assert "Traceback" not in page.content()
    assert page.get_by_role("link", name="See all pages").is_visible()
    page.close()


@pytest.mark.parametrize(
    "path", ["/api/kernels", "/api/contents", "/voila/files/text/01-a-century-of-ranks.py"]
)
def test_nothing_else_is_served(server, path):
    with pytest.raises(urllib.error.HTTPError) as error:
        urllib.request.urlopen(server.origin + path, timeout=10)
    assert error.value.code in {403, 404}
    error.value.close()


def test_template_cannot_be_overridden_and_policy_is_sent(server):
    address = server.address + "?template=lab"
    with urllib.request.urlopen(address, timeout=30) as answer:
        assert "lk-brand" in answer.read().decode()
        policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy


def test_no_page_can_reach_another_host(visit):
    made = visit()
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
