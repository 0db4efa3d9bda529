"""The century-of-ranks charts in words, from their figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from levelkit.claims.century_of_ranks.words import at_year
from levelkit.claims.panels import LABELS
from levelkit.pages.words import number

if TYPE_CHECKING:
    import xarray as xr

    from levelkit.claims.evidence import Evidence

#: More regions than these are not read out one by one; the table has them all.
LISTED = 12


def bump_subtitle(found: Evidence) -> str:
    """Measure, years, and what the grey is."""
    first, last = (found.choices[key] for key in ("first_year", "last_year"))
    return (
        f"Ranks by {_lower(LABELS[found.choices['measure']])}; shown {first} to {last}. "
        "Grey: near ties (within 3% of the region in their middle)."
    )


def slope_subtitle(found: Evidence) -> str:
    """The unit, and how far the ends are apart in the years that were chosen."""
    return f"Output per head, mean of the regions = 100 (log scale).{_ratios(found)}"


def bump(found: Evidence) -> str:
    """Both orders, and how the correlation with the first went."""
    ranks, order = found.tables["ranks"], found.tables["order"]
    first, last = (found.choices[key] for key in ("first_year", "last_year"))
    path = ", ".join(
        f"{year} {number(rho, 2)}"
        for year, rho in zip(
            order.year.values.tolist(), order.estimate.values.tolist(), strict=True
        )
        if not np.isnan(rho)
    )
    return (
        f"Ranks of regions of {found.attrs['place']} by output per head. {first}: "
        f"{_listed(ranks, first)}. {last}: {_listed(ranks, last)}. "
        f"Rank correlation with {first}: {path}."
    )


def slope(found: Evidence) -> str:
    """The lowest and highest of both years."""
    relative = found.tables["ranks"].relative
    names, ends = relative["name"].values, []
    for year in (found.choices["first_year"], found.choices["last_year"]):
        at = at_year(relative, year)
        low, high = int(np.nanargmin(at)), int(np.nanargmax(at))
        ends.append(
            f"{year}: from {names[low]} at {number(at[low], 0)} to {names[high]} at {number(at[high], 0)}"
        )
    return (
        "Output per head of each region in the first year and the year looked at, mean of the "
        f"regions = 100. {'. '.join(ends)}."
    )


def heatmap(found: Evidence) -> str:
    """The pair of years that are least alike."""
    pairs = found.tables["pairs"].estimate
    years = pairs.year.values
    values = pairs.transpose("year", "year_2").to_numpy()
    below = np.tril(np.ones(values.shape, dtype=bool), -1) & np.isfinite(values)
    if not below.any():
        return f"Rank correlation between {years.size} years: too few regions for any."
    lowest = np.where(below, values, np.inf)
    two, one = np.unravel_index(lowest.argmin(), lowest.shape)
    return (
        f"Rank correlation between all pairs of {years.size} years, from {years[0]} to {years[-1]}. "
        f"Median {number(float(np.median(values[below])), 2)}; lowest {number(float(lowest[two, one]), 2)}, "
        f"between {years[one]} and {years[two]}."
    )


def _listed(ranks: xr.Dataset, year: int) -> str:
    """Regions from the top, all or the ends alone."""
    places, names = at_year(ranks["rank"], year), ranks["name"].values
    order = [k for k in np.argsort(places, kind="stable") if np.isfinite(places[k])]
    said = [f"{places[k]:g} {names[k]}" for k in order]
    if len(said) > LISTED:
        said = [*said[:3], "and so on to", *said[-3:]]
    return ", ".join(said).replace("to, ", "to ")


def _lower(text: str) -> str:
    """For the middle of a sentence; GDP and GVA keep their capitals."""
    return text if text[1].isupper() else text[0].lower() + text[1:]


def _ratios(found: Evidence) -> str:
    """Of the years that were chosen: they stay when the slider moves."""
    relative = found.tables["ranks"].relative
    first, last = (found.choices[key] for key in ("first_year", "last_year"))
    if relative.sizes["region"] < 2:
        return ""
    values = [at_year(relative, year) for year in (first, last)]
    then, now = (np.nanmax(at) / np.nanmin(at) for at in values)
    return f" Top to bottom: {then:.1f} times in {first}, {now:.1f} in {last}."
