"""Left alone, places do not catch up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from levelkit.claims.choice import Choice, View
from levelkit.claims.claim import Claim, Effect
from levelkit.claims.convergence.answer import answer
from levelkit.claims.convergence.criterion import CRITERION, PARTS, SLOW
from levelkit.claims.convergence.models import SAME_LEVEL, can_weigh, errors_of, models_of
from levelkit.claims.convergence.panels import FORMER, INCOME, PANELS, UK, followed, too_short
from levelkit.claims.input import Input

if TYPE_CHECKING:
    from collections.abc import Mapping

    Chosen = Mapping[str, Any]

__all__ = ["CLAIM"]


def _spans(chosen: Chosen) -> dict[str, str]:
    return {
        f"{first}-{last}": f"{first} to {last}" for first, last in followed(chosen["data"]).spans
    }


def _ends(chosen: Chosen) -> tuple[int, int]:
    first, last = map(int, chosen["span"].split("-"))
    return first, last


def _weighing(chosen: Chosen) -> dict[Any, str]:
    regions = {False: "Count regions, not people"}
    if can_weigh(chosen["data"], chosen["model"], _ends(chosen)[0]):
        return regions | {True: "Count people, not regions"}
    return regions


def _capitals(chosen: Chosen) -> dict[Any, str]:
    capital = followed(chosen["data"]).capital
    if not capital:
        return {True: "Include all"}
    return {True: f"Include {capital}", False: f"Without {capital}"}


CHOICES = (
    Choice(
        "data",
        "Places",
        lambda _: {key: series.label for key, series in PANELS.items()},
        lambda _: "uk-itl3-gva",
        former=FORMER,
    ),
    Choice("span", "Years", _spans, lambda chosen: next(iter(_spans(chosen))), depends=("data",)),
    Choice(
        "model",
        "Model",
        lambda chosen: models_of(chosen["data"], *_ends(chosen)),
        lambda _: "ols",
        depends=("data", "span"),
    ),
    Choice(
        "errors",
        "Errors",
        lambda chosen: errors_of(chosen["data"], chosen["model"]),
        lambda chosen: next(iter(errors_of(chosen["data"], chosen["model"]))),
        depends=("data", "span", "model"),
    ),
    Choice(
        "weighted", "Count", _weighing, lambda _: False, depends=("data", "span", "model"), kind="check"
    ),
    Choice(
        "include_capital", "Capitals", _capitals, lambda _: True, depends=("data",), kind="check"
    ),
)  # fmt: skip


def _bears(chosen: Chosen) -> bool:
    """Models in which places are led to one level."""
    return chosen["model"] in SAME_LEVEL


CLAIM = Claim(
    name="convergence",
    title="Catching up",
    question="Left alone, do poorer places catch up?",
    quote="Left alone, places do not catch up.",
    source="Andy Haldane, lecture on levelling up",
    criterion=CRITERION,
    choices=CHOICES,
    answer=answer,
    parts=PARTS,
    effect=Effect(
        "speed",
        "Speed of catching up, % of a gap a year",
        "speed_low",
        "speed_high",
        guides={SLOW: "half of a gap in a lifetime", 2.0: "2%"},
    ),
    counted=lambda chosen: chosen["data"] in UK and _bears(chosen),
    counted_words="all UK places, years and treatments, models in which places are led to one level",
    wider={
        "Of these, output per head": lambda chosen: (
            chosen["data"] in UK and chosen["data"] not in INCOME and _bears(chosen)
        ),
        "Of these, household income per head": lambda chosen: (
            chosen["data"] in UK and chosen["data"] in INCOME and _bears(chosen)
        ),
        "Europe's regions instead": lambda chosen: chosen["data"].startswith("europe") and _bears(chosen),
        "US states instead": lambda chosen: chosen["data"] == "us-states-income" and _bears(chosen),
        "All places and all models": lambda _: True,
    },
    tables=(
        "uk-itl", "uk-itl1-income", "uk-lad-gdp", "uk-gdhi", "uk-century", "europe-century", "eurostat-nuts2",
        "us-states",
    ),
    notebook="06-convergence",
    drawn=("uk-itl3", "europe-nuts2"),
    inputs=(
        Input(
            "left_out",
            "Leave places out",
            kind="names",
            help="Click a point of the chart, or choose here: line, interval, models (but for quantiles), checks and verdict are "
            "estimated again without it. Clubs, transitions and the speed through time keep all places.",
        ),
    ),
    elsewhere=too_short,
    views=(
        View("UK areas since 1998", {}, {}),
        View("The US: the classical case", {"data": "us-states-income"}, {}),
        View("The US since 1980", {"data": "us-states-income", "span": "1980-2009"}, {}),
        View("Europe over a century", {"data": "europe-century-gdp-ppp"}, {}),
        View("Europe within countries", {"data": "europe-century-gdp-ppp", "model": "within"}, {}),
        View("Ten UK regions since 1900", {"data": "uk-10-relative"}, {}),
        View("Before 1980", {"data": "uk-10-relative", "span": "1900-1980"}, {}),
        View("Household income instead of output", {"data": "uk-lad-2023-income"}, {}),
        View("UK areas without London", {"include_capital": False}, {}),
    ),
)  # fmt: skip
