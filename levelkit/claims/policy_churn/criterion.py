"""What makes the verdict on whether policies last at best a decade: one rule for all choices."""

from __future__ import annotations

import math

from levelkit.claims.verdict import Verdict

LIMIT = 10  # years
FEW = 0.25  # at most so many last longer than the limit, if it is the best that they do
HALF = 0.5
ROUNDING = 1e-9  # a half that was multiplied together is a half
TOO_FEW = 10  # policies that have ended: fewer carry no curve

CRITERION = (
    f"A policy's life runs from the year it began to the year it ended; one that still runs counts as having lasted at least "
    f"as long as it has (Kaplan-Meier). Supported if half of all policies are surely over within {LIMIT} years (the 95% interval "
    f"of the median life ends at {LIMIT} years or below) and no more than a quarter last longer than {LIMIT} years. Not supported if "
    f"more than half last longer than {LIMIT} years. Mixed between the two. No verdict if fewer than {TOO_FEW} policies have "
    f"ended, or none was watched for {LIMIT} years."
)


def judge(figures: dict[str, float]) -> Verdict:
    """The verdict on ``share`` (lasting longer than ten years), ``median_high``, and how many ``ended``."""
    if cannot_tell(figures):
        return Verdict.CANNOT_TEST
    if figures["share"] > HALF + ROUNDING:
        return Verdict.NOT_SUPPORTED
    return Verdict.SUPPORTED if surely_over(figures) and few_outlast(figures) else Verdict.MIXED


def cannot_tell(figures: dict[str, float]) -> bool:
    """Too few have ended, or no policy was watched for ten years."""
    return figures["ended"] < TOO_FEW or math.isnan(figures["share"])


def surely_over(figures: dict[str, float]) -> bool:
    """The interval of the median life ends at ten years or below."""
    return figures["median_high"] <= LIMIT


def few_outlast(figures: dict[str, float]) -> bool:
    """No more than a quarter last longer than ten years."""
    return figures["share"] <= FEW + ROUNDING
