"""The trend on the widening-gaps page: one method, its unit, its last ten years, its persistence."""

import math
import random

import numpy as np
import pytest

import levelkit as lk
from levelkit.claims.spreads import SPREADS
from levelkit.claims.widening_gaps.answer import spec_of
from levelkit.claims.widening_gaps.panels import PANELS, panel
from levelkit.claims.widening_gaps.spread_years import trends, yearly

CLAIM = lk.claim("widening-gaps")
PLAIN = {"include_capital": True, "real_prices": False}


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
    x = yearly("uk-itl1-gva-2023", **PLAIN).sel(spec=spec_of(measure, weighted=True))
    slope = float(lk.mann_kendall(x).estimate)
    assert 1000 * slope / start == pytest.approx(by_sen, abs=0.05)
    assert 1000 * slope / (start - 1) == pytest.approx(of_the_distance, abs=0.05)
    ours = float(lk.linear_trend(x).estimate)
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
    ten = yearly("uk-itl1-gva-2023", **PLAIN).sel(spec="cv|people", year=slice(2013, None))
    assert 1000 * float(lk.mann_kendall(ten).estimate / ten[0]) == pytest.approx(0.3, abs=0.05)
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
