"""How much of the order was left at its lowest, what every year hangs on, and other countries."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING

from levelkit.claims.numbers import on_its_side
from levelkit.claims.verdict import Verdict
from levelkit.figures.kept import kept
from levelkit.pages import words
from levelkit.pages.words import number

if TYPE_CHECKING:
    import xarray as xr

    from levelkit.claims.evidence import Evidence


def lowest(evidence: Evidence) -> str:
    """How close together the regions were, and how far levels still agreed; empty if nothing is judged."""
    figures = evidence.figures
    if evidence.verdict is Verdict.CANNOT_TEST or isnan(figures["lowest_level"]):
        return ""
    rho, low, high = (
        on_its_side(figures[name], evidence.attrs["thresholds"])
        for name in ("lowest", "lowest_error_low", "lowest_error_high")
    )
    first, year = evidence.choices["first_year"], int(figures["lowest_year"])
    table = evidence.tables["all_hangs"]
    at = table.sel(year=year)
    close = (
        f"In {year} the rank correlation with {first} was {rho}. {int(at.crowd)} of {int(figures['n'])} regions then lay "
        f"between {number(float(at.crowd_low))} and {number(float(at.crowd_high))} (mean of the regions = 100). "
        "The closer regions are, the more small differences decide their ranks: if figures of both years are "
        f"{table.error:.0%} off, the correlation is anywhere from {low} to {high} (the middle 95% of {table.draws:,} draws)."
    )
    level, without = figures["lowest_level"], figures["lowest_level_without_capital"]
    levels = (
        f"Levels may agree where ranks do not. The logarithms of output per head in {first} and {year} have a "
        f"correlation of {number(level, 2)}"
    )
    if not isnan(without):
        levels += f"; without {evidence.attrs['capital']}, {number(without, 2)}"
    if all(value > figures["lowest"] for value in (level, without) if not isnan(value)):
        levels += ". So levels stayed more alike than ranks"
    return words.passage("How much of the order was left at its lowest?", close, f"{levels}.")


def hangs(evidence: Evidence) -> str:
    """What each later year's correlation with the first hangs on; empty where nothing is judged."""
    first, capital = evidence.choices["first_year"], evidence.attrs["capital"]
    return _hangs(evidence.tables["all_hangs"], first, capital)


@kept
def _hangs(table: xr.Dataset, first: int, capital: str) -> str:
    if not table.sizes["year"]:
        return ""
    columns = [
        "Year", "Rank correlation", "Without any one region", f"Figures {table.error:.0%} off: middle 95%",
        "Correlation of log levels", f"The same without {capital}",
        "The closest 70% of regions lie between (mean = 100)",
    ]  # fmt: skip

    def column(name: str, digits: int = 2) -> list[str]:
        return [number(value, digits) for value in table[name].values.tolist()]

    def span(name: str, digits: int = 2) -> list[str]:
        ends = zip(column(f"{name}_low", digits), column(f"{name}_high", digits), strict=True)
        return [f"{low} to {high}" for low, high in ends]

    rows = zip(
        map(str, table.year.values.tolist()), column("estimate"), span("without"), span("error"),
        column("level"), column("level_without_capital"), span("crowd", 1), strict=True,
    )  # fmt: skip
    return words.table(f"What the rank correlation with {first} hangs on", columns, rows)


def elsewhere(evidence: Evidence) -> str:
    """How many countries have kept their order, and which years that is about."""
    return _elsewhere(evidence.tables["europe"], evidence.attrs["thresholds"])


@kept
def _elsewhere(europe: xr.Dataset, limits: tuple[float, ...]) -> str:
    above = int((europe.estimate >= europe.agree).sum())
    highest = on_its_side(float(europe.estimate[0]), limits)
    lead = (
        f"Of {europe.sizes['country']} European countries with {europe.fewest} or more regions, {above} have a rank "
        f"correlation of {europe.agree} or more between 1900 and 2015; {europe.country.values[0]} "
        f"has the highest ({highest})."
    )
    years = (
        "Whatever years are chosen above, this always compares 1900 with 2015: "
        "the figures for all these countries begin and end there."
    )
    return words.passage("Is that unusual?", lead, years)


def countries(evidence: Evidence) -> str:
    """The same question in each country of Europe that has enough regions."""
    place = evidence.attrs["place"]
    return _countries(evidence.tables["europe"], evidence.attrs["thresholds"], place)


@kept
def _countries(europe: xr.Dataset, limits: tuple[float, ...], place: str) -> str:
    rows = [
        [name.removeprefix("the "), str(n), on_its_side(rho, limits), number(least, 2)]
        for name, n, rho, least in zip(
            *(europe[name].values.tolist() for name in ("country", "n", "estimate", "lowest")),
            strict=True,
        )
    ]
    columns = ["Country", "Regions", "Correlation 1900-2015", "Lowest in between"]
    marked = place.removeprefix("the ")
    return words.table("Rank correlation of regions by country", columns, rows, marked=marked)
