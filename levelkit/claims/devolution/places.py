"""The UK's place by one index: who is before and after, who lacks figures, and how sure the place is."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from levelkit.claims.devolution.countries import GROUPS, UK
from levelkit.claims.devolution.indices import INDICES, RECENT, figures, set_apart
from levelkit.measures.ranking.ranks import rank_last_axis

if TYPE_CHECKING:
    from collections.abc import Sequence

    import xarray as xr
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

LATEST = "latest"
#: Years before and after the one asked for, over which the place may move.
WINDOW = 5
#: Years on offer, where there are figures for enough countries.
YEARS = (2010, 2005, 2000, 1997, 1990, 1980, 1970, 1960, 1950)
ENOUGH = 10


@functools.lru_cache(maxsize=128)
def at(key: str, year: str) -> dict[str, tuple[float, int]]:
    """An index in one year, or each country's latest figure since 2010.

    Returns
    -------
    dict
        From country to its figure, in the index's unit, and the figure's year; without those that have none.
    """
    countries, when, values = matrix(key)
    if year == LATEST:
        values = np.where(when >= RECENT, values, np.nan)
    else:
        values = np.where(when == int(year), values, np.nan)
    latest = {}
    for country, row in zip(countries, values, strict=True):
        known = np.flatnonzero(np.isfinite(row))
        if known.size:
            latest[country] = float(row[known[-1]]), int(when[known[-1]])
    return latest


@functools.lru_cache(maxsize=16)
def matrix(key: str) -> tuple[list[str], NDArray[np.int64], Floats]:
    """An index as bare numbers: countries, years and ``(country, year)``."""
    whole = figures(key)
    return whole.country.values.tolist(), whole.year.values, whole.values


def values_at(key: str, year: str, members: Sequence[str]) -> Floats:
    """The index of these countries in their order, missing where there is none."""
    known = at(key, year)
    return np.array([known[country][0] if country in known else np.nan for country in members])


@functools.lru_cache(maxsize=16)
def years(key: str) -> tuple[str, ...]:
    """Years on offer: the latest, and those with figures for the UK and enough western democracies."""
    countries, when, values = matrix(key)
    west = np.isin(countries, GROUPS["western"].members)
    enough = np.isfinite(values[west]).sum(axis=0) >= ENOUGH
    uk = np.isfinite(values[countries.index(UK)])
    good = set(when[enough & uk & (when < when.max())].tolist())
    return (LATEST, *(str(year) for year in YEARS if year in good))


@functools.lru_cache(maxsize=512)
def ranking(key: str, year: str, group: str) -> xr.Dataset:
    """The countries of a group with their places.

    Returns
    -------
    Dataset
        Over ``country``: ``value``, ``when`` (year of the figure), ``place`` (1 is the most centralised, ties share the mean)
        and ``reason``, why a country has no place.
    """
    import xarray as xr

    members = GROUPS[group].members
    known = at(key, year)
    value = values_at(key, year, members)
    columns = {
        "value": value,
        "when": np.array(
            [known[country][1] if country in known else np.nan for country in members]
        ),
        "place": rank_last_axis(INDICES[key].polarity * value),
        "reason": np.array(
            ["" if country in known else why(key, year, country) for country in members],
            dtype=object,
        ),
    }
    return xr.Dataset({k: ("country", v) for k, v in columns.items()}, {"country": list(members)})


def why(key: str, year: str, country: str) -> str:
    """Why a country lacks a figure, in a few words."""
    countries, when, values = matrix(key)
    apart = set_apart(key)
    if apart is not None and year != LATEST and country in apart.country.values:
        out = apart.sel(country=country).reindex(year=[int(year)]).values[0]
        if np.isfinite(out):
            return f"{out:.0f}% in {year}: outside 0 to 100%, set apart"
    if country not in countries:
        return "no figures"
    if year != LATEST:
        return f"no figure for {year}"
    known = np.isfinite(values[countries.index(country)])
    return f"figures end in {when[known].max()}"


@dataclass(frozen=True)
class Sureness:
    """How far a place may move.

    Attributes
    ----------
    best, worst : float
        The most and the least centralised place found, of ``n`` countries.
    year_places : tuple of float
        The lowest and highest place over the years within five of the one asked for.
    if_lower, if_higher : float
        The place if the UK's figure were a tenth of the index's step lower or higher.
    """

    best: float
    worst: float
    n: int
    year_places: tuple[float, float]
    if_lower: float
    if_higher: float


@functools.lru_cache(maxsize=512)
def sureness(key: str, year: str, group: str) -> Sureness | None:
    """The UK's place over nearby years, and if its figure were a little other; None without a place."""
    members = GROUPS[group].members
    values = INDICES[key].polarity * values_at(key, year, members)
    k = members.index(UK)
    if not np.isfinite(values[k]):
        return None
    others = np.delete(values, k)
    others = others[np.isfinite(others)]
    tie = INDICES[key].step / 10
    low, high = (1.0 + float((others < values[k] + move).sum()) for move in (-tie, tie))
    over = year_places(key, year, group)
    return Sureness(
        best=min(low, over[0]), worst=max(high, over[1]), n=others.size + 1, year_places=over,
        if_lower=low, if_higher=high,
    )  # fmt: skip


def year_places(key: str, year: str, group: str) -> tuple[float, float]:
    """The UK's lowest and highest place over the years within five of its figure's.

    The countries are those that have a place in the year asked for; one that has no figure in some other year
    keeps the one it has.
    """
    known = at(key, year)
    countries, when, values = matrix(key)
    members = [country for country in GROUPS[group].members if country in known]
    near = np.abs(when - known[UK][1]) <= WINDOW
    own = np.array([known[country][0] for country in members])
    table = values[[countries.index(country) for country in members]][:, near]
    k = members.index(UK)
    table = np.where(np.isfinite(table), table, own[:, None])[:, np.isfinite(table[k])]
    placed = rank_last_axis(INDICES[key].polarity * table.T)[:, k]
    return float(placed.min()), float(placed.max())
