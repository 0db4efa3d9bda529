"""The ranking of UK regions by output per head is about what it was in 1900."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from levelkit.claims.century_of_ranks.answer import answer
from levelkit.claims.century_of_ranks.criterion import AGREE, CRITERION, KEPT, PARTS
from levelkit.claims.century_of_ranks.half_life import half_life_figures
from levelkit.claims.century_of_ranks.series import SPLICED, measures_of, offered
from levelkit.claims.choice import Choice, View
from levelkit.claims.claim import Claim, Effect
from levelkit.claims.panels import panel

if TYPE_CHECKING:
    from collections.abc import Mapping

    Chosen = Mapping[str, Any]

__all__ = ["CLAIM"]

START, END_FROM = 1900, 2000  # the claim: from 1900 to about now
OTHER_STARTS_BY = 1960  # later ones are nobody's claim; these are shown as a wider set
LAST_ON_ONE_BASIS = 2015
LAST_CLAIMED = 2020


def _years(chosen: Chosen) -> list[int]:
    years: list[int] = panel(chosen["data"], chosen["measure"]).values.year.values.tolist()
    return years


def _usual_last_year(chosen: Chosen) -> int:
    """The year that the claim names, else the last there is."""
    years = _years(chosen)
    return LAST_CLAIMED if LAST_CLAIMED in years else years[-1]


def _with_or_without(chosen: Chosen) -> dict[Any, str]:
    regions = panel(chosen["data"])
    if not regions.capital:
        return {True: "Include all"}
    # That Espace Mittelland holds Bern is not known to everyone.
    which = "" if regions.capital == "London" else " (capital's region)"
    either = {True: f"Include {regions.capital}{which}", False: f"Without {regions.capital}{which}"}
    # Alone in its country, the capital's region is all there is to show.
    return either if regions.names.size > 1 else {True: either[True]}


CHOICES = (
    Choice("data", "Regions of", lambda _: offered(), lambda _: "uk-10"),
    Choice(
        "measure",
        "Measure",
        lambda chosen: measures_of(chosen["data"]),
        lambda chosen: next(iter(measures_of(chosen["data"]))),
        depends=("data",),
    ),
    Choice(
        "first_year",
        "First year",
        lambda chosen: {year: str(year) for year in _years(chosen)[:-1]},
        lambda chosen: _years(chosen)[0],
        depends=("data", "measure"),
    ),
    Choice(
        "last_year",
        "Last year",
        lambda chosen: {year: str(year) for year in _years(chosen)[1:]},
        _usual_last_year,
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


def _on_new_figures(chosen: Chosen) -> bool:
    """Up to 2015 the joined series is Rosés and Wolf's: the same figures count once."""
    joined = chosen["measure"] == SPLICED
    return chosen["data"] == "uk-10" and (not joined or chosen["last_year"] > LAST_ON_ONE_BASIS)


def _from_1900(chosen: Chosen) -> bool:
    return bool(chosen["first_year"] == START and chosen["last_year"] >= END_FROM)


def _as_claimed(chosen: Chosen) -> bool:
    return _on_new_figures(chosen) and _from_1900(chosen)


def _other_starts(chosen: Chosen) -> bool:
    long_run = chosen["first_year"] <= OTHER_STARTS_BY and chosen["last_year"] >= END_FROM
    return _on_new_figures(chosen) and long_run


def _uk(chosen: Chosen) -> bool:
    return _on_new_figures(chosen) or chosen["data"] in ("uk-itl1", "uk-itl2")


def _countries(chosen: Chosen) -> bool:
    return str(chosen["data"]).startswith("europe-") and _from_1900(chosen)


def _uk_view(label: str, marks: Mapping[str, Any], **choices: Any) -> View:
    return View(label, choices, {"highlight": "East + South East", **marks})


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
        {AGREE: f"at least {AGREE}: the ends agree", KEPT: f"at least {KEPT}: kept on the way"},
    ),
    parts=PARTS,
    counted=_as_claimed,
    counted_words=f"UK regions, from {START} to {END_FROM} or later; the same figures count once",
    wider={
        f"UK, from {OTHER_STARTS_BY} or before to {END_FROM} or later, though nobody claims it of those starts": _other_starts,
        "UK, all first and last years, ITL1 and ITL2 as well": _uk,
        f"16 European countries, from {START} to {END_FROM} or later": _countries,
    },
    tables=("uk-century", "uk-itl", "europe-century"),
    notebook="01-a-century-of-ranks",
    elsewhere=lambda _: "",
    views=(
        _uk_view("The claim: 1900 and 2020", {"year": 2020}),
        _uk_view("1950: the order loosens", {"year": 1950}),
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
