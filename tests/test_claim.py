"""The century-of-ranks claim: its numbers, its verdict, its words."""

import json
from pathlib import Path

import numpy as np
import pytest

import levelkit as lk
from levelkit.claims import Verdict, panel
from levelkit.claims.century_of_ranks import criterion, sensitivity
from levelkit.claims.century_of_ranks.criterion import CRITERION, judge
from levelkit.claims.century_of_ranks.series import offered
from levelkit.claims.century_of_ranks.words import stated
from levelkit.claims.short_names import short_name

CLAIM = lk.claim("century-of-ranks")
NOTEBOOK = Path(__file__).parents[1] / "notebooks/01-a-century-of-ranks.ipynb"
evaluate = CLAIM.evaluate


def parts_of(found):
    return {part.name: part for part in found.parts}


def test_default_answer_judges_ends_and_path_apart():
    """The ends are what the lecture says; that the path is judged with them would lean towards mixed."""
    found = evaluate()
    assert found.choices["first_year"] == 1900
    assert found.choices["last_year"] == 2020
    ends, path = found.parts
    assert ends.verdict is Verdict.SUPPORTED
    assert path.verdict is Verdict.NOT_SUPPORTED
    assert found.verdict is Verdict.MIXED
    assert found.figures["spearman"] == pytest.approx(0.782, abs=5e-4)
    assert found.figures["p_value"] == pytest.approx(0.011, abs=5e-4)
    assert found.figures["lowest_year"] == 1960
    for part in ("0.78", "lowest in 1960, at 0.28", "0.87", "basis"):
        assert part in found.sentence
    assert found.headline == "The old order loosened, then came back"
    assert found.subject == "10 regions of the UK, 1900 to 2020"
    assert found.reason == (
        "The two ends agree (0.78; 0.70 to 0.85 without any one region), but the order loosened in between "
        "and came back."
    )
    assert ends.reason == (
        "Rank correlation 0.78 (it takes 0.7); 0.70 to 0.85 without any one region, 0.42 to 0.90 if figures "
        "are 3% off."
    )
    assert path.reason == (
        "Lowest in 1960, at 0.28 (it takes 0.5); 0.02 to 0.48 without any one region, 0.14 to 0.65 if "
        "figures are 3% off."
    )
    assert found.caveats[0] == (
        "Ranks 5 to 9 in 2020 are near ties: North East + North West, East Midlands, Northern Ireland "
        "and Yorkshire and The Humber each lie within 3% of West Midlands, so their order means little."
    )
    assert any("139" in caveat and "167" in caveat for caveat in found.caveats)


def test_an_answer_near_the_threshold_names_the_regions_that_would_turn_it():
    """In 2023 the figure is below 0.7; without either of two regions it would not be."""
    found = evaluate(last_year=2023)
    assert found.verdict is Verdict.NOT_SUPPORTED
    ends = parts_of(found)["ends"].reason
    assert "0.66" in ends
    assert ends.endswith("Leaving out East Midlands or Northern Ireland would turn this.")
    without = parts_of(evaluate(include_capital=False))["ends"]
    assert without.verdict is Verdict.SUPPORTED
    assert without.reason.endswith("Leaving out any of 5 regions would turn this.")


@pytest.mark.parametrize(
    ("choices", "said"),
    [({"first_year": 1990}, "30 years are too short to test a century"),
     ({"data": "uk-itl1", "last_year": 1999}, "1 year is too short to test a century"),
     ({"data": "uk-itl2"}, "22 years are too short to test a century"),
     ({"data": "europe-ireland"}, "Too few regions")],
)  # fmt: skip
def test_short_spans_and_few_regions_cannot_be_tested(choices, said):
    found = evaluate(**choices)
    assert found.verdict is Verdict.CANNOT_TEST
    assert {part.verdict for part in found.parts} == {Verdict.CANNOT_TEST}
    assert all(part.reason.startswith(said) for part in found.parts)
    assert np.isnan(found.figures["error_low"])


def test_starts_that_nobody_claims_do_not_count():
    counted = [made for made in CLAIM.combinations() if CLAIM.counted(made)]
    assert {made["first_year"] for made in counted} == {1900}
    assert len(counted) == 22
    assert evaluate(first_year=1950, last_year=2015).verdict is not Verdict.CANNOT_TEST


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
    ("spearman", "lowest", "n", "span", "ends", "path"),
    [
        (0.70, 0.50, 10, 120, "supported", "supported"),
        (0.70, np.nan, 10, 120, "supported", "cannot be tested"),
        (0.69, 0.60, 10, 120, "not supported", "supported"),
        (0.90, 0.49, 10, 120, "supported", "not supported"),
        (-0.5, -0.5, 10, 120, "not supported", "not supported"),
        (0.90, 0.80, 10, 40, "supported", "supported"),
        (0.90, 0.80, 10, 39, "cannot be tested", "cannot be tested"),
        (1.00, 1.00, 4, 120, "cannot be tested", "cannot be tested"),
        (np.nan, np.nan, 10, 120, "cannot be tested", "cannot be tested"),
    ],
)
def test_each_part_follows_the_criterion_at_its_edges(spearman, lowest, n, span, ends, path):
    figures = {"spearman": spearman, "lowest": lowest, "n": n, "span": span}
    assert judge(figures) == {"ends": ends, "path": path}


@pytest.mark.parametrize(
    ("choices", "title", "why"),
    [
        ({}, "The old order loosened, then came back", "but the order loosened in between and came back."),
        ({"last_year": 1950}, "The ranking of 1950 is not that of 1900", "The two ends do not agree (0.491; 0.30 to 0.65 without any one region), but the order never loosened much in between."),
        ({"last_year": 2023}, "The ranking of 2023 is not that of 1900", ": the order loosened."),
        ({"data": "europe-france", "first_year": 1950, "last_year": 2015}, None, None),
        ({"data": "uk-itl1"}, "22 years are too short to test a century", "22 years are too short to test a century: it takes 40."),
        ({"data": "europe-ireland"}, "Too few regions to test a ranking", "With so few regions no ranking can be told from luck."),
    ],
    ids=str,
)  # fmt: skip
def test_the_reason_is_the_one_that_decided(choices, title, why):
    found = evaluate(**choices)
    assert len(found.headline.split()) <= 10
    assert title is None or found.headline == title
    assert why is None or found.reason.endswith(why)
    for text in (found.headline, found.reason, found.sentence):
        assert "dissolve" not in text and "fell apart" not in text and "nan" not in text


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.697, "0.697"), (0.6997, "0.6997"), (0.7, "0.70"), (0.4041, "0.40"), (0.49996, "0.49996"),
     (0.5049, "0.505"), (0.782, "0.78"), (-0.43, "−0.43")],
)  # fmt: skip
def test_a_number_near_a_threshold_shows_its_side(value, text):
    assert stated(value) == text


def test_names_for_a_phone_are_short_and_tell_regions_apart():
    for key in offered():
        names = panel(key).names.tolist()
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
    words = " ".join(text.replace("\n# ", "\n").split())
    for part in (f"at least {criterion.AGREE}", f"at least {criterion.KEPT} in every year"):
        assert part in words and part in CRITERION
    assert "fewer than five regions" in words and f"fewer than {criterion.SPAN} years" in words
    assert f"{sensitivity.DRAWS:,} draws" in words
    assert f"fewer than {criterion.TOO_FEW} regions" in CRITERION
    assert f"fewer than {criterion.SPAN} years" in CRITERION
    assert f"errors of {criterion.TIE_ERROR:.0%}" in CRITERION
    assert (criterion.TOO_FEW, criterion.TIE_ERROR, criterion.SPAN) == (5, 0.03, 40)
    # The curve marks the same thresholds.
    assert list(CLAIM.effect.guides) == [criterion.AGREE, criterion.KEPT]


def test_what_counts_is_what_the_words_say():
    from levelkit.claims import century_of_ranks as made

    text = " ".join(NOTEBOOK.read_text(encoding="utf-8").split())
    for words in (CLAIM.counted_words, text):
        assert f"from {made.START} to {made.END_FROM} or later" in words
    kept = [one for one in CLAIM.combinations() if CLAIM.counted(one)]
    assert {one["data"] for one in kept} == {"uk-10"}
    assert {one["first_year"] for one in kept} == {made.START}
    assert min(one["last_year"] for one in kept) == made.END_FROM
    # Figures that are in two measures count once: no two give the same numbers of the same years.
    series = {}
    for one in kept:
        values = panel("uk-10", one["measure"], include_capital=one["include_capital"]).values
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
        panel("uk-10", "gdp")
    with pytest.raises(ValueError, match="is the only region of"):
        panel("europe-ireland", "gdp_per_head_intl2011usd", include_capital=False)


def test_notes_about_other_countries_are_left_out():
    german = " ".join(evaluate(data="europe-germany").caveats)
    assert "Darmstadt with Gießen" in german
    for elsewhere in ("Flevoland", "Åland", "London", "Vienna"):
        assert elsewhere not in german
    assert "Flevoland has no GDP" in " ".join(evaluate(data="europe-netherlands").caveats)


def test_the_uk_is_the_most_like_its_1900_self_in_europe():
    found = {key: evaluate(data=key, last_year=2015).figures["spearman"]
             for key in offered()
             if key.startswith("europe-") and panel(key).names.size >= 5}  # fmt: skip
    assert len(found) == 14
    assert max(found, key=found.get) == "europe-united-kingdom"
