"""The UK's place in every ranking, from the table of combinations."""

from __future__ import annotations

import functools
from html import escape
from typing import TYPE_CHECKING, Any

from levelkit.claims.combinations import StaleError, combinations
from levelkit.claims.oecd_comparison import CLAIM
from levelkit.claims.oecd_comparison.figures import SCALES, TREATMENTS
from levelkit.claims.spreads import SPREADS
from levelkit.pages import words

if TYPE_CHECKING:
    import pandas as pd

Columns = dict[str, list[Any]]
TOPS = (1, 3, 5, 10)
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
COLUMNS = [(data, one) for data, scale in SCALES.items() for one in scale.treatments]
ROWS = [(m, w) for m, one in SPREADS.items() for w in ((False, True) if one.weighted else (False,))]


@functools.lru_cache(maxsize=1)
def table() -> pd.DataFrame | None:
    """Every combination with the UK's ``place`` among how many ``countries``; None if out of date."""
    try:
        return combinations(CLAIM).reset_index(drop=True)
    except StaleError:
        return None


@functools.lru_cache(maxsize=1)
def datasets() -> dict[str, Columns]:
    """The heat map's figures: all years, so that none need be sent again."""
    starts = [k for k, (data, _) in enumerate(COLUMNS) if k == 0 or COLUMNS[k - 1][0] != data]
    ends = [*(k - 1 for k in starts[1:]), len(COLUMNS) - 1]
    headed = [COLUMNS[k][0] for k in starts]
    return {
        "cells": _cells(),
        "place_column_names": {
            "column": list(range(len(COLUMNS))),
            "label": [COLUMN_LABELS[one][0] for _, one in COLUMNS],
            "short": [COLUMN_LABELS[one][1] for _, one in COLUMNS],
        },
        "place_groups": {
            "first": starts, "last": ends,
            "label": [GROUP_LABELS[data][0] for data in headed],
            "short": [GROUP_LABELS[data][1] for data in headed],
        },
        "place_row_names": {
            "row": list(range(len(ROWS))),
            "label": [row_label(*one) for one in ROWS],
            "short": [ROW_SHORT[m] + (" ×p" if w else "") for m, w in ROWS],
        },
    }  # fmt: skip


def row_label(measure: str, weighted: bool) -> str:
    """A measure, and whether it counts people."""
    label = {"log_sd": "Standard deviation of logs"}.get(measure, SPREADS[measure].label)
    return f"{label}, by people" if weighted else label


def _cells() -> Columns:
    found = table()
    names = ("at", "row", "column", "year", "place", "countries", "share", "words")
    columns: Columns = {name: [] for name in names}
    if found is None:
        return columns
    for at, made in enumerate(found.to_dict("records")):
        column = COLUMNS.index((made["data"], made["treatment"]))
        row = ROWS.index((made["measure"], bool(made["weighted"])))
        known = made["place"] == made["place"]  # not missing
        values = (
            at, row, column, int(made["year"]), _whole(made["place"]) if known else None,
            int(made["countries"]), round(float(made["effect"]), 3) if known else None,
            f"{row_label(*ROWS[row])}; {GROUP_LABELS[made['data']][0]}, "
            f"{TREATMENTS[str(made['treatment'])].lower()}, {made['year']}",
        )  # fmt: skip
        for name, value in zip(names, values, strict=True):
            columns[name].append(value)
    return columns


def _whole(place: float) -> float | int:
    """A place; one that two share is between two whole ones."""
    return int(place) if place == int(place) else float(place)


def _of(made: Any) -> str:
    """A place in the table: "5.5 of 19", or a dash."""
    if made["place"] != made["place"]:
        return "–"
    return f"{words.rank(float(made['place']))} of {made['countries']:.0f}"


@functools.lru_cache(maxsize=1)
def choices() -> Columns:
    """The choices of each combination, by the place in the list that cells name as ``at``."""
    found = table()
    names = [choice.name for choice in CLAIM.choices]
    if found is None:
        return {name: [] for name in names}
    return {name: found[name].tolist() for name in names}


def column_years(chosen: dict[str, Any]) -> list[int]:
    """The year that each column shows: the one chosen where it has it, else 2019 or its last."""
    years = []
    for data, treatment in COLUMNS:
        (choice,) = (one for one in CLAIM.choices if one.name == "year")
        made = {"data": data, "treatment": treatment}
        same_table = SCALES[data].table == SCALES[chosen["data"]].table
        offered = choice.options(made)
        years.append(
            chosen["year"] if same_table and chosen["year"] in offered else choice.usual(made)
        )
    return years


@functools.lru_cache(maxsize=1)
def shares_html() -> str:
    """How often the UK is among the first 1, 3, 5 and 10."""
    found = table()
    if found is None:
        return words.passage("How often is the UK near the top?", _stale())
    oecd = found["data"].str.startswith("oecd-")
    sets: dict[str, Any] = {"OECD, both scales, 2019 and 2020": oecd}
    for data, one in COLUMNS:
        if data.startswith("oecd-"):
            sets[f"{GROUP_LABELS[data][0]}, {TREATMENTS[one].lower()}"] = (
                found["data"] == data
            ) & (found["treatment"] == one)
    sets["Europe NUTS 2, 2008-2018"] = found["data"] == "europe-nuts2"
    sets["Europe since 1900"] = found["data"] == "europe-century"
    rows = [[label, *_row(found[inside])] for label, inside in sets.items()]
    heads = ["Rankings", "Number", "First", *(f"Top {n}" for n in TOPS[1:])]
    first = next(iter(sets))
    whole = found[oecd]
    lead = (
        f"Of {len(whole)} rankings of OECD countries by every measure, scale and treatment, the United Kingdom is first in "
        f"{_share(whole, 1)}, among the first three in {_share(whole, 3)}, the first five in {_share(whole, 5)} and the first ten in "
        f"{_share(whole, 10)}."
    )
    return (
        f"<p><strong>{escape(lead)}</strong></p>"
        + words.table("Share of rankings in which the UK is ...", heads, rows, marked=first)
    )  # fmt: skip


def _row(part: pd.DataFrame) -> list[str]:
    return [f"{len(part):,}", *(_share(part, n) for n in TOPS)]


def _share(part: pd.DataFrame, top: int) -> str:
    return f"{float((part['place'] <= top).mean()):.0%}"


def share_in_top(top: int) -> float:
    """Share of the OECD rankings with the UK among the first so many, 0 to 1; NaN if out of date."""
    found = table()
    if found is None:
        return float("nan")
    return float((found[found["data"].str.startswith("oecd-")]["place"] <= top).mean())


@functools.lru_cache(maxsize=64)
def table_html(when: tuple[int, ...]) -> str:
    """The heat map as a table."""
    found = table()
    if found is None:
        return ""
    keys = ["data", "treatment", "measure", "weighted", "year"]
    places = found.set_index(keys)
    rows = []
    for measure, weighted in ROWS:
        row = [row_label(measure, weighted)]
        for (data, treatment), year in zip(COLUMNS, when, strict=True):
            key: Any = (data, treatment, measure, weighted, year)
            one: Any = places.loc[key]
            row.append(_of(one))
        rows.append(row)
    heads = ["Measure"] + [
        f"{GROUP_LABELS[data][0]}, {TREATMENTS[treatment].lower()}, {year}"
        for (data, treatment), year in zip(COLUMNS, when, strict=True)
    ]
    return words.table("The UK's place in each ranking, 1 for the most unequal", heads, rows)


def _stale() -> str:
    return "The table of combinations is out of date: run `make combinations` (or `levelkit combinations`)."


@functools.lru_cache(maxsize=64)
def why_html(measure: str, *, weighted: bool, year: int, chosen: str) -> str:
    """The same measure at both scales, with London in each of the ways there are."""
    found = table()
    heading = "Why the answer changes"
    if found is None:
        return words.passage(heading, _stale())
    part = found[
        (found["measure"] == measure) & (found["weighted"] == weighted) & (found["year"] == year)
    ]
    rows = []
    for made in part[part["data"].str.startswith("oecd-")].to_dict("records"):
        key = f"{made['data']}|{made['treatment']}"
        rows.append([_WHY[key], _of(made)])
    listed = words.table(
        f"{row_label(measure, weighted)}, {year}",
        ["What is compared", "The UK's place"],
        rows,
        marked=_WHY.get(chosen, ""),
    )
    return words.passage(heading, *_REASONS) + listed


_WHY = {
    "oecd-tl3|published": "Small regions as published: London is 21 regions",
    "oecd-tl3|metro": "Small regions, London and its ring as one",
    "oecd-tl3|without-capital": "Small regions without London's 21",
    "oecd-tl3|per-worker": "Small regions, output per worker",
    "oecd-tl2|published": "Large regions as published: London is one of 12",
    "oecd-tl2|without-capital": "Large regions without London",
    "oecd-tl2|per-worker": "Large regions, output per worker",
}
_REASONS = (
    "Scale. The UK's small regions cut London into 21, and Camden with the City has nearly five jobs for each resident: its output "
    "per head is ten times the country's because most who make it live elsewhere. Large regions hold most commuters "
    "within one region, and there the UK is in the middle.",
    "Measure. The coefficient of variation, Theil's index and the ratio of the highest to the lowest are moved by one extreme region; the "
    "90th to the 10th percentile leaves the extremes out.",
    "London. Merge it with its ring or leave it out, and the UK's small regions are no longer the most unequal by any of these measures. Count "
    "output per worker, which commuting does not distort, and the UK leads again: there is more to it than commuting.",
)
