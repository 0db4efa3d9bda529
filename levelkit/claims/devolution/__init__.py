"""The UK is among the most centralised western democracies in tax and spending, and that is part of the cause."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from levelkit.claims.choice import Choice, View
from levelkit.claims.claim import Claim, Effect
from levelkit.claims.devolution.answer import NONE, answer
from levelkit.claims.devolution.countries import EU, GROUPS, OECD, WESTERN
from levelkit.claims.devolution.criterion import CRITERION, PARTS
from levelkit.claims.devolution.indices import INDICES, figures
from levelkit.claims.devolution.own import read_own
from levelkit.claims.devolution.places import LATEST, years
from levelkit.claims.devolution.recipe import (
    AGGREGATES,
    COMPOSITE,
    COMPOSITE_YEARS,
    DEPENDENCE,
    GAPS,
    HIGHEST_ELASTICITY,
    LOWEST_ELASTICITY,
    SCALES,
    SET_LABELS,
)
from levelkit.claims.input import Input

if TYPE_CHECKING:
    from collections.abc import Mapping

    Chosen = Mapping[str, Any]

__all__ = ["CLAIM", "PARTS"]

_NO_RECIPE = {NONE: "–"}


def _years(chosen: Chosen) -> dict[Any, str]:
    index = chosen["index"]
    offered = COMPOSITE_YEARS if index == COMPOSITE else years(index)
    return {year: _latest(index) if year == LATEST else year for year in offered}


def _latest(index: str) -> str:
    """What the latest year is, where all countries have the same."""
    if index == COMPOSITE or INDICES[index].table != "regional-authority":
        return "Latest"
    return f"{int(figures(index).year[-1])}"


def _recipe(options: Mapping[str, str], *, money: bool = False) -> Any:
    """Options of the composite; for an index by itself there is nothing to choose."""

    def offered(chosen: Chosen) -> dict[Any, str]:
        if chosen["index"] != COMPOSITE or (money and chosen["components"] == "authority"):
            return _NO_RECIPE
        return dict(options)

    return offered


def _aggregates(chosen: Chosen) -> dict[Any, str]:
    """z-scores are negative for half the countries: they have no other mean."""
    if chosen["index"] != COMPOSITE:
        return _NO_RECIPE
    return {"mean": AGGREGATES["mean"]} if chosen["scale"] == "z" else dict(AGGREGATES)


CHOICES = (
    Choice(
        "index", "Index",
        lambda _: {key: index.label for key, index in INDICES.items()} | {COMPOSITE: "Composite: build your own"},
        lambda _: "tax",
    ),
    Choice(
        "group", "Compared with", lambda _: {key: group.label for key, group in GROUPS.items()}, lambda _: WESTERN,
        help="What counts as a western democracy is a choice; the notes say who is in each group",
    ),
    Choice(
        "year", "Year", _years, lambda _: LATEST, depends=("index",),
        help="Latest: each country's last figure, if it is of 2010 or later",
    ),
    Choice(
        "components", "Composite of", _recipe(SET_LABELS), lambda chosen: next(iter(_recipe(SET_LABELS)(chosen))),
        depends=("index",),
    ),
    Choice(
        "scale", "Scale", _recipe(SCALES), lambda chosen: next(iter(_recipe(SCALES)(chosen))), depends=("index",),
    ),
    Choice(
        "aggregate", "Put together by", _aggregates, lambda chosen: next(iter(_aggregates(chosen))),
        depends=("index", "scale"),
        help="How far one component makes up for another: fully, partly, hardly (elasticity of substitution infinite, 1, one half)",
    ),
    Choice(
        "dependence", "Transfers", _recipe(DEPENDENCE, money=True),
        lambda chosen: next(iter(_recipe(DEPENDENCE, money=True)(chosen))), depends=("index", "components"),
        help="How depending on transfers from the centre counts: the one component whose direction is disputed",
    ),
    Choice(
        "gaps", "Lacking an index", _recipe(GAPS, money=True),
        lambda chosen: next(iter(_recipe(GAPS, money=True)(chosen))), depends=("index", "components"),
    ),
)  # fmt: skip

INPUTS = (
    Input(
        "weights", "Weights of the composite", "weights",
        "A component of weight 0 is left out. The chart of random weightings shows how much weights matter.",
    ),
    Input(
        "elasticity", "How far one component stands in for another", "number",
        "In place of how they are put together above (elasticity of substitution). 0.05: little but the weakest counts; 0.5: harmonic mean; 1: geometric "
        "mean; 20: nearly the arithmetic mean.",
        low=LOWEST_ELASTICITY, high=HIGHEST_ELASTICITY,
    ),
    Input(
        "turned", "Components that count the other way round", "names",
        "Is more of it less decentralised? Then turn it round.",
    ),
    Input(
        "own", "Your own indices", "file",
        "A CSV file with the columns country_code (ISO 3166, three letters), index, year, value and, if less is more "
        "decentralised, polarity (-1): the Local Autonomy Index, say. Each country's latest value becomes a component.",
        read=read_own,
    ),
    Input(
        "left_out", "Countries left out of the link", "names", "Click a country in the chart to leave it out, or back in.",
    ),
)  # fmt: skip


def _now(chosen: Chosen) -> bool:
    return bool(chosen["year"] == LATEST and chosen["group"] in (WESTERN, OECD))


def _money(chosen: Chosen) -> bool:
    return chosen["index"] in ("tax", "own-revenue", "own-spending", "imbalance", "transfers")


def _authority(chosen: Chosen) -> bool:
    return chosen["index"] in ("authority", "self-rule", "shared-rule")


def _composite(chosen: Chosen) -> bool:
    return bool(chosen["index"] == COMPOSITE)


CLAIM = Claim(
    name="devolution",
    title="Devolution",
    question="Is the UK among the most centralised western democracies, and is that part of the cause?",
    quote=(
        "The UK is among the most centralised western democracies in tax and spending, and that is part of the cause of its "
        "regional gaps."
    ),
    source="after Andy Haldane, lecture on levelling up",
    criterion=CRITERION,
    choices=CHOICES,
    answer=answer,
    parts=PARTS,
    effect=Effect(
        "more_decentralised", "Share of others more decentralised", "share_low", "share_high",
        {0.78: "about the most centralised quarter", 1.0: "all others are more decentralised"},
    ),
    counted=_now,
    counted_words="latest figures, western democracies and OECD members",
    wider={
        "Of these, tax, revenue and spending": lambda chosen: _now(chosen) and _money(chosen),
        "Of these, regional authority": lambda chosen: _now(chosen) and _authority(chosen),
        "Of these, composites": lambda chosen: _now(chosen) and _composite(chosen),
        "EU members before 2004, latest figures": lambda chosen: chosen["year"] == LATEST and chosen["group"] == EU,
        "All years": lambda _: True,
    },
    tables=(
        "imf-decentralisation", "imf-decentralisation-set-apart", "regional-authority", "oecd-regions", "eurostat-nuts2",
        "europe-century",
    ),
    notebook="05-devolution",
    drawn=("uk-devolution-events",),
    elsewhere="it ranks the United Kingdom among countries by how much power their regions have.",
    views=(
        View("Tax: fourth most centralised of 22", {}, {"highlight": "Germany"}),
        View("Among OECD members", {"group": OECD}, {"highlight": "France"}),
        View("Own spending: few have figures", {"index": "own-spending"}, {"highlight": "New Zealand"}),
        View("Regional authority: in the middle", {"index": "authority"}, {"highlight": "Spain"}),
        View("Regional authority before devolution", {"index": "authority", "year": "1997"}, {"highlight": "Spain"}),
        View("An index of both", {"index": COMPOSITE}, {"highlight": "Netherlands"}),
        View("Every country, by what it has", {"index": COMPOSITE, "gaps": "any"}, {"highlight": "Ireland"}),
    ),
    inputs=INPUTS,
)  # fmt: skip
