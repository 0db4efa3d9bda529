"""Places in words."""

from __future__ import annotations

import math

_NUMERALS = (
    "", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
)  # fmt: skip


def nth(place: float) -> str:
    """A place in words: first, tenth, 21st; "joint 5th" where two share one."""
    if place != int(place):
        return f"joint {nth(math.floor(place))}"
    n = int(place)
    if n < len(_NUMERALS):
        return _NUMERALS[n]
    ending = "th" if 10 <= n % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
    return f"{n}{ending}"
