"""The local share of spending, and what goes with it: recomputed from the tables."""

import numpy as np
import pytest
import statsmodels.api as sm

import levelkit as lk
from levelkit.claims import Verdict
from levelkit.claims.devolution.countries import GROUPS, UK
from levelkit.claims.devolution.local import FIRST, LAST, local, poorer_half


def spending(year):
    table = lk.load_table("imf-decentralisation").query("sector == 'SNG' and year == @year")
    return table.set_index("region_name").own_spending_percent.dropna()


def test_the_uks_share_of_spending():
    found = local()
    assert found.year == 2016
    assert found.share == pytest.approx(spending(2016)[UK]) == pytest.approx(24.2, abs=0.05)
    table = lk.load_table("imf-decentralisation").query("sector == 'SNG' and year >= 2010")
    last = table.dropna(subset="own_spending_percent").sort_values("year")
    last = last.groupby("region_name").own_spending_percent.last()
    last = last[last.index.isin(GROUPS["western"].members)]
    assert (found.place, found.countries) == (last.rank()[UK], len(last)) == (2, 14)
    assert set(found.over_half) == set(last[last > 50].index) == {"Canada", "Sweden", "Switzerland"}
    assert found.majority is Verdict.NOT_SUPPORTED


def test_the_poorer_half_of_regions_over_their_country():
    """Of the UK, from the file."""
    table = lk.load_table("europe-century").query("country == @UK")
    wide = table.set_index(["region_code", "year"])
    value = wide.gdp_per_head_intl2011usd.unstack("year")
    people = wide.population.unstack("year")
    poorer = value[FIRST].sort_values().index[: len(value) // 2]
    ratio = {
        year: np.average(value.loc[poorer, year], weights=people.loc[poorer, year])
        / np.average(value[year], weights=people[year])
        for year in (FIRST, LAST)
    }
    expected = 100 * np.log(ratio[LAST] / ratio[FIRST]) / (LAST - FIRST)
    assert poorer_half()[UK] == pytest.approx(expected)
    assert expected == pytest.approx(-0.44, abs=0.005)


def test_the_slope_is_statsmodels_and_cannot_be_told():
    found = local()
    share, gained = spending(FIRST), poorer_half()
    names = sorted(set(share.index) & set(gained))
    assert found.names == names and len(names) == 9
    fit = sm.OLS(
        [gained[one] for one in names], sm.add_constant([share[one] for one in names])
    ).fit(cov_type="HC3", use_t=True)
    low, high = fit.conf_int()[1]
    expected = [10 * one for one in (fit.params[1], low, high)]
    assert [found.slope, found.low, found.high] == pytest.approx(expected)
    assert [found.slope, found.low, found.high] == pytest.approx([0.22, -0.18, 0.62], abs=0.005)
    assert found.gains is Verdict.CANNOT_TELL
    assert found.detectable > found.slope
