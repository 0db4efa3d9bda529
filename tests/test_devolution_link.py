"""The link of decentralisation with regional gaps: slopes against independent implementations."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from linearmodels import PanelOLS

import levelkit as lk
from levelkit.claims.country_gaps import GAPS, regional_gaps
from levelkit.claims.devolution.association import (
    band,
    ends,
    fit_across,
    gaps_at,
    latest_of,
    sample,
    scatter,
    without_each,
)
from levelkit.claims.devolution.countries import UK
from levelkit.claims.devolution.indices import figures
from levelkit.claims.devolution.ways import prosperity, ways, within

CLAIM = lk.claim("devolution")


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
    if leverage.max() > 0.999:
        return
    residual = y - design @ beta
    if abs(residual).max() <= 1e-12 * y.max():  # on one line but for rounding: no error to tell
        assert np.isnan(fit_across(x, y).covariance).all()
        return
    scaled = residual / (1 - leverage)
    covariance = inverse @ (design.T * scaled**2) @ design @ inverse
    fit = fit_across(x, y)
    np.testing.assert_allclose(fit.params, beta, rtol=1e-6, atol=1e-10)
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
    assert figure["across_countries"] == 20
    assert figure["across_slope"] == pytest.approx(10 * ends(found.fit)[0])


def test_the_band_is_statsmodels_interval_of_the_mean():
    _, x, y, _ = sample(latest_of("authority"), "oecd-large", 2010)
    grid = np.linspace(x.min(), x.max(), 5)
    found = band(fit_across(x, y), grid)
    theirs = sm.OLS(y, sm.add_constant(x)).fit(cov_type="HC3", use_t=True)
    frame = theirs.get_prediction(sm.add_constant(grid)).summary_frame()
    for ours, column in zip(found, ("mean", "mean_ci_lower", "mean_ci_upper"), strict=True):
        np.testing.assert_allclose(ours, frame[column], rtol=1e-9)


@pytest.mark.parametrize(
    ("index", "key", "lag"),
    [
        ("tax", "europe-output", 0),
        ("own-revenue", "europe-income", 3),
        ("authority", "europe-century", 0),
    ],
)
def test_within_countries_by_linearmodels(index, key, lag):
    found = within(index, key, lag)
    x = figures(index).to_series().dropna()
    x.index = pd.MultiIndex.from_tuples(
        [(c, y + lag) for c, y in x.index], names=["country", "year"]
    )
    y = regional_gaps(key).to_series().dropna()
    rows = pd.concat([y.rename("y"), x.rename("x")], axis=1).dropna()
    rows = rows[rows.groupby("country").y.transform("size") > 1]
    fit = PanelOLS(rows.y, rows[["x"]], entity_effects=True, time_effects=True).fit(
        cov_type="clustered", cluster_entity=True
    )
    assert found.slope == pytest.approx(fit.params["x"], rel=1e-8)
    assert found.n == fit.nobs and found.countries == rows.index.get_level_values(0).nunique()
    assert found.movers <= found.countries
    assert found.low < found.slope < found.high


def test_a_lag_pairs_gaps_with_an_earlier_index():
    plain, lagged = within("tax", "europe-output", 0), within("tax", "europe-output", 5)
    assert plain.slope != lagged.slope and "5 years before" in lagged.label
    # The index is known to 2016, gaps from 2008 to 2018: a lag brings later years in.
    assert "2008-2016" in plain.label and "2008-2018" in lagged.label


def test_too_few_that_change_give_no_slope():
    """In 2008 to 2010 hardly any country's regional authority changes."""
    assert within("authority", "europe-output", 0) is None


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
    found = ways(latest_of("tax"), 2016, "tax")
    labels = [one.label for one in found]
    assert len(set(labels)) == len(labels) == 14
    assert sum(one.kind == "within" for one in found) == 7
    by_label = {one.label: one for one in found}
    without = by_label["Across countries: NUTS 2 output, without the UK"]
    assert without.countries == by_label["Across countries: NUTS 2 output"].countries - 1
    assert all(one.low < one.slope < one.high for one in found)
    assert all(("HC3" if one.kind == "across" else "clustered") in one.errors for one in found)


def test_standard_deviations_make_a_correlation():
    """Across countries the standardised slope is the correlation."""
    names, x, y, _ = sample(latest_of("tax"), "oecd-large", 2016)
    (found,) = (
        one for one in ways(latest_of("tax"), 2016, "tax") if one.label.endswith(": OECD large")
    )
    assert found.beta == pytest.approx(np.corrcoef(x, y)[0, 1])
    assert found.countries == len(names) == 20


def test_gdp_per_head_held_constant_by_partialling_out():
    rich = prosperity()
    x = {k: v for k, v in latest_of("tax").items() if k in rich}
    names, index, gaps, _ = sample(x, "europe-output", 2016)
    control = np.array([rich[one] for one in names])
    design = np.column_stack([np.ones_like(control), control])
    left = index - design @ np.linalg.lstsq(design, index, rcond=None)[0]
    expected = (left @ gaps) / (left @ left)
    (found,) = (one for one in ways(latest_of("tax"), 2016, "tax") if "held constant" in one.label)
    assert found.slope == pytest.approx(expected)
