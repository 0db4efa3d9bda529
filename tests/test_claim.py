"""The century-of-ranks claim: its numbers, its verdict, its words."""

import json
from pathlib import Path

import numpy as np
import pytest
import scipy.stats

import levelkit as lk
from levelkit.claims import Verdict, panel, panels
from levelkit.claims.century_of_ranks import CRITERION, _verdict, evaluate

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
    assert any("Ranks 5 to 9 in 2020 are near ties" in caveat for caveat in found.caveats)
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
    assert _verdict(figures) == expected


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
