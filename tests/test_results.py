"""Results look alike: what every public statistic gives has one face."""

from __future__ import annotations

import inspect
import pickle
import re

import numpy as np
import pandas as pd
import pytest
import xarray as xr

import levelkit as lk
from every_statistic import NO_PANEL, STATISTICS, panel
from levelkit.measures.core.fields import COMMON, FIELDS, FORMER_FIELDS, PREFIXES
from levelkit.measures.core.readable import Readable
from levelkit.measures.core.results import ResultArray, ResultDataset

INCOME = {"long_name": "Personal income per head", "units": "pounds"}
#: Statistics that are the figures in another form: their name is that of the figures, and more.
SAME_FIGURES = ("hp_trend", "normalise", "relative_transition")
#: What was once the name of a common part.
FORMER = {name for names in FORMER_FIELDS.values() for name in names} - {"estimate", "half_life"}


def income(values=None):
    if values is None:
        noise = np.random.default_rng(0).normal(size=(12, 12)).cumsum(axis=1)
        values = 100 * np.exp(0.05 * noise + np.linspace(0, 1, 12)[:, None])
    x = panel(values)
    x.name, x.attrs = "income", dict(INCOME)
    return x


every = pytest.mark.parametrize("name", STATISTICS)


def result_of(name):
    return STATISTICS[name].ask(income())


def fields(result):
    """Named parts of a result that are arrays."""
    if isinstance(result, xr.Dataset):
        return dict(result.data_vars)
    return {name: getattr(result, name) for name in COMMON if hasattr(result, name)}


@every
def test_it_is_said_shown_and_given_as_a_table(name):
    result = result_of(name)
    assert isinstance(result, Readable)
    said = result.summary()
    assert isinstance(said, str) and 0 < len(said) < 4_000
    assert str(result.attrs["statistic"])[1:12] in said or "club" in said
    assert "left out" in said.lower() or "club" in said or "n_left_out" not in result.attrs
    table = result.table()
    assert isinstance(table, pd.DataFrame) and len(table) and table.columns.is_unique
    frame = result.to_dataframe()
    assert isinstance(frame, pd.DataFrame) and len(frame)
    page = result._repr_html_()
    assert page.count("<table") == 1 and page.count("<div") == page.count("</div")


@every
def test_parts_have_the_names_that_are_the_same_everywhere(name):
    result = result_of(name)
    if isinstance(result, xr.DataArray | pd.DataFrame):
        return
    columns = set(fields(result)) | set(result.table().columns)
    assert not columns & FORMER, columns & FORMER
    if "ci_low" in columns:
        assert {"estimate", "ci_high"} <= columns
    if isinstance(result, xr.Dataset):
        for part in set(result.data_vars) - {"estimate"}:
            known = part in FIELDS or part.startswith(tuple(PREFIXES))
            assert known or name.startswith("dispersion"), part


@every
def test_names_and_units_are_its_own(name):
    result = result_of(name)
    if isinstance(result, pd.DataFrame):
        return
    arrays = {"": result} if isinstance(result, xr.DataArray) else fields(result)
    for part, array in arrays.items():
        if not isinstance(array, xr.DataArray):  # the number of observations of a regression
            continue
        words, units = array.attrs["long_name"], array.attrs["units"]
        assert words and units, part
        if name.partition(",")[0] in SAME_FIGURES:
            assert words.startswith("Personal income per head: ")
        else:
            assert "ncome" not in words, (part, words)


@every
def test_what_is_drawn_at_random_says_how_often_and_from_which_seed(name):
    function = getattr(lk, name.partition(",")[0])
    parameters = inspect.signature(function).parameters
    attrs = result_of(name).attrs
    assert not {"draws", "permutations", "bootstrap", "n_boot"} & {*parameters, *attrs}
    assert ("rng" in parameters) == ("resamples" in parameters)
    drawn = "rng" in parameters and not isinstance(result_of(name), xr.DataArray)
    assert ("seed" in attrs) == ("resamples" in attrs) == drawn
    if drawn:
        assert attrs["seed"] == 0
        assert attrs["resamples"] >= 0 and isinstance(attrs["resamples"], int)
        said = re.search(r"\((\d+) draws\)", str(attrs.get("p_value", "")))
        assert not said or int(said[1]) == attrs["resamples"]


@every
def test_xarray_objects_stay_xarray_objects(name):
    result = result_of(name)
    if not isinstance(result, xr.DataArray | xr.Dataset):
        return
    again = pickle.loads(pickle.dumps(result))
    xr.testing.assert_identical(again, result)
    some = result.isel({dim: [0] for dim in result.dims})
    assert type(some) is type(result) and some.summary()
    for coordinate in result.coords.values():
        assert type(coordinate) is xr.DataArray


def test_an_axis_is_labelled_with_the_statistic():
    import matplotlib as mpl

    mpl.use("agg")
    (line,) = lk.gini(income()).plot()
    assert line.axes.get_ylabel().startswith("Gini coefficient")


def test_a_single_number_is_a_table_of_one_row():
    x = income().isel(year=0, drop=True)
    number, several = lk.gini(x), lk.kendall_w(income(), resamples=9)
    assert number.to_dataframe().shape == number.table().shape == (1, 1)
    assert number.summary().splitlines()[2] == f"gini  {float(number):.4g}"
    assert list(several.to_dataframe()) == ["estimate", "p_value", "ci_low", "ci_high", "n", "m"]
    assert len(several.table()) == 1 and "estimate" in several.summary()


def test_a_table_may_be_of_another_part():
    found = lk.decompose(
        income().assign_coords(area=("region", list("aabbccddeeff"))), groups="area"
    )
    assert list(found.table())[:2] == ["year", "component"]
    assert {"area", "between_area", "total"} <= set(found.table(of="between_area"))
    assert len(found.table(of="total")) == 12


def test_a_long_table_is_cut_and_says_so():
    said = lk.rank(income()).summary()
    assert "134 further rows: .table() has all." in said
    assert "134 further rows" in lk.rank(income())._repr_html_()


# Names from before work for one more release


OLD_OPTIONS = {
    "weight_uncertainty": (lambda f, x, **o: f(x, indicator="year", **o), "draws"),
    "rank_confidence_sets": (lambda f, x, **o: f(x, 0.1 * x, **o), "draws"),
    "both_extremes_share": (lambda f, x, **o: f(x, STATISTICS_GROUPS, **o), "permutations"),
    "spearman_rho": (lambda f, x, **o: f(x, base=2000, **o), "permutations"),
}
STATISTICS_GROUPS = xr.DataArray(
    list("aabbccddeeff"), dims="region", coords={"region": income().region}, name="area"
)


@pytest.mark.parametrize("name", OLD_OPTIONS)
def test_a_former_option_works_and_warns_where_it_is_written(name):
    ask, former = OLD_OPTIONS[name]
    function, x = getattr(lk, name), income()
    with pytest.warns(DeprecationWarning, match=f"option '{former}' is now 'resamples'") as caught:
        before = ask(function, x, **{former: 19})
    assert caught[0].filename == __file__
    xr.testing.assert_identical(before, ask(function, x, resamples=19))
    with (
        pytest.raises(TypeError, match="give one of them"),
        pytest.warns(DeprecationWarning, match="is now"),
    ):
        ask(function, x, **{former: 19, "resamples": 9})


def test_former_options_of_a_decomposition_are_a_test_and_an_interval():
    x = income()
    for old, new in (
        ({"permutations": 19}, {"test": True, "resamples": 19}),
        ({"bootstrap": 9}, {"interval": True, "resamples": 9}),
        ({"permutations": 19, "bootstrap": 9}, {"test": True, "interval": True, "resamples": 19}),
        ({"permutations": 0}, {}),
    ):
        with pytest.warns(DeprecationWarning, match=r"is now '(test|interval)'"):
            before = lk.decompose(x, groups=STATISTICS_GROUPS, **old)
        xr.testing.assert_identical(before, lk.decompose(x, groups=STATISTICS_GROUPS, **new))
        with pytest.warns(DeprecationWarning, match="is now"):
            lk.theil(x, groups=STATISTICS_GROUPS, **old)


@pytest.mark.parametrize("statistic", FORMER_FIELDS)
def test_a_former_part_works_and_warns_where_it_is_written(statistic):
    name = "beta_convergence" if statistic == "Regression" else statistic
    result = result_of(name)
    for former, present in FORMER_FIELDS[statistic].items():
        if former == present or not hasattr(result, present):
            continue
        with pytest.warns(DeprecationWarning, match=f"'{former}' is now '{present}'") as caught:
            before = getattr(result, former)
        assert caught[0].filename == __file__
        xr.testing.assert_identical(before, getattr(result, present))
        if isinstance(result, xr.Dataset):
            with pytest.warns(DeprecationWarning, match=f"'{former}' is now '{present}'"):
                xr.testing.assert_identical(result[former], result[present])


def test_an_unknown_part_is_an_error_as_ever():
    found = lk.mann_kendall(income())
    for result in (found, lk.beta_convergence(income())):
        with pytest.raises(AttributeError):
            result.nonsense  # noqa: B018
    with pytest.raises(KeyError):
        found["nonsense"]
    assert isinstance(found, ResultDataset) and isinstance(lk.gini(income()), ResultArray)


def test_neighbours_and_grids_have_the_same_face():
    assert set(NO_PANEL) >= {"nearest_neighbours", "specification_grid"}
    ring = lk.neighbours_from_list([("a", "b"), ("b", "c")], "abcd")
    grid = lk.specification_grid(lambda a: a / 2, {"a": [1, 2]})
    for result in (ring, grid):
        assert isinstance(result, Readable)
        assert result.summary() and len(result.table()) and len(result.to_dataframe())
        assert "<table" in result._repr_html_()
