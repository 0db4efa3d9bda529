"""Clubs of places on one path each: the paths, and a table of the clubs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from levelkit.figures.figure import Figure, Files
from levelkit.figures.kept import kept
from levelkit.figures.table import Column, Table
from levelkit.pages.convergence.speeds import numbers

if TYPE_CHECKING:
    import xarray as xr

    from levelkit.claims.evidence import Evidence
    from levelkit.figures.figure import Columns

MOST_PATHS = 60  # places whose own paths are drawn
MOST_YEARS = 18  # points of such a path
NAMED = 5  # members of a club that the table names


def clubs(evidence: Evidence) -> Figure:
    """Mean paths of the clubs, and each place's own where there are few."""
    paths, places = evidence.tables["club_paths"], evidence.tables["club_places"]
    low, high = ends_of_paths(paths, places)
    ends = end_rows(paths)
    title = clubs_found(paths)
    return Figure(
        "club_paths",
        {"paths": path_rows(paths), "path_ends": ends, "members": member_rows(places)},
        {
            "path_first": int(paths.year[0]), "path_last": int(paths.year[-1]),
            "path_low": low, "path_high": high,
        },
        title=title,
        subtitle=_subtitle(places),
        description=f"{title}. {'; '.join(ends['label'])}.",
        files=Files("paths", {"label": "club", "year": "year", "value": "path_mean_100"}, "club-paths-{data}"),
    )  # fmt: skip


def clubs_found(paths: xr.Dataset) -> str:
    """How many clubs there are."""
    n = int((paths.club > 0).sum())
    if n == 1 and not (paths.club == 0).any():
        return "One club: all lead to the same path"
    return f"{n} clubs, each on a path of its own"


def _subtitle(places: xr.Dataset) -> str:
    smooth, t = places.attrs["smooth"], places.attrs["together"]
    trend = (
        f"smoothed (Hodrick-Prescott, λ = {smooth:g})" if smooth else "benchmark years 1950 to 2010"
    )
    thin = "; thin: each place" if places.sizes["region"] <= MOST_PATHS else ""
    t_said = f"{t:.1f}".replace("-", "−")
    return (
        f"Phillips and Sul's clubs, after merging: mean of logs relative to all, {trend}{thin}. All as one club: t = {t_said}, "
        f"{'not ' if t > -1.65 else ''}rejected (below −1.65). Clubs follow the years of the panel, not the chosen ones."
    )


@kept
def path_rows(paths: xr.Dataset) -> Columns:
    """The mean path of each club."""
    years, rows = paths.year.values.tolist(), _empty("club", "label", "year", "value")
    for number, path in zip(paths.club.values.tolist(), paths.path.values, strict=True):
        rows["club"] += [int(number)] * len(years)
        rows["label"] += [_name(number)] * len(years)
        rows["year"] += years
        rows["value"] += numbers(path, 6)
    return rows


@kept
def ends_of_paths(paths: xr.Dataset, places: xr.Dataset) -> tuple[float, float]:
    """Of the scale, with room."""
    lowest, highest = float(paths.path.min()), float(paths.path.max())
    own = (100.0, 100.0)
    if places.sizes["region"] <= MOST_PATHS:
        own = (float(places.path.min()), float(places.path.max()))
    lowest, highest = min(lowest, own[0]), max(highest, own[1])
    room = 0.06 * (highest - lowest)
    return lowest - room, highest + room


@kept
def end_rows(paths: xr.Dataset) -> Columns:
    """The name of each club at the end of its path."""
    last, sizes = paths.path.isel(year=-1).values, paths.n.values.tolist()
    names = [_name(number) for number in paths.club.values]
    return {
        "label": [
            f"{name}: {n} place{'s' * (n != 1)}" for name, n in zip(names, sizes, strict=True)
        ],
        "short": [f"{name}: {n}" for name, n in zip(names, sizes, strict=True)],
        "year": [int(paths.year[-1])] * len(names),
        "value": numbers(last, 6),
    }


@kept
def member_rows(places: xr.Dataset) -> Columns:
    """The path of each place, where there are few enough to be told apart."""
    rows = _empty("place", "year", "value")
    if places.sizes["region"] > MOST_PATHS:
        return rows
    step = -(-places.sizes["year"] // MOST_YEARS)
    thin = places.path.isel(year=slice((places.sizes["year"] - 1) % step, None, step))
    for name, values in zip(places.name.values.tolist(), thin.values, strict=True):
        rows["place"] += [name] * len(values)
        rows["year"] += thin.year.values.tolist()
        rows["value"] += numbers(values, 5)
    return rows


def _empty(*names: str) -> Columns:
    return {name: [] for name in names}


def _name(number: Any) -> str:
    return f"Club {int(number)}" if number else "In none"


def every_club(evidence: Evidence) -> Table:
    """Clubs with members, level, and the log t test."""
    return Table(
        "Clubs (0 or above: growth rates converge; 2 or above: levels)",
        {"clubs": club_rows(evidence.tables["club_paths"], evidence.tables["club_places"])},
        (
            Column("club", "Club"),
            Column("n", "Places", digits=0),
            Column("level", "Level (mean = 100)", digits=0),
            Column("b", "log t slope", digits=2),
            Column("t", "t", digits=1),
            Column("members", "Members", wrap=True),
        ),
        wide=True,
    )


@kept
def club_rows(paths: xr.Dataset, places: xr.Dataset) -> Columns:
    """One row a club."""
    order = np.argsort(places.listed.values)
    name, club = places.name.values[order], places.club.values[order]
    listed = places.number.values.tolist()
    return {
        "club": [_name(number) for number in listed],
        "n": places["size"].values.astype(int).tolist(),
        "level": [round(float(paths.level.sel(club=number))) for number in listed],
        "b": numbers(places.estimate, 3),
        "t": numbers(places.statistic, 3),
        "members": [_some(name[club == number].tolist()) for number in listed],
    }


def _some(names: list[str]) -> str:
    shown = ", ".join(names[:NAMED])
    return shown if len(names) <= NAMED else f"{shown} and {len(names) - NAMED} more"
