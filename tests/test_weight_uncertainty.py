"""How far ranks hang on weights: ties, gaps, limits, and chance that repeats."""

import functools
import math
import pickle
import re
import time

import joblib
import numpy as np
import pytest
import scipy.stats
import xarray as xr
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

import levelkit as lk
from indicators import few, over_indicators, panel, table, tables
from levelkit.measures.composite.aggregation import ces
from levelkit.measures.composite.uncertainty import _count, _places, _tally, weight_uncertainty
from levelkit.measures.core.spread import batches


@few
@given(tables, st.sampled_from([0, 0.5, 1, math.inf]), st.integers(0, 99))
def test_probabilities_add_up_both_ways(x, e, seed):
    found = weight_uncertainty(x, resamples=60, elasticity=e, rng=seed)
    np.testing.assert_allclose(found.probability.sum("rank"), 1)
    np.testing.assert_allclose(found.probability.sum("region"), 1)
    assert (found.probability >= 0).all()
    assert (found.rank_low <= found.rank_high).all()
    np.testing.assert_allclose(found.rank_mean.mean(), (x.sizes["region"] + 1) / 2)
    np.testing.assert_allclose(found.share_top.sum(), 3)
    np.testing.assert_array_equal(found.share_first, found.probability.sel(rank=1))


@pytest.mark.parametrize("e", [0.001, 0.5, 1, 1.5, math.inf])
@pytest.mark.parametrize("gaps", [True, False])
def test_each_draw_is_an_aggregate_and_a_ranking(e, gaps):
    """The same weights, aggregated and ranked one set at a time."""
    x, alphas = panel(6, gaps=gaps), over_indicators([1.0, 2, 3, 4])
    found = weight_uncertainty(
        x, resamples=40, concentration=alphas, elasticity=e, level=0.8, rng=3
    )
    ((_, seed),) = batches(40, 1_000, 3)
    weights = xr.DataArray(
        np.random.default_rng(seed).dirichlet(alphas, 40), dims=("draw", "indicator")
    )
    weights = weights.assign_coords(indicator=x.indicator)  # fmt: skip
    ranks = xr.concat([lk.rank(ces(x, weights=w, elasticity=e)) for w in weights], "draw")
    np.testing.assert_allclose(found.rank_mean, ranks.mean("draw"))
    np.testing.assert_allclose(found.share_top, (ranks <= 3).mean("draw"))
    quantiles = ranks.quantile([0.1, 0.9], "draw", method="inverted_cdf")
    np.testing.assert_array_equal(found.rank_low, quantiles[0])
    np.testing.assert_array_equal(found.rank_high, quantiles[1])


def test_units_that_tie_share_their_places():
    x = table([[2.0, 3.0], [2.0, 3.0], [1.0, 1.0], [5.0, 5.0]])
    found = weight_uncertainty(x, resamples=500, elasticity=0.5)
    expected = [[0, 0.5, 0.5, 0], [0, 0.5, 0.5, 0], [0, 0, 0, 1], [1, 0, 0, 0]]
    np.testing.assert_array_equal(found.probability, expected)
    assert found.rank_mean.values.tolist() == [2.5, 2.5, 4, 1]


@few
@given(arrays(float, st.tuples(st.integers(1, 4), st.integers(1, 7)), elements=st.integers(0, 4).map(float)))  # fmt: skip
def test_places_are_the_ranks_a_tie_covers(index):
    first, last = _places(index)
    np.testing.assert_array_equal(first + 1, scipy.stats.rankdata(-index, "min", axis=-1))
    np.testing.assert_array_equal(last + 1, scipy.stats.rankdata(-index, "max", axis=-1))
    np.testing.assert_allclose(_count(first, last).sum(axis=-1), len(index))


@few
@given(tables, st.floats(0.1, 50))
def test_a_common_scale_and_labels_change_no_rank(x, scale):
    one = weight_uncertainty(x, resamples=50, elasticity=0.5)
    other = weight_uncertainty(scale * x[::-1], resamples=50, elasticity=0.5)
    xr.testing.assert_allclose(one.rank_mean, other.rank_mean.sel(region=x.region))


def test_without_substitution_weights_have_no_say():
    found = weight_uncertainty(panel(7), resamples=50, elasticity=0)
    assert (found.rank_low == found.rank_high).all()
    np.testing.assert_array_equal(found.rank_mean, lk.rank(ces(panel(7), elasticity=0)))


def test_high_concentration_is_equal_weights():
    found = weight_uncertainty(panel(8), resamples=50, concentration=1e9)
    np.testing.assert_array_equal(found.rank_low, lk.rank(ces(panel(8))))
    np.testing.assert_array_equal(found.rank_high, lk.rank(ces(panel(8))))


def test_tiny_concentration_puts_all_weight_on_one_indicator():
    found = weight_uncertainty(table(np.eye(3)[:, :3]), resamples=3_000, concentration=1e-3, top=1)
    np.testing.assert_allclose(found.share_first, 1 / 3, atol=0.05)
    values = table([[1.0, 9.0], [9.0, 1.0]])
    sure = weight_uncertainty(values, resamples=200, concentration=1e-3, elasticity=1e-3, top=1)
    assert sure.probability.notnull().all()


def test_chance_repeats_and_moves_on():
    x = panel(9)
    one, same, other = (weight_uncertainty(x, resamples=2_500, rng=seed) for seed in (1, 1, 2))
    xr.testing.assert_identical(one, same)
    assert (one.rank_mean != other.rank_mean).any()
    generator = np.random.default_rng(1)
    first, second = (weight_uncertainty(x, resamples=200, rng=generator) for _ in range(2))
    assert (first.rank_mean != second.rank_mean).any()
    with joblib.parallel_config(backend="threading", n_jobs=2):
        xr.testing.assert_identical(one, weight_uncertainty(x, resamples=2_500, rng=1))


def test_work_can_leave_the_process():
    work = functools.partial(_tally, values=panel(1).values, alphas=np.ones(4), elasticity=1)
    piece = batches(10, 10, 0)[0]
    np.testing.assert_array_equal(pickle.loads(pickle.dumps(work))(piece), work(piece))


def test_units_without_figures_have_no_rank():
    x = panel(10)
    x[0, 0], x[1, 1, 0] = np.nan, np.nan
    found, strict = (weight_uncertainty(x, resamples=50, skipna=s) for s in (True, False))
    assert found.attrs["n_left_out"] == 5
    assert found.rank_mean.isnull().sum() == 1 and strict.rank_mean.isnull().sum() == 2
    assert np.isnan(found.rank_low[0, 0]) and np.isnan(strict.share_first[1, 1])
    assert found.rank_high.sel(year=1990).max() == 5
    np.testing.assert_allclose(found.probability.sum(["region", "rank"]), [5, 6, 6])


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"top": 7}, "top must be from 1 to the 6 of region, not 7"),
        ({"level": 95}, "level must be between 0 and 1, as 0.95, not 95"),
        ({"resamples": 0}, "At least 1 draw is needed"),
        ({"concentration": 0}, "A concentration must be above 0"),
        ({"concentration": math.nan}, "A concentration is missing"),
        ({"concentration": over_indicators([1.0, 2.0])}, "No concentration for 2 of indicator: c, d"),
        ({"concentration": panel()[0]}, "concentration must be over 'indicator' alone"),
        ({"dim": "place"}, "No dimension 'place'"),
        ({"indicator": "topic"}, "No dimension 'topic'"),
        ({"elasticity": -1}, "elasticity must be from 0"),
    ],
)  # fmt: skip
def test_uncertainty_names_bad_options(options, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        weight_uncertainty(panel(), **options)
    with pytest.raises(ValueError, match="With elasticity 1 an indicator must be above 0"):
        weight_uncertainty(panel() - 5, elasticity=1)


def test_ten_thousand_draws_take_no_time():
    x = table(np.random.default_rng(0).uniform(0.1, 1, size=(40, 10)))
    started = time.perf_counter()
    weight_uncertainty(x, resamples=10_000, elasticity=0.5)
    assert time.perf_counter() - started < 1
