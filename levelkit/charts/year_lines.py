"""One line over the years: speed of catching up window by window, or the spread year by year."""

from __future__ import annotations

from typing import Any

from levelkit.charts.fast_altair import alt
from levelkit.charts.forest import known_ends
from levelkit.charts.form import form
from levelkit.charts.theme import colour, size

LEFT = 46
PAD = "(width < 420 ? 34 : 122 * min(big, 1.25))"  # right of the years, for what the levels mean


@form(
    {
        "speed_guides": "level:Q short:N label:N",
        "windows": "low:Q high:Q said:N middle:Q speed:Q",
    },
    params={
        "first_year": 1998,
        "last_year": 2022,
        "year_low": 1998,
        "year_high": 2022,
        "speed_low": -3,
        "speed_high": 5,
    },
    height=300,
)
def speed_lines() -> Any:
    """Speed of catching up, one window of years after the other.

    Named data sets that the caller supplies
    ----------------------------------------
    windows : first, last, middle, speed, low, high, said
        One row a window; speeds in % a year. An interval without an upper end has a ``low`` and
        no ``high``. What goes on beyond the scale ends in an arrow.
    speed_guides : level, label, short
        Levels to compare with.

    Returns
    -------
    altair.LayerChart
        Parameters: ``first_year``, ``last_year`` (the chosen years), ``year_low``, ``year_high``, ``speed_low``,
        ``speed_high`` (ends of the scales), ``dark``.
    """
    rows = alt.Chart(alt.NamedData("windows"))
    y = _y("speed", "speed_low", "speed_high", "+~r")
    tooltip = [alt.Tooltip("said:N", title="Years and speed")]
    ends = known_ends(rows, "speed_low", "speed_high")
    spread = ends.mark_rule(strokeWidth=2, stroke=colour("line"), clip=True).encode(
        x=_x("middle", PAD), y=_y("from_", "speed_low", "speed_high", "+~r"), y2="to_:Q", tooltip=tooltip
    )  # fmt: skip
    arrows = [
        ends.transform_filter(beyond)
        .mark_point(shape=shape, size=50, filled=True, opacity=1, fill=colour("line"))
        .encode(
            x=_x("middle", PAD), y=_y(end, "speed_low", "speed_high", "+~r"), tooltip=tooltip
        )
        for beyond, shape, end in (
            ("datum.goes_on", "triangle-up", "to_"),
            ("datum.low < speed_low", "triangle-down", "from_"),
        )
    ]  # fmt: skip
    line = rows.mark_line(strokeWidth=2.5, stroke=colour("accent"), clip=True).encode(
        x=_x("middle", PAD), y=y
    )
    dots = rows.mark_circle(size=60, opacity=1, fill=colour("accent"), clip=True).encode(
        x=_x("middle", PAD), y=y, tooltip=tooltip
    )
    guides = alt.Chart(alt.NamedData("speed_guides"))
    level = _y("level", "speed_low", "speed_high", "+~r")
    rules = guides.mark_rule(
        x=LEFT, x2=alt.ExprRef(f"width - {PAD}"), stroke=colour("muted"), strokeDash=[4, 4]
    ).encode(y=level)
    names = (
        guides.transform_calculate(name="width < 420 ? datum.short : datum.label")
        .mark_text(
            x=alt.ExprRef(f"width - {PAD} + 6"), align="left", baseline="middle",
            fontSize=size(11, phone=10), fill=colour("muted"),
        )
        .encode(y=level, text="name:N")
    )  # fmt: skip
    return alt.layer(_window("windows", PAD), rules, spread, *arrows, line, dots, names)


@form(
    {
        "sigmas": "year:Q sigma:Q below:Q",
    },
    params={
        "first_year": 1998,
        "last_year": 2022,
        "year_low": 1998,
        "year_high": 2022,
        "sigma_low": 0,
        "sigma_high": 0.5,
    },
    height=300,
)
def sigma_lines() -> Any:
    """Spread between places, year by year.

    Named data sets that the caller supplies
    ----------------------------------------
    sigmas : year, sigma, below
        Standard deviation of logs; where a number is to stand below the line.

    Returns
    -------
    altair.LayerChart
        Parameters: ``first_year``, ``last_year`` (the chosen years), ``year_low``, ``year_high``, ``sigma_low``,
        ``sigma_high`` (ends of the scales), ``dark``.
    """
    rows = alt.Chart(alt.NamedData("sigmas"))
    y = _y("sigma", "sigma_low", "sigma_high", ".2f")
    tooltip = [
        alt.Tooltip("year:O", title="Year"),
        alt.Tooltip("sigma:Q", title="Standard deviation of logs", format=".3f"),
    ]
    line = rows.mark_line(strokeWidth=2.5, stroke=colour("accent")).encode(x=_x("year"), y=y)
    dots = rows.mark_circle(size=40, opacity=1, fill=colour("accent")).encode(
        x=_x("year"), y=y, tooltip=tooltip
    )
    ends = [
        rows.transform_filter(
            f"(datum.year === first_year || datum.year === last_year) && datum.below === {below}"
        )
        .mark_text(dy=dy, fontSize=size(13), fontWeight="bold", fill=colour("accent"))
        .encode(x=_x("year"), y=y, text=alt.Text("sigma:Q", format=".3f"))
        for below, dy in ((0, -12), (1, 15))
    ]
    return alt.layer(_window("sigmas"), line, dots, *ends)


def _x(field: str, pad: str = "24") -> Any:
    scale = alt.Scale(
        domain=[alt.ExprRef("year_low"), alt.ExprRef("year_high")], nice=False, zero=False,
        range=[LEFT + 14, alt.ExprRef(f"width - {pad}")],
    )  # fmt: skip
    axis = alt.Axis(
        title=None, format="d", grid=False, labelOverlap="greedy",
        tickCount=alt.ExprRef("width < 560 ? 4 : 8"),
    )  # fmt: skip
    return alt.X(f"{field}:Q", scale=scale, axis=axis)


def _y(field: str, low: str, high: str, format_: str) -> Any:
    scale = alt.Scale(
        domain=[alt.ExprRef(low), alt.ExprRef(high)], nice=False, zero=False,
        range=[alt.ExprRef("height"), 14],
    )  # fmt: skip
    axis = alt.Axis(
        title=None, grid=True, domain=False, ticks=False, tickCount=6, format=format_,
        labelPadding=-30,
    )  # fmt: skip
    return alt.Y(f"{field}:Q", scale=scale, axis=axis)


def _window(name: str, pad: str = "24") -> Any:
    """The chosen years as a strip."""
    span = alt.Chart(alt.NamedData(name)).transform_aggregate(n="count()")
    return (
        span.transform_calculate(start="first_year", end="last_year")
        .mark_rect(y=14, y2=alt.ExprRef("height"), fill=colour("band"), opacity=0.6, clip=True)
        .encode(x=_x("start", pad), x2="end:Q")
    )
