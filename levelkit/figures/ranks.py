"""Figures of ranks: places through the years, in two of them, and how alike all pairs of years are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from levelkit.catalogue.errors import unknown
from levelkit.charts.slope import label_places
from levelkit.claims.short_names import short_name
from levelkit.figures.columns import rounded, whole
from levelkit.figures.figure import Columns, Figure, Files
from levelkit.figures.kept import kept
from levelkit.figures.standard import names_of, place_dim
from levelkit.measures import kendall_tau, spearman_rho, tie_bands

if TYPE_CHECKING:
    import xarray as xr

ERROR = 0.03  # places whose figures are nearer than this are near ties
BASIS_NAMES = {
    "roses-wolf-v6": "Rosés-Wolf",
    "ons-gdp-2023": "ONS GDP",
    "ons-gva-2025": "ONS GVA",
    "": "",
}
WINDOW = {"year": {"from": "first_year", "to": "last_year"}}
RANK_COLUMNS = {
    "region": "region_name", "year": "year", "basis": "basis", "value": "value",
    "relative": "mean_of_regions_100", "rank": "rank", "rank_best": "rank_best",
    "rank_worst": "rank_worst",
}  # fmt: skip
PAIR_COLUMNS = {
    "year": "year", "year_2": "year_2", "rho": "spearman_rho", "low": "ci_low", "high": "ci_high",
    "kendall": "kendall_tau", "n": "regions",
}  # fmt: skip
GUIDES: Columns = {
    "level": [-1.0, -0.5, 0.0, 0.5, 1.0],
    "label": ["−1", "−0.5", "0", "0.5", "1"],
}


@kept
def ranks_and_pairs(y: xr.DataArray) -> tuple[xr.Dataset, xr.Dataset]:
    """Ranks of places in each year, and the rank correlation of each pair of years.

    Parameters
    ----------
    y : DataArray
        ``(place, year)``.

    Returns
    -------
    Dataset, Dataset
        ``ranks`` with ``rank``, ``rank_best``, ``rank_worst``, ``band``, ``band_size``, ``relative``
        (mean of places = 100) and ``value``, over place and year; ``pairs`` with ``estimate``,
        ``ci_low``, ``ci_high``, ``kendall`` and ``n``, over ``year`` and ``year_2``.
    """
    dim = place_dim(y)
    ranks = tie_bands(y.rename({dim: "region"}) if dim != "region" else y, error=ERROR)
    values = y.rename({dim: "region"}) if dim != "region" else y
    ranks["relative"] = 100 * values / values.mean("region")
    ranks["value"] = values
    pairs = spearman_rho(values)
    pairs["kendall"] = kendall_tau(values, interval=None, alternative=None).estimate
    return ranks, pairs


def bump(
    ranks: xr.Dataset,
    pairs: xr.Dataset,
    *,
    base: int | None = None,
    last: int | None = None,
    **words: Any,
) -> Figure:
    """Ranks through the years, with the fate of the first year's order.

    Parameters
    ----------
    ranks, pairs : Dataset
        See :func:`ranks_and_pairs`; of all years, of which ``base`` to ``last`` are shown.
    base, last : int, optional
        By default the first and the last year.
    **words
        Words, marks and files of the :class:`~levelkit.figures.figure.Figure`.
    """  # fmt: skip
    first, end = _window(ranks, base, last)
    return Figure(
        "bump_chart",
        {
            "ranks": rank_rows(ranks),
            "bands": band_rows(ranks),
            "pairs": pair_rows(pairs, *year_bases(ranks)),
            "guides": GUIDES,
            "breaks": break_rows(ranks, first, end),
        },
        {"first_year": first, "last_year": end, "rho_floor": _strip_floor(pairs, first, end)},
        **{
            "title": f"Ranks from {first} to {end}",
            "files": Files("ranks", RANK_COLUMNS, f"ranks-{first}-{end}", where=WINDOW),
            **_marked(ranks, end),
            **{name: value for name, value in words.items() if value},
        },
    )


def slope(
    ranks: xr.Dataset, *, base: int | None = None, last: int | None = None, **words: Any
) -> Figure:
    """Places in two years, mean of the places = 100; see :func:`bump`."""
    first, end = _window(ranks, base, last)
    where = {"year": {"in": ["first_year", "year"]}}
    return Figure(
        "slope_chart",
        {"ranks": rank_rows(ranks)},
        {"first_year": first},
        **{
            "title": f"How far apart in {first} and {end}",
            "files": Files("ranks", RANK_COLUMNS, f"levels-{first}-{end}", where=where),
            **_marked(ranks, end),
            **{name: value for name, value in words.items() if value},
        },
    )


def heatmap(
    pairs: xr.Dataset,
    *,
    base: int | None = None,
    last: int | None = None,
    bases: tuple[str, ...] = (),
    **words: Any,
) -> Figure:
    """Rank correlation between all pairs of years; see :func:`bump`."""  # fmt: skip
    first, end = _window(pairs, base, last)
    where = {**WINDOW, "year_2": WINDOW["year"]}
    return Figure(
        "rank_correlation_heatmap",
        {"pairs": pair_rows(pairs, *bases)},
        {"first_year": first, "last_year": end},
        **{
            "title": f"Which years from {first} to {end} share an order?",
            "files": Files("pairs", PAIR_COLUMNS, f"rank-correlations-{first}-{end}", where=where),
            "marks": {"year": end},
            **{name: value for name, value in words.items() if value},
        },
    )


def _window(table: xr.Dataset, base: int | None, last: int | None) -> tuple[int, int]:
    years = [int(year) for year in table.year.values]
    for year in (base, last):
        if year is not None and year not in years:
            raise ValueError(unknown("year", year, years))
    return years[0] if base is None else base, years[-1] if last is None else last


def _marked(ranks: xr.Dataset, year: int) -> dict[str, Any]:
    return {"marks": {"highlight": most_moved(ranks), "year": year}}


@kept
def most_moved(ranks: xr.Dataset) -> str:
    """Whoever moved through most ranks, of those with a figure for every year."""
    places = ranks["rank"].transpose("year", "region").to_numpy()
    known = np.isfinite(places).sum(axis=0)
    moved = np.full(places.shape[1], -1.0)
    whole = known == known.max()
    moved[whole] = np.nanmax(places[:, whole], 0) - np.nanmin(places[:, whole], 0)
    return names_of(ranks["rank"])[int(moved.argmax())]


def year_bases(ranks: xr.Dataset) -> tuple[str, ...]:
    """The basis of each year in words, empty where all years are on one."""
    if "spliced_basis" in ranks.coords:
        return tuple(BASIS_NAMES.get(basis, basis) for basis in ranks.spliced_basis.values.tolist())
    return ("",) * ranks.sizes["year"]


@kept
def rank_rows(ranks: xr.Dataset) -> Columns:
    """One row a place and year that has a figure.

    ``label_at`` is where a label stands that gives way to its neighbours, each year by
    itself: the slope chart can then change its year without asking for other rows. ``top`` marks
    the place whose row carries the year's heading: one a year is enough.
    """
    numbers = {
        key: ranks[key].transpose("year", "region").to_numpy()
        for key in ("rank", "relative", "value", "rank_best", "rank_worst")
    }
    known = np.isfinite(numbers["rank"])
    at_year, at_place = np.nonzero(known)
    names, bases = names_of(ranks["rank"]), year_bases(ranks)
    top = np.where(known, numbers["relative"], -np.inf).argmax(axis=1)
    digits = {"relative": 4, "value": 5}
    return {
        "region": [names[r] for r in at_place],
        "short": [short_name(names[r]) for r in at_place],
        "year": ranks.year.values[at_year].tolist(),
        "basis": [bases[t] for t in at_year],
        **{key: whole(rounded(table[known], digits.get(key, 1))) for key, table in numbers.items()},
        "top": (at_place == top[at_year]).tolist(),
        "label_at": rounded(label_places(numbers["relative"])[known], 3),
    }


@kept
def band_rows(ranks: xr.Dataset) -> Columns:
    """Near ties: the ranks that each band of two or more places takes up."""
    rows: Columns = {key: [] for key in ("year", "top", "bottom", "size", "gap")}
    years = ranks.year.values
    bands, sizes, places = (
        ranks[key].transpose("year", "region").to_numpy() for key in ("band", "band_size", "rank")
    )
    for t, year in enumerate(years.tolist()):
        others = np.abs(years[years != year] - year)
        for which in np.unique(bands[t][sizes[t] >= 2]):
            inside = places[t][bands[t] == which]
            row = (year, float(inside.min()), float(inside.max()), inside.size, int(others.min()))
            for column, value in zip(rows.values(), row, strict=True):
                column.append(value)
    return rows


@kept
def pair_rows(pairs: xr.Dataset, *bases: str) -> Columns:
    """Rank correlation of each pair of years; ``basis`` is that of the first of the two."""
    numbers = {
        key: pairs[name].transpose("year", "year_2").to_numpy()
        for key, name in (
            ("rho", "estimate"), ("low", "ci_low"), ("high", "ci_high"), ("kendall", "kendall"), ("n", "n"),
        )
    }  # fmt: skip
    known = np.isfinite(numbers["rho"])
    first, second = np.nonzero(known)
    years, based = pairs.year.values, bases or ("",) * pairs.sizes["year"]
    rows: Columns = {
        "year": years[first].tolist(),
        "year_2": years[second].tolist(),
        **{key: rounded(table[known], 5) for key, table in numbers.items()},
        "basis": [based[t] for t in first],
    }
    rows["n"] = [int(n) for n in rows["n"]]
    rows["interval"] = [
        "–" if low is None else f"{low:.2f} to {high:.2f}".replace("-", "−")
        for low, high in zip(rows["low"], rows["high"], strict=True)
    ]
    return rows


def break_rows(ranks: xr.Dataset, first: int, last: int) -> Columns:
    """Where the shown years change their basis, halfway between the two years."""
    shown = [(int(y), b) for y, b in zip(ranks.year.values, year_bases(ranks), strict=True) if first <= y <= last]  # fmt: skip
    changes = [k for k in range(1, len(shown)) if shown[k][1] != shown[k - 1][1]]
    if not changes:
        return {"year": [], "label": []}
    # One label, at the last change: labels of changes close together would collide.
    label = " | ".join([shown[0][1], *(shown[k][1] for k in changes)])
    return {
        "year": [float(shown[k - 1][0] + shown[k][0]) / 2 for k in changes],
        "label": [label if k == changes[-1] else "" for k in changes],
    }


def _strip_floor(pairs: xr.Dataset, first: int, last: int) -> float:
    """The lowest end of an interval, rounded down to a half: no interval is cut off."""
    years = pairs.year.values
    shown, base = (years >= first) & (years <= last), years.tolist().index(first)
    ends = np.array(
        [
            pairs[name].transpose("year", "year_2").to_numpy()[shown, base]
            for name in ("estimate", "ci_low")
        ]
    )
    known = ends[np.isfinite(ends)]
    lowest = float(known.min()) if known.size else 0.0
    return max(-1.0, min(0.0, float(np.floor(2 * lowest) / 2)))
