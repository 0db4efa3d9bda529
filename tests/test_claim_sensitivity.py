"""What the century's rank correlations hang on: single regions, small errors, and how close regions are."""

import re

import numpy as np
import pytest
import scipy.stats
from hypothesis import given
from hypothesis import strategies as st

import levelkit as lk
from levelkit.claims import panel
from levelkit.claims.century_of_ranks.sensitivity import (
    crowd,
    sensitivities,
    sensitivity,
    with_errors,
)
from levelkit.pages import ClaimPage, page_state

CLAIM = lk.claim("century-of-ranks")
SPLICED = "relative_to_uk_percent"


def figures_of(year, *, data="uk-10", measure=SPLICED, capital=True):
    return panel(data, measure, include_capital=capital).values.sel(year=year).to_numpy()


def in_1960(*, capital=True):
    return sensitivity("uk-10", SPLICED, 1900, 1960, include_capital=capital)


def test_1960_hangs_on_small_differences():
    """Seven of ten regions lie within 8%; errors of 3% leave anything from .14 to .65."""
    assert in_1960().value == pytest.approx(0.285, abs=5e-4)
    # Half a step of a rank correlation of ten: 6 / 990.
    assert (in_1960().error_low, in_1960().error_high) == pytest.approx((0.14, 0.65), abs=0.006)
    then = figures_of(1960)
    number, low, high = crowd(100 * then / then.mean())
    assert number == 7
    assert (low, high) == pytest.approx((91.9, 98.7), abs=0.05)


def test_levels_agree_more_than_ranks_in_1960():
    assert in_1960().level == pytest.approx(0.88, abs=0.005)
    assert in_1960().level_without_capital == pytest.approx(0.65, abs=0.005)
    # Without London among the regions there is none to leave out.
    assert in_1960(capital=False).level == pytest.approx(in_1960().level_without_capital)
    assert np.isnan(in_1960(capital=False).level_without_capital)


@pytest.mark.parametrize(
    ("data", "measure", "first", "year"),
    [("uk-10", SPLICED, 1900, 2020), ("uk-10", SPLICED, 1938, 2010),
     ("europe-netherlands", "gdp_per_head_intl2011usd", 1900, 2015),
     ("europe-germany", "gdp_per_head_intl2011usd", 1950, 2015)],
)  # fmt: skip
def test_numbers_are_scipys(data, measure, first, year):
    found = sensitivity(data, measure, first, year, include_capital=True)
    then, now = (figures_of(one, data=data, measure=measure) for one in (first, year))
    both = np.isfinite(then) & np.isfinite(now)
    then, now = then[both], now[both]
    capital = panel(data).is_capital[both]
    without = [
        scipy.stats.spearmanr(np.delete(then, k), np.delete(now, k)).statistic
        for k in range(then.size)
    ]
    np.testing.assert_allclose(found.without, without, atol=1e-9)
    assert (found.without_low, found.without_high) == pytest.approx((min(without), max(without)))
    assert found.names.tolist() == panel(data).names[both].tolist()
    for mask, value in ((capital < 2, found.level), (~capital, found.level_without_capital)):
        expected = scipy.stats.pearsonr(np.log(then[mask]), np.log(now[mask])).statistic
        assert value == pytest.approx(expected)
    # Errors drawn apart from the code's own, by scipy's own correlation.
    rng = np.random.default_rng(7)
    drawn = [
        scipy.stats.spearmanr(*(v * np.exp(rng.normal(0, 0.03, v.size)) for v in (then, now)))
        for _ in range(3000)
    ]
    ends = np.quantile([one.statistic for one in drawn], [0.025, 0.975])
    assert (found.error_low, found.error_high) == pytest.approx(tuple(ends), abs=0.035)


def test_errors_change_nothing_where_regions_are_far_apart():
    far = 2.0 ** np.arange(10)
    assert with_errors(far, far) == (1, 1)
    assert with_errors(far, far[::-1].copy()) == (-1, -1)
    # Nor does the unit.
    then, now = figures_of(1900), figures_of(1960)
    assert with_errors(then, now) == with_errors(7 * then, 0.1 * now)


@given(st.lists(st.floats(1, 100), min_size=1, max_size=12, unique=True))
def test_the_crowd_is_the_closest_of_all_sets_of_its_size(values):
    number, low, high = crowd(np.array([*values, np.nan]))
    assert 0.7 * len(values) <= number + 1e-6 < 0.7 * len(values) + 1
    ordered = sorted(values)
    spans = [ordered[k + number - 1] / ordered[k] for k in range(len(ordered) - number + 1)]
    assert high / low == pytest.approx(min(spans))
    assert sum(low <= value <= high for value in values) >= number


def test_too_few_regions_and_too_few_years_hang_on_nothing():
    assert sensitivity("europe-ireland", "gdp_per_head_intl2011usd", 1900, 2015, include_capital=True) is None  # fmt: skip
    assert sensitivities("uk-itl1", "gdp_per_head_gbp", 1998, include_capital=True).sizes["year"] == 0  # fmt: skip


def test_the_evidence_has_what_each_year_hangs_on():
    found = CLAIM.evaluate(last_year=2015)
    table = found.tables["hangs"]
    assert table.year.values.tolist() == found.tables["order"].year.values.tolist()[1:]
    for year in (1960, 2015):
        mine = sensitivity("uk-10", SPLICED, 1900, year, include_capital=True)
        at = table.sel(year=year)
        assert float(at.estimate) == mine.value
        assert float(at.error_low) == mine.error_low
        assert float(at.level_without_capital) == mine.level_without_capital
    assert found.figures["lowest_level"] == in_1960().level
    assert found.figures["without_low"] == float(table.without_low.sel(year=2015))


def test_the_page_shows_both_readings_of_1960():
    page = ClaimPage("century-of-ranks")
    said = page.hub.words["lowest"]["html"]
    for part in (
        "In 1960 the rank correlation with 1900 was 0.28.", "7 of 10 regions then lay between 91.9 and 98.7",
        "anywhere from 0.14 to 0.65", "have a correlation of 0.88; without London, 0.65.",
        "So levels stayed more alike than ranks.",
    ):  # fmt: skip
        assert part in said or part.rstrip(".") in said
    rows = re.findall(r"<tr.*?</tr>", page.hub.words["hangs"]["html"])
    (row,) = [row for row in rows if ">1960<" in row]
    assert re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row) == [
        "1960", "0.28", "0.02 to 0.48", "0.14 to 0.65", "0.88", "0.65", "91.9 to 98.7",
    ]  # fmt: skip
    short = page_state(CLAIM, page.layout, CLAIM.complete({"data": "uk-itl1"})).words
    assert short["lowest"]["html"] == ""
    assert short["hangs"]["html"] == ""
