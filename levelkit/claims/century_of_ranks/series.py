"""All that the claim's answers need of one series, worked out once for all its years.

Ranks of a year and the correlation of two years do not depend on which years are
chosen as first and last: every window of years is cut out of this.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from levelkit.claims.brought import brought
from levelkit.claims.century_of_ranks.criterion import TIE_ERROR
from levelkit.claims.panels import about, panel, panels
from levelkit.measures import kendall_tau, rank, spearman_rho, tie_bands

if TYPE_CHECKING:
    import xarray as xr

    from levelkit.claims.labelled_panel import Panel

SPLICED = "relative_to_uk_percent"  # the one measure that runs on across bases
#: Output, which the claim is about: income is another question.
OUTPUT = (
    SPLICED,
    "gdp_per_head_intl2011usd",
    "gdp_per_head_gbp",
    "gdp_per_head_2019prices_gbp",
    "gva_per_head_gbp",
)
#: The UK's panels on offer, besides each country of Europe.
BRITAIN = ("uk-10", "uk-itl1", "uk-itl2")


@functools.lru_cache(maxsize=1)
def offered() -> dict[str, str]:
    """Key and label of each panel on offer: the UK's first, then Europe's countries by name."""
    return {key: label for key, label in panels().items() if key in BRITAIN or about(key).inside}


def measures_of(data: str) -> dict[str, str]:
    """The measures of a panel that the claim is about, with their labels."""
    every = {name: measure.label for name, measure in about(data).measures.items()}
    # Whoever brings a panel of their own says what is ranked.
    return (
        every if brought(data) else {name: label for name, label in every.items() if name in OUTPUT}
    )


@dataclass(frozen=True)
class Series:
    """One panel's measure, with or without its capital's region.

    Attributes
    ----------
    panel : Panel
    values : DataArray
        ``(region, year)``, in the measure's unit.
    ranks : Dataset
        ``(region, year)``: ranks, near ties, ``value``, and ``relative`` (mean of regions = 100).
    pairs : Dataset
        ``(year, year_2)``: rank correlation ``estimate`` with ``ci_low``, ``ci_high`` and ``p_value``,
        ``kendall``, ``n`` regions with both years, and mean places ``moved``.
    """

    panel: Panel
    values: xr.DataArray
    ranks: xr.Dataset
    pairs: xr.Dataset


@functools.lru_cache(maxsize=8)
def series(data: str, measure: str, *, include_capital: bool) -> Series:
    """One series, kept: whoever changes a year asks for the same one again."""
    chosen = panel(data, measure, include_capital=include_capital)
    values = chosen.values
    if values.name != SPLICED:  # on one basis throughout
        values = values.drop_vars("spliced_basis", errors="ignore")
    ranks = tie_bands(values, error=TIE_ERROR)
    ranks["relative"] = 100 * values / values.mean("region")
    ranks["value"] = values
    pairs = spearman_rho(values)
    pairs["kendall"] = kendall_tau(values, interval=None, alternative=None).estimate
    pairs["moved"] = (pairs.estimate.dims, _moved(values))
    # A year's correlation with itself is 1 by construction, not by estimate.
    own = pairs.year == pairs.year_2
    for name in ("ci_low", "ci_high", "p_value"):
        pairs[name] = pairs[name].where(~own)
    # Without the last bits of rounding: 0.7 must not fall short of 0.7.
    pairs["estimate"] = pairs.estimate.round(12)
    return Series(chosen, values, ranks, pairs)


def _moved(values: xr.DataArray) -> np.ndarray:
    """Mean number of places that a region moved between two years, among those with both."""
    table = values.transpose("year", "region")
    known = table.notnull().to_numpy()
    places = rank(table).transpose("year", "region").to_numpy()
    if known.all():
        apart: np.ndarray = np.abs(places[:, None] - places[None]).mean(axis=-1)
        return apart
    moved = np.full((known.shape[0],) * 2, np.nan)
    for k, first in enumerate(known):
        both = first & known
        for m in np.flatnonzero(both.any(axis=1)):
            then, now = (rank(table[year, both[m]]).to_numpy() for year in (k, m))
            moved[k, m] = np.abs(then - now).mean()
    return moved
