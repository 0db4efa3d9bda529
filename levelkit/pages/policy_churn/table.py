"""The whole table of policies, and the bars of those that the choices show."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

from levelkit.charts.labels import text_width
from levelkit.claims.policy_churn.governments import stretches
from levelkit.claims.policy_churn.lives import CHAIN, rows
from levelkit.claims.policy_churn.policies import (
    GROUP_NAMES,
    GROUP_OF,
    GROUPS,
    VERIFIED,
    Policies,
    entry,
    reference_year,
)
from levelkit.pages.design import columns_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    Columns = dict[str, list[Any]]

SIGNS = dict(zip(GROUPS, "●■▲◆", strict=True))
INK = {group: k for k, group in enumerate(GROUPS)}
HEAD, ROW = 62, 17  # pixels above the bars, and a row of them
USUAL_WIDTH = 960  # pixels: where labels go does not change with the window
#: A policy is taken to begin and to end in the middle of its years.
MIDDLE = 0.5
PARTIES = {"Conservative": ("Cons.", "C"), "Labour": ("Lab.", "L")}


@functools.lru_cache(maxsize=4)
def whole_table(policies: Policies) -> Columns:
    """Every row and column of the table, and years and kind in words."""
    found = columns_of(policies.frame)
    kinds = next(one for one in entry()["schema"]["fields"] if one["name"] == "kind")
    words = {one["value"]: one["label"] for one in kinds["categories"]}
    ends = zip(found["start_year"], found["end_year"], strict=True)
    return found | {
        "years_said": [years_said(start, end) for start, end in ends],
        "kind_said": [words[kind] for kind in found["kind"]],
    }


def years_said(start: int, end: int | None) -> str:
    """From when to when, and how long: "1999 to 2012 (13 years)"."""
    if end is None or end > reference_year():
        return f"{start}, still running"
    if end == start:
        return f"{start} (under a year)"
    return f"{start} to {end} ({end - start} year{'' if end - start == 1 else 's'})"


@functools.lru_cache(maxsize=64)
def bars(
    policies: Policies, *, what: str, nation: str, era: str, successors: str, unverified: bool
) -> tuple[dict[str, Columns], dict[str, float]]:
    """Bars from the top, the headings between them, and the ends of the scale.

    Verified rows first; what cannot be verified stands apart below them. Where successors count as
    one they stand below each other.
    """
    at, chains = rows(
        policies, what=what, nation=nation, era=era, successors=successors, unverified=True
    )
    table = whole_table(policies)
    shown = [{name: column[k] for name, column in table.items()} for k in at]
    first = dict(zip(table["policy"], table["start_year"], strict=True))
    for one, chain in zip(shown, chains, strict=True):
        one["chain"] = chain
    shown.sort(key=lambda one: (
        one["state"] != VERIFIED, first[one["chain"]], one["chain"], one["start_year"], one["policy"],
    ))  # fmt: skip
    sure = sum(one["state"] == VERIFIED for one in shown)
    starts = [one["start_year"] for one in shown] or [reference_year()]
    low = min(starts) - 1.0
    high = reference_year() + 2.0
    made: Columns = {name: [] for name in _BAR}
    for k, one in enumerate(shown):
        for name, value in _bar(one, k if k < sure else k + 1, low, high, successors).items():
            made[name].append(value)
    parts: Columns = {"row": [], "text": []}
    if sure < len(shown):
        counted = "counted here all the same" if unverified else "left out of every number"
        parts = {"row": [sure - 0.45], "text": [f"Unverified: {counted}"]}
    n = len(shown) + bool(parts["row"])
    ends = {"n_policies": max(n, 1), "year_low": low, "year_high": high}
    return {"bars": made, "parts": parts}, ends


_BAR = (
    "row", "policy", "name", "label", "ink", "begins", "ends", "open", "verified", "side", "kind", "said",
    "nation", "state", "source",
)  # fmt: skip


def _bar(
    one: Mapping[str, Any], row: int, low: float, high: float, successors: str
) -> dict[str, Any]:
    group = GROUP_OF[one["kind"]]
    last = one["end_year"]
    running = last is None or last > reference_year()
    begins = one["start_year"] + MIDDLE
    ends = reference_year() + 1.0 if running else max(last + MIDDLE, begins + MIDDLE)
    follows = successors == CHAIN and one["chain"] != one["policy"]
    label = f"{SIGNS[group]} {'↳ ' if follows else ''}{one['name']}"
    source = one["source_title"]
    if one["end_source_title"]:
        source = f"{source}; end: {one['end_source_title']}"
    return {
        "row": row,
        "policy": one["name"],
        "name": one["name"],
        "label": label,
        "ink": INK[group],
        "begins": begins,
        "ends": ends,
        "open": running,
        "verified": one["state"] == VERIFIED,
        "side": _side(label, begins - low, ends - begins, high - ends),
        "kind": one["kind_said"],
        "said": one["years_said"],
        "nation": one["nation"],
        "state": one["state"],
        "source": source,
    }


def _side(label: str, before: float, inside: float, after: float) -> str:
    """Where a label has room: on the longer side of its bar, else inside it."""
    needed = text_width(label, 13) / USUAL_WIDTH * (before + inside + after)
    if max(before, after) < needed < inside:
        return "inside"
    return "right" if after > before else "left"


@functools.lru_cache(maxsize=1)
def bands() -> Columns:
    """Stretches of one party in office."""
    made: Columns = {name: [] for name in ("party", "short", "letter", "begins", "ends", "shaded")}
    for party, begins, ends in stretches():
        short, letter = PARTIES[party]
        row = (party, short, letter, round(begins, 2), min(round(ends, 2), reference_year() + 3.0), party == "Labour")  # fmt: skip
        for column, value in zip(made.values(), row, strict=True):
            column.append(value)
    return made


@functools.lru_cache(maxsize=1)
def kinds() -> Columns:
    """Which sign is which kind."""
    return {
        "ink": list(INK.values()),
        "name": [f"{SIGNS[group]} {GROUP_NAMES[group]}" for group in GROUPS],
        "at": list(range(len(GROUPS))),
    }
