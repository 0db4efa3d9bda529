"""Places: where one country stands under every measure, scale and treatment."""

from __future__ import annotations

from typing import Any

from levelkit.charts.fast_altair import alt
from levelkit.charts.form import form
from levelkit.charts.theme import colour, size

HEAD = 96
#: The first three bold; on a strong shade the paper's colour.
_INKS: tuple[tuple[str, Any, str], ...] = (
    ("datum.place <= 3 && datum.share > 0.55", "bold", "paper"),
    ("datum.place <= 3 && datum.share <= 0.55", "bold", "ink"),
    ("datum.place > 3 && datum.share > 0.55", "normal", "paper"),
    ("datum.place > 3 && datum.share <= 0.55", "normal", "ink"),
)
LEFT = "(width < 560 ? 96 : 218 * min(big, 1.3))"


@form(
    {
        "cells": "year:Q column:Q row:Q share:Q words:N place:Q countries:Q at:Q",
        "place_row_names": "short:N label:N row:Q",
        "place_column_names": "label:N column:Q short:N",
        "place_groups": "short:N label:N first:Q last:Q",
    },
    params={"column_years": [], "place_columns": 12, "place_rows": 15},
    marks={"current": -1},
    height=lambda _, params: 96 + 27 * params["place_rows"],
    scales=lambda data, _: {
        "place_rows": len(data["place_row_names"]["row"]),
        "place_columns": len(data["place_column_names"]["column"]),
    },
)
def place_map() -> Any:
    """One country's place in every ranking, as a heat map.

    Named data sets that the caller supplies
    ----------------------------------------
    cells : at, row, column, year, place, countries, share, words
        One row a ranking, of all years; ``share`` of the other countries that are more equal; ``at``
        is its place in the list of combinations, -1 for none.
    place_column_names : column, label, short
        ``label`` may have several lines.
    place_groups : first, last, label, short
        Runs of columns under one heading.
    place_row_names : row, label, short

    Returns
    -------
    altair.LayerChart
        Parameters: ``column_years`` (the year that each column shows), ``current`` (place in the list
        of the ranking that is outlined), ``place_columns``, ``place_rows``, ``dark``.
    """
    shown = "datum.year === column_years[datum.column]"
    cells = alt.Chart(alt.NamedData("cells")).transform_filter(shown)
    shade = alt.Scale(
        domain=[0, 1], range=[alt.ExprRef("middle"), alt.ExprRef("high")], interpolate="lab",
        clamp=True,
    )  # fmt: skip
    tooltip = [
        alt.Tooltip("words:N", title="Choices"),
        alt.Tooltip("place:Q", title="Place"),
        alt.Tooltip("countries:Q", title="of countries"),
    ]
    edges = {
        "x0": "datum.column - 0.5", "x1": "datum.column + 0.5",
        "y0": "datum.row - 0.5", "y1": "datum.row + 0.5",
    }  # fmt: skip
    whole = cells.transform_calculate(**edges)
    rects = whole.mark_rect(stroke=colour("paper"), strokeWidth=2, cursor="pointer").encode(
        x=_x("x0"), x2="x1:Q", y=_y("y0"), y2="y1:Q",
        fill=alt.Fill("share:Q", scale=shade, legend=None), tooltip=tooltip,
    )  # fmt: skip
    numbers = [
        cells.transform_filter(f"isValid(datum.place) && ({test})")
        .mark_text(
            baseline="middle", fontSize=size(13, phone=11), fontWeight=weight, fill=colour(ink),
            cursor="pointer",
        )
        .encode(x=_x("column"), y=_y("row"), text="place:Q")
        for test, weight, ink in _INKS
    ]  # fmt: skip
    outline = (
        whole.transform_filter("datum.at === current")
        .mark_rect(fillOpacity=0, fill="transparent", stroke=colour("second"), strokeWidth=4)
        .encode(x=_x("x0"), x2="x1:Q", y=_y("y0"), y2="y1:Q")
    )
    layers = [rects, *numbers, outline, *_labels()]
    return alt.layer(*layers)


def _x(field: str) -> Any:
    scale = alt.Scale(
        domain=[-0.5, alt.ExprRef("place_columns - 0.5")], nice=False, zero=False,
        range=[alt.ExprRef(LEFT), alt.ExprRef("width")],
    )  # fmt: skip
    return alt.X(f"{field}:Q", axis=None, scale=scale)


def _y(field: str) -> Any:
    scale = alt.Scale(
        domain=[-0.5, alt.ExprRef("place_rows - 0.5")], nice=False, zero=False,
        range=[HEAD, alt.ExprRef("height")],
    )  # fmt: skip
    return alt.Y(f"{field}:Q", axis=None, scale=scale)


def _labels() -> list[Any]:
    """What rows and columns are; on a phone columns' names run upwards."""
    rows = (
        alt.Chart(alt.NamedData("place_row_names"))
        .transform_calculate(said="width < 560 ? datum.short : datum.label")
        .mark_text(
            x=alt.ExprRef(f"{LEFT} - 8"), align="right", baseline="middle", fill=colour("ink"),
            fontSize=size(13, phone=10),
        )
        .encode(y=_y("row"), text="said:N")
    )  # fmt: skip
    columns = alt.Chart(alt.NamedData("place_column_names"))
    wide = (
        columns.transform_filter("width >= 560")
        .mark_text(
            y=HEAD - 44, baseline="top", lineBreak="\n", fill=colour("ink"),
            fontSize=alt.ExprRef("width < 860 ? 10 : 12 * min(big, 1.2)"),
        )
        .encode(x=_x("column"), text="label:N")
    )  # fmt: skip
    narrow = (
        columns.transform_filter("width < 560")
        .mark_text(
            y=HEAD - 6, angle=270, align="left", baseline="middle", fill=colour("ink"), fontSize=10
        )
        .encode(x=_x("column"), text="short:N")
    )
    groups = alt.Chart(alt.NamedData("place_groups")).transform_calculate(
        said="width < 860 ? datum.short : datum.label", middle="(datum.first + datum.last) / 2",
        x0="datum.first - 0.46", x1="datum.last + 0.46",
    )  # fmt: skip
    heads = groups.mark_text(
        y=14, baseline="middle", fontWeight="bold", fill=colour("ink"),
        fontSize=alt.ExprRef("width < 560 ? 10 : 13 * min(big, 1.2)"),
    ).encode(x=_x("middle"), text="said:N")  # fmt: skip
    lines = groups.mark_rule(y=26, stroke=colour("line")).encode(x=_x("x0"), x2="x1:Q")
    return [rows, wide, narrow, heads, lines]
