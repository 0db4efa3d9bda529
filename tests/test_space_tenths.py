"""Groups that hold both extremes."""

import numpy as np
import pytest
import xarray as xr
from hypothesis import given
from hypothesis import strategies as st

from levelkit.measures.space.tenths import both_extremes_share
from space_examples import LABELS, assert_equals_loop, few, region


def groups_of(codes, labels=None):
    coords = {} if labels is None else {"region": list(labels)}
    return xr.DataArray(np.asarray(codes, object), dims="region", coords=coords)


def test_tenths_follow_the_ceiling_rule():
    for n in (10, 25, 30, 99, 101, 317):
        ranks = np.arange(1, n + 1)
        lowest = {r for r in ranks if -(-10 * r // n) == 1}
        highest = {r for r in ranks if -(-10 * r // n) == 10}
        # Each unit is its own group: shares of groups are shares of units.
        found = both_extremes_share(
            xr.DataArray(ranks, dims="region"), groups_of(ranks), ranked=True, alternative=None
        )
        assert float(found.lowest) == pytest.approx(len(lowest) / n)
        assert float(found.highest) == pytest.approx(len(highest) / n)
        assert found.estimate == 0
        assert found.expected == pytest.approx(0, abs=1e-12)


@few
@given(st.permutations(range(40)), st.integers(0, 99))
def test_order_names_and_direction_of_units_do_not_matter(order, seed):
    rng = np.random.default_rng(seed)
    x, codes = rng.permutation(40) + 1.0, rng.integers(0, 6, 40)
    one = both_extremes_share(region(x, range(40)), groups_of(codes, range(40)), resamples=19)
    turned = region(-(x**3)[order], np.arange(40)[order])
    names = groups_of([f"group {c}" for c in codes], range(40))
    other = both_extremes_share(turned, names, resamples=19)
    for name, same in (("estimate",) * 2, ("expected",) * 2, ("n",) * 2, ("lowest", "highest")):
        assert float(one[name]) == pytest.approx(float(other[same]))
    by_rank = both_extremes_share(region(x, range(40)), groups_of(codes, range(40)),
                                  ranked=True, resamples=19)  # fmt: skip
    xr.testing.assert_identical(by_rank, one)


def test_chance_is_near_what_is_expected_and_order_is_unlikely():
    codes = groups_of(np.repeat(np.arange(20), 15))
    rng = np.random.default_rng(0)
    mixed = both_extremes_share(xr.DataArray(rng.normal(size=300), dims="region"), codes)
    assert mixed.chance_low <= mixed.expected <= mixed.chance_high
    assert mixed.p_value > 0.05
    sorted_out = both_extremes_share(xr.DataArray(np.arange(300.0), dims="region"), codes)
    assert sorted_out.estimate == 0
    assert sorted_out.lowest == pytest.approx(2 / 20)
    assert sorted_out.p_value == 1 / 1000


def test_both_extremes_with_gaps_and_extra_dimensions():
    rng = np.random.default_rng(3)
    v = rng.normal(size=(3, 2, 30))
    v[0, 1, :4] = v[2, 0, 7] = np.nan
    x = xr.DataArray(v, dims=("year", "country", "region"),
                     coords={"year": [1, 2, 3], "country": ["x", "y"], "region": range(30)})  # fmt: skip
    codes = rng.integers(0, 5, 30).astype(object)
    codes[29] = None
    groups = groups_of(codes, range(30))
    assert_equals_loop(both_extremes_share, x, groups=groups, resamples=60)
    found = both_extremes_share(x, groups, resamples=60)
    assert found.attrs["n_left_out"] == 5 + 6
    lacking = both_extremes_share(x, groups, resamples=60, skipna=False).estimate.isnull()
    assert lacking.values.tolist() == [[False, True], [False, False], [True, False]]


def test_units_without_a_group_count_in_the_ranking_alone():
    # Ten units, the highest has no group: the group of the rest lacks the highest tenth.
    x = xr.DataArray(np.arange(10.0), dims="region")
    found = both_extremes_share(x, groups_of(["g"] * 9 + [None]), resamples=9)
    assert found.lowest == 1 and found.highest == 0
    assert both_extremes_share(x, groups_of(["g"] * 10), resamples=9).estimate == 1


def test_national_ranks_of_a_part_of_the_country():
    ranks, groups = xr.DataArray([1.0, 90, 95, 40], dims="region"), groups_of(list("aabb"))
    found = both_extremes_share(ranks, groups, ranked=True, n_ranked=100, resamples=9)
    assert found.lowest == 1 / 2 and found.highest == 1 / 2 and found.estimate == 0
    with pytest.raises(ValueError, match="rank must be from 1 to 4, .*n_ranked.*found 90"):
        both_extremes_share(ranks, groups, ranked=True)


@pytest.mark.parametrize(
    ("groups", "options", "message"),
    [
        (groups_of(list("aabb"), "wxyz"), {}, "No group is given for 12 of region: a"),
        (groups_of(list("aabb")), {}, "12 units have 4 groups"),
        (groups_of(list("aabb")).rename(region="place"), {}, "must have the dimension 'region'"),
        (groups_of(["g"] * 13, [*LABELS, "a"]), {}, "label a is there more than once"),
        (groups_of([None] * 12), {}, "both a value and a group"),
        (groups_of(["g"] * 12), {"share": 0.7}, "share must be above 0 and at most 0.5, not 0.7"),
        (groups_of(["g"] * 12), {"share": 0.05}, "0.05 of 12 units is less than one unit"),
        (groups_of(["g"] * 12), {"level": 95}, "level must be between 0 and 1, as 0.95, not 95"),
        (groups_of(["g"] * 12), {"dim": "place"}, "No dimension 'place'"),
        (groups_of(["g"] * 12), {"alternative": "more"}, "alternative must be one of"),
    ],
)
def test_bad_groups_and_shares_are_named(groups, options, message):
    with pytest.raises(ValueError, match=message):
        both_extremes_share(region(np.arange(12)), groups, **options)
