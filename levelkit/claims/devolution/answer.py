"""The claim under one set of choices: figures, verdict, words, tables."""

from __future__ import annotations

import functools
import math
from typing import TYPE_CHECKING

import numpy as np

from levelkit.catalogue.package import sources_of
from levelkit.claims.devolution import notes, words
from levelkit.claims.devolution.association import (
    MAIN,
    across,
    latest_of,
    scatter,
    year_of,
)
from levelkit.claims.devolution.builder import Composite, build
from levelkit.claims.devolution.countries import GROUPS, OECD, UK
from levelkit.claims.devolution.criterion import judge
from levelkit.claims.devolution.indices import IMF, INDICES, RAI, figures
from levelkit.claims.devolution.places import LATEST, ranking, sureness
from levelkit.claims.devolution.recipe import USUAL, Given, Recipe, components_of
from levelkit.claims.devolution.ways import within
from levelkit.claims.devolution.weightings import summary
from levelkit.claims.evidence import Evidence
from levelkit.claims.verdict import Part

if TYPE_CHECKING:
    from collections.abc import Mapping

    import xarray as xr

    from levelkit.claims.devolution.own import Own

    Figures = dict[str, float]

COMPOSITE = "composite"
NONE = "none"

#: Of the composite, by its scale: what a slope is per.
STEPS = {"min-max": 10.0, "rank": 10.0, "z": 1.0}
#: In a panel an index needs years that the regional figures have as well.
PANEL = {IMF: MAIN, RAI: "europe-century"}


def answer(
    *,
    index: str,
    group: str,
    year: str,
    components: str,
    scale: str,
    aggregate: str,
    dependence: str,
    gaps: str,
    weights: Mapping[str, float] | None = None,
    turned: tuple[str, ...] = (),
    own: Own | None = None,
    left_out: tuple[str, ...] = (),
) -> Evidence:
    """Test the claim; every choice is one of those that the claim offers.

    Returns
    -------
    Evidence
        Tables ``ranking`` (country: the places by the index chosen), ``composite`` (country: those by the index built),
        ``weightings`` (place: how many of 10,000 random weightings give it to the UK), ``scatter`` (country: index and regional
        inequality) and ``timeline`` (year: the UK's index).
    """
    choices = {
        "index": index, "group": group, "year": year, "components": components, "scale": scale, "aggregate": aggregate,
        "dependence": dependence, "gaps": gaps,
    }  # fmt: skip
    composite = index == COMPOSITE
    recipe = _recipe(components, scale, aggregate, dependence, gaps) if composite else USUAL
    given = Given(weights or None, tuple(turned), own)
    built = build(recipe, year if composite else LATEST, group, given)
    made = built.table if composite else ranking(index, year, group)
    asked = words.Asked(index, group, year, recipe, built, tuple(components_of(recipe, own)))
    x, when = _decentralised(index, recipe, year, given)
    left = tuple(name for name in left_out if name in x)
    found = (
        _place(made, built, index, year, group)
        | {f"weights_{k}": v for k, v in _weightings(built).items()}
        | _slopes(x, when, index, recipe.scale, left)
    )
    tables = (IMF, RAI) if composite else (INDICES[index].table,)
    return Evidence(
        headline=words.headline(found, asked),
        sentence=words.sentence(found, made, asked),
        parts=(Part("claim", "The claim", judge(found), words.reason(found, asked)),),
        subject=words.subject(found, asked),
        reason=words.reason(found, asked),
        figures=found,
        tables={
            "ranking": made,
            "composite": built.table,
            "weightings": _counts(built),
            "scatter": _scatter(x, when, left),
            "timeline": _timeline(index),
        },
        caveats=notes.caveats(made, asked, own),
        choices=choices,
        attrs={
            "source": sources_of(tables),
            "licence": words.licences(tables),
            "units": words.unit(index, recipe),
            "long_name": words.measures(index),
            "built": built,
            "x": x,
            "when": when,
            "left_out": left,
        },
    )


def _recipe(components: str, scale: str, aggregate: str, dependence: str, gaps: str) -> Recipe:
    """Two scores that every country has leave nothing to choose on transfers and gaps."""
    if NONE in (dependence, gaps):
        return Recipe(components, scale, aggregate)
    return Recipe(components, scale, aggregate, dependence, gaps)


def _decentralised(
    index: str, recipe: Recipe, year: str, given: Given
) -> tuple[dict[str, float], int]:
    """By country what inequality is regressed on, more being more decentralised, and the year to take inequality in."""
    if index != COMPOSITE:
        return latest_of(index), year_of(index)
    table = build(recipe, year, OECD, given).table
    pairs = zip(table.country.values.tolist(), table["value"].values.tolist(), strict=True)
    when = year_of("tax") if year == LATEST else int(year)
    return {name: value for name, value in pairs if not math.isnan(value)}, when


def _place(made: xr.Dataset, built: Composite, index: str, year: str, group: str) -> Figures:
    """The UK's place, the share of others that are more decentralised, and how far both may move."""
    k = GROUPS[group].members.index(UK)
    places = made.place.values
    n, place = int((~np.isnan(places)).sum()), float(places[k])
    others = max(n - 1, 1)
    if index == COMPOSITE:
        told = summary(built.counts)
        best, worst = told["weights_best"], told["weights_worst"]
    else:
        sure = sureness(index, year, group)
        best, worst = (sure.best, sure.worst) if sure else (math.nan, math.nan)
    return {
        "place": place,
        "countries": float(n),
        "value": float(made["value"].values[k]),
        "more_decentralised": (n - place) / others,
        # Of one index there is no distribution: the curve of combinations shows an interval of weightings alone.
        "share_low": (n - worst) / others if index == COMPOSITE else math.nan,
        "share_high": (n - best) / others if index == COMPOSITE else math.nan,
        "place_best": best,
        "place_worst": worst,
    }


def _weightings(built: Composite) -> Figures:
    told = {name.removeprefix("weights_"): value for name, value in summary(built.counts).items()}
    return told | {"place": built.place, "countries": float(built.n)}


def _slopes(
    x: Mapping[str, float], when: int, index: str, scale: str, left_out: tuple[str, ...]
) -> Figures:
    """Both slopes of the criterion, per step of the index; missing where they cannot be asked."""
    known = across(x, MAIN, when, label="", short="", left_out=left_out)
    over = None if index == COMPOSITE else within(index, PANEL[INDICES[index].table], 0, left_out)
    step = STEPS[scale] if index == COMPOSITE else INDICES[index].step
    found: Figures = {}
    for kind, slope in (("across", known), ("within", over)):
        ends = (slope.slope, slope.low, slope.high) if slope else (math.nan,) * 3
        found |= dict(
            zip(
                (f"{kind}_slope", f"{kind}_low", f"{kind}_high"),
                (step * one for one in ends),
                strict=True,
            )
        )
        found[f"{kind}_countries"] = float(slope.countries) if slope else 0.0
    return found


def _scatter(x: Mapping[str, float], when: int, left_out: tuple[str, ...]) -> xr.Dataset:
    """Index and inequality by country, and the slope without each, as labelled arrays."""
    import xarray as xr

    found = scatter(x, MAIN, when, left_out)
    columns = {
        "index": found.index, "gap": found.gap, "left_out": found.out, "slope": found.slope, "low": found.low,
        "high": found.high,
    }  # fmt: skip
    return xr.Dataset(
        {k: ("country", v) for k, v in columns.items()},
        {"country": found.names},
        {"year": found.year},
    )


def _counts(built: Composite) -> xr.Dataset:
    import xarray as xr

    n = max(built.n, 1)
    counts = built.counts if built.counts.size else np.zeros(n, dtype=np.int64)
    return xr.Dataset({"count": ("place", counts)}, {"place": np.arange(1, len(counts) + 1)})


@functools.lru_cache(maxsize=16)
def _timeline(index: str) -> xr.Dataset:
    """The UK's figures over the years; of a composite, those of regional authority."""
    key = "authority" if index == COMPOSITE else index
    return figures(key).sel(country=UK).dropna("year").drop_vars("country").to_dataset(name="value")
