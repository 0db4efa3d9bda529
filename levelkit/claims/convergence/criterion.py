"""What makes the verdict on whether places catch up: one rule for all choices."""

from __future__ import annotations

import math

from levelkit.claims.verdict import Verdict

#: Speed, % a year, at which half of a gap closes within a lifetime.
SLOW = 1.0
LIFETIME = math.log(2) / (SLOW / 100)
TOO_FEW = 8

CRITERION = (
    f"The speed of catching up is the share of a gap that closes in a year. At {SLOW:g}% a year half of a gap closes in "
    f"{LIFETIME:.0f} years, a lifetime; slower than that, places do not catch up in any sense that matters to the people in "
    f"them. Supported if the whole 95% interval of the speed lies below {SLOW:g}% a year. Not supported if the whole interval "
    "lies above it and the gaps also became smaller (the standard deviation of logs is lower in the last year than in the "
    "first): a rise of the poor that leaves gaps as wide is a change of places, not catching up. Mixed otherwise: either the "
    f"figures cannot tell, or the two signs disagree. No verdict with fewer than {TOO_FEW} regions."
)


def judge(figures: dict[str, float]) -> Verdict:
    """The verdict on ``speed_low``, ``speed_high`` (% a year), ``sigma_start``, ``sigma_end``, ``n``."""
    low, high = figures["speed_low"], figures["speed_high"]
    if figures["n"] < TOO_FEW or math.isnan(low) or math.isnan(high):
        return Verdict.CANNOT_TEST
    if high < SLOW:
        return Verdict.SUPPORTED
    if low > SLOW and narrowed(figures):
        return Verdict.NOT_SUPPORTED
    return Verdict.MIXED


def narrowed(figures: dict[str, float]) -> bool:
    """Gaps are smaller at the end than at the start."""
    return figures["sigma_end"] < figures["sigma_start"]
