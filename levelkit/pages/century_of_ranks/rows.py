"""From the century-of-ranks series to the columns that its charts and tables show.

They hold all years of a series: which years are shown is for the charts' parameters.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

import numpy as np

from levelkit.claims.century_of_ranks.series import series
from levelkit.claims.short_names import short_name
from levelkit.pages.labels import spread
from levelkit.pages.words import number

if TYPE_CHECKING:
    import xarray as xr

Columns = dict[str, list[Any]]

BASIS_NAMES = {
    "roses-wolf-v6": "Roses-Wolf",
    "ons-gdp-2023": "ONS GDP",
    "ons-gva-2025": "ONS GVA",
    "": "",
}

LABEL_GAP = 14  # pixels between two labels of the slope chart
SLOPE_MARGIN = 50  # of its height is no room for labels


def slope_height(n_regions: int) -> int:
    """So that every region's label has room."""
    return max(420, 16 * n_regions + SLOPE_MARGIN)


@functools.lru_cache(maxsize=8)
def datasets(data: str, measure: str, *, include_capital: bool) -> dict[str, Columns]:
    """Every data set of the page but the changes of basis: kept, so that it is sent once."""
    found = series(data, measure, include_capital=include_capital)
    bases = basis_of(found.values)
    return {
        "ranks": rank_columns(found.ranks, bases),
        "bands": band_columns(found.ranks),
        "pairs": pair_columns(found.pairs, bases),
        "guides": {"level": [-1.0, -0.5, 0.0, 0.5, 1.0], "label": ["−1", "−0.5", "0", "0.5", "1"]},
    }


def basis_of(values: xr.DataArray) -> list[str]:
    """The basis of each year in words, empty where all years are on one."""
    if "spliced_basis" in values.coords:
        return [BASIS_NAMES[basis] for basis in values.spliced_basis.values.tolist()]
    return [""] * values.sizes["year"]


def rank_columns(ranks: xr.Dataset, bases: list[str]) -> Columns:
    """One row a region and year that has a figure.

    ``label_at`` is where a label stands that gives way to its neighbours, each year by
    itself: the slope chart can then change its year without the kernel. ``top`` marks the
    region whose row carries the year's heading: one a year is enough.
    """
    numbers = {
        key: ranks[key].transpose("year", "region").to_numpy()
        for key in ("rank", "relative", "value", "rank_best", "rank_worst")
    }
    known = np.isfinite(numbers["rank"])
    at_year, at_region = np.nonzero(known)
    names = ranks.name.values.tolist()
    top = np.where(known, numbers["relative"], -np.inf).argmax(axis=1)
    digits = {"relative": 4, "value": 5}
    columns: Columns = {
        "region": [names[r] for r in at_region],
        "short": [short_name(names[r]) for r in at_region],
        "year": ranks.year.values[at_year].tolist(),
        "basis": [bases[t] for t in at_year],
        **{
            key: whole(table[known].round(digits.get(key, 1)).tolist())
            for key, table in numbers.items()
        },
        "top": (at_region == top[at_year]).tolist(),
        "label_at": _label_places(numbers["relative"])[known].round(3).tolist(),
    }
    return columns


def whole(values: list[float]) -> list[float | int]:
    """3 rather than 3.0; regions that tie share 5.5."""
    return [int(value) if value == int(value) else value for value in values]


def _label_places(relative: Any) -> Any:
    """Spread apart on the chart's log scale, whose ends are those of all years."""
    low, high = np.log(value_range(relative))
    height = slope_height(relative.shape[1]) - SLOPE_MARGIN
    gap = LABEL_GAP * (high - low) / height
    return np.exp([spread(np.log(row), gap, low, high) for row in relative])


def value_range(relative: Any) -> tuple[float, float]:
    """The lowest and highest value of all years, never the same."""
    low, high = float(np.nanmin(relative)), float(np.nanmax(relative))
    return (low, high) if low < high else (0.9 * low, 1.1 * high)


def band_columns(ranks: xr.Dataset) -> Columns:
    """Near ties: the ranks that each band of two or more regions takes up."""
    columns: Columns = {key: [] for key in ("year", "top", "bottom", "size", "gap")}
    years = ranks.year.values
    bands, sizes, places = (
        ranks[key].transpose("year", "region").to_numpy() for key in ("band", "band_size", "rank")
    )
    for t, year in enumerate(years.tolist()):
        others = np.abs(years[years != year] - year)
        for which in np.unique(bands[t][sizes[t] >= 2]):
            inside = places[t][bands[t] == which]
            row = (year, float(inside.min()), float(inside.max()), inside.size, int(others.min()))
            for values, value in zip(columns.values(), row, strict=True):
                values.append(value)
    return columns


def pair_columns(pairs: xr.Dataset, bases: list[str]) -> Columns:
    """Rank correlation of each pair of years; ``basis`` is that of the first of the two."""
    numbers = {
        key: pairs[name].transpose("year", "year_2").to_numpy()
        for key, name in (
            ("rho", "estimate"), ("low", "ci_low"), ("high", "ci_high"), ("kendall", "kendall"), ("n", "n"),
        )
    }  # fmt: skip
    known = np.isfinite(numbers["rho"])
    one, two = np.nonzero(known)
    years = pairs.year.values
    columns: Columns = {
        "year": years[one].tolist(),
        "year_2": years[two].tolist(),
        **{key: _missing(table[known].round(5).tolist()) for key, table in numbers.items()},
        "basis": [bases[t] for t in one],
    }
    columns["n"] = [int(n) for n in columns["n"]]
    columns["interval"] = [
        "–" if low is None else f"{number(low, 2)} to {number(high, 2)}"
        for low, high in zip(columns["low"], columns["high"], strict=True)
    ]
    return columns


def _missing(values: list[float]) -> list[float | None]:
    return [None if np.isnan(value) else value for value in values]


def break_columns(order: xr.Dataset) -> Columns:
    """Where the shown series changes basis, halfway between the two years."""
    years, bases = order.year.values, basis_of(order.estimate)
    changes = [k for k in range(1, len(years)) if bases[k] != bases[k - 1]]
    if not changes:
        return {"year": [], "label": []}
    # One label, at the last change: labels of changes close together would collide.
    label = " | ".join([bases[0], *(bases[k] for k in changes)])
    return {
        "year": [float(years[k - 1] + years[k]) / 2 for k in changes],
        "label": [label if k == changes[-1] else "" for k in changes],
    }


def strip_floor(order: xr.Dataset) -> float:
    """The lowest end of an interval, rounded down to a half: no interval is cut off."""
    ends = np.concatenate([order.estimate.values, order.ci_low.values])
    ends = ends[np.isfinite(ends)]
    lowest = float(ends.min()) if ends.size else 0.0
    return max(-1.0, min(0.0, float(np.floor(2 * lowest) / 2)))
