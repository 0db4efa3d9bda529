"""One place among the others: where it stands in the figures that the claims rest on."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import xarray as xr

from levelkit.catalogue.errors import unknown
from levelkit.claims.panels import panel, series_of
from levelkit.measures.ranking.ranks import tie_bands

if TYPE_CHECKING:
    from levelkit.claims.labelled_panel import Panel

#: Series that a kind of place is looked up in, and what the kind is called.
KINDS = {
    "uk-itl1-gva-2023": ("region or nation", "regions and nations"),
    "uk-itl3-gva": ("small area, ITL3", "small areas (ITL3)"),
    "uk-lad-2023-income": ("local authority", "local authorities"),
}
#: Places whose figures differ by less are not told apart.
ERROR = 0.03


@dataclass(frozen=True)
class Place:
    """A place that the official figures have.

    Attributes
    ----------
    code : str
        Of the Office for National Statistics: ``TLC``, ``TLE42``, ``E08000035``.
    name : str
    series : str
        The series that it is looked up in.
    kind, kinds : str
        What such a place is called, and several of them.
    larger : str
        The region or nation that it lies in, or is.
    """

    code: str
    name: str
    series: str
    kind: str
    kinds: str
    larger: str

    @property
    def label(self) -> str:
        """Name and kind: one name may be that of a city and of its region."""
        return f"{self.name} ({self.kind})"


@functools.lru_cache(maxsize=1)
def places() -> dict[str, Place]:
    """Every place by its code, in the order of names.

    Examples
    --------
    >>> from levelkit.claims.places import places
    >>> places()["E08000035"].label, places()["E08000035"].larger
    ('Leeds (local authority)', 'Yorkshire and The Humber')
    """
    every = []
    for series, (kind, kinds) in KINDS.items():
        figures = _panel(series)
        larger = figures.names if figures.groups is None else figures.groups.values
        codes = figures.values.code.values
        every += [
            Place(str(code), str(name), series, kind, kinds, str(of))
            for code, name, of in zip(codes, figures.names, larger, strict=True)
        ]
    return {place.code: place for place in sorted(every, key=lambda place: place.label)}


def standing(code: str) -> xr.Dataset:
    """A place among all of its kind, year by year.

    Parameters
    ----------
    code : str
        As :func:`places` has it.

    Returns
    -------
    Dataset
        ``relative`` ``(region, year)``: per cent of the middle place of the kind (the median), for
        the places of its region or nation (of a region: for all of them); ``rank``, ``rank_best``
        and ``rank_worst`` ``(year,)``: its place, 1 the highest, and the places that it may have
        where figures that differ by less than 3% are not told apart; ``n`` ``(year,)``: how many
        places have a figure. ``attrs`` has what is measured, units, source and licence.

    Raises
    ------
    ValueError
        If there is no such place.

    Examples
    --------
    >>> from levelkit.claims.places import standing
    >>> leeds = standing("E08000035").sel(year=2023)
    >>> [float(leeds[name]) for name in ("value", "rank", "rank_best", "rank_worst")]
    [21694.0, 234.0, 213.0, 257.0]
    """
    if code not in places():
        raise ValueError(unknown("place", code, places()))
    place = places()[code]
    ranks, relative = _ranked(place.series)
    figures = _panel(place.series)
    at = int(np.flatnonzero(figures.values.code.values == code)[0])
    beside = slice(None) if figures.groups is None else figures.groups.values == place.larger
    own = ranks.isel(region=at)
    measure = figures.measures[figures.measure]
    return xr.Dataset(
        {
            "relative": (
                ("region", "year"), relative.values[beside], {"units": "% of the median"},
            ),
            **{name: ("year", own[name].values) for name in ("rank", "rank_best", "rank_worst")},
            "value": ("year", figures.values.values[at], {"units": measure.units}),
            "n": ("year", figures.values.notnull().sum("region").values),
        },
        {"region": figures.names[beside], "year": figures.values.year.values},
        {
            "what": measure.what, "units": measure.units, "source": figures.source,
            "licence": figures.licence, "at": list(figures.names[beside]).index(place.name),
        },
    )  # fmt: skip


@functools.lru_cache(maxsize=8)
def _panel(series: str) -> Panel:
    about, measure = series_of(series)
    return panel(about.key, measure.name)


@functools.lru_cache(maxsize=8)
def _ranked(series: str) -> tuple[xr.Dataset, xr.DataArray]:
    figures = _panel(series)
    return tie_bands(figures.values, error=ERROR), 100 * figures.values / figures.values.median(
        "region"
    )
