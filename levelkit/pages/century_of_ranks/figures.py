"""The figures of the century-of-ranks page, with their words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from levelkit.claims.labelled_panel import at_year
from levelkit.figures import ranks
from levelkit.figures.figure import Files
from levelkit.figures.ranks import PAIR_COLUMNS, RANK_COLUMNS, WINDOW
from levelkit.pages.words import number

if TYPE_CHECKING:
    import xarray as xr

    from levelkit.claims.evidence import Evidence
    from levelkit.figures.figure import Figure

END = "{data}{without}-{first_year}-{last_year}"
YEARS = ("years", "{first_year} to {last_year}")
#: More regions than these are not read out one by one; the table has them all.
LISTED = 12


def bump(evidence: Evidence) -> Figure:
    """Ranks through the chosen years, with the fate of the first year's order."""
    first, last = _window(evidence)
    return ranks.bump(
        evidence.tables["all_ranks"],
        evidence.tables["all_pairs"],
        base=first,
        last=last,
        title=evidence.headline,
        subtitle=(
            f"Ranks by {_lower(evidence.attrs['measure'])}; shown {first} to {last}. "
            "Grey: near ties (within 3% of the region in their middle)."
        ),
        description=_bump_said(evidence),
        files=Files("ranks", RANK_COLUMNS, f"ranks-{END}", where=WINDOW, about=(YEARS,)),
    )


def slope(evidence: Evidence) -> Figure:
    """How far apart regions were in the first year and in the one looked at."""
    first, last = _window(evidence)
    return ranks.slope(
        evidence.tables["all_ranks"],
        base=first,
        last=last,
        title="How far apart are they?",
        subtitle=f"Output per head, mean of the regions = 100 (log scale).{_ratios(evidence)}",
        description=_slope_said(evidence),
        files=Files(
            "ranks", RANK_COLUMNS, "output-per-head-{data}{without}-{first_year}-{year}",
            where={"year": {"in": ["first_year", "year"]}}, about=(("years", "{first_year} and {year}"),),
        ),
    )  # fmt: skip


def heatmap(evidence: Evidence) -> Figure:
    """How alike the order was in all pairs of years."""
    first, last = _window(evidence)
    rho = "Spearman's rank correlation of the two years, with its 95% interval"
    return ranks.heatmap(
        evidence.tables["all_pairs"],
        base=first,
        last=last,
        bases=ranks.year_bases(evidence.tables["all_ranks"]),
        title="Which years share an order?",
        subtitle=(
            "Spearman's rank correlation between all pairs of years; the outlined cell is the pair looked at."
        ),
        description=_heatmap_said(evidence.tables["pairs"].estimate),
        files=Files(
            "pairs", PAIR_COLUMNS, f"rank-correlations-{END}",
            where={**WINDOW, "year_2": WINDOW["year"]}, about=(YEARS, ("spearman_rho", rho)),
        ),
    )  # fmt: skip


def _window(evidence: Evidence) -> tuple[int, int]:
    return evidence.choices["first_year"], evidence.choices["last_year"]


def _bump_said(evidence: Evidence) -> str:
    """Both orders, and how the correlation with the first went."""
    order, (first, last) = evidence.tables["order"], _window(evidence)
    path = ", ".join(
        f"{year} {number(rho, 2)}"
        for year, rho in zip(
            order.year.values.tolist(), order.estimate.values.tolist(), strict=True
        )
        if not np.isnan(rho)
    )
    places = evidence.tables["ranks"]["rank"]
    return (
        f"Ranks of regions of {evidence.attrs['place']} by output per head. {first}: "
        f"{_listed(places, first)}. {last}: {_listed(places, last)}. "
        f"Rank correlation with {first}: {path}."
    )


def _listed(places: xr.DataArray, year: int) -> str:
    """Regions from the top, all or the ends alone."""
    at, names = at_year(places, year), places["name"].values
    order = [k for k in np.argsort(at, kind="stable") if np.isfinite(at[k])]
    said = [f"{at[k]:g} {names[k]}" for k in order]
    if len(said) > LISTED:
        said = [*said[:3], "and so on to", *said[-3:]]
    return ", ".join(said).replace("to, ", "to ")


def _lower(text: str) -> str:
    """For the middle of a sentence; GDP and GVA keep their capitals."""
    return text if text[1].isupper() else text[0].lower() + text[1:]


def _ratios(evidence: Evidence) -> str:
    """Of the years that were chosen: they stay when the slider moves."""
    relative, window = evidence.tables["ranks"].relative, _window(evidence)
    if relative.sizes["region"] < 2:
        return ""
    values = [at_year(relative, year) for year in window]
    then, now = (np.nanmax(at) / np.nanmin(at) for at in values)
    return f" The richest region: {then:.1f} times the poorest in {window[0]}, {now:.1f} times in {window[1]}."


def _slope_said(evidence: Evidence) -> str:
    """The lowest and highest of both years."""
    relative = evidence.tables["ranks"].relative
    names, ends = relative["name"].values, []
    for year in _window(evidence):
        at = at_year(relative, year)
        low, high = int(np.nanargmin(at)), int(np.nanargmax(at))
        ends.append(
            f"{year}: from {names[low]} at {number(at[low], 0)} to {names[high]} at {number(at[high], 0)}"
        )
    return (
        "Output per head of each region in the first year and the year looked at, mean of the "
        f"regions = 100. {'. '.join(ends)}."
    )


def _heatmap_said(pairs: xr.DataArray) -> str:
    """The pair of years that are least alike."""
    years = pairs.year.values
    values = pairs.transpose("year", "year_2").to_numpy()
    below = np.tril(np.ones(values.shape, dtype=bool), -1) & np.isfinite(values)
    if not below.any():
        return f"Rank correlation between {years.size} years: too few regions for any."
    lowest = np.where(below, values, np.inf)
    later, earlier = np.unravel_index(lowest.argmin(), lowest.shape)
    return (
        f"Rank correlation between all pairs of {years.size} years, from {years[0]} to {years[-1]}. "
        f"Median {number(float(np.median(values[below])), 2)}; lowest {number(float(lowest[later, earlier]), 2)}, "
        f"between {years[earlier]} and {years[later]}."
    )
