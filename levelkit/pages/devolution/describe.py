"""The charts of the devolution page in words, from their figures."""

from __future__ import annotations

from html import escape
from math import isnan
from typing import TYPE_CHECKING, Any

import numpy as np

from levelkit.claims.devolution.countries import GROUPS, UK
from levelkit.claims.devolution.indices import IMF, INDICES
from levelkit.claims.devolution.recipe import COMPOSITE, SCALES, UNITS
from levelkit.claims.devolution.weightings import DRAWS
from levelkit.claims.devolution.words import between, placed, ranked, share_said
from levelkit.claims.ordinals import nth

if TYPE_CHECKING:
    from levelkit.claims.devolution.builder import Composite
    from levelkit.claims.evidence import Evidence

    Columns = dict[str, list[Any]]

LISTED = 8


def ranking_subtitle(found: Evidence) -> str:
    """What is ranked, in which unit and year; what grey means."""
    chosen = found.choices
    index = chosen["index"]
    year = (
        "latest figure since 2010; its year, where it is not the UK's, in brackets"
        if chosen["year"] == "latest"
        else chosen["year"]
    )
    if index == COMPOSITE:
        what = f"Composite index, {UNITS[chosen['scale']]}: more is more decentralised. Scale: {SCALES[chosen['scale']].lower()}"
        year = "latest figures since 2010" if chosen["year"] == "latest" else chosen["year"]
    else:
        one = INDICES[index]
        what = (
            f"{one.measures[0].upper()}{one.measures[1:]}, {'%' if one.table == IMF else 'points'}"
        )
        if one.polarity < 0:
            what += " (more is more centralised)"
    return f"{what}; {year}. The most centralised first. In grey letters: countries without a place, and why."


def ranking(rows: Columns) -> str:
    """The order from the top, and who is not in it."""
    pairs = [
        f"{country} ({label})"
        for country, label, known in zip(
            rows["country"], rows["label"], rows["ranked"], strict=True
        )
        if known
    ]
    out = [
        f"{country} ({why})"
        for country, why, known in zip(rows["country"], rows["reason"], rows["ranked"], strict=True)
        if not known
    ]
    uk = next(
        (
            place
            for place, country in zip(rows["place"], rows["country"], strict=True)
            if country == UK
        ),
        None,
    )
    where = (
        ""
        if uk is None
        else f" The United Kingdom is {placed(uk, rows['place'].count(uk))} of {len(pairs)}."
    )
    left = f" Without a place: {', '.join(out)}." if out else ""
    return (
        f"Countries from the most centralised: {', '.join(pairs[:LISTED])} and so on.{where}{left}"
    )


def weightings(built: Composite, found: Evidence) -> dict[str, Any]:
    """Title and description of the distribution of places."""
    figures = found.figures
    quarter = figures["weights_quarter"]
    place = GROUPS[found.choices["group"]].place
    if isnan(quarter):
        return {
            "title": "No place: the UK lacks a component",
            "subtitle": "",
            "description": "The United Kingdom lacks a component of this composite.",
        }
    ends = between(figures["weights_best"], figures["weights_worst"])
    weights = ", ".join(
        f"{built.labels[name]} {share:.0%}" for name, share in built.weights.items()
    )
    return {
        "title": f"UK in the most centralised quarter: {share_said(quarter)} of weightings",
        "subtitle": (
            f"The UK's place among {built.n} {place} by an index of {len(built.weights)} components, under {DRAWS:,} sets of weights drawn "
            f"by chance (% of them). Dark: with the weights chosen. 95% of weightings: {ends}."
        ),
        "description": (
            f"Bars: how many of {DRAWS:,} random weightings give the United Kingdom each place. Most often {nth(figures['weights_usual'])}, "
            f"95% of them {ends}, {share_said(quarter)} of them among the most centralised quarter. Weights chosen: {weights}; with them it is "
            f"{placed(built.place, _ties(built))} of {built.n}."
        ),
    }


def _ties(composite: Composite) -> int:
    """How many countries share the UK's place."""
    return int((composite.table.place == composite.place).sum())


def timeline(found: Evidence, index: str) -> dict[str, str]:
    """First and last value, and what the lines are."""
    own = found.tables["timeline"]["value"]
    known = own.sel(year=slice(1970, None))
    one = INDICES[index]
    ends = [(int(known.year[k]), one.said(float(known[k]))) for k in (0, -1)]
    low = int(known.year.values[int(np.argmin(known.values))])
    return {
        "title": f"UK {one.short.lower()}: {ends[0][1]} in {ends[0][0]}, {ends[1][1]} in {ends[1][0]}",
        "subtitle": (
            f"{one.label}, {'%' if one.table == IMF else 'points'}, western democracies in grey. Solid upright lines: power goes to places; dashed: back to "
            "the centre, or a vote against. All events are in the table."
        ),
        "description": (
            f"Lines of western democracies with events of UK devolution. The United Kingdom had {ends[0][1]} in {ends[0][0]}, its lowest, "
            f"{one.said(float(known.min()))}, in {low}, and {ends[1][1]} in {ends[1][0]}."
        ),
    }


def built(composite: Composite, found: Evidence) -> str:
    """The index built, in a passage."""
    group = GROUPS[found.choices["group"]].place
    if isnan(composite.place):
        said = f"The United Kingdom has no place among {group}: it lacks a component."
    else:
        rank = ranked(composite.place, _ties(composite), article=True)
        said = (
            f"With these weights the UK is {rank} of {composite.n} {group} that have the figures."
        )
    hint = (
        "" if found.choices["index"] == COMPOSITE
        else " Choose “Composite: build your own” as index above to see every country's place, and to choose components, scale and how they are put together."
    )  # fmt: skip
    return f'<p class="lk-note" role="status">{escape(said + hint)}</p>'
