"""The index builder: its invariances, and 10,000 weightings against a plain loop."""

import math

import numpy as np
import pytest
import scipy.stats
import xarray as xr
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

import levelkit as lk
from levelkit.claims.devolution import builder
from levelkit.claims.devolution.builder import build, scaled_components
from levelkit.claims.devolution.countries import GROUPS, UK
from levelkit.claims.devolution.own import Own
from levelkit.claims.devolution.places import values_at
from levelkit.claims.devolution.recipe import (
    ELASTICITY,
    NOTHING,
    SETS,
    Given,
    Recipe,
    components_of,
)
from levelkit.claims.devolution.weightings import indices, random_weights, summary, weightings
from levelkit.measures.composite.scaling import METHODS, scale_last_axis

CLAIM = lk.claim("devolution")
MEMBERS = list(GROUPS["western"].members)
few = settings(max_examples=25)
tables = arrays(np.float64, (6, 3), elements=st.integers(1, 1000).map(float), unique=True)


def labelled(values):
    return xr.DataArray(
        values,
        {"country": list("abcdefgh"[: len(values)]), "indicator": list("xyz")},
        ("country", "indicator"),
    )


@few
@given(tables, st.sampled_from(METHODS))
def test_scales_are_those_of_normalise(values, method):
    floor = 0.01 if method == "min-max" else 0.0
    ours = scale_last_axis(values.T, method=method, floor=floor).T
    theirs = lk.normalise(labelled(values), dim="country", method=method, floor=floor)
    np.testing.assert_allclose(ours, theirs, rtol=1e-12, atol=1e-12)


@few
@given(
    tables,
    st.lists(st.integers(1, 9), min_size=3, max_size=3),
    st.sampled_from(list(ELASTICITY.values())),
)
def test_the_index_is_the_ces_aggregate(values, weights, elasticity):
    values[0, 1] = np.nan  # a missing component's weight is shared among the others
    w = np.array(weights, float) / sum(weights)
    ours = indices(values, w[None, :], elasticity)[0]
    theirs = lk.ces(
        labelled(values), dim="indicator", elasticity=elasticity,
        weights=xr.DataArray(w, {"indicator": list("xyz")}, ("indicator",)),
    )  # fmt: skip
    np.testing.assert_allclose(ours, theirs, rtol=1e-10)


def test_ten_thousand_weightings_are_a_plain_loop():
    composite = build(Recipe(gaps="any"), "latest", "western")
    has = composite.table.place.notnull().values
    scaled = composite.scaled[has]
    uk = [one for one, there in zip(MEMBERS, has, strict=True) if there].index(UK)
    weights = np.random.default_rng(0).dirichlet(np.ones(6), 10_000)
    counts = [0] * len(scaled)
    for row in weights:
        known = []
        for country in scaled:
            there = [(w, v) for w, v in zip(row, country, strict=True) if not math.isnan(v)]
            known.append(sum(w * v for w, v in there) / sum(w for w, _ in there))
        counts[sum(value < known[uk] - 1e-12 for value in known)] += 1
    np.testing.assert_array_equal(composite.counts, counts)
    assert composite.counts.sum() == 10_000


@pytest.mark.parametrize("aggregate", list(ELASTICITY))
def test_weightings_agree_with_the_measure_of_all_places(aggregate):
    """Other draws, the same distribution, counted from the other end."""
    composite = build(Recipe(aggregate=aggregate), "latest", "oecd")
    has = composite.table.place.notnull().values
    names = composite.table.country.values[has]
    x = xr.DataArray(composite.scaled[has], {"country": names}, ("country", "indicator"))
    theirs = lk.weight_uncertainty(
        x, dim="country", resamples=20_000, elasticity=ELASTICITY[aggregate]
    )
    theirs = theirs.probability.sel(country=UK).values[::-1]
    np.testing.assert_allclose(composite.counts / 10_000, theirs, atol=0.02)


@few
@given(tables, st.permutations(range(6)), st.permutations(range(3)))
def test_names_and_order_do_not_matter(values, rows, columns):
    """Countries in another order, components in another order: the same place."""
    scaled = scaled_components(values, "min-max")
    index = indices(scaled, np.ones((1, 3)), math.inf)[0]
    turned = scaled_components(values[list(rows)][:, list(columns)], "min-max")
    np.testing.assert_allclose(
        indices(turned, np.ones((1, 3)), math.inf)[0], index[list(rows)], rtol=1e-12
    )
    whole = weightings(scaled, rows[0], math.inf, draws=200)
    np.testing.assert_array_equal(weightings(scaled[list(rows)], 0, math.inf, draws=200), whole)


@few
@given(tables, st.floats(0.01, 100), st.floats(-50, 50), st.sampled_from(["min-max", "rank", "z"]))
def test_units_do_not_matter(values, factor, shift, scale):
    """Percent or shares, with any nought: the scaled components are the same."""
    other = values.copy()
    other[:, 0] = factor * other[:, 0] + shift
    np.testing.assert_allclose(
        scaled_components(other, scale), scaled_components(values, scale), atol=1e-6
    )


@few
@given(tables)
def test_ranks_ignore_every_rising_transformation(values):
    np.testing.assert_array_equal(
        scaled_components(np.exp(values / 200), "rank"), scaled_components(values, "rank")
    )


def test_equal_weights_are_the_mean():
    recipe = Recipe()
    plain = build(recipe, "latest", "western")
    for weight in (0.2, 0.5, 1.0):
        same = build(recipe, "latest", "western", Given(dict.fromkeys(SETS["both"], weight)))
        np.testing.assert_allclose(same.table["value"], plain.table["value"])
    has = plain.table.place.notnull().values
    np.testing.assert_allclose(
        plain.table["value"].values[has], 100 * plain.scaled[has].mean(axis=1)
    )


def test_one_component_alone_gives_its_own_places():
    given_ = Given(dict.fromkeys(SETS["both"], 0.0) | {"tax": 1.0})
    found = build(Recipe(), "latest", "western", given_)
    np.testing.assert_array_equal(found.table.place, CLAIM.evaluate().tables["ranking"].place)
    assert found.counts.tolist() == [10_000 if place == 4 else 0 for place in range(1, 23)]
    assert found.weights == {"tax": 1.0}


def test_polarity_turned_round_turns_the_order():
    alone = dict.fromkeys(SETS["both"], 0.0) | {"tax": 1.0}
    once = build(Recipe(), "latest", "western", Given(alone))
    turned = build(Recipe(), "latest", "western", Given(alone, ("tax",)))
    np.testing.assert_array_equal(turned.table.place, 23 - once.table.place)
    dependence = build(Recipe(dependence="decentralised"), "latest", "western")
    by_hand = build(Recipe(), "latest", "western", Given(turned=("imbalance",)))
    np.testing.assert_allclose(dependence.table["value"], by_hand.table["value"])


def test_a_country_without_a_component_says_which():
    found = build(Recipe(), "latest", "western").table
    assert found.reason.sel(country="Italy").item() == "lacks own spending, vertical imbalance"
    assert int(found.place.notnull().sum()) == 14
    whole = build(Recipe(gaps="any"), "latest", "western").table
    assert int(whole.place.notnull().sum()) == 22
    assert int(whole.n_components.sel(country="Italy")) == 4


def test_a_component_that_is_the_same_for_all_tells_nobody_apart():
    values = np.array([[1.0, 5.0, 1.0], [2.0, 5.0, 3.0], [3.0, 5.0, 2.0], [np.nan, 5.0, 4.0]])
    scaled = scaled_components(values, "min-max")
    assert (scaled[:, 1] == 1).all() and np.isnan(scaled[3, 0])


def test_all_weights_nought_and_unknown_names_are_refused():
    labels = components_of(Recipe())
    with pytest.raises(ValueError, match="All weights are 0"):
        builder.shares(labels, Given(dict.fromkeys(SETS["both"], 0.0)))
    with pytest.raises(ValueError, match="no component 'taxes'. There are: tax, own-revenue"):
        CLAIM.evaluate(weights={"taxes": 1.0})
    # A weight of the other set waits.
    assert set(builder.shares(components_of(Recipe("authority")), Given({"tax": 0.1}))) == set(
        SETS["authority"]
    )


def test_own_indices_become_components():
    values = dict(zip(MEMBERS, values_at("tax", "latest", MEMBERS), strict=True))
    own = Own(
        ("Local autonomy",),
        {"Local autonomy": values},
        {"Local autonomy": 1},
        {"Local autonomy": 2020},
    )
    alone = dict.fromkeys(SETS["both"], 0.0) | {"Local autonomy": 1.0}
    found = CLAIM.evaluate(index="composite", own=own, weights=alone)
    np.testing.assert_array_equal(
        found.tables["ranking"].place, CLAIM.evaluate().tables["ranking"].place
    )
    assert any("Local autonomy (2020)" in note for note in found.caveats)
    assert build(Recipe(), "latest", "western", NOTHING) is build(Recipe(), "latest", "western")


def test_summary_of_places():
    found = summary(np.array([0, 6000, 3000, 900, 100, 0, 0, 0]))
    assert found["weights_quarter"] == 0.6 and found["weights_middle"] == 2
    assert (found["weights_best"], found["weights_worst"], found["weights_usual"]) == (2, 4, 2)
    assert all(math.isnan(one) for one in summary(np.zeros(0, dtype=np.int64)).values())


def test_random_weights_are_uniform_on_the_simplex():
    """Each share alone then follows a beta distribution with 1 and n - 1."""
    weights = random_weights(6)
    assert weights.shape == (10_000, 6)
    np.testing.assert_allclose(weights.sum(axis=1), 1)
    assert scipy.stats.kstest(weights[:, 2], scipy.stats.beta(1, 5).cdf).pvalue > 0.01
