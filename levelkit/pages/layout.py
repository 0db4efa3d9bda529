"""What a claim's page shows of its evidence, each thing made in one function."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from levelkit.claims.evidence import Evidence
    from levelkit.figures.figure import Figure
    from levelkit.figures.table import Table


@dataclass(frozen=True)
class Mark:
    """Something that can be marked in the browser without asking for another answer.

    Attributes
    ----------
    name : str
        The parameter of the charts, and its name in a page's address.
    offered : callable
        From evidence to the values there are, as they are to be offered.
    usual : callable
        From evidence to the one that is marked to begin with.
    label, help : str
        For its control; one without a label has none but a chart's own.
    kind : str
        "select", or "slider".
    """

    name: str
    offered: Callable[[Evidence], list[Any]]
    usual: Callable[[Evidence], Any]
    label: str = ""
    help: str = ""
    kind: str = "select"


@dataclass(frozen=True)
class Workings:
    """What the browser works out by itself, where no kernel does: an answer to inputs that is not in the table.

    Attributes
    ----------
    function : str
        Of ``web/workings.js``.
    inputs : tuple of str
        Those that it answers.
    data : mapping
        Columns that it works with.
    settings : mapping
        Plain values that it works with; ``note`` is said beside the inputs.
    """

    function: str
    inputs: tuple[str, ...]
    data: Mapping[str, list[Any]]
    settings: Mapping[str, Any]


def _nothing(_: Evidence) -> Mapping[str, Any]:
    return {}


@dataclass(frozen=True)
class PageLayout:
    """A page's figures, tables and passages.

    Attributes
    ----------
    figures : mapping of str to callable
        Name to what makes it from evidence, in their order; the first is the main one.
    tables : tuple of callable
        From evidence to each table behind the charts.
    passages : mapping of str to callable
        Name to what writes it from evidence, as HTML (escaped).
    marks : tuple of Mark
    later : frozenset of str
        Names of figures and passages that take longer and stand further down: the page shows
        the answer before it asks for them.
    options : mapping of str to callable
        Input to its options, from evidence: value, words, and a weight's default.
    values : callable
        From evidence to what captions and names of files are filled in with, besides choices.
    about : callable, optional
        From evidence to what stands above the figures of a download: pairs of key and text.
    workings : callable, optional
        From evidence to what the browser works out by itself.
    advanced : frozenset of str
        Choices that a newcomer can do without: they come last, in a fold.
    """

    figures: Mapping[str, Callable[[Evidence], Figure]] = field(default_factory=dict)
    tables: tuple[Callable[[Evidence], Table], ...] = ()
    passages: Mapping[str, Callable[[Evidence], str]] = field(default_factory=dict)
    marks: tuple[Mark, ...] = ()
    later: frozenset[str] = frozenset()
    options: Mapping[str, Callable[[Evidence], list[list[Any]]]] = field(default_factory=dict)
    values: Callable[[Evidence], Mapping[str, Any]] = _nothing
    about: Callable[[Evidence], list[list[str]]] | None = None
    workings: Callable[[Evidence], Workings] | None = None
    advanced: frozenset[str] = frozenset()

    @property
    def main(self) -> str:
        """The name of the main figure; "" where there is none."""
        return next(iter(self.figures), "")
