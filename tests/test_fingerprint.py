"""One door for figures: what is not a finite number is refused in the same words everywhere."""

import datetime as dt
import re
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
import xarray as xr

import levelkit as lk
from every_statistic import RING, STATISTICS, long, panel
from levelkit.measures.core.values import numbers

GROWING = np.exp(0.1 * np.random.default_rng(2).normal(size=(12, 12)).cumsum(axis=1))
FURTHER = [(name, what) for name, statistic in STATISTICS.items() for what in statistic.further]
#: Asked about a table that is made of the panel first, so that its labels are not the panel's.
MADE = {
    "choice_influence": "row 2",
    "ergodic_distribution": "",
    "first_passage_times": "",
    "prais_index": "",
    "shorrocks_index": "",
}


LIVES = ("kaplan_meier", "survival_at", "median_lifetime", "restricted_mean", "log_rank", "spells")


def place_in(name, what="region 'c'"):
    """How the first year's value of region c is named by a statistic."""
    if name in MADE:
        return MADE[name]
    if name.startswith("within"):
        return "row ('c', 2000)"
    if name in LIVES:
        return what.replace("region", "spell")
    return what


def spoilt(value=np.inf):
    x = panel(GROWING)
    x[2, 0] = value
    return x


@pytest.mark.parametrize("value", [np.inf, -np.inf])
@pytest.mark.parametrize("name", STATISTICS)
def test_an_infinite_value_is_refused_naming_its_place(name, value):
    if name.startswith(("ergodic", "first_passage", "prais", "shorrocks")):
        x = panel(GROWING)
        p = xr.DataArray([[0.5, 0.5], [value, 0.5]], dims=("from_class", "to_class"),
                         coords={"from_class": ["low", "high"], "to_class": ["low", "high"]})  # fmt: skip
        ask, x, place = getattr(lk, name), p, "from_class 'high', to_class 'low'"
    else:
        ask, x, place = STATISTICS[name].ask, spoilt(value), place_in(name)
    if name == "rank_confidence_sets":

        def ask(x):
            return lk.rank_confidence_sets(x, panel(GROWING))

    with pytest.raises(
        ValueError, match=f"must be finite: found {value:g} at .*{re.escape(place)}"
    ):
        ask(x)


@pytest.mark.parametrize(("name", "what"), FURTHER)
def test_an_infinite_weight_or_second_value_is_refused_naming_its_place(name, what):
    ask, second = STATISTICS[name].further[what]
    ask(panel(GROWING), second)  # it will do as it is
    bad = second.astype(float).copy()
    bad[(2,) + (0,) * (bad.ndim - 1)] = np.inf
    label = bad[bad.dims[0]].values.tolist()[2]
    place = place_in(name, f"{bad.dims[0]} {label!r}")
    with pytest.raises(ValueError, match=f"must be finite: found inf at .*{re.escape(place)}"):
        ask(panel(GROWING), bad)


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda x: lk.atkinson(x, epsilon=np.inf), "epsilon must be above 0, not inf"),
        (lambda x: lk.generalised_entropy(x, alpha=np.nan), "alpha must be finite, not nan"),
        (lambda x: lk.hp_trend(x, lamb=np.inf), "lamb must be 0 or more, not inf"),
        (lambda x: lk.tie_bands(x, error=np.inf), "error must be 0 or more, not inf"),
        (lambda x: lk.convergence_clubs(x, sieve=np.nan), "sieve must be a finite number, not nan"),
        (lambda x: lk.stochastic_kernel(x, bandwidth=np.inf), "bandwidth must be above 0 and finite"),
        (lambda x: lk.stochastic_kernel(x, grid=[*range(10), np.inf]), "at least 10 finite increasing"),
        (lambda x: lk.markov_homogeneity(x, periods=[2005.0, np.inf]), r"periods begin must be finite: \[2005.0, inf\]"),
        (lambda x: lk.nearest_neighbours(x[:, 0], x[:, 0] * np.inf), "longitude must be finite: found inf at region 'a'"),
        (lambda x: lk.event_rate(x.round() * np.inf, x), "A count must be finite: found inf at region 'a', year 2000"),
        (lambda x: lk.event_rate(x.round(), x * np.inf), "Years must be finite: found inf at region 'a', year 2000"),
        (lambda x: lk.mann_kendall(x.assign_coords(year=[*range(11), np.inf])), "Labels of year must be finite"),
        (lambda x: lk.half_life(x.assign_coords(year=[np.nan, *range(11)])), "Labels of year must be finite"),
    ],
)  # fmt: skip
def test_options_and_labels_are_finite_too(ask, message):
    with pytest.raises(ValueError, match=message):
        ask(panel(GROWING))


def test_tie_bands_end_where_a_value_was_divided_by_a_population_of_0():
    with np.errstate(divide="ignore"):
        x = xr.DataArray(
            np.array([1.0, 2, 3]) / [1, 1, 0], dims="region", coords={"region": list("abc")}
        )
    for ask in (lk.tie_bands, lk.rank, lambda x: lk.spearman_rho(x, x)):
        with pytest.raises(ValueError, match="finite: found inf at region 'c'"):
            ask(x)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        (
            [Decimal("1.5"), Decimal(2)],
            r"not Decimal: found Decimal\('1.5'\) at region 'a'. x.astype",
        ),
        ([1.0, None, "n/a"], "not str: found 'n/a' at region 'c'. x.astype"),
        ([1.0, None], "not object. x.astype"),
        (["1", "2"], "not <U1. x.astype"),
        ([True, False], "not bool. x.astype"),
        ([1 + 2j, 2], "not complex128. Take a part of it"),
        (np.array([1, 2], "timedelta64[D]"), r"not timedelta64\[.*Say the unit"),
        (np.array(["2000", "2001"], "datetime64[ns]"), r"not datetime64\[ns\]. Dates are labels"),
    ],
)
def test_other_kinds_of_values_are_refused_in_one_message(values, message):
    kind = (
        None
        if isinstance(values, np.ndarray) or not {type(v) for v in values} & {Decimal, type(None)}
        else object
    )
    x = xr.DataArray(
        np.array(values, kind), dims="region", coords={"region": list("abc")[: len(values)]}
    )
    asks = [
        lk.gini,
        lk.rank,
        lk.moran_i,
        lk.spearman_rho,
        lk.herfindahl,
        lk.tie_bands,
        lk.normalise,
    ]
    for ask in asks:
        more = {lk.moran_i: (RING,), lk.spearman_rho: (x,)}.get(ask, ())
        with pytest.raises(TypeError, match=f"must be a number \\(int or float\\), {message}"):
            ask(x, *more)
    with pytest.raises(TypeError, match=f"A weight must be a number .* {message}"):
        lk.gini(xr.ones_like(x, dtype=float), weights=x)


@pytest.mark.parametrize("values", [[Decimal("1.5"), Decimal(2)], ["1.5", "2"], [1.5, None, 2]])
def test_the_remedy_that_is_named_works(values):
    x = xr.DataArray(np.array(values, object), dims="region")
    assert float(lk.max_min_ratio(x.astype(float))) == pytest.approx(2 / 1.5)


def test_numbers_of_any_type_will_do():
    for kind in (np.int8, np.uint16, np.float32, np.int64):
        assert float(lk.gini(xr.DataArray(np.array([1, 3], kind), dims="region"))) == 0.25
    frame = pd.DataFrame({"region": ["a", "b"], "gdp": pd.array([1, 3], "Int64")})
    assert float(lk.gini(frame.set_index("region").gdp.to_xarray())) == 0.25
    y = pd.Series(pd.array([1, 2, None, 4, 5, 7], "Int64"), pd.RangeIndex(6))
    found = lk.within_regression(y, {"x": pd.Series([True, False] * 3)}, effects=[], errors="HC1")
    assert found.attrs["n_left_out"] == 1


@pytest.mark.parametrize("name", sorted(set(STATISTICS) - set(MADE) - set(LIVES)))
def test_an_empty_dimension_is_named(name):
    for empty, what in (
        (panel(GROWING)[:0], "(region|row)"),
        (panel(GROWING)[:, :0], "(year|industry|indicator|row)"),
    ):
        with pytest.raises(ValueError, match=f"There are no figures: {what} has no labels"):
            STATISTICS[name].ask(empty)


def test_no_spell_no_class_and_no_combination_are_said():
    none = xr.DataArray(np.empty(0), dims="spell")
    for ask in (lk.kaplan_meier, lk.median_lifetime, lk.survival_at):
        with pytest.raises(ValueError, match="There are no figures: spell has no labels"):
            ask(none, none)
    with pytest.raises(ValueError, match="There are no figures: spell has no labels"):
        lk.spells(none, none, as_of=2020)
    chain = xr.DataArray(np.empty((0, 0)), dims=("from_class", "to_class"))
    with pytest.raises(ValueError, match="no figures: from_class and to_class has no labels"):
        lk.ergodic_distribution(chain)
    with pytest.raises(ValueError, match="There is no combination"):
        lk.choice_influence(pd.DataFrame({"a": [], "effect": [], "verdict": []}), ["a"])


def test_a_single_number_has_no_place():
    with pytest.raises(ValueError, match=r"^A count must not be negative: found -1\.$"):
        lk.event_rate(xr.DataArray(-1), xr.DataArray(1.0))
    with pytest.raises(ValueError, match="No dimension 'region'. It is a single number."):
        lk.gini(xr.DataArray(1.0))


def test_a_place_is_told_by_dates_and_numbers_as_well():
    x = xr.DataArray(
        [[1.0, np.inf]],
        dims=("region", "day"),
        coords={"day": pd.to_datetime(["2001-02-03", "2001-02-04"])},
    )
    with pytest.raises(ValueError, match="found inf at region number 0, day 2001-02-04"):
        numbers(x)


FRAME = pd.DataFrame(
    {"region": ["a", "a", "b", "b"], "year": [2000, 2001] * 2, "gdp": [1.0, 2, 3, 5]}
)


def test_a_data_frame_is_told_how_to_become_an_array():
    with pytest.raises(TypeError, match=r"not a DataFrame\. Of a long table: ") as caught:
        lk.gini(FRAME)
    line = re.search(r"table: (.*)\.$", str(caught.value))[1]
    assert line == 'frame.set_index(["region", "year"]).gdp.to_xarray()'
    assert lk.gini(eval(line, {"frame": FRAME})).year.values.tolist() == [2000, 2001]
    for given, hint in (
        (FRAME.gdp, r"not a Series\. .*series\.to_xarray\(\)"),
        ([1.0, 2], r'not a list\. .*xarray\.DataArray\(numbers, dims="region"\)'),
        (FRAME.gdp.values, r"not a ndarray\. "),
    ):
        for ask in (lk.gini, lk.rank, lk.tie_bands, lk.mann_kendall):
            with pytest.raises(TypeError, match=hint):
                ask(given)
    with pytest.raises(TypeError, match="not a DataFrame"):
        lk.gini(panel(GROWING), weights=FRAME)


YEARS = [str(year) for year in range(2000, 2012)]
LABELS_OF_TIME = {
    "text": YEARS,
    "text with more": [f"{year}/{str(year + 1)[2:]}" for year in range(2000, 2012)],
    "text of a financial year": [f"FY{year}" for year in YEARS],
    "dates": pd.to_datetime(YEARS),
    "dates of Python": [dt.date(int(year), 4, 5) for year in YEARS],
    "periods": pd.PeriodIndex(YEARS, freq="Y"),
    "categories": pd.Categorical(YEARS),
    "text of pandas": pd.Index(YEARS, dtype="string"),
}  # fmt: skip


@pytest.mark.parametrize(
    "ask", [lk.mann_kendall, lk.beta_convergence, lk.half_life, lk.break_test, lk.log_t]
)
@pytest.mark.parametrize("kind", LABELS_OF_TIME)
def test_years_of_another_kind_become_years_by_the_line_that_is_named(kind, ask):
    x = panel(GROWING)
    labelled = x.assign_coords(year=LABELS_OF_TIME[kind])
    with pytest.raises(ValueError, match=r"must be numbers \(years\), not ") as caught:
        ask(labelled)
    mended = eval(re.search(r"become so by: (.*)\.$", str(caught.value))[1], {"x": labelled})
    one, other = (getattr(ask(part), "covariance", ask(part)) for part in (mended, x))
    xr.testing.assert_equal(one, other)


def test_a_row_of_a_table_is_named_by_its_labels():
    y = long(panel(GROWING))
    x = {"c": y.copy(data=np.where(np.arange(144) == 30, -np.inf, 1.0))}
    with pytest.raises(
        ValueError, match=r"A value of 'c' must be finite: found -inf at row \('c', 2006\)"
    ):
        lk.within_regression(y, x, effects=["region"])
    table = y.to_series().rename("y")
    with pytest.raises(
        ValueError, match=r"A weight must not be negative: found -3 at row \('a', 2000\)"
    ):
        lk.within_regression(table, {"c": table}, effects=["region"], weights=np.full(144, -3.0))
