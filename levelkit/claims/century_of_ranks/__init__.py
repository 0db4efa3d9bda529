"""The ranking of UK regions by output per head is about what it was in 1900."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from levelkit.claims.century_of_ranks.answer import answer
from levelkit.claims.century_of_ranks.criterion import AGREE, APART, CRITERION
from levelkit.claims.century_of_ranks.half_life import half_life_figures
from levelkit.claims.century_of_ranks.series import SPLICED
from levelkit.claims.choice import Choice, View
from levelkit.claims.claim import Claim, Effect
from levelkit.claims.panels import panel, panels

if TYPE_CHECKING:
    from collections.abc import Mapping

    Made = Mapping[str, Any]

__all__ = ["CLAIM"]

START_BY, END_FROM = 1960, 2000  # the long run to the present
LAST_ON_ONE_BASIS = 2015


def _years(made: Made) -> list[int]:
    years: list[int] = panel(made["data"]).series(made["measure"]).year.values.tolist()
    return years


def _with_or_without(made: Made) -> dict[Any, str]:
    chosen = panel(made["data"])
    # That Espace Mittelland holds Bern is not known to everyone.
    which = "" if chosen.capital == "London" else " (capital's region)"
    offered = {True: f"Include {chosen.capital}{which}", False: f"Without {chosen.capital}{which}"}
    # Alone in its country, the capital's region is all there is to show.
    return offered if chosen.data.sizes["region"] > 1 else {True: offered[True]}


CHOICES = (
    Choice("data", "Regions of", lambda _: panels(), lambda _: "uk-10"),
    Choice(
        "measure",
        "Measure",
        lambda made: panel(made["data"]).measures,
        lambda made: next(iter(panel(made["data"]).measures)),
        depends=("data",),
    ),
    Choice(
        "first_year",
        "First year",
        lambda made: {year: str(year) for year in _years(made)[:-1]},
        lambda made: _years(made)[0],
        depends=("data", "measure"),
    ),
    Choice(
        "last_year",
        "Last year",
        lambda made: {year: str(year) for year in _years(made)[1:]},
        lambda _: 2020,
        depends=("data", "measure"),
        after="first_year",
    ),
    Choice(
        "include_capital",
        "Capital",
        _with_or_without,
        lambda _: True,
        depends=("data",),
        kind="check",
    ),
)


def _on_new_figures(made: Made) -> bool:
    """Up to 2015 the joined series is Rosés and Wolf's: the same figures count once."""
    joined = made["measure"] == SPLICED
    return made["data"] == "uk-10" and (not joined or made["last_year"] > LAST_ON_ONE_BASIS)


def _long_run(made: Made) -> bool:
    return (
        _on_new_figures(made) and made["first_year"] <= START_BY and made["last_year"] >= END_FROM
    )


def _uk(made: Made) -> bool:
    return _on_new_figures(made) or made["data"] in ("uk-itl1", "uk-itl2")


def _countries(made: Made) -> bool:
    return (
        str(made["data"]).startswith("europe-")
        and made["first_year"] <= START_BY
        and made["last_year"] >= END_FROM
    )


def _uk_view(label: str, looks: Mapping[str, Any], **choices: Any) -> View:
    return View(label, choices, {"highlight": "East + South East", **looks})


CLAIM = Claim(
    name="century-of-ranks",
    title="A century of ranks",
    question="Is the ranking of UK regions by output per head about what it was in 1900?",
    quote="The ranking of UK regions by output per head in 2020 is about what it was in 1900.",
    source="Andy Haldane, lecture on levelling up",
    criterion=CRITERION,
    choices=CHOICES,
    answer=answer,
    effect=Effect(
        "spearman",
        "Rank correlation of the two years",
        "ci_low",
        "ci_high",
        {AGREE: f"at least {AGREE}: about the same order", APART: f"below {APART}: not the same"},
    ),
    counted=_long_run,
    counted_words=(
        f"UK regions, from {START_BY} or before to {END_FROM} or later; the same figures count once"
    ),
    wider={
        "UK, all first and last years, ITL1 and ITL2 as well": _uk,
        f"16 European countries, from {START_BY} or before to {END_FROM} or later": _countries,
    },
    tables=("uk-century", "uk-itl", "europe-century"),
    notebook="01-a-century-of-ranks",
    views=(
        _uk_view("The claim: 1900 and 2020", {"year": 2020}),
        _uk_view("1950: the order dissolves", {"year": 1950}),
        _uk_view("1960: its lowest point", {"year": 1960}),
        _uk_view("1980: the old order is back", {"year": 1980}),
        _uk_view("2015: on one basis throughout", {"year": 2015}, last_year=2015),
        _uk_view("Without London", {"year": 2015}, last_year=2015, include_capital=False),
        _uk_view("On to 2023", {"year": 2023}, last_year=2023),
        View(
            "For comparison: Germany",
            {"data": "europe-germany"},
            {"highlight": "Oberbayern", "year": 2015},
        ),
    ),
    slow=half_life_figures,
)
