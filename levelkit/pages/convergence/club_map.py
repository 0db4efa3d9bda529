"""Which club each place is in, on a map: the areas of the UK, or Europe's regions."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import numpy as np

from levelkit.claims.convergence.anatomy import clubs
from levelkit.claims.convergence.panels import PANELS, panel
from levelkit.claims.maps import OF_PANEL, PanelMap, map_credit, region_of_shapes

if TYPE_CHECKING:
    from levelkit.pages.convergence.rows import Columns

SCHEME = "quantile"  # the map's first, and here the only one
SHADES = 5  # of more clubs, neighbours share one


def map_shown(key: str) -> PanelMap | None:
    """The map of a series' panel, if it has one."""
    return OF_PANEL.get(PANELS[key].panel_key)


def map_source(key: str, source: str) -> str:
    """Figures and borders."""
    shown = map_shown(key)
    return source if shown is None else f"{source} {map_credit(shown.label)}"


@functools.lru_cache(maxsize=64)
def area_columns(key: str, include_capital: bool) -> dict[str, Columns]:
    """``areas``, one row a shape of the map, and ``classes``, what each shade means."""
    names = ("code", "map", "region", "country", "relative", "said", "quantile", "equal", "readout")
    areas: Columns = {name: [] for name in names}
    classes: Columns = {name: [] for name in ("map", "scheme", "k", "label")}
    shown = map_shown(key)
    if shown is None:
        return {"areas": areas, "classes": classes}
    label = shown.label
    places = panel(key, include_capital=include_capital)
    grouped, _ = clubs(key, include_capital=include_capital)
    number = dict(zip(grouped.merged.region.values, grouped.merged.values, strict=True))
    level = np.exp(grouped.x.isel(year=-1))
    relative = dict(zip(grouped.x.region.values, (100 * level / level.mean()).values, strict=True))
    called = dict(zip(places.values.region.values, places.names, strict=True))
    larger = np.full(len(places.names), "United Kingdom")
    if places.groups is not None:
        larger = places.groups.values
    inside = dict(zip(places.values.region.values, larger, strict=True))
    most = max(map(int, number.values()))
    for shape, code in region_of_shapes(shown, number).items():
        club, at_100 = int(number[code]), float(f"{relative[code]:.4g}")
        said = f"club {club}" if club else "in no club"
        row = (
            shape, label, called[code], inside[code], at_100 if club else None, said,
            *[_shade(club, most) if club else None] * 2,
            f"{called[code]}: {said}; {at_100:,.0f} with the mean at 100",
        )  # fmt: skip
        for column, cell in zip(areas.values(), row, strict=True):
            column.append(cell)
    for shade in sorted({_shade(club, most) for club in range(1, most + 1)}, reverse=True):
        inside_it = [club for club in range(1, most + 1) if _shade(club, most) == shade]
        ends = f"{inside_it[0]}" if len(inside_it) == 1 else f"{inside_it[0]} to {inside_it[-1]}"
        for column, cell in zip(
            classes.values(), (label, SCHEME, shade, f"Club {ends}"), strict=True
        ):
            column.append(cell)
    return {"areas": areas, "classes": classes}


def _shade(club: int, most: int) -> int:
    """The highest club is the darkest; of many clubs neighbours share a shade."""
    if most <= SHADES:
        return SHADES - club
    return round((SHADES - 1) * (most - club) / (most - 1))
