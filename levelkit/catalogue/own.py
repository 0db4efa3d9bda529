"""A visitor's own table: the same columns as one of the catalogue's, judged by its schema."""

from __future__ import annotations

import csv
import io
import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from levelkit.catalogue.checks import schema_faults
from levelkit.catalogue.errors import DataError, unknown
from levelkit.catalogue.load import DTYPES
from levelkit.catalogue.package import data_folder, resource
from levelkit.catalogue.records import records

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import pandas as pd

    Derived = Mapping[str, Callable[[Mapping[str, str]], str]]

MOST_LETTERS = 2_000_000  # a page's kernel is shared with others' pages
DELIMITERS = ",;\t"


def read_own(name: str, text: str, like: str, *, derived: Derived | None = None) -> pd.DataFrame:
    """A table in the columns of one of the catalogue's, from the text of a CSV file.

    Rows above the header (as a download has them) are passed over, separators may be commas,
    semicolons or tabs, and columns stand in any order; those that the schema does not require
    may be absent. The quote that a download puts before a cell that a spreadsheet would run as
    a formula is taken off.

    Parameters
    ----------
    name : str
        The file's name, for messages.
    text : str
        What is in it.
    like : str
        A name that ``levelkit.datasets()`` lists.
    derived : mapping of str to callable, optional
        Columns that follow from the others: each is worked out from its row, whatever the file
        says, so that whoever edits a year need not edit its period as well.

    Returns
    -------
    pandas.DataFrame
        Columns as in the schema, typed by it.

    Raises
    ------
    DataError
        If there is no header, a column is unknown or lacking, or a cell breaks the schema;
        names file, row (as a spreadsheet counts), column and what is allowed.
    """
    if len(text) > MOST_LETTERS:
        raise DataError(f"{name} has {len(text):,} letters. Allowed are {MOST_LETTERS:,}.")
    schema = resource(like, data_folder())["schema"]
    fields = {field["name"]: field for field in schema["fields"]}
    derived = derived or {}
    needed = [key for key, field in fields.items() if _required(field) and key not in derived]
    head, columns, records = _parsed(name, text, needed)
    _check_columns(name, head, columns, fields, needed)
    rows = [_row(record, columns, fields, derived) for record in records]
    whole = _written(rows, list(fields), head)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "table.csv")
        path.write_text(whole, encoding="utf-8", newline="")
        faults = schema_faults(path, schema, name=name, head=head)
    if faults:
        raise DataError("\n".join(faults))
    return _typed(rows, fields)


def _required(field: Mapping[str, Any]) -> bool:
    return bool(field.get("constraints", {}).get("required"))


def _parsed(name: str, text: str, needed: list[str]) -> tuple[int, list[str], list[list[str]]]:
    """Where the header stands (from 1), its columns, and the records below it."""
    text = text.removeprefix("\ufeff")
    for delimiter in DELIMITERS:
        rows = [cells for _, cells in records(name, text, delimiter)]
        for at, record in enumerate(rows):
            columns = [cell.strip() for cell in record]
            if len(set(needed) & set(columns)) >= min(3, len(needed)):
                return at + 1, columns, rows[at + 1 :]
    raise DataError(
        f"{name} has no row of column names. Needed are: {', '.join(needed)}. "
        "Save the edited table as CSV, with its header."
    )


def _check_columns(
    name: str, head: int, columns: list[str], fields: Mapping[str, Any], needed: list[str]
) -> None:
    given = [column for column in columns if column]
    for column in given:
        if column not in fields:
            raise DataError(f"{name}, row {head}: {unknown('column', column, fields)}")
        if given.count(column) > 1:
            raise DataError(f"{name}, row {head}: column {column!r} stands there twice.")
    lacking = [column for column in needed if column not in given]
    if lacking:
        raise DataError(
            f"{name}, row {head}: column {lacking[0]!r} is lacking. Needed are: {', '.join(needed)}."
        )


def _row(
    record: list[str], columns: list[str], fields: Mapping[str, Any], derived: Derived
) -> dict[str, str]:
    """One row by column; a row whose cells are all empty stays empty."""
    cells = dict.fromkeys(fields, "") | {
        column: re.sub(r"^'(?=\s*[=+\-@])", "", cell).strip()
        for column, cell in zip(columns, record, strict=False)
        if column
    }
    if any(cells.values()):
        cells |= {column: derive(cells) for column, derive in derived.items()}
    return cells


def _written(rows: list[dict[str, str]], columns: list[str], head: int) -> str:
    """The table with its header in the row where the file has it, so that numbers of rows agree."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows([["above"]] * (head - 1))
    writer.writerow(columns)
    writer.writerows(list(row.values()) for row in rows)
    return text.getvalue()


def _typed(rows: list[dict[str, str]], fields: Mapping[str, Any]) -> pd.DataFrame:
    import pandas as pd

    kept = [row for row in rows if any(row.values())]
    table = pd.DataFrame(kept, columns=list(fields), dtype="str")
    table = table.where(table != "", None)
    for column, field in fields.items():
        dtype: Any = DTYPES[field["type"]]
        if dtype != "str":
            table[column] = pd.to_numeric(table[column]).astype(dtype)
    return table
