"""How unequal each country's regions are, for claims that compare countries.

One door to the figures of the OECD comparison, so that all claims have the same rules: four or more regions, and
figures for at least nine in ten of them.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from levelkit.claims.oecd_comparison.figures import SCALES
from levelkit.claims.oecd_comparison.series import series

if TYPE_CHECKING:
    import xarray as xr


@dataclass(frozen=True)
class Gaps:
    """Regional figures of many countries, and how they are treated.

    Attributes
    ----------
    label, short : str
        For people.
    data, treatment : str
        A scale of the OECD comparison and one of its treatments.
    table : str
        Of the catalogue.
    """

    label: str
    short: str
    data: str
    treatment: str = "published"

    @property
    def table(self) -> str:
        """The table that the figures are from."""
        return SCALES[self.data].table


GAPS = {
    "oecd-large": Gaps("OECD large regions, GDP per head, 2019", "OECD large", "oecd-tl2"),
    "oecd-small": Gaps("OECD small regions, GDP per head, 2019", "OECD small", "oecd-tl3"),
    "europe-output": Gaps("Europe's NUTS 2 regions, GDP per head", "NUTS 2 output", "europe-nuts2"),
    "europe-income": Gaps(
        "Europe's NUTS 2 regions, household income per head", "NUTS 2 income", "europe-nuts2", "income"
    ),
    "europe-century": Gaps("Europe's regions since 1900, GDP per head", "long run", "europe-century"),
}  # fmt: skip


@functools.lru_cache(maxsize=32)
def regional_gaps(key: str, measure: str = "cv", *, weighted: bool = True) -> xr.DataArray:
    """One number a country and year for how unequal its regions are.

    Parameters
    ----------
    key : str
        A key of :data:`GAPS`.
    measure : str
        A key of :data:`levelkit.claims.spreads.SPREADS`.
    weighted : bool
        Count each region by its people.

    Returns
    -------
    DataArray
        ``(country, year)``, dimensionless; missing where a country has fewer than four regions,
        or figures for fewer than nine in ten of them.
    """
    gaps = GAPS[key]
    spread = series(gaps.data, gaps.treatment, weighted=weighted).spread[measure]
    return spread.transpose("country", "year")
