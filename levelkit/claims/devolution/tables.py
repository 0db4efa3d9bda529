"""The labelled tables that an answer hands over besides its ranking: what else can be seen of the places."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

import numpy as np

from levelkit.catalogue import load_table
from levelkit.catalogue.package import sources_of
from levelkit.claims.devolution.countries import GROUPS, UK, WESTERN
from levelkit.claims.devolution.criterion import COUNTRIES, quarter
from levelkit.claims.devolution.indices import IMF, INDICES, RAI, figures
from levelkit.claims.devolution.local import FIRST, LAST, SPENDING, STEP, local
from levelkit.claims.devolution.places import LATEST, YEARS, matrix, ranking, years
from levelkit.claims.devolution.recipe import COMPOSITE, HALF

if TYPE_CHECKING:
    from collections.abc import Iterable

    import xarray as xr

    from levelkit.claims.devolution.builder import Composite

EVENTS = "uk-devolution-events"


def tables_of(index: str) -> tuple[str, ...]:
    """The tables of the catalogue that an index is from."""
    return (IMF, RAI) if index == COMPOSITE else (INDICES[index].table,)


def sources(names: Iterable[str]) -> str:
    """Who published the figures of these tables; one may be named twice."""
    return sources_of(dict.fromkeys(names))


def table(
    dims: tuple[str, ...], columns: dict[str, Any], coords: dict[str, Any], **attrs: Any
) -> xr.Dataset:
    """A table whose columns all have the same dimensions."""
    import xarray as xr

    return xr.Dataset({name: (dims, values) for name, values in columns.items()}, coords, attrs)


def weightings(built: Composite) -> xr.Dataset:
    """``count`` over ``place``: how many of the random weightings give it to the UK."""
    n = max(built.n, 1)
    counts = built.counts if built.counts.size else np.zeros(n, dtype=np.int64)
    places = {"place": np.arange(1, len(counts) + 1)}
    return table(("place",), {"count": counts}, places, source=sources((IMF, RAI)))


def components(built: Composite) -> xr.Dataset:
    """``label``, ``share`` of all weight, and ``usual`` weight before shares are taken, over ``component``."""
    names = list(built.labels)
    columns = {
        "label": np.array(list(built.labels.values()), dtype=object),
        "share": [built.weights.get(name, 0.0) for name in names],
        "usual": [HALF] * len(names),
    }
    return table(("component",), columns, {"component": names})


def ingredients(built: Composite) -> xr.Dataset:
    """``signed`` over ``country`` and ``component``: as published, more being more decentralised."""
    coords = {"country": built.table.country.values, "component": list(built.weights)}
    return table(("country", "component"), {"signed": built.signed}, coords)


@functools.lru_cache(maxsize=8)
def places_by_year(group: str) -> xr.Dataset:
    """The UK's place by every index and year.

    Returns
    -------
    Dataset
        Over ``index`` and ``year`` ("latest" first): ``place`` (missing where too few countries have figures),
        ``countries``, and whether it is ``in_quarter``, the most centralised; ``label`` of each index.
    """
    columns = [LATEST, *map(str, YEARS)]
    place = np.full((len(INDICES), len(columns)), np.nan)
    countries = np.zeros(place.shape, dtype=int)
    for j, key in enumerate(INDICES):
        # The last year with figures is the latest: it stands under its own year as well.
        for k in (
            k for k, column in enumerate(columns) if column in {*years(key), _last_year(key)}
        ):
            places = ranking(key, columns[k], group).place
            countries[j, k] = int(places.notnull().sum())
            if countries[j, k] >= COUNTRIES:
                place[j, k] = float(places.sel(country=UK))
    labels = [index.label for index in INDICES.values()]
    return table(
        ("index", "year"),
        {
            "place": place,
            "countries": countries,
            "in_quarter": place <= np.vectorize(quarter)(countries),
        },
        {"index": list(INDICES), "year": columns, "label": ("index", labels)},
    )


def _last_year(key: str) -> str:
    return str(matrix(key)[1].max())


@functools.lru_cache(maxsize=16)
def timeline(index: str) -> xr.Dataset:
    """``value`` of the western democracies over ``country`` and ``year``; of a composite, regional authority."""
    key = "authority" if index == COMPOSITE else index
    whole = figures(key)
    members = [name for name in GROUPS[WESTERN].members if name in whole.country]
    kept = whole.sel(country=members).to_dataset(name="value")
    return kept.assign_attrs(
        long_name=INDICES[key].label, short_name=INDICES[key].short, units=INDICES[key].unit.strip(),
        source=sources(tables_of(key)),
    )  # fmt: skip


@functools.lru_cache(maxsize=1)
def events() -> xr.Dataset:
    """Events of devolution in the UK, by date, as the catalogue has them."""
    rows = load_table(EVENTS).set_index("event")
    return rows.to_xarray().assign_attrs(source=sources_of((EVENTS,)))


@functools.lru_cache(maxsize=1)
def local_spending() -> xr.Dataset:
    """The share of public spending below the centre, and whether poorer regions gain more where it is larger.

    Returns
    -------
    Dataset
        Over ``country``: ``spending`` (western democracies' latest share, %), ``spending_then`` (%) and ``growth`` of the
        poorer half of regions over their country (percentage points a year) of those that have both. Of their slope per
        ``step`` percentage points: ``estimate, ci_low, ci_high, detectable``. ``year`` of the UK's latest share, and its
        ``place`` from the lowest.
    """
    known = local()
    latest = ranking(SPENDING, LATEST, WESTERN)["value"].dropna("country").to_series()
    both = {"spending_then": known.spending, "growth": known.growth}
    countries = [*latest.index, *(name for name in known.names if name not in latest.index)]
    columns = {name: _by_name(known.names, values, countries) for name, values in both.items()}
    spread = table(
        ("country",),
        {"spending": latest.reindex(countries).to_numpy(), **columns},
        {"country": countries},
        first_year=FIRST, last_year=LAST, step=STEP, gains=str(known.gains),
    )  # fmt: skip
    return spread.assign(
        estimate=known.slope, ci_low=known.low, ci_high=known.high, detectable=known.detectable,
        year=known.year, place=known.place,
    )  # fmt: skip


def _by_name(names: list[str], values: Any, countries: list[str]) -> list[float]:
    known = dict(zip(names, values, strict=True))
    return [known.get(country, np.nan) for country in countries]
