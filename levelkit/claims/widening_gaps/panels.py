"""The series of regional figures on one basis each, from which dispersion is computed."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from levelkit.catalogue import load

if TYPE_CHECKING:
    import xarray as xr

#: The long-run figures change their basis after this year (see the table's breaks).
BASIS_UNTIL = 1980
LONG_FROM = 1950

PANELS = {
    "gva-itl1": "GVA per head, 12 regions and nations, 1998-2023",
    "gdhi-itl1": "Household income per head, 12 regions and nations, 1997-2022",
    "index-1989": "GVA per head in older accounts, 11 regions, 1989-2005",
    "gdp-itl1": "GDP per head, 12 regions and nations, 1998-2021",
    "gdp-itl2": "GDP per head, 41 areas (ITL2), 1998-2021",
    "gdp-itl3": "GDP per head, 179 areas (ITL3), 1998-2021",
    "gdp-lad": "GDP per head, 373 local authorities, 1998-2019",
    "gdhi-lad": "Household income per head, 360 local authorities, 1997-2023",
}
#: In a sentence: "GVA per head of 12 regions and nations".
SAID = {
    "long-run": ("output per head", "10 regions"),
    "gva-itl1": ("GVA per head", "12 regions and nations"),
    "gdhi-itl1": ("household income per head", "12 regions and nations"),
    "index-1989": ("GVA per head (older accounts)", "11 regions"),
    "gdp-itl1": ("GDP per head", "12 regions and nations"),
    "gdp-itl2": ("GDP per head", "41 areas"),
    "gdp-itl3": ("GDP per head", "179 areas"),
    "gdp-lad": ("GDP per head", "373 local authorities"),
    "gdhi-lad": ("household income per head", "360 local authorities"),
}
#: Price levels are known for the 12 regions alone.
PRICED = ("gva-itl1", "gdhi-itl1", "gdp-itl1")
UNWEIGHTED = ("gdhi-lad",)  # the release gives no population


@dataclass(frozen=True)
class Panel:
    """One series.

    Attributes
    ----------
    values : DataArray
        ``(region, year)``, any unit: only relations within a year are used.
    weights : DataArray or None
        People, same shape.
    groups : DataArray
        The ITL1 region (or long-run unit) of each region, by name.
    source, licence : str
    notes : tuple of str
        What the reader must know.
    """

    values: xr.DataArray
    weights: xr.DataArray | None
    groups: xr.DataArray
    source: str
    licence: str
    notes: tuple[str, ...]


@functools.lru_cache(maxsize=16)
def panel(key: str, *, include_capital: bool = True, real_prices: bool = False) -> Panel:
    """One series, with or without London, in regional prices if they are known.

    Parameters
    ----------
    key : str
        A key of :data:`PANELS`, or "long-run".
    include_capital : bool
        With or without the regions of London.
    real_prices : bool
        Divided by the regional price level of 2016 (UK = 1).
    """
    values, weights, groups = _figures(key)
    attrs = load(values.attrs["table"]).attrs | values.attrs
    if real_prices:
        level = load("uk-price-levels").price_level_2016_percent / 100
        values = values / level.sel(region=values.region).drop_vars("name")
    keep = values.region.values == values.region.values
    if not include_capital:
        keep = ~values.is_capital.values
    source = attrs["source"]
    if real_prices:
        source += "; " + load("uk-price-levels").attrs["source"]
    return Panel(
        values.isel(region=keep),
        None if weights is None else weights.isel(region=keep),
        groups.isel(region=keep),
        source,
        attrs["licence"],
        tuple(attrs["series_breaks"] + attrs["notes"]),
    )


def _figures(key: str) -> tuple[xr.DataArray, xr.DataArray | None, xr.DataArray]:
    """Values, people and groups of all regions; ``attrs["table"]`` says where from."""
    kind, _, level = key.partition("-")
    if key == "long-run":
        table = load("uk-century")
        values = table.gdp_per_head_intl2011usd.dropna("year", how="all")
        return _named(values, table, "uk-century")
    if key == "index-1989":
        table = load("uk-index-1989")
        # It has no population before 1992: left out throughout, so that the years compare.
        table = table.isel(region=(table["name"] != "Northern Ireland").values)
        return _named(table.relative_to_uk_percent, table, "uk-index-1989")
    if key in ("gva-itl1", "gdhi-itl1"):
        table = load("uk-itl1-income")
        values = table[f"{kind}_per_head_gbp"].dropna("year", how="all")
        return _named(values, table, "uk-itl1-income")
    if level == "lad":
        name = {"gdp": "uk-lad-gdp", "gdhi": "uk-gdhi"}[kind]
        table = load(name)
        table = table.isel(region=~table.set_apart.values)
        values = table[f"{kind}_per_head_gbp"]
        return _grouped(values, table, name)
    table = load("uk-itl")
    table = table.isel(region=(table.level == level.upper()).values)
    values = table.gdp_per_head_gbp.dropna("year", how="all")
    return _grouped(values, table, "uk-itl")


def _named(
    values: xr.DataArray, table: xr.Dataset, name: str
) -> tuple[xr.DataArray, xr.DataArray, xr.DataArray]:
    """Each region is its own group."""
    people = table["population"].sel(year=values.year)
    return values.assign_attrs(table=name), people, values["name"]


def _grouped(
    values: xr.DataArray, table: xr.Dataset, name: str
) -> tuple[xr.DataArray, xr.DataArray | None, xr.DataArray]:
    """Small areas in the twelve regions and nations."""
    twelve = load("uk-itl1-income")["name"]
    groups = twelve.sel(region=table.itl1_code.values)
    groups = values["name"].copy(data=groups.values)
    people = table["population"].sel(year=values.year) if "population" in table else None
    return values.assign_attrs(table=name), people, groups
