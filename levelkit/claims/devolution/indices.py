"""The indices of decentralisation: what each counts, in which unit, for which countries and years."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from levelkit.catalogue import load

if TYPE_CHECKING:
    import xarray as xr

IMF, RAI = "imf-decentralisation", "regional-authority"
APART = "imf-decentralisation-set-apart"
SECTOR = "SNG"
#: Figures before this year are not "the latest": the world of 2010 is not that of 1994.
RECENT = 2010


@dataclass(frozen=True)
class Index:
    """One index.

    Attributes
    ----------
    label, short : str
        For a control, and for a column.
    measures : str
        What it is, in a sentence.
    table, column : str
        Where its figures are.
    unit : str
        As it follows a number.
    polarity : int
        1 if more of it is more decentralised, -1 if less.
    step : float
        A difference that can be pictured, for slopes: 10 percentage points, 5 points.
    digits : int
        After the point.
    """

    label: str
    short: str
    measures: str
    table: str
    column: str
    unit: str
    polarity: int = 1
    step: float = 10.0
    digits: int = 1

    def said(self, value: float) -> str:
        """A value with its unit."""
        return f"{value:.{self.digits}f}{self.unit}"


INDICES = {
    "tax": Index(
        "Tax: share raised below the centre", "Tax share",
        "subnational governments' share of general government tax revenue", IMF, "tax_revenue_percent", "%",
    ),
    "own-revenue": Index(
        "Own revenue below the centre", "Own revenue",
        "subnational governments' own share of general government revenue", IMF, "own_revenue_percent", "%",
    ),
    "own-spending": Index(
        "Own spending below the centre", "Own spending",
        "subnational governments' own share of general government spending", IMF, "own_spending_percent", "%",
    ),
    "imbalance": Index(
        "Vertical imbalance", "Vertical imbalance",
        "the share of subnational spending that own revenue does not pay for", IMF, "vertical_imbalance_percent", "%",
        -1,
    ),
    "transfers": Index(
        "Dependence on transfers", "Dependence on transfers",
        "net transfers as a share of subnational spending", IMF, "net_transfers_percent", "%", -1,
    ),
    "authority": Index(
        "Regional Authority Index", "Regional authority", "the Regional Authority Index (self rule and shared rule together)",
        RAI, "regional_authority_score", " points", 1, 5.0,
    ),
    "self-rule": Index(
        "Regional authority: self rule", "Self rule", "self rule (what regions decide for themselves)", RAI, "self_rule_score",
        " points", 1, 5.0,
    ),
    "shared-rule": Index(
        "Regional authority: shared rule", "Shared rule", "shared rule (what regions decide for the whole country)", RAI,
        "shared_rule_score", " points", 1, 5.0,
    ),
}  # fmt: skip


@functools.lru_cache(maxsize=4)
def _by_country(table: str) -> xr.Dataset:
    """A table with countries by name; of the IMF's, all subnational governments together."""
    of_table = load(table)
    if "sector" in of_table.coords:
        of_table = of_table.isel(region=(of_table.sector == SECTOR).values)
    return of_table.drop_vars([c for c in of_table.coords if c not in ("region", "year", "name")]).assign_coords(
        region=of_table.name.values
    ).rename(region="country").drop_vars("name")  # fmt: skip


@functools.lru_cache(maxsize=16)
def figures(key: str) -> xr.DataArray:
    """One index of all its countries, ``(country, year)``, years without any figure left out."""
    index = INDICES[key]
    values = _by_country(index.table)[index.column]
    return (
        values.dropna("country", how="all").dropna("year", how="all").transpose("country", "year")
    )


@functools.lru_cache(maxsize=16)
def set_apart(key: str) -> xr.DataArray | None:
    """Ratios outside 0 to 100 %, ``(country, year)``; None for an index that has none such."""
    index = INDICES[key]
    if index.table != IMF:
        return None
    table = _by_country(APART)
    return table[index.column].transpose("country", "year") if index.column in table else None
