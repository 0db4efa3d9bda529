"""Catching up: every model, influence and assumption against another implementation."""

import math
import random

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from scipy.optimize import curve_fit, linprog
from scipy.stats import t

import levelkit as lk
from growth import EUROPE, ITL3, US, raw, speed
from levelkit.claims import Verdict
from levelkit.claims.convergence.checks import borders, checks, instrumented
from levelkit.claims.convergence.models import errors_of, fit
from levelkit.claims.convergence.sample import Sample, gaps_change, growth_table, steps_of
from levelkit.claims.convergence.scatter import band, points
from levelkit.claims.maps import BRITAIN, PanelMap

CLAIM = lk.claim("convergence")


def test_states_of_the_us_close_about_two_per_cent_a_year():
    """Barro and Sala-i-Martin (1992): near 2% a year, by any window that ends before 1990."""
    assert 0.013 < fit(US, "ols", "HC3").speed < 0.023
    assert fit(Sample("us-states-income", 1929, 1950), "ols", "HC3").speed > 0.02
    assert 0.018 < fit(Sample("us-states-income", 1950, 1980), "ols", "HC3").speed < 0.025
    assert 0.018 < fit(US, "pooled", "region").speed < 0.027
    found = CLAIM.evaluate(data="us-states-income")
    # Poorer states caught up by more than 1% a year; that the spread shrank by as much is not sure.
    assert [part.verdict for part in found.parts] == [Verdict.NOT_SUPPORTED, Verdict.CANNOT_TELL]
    assert found.figures["half_life"] == pytest.approx(42.1, abs=0.1)


@pytest.mark.parametrize(
    "sample", [US, ITL3, EUROPE, Sample("uk-lad-2021-gdp", 1998, 2019)], ids=str
)
def test_plain_line_is_least_squares_on_the_file(sample):
    start, growth = raw(sample)
    theirs = sm.OLS(growth, sm.add_constant(start)).fit(cov_type="HC3", use_t=True)
    ours = fit(sample, "ols", "HC3")
    assert ours.n == len(start)
    assert ours.slope == pytest.approx(theirs.params.iloc[1], rel=1e-9)
    assert ours.slope_error == pytest.approx(theirs.bse.iloc[1], rel=1e-9)
    assert ours.speed == pytest.approx(speed(theirs.params.iloc[1], sample.years), rel=1e-9)
    assert ours.r_squared == pytest.approx(theirs.rsquared, rel=1e-9)
    by_measure = lk.beta_convergence(
        sample.panel.values, first=sample.first, last=sample.last, errors="HC3"
    )
    assert ours.low == pytest.approx(float(by_measure.speed.ci_low), rel=1e-9)


@pytest.mark.parametrize("sample", [US, ITL3])
def test_barros_form_is_curve_fit(sample):
    start, growth = raw(sample)
    years = sample.years

    def line(x, a, beta):
        return a - (1 - np.exp(-beta * years)) / years * x

    (_, beta), covariance = curve_fit(line, start, growth, p0=(0.2, 0.01))
    ours = fit(sample, "barro", "HC3")
    assert ours.speed == pytest.approx(beta, rel=1e-5)
    plain = lk.beta_convergence(
        sample.panel.values,
        first=sample.first,
        last=sample.last,
        form="barro",
        errors="nonrobust",
    )
    assert float(plain.speed.std_error) == pytest.approx(math.sqrt(covariance[1, 1]), rel=1e-4)


@pytest.mark.parametrize(("model", "q"), [("lower", 0.25), ("median", 0.5), ("upper", 0.75)])
def test_quantile_lines_are_the_linear_programme(model, q):
    start, growth = raw(US)
    x = np.column_stack([np.ones(len(start)), start])
    n = len(x)
    cost = np.concatenate([np.zeros(2), np.full(n, q), np.full(n, 1 - q)])
    found = linprog(
        cost, A_eq=np.hstack([x, np.eye(n), -np.eye(n)]), b_eq=growth,
        bounds=[(None, None)] * 2 + [(0, None)] * (2 * n),
    )  # fmt: skip
    assert fit(US, model, "kernel").slope == pytest.approx(found.x[1], rel=1e-5)


@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("model", ["within", "farming"])
def test_held_equal_is_least_squares_with_dummies_or_the_share(model, weighted):
    rows = growth_table(EUROPE, weighted=weighted)
    if model == "farming":
        rows = rows.dropna(subset="farming")
        others = sm.add_constant(rows[["farming"]].to_numpy(float))
    else:
        others = pd.get_dummies(rows["group"], dtype=float).to_numpy()
    design = np.column_stack([rows["initial_log"], others])
    root = np.sqrt(rows["weight"].to_numpy())
    b = np.linalg.lstsq(design * root[:, None], rows["growth"] * root, rcond=None)[0]
    ours = fit(EUROPE, model, errors_first(EUROPE, model), weighted=weighted)
    assert ours.slope == pytest.approx(b[0], rel=1e-9)


def errors_first(sample, model):
    return next(iter(errors_of(sample.data, model)))


@pytest.mark.parametrize("model", ["pooled", "panel"])
@pytest.mark.parametrize("sample", [US, EUROPE, ITL3], ids=str)
def test_panels_are_least_squares_with_dummies(sample, model):
    steps = steps_of(sample)
    logs = np.log(steps.to_pandas())
    years = logs.columns.to_numpy(float)
    rows = []
    for k in range(len(years) - 1):
        length = years[k + 1] - years[k]
        part = pd.DataFrame(
            {"y": (logs.iloc[:, k + 1] - logs.iloc[:, k]) / length, "x": logs.iloc[:, k]}
        )
        rows.append(part.assign(period=k, length=length))
    table = pd.concat(rows).dropna().reset_index()
    parts = [table[["x"]], pd.get_dummies(table.period, dtype=float)]
    if model == "panel":
        parts.append(pd.get_dummies(table.region, dtype=float, drop_first=True))
    b = np.linalg.lstsq(np.column_stack(parts), table.y, rcond=None)[0]
    ours = fit(sample, model, "region")
    assert ours.n == len(table)
    assert ours.slope == pytest.approx(b[0], rel=1e-7)
    assert ours.speed == pytest.approx(speed(b[0], table.length.mean()), rel=1e-6)


def test_clustered_errors_are_the_sandwich_with_the_stated_factor():
    rows = growth_table(EUROPE, weighted=False)
    inside = rows[["growth", "initial_log"]] - rows.groupby("group")[
        ["growth", "initial_log"]
    ].transform("mean")
    x, y = inside["initial_log"], inside["growth"]
    slope = (x @ y) / (x @ x)
    sums = (x * (y - slope * x)).groupby(rows["group"]).sum()
    n, g, k = (
        len(rows),
        rows["group"].nunique(),
        2,
    )  # the slope, and one constant: the rest is nested
    variance = g / (g - 1) * (n - 1) / (n - k) * (sums**2).sum() / (x @ x) ** 2
    ours = fit(EUROPE, "within", "cluster")
    assert ours.slope == pytest.approx(slope, rel=1e-9)
    assert ours.slope_error == pytest.approx(math.sqrt(variance), rel=1e-9)
    assert ours.df == g - 1


@pytest.mark.parametrize("model", ["ols", "within", "farming"])
@pytest.mark.parametrize("weighted", [False, True])
def test_the_line_without_a_place_is_the_line_estimated_without_it(model, weighted):
    table = points(EUROPE, model, weighted=weighted)
    rng = random.Random(3)
    for name in rng.sample(table.region.values.tolist(), 6):
        without = Sample("europe-century-gdp-ppp", 1900, 2015, left_out=(name,))
        # Weights are relative to the mean of those that stay: the line is the same.
        again = fit(without, model, errors_first(EUROPE, model), weighted=weighted)
        said = float(table.without_speed.sel(region=name))
        assert said == pytest.approx(100 * again.speed, rel=1e-7)


def test_cooks_distance_and_leverage_are_those_of_statsmodels():
    from levelkit.claims.convergence.scatter import line

    start, growth = raw(US)
    theirs = sm.OLS(growth, sm.add_constant(start)).fit().get_influence()
    ours = line(US, "ols", weighted=False)
    np.testing.assert_allclose(ours.cook, theirs.cooks_distance[0], rtol=1e-9)
    np.testing.assert_allclose(ours.leverage, theirs.hat_matrix_diag, rtol=1e-9)


def test_points_and_band_are_the_regression():
    table = points(EUROPE, "within", weighted=False)
    slope = np.polyfit(np.log(table.relative / 100), table.growth / 100, 1)[0]
    assert slope == pytest.approx(fit(EUROPE, "within", "cluster").slope, rel=1e-9)
    one = fit(US, "ols", "HC3")
    drawn = band(US, "ols", one, weighted=False)
    middle = drawn.sel(relative=100, method="nearest")
    assert float(middle.low) < float(middle.fit) < float(middle.high)
    start, growth = raw(US)
    theirs = sm.OLS(growth - growth.mean(), sm.add_constant(start - start.mean())).fit(
        cov_type="HC3", use_t=True
    )
    x = np.log(float(drawn.relative[0]) / 100)
    said = theirs.get_prediction([[1.0, x]]).conf_int()[0]
    assert float(drawn.low[0]) == pytest.approx(100 * said[0], rel=1e-6)
    assert float(drawn.high[0]) == pytest.approx(100 * said[1], rel=1e-6)


def test_spread_follows_from_slope_and_residuals():
    """Var(end) = (1 + bT)^2 Var(start) + T^2 Var(u): beta does not make sigma fall."""
    for sample in (US, ITL3, Sample("uk-10-relative", 1900, 2023)):
        start, growth = raw(sample)
        slope, level = np.polyfit(start, growth, 1)
        residual = growth - level - slope * start
        changed = gaps_change(sample, weighted=False, within=False, clustered=False)
        first, last = changed["sigma_start"], changed["sigma_end"]
        assert first == pytest.approx(start.std(ddof=0), rel=1e-9)
        years = sample.years
        expected = (1 + slope * years) ** 2 * first**2 + years**2 * (residual**2).mean()
        assert last == pytest.approx(math.sqrt(expected), rel=1e-9)


def test_spread_within_is_that_of_deviations():
    rows = growth_table(EUROPE, weighted=False)
    logs = rows.initial_log - rows.groupby("group").initial_log.transform("mean")
    changed = gaps_change(EUROPE, weighted=False, within=True, clustered=True)
    assert changed["sigma_start"] == pytest.approx(logs.std(ddof=0), rel=1e-9)


def test_the_spread_never_shrinks_faster_than_the_line_leads_to():
    """sigma_T / sigma_0 = (1 + bT) / r: the change of the spread is that of the line, less what is new."""
    for sample in (US, ITL3, Sample("uk-10-relative", 1900, 1980)):
        changed = gaps_change(sample, weighted=False, within=False, clustered=False)
        speed_of_line = 100 * fit(sample, "ols", "HC3").speed
        start, growth = raw(sample)
        r = np.corrcoef(start, start + sample.years * growth)[0, 1]
        expected = -speed_of_line - 100 * math.log(r) / sample.years
        assert changed["gaps"] == pytest.approx(expected, rel=1e-9)
        assert -changed["gaps"] <= speed_of_line


def test_the_change_of_the_spread_follows_the_errors_of_the_line():
    """Where errors are clustered, so is the jackknife."""
    rows = growth_table(ITL3, weighted=False)
    x = np.exp(rows[["initial_log", "final_log"]]).rename_axis("region")
    x.columns = pd.Index([1998, 2022], name="year")
    groups = rows["group"].rename_axis("region").to_xarray()
    for errors, given in (("cluster", groups), ("HC3", None)):
        theirs = lk.sigma_change(x.stack().to_xarray(), groups=given)
        ours = CLAIM.evaluate(errors=errors).figures
        for name, key in (("gaps", "estimate"), ("gaps_low", "ci_low"), ("gaps_high", "ci_high")):
            assert ours[name] == pytest.approx(100 * float(theirs[key]), rel=1e-9)


@pytest.mark.parametrize("sample", [US, ITL3, EUROPE], ids=str)
def test_instrumented_speed_is_that_of_linearmodels(sample):
    from linearmodels.iv import IV2SLS

    values = sample.panel.on_one_basis.sel(year=slice(sample.first, sample.last)).to_pandas()
    logs = np.log(values.iloc[:, [0, 1, -1]]).dropna()
    years = values.columns[-1] - values.columns[1]
    frame = pd.DataFrame(
        {"y": (logs.iloc[:, 2] - logs.iloc[:, 1]) / years, "x": logs.iloc[:, 1], "z": logs.iloc[:, 0], "c": 1.0}
    )  # fmt: skip
    theirs = IV2SLS(frame.y, frame[["c"]], frame[["x"]], frame[["z"]]).fit(
        cov_type="robust", debiased=True
    )
    ours = instrumented(sample)
    slope, error = theirs.params["x"], theirs.std_errors["x"]
    assert ours["iv_speed"] == pytest.approx(100 * speed(slope, years), rel=1e-7)
    half = t.ppf(0.975, len(frame) - 2) * error
    for end, at in (("iv_low", slope + half), ("iv_high", slope - half)):
        assert ours[end] == pytest.approx(100 * speed(at, years), rel=1e-6)


def test_neighbours_share_a_border_and_moran_is_that_of_esda():
    import esda
    import libpysal

    around = borders(PanelMap(BRITAIN, 5))
    near = dict(zip(around.labels, around.weights.toarray() > 0, strict=True))
    camden, westminster, wight = (
        list(around.labels).index(code) for code in ("TLI31", "TLI32", "TLJ34")
    )
    assert near["TLI31"][westminster]
    assert not near["TLI31"][wight] and not near["TLJ34"].any()
    assert around.symmetric and camden != westminster
    found = checks(ITL3, "ols", weighted=False)
    start, growth = raw(ITL3)
    residual = sm.OLS(growth, sm.add_constant(start)).fit().resid
    some = around.along(
        lk.load("uk-itl").gva_per_head_gbp.isel(year=0).sel(region=residual.index.tolist()),
        "region",
    )
    links = {
        label: [some.labels[k] for k in np.flatnonzero(row)]
        for label, row in zip(some.labels, some.weights.toarray(), strict=True)
    }
    weights = libpysal.weights.W(links, silence_warnings=True)
    theirs = esda.Moran(residual.loc[weights.id_order].to_numpy(), weights, permutations=0)
    assert found["moran"] == pytest.approx(theirs.I, rel=1e-9)


def test_london_is_one_of_twelve_by_the_first_letters_of_codes():
    twelve = borders(PanelMap(BRITAIN, 3))
    assert twelve.labels.size == 12
    assert twelve.islands.tolist() == ["TLN"]  # Northern Ireland has no border with the others


def test_assumptions_by_statsmodels():
    from statsmodels.stats.diagnostic import het_breuschpagan

    start, growth = raw(US)
    design = sm.add_constant(start)
    resid = sm.OLS(growth, design).fit().resid
    found = checks(US, "ols", weighted=False)
    assert found["heteroskedasticity_p"] == pytest.approx(het_breuschpagan(resid, design)[1])
    assert math.isnan(found["moran"])
