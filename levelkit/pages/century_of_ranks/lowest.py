"""How much of the order was left at its lowest, and what every year's rank correlation hangs on."""

from __future__ import annotations

import functools
from math import isnan
from typing import TYPE_CHECKING

from levelkit.claims.century_of_ranks.criterion import TIE_ERROR, too_few, too_short
from levelkit.claims.century_of_ranks.sensitivity import DRAWS, sensitivities
from levelkit.claims.century_of_ranks.words import stated
from levelkit.claims.panels import panel
from levelkit.pages import words

if TYPE_CHECKING:
    from levelkit.claims.evidence import Evidence

_SPANS = ("without", "error", "crowd")
HEADING = "How much of the order was left at its lowest?"


def lowest_words(found: Evidence) -> str:
    """How close together the regions were, and how far levels still agreed; empty if nothing is judged."""
    figures = found.figures
    if too_few(figures) or too_short(figures) or isnan(figures["lowest_level"]):
        return ""
    first, year = found.choices["first_year"], int(figures["lowest_year"])
    at = found.tables["hangs"].sel(year=year)
    close = (
        f"In {year} the rank correlation with {first} was {stated(figures['lowest'])}. {int(at.crowd)} of "
        f"{int(figures['n'])} regions then lay between {words.number(float(at.crowd_low))} and "
        f"{words.number(float(at.crowd_high))} (mean of the regions = 100). The closer regions are, the more small "
        f"differences decide their ranks: if figures of both years are {TIE_ERROR:.0%} off, the correlation is "
        f"anywhere from {stated(figures['lowest_error_low'])} to {stated(figures['lowest_error_high'])} "
        f"(the middle 95% of {DRAWS:,} draws)."
    )
    level, without = figures["lowest_level"], figures["lowest_level_without_capital"]
    levels = (
        f"Levels may agree where ranks do not. The logarithms of output per head in {first} and {year} have a "
        f"correlation of {_two(level)}"
    )
    known = [level]
    if not isnan(without):
        levels += f"; without {found.attrs['capital']}, {_two(without)}"
        known.append(without)
    if min(known) > figures["lowest"]:
        levels += ". So levels stayed more alike than ranks"
    return words.passage(HEADING, close, f"{levels}.")


@functools.lru_cache(maxsize=32)
def hangs_table(data: str, measure: str, first: int, *, include_capital: bool) -> str:
    """What each later year's correlation with the first hangs on; empty where nothing is judged."""
    table = sensitivities(data, measure, first, include_capital=include_capital)
    if not table.sizes["year"]:
        return ""
    columns = [
        "Year", "Rank correlation", "Without any one region", f"Figures {TIE_ERROR:.0%} off: middle 95%",
        "Correlation of log levels", f"The same without {panel(data).capital}",
        "The closest 70% of regions lie between (mean = 100)",
    ]  # fmt: skip
    spans = [[table[f"{name}_{end}"].values for end in ("low", "high")] for name in _SPANS]
    body = [
        [
            str(int(year)),
            _two(rho),
            *(f"{_two(low[k])} to {_two(high[k])}" for low, high in spans[:2]),
            _two(level),
            _two(without),
            f"{words.number(spans[2][0][k])} to {words.number(spans[2][1][k])}",
        ]
        for k, (year, rho, level, without) in enumerate(
            zip(
                table.year.values,
                table.estimate.values,
                table.level.values,
                table.level_without_capital.values,
                strict=True,
            )
        )
    ]
    return words.table(f"What the rank correlation with {first} hangs on", columns, body)


def _two(value: float) -> str:
    return words.number(value, 2)
