"""A visitor's table of further indices, judged before it is used."""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from levelkit.catalogue import load_table
from levelkit.catalogue.errors import unknown
from levelkit.catalogue.records import records
from levelkit.claims.devolution.indices import INDICES

if TYPE_CHECKING:
    from collections.abc import Iterator

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
    """

    names: tuple[str, ...]
    values: dict[str, dict[str, float]]
    polarity: dict[str, int]
    last_year: dict[str, int] = field(default_factory=dict)


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
        Comma, semicolon or tab between cells; a point within numbers.

    Returns
    -------
    Own
        Each country's latest value of each index.

    Raises
    ------
    ValueError
        If it is no such table; says which row and column, what stands there and what is allowed.
    """
    by_index: dict[str, dict[tuple[str, int], float]] = {}
    polarity: dict[str, int] = {}
    for count, (number, row) in enumerate(_rows(name, text), start=1):
        if count > MOST_ROWS:
            raise ValueError(f"{name} has more than {MOST_ROWS:,} rows.")
        index, country, year, value, sign = _row(name, number, row)
        if index not in by_index and len(by_index) == MOST_INDICES:
            raise ValueError(
                f"{name}, row {number}: {index!r} is one index more than the {MOST_INDICES} allowed."
            )
        of_index = by_index.setdefault(index, {})
        if (country, year) in of_index:
            raise ValueError(
                f"{name}, row {number}: {index!r} has a second value for {country} in {year}."
            )
        if polarity.setdefault(index, sign) != sign:
            raise ValueError(
                f"{name}, row {number}, column 'polarity': {index!r} has 1 in one row and -1 in another."
            )
        of_index[country, year] = value
    if not by_index:
        raise ValueError(
            f"{name} has a header and no row. One could be: GBR, Local Autonomy Index, 2020, 14.1."
        )
    return _latest(name, by_index, polarity)


def _rows(name: str, text: str) -> Iterator[tuple[int, dict[str, str]]]:
    """The file's rows by column, with their numbers, once its header has every column that is needed."""
    first = text.lstrip().splitlines()
    if not first:
        raise ValueError(f"{name} is empty. A header is needed: {', '.join(NEEDED)}.")
    rows = records(name, text, max(",;\t", key=first[0].count))
    head, header = next(((line, cells) for line, cells in rows if any(cells)), (1, []))
    header = [cell.strip() for cell in header]
    missing = [cell for cell in NEEDED if cell not in header]
    if missing:
        raise ValueError(
            f"{name}, row {head}: no column {', '.join(map(repr, missing))}. There are: {', '.join(header)}. "
            f"Needed: {', '.join(NEEDED)}; if less is more decentralised also {OPTIONAL[0]}, 1 or -1."
        )
    if len(set(header)) < len(header):
        raise ValueError(f"{name}, row {head}: a column stands there twice: {', '.join(header)}.")
    for line, cells in rows:
        if len(cells) > len(header):
            raise ValueError(f"{name}, row {line}: more cells than columns.")
        if cells:
            yield line, dict.fromkeys(header, "") | dict(zip(header, cells, strict=False))


def _row(name: str, number: int, row: dict[str, str]) -> tuple[str, str, int, float, int]:
    """One row's index, country, year, value and polarity."""
    cell = {key: text.strip() for key, text in row.items()}

    def fault(column: str, allowed: str) -> ValueError:
        return ValueError(
            f"{name}, row {number}, column {column!r}: {cell[column]!r} is not allowed; {allowed}."
        )

    index, code = cell["index"], cell["country_code"].upper()
    if not 1 <= len(index) <= LONGEST or "|" in index or index in INDICES:
        raise fault(
            "index", f"a name of 1 to {LONGEST} letters is needed, without | and not one of ours"
        )
    if code not in country_names():
        close = unknown("code", code, country_names()).partition("There are")[0].strip()
        raise fault(
            "country_code",
            f"a code of ISO 3166 with three letters is needed, such as GBR. {close}".rstrip(". "),
        )
    try:
        year = int(cell["year"])
    except ValueError:
        year = 0
    if not 1900 <= year <= 2100:
        raise fault("year", "a year from 1900 to 2100 is needed")
    try:
        value = float(cell["value"])
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise fault("value", "a number with a point is needed; leave out the rows that have none")
    sign = cell.get("polarity") or "1"
    if sign not in ("1", "+1", "-1", "−1"):
        raise fault("polarity", "1 (more is more decentralised) or -1 is needed")
    return index, country_names()[code], year, value, -1 if sign in ("-1", "−1") else 1


def _latest(
    name: str, by_index: dict[str, dict[tuple[str, int], float]], polarity: dict[str, int]
) -> Own:
    values: dict[str, dict[str, float]] = {}
    for index, rows in by_index.items():
        values[index] = {
            country: rows[country, year] for country, year in sorted(rows, key=lambda row: row[1])
        }
        if country_names()[UK_CODE] not in values[index]:
            raise ValueError(
                f"{name}: {index!r} has no row for {UK_CODE}, the United Kingdom, which is to be placed."
            )
    last = {index: max(year for _, year in rows) for index, rows in by_index.items()}
    return Own(tuple(by_index), values, polarity, last)
