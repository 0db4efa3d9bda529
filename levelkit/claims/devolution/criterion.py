"""What makes the verdict on centralisation and its part in the gaps: one rule for all indices and choices."""

from __future__ import annotations

import math

from levelkit.claims.verdict import Verdict

QUARTER = 4  # among the most centralised: one in so many
COUNTRIES = 10  # with a place, or there is no saying

CRITERION = (
    "The claim has two halves. The first: the United Kingdom is among the most centralised quarter of the countries with "
    "figures. The second, that this is part of the cause: if it were, more decentralised countries would have smaller gaps between "
    "their regions, both across countries and within countries over the years (95% intervals of both slopes on that side of "
    "nought; Europe's NUTS 2 regions, for the Regional Authority Index the regions since 1950). Supported if both halves hold, "
    f"mixed if the first alone does, not supported if the first does not. No verdict with fewer than {COUNTRIES} countries. An association "
    "is no proof of a cause even if both slopes hold; without them there is nothing to explain."
)


def judge(figures: dict[str, float]) -> Verdict:
    """The verdict on ``place`` (1 is the most centralised), ``countries`` and both slopes' upper ends.

    Slopes are those of regional inequality on decentralisation: below nought is what the claim expects.
    """
    if cannot_tell(figures):
        return Verdict.CANNOT_TEST
    if not among_most(figures):
        return Verdict.NOT_SUPPORTED
    return Verdict.SUPPORTED if linked(figures) else Verdict.MIXED


def cannot_tell(figures: dict[str, float]) -> bool:
    """Too few countries have a place, or the UK has none."""
    return math.isnan(figures["place"]) or figures["countries"] < COUNTRIES


def among_most(figures: dict[str, float]) -> bool:
    """The UK is in the most centralised quarter: of 22 countries the first five are."""
    return QUARTER * figures["place"] <= figures["countries"]


def linked(figures: dict[str, float]) -> bool:
    """Both slopes have the sign that the claim expects; one that is missing has not."""
    return all(figures[f"{kind}_high"] < 0 for kind in ("across", "within"))
