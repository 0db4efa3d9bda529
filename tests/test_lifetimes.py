"""Lifetimes: properties, open spells, gaps, groups, coverage and errors."""

import math
import re

import numpy as np
import pytest
import xarray as xr
from hypothesis import given
from hypothesis import strategies as st

from levelkit.measures.lifetimes.comparison import log_rank
from levelkit.measures.lifetimes.summary import median_lifetime, restricted_mean
from levelkit.measures.lifetimes.survival import kaplan_meier, survival_at
from lives import ESTIMATES, few, sample, samples, spell

# --- curves


@few
@given(samples)
def test_curve_falls_by_what_ended_of_those_at_risk(drawn):
    duration, ended = map(spell, drawn)
    found = kaplan_meier(duration, ended)
    product = (1 - found.ended / found.at_risk.clip(1)).cumprod("duration")
    known = found.estimate.notnull()
    np.testing.assert_allclose(found.estimate[known], product[known], atol=1e-12)
    assert known.all()  # the longest spell is on the grid itself
    assert found.ended.sum() == ended.sum()
    inside = found.ci_low.notnull()
    assert (found.ci_low <= found.estimate)[inside].all()
    assert (found.estimate <= found.ci_high)[inside].all()
    assert (inside == ((found.estimate > 0) & (found.estimate < 1))).all()


@few
@given(samples)
def test_without_open_spells_it_is_the_share_that_is_longer(drawn):
    duration = spell(drawn[0])
    ended = xr.ones_like(duration)
    for years in (0, 3, 4.5, 20):
        found = survival_at(duration, ended, years=years)
        assert float(found.estimate) == pytest.approx(float((duration > years).mean()))
    mean = restricted_mean(duration, ended, limit=5).estimate
    assert float(mean) == pytest.approx(float(duration.clip(max=5).mean()))
    half = np.sort(drawn[0])[math.ceil(len(duration) / 2) - 1]
    assert float(median_lifetime(duration, ended).estimate) == half


@few
@given(samples, st.integers(0, 99))
def test_order_and_unit_of_time_do_not_matter(drawn, seed):
    duration, ended = drawn
    order = np.random.default_rng(seed).permutation(duration.size)
    one = kaplan_meier(spell(duration), spell(ended))
    other = kaplan_meier(spell(12 * duration[order]), spell(ended[order]))
    np.testing.assert_allclose(other.duration, 12 * one.duration)
    for name in one.data_vars:
        np.testing.assert_allclose(other[name], one[name])


@few
@given(samples)
def test_to_take_open_spells_as_ended_makes_lives_shorter(drawn):
    duration, ended = map(spell, drawn)
    right, wrong = (kaplan_meier(duration, e).estimate for e in (ended, xr.ones_like(ended)))
    assert (right >= wrong - 1e-12).all()


def test_what_is_not_known_is_missing():
    duration, ended = spell([2.0, 3.0, 5.0]), spell([1, 1, 0])
    found = survival_at(duration, ended, years=[0, 5, 6])
    np.testing.assert_allclose(found.estimate, [1, 1 / 3, np.nan])
    assert found.at_risk.values.tolist() == [3, 0, 0]
    assert found.years.values.tolist() == [0, 5, 6]
    assert survival_at(duration, spell([1, 1, 1]), years=6).estimate == 0
    none = kaplan_meier(duration, spell([0, 0, 0]))
    assert (none.estimate == 1).all()
    assert np.isnan(none.attrs["median"])
    median = median_lifetime(duration, spell([0, 0, 0]))
    assert np.isnan(median.estimate) and np.isnan(median.ci_low) and median.ci_high == math.inf


@pytest.mark.parametrize("interval", ["log-log", "log", "plain"])
def test_intervals_widen_with_the_level(interval):
    duration, ended, _ = sample()
    narrow, wide = (
        kaplan_meier(duration, ended, level=level, interval=interval) for level in (0.8, 0.99)
    )
    inside = narrow.ci_low.notnull()
    assert (wide.ci_low <= narrow.ci_low)[inside].all()
    assert (wide.ci_high >= narrow.ci_high)[inside].all()
    assert wide.ci_low.min() >= 0 and wide.ci_high.max() <= 1


def test_half_left_counts_as_the_median():
    # 1 - 1/6 and so on: after the third of six exactly a half is left, but for rounding.
    duration = spell([1.0, 2, 3, 4, 5, 6])
    found = median_lifetime(duration, xr.ones_like(duration))
    assert found.estimate == 3
    assert found.ci_low == 1
    together = median_lifetime(spell([5.0] * 9), spell([1] * 9))
    assert together.estimate == 5 and together.ci_low == 5 and together.ci_high == math.inf


# --- groups and gaps


@pytest.mark.parametrize("name", ESTIMATES)
def test_groups_are_each_by_themselves(name):
    duration, ended, group = sample()
    found = ESTIMATES[name](duration, ended, groups=group)
    assert found.group.values.tolist() == ["a", "b", "c"]
    for label in "abc":
        mine = (group == label).values
        alone = ESTIMATES[name](duration[mine], ended[mine])
        xr.testing.assert_allclose(found.sel(group=label, drop=True), alone)


def test_curves_of_groups_share_one_grid():
    duration, ended, group = sample()
    found = kaplan_meier(duration, ended, groups=group)
    assert found.estimate.dims == ("group", "duration")
    assert len(found.attrs["median"]) == 3
    for k, label in enumerate("abc"):
        mine = (group == label).values
        alone = kaplan_meier(duration[mine], ended[mine])
        same = found.sel(group=label, duration=alone.duration, drop=True)
        xr.testing.assert_allclose(same, alone)
        assert found.attrs["median"][k] == alone.attrs["median"]
        later = found.sel(group=label).estimate.where(found.duration > alone.duration.max())
        assert set(np.unique(later.dropna("duration"))) <= {0.0}


def test_groups_may_be_a_coordinate_and_are_matched_by_label():
    duration, ended, group = sample()
    named = duration.assign_coords(kind=("spell", group.values))
    one = kaplan_meier(named, ended[::-1], groups="kind")
    xr.testing.assert_identical(one, kaplan_meier(duration, ended, groups=group[::-1]))


def test_gaps_are_left_out_and_counted():
    duration, ended, group = sample()
    ended = ended.astype(float)
    group = group.astype(object)
    duration[0], ended[1], group[2], group[3] = np.nan, np.nan, None, ""
    without = [part[4:] for part in (duration, ended, group)]
    found = kaplan_meier(duration, ended, groups=group)
    assert found.attrs["n_left_out"] == 4
    xr.testing.assert_equal(found, kaplan_meier(without[0], without[1], groups=without[2]))
    test = log_rank(duration, ended, group)
    assert test.attrs["n_left_out"] == 4
    xr.testing.assert_allclose(test, log_rank(*without))


# --- means, and how often intervals hold the truth


@few
@given(samples)
def test_area_under_the_curve(drawn):
    duration, ended = map(spell, drawn)
    limit = float(duration.max())
    found = restricted_mean(duration, ended, limit=limit)
    steps = np.linspace(0, limit, 10_000, endpoint=False) + limit / 20_000
    area = survival_at(duration, ended, years=steps).estimate.mean() * limit
    assert float(found.estimate) == pytest.approx(float(area), abs=0.01)
    if found.std_error > 0:
        assert 0 <= found.ci_low <= found.estimate <= found.ci_high <= limit
    else:
        assert np.isnan(found.ci_low) and np.isnan(found.ci_high)


def test_intervals_cover():
    """Near their nominal 95 %: 80 exponential lives of 10 years, some still open."""
    rng = np.random.default_rng(2)
    hits = {"median": 0, "mean": 0, "survival": 0}
    truth = {"median": 10 * math.log(2), "mean": 10 * (1 - math.exp(-1)), "survival": math.exp(-1)}
    repeats = 200
    for _ in range(repeats):
        life, window = rng.exponential(10, 80), rng.uniform(10, 30, 80)
        data = spell(np.minimum(life, window)), spell(life <= window)
        found = {
            "median": median_lifetime(*data),
            "mean": restricted_mean(*data, limit=10),
            "survival": survival_at(*data, years=10),
        }
        for name, one in found.items():
            hits[name] += bool(one.ci_low <= truth[name] <= one.ci_high)
    assert all(0.91 <= count / repeats <= 0.99 for count in hits.values()), hits


# --- errors


@pytest.mark.parametrize(
    ("change", "options", "message"),
    [
        ({"duration": [1.0, 0.0, 2.0]}, {}, "A duration (years, so far if it is open) must be above 0: found 0 at spell 'b'"),
        ({"duration": [1.0, np.inf, 2.0]}, {}, "so far if it is open) must be finite: found inf at spell 'b'"),
        ({"duration": [np.nan] * 3}, {}, "No spell has a duration"),
        ({"ended": [1, 2, 0]}, {}, "ended must be true or false (1 or 0): found 2 at spell 'b'"),
        ({}, {"level": 95}, "level must be between 0 and 1, as 0.95, not 95"),
        ({}, {"interval": "exact"}, "interval must be one of 'log-log', 'log', 'plain'"),
        ({}, {"dim": "law"}, "No dimension 'law'"),
        ({}, {"groups": "kind"}, "No coordinate 'kind' to group by. There are: spell"),
        ({}, {"groups": spell(["x"], ["a"])}, "No groups for 2 of spell: b, c"),
    ],
)  # fmt: skip
def test_bad_spells_and_options_are_named(change, options, message):
    parts = {"duration": [1.0, 2.0, 3.0], "ended": [1, 1, 0]} | change
    data = [spell(parts[name], ["a", "b", "c"]) for name in ("duration", "ended")]
    for function in (kaplan_meier, median_lifetime, survival_at):
        with pytest.raises(ValueError, match=re.escape(message)):
            function(*data, **options)
    if "interval" not in options:
        with pytest.raises(ValueError, match=re.escape(message)):
            restricted_mean(*data, limit=1, **options)


def test_further_dimensions_are_refused():
    wide = xr.DataArray(np.ones((2, 3)), dims=("country", "spell"))
    with pytest.raises(ValueError, match="over 'spell' alone, not .*Use groups"):
        kaplan_meier(wide, wide)


@pytest.mark.parametrize("limit", [0, -1, math.inf, math.nan])
def test_a_limit_is_a_number_of_years(limit):
    with pytest.raises(ValueError, match="limit must be a number of years above 0"):
        restricted_mean(spell([1.0, 2]), spell([1, 1]), limit=limit)


def test_no_mean_past_what_is_known():
    duration, ended = spell([1.0, 2, 3, 9]), spell([1, 0, 1, 1])
    group = spell(["x", "x", "y", "y"])
    with pytest.raises(
        ValueError, match="limit 5 lies past the longest spell of group 'x', 2 years"
    ):
        restricted_mean(duration, ended, limit=5, groups=group)
    assert restricted_mean(duration, ended, limit=20).estimate < 9
    with pytest.raises(ValueError, match="years must be one or several numbers of 0 or more"):
        survival_at(duration, ended, years=-1)
