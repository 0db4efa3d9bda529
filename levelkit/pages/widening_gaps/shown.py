"""What one answer of the widening-gaps claim puts on its page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from levelkit.claims.spreads import SPREADS
from levelkit.claims.widening_gaps.answer import spec_of
from levelkit.claims.widening_gaps.figures import said
from levelkit.claims.widening_gaps.panels import BASIS_UNTIL, LONG_FROM
from levelkit.claims.widening_gaps.words import measure_words
from levelkit.pages.design import Shown
from levelkit.pages.widening_gaps.rows import (
    HEIGHT,
    driver_columns,
    estimate_columns,
    interval_columns,
    line_columns,
)
from levelkit.pages.words import number

if TYPE_CHECKING:
    from levelkit.claims.evidence import Evidence

ROW = 26  # pixels a row of bars or estimates


def shown(found: Evidence) -> Shown:
    """Figures and words of one answer."""
    chosen = found.choices
    spec = spec_of(chosen["measure"], weighted=chosen["weighted"])
    lines, (low, high) = line_columns(
        spec,
        chosen["data"],
        include_capital=chosen["include_capital"],
        real_prices=chosen["real_prices"],
    )
    drivers = driver_columns(found.tables["drivers"])
    estimates = estimate_columns(found.tables["measures"])
    changes = drivers["change"]
    ends = [v for key in ("estimate", "low", "high") for v in estimates[key] if v is not None]
    room = 0.06 * (max(*ends, 0) - min(*ends, 0)) or 1
    return Shown(
        datasets={
            **lines,
            "interval": interval_columns(found.tables["years"]),
            "drivers": drivers,
            "estimates": estimates,
            "basis": {"year": [BASIS_UNTIL], "label": ["its basis changes from here →"]},
        },
        signals={
            "shown": chosen["data"],
            "first_year": chosen["first_year"],
            "last_year": chosen["last_year"],
            "value_low": low,
            "value_high": high,
            "change_low": min(*changes, 0) * 1.08 - 1,
            "change_high": max(*changes, 0) * 1.08 + 1,
            "n_drivers": len(changes),
            "current_row": estimates["spec"].index(spec),
            "estimate_low": min(*ends, 0) - room,
            "estimate_high": max(*ends, 0) + room,
            "n_estimates": len(estimates["row"]),
        },
        words={
            "lines": {
                "height": HEIGHT,
                "title": found.headline,
                "subtitle": (
                    f"{_capital(measure_words(chosen['measure'], weighted=chosen['weighted']))}, "
                    f"{SPREADS[chosen['measure']].equal:g} = all equal; shaded: its range if any one region is left out. Lines are never joined: "
                    "each is on a basis of its own."
                ),
                "description": _lines_said(found, lines["ends"]),
            },
            "drivers": {
                "height": 40 + ROW * len(changes),
                "title": "Who drives the change?",
                "subtitle": _drivers_subtitle(found),
                "description": _drivers_said(drivers, found),
            },
            "forest": {
                "height": 30 + ROW * len(estimates["row"]),
                "title": "Does it depend on the measure?",
                "subtitle": (
                    f"Trend {chosen['first_year']} to {chosen['last_year']} in % of the first value a decade, with its 95% interval, "
                    "which allows for gaps that hardly change from year to year."
                ),
                "description": (
                    "Trend a decade under each measure: "
                    + "; ".join(
                        f"{label} {number(value, 1)}%"
                        for label, value in zip(
                            estimates["label"], estimates["estimate"], strict=True
                        )
                    )
                    + "."
                ),
            },
        },
        offered={"highlight": sorted(drivers["region"])},
        looks={"highlight": drivers["region"][0]},
    )


def about(found: Evidence) -> list[list[str]]:
    """What stands above the figures of a download."""
    chosen = found.choices
    return [
        ["figures", found.attrs["panel"]],
        ["measure", measure_words(chosen["measure"], weighted=chosen["weighted"])],
        ["london", "with" if chosen["include_capital"] else "without"],
        ["prices", "regional prices of 2016" if chosen["real_prices"] else "as published"],
        ["years", f"{chosen['first_year']} to {chosen['last_year']}"],
        ["unit", found.attrs["units"]],
    ]


def _capital(text: str) -> str:
    text = text.removeprefix("the ")
    return text[0].upper() + text[1:]


def _lines_said(found: Evidence, ends: dict[str, list[Any]]) -> str:
    listed = "; ".join(
        f"{label} {said(value)} in {year}"
        for label, value, year in zip(ends["label"], ends["value"], ends["year"], strict=True)
    )
    figures = found.figures
    return (
        f"Dispersion over the years. Rosés and Wolf, ten regions: {said(figures['early_start'])} in {LONG_FROM}, "
        f"{said(figures['early_end'])} in {BASIS_UNTIL}. Last values: {listed}. The chosen series went from "
        f"{said(figures['start'])} to {said(figures['end'])}."
    )


def _drivers_subtitle(found: Evidence) -> str:
    drivers = found.tables["drivers"]
    total = 100 * float(drivers.change.sum()) / float(drivers.then.sum())
    return (
        f"Contribution to the change of the squared coefficient of variation, {found.choices['first_year']} to "
        f"{found.choices['last_year']}, in % of its first value. Together: {number(total, 0)}%."
    )


def _drivers_said(drivers: dict[str, list[Any]], found: Evidence) -> str:
    listed = ", ".join(
        f"{name} {number(value, 1)}"
        for name, value in zip(drivers["region"], drivers["change"], strict=True)
    )
    return f"{_drivers_subtitle(found)} {listed}."
