"""Both links of the criterion: of which countries, which regional figures and which years they are."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from levelkit.claims.devolution.association import across, decentralised, year_of
from levelkit.claims.devolution.builder import build
from levelkit.claims.devolution.countries import GROUPS, OECD
from levelkit.claims.devolution.indices import INDICES
from levelkit.claims.devolution.panel import within
from levelkit.claims.devolution.recipe import COMPOSITE
from levelkit.claims.devolution.regional import main_set, nearest, panel_set

if TYPE_CHECKING:
    from levelkit.claims.devolution.association import Slope
    from levelkit.claims.devolution.panel import Within
    from levelkit.claims.devolution.recipe import Given, Recipe

#: Of the composite, by its scale: what a slope is per.
STEPS = {"min-max": 10.0, "rank": 10.0, "z": 1.0}


@dataclass(frozen=True)
class Link:
    """What the links were asked of, and what came of it.

    Attributes
    ----------
    whole, compared : dict
        From country to index, more being more decentralised: of all countries that have one, and of those compared. A composite is
        built over the OECD members for all.
    key : str
        The regional figures of the link across countries.
    when, year : int
        The year of the index, and the year with regional figures that is nearest.
    step : float
        What slopes are said per.
    left_out : tuple of str
        Countries that a visitor left out.
    across : Slope or None
    within : Within or None
        None where there are too few countries.
    """

    whole: dict[str, float]
    compared: dict[str, float]
    key: str
    when: int
    year: int
    step: float
    left_out: tuple[str, ...]
    across: Slope | None
    within: Within | None

    @property
    def figures(self) -> dict[str, float]:
        """Both slopes with their intervals, per step, and the smallest slopes that they could show."""
        figures: dict[str, float] = {}
        slopes = {"across": self.across, "within": self.within and self.within.slope}
        for kind, slope in slopes.items():
            for name in ("slope", "low", "high", "detectable"):
                figures[f"{kind}_{name}"] = self.step * getattr(slope, name) if slope else math.nan
            figures[f"{kind}_countries"] = float(slope.countries) if slope else 0.0
        panel = self.within
        return figures | {
            "across_year": float(self.year),
            "within_first": float(panel.first) if panel else math.nan,
            "within_last": float(panel.last) if panel else math.nan,
            "within_moved": panel.moved if panel else math.nan,
        }


def link(
    index: str, year: str, group: str, recipe: Recipe, given: Given, left_out: tuple[str, ...]
) -> Link:
    """Ask both links of the countries compared.

    Parameters
    ----------
    index, year, group : str
        As chosen.
    recipe, given : Recipe, Given
        Of the composite.
    left_out : tuple of str
        Countries that a visitor left out; those that have no index are passed over.
    """
    members = GROUPS[group].members
    if index == COMPOSITE:
        when = year_of("tax", year)
        whole = _composite(recipe, year, given)
    else:
        when = year_of(index, year)
        whole = decentralised(index, year)
    compared = {name: value for name, value in whole.items() if name in members}
    left = tuple(name for name in left_out if name in compared)
    key = main_set(when)
    return Link(
        whole, compared, key, when, nearest(key, when),
        STEPS[recipe.scale] if index == COMPOSITE else INDICES[index].step,
        left,
        across(compared, key, when, label="", short="", left_out=left),
        None if index == COMPOSITE else within(index, panel_set(index, when), 0, members, left),
    )  # fmt: skip


def _composite(recipe: Recipe, year: str, given: Given) -> dict[str, float]:
    table = build(recipe, year, OECD, given).table
    pairs = zip(table.country.values.tolist(), table["value"].values.tolist(), strict=True)
    return {name: value for name, value in pairs if not math.isnan(value)}
