"""The timeline of policies, and the whole table behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from levelkit.charts.labels import text_width
from levelkit.figures.figure import Figure, Files
from levelkit.figures.kept import kept
from levelkit.figures.table import Column, Table
from levelkit.pages import words

if TYPE_CHECKING:
    import xarray as xr

    from levelkit.claims.evidence import Evidence
    from levelkit.figures.figure import Columns

SIGNS = "●■▲◆"  # of the kinds, in their order
USUAL_WIDTH = 960  # pixels: where labels go does not change with the window
#: A policy is taken to begin and to end in the middle of its years.
MIDDLE = 0.5
PARTIES = {"Conservative": ("Cons.", "C"), "Labour": ("Lab.", "L")}
MARKED = "Regional Development Agencies"


def timeline(evidence: Evidence) -> Figure:
    """One bar a policy."""
    tables, now = evidence.tables, evidence.attrs["reference_year"]
    bars = bar_rows(tables["timeline"], tables["policies"], tables["kinds"], now)
    n, running = len(bars["row"]), sum(bars["open"])
    n_sure = sum(bars["verified"])
    low, high = ends_of_years(bars, now)
    counted = (
        "counted here all the same"
        if evidence.choices["unverified"]
        else "left out of every number"
    )
    parts: Columns = {"row": [], "text": []}
    if n_sure < n:
        parts = {"row": [n_sure - 0.45], "text": [f"Unverified: {counted}"]}
    return Figure(
        "policy_timeline",
        {
            "policies": policy_rows(tables["policies"]),
            "bars": bars,
            "parts": parts,
            "bands": party_rows(tables["parties"], now),
            "kinds": kind_rows(tables["kinds"]),
        },
        {"n_policies": max(n + len(parts["row"]), 1), "year_low": low, "year_high": high},
        title=(
            f"{n} {'policy' if n == 1 else 'policies'} on record, {running} still running" if n else "No such policies in the table"
        ),
        subtitle=(
            "One bar a policy, from the year it began to the year it ended; an arrow still runs, a dashed outline is unverified. "
            "Shaded: years under a Labour prime minister. Point at a policy for its years and source; CSV and XLSX below hold the whole table."
        ),
        description=_description(bars),
        source=f"{words.source_of(evidence)} Each policy's own source stands in the table below.",
        # All of the table, whatever is shown, in its own columns: it can be corrected and brought back.
        files=Files(
            "policies", {name: name for name in tables["policies"].attrs["columns"]}, "{table}"
        ),
    )  # fmt: skip


def _description(bars: Columns) -> str:
    listed = "; ".join(
        f"{name}, {years}{'' if sure else ', unverified'}"
        for name, years, sure in zip(bars["name"], bars["said"], bars["verified"], strict=True)
    )
    return f"Timeline of policies by their start. {listed}."


@kept
def policy_rows(policies: xr.Dataset) -> Columns:
    """Every row and column of the table, and years and kind in words."""
    own = {
        # An empty cell of a column of texts is "not a number" in labelled arrays.
        name: [None if cell != cell else cell for cell in policies[name].values.tolist()]  # noqa: PLR0124
        for name in policies.attrs["columns"]
    }
    spans = zip(
        *(policies[name].values.tolist() for name in ("start_year", "until", "running")),
        strict=True,
    )
    said = [years_said(*span) for span in spans]
    return own | {"years_said": said, "kind_said": policies["kind_label"].values.tolist()}


def years_said(start: int, end: int, running: bool) -> str:
    """From when to when, and how long: "1999 to 2012 (13 years)"."""
    if running:
        return f"{start}, still running"
    if end == start:
        return f"{start} (under a year)"
    return f"{start} to {end} ({end - start} year{'' if end - start == 1 else 's'})"


@kept
def bar_rows(shown: xr.Dataset, policies: xr.Dataset, kinds: xr.Dataset, now: int) -> Columns:
    """Bars from the top; below a heading those that are not verified."""
    at = shown["row"].values
    table = {name: [column[k] for k in at] for name, column in policy_rows(policies).items()}
    ink = _places(kinds, policies["group"].values[at])
    verified, running = (policies[name].values[at] for name in ("verified", "running"))
    begins = policies["start_year"].values[at].astype(float) + MIDDLE
    until = policies["until"].values[at]
    ends = np.where(running, now + 1.0, np.maximum(until + MIDDLE, begins + MIDDLE))
    n_sure = int(verified.sum())
    label = [
        f"{SIGNS[k]} {'↳ ' if follows else ''}{name}"
        for k, follows, name in zip(ink, shown["follows"].values, table["name"], strict=True)
    ]
    source = [
        f"{title}; end: {end}" if end else title
        for title, end in zip(table["source_title"], table["end_source_title"], strict=True)
    ]
    rows: Columns = {
        "row": [k if k < n_sure else k + 1 for k in range(at.size)],
        "policy": table["name"],
        "name": table["name"],
        "label": label,
        "ink": ink,
        "begins": begins.tolist(),
        "ends": ends.tolist(),
        "open": running.tolist(),
        "verified": verified.tolist(),
        "kind": table["kind_said"],
        "said": table["years_said"],
        "nation": table["nation"],
        "state": table["state"],
        "source": source,
    }
    low, high = ends_of_years(rows, now)
    sides = zip(label, begins - low, ends - begins, high - ends, strict=True)
    return rows | {"side": [_side(*side) for side in sides]}


def _places(kinds: xr.Dataset, groups: Any) -> list[int]:
    order = kinds["group"].values.tolist()
    return [order.index(group) for group in groups]


def ends_of_years(bars: Columns, now: int) -> tuple[float, float]:
    """Of the scale of years."""
    return min(bars["begins"], default=now + MIDDLE) - MIDDLE - 1.0, now + 2.0


def _side(label: str, before: float, inside: float, after: float) -> str:
    """Where a label has room: on the longer side of its bar, else inside it."""
    needed = text_width(label, 13) / USUAL_WIDTH * (before + inside + after)
    if max(before, after) < needed < inside:
        return "inside"
    return "right" if after > before else "left"


@kept
def party_rows(parties: xr.Dataset, now: int) -> Columns:
    """Stretches of one party in office."""
    names = parties["party"].values.tolist()
    return {
        "party": names,
        "short": [PARTIES[name][0] for name in names],
        "letter": [PARTIES[name][1] for name in names],
        "begins": parties["begins"].values.round(2).tolist(),
        "ends": np.minimum(parties["ends"].values.round(2), now + 3.0).tolist(),
        "shaded": [name == "Labour" for name in names],
    }


@kept
def kind_rows(kinds: xr.Dataset) -> Columns:
    """Which sign is which kind."""
    names = kinds["name"].values.tolist()
    places = list(range(len(names)))
    named = [f"{sign} {name}" for sign, name in zip(SIGNS, names, strict=True)]
    return {"ink": places, "name": named}


def every_policy(evidence: Evidence) -> Table:
    """Every policy, with its source and state."""
    return Table(
        "Every policy of the table, with its source and state",
        {"policies": policy_rows(evidence.tables["policies"])},
        (
            Column("name", "Policy", wrap=True),
            Column("years_said", "Years"),
            Column("kind_said", "Kind"),
            Column("nation", "Holds in"),
            Column("state", "State"),
            Column("source_title", "Source", link="source_url", wrap=True),
            Column("end_source_title", "Source of the end", link="end_source_url", wrap=True),
            Column("note", "Note", wrap=True),
        ),
        unit="name",
        long=True,
    )


def names_shown(evidence: Evidence) -> list[str]:
    """Names of the policies of the timeline, in order; one empty name where there is none."""
    at = evidence.tables["timeline"]["row"].values
    return sorted(evidence.tables["policies"]["name"].values[at].tolist()) or [""]


def first_marked(evidence: Evidence) -> str:
    """The policy that is marked to begin with."""
    names = names_shown(evidence)
    return MARKED if MARKED in names else names[0]
