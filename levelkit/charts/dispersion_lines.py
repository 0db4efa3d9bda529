"""Dispersion over the years: one line a series, never joined across a change of basis."""

from __future__ import annotations

from typing import Any

from levelkit.charts.end_names import Scale, names_at_ends
from levelkit.charts.fast_altair import alt
from levelkit.charts.form import form
from levelkit.charts.theme import colour, size

LEFT = 46
PAD = "(width < 560 ? 104 : 240 * min(big, 1.25))"
HEIGHT = 420
TOP = 24
SHOWN = "datum.series === shown"


@form(
    {
        "interval": "year:Q low:Q high:Q",
        "basis": "year:Q label:N",
        "lines": "part:N series:N year:Q value:Q label:N name:N",
        "ends": "year:Q value:Q short:N label:N series:N",
    },
    params={"shown": "", "first_year": 1998, "last_year": 2023, "value_low": 0, "value_high": 1},
    height=HEIGHT,
)
def dispersion_lines() -> Any:
    """One measure of dispersion of every series, the chosen one with its interval.

    Named data sets that the caller supplies
    ----------------------------------------
    lines : series, part, label, year, value
        One row a series and year; ``part`` is "own", or "other basis" for years that are drawn
        dashed because the source's basis changes.
    interval : year, low, high
        Of the chosen series, in the chosen years.
    ends : series, label, short, year, value
        Where each line ends; its label stands there, or as near as the others leave it room.
    basis : year, label
        Where a series changes its basis.

    Returns
    -------
    altair.LayerChart
        Parameters: ``shown`` (series), ``first_year``, ``last_year``, ``value_low``,
        ``value_high`` (ends of the scale), ``dark``.
    """
    lines = alt.Chart(alt.NamedData("lines"))
    own = lines.transform_filter("datum.part === 'own'")
    tooltip = [
        alt.Tooltip("label:N", title="Series"),
        alt.Tooltip("year:O", title="Year"),
        alt.Tooltip("value:Q", title="Dispersion", format=".3f"),
    ]
    band = (
        alt.Chart(alt.NamedData("interval"))
        .mark_area(opacity=0.16, fill=colour("accent"), clip=True)
        .encode(x=_x(), y=_y("low"), y2="high:Q")
    )
    grey = (
        own.transform_filter(f"!({SHOWN})")
        .mark_line(strokeWidth=1.8, stroke=colour("line"))
        .encode(x=_x(), y=_y(), detail="series:N")
    )
    dashed = (
        lines.transform_filter("datum.part !== 'own'")
        .mark_line(strokeWidth=1.5, strokeDash=[3, 4], stroke=colour("line"))
        .encode(x=_x(), y=_y(), detail="series:N")
    )
    lit = (
        own.transform_filter(SHOWN)
        .mark_line(strokeWidth=3.5, stroke=colour("accent"), strokeJoin="round")
        .encode(x=_x(), y=_y(), detail="series:N")
    )
    dots = lines.mark_circle(size=26, opacity=1).encode(
        x=_x(),
        y=_y(),
        fill=alt.condition(SHOWN, alt.value(colour("accent")), alt.value(colour("line"))),
        tooltip=tooltip,
    )
    layers = [*_window(), *_basis(), band, dashed, grey, lit, dots, *_labels(), _start()]
    return alt.layer(*layers).resolve_scale(fill="independent")


def _x() -> Any:
    return alt.X(
        "year:Q",
        axis=alt.Axis(
            format="d", grid=False, title=None, labelOverlap="greedy",
            tickCount=alt.ExprRef("width < 560 ? 3 : 8"),
        ),
        scale=alt.Scale(
            domain=[1900, 2024], nice=False, zero=False,
            range=[LEFT, alt.ExprRef(f"width - {PAD}")],
        ),
    )  # fmt: skip


def _y(field: str = "value") -> Any:
    scale = alt.Scale(
        domain=[alt.ExprRef("value_low"), alt.ExprRef("value_high")],
        nice=False,
        zero=False,
        range=[alt.ExprRef("height"), TOP],
    )
    axis = alt.Axis(title=None, tickCount=6, grid=True, domain=False, ticks=False, labelPadding=-34)
    return alt.Y(f"{field}:Q", scale=scale, axis=axis)


def _window() -> list[Any]:
    """The ends of the chosen years."""
    ends = alt.Chart(alt.NamedData("interval")).transform_filter(
        "datum.year === first_year || datum.year === last_year"
    )
    return [
        ends.mark_rule(
            y=18, y2=alt.ExprRef("height"), stroke=colour("second"), strokeDash=[2, 3]
        ).encode(x=_x())
    ]


def _basis() -> list[Any]:
    where = alt.Chart(alt.NamedData("basis"))
    line = where.mark_rule(
        y=18, y2=alt.ExprRef("height"), stroke=colour("muted"), strokeDash=[6, 4]
    ).encode(x=_x())
    text = where.mark_text(
        y=10, dx=-4, align="right", fontSize=size(12, phone=10), fill=colour("muted")
    ).encode(x=_x(), text="label:N")
    return [line, text]


def _labels() -> Any:
    ends = alt.Chart(alt.NamedData("ends"))
    scale = Scale("value_low", "value_high", str(TOP), "height")
    return names_at_ends(
        ends, _x(), _y(), scale, edge=f"width - {PAD} + 14", name="label", lit=SHOWN
    )


def _start() -> Any:
    """The long-run line is named where it begins, below it: it ends in the middle."""
    first = alt.Chart(alt.NamedData("lines")).transform_filter("datum.name")
    return first.mark_text(
        align="left",
        dx=4,
        dy=alt.ExprRef("34 * min(big, 1.3)"),
        fontSize=size(12, phone=10),
        fill=colour("ink"),
    ).encode(x=_x(), y=_y(), text="name:N")
