"""Figures of a panel's years as columns: speed through time, spread, clubs, transitions, kernel."""

from __future__ import annotations

import functools
import itertools
from typing import Any

import numpy as np

from levelkit.claims.convergence.anatomy import (
    club_paths,
    clubs,
    kernel,
    rolling,
    sigma,
    transitions,
)
from levelkit.claims.convergence.criterion import SLOW
from levelkit.claims.convergence.panels import PANELS, panel
from levelkit.measures import relative_transition
from levelkit.pages.convergence.rows import Columns, end_of, interval, rounded, speed_said
from levelkit.pages.labels import spread

Part = tuple[dict[str, Columns], dict[str, Any]]

PATHS_HEIGHT = 300
THIN = 0.01  # of the highest density: less is not drawn
GUIDES: Columns = {
    "level": [0, SLOW, 2.0],
    "label": ["0: gaps stay", f"{SLOW:g}: half in a lifetime", "2: half in 35 years"],
    "short": ["stay", f"{SLOW:g}%", "2%"],
}
MOST_PATHS = 60  # places whose own paths are drawn
MOST_YEARS = 18  # points of such a path


@functools.lru_cache(maxsize=64)
def window_columns(key: str, include_capital: bool) -> Part:
    """Speed window by window."""
    found = rolling(key, include_capital=include_capital)
    speeds, lows, highs = (found[name].values for name in ("speed", "low", "high"))
    known = highs[np.isfinite(highs)]
    columns: Columns = {
        "first": found["first"].values.tolist(),
        "last": found["last"].values.tolist(),
        "middle": found.middle.values.tolist(),
        "speed": rounded(speeds), "low": rounded(lows), "high": rounded(highs),
        "end": [end_of(high) for high in highs.tolist()],
        "interval": [interval(*ends) for ends in zip(lows.tolist(), highs.tolist(), strict=True)],
        "said": [
            f"{first} to {last}: {speed_said(*numbers)}"
            for first, last, *numbers in zip(
                found["first"].values.tolist(), found["last"].values.tolist(),
                speeds.tolist(), lows.tolist(), highs.tolist(), strict=True,
            )
        ],
    }  # fmt: skip
    signals = {
        "speed_low": min(float(np.nanquantile(lows, 0.1)), float(np.nanmin(speeds)), -1.0) - 0.3,
        "speed_high": max(float(np.quantile(known, 0.9)), float(np.nanmax(speeds)), 2.4) + 0.3,
    }
    return {"windows": columns, "speed_guides": GUIDES}, signals


@functools.lru_cache(maxsize=64)
def sigma_columns(key: str, include_capital: bool, weighted: bool) -> Part:
    """Spread year by year."""
    found = sigma(key, include_capital=include_capital, weighted=weighted)
    values = found.values
    room = 0.25 * (values.max() - values.min()) or 0.05
    # A label goes below where the line comes from, or goes to, above.
    around = (np.append(values[1:], values[-2]) + np.append(values[1], values[:-1])) / 2
    columns: Columns = {
        "year": found.year.values.tolist(), "sigma": rounded(values),
        "below": (around > values).astype(int).tolist(),
    }  # fmt: skip
    low, high = float(values.min() - room), float(values.max() + room)
    signals = {
        "sigma_low": max(0.0, low),
        "sigma_high": high,
        # Both charts of years have the same ones, from the first of one basis to the last chosen.
        "year_low": columns["year"][0],
        "year_high": max(columns["year"][-1], *(last for _, last in PANELS[key].spans)),
    }
    return {"sigmas": columns}, signals


@functools.lru_cache(maxsize=64)
def path_columns(key: str, include_capital: bool) -> Part:
    """Transition paths of the clubs."""
    found = club_paths(key, include_capital=include_capital)
    names = [_club_name(int(k)) for k in found.club.values]
    years = found.year.values.tolist()
    paths: Columns = {key: [] for key in ("club", "label", "year", "value")}
    for k, name in enumerate(names):
        paths["club"] += [int(found.club[k])] * len(years)
        paths["label"] += [name] * len(years)
        paths["year"] += years
        paths["value"] += rounded(found.path[k], 6)
    members, (lowest, highest) = _member_columns(key, include_capital)
    last = found.path.isel(year=-1).values
    lowest, highest = min(lowest, float(found.path.min())), max(highest, float(found.path.max()))
    room = 0.06 * (highest - lowest)
    low, high = lowest - room, highest + room
    gap = 15 * (high - low) / PATHS_HEIGHT
    sizes = found.n.values.tolist()
    ends: Columns = {
        "club": [int(k) for k in found.club.values],
        "label": [f"{name}: {_places(n)}" for name, n in zip(names, sizes, strict=True)],
        "short": [f"{name}: {n}" for name, n in zip(names, sizes, strict=True)],
        "year": [years[-1]] * len(names),
        "value": rounded(last, 6),
        "label_at": rounded(spread(last, gap, low, high), 6),
    }
    signals = {"path_first": years[0], "path_last": years[-1], "path_low": low, "path_high": high}
    return {"paths": paths, "path_ends": ends, "members": members}, signals


def _member_columns(key: str, include_capital: bool) -> tuple[Columns, tuple[float, float]]:
    """The path of each place, where there are few enough to be told apart, and its ends."""
    found, _ = clubs(key, include_capital=include_capital)
    h = 100 * relative_transition(found.x).transpose("region", "year")
    columns: Columns = {name: [] for name in ("place", "year", "value")}
    if h.sizes["region"] > MOST_PATHS:
        return columns, (100.0, 100.0)
    step = -(-h.sizes["year"] // MOST_YEARS)
    thin = h.isel(year=slice((h.sizes["year"] - 1) % step, None, step))
    one = panel(key, include_capital=include_capital)
    names = dict(zip(one.values.region.values.tolist(), one.names.tolist(), strict=True))
    for code, values in zip(thin.region.values.tolist(), thin.values, strict=True):
        columns["place"] += [names[code]] * len(values)
        columns["year"] += thin.year.values.tolist()
        columns["value"] += rounded(values, 5)
    return columns, (float(h.min()), float(h.max()))


def _places(n: int) -> str:
    return f"{n} place{'s' * (n != 1)}"


def _club_name(k: int) -> str:
    return f"Club {k}" if k else "In none"


@functools.lru_cache(maxsize=64)
def club_columns(key: str, include_capital: bool) -> Columns:
    """Clubs for a table: members, level, the log t test."""
    found, _ = clubs(key, include_capital=include_capital)
    table = found.table(merged=True)
    levels = club_paths(key, include_capital=include_capital).level
    one = panel(key, include_capital=include_capital)
    names = dict(zip(one.values.region.values.tolist(), one.names.tolist(), strict=True))
    return {
        "club": [_club_name(int(k)) for k in table.index],
        "n": table.n.tolist(),
        "level": [round(float(levels.sel(club=k))) for k in table.index],
        "b": rounded(table.estimate, 3),
        "t": rounded(table.statistic, 3),
        "members": [_some([names[code] for code in members]) for members in table.members],
    }


def _some(names: list[str]) -> str:
    shown = ", ".join(names[:5])
    return shown if len(names) <= 5 else f"{shown} and {len(names) - 5} more"


@functools.lru_cache(maxsize=64)
def move_columns(key: str, include_capital: bool) -> Part:
    """The transition matrix, with the shares of classes at first, at last and in the long run below it."""
    found = transitions(key, include_capital=include_capital)
    k = found.sizes["from_class"]
    edges = [f"{edge:.0f}" for edge in found.bounds.values]
    names = [
        f"below {edges[0]}",
        *(f"{a} to {b}" for a, b in itertools.pairwise(edges)),
        f"above {edges[-1]}",
    ]
    shorts = [
        f"<{edges[0]}",
        *(f"{a}-{b}" for a, b in itertools.pairwise(edges)),
        f">{edges[-1]}",
    ]
    moves: Columns = {key: [] for key in ("row", "column", "share", "said")}
    shares = [
        *((name, row) for name, row in zip((f"from {name}" for name in names), found.probabilities.values, strict=True)),
        ("", None),
        (f"all in {found.attrs['first_year']}", found["first"].values),
        (f"all in {found.attrs['last_year']}", found["last"].values),
        ("all in the long run", found.ergodic.values),
    ]  # fmt: skip
    for at, (name, row) in enumerate(shares):
        for column in range(k if row is not None else 0):
            share = float(row[column])
            if np.isnan(share):
                continue
            said = f"{name}: {share:.0%} {names[column]}"
            for values, cell in zip(
                moves.values(), (at, column, round(share, 4), said), strict=True
            ):
                values.append(cell)
    rows: Columns = {
        "row": [at for at, (name, _) in enumerate(shares) if name],
        "label": [name.capitalize() for name, _ in shares if name],
        "short": [*(f"from {s}" for s in shorts), str(found.attrs["first_year"]), str(found.attrs["last_year"]), "long run"],
    }  # fmt: skip
    columns: Columns = {"column": list(range(k)), "label": names, "short": shorts}
    signals = {"move_row_count": len(shares), "move_column_count": k}
    return {"moves": moves, "move_rows": rows, "move_columns": columns}, signals


@functools.lru_cache(maxsize=64)
def kernel_columns(key: str, include_capital: bool) -> Part:
    """The stochastic kernel where it is not thin."""
    found = kernel(key, include_capital=include_capital)
    density, grid = found.density.values, found.from_value.values
    i, j = np.nonzero(density > THIN * density.max())
    columns: Columns = {
        "i": i.tolist(), "j": j.tolist(), "density": [float(f"{v:.2g}") for v in density[i, j]],
    }  # fmt: skip
    signals = {
        "kernel_low": float(grid[0]), "kernel_step": float(grid[1] - grid[0]), "kernel_last": grid.size - 1,
        "kernel_most": float(np.quantile(density[i, j], 0.98)),
    }  # fmt: skip
    return {"kernel": columns}, signals
