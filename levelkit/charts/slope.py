"""Slope chart: output per head relative to the average, in two years."""

from __future__ import annotations

from typing import Any

from levelkit.charts.fast_altair import alt
from levelkit.charts.theme import colour, finish, value_params

LIT = "(datum.region === highlight || datum.region === hover)"
PAD = "(width < 420 ? 96 : 168)"


def slope_chart() -> Any:
    """Each region's output per head (mean of regions = 100) in two years.

    Values, not ranks: it shows which ranks are near ties and how far apart the
    ends are, on a log scale so that equal slopes are equal growth rates.

    Named data set that the caller supplies
    ---------------------------------------
    ranks : region, short, year, relative
        Of all years; the parameters ``first_year`` and ``year`` choose two.

    Returns
    -------
    altair.LayerChart
        Parameters: ``highlight``, ``hover``, ``first_year``, ``year``, ``dark``.
    """
    base = (
        alt.Chart(alt.NamedData("ranks"))
        .transform_filter("datum.year === first_year || datum.year === year")
        .transform_calculate(side="datum.year === first_year ? 0 : 1")
    )
    x = alt.X(
        "side:Q",
        axis=None,
        scale=alt.Scale(
            domain=[0, 1], nice=False, range=[alt.ExprRef(PAD), alt.ExprRef(f"width - {PAD}")]
        ),
    )
    y = alt.Y(
        "relative:Q",
        axis=None,
        scale=alt.Scale(
            type="log", nice=False, range=[alt.ExprRef("height - 8"), 30]
        ),
    )  # fmt: skip
    layers = []
    for test, ink, width in ((f"!{LIT}", "line", 1.5), (LIT, "accent", 4)):
        lines = base.transform_filter(test).mark_line(stroke=colour(ink), strokeWidth=width)
        layers.append(lines.encode(x=x, y=y, detail="region:N"))
    tooltip = [
        alt.Tooltip("region:N", title="Region"),
        alt.Tooltip("year:O", title="Year"),
        alt.Tooltip("relative:Q", title="Mean of regions = 100", format=".1f"),
    ]
    dots = base.mark_circle(size=44, opacity=1, stroke=colour("paper"), strokeWidth=1)
    layers.append(
        dots.encode(
            x=x,
            y=y,
            tooltip=tooltip,
            fill=alt.condition(LIT, alt.value(colour("accent")), alt.value(colour("line"))),
        )
    )
    for side, shift, align in ((0, -10, "right"), (1, 10, "left")):
        layers += _labels(base, x, y, side, shift, align)
    chart = alt.layer(*layers)
    return finish(chart, params=value_params(highlight="", hover="", first_year=1900, year=2020))


def _labels(base: Any, x: Any, y: Any, side: int, shift: int, align: str) -> list[Any]:
    """Names with values; a label too close to the one above it is left out, not overprinted."""
    name = "(width < 420 ? datum.short : datum.region)"
    value = "format(datum.relative, '.0f')"
    text = f"{name} + '  ' + {value}" if side == 0 else f"{value} + '  ' + {name}"
    own = (
        base.transform_filter(f"datum.side === {side}")
        .transform_calculate(label=text, lit=f"{LIT} ? datum.relative : 0")
        .transform_joinaggregate(lit="max(lit)")
    )
    # A label gives way to the one above it and to the highlighted one.
    free = "datum.roomy && (!datum.lit || abs(log(datum.relative / datum.lit)) > 0.035)"
    made = []
    for test, ink, weight in ((f"!{LIT} && {free}", "ink", "normal"), (LIT, "accent", "bold")):
        made.append(
            own.transform_filter(test)
            .mark_text(
                dx=shift,
                align=align,
                baseline="middle",
                fontSize=12,
                fontWeight=weight,
                fill=colour(ink),
            )
            .encode(x=x, y=y, text="label:N")
        )
    head = (
        own.transform_filter("datum.top")
        .transform_calculate(head="'' + datum.year")
        .mark_text(dx=0, y=10, fontSize=14, fontWeight="bold", fill=colour("ink"))
        .encode(x=x, text="head:N")
    )
    return [*made, head]
