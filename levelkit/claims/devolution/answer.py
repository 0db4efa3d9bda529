"""The claim under one set of choices: figures, verdict, words, tables."""

from __future__ import annotations

import math
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from levelkit.catalogue.package import sources_of
from levelkit.claims.devolution import link_tables, notes, reasons, tables, words
from levelkit.claims.devolution.builder import Composite, build
from levelkit.claims.devolution.countries import GROUPS, UK
from levelkit.claims.devolution.criterion import PARTS, judge
from levelkit.claims.devolution.hangs import Hangs, hangs
from levelkit.claims.devolution.link import link
from levelkit.claims.devolution.places import LATEST, ranking, sureness
from levelkit.claims.devolution.recipe import COMPOSITE, USUAL, Given, Recipe, components_of
from levelkit.claims.devolution.weightings import summary
from levelkit.claims.evidence import Evidence, Tables
from levelkit.claims.verdict import Part

if TYPE_CHECKING:
    from collections.abc import Mapping

    import xarray as xr

    from levelkit.claims.devolution.own import Own

    Figures = dict[str, float]

NONE = "none"


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
    elasticity: float | None = None,
) -> Evidence:
    """Test the claim; every choice is one of those that the claim offers.

    Returns
    -------
    Evidence
        Tables ``ranking`` (country: the places by the index chosen), ``composite`` (country: those by the index built), and
        those of :mod:`levelkit.claims.devolution.tables` and :mod:`levelkit.claims.devolution.link_tables`.
    """
    composite = index == COMPOSITE
    recipe = _recipe(components, scale, aggregate, dependence, gaps) if composite else USUAL
    given = Given(weights or None, tuple(turned), own, elasticity)
    built = build(recipe, year if composite else LATEST, group, given)
    by_country = built.table if composite else ranking(index, year, group)
    linked = link(index, year, group, recipe, given, left_out)
    hanging = hangs(by_country, year, group)
    names = tuple(components_of(recipe, own))
    asked = words.Asked(index, group, year, recipe, built, names, hanging, linked)
    figures = (
        _place(by_country, built, hanging, index, year, group)
        | {f"weights_{k}": v for k, v in _weightings(built).items()}
        | linked.figures
    )
    verdicts = judge(figures)
    said = reasons.reasons(figures, verdicts, asked)
    own_tables, latest = tables.tables_of(index), year == LATEST
    return Evidence(
        headline=words.headline(figures, asked),
        sentence=words.sentence(figures, by_country, asked),
        parts=tuple(Part(name, PARTS[name], verdicts[name], said[name]) for name in PARTS),
        subject=words.subject(figures, asked),
        reason=reasons.bold(figures, verdicts, asked),
        figures=figures,
        tables=Tables(
            ranking=by_country,
            composite=built.table,
            components=partial(tables.components, built),
            weightings=partial(tables.weightings, built),
            ingredients=partial(tables.ingredients, built),
            scatter=partial(link_tables.scatter_table, linked, index, latest=latest),
            line=partial(link_tables.line_table, linked, latest=latest),
            specifications=partial(link_tables.specification_table, linked, index, group),
            ways=partial(link_tables.way_table, linked, index, group, latest=latest),
            places_by_year=partial(tables.places_by_year, group),
            local_spending=tables.local_spending,
            timeline=partial(tables.timeline, index),
            events=tables.events,
        ),
        caveats=notes.caveats(by_country, asked, own),
        attrs={
            "source": sources_of(own_tables),
            "licence": words.licences(own_tables),
            "units": words.unit(index, recipe),
            "long_name": words.measures(index),
            **words.plain(asked),
        },
    )


def _recipe(components: str, scale: str, aggregate: str, dependence: str, gaps: str) -> Recipe:
    """Two scores that every country has leave nothing to choose on transfers and gaps."""
    if NONE in (dependence, gaps):
        return Recipe(components, scale, aggregate)
    return Recipe(components, scale, aggregate, dependence, gaps)


def _place(
    by_country: xr.Dataset, built: Composite, hanging: Hangs, index: str, year: str, group: str
) -> Figures:
    """The UK's place, the share of others that are more decentralised, how far both may move, and what they hang on."""
    k = GROUPS[group].members.index(UK)
    places = by_country.place.values
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
        "place_ties": float((places == place).sum()),
        "countries": float(n),
        "value": float(by_country["value"].values[k]),
        "more_decentralised": (n - place) / others,
        # Of one index there is no distribution: the curve of combinations shows an interval of weightings alone.
        "share_low": (n - worst) / others if index == COMPOSITE else math.nan,
        "share_high": (n - best) / others if index == COMPOSITE else math.nan,
        "place_best": best,
        "place_worst": worst,
        "single_countries": float(len(hanging.singles)),
        "lacking": float(len(hanging.lacking)),
        "lacking_ahead_on_tax": float(len(hanging.ahead)),
        "place_if_lacking_ahead": hanging.last_place,
    }


def _weightings(built: Composite) -> Figures:
    told = {name.removeprefix("weights_"): value for name, value in summary(built.counts).items()}
    return told | {
        "place": built.place, "countries": float(built.n), "elasticity": built.elasticity,
    }  # fmt: skip
