"""Forest plot: one estimate with its interval a row."""

from __future__ import annotations

from typing import Any

from levelkit.charts.fast_altair import alt
from levelkit.charts.theme import colour, emphasis, finish, size, value_params

LEFT = "(width < 480 ? 130 : 236 * min(big, 1.2))"
HERE = "datum.row === current_row"


def forest_plot() -> Any:
    """Estimates of the same thing in several ways.

    Named data set that the caller supplies
    ---------------------------------------
    estimates : row, label, short, estimate, low, high, said
        One row a way; ``said`` is the number with its interval in words.

    Returns
    -------
    altair.LayerChart
        Parameters: ``current_row`` (the way that the page shows), ``estimate_low``,
        ``estimate_high`` (ends of the scale), ``n_estimates``, ``dark``.
    """
    base = alt.Chart(alt.NamedData("estimates"))
    scale = alt.Scale(
        domain=[alt.ExprRef("estimate_low"), alt.ExprRef("estimate_high")], nice=False, clamp=True,
        range=[alt.ExprRef(LEFT), alt.ExprRef("width - 12")],
    )  # fmt: skip
    axis = alt.Axis(title=None, tickCount=6, grid=True, domain=False, ticks=False, format="+~f")
    x = alt.X("estimate:Q", scale=scale, axis=axis)
    y = alt.Y(
        "row:Q",
        axis=None,
        scale=alt.Scale(
            domain=[-0.6, alt.ExprRef("n_estimates - 0.4")], nice=False, zero=False,
            range=[4, alt.ExprRef("height - 4")],
        ),
    )  # fmt: skip
    ink = alt.condition(HERE, alt.value(colour("accent")), alt.value(colour("line")))
    tooltip = [
        alt.Tooltip("label:N", title="Estimated by"),
        alt.Tooltip("said:N", title="Estimate"),
    ]
    spread = (
        base.transform_filter("isValid(datum.low)")
        .mark_rule(strokeWidth=2)
        .encode(
            x=alt.X("low:Q", scale=scale, axis=axis), x2="high:Q", y=y, stroke=ink, tooltip=tooltip
        )
    )
    points = base.mark_circle(size=70, opacity=1).encode(x=x, y=y, fill=ink, tooltip=tooltip)
    zero = (
        base.transform_filter("datum.row === 0")
        .transform_calculate(zero="0")
        .mark_rule(y=0, y2=alt.ExprRef("height"), stroke=colour("muted"))
        .encode(x=alt.X("zero:Q", scale=scale, axis=axis))
    )
    named = base.transform_calculate(name="width < 480 ? datum.short : datum.label")
    names = [
        named.transform_filter(test)
        .mark_text(
            x=alt.ExprRef(f"{LEFT} - 10"), align="right", fontSize=size(12, phone=10), fontWeight=weight,
            fill=colour(colour_of),
        )
        .encode(y=y, text="name:N")
        for test, weight, colour_of in emphasis(HERE)
    ]  # fmt: skip
    chart = alt.layer(zero, spread, points, *names).resolve_scale(
        fill="independent", stroke="independent"
    )
    params = value_params(current_row=-1, estimate_low=-10, estimate_high=30, n_estimates=15)
    return finish(chart, params=params)
