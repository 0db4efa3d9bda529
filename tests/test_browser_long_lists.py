"""Long lists: a field that one can type into, and a table of which only the rows in sight are drawn."""

import base64
import re

import pytest
from playwright.sync_api import expect

from levelkit.pages.blocks import Blocks, pack
from levelkit.pages.bundles import STATIC
from levelkit.pages.widgets import page_style
from served import static_server

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("host", ["site"])]

MARKED = "Draw the line without (or click a point)"


def test_a_place_is_chosen_by_typing_and_by_keyboard_alone(visit, host):
    page = visit(name="06-convergence", wait=False).page
    field = page.get_by_role("combobox", name=MARKED)
    field.wait_for()
    usual = field.input_value()
    field.focus()
    expect(field).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("ArrowDown")
    expect(field).to_have_attribute("aria-expanded", "true")
    options = page.get_by_role("listbox", name=MARKED).get_by_role("option")
    assert options.count() > 100
    page.keyboard.press("Escape")
    expect(field).to_have_attribute("aria-expanded", "false")
    assert field.input_value() == usual

    field.fill("derb")
    expect(options).to_have_text(["Derby", "East Derbyshire", "South and West Derbyshire"])
    pointed = field.get_attribute("aria-activedescendant")
    expect(page.locator(f"#{pointed}")).to_have_text("Derby")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(field).to_have_value("East Derbyshire")
    expect(page).to_have_url(re.compile("highlight=East\\+Derbyshire|highlight=East%20Derbyshire"))
    expect(options).to_have_count(0)

    field.fill("no such place")
    expect(options).to_have_text(["Nothing of that name"])
    page.keyboard.press("Enter")  # chooses nothing
    page.keyboard.press("Tab")
    expect(field).to_have_value("East Derbyshire")

    field.click()
    field.fill("kens")
    options.first.click()
    expect(field).to_have_value(re.compile("^Kensington"))


#: A page of one table, drawn by the very bundle, with figures of the test's own.
TABLE = """async ({ packed, keys }) => {
  const { renderPart } = await import("/page.js");
  const model = (state) => ({
    get: (name) => state[name], set() {}, on() {}, off() {}, send() {}, save_changes() {},
  });
  const blocks = Uint8Array.from(atob(packed), (sign) => sign.charCodeAt(0));
  const columns = Object.keys(keys).map((field) => ({ field, label: field }));
  const tables = [{ dataset: "areas", caption: "Small areas", columns }];
  const hub = model({
    form: [], choices: {}, answered: {}, offered: {}, marks: {}, marks_form: [], inputs: {},
    words: {}, columns: { areas: keys }, blocks, signals: {}, params: {}, about: {}, code_version: "",
  });
  const el = document.body.appendChild(document.createElement("div"));
  await renderPart({ model: model({ kind: "table", name: "tables", options: { tables } }), el, hub });
}"""


def sent_areas(count=33_755):
    """As many rows as there are small areas in England, as a page is sent them."""
    blocks = Blocks()
    at = range(count)
    columns = {
        "area": [f"E0100{k}" for k in at], "authority": [f"Authority {k % 296}" for k in at],
        "rank": [count - k for k in at], "tenth": [k % 10 + 1 for k in at],
        "people": [1500 + k % 700 for k in at], "income": [20 + k % 83 / 10 for k in at],
    }  # fmt: skip
    blocks.take({"areas": columns})
    packed = pack(blocks.by_key().values())
    assert len(packed) < 1_000_000
    return {"packed": base64.b64encode(packed).decode(), "keys": blocks.columns["areas"]}


@pytest.fixture
def small_areas(browser, host):
    with static_server(STATIC) as root:
        page = browser.new_page(viewport={"width": 1024, "height": 768})
        page.route("**/blank", lambda route: route.fulfill(content_type="text/html", body=(
            f"<!doctype html><html lang=en><title>Areas</title><style>{page_style()}</style>"
        )))  # fmt: skip
        page.goto(f"{root}/blank")
        page.evaluate(TABLE, sent_areas())
        yield page
        page.close()


def test_of_a_table_of_33755_rows_those_in_sight_are_drawn(small_areas, host):
    page = small_areas
    table, region = page.locator("table"), page.get_by_role("region", name="Small areas")
    expect(table).to_have_attribute("aria-rowcount", "33756")
    expect(page.get_by_role("status")).to_have_text("33,755 rows")
    rows = page.locator("tbody tr[aria-rowindex]")
    assert 15 < rows.count() < 100
    assert rows.first.inner_text().startswith("E01000\t")
    # As long as if all were there; the last of them is reached, and read as the last.
    region.evaluate("(el) => { el.scrollTop = el.scrollHeight; }")
    expect(rows.last).to_have_attribute("aria-rowindex", "33756")
    expect(rows.last).to_be_in_viewport()
    assert rows.last.inner_text().startswith("E010033754\t")
    # Half way no place is bare: the row in the middle is drawn, and it is the right one.
    region.evaluate("(el) => { el.scrollTop = el.scrollHeight / 2; }")
    middle = "tbody tr[aria-rowindex='16879']"
    expect(page.locator(middle)).to_be_in_viewport()
    assert page.locator(middle).inner_text().startswith("E010016877\t")


def test_it_is_searched_and_sorted_as_a_whole(small_areas, host):
    page = small_areas
    rows = page.locator("tbody tr[aria-rowindex]")
    page.get_by_role("region").evaluate("(el) => { el.scrollTop = 90000; }")
    page.get_by_role("button", name="rank").click()
    expect(rows.first).to_have_attribute("aria-rowindex", "2")
    assert rows.first.inner_text().startswith("E010033754\t")
    page.get_by_role("searchbox").fill("authority 295 e010033")
    found = rows.all_inner_texts()
    words = ("authority", "295", "e010033")
    assert found and all(word in text.lower() for text in found for word in words)
    expect(page.get_by_role("status")).to_have_text(f"{len(found)} of 33,755 rows")
    page.get_by_role("searchbox").fill("")
    expect(page.locator("table")).to_have_attribute("aria-rowcount", "33756")
