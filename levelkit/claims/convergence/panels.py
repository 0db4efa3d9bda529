"""The panels on which catching up is tested: areas of the UK, regions of Europe, states of the US."""

from __future__ import annotations

import dataclasses
import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import numpy as np

from levelkit.catalogue import load
from levelkit.claims.capitals import capital_regions

if TYPE_CHECKING:
    import xarray as xr

Span = tuple[int, int]


@dataclass(frozen=True)
class About:
    """What is said of a panel, and how its years are used.

    Attributes
    ----------
    label, what, places : str
        For a list; and in a sentence: "GVA per head", "179 areas".
    table, variable : str
        In the catalogue.
    level : str
        Which regions of the table, empty for all.
    people : str
        The variable that counts people, empty if there is none.
    group : str
        The larger area that regions belong to, in words, empty if there is none.
    spans : tuple of (int, int)
        The first and last years on offer, the default first.
    people_from : int
        The first year in which people are known.
    step, window : int
        Years between the levels of the panel models, and years of a rolling regression.
    benchmarks : tuple of int
        Where years are uneven, those on one basis: each begins a step, whatever its length.
    capital : str
        What the choice without capitals leaves out, empty if nothing.
    """

    label: str
    what: str
    places: str
    table: str
    variable: str
    spans: tuple[Span, ...]
    level: str = ""
    people: str = "population"
    people_from: int = 0
    group: str = ""
    step: int = 5
    window: int = 10
    benchmarks: tuple[int, ...] = ()
    capital: str = "London"


# What choices there are follows from this file alone: no table is read to offer them.
_CENTURY = (1900, 1910, 1925, 1938, 1950, 1960, 1970, 1980, 1990, 2000, 2010, 2015)
_UK = "region or nation"
_GVA = ((1998, 2022), (1998, 2008), (2008, 2022))
_REAL = ((1998, 2021), (1998, 2008), (2008, 2021))
PANELS: dict[str, About] = {
    "itl3": About(
        "UK: GVA per head, 179 areas (ITL3), 1998-2022", "GVA per head", "UK areas (ITL3)", "uk-itl",
        "gva_per_head_gbp", _GVA, level="ITL3", people="population_gva", group=_UK,
    ),
    "itl3-real": About(
        "UK: GDP per head in prices of 2019, 179 areas (ITL3), 1998-2021", "GDP per head in prices of 2019",
        "UK areas (ITL3)", "uk-itl", "gdp_per_head_2019prices_gbp", _REAL, level="ITL3", group=_UK,
    ),
    "itl2": About(
        "UK: GVA per head, 41 areas (ITL2), 1998-2022", "GVA per head", "UK areas (ITL2)", "uk-itl",
        "gva_per_head_gbp", _GVA, level="ITL2", people="population_gva", group=_UK,
    ),
    "itl1": About(
        "UK: GVA per head, 12 regions and nations (ITL1), 1998-2022", "GVA per head",
        "UK regions and nations", "uk-itl", "gva_per_head_gbp", _GVA, level="ITL1", people="population_gva",
    ),
    "lad": About(
        "UK: GDP per head, 373 local authorities, 1998-2019", "GDP per head", "UK local authorities",
        "uk-lad-gdp", "gdp_per_head_gbp", ((1998, 2019), (1998, 2008), (2008, 2019)), group=_UK,
    ),
    "income-itl1": About(
        "UK: household income per head, 12 regions and nations, 1997-2022", "household income per head",
        "UK regions and nations", "uk-itl1-income", "gdhi_per_head_gbp",
        ((1997, 2022), (1997, 2008), (2008, 2022)),
    ),
    "income-lad": About(
        "UK: household income per head, 360 local authorities, 1997-2023", "household income per head",
        "UK local authorities", "uk-gdhi", "gdhi_per_head_gbp", ((1997, 2023), (1997, 2008), (2008, 2023)),
        people="", group=_UK,
    ),
    "uk-century": About(
        "UK: output per head, 10 regions, 1900-2023", "output per head", "UK regions", "uk-century",
        "relative_to_uk_percent", ((1900, 2023), (1900, 2015), (1900, 1980), (1950, 1980), (1980, 2015)),
        benchmarks=_CENTURY,
    ),
    "europe-century": About(
        "Europe: GDP per head, 173 regions, 1900-2015", "GDP per head", "regions of Europe",
        "europe-century", "gdp_per_head_intl2011usd", ((1900, 2015), (1900, 1950), (1950, 1980), (1980, 2015)),
        group="country", benchmarks=_CENTURY, capital="capital regions",
    ),
    "europe-nuts2": About(
        "Europe: GDP per head, NUTS 2 regions, 2008-2018", "GDP per head", "regions of Europe (NUTS 2)",
        "eurostat-nuts2", "gdp_per_head_eur", ((2008, 2018), (2008, 2013), (2013, 2018)), group="country",
        window=5, capital="capital regions",
    ),
    "europe-income": About(
        "Europe: household income per head, NUTS 2 regions, 2007-2017", "household income per head",
        "regions of Europe (NUTS 2)", "eurostat-nuts2", "income_per_head_pps",
        ((2007, 2017), (2007, 2012), (2012, 2017)), people_from=2008, group="country", window=5, capital="capital regions",
    ),
    "us-states": About(
        "United States: income per head, 48 states, 1929-2009", "personal income per head", "US states",
        "us-states", "income_per_head_usd", ((1929, 2009), (1929, 1950), (1950, 1980), (1980, 2009)),
        people="", step=10, capital="",
    ),
}  # fmt: skip
UK = tuple(key for key, about in PANELS.items() if about.places.startswith("UK"))
#: Which of the UK's count income where people live, rather than output where they work.
INCOME = ("income-itl1", "income-lad", "europe-income")


@dataclass(frozen=True)
class Panel:
    """One panel, with or without its capitals and what else is left out.

    Attributes
    ----------
    names : array
        Of the regions, each once.
    values : DataArray
        ``(region, year)``, any unit: only relations within a year are used.
    people : DataArray or None
        ``(region, year)``.
    groups : DataArray or None
        The larger area of each region, by name.
    farming : DataArray or None
        Share of employment in agriculture, ``(region, year)``.
    one_basis : tuple of int
        The years that one source gives: what is followed from year to year.
    source, licence, units : str
    notes : tuple of str
        What the reader must know.
    """

    names: np.ndarray
    values: xr.DataArray
    people: xr.DataArray | None
    groups: xr.DataArray | None
    farming: xr.DataArray | None
    one_basis: tuple[int, ...]
    source: str
    licence: str
    units: str
    notes: tuple[str, ...]

    @property
    def on_one_basis(self) -> xr.DataArray:
        """The values of the years on one basis."""
        return self.values.sel(year=list(self.one_basis))

    def without(self, left_out: tuple[str, ...]) -> Panel:
        """The panel without the regions of these names; years that have no figures go too."""
        keep = np.flatnonzero(~np.isin(self.names, left_out))
        values = self.values.isel(region=keep).dropna("year", how="all")
        years = set(values.year.values.tolist())

        def kept(x: xr.DataArray | None) -> xr.DataArray | None:
            return None if x is None else x.isel(region=keep).sel(year=values.year)

        return dataclasses.replace(
            self,
            names=self.names[keep],
            values=values,
            people=kept(self.people),
            groups=None if self.groups is None else self.groups.isel(region=keep),
            farming=kept(self.farming),
            one_basis=tuple(year for year in self.one_basis if year in years),
        )


_load = functools.lru_cache(maxsize=8)(load)


@functools.lru_cache(maxsize=128)
def panel(key: str, *, include_capital: bool = True, left_out: tuple[str, ...] = ()) -> Panel:
    """One panel.

    Parameters
    ----------
    key : str
        A key of :data:`PANELS`.
    include_capital : bool
        With or without London, or the regions that hold a country's capital.
    left_out : tuple of str
        Names of further regions that are left out.

    Raises
    ------
    ValueError
        If a name is none of the panel's.
    """
    about = PANELS[key]
    if left_out:
        whole = panel(key, include_capital=include_capital)
        for name in left_out:
            if name not in whole.names:
                known = ", ".join(sorted(whole.names)[:5])
                raise ValueError(
                    f"Left out: there is no {name!r} in {about.label}. There are {known} ..."
                )
        return whole.without(left_out)
    table = _load(about.table)
    keep = np.ones(table.sizes["region"], bool)
    if about.level:
        keep &= table.level.values == about.level
    if "set_apart" in table.coords:
        keep &= ~table.set_apart.values
    if not include_capital:
        keep &= ~capital_of(table, key)
    names = _names(table, keep)
    attrs, names = table.attrs, names[keep]
    wanted = [about.variable, about.people, "employment_share_agriculture"]
    table = table[[name for name in wanted if name in table.data_vars]].isel(region=keep)
    values = table[about.variable].dropna("year", how="all")
    people = table[about.people].sel(year=values.year) if about.people else None
    farming = None
    if "employment_share_agriculture" in table:
        farming = table.employment_share_agriculture.sel(year=values.year)
    return Panel(
        names=names,
        values=values.reset_coords(drop=True),
        people=_bare(people),
        groups=_bare(_groups(table, about)),
        farming=_bare(farming),
        one_basis=_one_basis(values),
        source=attrs["source"],
        licence=attrs["licence"],
        units=values.attrs["units"],
        notes=(*attrs.get("series_breaks", ()), *attrs.get("notes", ())),
    )


def _bare(x: xr.DataArray | None) -> xr.DataArray | None:
    """Without the coordinates that no statistic asks for: labels are matched at every step."""
    if x is None:
        return None
    bare: xr.DataArray = x.reset_coords(drop=True)
    return bare


def _one_basis(values: xr.DataArray) -> tuple[int, ...]:
    years = values.year.values
    if "spliced_basis" in values.coords:
        basis = values.spliced_basis.values
        years = years[basis == basis[0]]
    return tuple(years.tolist())


def _names(table: xr.Dataset, keep: np.ndarray) -> np.ndarray:
    """Names that are each there once: two Limburgs are told apart by their countries."""
    names = table["name"].values.astype(object).copy()
    seen, counts = np.unique(names[keep], return_counts=True)
    for name in seen[counts > 1]:
        for k in np.flatnonzero((names == name) & keep):
            names[k] = f"{name} ({table.country.values[k]})"
    return names


def capital_of(table: xr.Dataset, key: str) -> np.ndarray:
    """Which regions hold a capital, or are part of the large region that does."""
    if not PANELS[key].capital:
        return np.zeros(table.sizes["region"], bool)
    return capital_regions(table)


def _groups(table: xr.Dataset, about: About) -> xr.DataArray | None:
    if not about.group:
        return None
    if about.group == "country":
        return cast("xr.DataArray", table.country)
    twelve = _load("uk-itl1-income")["name"]
    return table["name"].copy(data=twelve.sel(region=table.itl1_code.values).values)
