"""A table behind the charts, made in one function from evidence."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from levelkit.figures.figure import check_fields

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class Column:
    """One column of a table.

    Attributes
    ----------
    field : str or tuple of str
        Whose values; of two, "low to high".
    label : str
        Its heading; ``{first_year}`` and the like are filled in with choices and marks.
    digits : int or str, optional
        How many stand behind the point; "rank" for whole ranks and shared ones, "p" for p-values.
    at : str
        The choice or mark that holds the year from whose row the value is.
    link : str
        The field with the address that the cell leads to.
    wrap : bool
        Whether long texts run over lines.
    """

    field: str | tuple[str, ...]
    label: str
    digits: int | str | None = None
    at: str = ""
    link: str = ""
    wrap: bool = False

    @property
    def fields(self) -> tuple[str, ...]:
        """Every field that it shows."""
        return (self.field,) if isinstance(self.field, str) else self.field

    def plain(self) -> dict[str, Any]:
        """As the browser reads it."""
        named = (
            {"field": self.field} if isinstance(self.field, str) else {"fields": list(self.field)}
        )
        more = {"digits": self.digits, "at": self.at, "link": self.link, "wrap": self.wrap}
        return {**named, "label": self.label, **{k: v for k, v in more.items() if v not in (None, "", False)}}  # fmt: skip


@dataclass(frozen=True)
class Table:
    """A table with all that belongs to it.

    Attributes
    ----------
    caption : str
        ``{first_year}`` and the like are filled in with choices and marks.
    data : mapping of str to mapping
        One data set by name: columns of plain values. Figures of the page may have the same one.
    columns : tuple of Column
    unit : str
        The field that says what a row is: by default that of the first column.
    where : mapping
        Rows to keep, as in :class:`~levelkit.figures.figure.Files`.
    sort : str
        The field that rows are sorted by.
    wide, long : bool
        One that is wide has no other beside it, and a long one scrolls by itself.

    Raises
    ------
    FormError
        If a column's field is not there.
    """

    caption: str
    data: Mapping[str, Mapping[str, list[Any]]]
    columns: tuple[Column, ...]
    unit: str = ""
    where: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    sort: str = ""
    wide: bool = False
    long: bool = False

    def __post_init__(self) -> None:
        (rows,) = self.data.values()
        named = [name for column in self.columns for name in (*column.fields, column.link) if name]
        used = [*named, *self.where, *(field for field in (self.unit, self.sort) if field)]
        check_fields(rows, used, f"Table “{self.caption}”")

    @property
    def dataset(self) -> str:
        """The name of its data set."""
        return next(iter(self.data))

    def plain(self) -> dict[str, Any]:
        """As the browser reads it, without the rows."""
        more = {
            "unit": self.unit, "where": dict(self.where), "sort": self.sort, "wide": self.wide,
            "long": self.long,
        }  # fmt: skip
        return {
            "caption": self.caption,
            "dataset": self.dataset,
            "columns": [column.plain() for column in self.columns],
            **{name: value for name, value in more.items() if value},
        }

    def frame(self) -> Any:
        """Its rows as a pandas frame, with the headings as names of columns."""
        import pandas as pd

        rows = pd.DataFrame(dict(self.data[self.dataset]))
        fields = {name: column.label for column in self.columns for name in column.fields}
        return rows[list(fields)].rename(columns=fields)
