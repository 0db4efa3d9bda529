"""Check that a file is the one that was published and keeps its schema.

A shipped table was validated cell by cell when it was built, and its sha256 is
in ``datapackage.json``: an equal checksum therefore proves the schema too, in a
millisecond. Frictionless judges the rest: a file whose checksum is off, a table
that does not parse, and every table of a folder other than levelkit's own.
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Any, ClassVar

from levelkit.catalogue.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import frictionless


def verify_checksum(path: Path, entry: dict[str, Any]) -> None:
    """Raise ``DataError`` unless the file has the sha256 that the catalogue states."""
    expected = entry["hash"].removeprefix("sha256:")
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    if digest == expected:
        return
    if "schema" in entry:
        faults = schema_faults(path, entry["schema"])
        detail = "\n".join(faults) if faults else "It keeps its schema: figures were changed."
    else:
        detail = "The map was changed."
    raise DataError(
        f"{path.name}: checksum is sha256:{digest}, datapackage.json states sha256:{expected}.\n"
        f"{detail}\nRestore the file, or rebuild the tables with `make data`."
    )


def verify_schema(path: Path, schema: dict[str, Any]) -> None:
    """Raise ``DataError`` naming row, column, value and what is allowed."""
    faults = schema_faults(path, schema)
    if faults:
        raise DataError("\n".join(faults))


def schema_faults(
    path: Path, schema: dict[str, Any], limit: int = 5, *, name: str = "", head: int = 1
) -> list[str]:
    """The first faults of a CSV file against a Frictionless table schema.

    ``name`` is what the file is called if not as on the disk, ``head`` the row of its header.
    """
    import frictionless

    resource = frictionless.Resource(
        path=path.name,
        basepath=str(path.parent),
        schema=frictionless.Schema.from_descriptor(schema),
        encoding="utf-8",
        dialect=frictionless.Dialect(header_rows=[head], skip_blank_rows=True),
    )
    checks = frictionless.Checklist(checks=[order_of_columns()])
    errors = resource.validate(checks, limit_errors=limit).flatten(
        ["rowNumber", "fieldName", "fieldNames", "cell", "note", "message"]
    )
    faults = []
    for row, field, several, cell, note, message in errors:
        # A key that leads nowhere is a fault of the columns that make it up.
        column = field or ", ".join(several or [])
        place = name or path.name
        place += f", row {row or head}" if row or column or "header" in message.lower() else ""
        place += f", column {column!r}" if column else ""
        lost = re.search('values "(.*)" not found in the lookup table', note or "")
        cell_said = lost[1] if lost else cell
        known = cell_said is not None and note
        value = f"{cell_said!r} is not allowed: {_allowed(note)}" if known else message
        faults.append(f"{place}: {value}")
    return faults


#: What Frictionless says, and the same for people.
_RULES = (
    (r'constraint "enum" is "\[(.*)\]"', r"allowed are \1"),
    (r'constraint "minimum" is "(.*)"', r"the minimum is \1"),
    (r'constraint "maximum" is "(.*)"', r"the maximum is \1"),
    (r'constraint "maxLength" is "(.*)"', r"at most \1 letters are"),
    (r'constraint "minLength" is "(.*)"', r"at least \1 letters are needed"),
    (r'constraint "required" is "True"', "it must not be empty"),
    (r'type is "integer.*"', "a whole number is needed"),
    (r'type is "number.*"', "a number is needed"),
    (r'.*not found in the lookup table "" as "(.*)"', r"no row has it as its \1"),
)


def _allowed(note: str) -> str:
    for said, plain in _RULES:
        if re.fullmatch(said, note):
            return re.sub(said, plain, note)
    return note


def order_of_columns() -> frictionless.Check:
    """What a table schema cannot say: a cell is no less than another one of its row.

    The field names the other column in ``not_before`` (as ``end_year`` names ``start_year``);
    where either cell is empty there is nothing to judge.
    """
    import frictionless

    class OrderOfColumns(frictionless.Check):
        type = "order-of-columns"
        Errors: ClassVar = [frictionless.errors.CellError]

        def validate_row(self, row: frictionless.Row) -> Iterator[frictionless.Error]:
            for field in self.resource.schema.fields:
                other = field.custom.get("not_before")
                cells = row[field.name], row[other] if other else None
                if None not in cells and cells[0] < cells[1]:
                    note = f"it is before {other} {cells[1]}"
                    yield frictionless.errors.CellError.from_row(
                        row, note=note, field_name=field.name
                    )

    return OrderOfColumns()
