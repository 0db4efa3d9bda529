"""Transitions between levels: by classes as a matrix, without classes as a surface."""

from __future__ import annotations

from typing import Any

from levelkit.charts.fast_altair import alt
from levelkit.charts.form import form
from levelkit.charts.theme import colour, size

LEFT = "(width < 480 ? 104 : 190 * min(big, 1.25))"
HEAD = 46


@form(
    {
        "moves": "column:Q row:Q share:Q said:N",
        "move_rows": "short:N label:N row:Q",
        "move_columns": "short:N label:N column:Q",
    },
    params={"move_row_count": 9, "move_column_count": 5},
    height=lambda data, _: 90 + 30 * len(data["move_rows"]["row"]),
    scales=lambda data, _: {
        "move_row_count": 1 + max(data["move_rows"]["row"], default=0),
        "move_column_count": len(data["move_columns"]["column"]),
    },
)
def transition_matrix() -> Any:
    """Where places that were in a class are after a move, and how many are in each class at the end.

    Named data sets that the caller supplies
    ----------------------------------------
    moves : row, column, share, said
        Share of the row in each class; rows of shares of all places stand lower, after a gap.
    move_rows : row, label, short
    move_columns : column, label, short

    Returns
    -------
    altair.LayerChart
        Parameters: ``move_row_count``, ``move_column_count`` (of rows with the gap, of columns), ``dark``.
    """
    cells = alt.Chart(alt.NamedData("moves")).transform_calculate(
        x0="datum.column - 0.5", x1="datum.column + 0.5", y0="datum.row - 0.5", y1="datum.row + 0.5"
    )
    shade = alt.Scale(
        domain=[0, 1], range=[alt.ExprRef("middle"), alt.ExprRef("high")], interpolate="lab"
    )
    rects = cells.mark_rect(stroke=colour("paper"), strokeWidth=2).encode(
        x=_column("x0"), x2="x1:Q", y=_row("y0"), y2="y1:Q",
        fill=alt.Fill("share:Q", scale=shade, legend=None),
        tooltip=[alt.Tooltip("said:N", title="Share")],
    )  # fmt: skip
    numbers = [
        cells.transform_filter(test)
        .mark_text(baseline="middle", fontSize=size(13, phone=11), fill=ink)
        .encode(x=_column("column"), y=_row("row"), text=alt.Text("share:Q", format=".0%"))
        for test, ink in (
            ("datum.share > 0.5", colour("paper")),
            ("datum.share <= 0.5", colour("ink")),
        )
    ]
    rows = (
        alt.Chart(alt.NamedData("move_rows"))
        .transform_calculate(name="width < 480 ? datum.short : datum.label")
        .mark_text(
            x=alt.ExprRef(f"{LEFT} - 8"), align="right", baseline="middle",
            fontSize=size(12, phone=10), fill=colour("ink"),
        )
        .encode(y=_row("row"), text="name:N")
    )  # fmt: skip
    columns = (
        alt.Chart(alt.NamedData("move_columns"))
        .transform_calculate(name="width < 700 ? datum.short : datum.label")
        .mark_text(y=HEAD - 14, baseline="middle", fontSize=size(12, phone=10), fill=colour("ink"))
        .encode(x=_column("column"), text="name:N")
    )
    return alt.layer(rects, *numbers, rows, columns)


def _column(field: str) -> Any:
    scale = alt.Scale(
        domain=[-0.5, alt.ExprRef("move_column_count - 0.5")], nice=False, zero=False,
        range=[alt.ExprRef(LEFT), alt.ExprRef("width")],
    )  # fmt: skip
    return alt.X(f"{field}:Q", axis=None, scale=scale)


def _row(field: str) -> Any:
    scale = alt.Scale(
        domain=[-0.5, alt.ExprRef("move_row_count - 0.5")], nice=False, zero=False,
        range=[HEAD, alt.ExprRef("height")],
    )  # fmt: skip
    return alt.Y(f"{field}:Q", axis=None, scale=scale)


@form(
    {
        "kernel": "i:Q j:Q density:Q",
    },
    params={"kernel_low": -1, "kernel_step": 0.05, "kernel_last": 40, "kernel_most": 3},
    height=400,
)
def kernel_surface() -> Any:
    """Density of the level after a move, given the level before: a matrix without classes.

    Named data sets that the caller supplies
    ----------------------------------------
    kernel : i, j, density
        Grid points before (i) and after (j), counted from 0; thin parts may be left out.

    Returns
    -------
    altair.LayerChart
        Parameters: ``kernel_low``, ``kernel_step`` (log of the level relative to the mean at the first
        grid point, and between two), ``kernel_last`` (number of the last one), ``kernel_most`` (highest density),
        ``dark``.
    """
    cells = alt.Chart(alt.NamedData("kernel")).transform_calculate(
        x0="datum.i - 0.5", x1="datum.i + 0.5", y0="datum.j - 0.5", y1="datum.j + 0.5",
        before="100 * exp(kernel_low + kernel_step * datum.i)",
        after="100 * exp(kernel_low + kernel_step * datum.j)",
    )  # fmt: skip
    shade = alt.Scale(
        domain=[0, alt.ExprRef("kernel_most")], range=[alt.ExprRef("paper"), alt.ExprRef("high")],
        interpolate="lab", clamp=True,
    )  # fmt: skip
    rects = cells.mark_rect(strokeWidth=0).encode(
        x=_level("x0", "Level before, mean = 100"), x2="x1:Q",
        y=_level("y0", "Level after, mean = 100", down=True), y2="y1:Q",
        fill=alt.Fill("density:Q", scale=shade, legend=None),
        tooltip=[
            alt.Tooltip("before:Q", title="Level before", format=",.0f"),
            alt.Tooltip("after:Q", title="Level after", format=",.0f"),
            alt.Tooltip("density:Q", title="Density (of logs)", format=".2f"),
        ],
    )  # fmt: skip
    same = (
        alt.Chart(alt.NamedData("kernel"))
        .transform_aggregate(n="count()")
        .transform_calculate(ends="[0, kernel_last]")
        .transform_flatten(["ends"], as_=["same"])
        .transform_calculate(again="datum.same")
        .mark_line(stroke=colour("second"), strokeDash=[5, 4], strokeWidth=1.6)
        .encode(
            x=_level("same", "Level before, mean = 100"),
            y=_level("again", "Level after, mean = 100", down=True),
        )
    )
    return alt.layer(rects, same)


def _level(field: str, title: str, *, down: bool = False) -> Any:
    scale = alt.Scale(
        domain=[0, alt.ExprRef("kernel_last")], nice=False, zero=False,
        range=[alt.ExprRef("height"), 6] if down else [0, alt.ExprRef("width - 8")],
    )  # fmt: skip
    axis = alt.Axis(
        title=title, grid=False, ticks=True, tickCount=6, labelOverlap="greedy",
        labelExpr="format(100 * exp(kernel_low + kernel_step * datum.value), ',.0f')",
    )  # fmt: skip
    return (alt.Y if down else alt.X)(f"{field}:Q", scale=scale, axis=axis)
