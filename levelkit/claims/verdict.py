"""The one rule for verdicts: a claim has named parts, and each is judged alike on both sides.

An estimate of a model or a sample is judged by its interval (:func:`by_interval`), a complete
count of places by the figure itself (:func:`by_figure`). A claim's verdict follows from those of
its parts (:func:`overall`): it is mixed only where parts differ.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable

    Side = Literal["above", "at least", "below", "at most"]


class Verdict(StrEnum):
    """Judged against a criterion that is the same for all data and choices.

    Their order here is the one in which bars, tables and curves list them.
    """

    SUPPORTED = "supported"
    MIXED = "mixed"
    CANNOT_TELL = "cannot tell"
    NOT_SUPPORTED = "not supported"
    CANNOT_TEST = "cannot be tested"


@dataclass(frozen=True)
class Part:
    """One part of a claim with a verdict of its own.

    Attributes
    ----------
    name : str
        Short and the same for all choices, as in the table of combinations: ``ends``.
    label : str
        What is claimed, in a few plain words: "The ends agree".
    verdict : Verdict
        Any but mixed.
    reason : str
        Why, in one plain sentence.
    """

    name: str
    label: str
    verdict: Verdict
    reason: str = ""

    def __post_init__(self) -> None:
        if not isinstance(self.verdict, Verdict):
            raise TypeError(
                f"Part {self.name!r}: its verdict must be a Verdict, not {self.verdict!r}. There are: "
                f"{', '.join(f'Verdict.{verdict.name}' for verdict in Verdict)}."
            )
        if self.verdict is Verdict.MIXED:
            raise ValueError(
                f"Part {self.name!r} cannot be mixed: split it into parts that are not."
            )


def by_interval(low: float, high: float, threshold: float, claimed: Side) -> Verdict:
    """The verdict on an estimate that comes with an interval.

    Parameters
    ----------
    low, high : float
        The interval's ends, which may be infinite; where one is NaN there is no interval.
    threshold : float
        In the same unit.
    claimed : {"above", "at least", "below", "at most"}
        On which side of the threshold the claim puts the quantity.

    Returns
    -------
    Verdict
        *Supported* if the whole interval lies where the claim says, *not supported* if the whole
        of it lies on the other side, *cannot tell* if it crosses the threshold, *cannot be
        tested* if there is no interval.

    Examples
    --------
    >>> str(by_interval(-0.7, 0.3, 1.0, "below"))
    'supported'
    >>> str(by_interval(-0.7, 1.3, 1.0, "below"))
    'cannot tell'
    """
    if math.isnan(low) or math.isnan(high):
        return Verdict.CANNOT_TEST
    ends = {by_figure(end, threshold, claimed) for end in (low, high)}
    return ends.pop() if len(ends) == 1 else Verdict.CANNOT_TELL


def by_figure(value: float, threshold: float, claimed: Side) -> Verdict:
    """The verdict on a complete count: the figure is what it is.

    Parameters
    ----------
    value, threshold : float
        In the same unit; a missing value (NaN) cannot be tested.
    claimed : {"above", "at least", "below", "at most"}
        On which side of the threshold the claim puts the quantity.

    Returns
    -------
    Verdict
        *Supported*, *not supported* or *cannot be tested*.

    Examples
    --------
    >>> str(by_figure(3, 3, "at most"))
    'supported'
    """
    if math.isnan(value):
        return Verdict.CANNOT_TEST
    holds = {
        "above": value > threshold,
        "at least": value >= threshold,
        "below": value < threshold,
        "at most": value <= threshold,
    }[claimed]
    return Verdict.SUPPORTED if holds else Verdict.NOT_SUPPORTED


def overall(parts: Iterable[Part]) -> Verdict:
    """The verdict on the whole claim.

    Returns
    -------
    Verdict
        That of the parts that can be tested where they agree, *mixed* where they differ, and
        *cannot be tested* where none can. A part that cannot be tested counts neither for the
        claim nor against it.
    """
    told = {part.verdict for part in parts} - {Verdict.CANNOT_TEST}
    if not told:
        return Verdict.CANNOT_TEST
    return told.pop() if len(told) == 1 else Verdict.MIXED
