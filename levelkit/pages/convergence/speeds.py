"""Speeds, their intervals and half-lives in figures and words."""

from __future__ import annotations

from math import inf, isinf, isnan, log
from typing import TYPE_CHECKING, Any

from levelkit.claims.numbers import percentage, percentages, years_said
from levelkit.figures.columns import significant

if TYPE_CHECKING:
    from levelkit.claims.evidence import Evidence

VIEW = "{data}-{span}-{model}{by_people}"


def slow_of(evidence: Evidence) -> float:
    """The speed that verdicts hang on, % a year."""
    return float(evidence.attrs["slow"])


def edges(slow: float) -> tuple[float, float, float]:
    """What no number is rounded onto."""
    return (-slow, 0.0, slow)


def numbers(values: Any, digits: int = 4) -> list[Any]:
    """Plain numbers with so many significant digits; missing ones are None."""
    return [None if value is None else float(value) for value in significant(values, digits)]


def end_of(high: float) -> float | str | None:
    """The upper end of an interval in a file: "inf" where there is none, which statistics programs read."""
    return "inf" if isinf(high) else numbers([high])[0]


def interval(low: float, high: float) -> str:
    """An interval in a table."""
    if isnan(low):
        return "–"
    text = f"{low:.2f} to {'no end' if isinf(high) else f'{high:.2f}'}"
    return text.replace("-", "−")


def speed_said(speed: float, low: float, high: float, slow: float) -> str:
    """A speed with its interval in words."""
    text = "no single speed" if isnan(speed) else f"{percentage(speed, edges(slow))} a year"
    return text if isnan(low) else f"{text} ({percentages(low, high, edges(slow))})"


def half_life(speed: float) -> str:
    """Years until half of a gap is gone, in a table."""
    if isnan(speed):
        return "–"
    return years_said(100 * log(2) / speed if speed > 0 else inf)
