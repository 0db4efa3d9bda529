"""A visitor's own table: the same columns as one of the catalogue's, judged by its schema."""

from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from levelkit.catalogue.checks import schema_faults
from levelkit.catalogue.errors import DataError, unknown
from levelkit.catalogue.load import DTYPES
from levelkit.catalogue.package import data_folder, resource
from levelkit.catalogue.text_table import MOST_FAULTS, read_table

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import pandas as pd

    from levelkit.catalogue.text_table import TextTable

    Derived = Mapping[str, Callable[[Mapping[str, str]], str]]

MOST_LETTERS = 2_000_000  # a page's kernel is shared with others' pages


def read_own(name: str, text: str, like: str, *, derived: Derived | None = None) -> pd.DataFrame:
    """A table in the columns of one of the catalogue's, from the text of a CSV file.

    It may be written as :func:`levelkit.catalogue.text_table.read_table` takes it. Columns stand in
    any order; those that the schema does not require may be absent. A whole number may be written
    as 1938.0, as pandas does where a column has gaps.

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
        names file, row (as an editor counts), column and what is allowed.
    """
    if len(text) > MOST_LETTERS:
        raise DataError(f"{name} has {len(text):,} letters. Allowed are {MOST_LETTERS:,}.")
    schema = resource(like, data_folder())["schema"]
    fields = {field["name"]: field for field in schema["fields"]}
    derived = derived or {}
    needed = [key for key, field in fields.items() if _required(field) and key not in derived]
    table = read_table(name, text, needed)
    _check_columns(table, fields, needed)
    rows = {row.number: _cells(table, row.cells, fields, derived) for row in table.rows}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "table.csv")
        path.write_text(_written(rows, list(fields), table.head), encoding="utf-8", newline="")
        faults = schema_faults(path, schema, name=name, head=table.head)
    if faults:
        more = len(faults) - MOST_FAULTS
        said = [*faults[:MOST_FAULTS], *([f"… and {more:,} more."] if more > 0 else [])]
        raise DataError("\n".join(said))
    return _typed(list(rows.values()), fields)


def _required(field: Mapping[str, Any]) -> bool:
    return bool(field.get("constraints", {}).get("required"))


def _check_columns(table: TextTable, fields: Mapping[str, Any], needed: list[str]) -> None:
    for column in filter(None, table.columns):
        if column not in fields:
            raise DataError(f"{table.name}, row {table.head}: {unknown('column', column, fields)}")
    lacking = [column for column in needed if column not in table.columns]
    if lacking:
        raise DataError(
            f"{table.name}, row {table.head}: column {lacking[0]!r} is lacking. Needed are: {', '.join(needed)}."
        )


def _cells(
    table: TextTable, given: Mapping[str, str], fields: Mapping[str, Any], derived: Derived
) -> dict[str, str]:
    """One row by the schema's columns, numbers as Python writes them."""
    cells = dict.fromkeys(fields, "") | {
        column: _number(table, cell) if fields[column]["type"] in ("integer", "number") else cell
        for column, cell in given.items()
    }
    return cells | {column: derive(cells) for column, derive in derived.items()}


def _number(table: TextTable, cell: str) -> str:
    try:
        value, flag = table.number(cell)
    except ValueError:
        return cell  # the schema says what is allowed
    if flag:
        return cell
    return str(int(value)) if value.is_integer() else repr(value)


def _written(rows: Mapping[int, dict[str, str]], columns: list[str], head: int) -> str:
    """The table with each row in the line where the file has it, so that numbers of rows agree."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows([["above"]] * (head - 1))
    writer.writerow(columns)
    for number in range(head + 1, max(rows, default=head) + 1):
        row = rows.get(number)
        writer.writerow([""] * len(columns) if row is None else list(row.values()))
    return text.getvalue()


def _typed(rows: list[dict[str, str]], fields: Mapping[str, Any]) -> pd.DataFrame:
    import pandas as pd

    table = pd.DataFrame(rows, columns=list(fields), dtype="str")
    table = table.where(table != "", None)
    for column, field in fields.items():
        dtype: Any = DTYPES[field["type"]]
        if dtype != "str":
            table[column] = pd.to_numeric(table[column]).astype(dtype)
    return table
