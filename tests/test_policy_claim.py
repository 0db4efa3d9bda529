"""The policy-churn claim: lives, curves, chains of successors."""

import math
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
import xarray as xr
from hypothesis import given
from hypothesis import strategies as st

import levelkit as lk
from levelkit.claims import Verdict
from levelkit.claims.policy_churn.lives import lives, rows
from levelkit.claims.policy_churn.policies import ERAS, GROUPS, NATIONS, reference_year, shipped
from policies import PLAIN, lasting, row, table

CLAIM = lk.claim("policy-churn")
EVERY = list(CLAIM.combinations())


def frame(made):
    """Years lived and whether they are over, from the file by pandas alone; no chains."""
    found = lk.load_table("uk-policies")
    if not made["unverified"]:
        found = found[found["state"] == "verified"]
    kinds = {"all": None, "acts": ("bodies", "money", "areas")}.get(made["what"], (made["what"],))
    if kinds:
        found = found[found["kind"].isin([kind for group in kinds for kind in GROUPS[group]])]
    if made["nation"] != "all":
        found = found[found["nation"].isin(NATIONS[made["nation"]])]
    if made["era"] != "all":
        found = found[found["start_year"].between(*ERAS[made["era"]])]
    end = found["end_year"].astype("float64")
    over = end <= reference_year()
    years = np.where(over, end, reference_year() + 0.5) - found["start_year"].astype("float64")
    return np.maximum(years, 0.5).to_numpy(), over.to_numpy()


def test_a_curve_by_hand():
    """Twelve policies: 1 of 12, 1 of 11 ... and two that still run, at 6 and 12 years."""
    own = lasting(2, 3, 5, 5, 7, 8, 9, 11, 14, 20, running=(6, 12))
    found = CLAIM.evaluate(own=own)
    # 12 watched; the one that has run for 6.5 years leaves after the endings at 2, 3, 5 and 5.
    share = (11 / 12) * (10 / 11) * (8 / 10) * (6 / 7) * (5 / 6) * (4 / 5)
    assert found.figures["share"] == pytest.approx(share)
    assert found.figures["median"] == 8  # (8/12) * (6/7) * (5/6) < 1/2
    assert (found.figures["n"], found.figures["ended"]) == (12, 10)
    assert found.figures["reach"] == pytest.approx(share)  # none ended after just ten years
    assert found.verdict is Verdict.CANNOT_TELL


def test_ten_years_to_the_day_are_reached_and_not_outlasted():
    found = CLAIM.evaluate(own=lasting(*[10] * 6, *[5] * 4))
    assert found.figures["reach"] == pytest.approx(0.6)
    assert found.figures["share"] == 0


def product_limit(years, over):
    """Age and share that lasts longer, in fractions, so that nothing is rounded."""
    share, curve = Fraction(1), {}
    for age in sorted(set(years[over])):
        share *= 1 - Fraction(int((years[over] == age).sum()), int((years >= age).sum()))
        curve[age] = share
    return curve


@pytest.mark.parametrize("made", [one for one in EVERY if one["successors"] == "apart"][::7], ids=str)  # fmt: skip
def test_figures_are_those_of_a_product_limit_in_fractions(made):
    years, over = frame(made)
    figures = CLAIM.answer(**made).figures
    assert figures["n"] == len(years)
    assert figures["ended"] == over.sum()
    if not over.any():
        return
    curve = product_limit(years, over)
    ten = [share for age, share in curve.items() if age <= 10]
    known = years.max() >= 10 or (ten and not ten[-1])
    assert figures["share"] == pytest.approx(
        float(ten[-1] if ten else 1) if known else math.nan, nan_ok=True
    )
    half = [age for age, share in curve.items() if share <= Fraction(1, 2)]
    assert figures["median"] == pytest.approx(half[0] if half else math.nan, nan_ok=True)


def test_figures_are_those_of_the_public_measures():
    found = CLAIM.evaluate(successors="chain", unverified=True)
    spells = found.tables["lives"]
    middle = lk.median_lifetime(spells.duration, spells.ended)
    ten = lk.survival_at(spells.duration, spells.ended, years=10)
    for name, value in (("median", middle), ("share", ten)):
        assert found.figures[name] == pytest.approx(float(value.estimate))
        assert found.figures[f"{name}_low"] == pytest.approx(float(value.ci_low))
        assert found.figures[f"{name}_high"] == pytest.approx(float(value.ci_high))
    groups = found.tables["groups"].to_dataframe().set_index(["cut", "group"])
    by_kind = lk.median_lifetime(spells.duration, spells.ended, groups="group")
    for kind in by_kind.group.values:
        assert groups.loc[("kind", kind), "median"] == pytest.approx(
            float(by_kind.estimate.sel(group=kind)), nan_ok=True
        )
    steps = found.tables["steps"].to_dataframe().query("cut == 'all' and years > 0")
    curve = lk.kaplan_meier(spells.duration, spells.ended).to_dataframe()
    joined = steps.set_index("years").join(curve, how="left")
    np.testing.assert_allclose(joined["share"], joined["estimate"], atol=1e-12)
    np.testing.assert_allclose(joined["low"], joined["ci_low"], atol=1e-12)
    kept = spells.isel(spell=spells.group.isin(groups.loc["kind"].query("ended >= 10").index))
    assert found.figures["p_kind"] == pytest.approx(
        float(lk.log_rank(kept.duration, kept.ended, "group").p_value)
    )


def test_lives_are_the_spells_of_the_notebook():
    found = lives(shipped(), **PLAIN).dataset()
    end = found.end.where(found.end.isnull() | (found.end > found.start), found.start + 0.5)
    made = lk.spells(found.start, end, as_of=reference_year() + 0.5)
    np.testing.assert_allclose(found.duration, made.duration)
    np.testing.assert_array_equal(found.ended, made.ended)


def test_to_leave_open_policies_out_or_to_end_them_today_would_shorten_lives():
    spells = CLAIM.evaluate().tables["lives"]
    right = float(lk.survival_at(spells.duration, spells.ended, years=10).estimate)
    today = float(lk.survival_at(spells.duration, xr.ones_like(spells.ended), years=10).estimate)
    over = spells.isel(spell=spells.ended.values)
    without = float(lk.survival_at(over.duration, over.ended, years=10).estimate)
    assert without < right and today < right
    assert (~spells.ended).any()


def test_what_is_unverified_changes_no_number_by_default():
    rows = [row(f"p-{k}", 1990, 1990 + k) for k in range(1, 15)]
    doubtful = row("doubt", 1930, 2020, state="unverified", kind="body")
    with_it, without = (CLAIM.evaluate(own=table(*one)) for one in ([*rows, doubtful], rows))
    same = {k: v for k, v in with_it.figures.items() if k != "unverified"}
    assert same == pytest.approx({k: without.figures[k] for k in same}, nan_ok=True)
    assert (with_it.figures["unverified"], without.figures["unverified"]) == (1, 0)
    assert "1 row is unverified" in " ".join(with_it.caveats)
    counted = CLAIM.evaluate(own=table(*rows, doubtful), unverified=True)
    assert counted.figures["n"] == without.figures["n"] + 1


# --- successors


CHAIN = [
    row("a", 1990, 1994), row("b", 1994, 1999, predecessor="a"), row("c", 2000, "", predecessor="b"),
    row("d", 2001, 2004, predecessor="b"), row("e", 1992, 1996, kind="body"),
]  # fmt: skip


def chained(*rows, **choices):
    return lives(table(*rows), **(PLAIN | {"successors": "chain"} | choices))


def test_a_chain_lives_from_its_first_start_to_its_last_end():
    found = chained(*CHAIN)
    assert found.policy.tolist() == ["a", "e"]
    assert found.members.tolist() == [4, 1]
    assert found.start.tolist() == [1990, 1992]
    assert found.ended.tolist() == [False, True]
    assert found.duration.tolist() == [reference_year() + 0.5 - 1990, 4]
    closed = chained(*CHAIN[:2], row("c", 2000, 2010, predecessor="b"), *CHAIN[3:])
    assert closed.duration.tolist() == [20, 4]


def test_a_link_that_is_left_out_cuts_the_chain():
    doubtful = CHAIN[1].replace("verified", "unverified")
    found = chained(CHAIN[0], doubtful, *CHAIN[2:])
    assert found.policy.tolist() == ["a", "e", "c", "d"]
    whole = chained(CHAIN[0], doubtful, *CHAIN[2:], unverified=True)
    assert whole.policy.tolist() == ["a", "e"]
    other = chained(CHAIN[0], CHAIN[1].replace("fund", "body"), *CHAIN[2:], what="money")
    assert other.policy.tolist() == ["a", "c", "d"]


def test_a_chain_belongs_to_the_era_of_its_first_policy():
    assert chained(*CHAIN, era="1979-1996").members.tolist() == [4, 1]
    assert chained(*CHAIN, era="1997-2009").policy.size == 0
    assert lives(table(*CHAIN), **(PLAIN | {"era": "1997-2009"})).policy.tolist() == ["c", "d"]


def test_development_agencies_and_enterprise_partnerships_are_one_chain():
    one = lives(shipped(), **(PLAIN | {"what": "bodies", "successors": "chain"}))
    k = one.policy.tolist().index("regional-development-agencies")
    rdas, leps = (
        shipped().frame.set_index("policy").loc[f"{name}"]
        for name in ("regional-development-agencies", "local-enterprise-partnerships")
    )
    assert one.members[k] == 2
    assert one.duration[k] == leps.end_year - rdas.start_year
    assert "local-enterprise-partnerships" not in one.policy


links = st.lists(
    st.tuples(st.integers(1950, 2020), st.none() | st.integers(0, 40), st.integers(0, 11)),
    min_size=1, max_size=12,
)  # fmt: skip


@given(links)
def test_chains_hold_every_policy_once_and_last_as_long_as_any_of_them(drawn):
    def one(k, start, life, before):
        end = "" if life is None else min(start + life, 2026)
        # Only those before it in the list, so that no chain is a circle.
        return row(f"p-{k}", start, end, predecessor=f"p-{before}" if before < k else "")

    own = table(*(one(k, *cells) for k, cells in enumerate(drawn)))
    apart = lives(own, **PLAIN)
    chain = lives(own, **(PLAIN | {"successors": "chain"}))
    assert chain.members.sum() == apart.policy.size == len(drawn)
    assert set(chain.policy) <= set(apart.policy)
    at, chains = rows(own, **(PLAIN | {"successors": "chain"}))
    alone = dict(zip(apart.policy, apart.duration, strict=True))
    whole = dict(zip(chain.policy, chain.end, strict=True))
    ends = dict(zip(apart.policy, apart.end, strict=True))
    for k, head in zip(at, chains, strict=True):
        policy = own.frame["policy"][k]
        assert not whole[head] < ends[policy]  # missing: it still runs
        assert alone[policy] >= 0.5
    assert ((chain.duration > 0) & (chain.started != "")).all()


def test_what_counts_is_cut_once_at_most():
    kept = pd.DataFrame([made for made in EVERY if CLAIM.counted(made)])
    cuts = (kept[["what", "nation", "era"]] != "all").sum(axis=1)
    assert cuts.max() == 1
    assert len(kept) == 4 * (1 + 5 + 3 + 4)
    whole, by_kind, by_era, plain, every = (
        sum(map(bears, EVERY)) for bears in CLAIM.wider.values()
    )
    assert (whole, by_kind, by_era, every) == (4, 20, 16, len(EVERY))
    assert plain == len(kept) / 4


def test_prepared_views_are_on_offer():
    for view in CLAIM.views:
        made = CLAIM.complete(view.choices)
        assert made | dict(view.choices) == made
        assert view.marks["by"] in ("All together", "By kind", "By era")
