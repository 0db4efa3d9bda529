"""Parts of sentences that claims and pages share: small numbers, lists, countries, estimates."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_NUMBERS = (
    "none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine",
)  # fmt: skip
_WITH_ARTICLE = {
    "United Kingdom": "the UK",
    "United States": "the United States",
    "Netherlands": "the Netherlands",
}


def number(value: float, digits: int = 2) -> str:
    """With a true minus sign, which nothing but a number below zero has."""
    text = f"{value:.{digits}f}".replace("-", "−")
    return text if text.strip("−0.") else text.removeprefix("−")


def count(n: int) -> str:
    """A small number as a word, a larger one in digits."""
    return _NUMBERS[n] if n < len(_NUMBERS) else f"{n:,}"


def listed(texts: Sequence[str], last: str = "and") -> str:
    """One, two and three."""
    return texts[0] if len(texts) == 1 else f"{', '.join(texts[:-1])} {last} {texts[-1]}"


def named(countries: Sequence[str], last: str = "and") -> str:
    """Countries as they read in a sentence."""
    return listed([_WITH_ARTICLE.get(country, country) for country in countries], last)


def share_said(value: float) -> str:
    """A share in %, never rounded to all or none."""
    if value in (0, 1):
        return "all" if value else "none"
    if value < 0.005 or value > 0.995:
        return "under 1%" if value < 0.5 else "over 99%"
    return f"{value:.0%}"


def estimate_said(value: float, low: float, high: float) -> str:
    """An estimate with its interval: three digits, or five where an end would read as zero."""
    digits = 3 if min(abs(low), abs(high)) >= 0.0005 else 5
    first, *ends = (number(part, digits) for part in (value, low, high))
    return f"{first} ({ends[0]} to {ends[1]})"
