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
    """

    weights: Mapping[str, float] | None = None
    turned: tuple[str, ...] = ()
    own: Own | None = None


NOTHING = Given()
#: Where a slider stands at first: there is room on both sides.
HALF = 0.5
#: The years of a composite: those that both tables have for many countries.
COMPOSITE_YEARS = (LATEST, "2000")


def components_of(recipe: Recipe, own: Own | None = None) -> dict[str, str]:
    """The components to choose from, with their words; a visitor's indices come last."""
    found = {key: INDICES[key].label for key in SETS[recipe.components]}
    return found | {name: name for name in (own.names if own else ())}
