"""The UK stands out among OECD countries by how unequal its regions are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from levelkit.claims.choice import Choice, View
from levelkit.claims.claim import Claim, Effect
from levelkit.claims.oecd_comparison.answer import answer, place_figures
from levelkit.claims.oecd_comparison.criterion import CRITERION, PARTS
from levelkit.claims.oecd_comparison.figures import PUBLISHED, SCALES, TREATMENTS, years
from levelkit.claims.spreads import SPREADS

if TYPE_CHECKING:
    from collections.abc import Mapping

    Chosen = Mapping[str, Any]

__all__ = ["CLAIM"]


def _counted_by(chosen: Chosen) -> dict[Any, str]:
    """A ratio of two regions counts neither people nor regions."""
    offered = {False: "Every region counts once", True: "Count people, not regions"}
    return offered if SPREADS[chosen["measure"]].weighted else {False: offered[False]}


CHOICES = (
    Choice(
        "data", "Regions", lambda _: {key: scale.label for key, scale in SCALES.items()}, lambda _: "oecd-tl3",
    ),
    Choice(
        "measure", "Measure of inequality", lambda _: {key: spread.label for key, spread in SPREADS.items()},
        lambda _: "cv",
    ),
    Choice(
        "weighted", "Count", _counted_by, lambda chosen: SPREADS[chosen["measure"]].weighted, depends=("measure",), kind="check",
        help="Weights each region by its people (by its workers, if output is per worker); a ratio of two regions counts neither",
    ),
    Choice(
        "treatment", "Capital and figures",
        lambda chosen: {key: TREATMENTS[key] for key in SCALES[chosen["data"]].treatments},
        lambda _: PUBLISHED, depends=("data",),
        help="Output counts where people work, population where they live: a capital's middle looks very rich",
    ),
    Choice(
        "year", "Year",
        lambda chosen: {year: str(year) for year in years(chosen["data"], chosen["treatment"])},
        lambda _: 2019, depends=("data", "treatment"),
    ),
)  # fmt: skip


def _oecd(chosen: Chosen) -> bool:
    return str(chosen["data"]).startswith("oecd-")


def _small(chosen: Chosen) -> bool:
    return bool(chosen["data"] == "oecd-tl3")


def _large(chosen: Chosen) -> bool:
    return bool(chosen["data"] == "oecd-tl2")


def _europe(chosen: Chosen) -> bool:
    return bool(chosen["data"] == "europe-nuts2")


def _century(chosen: Chosen) -> bool:
    return bool(chosen["data"] == "europe-century")


CLAIM = Claim(
    name="oecd-comparison",
    title="The UK among OECD countries",
    question="Does the UK stand out among OECD countries by how unequal its regions are?",
    quote="The UK stands out among OECD countries.",
    source="Andy Haldane, lecture on levelling up",
    criterion=CRITERION,
    choices=CHOICES,
    answer=answer,
    parts=PARTS,
    effect=Effect(
        "more_equal",
        "Share of others more equal",
        "share_low",
        "share_high",
        {0.89: "third of 19", 1.0: "all others are more equal"},
        ends="its range with any one region left out",
        columns=("lowest_without_one_region", "highest_without_one_region"),
    ),
    counted=_oecd,
    counted_words="OECD small and large regions, 2019 and 2020",
    wider={
        "OECD small regions (TL3) alone": _small,
        "OECD large regions (TL2) alone": _large,
        "Europe's NUTS 2 regions, 2008-2018": _europe,
        "Europe since 1900": _century,
    },
    tables=("oecd-regions", "eurostat-nuts2", "europe-century"),
    notebook="03-oecd-comparison",
    drawn=("uk-itl", "uk-itl3", "europe-nuts2"),
    elsewhere="it ranks the United Kingdom among countries, which takes the regions of each.",
    views=(
        View("The claim: small regions, 2019", {}, {"highlight": "Germany"}),
        View("Every region once, not by people", {"weighted": False}, {"highlight": "Slovakia"}),
        View("Only a measure away: 90th to 10th percentile", {"measure": "p90_p10"}, {"highlight": "Slovakia"}),
        View("Large regions: the UK is eighth", {"data": "oecd-tl2"}, {"highlight": "Colombia"}),
        View(
            "Large regions, 90th to 10th percentile", {"data": "oecd-tl2", "measure": "p90_p10"},
            {"highlight": "France"},
        ),
        View("London and its ring as one region", {"treatment": "metro"}, {"highlight": "Germany"}),
        View("Without London", {"treatment": "without-capital"}, {"highlight": "Germany"}),
        View("Per worker: commuting taken out", {"treatment": "per-worker"}, {"highlight": "Germany"}),
        View(
            "Household income, where people live", {"data": "europe-nuts2", "treatment": "income"},
            {"highlight": "Italy"},
        ),
        View("Europe in 1900", {"data": "europe-century", "year": 1900}, {"highlight": "Italy"}),
        View("Europe in 2015", {"data": "europe-century"}, {"highlight": "Italy"}),
    ),
    slow=place_figures,
)  # fmt: skip
