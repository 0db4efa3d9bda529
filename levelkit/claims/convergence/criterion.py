"""What makes the verdict on whether places catch up: one rule for all choices.

Both parts have the same threshold, so that neither side is favoured: a spread that is known to
stay as it is counts for the claim, one that is known to halve within a lifetime against it.
"""

from __future__ import annotations

import math

from levelkit.claims.verdict import Verdict, by_interval

#: % a year at which half of a gap closes within a lifetime.
SLOW = 1.0
LIFETIME = math.log(2) / (SLOW / 100)
TOO_FEW = 8
#: Places are led to paths of their own: the speed says nothing of one place catching up with another.
OWN_PATHS = "panel"

PARTS = {
    "speed": f"Poorer places catch up by less than {SLOW:g}% of their gap a year",
    "gaps": f"The spread between places shrinks by less than {SLOW:g}% a year",
}

CRITERION = (
    "No place was left alone: policies and transfers were at work in all these years, and what would have happened without them is not "
    "observed. What can be tested is whether places caught up under the policies that there were. "
    f"Two parts are judged, both against {SLOW:g}% a year, at which half of a gap closes in {LIFETIME:.0f} years, a lifetime. "
    "Speed: how fast growth leads poorer places towards richer ones. Gaps: how fast the spread between all of them (standard deviation of "
    "logs) shrinks from the first year to the last; a rise of the poor that leaves gaps as wide is a change of places. "
    f"A part is supported if its whole 95% interval is slower than {SLOW:g}% a year, not supported if the whole of it is faster; if "
    "the interval includes it, the figures cannot tell. The claim is mixed where its parts differ. "
    f"Neither part is judged with fewer than {TOO_FEW} places, nor is speed where a model leads each place to a path of its own."
)


def speed_verdict(figures: dict[str, float], model: str) -> Verdict:
    """The verdict on ``speed_low`` to ``speed_high`` (% of a gap a year) of so many ``regions``."""
    if figures["regions"] < TOO_FEW or model == OWN_PATHS:
        return Verdict.CANNOT_TEST
    return by_interval(figures["speed_low"], figures["speed_high"], SLOW, "below")


def gaps_verdict(figures: dict[str, float]) -> Verdict:
    """The verdict on ``gaps_low`` to ``gaps_high`` (change of the spread, % a year)."""
    if figures["regions"] < TOO_FEW:
        return Verdict.CANNOT_TEST
    return by_interval(figures["gaps_low"], figures["gaps_high"], -SLOW, "above")
