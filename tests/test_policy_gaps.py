"""Starts and ends of policies beside the change of regional gaps: figures, and that they are no test."""

import json
import re

import numpy as np
import pandas as pd
import pytest
import scipy.stats

import levelkit as lk
from levelkit.claims.policy_churn.gaps import SPANS, changes, compared, gaps, spans
from levelkit.claims.policy_churn.lives import lives
from levelkit.claims.policy_churn.years import yearly
from levelkit.pages import page_state
from levelkit.pages.policy_churn import LAYOUT
from policies import PLAIN, row, table

CLAIM = lk.claim("policy-churn")


def weighted_cv(values, people):
    """By pandas alone: the spread of regions about the mean, both by people."""
    mean = (values * people).sum() / people.sum()
    return np.sqrt((people * (values - mean) ** 2).sum() / people.sum()) / mean


def by_year(name, column, years, *, without=()):
    frame = lk.load_table(name)
    frame = frame[frame.year.between(*years) & ~frame.region_name.isin(without)]
    return {
        year: weighted_cv(part[column], part.population)
        for year, part in frame.dropna(subset=[column]).groupby("year")
    }


@pytest.mark.parametrize(
    ("basis", "table_name", "column", "without"),
    [("long-run", "uk-century", "gdp_per_head_intl2011usd", ()),
     ("older accounts", "uk-index-1989", "relative_to_uk_percent", ("Northern Ireland",)),
     ("accounts of today", "uk-itl1-income", "gva_per_head_gbp", ())],
)  # fmt: skip
def test_gaps_are_those_of_the_tables_worked_out_by_pandas(basis, table_name, column, without):
    expected = by_year(table_name, column, SPANS[basis], without=without)
    assert gaps()[basis].to_series().to_dict() == pytest.approx(expected)
    assert {min(expected), max(expected)} == set(SPANS[basis])


def moves_by_pandas():
    frame = lk.load_table("uk-policies").query("state == 'verified'")
    ends = frame.end_year[frame.end_year <= 2025]
    return pd.concat([frame.start_year, ends]).astype(int).value_counts()


def test_the_numbers_on_the_page_are_scipys():
    both = CLAIM.evaluate().tables["gap_changes"]
    assert both.year.values.tolist() == list(range(1990, 2024))
    older, today = gaps()["older accounts"], gaps()["accounts of today"]
    # 1998 is reached on the older basis and left on today's: the two are never compared.
    assert float(both.change.sel(year=1998)) == pytest.approx(float(older[-1] - older[-2]))
    assert float(both.change.sel(year=1999)) == pytest.approx(float(today[1] - today[0]))
    counted = moves_by_pandas()
    assert both.moves.values.tolist() == [counted.get(year, 0) for year in both.year.values]
    found = compared(both)
    rho = scipy.stats.spearmanr(both.moves, both.change).statistic
    assert found["rho"] == pytest.approx(rho) == pytest.approx(0.047, abs=5e-4)
    # Fisher's z with Bonett and Wright's error, by hand.
    half = 1.959964 * np.sqrt((1 + rho**2 / 2) / (34 - 3))
    assert (found["low"], found["high"]) == pytest.approx(
        tuple(np.tanh(np.arctanh(rho) + np.array([-half, half]))), abs=1e-6
    )
    assert (found["busy"], found["busy_fell"], found["calm"], found["calm_fell"]) == (17, 7, 17, 7)


def test_spans_are_counted_by_hand():
    own = table(row("a", 1950, 1960), row("b", 1951, 1980), row("c", 1981, 1999), row("d", 2023))
    found = spans(yearly(lives(own, **PLAIN))).sel(basis="long-run")
    # After 1950 and up to 1980: b began, a and b ended.
    assert (float(found.began), float(found.ended)) == pytest.approx((1 / 30, 2 / 30))
    assert float(found.gap_first) == pytest.approx(float(gaps()["long-run"].sel(year=1950)))
    today = spans(yearly(lives(own, **PLAIN))).sel(basis="accounts of today")
    assert (float(today.began), float(today.ended)) == pytest.approx((1 / 25, 1 / 25))


def test_gaps_narrowed_to_1980_and_widened_since_1998():
    found = CLAIM.evaluate().tables["gap_spans"]
    long_run, today = (found.sel(basis=basis) for basis in ("long-run", "accounts of today"))
    assert (float(long_run.gap_first), float(long_run.gap_last)) == pytest.approx((0.176, 0.134), abs=5e-4)  # fmt: skip
    assert (float(today.gap_first), float(today.gap_last)) == pytest.approx((0.275, 0.326), abs=5e-4)  # fmt: skip
    assert float(long_run.ended) < float(today.ended)


def test_policies_of_any_era_are_counted():
    both, of_era = (
        CLAIM.evaluate(era=era).tables["gap_changes"].moves for era in ("all", "2010-2025")
    )
    assert both.equals(of_era)


def test_the_page_says_that_it_is_no_test():
    page = lk.pages.ClaimPage("policy-churn")
    said = page.hub.words["inroads"]["html"]
    for part in (
        "constant chopping and changing of policies guarantees", "7 of the 17", "7 of the other 17",
        "0.05 (95% interval −0.30 to 0.38", "Cannot be tested:", "may be forgotten",
    ):  # fmt: skip
        assert part in said
    title = page.hub.words["churn"]["title"]
    assert title == f"Gaps fell in {7 / 17:.0%} of busy, {7 / 17:.0%} of calm years"
    assert len(page.hub.datasets["churn"]["year"]) == 34
    assert sum(page.hub.datasets["churn"]["named"]) >= 3
    assert len(re.findall("<tr", page.hub.words["spans"]["html"])) == 1 + len(SPANS)


def test_policies_that_never_moved_leave_nothing_to_compare():
    still = table(*(row(f"p-{k}", 1935) for k in range(12)))
    both = changes(yearly(lives(still, **PLAIN)))
    assert np.isnan(compared(both)["rho"])
    words = page_state(CLAIM, LAYOUT, CLAIM.complete({}), {"own": still}).words
    assert words["churn"]["title"] == "No starts or ends to compare"
    assert "None of these policies began or ended" in words["inroads"]["html"]
    assert "nan" not in json.dumps(words["churn"]) + words["inroads"]["html"]
