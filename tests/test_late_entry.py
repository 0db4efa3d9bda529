"""Lifetimes watched from a later age on, given as spans of time, or worked out with rounding."""

import math
import re

import numpy as np
import pytest
import xarray as xr
from hypothesis import given
from hypothesis import strategies as st

from levelkit.measures.lifetimes.comparison import log_rank
from levelkit.measures.lifetimes.spells import spells
from levelkit.measures.lifetimes.survival import kaplan_meier, survival_at
from lives import ESTIMATES, few, sample, samples, spell


@few
@given(samples, st.integers(0, 99))
def test_an_entry_at_the_start_is_none_and_a_late_one_takes_spells_out_of_the_risk(drawn, seed):
    duration, ended = map(spell, drawn)
    plain = kaplan_meier(duration, ended)
    from_start = kaplan_meier(duration, ended, entry=0 * duration)
    xr.testing.assert_allclose(plain, from_start)
    late = duration * spell(np.random.default_rng(seed).uniform(0, 0.99, duration.size))
    found = kaplan_meier(duration, ended, entry=late)
    at_risk = [((late < t) & (duration >= t)).sum() for t in found.duration.values[1:]]
    assert found.at_risk.values[1:].tolist() == at_risk
    product = (1 - found.ended / found.at_risk.clip(1)).cumprod("duration")
    np.testing.assert_allclose(found.estimate, product, atol=1e-12)
    assert (
        found.estimate <= plain.estimate + 1e-12
    ).all()  # watched late, they look longer than they are


def test_late_entry_undoes_what_a_late_register_misses():
    """Lives of 10 years on average; those that ended before the register opened were never seen."""
    rng = np.random.default_rng(0)
    life, entry = rng.exponential(10, 8000), rng.uniform(0, 15, 8000)
    seen = life > entry
    life, entry = spell(life[seen]), spell(entry[seen])
    ended = xr.ones_like(life)
    truth = {
        "median": 10 * math.log(2),
        "mean": 10 * (1 - math.exp(-0.4)),
        "survival": math.exp(-0.4),
    }
    for name, ask in ESTIMATES.items():
        right, wrong = ask(life, ended, entry=entry), ask(life, ended)
        assert float(right.estimate) == pytest.approx(truth[name], rel=0.05)
        assert float(wrong.estimate) > 1.1 * truth[name]
    assert (
        survival_at(life, ended, entry=entry, years=4).at_risk == ((entry <= 4) & (life > 4)).sum()
    )


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ([0.0, 2.0, 1.0], "An entry must come before the duration, when the spell was last seen: found 2 at spell 'b'"),
        ([0.0, -1.0, 1.0], "An entry (years) must not be negative: found -1 at spell 'b'"),
        ([0.0, np.inf, 1.0], "An entry (years) must be finite: found inf at spell 'b'"),
    ],
)  # fmt: skip
def test_an_entry_that_cannot_be_is_named(entry, message):
    duration, ended, since = (spell(v, list("abc")) for v in ([1.0, 2, 3], [1, 1, 0], entry))
    with pytest.raises(ValueError, match=re.escape(message)):
        kaplan_meier(duration, ended, entry=since)
    with pytest.raises(ValueError, match="No entries for 1 of spell: a"):
        kaplan_meier(duration, ended, entry=spell([0.0, 0], ["b", "c"]))


def test_spans_of_time_are_years_and_never_taken_for_numbers():
    duration, ended, group = sample()
    days = (duration * 365.25).round()
    spans = days.copy(data=days.values.astype("timedelta64[D]").astype("timedelta64[ns]"))
    for name, ask in ESTIMATES.items():
        xr.testing.assert_allclose(ask(spans, ended), ask(days / 365.25, ended))
        assert name == "survival" or float(ask(spans, ended).estimate) < 100
    late = kaplan_meier(spans, ended, entry=spans / 2)
    xr.testing.assert_allclose(late, kaplan_meier(days / 365.25, ended, entry=days / 365.25 / 2))
    xr.testing.assert_allclose(log_rank(spans, ended, group), log_rank(days / 365.25, ended, group))
    gap = spans.copy()
    gap[0] = np.timedelta64("NaT", "ns")
    assert kaplan_meier(gap, ended).attrs["n_left_out"] == 1


def test_endings_at_one_age_are_one_step_however_the_age_was_worked_out():
    years = np.array([[2000.2, 1990.1], [1990.3, 1980.2], [2010.1, 2000.0], [1970.1, 1960.0]])
    lasted = years[:, 0] - years[:, 1]  # all 10.1 years, and no two the same
    assert len(set(lasted)) > 1
    ended = spell([1, 1, 1, 1])
    found = kaplan_meier(spells(spell(years[:, 1]), spell(years[:, 0]), as_of=2020).duration, ended)
    assert found.estimate.values.tolist() == [1, 0] and found.ended.values.tolist() == [0, 4]
    near = spell(10.1 * (1 + np.array([0, 1, 2, 3]) * 2.0**-52))
    for ask in (kaplan_meier(near, ended), kaplan_meier(near, ended, groups=spell(list("aaaa")))):
        assert ask.sizes["duration"] == 2
    # "After just 10.1 years" is 10.1, but for rounding: it did not last longer.
    assert survival_at(near, ended, years=10.1).estimate == 0
    assert survival_at(near[:1], ended[:1], years=10.1 * (1 - 2.0**-52)).at_risk == 0


def test_true_false_and_unknown_will_do_as_endings():
    duration = spell([1.0, 2, 3, 4])
    objects = spell(np.array([True, False, None, True], object))
    found = kaplan_meier(duration, objects)
    assert found.attrs["n_left_out"] == 1
    xr.testing.assert_equal(found, kaplan_meier(duration, spell([1, 0, np.nan, 1])))
    with pytest.raises(TypeError, match="ended must be a number .* not str: found 'yes' at spell"):
        kaplan_meier(duration, spell(np.array([True, False, "yes", True], object)))
