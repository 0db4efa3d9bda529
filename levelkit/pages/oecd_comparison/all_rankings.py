"""The UK's place in every ranking, from the table of combinations."""

from __future__ import annotations

import functools
from math import isnan
from typing import TYPE_CHECKING, Any

from levelkit.catalogue import sources_of
from levelkit.claims import claim
from levelkit.claims.combinations import StaleError, combinations
from levelkit.claims.spreads import SPREADS
from levelkit.figures.columns import rounded, significant, whole
from levelkit.figures.figure import Columns, Figure, Files
from levelkit.pages import words
from levelkit.pages.oecd_comparison.ranking import row_label

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from levelkit.claims.evidence import Evidence

COLUMN_LABELS = {
    "published": ("as\npublished", "published"), "metro": ("with its\nring", "with ring"),
    "without-capital": ("without\ncapital", "no capital"), "per-worker": ("per\nworker", "per worker"),
    "income": ("household\nincome", "income"),
}  # fmt: skip
GROUP_LABELS = {
    "oecd-tl3": ("OECD small (TL3)", "TL3"), "oecd-tl2": ("OECD large (TL2)", "TL2"),
    "europe-nuts2": ("Europe NUTS 2", "NUTS 2"), "europe-century": ("Since 1900", "1900-"),
}  # fmt: skip
ROW_SHORT = {
    "cv": "CV", "gini": "Gini", "theil": "Theil", "mld": "Log dev.", "atkinson": "Atkinson",
    "log_sd": "SD of logs", "p90_p10": "p90/p10", "max_min": "Max/min",
}  # fmt: skip
CLAIM = claim("oecd-comparison")
_CHOICES = {choice.name: choice for choice in CLAIM.choices}


def treatments(data: str) -> Mapping[str, str]:
    """The treatments that a set of regions allows, with their labels."""
    return _CHOICES["treatment"].options({"data": data})


COLUMNS = [(data, key) for data in _CHOICES["data"].offered({}) for key in treatments(data)]
ROWS = [
    (name, counted)
    for name in SPREADS
    for counted in sorted(_CHOICES["weighted"].offered({"measure": name}))
]


@functools.lru_cache(maxsize=1)
def table() -> pd.DataFrame | None:
    """Every combination with the UK's ``place`` among how many ``countries``; None if out of date."""
    try:
        return combinations(CLAIM).reset_index(drop=True)
    except StaleError:
        return None


def compared(data: str, treatment: str) -> str:
    """A column in words: "OECD small (TL3), per worker, not per head"."""
    return f"{GROUP_LABELS[data][0]}, {treatments(data)[treatment].lower()}"


def places(evidence: Evidence) -> Figure:
    """The UK's place in all rankings of one year a column, as a heat map."""
    years = column_years(evidence.choices)
    top = share_in_top(3)
    share = "" if isnan(top) else f"{top:.0%} of OECD rankings put the UK in the top 3"
    # The same year under one heading: what is read off a column must not be guessed.
    spans = [
        f"{GROUP_LABELS[data][0]} {year}"
        for (data, key), year in zip(COLUMNS, years, strict=True) if key in ("published", "income")
    ]  # fmt: skip
    columns = {
        "words": "ranking", "year": "year", "place": "uk_place", "countries": "countries",
        "share": "share_of_others_more_equal",
    }  # fmt: skip
    return Figure(
        "place_map",
        {},
        {"column_years": years},
        title=share or "The UK's place in every ranking",
        subtitle=(
            "Each cell is one ranking, its number the UK's place: 1 is the most unequal. The stronger the colour, the more of the other countries "
            f"are more equal. Years: {', '.join(spans[:-2])}, {spans[-2].split()[-1]} for household income, and {spans[-1].split()[-1]}. "
            "The outlined cell is shown above; click another to see it."
        ),
        description=(
            f"Heat map of the United Kingdom's place in {len(ROWS)} by {len(COLUMNS)} rankings. {share}. "
            "The table “The UK's place in each ranking” holds every number."
        ),
        source=f"Source: {sources_of(CLAIM.tables)}.",
        files=Files("cells", columns, "uk-place-in-all-rankings"),
        kind="places",
        options={"choices": choices()},
        fixed=datasets(),
    )


def column_years(chosen: Mapping[str, Any]) -> list[int]:
    """The year that each column shows: the one chosen where it has it, else 2019 or its last."""
    years = []
    for data, treatment in COLUMNS:
        before = {"data": data, "treatment": treatment}
        of_table = (
            _is_oecd(data) == _is_oecd(chosen["data"]) if _is_oecd(data) else data == chosen["data"]
        )
        offered = _CHOICES["year"].offered(before) if of_table else ()
        usual = _CHOICES["year"].usual(before)
        years.append(chosen["year"] if chosen["year"] in offered else usual)
    return years


def _is_oecd(data: str) -> bool:
    return data.startswith("oecd-")


@functools.lru_cache(maxsize=1)
def datasets() -> dict[str, Columns]:
    """The heat map's figures: all years, so that none need be sent again."""
    starts = [k for k, (data, _) in enumerate(COLUMNS) if k == 0 or COLUMNS[k - 1][0] != data]
    groups = [GROUP_LABELS[COLUMNS[k][0]] for k in starts]
    return {
        "cells": _cells(),
        "place_column_names": {
            "column": list(range(len(COLUMNS))),
            "label": [COLUMN_LABELS[key][0] for _, key in COLUMNS],
            "short": [COLUMN_LABELS[key][1] for _, key in COLUMNS],
        },
        "place_groups": {
            "first": starts,
            "last": [*(k - 1 for k in starts[1:]), len(COLUMNS) - 1],
            "label": [label for label, _ in groups],
            "short": [short for _, short in groups],
        },
        "place_row_names": {
            "row": list(range(len(ROWS))),
            "label": [row_label(*row) for row in ROWS],
            "short": [ROW_SHORT[name] + (" ×p" if counted else "") for name, counted in ROWS],
        },
    }


def _cells() -> Columns:
    names = ("at", "row", "column", "year", "place", "countries", "share", "words")
    rankings = table()
    if rankings is None:
        return {name: [] for name in names}
    chosen = [rankings[k].tolist() for k in ("data", "treatment", "measure", "weighted", "year")]
    listed = [*zip(*chosen, strict=True)]
    rows = [ROWS.index((measure, counted)) for _, _, measure, counted, _ in listed]
    said = [
        f"{row_label(measure, counted)}; {compared(data, treatment)}, {year}"
        for data, treatment, measure, counted, year in listed
    ]
    effect = rankings["effect"].where(rankings["place"].notna())
    columns = (
        list(range(len(rankings))), rows, [COLUMNS.index((data, key)) for data, key, *_ in listed],
        chosen[-1], whole(significant(rankings["place"], 6)), rankings["countries"].astype(int).tolist(),
        rounded(effect, 3), said,
    )  # fmt: skip
    return dict(zip(names, columns, strict=True))


@functools.lru_cache(maxsize=1)
def choices() -> Columns:
    """The choices of each combination, by the place in the list that cells name as ``at``."""
    rankings = table()
    return {name: [] if rankings is None else rankings[name].tolist() for name in _CHOICES}


def share_in_top(top: int) -> float:
    """Share of the OECD rankings with the UK among the first so many, 0 to 1; NaN if out of date."""
    rankings = table()
    if rankings is None:
        return float("nan")
    return float((rankings[rankings["data"].map(_is_oecd)]["place"] <= top).mean())


def place_said(ranking: Mapping[Any, Any]) -> str:
    """A place in a table: "5.5 of 19", or a dash."""
    place = float(ranking["place"])
    return "–" if isnan(place) else f"{words.rank(place)} of {ranking['countries']:.0f}"


def places_table(evidence: Evidence) -> str:
    """The heat map as a table."""
    return table_html(tuple(column_years(evidence.choices)))


@functools.lru_cache(maxsize=64)
def table_html(years: tuple[int, ...]) -> str:
    """The heat map of these years as a table."""
    rankings = table()
    if rankings is None:
        return ""
    keys = ["data", "treatment", "measure", "weighted", "year"]
    listed: Any = rankings.set_index(keys)[["place", "countries"]].to_dict("index")
    shown = [(*column, year) for column, year in zip(COLUMNS, years, strict=True)]
    rows = [
        [row_label(*row), *(place_said(listed[data, key, *row, year]) for data, key, year in shown)]
        for row in ROWS
    ]
    heads = ["Measure", *(f"{compared(data, key)}, {year}" for data, key, year in shown)]
    return words.table("The UK's place in each ranking, 1 for the most unequal", heads, rows)
