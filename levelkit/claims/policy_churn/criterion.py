"""What makes the verdict on whether policies last at best a decade: one rule for all choices.

Lives are estimated from policies of which some still run, so each part is judged by its 95 %
interval, on both sides alike.
"""

from __future__ import annotations

from levelkit.claims.verdict import Verdict, by_interval

LIMIT = 10  # years
FEW = 0.25  # at most so many last longer than the limit, if it is the best that they do
HALF = 0.5
TOO_FEW = 10  # policies that have ended: fewer carry no curve

#: The parts of the claim, the same for all choices.
PARTS = {
    "typical": f"Half are over within {LIMIT} years",
    "best": f"No more than a quarter last longer than {LIMIT} years",
}

CRITERION = (
    f"A policy's life runs from the year it began to the year it ended; one that still runs counts as having lasted at least "
    f"as long as it has (Kaplan-Meier). “At best a decade” has two parts, each judged by its 95% interval: supported if all of it "
    f"lies where the claim says, not supported if all of it lies beyond, cannot tell if it holds the limit. Typical: half of all "
    f"policies are over within {LIMIT} years (median life of {LIMIT} years or less). At best: no more than a quarter last longer "
    f"than {LIMIT} years; none at all would be refuted by a single old policy. No verdict if fewer than {TOO_FEW} policies have "
    f"ended, nor on the second part if none was watched for {LIMIT} years."
)


def judge(figures: dict[str, float]) -> dict[str, Verdict]:
    """The verdict on each part, by the ends of the intervals of ``median`` and ``share``, and ``ended``."""
    if few_ended(figures):
        return dict.fromkeys(PARTS, Verdict.CANNOT_TEST)
    return {
        "typical": by_interval(figures["median_low"], figures["median_high"], LIMIT, "at most"),
        "best": by_interval(figures["share_low"], figures["share_high"], FEW, "at most"),
    }


def few_ended(figures: dict[str, float]) -> bool:
    """Too few have ended to tell how long such policies last."""
    return figures["ended"] < TOO_FEW
