"""The widening-gaps claim: check values, verdict, decomposition, words."""

import math
import random
import re

import numpy as np
import pandas as pd
import pytest

import levelkit as lk
from levelkit.claims import Verdict
from levelkit.claims.spreads import SPREADS, spread_of
from levelkit.claims.verdict import overall
from levelkit.claims.widening_gaps.answer import spec_of
from levelkit.claims.widening_gaps.criterion import CRITERION, EARLY, PARTS, SINCE, judge
from levelkit.claims.widening_gaps.early import Early, early
from levelkit.claims.widening_gaps.figures import said as words_of_a_figure
from levelkit.claims.widening_gaps.figures import significant
from levelkit.claims.widening_gaps.panels import BASIS_UNTIL, PANELS, panel
from levelkit.claims.widening_gaps.spread_years import (
    influence,
    parts_of_cv_squared,
    trends,
    yearly,
)
from levelkit.claims.widening_gaps.words import headline, reason, sentence

CLAIM = lk.claim("widening-gaps")
PLAIN = {"include_capital": True, "real_prices": False}


@pytest.mark.parametrize(
    ("key", "year", "expected"),
    [
        ("long-run", 1900, 0.189), ("long-run", 1938, 0.269), ("long-run", 1950, 0.176),
        ("long-run", 1990, 0.128), ("long-run", 2015, 0.301), ("gva-itl1", 1998, 0.275),
        ("gva-itl1", 2023, 0.326), ("gdhi-itl1", 1998, 0.138), ("gdhi-itl1", 2020, 0.183),
        ("index-1989", 1989, 0.185),
    ],
)  # fmt: skip
def test_published_weighted_coefficients_of_variation(key, year, expected):
    value = float(yearly(key, **PLAIN).sel(spec="cv|people", year=year))
    assert value == pytest.approx(expected, abs=5e-4)


def test_the_older_accounts_leave_northern_ireland_out_of_every_year():
    names = panel("index-1989").values["name"].values
    assert "Northern Ireland" not in names and len(names) == 11
    table = lk.load("uk-index-1989").sel(year=2005)
    whole = lk.williamson(table.relative_to_uk_percent, weights=table["population"])
    assert float(whole) == pytest.approx(0.215, abs=5e-4)  # as published, with it


def part_of(found, name):
    return next(part for part in found.parts if part.name == name)


def test_the_default_answer_judges_both_parts():
    """Until a trend was asked for with persistence allowed for, "since" was called a widening."""
    found = CLAIM.evaluate()
    assert {part.name: str(part.verdict) for part in found.parts} == {
        "1950-1980": "not supported", "since": "cannot tell",
    }  # fmt: skip
    assert found.verdict is Verdict.MIXED
    assert found.headline == "Gaps narrowed until 1980; since 1998 no trend is sure"
    assert found.figures["early_start"] == pytest.approx(0.176, abs=5e-4)
    assert found.figures["early_end"] == pytest.approx(0.134, abs=5e-4)
    assert found.figures["per_decade"] == pytest.approx(8.0, abs=0.05)
    assert found.figures["decade_low"] == pytest.approx(-2.5, abs=0.1)
    assert found.figures["decade_high"] == pytest.approx(17.2, abs=0.1)
    assert found.figures["p_value"] == pytest.approx(0.137, abs=0.002)
    for part in ("0.275", "0.326", "+8.0%", "−2.5% to +17.2%", "1950", "1980"):
        assert part in found.sentence
    assert "never joined" in " ".join(found.caveats)


def test_the_parts_are_the_same_for_all_choices():
    for view in CLAIM.views:
        parts = CLAIM.evaluate(**view.choices).parts
        assert {part.name: part.label for part in parts} == PARTS


def test_interval_p_value_and_verdict_come_from_one_method():
    for key in PANELS:
        years = panel(key).values.year.values
        made = trends(key, int(years[0]), int(years[-1]), **PLAIN)
        x = yearly(key, **PLAIN)
        found = lk.linear_trend(x)
        np.testing.assert_allclose(made.p_value, found.p_value)
        np.testing.assert_allclose(made.decade_low, 1000 * found.ci_low / x[:, 0])
        outside = (made.decade_low > 0) | (made.decade_high < 0)
        np.testing.assert_array_equal(outside, made.p_value < 0.05)
        assert not made.isnull().any().to_array().any()


@pytest.mark.parametrize(("measure", "by_sen", "of_the_distance"), [("max_min", 4.2, 7.5), ("p90_p10", 4.9, 12.9)])  # fmt: skip
def test_a_trend_is_in_percent_of_the_first_value_of_ratios_too(measure, by_sen, of_the_distance):
    """It was in % of the distance from 1, and said to be of the first value."""
    found = CLAIM.evaluate(measure=measure)
    start = found.figures["start"]
    x = yearly("gva-itl1", **PLAIN).sel(spec=spec_of(measure, weighted=True))
    slope = float(lk.mann_kendall(x).slope)
    assert 1000 * slope / start == pytest.approx(by_sen, abs=0.05)
    assert 1000 * slope / (start - 1) == pytest.approx(of_the_distance, abs=0.05)
    ours = float(lk.linear_trend(x).slope)
    assert found.figures["per_decade"] == pytest.approx(1000 * ours / start)
    assert f"{found.figures['per_decade']:+.1f}% of its first value a decade" in found.sentence


def test_ratios_are_636_of_the_combinations():
    ratios = [made for made in CLAIM.combinations() if SPREADS[made["measure"]].equal == 1]
    assert len(ratios) == 636
    for made in random.Random(3).sample(ratios, 8):
        figures = CLAIM.answer(**made).figures
        assert figures["per_decade"] == pytest.approx(1000 * figures["slope"] / figures["start"])


def test_the_plateau_of_the_last_ten_years_is_shown():
    """Sen's slope since 2013 is +0.3 % a decade; with persistence allowed for it cannot be told."""
    found = CLAIM.evaluate()
    ten = yearly("gva-itl1", **PLAIN).sel(spec="cv|people", year=slice(2013, None))
    assert 1000 * float(lk.mann_kendall(ten).slope / ten[0]) == pytest.approx(0.3, abs=0.05)
    assert found.figures["last_decade_from"] == 2013
    assert found.figures["last_decade"] == pytest.approx(2.8, abs=0.05)
    assert found.figures["last_decade_low"] == pytest.approx(-19.2, abs=0.2)
    assert found.figures["last_decade_high"] == pytest.approx(28.3, abs=0.2)
    assert "In 2013 it stood at 0.311; the trend since then is +2.8% a decade" in found.sentence
    alone = CLAIM.evaluate(first_year=2013)
    assert alone.figures["per_decade"] == pytest.approx(found.figures["last_decade"])
    assert math.isnan(alone.figures["last_decade"]) and "stood at" not in alone.sentence
    assert any(view.choices == {"first_year": 2013} for view in CLAIM.views)


def test_how_persistent_the_series_is_stands_in_the_sentence():
    found = CLAIM.evaluate()
    assert found.figures["ar"] == pytest.approx(0.66, abs=0.01)
    assert "Of a deviation from the trend 66% is left a year later (44% to 96%)." in found.sentence
    walks = CLAIM.evaluate(measure="p90_p10")
    assert walks.figures["ar_high"] == 1
    assert any("about 89 of 100 cases" in note for note in walks.caveats)
    assert not any("about 89 of 100 cases" in note for note in found.caveats)


def test_no_break_in_level_is_told_of_a_series_that_rises():
    """ "Its level changed in 2007" was one: every steady rise has it."""
    found = CLAIM.evaluate()
    assert "level changed" not in found.sentence
    assert not any("break" in name for name in found.figures)


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
    values = panel("long-run").values.sel(year=[1950, 1980]).to_pandas()
    people = panel("long-run").weights.sel(year=[1950, 1980]).to_pandas()

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


def test_nothing_after_the_change_of_basis_enters_the_verdict():
    """The long-run figures rise steeply after 1980: none of that may be counted."""
    figures = CLAIM.evaluate().figures
    whole = yearly("long-run", **PLAIN).sel(spec="cv|people")
    assert float(whole.sel(year=2015)) > 2 * figures["early_end"]
    assert figures["early_end"] == float(whole.sel(year=BASIS_UNTIL))


def test_without_london_the_figures_cannot_tell():
    """It was "not supported" for want of a sure rise: an interval from -22 to 12 tells nothing."""
    found = CLAIM.evaluate(include_capital=False)
    assert part_of(found, SINCE).verdict is Verdict.CANNOT_TELL
    assert found.figures["decade_low"] < -20 < 10 < found.figures["decade_high"]
    assert "London" not in found.tables["drivers"].group.values


def a_dozen():
    rng = random.Random(7)
    return [made for made in CLAIM.combinations() if rng.random() < 12 / 3120][:12]


@pytest.mark.parametrize("made", a_dozen(), ids=str)
def test_figures_recomputed_from_the_tables(made):
    """CV, Gini and the ratio of extremes by pandas alone, from the files."""
    one = panel(made["data"])
    frame = one.values.to_pandas()
    people = one.weights.to_pandas() if one.weights is not None else frame * 0 + 1
    if not made["include_capital"]:
        keep = ~one.values.is_capital.values
        frame, people = frame[keep], people[keep]
    if made["real_prices"]:
        levels = lk.load_table("uk-price-levels").set_index("region_code")
        frame = frame.div(levels.price_level_2016_percent.reindex(frame.index), axis=0)
    found = CLAIM.evaluate(**made)
    for name, year in (("start", made["first_year"]), ("end", made["last_year"])):
        x = frame[year]
        w = people[year] if made["weighted"] else x * 0 + 1
        w = w / w.sum()
        mean = (w * x).sum()
        by_hand = {
            "cv": math.sqrt((w * (x / mean - 1) ** 2).sum()),
            "gini": (np.outer(w, w) * np.abs(np.subtract.outer(x.values, x.values))).sum()
            / 2
            / mean,
            "theil": (w * x / mean * np.log(x / mean)).sum(),
            "mld": -(w * np.log(x / mean)).sum(),
            "log_sd": math.sqrt((w * (np.log(x) - (w * np.log(x)).sum()) ** 2).sum()),
            "max_min": x.max() / x.min(),
        }
        if made["measure"] in by_hand:
            assert found.figures[name] == pytest.approx(by_hand[made["measure"]], rel=1e-9)
    assert "nan" not in found.sentence + found.reason + found.headline + found.subject


@pytest.mark.parametrize("key", list(PANELS))
def test_contributions_add_up_to_the_squared_coefficient(key):
    for weighted in (False, True):
        parts, mean = parts_of_cv_squared(key, weighted=weighted, **PLAIN)
        people = weighted and panel(key).weights is not None
        cv = yearly(key, **PLAIN).sel(spec="cv|people" if people else "cv")
        assert np.allclose(parts.sum("group"), cv**2, rtol=1e-9)
        assert (mean > 0).all()
        assert 10 <= parts.sizes["group"] <= 12


def test_scale_of_a_year_changes_nothing():
    one = panel("gva-itl1")
    for name, spread in SPREADS.items():
        weights = one.weights if spread.weighted else None
        once, twice = spread_of(name, one.values, weights), spread_of(name, 2 * one.values, weights)
        assert np.allclose(once, twice)


def test_the_range_is_what_any_one_region_makes_of_it():
    found = influence("gva-itl1", "cv", **PLAIN).sel(year=2023)
    x = panel("gva-itl1").values.sel(year=2023).to_numpy()
    each = [np.std(np.delete(x, k)) / np.mean(np.delete(x, k)) for k in range(12)]
    assert float(found.low) == pytest.approx(min(each))
    assert float(found.high) == pytest.approx(max(each))
    assert float(found.low) < 0.5 * float(found.estimate)  # London


def test_regional_prices_narrow_the_gaps_in_income():
    nominal = yearly("gdhi-itl1", **PLAIN).sel(spec="cv|people")
    real = yearly("gdhi-itl1", include_capital=True, real_prices=True).sel(spec="cv|people")
    assert (real < nominal).all()


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
        ({"data": "gdp-lad", "measure": "atkinson", "last_year": 2004, "weighted": False}, "was unchanged at 0.0376"),
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


def test_people_are_only_counted_where_they_are_known():
    assert spec_of("max_min", weighted=True) == "max_min"
    for made in CLAIM.combinations():
        if made["data"] == "gdhi-lad" or made["measure"] == "max_min":
            assert not made["weighted"]
        if made["real_prices"]:
            assert made["data"].endswith("itl1")


def test_every_window_is_long_enough_and_ends_with_figures():
    windows = pd.DataFrame(
        [
            (made["data"], made["first_year"], made["last_year"])
            for made in CLAIM.combinations()
            if made["measure"] == "cv"
        ],
        columns=["data", "first", "last"],
    ).drop_duplicates()
    assert (windows["last"] - windows["first"] >= 6).all()
    for key, rows in windows.groupby("data"):
        assert rows["last"].max() == panel(str(key)).values.year.values[-1]


def test_prepared_views_are_on_offer():
    for view in CLAIM.views:
        made = CLAIM.complete(view.choices)
        assert made | dict(view.choices) == made
        groups = CLAIM.evaluate(**view.choices).tables["drivers"].group.values
        assert view.looks["highlight"] in groups
