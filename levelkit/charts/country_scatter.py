"""Scatter of countries with a line fitted to them and its interval."""

from __future__ import annotations

from typing import Any

from levelkit.charts.fast_altair import alt
from levelkit.charts.form import form
from levelkit.charts.ranking import CHOSEN, MAIN
from levelkit.charts.theme import colour, size

HERE = "datum.regional === regional"
TOP, BOTTOM = 48, 44


@form(
    {
        "line": "regional:N x:Q low:Q high:Q y:Q head:N fit:N",
        "scatter": "regional:N country:N out:B said:N x:Q y:Q named:B short:N",
    },
    params={"main": "", "x_label": ""},
    marks={"highlight": "", "hover": "", "regional": ""},
    height=470,
    unit="country",
)
def country_scatter() -> Any:
    """Two figures of each country, and what goes with what.

    Named data sets that the caller supplies
    ----------------------------------------
    scatter : regional, country, short, x, y, out, named, said
        One row a country and set of regional figures (``regional``); ``out`` marks those left out of the line, ``named`` those whose
        name is written; ``said`` holds both figures in words.
    line : regional, x, y, low, high, head, fit
        The fitted line and its interval over a grid, for each set of figures; its first row has what is fitted (``head``)
        and the slope (``fit``) in words, the others have none.

    Returns
    -------
    altair.LayerChart
        Parameters: ``regional`` (the set shown), ``main``, ``highlight``, ``hover`` (countries), ``x_label``,
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
    heads = [
        line.transform_filter(f"datum.{field}")
        .mark_text(
            x=0,
            y=y_at,
            align="left",
            fontSize=size(12, phone=10),
            fontWeight=weight,
            fill=colour(ink),
        )
        .encode(text=f"{field}:N")
        for field, y_at, weight, ink in _HEADS
    ]
    foot = (
        line.transform_filter("datum.head")
        .transform_calculate(words="x_label")
        .mark_text(
            x=alt.ExprRef("width"), y=alt.ExprRef("height - 6"), align="right", fontSize=size(12, phone=10),
            fontWeight="bold", fill=colour("ink"),
        )
        .encode(text="words:N")
    )  # fmt: skip
    layers = [band, fitted, *points, out, *names, *heads, foot]
    return alt.layer(*layers)


_HEADS: tuple[tuple[str, int, Any, str], ...] = (
    ("head", 10, "bold", "ink"),
    ("fit", 27, "normal", "accent"),
)
