"""Verdict and words of the widening-gaps claim: its two parts at their edges, and what is said."""

import math
import random
import re

import numpy as np
import pytest

import levelkit as lk
from levelkit.claims import Verdict
from levelkit.claims.numbers import said as words_of_a_figure
from levelkit.claims.numbers import significant
from levelkit.claims.verdict import overall
from levelkit.claims.widening_gaps.criterion import CRITERION, EARLY, SINCE, judge
from levelkit.claims.widening_gaps.early import Early, early
from levelkit.claims.widening_gaps.panels import panel
from levelkit.claims.widening_gaps.words import headline, reason, sentence

CLAIM = lk.claim("widening-gaps")


def part_of(found, name):
    return next(part for part in found.parts if part.name == name)


def figures_of(low, high, *, n=12, years=20, start=0.2, end=0.3):
    middle = (low + high) / 2
    return {
        "start": start, "end": end, "per_decade": middle, "decade_low": low, "decade_high": high,
        "p_value": 0.01 if low * high > 0 else 0.2, "n": n, "years": years, "ar": 0.7,
        "ar_low": 0.5, "ar_high": 0.9, "last_decade_from": math.nan,
    }  # fmt: skip


def early_of(start, end):
    return Early(start, end, 100 * (end / start - 1), (-1, 1), (), 0.5)


@pytest.mark.parametrize(
    ("early_end", "low", "high", "n", "years", "expected"),
    [
        (0.2, 1, 9, 12, 20, ("supported", "supported", "supported")),
        (0.2, -1, 9, 12, 20, ("supported", "cannot tell", "mixed")),
        (0.2, 0, 9, 12, 20, ("supported", "cannot tell", "mixed")),
        (0.2, -9, -1, 12, 20, ("supported", "not supported", "mixed")),
        (0.1, 1, 9, 12, 20, ("not supported", "supported", "mixed")),
        (0.1, -9, -1, 12, 20, ("not supported", "not supported", "not supported")),
        (0.15, -9, -1, 12, 20, ("not supported", "not supported", "not supported")),
        (0.15004, 1, 9, 12, 20, ("not supported", "supported", "mixed")),
        (0.2, 1, 9, 4, 20, ("supported", "cannot be tested", "supported")),
        (0.1, 1, 9, 12, 5, ("not supported", "cannot be tested", "not supported")),
    ],
)
def test_verdict_follows_the_criterion_at_its_edges(early_end, low, high, n, years, expected):
    figures, then = figures_of(low, high, n=n, years=years), early_of(0.15, early_end)
    parts = judge(figures, then)
    assert (*(str(part.verdict) for part in parts), str(overall(parts))) == expected
    for newest in (2023, 2024):
        assert len(headline(then, parts[1], (1998, 2023), newest).split()) <= 10
        assert reason(then, parts[1], (1998, 2023), newest).endswith(".")
    said = sentence(figures, then, parts[1], "cv", 1998, 2023, weighted=True)
    assert "nan" not in said + parts[0].reason + parts[1].reason


def test_the_rule_for_the_trend_is_the_same_on_both_sides():
    turned = {Verdict.SUPPORTED: Verdict.NOT_SUPPORTED, Verdict.NOT_SUPPORTED: Verdict.SUPPORTED}
    for low, high in ((1, 9), (-1, 9), (-9, 1), (-9, -1)):
        one, other = (
            judge(figures_of(*ends), early_of(0.2, 0.1))[1].verdict
            for ends in ((low, high), (-high, -low))
        )
        assert other is turned.get(one, one)


def test_a_sure_trend_against_its_ends_is_said():
    for low, high, end, lower in ((1, 9, 0.19, "lower"), (-9, -1, 0.21, "higher")):
        figures, then = figures_of(low, high, end=end), early_of(0.2, 0.1)
        since = judge(figures, then)[1]
        said = sentence(figures, then, since, "cv", 1998, 2023, weighted=False)
        assert f"Yet it ended {lower} than it began" in said
    figures = figures_of(1, 9)
    since = judge(figures, then)[1]
    assert "Yet it" not in sentence(figures, then, since, "cv", 1998, 2023, weighted=False)


@pytest.mark.parametrize(
    ("made", "said"),
    [
        ({"first_year": 2003, "last_year": 2013, "weighted": False, "include_capital": False}, "was unchanged at 0.118"),
        ({"data": "uk-lad-2021-gdp", "measure": "atkinson", "last_year": 2004, "weighted": False}, "was unchanged at 0.0376"),
        ({"measure": "theil"}, "went from 0.0336 to 0.0455"),
    ],
)  # fmt: skip
def test_figures_are_said_to_three_digits_and_less_is_unchanged(made, said):
    assert said in CLAIM.evaluate(**made).sentence


@pytest.mark.parametrize(
    ("value", "said"),
    [(0.29, "0.290"), (0.03844, "0.0384"), (2.2743, "2.27"), (35.71, "35.7"), (0.000123, "0.000123"),
     (1234.0, "1,230"), (0.0, "0.000"), (0.9996, "1.00"), (9.996, "10.0")],
)  # fmt: skip
def test_three_significant_digits(value, said):
    assert words_of_a_figure(value) == said
    assert significant(value) == pytest.approx(value, rel=5e-3)


def test_no_sentence_goes_from_a_figure_to_the_same_one():
    for made in random.Random(4).sample(list(CLAIM.combinations()), 60):
        text = CLAIM.answer(**made).sentence
        for start, end in re.findall(r"went from ([\d.,]+) to ([\d.,]*\d)", text):
            assert start != end, text


def test_measures_read_as_the_field_says_them():
    people = CLAIM.evaluate(measure="p90_p10").sentence
    assert "the ratio of the 90th to the 10th percentile, weighted by people, went from" in people
    extremes = CLAIM.evaluate(measure="max_min").sentence
    assert "the ratio of the highest to the lowest went from" in extremes


def test_years_that_end_early_are_named_by_both_ends():
    found = CLAIM.evaluate(last_year=2013)
    assert "from 1998 to 2013 no trend is sure" in found.reason
    assert found.headline.endswith("1998-2013 no trend is sure")


def test_the_criterion_names_its_thresholds():
    for number in ("1980", "1950", "95% interval", "5 regions", "6 years", "3 digits"):
        assert number in CRITERION
    assert "Mann-Kendall" not in CRITERION


def test_why_it_is_mixed_and_what_became_of_londons_area():
    found = CLAIM.evaluate()
    said = " ".join(found.caveats)
    assert "As one rise of 70 years the claim fails with its first 30" in said
    assert "of the chosen years the figures cannot tell" in said
    assert "from 1970 like Greater London (inferred from population totals" in said
    rising = CLAIM.evaluate(measure="max_min")
    assert part_of(rising, SINCE).verdict is Verdict.SUPPORTED
    assert "of the chosen years they did" in " ".join(rising.caveats)


def test_what_the_early_figures_hang_on():
    """Recomputed by pandas: the change without each region, and with errors of 3 %."""
    values = panel("uk-10-gdp-ppp").values.sel(year=[1950, 1980]).to_pandas()
    people = panel("uk-10-gdp-ppp").people.sel(year=[1950, 1980]).to_pandas()

    def change(x):
        def spread(year):
            w = people.loc[x.index, year] / people.loc[x.index, year].sum()
            return math.sqrt((w * (x[year] / (w * x[year]).sum() - 1) ** 2).sum())

        return 100 * (spread(1980) / spread(1950) - 1)

    found = early("cv", weighted=True, include_capital=True)
    each = [change(values.drop(region)) for region in values.index]
    assert found.change == pytest.approx(change(values)) == pytest.approx(-24.1, abs=0.05)
    assert found.without == pytest.approx((min(each), max(each)))
    assert found.turned_by == ()
    rng = np.random.default_rng(1)
    draws = [change(values * np.exp(rng.normal(0, 0.03, values.shape))) for _ in range(500)]
    assert found.wider_draws == pytest.approx(np.mean(np.array(draws) > 0), abs=0.02)
    without_london = early("cv", weighted=True, include_capital=False)
    assert without_london.turned_by == ("West Midlands",)
    assert 0.25 < without_london.wider_draws < 0.45
    answered = CLAIM.evaluate(include_capital=False)
    assert "though not if West Midlands is left out" in answered.reason
    assert "it fell in 66% of draws" in part_of(answered, EARLY).reason
    assert "whichever region is left out" in CLAIM.evaluate().reason
