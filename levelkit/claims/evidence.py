"""What a claim's evaluation returns."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import xarray as xr


class Verdict(StrEnum):
    """Judged against a criterion that is the same for all data and choices."""

    SUPPORTED = "supported"
    MIXED = "mixed"
    NOT_SUPPORTED = "not supported"
    NO_VERDICT = "cannot be tested"


@dataclass(frozen=True)
class Evidence:
    """An answer with its number, its uncertainty and what it rests on.

    Attributes
    ----------
    headline : str
        The finding in ten words or fewer.
    sentence : str
        The answer in one or two sentences, with number and interval.
    verdict : Verdict
    figures : dict
        Named numbers behind the sentence.
    tables : dict of Dataset
        The labelled results behind the charts.
    caveats : list of str
        What the reader must know of these very figures.
    choices : dict
        What was chosen: the evaluation's arguments.
    subject : str
        What was judged, in a few words: regions and years.
    reason : str
        Why the verdict is what it is, in one plain sentence.
    attrs : dict
        Source, licence, units and citation of the figures.
    """

    headline: str
    sentence: str
    verdict: Verdict
    figures: dict[str, float]
    tables: dict[str, xr.Dataset]
    caveats: list[str]
    choices: dict[str, Any]
    subject: str = ""
    reason: str = ""
    attrs: dict[str, Any] = field(default_factory=dict)
