"""The trend of a short series that may be persistent: least squares, statsmodels, its own simulation."""

import importlib.util
import re
from pathlib import Path

import numpy as np
import pytest
import scipy.stats
import xarray as xr
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.linalg import toeplitz
from statsmodels.api import GLS, add_constant

import levelkit as lk
from levelkit.measures.convergence.ar1 import GRID, lines, plausible
from levelkit.measures.convergence.linear_trend import linear_trend

ROOT = Path(__file__).parents[1]
seeds = st.integers(0, 9_999)
sizes = st.integers(4, 40)


def series(values, years=None, **coords):
    values = np.asarray(values, float)
    years = 1998 + np.arange(values.shape[-1]) if years is None else years
    return xr.DataArray(
        values, dims=("draw", "year")[-values.ndim :], coords={"year": years, **coords}
    )


def drawn(seed, n=26, ar=0.8, draws=None):
    rng = np.random.default_rng(seed)
    values = rng.normal(size=(draws or 1, n))
    for t in range(1, n):
        values[:, t] += ar * values[:, t - 1]
    return values if draws else values[0]


def simulation():
    """The module of the coverage table."""
    spec = importlib.util.spec_from_file_location(
        "trend_coverage", ROOT / "benchmarks/trend_coverage.py"
    )
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@settings(deadline=None)
@given(seeds, sizes)
def test_without_persistence_it_is_ordinary_least_squares(seed, n):
    x = series(drawn(seed, n, 0))
    found = linear_trend(x, ar=0.0)
    line = scipy.stats.linregress(x.year, x)
    half = scipy.stats.t.ppf(0.975, n - 2) * line.stderr
    assert found.estimate == pytest.approx(line.slope, abs=1e-10)
    assert found.std_error == pytest.approx(line.stderr, rel=1e-8)
    assert found.p_value == pytest.approx(line.pvalue, rel=1e-7, abs=1e-12)
    assert found.ci_low == pytest.approx(line.slope - half, abs=1e-9)
    assert found.ci_high == pytest.approx(line.slope + half, abs=1e-9)


@settings(deadline=None)
@given(seeds, sizes, st.floats(0, 0.99))
def test_at_a_given_persistence_it_is_statsmodels_generalised_least_squares(seed, n, ar):
    x = series(drawn(seed, n))
    found = linear_trend(x, ar=ar)
    theirs = GLS(x.values, add_constant(x.year.values - 1998.0), toeplitz(ar ** np.arange(n))).fit()
    # A fit's interval is a t interval with n - 2 degrees of freedom.
    low, high = theirs.conf_int(0.05)[1]
    assert found.estimate == pytest.approx(theirs.params[1], abs=1e-8)
    assert found.std_error == pytest.approx(theirs.bse[1], rel=1e-8, abs=1e-8)
    assert found.p_value == pytest.approx(theirs.pvalues[1], abs=1e-8)
    assert [float(found.ci_low), float(found.ci_high)] == pytest.approx([low, high], abs=1e-8)


def reml(x, ar):
    """The restricted log-likelihood from statsmodels' residuals and covariance."""
    n = x.size
    among = toeplitz(ar ** np.arange(n)) / (1 - ar**2)
    design = add_constant(x.year.values - x.year.values[0])
    ssr = GLS(x.values, design, among).fit().ssr
    # GLS divides its covariance by no scale: ssr is that of the whitened residuals.
    inside = design.T @ np.linalg.solve(among, design)
    return -0.5 * (
        np.linalg.slogdet(among)[1] + np.linalg.slogdet(inside)[1] + (n - 2) * np.log(ssr)
    )


@pytest.mark.parametrize("seed", range(5))
def test_the_estimate_of_persistence_is_where_the_restricted_likelihood_is_largest(seed):
    x = series(drawn(seed, 30, 0.5))
    found = linear_trend(x)
    ars = np.linspace(0, 0.995, 400)
    heights = np.array([reml(x, ar) for ar in ars])
    assert float(found.ar) == pytest.approx(ars[heights.argmax()], abs=0.004)
    inside = ars[2 * (heights.max() - heights) <= scipy.stats.chi2.ppf(0.75, 1)]
    assert float(found.ar_low) == pytest.approx(inside.min(), abs=0.015)
    assert float(found.ar_high) == pytest.approx(inside.max(), abs=0.015)
    # The interval is the union of statsmodels' intervals over that set.
    design = add_constant(x.year.values - 1998.0)
    ends = np.array(
        [
            GLS(x.values, design, toeplitz(ar ** np.arange(30))).fit().conf_int(0.05)[1]
            for ar in np.linspace(float(found.ar_low), min(float(found.ar_high), 0.9999), 60)
        ]
    )
    width = float(found.ci_high - found.ci_low)
    assert float(found.ci_low) == pytest.approx(ends[:, 0].min(), abs=0.01 * width)
    assert float(found.ci_high) == pytest.approx(ends[:, 1].max(), abs=0.01 * width)


@settings(deadline=None)
@given(seeds, sizes)
def test_a_random_walk_has_the_mean_of_its_differences(seed, n):
    """Closed form at AR 1: mean difference, and its standard error."""
    x = series(drawn(seed, n, 1.0))
    found, steps = linear_trend(x, ar=1.0), np.diff(x.values)
    assert found.estimate == pytest.approx(steps.mean(), abs=1e-10)
    assert found.std_error == pytest.approx(steps.std(ddof=1) / np.sqrt(n - 1), rel=1e-8)


@pytest.mark.parametrize("n", [5, 26])
def test_the_likelihood_goes_over_into_that_of_differences(n):
    y, times = drawn(3, n)[None], np.arange(n, dtype=float)
    near = lines(y, times, np.array([1 - 1e-7, 1.0]))
    for part in near:
        assert part[0, 0] == pytest.approx(part[0, 1], rel=1e-4)


@settings(deadline=None)
@given(seeds, sizes, st.floats(-3, 3), st.sampled_from([0.8, 0.9, 0.95]))
def test_the_p_value_goes_with_the_interval(seed, n, slope, level):
    found = linear_trend(series(drawn(seed, n) + slope * np.arange(n)), level=level)
    outside = bool(found.ci_low > 0) or bool(found.ci_high < 0)
    assert outside == bool(found.p_value < 1 - level)
    assert found.ci_low <= found.estimate <= found.ci_high
    assert found.ar_low <= found.ar <= found.ar_high


@settings(deadline=None, max_examples=30)
@given(seeds, st.floats(-1e3, 1e3), st.floats(1e-6, 1e6), st.floats(-5, 5))
def test_origin_unit_and_direction(seed, origin, unit, tilt):
    y = drawn(seed)
    one = linear_trend(series(y))
    other = linear_trend(series(origin - unit * y))
    assert other.estimate == pytest.approx(-unit * float(one.estimate), rel=1e-6, abs=1e-9 * unit)
    assert other.ci_low == pytest.approx(-unit * float(one.ci_high), rel=1e-6, abs=1e-9 * unit)
    assert other.p_value == pytest.approx(float(one.p_value), abs=1e-6)
    assert other.ar == pytest.approx(float(one.ar), abs=1e-6)
    tilted = linear_trend(series(y + tilt * np.arange(26)))
    assert tilted.estimate == pytest.approx(float(one.estimate) + tilt, abs=1e-8)
    assert tilted.ar == pytest.approx(float(one.ar), abs=1e-6)


def test_the_order_of_time_alone_matters_not_its_unit():
    y = drawn(5)
    one = linear_trend(series(y))
    decades = linear_trend(series(y, years=np.arange(26) / 10))
    assert decades.estimate == pytest.approx(10 * float(one.estimate))
    assert decades.ar == pytest.approx(float(one.ar))
    assert decades.attrs["step"] == pytest.approx(0.1)


def test_many_series_equal_one_at_a_time_with_their_gaps():
    values = drawn(0, 30, draws=7)
    values[1, [4, 5, 20]] = np.nan
    values[2, 6:] = np.nan
    values[3, 3:] = np.nan
    x = series(values, draw=list("abcdefg"))
    found = linear_trend(x)
    for label in x.draw.values:
        alone = linear_trend(x.sel(draw=label).dropna("year"))
        for name in found:
            np.testing.assert_allclose(found[name].sel(draw=label), alone[name], atol=1e-9)
    assert found.n.values.tolist() == [30, 27, 6, 3, 30, 30, 30]
    assert np.isnan(found.estimate.sel(draw="d"))
    assert found.attrs["n_left_out"] == 3 + 24 + 27
    strict = linear_trend(x, skipna=False)
    assert np.isnan(strict.estimate).values.tolist() == [
        False,
        True,
        True,
        True,
        False,
        False,
        False,
    ]


def test_years_apart_weaken_the_correlation_as_a_covariance_says():
    years = np.array([1998, 1999, 2000, 2003, 2004, 2008, 2009, 2010.0])
    y, ar = drawn(2, 8), 0.6
    apart = np.abs(years[:, None] - years)
    theirs = GLS(y, add_constant(years - 1998), ar**apart).fit()
    found = linear_trend(series(y, years=years), ar=ar)
    assert found.estimate == pytest.approx(theirs.params[1], abs=1e-10)
    assert found.std_error == pytest.approx(theirs.bse[1], rel=1e-8)


@pytest.mark.parametrize("value", [5.1, 0.1, 1e-9, 1e12, -0.3])
def test_what_lies_on_a_line_has_no_error_and_no_persistence(value):
    flat = linear_trend(series(np.full(20, value)))
    assert flat.estimate == 0 and flat.p_value == 1
    assert flat.ci_low == flat.ci_high == 0
    assert np.isnan(flat.ar)
    steep = linear_trend(series(value * (1 + np.arange(20))))
    assert steep.estimate == pytest.approx(value)
    assert steep.ci_low == steep.ci_high == steep.estimate
    assert steep.p_value == 0 and np.isnan(steep.ar_high)


def test_it_says_its_units_and_what_was_left_out():
    found = linear_trend(series(drawn(1)).assign_attrs(units="gbp"))
    assert found.estimate.attrs["units"] == "gbp a year" == found.ci_low.attrs["units"]
    assert found.p_value.attrs["units"] == found.ar.attrs["units"] == "1"
    assert found.attrs["interval"] == "t, union over the 0.75 set of AR, level 0.95"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"along": "month"}, "No dimension 'month'"),
        ({"level": 95}, "level must be between 0 and 1, as 0.95, not 95"),
        ({"ar_level": 1}, "ar_level must be between 0 and 1, as 0.75, not 1"),
        ({"ar": 1.2}, "ar must be from 0 to 1, not 1.2"),
        ({"ar": -0.2}, "ar must be from 0 to 1, not -0.2"),
    ],
)
def test_bad_options_are_named(options, message):
    with pytest.raises(ValueError, match=message):
        linear_trend(series(drawn(0)), **options)


def test_infinite_values_and_other_things_are_refused():
    x = series(drawn(0))
    x[3] = np.inf
    with pytest.raises(ValueError, match="must be finite"):
        linear_trend(x)
    with pytest.raises(TypeError, match="An xarray.DataArray is needed"):
        linear_trend([1, 2, 3])
    with pytest.raises(ValueError, match="must ascend"):
        linear_trend(series(drawn(0))[::-1])


def test_wider_sets_of_persistence_give_wider_intervals():
    found = lines(drawn(4, draws=50), np.arange(26.0), GRID)
    sizes = [plausible(found, share).sum(axis=1) for share in (0.5, 0.75, 0.9)]
    assert (sizes[0] <= sizes[1]).all() and (sizes[1] <= sizes[2]).all()
    x = series(drawn(4, draws=50))
    narrow, wide = linear_trend(x, ar_level=0.5), linear_trend(x, ar_level=0.9)
    assert (wide.ci_low <= narrow.ci_low).all() and (wide.ci_high >= narrow.ci_high).all()


COVERED = [(n, ar) for n in (10, 26, 45) for ar in (0.0, 0.5, 0.9)]


@pytest.mark.parametrize(("years", "ar"), COVERED)
def test_intervals_cover(years, ar):
    """92 % or more at AR 0 to 0.9, less three standard errors of 1,000 draws."""
    made = simulation()
    errors = made.ar_errors(np.random.default_rng([years, 5]), 1_000, years, ar)
    assert made.coverage(errors) >= 0.92 - 3 * np.sqrt(0.92 * 0.08 / 1_000)


@pytest.mark.parametrize("years", [10, 26, 45])
def test_a_random_walk_is_covered_less_often_as_the_notes_say(years):
    made = simulation()
    errors = made.ar_errors(np.random.default_rng([years, 6]), 1_000, years, 1.0)
    assert made.coverage(errors) == pytest.approx(0.89, abs=0.03)


def test_the_stored_table_holds_what_was_promised():
    """Coverage of 92 % or more at AR 0 to 0.9 and for 10, 26 and 45 years; the notes quote it."""
    text = (ROOT / "docs/trend-coverage.md").read_text(encoding="utf-8")
    covered = text[text.index("## Coverage, %") : text.index("## Median width")]
    rows = re.findall(r"^\| union over the 75% set \|(.*)\|$", covered, re.MULTILINE)
    assert len(rows) == 3
    notes = linear_trend.__doc__
    for years, row in zip((10, 26, 45), rows, strict=True):
        at = dict(
            zip((0, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 1), map(float, row.split("|")), strict=True)
        )
        assert min(share for ar, share in at.items() if ar <= 0.9) >= 92
        quoted = re.search(rf"^ *{years} years +([\d. ]+)$", notes, re.MULTILINE)[1].split()
        assert [float(share) for share in quoted] == [s for ar, s in at.items() if ar != 0.3]
    assert "The rule gives: union over the 75% set." in text


def test_other_ways_cover_less_and_the_table_says_so():
    made = simulation()
    cell = made.cell(26, 0.7, 300)
    covered = {way: figures[0] for way, figures in cell.items()}
    assert covered["union over the 75% set"] > 0.92
    assert covered["least squares"] == pytest.approx(0.60, abs=0.08)
    assert covered["Newey-West"] < 0.8 and covered["Hamed-Rao"] < 0.8
    assert covered["REML estimate"] == pytest.approx(0.885, abs=0.05)
    widths = {way: figures[1] for way, figures in cell.items()}
    assert widths["least squares"] < 0.6
    assert 1.5 < widths["union over the 75% set"] < 3.5


def test_somebody_who_knows_persistence_sees_80_of_100():
    made = simulation()
    for ar in (0.0, 0.9, 1.0):
        y = made.ar_errors(np.random.default_rng(8), 2_000, 26, ar)
        tilted = y + made.seen_in_80(26, ar) * np.arange(26)
        known = made.known(tilted, np.arange(26.0), ar)
        assert 1 - known.holds() == pytest.approx(0.8, abs=0.03)


def test_lake_huron_as_published():
    """R's nlme: ``gls(LakeHuron ~ time, correlation = corAR1())`` gives p = 0.1282 at its estimate."""
    from validation.trend import lake_huron

    found = linear_trend(lake_huron())
    t = abs(float(found.estimate / found.std_error))
    assert 2 * scipy.stats.t.sf(t, 96) == pytest.approx(0.1282, abs=5e-5)
    assert lk.linear_trend(lake_huron(), ar=0.0).p_value == pytest.approx(3.545e-8, rel=1e-3)
