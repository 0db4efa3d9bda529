"""Two measures of each place: a dot a place."""

from __future__ import annotations

from typing import Any

from levelkit.charts.fast_altair import alt
from levelkit.charts.form import form
from levelkit.charts.theme import colour, emphasis, size

LIT = "(datum.name === highlight || datum.name === hover)"
TOP, BOTTOM, LEFT = 30, 44, 52


@form(
    {"points": "name:N x:Q y:Q named:B"},
    params={"x_title": "", "y_title": ""},
    marks={"highlight": "", "hover": ""},
    height=440,
    unit="name",
)
def scatter() -> Any:
    """Two measures of each place.

    Named data set that the caller supplies
    ---------------------------------------
    points : name, x, y, named
        One row a place; ``named`` marks those whose name is written.

    Returns
    -------
    altair.LayerChart
        Parameters: ``highlight``, ``hover`` (name), ``x_title``, ``y_title`` (measures with their
        units), ``dark``.
    """
    rows = alt.Chart(alt.NamedData("points"))
    axis: dict[str, Any] = {
        "title": None,
        "domain": False,
        "ticks": False,
        "tickCount": 6,
        "format": "~s",
    }
    x = alt.X(
        "x:Q",
        axis=alt.Axis(**axis, offset=-BOTTOM + 22),
        scale=alt.Scale(nice=True, zero=False, range=[LEFT, alt.ExprRef("width - 12")]),
    )
    y = alt.Y(
        "y:Q", axis=alt.Axis(**axis, offset=-LEFT + 8),
        scale=alt.Scale(nice=True, zero=False, range=[alt.ExprRef(f"height - {BOTTOM}"), TOP]),
    )  # fmt: skip
    tooltip = [
        alt.Tooltip("name:N", title="Place"),
        alt.Tooltip("x:Q", title="Across", format=",.4~g"),
        alt.Tooltip("y:Q", title="Up", format=",.4~g"),
    ]
    dots = rows.mark_circle(size=70, opacity=0.9, cursor="pointer").encode(
        x=x, y=y, tooltip=tooltip,
        fill=alt.condition(LIT, alt.value(colour("accent")), alt.value(colour("line"))),
    )  # fmt: skip
    names = [
        rows.transform_filter(f"{test} && (datum.named || {LIT})")
        .mark_text(
            align="left", dx=7, dy=-7, fontSize=size(12, phone=10), fontWeight=weight,
            fill=colour(ink),
        )
        .encode(x=x, y=y, text="name:N")
        for test, weight, ink in emphasis(LIT)
    ]  # fmt: skip
    once = rows.transform_aggregate(n="count()")
    titles = [
        once.transform_calculate(said=said)
        .mark_text(x=at_x, y=at_y, align=align, fontSize=size(12), fill=colour("muted"))
        .encode(text="said:N")
        for said, at_x, at_y, align in (
            ("'↑ ' + y_title", 0, 10, "left"),
            ("x_title + ' →'", alt.ExprRef("width - 12"), alt.ExprRef("height - 4"), "right"),
        )
    ]
    return alt.layer(dots, *names, *titles).resolve_scale(fill="independent")
