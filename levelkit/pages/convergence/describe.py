"""What is said beside the charts of the catching-up page."""

from __future__ import annotations

import functools
from html import escape
from math import isnan
from typing import TYPE_CHECKING, Any

from levelkit.claims.convergence.anatomy import SMOOTH, club_paths, clubs, transitions
from levelkit.claims.convergence.models import models_of
from levelkit.claims.convergence.numbers import between, percent
from levelkit.claims.convergence.panels import PANELS
from levelkit.claims.convergence.scatter import LINES
from levelkit.pages import words
from levelkit.pages.convergence.anatomy_rows import MOST_PATHS

if TYPE_CHECKING:
    from levelkit.claims.convergence.sample import Sample
    from levelkit.claims.evidence import Evidence

SURE = 0.05
MUCH = 1.0  # Cook's distance from which on one place alone moves the line much


def scatter(found: Evidence, sample: Sample) -> str:
    """Under the title of the scatter."""
    model = found.choices["model"]
    label = models_of(sample.data, sample.first, sample.last)[model]
    held = {
        "within": f" Levels and growth are from the mean of each {PANELS[sample.data].group}.",
        "farming": " What the share of farming explains is taken out of both.",
    }.get(model, "")
    line = (
        "shaded: its 95% interval"
        if model in LINES
        else "the slope that the model's speed implies over these years; shaded: its 95% interval"
    )
    return (
        f"One point a place: growth {sample.first} to {sample.last}, % points a year above the average, on its level in "
        f"{sample.first}. {label}; {line}. A line that falls to the right means catching up. Dashed: the {'' if model in LINES else 'plain '}line without the "
        f"marked place.{held}"
    )


def points_said(found: Evidence, n: int, names: dict[str, list[Any]]) -> str:
    """The scatter for a screen reader."""
    order = sorted(range(len(names["cook"])), key=lambda k: -(names["cook"][k] or 0))[:3]
    most = "; ".join(f"without {names['region'][k]} {names['without'][k]}" for k in order)
    return f"{n} places. {found.sentence} The places that move the line most if left out: {most}. All are in the table below."


def checks_html(found: Evidence) -> str:
    """Assumptions, each with its test and what it means."""
    held = found.choices["model"]
    figures = {str(name): float(value) for name, value in found.tables["checks"].items()}
    names = found.tables["points"]
    largest = int(names.cook.fillna(0).argmax("region"))
    place = str(names.region.values[largest])
    p = figures["heteroskedasticity_p"]
    cook = figures["cook_largest"]
    rows = [
        [
            "Same spread of residuals everywhere?",
            f"Breusch-Pagan (Koenker): p {_p(p)}",
            "No: robust errors are needed, and are used." if p < SURE else "No sign against it.",
        ],
        [
            "One place that decides?",
            f"Largest Cook's distance {cook:.2f}: {place}",
            f"{'Yes, much' if cook > MUCH else 'No'}: without it the speed is "
            f"{percent(float(names.without_speed.values[largest]))}.",
        ],
        ["Neighbours alike?", *_neighbours(figures)],
        [
            "Normal residuals?",
            f"Jarque-Bera: p {_p(figures['normality_p'])}",
            "Of little weight for the slope of many places; with a dozen, intervals are rough."
            if figures["normality_p"] < SURE
            else "No sign against it.",
        ],
        ["Galton's fallacy?", *_galton(figures)],
    ]
    note = (
        ""
        if held in LINES
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
    said = f"Moran's I of residuals {moran:.2f}, p {_p(p)} ({int(figures['moran_n'])} places, common borders)"
    said = said.replace("I of residuals -", "I of residuals −")
    if p < SURE:
        return (
            said,
            "Yes: there is less independent information than places, and true intervals are wider.",
        )
    return said, "No sign of it."


def _galton(figures: dict[str, float]) -> tuple[str, str]:
    if isnan(figures["iv_speed"]):
        return "Not tested: there is no level a step earlier", "–"
    first = int(figures["iv_first"])
    low, high = figures["iv_low"], figures["iv_high"]
    said = (
        f"Growth from {first}, its level taken from the step before as instrument: {percent(figures['iv_speed'])} "
        f"({'no interval' if isnan(low) else between(low, high)}); plain line {percent(figures['iv_plain'])}"
    )
    change = figures["iv_plain"] - figures["iv_speed"]
    if change > 0.25 * max(abs(figures["iv_plain"]), 0.4):
        return said, "Part of the plain speed is chance in the first year."
    return said, "Chance in the first year's level hardly matters here."


def _p(value: float) -> str:
    return "below 0.001" if value < 0.001 else f"{value:.3f}"


def speed_words(sample: Sample) -> dict[str, str]:
    """Title and subtitle of the speed through time."""
    about = PANELS[sample.data]
    length = f"{about.window} years" if not about.benchmarks else "the years between two figures"
    return {
        "title": "When did places catch up?",
        "subtitle": (
            f"Speed in % of a gap a year, in windows of {length} (dots at their middle), absolute model with HC3 intervals, "
            "one source. Shaded: the chosen years. Above 0 gaps close. An arrow: the interval goes on."
        ),
    }


def sigma_words(*, weighted: bool) -> dict[str, str]:
    """Title and subtitle of the spread."""
    people = ", counting people" if weighted else ""
    return {
        "title": "Did gaps become smaller?",
        "subtitle": (
            f"Standard deviation of logs{people}, places with figures in every year, one source. A line that falls is sigma convergence: what "
            "the speed alone cannot show."
        ),
    }


@functools.lru_cache(maxsize=64)
def club_words(sample: Sample) -> dict[str, str]:
    """Titles and subtitles of the clubs."""
    found, t = clubs(sample.data, include_capital=sample.include_capital)
    n = int((club_paths(sample.data, include_capital=sample.include_capital).club > 0).sum())
    title = (
        "One club: all lead to the same path"
        if n == 1 and not (found.merged == 0).any()
        else (f"{n} clubs, each on a path of its own")
    )
    trend = (
        f"smoothed (Hodrick-Prescott, λ = {SMOOTH:g})"
        if not PANELS[sample.data].benchmarks
        else "benchmark years 1950 to 2010"
    )
    thin = "; thin: each place" if found.x.sizes["region"] <= MOST_PATHS else ""
    t_said = f"{t:.1f}".replace("-", "−")
    return {
        "title": title,
        "subtitle": (
            f"Phillips and Sul's clubs, after merging: mean of logs relative to all, {trend}{thin}. All as one club: t = {t_said}, "
            f"{'not ' if t > -1.65 else ''}rejected (below −1.65). Clubs follow the years of the panel, not the chosen ones."
        ),
    }


@functools.lru_cache(maxsize=64)
def move_words(sample: Sample) -> dict[str, str]:
    """Title and subtitle of the transition matrix."""
    found = transitions(sample.data, include_capital=sample.include_capital)
    stay = found.probabilities.values
    k = len(stay)
    return {
        "title": f"{stay[0, 0]:.0%} of the poorest stayed the poorest over {float(found.years):.0f} years",
        "subtitle": (
            f"Level in % of the mean; a row says where places of a class were some {float(found.years):.0f} years later. Mobility "
            f"(Shorrocks): {float(found.shorrocks):.2f}, 0 if nobody moves, 1 if the start does not matter. Mean stay of the "
            f"poorest {_moves(found.stay.values[0], found.years)}, of the richest {_moves(found.stay.values[k - 1], found.years)}. "
            "Long run: where these moves point, no forecast."
        ),
    }


def _moves(stay: Any, years: Any) -> str:
    value = float(stay) * float(years)
    return "for ever" if value == float("inf") else f"{value:.0f} years"


@functools.lru_cache(maxsize=64)
def kernel_words(sample: Sample) -> dict[str, str]:
    """Title and subtitle of the stochastic kernel."""
    found = transitions(sample.data, include_capital=sample.include_capital)
    return {
        "title": "The same without classes",
        "subtitle": (
            f"Stochastic kernel: how likely each level is some {float(found.years):.0f} years after another (dark: likely). On the "
            "dashed line places keep their level; a ridge flatter than it means catching up, one along it that gaps stay."
        ),
    }
