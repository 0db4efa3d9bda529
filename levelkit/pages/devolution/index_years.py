"""The UK's place by every index and year at once, as a table."""

from __future__ import annotations

import functools
from math import isnan

from levelkit.claims.devolution.countries import GROUPS, UK
from levelkit.claims.devolution.criterion import COUNTRIES, quarter
from levelkit.claims.devolution.indices import INDICES
from levelkit.claims.devolution.places import LATEST, YEARS, matrix, ranking, years
from levelkit.pages import words


@functools.lru_cache(maxsize=8)
def table_html(group: str) -> str:
    """Places of the UK among a group of countries, one row an index; a star marks the most centralised quarter."""
    columns = [LATEST, *(str(year) for year in YEARS)]
    rows = [
        [one.label, *(cell(key, year, group) if year in offered(key) else "–" for year in columns)]
        for key, one in INDICES.items()
    ]
    heads = ["Index", "Latest", *columns[1:]]
    return words.table(
        f"The UK's place among {GROUPS[group].place}, 1 = most centralised (★: in the most centralised quarter)",
        heads,
        rows,
    )


def offered(key: str) -> set[str]:
    """Years with figures; the last one stands under its own year as well."""
    return {*years(key), str(matrix(key)[1].max())}


def cell(key: str, year: str, group: str) -> str:
    """Place and number of countries; a dash where too few have figures."""
    found = ranking(key, year, group).place
    place, n = float(found.sel(country=UK)), int(found.notnull().sum())
    if isnan(place) or n < COUNTRIES:
        return "–"
    return f"{words.rank(place)} of {n}{' ★' if place <= quarter(n) else ''}"
