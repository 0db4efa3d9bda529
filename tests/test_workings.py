"""What the browser works out of a composite is what Python does."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import levelkit as lk
from levelkit.claims.devolution.recipe import HIGHEST_ELASTICITY, LOWEST_ELASTICITY
from levelkit.claims.ordinals import nth
from levelkit.pages.claim_page import layout_of
from levelkit.pages.state import page_state
from web_modules import call

DEVOLUTION = lk.claim("devolution")
VIEWS = [
    {"index": "composite"}, {"index": "composite", "gaps": "any", "scale": "rank"},
    {"index": "composite", "components": "money", "aggregate": "geometric"},
    {"index": "composite", "scale": "z", "group": "oecd"}, {"index": "tax"},
]  # fmt: skip


def worked(view, **inputs):
    """The browser's answer to inputs, from what the page gives it."""
    choices = DEVOLUTION.complete(view)
    state = page_state(DEVOLUTION, layout_of(DEVOLUTION), choices)
    settings = state.words["workings"]["settings"]
    table = state.datasets["workings"]
    names = settings["components"]
    figures = [
        [None if v is None else (-v if name in inputs.get("turned", ()) else v) for name, v in zip(names, row, strict=True)]
        for row in zip(*(table[f"c{k}"] for k in range(len(names))), strict=True)
    ]  # fmt: skip
    weights = [inputs.get("weights", {}).get(name, 0.5) for name in names]
    asked = inputs.get("elasticity") if settings["scale"] != "z" else None
    recipe = {
        "weights": weights, "scale": settings["scale"], "complete": settings["complete"],
        "elasticity": settings["elasticity"] if asked is None else asked,
    }  # fmt: skip
    return table["country"], call("composite", "indexOf", figures, recipe), settings


@settings(max_examples=25, deadline=None)
@given(
    view=st.sampled_from(VIEWS),
    weights=st.lists(st.sampled_from([0, 0.05, 0.3, 0.5, 1.0]), min_size=6, max_size=6).filter(any),
    turned=st.sets(st.sampled_from(["tax", "self-rule", "imbalance"]), max_size=2),
    elasticity=st.none() | st.sampled_from([0.05, 0.5, 0.9, 1.0, 1.1, 3.3, 20.0]),
)
def test_places_and_index_are_those_of_python(view, weights, turned, elasticity):
    names = worked(view)[2]["components"]
    given_weights = dict(zip(names, weights, strict=False))
    if not any(given_weights.values()):
        return
    inputs = {"weights": given_weights, "turned": sorted(turned & set(names))}
    if elasticity is not None and view.get("scale") != "z":
        inputs["elasticity"] = elasticity
    countries, ours, said = worked(view, **inputs)
    table = DEVOLUTION.evaluate(**view, **inputs).tables["composite"]
    assert countries == table.country.values.tolist()
    times = 100 if said["scale"] == "min-max" else 1
    index = [np.nan if v is None else times * v for v in ours["index"]]
    np.testing.assert_allclose(index, table["value"].values, rtol=1e-9, atol=1e-9)
    place = [np.nan if v is None else v for v in ours["place"]]
    np.testing.assert_array_equal(place, table["place"].values)


def test_more_than_one_stop_of_the_elasticity_changes_the_place():
    places = [
        DEVOLUTION.evaluate(index="composite", elasticity=e).figures["place"] for e in (0.1, 20.0)
    ]
    assert places[0] != places[1]


@pytest.mark.parametrize(
    "value", [0, -1, 0.04, 21, float("nan"), float("inf"), "1", True, None, []]
)
def test_a_number_out_of_its_bounds_is_refused_naming_them(value):
    elasticity = next(one for one in DEVOLUTION.inputs if one.name == "elasticity")
    assert (elasticity.low, elasticity.high) == (LOWEST_ELASTICITY, HIGHEST_ELASTICITY)
    with pytest.raises(ValueError, match="a number from 0.05 to 20 is needed, not"):
        elasticity.accept(value)


def test_z_scores_have_an_arithmetic_mean_alone():
    with pytest.raises(ValueError, match="z-scores are negative"):
        DEVOLUTION.evaluate(index="composite", scale="z", elasticity=1.0)


@given(place=st.integers(1, 400))
def test_places_are_numbered_as_python_numbers_them(place):
    if place > 10:
        assert call("composite", "nth", place, 1) == nth(place)
    assert call("composite", "nth", place + 0.5, 2) == f"joint {call('composite', 'nth', place, 1)}"


@given(st.lists(st.floats(0, 1), min_size=1, max_size=8))
def test_weights_add_up(weights):
    shares = call("composite", "sharesOf", weights)
    assert sum(shares) == pytest.approx(1)
    if sum(weights) > 0.01:
        assert shares == pytest.approx([w / sum(weights) for w in weights])


@given(st.floats(0.05, 20))
def test_a_number_stands_on_its_slider_where_it_is_found_again(value):
    stop = call("number_input", "stopOf", value, 0.05, 20)
    assert 0 <= stop <= 1000
    assert call("number_input", "numberAt", stop, 0.05, 20) == pytest.approx(value, rel=0.06)
