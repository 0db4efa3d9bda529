"""The widening-gaps answer in words."""

from __future__ import annotations

from math import isnan

from levelkit.claims.spreads import SPREADS
from levelkit.claims.verdict import Verdict
from levelkit.claims.widening_gaps.criterion import (
    SIGNIFICANT,
    TOO_FEW_REGIONS,
    TOO_FEW_YEARS,
    narrowed_recently,
    widened_early,
    widened_recently,
)
from levelkit.claims.widening_gaps.panels import BASIS_UNTIL, LONG_FROM, SAID, Panel

Figures = dict[str, float]


def subject(key: str, first: int, last: int, *, include_capital: bool, real_prices: bool) -> str:
    """What is judged: "GVA per head, 12 regions and nations without London, 1998 to 2023"."""
    what, regions = SAID[key]
    without = "" if include_capital else " without London"
    prices = " at regional prices" if real_prices else ""
    return f"{what[0].upper()}{what[1:]}{prices}, {regions}{without}, {first} to {last}"


def headline(figures: Figures, verdict: Verdict, first: int) -> str:
    """The finding in ten words or fewer."""
    if verdict is Verdict.CANNOT_TEST:
        return "Too few regions or years to tell"
    if verdict is Verdict.SUPPORTED:
        return f"Gaps widened before {BASIS_UNTIL} and have since {first}"
    if widened_recently(figures):
        return f"Gaps narrowed until {BASIS_UNTIL} and have widened since {first}"
    if widened_early(figures):
        return f"Gaps widened before {BASIS_UNTIL}, but not clearly since {first}"
    if narrowed_recently(figures):
        return f"Gaps narrowed before {BASIS_UNTIL} and again since {first}"
    return f"No widening before {BASIS_UNTIL}, none that is sure since {first}"


def reason(figures: Figures, verdict: Verdict) -> str:
    """Why the verdict is what it is."""
    if verdict is Verdict.CANNOT_TEST:
        return f"It takes {TOO_FEW_REGIONS} regions and {TOO_FEW_YEARS} years to tell a trend from luck."
    early = "widened" if widened_early(figures) else "narrowed"
    recent = (
        "they have widened"
        if widened_recently(figures)
        else "they have narrowed"
        if narrowed_recently(figures)
        else "no trend is sure"
    )
    return f"Between {LONG_FROM} and {BASIS_UNTIL} gaps {early}; in the recent years {recent}."


def measure_words(measure: str, *, weighted: bool) -> str:
    """The measure in a sentence: "the coefficient of variation, weighted by people"."""
    label = SPREADS[measure].label
    said = label[0].lower() + label[1:] if label[1].islower() and label[0] not in "GTA9" else label
    return f"the {said}{', weighted by people' if weighted else ''}"


def sentence(figures: Figures, measure: str, first: int, last: int, *, weighted: bool) -> str:
    """The answer with its numbers and intervals."""
    what = measure_words(measure, weighted=weighted)
    if figures["n"] < TOO_FEW_REGIONS or figures["years"] < TOO_FEW_YEARS:
        return f"With {figures['n']:.0f} regions and {figures['years']:.0f} years no trend can be told from luck."
    text = (
        f"From {first} to {last} {what} went from {figures['start']:.3f} to {figures['end']:.3f}: a trend of "
        f"{_signed(figures['per_decade'])} of its first value a decade"
    )
    if not isnan(figures["decade_low"]):
        text += (
            f" (95% interval {_signed(figures['decade_low'])} to {_signed(figures['decade_high'])}; "
            f"{_p(figures['p_value'])})"
        )
    text += (
        f". On Rosés and Wolf's figures it went from {figures['early_start']:.3f} in {LONG_FROM} to "
        f"{figures['early_end']:.3f} in {BASIS_UNTIL}, and was lowest in {figures['lowest_year']:.0f} of all years to "
        f"{BASIS_UNTIL}."
    )
    if not isnan(figures["break_year"]) and figures["break_p"] < SIGNIFICANT:
        text += f" Its level changed in {figures['break_year']:.0f} ({_p(figures['break_p'])})."
    return text + " The two series are never joined: their levels are on different bases."


def _signed(value: float) -> str:
    return f"{value:+.1f}%".replace("-", "−")


def _p(value: float) -> str:
    if value < 0.001:
        return "p < 0.001"
    digits = 3
    # 0.0496 is not 0.050: text and verdict must not contradict each other.
    while round(value, digits) == SIGNIFICANT and value != SIGNIFICANT:
        digits += 1
    return f"p = {value:.{digits}f}"


def caveats(key: str, one: Panel, *, real_prices: bool) -> list[str]:
    """What the reader must know of these very figures."""
    notes = [
        "Rosés and Wolf's figures change their basis after 1980: London (UK = 100) is 122 in 1990 and 139 in 2000 there, 149 and "
        "167 at ONS, and both have 173 or so in 2015. Part of the rise that they show from 1980 on is that change: it is drawn "
        "dashed and counts for nothing.",
        "Geary and Stark (Economic History Review 69(1), 2016, doi 10.1111/ehr.12114) find a U-shape with the rise since 1971, "
        "on figures of their own.",
        *one.notes,
    ]
    if key == "index-1989":
        notes.append(
            "Northern Ireland has no population before 1992 in this series and is left out of all years."
        )
    if real_prices:
        notes.append(
            "Regional prices are those of 2016 without rents, in every year: what London's rents take is not in them, nor how "
            "price levels moved."
        )
    return notes
