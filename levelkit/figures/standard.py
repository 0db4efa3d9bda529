"""Figures by the shape of a table: for a claim without figures of its own, and for a notebook."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from levelkit.claims.short_names import short_name
from levelkit.figures.columns import plain, rounded
from levelkit.figures.figure import Figure, Files
from levelkit.figures.kept import kept

if TYPE_CHECKING:
    from collections.abc import Callable

    import xarray as xr

YEAR = "year"
INTERVALS = (("ci_low", "ci_high"), ("low", "high"))
NAMED = 12  # dots of a scatter that are named: those furthest out
LEAST = 3  # a figure of fewer places or years says less than the sentence


def standard_figure(name: str, table: xr.Dataset, *, least: int = LEAST) -> Figure | None:
    """The figure that a table's shape calls for.

    Parameters
    ----------
    name : str
        The table's; it becomes the figure's title and the name of its file.
    table : Dataset
        ``(place, year)``: lines of its first variable. ``(place)`` or ``(specification)`` with
        ``estimate`` and an interval: a ranking, or a forest in the table's own order. ``(place)``
        with ``share``: bars. ``(place)`` with two variables or more: a scatter of the first two.
    least : int
        How many places and years there must be.

    Returns
    -------
    Figure or None
        None where no figure fits.
    """
    numbers = [str(key) for key, values in table.data_vars.items() if values.dtype.kind in "fiu"]
    places = [str(dim) for dim in table.dims if dim != YEAR]
    if not numbers or len(places) > 1 or any(size < least for size in table.sizes.values()):
        return None
    words: dict[str, Any] = {"title": said(name), "name": name}
    if not places or YEAR in table.dims:
        return _of_years(table, numbers, places, words)
    if "estimate" in numbers and interval_of(table):
        ordered = places[0] == "specification"
        return (forest if ordered else ranking)(table, **words)
    if "share" in numbers:
        return share_bars(table.share, **words)
    if len(numbers) > 1:
        return scatter(*(table[key] for key in numbers[:2]), **words)
    return ranking(table[numbers[0]].to_dataset(name="estimate"), **words)


def _of_years(
    table: xr.Dataset, numbers: list[str], places: list[str], words: dict[str, Any]
) -> Figure | None:
    if YEAR not in table.dims:
        return None
    chosen = [k for k in numbers if YEAR in table[k].dims and set(places) <= set(table[k].dims)]
    if not chosen:
        return None
    values = table["estimate" if "estimate" in chosen else chosen[0]]
    return lines(values if places else values.expand_dims(series=[said(str(values.name))]), **words)


def said(name: str) -> str:
    """A variable's name as words: "gdp_per_head" is "Gdp per head"."""
    text = name.replace("_", " ").strip()
    return text[:1].upper() + text[1:]


def titled(values: xr.DataArray) -> str:
    """What values are, with their unit: "GDP per head, £"."""
    label = values.attrs.get("long_name") or said(str(values.name or "value"))
    units = values.attrs.get("units", "")
    return f"{label}, {units}" if units and units != "dimensionless" else label


def place_dim(values: Any) -> str:
    """The dimension of places, or whatever else there is one of each.

    Raises
    ------
    ValueError
        If there is none, or more than one, besides ``year``.
    """
    dims = [str(dim) for dim in values.dims if dim != YEAR]
    if len(dims) != 1:
        raise ValueError(
            f"One dimension besides {YEAR!r} is needed, of places; there are: {', '.join(dims) or 'none'}."
        )
    return dims[0]


def names_of(values: Any) -> list[str]:
    """The names of places: the coordinate ``name`` if there is one, else the labels themselves."""
    dim = place_dim(values)
    named = "name" in values.coords and values["name"].dims == (dim,)
    return [str(name) for name in values["name" if named else dim].values.tolist()]


def interval_of(table: xr.Dataset) -> tuple[str, str] | None:
    """The variables that hold an interval's ends."""
    return next((ends for ends in INTERVALS if set(ends) <= set(table.data_vars)), None)


@kept
def lines(values: xr.DataArray, *, title: str = "", name: str = "lines") -> Figure:
    """One line a place over the years.

    Parameters
    ----------
    values : DataArray
        ``(place, year)``.
    title, name : str
        Above it; of its file.
    """
    dim = place_dim(values)
    table = values.transpose(dim, YEAR)
    years, names = plain(table[YEAR]), names_of(table)
    known = np.isfinite(table.values.astype(float))
    at_place, at_year = np.nonzero(known)
    series = {
        "name": [names[k] for k in at_place],
        "year": [years[k] for k in at_year],
        "value": rounded(table.values[known], 6),
    }
    last = {k: int(np.flatnonzero(row)[-1]) for k, row in enumerate(known) if row.any()}
    at_end = np.array([float(table.values[k, t]) for k, t in last.items()])
    ends = {
        "name": [names[k] for k in last],
        "short": [short_name(names[k]) for k in last],
        "year": [years[t] for t in last.values()],
        "value": rounded(at_end, 6),
    }
    return Figure(
        "series_lines",
        {"series": series, "series_ends": ends},
        {"value_title": titled(values)},
        title=title or titled(values),
        description=f"{titled(values)}: {len(last)} lines over {years[0]} to {years[-1]}.",
        files=Files("series", {"name": dim, "year": "year", "value": str(values.name or "value")}, name),
        scope=name,
    )  # fmt: skip


def ranking(table: xr.Dataset, *, title: str = "", name: str = "ranking") -> Figure:
    """Places from the highest to the lowest, with their intervals where there are any.

    Parameters
    ----------
    table : Dataset
        ``(place)``: ``estimate``, with ``ci_low`` and ``ci_high`` or without.
    """
    return forest(table.sortby("estimate", ascending=False), title=title, name=name)


@kept
def forest(table: xr.Dataset, *, title: str = "", name: str = "forest") -> Figure:
    """Estimates with their intervals, one a row, in the order of the table.

    Parameters
    ----------
    table : Dataset
        With one dimension: ``estimate``, with ``ci_low`` and ``ci_high`` or without.
    """
    names, ends = names_of(table), interval_of(table)
    missing = np.full(len(names), np.nan)
    low, high = (table[end].values for end in ends) if ends else (missing, missing)
    rows: dict[str, list[Any]] = {
        "row": list(range(len(names))),
        "label": names,
        "short": [short_name(name) for name in names],
        "estimate": plain(table.estimate, 6),
        "low": rounded(low, 6),
        "high": rounded(high, 6),
    }
    rows["said"] = [
        f"{_shown(estimate)}" + (f" ({_shown(a)} to {_shown(b)})" if a is not None else "")
        for estimate, a, b in zip(rows["estimate"], rows["low"], rows["high"], strict=True)
    ]
    columns = {"label": str(next(iter(table.dims))), "estimate": "estimate", "low": "ci_low", "high": "ci_high"}  # fmt: skip
    return Figure(
        "forest_plot",
        {"estimates": rows},
        title=title or titled(table.estimate),
        subtitle=titled(table.estimate) if title else "",
        description="; ".join(f"{a}: {b}" for a, b in zip(names, rows["said"], strict=True)),
        files=Files("estimates", columns, name),
        scope=name,
    )


@kept
def scatter(x: xr.DataArray, y: xr.DataArray, *, title: str = "", name: str = "scatter") -> Figure:
    """Two measures of each place.

    Parameters
    ----------
    x, y : DataArray
        ``(place)``: the same places.
    """
    names = names_of(x)
    pairs = np.array([x.values, y.values], dtype=float)
    known = np.isfinite(pairs).all(axis=0)
    spread = pairs[:, known].std(axis=1, keepdims=True)
    away = (pairs - pairs[:, known].mean(axis=1, keepdims=True)) / np.where(spread > 0, spread, 1)
    out = np.argsort(-np.where(known, np.hypot(*away), -1), kind="stable")[:NAMED]
    at = np.flatnonzero(known)
    points = {
        "name": [names[k] for k in at],
        "x": rounded(pairs[0, at], 6),
        "y": rounded(pairs[1, at], 6),
        "named": [bool(k in set(out.tolist())) for k in at],
    }
    columns = {"name": place_dim(x), "x": str(x.name or "x"), "y": str(y.name or "y")}
    return Figure(
        "scatter",
        {"points": points},
        {"x_title": titled(x), "y_title": titled(y)},
        title=title or f"{titled(y)} and {titled(x)}",
        description=f"{len(at)} places: {titled(x)} across, {titled(y)} up.",
        files=Files("points", columns, name),
        scope=name,
    )


@kept
def share_bars(shares: xr.DataArray, *, title: str = "", name: str = "shares") -> Figure:
    """Shares of a whole, the largest first.

    Parameters
    ----------
    shares : DataArray
        ``(part)``: from 0 to 1.
    """
    ordered = shares.sortby(shares, ascending=False)
    names = names_of(ordered)
    rows: dict[str, list[Any]] = {
        "row": list(range(len(names))),
        "name": names,
        "short": [short_name(name) for name in names],
        "share": plain(ordered, 6),
    }
    listed = ", ".join(f"{a} {b:.0%}" for a, b in zip(names, rows["share"], strict=True))
    return Figure(
        "share_bars",
        {"shares": rows},
        title=title or titled(shares),
        description=f"{listed}.",
        files=Files("shares", {"name": place_dim(shares), "share": "share"}, name),
        scope=name,
    )


def _shown(value: float | None) -> str:
    return "–" if value is None else f"{value:,.4g}".replace("-", "−")


#: What :mod:`levelkit.plot` draws from labelled arrays alone.
FIGURES: dict[str, Callable[..., Figure]] = {
    "lines": lines, "ranking": ranking, "forest": forest, "scatter": scatter, "share_bars": share_bars,
}  # fmt: skip
