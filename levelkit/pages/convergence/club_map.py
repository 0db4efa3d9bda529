"""Which club each place is in, on a map: the areas of the UK, or Europe's regions."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

import numpy as np

from levelkit.catalogue.maps import load_map, map_attrs
from levelkit.claims.convergence.anatomy import clubs
from levelkit.claims.convergence.panels import panel

if TYPE_CHECKING:
    from levelkit.pages.convergence.rows import Columns

BRITAIN, EUROPE = "UK, ITL3", "Europe, NUTS 2"
MAPS = {BRITAIN: "uk-itl3", EUROPE: "europe-nuts2"}
#: The map of each panel, and how many letters of its codes a place is told by; others have none.
SHOWN = {
    "itl3": (BRITAIN, 5), "itl3-real": (BRITAIN, 5), "itl2": (BRITAIN, 4), "itl1": (BRITAIN, 3),
    "income-itl1": (BRITAIN, 3), "uk-century": (BRITAIN, 3), "europe-century": (EUROPE, 4),
    "europe-nuts2": (EUROPE, 4), "europe-income": (EUROPE, 4),
}  # fmt: skip
SCHEME = "quantile"  # the map's first, and here the only one
SHADES = 5  # of more clubs, neighbours share one


@functools.lru_cache(maxsize=1)
def topologies() -> dict[str, Any]:
    """Both maps; the browser makes shapes of them."""
    return {label: load_map(name) for label, name in MAPS.items()}


def map_source(key: str, source: str) -> str:
    """Figures and borders."""
    if key not in SHOWN:
        return source
    about = map_attrs(MAPS[SHOWN[key][0]])
    return f"{source} {about['citation']} ({about['licence']})."


@functools.lru_cache(maxsize=64)
def area_columns(key: str, include_capital: bool) -> dict[str, Columns]:
    """``areas``, one row a shape of the map, and ``classes``, what each shade means."""
    names = ("code", "map", "region", "country", "relative", "said", "quantile", "equal", "readout")
    areas: Columns = {name: [] for name in names}
    classes: Columns = {name: [] for name in ("map", "scheme", "k", "label")}
    if key not in SHOWN:
        return {"areas": areas, "classes": classes}
    label, letters = SHOWN[key]
    one = panel(key, include_capital=include_capital)
    found, _ = clubs(key, include_capital=include_capital)
    number = dict(zip(found.merged.region.values, found.merged.values, strict=True))
    level = np.exp(found.x.isel(year=-1))
    relative = dict(zip(found.x.region.values, (100 * level / level.mean()).values, strict=True))
    called = dict(zip(one.values.region.values, one.names, strict=True))
    groups = (
        one.groups.values if one.groups is not None else np.full(len(one.names), "United Kingdom")
    )
    inside = dict(zip(one.values.region.values, groups, strict=True))
    most = max(map(int, number.values()))
    parts = {part: code for code in number for part in str(code).split("+")}
    for shape in topologies()[label]["objects"]["regions"]["geometries"]:
        # Some places of a panel are larger than the map's: those of the UK in Europe's century.
        code = next((parts[at] for k in (letters, 3) if (at := shape["id"][:k]) in parts), None)
        if code is None:
            continue
        club, at_100 = int(number[code]), float(f"{relative[code]:.4g}")
        said = f"club {club}" if club else "in no club"
        row = (
            shape["id"], label, called[code], inside[code], at_100 if club else None, said,
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
