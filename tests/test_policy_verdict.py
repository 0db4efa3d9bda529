"""The policy-churn claim: the verdict on each part at its edges, and what is said of it."""

import json
import math
import re
from pathlib import Path

import pytest
import scipy.stats

import levelkit as lk
from levelkit.claims import Verdict
from levelkit.claims.policy_churn import criterion
from levelkit.claims.policy_churn.criterion import CRITERION, judge
from levelkit.claims.policy_churn.words import headline, interval, reason
from policies import lasting, row, table

CLAIM = lk.claim("policy-churn")
NOTEBOOK = Path(__file__).parents[1] / "notebooks/08-policy-churn.ipynb"
EVERY = list(CLAIM.combinations())


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
