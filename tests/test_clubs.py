"""Convergence clubs: simulated panels, a slow version in plain steps, and what is refused."""

import numpy as np
import pytest
import xarray as xr
from hypothesis import given, settings
from hypothesis import strategies as st

from levelkit.measures.clubs.clubs import convergence_clubs
from levelkit.measures.clubs.clustering import nested_spreads, spread_of, spreads_with_one_more
from levelkit.measures.clubs.logt import log_t
from levelkit.measures.clubs.slope import log_t_slope
from validation.clubs import clubs, converging, panel, random_panel, trends

LRV = ("published", "andrews", "newey-west")
seeds = st.integers(0, 10_000)


def t_of(x):
    return float(log_t(x).statistic)


@pytest.mark.parametrize("lrv", LRV)
def test_batches_equal_single_tests(lrv):
    x = random_panel(5, places=6).to_numpy().T
    nested, joined = nested_spreads(x), spreads_with_one_more(x[:3], x[3:])
    for k in range(5):
        np.testing.assert_allclose(nested[k], spread_of(x[: k + 2]), rtol=1e-10)
    for k in range(3):
        np.testing.assert_allclose(joined[k], spread_of(x[[0, 1, 2, 3 + k]]), rtol=1e-10)
    b, error = log_t_slope(nested, 8, lrv)
    for k in range(5):
        single = log_t(panel(x[: k + 2].T), lrv=lrv)
        assert float(single.estimate) == pytest.approx(b[k], rel=1e-9)
        assert float(single.std_error) == pytest.approx(error[k], rel=1e-9)


def by_plain_steps(x, critical=-1.65):
    """The four steps, one log t test at a time; sets of labels."""

    def t(places):
        return t_of(x.sel(region=list(places)))

    rest = [str(r) for r in x.region[(-x.isel(year=-1)).argsort().to_numpy()].to_numpy()]
    found = []
    while len(rest) > 1:
        if t(rest) > critical:
            return [*found, set(rest)]
        pairs = [k for k in range(len(rest) - 1) if t(rest[k : k + 2]) > critical]
        if not pairs:
            break
        top = pairs[0]
        best, end = -np.inf, top + 2
        for stop in range(top + 2, len(rest) + 1):
            value = t(rest[top:stop])
            if value <= critical:
                break
            if value > best:
                best, end = value, stop
        core = rest[top:end]
        alone = {r: t([*core, r]) for r in rest if r not in core}
        admitted = [r for r in alone if alone[r] > 0]
        while admitted and t(core + admitted) <= critical:
            admitted.remove(min(admitted, key=alone.get))
        found.append({*core, *admitted})
        rest = [r for r in rest if r not in found[-1]]
    return found


def as_sets(found):
    return [
        set(found.region[found == k].to_numpy().tolist()) for k in range(1, int(found.max()) + 1)
    ]


@settings(max_examples=12, deadline=None)
@given(seeds)
def test_clubs_equal_those_by_plain_steps(seed):
    x = random_panel(seed, places=12)
    assert as_sets(convergence_clubs(x).membership) == by_plain_steps(x)


def test_clubs_of_real_countries_equal_those_by_plain_steps():
    x = trends().rename(country="region")[::5]
    found = convergence_clubs(x)
    assert len(as_sets(found.membership)) > 2
    assert as_sets(found.membership) == by_plain_steps(x)


@settings(max_examples=20, deadline=None)
@given(seeds)
def test_order_and_factor_of_trends_change_no_club(seed):
    x = trends()
    order = np.random.default_rng(seed).permutation(x.sizes["country"])
    found = convergence_clubs(7 * x[order], dim="country")
    for stage in ("membership", "merged"):
        again = getattr(found, stage).sel(country=x.country)
        xr.testing.assert_equal(again, getattr(clubs(), stage))


@pytest.mark.parametrize("lrv", LRV)
@pytest.mark.parametrize("sort_by", ["last", "mean of last half"])
def test_two_separate_clubs_are_found(lrv, sort_by):
    rng = np.random.default_rng(2)
    rich = converging(rng, 8, growth=0.1)
    poor = converging(rng, 6, growth=0.02)
    found = convergence_clubs(panel(np.hstack([poor, rich])), lrv=lrv, sort_by=sort_by)
    assert found.membership.to_numpy().tolist() == [2] * 6 + [1] * 8
    assert found.merged.to_numpy().tolist() == [2] * 6 + [1] * 8
    paths = found.transition_paths
    assert (paths.sel(club=1) > paths.sel(club=2))[-20:].all()


@pytest.mark.parametrize("lrv", LRV)
def test_a_convergent_panel_is_one_club(lrv):
    found = convergence_clubs(panel(converging(np.random.default_rng(3), 15)), lrv=lrv)
    assert (found.membership == 1).all()
    np.testing.assert_allclose(found.transition_paths, 1)
    assert found.summary() == "1 club of 15; 0 of 15 in none."


def test_places_that_fan_out_are_in_no_club():
    t = np.arange(1, 41)[:, None]
    x = panel(10 + t * np.array([0.01, 0.03, 0.07, 0.15]))
    found = convergence_clubs(x)
    assert (found.membership == 0).all()
    assert found.summary() == "0 clubs of none; 4 of 4 in none."
    assert found.table().loc[0, "statistic"] == pytest.approx(t_of(x))


def test_table_and_paths_describe_the_clubs():
    found = clubs()
    for merged in (False, True):
        table = found.table(merged=merged)
        number = found.merged if merged else found.membership
        assert table.n.sum() == 152
        assert (table.statistic > -1.65).all()
        for club, row in table.iterrows():
            assert list(row.members) == number.country[number == club].to_numpy().tolist()
            single = log_t(trends().sel(country=list(row.members)), dim="country")
            assert row.statistic == pytest.approx(float(single.statistic), rel=1e-8)
            assert row.estimate == pytest.approx(float(single.estimate), rel=1e-8)
    # The mean over all places is 1: so is that of clubs, weighted by their sizes.
    paths = found.transition_paths
    assert paths.dims == ("club", "year")
    sizes = xr.DataArray(found.table().n.to_numpy(float), coords={"club": paths.club})
    np.testing.assert_allclose(paths.weighted(sizes).mean("club"), 1)
    assert found.summary() == (
        "7 clubs of 50, 30, 21, 24, 14, 11, 2; after merging 6 of 50, 30, 21, 38, 11, 2; "
        "0 of 152 in none."
    )


def test_merging_joins_clubs_4_and_5_and_can_be_left_out():
    found = clubs()
    fourth = found.membership.isin([4, 5])
    assert (found.merged[fourth.to_numpy()] == 4).all()
    assert int((found.merged == 4).sum()) == int(fourth.sum())
    apart = convergence_clubs(trends(), dim="country", merge=False)
    xr.testing.assert_equal(apart.merged, apart.membership)


@pytest.mark.parametrize(
    ("lrv", "before", "after"),
    [
        ("andrews", [65, 47, 33, 4], [65, 47, 37]),
        ("newey-west", [73, 7, 4, 14, 22, 5, 14, 11, 2], [73, 25, 27, 14, 11, 2]),
    ],
)
def test_the_convention_decides_on_membership_as_the_notes_say(lrv, before, after):
    found = convergence_clubs(trends(), dim="country", lrv=lrv)
    assert [int((found.membership == k + 1).sum()) for k in range(len(before))] == before
    assert [int((found.merged == k + 1).sum()) for k in range(len(after))] == after
    assert int((found.membership == 0).sum()) == 152 - sum(before)


def test_a_stricter_sieve_admits_fewer_to_the_first_club():
    strict = convergence_clubs(trends(), dim="country", sieve=5.0)
    first = clubs().membership == 1
    assert 2 <= (strict.membership == 1).sum() < first.sum()
    assert first[(strict.membership == 1).to_numpy()].all()


def test_alike_places_are_no_pair_but_still_get_a_club():
    one = converging(np.random.default_rng(4), 6, growth=0.1)
    other = converging(np.random.default_rng(5), 6, growth=0.02)
    x = panel(np.hstack([one, one[:, :1], other]))
    assert convergence_clubs(x).membership.to_numpy().tolist() == [1] * 7 + [2] * 6


def test_clubs_need_one_panel_of_several_places():
    x = random_panel(0)
    with pytest.raises(ValueError, match="one panel of region and year, not in .*draw"):
        convergence_clubs(x.expand_dims(draw=2))
    with pytest.raises(ValueError, match="at least 2 of region, there are 1"):
        convergence_clubs(x[:, :1])
    with pytest.raises(ValueError, match="sort_by must be one of 'last'"):
        convergence_clubs(x, sort_by="first")
