"""Numbers as claims and pages say them: to so many digits, on their side of a threshold, with a sign."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

DIGITS = 3


def significant(value: float) -> float:
    """A figure to the digits that are said: a change below them is none."""
    return value if value == 0 or not math.isfinite(value) else float(f"{value:.{DIGITS}g}")


def said(value: float) -> str:
    """A figure to three significant digits: 0.275, 0.0384, 2.27, 35.7."""
    rounded = significant(value)
    if rounded == 0 or not math.isfinite(rounded):
        return f"{rounded:.{DIGITS}f}"
    decimals = max(0, DIGITS - 1 - math.floor(math.log10(abs(rounded))))
    return f"{rounded:,.{decimals}f}"


def signed(value: float) -> str:
    """A change in %, with its sign: +8.0%; none has no sign."""
    text = f"{value:+.1f}%".replace("-", "−")
    return text[1:] if text[1:] == "0.0%" else text


def on_its_side(value: float, limits: Iterable[float], digits: int = 2) -> str:
    """To two digits, or to as many as show its side of a threshold.

    0.697 against 0.7 is not 0.70: text and verdict must not contradict each other.
    """
    limits = tuple(limits)
    if any(abs(value - limit) < 10.0**-digits and value != limit for limit in limits):
        digits += 1
        while any((round(value, digits) < limit) != (value < limit) for limit in limits):
            digits += 1
    return f"{value:.{digits}f}".replace("-", "−")


def years_between(low: float, high: float) -> str:
    """An interval of years: "8 to 15", "from 6 with no upper end"."""
    if math.isnan(low):
        return "without ends" if math.isinf(high) else f"up to {high:g}"
    return f"from {low:g} with no upper end" if math.isinf(high) else f"{low:g} to {high:g}"


def index_said(value: float) -> str:
    """An index of inequality: two digits after the point, or as many as show a small one."""
    return f"{value:.2f}" if value >= 0.1 else f"{value:.3f}"


def index_span(low: float, high: float) -> str:
    """Two of them with as many digits as the smaller one takes; one alone is said once."""
    digits = 2 if low >= 0.1 else 3
    first, second = f"{low:.{digits}f}", f"{high:.{digits}f}"
    return first if first == second else f"{first} to {second}"


def percentage(value: float, edges: Iterable[float] = (0.0,)) -> str:
    """A percentage for people: one digit, more where it would pass for an edge; a true minus sign.

    Edges are numbers that verdicts and words hang on: what is near one must not be rounded onto it.
    """
    edges, digits = tuple(edges), 1
    while digits < 5 and round(value, digits) in edges and value not in edges:
        digits += 1
    text = f"{value:.{digits}f}".replace("-", "−")
    return f"{text.removeprefix('−') if float(f'{value:.{digits}f}') == 0 else text}%"


def percentages(low: float, high: float, edges: Iterable[float] = (0.0,), of: str = "") -> str:
    """The ends of an interval of percentages, of what they are shares; an infinite end is said."""
    edges = tuple(edges)
    if math.isinf(high):
        return f"from {percentage(low, edges)}{of}, with no upper end"
    return f"{percentage(low, edges)} to {percentage(high, edges)}{of}"


def years_said(value: float) -> str:
    """Years for people; beyond 10,000 they say nothing."""
    if math.isinf(value):
        return "no end"
    return "more than 10,000 years" if value > 10_000 else f"{value:,.0f} years"
