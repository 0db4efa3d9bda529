"""The century-of-ranks page without a browser: every choice works, nothing is computed or sent twice."""

import json
import math
import re
from html import escape

import pandas as pd
import pytest

import levelkit as lk
from levelkit.charts import slope
from levelkit.claims import panel
from levelkit.claims.century_of_ranks.series import SPLICED, measures_of, offered
from levelkit.pages import ClaimPage, page_state, show
from levelkit.pages.bundles import STATIC
from levelkit.pages.century_of_ranks import LAYOUT
from levelkit.pages.century_of_ranks.half_life import gap_words

CLAIM = lk.claim("century-of-ranks")
DEFAULT = CLAIM.complete({})


@pytest.fixture(scope="module")
def page():
    return ClaimPage("century-of-ranks")


def state_of(**given):
    return page_state(CLAIM, LAYOUT, CLAIM.complete(given))


def words_of(html):
    return " ".join(re.sub("<[^>]+>", " ", html).split())


def test_opens_on_the_claim():
    hub = ClaimPage("century-of-ranks").hub
    assert hub.choices == hub.answered == DEFAULT
    assert words_of(hub.words["answer"]["html"]).startswith(
        "≈ Mixed: 10 regions of the UK, 1900 to 2020 The two ends"
    )
    assert CLAIM.evaluate().sentence.split(";")[0] in hub.words["answer"]["html"]
    assert hub.marks == {"highlight": "East + South East", "year": 2020}
    assert hub.about["question"] == CLAIM.question
    assert escape(CLAIM.criterion) in hub.words["criterion"]["html"]


@pytest.mark.parametrize("key", list(offered()))
def test_every_data_set_and_measure_is_shown(key):
    for measure in measures_of(key):
        for capital in (True, False):
            if not capital and panel(key).names.size == 1:
                continue
            state = state_of(data=key, measure=measure, include_capital=capital)
            ranks = pd.DataFrame(state.datasets["ranks"])
            assert state.evidence.sentence[:40] in state.words["answer"]["html"]
            assert state.offered["highlight"] == sorted(ranks.region.unique())
            assert (
                ranks.region.nunique()
                == panel(key, measure, include_capital=capital).values.sizes["region"]
            )
            assert capital or panel(key).capital not in state.offered["highlight"]
            # Whoever is highlighted first has a figure for every year that anyone has.
            n = ranks.groupby("region").size()
            assert n[state.marks["highlight"]] == n.max()
            assert state.marks["year"] == state.offered["year"][-1]
            shown = state.params["heatmap"]
            window = ranks.year[ranks.year.between(shown["first_year"], shown["last_year"])]
            assert sorted(window.unique())[1:] == state.offered["year"]
            # With too few regions for any correlation the chart has no cells.
            assert shown["n_years"] == (window.nunique() if state.datasets["pairs"]["rho"] else 1)
            json.dumps(state.traits(), allow_nan=False)
            for name, figure in state.figures.items():
                assert state.words[name]["height"] == figure.height


def test_every_chart_has_its_figures_and_parameters(page):
    state = page.hub
    for name, part in page.charts.items():
        assert set(part.options["uses"].values()) <= set(state.datasets), name
        parameters = {one["name"] for one in part.options["spec"]["params"] if "expr" not in one}
        given = {*state.params[name], *state.marks, "dark", "big", "hover"}
        assert parameters <= given, name
        assert {"title", "subtitle", "description", "height"} <= set(state.words[name])
        files = part.options["files"]
        columns = {column["field"] for column in files["columns"]}
        assert columns <= set(state.datasets[files["dataset"]])
        for used in re.findall(r"{(\w+)}", files["filename"] + str(files["about"])):
            assert used in {*state.choices, *state.signals, *state.marks}


def test_one_change_is_one_evaluation_and_one_message(monkeypatch):
    page = ClaimPage("century-of-ranks")
    answered, sent = [], []
    states = page._states
    monkeypatch.setattr(
        page._answering,
        "_states",
        lambda choices, inputs: answered.append(choices) or states(choices, inputs),
    )
    monkeypatch.setattr(page.hub, "_send", lambda message, **_: sent.append(message))

    def choose(**given):
        """As it comes from the browser; what is sent besides the echo of what came."""
        sent.clear()
        page.hub.set_state({"choices": DEFAULT | given})
        return [message["state"] for message in sent if message["method"] == "update"]

    (changed,) = choose(first_year=1925)
    assert not any(message.get("buffer_paths") for message in sent)
    assert answered == [DEFAULT | {"first_year": 1925}]
    assert changed["answered"] == answered[0]
    assert "words" in changed
    assert "columns" not in changed  # the figures are those of all years
    assert len(json.dumps(changed)) < 30_000
    assert choose(first_year=1925) == []  # the same again
    assert len(answered) == 1
    (changed,) = choose(data="uk-itl1", measure="gdp_per_head_gbp", first_year=1998)
    assert changed["columns"].keys() == page.hub.datasets.keys()
    (message,) = [message for message in sent if message["method"] == "update"]
    assert message["buffer_paths"] == [["blocks"]]


def test_figures_are_not_sent_again_when_years_alone_change():
    all_years, later = (
        state_of(**given).datasets for given in ({}, {"first_year": 1950, "last_year": 2015})
    )
    for name in ("ranks", "bands", "pairs", "guides"):
        assert all_years[name] is later[name]
    assert state_of(data="uk-itl1").datasets["ranks"] is not all_years["ranks"]


def test_the_half_life_is_of_the_years_on_one_basis():
    def said(**given):
        return words_of(state_of(**given).words["half-life"]["html"])

    assert "Half of a gap" in said()
    assert "Years 1900 to 2015, the years on one basis: after 2015" in said()
    assert "Years 1900 to 2010." in said(last_year=2010)
    assert "did not close" in said(measure="gva_per_head_gbp")
    assert "Too little to estimate" in said(data="europe-ireland")


@pytest.mark.parametrize(
    ("numbers", "text"),
    [
        ((42, 21, 300), "closes in 42 years (95% interval from 21 to 300)"),
        ((42, 21, math.inf), "from 21 without an upper end"),
        ((math.inf, 21, math.inf), "did not close over these years; the 95% interval starts at 21"),
        ((math.inf, math.inf, math.inf), "Gaps grew"),
    ],
)
def test_half_lives_in_words(numbers, text):
    assert text in gap_words(*numbers)


def test_words_on_charts_do_not_name_a_year_that_the_slider_leaves(page):
    said = state_of().words
    assert said["slope"]["title"] == "How far apart are they?"
    assert (
        "The richest region: 2.1 times the poorest in 1900, 2.3 times in 2020."
        in said["slope"]["subtitle"]
    )
    assert "the outlined cell is the pair looked at" in said["heatmap"]["subtitle"]
    for name in page.charts:
        assert "lick" not in said[name]["title"] + said[name]["subtitle"]
        assert "you look at" not in said[name]["title"] + said[name]["subtitle"]


def test_changes_of_basis_share_one_label():
    breaks = state_of(last_year=2023).datasets["breaks"]
    assert breaks == {"year": [2015.5, 2021.5], "label": ["", "Rosés-Wolf | ONS GDP | ONS GVA"]}
    assert state_of(last_year=2015).datasets["breaks"] == {"year": [], "label": []}


@pytest.mark.parametrize("key", list(offered()))
def test_no_interval_is_cut_off(key):
    state = state_of(data=key)
    pairs = pd.DataFrame(state.datasets["pairs"])
    first, last = (state.params["bump"][name] for name in ("first_year", "last_year"))
    order = pairs[(pairs.year_2 == first) & pairs.year.between(first, last)]
    floor = state.params["bump"]["rho_floor"]
    assert floor in {-1, -0.5, 0}
    assert not (order.low.astype(float) < floor).any()
    assert {floor, 1} <= set(state.datasets["guides"]["level"])
    if key == "uk-10":
        assert floor == -0.5


def test_the_first_year_has_no_interval_in_chart_and_table():
    pairs = pd.DataFrame(state_of().datasets["pairs"]).astype(object)
    order = pairs[pairs.year_2 == 1900].set_index("year")
    own, second = order.loc[1900], order.loc[1910]
    assert (own.rho, own.interval, own.kendall, own.n) == (1, "–", 1, 10)
    assert pd.isna(own.low) and pd.isna(own.high)
    assert second.low < second.rho < second.high


@pytest.mark.parametrize("key", ["uk-10", "uk-itl2", "europe-germany"])
def test_every_region_is_labelled_in_every_year_without_a_collision(key):
    state = state_of(data=key)
    low, high = (state.params["slope"][name] for name in ("relative_low", "relative_high"))
    pixels = state.words["slope"]["height"] - slope.MARGIN
    for _, year in pd.DataFrame(state.datasets["ranks"]).groupby("year"):
        at = (year.label_at / low).map(math.log) / math.log(high / low) * pixels
        assert at.sort_values().diff().min() >= slope.LABEL_GAP - 1e-2  # label_at has three digits
        assert at.between(-1e-2, pixels + 1e-2).all()
        # The order of the labels is that of the figures.
        assert (year.sort_values(["relative", "label_at"]).label_at.diff().dropna() > 0).all()


def test_downloads_say_what_the_figures_are():
    state = state_of()
    said = state.words["page"]
    assert said["verdict"] == "mixed (10 regions of the UK, 1900 to 2020)"
    assert said["parts"] == (
        "The two ends agree: supported; The order held in between: not supported"
    )
    assert (said["answer"], said["reason"]) == (
        state.evidence.sentence, state.evidence.reason,
    )  # fmt: skip
    assert dict(said["more"]) == {
        "regions": "United Kingdom: 10 regions, 1900-2023", "capital": "with London",
        "measure": measures_of("uk-10")[SPLICED], "unit": "% of UK average",
    }  # fmt: skip
    assert state.signals == {"without": ""}
    without = state_of(include_capital=False)
    assert dict(without.words["page"]["more"])["capital"] == "without London"
    assert without.signals == {"without": "-without-capital"}


def test_a_page_cites_the_sources_of_its_measure():
    def cited(measure):
        return state_of(measure=measure).words["page"]

    historic, official = cited("gdp_per_head_intl2011usd"), cited("gva_per_head_gbp")
    assert "Wolf" in historic["source"] and "Statistics" not in historic["source"]
    assert "Wolf" not in official["source"]
    assert "Open Government Licence" in official["licence"]
    assert "Wolf" in cited(SPLICED)["source"] and "Statistics" in cited(SPLICED)["source"]


def test_lowest_in_between_leaves_out_both_ends():
    europe = CLAIM.evaluate().tables["europe"].to_dataframe()
    for key in offered():
        if (place := panel(key).place) in europe.index and key.startswith("europe-"):
            figures = CLAIM.evaluate(data=key, last_year=2015).figures
            there = europe.loc[place, ["estimate", "lowest"]].tolist()
            assert there == pytest.approx([figures["spearman"], figures["lowest"]])
    assert (europe.lowest > europe.estimate).any()  # lower at the end than in between
    assert "always compares 1900 with 2015" in state_of().words["elsewhere"]["html"]


def test_any_altair_chart_can_be_shown():
    import altair as alt

    part = show(alt.Chart({"values": [{"a": 1}]}).mark_point().encode(x="a:Q"), title="A chart")
    assert part.options["spec"]["mark"]["type"] == "point"
    assert part._hub.words["chart"]["title"] == "A chart"


def test_kernel_hands_out_the_bundled_libraries_and_nothing_else(page, monkeypatch):
    sent = []
    monkeypatch.setattr(page.hub, "send", lambda content, buffers: sent.append((content, buffers)))
    for asked in ({"kind": "library", "name": "vega"}, {"kind": "library", "name": "tools"},
                  {"kind": "library", "name": "../page"}, {"kind": "other", "name": "vega"}, {}):  # fmt: skip
        page.hub._asked(page.hub, asked, None)
    assert [content["name"] for content, _ in sent] == ["vega", "tools"]
    for content, (buffer,) in sent:
        assert bytes(buffer) == (STATIC / f"{content['name']}.js").read_bytes()
        assert b"https://cdn" not in bytes(buffer)
