"""Policies alive by year, and how many began and ended under each government."""

import itertools

import numpy as np
import pytest
import scipy.stats

import levelkit as lk
from levelkit.claims.policy_churn.governments import by_party, in_office, rates, stretches
from levelkit.claims.policy_churn.lives import lives
from levelkit.claims.policy_churn.policies import reference_year
from levelkit.claims.policy_churn.years import yearly
from policies import PLAIN, row, table

CLAIM = lk.claim("policy-churn")


@pytest.mark.parametrize(
    ("year", "who"),
    [(1945, "churchill-1"), (1964, "douglas-home"), (1974, "wilson-2"), (1979, "thatcher"), (1997, "blair"),
     (2007, "brown"), (2010, "cameron"), (2016, "cameron"), (2022, "johnson"), (2024, "sunak"), (2025, "starmer")],
)  # fmt: skip
def test_a_year_is_the_governments_that_held_office_in_its_middle(year, who):
    assert in_office()[year] == who


def test_parties_follow_each_other_without_a_gap():
    found = stretches()
    assert [one[0] for one in found[1:]] != [one[0] for one in found[:-1]]
    for (party, _, left), (other, begun, _) in itertools.pairwise(found):
        assert party != other
        assert begun == pytest.approx(left, abs=0.01)
    assert found[-1][2] == np.inf
    labour = {(int(begun), int(left)) for party, begun, left in found[:-1] if party == "Labour"}
    assert {(1945, 1951), (1964, 1970), (1974, 1979), (1997, 2010)} <= labour


def test_alive_is_who_began_and_has_not_ended():
    own = table(row("a", 1990, 1993), row("b", 1992), row("c", 1993, 1993), row("d", 2020, 2026))
    found = yearly(lives(own, **PLAIN))
    assert found.year.values.tolist() == list(range(1990, reference_year() + 1))
    by_year = found.to_dataframe()
    assert by_year.alive[[1990, 1991, 1992, 1993, 2019, 2020, reference_year()]].tolist() == [
        1, 1, 2, 1, 1, 2, 2,
    ]  # fmt: skip
    assert by_year.loc[1993, ["began", "ended"]].tolist() == [1, 2]


@pytest.mark.parametrize("choices", [{}, {"successors": "chain"}, {"era": "1997-2009"}], ids=str)
def test_counts_add_up(choices):
    found = CLAIM.evaluate(**choices).tables
    spells, years, governments = (found[name] for name in ("lives", "years", "governments"))
    assert int(years.began.sum()) == spells.sizes["spell"] == int(governments.began.sum())
    assert int(years.ended.sum()) == int(spells.ended.sum()) == int(governments.ended.sum())
    assert int(years.alive[-1]) == int((~spells.ended).sum())
    assert int(governments.in_office.sum()) == years.sizes["year"]
    assert (years.alive >= 0).all()


def test_rates_are_counts_over_years_with_poisson_intervals():
    found = rates(yearly(lives(table(*(row(f"p-{k}", 1999, 2008 + k % 2) for k in range(12))), **PLAIN)))  # fmt: skip
    blair, brown = (found.sel(government=one) for one in ("blair", "brown"))
    assert float(blair.began_rate) == pytest.approx(12 / 8)  # 1999 to 2006
    assert int(blair.in_office) == 8 and int(brown.in_office) == 3
    assert float(brown.ended_rate) == pytest.approx(4)
    low, high = scipy.stats.chi2.ppf([0.025, 0.975], [24, 26]) / 2 / 8
    assert float(blair.began_low) == pytest.approx(low)
    assert float(blair.began_high) == pytest.approx(high)
    assert float(blair.ended_low) == 0
    parties = by_party(found)
    assert parties["Labour"] == pytest.approx((12, 1, 1))  # with 2025, of Starmer
    assert parties["Conservative"][1:] == (0, 0)


def test_a_policy_older_than_the_governments_is_nobodys():
    found = rates(yearly(lives(table(row("a", 1909, 1999), row("b", 1999, 2000)), **PLAIN)))
    assert int(found.began.sum()) == 1 and int(found.ended.sum()) == 2
