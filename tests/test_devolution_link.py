"""The link of decentralisation with regional gaps: slopes against independent implementations."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

import levelkit as lk
from levelkit.claims.country_gaps import GAPS, regional_gaps
from levelkit.claims.devolution.association import (
    band,
    decentralised,
    ends,
    fit_across,
    sample,
    scatter,
    without_each,
)
from levelkit.claims.devolution.countries import GROUPS, UK
from levelkit.claims.devolution.indices import INDICES
from levelkit.claims.devolution.panel import within
from levelkit.claims.devolution.regional import (
    CENTURY,
    OUTPUT,
    SETS,
    gaps_at,
    main_set,
    panel_set,
    prosperity,
    sets_near,
)
from levelkit.claims.devolution.specifications import influential, specifications
from levelkit.claims.devolution.ways import ways

CLAIM = lk.claim("devolution")
WESTERN = GROUPS["western"].members


def latest_of(index):
    return decentralised(index, "latest")


def western(index):
    return {name: value for name, value in latest_of(index).items() if name in WESTERN}


def samples(draw_from=(9, 14)):
    n = st.integers(*draw_from)
    return n.flatmap(
        lambda k: st.tuples(
            arrays(np.float64, k, elements=st.floats(0, 60, width=32), unique=True),
            arrays(np.float64, k, elements=st.floats(0.125, 1, width=32)),
        )
    )


@settings(max_examples=30)
@given(samples())
def test_slope_and_hc3_error_in_matrices(pair):
    """Least squares and White's sandwich with squared residuals over (1 - h)^2, by numpy alone."""
    x, y = pair
    design = np.column_stack([np.ones_like(x), x])
    inverse = np.linalg.inv(design.T @ design)
    if np.linalg.cond(design) > 1e5:
        return
    beta = inverse @ design.T @ y
    leverage = np.einsum("ij,jk,ik->i", design, inverse, design)
    # A line through all points leaves no residual to tell an error from.
    if leverage.max() > 0.999 or np.allclose(y, design @ beta, rtol=1e-9):
        return
    residual = y - design @ beta
    if abs(residual).max() <= 1e-12 * y.max():  # on one line but for rounding: no error to tell
        assert np.isnan(fit_across(x, y).covariance).all()
        return
    scaled = residual / (1 - leverage)
    covariance = inverse @ (design.T * scaled**2) @ design @ inverse
    fit = fit_across(x, y)
    np.testing.assert_allclose(fit.estimate, beta, rtol=1e-6, atol=1e-10)
    np.testing.assert_allclose(fit.covariance, covariance, rtol=1e-5, atol=1e-12)
    assert fit.df == len(x) - 2


def test_the_slope_without_each_country_is_the_slope_of_the_others():
    _, x, y, _ = sample(latest_of("tax"), "europe-output", 2016)
    found = without_each(x, y)
    for k in range(len(x)):
        other = sm.OLS(np.delete(y, k), sm.add_constant(np.delete(x, k))).fit(
            cov_type="HC3", use_t=True
        )
        expected = (other.params[1], *other.conf_int()[1])
        np.testing.assert_allclose([part[k] for part in found], expected, rtol=1e-9)


def test_a_country_left_out_is_as_if_it_were_not_there():
    found = scatter(latest_of("tax"), "europe-output", 2016, (UK,))
    kept = found.names.index("Germany")
    names, x, y, _ = sample(
        {k: v for k, v in latest_of("tax").items() if k != UK}, "europe-output", 2016
    )
    assert ends(found.fit) == pytest.approx(ends(fit_across(x, y)))
    assert found.slope[kept] == pytest.approx(without_each(x, y)[0][names.index("Germany")])
    assert np.isnan(found.slope[found.names.index(UK)])
    figure = CLAIM.evaluate(left_out=[UK]).figures
    assert figure["across_countries"] == 13
    of_these = scatter(western("tax"), "europe-output", 2016, (UK,))
    assert figure["across_slope"] == pytest.approx(10 * ends(of_these.fit)[0])


def test_the_band_is_statsmodels_interval_of_the_mean():
    _, x, y, _ = sample(latest_of("authority"), "oecd-large", 2010)
    grid = np.linspace(x.min(), x.max(), 5)
    found = band(fit_across(x, y), grid)
    theirs = sm.OLS(y, sm.add_constant(x)).fit(cov_type="HC3", use_t=True)
    frame = theirs.get_prediction(sm.add_constant(grid)).summary_frame()
    for ours, column in zip(found, ("mean", "mean_ci_lower", "mean_ci_upper"), strict=True):
        np.testing.assert_allclose(ours, frame[column], rtol=1e-9)


@pytest.mark.parametrize(
    ("year", "key"),
    [(2016, OUTPUT), (2010, OUTPUT), (2005, OUTPUT), (2000, CENTURY), (1997, CENTURY), (1980, CENTURY), (1950, CENTURY)],
)  # fmt: skip
def test_regional_figures_are_the_nearest_in_time(year, key):
    assert main_set(year) == key
    years = {
        one: min(abs(regional_gaps(one).year.values - year)) for one in (OUTPUT, CENTURY)
    }  # fmt: skip
    assert years[key] == min(years.values()) <= 3
    assert panel_set("tax", year) == key and panel_set("authority", year) == CENTURY
    near = sets_near(year, latest=False)
    assert key in near and set(near) <= set(sets_near(year, latest=True)) == set(SETS)
    assert ("oecd-large" in near) == (year >= 2014)


@pytest.mark.parametrize("index", ["tax", "authority"])
@pytest.mark.parametrize("year", ["latest", "1980"])
@pytest.mark.parametrize("group", GROUPS)
def test_links_follow_the_countries_and_the_year(index, year, group):
    """By statsmodels, from the index of that year and the gaps of those countries alone."""
    evidence = CLAIM.evaluate(index=index, year=year, group=group)
    when = {"latest": 2016 if index == "tax" else 2010, "1980": 1980}[year]
    gaps = regional_gaps(OUTPUT if year == "latest" else CENTURY).sel(year=when).to_series()
    x = pd.Series(decentralised(index, year))
    both = pd.concat([gaps.dropna().rename("y"), x.rename("x")], axis=1).dropna()
    both = both[both.index.isin(GROUPS[group].members)]
    fit = sm.OLS(both.y, sm.add_constant(both.x)).fit(cov_type="HC3", use_t=True)
    step, (low, high) = INDICES[index].step, fit.conf_int().loc["x"]
    found = evidence.figures
    expected = [step * one for one in (fit.params["x"], low, high)]
    assert [found[f"across_{end}"] for end in ("slope", "low", "high")] == pytest.approx(expected)
    assert found["across_year"] == when and found["across_countries"] == len(both)
    assert f"{len(both)} {GROUPS[group].place}" in evidence.sentence
    panel = within(index, panel_set(index, when), 0, GROUPS[group].members)
    assert found["within_slope"] == pytest.approx(step * panel.slope.slope)


#: By hand, with other code: the slope of the coefficient of variation on 10 points more of the tax share.
KNOWN = {
    "All countries": (21, -0.047, -0.089, -0.006),
    "All countries, GDP per head held constant": (21, -0.027, -0.094, 0.039),
    "Western democracies": (14, -0.024, -0.091, 0.042),
    "Western democracies without the UK": (13, 0.002, -0.020, 0.024),
}


def test_what_is_left_of_the_slope_with_other_countries():
    rows = [one.slope for one in specifications(latest_of("tax"), OUTPUT, 2016, "western")]
    by_label = {one.label: one for one in rows}
    for label, (countries, *expected) in KNOWN.items():
        one = by_label[label]
        assert one.countries == countries
        assert [10 * end for end in (one.slope, one.low, one.high)] == pytest.approx(
            expected, abs=0.00055
        )
    assert by_label["All countries"].high < 0
    for country in ("Slovakia", "Romania", "Türkiye"):
        assert by_label[f"All countries without {country}"].high > 0
    listed = [one.removeprefix("All countries without ") for one in by_label if "without" in one]
    assert len(rows) == 11 and listed.count("the UK") == 1


def test_influential_countries_are_all_those_that_change_the_answer():
    x = latest_of("tax")
    found = influential(x, OUTPUT, 2016)
    names, index, gaps, _ = sample(x, OUTPUT, 2016)
    flips = {
        name
        for k, name in enumerate(names)
        if ends(fit_across(np.delete(index, k), np.delete(gaps, k)))[2] >= 0
    }
    assert set(found) == flips == {"Slovakia", "Romania", "Türkiye"}
    # Where none does, the one without which the slope moves most.
    (one,) = influential(western("tax"), OUTPUT, 2016)
    names, index, gaps, _ = sample(western("tax"), OUTPUT, 2016)
    moved = np.abs(without_each(index, gaps)[0] - ends(fit_across(index, gaps))[0])
    assert one == names[int(moved.argmax())] == UK


@pytest.mark.parametrize("group", GROUPS)
def test_one_specification_is_judged_and_none_is_twice_there(group):
    rows = specifications(latest_of("tax"), OUTPUT, 2016, group)
    assert [one.judged for one in rows] == [True] + [False] * (len(rows) - 1)
    found = CLAIM.evaluate(group=group).figures
    assert found["across_slope"] == pytest.approx(10 * rows[0].slope.slope)
    assert len({one.slope.label for one in rows}) == len({one.slope.slope for one in rows})


def test_gaps_are_those_of_the_oecd_comparison():
    found = lk.claim("oecd-comparison").evaluate(
        data="europe-nuts2", measure="cv", weighted=True, treatment="published", year=2016
    )
    table = found.tables["ranking"]["spread"].dropna("country").to_series()
    gaps, when = gaps_at("europe-output", 2016)
    assert when == 2016 and gaps == pytest.approx(table.to_dict())
    for key, one in GAPS.items():
        assert one.table in CLAIM.tables, key


def test_every_way_says_what_it_is():
    found = ways(western("tax"), SETS, 2016, "tax", WESTERN)
    labels = [one.label for one in found]
    assert len(set(labels)) == len(labels) == 12
    assert sum(one.kind == "within" for one in found) == 7
    assert all(one.low < one.slope < one.high for one in found)
    assert all(("HC3" if one.kind == "across" else "jackknife") in one.errors for one in found)
    assert len(ways(western("tax"), (CENTURY,), 1980, None, WESTERN)) == 1


def test_standard_deviations_make_a_correlation():
    """Across countries the standardised slope is the correlation."""
    names, x, y, _ = sample(latest_of("tax"), "oecd-large", 2016)
    (found,) = ways(latest_of("tax"), ("oecd-large",), 2016, None, WESTERN)
    assert found.beta == pytest.approx(np.corrcoef(x, y)[0, 1])
    assert found.countries == len(names) == 20


@pytest.mark.parametrize(("key", "year"), [(OUTPUT, 2016), (CENTURY, 1980)])
def test_gdp_per_head_of_a_country_is_that_of_its_regions_together(key, year):
    table = lk.load_table(GAPS[key].table).query("year == @year and country == 'Germany'")
    if key == OUTPUT:
        table = table.dropna(subset=["gdp_million_eur", "population"])
        expected = table.gdp_million_eur.sum() / table.population.sum()
    else:
        expected = np.average(table.gdp_per_head_intl2011usd, weights=table.population)
    assert prosperity(key, year)["Germany"] == pytest.approx(np.log(expected))


def test_gdp_per_head_held_constant_by_partialling_out():
    rich = prosperity(OUTPUT, 2016)
    x = {k: v for k, v in latest_of("tax").items() if k in rich}
    names, index, gaps, _ = sample(x, OUTPUT, 2016)
    control = np.array([rich[one] for one in names])
    design = np.column_stack([np.ones_like(control), control])
    left = index - design @ np.linalg.lstsq(design, index)[0]
    expected = (left @ gaps) / (left @ left)
    rows = [one.slope for one in specifications(latest_of("tax"), OUTPUT, 2016, "western")]
    (found,) = (one for one in rows if one.label == "All countries, GDP per head held constant")
    assert found.slope == pytest.approx(expected)
