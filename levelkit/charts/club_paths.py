"""Convergence clubs: where each club's path leads."""

from __future__ import annotations

from typing import Any

from levelkit.charts.end_names import Scale, names_at_ends
from levelkit.charts.fast_altair import alt
from levelkit.charts.form import form
from levelkit.charts.theme import colour

LEFT = 46
PAD = "(width < 560 ? 92 : 176 * min(big, 1.25))"

HEIGHT = 320
TOP = 10


@form(
    {
        "members": "place:N year:Q value:Q",
        "paths": "club:Q year:Q value:Q label:N",
        "path_ends": "year:Q value:Q short:N label:N",
    },
    params={"path_first": 1998, "path_last": 2022, "path_low": 90, "path_high": 110},
    height=HEIGHT,
)
def club_paths() -> Any:
    """Mean relative transition path of each convergence club.

    Named data sets that the caller supplies
    ----------------------------------------
    paths : club, label, year, value
        One row a club and year, in % of the mean of all logs.
    members : place, year, value
        The paths of places, where there are few enough to be told apart.
    path_ends : label, short, year, value
        Where each path ends; its name stands there, or as near as the others leave it room.

    Returns
    -------
    altair.LayerChart
        Parameters: ``path_first``, ``path_last`` (years), ``path_low``, ``path_high`` (ends of the scale), ``dark``.
    """
    rows = alt.Chart(alt.NamedData("paths"))
    places = (
        alt.Chart(alt.NamedData("members"))
        .mark_line(strokeWidth=1, stroke=colour("line"), opacity=0.6)
        .encode(x=_x(), y=_y(), detail="place:N", tooltip=[alt.Tooltip("place:N", title="Place")])
    )
    tooltip = [
        alt.Tooltip("label:N", title="Club"),
        alt.Tooltip("year:O", title="Year"),
        alt.Tooltip("value:Q", title="Mean of all logs = 100", format=".2f"),
    ]
    whole = [
        rows.transform_filter(test)
        .mark_line(strokeWidth=3, strokeDash=dash, stroke=colour(ink))
        .encode(x=_x(), y=_y(), detail="club:N")
        for test, dash, ink in (
            ("datum.club > 0", [1, 0], "accent"),
            ("datum.club === 0", [4, 4], "line"),
        )
    ]
    dots = rows.mark_circle(size=28, opacity=1, fill=colour("accent")).encode(
        x=_x(), y=_y(), tooltip=tooltip
    )
    names = names_at_ends(
        alt.Chart(alt.NamedData("path_ends")), _x(), _y(),
        Scale("path_low", "path_high", str(TOP), "height"), edge=f"width - {PAD} + 12", name="label",
    )  # fmt: skip
    return alt.layer(places, *whole, dots, *names)


def _x() -> Any:
    scale = alt.Scale(
        domain=[alt.ExprRef("path_first"), alt.ExprRef("path_last")], nice=False, zero=False,
        range=[LEFT + 8, alt.ExprRef(f"width - {PAD}")],
    )  # fmt: skip
    axis = alt.Axis(
        title=None, format="d", grid=False, labelOverlap="greedy",
        tickCount=alt.ExprRef("width < 560 ? 3 : 6"),
    )  # fmt: skip
    return alt.X("year:Q", scale=scale, axis=axis)


def _y() -> Any:
    scale = alt.Scale(
        domain=[alt.ExprRef("path_low"), alt.ExprRef("path_high")], nice=False, zero=False,
        range=[alt.ExprRef("height"), TOP],
    )  # fmt: skip
    axis = alt.Axis(title=None, grid=True, domain=False, ticks=False, tickCount=6, labelPadding=-30)
    return alt.Y("value:Q", scale=scale, axis=axis)
