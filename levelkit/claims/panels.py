"""The panels of the catalogue: one list for all claims, each loaded when it is asked for."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from levelkit.catalogue import load
from levelkit.catalogue.errors import UnknownDatasetError, unknown
from levelkit.claims.brought import about_brought, brought
from levelkit.claims.capitals import capital_regions
from levelkit.claims.labelled_panel import Panel
from levelkit.claims.panel_list import LABELS, LONG_RUN, PANELS, SERIES, About, TableMeasure

if TYPE_CHECKING:
    import xarray as xr

__all__ = ["LABELS", "Panel", "about", "countries", "panel", "panels", "series_of", "table"]

#: Tables are no panels; whoever asks for one is told which panels are made of it.
OF_TABLE = {
    "uk-century": "'uk-10'",
    "uk-itl": "'uk-itl1' or 'uk-itl2'",
    "uk-lad-gdp": "'uk-lad-2021'",
    "uk-gdhi": "'uk-lad-2023'",
    "eurostat-nuts2": "'europe-nuts2'",
    "oecd-regions": "'oecd-tl2' or 'oecd-tl3'",
}

#: A table of the catalogue, loaded once a process: many panels share few tables.
table = functools.lru_cache(maxsize=16)(load)


@functools.lru_cache(maxsize=1)
def countries() -> tuple[str, ...]:
    """The countries of Europe's century, by name."""
    return tuple(sorted(set(table("europe-century").country.values.tolist())))


@functools.lru_cache(maxsize=1)
def panels() -> dict[str, str]:
    """Key and label of every panel: those of the list, then Europe's countries by name."""
    return {key: about(key).label for key in (*PANELS, *map(_country_key, countries()))}


def _country_key(country: str) -> str:
    return "europe-" + country.lower().replace(" ", "-")


@functools.lru_cache(maxsize=64)
def about(key: str) -> About:
    """What is said of a panel; nothing is read for it, but for a country of Europe's century.

    Raises
    ------
    UnknownDatasetError
        With the close matches and the keys there are.
    """
    if key in PANELS:
        return PANELS[key]
    if own := brought(key):
        return about_brought(own)
    country = next((name for name in countries() if _country_key(name) == key), None)
    if country is None:
        raise UnknownDatasetError(_unknown_panel(str(key)))
    n = int((table("europe-century").country == country).sum())
    regions = "1 region" if n == 1 else f"{n} regions"
    place = {"Netherlands": "the Netherlands", "United Kingdom": "the UK"}.get(country, country)
    return About(
        key, f"{country}: {regions}, 1900-2015", country, place, f"regions of {place}", regions,
        measures={LONG_RUN.name: LONG_RUN}, inside=country, capital="*",
    )  # fmt: skip


def series_of(key: str) -> tuple[About, TableMeasure]:
    """The panel and the measure that the key of a series names: ``uk-itl1-gva``, or a panel's one."""
    if own := brought(key):
        return about(key), about(key).measures[own.measure]
    panel_key, measure = SERIES[key]
    return PANELS[panel_key], PANELS[panel_key].measures[measure]


@functools.lru_cache(maxsize=128)
def panel(
    key: str,
    measure: str = "",
    *,
    include_capital: bool = True,
    real_prices: bool = False,
    left_out: tuple[str, ...] = (),
) -> Panel:
    """One panel of the catalogue, with the measure asked for.

    Parameters
    ----------
    key : str
        Of a panel (``uk-itl1``, see :func:`panels`), or of a series, which names the measure too
        (``uk-itl1-gva``).
    measure : str
        One of the panel's measures, by default its first.
    include_capital : bool
        With or without London, or the regions that hold a country's capital.
    real_prices : bool
        Divided by the regional price level of 2016 (UK = 1), which is known for ``uk-itl1``.
    left_out : tuple of str
        Names of further regions that are left out.

    Raises
    ------
    UnknownDatasetError
        There is no such panel; with the close matches and the keys there are.
    ValueError
        There is no such measure, region or price level, or no region but the capital's.

    Examples
    --------
    >>> from levelkit.claims import panel
    >>> panel("uk-itl1", "gdhi_per_head_gbp", include_capital=False).names.size
    11
    >>> panel("us-states-income").source
    'Bureau of Economic Analysis, State personal income, 1929 to 2009'
    """
    if not measure:
        key, measure = SERIES.get(key) or (key, next(iter(about(key).measures)))
    chosen = _whole(key, measure)
    if not include_capital:
        chosen = chosen.without_capital()
    if real_prices:
        chosen = _priced(chosen)
    return chosen.without(left_out) if left_out else chosen


@functools.lru_cache(maxsize=64)
def _whole(key: str, measure: str) -> Panel:
    said = about(key)
    if measure not in said.measures:
        raise ValueError(unknown("measure", measure, said.measures))
    if own := brought(key):
        return own
    return _loaded(said, said.measures[measure])


def _priced(nominal: Panel) -> Panel:
    if not about(nominal.key).priced:
        known = " or ".join(repr(key) for key, said in PANELS.items() if said.priced)
        raise ValueError(f"The price levels of {nominal.places} are not known, but of {known}.")
    levels = table("uk-price-levels")
    return nominal.at_prices(levels.price_level_2016_percent / 100, levels.attrs["source"])


def _loaded(said: About, measure: TableMeasure) -> Panel:
    """All regions of a panel, of the table that has the measure."""
    whole = table(measure.table)
    keep = np.ones(whole.sizes["region"], bool)
    if said.level and "level" in whole.coords:
        keep &= whole.level.values == said.level
    if said.inside:
        keep &= whole.country.values == said.inside
    if "set_apart" in whole.coords:
        keep &= ~whole.set_apart.values
    keep &= ~np.isin(whole["name"].values, measure.lacks)
    capital = np.zeros(keep.size, bool)
    if "is_capital" in whole.coords:
        capital = capital_regions(whole)
    values = whole[measure.variable].isel(region=keep).dropna("year", how="all")

    def beside(variable: str) -> xr.DataArray | None:
        if variable not in whole.data_vars:
            return None
        return whole[variable].isel(region=keep).sel(year=values.year)

    attrs: dict[str, Any] = whole.attrs | values.attrs
    return Panel(
        values=values,
        names=_names(whole, keep)[keep],
        is_capital=capital[keep],
        key=said.key,
        label=said.label,
        measure=measure.name,
        measures=said.measures,
        people=beside(measure.people),
        groups=_groups(whole, keep, said),
        farming=beside("employment_share_agriculture"),
        one_basis=_one_basis(values),
        place=said.place,
        places=said.places,
        regions=measure.regions or said.regions,
        capital=_capital(said, whole["name"].values[keep & capital]),
        group=said.group,
        source=attrs["source"],
        licence=attrs["licence"],
        notes=(*attrs.get("series_breaks", ()), *attrs.get("notes", ())),
        attrs=attrs,
    )


def _capital(said: About, names: np.ndarray[Any, Any]) -> str:
    return str(names[0]) if said.capital == "*" else said.capital


def _one_basis(values: xr.DataArray) -> tuple[int, ...]:
    years = values.year.values
    if "spliced_basis" in values.coords:
        basis = values.spliced_basis.values
        years = years[basis == basis[0]]
    return tuple(years.tolist())


def _names(whole: xr.Dataset, keep: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Names that are each there once: two Limburgs are told apart by their countries."""
    names = whole["name"].values.astype(object).copy()
    different, counts = np.unique(names[keep], return_counts=True)
    for name in different[counts > 1]:
        for k in np.flatnonzero((names == name) & keep):
            names[k] = f"{name} ({whole.country.values[k]})"
    return names


def _groups(whole: xr.Dataset, keep: np.ndarray[Any, Any], said: About) -> xr.DataArray | None:
    if not said.group:
        return None
    regions = whole.isel(region=keep)
    if said.group == "country":
        return cast("xr.DataArray", regions.country)
    # A table with all levels names the twelve itself: no claim shall read a table that it does not state.
    if "level" in whole.coords:
        twelve = whole["name"].isel(region=(whole.level == "ITL1").values)
    else:
        twelve = table("uk-itl1-income")["name"]
    return regions["name"].copy(data=twelve.sel(region=regions.itl1_code.values).values)


def _unknown_panel(key: str) -> str:
    if key in OF_TABLE:
        return f"{key!r} is a table, not a panel. Take {OF_TABLE[key]}."
    wished = key.lower().replace(" ", "-")
    inside = [name for name in panels() if wished and wished in name]
    # A short name is far from "europe-..." letter by letter, yet is plainly part of it.
    hint = f" Did you mean {' or '.join(map(repr, inside[:3]))}?" if inside else ""
    message = unknown("panel", wished, panels()).replace(repr(wished), repr(key), 1)
    if hint and "Did you mean" not in message:
        message = message.replace(". There are", f".{hint} There are", 1)
    return message
