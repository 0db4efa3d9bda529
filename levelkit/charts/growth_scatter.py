"""Growth against the initial level: points, line, interval, and the line without one point."""

from __future__ import annotations

from typing import Any

from levelkit.charts.fast_altair import alt
from levelkit.charts.form import form
from levelkit.charts.theme import colour, size

LEFT = 46
HERE = "datum.region === highlight"
WIDE = "width >= 560"


@form(
    {
        "line": "relative:Q low:Q high:Q fit:Q",
        "points": "region:N without_slope:Q without_level:Q out:Q relative:Q growth:Q without:N short:N",
        "labels": "screen:N side:N region:N short:N relative:Q growth:Q",
    },
    params={
        "line_meant": "",
        "relative_low": 50,
        "relative_high": 200,
        "growth_low": -3,
        "growth_high": 3,
    },
    marks={"highlight": ""},
    height=470,
    unit="region",
)
def growth_scatter() -> Any:
    """Growth of places on the level they started from.

    Named data sets that the caller supplies
    ----------------------------------------
    points : region, short, relative, growth, out, without_slope, without_level, without
        One row a place: initial level (mean = 100) and growth (% points a year above the average). ``out`` marks
        a place that is left out; the rest is the line without that place, and its speed in words.
    labels : region, short, relative, growth, screen, side
        Names that have room, on a "wide" and a "narrow" screen and in a "lecture", to the "left" or "right" of their point.
    line : relative, fit, low, high
        The line with its interval.

    Returns
    -------
    altair.LayerChart
        Parameters: ``highlight`` (the place without which a second line is drawn), ``line_meant`` (which line that
        is, if not the one shown), ``relative_low``,
        ``relative_high``, ``growth_low``, ``growth_high`` (ends of the scales), ``dark``.
    """
    points = alt.Chart(alt.NamedData("points"))
    line = alt.Chart(alt.NamedData("line"))
    tooltip = [
        alt.Tooltip("region:N", title="Place"),
        alt.Tooltip("relative:Q", title="At first (mean = 100)", format=",.0f"),
        alt.Tooltip("growth:Q", title="Growth above average, % points a year", format="+.2f"),
        alt.Tooltip("without:N", title="Speed without it"),
    ]
    band = line.mark_area(opacity=0.16, fill=colour("accent"), clip=True).encode(
        x=_x(), y=_y("low"), y2="high:Q"
    )
    fit = line.mark_line(stroke=colour("accent"), strokeWidth=3, clip=True).encode(
        x=_x(), y=_y("fit")
    )
    dots = (
        points.transform_filter("!datum.out")
        .mark_circle(size=52, opacity=0.75, cursor="pointer")
        .encode(
            x=_x(), y=_y(), tooltip=tooltip,
            fill=alt.condition(HERE, alt.value(colour("second")), alt.value(colour("line"))),
        )
    )  # fmt: skip
    hollow = (
        points.transform_filter("datum.out")
        .mark_point(size=58, filled=False, strokeWidth=1.6, strokeDash=[3, 2], cursor="pointer")
        .encode(x=_x(), y=_y(), stroke=alt.value(colour("second")), tooltip=tooltip)
    )
    layers = [band, _zero(), *_without(points), fit, dots, hollow, *_labels(), *_said(points)]
    return alt.layer(*layers)


def _x(field: str = "relative") -> Any:
    scale = alt.Scale(
        type="log", domain=[alt.ExprRef("relative_low"), alt.ExprRef("relative_high")], nice=False,
        range=[LEFT, alt.ExprRef("width - 8")],
    )  # fmt: skip
    axis = alt.Axis(
        title="Level in the first year, mean = 100 (log scale)", grid=False, format="~f",
        values=[5, 10, 15, 20, 30, 50, 70, 100, 150, 200, 300, 500, 1000, 2000, 4000],
        labelOverlap="greedy",
    )  # fmt: skip
    return alt.X(f"{field}:Q", scale=scale, axis=axis)


def _y(field: str = "growth") -> Any:
    scale = alt.Scale(
        domain=[alt.ExprRef("growth_low"), alt.ExprRef("growth_high")], nice=False, zero=False,
        range=[alt.ExprRef("height"), 22],
    )  # fmt: skip
    axis = alt.Axis(
        title=None, grid=True, domain=False, ticks=False, labelPadding=-34, format="+~g",
        tickCount=6,
    )  # fmt: skip
    return alt.Y(f"{field}:Q", scale=scale, axis=axis)


def _zero() -> Any:
    """Growth as fast as the average's."""
    return (
        alt.Chart(alt.NamedData("line"))
        .transform_aggregate(n="count()")
        .transform_calculate(zero="0")
        .mark_rule(x=LEFT, x2=alt.ExprRef("width - 8"), stroke=colour("muted"), strokeDash=[2, 3])
        .encode(y=_y("zero"))
    )


def _without(points: Any) -> list[Any]:
    """The line if the marked place is left out: dashed, drawn from two ends."""
    ends = (
        points.transform_filter(f"{HERE} && isValid(datum.without_slope)")
        .transform_calculate(ends="[relative_low, relative_high]")
        .transform_flatten(["ends"], as_=["relative_end"])
        .transform_calculate(
            growth_end="datum.without_level + datum.without_slope * log(datum.relative_end / 100)"
        )
    )
    return [
        ends.mark_line(
            stroke=colour("second"), strokeWidth=2.5, strokeDash=[7, 4], clip=True
        ).encode(x=_x("relative_end"), y=_y("growth_end"))
    ]


def _labels() -> list[Any]:
    layers = []
    labels = alt.Chart(alt.NamedData("labels"))
    for screen, test in (
        ("wide", f"{WIDE} && big === 1"),
        ("lecture", f"{WIDE} && big > 1"),
        ("narrow", f"!({WIDE})"),
    ):
        sides: tuple[tuple[str, Any, int], ...] = (("right", "left", 8), ("left", "right", -8))
        for side, align, dx in sides:
            rows = labels.transform_filter(
                f"datum.screen === '{screen}' && datum.side === '{side}' && ({test})"
            ).transform_calculate(name=f"{WIDE} ? datum.region : datum.short")
            layers.append(
                rows.mark_text(
                    align=align, dx=dx, baseline="middle", fontSize=size(12, phone=10),
                    fill=colour("ink"),
                ).encode(x=_x(), y=_y(), text="name:N")
            )  # fmt: skip
    return layers


def _said(points: Any) -> list[Any]:
    """What leaving the marked place out does, in words at the top."""
    rows = points.transform_filter(f"{HERE} && !datum.out").transform_calculate(
        said=f"'Without ' + ({WIDE} ? datum.region : datum.short) + line_meant + ': ' + datum.without"
    )
    return [
        rows.mark_text(
            x=alt.ExprRef("width - 8"), y=10, align="right", baseline="middle",
            fontSize=size(13, phone=10), fontWeight="bold", fill=colour("second"),
        ).encode(text="said:N")
    ]  # fmt: skip
