"""What makes the verdict on the widening-gaps claim: one rule for all choices."""

from __future__ import annotations

import math

from levelkit.claims.verdict import Verdict
from levelkit.claims.widening_gaps.panels import BASIS_UNTIL, LONG_FROM

SIGNIFICANT = 0.05
TOO_FEW_REGIONS = 5
TOO_FEW_YEARS = 6

CRITERION = (
    f"No series runs through 70 years on one basis, so that the claim is judged on two pieces, each on its own. Early: "
    f"dispersion was higher in {BASIS_UNTIL} than in {LONG_FROM} (Rosés and Wolf's ten regions). Recent: over the chosen years "
    f"of the chosen series it has an upward trend that is unlikely to be luck (Mann-Kendall corrected for serial correlation, "
    f"two-sided p below {SIGNIFICANT}). Supported if both hold, not supported if neither does, mixed if one does. No verdict "
    f"with fewer than {TOO_FEW_REGIONS} regions or {TOO_FEW_YEARS} years."
)


def judge(figures: dict[str, float]) -> Verdict:
    """The verdict on ``early_start``, ``early_end``, ``slope``, ``p_value``, ``n`` regions, ``years``."""
    if figures["n"] < TOO_FEW_REGIONS or figures["years"] < TOO_FEW_YEARS:
        return Verdict.CANNOT_TEST
    held = widened_early(figures) + widened_recently(figures)
    return (Verdict.NOT_SUPPORTED, Verdict.MIXED, Verdict.SUPPORTED)[held]


def widened_early(figures: dict[str, float]) -> bool:
    """Gaps were wider at the end of the early piece than at its start."""
    return figures["early_end"] > figures["early_start"]


def widened_recently(figures: dict[str, float]) -> bool:
    """The recent trend is up, and hardly by luck."""
    return figures["slope"] > 0 and is_sure(figures)


def narrowed_recently(figures: dict[str, float]) -> bool:
    """The recent trend is down, and hardly by luck."""
    return figures["slope"] < 0 and is_sure(figures)


def is_sure(figures: dict[str, float]) -> bool:
    """So strong a trend is unlikely without one; a missing p-value is no certainty."""
    return not math.isnan(figures["p_value"]) and figures["p_value"] < SIGNIFICANT
