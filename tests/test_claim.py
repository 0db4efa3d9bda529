"""The century-of-ranks claim: its numbers, its verdict, its words."""

import json
from pathlib import Path

import numpy as np
import pytest
import scipy.stats

import levelkit as lk
from levelkit.claims import Verdict, panel, panels
from levelkit.claims.century_criterion import CRITERION, judge
from levelkit.claims.century_of_ranks import evaluate
from levelkit.claims.century_words import headline, reason, stated, stated_p
from levelkit.claims.panels import short_name

NOTEBOOK = Path(__file__).parents[1] / "notebooks/01-a-century-of-ranks.ipynb"


def test_default_answer_is_mixed_and_honest_about_the_shape():
    found = evaluate()
    assert found.choices["first_year"] == 1900
    assert found.choices["last_year"] == 2020
    assert found.verdict is Verdict.MIXED
    assert found.figures["spearman"] == pytest.approx(0.782, abs=5e-4)
    assert found.figures["lowest_year"] == 1960
    for part in ("0.78", "95% interval 0.20 to 0.96", "by 1960", "0.28", "0.87", "basis"):
        assert part in found.sentence
    assert len(found.headline.split()) < 10
    assert found.subject == "10 regions of the UK, 1900 to 2020"
    assert found.reason == (
        "The two ends agree, but the order fell apart in between and came back."
    )
    assert found.caveats[0] == (
        "Ranks 5 to 9 in 2020 are near ties: North East + North West, East Midlands, Northern Ireland "
        "and Yorkshire and The Humber each lie within 3% of West Midlands, so their order means little."
    )
    assert any("139" in caveat and "167" in caveat for caveat in found.caveats)


def test_single_basis_end_points_agree():
    found = evaluate(measure="gdp_per_head_intl2011usd", last_year=2015)
    assert found.figures["spearman"] == pytest.approx(0.867, abs=5e-4)
    assert found.figures["kendall"] == pytest.approx(0.689, abs=5e-4)


def test_without_london():
    found = evaluate(last_year=2015, include_capital=False)
    assert found.figures["n"] == 9
    assert found.figures["spearman"] == pytest.approx(0.8167, abs=5e-5)
    assert found.figures["lowest"] == pytest.approx(0.0167, abs=5e-5)
    assert "without London" in found.sentence
    assert found.subject == "9 regions of the UK without London, 1900 to 2015"


def test_near_ties_lie_as_close_to_the_one_named_as_is_said():
    found = evaluate()
    at = found.tables["ranks"].sel(year=2020)
    band = at.isel(region=(at.band_size == 5).values)
    centre = float(band.value.values[band["name"].values == "West Midlands"][0])
    assert float(band.value.max()) <= 1.03 * centre
    assert centre <= 1.03 * float(band.value.min())


def test_the_first_year_is_no_estimate_of_itself():
    order = evaluate().tables["order"]
    assert float(order.estimate.sel(year=1900)) == 1
    for name in ("ci_low", "ci_high", "p_value"):
        assert np.isnan(order[name].sel(year=1900))
        assert order[name].sel(year=slice(1901, None)).notnull().all()


def test_a_measure_cites_the_publishers_of_its_own_figures():
    def source(**choices):
        return evaluate(**choices).attrs["source"]

    roses_wolf = source(measure="gdp_per_head_intl2011usd")
    assert "Wolf" in roses_wolf and "Statistics" not in roses_wolf
    assert source(last_year=2015) == roses_wolf  # the joined series up to its first break
    both = source()
    assert "Wolf" in both and "domestic product" in both and "value added" not in both
    assert "value added" in source(last_year=2023)
    assert "Wolf" not in source(measure="gva_per_head_gbp")
    assert "Wolf" not in source(data="uk-itl2")


@pytest.mark.parametrize("key", list(panels()))
@pytest.mark.parametrize("include_capital", [True, False])
def test_every_panel_and_measure_gives_an_answer(key, include_capital):
    chosen = panel(key)
    if chosen.data.sizes["region"] == 1 and not include_capital:
        with pytest.raises(ValueError, match="is the only region of"):
            evaluate(data=key, include_capital=False)
        return
    for measure in chosen.measures:
        found = evaluate(data=key, measure=measure, include_capital=include_capital)
        assert found.sentence.endswith(".")
        assert "nan" not in found.sentence
        few = found.tables["ranks"].sizes["region"] < 5
        assert (found.verdict is Verdict.NO_VERDICT) == few
        if not few:
            ranks = found.tables["ranks"].value
            first, last = (found.choices[name] for name in ("first_year", "last_year"))
            a, b = (ranks.sel(year=year).to_numpy() for year in (first, last))
            keep = np.isfinite(a) & np.isfinite(b)
            expected = scipy.stats.spearmanr(a[keep], b[keep]).statistic
            assert found.figures["spearman"] == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize(
    ("spearman", "p_value", "lowest", "n", "expected"),
    [
        (0.70, 0.01, 0.50, 10, "supported"),
        (0.70, 0.01, np.nan, 10, "supported"),
        (0.69, 0.01, 0.60, 10, "mixed"),
        (0.90, 0.01, 0.49, 10, "mixed"),
        (0.80, 0.05, 0.60, 6, "mixed"),
        (0.40, 0.20, 0.40, 10, "mixed"),
        (0.39, 0.20, 0.39, 10, "not supported"),
        (-0.5, 0.01, -0.5, 10, "not supported"),
        (1.00, 0.01, 1.00, 4, "cannot be tested"),
        (np.nan, np.nan, np.nan, 10, "cannot be tested"),
    ],
)
def test_verdict_follows_the_criterion_at_its_edges(spearman, p_value, lowest, n, expected):
    figures = {"spearman": spearman, "p_value": p_value, "lowest": lowest, "n": n}
    assert judge(figures) == expected


@pytest.mark.parametrize(
    ("spearman", "p_value", "lowest", "why"),
    [
        (
            0.90,
            0.01,
            0.28,
            "The two ends agree, but the order fell apart in between and came back.",
        ),
        (0.90, 0.01, 0.45, "The two ends agree, but the order loosened in between and came back."),
        (0.71, 0.058, 0.71, "Mixed because so high a correlation could still be luck (p = 0.058)."),
        (
            0.70,
            0.233,
            0.30,
            "could still be luck (p = 0.233), and the order fell apart in between.",
        ),
        (0.60, 0.01, 0.60, "Mixed because the orders agree only in part."),
        (0.44, 0.0541, 0.40, "only in part, and even that could be luck (p = 0.054)."),
        (0.90, 0.01, 0.80, "much like that at the beginning, and was never lost in between."),
        (0.90, 0.01, np.nan, "The order at the end is much like that at the beginning."),
        (0.10, 0.80, 0.10, "The orders at the two ends have little in common."),
        (-0.43, 0.25, -0.50, "The order has turned round rather than held."),
        (np.nan, np.nan, np.nan, "With so few regions no ranking can be told from luck."),
    ],
)
def test_the_reason_is_the_one_that_decided(spearman, p_value, lowest, why):
    figures = {"spearman": spearman, "p_value": p_value, "lowest": lowest, "n": 10}
    verdict = judge(figures)
    assert reason(figures, verdict).endswith(why)
    assert "gone" not in headline(figures, verdict, 1900, 2015)
    assert len(headline(figures, verdict, 1900, 2015).split()) <= 10


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.697, "0.697"), (0.6997, "0.6997"), (0.7, "0.70"), (0.4041, "0.404"), (0.39996, "0.39996"),
     (0.5049, "0.505"), (0.782, "0.78"), (-0.43, "−0.43")],
)  # fmt: skip
def test_a_number_near_a_threshold_shows_its_side(value, text):
    assert stated(value) == text


def test_a_p_value_near_the_threshold_shows_its_side():
    assert [stated_p(p) for p in (0.0496, 0.05, 0.0504, 0.058)] == [
        "0.0496", "0.050", "0.0504", "0.058",
    ]  # fmt: skip


def test_names_for_a_phone_are_short_and_tell_regions_apart():
    for key in panels():
        names = panel(key).data.name.values.tolist()
        short = [short_name(name) for name in names]
        assert len(set(short)) == len(names), key
        assert max(map(len, short)) <= 12
    assert short_name("Inner London - West") == "Inner…West"


def test_years_may_be_given_as_text():
    assert evaluate(first_year="1900", last_year="2015").choices == evaluate(last_year=2015).choices


def test_criterion_on_the_page_states_the_thresholds_of_the_code():
    text = " ".join(
        "".join(cell["source"])
        for cell in json.loads(NOTEBOOK.read_text())["cells"]
        if cell["cell_type"] == "markdown"
    )
    for number in ("0.7", "0.05", "0.5", "0.4", "five regions"):
        assert number in text
    for number in ("0.7", "0.05", "0.5", "0.4", "5 regions"):
        assert number in CRITERION


@pytest.mark.parametrize(
    ("choices", "message"),
    [
        ({"data": "uk10"}, "Did you mean 'uk-10'"),
        ({"data": "Germany"}, "Unknown panel 'Germany'. Did you mean 'europe-germany'"),
        ({"data": "uk-century"}, "'uk-century' is a table, not a panel. Take 'uk-10'"),
        ({"data": "uk-itl"}, "'uk-itl1' or 'uk-itl2'"),
        ({"first_year": "then"}, "No figures for then. Years there are: .*1900"),
        ({"measure": "gdp"}, "Unknown measure 'gdp'"),
        ({"first_year": 1066}, "No figures for 1066. Years there are: .*1900"),
        ({"first_year": 2015, "last_year": 1900}, "must come before"),
    ],
)
def test_bad_choices_are_named(choices, message):
    with pytest.raises((ValueError, lk.UnknownDatasetError), match=message):
        evaluate(**choices)


def test_notes_about_other_countries_are_left_out():
    german = " ".join(evaluate(data="europe-germany").caveats)
    assert "Darmstadt with Gießen" in german
    for elsewhere in ("Flevoland", "Åland", "London", "Vienna"):
        assert elsewhere not in german
    assert "Flevoland has no GDP" in " ".join(evaluate(data="europe-netherlands").caveats)


def test_the_uk_is_the_most_like_its_1900_self_in_europe():
    found = {key: evaluate(data=key, last_year=2015).figures["spearman"]
             for key in panels()
             if key.startswith("europe-") and panel(key).data.sizes["region"] >= 5}  # fmt: skip
    assert len(found) == 14
    assert max(found, key=found.get) == "europe-united-kingdom"
