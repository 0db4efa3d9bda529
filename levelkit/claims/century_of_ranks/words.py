"""The century-of-ranks answer in words: subject, reason, sentence, notes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from levelkit.claims.century_of_ranks.criterion import (
    AGREE,
    APART,
    KEPT,
    SIGNIFICANT,
    TIE_ERROR,
    could_be_luck,
    ends_agree,
    lost_between,
    too_few,
)
from levelkit.claims.panels import Panel, countries
from levelkit.claims.verdict import Verdict

if TYPE_CHECKING:
    import xarray as xr
    from numpy.typing import NDArray

    Figures = dict[str, float]


def subject(
    figures: Figures, chosen: Panel, first: int, last: int, *, include_capital: bool
) -> str:
    """What is judged: "10 regions of the UK, 1900 to 2020"."""
    return f"{_regions(figures, chosen, include_capital=include_capital)}, {first} to {last}"


def headline(figures: Figures, verdict: Verdict, first: int, last: int) -> str:
    """The finding in ten words or fewer."""
    if verdict is Verdict.CANNOT_TEST:
        return "Too few regions to test a ranking"
    if verdict is Verdict.SUPPORTED:
        return f"The ranking of {first} held to {last}"
    if verdict is Verdict.NOT_SUPPORTED:
        return f"Little of the ranking of {first} is left in {last}"
    if ends_agree(figures) and lost_between(figures):
        return f"The old order {_loosened(figures, 'dissolved')}, then came back"
    return f"The ranking of {first} is partly there in {last}"


def reason(figures: Figures, verdict: Verdict) -> str:
    """Why the verdict is what it is, in one plain sentence without statistics."""
    if verdict is Verdict.CANNOT_TEST:
        return "With so few regions no ranking can be told from luck."
    if verdict is Verdict.SUPPORTED:
        kept = "" if np.isnan(figures["lowest"]) else ", and was never lost in between"
        return f"The order at the end is much like that at the beginning{kept}."
    if verdict is Verdict.NOT_SUPPORTED:
        if figures["spearman"] < -APART:
            return "The order has turned round rather than held."
        return "The orders at the two ends have little in common."
    return _why_mixed(figures)


def _why_mixed(figures: Figures) -> str:
    luck = f" (p = {stated_p(figures['p_value'])})"
    if figures["spearman"] < AGREE:
        also = f", and even that could be luck{luck}" if could_be_luck(figures) else ""
        return f"Mixed because the orders agree only in part{also}."
    if could_be_luck(figures):
        also = f", and the order {_loosened(figures)} in between" if lost_between(figures) else ""
        return f"Mixed because so high a correlation could still be luck{luck}{also}."
    return f"The two ends agree, but the order {_loosened(figures)} in between and came back."


def _loosened(figures: Figures, worst: str = "fell apart") -> str:
    """How bad it was in between."""
    return worst if figures["lowest"] < APART else "loosened"


def sentence(
    figures: Figures,
    chosen: Panel,
    order: xr.Dataset,
    first: int,
    last: int,
    *,
    include_capital: bool,
) -> str:
    """The answer with its number, interval and the years between."""
    regions = _regions(figures, chosen, include_capital=include_capital)
    if too_few(figures):
        return (
            f"With {regions.replace(' of ', ' with figures in ', 1)} no ranking can be told from luck: "
            f"the page shows the figures and gives no verdict."
        )
    text = (
        f"Between {first} and {last} the order of {regions} has a rank "
        f"correlation of {stated(figures['spearman'])} (95% interval {_signed(figures['ci_low'])} to "
        f"{_signed(figures['ci_high'])}; {_p(figures['p_value'])}); a region moved "
        f"{figures['rank_change']:.1f} places on average."
    )
    if not np.isnan(figures["lowest"]):
        low, year = figures["lowest"], int(figures["lowest_year"])
        if ends_agree(figures) and lost_between(figures):
            text += (
                f" The ends agree more than the years between: by {year} the correlation with "
                f"{first} had fallen to {stated(low)}. An order that came back is not one that never moved."
            )
        else:
            text += f" In between it was lowest in {year}, at {stated(low)}."
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


def _signed(value: float) -> str:
    return f"{value:.2f}".replace("-", "−")


def stated(value: float) -> str:
    """A correlation to two digits, or to as many as show its side of a threshold."""
    return _on_its_side(value, 2, (APART, KEPT, AGREE)).replace("-", "−")


def stated_p(value: float) -> str:
    """A p-value to three digits, or to as many as show its side of the threshold."""
    return _on_its_side(value, 3, (SIGNIFICANT,))


def _on_its_side(value: float, digits: int, limits: tuple[float, ...]) -> str:
    """0.697 against 0.7 is not 0.70: text and verdict must not contradict each other."""
    if any(abs(value - limit) < 10.0**-digits and value != limit for limit in limits):
        digits += 1
        while any((round(value, digits) < limit) != (value < limit) for limit in limits):
            digits += 1
    return f"{value:.{digits}f}"


def _p(value: float) -> str:
    return "p < 0.001" if value < 0.001 else f"p = {stated_p(value)}"


def caveats(ranks: xr.Dataset, chosen: Panel, last: int, *, long_run: bool) -> list[str]:
    """What the reader must know of these very figures."""
    notes = near_ties(ranks, last)
    missing = ranks.attrs["n_left_out"]
    if missing:
        notes.append(
            f"{missing} region-years have no figure: those regions are left out of the years concerned."
        )
    attrs = chosen.data.attrs
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


def at_year(array: xr.DataArray, year: int) -> NDArray[Any]:
    """One year of ``(region, year)`` as a plain array: selecting from a data set takes far longer."""
    at = array["year"].values.tolist().index(year)
    values: NDArray[Any] = np.take(array.values, at, axis=array.get_axis_num("year"))
    return values


def _about(chosen: Panel, notes: list[str]) -> list[str]:
    """Leave out what a table says of other countries ("Finland: ...")."""
    kept = []
    for note in notes:
        country, colon, text = note.partition(": ")
        if colon and country in countries():
            if country == str(chosen.data.country.values[0]):
                kept.append(text[0].upper() + text[1:])
        else:
            kept.append(note)
    return kept
