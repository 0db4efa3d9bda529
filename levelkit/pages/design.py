"""How a claim's page looks: its charts, tables and words, as a function of the evidence."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from levelkit.claims.evidence import Evidence


@dataclass(frozen=True)
class Shown:
    """What one answer puts on the page.

    Attributes
    ----------
    datasets : mapping
        Name to columns (each a list); the same object as before where it has not changed,
        so that it is not sent again.
    signals : mapping
        Values of the charts' parameters, and of "{...}" in titles and captions.
    words : mapping
        Part name to ``title``, ``subtitle``, ``description``, ``height`` of a chart,
        ``html`` (escaped), or an input's ``options`` (value, words, and a weight's default).
    offered, looks : mapping
        What can be marked, by name, and what is marked to begin with.
    names : mapping
        For the names of files, beside choices and signals.
    rest : callable, optional
        Gives what takes longer and is shown further down (its ``datasets``, ``signals`` and
        ``words``): the page shows the answer before it asks for that.
    """

    datasets: Mapping[str, Any]
    signals: Mapping[str, Any]
    words: Mapping[str, Mapping[str, Any]]
    offered: Mapping[str, list[Any]] = field(default_factory=dict)
    looks: Mapping[str, Any] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    rest: Callable[[], Shown] | None = None


@dataclass(frozen=True)
class Design:
    """A page's charts and tables.

    Attributes
    ----------
    shown : callable
        From evidence to what it puts on the page.
    charts : mapping
        Chart name to a ready spec's form name, and ``files``: the figures to take away
        (``dataset``, ``columns``, ``where``, ``filename``, ``about``). A chart with controls of
        its own names their ``kind``; ``options`` are what no choice changes (``renderer``,
        ``signals``, ``datasets``, and ``picks``: the ``input`` on whose list a click puts the
        datum's ``field``).
    tables : tuple of dict
        Tables behind the charts: ``caption``, ``dataset``, ``unit``, ``where``, ``sort``, ``columns``
        (``link`` names the field with a cell's address, ``wrap`` lets long texts run over lines); one that is
        ``wide`` has no other beside it, and a ``long`` one scrolls by itself.
    html : tuple of str
        Names of further parts in words.
    marks_form : tuple of dict
        What can be marked in the browser: ``name``, ``label``, ``help``, ``kind``.
    about : callable, optional
        From evidence to what stands above the figures of a download: pairs of key and text.
    """

    shown: Callable[[Evidence], Shown]
    charts: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    tables: tuple[Mapping[str, Any], ...] = ()
    html: tuple[str, ...] = ()
    marks_form: tuple[Mapping[str, str], ...] = ()
    about: Callable[[Evidence], list[list[str]]] | None = None


def columns_of(table: Any) -> dict[str, list[Any]]:
    """A labelled result as columns of plain values; missing ones are None.

    Parameters
    ----------
    table : Dataset or DataFrame
    """
    import numpy as np

    frame = table.to_dataframe().reset_index() if hasattr(table, "to_dataframe") else table
    frame = frame.astype(object).where(frame.notna(), None)
    columns = {str(name): values.tolist() for name, values in frame.items()}
    for values in columns.values():
        values[:] = [v.item() if isinstance(v, np.generic) else v for v in values]
    return columns


def plain_design(found: Evidence) -> Design:
    """For a claim that brings no design: a table of each of its results."""
    listed = []
    for name, table in found.tables.items():
        columns = [{"field": key, "label": key, "digits": 3} for key in columns_of(table)]
        listed.append(
            {"caption": name.replace("_", " ").capitalize(), "dataset": name, "columns": columns}
        )

    def shown(evidence: Evidence) -> Shown:
        datasets = {name: columns_of(table) for name, table in evidence.tables.items()}
        return Shown(datasets, {}, {})

    return Design(shown, tables=tuple(listed))
