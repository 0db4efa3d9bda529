"""Scatter of countries with a line fitted to them and its interval."""

from __future__ import annotations

from typing import Any

from levelkit.charts.fast_altair import alt
from levelkit.charts.ranking import CHOSEN, MAIN
from levelkit.charts.theme import colour, finish, size, value_params

HERE = "datum.gaps === gaps"
TOP, BOTTOM = 30, 44


def country_scatter() -> Any:
    """Two figures of each country, and what goes with what.

    Named data sets that the caller supplies
    ----------------------------------------
    scatter : gaps, country, short, x, y, out, named, said
        One row a country and set of regional figures (``gaps``); ``out`` marks those left out of the line, ``named`` those whose
        name is written; ``said`` holds both figures in words.
    line : gaps, x, y, low, high
        The fitted line and its interval over a grid, for each set of figures.

    Returns
    -------
    altair.LayerChart
        Parameters: ``gaps`` (the set shown), ``main``, ``highlight``, ``hover`` (countries), ``x_label``, ``y_label``,
        ``dark``.
    """
    dots = alt.Chart(alt.NamedData("scatter")).transform_filter(HERE)
    line = alt.Chart(alt.NamedData("line")).transform_filter(HERE)
    x_scale = alt.Scale(nice=False, zero=False, padding=18)
    y_scale = alt.Scale(nice=True, zero=True, range=[alt.ExprRef(f"height - {BOTTOM}"), TOP])
    axis: dict[str, Any] = {
        "title": None,
        "domain": False,
        "ticks": False,
        "grid": True,
        "tickCount": 6,
    }
    x = alt.X("x:Q", scale=x_scale, axis=alt.Axis(**axis, offset=-BOTTOM + 4))
    y = alt.Y("y:Q", scale=y_scale, axis=alt.Axis(**axis))
    tooltip = [alt.Tooltip("country:N", title="Country"), alt.Tooltip("said:N", title="Figures")]
    band = line.mark_area(opacity=0.16, fill=colour("accent"), clip=True).encode(
        x=x, y=alt.Y("low:Q", scale=y_scale, axis=alt.Axis(**axis)), y2="high:Q"
    )
    fitted = line.mark_line(strokeWidth=2.5, stroke=colour("accent"), clip=True).encode(x=x, y=y)
    lit = f"({MAIN} || {CHOSEN})"
    points = []
    for test, ink, area in (
        (f"!{lit} && !datum.out", "line", 60),
        (f"{CHOSEN} && !({MAIN}) && !datum.out", "second", 130),
        (f"{MAIN} && !datum.out", "accent", 130),
    ):
        points.append(
            dots.transform_filter(test)
            .mark_circle(size=area, opacity=1, fill=colour(ink), cursor="pointer")
            .encode(x=x, y=y, tooltip=tooltip)
        )
    out = (
        dots.transform_filter("datum.out")
        .mark_point(
            size=70, opacity=1, fill=colour("paper"), stroke=colour("muted"), strokeDash=[2, 2],
            cursor="pointer",
        )
        .encode(x=x, y=y, tooltip=tooltip)
    )  # fmt: skip
    weights: tuple[tuple[str, str, Any], ...] = (
        (f"!{lit} && datum.named", "muted", "normal"),
        (f"{CHOSEN} && !({MAIN})", "second", "bold"),
        (MAIN, "accent", "bold"),
    )
    names = [
        dots.transform_filter(test)
        .mark_text(
            align="left", dx=9, dy=-1, baseline="middle", fontWeight=weight, fontSize=size(12, phone=10),
            fill=colour(ink), cursor="pointer",
        )
        .encode(x=x, y=y, text="short:N")
        for test, ink, weight in weights
    ]  # fmt: skip
    first = dots.transform_window(order="row_number()").transform_filter("datum.order === 1")
    heads = [
        first.transform_calculate(words=f"{name}_label")
        .mark_text(
            x=x_at,
            y=y_at,
            align=align,
            fontSize=size(12, phone=10),
            fontWeight="bold",
            fill=colour("ink"),
        )
        .encode(text="words:N")
        for name, x_at, y_at, align in _heads()
    ]
    params = value_params(gaps="", main="", highlight="", hover="", x_label="", y_label="")
    layers = [band, fitted, *points, out, *names, *heads]
    return finish(alt.layer(*layers), params=params)


def _heads() -> tuple[tuple[str, Any, Any, Any], ...]:
    return (
        ("y", 0, 10, "left"),
        ("x", alt.ExprRef("width"), alt.ExprRef("height - 6"), "right"),
    )
