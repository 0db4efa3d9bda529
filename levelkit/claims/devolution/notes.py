"""What the reader must know of the figures: who has no place, what is set apart, how slopes were got."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from levelkit.catalogue.package import data_folder, resource
from levelkit.claims.devolution.association import sample
from levelkit.claims.devolution.countries import GROUPS
from levelkit.claims.devolution.indices import INDICES, set_apart
from levelkit.claims.devolution.recipe import AGGREGATES, ELASTICITY
from levelkit.claims.devolution.regional import REGIONS
from levelkit.claims.phrases import listed, number

if TYPE_CHECKING:
    import xarray as xr

    from levelkit.claims.devolution.builder import Composite
    from levelkit.claims.devolution.own import Own
    from levelkit.claims.devolution.recipe import Recipe
    from levelkit.claims.devolution.words import Asked


def _other_elasticity(built: Composite, recipe: Recipe) -> list[str]:
    if built.elasticity == ELASTICITY[recipe.aggregate]:
        return []
    return [
        f"In place of the {AGGREGATES[recipe.aggregate].lower()}: one component stands in for another with an elasticity of "
        f"substitution of {built.elasticity:.2g}."
    ]


def caveats(by_country: xr.Dataset, asked: Asked, own: Own | None) -> list[str]:
    """What the reader must know of these very figures."""
    notes = [GROUPS[asked.group].rule, *_without(by_country), *_apart(asked)]
    if asked.composite:
        recipe = asked.recipe
        built = asked.built
        parts = ", ".join(
            f"{built.labels[name]} {share:.0%}" for name, share in built.weights.items()
        )
        notes += [
            f"Built from: {recipe.said}.",
            *_other_elasticity(built, recipe),
            f"Weights: {parts}.",
            "The random weightings say how far a place hangs on the weights, not how wrong the figures may be.",
        ]
    if own is not None:
        listed = ", ".join(f"{name} ({own.last_year[name]})" for name in own.names)
        notes.append(
            f"Your own indices, as you gave them: {listed}. They count in the index built alone."
        )
        notes += [f"Of your file: {note}." for note in own.notes]
    if not asked.composite:
        index = INDICES[asked.index]
        notes.append(
            f"{index.label}: {index.measures}, in {index.unit.strip()}{_direction(index.polarity)}."
        )
        notes += [
            note for note in resource(index.table, data_folder())["notes"] if "data/raw" not in note
        ]
    return [*notes, *_link(asked)]


def _link(asked: Asked) -> list[str]:
    """Of which countries and years the links are, and how they were got."""
    link = asked.link
    group = GROUPS[asked.group]
    notes = []
    if link.across is not None:
        names = [
            name
            for name in sample(link.compared, link.key, link.when)[0]
            if name not in link.left_out
        ]
        notes.append(
            f"The link across countries is asked of the {len(names)} of the {group.place} that have figures for four regions or more "
            f"({REGIONS[link.key]}, {link.year}): {listed(names)}. Least squares, HC3 errors, Student's t with N − 2 degrees of freedom."
        )
    if link.within is not None:
        notes.append(
            f"The link within countries is asked of {link.within.slope.countries} of the {group.place}, {link.within.first} to "
            f"{link.within.last}, whatever the year above: country and year effects, errors from leaving out each country in turn (jackknife), "
            "Student's t with one degree of freedom fewer than countries."
        )
    if asked.composite:
        notes.append(
            "For the link the composite is built over the OECD members, so that its scale is the same for every group compared."
        )
    return [
        *notes,
        "Regional gaps: the coefficient of variation of GDP per head between regions, weighted by people.",
    ]


def _direction(polarity: int) -> str:
    return "" if polarity > 0 else "; less of it counts as more decentralised"


def _without(by_country: xr.Dataset) -> list[str]:
    """Countries without a place by their reason, one sentence each."""
    by_reason: dict[str, list[str]] = {}
    for country, why in zip(
        by_country.country.values.tolist(), by_country.reason.values.tolist(), strict=True
    ):
        if why:
            by_reason.setdefault(why, []).append(country)
    return [
        f"No place ({why}): {', '.join(names)}."
        for why, names in sorted(by_reason.items(), key=lambda item: -len(item[1]))
    ]


def _apart(asked: Asked) -> list[str]:
    """Ratios of these countries that are no shares."""
    ratios = None if asked.composite else set_apart(asked.index)
    if ratios is None:
        return []
    members = GROUPS[asked.group].members
    listed = [
        f"{country} {year}: {number(float(value), 0)}%"
        for country, row in zip(ratios.country.values.tolist(), ratios.values, strict=True)
        for year, value in zip(ratios.year.values.tolist(), row, strict=True)
        if country in members and np.isfinite(value)
    ]
    if not listed:
        return ["No figure of these countries is outside 0 to 100%."]
    return [f"Outside 0 to 100% and set apart, not drawn: {'; '.join(listed)}."]
