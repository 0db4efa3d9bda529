"""Regional differences have widened for 70 years."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from levelkit.claims.choice import Choice, View
from levelkit.claims.claim import Claim, Effect
from levelkit.claims.spreads import SPREADS
from levelkit.claims.widening_gaps.answer import answer
from levelkit.claims.widening_gaps.criterion import CRITERION, PARTS, TOO_FEW_YEARS
from levelkit.claims.widening_gaps.panels import FORMER, PANELS, PRICED, UNWEIGHTED, panel

if TYPE_CHECKING:
    from collections.abc import Mapping

    Chosen = Mapping[str, Any]

__all__ = ["CLAIM"]

STEP = 5  # years between the windows on offer: neighbours hardly differ
LONGEST = 15  # years that a window which bears on the claim has at least


def _years(chosen: Chosen) -> list[int]:
    years: list[int] = panel(chosen["data"]).values.year.values.tolist()
    return years


def _first_years(chosen: Chosen) -> list[int]:
    years = _years(chosen)
    return [year for year in years[::STEP] if year <= years[-1] - TOO_FEW_YEARS]


def _last_years(chosen: Chosen) -> list[int]:
    """Far enough from the first year for a trend; the last one always."""
    return [
        year
        for year in _years(chosen)[::-STEP][::-1]
        if year >= chosen["first_year"] + TOO_FEW_YEARS
    ]


def _yes_or_no(yes: str, no: str, *, possible: bool = True) -> dict[Any, str]:
    return {False: no, True: yes} if possible else {False: no}


CHOICES = (
    Choice("data", "Series", lambda _: PANELS, lambda _: next(iter(PANELS)), former=FORMER),
    Choice(
        "measure",
        "Measure of dispersion",
        lambda _: {name: spread.label for name, spread in SPREADS.items()},
        lambda _: "cv",
    ),
    Choice(
        "first_year",
        "First year",
        lambda chosen: {year: str(year) for year in _first_years(chosen)},
        lambda chosen: _years(chosen)[0],
        depends=("data",),
    ),
    Choice(
        "last_year",
        "Last year",
        lambda chosen: {year: str(year) for year in _last_years(chosen)},
        lambda chosen: _years(chosen)[-1],
        depends=("data", "first_year"),
    ),
    Choice(
        "weighted",
        "Count",
        lambda chosen: _yes_or_no(
            "Count people, not regions",
            "Count regions, not people",
            possible=SPREADS[chosen["measure"]].weighted and chosen["data"] not in UNWEIGHTED,
        ),
        lambda chosen: SPREADS[chosen["measure"]].weighted and chosen["data"] not in UNWEIGHTED,
        depends=("data", "measure"),
        kind="check",
    ),
    Choice(
        "include_capital",
        "London",
        lambda _: {True: "Include London", False: "Without London"},
        lambda _: True,
        kind="check",
    ),
    Choice(
        "real_prices",
        "Prices",
        lambda chosen: _yes_or_no(
            "At regional prices", "Not at regional prices", possible=chosen["data"] in PRICED
        ),
        lambda _: False,
        depends=("data",),
        kind="check",
    ),
)


def _long_enough(chosen: Chosen) -> bool:
    """To the last year that there is, from far enough before it."""
    years = _years(chosen)
    return bool(chosen["last_year"] == years[-1] and years[-1] - chosen["first_year"] >= LONGEST)


def _output(chosen: Chosen) -> bool:
    return _long_enough(chosen) and not chosen["data"].endswith("-income")


def _income(chosen: Chosen) -> bool:
    return _long_enough(chosen) and chosen["data"].endswith("-income")


CLAIM = Claim(
    name="widening-gaps",
    title="Widening gaps",
    question="Have the gaps between UK regions widened for 70 years?",
    quote="Regional differences have widened for 70 years.",
    source="Andy Haldane, lecture on levelling up",
    criterion=CRITERION,
    choices=CHOICES,
    answer=answer,
    parts=PARTS,
    effect=Effect(
        "per_decade",
        "Trend over the recent years, % a decade",
        "decade_low",
        "decade_high",
    ),
    counted=_long_enough,
    counted_words=f"all series, measures and treatments, over {LONGEST} years or more to the last there is",
    wider={
        "Of these, output per head": _output,
        "Of these, household income per head": _income,
        "All years on offer, however few": lambda _: True,
    },
    tables=(
        "uk-century", "uk-itl1-income", "uk-itl", "uk-index-1989", "uk-lad-gdp", "uk-gdhi",
        "uk-price-levels",
    ),
    notebook="02-widening-gaps",
    elsewhere="its first part is of ten regions of Britain in 1950 and 1980. The trend of its second part is `lk.linear_trend(lk.coefficient_of_variation(panel.values))`.",
    views=(
        View("Output per head since 1998", {}, {"highlight": "London"}),
        View("Income per head: gaps half as wide", {"data": "uk-itl1-income"}, {"highlight": "London"}),
        View("Older accounts, from 1989", {"data": "uk-itl1-index-1989"}, {"highlight": "London"}),
        View("Without London", {"include_capital": False}, {"highlight": "South East"}),
        View("At regional prices", {"real_prices": True}, {"highlight": "London"}),
        View("179 small areas", {"data": "uk-itl3-gdp"}, {"highlight": "London"}),
        View("The last ten years", {"first_year": 2013}, {"highlight": "London"}),
        View("Counting regions, not people", {"weighted": False}, {"highlight": "London"}),
    ),
)  # fmt: skip
