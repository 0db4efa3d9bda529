"""What makes the verdict on whether the UK stands out: one rule for all data and choices."""

from __future__ import annotations

import math

from levelkit.claims.verdict import Verdict

TOP = 3  # the UK stands out if it is one of so many
COUNTRIES = 10  # among at least so many
REGIONS = 4  # with at least so many regions each: a spread of three is hardly one
COVERED = 0.9  # of a country's regions have a figure, or its spread is another country's

CRITERION = (
    f"Countries are ranked by how unequal their regions are, the most unequal first. Supported if the United Kingdom is "
    f"among the {TOP} most unequal of at least {COUNTRIES} countries; not supported if it is not in the top third; mixed "
    f"between the two. A country is ranked if it has {REGIONS} or more regions and figures for at least "
    f"nine in ten of them. No verdict with fewer than {COUNTRIES} countries or without the United Kingdom."
)


def judge(figures: dict[str, float]) -> Verdict:
    """The verdict on ``place`` (1 is the most unequal; NaN: not ranked) and ``countries``."""
    if cannot_tell(figures):
        return Verdict.CANNOT_TEST
    if figures["place"] <= TOP:
        return Verdict.SUPPORTED
    return Verdict.MIXED if in_top_third(figures) else Verdict.NOT_SUPPORTED


def cannot_tell(figures: dict[str, float]) -> bool:
    """Too few countries to stand out of, or the UK is not among them."""
    return math.isnan(figures["place"]) or figures["countries"] < COUNTRIES


def in_top_third(figures: dict[str, float]) -> bool:
    """Of 19 countries the first six are."""
    return 3 * figures["place"] <= figures["countries"]
