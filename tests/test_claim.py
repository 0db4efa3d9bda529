"""The century-of-ranks claim: its numbers, its verdict, its words."""

import json
from pathlib import Path

import numpy as np
import pytest

import levelkit as lk
from levelkit.claims import Verdict, panel, panels
from levelkit.claims.century_of_ranks import criterion
from levelkit.claims.century_of_ranks.criterion import CRITERION, judge
from levelkit.claims.century_of_ranks.words import headline, reason, stated, stated_p
from levelkit.claims.panels import short_name

CLAIM = lk.claim("century-of-ranks")
NOTEBOOK = Path(__file__).parents[1] / "notebooks/01-a-century-of-ranks.ipynb"
evaluate = CLAIM.evaluate


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


def test_criterion_on_the_page_states_the_thresholds_of_the_code():
    text = " ".join(
        "".join(cell["source"])
        for cell in json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
        if cell["cell_type"] == "markdown"
    )
    agree, kept = f"at least {criterion.AGREE}", f"at least {criterion.KEPT} in every year"
    apart, luck = f"below {criterion.APART}", f"p below {criterion.SIGNIFICANT}"
    for part in (agree, kept, apart, luck):
        assert part in " ".join(text.split())
        assert part in CRITERION
    assert "fewer than five regions" in text
    assert f"fewer than {criterion.TOO_FEW} regions" in CRITERION
    assert criterion.TOO_FEW == 5
    # The curve marks the same thresholds.
    assert list(CLAIM.effect.guides) == [criterion.AGREE, criterion.APART]


def test_what_counts_is_what_the_words_say():
    from levelkit.claims import century_of_ranks as made

    text = " ".join(NOTEBOOK.read_text(encoding="utf-8").split())
    for words in (CLAIM.counted_words, text):
        assert f"from {made.START_BY} or before to {made.END_FROM} or later" in words
    kept = [one for one in CLAIM.combinations() if CLAIM.counted(one)]
    assert {one["data"] for one in kept} == {"uk-10"}
    assert max(one["first_year"] for one in kept) == made.START_BY
    assert min(one["last_year"] for one in kept) == made.END_FROM
    # Figures that are in two measures count once: no two give the same numbers of the same years.
    series = {}
    for one in kept:
        values = panel("uk-10").series(one["measure"], include_capital=one["include_capital"])
        found = values.sel(year=slice(one["first_year"], one["last_year"]))
        key = (tuple(found.year.values.tolist()), one["include_capital"])
        # On one basis the joined series is the other one over its average.
        order = lk.rank(found).values.tobytes()
        assert order not in series.get(key, set())
        series.setdefault(key, set()).add(order)


@pytest.mark.parametrize(
    ("key", "message"),
    [
        ("uk10", "Did you mean 'uk-10'"),
        ("Germany", "Unknown panel 'Germany'. Did you mean 'europe-germany'"),
        ("uk-century", "'uk-century' is a table, not a panel. Take 'uk-10'"),
        ("uk-itl", "'uk-itl1' or 'uk-itl2'"),
    ],
)
def test_an_unknown_panel_is_named_with_what_may_be_meant(key, message):
    with pytest.raises(lk.UnknownDatasetError, match=message):
        panel(key)


def test_an_unknown_measure_is_named():
    with pytest.raises(ValueError, match="Unknown measure 'gdp'"):
        panel("uk-10").series("gdp")
    with pytest.raises(ValueError, match="is the only region of"):
        panel("europe-ireland").series("gdp_per_head_intl2011usd", include_capital=False)


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
