"""What a result says to people: a title, a table, how it was got."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Any

from levelkit.measures.core.fields import sentence

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

#: Rows of a table that a summary shows.
ROWS = 10
#: Attributes that a summary says in words of its own, or that are for programs.
APART = {"statistic", "function", "long_name", "units", "n_left_out"}


class Readable:
    """What a result says to people. A class with it has ``attrs`` and ``table()``."""

    __slots__ = ()
    if TYPE_CHECKING:
        attrs: Any

    def table(self) -> pd.DataFrame:
        """The figures as a tidy table: a row a label, a column a part."""
        raise NotImplementedError

    def summary(self) -> str:
        """The result as a short text: what it is, its figures, how they were got."""
        return said(self.attrs, self.table())

    def _repr_html_(self) -> str:
        return as_html(self.attrs, self.table())


def said(attrs: Mapping[str, Any], table: pd.DataFrame) -> str:
    """A result in a few lines."""
    return "\n".join([_title(attrs), "", _figures(table), "", *_notes(attrs)]).rstrip()


def as_html(attrs: Mapping[str, Any], table: pd.DataFrame) -> str:
    """A result for a notebook: its title, its table, and how it was got."""
    some = table.head(ROWS)
    more = [f"{len(table) - ROWS} further rows: .table() has all."] if len(table) > ROWS else []
    notes = "<br>".join(html.escape(note) for note in (*more, *_notes(attrs)))
    rows = some.to_html(index=False, float_format=_short, na_rep="", border=0)
    return f"<div><strong>{html.escape(_title(attrs))}</strong>{rows}<p>{notes}</p></div>"


def _title(attrs: Mapping[str, Any]) -> str:
    title = sentence(str(attrs.get("statistic", "Result")))
    units = attrs.get("units", "1")
    return title if units in ("1", None) else f"{title} ({units})"


def _figures(table: pd.DataFrame) -> str:
    if len(table) == 1:  # a line a part
        values = {str(name): table[name].iloc[0] for name in table}
        width = max(map(len, values))
        return "\n".join(f"{name:<{width}}  {_plain(value)}" for name, value in values.items())
    text = table.head(ROWS).to_string(index=False, float_format=_short, na_rep="missing")
    more = len(table) - ROWS
    return f"{text}\n... and {more} further rows: .table() has all." if more > 0 else text


def _notes(attrs: Mapping[str, Any]) -> list[str]:
    facts = [f"{name}: {value}" for name, value in attrs.items() if name not in APART]
    left_out = attrs.get("n_left_out")
    return [
        *(["; ".join(facts) + "."] if facts else []),
        *([] if left_out is None else [f"Left out: {left_out}."]),
    ]


def _short(value: float) -> str:
    return f"{value:.4g}"


def _plain(value: Any) -> str:
    return _short(value) if isinstance(value, float) else str(value)
