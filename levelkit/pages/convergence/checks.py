"""Whether the line's assumptions hold, in words."""

from __future__ import annotations

from html import escape
from math import isnan
from typing import TYPE_CHECKING

from levelkit.claims.numbers import percentage, percentages
from levelkit.pages import words
from levelkit.pages.convergence.speeds import edges, slow_of
from levelkit.pages.words import p_value

if TYPE_CHECKING:
    from levelkit.claims.evidence import Evidence

SURE = 0.05
MUCH = 1.0  # Cook's distance from which on one place alone moves the line much


def checks(evidence: Evidence) -> str:
    """Assumptions, each with its test and what it means."""
    fitted = evidence.attrs["fitted_to_points"]
    near = edges(slow_of(evidence))
    figures = {str(name): float(value) for name, value in evidence.tables["checks"].items()}
    names = evidence.tables["points"]
    largest = int(names.cook.fillna(0).argmax("region"))
    place = str(names.region.values[largest])
    p = figures["heteroskedasticity_p"]
    cook = figures["cook_largest"]
    rows = [
        [
            "Same spread of residuals everywhere?",
            f"Breusch-Pagan (Koenker): p {p_value(p)}",
            "No: robust errors are needed, and are used." if p < SURE else "No sign against it.",
        ],
        [
            "One place that decides?",
            f"Largest Cook's distance {cook:.2f}: {place}",
            f"{'Yes, much' if cook > MUCH else 'No'}: without it the speed is "
            f"{percentage(float(names.without_speed.values[largest]), near)}.",
        ],
        ["Neighbours alike?", *_neighbours(figures)],
        [
            "Normal residuals?",
            f"Jarque-Bera: p {p_value(figures['normality_p'])}",
            "Of little weight for the slope of many places; with a dozen, intervals are rough."
            if figures["normality_p"] < SURE
            else "No sign against it.",
        ],
        ["Galton's fallacy?", *_galton(figures, near)],
    ]
    note = (
        ""
        if fitted
        else "The checks are those of the plain line: the model shown is not fitted to these points."
    )
    table = words.table(
        "Do the assumptions hold?", ["Question", "Test", "What it means"], [[*row] for row in rows]
    )
    return f"{table}<p>{escape(note)}</p>"


def _neighbours(figures: dict[str, float]) -> tuple[str, str]:
    moran, p = figures["moran"], figures["moran_p"]
    if isnan(moran):
        return "Not tested: the kit has no map of these places", "–"
    said = f"Moran's I of residuals {moran:.2f}, p {p_value(p)} ({int(figures['moran_n'])} places, common borders)"
    said = said.replace("I of residuals -", "I of residuals −")
    if p < SURE:
        return (
            said,
            "Yes: there is less independent information than places, and true intervals are wider.",
        )
    return said, "No sign of it."


def _galton(figures: dict[str, float], near: tuple[float, ...]) -> tuple[str, str]:
    if isnan(figures["iv_speed"]):
        return "Not tested: there is no level a step earlier", "–"
    first = int(figures["iv_first"])
    low, high = figures["iv_low"], figures["iv_high"]
    said = (
        f"Growth from {first}, its level taken from the step before as instrument: {percentage(figures['iv_speed'], near)} "
        f"({'no interval' if isnan(low) else percentages(low, high, near)}); plain line {percentage(figures['iv_plain'], near)}"
    )
    change = figures["iv_plain"] - figures["iv_speed"]
    if change > 0.25 * max(abs(figures["iv_plain"]), 0.4):
        return said, "Part of the plain speed is chance in the first year."
    return said, "Chance in the first year's level hardly matters here."
