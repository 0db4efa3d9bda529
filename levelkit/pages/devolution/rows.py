"""From places, indices and slopes to the columns that the page's charts and tables show."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

import numpy as np

from levelkit.catalogue import load_table
from levelkit.charts.labels import text_width
from levelkit.claims.devolution.countries import GROUPS, UK, WESTERN
from levelkit.claims.devolution.indices import IMF, INDICES
from levelkit.claims.devolution.places import matrix
from levelkit.claims.devolution.words import number, share_said

if TYPE_CHECKING:
    import xarray as xr

    from levelkit.claims.devolution.builder import Composite

Columns = dict[str, list[Any]]

SHORT = {
    UK: "UK",
    "United States": "USA",
    "New Zealand": "N Zealand",
    "North Macedonia": "N Macedonia",
}
FIRST_SHOWN, LAST_SHOWN = 1970, 2018
#: For lanes of events: of the chart at its usual width, pixels a year and points of type.
PIXELS_A_YEAR, EVENT_POINTS, EVENT_GAP = 15.5, 11, 8
PHONE_YEARS = 2.5  # between two numbers on a phone


def ranking_rows(made: xr.Dataset, index: str, digits: int | None) -> Columns:
    """One row a country: those with a place from the most centralised, then the others by name.

    ``digits`` is for values of a composite; an index says its own.
    """
    names = made.country.values.tolist()
    columns = {str(name): made[name].values.tolist() for name in made.data_vars}
    order = sorted(
        range(len(names)), key=lambda k: (np.nan_to_num(columns["place"][k], nan=1e9), names[k])
    )
    uk_year = columns["when"][names.index(UK)] if "when" in columns else None

    def said(k: int) -> str:
        value = columns["value"][k]
        if np.isnan(value):
            return "–"
        text = number(value, digits) if digits is not None else INDICES[index].said(value)
        other = uk_year is not None and columns["when"][k] != uk_year
        return (
            f"{text.replace(' points', '')} ({columns['when'][k]:.0f})"
            if other
            else text.replace(" points", "")
        )

    known = [not np.isnan(columns["place"][k]) for k in order]
    return {
        "row": list(range(1, len(order) + 1)),
        "country": [names[k] for k in order],
        "name": [SHORT.get(names[k], names[k]) for k in order],
        "place": [plain(columns["place"][k]) for k in order],
        "spread": [plain(columns["value"][k]) for k in order],
        "low": [None] * len(order),
        "high": [None] * len(order),
        "label": [said(k) for k in order],
        "when": [_year(columns["when"][k]) if "when" in columns else "" for k in order],
        "ranked": known,
        "reason": [columns["reason"][k] for k in order],
    }


def _year(value: float) -> str:
    return "" if np.isnan(value) else f"{value:.0f}"


def plain(value: float) -> float | int | None:
    """A number as it is sent: five digits, whole ones without a point, missing ones as None."""
    if np.isnan(value):
        return None
    return int(value) if value == int(value) else float(f"{value:.5g}")


def place_rows(built: Composite) -> Columns:
    """The UK's places under the random weightings."""
    total = int(built.counts.sum())
    share = 100 * built.counts / total if total else np.zeros(max(built.n, 1))
    places = list(range(1, len(share) + 1))
    here = [place == round(built.place) if total else False for place in places]
    return {
        "place": places,
        "share": share.round(2).tolist(),
        "count": built.counts.tolist() if total else [0] * len(places),
        "label": [f"{one:.0f}%" if one >= 0.5 else "" for one in share],
        "here": here,
        "said": [
            f"{place}: {share_said(one / 100)} of weightings{', and with the weights chosen' if own else ''}"
            for place, one, own in zip(places, share, here, strict=True)
        ],
    }


@functools.lru_cache(maxsize=16)
def timeline_rows(index: str) -> Columns:
    """An index of the western democracies over the years."""
    countries, when, values = matrix(index)
    columns: Columns = {key: [] for key in ("country", "short", "year", "value", "last")}
    for country in GROUPS[WESTERN].members:
        if country not in countries:
            continue
        row = values[countries.index(country)]
        known = np.flatnonzero(np.isfinite(row) & (when >= FIRST_SHOWN))
        for k in known:
            cells = (
                country,
                SHORT.get(country, country),
                int(when[k]),
                round(float(row[k]), 2),
                bool(k == known[-1]),
            )
            for column, cell in zip(columns.values(), cells, strict=True):
                column.append(cell)
    return columns


@functools.lru_cache(maxsize=1)
def event_rows() -> Columns:
    """Events of UK devolution, each with a lane in which its name runs into no other."""
    table = load_table("uk-devolution-events")
    columns: Columns = {
        key: []
        for key in (
            "number",
            "at",
            "lane",
            "short",
            "phone",
            "title",
            "when",
            "nation",
            "direction",
            "source",
        )
    }
    ends: list[float] = []
    last = 0.0
    rows: list[dict[str, Any]] = table.to_dict("records")  # type: ignore[assignment]
    for k, row in enumerate(rows, start=1):
        at = fraction(row["date"])
        start = PIXELS_A_YEAR * at
        lane = next((j for j, end in enumerate(ends) if end + EVENT_GAP <= start), len(ends))
        end = start + text_width(row["short"], EVENT_POINTS)
        ends[lane : lane + 1] = [end]
        phone = str(k) if at >= last + PHONE_YEARS else ""
        last = at if phone else last
        cells = (
            k, at, lane, row["short"], phone, row["title"], row["date"], row["nation"], row["direction"],
            row["source_title"],
        )  # fmt: skip
        for column, cell in zip(columns.values(), cells, strict=True):
            column.append(cell)
    return columns


def fraction(date: str) -> float:
    """A date as a year with its fraction; of a year alone the middle."""
    parts = [int(part) for part in date.split("-")]
    if len(parts) == 1:
        return parts[0] + 0.5
    day = parts[2] if len(parts) == 3 else 15
    return round(parts[0] + (parts[1] - 1) / 12 + day / 366, 2)


def unit_of(index: str) -> str:
    """% or points."""
    return "%" if INDICES[index].table == IMF else "points"
