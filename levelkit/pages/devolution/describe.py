"""The charts of the devolution page in words, from their figures."""

from __future__ import annotations

from html import escape
from math import isnan
from typing import TYPE_CHECKING, Any

import numpy as np

from levelkit.claims.devolution.answer import COMPOSITE
from levelkit.claims.devolution.countries import GROUPS, UK
from levelkit.claims.devolution.indices import IMF, INDICES
from levelkit.claims.devolution.recipe import SAID, SCALES
from levelkit.claims.devolution.weightings import DRAWS
from levelkit.claims.devolution.words import number, share_said
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
        what = f"Composite index, {SAID[chosen['scale']]}: more is more decentralised. Scale: {SCALES[chosen['scale']].lower()}"
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
    where = "" if uk is None else f" The United Kingdom is {nth(uk)} of {len(pairs)}."
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
    ends = f"{figures['weights_best']:.0f} to {figures['weights_worst']:.0f}"
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
            f"95% of them {ends}, in {share_said(quarter)} among the most centralised quarter. Weights chosen: {weights}; with them it is "
            f"{nth(built.place)} of {built.n}."
        ),
    }


def scatter(found: Evidence, countries: int) -> dict[str, str]:
    """The link across countries in words."""
    high = found.figures["across_high"]
    title = (
        "Too few countries to ask for a link"
        if isnan(high)
        else "Across countries, more decentralised goes with smaller gaps"
        if high < 0
        else "Across countries there is no clear link with regional gaps"
    )
    left = found.attrs["left_out"]
    out = f" Left out: {', '.join(left)}." if left else ""
    return {
        "title": title,
        "subtitle": (
            "One dot a country: how decentralised it is, and how unequal its regions are. Line with 95% interval: least squares, "
            f"HC3 errors. All countries with both figures, not the group above alone. An association, not a cause.{out}"
        ),
        "description": (
            f"Scatter of {countries} countries with a fitted line. Slope {number(found.figures['across_slope'], 3)} "
            f"({number(found.figures['across_low'], 3)} to {number(high, 3)})." if not isnan(high) else title
        ),
    }  # fmt: skip


def influence(rows: Columns, gaps: str) -> dict[str, str]:
    """How far the slope moves when one country is left out."""
    picked = [k for k, one in enumerate(rows["regional"]) if one == gaps and rows["country"][k]]
    if not picked:
        return {
            "title": "Too few countries to leave one out",
            "subtitle": "",
            "description": "No slopes.",
        }
    first, last = picked[0], picked[-1]
    flips = [rows["name"][k] for k in picked if rows["high"][k] >= 0 > _whole_high(rows, gaps)]
    return {
        "title": f"Without any one country: {number(rows['slope'][first], 3)} to {number(rows['slope'][last], 3)}",
        "subtitle": (
            "The slope without each country in turn, with its 95% interval (HC3). "
            + (f"Without {_joined(flips)} the interval holds nought." if flips else "No single country changes which side of nought the interval is on.")
            + " NUTS 2 output; the chart shows the regional figures chosen."
        ),
        "description": (
            f"Slopes without one country: lowest without {rows['name'][first]} ({rows['said'][first]}), highest without "
            f"{rows['name'][last]} ({rows['said'][last]})."
        ),
    }  # fmt: skip


def _whole_high(rows: Columns, gaps: str) -> float:
    return next(
        float(high)
        for one, country, high in zip(rows["regional"], rows["country"], rows["high"], strict=True)
        if one == gaps and not country
    )


def ways(rows: Columns) -> dict[str, str]:
    """How many ways of asking find a link."""
    sides = {"Across": [0, 0], "Within": [0, 0]}
    for label, high in zip(rows["label"], rows["high"], strict=True):
        kind = label.partition(",")[0].partition(" ")[0]
        sides[kind][0] += high < 0
        sides[kind][1] += 1
    turned = sum(low > 0 for low in rows["low"])
    other = f" In {turned} the sign is the other one." if turned else ""
    said = [f"{hit} of {n} ways {kind.lower()} countries" for kind, (hit, n) in sides.items() if n]
    return {
        "title": f"A link: {', '.join(said).replace(' ways within countries', ' within')}"
        if said
        else "No way to ask with these figures",
        "subtitle": (
            "Change of regional inequality, in % of its standard deviation, with one standard deviation more decentralisation; 95% intervals. Across: "
            "HC3. Within: country and year effects, clustered by country, the index of the same year or some years before."
            f"{other}"
        ),
        "description": "; ".join(
            f"{label} {number(value, 0)}%"
            for label, value in zip(rows["label"], rows["estimate"], strict=True)
        )
        + ".",
    }


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


def reading(found: Evidence, asked: Columns) -> str:
    """What the association can and cannot show, as HTML."""
    n = int(found.figures["across_countries"])
    points = (
        f"Each dot is one country, and there are {n or 'too few'} of them. One more or one fewer can move the line, as the slopes without "
        "single countries show.",
        "It may run the other way. Countries with strong and unequal regions give them powers to hold together; equal ones have "
        "less reason to.",
        "Other things go with both: size, a federal past, wealth, and how finely a country is cut into regions. "
        f"{_held(asked)}",
        "Within countries over the years such lasting differences drop out. What is left are small changes in a few years, in a few "
        "countries: a true but slow effect would hardly show.",
        "Published studies differ. Lessmann (2011, 56 countries) finds smaller gaps with decentralisation in rich countries and wider ones in "
        "poorer; Rodríguez-Pose and Ezcurra (2010, 26 countries) no link overall, if anything smaller gaps in rich ones; both again (2013) "
        "none or wider gaps by political indices; Kyriacou, Muinelo-Gallo and Roca-Sagalés (2013, 24 OECD countries) that it depends on how good government is.",
    )  # fmt: skip
    listed = "".join(f"<li>{escape(one)}</li>" for one in points)
    return (
        '<div class="lk-notes"><h3>What such figures can show, and what not</h3>'
        f"<ul>{listed}</ul></div>"
    )


def _held(asked: Columns) -> str:
    """The slope with GDP per head held constant, beside the plain one."""
    at = {label: k for k, label in enumerate(asked["asked"])}
    held = next((k for label, k in at.items() if "held constant" in label), None)
    if held is None:
        return "Too few countries to hold any of them constant."
    plain, low, high = (number(asked[key][held], 0) for key in ("estimate", "low", "high"))
    return (
        f"With GDP per head held constant the slope is {plain}% of a standard deviation ({low} to {high}), against "
        f"{number(asked['estimate'][0], 0)}% without."
    )


def built(composite: Composite, found: Evidence) -> str:
    """The index built, in a passage."""
    group = GROUPS[found.choices["group"]].place
    if isnan(composite.place):
        said = f"The United Kingdom has no place among {group}: it lacks a component."
    else:
        rank = (
            "the most centralised"
            if composite.place == 1
            else f"{nth(composite.place)} most centralised"
        )
        said = (
            f"With these weights the UK is {rank} of {composite.n} {group} that have the figures."
        )
    hint = (
        "" if found.choices["index"] == COMPOSITE
        else " Choose “Composite: build your own” as index above to see every country's place, and to choose components, scale and how they are put together."
    )  # fmt: skip
    return f'<p class="lk-note" role="status">{escape(said + hint)}</p>'


def _joined(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"
