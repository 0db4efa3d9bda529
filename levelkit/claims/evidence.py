"""What a claim's evaluation returns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from levelkit.claims.verdict import Part, Verdict, overall

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import xarray as xr


class Tables(Mapping[str, "xr.Dataset"]):
    """Tables by name; one that is given as a function is made when it is first asked for.

    The answer to a click need not wait for what is shown further down the page, nor an
    evaluation of every combination for what it has no use for.
    """

    def __init__(self, **tables: xr.Dataset | Callable[[], xr.Dataset]) -> None:
        self._tables = tables

    def __getitem__(self, name: str) -> xr.Dataset:
        """The table; ``KeyError`` if there is none of this name."""
        table = self._tables[name]
        if callable(table):
            table = self._tables[name] = table()
        return table

    def __contains__(self, name: object) -> bool:
        """Whether there is one of this name; none is made for that."""
        return name in self._tables

    def __iter__(self) -> Iterator[str]:
        """Names, in the order given."""
        return iter(self._tables)

    def __len__(self) -> int:
        """How many there are."""
        return len(self._tables)


@dataclass(frozen=True)
class Evidence:
    """An answer with its number, its uncertainty and what it rests on.

    Attributes
    ----------
    headline : str
        The finding in ten words or fewer.
    sentence : str
        The answer in one or two sentences, with number and interval.
    parts : tuple of Part
        The parts of the claim, each with its verdict.
    verdict : Verdict
        That of the whole claim: it follows from the parts by one rule for all claims.
    figures : dict
        Named numbers behind the sentence.
    tables : mapping of Dataset
        The labelled results behind the charts.
    caveats : list of str
        What the reader must know of these very figures.
    choices : dict
        What was chosen, by name: filled in by :meth:`levelkit.claims.claim.Claim.evidence`.
    subject : str
        What was judged, in a few words: regions and years.
    reason : str
        Why the verdict is what it is, in one plain sentence.
    attrs : dict
        Source, licence, units and citation of the figures.
    """

    headline: str
    sentence: str
    parts: tuple[Part, ...]
    figures: dict[str, float]
    tables: Mapping[str, xr.Dataset]
    caveats: list[str]
    choices: dict[str, Any] = field(default_factory=dict)
    subject: str = ""
    reason: str = ""
    attrs: dict[str, Any] = field(default_factory=dict)

    @property
    def verdict(self) -> Verdict:
        """The verdict on the whole claim, from its parts."""
        return overall(self.parts)
