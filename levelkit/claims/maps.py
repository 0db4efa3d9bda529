"""Maps of panels: which map shows which panel, and which region each of its shapes is part of."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from levelkit.catalogue.maps import load_map, map_attrs

if TYPE_CHECKING:
    from collections.abc import Iterable

EUROPE, BRITAIN = "Europe, NUTS 2", "UK, ITL3"
#: What each map is called, and its name in the catalogue.
MAPS = {EUROPE: "europe-nuts2", BRITAIN: "uk-itl3"}


@dataclass(frozen=True)
class PanelMap:
    """The map of a panel.

    Attributes
    ----------
    label : str
        A key of :data:`MAPS`.
    letters : int
        A region is told by so many letters of the map's codes: parts make a whole.
    borders : bool
        Whether regions are wholly made of the map's shapes, so that it tells who is next to whom.
    """

    label: str
    letters: int
    borders: bool = True

    @property
    def name(self) -> str:
        """Of the map in the catalogue."""
        return MAPS[self.label]


#: The map of each panel; others have none. Local authorities are cut across by ITL3 areas.
OF_PANEL = {
    "uk-10": PanelMap(BRITAIN, 3, borders=False),
    "uk-itl1": PanelMap(BRITAIN, 3),
    "uk-itl2": PanelMap(BRITAIN, 4),
    "uk-itl3": PanelMap(BRITAIN, 5),
    "europe-century": PanelMap(EUROPE, 4, borders=False),
    "europe-nuts2": PanelMap(EUROPE, 4),
}
#: Regions of some panels are larger than the map's: those of the UK in Europe's century.
LARGEST = 3


@functools.lru_cache(maxsize=1)
def topologies() -> dict[str, Any]:
    """All maps by what they are called; the browser makes shapes of them."""
    return {label: load_map(name) for label, name in MAPS.items()}


def map_credit(label: str) -> str:
    """What the publisher of a map asks to be said: its citation and licence."""
    attrs = map_attrs(MAPS[label])
    return f"{attrs['citation']} ({attrs['licence']})."


def map_credits() -> str:
    """The same of all maps, each once."""
    return " ".join(dict.fromkeys(map(map_credit, MAPS)))


def shapes_of(label: str) -> list[dict[str, Any]]:
    """The shapes of a map, each with its code as ``id``."""
    shapes: list[dict[str, Any]] = topologies()[label]["objects"]["regions"]["geometries"]
    return shapes


def region_of_shapes(shown: PanelMap, regions: Iterable[str]) -> dict[str, str]:
    """Which region each shape of the map is part of; shapes of none are left out.

    Parameters
    ----------
    shown : PanelMap
    regions : iterable of str
        Codes of the regions; one that is put together of several is ``"TLC+TLD"``.

    Returns
    -------
    dict of str
        The shape's code to the region's.
    """
    parts = {part: code for code in regions for part in str(code).split("+")}
    inside = {}
    for shape in shapes_of(shown.label):
        for letters in (shown.letters, LARGEST):
            if (part := shape["id"][:letters]) in parts:
                inside[shape["id"]] = parts[part]
                break
    return inside
