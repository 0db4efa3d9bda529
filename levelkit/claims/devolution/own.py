"""A visitor's table of further indices, judged before it is used."""

from __future__ import annotations

import functools
import math
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from levelkit.catalogue import load_table
from levelkit.catalogue.errors import DataError
from levelkit.catalogue.text_table import Faults, read_table
from levelkit.claims.devolution.indices import INDICES

if TYPE_CHECKING:
    from levelkit.catalogue.text_table import Row, TextTable

NEEDED = ("country_code", "index", "year", "value")
OPTIONAL = ("polarity",)
MOST_INDICES, MOST_ROWS, LONGEST = 8, 20_000, 60
UK_CODE = "GBR"


@dataclass(frozen=True)
class Own:
    """Indices that a visitor brought.

    Attributes
    ----------
    names : tuple of str
        In the order of the file.
    values : dict
        By index: from country to its latest value.
    polarity : dict
        By index: 1 if more is more decentralised, -1 if less.
    last_year : dict
        By index: the last year that it has.
    notes : tuple of str
        What of the file was left out, in words.
    """

    names: tuple[str, ...]
    values: dict[str, dict[str, float]]
    polarity: dict[str, int]
    last_year: dict[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


@functools.lru_cache(maxsize=1)
def country_names() -> dict[str, str]:
    """Names of countries by their ISO 3166 code, as in our tables."""
    fiscal = load_table("imf-decentralisation")
    names = dict(zip(fiscal["country_code"], fiscal["region_name"], strict=True))
    authority = load_table("regional-authority")
    return names | dict(zip(authority["region_code"], authority["region_name"], strict=True))


def read_own(name: str, text: str) -> Own:
    """Indices of a CSV file with columns ``country_code, index, year, value`` and perhaps ``polarity``.

    Parameters
    ----------
    name : str
        Of the file, for messages.
    text : str
        As :func:`levelkit.catalogue.text_table.read_table` takes it.

    Returns
    -------
    Own
        Each country's latest value of each index.

    Raises
    ------
    DataError
        A ValueError, if it is no such table: each row and column, what stands there and what is allowed.
    """
    table = read_table(name, text, NEEDED)
    lacking = [column for column in NEEDED if column not in table.columns]
    if lacking:
        raise DataError(
            f"{name}, row {table.head}: no column {', '.join(map(repr, lacking))}. There are: {', '.join(table.columns)}. "
            f"Needed: {', '.join(NEEDED)}; if less is more decentralised also {OPTIONAL[0]}, 1 or -1."
        )
    if len(table.rows) > MOST_ROWS:
        raise DataError(f"{name} has more than {MOST_ROWS:,} rows.")
    faults = Faults(name)
    by_index: dict[str, dict[tuple[str, int], float]] = {}
    polarity: dict[str, int] = {}
    notes = Notes()
    for row in table.rows:
        entry = _entry(table, row, faults, notes)
        if entry is None:
            continue
        if entry.index not in by_index and len(by_index) == MOST_INDICES:
            faults.add_row(
                row.number, f"{entry.index!r} is one index more than the {MOST_INDICES} allowed"
            )
            continue
        of_index = by_index.setdefault(entry.index, {})
        if (entry.country, entry.year) in of_index:
            faults.add_row(
                row.number,
                f"{entry.index!r} has a second value for {entry.country} in {entry.year}",
            )
        if polarity.setdefault(entry.index, entry.polarity) != entry.polarity:
            faults.add(
                row.number,
                "polarity",
                row.cells["polarity"],
                f"{entry.index!r} has 1 in one row and -1 in another",
            )
        of_index[entry.country, entry.year] = entry.value
    faults.raise_any()
    if not by_index:
        raise DataError(
            f"{name} has a header and no row with a figure. One could be: GBR, Local Autonomy Index, 2020, 14.1."
        )
    return _latest(name, by_index, polarity, notes.said())


@dataclass(frozen=True)
class Entry:
    """One value of an index."""

    index: str
    country: str
    year: int
    value: float
    polarity: int


@dataclass
class Notes:
    """What was left out of a file that is used all the same."""

    codes: list[str] = field(default_factory=list)
    missing: int = 0
    flags: list[str] = field(default_factory=list)

    def said(self) -> tuple[str, ...]:
        """In words, for the page."""
        words = []
        if self.codes:
            codes = ", ".join(dict.fromkeys(self.codes))
            words.append(f"left out, for no index of ours knows these codes: {codes}")
        if self.missing:
            words.append(f"rows without a figure: {self.missing}")
        if self.flags:
            words.append(
                f"figures taken with the flags beside them: {', '.join(dict.fromkeys(self.flags))}"
            )
        return tuple(words)


def _entry(table: TextTable, row: Row, faults: Faults, notes: Notes) -> Entry | None:
    """A row's value; None where it has none, is left out, or is wrong, which is noted."""
    before = len(faults.said)
    cell = dict.fromkeys(OPTIONAL, "") | row.cells
    _check_names(row.number, cell, faults)
    year = _whole(table, cell["year"])
    if not 1900 <= year <= 2100:
        faults.add(row.number, "year", cell["year"], "a year from 1900 to 2100 is needed")
    value, flag = _value(table, row.number, cell["value"], faults)
    if len(faults.said) > before:
        return None
    code = cell["country_code"].upper()
    if code not in country_names():
        notes.codes.append(code)
        return None
    if math.isnan(value):
        notes.missing += 1
        return None
    if flag:
        notes.flags.append(flag)
    sign = -1 if cell["polarity"] in ("-1", "−1") else 1
    return Entry(cell["index"], country_names()[code], year, value, sign)


def _check_names(number: int, cell: dict[str, str], faults: Faults) -> None:
    index, code, sign = cell["index"], cell["country_code"], cell["polarity"]
    if not 1 <= len(index) <= LONGEST or "|" in index or index in INDICES:
        allowed = f"a name of 1 to {LONGEST} letters is needed, without | and not one of ours"
        faults.add(number, "index", index, allowed)
    if not re.fullmatch(r"[A-Za-z]{3}", code):
        allowed = "a code of ISO 3166 with three letters is needed, such as GBR"
        faults.add(number, "country_code", code, allowed)
    if sign not in ("", "1", "+1", "-1", "−1"):
        allowed = "1 (more is more decentralised) or -1 is needed"
        faults.add(number, "polarity", sign, allowed)


def _value(table: TextTable, number: int, cell: str, faults: Faults) -> tuple[float, str]:
    """The figure and its flag; nan where there is none."""
    if not cell:
        return math.nan, ""
    try:
        value, flag = table.number(cell)
    except ValueError:
        value, flag = math.inf, ""
    if not math.isfinite(value):
        faults.add(number, "value", cell, "a number is needed, or .. for none")
    return value, flag


def _whole(table: TextTable, cell: str) -> int:
    """A whole number, also as 2020.0; 0 where it is none."""
    try:
        value, flag = table.number(cell)
    except ValueError:
        return 0
    return int(value) if value.is_integer() and not flag else 0


def _latest(
    name: str,
    by_index: dict[str, dict[tuple[str, int], float]],
    polarity: dict[str, int],
    notes: tuple[str, ...],
) -> Own:
    values: dict[str, dict[str, float]] = {}
    for index, rows in by_index.items():
        values[index] = {
            country: rows[country, year] for country, year in sorted(rows, key=lambda row: row[1])
        }
        if country_names()[UK_CODE] not in values[index]:
            raise DataError(
                f"{name}: {index!r} has no row for {UK_CODE}, the United Kingdom, which is to be placed."
            )
    last = {index: max(year for _, year in rows) for index, rows in by_index.items()}
    return Own(tuple(by_index), values, polarity, last, notes)
