"""The page on catching up: growth on the initial level, and all that bears on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from levelkit.pages.convergence.checks import checks
from levelkit.pages.convergence.club_map import SCHEME, club_map, first_place, label_of, places_of
from levelkit.pages.convergence.clubs import clubs, every_club
from levelkit.pages.convergence.forest import every_model, forest
from levelkit.pages.convergence.mobility import kernel, moves
from levelkit.pages.convergence.regression_table import regression
from levelkit.pages.convergence.scatter import every_place, first_marked, names, scatter, years_of
from levelkit.pages.convergence.years import every_window, sigma, speed
from levelkit.pages.layout import Mark, PageLayout

if TYPE_CHECKING:
    from levelkit.claims.evidence import Evidence

__all__ = ["LAYOUT"]


def about(evidence: Evidence) -> list[list[str]]:
    """What stands above the figures of a download."""
    chosen, said, (first, last) = evidence.choices, evidence.attrs, years_of(evidence)
    return [
        ["figures", said["panel"]],
        ["years", f"{first} to {last}"],
        ["model", said["model"]],
        ["errors", said["errors"]],
        ["counted", "people" if chosen["weighted"] else "every place once"],
        ["capitals", "with" if chosen["include_capital"] else "without"],
        ["unit", said["units"]],
    ]


def _can_be_left_out(evidence: Evidence) -> list[list[Any]]:
    listed = sorted([*names(evidence), *evidence.attrs["left_out"]])
    return [[name, name] for name in listed]


LAYOUT = PageLayout(
    figures={
        "scatter": scatter, "speed": speed, "sigma": sigma, "forest": forest, "clubs": clubs,
        "club-map": club_map, "moves": moves, "kernel": kernel,
    },
    tables=(every_place, every_model, every_window, every_club),
    passages={"regression": regression, "checks": checks},
    marks=(
        Mark("highlight", names, first_marked, label="Draw the line without (or click a point)"),
        Mark("map", lambda evidence: [label_of(evidence)], label_of),
        Mark("classes", lambda _: [SCHEME], lambda _: SCHEME),
        Mark("place", places_of, first_place),
    ),
    later=frozenset({"forest", "every_model", "regression", "checks"}),
    options={"left_out": _can_be_left_out},
    values=lambda evidence: {"by_people": "-by-people" if evidence.choices["weighted"] else ""},
    about=about,
    advanced=frozenset({"errors", "model", "weighted"}),
)  # fmt: skip
