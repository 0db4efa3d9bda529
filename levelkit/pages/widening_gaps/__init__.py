"""The page of the widening-gaps claim: lines of all series, who drives the change, every measure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from levelkit.figures.table import Column, Table
from levelkit.pages.layout import Mark, PageLayout
from levelkit.pages.widening_gaps.figures import (
    driver_rows,
    drivers,
    forest,
    interval_rows,
    lines,
    trend_rows,
)

if TYPE_CHECKING:
    from levelkit.claims.evidence import Evidence

__all__ = ["LAYOUT"]


def every_measure(evidence: Evidence) -> Table:
    """The trend under every measure."""
    return Table(
        "Every measure, {first_year} and {last_year}",
        {"estimates": trend_rows(evidence.tables["measures"])},
        (
            Column("label", "Measure, counting"),
            Column("start", "{first_year}", digits=4),
            Column("end", "{last_year}", digits=4),
            Column("estimate", "Trend, % a decade", digits=1),
            Column(("low", "high"), "95% interval", digits=1),
        ),
    )


def every_year(evidence: Evidence) -> Table:
    """Dispersion year by year."""
    return Table(
        "The chosen series, year by year",
        {"interval": interval_rows(evidence.tables["years"])},
        (
            Column("year", "Year"),
            Column("value", "Dispersion", digits=4),
            Column(("low", "high"), "Without any one region", digits=4),
        ),
    )


def every_region(evidence: Evidence) -> Table:
    """What each region contributes."""
    return Table(
        "Who drives the change",
        {"drivers": driver_rows(evidence.tables["drivers"])},
        (
            Column("region", "Region"),
            Column("change", "Contribution, %", digits=1),
            Column("relative_then", "Mean = 100, {first_year}", digits=1),
            Column("relative_now", "Mean = 100, {last_year}", digits=1),
        ),
        unit="region",
    )


def _regions(evidence: Evidence) -> list[str]:
    return driver_rows(evidence.tables["drivers"])["region"]


def about(evidence: Evidence) -> list[list[str]]:
    """What stands above the figures of a download."""
    chosen = evidence.choices
    return [
        ["figures", evidence.attrs["panel"]],
        ["measure", evidence.attrs["measure"]],
        ["london", "with" if chosen["include_capital"] else "without"],
        ["prices", "regional prices of 2016" if chosen["real_prices"] else "as published"],
        ["years", f"{chosen['first_year']} to {chosen['last_year']}"],
        ["unit", evidence.attrs["units"]],
    ]


LAYOUT = PageLayout(
    figures={"lines": lines, "drivers": drivers, "forest": forest},
    tables=(every_measure, every_year, every_region),
    marks=(
        Mark(
            "highlight",
            lambda evidence: sorted(_regions(evidence)),
            lambda evidence: _regions(evidence)[0],
            label="Highlight (or click a region)",
        ),
    ),
    about=about,
    advanced=frozenset({"measure", "real_prices", "weighted"}),
)
