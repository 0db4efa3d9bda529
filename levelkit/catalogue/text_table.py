"""One door for tables that people have: whatever program wrote the file, and however.

Encodings, line ends, separators, decimal commas, titles above the header, blank rows, marks for
what is missing and flags beside numbers are dealt with here; what the cells must be is for whoever
asks. Row numbers are those of the file, as an editor counts its lines.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from levelkit.catalogue.errors import DataError
from levelkit.catalogue.records import records

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

DELIMITERS = ",;\t"
#: Cells that say that there is no figure, in whatever case.
MISSING = frozenset({"..", "...", "…", ":", "-", "–", "n/a", "na", "nan", "null", "none", "#n/a"})
#: How deep below titles a header is looked for.
MOST_ABOVE = 60
#: Problems of a file that are listed.
MOST_FAULTS = 20

_NUMBER = re.compile(r"[+−-]?(?:\d{1,3}(?:,\d{3})+|\d[\d  ]*)?(?:\.\d*)?(?:[eE][+-]?\d+)?")
_FLAG = re.compile(r"\s*\(?([A-Za-z*†‡]{1,3})\)?")
_COMMA = re.compile(r"[+−-]?\d+,\d+")


@dataclass(frozen=True)
class Row:
    """A row of the file: the line that it begins on, from 1, and its cells by column."""

    number: int
    cells: dict[str, str]


@dataclass
class Faults:
    """Problems of a file, told together.

    Parameters
    ----------
    name : str
        The file's.
    """

    name: str
    said: list[str] = field(default_factory=list)

    def add(self, row: int, column: str, value: str, allowed: str) -> None:
        """A cell that is not as it must be."""
        self.said.append(f"row {row}, column {column!r}: {value!r} is not allowed; {allowed}.")

    def add_row(self, row: int, reason: str) -> None:
        """A row that is not as it must be."""
        self.said.append(f"row {row}: {reason}.")

    def raise_any(self) -> None:
        """Say them all, or the first of very many.

        Raises
        ------
        DataError
        """
        if not self.said:
            return
        more = len(self.said) - MOST_FAULTS
        listed = [f"{self.name}, {fault}" for fault in self.said[:MOST_FAULTS]]
        raise DataError("\n".join([*listed, *([f"… and {more:,} more."] if more > 0 else [])]))


@dataclass(frozen=True)
class TextTable:
    """A table as texts.

    Attributes
    ----------
    name : str
        The file's, for messages.
    head : int
        The line of its header.
    columns : tuple of str
        As they stand in the header.
    rows : tuple of Row
        Those below it that are not blank.
    decimal_comma : bool
        Whether 14,1 is a number.
    """

    name: str
    head: int
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    decimal_comma: bool

    def number(self, cell: str) -> tuple[float, str]:
        """The number in a cell, and the flag beside it.

        Parameters
        ----------
        cell : str
            ``12.3``, ``1,234``, ``14,1`` in a table with decimal commas, ``12.3 b``.

        Returns
        -------
        tuple of float and str

        Raises
        ------
        ValueError
            If it is no number.
        """
        text = cell.replace(".", "").replace(",", ".") if self._has_comma(cell) else cell
        match = _NUMBER.match(text)
        whole = match.group() if match else ""
        flag = _FLAG.fullmatch(text[len(whole) :]) if whole else None
        if not whole or (len(whole) < len(text) and flag is None):
            raise ValueError(cell)
        plain = re.sub(r"[,  ]", "", whole).replace("−", "-")
        return float(plain), flag.group(1) if flag else ""

    def _has_comma(self, cell: str) -> bool:
        return self.decimal_comma and "," in cell


def decoded(name: str, content: bytes) -> tuple[str, str]:
    """The text of a file, and what it is written in.

    Parameters
    ----------
    name : str
        The file's.
    content : bytes
        What is in it.

    Returns
    -------
    tuple of str and str
        The encoding is "UTF-8", "UTF-16" or, where it is neither, "Windows-1252".

    Raises
    ------
    DataError
        If it is no text: a workbook, a picture.

    Examples
    --------
    >>> from levelkit.catalogue.text_table import decoded
    >>> decoded("regions.csv", "Ynys Môn".encode("cp1252"))
    ('Ynys Môn', 'Windows-1252')
    """
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16"), "UTF-16"
    if content[:2] == b"PK" or b"\0" in content[:4096]:
        raise DataError(
            f"{name} is no text. Save the table as CSV (“CSV UTF-8” in a spreadsheet) and choose that file."
        )
    try:
        return content.decode("utf-8-sig"), "UTF-8"
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace"), "Windows-1252"


def read_table(name: str, text: str, needed: Sequence[str]) -> TextTable:
    r"""A table from a text, however it was written.

    Parameters
    ----------
    name : str
        The file's, for messages.
    text : str
        What is in it: separated by commas, semicolons or tabs.
    needed : sequence of str
        Names of columns, by which the header is known among what stands above it.

    Returns
    -------
    TextTable
        Cells without blanks at their ends, without the quote that keeps a spreadsheet from running
        them, and empty where they say that there is no figure.

    Raises
    ------
    DataError
        If there is no such header, a column stands there twice, or a row cannot be cut into cells.

    Examples
    --------
    >>> from levelkit.catalogue.text_table import read_table
    >>> table = read_table("mine.csv", "A title\n\nregion;gdp\nWales;81,4\n", ["region", "gdp"])
    >>> table.head, table.rows[0].cells
    (3, {'region': 'Wales', 'gdp': '81,4'})
    >>> table.number("81,4")
    (81.4, '')
    """
    text = text.removeprefix("\ufeff")
    if not text.strip():
        raise DataError(f"{name} is empty. A header is needed: {', '.join(needed)}.")
    stated = re.match(r"sep=(.)[ \t]*(\r\n|\r|\n)", text)
    delimiters = stated.group(1) if stated else DELIMITERS
    for delimiter in delimiters:
        lines = records(name, text, delimiter)
        top = list(itertools.islice(lines, MOST_ABOVE))
        for at, (number, cells) in enumerate(top):
            columns = tuple(cell.strip() for cell in cells)
            if len(set(needed) & set(columns)) >= min(3, len(needed)):
                _check_columns(name, number, columns)
                rows = tuple(_rows(name, columns, itertools.chain(top[at + 1 :], lines)))
                return TextTable(name, number, columns, rows, _decimal_comma(delimiter, rows))
    raise DataError(
        f"{name} has no row of column names. Needed are: {', '.join(needed)}. "
        "Save the table as CSV, with its header."
    )


def _check_columns(name: str, head: int, columns: Sequence[str]) -> None:
    for column in filter(None, columns):
        if columns.count(column) > 1:
            raise DataError(f"{name}, row {head}: column {column!r} stands there twice.")


def _rows(
    name: str, columns: Sequence[str], lines: Iterable[tuple[int, list[str]]]
) -> Iterator[Row]:
    for number, cells in lines:
        if not any(cell.strip() for cell in cells):
            continue
        if any(cell.strip() for cell in cells[len(columns) :]):
            raise DataError(f"{name}, row {number}: more cells than columns.")
        values = [_plain(cell) for cell in cells] + [""] * (len(columns) - len(cells))
        yield Row(number, {key: value for key, value in zip(columns, values, strict=False) if key})


def _plain(cell: str) -> str:
    text = re.sub(r"^'(?=\s*[=+\-@])", "", cell).strip()
    return "" if text.lower() in MISSING else text


def _decimal_comma(delimiter: str, rows: Sequence[Row]) -> bool:
    """Whether a comma stands before decimals, and not between thousands."""
    if delimiter == ",":
        return False
    commas = [cell for row in rows for cell in row.cells.values() if _COMMA.fullmatch(cell)]
    # 12,340 in a table of tabs may be either; a semicolon is there because the comma is taken.
    return delimiter == ";" or any(len(cell.rpartition(",")[2]) != 3 for cell in commas)
