"""The slope within countries over the years: against other packages, what it can show, and whether its interval covers."""

import importlib.util
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import scipy.stats
import statsmodels.api as sm
from linearmodels import PanelOLS

import levelkit as lk
from levelkit.claims.country_gaps import regional_gaps
from levelkit.claims.devolution.association import detectable
from levelkit.claims.devolution.countries import GROUPS
from levelkit.claims.devolution.indices import figures
from levelkit.claims.devolution.panel import fit_within, panel_rows, within
from levelkit.claims.devolution.regional import OUTPUT

CLAIM = lk.claim("devolution")
WESTERN = GROUPS["western"].members
EVERY = tuple(figures("tax").country.values.tolist())

PANELS = [
    ("tax", "europe-output", 0, EVERY),
    ("tax", "europe-output", 0, WESTERN),
    ("own-revenue", "europe-income", 3, EVERY),
    ("authority", "europe-century", 0, WESTERN),
]


def by_linearmodels(rows):
    fit = PanelOLS(rows.y, rows[["x"]], entity_effects=True, time_effects=True).fit()
    return fit.params["x"]


@pytest.mark.parametrize(("index", "key", "lag", "members"), PANELS)
def test_within_countries_by_linearmodels(index, key, lag, members):
    """Slope, and the cluster jackknife CV3 from the slopes without each country, each by another package."""
    found = within(index, key, lag, members)
    x = figures(index).to_series().dropna()
    x.index = pd.MultiIndex.from_tuples(
        [(c, y + lag) for c, y in x.index], names=["country", "year"]
    )
    y = regional_gaps(key).to_series().dropna()
    rows = pd.concat([y.rename("y"), x.rename("x")], axis=1).dropna()
    rows = rows[rows.index.get_level_values(0).isin(members)]
    rows = rows[rows.groupby("country").y.transform("size") > 1]
    slope, countries = by_linearmodels(rows), rows.index.get_level_values(0).unique()
    assert found.slope.slope == pytest.approx(slope, rel=1e-8)
    assert (found.slope.n, found.slope.countries) == (len(rows), len(countries))
    g = len(countries)
    without = [by_linearmodels(rows.drop(index=one, level=0)) for one in countries]
    error = np.sqrt((g - 1) / g * sum((one - slope) ** 2 for one in without))
    margin = scipy.stats.t.ppf(0.975, g - 1) * error
    assert found.slope.low == pytest.approx(slope - margin, rel=1e-6)
    assert found.slope.high == pytest.approx(slope + margin, rel=1e-6)
    assert found.slope.movers <= g and set(found.movers) <= set(countries)


def test_what_tells_the_slope_is_the_change_that_year_and_country_do_not_account_for():
    rows = panel_rows("tax", OUTPUT, 0, WESTERN)
    dummies = pd.concat(
        [pd.get_dummies(rows.index.get_level_values(k), dtype=float) for k in (0, 1)], axis=1
    ).to_numpy()
    left = rows.x - dummies @ np.linalg.lstsq(dummies, rows.x.to_numpy())[0]
    share = (left**2).groupby("country").sum() / (left**2).sum()
    found = within("tax", OUTPUT, 0, WESTERN)
    assert found.movers == tuple(share.sort_values(ascending=False).index[:3])
    assert found.movers == ("Belgium", "Spain", "Norway")
    assert found.share == pytest.approx(share.nlargest(3).sum())


def test_an_even_panel_without_changes_over_the_years_has_the_plain_slope():
    """Of two years the slope within is that of the differences, whatever the levels."""
    rng = np.random.default_rng(1)
    x, y = rng.normal(size=(9, 2)), rng.normal(size=(9, 2))
    country, year = np.repeat(np.arange(9), 2), np.tile([2008, 2009], 9)
    slope, error, told = fit_within(y.ravel(), x.ravel(), country, year)
    change_x, change_y = np.diff(x).ravel(), np.diff(y).ravel()
    expected = sm.OLS(change_y, sm.add_constant(change_x)).fit()
    assert slope == pytest.approx(expected.params[1])
    assert told.sum() == pytest.approx(1) and error > 0


def test_the_tax_share_hardly_moves_within_countries():
    """A standard deviation of 1.1 points over the nine years that both tables have."""
    found = within("tax", OUTPUT, 0, EVERY)
    assert (found.first, found.last) == (2008, 2016)
    table = lk.load_table("imf-decentralisation").query("sector == 'SNG' and 2008 <= year <= 2016")
    rows = panel_rows("tax", OUTPUT, 0, EVERY)
    share = table.set_index(["region_name", "year"]).tax_revenue_percent.loc[rows.index]
    moved = share - share.groupby(level=0).transform("mean")
    assert found.moved == pytest.approx(np.sqrt((moved**2).mean()))
    assert round(found.moved, 1) == 1.1


def test_a_slope_that_could_be_seen():
    """2.80 standard errors in large samples (Bloom 1995), and a power of about 80 % in small ones."""
    assert detectable(1.0, 1e9) == pytest.approx(1.959964 + 0.841621, abs=1e-5)
    for df in (6, 12, 19):
        seen = scipy.stats.nct.sf(scipy.stats.t.ppf(0.975, df), df, detectable(1.0, df))
        assert seen == pytest.approx(0.80, abs=0.03)
    found = CLAIM.evaluate().figures
    error = (found["within_high"] - found["within_low"]) / 2 / scipy.stats.t.ppf(0.975, 13)
    assert found["within_detectable"] == pytest.approx(
        error * (scipy.stats.t.ppf(0.975, 13) + scipy.stats.t.ppf(0.8, 13))
    )
    # The slope across these countries is flatter than that: within them it would mostly be missed.
    assert abs(found["across_slope"]) < found["within_detectable"]


def test_intervals_cover():
    """Few draws of what benchmarks/slopes.py has at length."""
    spec = importlib.util.spec_from_file_location(
        "slopes", Path(__file__).parents[1] / "benchmarks/slopes.py"
    )
    slopes = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(slopes)
    for index in ("tax", "authority"):
        clustered, jackknife = slopes.within_coverage(index, 0.5, alike=True, draws=600)
        assert jackknife >= 0.92 > clustered
    for spread in ("the same", "larger far out", "smaller far out"):
        assert slopes.across_coverage("tax", spread, draws=4000) >= 0.92


def test_a_lag_pairs_gaps_with_an_earlier_index():
    plain, lagged = (within("tax", OUTPUT, lag, EVERY).slope for lag in (0, 5))
    assert plain.slope != lagged.slope and "5 years before" in lagged.label
    # The index is known to 2016, gaps from 2008 to 2018: a lag brings later years in.
    assert "2008-2016" in plain.label and "2008-2018" in lagged.label


def test_too_few_that_change_give_no_slope():
    """In 2008 to 2010 hardly any country's regional authority changes."""
    assert within("authority", OUTPUT, 0, WESTERN) is None
