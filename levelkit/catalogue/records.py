"""Rows of a visitor's text file, each with the line that it begins on."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from levelkit.catalogue.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Iterator


#: Of one cell: more is a quote that was never closed.
MOST_LETTERS = 131_072


def records(name: str, text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """The rows of separated values, whichever line ends they have (Windows, Unix, old Mac).

    Parameters
    ----------
    name : str
        The file's name, for messages.
    text : str
        What is in it.
    delimiter : str
        One letter.

    Yields
    ------
    tuple of int and list of str
        The line that the row begins on, from 1, and its cells.

    Raises
    ------
    DataError
        If a row cannot be cut into cells; says which and why.
    """
    # The limit is the process's, and some libraries lift it: this is the usual one.
    before = csv.field_size_limit(MOST_LETTERS)
    try:
        yield from _records(name, text, delimiter)
    finally:
        csv.field_size_limit(before)


def _records(name: str, text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            reason = (
                f"a cell has more than {MOST_LETTERS:,} letters. Is a quote there that is not closed?"
                if "field limit" in str(error)
                else f"{error}."
            )
            raise DataError(f"{name}, row {line}: {reason}") from error
        yield line, cells
