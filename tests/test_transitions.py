"""Transitions: properties, labels, missing values, and what is refused."""

import tracemalloc

import numpy as np
import pytest
import xarray as xr
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from levelkit.measures.transitions.chain import ergodic_distribution, first_passage_times
from levelkit.measures.transitions.classes import classify
from levelkit.measures.transitions.homogeneity import markov_homogeneity, markov_order
from levelkit.measures.transitions.kernel import (
    silverman_bandwidth,
    stochastic_kernel,
    trapezoid_weights,
)
from levelkit.measures.transitions.markov import markov_transitions, rank_transitions
from levelkit.measures.transitions.mobility import prais_index, shorrocks_index

values = arrays(float, st.tuples(st.integers(4, 9), st.integers(2, 6)),
                elements=st.integers(0, 20).map(float))  # fmt: skip
matrices = st.integers(2, 6).flatmap(
    lambda k: arrays(float, (k, k), elements=st.floats(0.01, 1))
).map(lambda a: a / a.sum(axis=1, keepdims=True))  # fmt: skip


def panel(data, dims=("region", "year")):
    data = np.asarray(data, float)
    coords = {name: [f"{name} {k}" for k in range(size)]
              for name, size in zip(dims, data.shape, strict=True)}  # fmt: skip
    coords["year"] = range(2000, 2000 + data.shape[dims.index("year")])
    return xr.DataArray(data, dims=dims, coords=coords)


def walk(*, regions=30, years=12, draws=None, seed=0, gaps=0.0):
    """Persistent values; some of them missing if there are to be gaps."""
    rng = np.random.default_rng(seed)
    shape = (regions, years) if draws is None else (draws, regions, years)
    data = rng.normal(size=shape).cumsum(axis=-1)
    data[rng.random(shape) < gaps] = np.nan
    return panel(data, ("region", "year") if draws is None else ("draw", "region", "year"))


def chain(rows, labels=None):
    labels = labels or list(range(len(rows)))
    return xr.DataArray(np.array(rows, float), dims=("from_class", "to_class"),
                        coords={"from_class": labels, "to_class": labels})  # fmt: skip


# Classes


@given(values, st.integers(2, 4))
def test_classes_follow_values_and_keep_ties_together(data, k):
    found = classify(panel(data), classes=k).values
    for year in range(data.shape[1]):
        order = np.argsort(data[:, year], kind="stable")
        assert (np.diff(found[order, year]) >= 0).all()
        for value in set(data[:, year]):
            assert len(set(found[data[:, year] == value, year])) == 1
    assert found.min() >= 0 and found.max() <= k - 1


@given(values, st.sampled_from([0.25, 2.0, 64.0]))
def test_classes_do_not_depend_on_the_unit_or_the_order_of_regions(data, factor):
    x = panel(data)
    assert classify(x, classes=3).equals(classify(x * factor, classes=3))
    shuffled = x.isel(region=slice(None, None, -1))
    assert classify(shuffled, classes=3).sel(region=x.region).equals(classify(x, classes=3))


@pytest.mark.parametrize("n", range(2, 40))
def test_a_bound_that_is_a_value_belongs_to_the_class_below(n):
    """Values 0 to n - 1: class j ends at the whole part of (j + 1)(n - 1) / k."""
    for k in range(2, n + 1):
        found = classify(panel(np.arange(n)[:, None] * 0.1), classes=k).values[:, 0]
        ends = [(j + 1) * (n - 1) // k for j in range(k)]
        assert found.tolist() == [next(j for j in range(k) if i <= ends[j]) for i in range(n)]


def test_fixed_breaks_hold_their_upper_bound():
    found = classify(panel([[0.9], [1.0], [1.1], [2.0], [np.nan]]), breaks=[1, 2])
    assert found.values.ravel().tolist() == [0, 0, 1, 1, -1]
    assert found.attrs["classes"] == 3
    assert found.attrs["n_left_out"] == 1


def test_pooled_bounds_tell_of_growth_and_yearly_ones_do_not():
    x = panel(np.arange(10.0)[:, None] + [0, 100])
    assert (classify(x, classes=2).mean("region") == 0.5).all()
    assert classify(x, classes=2, quantiles="pooled").mean("region").values.tolist() == [0, 1]


def test_classes_of_draws_equal_a_loop_and_labels_stay():
    x = walk(draws=4, gaps=0.1).transpose("region", "draw", "year")
    for quantiles in ("year", "pooled"):
        found = classify(x, quantiles=quantiles)
        assert found.dims == x.dims
        assert found.indexes["region"].equals(x.indexes["region"])
        for draw in x.draw:
            one = classify(x.sel(draw=draw), quantiles=quantiles)
            assert found.sel(draw=draw).equals(one)


# Transitions


def test_counts_probabilities_and_errors_by_hand():
    x = panel([[0, 0, 1], [1, 1, 1], [0, 1, 0]])
    found = markov_transitions(x, classes=2, quantiles=None)
    assert found.counts.values.tolist() == [[1, 2], [1, 2]]
    assert found.probabilities.values == pytest.approx(np.array([[1, 2], [1, 2]]) / 3)
    assert found.standard_errors.values == pytest.approx(np.sqrt(2 / 27))
    assert found.n.values.tolist() == [3, 3]
    two = markov_transitions(x, classes=2, quantiles=None, step=2)
    assert two.counts.values.tolist() == [[1, 1], [0, 1]]


@given(values, st.integers(2, 4))
def test_all_moves_are_counted_once(data, k):
    found = markov_transitions(panel(data), classes=k)
    assert found.counts.sum() == data.shape[0] * (data.shape[1] - 1)
    sums = found.probabilities.sum("to_class", skipna=False)
    assert np.allclose(sums.values[found.n.values > 0], 1)
    assert np.isnan(sums.values[found.n.values == 0]).all()


def test_gaps_are_left_out_and_counted():
    x = walk()
    x[3, 4] = np.nan
    found = markov_transitions(x, breaks=[-1, 1])
    assert found.attrs["n_left_out"] == 2
    assert found.counts.sum() == 30 * 11 - 2
    assert np.isnan(markov_transitions(x, breaks=[-1, 1], skipna=False).probabilities).all()
    only = xr.concat([x, walk(seed=1)], "draw")
    strict = markov_transitions(only, breaks=[-1, 1], skipna=False).probabilities
    assert np.isnan(strict[0]).all() and np.isfinite(strict[1]).all()
    empty = markov_transitions(x * np.nan, breaks=[-1, 1])
    assert empty.counts.sum() == 0 and np.isnan(empty.probabilities).all()


def test_weights_count_units_as_often_as_they_weigh():
    x = walk(regions=12)
    weights = xr.DataArray(np.arange(12) % 4, dims="region", coords={"region": x.region})
    found = markov_transitions(x, breaks=[-1, 1], weights=weights)
    repeated = x.isel(region=np.repeat(np.arange(12), weights.values))
    repeated = repeated.assign_coords(region=np.arange(repeated.sizes["region"]))
    expected = markov_transitions(repeated, breaks=[-1, 1])
    assert found.counts.equals(expected.counts)
    assert np.allclose(found.probabilities, expected.probabilities)
    # Units of no weight count as left out; equal weights of any size change no error.
    assert found.attrs["n_left_out"] == 3 * 11
    plain = markov_transitions(x, breaks=[-1, 1])
    heavy = markov_transitions(x, breaks=[-1, 1], weights=xr.full_like(x, 7.0))
    assert np.allclose(heavy.standard_errors, plain.standard_errors)


def test_a_move_weighs_what_its_unit_weighs_at_its_start():
    x, weights = panel([[0, 1, 0]]), panel([[5, 2, 100]])
    found = markov_transitions(x, classes=2, quantiles=None, weights=weights)
    assert found.counts.values.tolist() == [[0, 5], [2, 0]]


def test_transitions_of_draws_equal_a_loop():
    x = walk(draws=5, gaps=0.1).transpose("year", "draw", "region")
    weights = panel(np.random.default_rng(1).random((30, 12)))
    found = markov_transitions(x, classes=4, weights=weights)
    for draw in x.draw:
        one = markov_transitions(x.sel(draw=draw, drop=True), classes=4, weights=weights)
        assert found.sel(draw=draw, drop=True).equals(one)
    assert found.attrs["n_left_out"] == int((x.isnull() | x.shift(year=-1).isnull())[:-1].sum())


def test_memory_stays_within_ten_times_the_values():
    x = xr.DataArray(np.random.default_rng(0).random((3000, 40)), dims=("region", "year"))
    weights = xr.ones_like(x)
    markov_transitions(x[:20], weights=weights[:20])
    tracemalloc.start()
    markov_transitions(x, weights=weights)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 10 * x.nbytes


def test_rank_classes_of_complete_units_only():
    x = panel([[1, 0, 4], [2, 0, 3], [3, 0, 2], [4, 0, 1], [5, 0, np.nan]])
    found = rank_transitions(x, base=2000, last=2002, classes=2)
    assert found.counts.values.tolist() == [[0, 2], [2, 0]]
    assert found.attrs["n_left_out"] == 1
    assert (float(found.stayed), float(found.up), float(found.down)) == (0, 0.5, 0.5)


@given(values)
def test_shares_of_moves_add_up_and_turn_round_with_time(data):
    x = panel(data)
    there = rank_transitions(x, base=2000, last=2001, classes=3)
    back = rank_transitions(x, base=2001, last=2000, classes=3)
    assert float(there.stayed + there.up + there.down) == pytest.approx(1)
    assert float(there.up) == pytest.approx(float(back.down))
    assert (there.counts.values == back.counts.values.T).all()


def test_rank_transitions_can_be_weighted_by_population():
    x = panel([[1, 4], [2, 3], [3, 2], [4, 5]])
    weights = panel([[1, 0], [1, 0], [2, 0], [4, 0]])
    found = rank_transitions(x, base=2000, last=2001, classes=2, weights=weights)
    assert (float(found.stayed), float(found.up), float(found.down)) == (5 / 8, 1 / 8, 2 / 8)


# What a chain implies


@given(matrices)
def test_the_long_run_stays_as_it_is(rows):
    p = chain(rows)
    share = ergodic_distribution(p)
    assert float(share.sum()) == pytest.approx(1)
    assert share.values @ rows == pytest.approx(share.values, abs=1e-12)
    assert np.linalg.matrix_power(rows, 4096)[0] == pytest.approx(share.values, abs=1e-9)


@given(matrices)
def test_passage_times_solve_their_equations_and_return_takes_one_over_the_share(rows):
    p = chain(rows)
    times = first_passage_times(p).values
    short = times - np.diag(np.diag(times))
    assert times == pytest.approx(1 + rows @ short, rel=1e-8)
    assert np.diag(times) == pytest.approx(1 / ergodic_distribution(p).values, rel=1e-8)


@given(matrices)
def test_mobility_lies_in_its_range_and_is_one_over_the_harmonic_mean_stay(rows):
    k, p = len(rows), chain(rows)
    index = float(shorrocks_index(p))
    assert 0 <= index <= k / (k - 1)
    stay = prais_index(p).mean_stay.values
    assert index == pytest.approx(k / (k - 1) * np.mean(1 / stay))


@given(matrices)
def test_a_perfectly_mobile_chain_has_ratio_one(rows):
    mobile = chain(np.tile(rows[0], (len(rows), 1)))
    assert prais_index(mobile).ratio.values == pytest.approx(1)
    assert float(shorrocks_index(mobile)) == pytest.approx(1)


def test_relabelled_classes_give_the_same_answers():
    p = markov_transitions(walk(), breaks=[-2, 0, 2]).probabilities
    turned = p.isel(from_class=[2, 0, 3, 1], to_class=[2, 0, 3, 1])
    assert np.allclose(
        ergodic_distribution(turned).sel(to_class=p.to_class), ergodic_distribution(p)
    )
    again = first_passage_times(turned).sel(from_class=p.from_class, to_class=p.to_class)
    assert np.allclose(again, first_passage_times(p))


def test_nobody_moves():
    stay = chain(np.eye(3))
    assert float(shorrocks_index(stay)) == 0
    start = xr.DataArray([5, 3, 2], dims="from_class", coords={"from_class": [0, 1, 2]})
    assert ergodic_distribution(stay, start=start).values == pytest.approx([0.5, 0.3, 0.2])
    found = prais_index(stay, start=start)
    assert np.isinf(found.mean_stay).all()
    times = first_passage_times(stay).values
    assert (np.diag(times) == 1).all() and np.isinf(times[~np.eye(3, dtype=bool)]).all()


def test_periodic_chain_has_its_time_average():
    turn = chain([[0, 1, 0], [0, 0, 1], [1, 0, 0]])
    assert ergodic_distribution(turn).values == pytest.approx(1 / 3)
    assert first_passage_times(turn).values.tolist() == [[3, 1, 2], [2, 3, 1], [1, 2, 3]]


def test_one_absorbing_class_takes_all():
    p = chain([[0.5, 0.5, 0], [0.25, 0.5, 0.25], [0, 0, 1]])
    assert ergodic_distribution(p).values.tolist() == [0, 0, 1]
    times = first_passage_times(p)
    assert times[:, 2].values == pytest.approx([8, 6, 1])  # by hand: a = 2 + b, b = 2 + a / 2
    # Class 1 lies on every way out of class 0; nothing leads back from class 2.
    assert times[:, :2].values.tolist() == [[np.inf, 2], [np.inf, np.inf], [np.inf, np.inf]]
    assert prais_index(p).mean_stay.values.tolist() == [2, 2, np.inf]


def test_several_closed_sets_are_named_and_a_start_settles_them():
    p = chain(
        [[0.5, 0.5, 0, 0], [0.5, 0.5, 0, 0], [0.2, 0.1, 0.1, 0.6], [0, 0, 0, 1]], list("abcd")
    )
    with pytest.raises(ValueError, match=r"several closed sets.*\['a', 'b'\]; \['d'\].*as start"):
        ergodic_distribution(p)
    start = xr.DataArray([0, 0, 1.0, 0], dims="from_class", coords={"from_class": list("abcd")})
    found = ergodic_distribution(p, start=start)
    assert found.values == pytest.approx([1 / 6, 1 / 6, 0, 2 / 3])
    assert found.values == pytest.approx(np.linalg.matrix_power(p.values, 200)[2])
    draws = xr.concat([chain(np.full((4, 4), 0.25), list("abcd")), p], "draw")
    with pytest.raises(ValueError, match="The chain at draw 1 has several"):
        ergodic_distribution(draws.assign_coords(draw=[0, 1]))
    assert ergodic_distribution(draws, start=start)[0].values == pytest.approx(0.25)


def test_a_start_changes_nothing_where_there_is_one_end():
    p = markov_transitions(walk(), breaks=[-1, 1]).probabilities
    start = xr.DataArray([0.0, 0, 1], dims="from_class", coords={"from_class": [0, 1, 2]})
    assert np.allclose(ergodic_distribution(p, start=start), ergodic_distribution(p))


def test_a_class_never_entered_plays_no_part_and_one_never_left_hides_the_answer():
    gap = [np.nan] * 3
    p = chain([[0.5, 0.5, 0], [0.25, 0.75, 0], gap])
    assert ergodic_distribution(p).values == pytest.approx([1 / 3, 2 / 3, 0])
    times = first_passage_times(p).values
    assert times[:2, :2] == pytest.approx(np.array([[3, 2], [4, 1.5]]))
    assert np.isinf(times[:2, 2]).all() and np.isnan(times[2]).all()
    hidden = ergodic_distribution(chain([[0.5, 0.3, 0.2], [0.25, 0.75, 0], gap]))
    assert np.isnan(hidden).all() and hidden.attrs["n_left_out"] == 1
    assert np.isnan(shorrocks_index(p))
    assert np.isnan(ergodic_distribution(chain([gap] * 3))).all()


def test_chains_of_draws_equal_a_loop():
    p = markov_transitions(walk(draws=6, seed=3), breaks=[-2, 0, 2]).probabilities
    p = p.transpose("to_class", "draw", "from_class")
    for function in (ergodic_distribution, first_passage_times, shorrocks_index, prais_index):
        found = function(p)
        for draw in p.draw:
            xr.testing.assert_allclose(found.sel(draw=draw), function(p.sel(draw=draw)), rtol=1e-10)


# Tests of one chain


def markov_sample(draws, *, regions=80, years=15, seed=0):
    rows = np.array([[0.8, 0.2, 0], [0.1, 0.7, 0.2], [0, 0.3, 0.7]])
    rng = np.random.default_rng(seed)
    now = rng.integers(0, 3, (draws, regions))
    path = [now]
    for _ in range(years - 1):
        now = (rng.random(now.shape)[..., None] > rows.cumsum(axis=1)[now]).sum(axis=-1)
        path.append(now)
    return panel(np.stack(path, axis=-1), ("draw", "region", "year"))


def test_tests_reject_a_true_null_as_often_as_they_say():
    x = markov_sample(1500)
    groups = xr.DataArray(np.arange(80) % 2, dims="region", coords={"region": x.region})
    given_classes = {"classes": 3, "quantiles": None}
    for found in (
        markov_homogeneity(x, groups=groups, **given_classes),
        markov_homogeneity(x, periods=[2005, 2010], **given_classes),
        markov_order(x, **given_classes),
    ):
        assert (abs((found.p_value < 0.05).mean("draw") - 0.05) < 0.02).all()
        assert (abs(found.estimate.mean("draw") / found.df.mean() - 1) < 0.06).all()


def test_tests_see_what_is_there():
    x = markov_sample(1).isel(draw=0)
    mixed = x.copy()
    mixed[:40] = np.random.default_rng(5).integers(0, 3, (40, 15))
    groups = xr.DataArray(["a"] * 40 + ["b"] * 40, dims="region", coords={"region": x.region})
    found = markov_homogeneity(mixed, groups=groups, classes=3, quantiles=None)
    assert (found.p_value < 1e-6).all()
    assert found.attrs["groups"] == ["a", "b"]
    assert (markov_order(x, order=0, classes=3, quantiles=None).p_value < 1e-6).all()


def test_empty_rows_and_cells_are_not_free():
    """Two groups, three classes: class 2 is never left, class 0 never leads to 2."""
    a = [[0, 0], [0, 1], [1, 1], [1, 2]]
    x = panel([*a, [0, 0], [0, 1], [1, 1], [1, 0]])
    groups = xr.DataArray([0] * 4 + [1] * 4, dims="region")
    found = markov_homogeneity(x, groups=groups, classes=3, quantiles=None)
    assert float(found.df) == 1 * 1 + 2 * 1
    assert float(found.estimate.sel(test="Pearson")) == pytest.approx(2)
    assert float(found.estimate.sel(test="likelihood ratio")) == pytest.approx(4 * np.log(2))


def test_nothing_to_compare_is_missing():
    x = panel(np.zeros((4, 3)))
    groups = xr.DataArray([0, 0, 1, 1], dims="region")
    found = markov_homogeneity(x, groups=groups, classes=2, quantiles=None)
    assert float(found.df) == 0
    assert np.isnan(found.p_value).all() and np.isnan(found.estimate).all()


def test_homogeneity_of_draws_equals_a_loop_and_groups_may_be_a_coordinate_or_lacking():
    x = walk(draws=4, gaps=0.05)
    nation = np.array(["N", "S", "W"])[np.arange(30) % 3].astype(object)
    nation[0] = None
    x = x.assign_coords(nation=("region", nation))
    found = markov_homogeneity(x, groups="nation", classes=3)
    by_array = markov_homogeneity(x, groups=x.nation[::-1], classes=3)
    assert found.equals(by_array)
    for draw in x.draw:
        one = markov_homogeneity(x.sel(draw=draw), groups="nation", classes=3)
        xr.testing.assert_allclose(found.sel(draw=draw, drop=True), one)
    alone = markov_homogeneity(x.isel(region=slice(1, None)), groups="nation", breaks=[0])
    with_it = markov_homogeneity(x, groups="nation", breaks=[0])
    assert with_it.equals(alone)
    lacking = with_it.attrs["n_left_out"] - alone.attrs["n_left_out"]
    assert lacking == x.sizes["draw"] * 11


def test_periods_by_first_labels_or_by_name_are_the_same():
    x = walk()
    names = xr.where(x.year < 2006, "early", "late")
    by_name = markov_homogeneity(x, periods=names, classes=3)
    by_label = markov_homogeneity(x, periods=[2006], classes=3)
    assert by_name.equals(by_label)
    assert by_label.attrs["periods"] == [2000, 2006]
    parts = [markov_transitions(x.sel(year=slice(*ends)), classes=3).counts.values
             for ends in ((2000, 2006), (2006, 2011))]  # fmt: skip
    assert float(by_label.n) == sum(part.sum() for part in parts)


# Kernel


def test_each_row_integrates_to_one_and_the_long_run_stays():
    found = stochastic_kernel(walk(), grid=81)
    cells = trapezoid_weights(found.to_value.values)
    assert found.density.values @ cells == pytest.approx(np.ones(81))
    assert float(found.ergodic.values @ cells) == pytest.approx(1)
    again = (found.ergodic.values * cells) @ found.density.values
    assert again == pytest.approx(found.ergodic.values, abs=1e-12)
    assert 0 <= found.attrs["mass_outside"] < 0.5
    assert (found.density >= 0).all()


def test_a_row_is_the_weighted_sum_of_its_kernels():
    """Two moves: at a point halfway between their starts both count the same."""
    x = panel([[0, 1], [2, 5]])
    grid = np.linspace(-8, 12, 401)
    row = stochastic_kernel(x, grid=grid, bandwidth=(1.0, 0.5)).density.sel(
        from_value=1, method="nearest"
    )
    normal = lambda m: np.exp(-(((grid - m) / 0.5) ** 2) / 2) / (0.5 * np.sqrt(2 * np.pi))  # noqa: E731
    assert row.values == pytest.approx((normal(1) + normal(5)) / 2, abs=1e-9)
    weights = panel([[3, 0], [1, 0]])
    heavy = stochastic_kernel(x, grid=grid, bandwidth=(1.0, 0.5), weights=weights)
    heavy = heavy.density.sel(from_value=1, method="nearest")
    assert heavy.values == pytest.approx(normal(1) * 0.75 + normal(5) * 0.25, abs=1e-9)


def test_kernel_of_an_autoregression_has_its_mean_and_long_run_spread():
    rng = np.random.default_rng(0)
    before = rng.normal(size=20_000) / np.sqrt(1 - 0.6**2)
    x = panel(np.stack([before, 0.6 * before + rng.normal(size=20_000)], axis=1))
    found = stochastic_kernel(x, grid=np.linspace(-7, 7, 141))
    y, cells = found.to_value.values, trapezoid_weights(found.to_value.values)
    mean = found.density.sel(from_value=1, method="nearest").values * y @ cells
    assert mean == pytest.approx(0.6, abs=0.06)
    # The kernels widen it somewhat: by h1 and h2 at each step.
    spread = np.sqrt(found.ergodic.values * y**2 @ cells)
    assert 1.2 < spread < 1.45


def test_bandwidth_is_that_of_silverman():
    v = np.random.default_rng(0).normal(size=64)
    assert silverman_bandwidth(v, np.ones(64)) == pytest.approx(v.std(ddof=1) / 2)
    assert silverman_bandwidth(v, np.full(64, 9.0)) == pytest.approx(v.std(ddof=1) / 2)


@settings(max_examples=20)
@given(st.sampled_from([0.01, 3.0, 1000.0]))
def test_density_scales_with_the_unit(factor):
    x = walk()
    plain, scaled = stochastic_kernel(x, grid=31), stochastic_kernel(x * factor, grid=31)
    assert scaled.density.values * factor == pytest.approx(plain.density.values, rel=1e-6)
    assert scaled.bandwidth.values == pytest.approx(plain.bandwidth.values * factor)


def test_kernels_of_draws_equal_a_loop_on_their_grid():
    x = walk(draws=3, gaps=0.1).transpose("year", "region", "draw")
    found = stochastic_kernel(x, grid=41, step=2)
    for draw in x.draw:
        one = stochastic_kernel(x.sel(draw=draw), grid=found.from_value.values, step=2)
        xr.testing.assert_allclose(found.sel(draw=draw, drop=True), one)
    missing = (x.isnull() | x.shift(year=-2).isnull()).isel(year=slice(None, -2))
    assert found.attrs["n_left_out"] == int(missing.sum())


# What is refused

X = walk()
HALVES = xr.DataArray(np.arange(30) % 2, dims="region", coords={"region": X.region})


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: classify(X, dim="place"), "No dimension 'place'"),
        (lambda: classify(X, along="month"), "No dimension 'month'"),
        (lambda: classify(X, classes=31), "classes must be from 2 to the 30 labels of region"),
        (lambda: classify(X, classes=1), "classes must be from 2"),
        (lambda: classify(X, quantiles="decade"), "quantiles must be one of 'year', 'pooled'"),
        (lambda: classify(X, breaks=[2, 1]), "finite and increasing, not .2.0, 1.0."),
        (lambda: classify(X, breaks=[]), "at least one number"),
        (lambda: markov_transitions(X, step=12), "step must be from 1 to 11 .*not 12"),
        (lambda: markov_transitions(X, step=0), "step must be from 1"),
        (lambda: markov_transitions(X, quantiles=None), "whole class numbers from 0 to 4"),
        (lambda: markov_transitions(X, weights=-abs(X)), "A weight must not be negative"),
        (lambda: markov_transitions(X, weights=HALVES[1:]), "No weights for 1 of region: region 0"),
        (lambda: rank_transitions(X, base=1066, last=2001), "No year 1066. There are: .*2000"),
        (lambda: rank_transitions(X, base=2001, last=2001), "two different labels of year"),
        (lambda: ergodic_distribution(X), "No dimension 'from_class'"),
        (lambda: ergodic_distribution(chain([[0.5, 0.4], [0, 1]])), "from class 0 add up to 0.9"),
        (lambda: ergodic_distribution(chain([[2, -1], [0, 1]])), "must not be negative: found -1"),
        (lambda: first_passage_times(chain(np.eye(2)).assign_coords(to_class=[1, 2])),
         "must be the same classes"),
        (lambda: ergodic_distribution(chain(np.eye(2)), start=HALVES), "No dimension 'from_class'"),
        (lambda: ergodic_distribution(
            chain(np.eye(2)),
            start=xr.DataArray([0, 0], dims="from_class", coords={"from_class": [0, 1]})),
         "not all be 0"),
        (lambda: ergodic_distribution(
            chain(np.eye(2)),
            start=xr.DataArray([1], dims="from_class", coords={"from_class": [0]})),
         "no share for class 1"),
        (lambda: shorrocks_index(chain([[1]])), "at least 2 classes"),
        (lambda: markov_homogeneity(X), "either groups .* or periods"),
        (lambda: markov_homogeneity(X, groups=HALVES, periods=[2005]), "either groups .* or periods"),
        (lambda: markov_homogeneity(X, groups="nation"), "No coordinate 'nation' for groups"),
        (lambda: markov_homogeneity(X, groups=["a"] * 30), "must be a DataArray over 'region'"),
        (lambda: markov_homogeneity(X, groups=HALVES[1:]), "No groups for 1 of region"),
        (lambda: markov_homogeneity(X, groups=HALVES * 0), "at least 2 groups"),
        (lambda: markov_homogeneity(X, periods=[2011]), "at least 2 periods"),
        (lambda: markov_homogeneity(X, groups=X.year), "over 'region' alone, not over"),
        (lambda: markov_order(X, order=2), "order must be one of 1, 0, not 2"),
        (lambda: markov_order(X, step=6), "step must be from 1 to 11"),
        (lambda: stochastic_kernel(X * np.nan), "at least 2 moves, there are 0"),
        (lambda: stochastic_kernel(X * 0), "All values are equal"),
        (lambda: stochastic_kernel(X, bandwidth=0), "bandwidth must be above 0"),
        (lambda: stochastic_kernel(X, grid=3), "at least 10 points, not 3"),
        (lambda: stochastic_kernel(X, grid=[1.0] * 20), "increasing values"),
        (lambda: stochastic_kernel(X, grid=np.linspace(0, 1e6, 20)), "too far from any value"),
    ],
)  # fmt: skip
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
