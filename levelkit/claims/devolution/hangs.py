"""What a place hangs on: single countries, and those that have no figure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from levelkit.claims.devolution.countries import UK
from levelkit.claims.devolution.criterion import quarter
from levelkit.claims.devolution.places import LATEST, ranking, years
from levelkit.measures.ranking.ranks import rank_last_axis

if TYPE_CHECKING:
    import xarray as xr
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Hangs:
    """What would put the UK in the most centralised quarter, or out of it.

    Attributes
    ----------
    singles : tuple of str
        Countries without any one of which the answer would be the other.
    lacking : tuple of str
        Countries of the group without a figure.
    ahead : tuple of str
        Those of them that are more centralised than the UK by tax share, in the same year.
    last_place : float
        The UK's place among all of the group if every country that lacks a figure were more centralised.
    """

    singles: tuple[str, ...]
    lacking: tuple[str, ...]
    ahead: tuple[str, ...]
    last_place: float


def hangs(by_country: xr.Dataset, year: str, group: str) -> Hangs:
    """What the UK's place in a ranking hangs on.

    Parameters
    ----------
    made : Dataset
        Over ``country``, with ``place``: see :func:`levelkit.claims.devolution.places.ranking`.
    year, group : str
        Of that ranking.
    """
    names: list[str] = by_country.country.values.tolist()
    places = by_country.place.values
    lacking = tuple(name for name, place in zip(names, places, strict=True) if np.isnan(place))
    return Hangs(
        singles=singles(names, places),
        lacking=lacking,
        ahead=ahead_on_tax(lacking, year, group),
        last_place=float(places[names.index(UK)]) + len(lacking),
    )


def singles(names: list[str], places: Floats) -> tuple[str, ...]:
    """Countries without any one of which the UK would be in the most centralised quarter, or no longer."""
    known = np.flatnonzero(np.isfinite(places))
    uk = names.index(UK)
    if uk not in known:
        return ()
    at = known.tolist().index(uk)
    place = float(places[uk])
    answer = place <= quarter(known.size)
    flips = []
    for k, row in enumerate(known):
        if row == uk:
            continue
        left = rank_last_axis(np.delete(places[known], k))
        other = float(left[at - (k < at)])
        if (other <= quarter(known.size - 1)) != answer:
            flips.append(names[row])
    return tuple(flips)


def ahead_on_tax(lacking: tuple[str, ...], year: str, group: str) -> tuple[str, ...]:
    """Which of these countries are more centralised than the UK by their share of taxes; none where there is no such year."""
    if not lacking or year not in (LATEST, *years("tax")):
        return ()
    tax = ranking("tax", year, group).place.to_series()
    return tuple(str(name) for name in tax[tax < tax[UK]].sort_values().index if name in lacking)
