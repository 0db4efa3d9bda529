"""A chart form declares what it needs beside its drawing: all of it, and nothing else."""

import pandas as pd
import pytest

from form_fields import Used, parameters_used
from levelkit.charts.form import Form, FormError, form
from levelkit.charts.forms import form_named, forms
from levelkit.charts.specs import ready_specs

NAMES = sorted(forms())


@pytest.mark.parametrize("name", NAMES)
def test_what_a_form_declares_is_what_it_draws(name):
    declared = forms()[name].data
    used = Used(ready_specs()[name]).fields
    # Shapes of a map are features: their fields are those of GeoJSON.
    used.pop("shapes", None)
    assert {data: set(fields) for data, fields in declared.items() if fields} == used


@pytest.mark.parametrize("name", NAMES)
def test_every_parameter_has_an_effect(name):
    drawn = forms()[name]
    declared = {*drawn.params, *drawn.marks, *drawn.computed}
    assert parameters_used(ready_specs()[name], declared) == declared


@pytest.mark.parametrize("name", NAMES)
def test_a_form_says_what_it_is(name):
    drawn = forms()[name]
    assert drawn.__doc__.strip().splitlines()[0].endswith(".")
    for fields in drawn.data.values():
        assert set(fields.values()) <= {"N", "Q", "B"}


def test_a_misspelt_form_is_named_with_the_near_ones():
    with pytest.raises(FormError, match=r"bump_chat.*Did you mean 'bump_chart'"):
        form_named("bump_chat")


@form({"bars": "name:N value:Q"}, params={"top": 1}, marks={"highlight": ""},
      height=lambda data, _: 20 * len(data["bars"]["name"]),
      scales=lambda data, _: {"top": max(data["bars"]["value"])})  # fmt: skip
def bars():
    """Bars."""
    from levelkit.charts.fast_altair import alt

    return alt.layer(alt.Chart(alt.NamedData("bars")).mark_bar().encode(x="value:Q", y="name:N"))


ROWS = {"bars": {"name": ["a", "b"], "value": [1, 3]}}


def test_what_follows_from_the_data_is_worked_out_unless_given():
    assert isinstance(bars, Form)
    assert bars.params_of(ROWS, {}) == {"top": 3}
    assert bars.params_of(ROWS, {"top": 9}) == {"top": 9}
    assert bars.height_of(ROWS, {}) == 40


@pytest.mark.parametrize(
    ("data", "params", "said"),
    [
        ({}, {}, "lacks the data set 'bars' with 'name', 'value'"),
        ({"bars": {"name": ["a"]}}, {}, "no field 'value'. There are: 'name'"),
        ({"bars": {"name": ["a"], "value": [1, 2]}}, {}, "of different lengths"),
        (ROWS | {"bar": {}}, {}, "Unknown data set 'bar'"),
        (ROWS, {"tpo": 3}, "Unknown parameter 'tpo'. Did you mean 'top'"),
    ],
)
def test_what_does_not_fit_is_named(data, params, said):
    with pytest.raises(FormError, match=said):
        bars.chart(data, params)


def test_a_mark_that_there_is_none_of_is_named():
    with pytest.raises(FormError, match="Unknown mark 'colour'"):
        bars.chart(ROWS, marks={"colour": "red"})


def test_a_kind_of_field_that_there_is_none_of_is_named():
    with pytest.raises(FormError, match="kind of value 'X'"):
        form({"bars": "value:X"})(bars.draw)


def test_rows_come_as_columns_or_as_a_frame():
    frame = pd.DataFrame(ROWS["bars"])
    assert bars.chart({"bars": frame}).to_dict() == bars.chart(ROWS).to_dict()
