"""The widening-gaps answer in words."""

from __future__ import annotations

import functools
from math import isnan
from typing import TYPE_CHECKING

from levelkit.claims.numbers import said, signed, significant
from levelkit.claims.spreads import SPREADS
from levelkit.claims.verdict import Part, Verdict
from levelkit.claims.widening_gaps.criterion import SIGNIFICANT, against_its_ends
from levelkit.claims.widening_gaps.panels import (
    BASIS_UNTIL,
    INDEX,
    LONG_FROM,
    LONG_RUN,
    SAID,
    panel,
)

if TYPE_CHECKING:
    from levelkit.claims.labelled_panel import Panel
    from levelkit.claims.widening_gaps.early import Early

Figures = dict[str, float]

#: What gaps did in the chosen years, if these go up to now and if they end before.
_SINCE = {
    Verdict.SUPPORTED: ("they have widened", "they widened"),
    Verdict.NOT_SUPPORTED: ("they have narrowed", "they narrowed"),
    Verdict.CANNOT_TELL: ("no trend is sure", "no trend is sure"),
    Verdict.CANNOT_TEST: ("too little to test", "too little to test"),
}
#: The same beside a first part that fails.
_LATER = {
    Verdict.SUPPORTED: "they did",
    Verdict.CANNOT_TELL: "the figures cannot tell",
}
NAMED = 2  # regions that turn an answer are named up to this many
#: From here on a series may as well be a random walk.
WALK = 0.99


def subject(key: str, first: int, last: int, *, include_capital: bool, real_prices: bool) -> str:
    """What is judged: "GVA per head, 12 regions and nations without London, 1998 to 2023"."""
    what, regions = SAID[key]
    without = "" if include_capital else " without London"
    prices = " at regional prices" if real_prices else ""
    return f"{what[0].upper()}{what[1:]}{prices}, {regions}{without}, {first} to {last}"


def headline(early: Early, since: Part, years: tuple[int, int], newest: int) -> str:
    """The finding in ten words or fewer."""
    then = _way(early, "widened", "narrowed", "held")
    return f"Gaps {then} until {BASIS_UNTIL}; {_recent(since, years, newest, '{}-{}')}"


def reason(early: Early, since: Part, years: tuple[int, int], newest: int) -> str:
    """Why the verdict is what it is."""
    then = _way(early, "widened", "narrowed", "did not change")
    return (
        f"From {LONG_FROM} to {BASIS_UNTIL} gaps {then}{_hangs(early)}; "
        f"{_recent(since, years, newest, 'from {} to {}')}."
    )


def _recent(since: Part, years: tuple[int, int], newest: int, span: str) -> str:
    """What gaps did: "since 1998 they have widened", and in years long ended "from 2003 to 2013 they widened"."""
    now, then = _SINCE[since.verdict]
    return f"since {years[0]} {now}" if years[1] == newest else f"{span.format(*years)} {then}"


def _way(early: Early, up: str, down: str, level: str) -> str:
    return up if early.rise > 0 else down if early.rise < 0 else level


def _hangs(early: Early) -> str:
    """What the early figures hang on."""
    if not early.rise:
        return ""
    if not early.turned_by:
        return ", whichever region is left out"
    few = len(early.turned_by) <= NAMED
    which = " or ".join(early.turned_by) if few else f"any one of {len(early.turned_by)} regions"
    return f", though not if {which} is left out"


def measure_words(measure: str, *, weighted: bool) -> str:
    """The measure in a sentence: "the coefficient of variation, weighted by people"."""
    return f"the {SPREADS[measure].phrase}{', weighted by people' if weighted else ''}"


def sentence(
    figures: Figures,
    early: Early,
    since: Part,
    measure: str,
    first: int,
    last: int,
    *,
    weighted: bool,
) -> str:
    """The answer with its numbers and intervals."""
    what = measure_words(measure, weighted=weighted) + ("," if weighted else "")
    if since.verdict is Verdict.CANNOT_TEST:
        recent = f"With {figures['n']:.0f} regions and {figures['years']:.0f} years no trend can be told from luck."
    else:
        recent = (
            f"From {first} to {last} {what} {_went(figures['start'], figures['end'])}: a trend of "
            f"{signed(figures['per_decade'])} of its first value a decade (95% interval {signed(figures['decade_low'])} to "
            f"{signed(figures['decade_high'])}; {_p(figures['p_value'])})."
            f"{_ends(figures, since)}{_last_decade(figures)}{_persistence(figures)}"
        )
    return f"{recent} On Rosés and Wolf's figures it {_went(early.start, early.end)} between {LONG_FROM} and {BASIS_UNTIL}."


def _went(start: float, end: float) -> str:
    if significant(start) == significant(end):
        return f"was unchanged at {said(end)}"
    return f"went from {said(start)} to {said(end)}"


def _ends(figures: Figures, since: Part) -> str:
    """A trend is one of all years; the two at the ends may say something else."""
    if not against_its_ends(figures, since.verdict):
        return ""
    lower = "lower" if figures["end"] < figures["start"] else "higher"
    return f" Yet it ended {lower} than it began: the trend is that of all years, not of the two at the ends."


def _last_decade(figures: Figures) -> str:
    """Whether it goes on: the last ten years of a longer series, by themselves."""
    if isnan(figures["last_decade_from"]):
        return ""
    return (
        f" In {figures['last_decade_from']:.0f} it stood at {said(figures['last_decade_start'])}; the trend since then is "
        f"{signed(figures['last_decade'])} a decade ({signed(figures['last_decade_low'])} to "
        f"{signed(figures['last_decade_high'])})."
    )


def _persistence(figures: Figures) -> str:
    if isnan(figures["ar"]):
        return ""
    return (
        f" Of a deviation from the trend {figures['ar']:.0%} is left a year later ({figures['ar_low']:.0%} to "
        f"{figures['ar_high']:.0%})."
    )


def _p(value: float) -> str:
    if value < 0.001:
        return "p < 0.001"
    digits = 3
    # 0.0496 is not 0.050: text and verdict must not contradict each other.
    while round(value, digits) == SIGNIFICANT and value != SIGNIFICANT:
        digits += 1
    return f"p = {value:.{digits}f}"


@functools.lru_cache(maxsize=1)
def _of_londons_area() -> tuple[str, ...]:
    return tuple(
        f"Within {LONG_FROM} to {BASIS_UNTIL}: {note[0].lower()}{note[1:]} So part of a change between the two years "
        "may be one of London's area."
        for note in panel(LONG_RUN).attrs["merged_units"]
        if "London" in note
    )


def caveats(
    key: str, chosen: Panel, figures: Figures, parts: tuple[Part, Part], *, real_prices: bool
) -> list[str]:
    """What the reader must know of these very figures."""
    notes = [
        "Rosés and Wolf's figures and those of the chosen series are never joined: their levels are on different bases.",
        "Rosés and Wolf's figures change their basis after 1980: London (UK = 100) is 122 in 1990 and 139 in 2000 there, 149 and "
        "167 at ONS, and both have 173 or so in 2015. Part of the rise that they show from 1980 on is that change: it is drawn "
        "dashed and counts for nothing.",
        *_of_londons_area(),
        "Geary and Stark (Economic History Review 69(1), 2016, doi 10.1111/ehr.12114) find a U-shape with the rise since 1971, "
        "on figures of their own.",
        *chosen.notes,
    ]
    early, since = (part.verdict for part in parts)
    if early is Verdict.NOT_SUPPORTED and since in _LATER:
        notes.insert(
            0,
            f"As one rise of 70 years the claim fails with its first 30. It is called mixed, not refuted, because its two "
            f"parts are judged apart and differ: up to {BASIS_UNTIL} gaps did not widen, of the chosen years {_LATER[since]}.",
        )
    if figures["ar_high"] > WALK:
        notes.append(
            "The chosen series may be a random walk, which wanders without a trend. Of such series the 95% interval of the "
            "trend holds the true one in about 89 of 100 cases only."
        )
    if key == INDEX:
        notes.append(
            "Northern Ireland has no population before 1992 in this series and is left out of all years."
        )
    if real_prices:
        notes.append(
            "Regional prices are those of 2016 without rents, in every year: what London's rents take is not in them, nor how "
            "price levels moved."
        )
    return notes
