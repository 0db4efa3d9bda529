"""What is taken away: figures that read back, pictures with their source, one pack of all."""

import base64
import contextlib
import gzip
import io
import json
import re
import warnings
import zipfile

import openpyxl
import pandas as pd
import pytest
import vl_convert

import levelkit as lk
from browsing import BOTH, CHARTS, CLAIM, words_of

pytestmark = pytest.mark.browser

VIEW = "?last_year=2015&highlight=Wales&year=1960"


def about_of(text):
    """The lines above a CSV's figures, by key."""
    lines = [line[2:] for line in text.splitlines() if line.startswith("# ")]
    return dict(line.split(": ", 1) for line in lines)


def sheet_of(data):
    """A workbook's lines above the figures by key, its figures, and its cells."""
    with warnings.catch_warnings():
        # A workbook may do without the style that openpyxl would give it.
        warnings.filterwarnings("ignore", "Workbook contains no default style")
        (sheet,) = openpyxl.load_workbook(io.BytesIO(data)).worksheets
    rows = list(sheet.iter_rows())
    gap = next(k for k, row in enumerate(rows) if all(cell.value is None for cell in row))
    about = {row[0].value: row[1].value for row in rows[:gap]}
    head, *body = ([cell.value for cell in row] for row in rows[gap + 1 :])
    cells = [cell for row in rows for cell in row if cell.value is not None]
    return about, pd.DataFrame(body, columns=head), cells


@BOTH
def test_csv_reads_back_with_what_it_rests_on(visit):
    made = visit(VIEW)
    found = made.shows(last_year=2015)
    name, data = made.download("CSV")
    assert name == "ranks-uk-10-1900-2015.csv"
    about = about_of(data.decode("utf-8-sig"))
    assert about["source"].startswith("Joan")
    assert about["source"] == found.attrs["source"]
    assert about["licence"] == found.attrs["licence"]
    assert about["unit"] == found.attrs["units"]
    assert about["answer"] == found.sentence
    assert about["years"] == "1900 to 2015"
    made.page.goto(about["link"])
    made.painted()
    made.shows(last_year=2015)
    assert made.query()["highlight"] == "Wales"

    table = pd.read_csv(io.BytesIO(data), comment="#")
    london = table[(table.region_name == "London") & (table.year == 1900)].iloc[0]
    assert london["rank"] == 1
    raw = lk.load_table("uk-century")
    raw = raw[(raw.region_name == "London") & (raw.year == 1900)]
    assert london["value"] == pytest.approx(raw.relative_to_uk_percent.dropna().iloc[0])
    assert set(table.year) == set(found.tables["order"].year.values.tolist())


@pytest.mark.parametrize("host", ["site"])
@pytest.mark.parametrize("chart", CHARTS)
def test_workbook_has_the_same_figures_and_no_formula(visit, chart):
    made = visit()
    csv_name, csv = made.download("CSV", chart)
    name, data = made.download("XLSX", chart)
    assert name == csv_name.replace(".csv", ".xlsx")
    about, figures, cells = sheet_of(data)
    expected = pd.read_csv(io.BytesIO(csv), comment="#")
    assert len(expected) > 9
    pd.testing.assert_frame_equal(figures, expected, check_dtype=False)
    assert about == about_of(csv.decode("utf-8-sig"))
    assert {"source", "licence", "unit", "link"} <= about.keys()
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr", "n", "b"}


@pytest.mark.parametrize("host", ["app"])
def test_the_app_makes_workbooks(visit):
    _, figures, cells = sheet_of(visit().download("XLSX", "slope")[1])
    assert len(figures) == 20
    assert all(cell.data_type != "f" for cell in cells)


HOSTILE = {
    "London": "=1+1",
    "Scotland": "+cmd|' /C calc'!A0",
    "Wales": "@x",
    "South West": "-2, =3",
    "East Midlands": 'a "b", =c\n=d',
    "West Midlands": "<img src=x onerror='window.broken=1'>",
}


def with_other_names(packed):
    """The page's columns with other names of regions in them."""
    pack = gzip.decompress(base64.b64decode(packed))
    end = 4 + int.from_bytes(pack[:4], "little")
    head = pack[4:end].decode()
    for name, text in HOSTILE.items():
        assert json.dumps(name) in head
        head = head.replace(json.dumps(name), json.dumps(text))
    head = head.encode() + b" " * (-(len(head.encode()) + 4) % 8)
    pack = len(head).to_bytes(4, "little") + head + pack[end:]
    return base64.b64encode(gzip.compress(pack)).decode()


def hostile(page):
    """Hand out the page with other names of regions, and a source like a formula."""

    def answer(route):
        response = route.fetch()
        body = re.sub(
            r'(?<="blocks":")[^"]+', lambda found: with_other_names(found[0]), response.text()
        )
        body = body.replace("Joan Ram", "=x, =y; @z, +Joan Ram")
        route.fulfill(response=response, body=body)

    page.route("**/01-a-century-of-ranks.html", answer)


@pytest.mark.parametrize("host", ["site"])
def test_a_text_that_looks_like_a_formula_stays_text(visit):
    made = visit(prepare=hostile)
    raw = made.download("CSV")[1].decode("utf-8-sig")
    names = set(pd.read_csv(io.StringIO(raw), comment="#").region_name)
    for text in HOSTILE.values():
        quoted = f"'{text}" if text[0] in "=+-@" else text
        assert quoted in names
    # No cell begins a formula, wherever a spreadsheet cuts the line.
    for line in raw.splitlines():
        for separator in (",", ";"):
            for cell in line.split(separator) if line.startswith("#") else ():
                assert cell.strip()[:1] not in tuple("=+-@")
    assert "# source: =x, '=y; '@z, '+Joan" in raw

    about, figures, cells = sheet_of(made.download("XLSX")[1])
    assert set(HOSTILE.values()) <= set(figures.region_name)
    assert all(cell.data_type != "f" for cell in cells)
    assert about["source"].startswith("=x, =y")
    # And on the page it is text as well.
    rows = made.page.locator(".lk-tables .lk-table").first.locator("tbody th")
    assert set(HOSTILE.values()) <= set(rows.all_text_contents())
    assert made.page.evaluate("window.broken") is None


def test_pictures_carry_title_source_and_link(visit):
    made = visit("?last_year=2015")
    found = made.shows(last_year=2015)
    made.address_has(last_year=2015)
    name, svg = made.download("SVG")
    assert name == "ranks-uk-10-1900-2015.svg"
    text = svg.decode()
    assert text.startswith("<svg")
    words = words_of(text)
    assert made.title("bump") in words
    assert f"Source: {found.attrs['source']}" in words
    assert "Yorkshire and The Humber" in words
    link = re.search(r"View: (\S+)", words).group(1)
    assert link.startswith(made.origin) and "last_year=2015" in link

    name, png = made.download("PNG")
    assert name == "ranks-uk-10-1900-2015.png"
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = (int.from_bytes(png[k : k + 4], "big") for k in (16, 20))
    drawn = [float(re.search(rf'<svg[^>]* {side}="(\d+)"', text).group(1)) for side in ("width", "height")]  # fmt: skip
    assert [width, height] == [2 * side for side in drawn]
    assert width > 1000 and height > 800


def test_slope_chart_downloads_the_two_years_looked_at(visit):
    made = visit()
    made.slider.focus()
    made.page.keyboard.press("Home")
    made.chart("slope").get_by_text("1910", exact=True).wait_for()
    name, text = made.download("CSV", "slope")
    assert name == "output-per-head-uk-10-1900-1910.csv"
    assert "# years: 1900 and 1910" in text.decode()
    table = pd.read_csv(io.BytesIO(text), comment="#")
    assert table.groupby("year").size().to_dict() == {1900: 10, 1910: 10}
    name, svg = made.download("SVG", "slope")
    assert name == "output-per-head-uk-10-1900-1910.svg"
    drawn = words_of(svg.decode())
    for words in ("How far apart are they?", "2.1 times the poorest in 1900, 2.3 times in 2020."):
        assert words in drawn
    assert "you look at" not in drawn


@pytest.mark.parametrize("host", ["site"])
def test_a_picture_is_light_and_clean_whatever_the_screen_shows(visit):
    made = visit(color_scheme="dark")
    made.chart("bump").get_by_text("Wales  9").hover()
    made.chart("bump").locator("text[font-weight='bold']", has_text="Wales").first.wait_for()
    _, svg = made.download("SVG")
    text = svg.decode().lower()
    assert "#12436d" in text and "#7fb5e6" not in text
    assert len(re.findall(r'<text[^>]*font-weight="bold"[^>]*>[^<]*wales', text)) == 0
    assert made.page.evaluate("document.body.dataset.jpThemeLight") == "false"
    made.chart("bump").get_by_text("Rank in 1900", exact=True).wait_for()


def test_the_evidence_pack_holds_all_that_the_view_rests_on(visit):
    made = visit(VIEW)
    found = made.shows(last_year=2015)
    dialog = made.open_share()
    with made.page.expect_download() as waiting:
        dialog.get_by_role("button", name="Evidence pack (zip)").click()
    assert waiting.value.suggested_filename == f"{CLAIM}-evidence.zip"
    with zipfile.ZipFile(waiting.value.path()) as pack:
        assert pack.testzip() is None
        files = {name: pack.read(name) for name in pack.namelist()}

    assert {"answer.txt", "citation.txt", "citation.bib", "reproduce.py"} <= files.keys()
    stems = {name.split("/")[1].removesuffix(".csv") for name in files if name.endswith(".csv")}
    assert len(stems) == len(CHARTS)
    for stem in stems:
        csv = files[f"data/{stem}.csv"].decode("utf-8-sig")
        _, figures, cells = sheet_of(files[f"data/{stem}.xlsx"])
        assert len(figures) == len(pd.read_csv(io.StringIO(csv), comment="#"))
        assert all(cell.data_type != "f" for cell in cells)
        assert files[f"charts/{stem}.png"].startswith(b"\x89PNG")
        assert "Source: " in words_of(files[f"charts/{stem}.svg"].decode())
        # The spec draws the same chart elsewhere, with no data but its own.
        drawn = vl_convert.vegalite_to_svg(files[f"charts/{stem}.vl.json"].decode())
        assert drawn.count("<path") > 10
    spec = json.loads(files["charts/ranks-uk-10-1900-2015.vl.json"])
    drawn = words_of(vl_convert.vegalite_to_svg(json.dumps(spec)))
    assert "Rank in 2015" in drawn and "Rank in 2020" not in drawn
    assert "Yorkshire and The Humber" in drawn

    answer = files["answer.txt"].decode()
    for part in (found.sentence, found.attrs["source"], lk.claim(CLAIM).criterion, *found.caveats):
        assert part in answer
    assert lk.__version__ in files["citation.txt"].decode()
    assert files["citation.bib"].startswith(b"@software{")
    namespace = {}
    with contextlib.redirect_stdout(io.StringIO()) as said:
        exec(files["reproduce.py"].decode(), namespace)
    assert namespace["evidence"].sentence == found.sentence
    assert found.sentence in said.getvalue()
