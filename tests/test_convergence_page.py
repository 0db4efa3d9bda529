"""The page on catching up without a browser: charts, tables to copy, words."""

import json
import re
from html import unescape
from html.parser import HTMLParser

import numpy as np
import pytest

import levelkit as lk
from levelkit.charts.labels import text_width
from levelkit.claims import maps
from levelkit.claims.combinations import combinations
from levelkit.claims.convergence.anatomy import clubs
from levelkit.claims.convergence.models import all_models_of, errors_of, fit
from levelkit.claims.convergence.panels import PANELS
from levelkit.claims.convergence.sample import Sample
from levelkit.pages.convergence import regression_table
from levelkit.pages.convergence.club_map import _shade
from levelkit.pages.convergence.forest import everywhere
from levelkit.pages.convergence.labelling import SCREENS, label_columns
from reading import read

CLAIM = lk.claim("convergence")
CHARTS = ["scatter", "speed", "sigma", "forest", "clubs", "club-map", "moves", "kernel"]


@pytest.fixture(scope="module")
def page():
    return lk.pages.ClaimPage("convergence")


def state(page, inputs=None, **given):
    return read(page, inputs, **given)


@pytest.mark.parametrize("key", list(PANELS))
def test_the_whole_anatomy_is_there_for_every_panel(page, key):
    found = state(page, data=key)
    assert list(page.charts) == CHARTS
    for part in CHARTS:
        said = found["words"][part]
        for name in ("title", "subtitle", "description", "height"):
            assert said[name], (part, name)
            assert "nan" not in str(said[name]).split(), (part, said[name])
        assert len(said["title"].split()) <= 12
        assert set(page.charts[part].options["uses"]) - {"shapes"} <= set(found["datasets"])
    assert found["words"]["club-map"]["hidden"] == (PANELS[key].panel_key not in maps.OF_PANEL)
    assert found["datasets"]["areas"]["code"] or found["words"]["club-map"]["hidden"]
    assert found["marks"]["highlight"] in found["offered"]["highlight"]
    smoothed = "Hodrick-Prescott" in found["words"]["clubs"]["subtitle"]
    assert smoothed == (not PANELS[key].benchmarks)
    json.dumps(found, allow_nan=False)


def test_points_carry_the_line_without_each(page):
    columns = state(page)["datasets"]["points"]
    at = columns["region"].index("Camden and City of London")
    assert columns["without"][at] == "−0.03% a year"
    assert state(page)["marks"]["highlight"] == "Camden and City of London"
    assert state(page)["signals"]["line_meant"] == ""
    assert state(page, model="median")["signals"]["line_meant"] == " (plain line)"
    found = CLAIM.evaluate(left_out=["Camden and City of London"])
    assert columns["without_speed"][at] == pytest.approx(found.figures["speed"], rel=1e-3)


def test_a_place_left_out_stays_as_a_hollow_point(page):
    name = "London"
    whole = state(page, data="uk-itl1-gva")["datasets"]["points"]
    found = state(page, {"left_out": (name,)}, data="uk-itl1-gva")
    columns = found["datasets"]["points"]
    assert columns["out"] == [0] * 11 + [1]
    assert columns["region"][-1] == name
    # From the mean of those that stay, which is lower.
    assert columns["relative"][-1] > whole["relative"][whole["region"].index(name)]
    assert name not in found["offered"]["highlight"]
    assert [name, name] in found["words"]["left_out"]["options"]
    ends = found["signals"]
    assert ends["relative_low"] < columns["relative"][-1] < ends["relative_high"]
    assert ends["growth_low"] < columns["growth"][-1] < ends["growth_high"]


@pytest.mark.parametrize("model", ["within", "farming"])
def test_a_place_left_out_of_a_conditional_line_is_shown_too(page, model):
    found = state(page, {"left_out": ("London",)}, data="europe-century-gdp-ppp", model=model)
    assert found["datasets"]["points"]["region"][-1] == "London"


class Cells(HTMLParser):
    """Rows of the tables in a text."""

    def __init__(self, text):
        super().__init__()
        self.rows, self.cell = [], None
        self.feed(text)

    def handle_starttag(self, tag, _):
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.cell = ""

    def handle_data(self, data):
        if self.cell is not None:
            self.cell += data

    def handle_endtag(self, tag):
        if tag in ("td", "th") and self.cell is not None:
            self.rows[-1].append(self.cell.strip())
            self.cell = None


def copies(key, span=None):
    given = {"data": key} | ({"span": f"{span[0]}-{span[1]}"} if span else {})
    evidence = CLAIM.evaluate(**given)
    models, group = evidence.tables["models"], evidence.attrs["group"]
    return regression_table.copies(models, group, regression_table.note(evidence))


def copied(key, form):
    text = copies(key)[form]
    if form == "HTML":
        return Cells(text.partition("<p>")[0]).rows
    if form == "Markdown":
        lines = [line for line in text.splitlines() if line.startswith("|")]
        return [
            [c.strip() for c in line.strip("|").split("|")] for line in lines if ":--" not in line
        ]
    body = text.partition("\\toprule")[2].partition("\\bottomrule")[0]
    lines = [line for line in body.splitlines() if "&" in line]
    plain = [line.replace("\\\\", "").replace("\\%", "%") for line in lines]
    return [[c.strip() for c in line.split("&")] for line in plain]


@pytest.mark.parametrize("key", ["uk-itl3-gva", "us-states-income", "europe-century-gdp-ppp"])
def test_the_table_is_the_same_in_every_format(key):
    sample = Sample(key, *PANELS[key].spans[0])
    markdown, latex, page_rows = (copied(key, form) for form in ("Markdown", "LaTeX", "HTML"))
    assert markdown == latex == page_rows
    names = all_models_of(key, sample.first, sample.last)
    assert len(markdown[0]) == len(names) + 1
    cells = {row[0]: row[1:] for row in markdown}
    for k, model in enumerate(names):
        found = fit(sample, model, next(iter(errors_of(key, model))))
        assert float(cells["Initial level (log)"][k]) == pytest.approx(found.slope, abs=6e-6)
        assert float(cells["Speed, % a year"][k]) == pytest.approx(100 * found.speed, abs=6e-3)
        assert int(cells["Observations"][k].replace(",", "")) == found.n
    hc1 = CLAIM.evaluate(data=key, errors="HC1").figures["slope_error"]
    assert cells["error, HC1"][0] == f"({hc1:.5f})"


def test_nothing_in_latex_is_taken_for_a_command():
    for key, about in PANELS.items():
        text = copies(key, about.spans[0])["LaTeX"]
        assert not re.search(r"(?<!\\)[%#_$]", text), key


def test_the_page_shows_the_table_with_true_minus_signs(page):
    html = state(page)["words"]["regression"]["html"]
    shown = Cells(html.partition("<textarea")[0]).rows
    speeds = next(row for row in shown if row[0] == "Speed, % a year")
    assert speeds[1] == "−0.20"
    assert html.count("<textarea") == 3
    texts = [unescape(t) for t in re.findall(r"<textarea[^>]*>(.*?)</textarea>", html, re.DOTALL)]
    assert texts == list(copies("uk-itl3-gva").values())


def test_checks_say_who_decides_and_what_the_neighbours_do(page):
    html = state(page)["words"]["checks"]["html"]
    assert "Camden and City of London" in html and "without it the speed is −0.03%" in html
    assert "Moran" in html and "true intervals are wider" in html
    assert (
        "no map of these places" in state(page, data="us-states-income")["words"]["checks"]["html"]
    )
    assert "not fitted to these points" in state(page, model="panel")["words"]["checks"]["html"]


def test_forest_has_every_model_and_every_panel(page):
    found = state(page, data="us-states-income", model="median")
    columns = found["datasets"]["estimates"]
    models = list(all_models_of("us-states-income", 1929, 2009))
    keys = [*models, *PANELS]
    assert columns["row"] == [*range(len(models)), *range(len(models) + 1, len(models) + 13)]
    assert keys[found["signals"]["current_row"]] == "median"
    at = keys.index("us-states-income")
    assert columns["said"][at] == "1.6% a year (1.3% to 2.1%)"
    # Over a century ten regions leave the interval without an upper end: never a gap in the table.
    at = keys.index("uk-10-relative")
    assert columns["said"][at] == "−0.1% a year (from −0.97%, with no upper end)"
    assert columns["interval"][at] == "−0.97 to no end"
    assert (columns["high"][at], columns["end"][at]) == (None, "inf")
    for name in ("low", "interval", "end"):
        assert None not in columns[name] and "–" not in columns[name]


def test_speeds_of_all_panels_are_those_of_the_claim():
    table = combinations(CLAIM)
    assert len(table) == len(list(CLAIM.combinations()))
    for key, (speed, low, high) in everywhere().items():
        found = CLAIM.evaluate(data=key).figures
        expected = [found["speed"], found["speed_low"], found["speed_high"]]
        assert [speed, low, high] == pytest.approx(expected, rel=1e-5)


def test_the_map_holds_the_club_of_each_place(page):
    found = state(page, data="uk-itl2-gva")
    areas, classes = found["datasets"]["areas"], found["datasets"]["classes"]
    one, _ = clubs("uk-itl2-gva", include_capital=True)
    number = dict(zip(one.merged.region.values, one.merged.values, strict=True))
    for code, said, shade in zip(areas["code"], areas["said"], areas["quantile"], strict=True):
        club = number[code[:4]]
        assert said == (f"club {club}" if club else "in no club")
        assert (shade is None) == (club == 0)
    assert len(areas["code"]) > 150  # parts of the areas
    assert classes["label"][0] == "Club 1" and classes["k"][0] == 4


def test_many_clubs_share_shades_in_their_order():
    shades = [_shade(club, 9) for club in range(1, 10)]
    assert shades == sorted(shades, reverse=True)
    assert set(shades) == set(range(5))
    assert [_shade(club, 2) for club in (1, 2)] == [4, 3]


def test_shares_below_the_matrix_add_up(page):
    columns = state(page)["datasets"]["moves"]
    for row in set(columns["row"]):
        shares = [s for r, s in zip(columns["row"], columns["share"], strict=True) if r == row]
        assert sum(shares) == pytest.approx(1, abs=1e-3)


@pytest.mark.parametrize("seed", range(5))
def test_names_are_apart_and_inside(seed):
    rng = np.random.default_rng(seed)
    names = [f"Place number {k}" for k in range(40)]
    x, y = np.exp(rng.normal(4.6, 0.3, 40)), rng.normal(0, 1, 40)
    ends = (x.min() / 1.1, x.max() * 1.1, y.min() - 0.3, y.max() + 0.3)
    found = label_columns(names, x, y, ends, np.arange(40))
    for screen, width, height, size, most in SCREENS:
        boxes = []
        for k, of in enumerate(found["screen"]):
            if of != screen:
                continue
            said = found["short"][k] if screen == "narrow" else found["region"][k]
            at = width * np.log(found["relative"][k] / ends[0]) / np.log(ends[1] / ends[0])
            down = height * (ends[3] - found["growth"][k]) / (ends[3] - ends[2])
            wide = text_width(said, size)
            left = at + 8 if found["side"][k] == "right" else at - 8 - wide
            boxes.append((left, down - 0.58 * size, left + wide, down + 0.58 * size))
        assert 0 < len(boxes) <= most
        for k, a in enumerate(boxes):
            assert a[0] >= -0.5 and a[2] <= width + 0.5
            for b in boxes[k + 1 :]:
                apart = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
                assert min(apart) < 0.5


def test_the_curve_says_what_it_does_not_draw(page):
    """454 combinations count; two lines turn gaps round within the years and have no single speed."""
    found = state(page)["words"]["curve"]
    assert "We tried 454 ways" in found["title"]
    assert "Not drawn: 2 without a number." in found["subtitle"]
