"""Tests of one chain: their size, their degrees of freedom, their labels."""

import numpy as np
import pytest
import xarray as xr

from levelkit.measures.transitions.homogeneity import markov_homogeneity, markov_order
from levelkit.measures.transitions.markov import markov_transitions
from transition_samples import panel, walk

X = walk()
HALVES = xr.DataArray(np.arange(30) % 2, dims="region", coords={"region": X.region})


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
        assert (abs(found.statistic.mean("draw") / found.df.mean() - 1) < 0.06).all()


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
    assert float(found.statistic.sel(test="Pearson")) == pytest.approx(2)
    assert float(found.statistic.sel(test="likelihood ratio")) == pytest.approx(4 * np.log(2))


def test_nothing_to_compare_is_missing():
    x = panel(np.zeros((4, 3)))
    groups = xr.DataArray([0, 0, 1, 1], dims="region")
    found = markov_homogeneity(x, groups=groups, classes=2, quantiles=None)
    assert float(found.df) == 0
    assert np.isnan(found.p_value).all() and np.isnan(found.statistic).all()


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


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: markov_homogeneity(X), "either groups .* or periods"),
        (lambda: markov_homogeneity(X, groups=HALVES, periods=[2005]), "either groups .* or periods"),
        (lambda: markov_homogeneity(X, groups="nation"), "No coordinate 'nation' for groups"),
        (lambda: markov_homogeneity(X, groups=["a"] * 30), "must be a DataArray over 'region'"),
        (lambda: markov_homogeneity(X, groups=HALVES[1:]), "No groups for 1 of region"),
        (lambda: markov_homogeneity(X, groups=HALVES * 0), "at least 2 groups"),
        (lambda: markov_homogeneity(X, periods=[2011]), "at least 2 periods"),
        (lambda: markov_homogeneity(X, groups=X.year), "groups have dimensions that the values lack: ..year"),
        (lambda: markov_order(X, order=2), "order must be one of 1, 0, not 2"),
        (lambda: markov_order(X, step=6), "step must be from 1 to 11"),
    ],
)  # fmt: skip
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
