"""Whether groups last equally long: size of the test, names, weights and errors."""

import numpy as np
import pytest
import xarray as xr

from levelkit.measures.lifetimes.comparison import log_rank
from lives import sample, spell


def test_log_rank_is_about_right_when_groups_do_not_differ():
    rng = np.random.default_rng(3)
    groups = spell(np.repeat([0, 1], 25))
    p = []
    for _ in range(300):
        life = rng.exponential(10, 50)
        p.append(float(log_rank(spell(np.minimum(life, 15)), spell(life <= 15), groups).p_value))
    assert 0.02 <= np.mean(np.array(p) < 0.05) <= 0.085
    assert np.mean(p) == pytest.approx(0.5, abs=0.06)


@pytest.mark.parametrize("weights", [None, "gehan", "tarone-ware", "fleming-harrington"])
def test_names_of_groups_do_not_matter_to_the_test(weights):
    duration, ended, group = sample()
    one = log_rank(duration, ended, group, weights=weights)
    renamed = spell([{"a": "z", "b": "y", "c": "x"}[v] for v in group.values], group.spell.values)
    other = log_rank(3 * duration, ended, renamed, weights=weights)
    assert float(other.statistic) == pytest.approx(float(one.statistic))
    assert one.df == 2
    assert float(one.expected.sum()) == pytest.approx(float(one.observed.sum()))
    assert one.observed.sum() == ended.sum()
    flat = log_rank(duration, ended, group, weights="fleming-harrington", power=0)
    assert float(flat.statistic) == pytest.approx(float(log_rank(duration, ended, group).statistic))


def test_small_p_values_do_not_round_to_zero():
    duration = spell(np.r_[np.arange(1.0, 201), np.arange(1001.0, 1201)])
    found = log_rank(duration, xr.ones_like(duration), spell(np.repeat(["a", "b"], 200)))
    assert 0 < found.p_value < 1e-40


@pytest.mark.parametrize(
    ("duration", "ended", "group", "options", "message"),
    [
        ([1.0, 2], [1, 1], ["a", "a"], {}, "A comparison needs two groups, there is only 'a'"),
        ([1.0, 2], [0, 0], ["a", "b"], {}, "No spell ended"),
        ([1.0, 2, 3], [0, 1, 1], list("abb"), {}, "No spell of group 'a' ran until the first ending, after 2"),
        ([1.0, 5, 6, 5], [0, 1, 1, 1], list("abbc"), {}, "No spell of group 'a' ran until"),
        ([2.0, 2, 1], [1, 1, 0], list("abb"), {}, "All spells that ran for 2 years ended then"),
        ([1.0, 2], [1, 1], ["a", "b"], {"weights": "peto"}, "weights must be one of None, 'gehan'"),
        ([1.0, 2], [1, 1], ["a", "b"], {"power": -1}, "power must be 0 or more"),
    ],
)  # fmt: skip
def test_comparisons_that_cannot_be_made(duration, ended, group, options, message):
    with pytest.raises(ValueError, match=message):
        log_rank(spell(duration), spell(ended), spell(group), **options)
