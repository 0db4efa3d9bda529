"""The policy-churn claim: lives, curves, verdict, chains of successors, words."""

import json
import math
import re
from fractions import Fraction
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import scipy.stats
import xarray as xr
from hypothesis import given
from hypothesis import strategies as st

import levelkit as lk
from levelkit.claims import Verdict
from levelkit.claims.policy_churn import criterion
from levelkit.claims.policy_churn.criterion import CRITERION, judge
from levelkit.claims.policy_churn.lives import lives, rows
from levelkit.claims.policy_churn.policies import ERAS, GROUPS, NATIONS, reference_year, shipped
from levelkit.claims.policy_churn.words import headline, interval, reason
from policies import PLAIN, lasting, row, table

CLAIM = lk.claim("policy-churn")
NOTEBOOK = Path(__file__).parents[1] / "notebooks/08-policy-churn.ipynb"
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
    np.testing.assert_allclose(joined["share"], joined["survival"], atol=1e-12)
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


# --- criterion and words


def verdicts(found):
    return {part.name: str(part.verdict) for part in found.parts}


def test_the_default_answer_judges_typical_and_best_by_their_intervals():
    """53% (42% to 62%) was held against a half by the figure alone; now both sides take an interval."""
    found = CLAIM.evaluate()
    assert verdicts(found) == {"typical": "cannot tell", "best": "not supported"}
    assert found.verdict is Verdict.MIXED
    figures = found.figures
    assert (figures["median"], figures["median_low"], figures["median_high"]) == (11, 10, 13)
    ends = (figures["share"], figures["share_low"], figures["share_high"])
    assert ends == pytest.approx((0.526, 0.424, 0.618), abs=5e-4)
    assert found.reason == (
        "Whether half are over within a decade cannot be told (median 11 years, 95% interval 10 to 13). "
        "More than a quarter last longer than a decade (53%)."
    )
    typical, best = found.parts
    assert typical.reason == "Their median life is 11 years (95% interval 10 to 13)."
    assert best.reason == "53% last longer (95% interval 42% to 62%)."


@pytest.mark.parametrize(
    ("median", "share", "ended", "typical", "best"),
    [
        ((5, 10), (0.1, 0.25), 10, "supported", "supported"),
        ((5, 11), (0.1, 0.26), 10, "cannot tell", "cannot tell"),
        ((10, 13), (0.42, 0.62), 89, "cannot tell", "not supported"),
        ((10.5, 13), (0.251, 0.62), 89, "not supported", "not supported"),
        ((6, math.inf), (0.25, 0.6), 20, "cannot tell", "cannot tell"),
        ((11, math.inf), (0.3, 0.6), 20, "not supported", "not supported"),
        ((5, 9), (math.nan, math.nan), 20, "supported", "cannot be tested"),
        ((5, 9), (0.1, 0.2), 9, "cannot be tested", "cannot be tested"),
    ],
)
def test_each_part_follows_the_criterion_at_its_edges(median, share, ended, typical, best):
    figures = {"ended": ended, "n": 90}
    for name, (low, high) in (("median", median), ("share", share)):
        figures |= {f"{name}_low": low, f"{name}_high": high}
        figures[name] = math.nan if math.isnan(low) else low
    judged = judge(figures)
    assert judged == {"typical": typical, "best": best}
    assert reason(figures, judged).endswith(".")
    for what in ("all", "acts", "bodies", "money", "areas", "plans"):
        assert len(headline(figures, {"what": what}).split()) <= 10


def test_the_parts_agree_with_the_words_of_the_sentence():
    for made in EVERY[::7]:
        found = CLAIM.answer(**made)
        for part, (name, limit) in zip(found.parts, (("median", 10), ("share", 0.25)), strict=True):
            low, high = found.figures[f"{name}_low"], found.figures[f"{name}_high"]
            if part.verdict is Verdict.SUPPORTED:
                assert high <= limit
            elif part.verdict is Verdict.NOT_SUPPORTED:
                assert low > limit
            elif part.verdict is Verdict.CANNOT_TELL:
                assert low <= limit < high


def test_a_curve_that_is_still_whole_or_all_over_is_no_certainty():
    """Greenwood's error is 0 there: 0 of 12, or 12 of 12, still have an interval."""
    over = CLAIM.evaluate(own=lasting(*[3] * 12)).figures
    # 0 of 12: the exact upper end is 1 - 0.025^(1/12).
    assert (over["share_low"], over["share_high"]) == (0, pytest.approx(1 - 0.025 ** (1 / 12)))
    exact = scipy.stats.binomtest(0, 12).proportion_ci(0.95, "exact")
    assert over["share_high"] == pytest.approx(exact.high)
    whole = CLAIM.evaluate(own=lasting(*[30] * 12))
    exact = scipy.stats.binomtest(12, 12).proportion_ci(0.95, "exact")
    assert (whole.figures["share_low"], whole.figures["share_high"]) == (
        pytest.approx(exact.low),
        1,
    )
    assert verdicts(whole) == {"typical": "not supported", "best": "not supported"}
    # All over after a step in between: the upper end there holds for later ages as well.
    steps = CLAIM.evaluate(own=lasting(*[3] * 12, 5, 5)).figures
    spells = lk.kaplan_meier(*_spells(lasting(*[3] * 12, 5, 5)))
    assert steps["share"] == 0
    assert steps["share_high"] == pytest.approx(float(spells.ci_high.sel(duration=3)))


def _spells(own):
    spells = CLAIM.evaluate(own=own).tables["lives"]
    return spells.duration, spells.ended


def test_a_median_beyond_all_that_is_known_is_later_than_that():
    found = CLAIM.evaluate(own=lasting(*[15] * 11, running=[35] * 90))
    assert math.isnan(found.figures["median"])
    assert found.figures["median_low"] == 35.5
    assert verdicts(found)["typical"] == "not supported"
    young = CLAIM.evaluate(own=lasting(*[2] * 10, running=[3] * 60))
    assert verdicts(young) == {"typical": "cannot tell", "best": "cannot be tested"}
    assert "None of these policies could be watched for 10 years" in young.reason
    assert young.verdict is Verdict.CANNOT_TELL  # the part that cannot be tested does not count


def test_the_criterion_and_the_page_name_the_thresholds():
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    page = " ".join(" ".join("".join(cell["source"]) for cell in cells).replace("#", "").split())
    for said in (CRITERION, page):
        for part in ("o more than a quarter last longer than 10 years", "half", "95% interval"):
            assert part in said
        assert "fewer than 10 policies have ended" in said
    assert (criterion.LIMIT, criterion.FEW, criterion.TOO_FEW) == (10, 0.25, 10)
    assert list(CLAIM.effect.guides) == [criterion.FEW, criterion.HALF]


def test_shorter_lives_are_said_with_what_may_be_forgotten():
    """Wherever the page says that lives became shorter it says that short ones are forgotten."""
    found = CLAIM.evaluate()
    page = lk.pages.ClaimPage("policy-churn")
    texts = [
        *found.caveats,
        page.hub.words["survival"]["subtitle"],
        NOTEBOOK.read_text(encoding="utf-8"),
    ]
    texts += [view.label for view in CLAIM.views]
    shorter = [text for text in texts if re.search(r"[Ss]horter lives|become shorter", text)]
    assert len(shorter) == 4
    assert all(re.search("forgotten|remembered", text) for text in shorter)


@pytest.mark.parametrize(
    ("own", "sentence", "subject"),
    [
        (table(row("a", 1999, 2001)), "1 policy, begun in 1999, has ended: too few", "1 policy, begun in 1999, verified rows"),
        (table(row("a", 1999)), "1 policy, begun in 1999, still runs: too few", "1 policy, begun in 1999"),
        (table(row("a", 1999, 2001), row("b", 2001)), "Of 2 policies, begun 1999 to 2001, 1 has ended: too few", "2 policies"),
        (table(row("a", 1999), row("b", 2001)), "Of 2 policies, begun 1999 to 2001, none have ended: too few", "2 policies"),
        (table(row("a", 1999, state="unverified")), "There is no policies to count", "no policies, verified rows"),
    ],
)  # fmt: skip
def test_few_policies_in_words(own, sentence, subject):
    found = CLAIM.evaluate(own=own)
    assert found.sentence.startswith(sentence.replace("is no policies", "are no policies"))
    assert found.subject.startswith(subject)


def test_no_combination_counts_one_as_many():
    odd = re.compile(
        r"\b1 (policies|years|funds|agencies|area incentives|strategies)\b|Of [01] |begun at"
    )
    for made in EVERY:
        found = CLAIM.answer(**made)
        text = f"{found.headline} {found.sentence} {found.subject} {found.reason}"
        assert not odd.search(text), text


def test_a_share_near_a_threshold_shows_its_side():
    figures = CLAIM.evaluate(what="money").figures
    assert figures["share"] == pytest.approx(0.251, abs=5e-4)
    assert "(25.1%)" in reason(figures, judge(figures))


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [(8, 15, "8 to 15"), (6, math.inf, "from 6 with no upper end"), (math.nan, 9, "up to 9"),
     (math.nan, math.inf, "without ends"), (0.5, 3, "0.5 to 3")],
)  # fmt: skip
def test_intervals_in_words(low, high, said):
    assert interval({"median_low": low, "median_high": high}) == said


def test_every_combination_has_words_without_a_missing_number():
    assert len(EVERY) <= 600
    for made in EVERY[::5]:
        found = CLAIM.answer(**made)
        said = " ".join([found.headline, found.sentence, found.reason, found.subject])
        assert "nan" not in said.split() and "nan%" not in said and "inf" not in said.split()
        assert len(found.headline.split()) <= 10
        assert (found.verdict is Verdict.CANNOT_TEST) == (found.figures["ended"] < 10)


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
        assert view.looks["by"] in ("All together", "By kind", "By era")
