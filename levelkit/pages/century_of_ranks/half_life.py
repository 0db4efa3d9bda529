"""How long a gap lasts, in words, from the table of combinations."""

from __future__ import annotations

import functools
from math import inf, isnan
from typing import TYPE_CHECKING

from levelkit.claims import claim
from levelkit.claims.brought import brought
from levelkit.claims.claim import key_of
from levelkit.claims.combinations import StaleError, combinations
from levelkit.pages import words

if TYPE_CHECKING:
    from levelkit.claims.evidence import Evidence

HEADING = "How long does a gap last?"
#: It takes too long for a page: of another panel nobody has worked it out ahead.
ELSEWHERE = "For a panel of your own, Python works it out: lk.half_life(panel.values)."
ASKED = "Take a region that is richer or poorer than the average: how many years pass until half of its gap is gone?"


@functools.lru_cache(maxsize=1)
def _table() -> dict[str, tuple[float, ...]]:
    """Half-life, its interval and the last year used, by the key of the choices."""
    century = claim("century-of-ranks")
    table = combinations(century)
    keys = zip(*(table[choice.name].tolist() for choice in century.choices), strict=True)
    numbers = ("half_life", "half_life_low", "half_life_high", "half_life_to")
    rows = zip(*(table[name].tolist() for name in numbers), strict=True)
    return {key_of(key): row for key, row in zip(keys, rows, strict=True)}


def half_life(evidence: Evidence) -> str:
    """The half-life under these choices as a passage."""
    if brought(evidence.choices["data"]):
        return words.passage(HEADING, ASKED, ELSEWHERE)
    try:
        years, low, high, to = _table()[key_of(evidence.choices.values())]
    except StaleError as error:
        return words.passage(HEADING, ASKED, str(error))
    first, last = (evidence.choices[name] for name in ("first_year", "last_year"))
    if isnan(years):
        takes = evidence.attrs["half_life_takes"]
        return words.passage(HEADING, ASKED, f"Too little to estimate it from: it takes {takes}.")
    basis = ""
    if to < last:
        basis = (
            f", the years on one basis: after {to:.0f} the figures come from another source, and a step "
            "between sources is no change of the economy"
        )
    return words.passage(
        HEADING,
        ASKED,
        gap_words(years, low, high),
        f"Years {first} to {to:.0f}{basis}. An AR(1) of the log gap, common to all regions, in continuous time "
        "since the years are unevenly spaced. Short series make gaps look shorter-lived than they are.",
    )


def gap_words(years: float, low: float, high: float) -> str:
    """The estimate in one sentence."""
    if low == inf:
        return "Gaps grew over these years: even the 95% interval leaves no room for a half-life."
    if years == inf:
        return f"Gaps did not close over these years; the 95% interval starts at {low:,.0f} years."
    upper = "without an upper end" if high == inf else f"to {high:,.0f}"
    return f"Half of a gap to the average closes in {years:,.0f} years (95% interval from {low:,.0f} {upper})."
