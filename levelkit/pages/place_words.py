"""What is said and drawn of one place."""

from __future__ import annotations

import functools
from html import escape
from typing import TYPE_CHECKING

import numpy as np

from levelkit.claims import claim
from levelkit.claims.ordinals import between, nth
from levelkit.claims.places import ERROR, Place, places, standing
from levelkit.claims.short_names import short_name
from levelkit.figures.columns import plain, rounded
from levelkit.figures.figure import Figure, Files
from levelkit.pages.detail import DetailView

if TYPE_CHECKING:
    import xarray as xr

MIDDLE = "Middle of all"
REGIONS = "uk-itl1-gva-2023"
#: The plain name before the term.
WHAT = {
    "GVA per head": "output per head (GVA)",
    "household income per head": "disposable income per head (GDHI)",
}
#: Regions that read with an article; nations, London and Yorkshire and The Humber do not.
_WITH_ARTICLE = (
    "North East",
    "North West",
    "East Midlands",
    "West Midlands",
    "South East",
    "South West",
)


def region_said(name: str) -> str:
    """A region as it reads in a sentence: "the North East and North West", "the East of England"."""
    if name == "East":
        return "the East of England"
    return f"the {name.replace(' + ', ' and ')}" if name.startswith(_WITH_ARTICLE) else name


def place_view(code: str) -> DetailView:
    """A place's view: its line among those of its region, and what is said of it."""
    place, table = places()[code], standing(code)
    return DetailView(
        {"path": path(place, table)},
        {"standing": standing_said(place, table)},
        {name: table.attrs[name] for name in ("source", "licence")},
    )


def path(place: Place, table: xr.Dataset) -> Figure:
    """The place's line among the others of its region, the middle one of the country = 100."""
    relative, years = table["relative"], plain(table.year)
    names = [str(name) for name in relative.region.values]
    known = np.isfinite(relative.values)
    at_place, at_year = np.nonzero(known)
    series = {
        "name": [names[k] for k in at_place] + [MIDDLE] * len(years),
        "year": [years[k] for k in at_year] + years,
        "value": rounded(relative.values[known], 1) + [100.0] * len(years),
    }
    last = [int(np.flatnonzero(row)[-1]) for row in known]
    at_end = [float(relative.values[k, t]) for k, t in enumerate(last)]
    # The names of all would be a list, not labels: its own, and the two that lie farthest apart.
    named = sorted({int(table.attrs["at"]), int(np.argmax(at_end)), int(np.argmin(at_end))})
    ends = [(names[k], years[last[k]], at_end[k]) for k in named] + [(MIDDLE, years[-1], 100.0)]
    values = np.array([value for _, _, value in ends])
    what = WHAT[table.attrs["what"]]
    return Figure(
        "series_lines",
        {
            "series": series,
            "series_ends": {
                "name": [name for name, _, _ in ends],
                "short": [short_name(name) for name, _, _ in ends],
                "year": [year for _, year, _ in ends],
                "value": rounded(values, 1),
            },
        },
        {"value_title": f"{_first_letter(what)}, middle = 100"},
        title=_title(place, len(names), years),
        subtitle=f"The middle one of all {place.kinds} = 100. Point at a line to see which place it is.",
        description=(
            f"{len(names)} lines, one a place. {place.name} went from "
            f"{_percent(table, 0)} to {_percent(table, -1)} of the middle one."
        ),
        source=f"{table.attrs['source']}. {table.attrs['licence']}.",
        files=Files(
            "series", {"name": "place", "year": "year", "value": "per cent of the median"},
            "place-{place}", about=(("what", what), ("unit", "per cent of the median"),),
        ),
        marks={"highlight": place.name},
    )  # fmt: skip


def _title(place: Place, n: int, years: list[int]) -> str:
    span = f"{years[0]} to {years[-1]}"
    if place.series == REGIONS:
        return f"{place.name} among the {n} regions and nations, {span}"
    return f"{place.name} among the {n} {place.kinds} of {region_said(place.larger)}, {span}"


def _ends(table: xr.Dataset) -> tuple[xr.Dataset, xr.Dataset]:
    """The first and the last year in which the place has a figure."""
    known = table.isel(year=np.flatnonzero(table["value"].notnull().values))
    return known.isel(year=0), known.isel(year=-1)


def _percent(table: xr.Dataset, end: int) -> str:
    then = _ends(table)[end]
    return f"{float(then['relative'][table.attrs['at']]):.0f}%"


def standing_said(place: Place, table: xr.Dataset) -> str:
    """Where a place stands, as HTML."""
    _, last = _ends(table)
    what, kinds = WHAT[table.attrs["what"]], place.kinds
    n = int(last["n"])
    lies = "" if place.series == REGIONS else f", in {region_said(place.larger)}"
    answer = (
        f"{_first_letter(_said(place))} had {what} of £{float(last['value']):,.0f} in {int(last.year)}: "
        f"{nth(float(last['rank']))} of {n} {kinds}, counted from the highest."
    )
    notes = [_within_error(last), _change(place, table), _among(place, table), _century(place)]
    listed = "".join(f"<li>{note}</li>" for note in notes if note)
    return (
        f'<h2>{escape(place.name)}</h2><p class="lk-muted">{escape(_first_letter(place.kind))}'
        f"{escape(lies)}</p><p><strong>{escape(answer)}</strong></p><ul>{listed}</ul>"
    )


def _said(place: Place) -> str:
    return region_said(place.name) if place.series == REGIONS else place.name


def _first_letter(text: str) -> str:
    return text[0].upper() + text[1:]


def _within_error(last: xr.Dataset) -> str:
    best, worst = float(last["rank_best"]), float(last["rank_worst"])
    if best == worst:
        return f"No other has a figure within {ERROR:.0%} of it."
    return (
        f"If figures less than {ERROR:.0%} apart are taken as level, it could be anywhere from "
        f"{between(best, worst)}."
    )


def _change(place: Place, table: xr.Dataset) -> str:
    first, last = _ends(table)
    at = table.attrs["at"]
    then, now = float(first["relative"][at]), float(last["relative"][at])
    if now > then * (1 + ERROR):
        moved = "it gained on it"
    elif now < then * (1 - ERROR):
        moved = "it fell back"
    else:
        moved = "it kept pace with it"
    lacking = int(first["n"]) - int(last["n"])
    fewer = f" ({lacking} have no figure for {int(last.year)})" if lacking > 0 else ""
    return (
        f"In {int(first.year)} it was {nth(float(first['rank']))} of {int(first['n'])}{fewer}. Compared with the "
        f"middle one of all {escape(place.kinds)}, it went from {then:.0f}% to {now:.0f}%: {moved}"
        f"{'' if moved.startswith('it kept') else f', by more than {ERROR:.0%} of what it had'}. "
        f'<a href="06-convergence.ipynb">Do poorer places catch up?</a>'
    )


def _among(place: Place, table: xr.Dataset) -> str:
    """Its place within its region, and how far apart the region's places are."""
    if place.series == REGIONS:
        return ""
    _, last = _ends(table)
    values = last["relative"].dropna("region")
    if values.size < 2:
        return ""
    order = values.sortby(values, ascending=False)
    names = [str(name) for name in order.region.values]
    times = float(order[0] / order[-1])
    return escape(
        f"Within {region_said(place.larger)} it is {nth(names.index(place.name) + 1)} of {values.size}. The highest, "
        f"{names[0]}, has {times:.1f} times as much as the lowest, {names[-1]}."
    )


def _century(place: Place) -> str:
    """Where its region stood in 1900 and stands now."""
    table = _century_ranks()
    code = _region_codes()[place.larger]
    at = [code in str(codes).split(";") for codes in table.itl1_codes.values]
    region = table.isel(region=at.index(True))
    name = str(region["name"].item())
    first, last = region.isel(year=0), region.isel(year=-1)
    n = table.sizes["region"]
    whole = _first_letter(region_said(name))
    joined = whole if name == place.name else f"{whole}, where it lies,"
    return (
        f"{escape(joined)} was {nth(float(first['rank']))} of {n} regions by output per head in "
        f"{int(first.year)} and {nth(float(last['rank']))} in {int(last.year)}. "
        f'<a href="01-a-century-of-ranks.ipynb">Is the ranking what it was in 1900?</a>'
    )


@functools.lru_cache(maxsize=1)
def _century_ranks() -> xr.Dataset:
    century = claim("century-of-ranks")
    table: xr.Dataset = century.evidence(**century.complete({})).tables["all_ranks"]
    return table


@functools.lru_cache(maxsize=1)
def _region_codes() -> dict[str, str]:
    return {place.name: code for code, place in places().items() if place.series == REGIONS}
