"""What makes the verdict on the century-of-ranks claim: one rule for all choices.

Ranks of all regions of a country are a complete count: the figure is judged, and what it hangs on
is said (see :mod:`levelkit.claims.century_of_ranks.sensitivity`). No sampling error is left to judge by.
"""

from __future__ import annotations

import math

from levelkit.claims.verdict import Verdict, by_figure

AGREE = 0.7  # end points this close, or closer, have "about" the same order
KEPT = 0.5  # and in between the order never fell below this
THRESHOLDS = (KEPT, AGREE)
TOO_FEW = 5  # with four regions even identical orders happen by luck 1 time in 24
SPAN = 40  # years: an order hardly has time to change in fewer
TIE_ERROR = 0.03  # of a figure: about what revisions and old estimates are off by

#: The parts of the claim, the same for all choices.
PARTS = {"ends": "The two ends agree", "path": "The order held in between"}

CRITERION = (
    "Two parts, each judged by the figure: the regions are all there are, not a sample. The ends are supported if the rank "
    f"correlation (Spearman's rho) of the two years is at least {AGREE}, the path if the correlation with the first year was at "
    f"least {KEPT} in every year between; below that they are not supported. What the figures hang on is said beside them: "
    f"single regions, and errors of {TIE_ERROR:.0%}. No verdict with fewer than {TOO_FEW} regions, or on fewer than {SPAN} years: "
    "too short to test a century."
)


def judge(figures: dict[str, float]) -> dict[str, Verdict]:
    """The verdict on each part, by ``spearman``, ``lowest`` (NaN: no year between), ``n`` and ``span``."""
    if too_few(figures) or too_short(figures):
        return dict.fromkeys(PARTS, Verdict.CANNOT_TEST)
    return {
        "ends": by_figure(figures["spearman"], AGREE, "at least"),
        "path": by_figure(figures["lowest"], KEPT, "at least"),
    }


def too_few(figures: dict[str, float]) -> bool:
    """No ranking can be told from luck."""
    return figures["n"] < TOO_FEW or math.isnan(figures["spearman"])


def too_short(figures: dict[str, float]) -> bool:
    """An order hardly has time to change."""
    return figures["span"] < SPAN
