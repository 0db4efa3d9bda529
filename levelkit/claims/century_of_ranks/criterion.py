"""What makes the verdict on the century-of-ranks claim: one rule for all choices."""

from __future__ import annotations

import math

from levelkit.claims.verdict import Verdict

AGREE = 0.7  # end points this close, or closer, have "about" the same order
KEPT = 0.5  # and in between the order never fell below this
APART = 0.4  # end points further apart than this do not have the same order
SIGNIFICANT = 0.05
TOO_FEW = 5  # with four regions even identical orders happen by luck 1 time in 24
TIE_ERROR = 0.03

CRITERION = (
    f"Supported if the rank correlation (Spearman's rho) between the two years is at least {AGREE}, "
    f"is unlikely to be luck (two-sided p below {SIGNIFICANT}), and was at least {KEPT} in every year "
    f"between. Not supported if it is below {APART}. Mixed otherwise: above all when the ends agree "
    f"but the order was lost on the way. No verdict with fewer than {TOO_FEW} regions."
)


def judge(figures: dict[str, float]) -> Verdict:
    """The verdict on ``spearman``, ``p_value``, ``lowest`` (NaN: no year between) and ``n``."""
    if too_few(figures):
        return Verdict.CANNOT_TEST
    if figures["spearman"] < APART:
        return Verdict.NOT_SUPPORTED
    supported = ends_agree(figures) and not lost_between(figures)
    return Verdict.SUPPORTED if supported else Verdict.MIXED


def too_few(figures: dict[str, float]) -> bool:
    """No ranking can be told from luck."""
    return figures["n"] < TOO_FEW or math.isnan(figures["spearman"])


def ends_agree(figures: dict[str, float]) -> bool:
    """The two years have about the same order, and hardly by luck."""
    return figures["spearman"] >= AGREE and not could_be_luck(figures)


def could_be_luck(figures: dict[str, float]) -> bool:
    """An order drawn at random would be as like the first, or as unlike, often enough."""
    return not figures["p_value"] < SIGNIFICANT


def lost_between(figures: dict[str, float]) -> bool:
    """The order was lost in some year between; false if there is none (NaN)."""
    return figures["lowest"] < KEPT
