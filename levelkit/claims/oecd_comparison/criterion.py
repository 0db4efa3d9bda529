"""What makes the verdict on whether the UK stands out: one rule for all data and choices."""

from __future__ import annotations

import math

from levelkit.claims.verdict import Verdict, by_figure

TOP = 3  # the UK stands out if it is one of so many
COUNTRIES = 10  # among at least so many
REGIONS = 4  # with at least so many regions each: a spread of three is hardly one
COVERED = 0.9  # of a country's regions have a figure, or its spread is another country's

PARTS = {"place": f"The UK is among the {TOP} most unequal of at least {COUNTRIES} countries"}

CRITERION = (
    f"Countries are ranked by how unequal their regions are, the most unequal first. Supported if the United Kingdom is "
    f"among the {TOP} most unequal of at least {COUNTRIES} countries, not supported if it is not. A shared place is the mean of those "
    f"that it covers. A country is ranked if it has {REGIONS} or more regions and figures for at "
    f"least nine in ten of them. All regions are counted, so the place is judged as it is; how much it hangs on single regions is said beside "
    f"it, and is no sampling error. No verdict with fewer than {COUNTRIES} countries or without the United Kingdom."
)


def judge(figures: dict[str, float]) -> Verdict:
    """The verdict on ``place`` (1 is the most unequal; NaN: not ranked) and ``countries``."""
    if too_few(figures):
        return Verdict.CANNOT_TEST
    return by_figure(figures["place"], TOP, "at most")


def too_few(figures: dict[str, float]) -> bool:
    """Too few countries to stand out of, or the UK is not among them."""
    return math.isnan(figures["place"]) or figures["countries"] < COUNTRIES
