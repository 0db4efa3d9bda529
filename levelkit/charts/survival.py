"""Survival curves: the share that still runs by age, with its interval, and how many were watched."""

from __future__ import annotations

from typing import Any

from levelkit.charts.end_names import Scale, apart
from levelkit.charts.fast_altair import alt
from levelkit.charts.form import form
from levelkit.charts.theme import colour, size

LEFT = 50
TOP = 26
RIGHT = "(width < 560 ? 84 : 236 * min(big, 1.3))"
ROW = 17
#: Below the curves: the axis, its title, and a row of numbers for each curve.
FOOT = f"(66 + {ROW} * n_curves) * min(big, 1.3)"
FLOOR = f"(height - {FOOT})"
#: Pixels from a curve's name to the line below it.
SECOND = "15 * big"
#: Colour and dashes of the curves in their order: colour is never the only cue.
INKS: tuple[tuple[str, list[int]], ...] = (
    ("accent", [1, 0]),
    ("bad", [9, 3]),
    ("good", [3, 3]),
    ("second", [10, 3, 2, 3]),
)
SHOWN = "datum.by === by"
INSIDE = f"{SHOWN} && datum.years <= years_high"


@form(
    {
        "ages": "years:Q",
        "limit": "years:Q label:N half:Q",
        "steps": "by:N years:Q ink:Q low:Q high:Q share:Q name:N",
        "curves": "by:N median:Q ink:Q name:N end:Q said:N said_short:N short:N",
        "watched": "by:N ink:Q years:Q n:Q",
    },
    params={"years_high": 40},
    marks={"by": "All together"},
    height=520,
    computed={"n_curves": "by === 'All together' ? 1 : 4"},
)
def survival_curves() -> Any:
    """Share of policies that last longer than an age, open ones included.

    Named data sets that the caller supplies
    ----------------------------------------
    steps : by, ink, name, years, share, low, high
        Where each curve steps down; ``by`` is what curves are drawn by, ``ink`` 0 to 3 the curve's
        place among them. Bounds may be missing.
    curves : by, ink, name, short, median, said, said_short, end
        One row a curve: its name, median and words, and the share at which it ends.
    watched : by, ink, years, n
        How many were watched for so long.
    ages : years
        Ages on the axis.
    limit : years, share, label, half
        The age that the claim names, and a half.

    Returns
    -------
    altair.LayerChart
        Parameters: ``by``, ``years_high``, ``dark``; ``n_curves`` (rows of numbers to leave room for)
        follows from ``by``.
    """
    lines: list[Any] = []
    for k, (ink, dash) in enumerate(INKS):
        mine = f"{INSIDE} && datum.ink === {k}"
        step = alt.Chart(alt.NamedData("steps")).transform_filter(mine)
        band = (
            step.transform_filter("isValid(datum.low) && isValid(datum.high)")
            .mark_area(
                interpolate="step-after", fill=colour(ink), clip=True,
                opacity=alt.ExprRef("n_curves > 1 ? 0.07 : 0.17"),
            )
            .encode(x=_x(), y=_y("low"), y2="high:Q")
        )  # fmt: skip
        line = step.mark_line(
            interpolate="step-after", strokeWidth=3, stroke=colour(ink), strokeDash=dash, clip=True
        ).encode(x=_x(), y=_y("share"))
        lines += [band, line]
    layers = [_grid(), *_limit(), *lines, *_medians(), *_labels(), *_foot(), _targets()]
    return alt.layer(*layers).resolve_scale(fill="independent")


def _x(field: str = "years") -> Any:
    scale = alt.Scale(
        domain=[0, alt.ExprRef("years_high")], nice=False, zero=False,
        range=[LEFT, alt.ExprRef(f"width - {RIGHT}")],
    )  # fmt: skip
    return alt.X(f"{field}:Q", axis=None, scale=scale)


def _y(field: str) -> Any:
    scale = alt.Scale(domain=[0, 1], nice=False, range=[alt.ExprRef(FLOOR), TOP])
    axis = alt.Axis(
        title=None, values=[0, 0.25, 0.5, 0.75, 1], format=".0%", grid=True, domain=False,
        ticks=False, offset=-LEFT + 6,
    )  # fmt: skip
    return alt.Y(f"{field}:Q", scale=scale, axis=axis)


def _grid() -> Any:
    ages = alt.Chart(alt.NamedData("ages")).transform_filter("datum.years <= years_high")
    return ages.mark_rule(y=TOP, y2=alt.ExprRef(FLOOR), stroke=colour("grid")).encode(x=_x())


def _limit() -> list[Any]:
    """The age that the claim names, and the half at which a curve's median is read."""
    limit = alt.Chart(alt.NamedData("limit"))
    age = limit.mark_rule(
        y=TOP - 6, y2=alt.ExprRef(FLOOR), stroke=colour("ink"), strokeDash=[5, 4], strokeWidth=1.5
    ).encode(x=_x())
    text = limit.mark_text(
        y=10,
        align="left",
        dx=-4,
        fontSize=size(12, phone=11),
        fontWeight="bold",
        fill=colour("ink"),
    ).encode(x=_x(), text="label:N")
    half = limit.mark_rule(
        x=LEFT, x2=alt.ExprRef(f"width - {RIGHT}"), stroke=colour("muted"), strokeDash=[2, 3]
    ).encode(y=_y("half"))
    return [age, text, half]


def _medians() -> list[Any]:
    """A dot where a curve crosses the half."""
    known = (
        alt.Chart(alt.NamedData("curves"))
        .transform_filter(f"{SHOWN} && isValid(datum.median) && datum.median <= years_high")
        .transform_calculate(half="0.5")
    )
    return [
        known.transform_filter(f"datum.ink === {k}")
        .mark_circle(size=90, opacity=1, fill=colour(ink), stroke=colour("paper"), strokeWidth=1.5)
        .encode(x=_x("median"), y=_y("half"))
        for k, (ink, _) in enumerate(INKS)
    ]


def _labels() -> list[Any]:
    """A curve's name and median at its right end; on a phone the rows of numbers name it."""
    curves = alt.Chart(alt.NamedData("curves")).transform_filter(f"{SHOWN} && width >= 560")
    # Two lines each: the name stands on its place, the median below it.
    scale = Scale("0", "1", str(TOP), f"({FLOOR} - {SECOND} - 4)")
    placed = apart(curves, scale, f"(20 * big + {SECOND})", value="datum.end")
    layers = []
    for k, (ink, _) in enumerate(INKS):
        mine = placed.transform_filter(f"datum.ink === {k}")
        for field, y, points, weight, fill in (
            ("name", "datum.label_y", 13, "bold", ink),
            ("said", f"datum.label_y + {SECOND}", 12, "normal", "ink"),
        ):
            look: dict[str, Any] = {"fontSize": size(points), "fontWeight": weight}
            layers.append(
                mine.mark_text(
                    x=alt.ExprRef(f"width - {RIGHT} + 12"), y=alt.ExprRef(y), align="left",
                    fill=colour(fill), **look,
                ).encode(text=f"{field}:N")
            )  # fmt: skip
    return layers


def _foot() -> list[Any]:
    """The axis, and how many were watched for so long: few are no curve."""
    ages = alt.Chart(alt.NamedData("ages")).transform_filter("datum.years <= years_high")
    near = f"{FLOOR} + 16 * min(big, 1.3)"
    ticks = ages.mark_text(y=alt.ExprRef(near), fontSize=size(12), fill=colour("muted")).encode(
        x=_x(), text="years:Q"
    )
    limit = alt.Chart(alt.NamedData("limit"))
    heads = [
        limit.transform_calculate(said=f"'{text}'").mark_text(
            x=LEFT, y=alt.ExprRef(f"{FLOOR} + {down} * min(big, 1.3)"), align="left", dx=-4,
            fontSize=size(12, phone=11), fill=colour("muted"), fontStyle=style,
        ).encode(text="said:N")
        for text, down, style in _HEADS
    ]  # fmt: skip
    rows = []
    below = f"({FLOOR} + (66 + {ROW} * datum.ink) * min(big, 1.3))"
    for k, (ink, _) in enumerate(INKS):
        mine = f"{SHOWN} && datum.ink === {k}"
        y = alt.ExprRef(below.replace("datum.ink", str(k)))
        rows.append(
            alt.Chart(alt.NamedData("watched"))
            .transform_filter(f"{mine} && datum.years <= years_high")
            .mark_text(y=y, fontSize=size(12, phone=11), fontWeight="bold", fill=colour(ink))
            .encode(x=_x(), text="n:Q")
        )
        rows.append(
            alt.Chart(alt.NamedData("curves"))
            .transform_filter(mine)
            .transform_calculate(said="width < 560 ? datum.said_short : datum.short")
            .mark_text(
                x=alt.ExprRef("width"), align="right", y=y, fontSize=size(12, phone=10),
                fill=colour(ink),
            )
            .encode(text="said:N")
        )  # fmt: skip
    return [ticks, *heads, *rows]


_HEADS: tuple[tuple[str, int, Any], ...] = (
    ("Years since a policy began", 32, "normal"),
    ("How many were watched for so long:", 50, "italic"),
)


def _targets() -> Any:
    """Where a curve steps down, with its numbers."""
    return (
        alt.Chart(alt.NamedData("steps"))
        .transform_filter(INSIDE)
        .mark_circle(size=120, opacity=0)
        .encode(
            x=_x(),
            y=_y("share"),
            tooltip=[
                alt.Tooltip("name:N", title="Policies"),
                alt.Tooltip("years:Q", title="Years", format=".3~g"),
                alt.Tooltip("share:Q", title="Last longer", format=".0%"),
                alt.Tooltip("low:Q", title="95% interval from", format=".0%"),
                alt.Tooltip("high:Q", title="to", format=".0%"),
            ],
        )
    )
