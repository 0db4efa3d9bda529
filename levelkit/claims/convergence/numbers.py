"""Speeds, changes and years as a reader sees them."""

from __future__ import annotations

from math import isinf

from levelkit.claims.convergence.criterion import SLOW

#: Numbers that verdicts and words hang on: what is near one must not be rounded onto it.
EDGES = (-SLOW, 0.0, SLOW)


def percent(value: float) -> str:
    """A percentage for people: one digit, more where it would pass for an edge; a true minus sign."""
    digits = 1
    while digits < 5 and round(value, digits) in EDGES and value not in EDGES:
        digits += 1
    text = f"{value:.{digits}f}".replace("-", "−")
    return f"{text.removeprefix('−') if float(f'{value:.{digits}f}') == 0 else text}%"


def signed(value: float) -> str:
    """A change: with a plus where it is above 0."""
    text = percent(value)
    return f"+{text}" if value > 0 and text.strip("0.%") else text


def between(low: float, high: float, of: str = "") -> str:
    """The ends of an interval of a speed, of what it is a share; an infinite end is said."""
    if isinf(high):
        return f"from {percent(low)}{of}, with no upper end"
    return f"{percent(low)} to {percent(high)}{of}"


def years(value: float) -> str:
    """Years for people; beyond 10,000 they say nothing."""
    if isinf(value):
        return "no end"
    return "more than 10,000 years" if value > 10_000 else f"{value:,.0f} years"
