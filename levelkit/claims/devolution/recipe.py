"""How an index is built: the components to choose from, their scale, and how they are put together."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from levelkit.claims.devolution.indices import INDICES
from levelkit.claims.devolution.places import LATEST

if TYPE_CHECKING:
    from collections.abc import Mapping

    from levelkit.claims.devolution.own import Own

#: Among the indices to choose: the one that is built.
COMPOSITE = "composite"
MONEY = ("tax", "own-revenue", "own-spending", "imbalance")
AUTHORITY = ("self-rule", "shared-rule")
SETS = {"both": (*MONEY, *AUTHORITY), "money": MONEY, "authority": AUTHORITY}
SET_LABELS = {
    "both": "Money and authority (6 indices)",
    "money": "Money (4 indices)",
    "authority": "Authority (2 indices)",
}
SCALES = {"min-max": "Min-max", "rank": "Ranks", "z": "z-scores"}
AGGREGATES = {
    "mean": "Arithmetic mean",
    "geometric": "Geometric mean",
    "harmonic": "Harmonic mean",
}
ELASTICITY = {"mean": math.inf, "geometric": 1.0, "harmonic": 0.5}
#: How dependence on transfers counts: it is the one component whose direction is disputed.
DEPENDENCE = {"centralised": "Centralised", "decentralised": "Decentralised"}
GAPS = {"complete": "Left out", "any": "Placed by the others"}
#: The unit of a composite, by its scale.
UNITS = {"min-max": "points of 100", "rank": "mean place", "z": "standard deviations from the mean"}


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
        parts = [SET_LABELS[self.components], SCALES[self.scale], AGGREGATES[self.aggregate]]
        if self.components != "authority":
            parts += [
                f"dependence on transfers counts as {self.dependence}",
                "countries that lack a component are left out"
                if self.gaps == "complete"
                else "countries that lack a component are placed by the others",
            ]
        return "; ".join(
            part if part.startswith("z") else part[0].lower() + part[1:] for part in parts
        )


USUAL = Recipe()


@dataclass(frozen=True)
class Given:
    """What a visitor adds to a recipe.

    Attributes
    ----------
    weights : mapping
        From component to a number from 0 to 1; one that is not named has one half. A component of weight 0 is left out.
    turned : tuple of str
        Components whose polarity is turned round.
    own : Own, optional
        A visitor's indices, which become components.
    elasticity : float, optional
        Of substitution, in place of that of the recipe's mean.
    """

    weights: Mapping[str, float] | None = None
    turned: tuple[str, ...] = ()
    own: Own | None = None
    elasticity: float | None = None


NOTHING = Given()
#: Elasticities of substitution that a visitor may give: from little more than the weakest component to nearly the mean.
LOWEST_ELASTICITY, HIGHEST_ELASTICITY = 0.05, 20.0


def elasticity_of(recipe: Recipe, given: Given) -> float:
    """How far one component stands in for another.

    Raises
    ------
    ValueError
        If one is given and the scale is that of z-scores: negative numbers have an arithmetic mean alone.
    """
    if given.elasticity is None:
        return ELASTICITY[recipe.aggregate]
    if recipe.scale == "z":
        raise ValueError(
            "z-scores are negative for half the countries: only full substitution, the arithmetic mean, can be used with them."
        )
    return given.elasticity


#: Where a slider stands at first: there is room on both sides.
HALF = 0.5
#: The years of a composite: those that both tables have for many countries.
COMPOSITE_YEARS = (LATEST, "2000")


def components_of(recipe: Recipe, own: Own | None = None) -> dict[str, str]:
    """The components to choose from, with their words; a visitor's indices come last."""
    labels = {key: INDICES[key].label for key in SETS[recipe.components]}
    return labels | {name: name for name in (own.names if own else ())}
