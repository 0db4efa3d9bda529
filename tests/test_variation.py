"""No answer hangs on rounding: equal values, ties, the order of the data, the unit."""

import re
from pathlib import Path

import numpy as np
import pytest
import xarray as xr
from hypothesis import given, settings
from hypothesis import strategies as st

from every_statistic import NO_PANEL, STATISTICS, panel
from levelkit.measures.core.variation import above, settled, sized, varies
from results import answer, assert_same

STUB = Path(__file__).parents[1] / "levelkit/measures/__init__.pyi"
every = pytest.mark.parametrize("name", STATISTICS)
#: Sizes whose sums and means are not exact, whatever the order of adding up.
AWKWARD = (5.1, 0.1, 1e-9, 1e12, -5.1, -1e12)
SHAPE = (12, 12)

LEVELS = 2.0 ** np.random.default_rng(1).integers(0, 4, SHAPE)
#: Panels in which something does not vary: exact in binary, so that it does not but for rounding.
PANELS = {
    "ties": LEVELS,
    "no change": np.repeat(LEVELS[:, :1], 12, axis=1),
    "equal regions": np.repeat(LEVELS[:1], 12, axis=0),
    "equal growth": LEVELS[:, :1] * 2.0 ** np.arange(12),
    "gaps close at one rate": 2.0 ** (np.log2(LEVELS[:, :1]) * 2.0 ** -np.arange(12)),
    "gaps close at once": np.where(np.arange(12) == 0, LEVELS[:, :1], 4.0),
    "gaps grow alike": np.exp(np.log(LEVELS[:, :1]) * np.linspace(1, 2, 12)),
    "gaps open at last": np.where(np.arange(12) == 11, LEVELS[:, :1], 4.0),
    "one step": np.where(np.arange(12) < 6, 1.0, 2.0) * np.ones((12, 1)),
}


def rounded(values, seed):
    """The values, each off by up to two units in the last place."""
    steps = np.random.default_rng(seed).integers(-2, 3, np.shape(values))
    return values * (1 + 2.0**-52 * steps)


def closeness(name):
    """Of two answers: the simplex that finds a half-life stops at a millionth."""
    return 1e-4 if name == "half_life" else 1e-7


def assert_no_variation(name, size, seed):
    statistic = STATISTICS[name]
    values = np.full(SHAPE, size)
    found = answer(statistic.ask, panel(values if seed is None else rounded(values, seed)))
    if isinstance(statistic.equal, str):
        assert isinstance(found, str), found
        assert re.search(statistic.equal, found), found
        return
    assert not isinstance(found, str), found
    for part, expected in statistic.equal.items():
        # A difference of 0 is exact; what is of the size of the values is so but for rounding.
        error = 1e-12 * abs(size) ** statistic.power.get(part, 0)
        wanted = np.broadcast_to(expected, found[part].shape)
        np.testing.assert_allclose(found[part], wanted, rtol=1e-9, atol=error, err_msg=part)


def test_every_public_statistic_is_asked_or_named_with_a_reason():
    public = set(re.findall(r" as (\w+)$", STUB.read_text(), re.MULTILINE))
    asked = {name.partition(",")[0] for name in STATISTICS}
    assert len(public) > 50
    assert asked | set(NO_PANEL) == public
    assert not asked & set(NO_PANEL)


@every
def test_equal_values_have_no_variation(name):
    for size in AWKWARD:
        if size > 0 or STATISTICS[name].signed:
            for seed in (None, 0):
                assert_no_variation(name, size, seed)


@settings(max_examples=120, deadline=None)
@given(
    st.sampled_from(sorted(STATISTICS)),
    st.floats(1, 10, exclude_max=True),
    st.floats(-1, 1),
    st.booleans(),
    st.integers(0, 99),
)
def test_equal_values_of_any_size_have_no_variation(name, digits, power, negative, seed):
    statistic = STATISTICS[name]
    size = digits * statistic.size ** (power / 2)
    assert_no_variation(name, -size if negative and statistic.signed else size, seed)


@every
def test_rounding_of_the_values_changes_no_answer(name):
    statistic = STATISTICS[name]
    for seed, values in enumerate(PANELS.values()):
        unit = (1.0, 1e12)[seed % 2]
        both = unit * values, rounded(unit * values, seed)
        exact, off = (answer(statistic.ask, panel(part)) for part in both)
        assert_same(exact, off, unit=unit, power=statistic.power, rtol=closeness(name))


@every
def test_the_order_of_the_regions_changes_no_answer(name):
    statistic = STATISTICS[name]
    for seed, kind in enumerate(("ties", "no change", "equal regions")):
        x = panel(rounded(5.1 * PANELS[kind], seed))
        one, other = (answer(statistic.ask, part) for part in (x, x[::-1]))
        assert_same(one, other, but=statistic.chance, rtol=closeness(name))


@every
def test_a_unit_of_any_size_changes_no_answer(name):
    statistic = STATISTICS[name]
    values = np.exp(0.1 * np.random.default_rng(2).normal(size=SHAPE).cumsum(axis=1))
    plain = answer(statistic.ask, panel(values))
    for unit in (statistic.size, 1 / statistic.size):
        found = answer(statistic.ask, panel(unit * values))
        assert isinstance(plain, str) == isinstance(found, str), (plain, found)
        if isinstance(plain, str):
            continue
        scaled = {part: v / unit ** statistic.power.get(part, 0) for part, v in found.items()}
        assert_same(plain, scaled, but=statistic.unscaled, rtol=closeness(name))


@every
def test_the_figures_that_were_given_stay_as_they_were(name):
    statistic = STATISTICS[name]
    x = panel(np.exp(0.1 * np.random.default_rng(3).normal(size=SHAPE).cumsum(axis=1)))
    x.name, x.attrs = "income", {"long_name": "Income per head", "units": "pounds"}
    x.values.flags.writeable = False
    before = x.copy(deep=True)
    answer(statistic.ask, x)
    xr.testing.assert_identical(x, before)
    for ask, further in statistic.further.values():
        kept = further.copy(deep=True)
        answer(lambda x, ask=ask, further=further: ask(x, further), x)
        xr.testing.assert_identical(further, kept)
    xr.testing.assert_identical(x, before)


# The rule itself


@given(st.floats(1e-300, 1e300), st.integers(0, 99))
def test_the_rule_is_relative(size, seed):
    equal = rounded(np.full(9, size), seed)
    assert not varies(equal) and not varies(-equal)
    assert not above(equal, equal[::-1]).any()
    assert len(set(settled(equal))) == 1
    apart = np.append(equal, size * (1 + 1e-11))
    assert varies(apart) and above(apart[-1], apart[0]) and not above(apart[0], apart[-1])
    assert len(set(settled(apart))) == 2


def test_missing_values_and_nothing_at_all_do_not_vary():
    assert varies(np.array([[np.nan, 1, 2], [np.nan, 1, 1], [np.nan] * 3])).tolist() == [
        True,
        False,
        False,
    ]
    assert varies(np.empty((2, 0))).tolist() == [False, False]
    assert not varies(np.array([-0.0, 0.0]))
    assert not above(np.array([np.nan, 2.0]), np.array([1.0, np.nan])).any()
    assert varies(np.array([-1.7e308, 1.7e308])) and above(1.7e308, -1.7e308)


def test_ties_are_made_equal_and_others_are_left_as_they_are():
    values = np.array([[0.3, 0.1 + 0.2, np.nan, 0.1 + 0.2, 0.4], [3.0, 1, 2, 4, 5]])
    found = settled(values)
    assert (
        found[0, [0, 1, 3]].tolist() == [0.3] * 3 and found[0, 4] == 0.4 and np.isnan(found[0, 2])
    )
    assert (found[1] == values[1]).all()
    assert settled(values[1:]) is not values and settled(values[1]).tolist() == values[1].tolist()
    # Differences of numbers near 2000 miss their value by more than their own last digits.
    differences = np.array([2000.3 - 2000.2, 1980.4 - 1980.3, 0.2])
    assert len(set(settled(differences))) == 3
    assert len(set(settled(differences, 2000.0))) == 2


@given(st.lists(st.floats(-1e300, 1e300, allow_subnormal=False), min_size=1, max_size=9))
def test_a_power_of_two_changes_no_digit(listed):
    values = np.array(listed)
    scaled, power = sized(values)
    assert abs(scaled).max() < 1
    kept = abs(values) > 1e-290 * max(1.0, abs(values).max())
    assert (np.ldexp(scaled, power)[kept] == values[kept]).all()
