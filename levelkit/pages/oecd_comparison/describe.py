"""The charts of the OECD comparison in words, from their figures."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING, Any

from levelkit.catalogue import sources_of
from levelkit.claims.maps import BRITAIN, EUROPE, map_credits
from levelkit.claims.oecd_comparison.figures import (
    INCOME,
    PUBLISHED,
    SCALES,
    TREATMENTS,
    UK,
    WITHOUT,
)
from levelkit.claims.spreads import SPREADS
from levelkit.pages.oecd_comparison import places
from levelkit.pages.words import number

if TYPE_CHECKING:
    from levelkit.claims.evidence import Evidence
    from levelkit.pages.oecd_comparison.rows import Columns

LISTED = 10


def ranking_subtitle(found: Evidence) -> str:
    """What is ranked, in which unit and year; what line and grey mean."""
    chosen = found.choices
    scale = SCALES[chosen["data"]]
    _, what = scale.measured(chosen["treatment"])
    treated = (
        "" if chosen["treatment"] == PUBLISHED else f", {_lower(TREATMENTS[chosen['treatment']])}"
    )
    equal = SPREADS[chosen["measure"]].equal
    return (
        f"{scale.label.split(', 2')[0]}{treated}, {chosen['year']}: {what}. {equal:g} means that all regions are equal. Thin "
        "lines: with any one of a country's regions left out (no sampling error), cut at the edge. "
        "In grey letters: countries that are not ranked, and why."
    )


def ranking(found: Evidence, rows: Columns) -> str:
    """The order from the top, and who is not in it."""
    pairs = [
        f"{place} {country} ({label})"
        for place, country, label, known in zip(
            rows["place"], rows["country"], rows["label"], rows["ranked"], strict=True
        )
        if known
    ]
    out = [
        f"{country} ({why})"
        for country, why, known in zip(rows["country"], rows["reason"], rows["ranked"], strict=True)
        if not known
    ]
    listed = pairs if len(pairs) <= LISTED + 4 else [*pairs[:LISTED], "and so on to", pairs[-1]]
    left = f" Not ranked: {', '.join(out)}." if out else ""
    return (
        f"Countries by {SPREADS[found.choices['measure']].label}, the most unequal first: "
        f"{', '.join(listed)}.{left}"
    ).replace("to, ", "to ")


def places_words(when: list[int]) -> dict[str, Any]:
    """Title and description of the heat map."""
    top = places.share_in_top(3)
    share = "" if isnan(top) else f"{top:.0%} of OECD rankings put the UK in the top 3"
    # The same year under one heading: what is read off a column must not be guessed.
    spans = [
        f"{places.GROUP_LABELS[data][0]} {when[k]}"
        for k, (data, treatment) in enumerate(places.COLUMNS) if treatment in (PUBLISHED, INCOME)
    ]  # fmt: skip
    return {
        "height": 96 + 27 * len(places.ROWS),
        "title": share or "The UK's place in every ranking",
        "subtitle": (
            "Each cell is one ranking, its number the UK's place: 1 is the most unequal. The stronger the colour, the more of the other countries "
            f"are more equal. Years: {', '.join(spans[:-2])}, {spans[-2].split()[-1]} for household income, and {spans[-1].split()[-1]}. "
            "The outlined cell is shown above; click another to see it."
        ),
        "description": (
            f"Heat map of the United Kingdom's place in {len(places.ROWS)} by {len(places.COLUMNS)} rankings. {share}. "
            "The table “The UK's place in each ranking” holds every number."
        ),
        "source": f"Source: {sources_of(('oecd-regions', 'eurostat-nuts2', 'europe-century'))}.",
    }


def strips_subtitle(found: Evidence) -> str:
    """Unit, scale, and how dots are placed."""
    chosen = found.choices
    _, what = SCALES[chosen["data"]].measured(chosen["treatment"])
    return (
        f"{what[0].upper()}{what[1:]}, {chosen['year']}; each country's mean = 100, log scale. Countries in the order of the ranking. "
        "Point at a dot for the region's name."
    )


def strips(dots: Columns, rows: Columns) -> str:
    """The extremes of the UK and how many dots there are."""
    inside = [k for k, country in enumerate(dots["country"]) if country == UK]
    if not inside:
        return "One dot a region for each country."
    high = max(inside, key=lambda k: dots["relative"][k])
    low = min(inside, key=lambda k: dots["relative"][k])
    shown = set(rows["country"])
    n = sum(country in shown for country in dots["country"])
    return (
        f"{n} regions of {len(shown)} countries relative to their country's mean. United Kingdom: from {dots['region'][low]} at "
        f"{number(dots['relative'][low], 0)} to {dots['region'][high]} at {number(dots['relative'][high], 0)}."
    )


def long_words(long: Columns, source: str, treatment: str) -> dict[str, str]:
    """One of the two long views."""
    rows = [
        (year, place, n)
        for one, country, year, place, n in zip(
            long["source"],
            long["country"],
            long["year"],
            long["place"],
            long["countries"],
            strict=True,
        )
        if one == source and country == UK
    ]
    scale = SCALES[source]
    allowed = treatment if treatment in scale.treatments else PUBLISHED
    how = "" if allowed == PUBLISHED else f", {_lower(TREATMENTS[allowed])}"
    instead = (
        "" if treatment in (allowed, PUBLISHED)
        else " These figures do not allow the treatment chosen above: shown as published."
    )  # fmt: skip
    if not rows:
        return {
            "title": scale.label,
            "subtitle": "The United Kingdom is not ranked.",
            "description": "",
        }
    first, last = rows[0], rows[-1]
    path = ", ".join(f"{year}: {place} of {n}" for year, place, n in rows)
    basis = (
        " UK series: 10 units; part of London's rise 1980-2015 is a change of basis within the source."
        if source == "europe-century" and allowed != WITHOUT
        else " France from 2015; Poland from 2014; Germany has all regions from 2011, the UK from 2012."
        if source == "europe-nuts2" and allowed != INCOME else ""
    )  # fmt: skip
    _, what = scale.measured(allowed)
    return {
        "title": f"UK place {first[1]} of {first[2]} in {first[0]}, {last[1]} of {last[2]} in {last[0]}",
        "subtitle": f"{scale.label.split(',')[0]}{how}: the same measure, of {what}. Numbers: the UK's place.{basis}{instead}",
        "description": f"The United Kingdom's place by year. {path}.",
        "source": f"Source: {sources_of((scale.table,))}.",
    }


def map_subtitle(europe: int, britain: int, treatment: str) -> str:
    """What the shades are of."""
    _, what = SCALES["europe-nuts2"].measured(treatment)
    return (
        f"Europe: {what}, {europe}. UK: GDP per head, £, current prices, {britain}. Each region relative to its country's mean = 100; "
        "grey: no figures, or a region whose borders have changed."
    )


def map_description(europe: int, britain: int) -> str:
    """For those who do not see the map: the select beside it says every region's value."""
    return (
        f"Map of {EUROPE} in {europe} or {BRITAIN} in {britain}, shaded by output per head relative to the country's mean. "
        "Choose a region in the list above the map to hear its value."
    )


def map_source() -> str:
    """Figures and borders."""
    return f"Source: {sources_of(('eurostat-nuts2', 'uk-itl'))}. Borders: {map_credits()}"


def _lower(text: str) -> str:
    return text[0].lower() + text[1:]
