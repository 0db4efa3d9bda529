"""The century-of-ranks answer in words: subject, reason, sentence, notes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from levelkit.claims.century_of_ranks.criterion import (
    AGREE,
    KEPT,
    PARTS,
    SPAN,
    THRESHOLDS,
    TIE_ERROR,
    too_few,
    too_short,
)
from levelkit.claims.labelled_panel import at_year
from levelkit.claims.numbers import on_its_side
from levelkit.claims.panels import countries
from levelkit.claims.verdict import Part, Verdict

if TYPE_CHECKING:
    from collections.abc import Mapping

    import xarray as xr

    from levelkit.claims.century_of_ranks.sensitivity import Sensitivity
    from levelkit.claims.labelled_panel import Panel

    Figures = dict[str, float]
    Judged = Mapping[str, Verdict]


def subject(
    figures: Figures, chosen: Panel, first: int, last: int, *, include_capital: bool
) -> str:
    """What is judged: "10 regions of the UK, 1900 to 2020"."""
    return f"{_regions(figures, chosen, include_capital=include_capital)}, {first} to {last}"


def headline(figures: Figures, judged: Judged, first: int, last: int) -> str:
    """The finding in ten words or fewer."""
    if too_few(figures):
        return "Too few regions to test a ranking"
    if too_short(figures):
        return _short(figures)
    if judged["ends"] is not Verdict.SUPPORTED:
        return f"The ranking of {last} is not that of {first}"
    if judged["path"] is Verdict.NOT_SUPPORTED:
        return "The old order loosened, then came back"
    return f"The ranking of {first} held to {last}"


def reason(figures: Figures, judged: Judged, end: Sensitivity | None) -> str:
    """Why the verdict is what it is, with how much hangs on single regions, in one plain sentence."""
    if too_few(figures):
        return "With so few regions no ranking can be told from luck."
    if end is None or too_short(figures):
        return f"{_short(figures)}: it takes {SPAN}."
    low, high = stated(end.without_low), stated(end.without_high)
    number = f"{stated(figures['spearman'])}; {low} to {high} without any one region"
    held = judged["ends"] is Verdict.SUPPORTED
    ends = f"The two ends {'agree' if held else 'do not agree'} ({number})"
    if judged["path"] is Verdict.CANNOT_TEST:
        return f"{ends}."
    if judged["path"] is Verdict.SUPPORTED:
        joined = "and" if held else "but"
        return f"{ends}, {joined} the order never loosened much in between."
    back = ", but the order loosened in between and came back" if held else ": the order loosened"
    return f"{ends}{back}."


def parts(
    figures: Figures, judged: Judged, end: Sensitivity | None, lowest: Sensitivity | None
) -> tuple[Part, ...]:
    """Both parts with their verdicts, numbers and what those hang on."""
    said = {
        "ends": _ends_reason(figures, end),
        "path": _path_reason(figures, lowest),
    }
    return tuple(Part(name, label, judged[name], said[name]) for name, label in PARTS.items())


def _ends_reason(figures: Figures, end: Sensitivity | None) -> str:
    why = _untested(figures)
    if why or end is None:
        return why
    return f"Rank correlation {stated(figures['spearman'])} (it takes {AGREE}){_hangs(end, AGREE)}."


def _path_reason(figures: Figures, lowest: Sensitivity | None) -> str:
    why = _untested(figures)
    if why:
        return why
    if np.isnan(figures["lowest"]):
        return "There is no year in between."
    value, year = stated(figures["lowest"]), int(figures["lowest_year"])
    return f"Lowest in {year}, at {value} (it takes {KEPT}){_hangs(lowest, KEPT)}."


def _untested(figures: Figures) -> str:
    """Why no part has a verdict, if none has."""
    if too_few(figures):
        return "Too few regions."
    return f"{_short(figures)}." if too_short(figures) else ""


def _hangs(hinges: Sensitivity | None, threshold: float) -> str:
    """What a correlation would be without single regions, and with small errors."""
    if hinges is None:
        return ""
    text = (
        f"; {stated(hinges.without_low)} to {stated(hinges.without_high)} without any one region, "
        f"{stated(hinges.error_low)} to {stated(hinges.error_high)} if figures are {TIE_ERROR:.0%} off"
    )
    crossing = hinges.names[(hinges.without >= threshold) != (hinges.value >= threshold)]
    if crossing.size == 0:
        return text
    if crossing.size > 2:
        return f"{text}. Leaving out any of {crossing.size} regions would turn this"
    return f"{text}. Leaving out {' or '.join(crossing)} would turn this"


def _short(figures: Figures) -> str:
    n = int(figures["span"])
    return f"{n} year{' is' if n == 1 else 's are'} too short to test a century"


def sentence(
    figures: Figures,
    chosen: Panel,
    order: xr.Dataset,
    first: int,
    last: int,
    *,
    include_capital: bool,
) -> str:
    """The answer with its number and the years between."""
    regions = _regions(figures, chosen, include_capital=include_capital)
    if too_few(figures):
        return (
            f"With {regions.replace(' of ', ' with figures in ', 1)} no ranking can be told from luck: "
            f"the page shows the figures and gives no verdict."
        )
    moved = f"{figures['rank_change']:.1f}"
    text = (
        f"Between {first} and {last} the order of {regions} has a rank correlation of "
        f"{stated(figures['spearman'])}; a region moved {moved} place{'' if moved == '1.0' else 's'} on average."
    )
    if not np.isnan(figures["lowest"]):
        text += f" In between it was lowest in {int(figures['lowest_year'])}, at {stated(figures['lowest'])}."
    return text + _one_basis(order, first)


def _regions(figures: Figures, chosen: Panel, *, include_capital: bool) -> str:
    n = int(figures["n"])
    without = "" if include_capital or n == 0 else f" without {chosen.capital}"
    return f"{'1 region' if n == 1 else f'{n} regions'} of {chosen.place}{without}"


def _one_basis(order: xr.Dataset, first: int) -> str:
    """The same number up to the last year on the first year's own basis."""
    if "spliced_basis" not in order.coords:
        return ""
    years, bases = order.year.values, order.spliced_basis.values
    changes = years[:-1][bases[1:] != bases[:-1]].tolist()
    if not changes:
        return ""
    text = f" The figures change basis after {' and '.join(map(str, changes))}"
    if changes[0] == first:
        return f"{text}: part of the change may be no change of the economy."
    return (
        f"{text}: up to {changes[0]}, on one basis, the rank correlation is "
        f"{stated(float(order.estimate.sel(year=changes[0])))}."
    )


def stated(value: float) -> str:
    """A correlation to two digits, or to as many as show its side of a threshold."""
    return on_its_side(value, THRESHOLDS)


def caveats(ranks: xr.Dataset, chosen: Panel, last: int, *, long_run: bool) -> list[str]:
    """What the reader must know of these very figures."""
    notes = near_ties(ranks, last)
    missing = ranks.attrs["n_left_out"]
    if missing:
        notes.append(
            f"{missing} region-years have no figure: those regions are left out of the years concerned."
        )
    attrs = chosen.attrs
    if long_run:
        notes += _about(chosen, attrs["series_breaks"])
    return notes + _about(chosen, attrs["merged_units"] + attrs["notes"])


def near_ties(ranks: xr.Dataset, year: int) -> list[str]:
    """One sentence for each run of three or more regions that are near ties."""
    rank, band, size, centre = (
        at_year(ranks[key], year) for key in ("rank", "band", "band_size", "band_centre")
    )
    names = ranks["name"].values
    notes = []
    for which in np.unique(band[size >= 3]):
        # Regions that tie share a rank (5.5): the band takes up whole ones.
        top = int((rank < rank[band == which].min()).sum()) + 1
        bottom = top + int((band == which).sum()) - 1
        inside = [k for k in np.argsort(rank, kind="stable") if band[k] == which]
        *others, final = (names[k] for k in inside if not centre[k])
        (middle,) = (names[k] for k in inside if centre[k])
        notes.append(
            f"Ranks {top} to {bottom} in {year} are near ties: {', '.join(others)} and {final} each lie within "
            f"{TIE_ERROR:.0%} of {middle}, so their order means little."
        )
    return notes


def _about(chosen: Panel, notes: list[str]) -> list[str]:
    """Leave out what a table says of other countries ("Finland: ...")."""
    kept = []
    for note in notes:
        country, colon, text = note.partition(": ")
        if colon and country in countries():
            if country == str(chosen.values.country.values[0]):
                kept.append(text[0].upper() + text[1:])
        else:
            kept.append(note)
    return kept
