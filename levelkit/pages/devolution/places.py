"""Where the UK stands: the ranking, its place under random weightings, and by every index and year."""

from __future__ import annotations

from html import escape
from math import isnan
from typing import TYPE_CHECKING, Any

import numpy as np

from levelkit.claims.ordinals import between, nth
from levelkit.claims.phrases import number, share_said
from levelkit.figures.columns import rounded, significant
from levelkit.figures.figure import Columns, Figure, Files
from levelkit.figures.kept import kept
from levelkit.pages import words

if TYPE_CHECKING:
    import xarray as xr

    from levelkit.claims.evidence import Evidence

UK = "United Kingdom"
COMPOSITE = "composite"
SHORT = {
    UK: "UK",
    "United States": "USA",
    "New Zealand": "N Zealand",
    "North Macedonia": "N Macedonia",
}
LISTED = 8


def is_composite(evidence: Evidence) -> bool:
    """Whether countries are placed by the index that is built."""
    return bool(evidence.choices["index"] == COMPOSITE)


def ranking(evidence: Evidence) -> Figure:
    """Countries from the most centralised; those without a place say why."""
    rows = rows_of_ranking(evidence)
    columns = {
        "country": "country", "place": "place_from_most_centralised", "spread": "value", "when": "year",
        "reason": "no_place_because",
    }  # fmt: skip
    return Figure(
        "index_ranking",
        {"ranking": rows},
        {"main": UK, "measure_label": evidence.attrs["index"]},
        title=evidence.headline,
        subtitle=_ranking_subtitle(evidence),
        description=_ranking_said(rows),
        files=Files("ranking", columns, "devolution-{index}-{group}-{year}"),
    )


def rows_of_ranking(evidence: Evidence) -> Columns:
    """One row a country: those with a place from the most centralised, then the others by name."""
    attrs = evidence.attrs
    return _ranking_rows(evidence.tables["ranking"], attrs["digits"], attrs["units"])


@kept
def _ranking_rows(table: xr.Dataset, digits: int, units: str) -> Columns:
    names = table.country.values
    rank = np.nan_to_num(table["place"].values, nan=np.inf)
    order = sorted(range(len(names)), key=lambda k: (rank[k], names[k]))
    placed = table.isel(country=order)
    when = placed["when"].values if "when" in table else np.full(len(names), np.nan)
    of_uk = when[placed.country.values == UK][0]

    def said(value: float, year: float) -> str:
        if isnan(value):
            return "–"
        text = f"{number(value, digits)}{'%' if units == '%' else ''}"
        return text if isnan(year) or year == of_uk else f"{text} ({year:.0f})"

    missing = [None] * len(order)
    return {
        "row": list(range(1, len(order) + 1)),
        "country": placed.country.values.tolist(),
        "name": [SHORT.get(name, name) for name in placed.country.values.tolist()],
        "place": significant(placed["place"]),
        "spread": significant(placed["value"]),
        "low": missing,
        "high": missing,
        "label": list(map(said, placed["value"].values, when)),
        "when": ["" if isnan(year) else f"{year:.0f}" for year in when],
        "ranked": placed["place"].notnull().values.tolist(),
        "reason": placed["reason"].values.tolist(),
    }


def _ranking_subtitle(evidence: Evidence) -> str:
    """What is ranked, in which unit and year; what grey means."""
    attrs, year = evidence.attrs, evidence.choices["year"]
    latest = "latest figure since 2010; its year, where it is not the UK's, in brackets"
    measured = f"{attrs['long_name'][0].upper()}{attrs['long_name'][1:]}, {attrs['units']}"
    if is_composite(evidence):
        latest = "latest figures since 2010"
        measured = f"Composite index, {attrs['units']}: more is more decentralised. Scale: {attrs['scale'].lower()}"
    if attrs["polarity"] < 0:
        measured += " (more is more centralised)"
    return (
        f"{measured}; {latest if year == 'latest' else year}. The most centralised first. In grey letters: countries without a "
        "place, and why."
    )


def _ranking_said(rows: Columns) -> str:
    """The order from the top, and who is not in it."""
    ranked = sum(rows["ranked"])
    pairs = list(zip(rows["country"], rows["label"], strict=True))[:ranked]
    place = rows["place"][rows["country"].index(UK)]
    said = [
        f"Countries from the most centralised: {', '.join(f'{a} ({b})' for a, b in pairs[:LISTED])} and so on."
    ]
    if place is not None:
        said.append(f"The United Kingdom is {nth(place, rows['place'].count(place))} of {ranked}.")
    without = list(zip(rows["country"], rows["reason"], strict=True))[ranked:]
    if without:
        said.append(f"Without a place: {', '.join(f'{a} ({b})' for a, b in without)}.")
    return " ".join(said)


def weightings(evidence: Evidence) -> Figure:
    """The UK's places under random weightings of the index built."""
    columns = {"place": "uk_place", "count": "weightings", "share": "percent_of_weightings"}
    counts = evidence.tables["weightings"]
    return Figure(
        "place_bars",
        {"places": weighting_rows(counts, place_counted(evidence))},
        source=words.source_of_tables(counts),
        files=Files("places", columns, "uk-place-random-weightings-{group}"),
        **_weightings_said(evidence),
    )


def place_counted(evidence: Evidence) -> float:
    """The UK's place as the random weightings are counted: the first of those that it shares."""
    place = evidence.figures["weights_place"]
    level = int((evidence.tables["composite"].place.values == place).sum())
    return place - (level - 1) / 2


@kept
def weighting_rows(table: xr.Dataset, chosen: float) -> Columns:
    """The UK's places under the random weightings, and its place ``chosen`` with the weights chosen."""
    counts = table["count"].values
    share = 100 * counts / (counts.sum() or 1)
    places = table.place.values.tolist()
    here = [counts.any() and place == chosen for place in places]
    return {
        "place": places,
        "share": rounded(share, 2),
        "count": counts.tolist(),
        "label": [f"{percent:.0f}%" if percent >= 0.5 else "" for percent in share],
        "here": list(map(bool, here)),
        "said": [
            f"{place}: {share_said(percent / 100)} of weightings{', and with the weights chosen' if own else ''}"
            for place, percent, own in zip(places, share, here, strict=True)
        ],
    }


def _weightings_said(evidence: Evidence) -> dict[str, Any]:
    figures, place = evidence.figures, evidence.attrs["countries"]
    quarter, n = figures["weights_quarter"], int(figures["weights_countries"])
    if isnan(quarter):
        return {
            "title": "No place: the UK lacks a component",
            "description": "The United Kingdom lacks a component of this composite.",
        }
    ends = between(figures["weights_best"], figures["weights_worst"])
    parts, shares = evidence.tables["components"], weights(evidence)
    listed = ", ".join(f"{parts.label.sel(component=k).item()} {v:.0%}" for k, v in shares.items())
    draws = int(evidence.tables["weightings"]["count"].sum())
    places = evidence.tables["composite"].place.values
    chosen = nth(figures["weights_place"], int((places == figures["weights_place"]).sum()))
    return {
        "title": f"UK in the most centralised quarter: {share_said(quarter)} of weightings",
        "subtitle": (
            f"The UK's place among {n} {place} by an index of {len(shares)} components, under {draws:,} sets of weights drawn "
            f"by chance (% of them). Dark: with the weights chosen. 95% of weightings: {ends}."
        ),
        "description": (
            f"Bars: how many of {draws:,} random weightings give the United Kingdom each place. Most often {nth(figures['weights_usual'])}, "
            f"95% of them {ends}, {share_said(quarter)} of them among the most centralised quarter. Weights chosen: {listed}; with them it is "
            f"{chosen} of {n}."
        ),
    }


def weights(evidence: Evidence) -> dict[str, float]:
    """The share of each component that counts."""
    share = evidence.tables["components"].share
    return {
        str(name): float(value)
        for name, value in zip(share.component.values, share.values, strict=True)
        if value
    }


def built(evidence: Evidence) -> str:
    """The UK's place by the index built, as HTML."""
    attrs, n = evidence.attrs, int(evidence.figures["weights_countries"])
    said = f"The United Kingdom has no place among {attrs['countries']}: it lacks a component."
    if attrs["built"]:
        said = f"With these weights the UK is {attrs['built']} of {n} {attrs['countries']} that have the figures."
    hint = (
        "" if is_composite(evidence)
        else " Choose “Composite: build your own” as index above to see every country's place, and to choose components, scale and how they are put together."
    )  # fmt: skip
    return f'<p class="lk-note" role="status">{escape(said + hint)}</p>'


def index_years(evidence: Evidence) -> str:
    """The UK's place by every index and year, one row an index; a star marks the most centralised quarter."""
    return _index_years(evidence.tables["places_by_year"], evidence.attrs["countries"])


@kept
def _index_years(table: xr.Dataset, countries: str) -> str:
    def cell(place: float, n: int, *, in_quarter: bool) -> str:
        return "–" if isnan(place) else f"{words.rank(place)} of {n}{' ★' if in_quarter else ''}"

    columns = [table[name].values for name in ("place", "countries", "in_quarter")]
    rows = [
        [
            label,
            *(cell(place, n, in_quarter=star) for place, n, star in zip(*of_index, strict=True)),
        ]
        for label, *of_index in zip(table.label.values.tolist(), *columns, strict=True)
    ]
    return words.table(
        f"The UK's place among {countries}, 1 = most centralised (★: in the most centralised quarter)",
        ["Index", "Latest", *table.year.values.tolist()[1:]],
        rows,
    )
