"""What changed when, and whether what is done locally goes with growth."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from levelkit.charts.event_lines import lanes, phone_numbers
from levelkit.claims.ordinals import nth
from levelkit.claims.phrases import count, named, number
from levelkit.claims.verdict import Verdict
from levelkit.figures.columns import plain, rounded
from levelkit.figures.figure import Columns, Figure, Files
from levelkit.figures.kept import kept
from levelkit.pages import words
from levelkit.pages.devolution.places import SHORT, UK

if TYPE_CHECKING:
    import xarray as xr

    from levelkit.claims.evidence import Evidence

FIRST_SHOWN = 1970
HALF = 50  # %


def timeline(evidence: Evidence) -> Figure:
    """An index of the western democracies over the years, with events of devolution in the UK."""
    table, events = evidence.tables["timeline"], evidence.tables["events"]
    columns = {"country": "country", "year": "year", "value": "index"}
    return Figure(
        "event_lines",
        {"timeline": timeline_rows(table), "events": event_rows(events)},
        {"main": UK, "first_shown": FIRST_SHOWN},
        source=words.source_of_tables(table, events),
        files=Files("timeline", columns, "timeline-{index}"),
        **_timeline_said(table),
    )


@kept
def timeline_rows(table: xr.Dataset) -> Columns:
    """One row a country and year; a country's last is marked."""
    value = table["value"].transpose("country", "year").sel(year=slice(FIRST_SHOWN, None))
    known = np.isfinite(value.values)
    country, year = np.nonzero(known)
    names = value.country.values[country].tolist()
    return {
        "country": names,
        "short": [SHORT.get(name, name) for name in names],
        "year": value.year.values[year].tolist(),
        "value": rounded(value.values[known], 2),
        "last": np.append(np.diff(country) > 0, True)[: len(names)].tolist(),
    }


@kept
def event_rows(table: xr.Dataset) -> Columns:
    """Events of UK devolution, each with a lane in which its name runs into no other."""
    at, short = [fraction(date) for date in plain(table.date)], plain(table.short)
    return {
        "number": list(range(1, len(at) + 1)),
        "at": at,
        "lane": lanes(at, short),
        "short": short,
        "phone": phone_numbers(at),
        "title": plain(table.title),
        "when": plain(table.date),
        "nation": plain(table.nation),
        "direction": plain(table.direction),
        "source": plain(table.source_title),
    }


def fraction(date: str) -> float:
    """A date as a year with its fraction; of a year alone the middle."""
    parts = [int(part) for part in date.split("-")]
    if len(parts) == 1:
        return parts[0] + 0.5
    day = parts[2] if len(parts) == 3 else 15
    return round(parts[0] + (parts[1] - 1) / 12 + day / 366, 2)


def _timeline_said(table: xr.Dataset) -> dict[str, Any]:
    """First and last value, and what the lines are."""
    units = table.attrs["units"]

    def said(value: xr.DataArray) -> str:
        return f"{float(value):.1f}{'%' if units == '%' else f' {units}'}"

    uk = table["value"].sel(country=UK, year=slice(FIRST_SHOWN, None)).dropna("year")
    first, last, lowest = uk[0], uk[-1], uk[int(uk.values.argmin())]
    return {
        "title": (
            f"UK {table.attrs['short_name'].lower()}: {said(first)} in {first.year.item()}, {said(last)} in {last.year.item()}"
        ),
        "subtitle": (
            f"{table.attrs['long_name']}, {units}, western democracies in grey. Solid upright lines: power goes to places; dashed: back to "
            "the centre, or a vote against. All events are in the table."
        ),
        "description": (
            f"Lines of western democracies with events of UK devolution. The United Kingdom had {said(first)} in {first.year.item()}, its lowest, "
            f"{said(lowest)}, in {lowest.year.item()}, and {said(last)} in {last.year.item()}."
        ),
    }


def local(evidence: Evidence) -> str:
    """The local share of spending, and whether poorer regions gain more where it is larger, as HTML."""
    return _local(evidence.tables["local_spending"])


@kept
def _local(table: xr.Dataset) -> str:
    spending, uk = table.spending.dropna("country"), table.sel(country=UK)
    more = spending.country.values[spending.values > HALF].tolist()
    countries = plain(table.growth.dropna("country").country)
    numbers = {
        name: number(float(table[name])) for name in ("estimate", "ci_low", "ci_high", "detectable")
    }
    first, last, step = (table.attrs[key] for key in ("first_year", "last_year", "step"))
    turn = {
        Verdict.SUPPORTED: "They gain more where more is spent below the centre",
        Verdict.NOT_SUPPORTED: "They gain less where more is spent below the centre",
    }.get(
        table.attrs["gains"],
        "Whether they gain more where more is spent below the centre cannot be told",
    )
    return words.passage(
        "Spending below the centre, and what goes with it",
        f"By money, not in the UK: in {table.year.item()} governments below the centre did {number(float(uk.spending), 1)}% of public spending, the "
        f"{nth(table.place.item())} lowest share of {spending.size} western democracies. More than {HALF}% is spent below the centre in "
        f"{named(more) if more else 'none'}. Spending counts money, not who decides, nor what makes a place grow.",
        f"Do poorer regions gain where more is spent below the centre? {turn}. In {count(len(countries))} countries with figures, "
        f"{step:.0f} percentage points more of spending in {first} go with {numbers['estimate']} percentage points a year ({numbers['ci_low']} to "
        f"{numbers['ci_high']}, 95% interval, HC3) more growth of the poorer half of regions over their country, {first} to {last}. Only a slope of "
        f"{numbers['detectable']} or more would show four times in five. Countries: {named(countries)}. "
        f"The UK's own figure is {number(float(uk.growth))}; part of London's lead in that source is a change of basis.",
        "That places grow because of what is done locally cannot be tested here: no table says what is spent, or decided, in each "
        "region, so that regions of one country cannot be compared; and nine countries that differ in much else show no cause.",
    )  # fmt: skip
