"""The page of policy churn as a visitor meets it, in a real Chromium."""

import csv
import io
import re
from functools import partial

import pytest
from playwright.sync_api import expect

import browsing
import levelkit as lk
from browsing import label_faults

pytestmark = pytest.mark.browser

NAME = "08-policy-churn"
CHARTS = ("survival", "timeline", "alive", "rates", "churn", "curve")
shows = partial(browsing.shows, "policy-churn")


@pytest.fixture
def churn(visit):
    """Open the page; further arguments are the browser context's."""

    def open_page(query="", **context):
        return visit(query, name=NAME, charts=len(CHARTS), **context)

    return open_page


def test_every_control_gives_the_answer_that_python_gives(churn):
    page = churn().page
    shows(page)
    page.get_by_label("What counts as a policy", exact=True).select_option(
        "Funds and programmes alone"
    )
    shows(page, what="money")
    page.get_by_label("Count unverified rows too", exact=True).check()
    shows(page, what="money", unverified=True)
    page.get_by_label("Successors", exact=True).select_option("As one")
    shows(page, what="money", unverified=True, successors="chain")
    page.get_by_label("Where it holds", exact=True).select_option("England alone")
    page.get_by_label("When it began", exact=True).select_option("1997-2009")
    found = shows(
        page, what="money", unverified=True, successors="chain", nation="england", era="1997-2009"
    )
    names = found.tables["lives"]["name"].values.tolist()
    chart = page.locator(".lk-figure-timeline .lk-chart-canvas")
    for name in names:
        expect(chart).to_contain_text(name[:20])
    # Bands of earlier governments do not push the chart aside.
    label = chart.locator("text", has_text=names[0][:20]).first
    inside, whole = label.bounding_box(), chart.bounding_box()
    assert whole["x"] <= inside["x"] <= whole["x"] + whole["width"]
    expect(page.locator(".lk-input-own input, input[type=file]")).to_be_disabled()


def test_curves_are_drawn_by_kind_and_era_and_stand_in_the_address(churn):
    made = churn("?by=By+era")
    page = made.page
    chart = page.locator(".lk-figure-survival .lk-chart-canvas")
    expect(chart).to_contain_text("Began 1997-2009")
    page.get_by_label("Curves", exact=True).select_option("By kind")
    expect(chart).to_contain_text("Funds and programmes")
    expect(chart).not_to_contain_text("Began 1997-2009")
    made.address_has(by="By kind")
    page.get_by_label("Curves", exact=True).select_option("All together")
    expect(chart).to_contain_text(re.compile(r"half over after \d+"))


@pytest.mark.parametrize("width", [1440, 1024, 390])
def test_labels_are_inside_and_apart(churn, width):
    made = churn("?by=By+kind", viewport={"width": width, "height": 900})
    page = made.page
    for by in ("By kind", "By era"):
        page.get_by_label("Curves", exact=True).select_option(by)
        made.settled()
        assert label_faults(page, "survival") == {}
    for name in ("timeline", "alive", "rates", "churn"):
        chart = page.locator(f".lk-figure-{name} .lk-chart-canvas")
        chart.scroll_into_view_if_needed()
        made.settled()
        assert label_faults(page, name) == {}
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_policy_is_marked_by_a_click_and_leads_to_its_source(churn):
    made = churn("?what=bodies&nation=england")
    page = made.page
    shows(page, what="bodies", nation="england")
    mark = page.get_by_label("Mark in the timeline (or click a policy)", exact=True)
    assert mark.input_value() == "Regional Development Agencies"
    label = page.locator(".lk-figure-timeline text", has_text="English Partnerships").first
    label.scroll_into_view_if_needed()
    made.settled()
    box = label.bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(mark).to_have_value(re.compile("English Partnerships"))
    row = page.locator("tr.lk-marked", has_text="English Partnerships")
    expect(row).to_have_count(1)
    link = row.get_by_role("link").first
    shipped = lk.load_table("uk-policies").set_index("policy")
    assert link.get_attribute("href") == shipped.source_url["english-partnerships"]
    rows = page.locator("table", has_text="Every policy of the table").locator("tbody tr")
    assert rows.count() == len(shipped)  # all of them, whatever is shown


@pytest.mark.parametrize("host", ["app"])
def test_the_table_is_downloaded_corrected_and_brought_back(churn):
    made = churn("?what=money")
    page = made.page
    shows(page, what="money")
    name, content = made.download("CSV", chart="timeline")
    assert name == "uk-policies.csv"
    text = content.decode()
    choose = page.locator("input[type=file]")

    def bring(file, text):
        choose.set_input_files({"name": file, "mimeType": "text/csv", "buffer": text.encode()})

    ours = shows(page, what="money")
    bring("unchanged.csv", text)
    # The schema's judge is imported with the first file.
    shows(page, what="money", own={"name": "unchanged.csv", "text": text})
    expect(page.get_by_text("This page now shows your file: unchanged.csv")).to_be_visible()

    at = next(k for k, line in enumerate(text.splitlines()) if line.startswith('"policy"'))
    lines = text.splitlines()
    table = list(csv.DictReader(io.StringIO("\n".join(lines[at:]))))
    bad = [*lines[: at + 1], lines[at + 1].replace('"body"', '"quango"'), *lines[at + 2 :]]
    assert table[0]["kind"] == "body"
    bring("wrong.csv", "\n".join(bad))
    alert = page.locator(".lk-input-said")
    expect(alert).to_contain_text(
        f"wrong.csv, row {at + 2}, column 'kind': 'quango' is not allowed: allowed are 'incentive'"
    )
    shows(page, what="money")  # ours again

    fund = next(line for line in lines if line.startswith('"regional-growth-fund"'))
    mended = text.replace(fund, fund.replace("2011,2017", "2011,2012"))
    assert mended != text
    bring("mended.csv", mended)
    own = {"name": "mended.csv", "text": mended}
    found = shows(page, what="money", own=own)
    assert found.figures["ended"] == ours.figures["ended"]
    page.get_by_role("button", name="Back to our figures").click()
    shows(page, what="money")
    expect(page.get_by_text("This page now shows your file")).to_have_count(0)
