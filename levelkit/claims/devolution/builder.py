"""The index builder: components on one scale, weighted and aggregated."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from levelkit.claims.devolution.countries import GROUPS, UK
from levelkit.claims.devolution.indices import INDICES
from levelkit.claims.devolution.places import values_at
from levelkit.claims.devolution.recipe import (
    HALF,
    NOTHING,
    Given,
    Recipe,
    components_of,
    elasticity_of,
)
from levelkit.claims.devolution.weightings import indices, weightings
from levelkit.measures.composite.scaling import scale_last_axis
from levelkit.measures.ranking.ranks import rank_last_axis

if TYPE_CHECKING:
    from collections.abc import Mapping

    import xarray as xr
    from numpy.typing import NDArray

    from levelkit.claims.devolution.own import Own

    Floats = NDArray[np.float64]

#: The least that a country gets by min-max, so that a geometric mean can take it.
FLOOR = 0.01


@dataclass(frozen=True)
class Composite:
    """One index built, and what random weights make of it.

    Attributes
    ----------
    table : Dataset
        Over ``country``: ``value``, ``place`` (1 is the most centralised), ``n_components`` and ``reason``.
    signed, scaled : array
        ``(country, component)`` in the order of ``table`` and ``weights``: as published and on the common scale, more
        being more decentralised.
    weights : dict
        Share of each component, summing to 1.
    labels : dict
        Component to words.
    counts : array
        Of the random weightings, how many give the UK each place, from the first.
    elasticity : float
        Of substitution between components.
    place, n : float, int
        The UK's place, missing where it has none, and how many countries have one.
    """

    table: xr.Dataset
    signed: Floats
    scaled: Floats
    weights: dict[str, float]
    labels: dict[str, str]
    counts: NDArray[np.int64]
    elasticity: float
    place: float
    n: int


def build(
    recipe: Recipe,
    year: str,
    group: str,
    given: Given = NOTHING,
) -> Composite:
    """One index of the countries of a group.

    Parameters
    ----------
    recipe : Recipe
    year, group : str
        As elsewhere in the claim.
    given : Given
        A visitor's weights, polarities and indices.

    Returns
    -------
    Composite

    Raises
    ------
    ValueError
        If a component is unknown, or all weights are 0.
    """
    return _usual(recipe, year, group) if given == NOTHING else _build(recipe, year, group, given)


@functools.lru_cache(maxsize=1024)
def _usual(recipe: Recipe, year: str, group: str) -> Composite:
    return _build(recipe, year, group, NOTHING)


def _build(recipe: Recipe, year: str, group: str, given: Given) -> Composite:
    import xarray as xr

    own = given.own
    labels = components_of(recipe, own)
    share = shares(labels, given)
    members = GROUPS[group].members
    raw = np.column_stack([_column(name, year, members, own) for name in share])
    known = np.isfinite(raw)
    enough = len(share) if recipe.gaps == "complete" else 1
    has = known.sum(axis=1) >= enough
    signs = np.array([_sign(name, recipe, given) for name in share])
    scaled = scaled_components(signs * np.where(has[:, None], raw, np.nan), recipe.scale)
    elasticity = elasticity_of(recipe, given)
    index = np.full(len(members), np.nan)
    index[has] = indices(scaled[has], np.array([list(share.values())]), elasticity)[0]
    columns = {
        "value": 100 * index if recipe.scale == "min-max" else index,
        # Without the last bits of rounding: equal indices share a place.
        "place": rank_last_axis(index.round(10)),
        "n_components": known.sum(axis=1),
        "reason": _reasons(known, has, [_short(name) for name in share]),
    }
    table = xr.Dataset({k: ("country", v) for k, v in columns.items()}, {"country": list(members)})
    uk = members.index(UK)
    counts = np.zeros(0, dtype=np.int64)
    if has[uk]:
        counts = weightings(scaled[has], int(has[:uk].sum()), elasticity)
    place = float(columns["place"][uk])
    return Composite(
        table, signs * raw, scaled, share, labels, counts, elasticity, place, int(has.sum())
    )


def shares(labels: Mapping[str, str], given: Given) -> dict[str, float]:
    """Each component's share of all weight; those of weight 0 are left out.

    Raises
    ------
    ValueError
        If a component is unknown, or all weights are 0.
    """
    weights = given.weights or {}
    for name in (*weights, *given.turned):
        # A weight of another set of components waits until that is chosen again.
        if name not in labels and name not in INDICES:
            raise ValueError(f"There is no component {name!r}. There are: {', '.join(labels)}.")
    each = {name: float(weights.get(name, HALF)) for name in labels}
    total = sum(each.values())
    if not total:
        raise ValueError("All weights are 0: at least one component must count.")
    return {name: weight / total for name, weight in each.items() if weight}


def _column(name: str, year: str, members: tuple[str, ...], own: Own | None) -> Floats:
    """A component's values for these countries; a visitor's are the latest of each country."""
    if own is not None and name in own.names:
        return np.array([own.values[name].get(country, np.nan) for country in members])
    return values_at(name, year, members)


def _sign(name: str, recipe: Recipe, given: Given) -> int:
    own = given.own
    sign = own.polarity[name] if own is not None and name in own.names else INDICES[name].polarity
    if sign < 0 and name in INDICES and recipe.dependence == "decentralised":
        sign = 1
    return -sign if name in given.turned else sign


def scaled_components(values: Floats, scale: str) -> Floats:
    """``(country, component)`` on one scale; a component that does not vary tells nobody apart and is 1 for all."""
    known = np.isfinite(values)
    scaled = np.where(known, 1.0, np.nan)
    low = np.where(known, values, np.inf).min(axis=0, initial=np.inf)
    varies = np.where(known, values, -np.inf).max(axis=0, initial=-np.inf) > low
    if varies.any():
        floor = FLOOR if scale == "min-max" else 0.0
        scaled[:, varies] = scale_last_axis(values[:, varies].T, method=scale, floor=floor).T
    return scaled


def _short(name: str) -> str:
    return INDICES[name].short.lower() if name in INDICES else name


def _reasons(known: Any, has: Any, names: list[str]) -> Any:
    """Which components a country without a place lacks."""
    reasons = np.full(len(has), "", dtype=object)
    for k in np.flatnonzero(~has):
        missing = [name for name, there in zip(names, known[k], strict=True) if not there]
        reasons[k] = "lacks " + (
            ", ".join(missing) if len(missing) < len(names) else "every component"
        )
    return reasons
