"""One line a place over the years, each named at its end."""

from __future__ import annotations

from typing import Any

from levelkit.charts.end_names import Scale, names_at_ends
from levelkit.charts.fast_altair import alt
from levelkit.charts.form import form
from levelkit.charts.scales import ends, known
from levelkit.charts.theme import colour, size

HEIGHT = 420
LEFT, TOP = 52, 30
PAD = "(width < 560 ? 96 : 180 * min(big, 1.25))"
LIT = "(datum.name === highlight || datum.name === hover)"


def value_ends(values: Any) -> tuple[float, float]:
    """The ends of the scale: from 0 where that is near the lowest value, else close around them."""
    numbers = known(values) or [0.0, 1.0]
    low, high = min(numbers), max(numbers)
    if low < 0 or low < 0.5 * (high - low):
        return ends(numbers)
    room = 0.06 * (high - low) or 0.1 * abs(high) or 1.0
    return low - room, high + room


def _scales(data: Any, _: Any) -> dict[str, Any]:
    low, high = value_ends(data["series"]["value"])
    years = data["series"]["year"] or [0, 1]
    return {"value_low": low, "value_high": high, "year_low": min(years), "year_high": max(years)}


@form(
    {
        "series": "name:N year:Q value:Q",
        "series_ends": "name:N short:N year:Q value:Q",
    },
    params={
        "value_low": 0,
        "value_high": 1,
        "year_low": 1900,
        "year_high": 2020,
        "value_title": "",
    },
    marks={"highlight": "", "hover": ""},
    height=HEIGHT,
    scales=_scales,
    unit="name",
)
def series_lines() -> Any:
    """Places over the years, one of them highlighted.

    Named data sets that the caller supplies
    ----------------------------------------
    series : name, year, value
        One row a place and year.
    series_ends : name, short, year, value
        Where each line ends; its name stands there, or as near as the others leave it room.

    Returns
    -------
    altair.LayerChart
        Parameters: ``highlight``, ``hover`` (name), ``value_low``, ``value_high``, ``year_low``,
        ``year_high`` (ends of the scales), ``value_title`` (with its unit), ``dark``.
    """
    rows = alt.Chart(alt.NamedData("series"))
    tooltip = [
        alt.Tooltip("name:N", title="Place"),
        alt.Tooltip("year:O", title="Year"),
        alt.Tooltip("value:Q", title="Value", format=",.4~g"),
    ]
    lines = [
        rows.transform_filter(test)
        .mark_line(strokeWidth=width, stroke=colour(ink), strokeJoin="round")
        .encode(x=_x(), y=_y(), detail="name:N")
        for test, width, ink in ((f"!{LIT}", 1.5, "line"), (LIT, 4, "accent"))
    ]
    dots = rows.mark_circle(size=26, opacity=1).encode(
        x=_x(), y=_y(), tooltip=tooltip,
        fill=alt.condition(LIT, alt.value(colour("accent")), alt.value(colour("line"))),
    )  # fmt: skip
    title = (
        alt.Chart(alt.NamedData("series_ends"))
        .transform_aggregate(n="count()")
        .transform_calculate(said="value_title")
        .mark_text(x=0, y=10, align="left", fontSize=size(12), fill=colour("muted"))
        .encode(text="said:N")
    )
    return alt.layer(*lines, dots, *_names(), title).resolve_scale(fill="independent")


def _x() -> Any:
    scale = alt.Scale(
        domain=[alt.ExprRef("year_low"), alt.ExprRef("year_high")], nice=False, zero=False,
        range=[LEFT, alt.ExprRef(f"width - {PAD}")],
    )  # fmt: skip
    axis = alt.Axis(
        format="d", grid=False, title=None, labelOverlap="greedy",
        tickCount=alt.ExprRef("width < 560 ? 3 : 8"),
    )  # fmt: skip
    return alt.X("year:Q", scale=scale, axis=axis)


def _y() -> Any:
    scale = alt.Scale(
        domain=[alt.ExprRef("value_low"), alt.ExprRef("value_high")], nice=False, zero=False,
        range=[alt.ExprRef("height"), TOP],
    )  # fmt: skip
    axis = alt.Axis(
        title=None, tickCount=6, grid=True, domain=False, ticks=False, format="~s",
        offset=-LEFT + 8,
    )  # fmt: skip
    return alt.Y("value:Q", scale=scale, axis=axis)


def _names() -> Any:
    ends_of_lines = alt.Chart(alt.NamedData("series_ends"))
    scale = Scale("value_low", "value_high", str(TOP), "height")
    return names_at_ends(
        ends_of_lines,
        _x(),
        _y(),
        scale,
        edge=f"width - {PAD} + 12",
        name="name",
        lit=LIT,
        clickable=True,
    )
