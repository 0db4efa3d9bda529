"""Speeds and changes as a reader sees them."""

from __future__ import annotations

from levelkit.claims.convergence.criterion import SLOW
from levelkit.claims.numbers import percentage, percentages
from levelkit.claims.numbers import years_said as years

__all__ = ["EDGES", "between", "percent", "signed", "years"]

#: Numbers that verdicts and words hang on: what is near one must not be rounded onto it.
EDGES = (-SLOW, 0.0, SLOW)


def percent(value: float) -> str:
    """A percentage for people, never rounded onto an edge."""
    return percentage(value, EDGES)


def signed(value: float) -> str:
    """A change: with a plus where it is above 0."""
    text = percent(value)
    return f"+{text}" if value > 0 and text.strip("0.%") else text


def between(low: float, high: float, of: str = "") -> str:
    """The ends of an interval of a speed, of what it is a share; an infinite end is said."""
    return percentages(low, high, EDGES, of)
