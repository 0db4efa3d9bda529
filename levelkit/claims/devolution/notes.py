"""What the reader must know of the figures: who has no place, what is set apart, how slopes were got."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from levelkit.catalogue.package import data_folder, resource
from levelkit.claims.devolution.association import year_of
from levelkit.claims.devolution.countries import GROUPS
from levelkit.claims.devolution.indices import INDICES, set_apart
from levelkit.claims.devolution.words import number

if TYPE_CHECKING:
    import xarray as xr

    from levelkit.claims.devolution.own import Own
    from levelkit.claims.devolution.words import Asked


def caveats(made: xr.Dataset, asked: Asked, own: Own | None) -> list[str]:
    """What the reader must know of these very figures."""
    found = [GROUPS[asked.group].rule, *_without(made), *_apart(asked)]
    if asked.composite:
        recipe = asked.recipe
        built = asked.built
        parts = ", ".join(
            f"{built.labels[name]} {share:.0%}" for name, share in built.weights.items()
        )
        found += [
            f"Built from: {recipe.said}.",
            f"Weights: {parts}.",
            "The random weightings say how far a place hangs on the weights, not how wrong the figures may be.",
        ]
    if own is not None:
        listed = ", ".join(f"{name} ({own.last_year[name]})" for name in own.names)
        found.append(
            f"Your own indices, as you gave them: {listed}. They count in the index built alone."
        )
    if not asked.composite:
        one = INDICES[asked.index]
        found.append(
            f"{one.label}: {one.measures}, in {one.unit.strip()}{_direction(one.polarity)}."
        )
        found += [
            note for note in resource(one.table, data_folder())["notes"] if "data/raw" not in note
        ]
    found.append(
        f"The link is asked of the latest figures ({year_of('tax' if asked.composite else asked.index)}), whatever the year above. Regional gaps: the "
        "coefficient of variation of GDP per head across NUTS 2 regions, weighted by people; over the years for the Regional Authority "
        "Index that of Europe's regions since 1950. Standard errors: across countries HC3, Student's t with N − 2 degrees of freedom; within "
        "countries clustered by country, G / (G − 1) · (N − 1) / (N − K), Student's t with G − 1."
    )
    return found


def _direction(polarity: int) -> str:
    return "" if polarity > 0 else "; less of it counts as more decentralised"


def _without(made: xr.Dataset) -> list[str]:
    """Countries without a place by their reason, one sentence each."""
    by_reason: dict[str, list[str]] = {}
    for country, why in zip(made.country.values.tolist(), made.reason.values.tolist(), strict=True):
        if why:
            by_reason.setdefault(why, []).append(country)
    return [
        f"No place ({why}): {', '.join(names)}."
        for why, names in sorted(by_reason.items(), key=lambda one: -len(one[1]))
    ]


def _apart(asked: Asked) -> list[str]:
    """Ratios of these countries that are no shares."""
    found = None if asked.composite else set_apart(asked.index)
    if found is None:
        return []
    members = GROUPS[asked.group].members
    listed = [
        f"{country} {year}: {number(float(value), 0)}%"
        for country, row in zip(found.country.values.tolist(), found.values, strict=True)
        for year, value in zip(found.year.values.tolist(), row, strict=True)
        if country in members and np.isfinite(value)
    ]
    if not listed:
        return ["No figure of these countries is outside 0 to 100%."]
    return [f"Outside 0 to 100% and set apart, not drawn: {'; '.join(listed)}."]
