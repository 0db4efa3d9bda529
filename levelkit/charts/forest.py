"""Forest plots: one estimate with its interval a row."""

from __future__ import annotations

from typing import Any

from levelkit.charts.fast_altair import alt
from levelkit.charts.form import form
from levelkit.charts.scales import ends, known
from levelkit.charts.theme import colour, emphasis, size

LEFT = "(width < 480 ? 130 : 236 * min(big, 1.2))"


def _scales(data: Any, _: Any) -> dict[str, Any]:
    estimates = data["estimates"]
    low, high = ends(known(*(estimates[name] for name in ("estimate", "low", "high"))))
    rows = 1 + max(estimates["row"], default=0)
    return {"estimate_low": low, "estimate_high": high, "n_estimates": rows}


@form(
    {
        "estimates": "row:Q low:Q high:Q label:N said:N estimate:Q short:N",
    },
    params={"current_row": -1, "estimate_low": -10, "estimate_high": 30, "n_estimates": 15},
    height=lambda _, params: 40 + 26 * max(params["n_estimates"], 1),
    scales=_scales,
)
def forest_plot() -> Any:
    """Estimates of the same thing in several ways.

    Named data set that the caller supplies
    ---------------------------------------
    estimates : row, label, short, estimate, low, high, said
        One row a way; ``said`` is the number with its interval in words. An interval without an
        upper end has a ``low`` and no ``high``. What goes on beyond the scale ends in an arrow.

    Returns
    -------
    altair.LayerChart
        Parameters: ``current_row`` (the way that the page shows), ``estimate_low``,
        ``estimate_high`` (ends of the scale), ``n_estimates``, ``dark``.
    """
    base = alt.Chart(alt.NamedData("estimates"))
    here = "datum.row === current_row"
    low, high = "estimate_low", "estimate_high"
    scale = alt.Scale(
        domain=[alt.ExprRef(low), alt.ExprRef(high)], nice=False, clamp=True,
        range=[alt.ExprRef(LEFT), alt.ExprRef("width - 12")],
    )  # fmt: skip
    axis = alt.Axis(title=None, tickCount=6, grid=True, domain=False, ticks=False, format="+~r")
    x = alt.X("estimate:Q", scale=scale, axis=axis)
    y = alt.Y(
        "row:Q",
        axis=None,
        scale=alt.Scale(
            domain=[-0.6, alt.ExprRef("n_estimates - 0.4")], nice=False, zero=False,
            range=[4, alt.ExprRef("height - 4")],
        ),
    )  # fmt: skip
    ink = alt.condition(here, alt.value(colour("accent")), alt.value(colour("line")))
    tooltip = [
        alt.Tooltip("label:N", title="Estimated by"),
        alt.Tooltip("said:N", title="Estimate"),
    ]
    spread = (
        known_ends(base, low, high)
        .mark_rule(strokeWidth=2)
        .encode(
            x=alt.X("from_:Q", scale=scale, axis=axis), x2="to_:Q", y=y, stroke=ink, tooltip=tooltip
        )
    )
    arrows = [
        known_ends(base, low, high)
        .transform_filter(beyond)
        .mark_point(shape=shape, size=60, filled=True, opacity=1)
        .encode(x=alt.X(f"{end}:Q", scale=scale, axis=axis), y=y, fill=ink, tooltip=tooltip)
        for beyond, shape, end in (
            ("datum.goes_on", "triangle-right", "to_"),
            (f"datum.low < {low}", "triangle-left", "from_"),
        )
    ]  # fmt: skip
    # Of what lies beyond the scale, an arrow is all that is drawn.
    inside = f"datum.estimate >= {low} && datum.estimate <= {high}"
    points = (
        base.transform_filter(f"!isValid(datum.low) || ({inside})")
        .mark_circle(size=70, opacity=1)
        .encode(x=x, y=y, fill=ink, tooltip=tooltip)
    )
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
        for test, weight, colour_of in emphasis(here)
    ]  # fmt: skip
    return alt.layer(zero, spread, *arrows, points, *names).resolve_scale(
        fill="independent", stroke="independent"
    )


def known_ends(base: Any, lowest: str, highest: str) -> Any:
    """Rows with an interval: its ends on the scale (``from_``, ``to_``), and whether it ``goes_on`` above."""
    return (
        base.transform_filter("isValid(datum.low)")
        .transform_calculate(goes_on=f"!isValid(datum.high) || datum.high > {highest}")
        .transform_calculate(
            from_=f"max(datum.low, {lowest})",
            to_=f"datum.goes_on ? {highest} : max(datum.high, {lowest})",
        )
    )
