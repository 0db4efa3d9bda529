"""The index builder: components on one scale, weighted and aggregated, and the UK's place under any weights."""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from levelkit.claims.devolution.countries import GROUPS, UK
from levelkit.claims.devolution.indices import INDICES
from levelkit.claims.devolution.places import LATEST, values_at
from levelkit.measures.composite.aggregation import from_mean, to_terms
from levelkit.measures.composite.scaling import scale_last_axis
from levelkit.measures.ranking.ranks import rank_last_axis

if TYPE_CHECKING:
    from collections.abc import Mapping

    import xarray as xr
    from numpy.typing import NDArray

    from levelkit.claims.devolution.own import Own

    Floats = NDArray[np.float64]

DRAWS = 10_000
SEED = 0
#: The least that a country gets by min-max, so that a geometric mean can take it.
FLOOR = 0.01
QUARTER = 0.25

MONEY = ("tax", "own-revenue", "own-spending", "imbalance")
AUTHORITY = ("self-rule", "shared-rule")
SETS = {"both": (*MONEY, *AUTHORITY), "money": MONEY, "authority": AUTHORITY}
SET_LABELS = {
    "both": "Money and authority: six indices",
    "money": "Money: four fiscal indices",
    "authority": "Authority: self rule and shared rule",
}
SCALES = {
    "min-max": "From the lowest to the highest (min-max)",
    "rank": "Places (ranks)",
    "z": "Standard deviations (z)",
}
AGGREGATES = {
    "mean": "One makes up for another (arithmetic mean)",
    "geometric": "Only partly (geometric mean)",
    "harmonic": "Hardly (harmonic mean)",
}
ELASTICITY = {"mean": math.inf, "geometric": 1.0, "harmonic": 0.5}
#: How dependence on transfers counts: it is the one component whose direction is disputed.
DEPENDENCE = {
    "centralised": "Dependence on transfers counts as centralised",
    "decentralised": "Dependence on transfers counts as decentralised",
}
GAPS = {
    "complete": "Countries with every component",
    "any": "Every country, by the components it has",
}
SAID = {"min-max": "of 100", "rank": "mean place", "z": "standard deviations"}


@dataclass(frozen=True)
class Recipe:
    """How components become one index; fields are keys of the tables above."""

    components: str = "both"
    scale: str = "min-max"
    aggregate: str = "mean"
    dependence: str = "centralised"
    gaps: str = "complete"

    @property
    def said(self) -> str:
        """The recipe in words, for a note."""
        parts = [
            SET_LABELS[self.components],
            f"scale: {SCALES[self.scale]}",
            f"together: {AGGREGATES[self.aggregate]}",
        ]
        if self.components != "authority":
            parts += [DEPENDENCE[self.dependence], GAPS[self.gaps]]
        return "; ".join(part[0].lower() + part[1:] for part in parts)


USUAL = Recipe()


@dataclass(frozen=True)
class Composite:
    """One index built, and what random weights make of it.

    Attributes
    ----------
    table : Dataset
        Over ``country``: ``value``, ``place`` (1 is the most centralised), ``n_components`` and ``reason``.
    scaled : array
        ``(country, component)`` in the order of ``table`` and ``weights``: on the common scale, more being more
        decentralised.
    weights : dict
        Share of each component, summing to 1.
    labels : dict
        Component to words.
    counts : array
        Of the random weightings, how many give the UK each place, from the first.
    place, n : float, int
        The UK's place, missing where it has none, and how many countries have one.
    """

    table: xr.Dataset
    scaled: Floats
    weights: dict[str, float]
    labels: dict[str, str]
    counts: NDArray[np.int64]
    place: float
    n: int


def components_of(recipe: Recipe, own: Own | None = None) -> dict[str, str]:
    """The components to choose from, with their words; a visitor's indices come last."""
    found = {key: INDICES[key].label for key in SETS[recipe.components]}
    return found | {name: name for name in (own.names if own else ())}


def build(
    recipe: Recipe,
    year: str,
    group: str,
    *,
    weights: Mapping[str, float] | None = None,
    turned: tuple[str, ...] = (),
    own: Own | None = None,
) -> Composite:
    """One index of the countries of a group.

    Parameters
    ----------
    recipe : Recipe
    year, group : str
        As elsewhere in the claim.
    weights : mapping, optional
        From component to a number from 0 to 1, equal without. A component of weight 0 is left out altogether.
    turned : tuple of str
        Components whose polarity is turned round.
    own : Own, optional
        A visitor's indices, which become components.

    Returns
    -------
    Composite

    Raises
    ------
    ValueError
        If a component is unknown, or all weights are 0.
    """
    if weights is None and not turned and own is None:
        return _usual(recipe, year, group)
    return _build(recipe, year, group, dict(weights or {}), turned, own)


@functools.lru_cache(maxsize=1024)
def _usual(recipe: Recipe, year: str, group: str) -> Composite:
    return _build(recipe, year, group, {}, (), None)


def _build(
    recipe: Recipe,
    year: str,
    group: str,
    weights: dict[str, float],
    turned: tuple[str, ...],
    own: Own | None,
) -> Composite:
    import xarray as xr

    labels = components_of(recipe, own)
    share = shares(labels, weights, turned)
    members = GROUPS[group].members
    raw = np.column_stack([_column(name, year, members, own) for name in share])
    known = np.isfinite(raw)
    has = known.all(axis=1) if recipe.gaps == "complete" else known.any(axis=1)
    signs = np.array([_sign(name, recipe, turned, own) for name in share])
    scaled = scaled_components(signs * np.where(has[:, None], raw, np.nan), recipe.scale)
    elasticity = ELASTICITY[recipe.aggregate]
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
    return Composite(table, scaled, share, labels, counts, place, int(has.sum()))


def shares(
    labels: Mapping[str, str], weights: Mapping[str, float], turned: tuple[str, ...]
) -> dict[str, float]:
    """Each component's share of all weight; those of weight 0 are left out.

    Raises
    ------
    ValueError
        If a component is unknown, or all weights are 0.
    """
    for name in (*weights, *turned):
        # A weight of another set of components waits until that is chosen again.
        if name not in labels and name not in INDICES:
            raise ValueError(f"There is no component {name!r}. There are: {', '.join(labels)}.")
    given = {name: float(weights.get(name, 1.0)) for name in labels}
    total = sum(given.values())
    if not total:
        raise ValueError("All weights are 0: at least one component must count.")
    return {name: weight / total for name, weight in given.items() if weight}


def _column(name: str, year: str, members: tuple[str, ...], own: Own | None) -> Floats:
    """A component's values for these countries; a visitor's are the latest of each country."""
    if own is not None and name in own.names:
        return np.array([own.values[name].get(country, np.nan) for country in members])
    return values_at(name, year, members)


def _sign(name: str, recipe: Recipe, turned: tuple[str, ...], own: Own | None) -> int:
    sign = own.polarity[name] if own is not None and name in own.names else INDICES[name].polarity
    if sign < 0 and name in INDICES and recipe.dependence == "decentralised":
        sign = 1
    return -sign if name in turned else sign


def scaled_components(values: Floats, scale: str) -> Floats:
    """``(country, component)`` on one scale; a component that does not vary tells nobody apart and is 1 for all."""
    known = np.isfinite(values)
    found = np.where(known, 1.0, np.nan)
    low = np.where(known, values, np.inf).min(axis=0, initial=np.inf)
    varies = np.where(known, values, -np.inf).max(axis=0, initial=-np.inf) > low
    if varies.any():
        floor = FLOOR if scale == "min-max" else 0.0
        found[:, varies] = scale_last_axis(values[:, varies].T, method=scale, floor=floor).T
    return found


def indices(scaled: Floats, weights: Floats, elasticity: float) -> Floats:
    """The index of each unit under each set of weights, ``(set, unit)``: the formula of :func:`levelkit.ces`.

    A unit's missing components share their weight among the others.
    """
    terms, scale = to_terms(scaled, elasticity)
    mean = weights @ terms.T
    present = np.isfinite(scaled)
    if not present.all():
        mean /= weights @ present.astype(float).T
    return from_mean(mean, scale, elasticity)


def _short(name: str) -> str:
    return INDICES[name].short.lower() if name in INDICES else name


def _reasons(known: Any, has: Any, names: list[str]) -> Any:
    """Which components a country without a place lacks."""
    found = np.full(len(has), "", dtype=object)
    for k in np.flatnonzero(~has):
        missing = [name for name, there in zip(names, known[k], strict=True) if not there]
        found[k] = "lacks " + (
            ", ".join(missing) if len(missing) < len(names) else "every component"
        )
    return found


@functools.lru_cache(maxsize=16)
def random_weights(n: int, draws: int = DRAWS, seed: int = SEED) -> Floats:
    """Weights by chance: each set of n shares is as likely as any other (Dirichlet, all 1)."""
    found: Floats = np.random.default_rng(seed).dirichlet(np.ones(n), draws)
    return found


def weightings(
    scaled: Floats, unit: int, elasticity: float, draws: int = DRAWS
) -> NDArray[np.int64]:
    """How often one unit has each place when weights are drawn by chance.

    Parameters
    ----------
    scaled : array
        ``(unit, component)`` on one scale, more being more decentralised; a unit may lack some.
    unit : int
        Whose place is counted.
    elasticity : float
        Of substitution, above 0: as in :func:`levelkit.ces`.
    draws : int
        Sets of weights.

    Returns
    -------
    array
        One count a place, from the first (the lowest index: the most centralised). The place is one more than the
        number of units with a lower index.

    Notes
    -----
    :func:`levelkit.weight_uncertainty` gives the places of all units, and the same for this one; a page that
    answers a slider has time for one.
    """
    weights = random_weights(scaled.shape[1], draws)
    index = indices(scaled, weights, elasticity)
    own = index[:, [unit]]
    # Equal indices may differ in the last bits: these are no lower place.
    lower = (index < own - 1e-12 * np.abs(own)).sum(axis=1)
    return np.bincount(lower, minlength=len(scaled)).astype(np.int64)


def summary(counts: NDArray[np.int64]) -> dict[str, float]:
    """Places under the random weightings in a few numbers.

    Returns
    -------
    dict
        ``weights_quarter`` (share of weightings with the unit in the most centralised quarter),
        ``weights_middle`` (median place), ``weights_best`` and ``weights_worst`` (95 % of weightings), ``weights_usual`` (the place had
        most often). Missing where there is no place.
    """
    keys = ("weights_quarter", "weights_middle", "weights_best", "weights_worst", "weights_usual")
    if not counts.sum():
        return dict.fromkeys(keys, math.nan)
    reached = counts.cumsum() / counts.sum()
    n = len(counts)
    first = int(QUARTER * n)
    values = (
        float(reached[first - 1]) if first else 0.0,
        *(1.0 + float((reached < level - 1e-12).sum()) for level in (0.5, 0.025, 0.975)),
        1.0 + float(counts.argmax()),
    )
    return dict(zip(keys, values, strict=True))


#: The years of a composite: those that both tables have for many countries.
COMPOSITE_YEARS = (LATEST, "2000")
