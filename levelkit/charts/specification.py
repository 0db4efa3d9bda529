"""Specification curve: the answer under every combination of choices, sorted."""

from __future__ import annotations

from typing import Any

from levelkit.charts.fast_altair import alt
from levelkit.charts.form import form
from levelkit.charts.theme import colour, size
from levelkit.charts.verdicts import STYLES

CURVE = 190  # height of the curve; the rest is the choices' rows
GAP = 34  # between them: the heading of the rows
LEFT = "(width < 560 ? 92 : 200 * min(big, 1.2))"
RIGHT = 14


@form(
    {
        "thresholds": "level:Q label:N first:B",
        "curve": "at:Q effect:Q low:Q high:Q verdict:N words:N said:N",
        "rows": "row:Q short:N label:N",
        "marks": "at:Q row:Q",
    },
    params={"n_curve": 100, "n_rows": 10, "effect_low": -1, "effect_high": 1, "effect_label": ""},
    marks={"current": -1, "pointed": -1},
    height=lambda _, params: 224 + 17 * params["n_rows"],
    scales=lambda data, _: {
        "n_curve": len(data["curve"]["at"]),
        "n_rows": len(data["rows"]["row"]),
    },
)
def specification_curve() -> Any:
    """Every combination's number with its interval, sorted, and its choices below.

    Named data sets that the caller supplies
    ----------------------------------------
    curve : at, effect, low, high, verdict, said, words
        One row a combination that has a number; ``at`` is its place in the order, ``said`` its
        verdict with those of the parts, ``words`` its choices in words.
    marks : at, row
        The rows of choices that a combination has a mark in.
    rows : row, label, short
        What each row of marks stands for, in full and for a phone.
    thresholds : level, label, first
        Thresholds of the criterion.

    Returns
    -------
    altair.LayerChart
        Parameters: ``current`` and ``pointed`` (places in the order, -1 for none), ``n_curve``,
        ``n_rows``, ``effect_low``, ``effect_high`` (ends of the scale), ``effect_label``, ``dark``.
    """
    curve = alt.Chart(alt.NamedData("curve"))
    spread = (
        curve.transform_filter("isValid(datum.low)")
        .mark_rule(strokeWidth=1, opacity=0.55, stroke=colour("line"), clip=True)
        .encode(x=_x(), y=_effect("low"), y2="high:Q")
    )
    tooltip = [
        alt.Tooltip("words:N", title="Choices"),
        alt.Tooltip("effect:Q", title="Number", format=".2f"),
        alt.Tooltip("said:N", title="Verdict"),
    ]
    points = curve.mark_point(
        size=alt.ExprRef("width < 560 ? 22 : 54"), filled=True, opacity=1
    ).encode(x=_x(), y=_effect("effect"), **verdict_encodings(), tooltip=tooltip)
    # As wide as a column of the picture: easier to hit than a point.
    targets = curve.mark_rule(
        y=0, y2=alt.ExprRef("height"), opacity=0, cursor="pointer",
        strokeWidth=alt.ExprRef(f"(width - {LEFT}) / n_curve"),
    ).encode(x=_x(), tooltip=tooltip)  # fmt: skip
    layers = [*_guides(), *_here(curve), spread, points, *_rows(), targets]
    return alt.layer(*layers).resolve_scale(y="independent", fill="independent")


def verdict_encodings() -> dict[str, Any]:
    """Shape and fill by the field ``verdict``."""
    domain = [str(verdict) for verdict in STYLES]
    shapes = [style.shape for style in STYLES.values()]
    inks = [alt.ExprRef(style.ink) for style in STYLES.values()]
    return {
        "shape": alt.Shape("verdict:N", legend=None, scale=alt.Scale(domain=domain, range=shapes)),
        "fill": alt.Fill("verdict:N", legend=None, scale=alt.Scale(domain=domain, range=inks)),
    }


def _x() -> Any:
    scale = alt.Scale(
        domain=[-1, alt.ExprRef("n_curve")],
        nice=False,
        zero=False,
        range=[alt.ExprRef(LEFT), alt.ExprRef(f"width - {RIGHT}")],
    )
    return alt.X("at:Q", axis=None, scale=scale)


def _effect(field: str) -> Any:
    scale = alt.Scale(
        domain=[alt.ExprRef("effect_low"), alt.ExprRef("effect_high")],
        clamp=True,
        nice=False,
        zero=False,
        range=[CURVE, 24],
    )
    return alt.Y(f"{field}:Q", axis=None, scale=scale)


def _row() -> Any:
    scale = alt.Scale(
        domain=[-0.5, alt.ExprRef("n_rows - 0.5")],
        nice=False,
        zero=False,
        range=[CURVE + GAP, alt.ExprRef("height")],
    )
    return alt.Y("row:Q", axis=None, scale=scale)


def _guides() -> list[Any]:
    """Thresholds, and what the numbers are."""
    guides = alt.Chart(alt.NamedData("thresholds"))
    line = guides.mark_rule(
        x=alt.ExprRef(LEFT), x2=alt.ExprRef("width"), stroke=colour("grid")
    ).encode(y=_effect("level"))
    text = guides.mark_text(
        x=alt.ExprRef(f"{LEFT} - 8"), align="right", fontSize=size(12), fill=colour("muted")
    ).encode(y=_effect("level"), text="label:N")
    head = (
        guides.transform_filter("datum.first")
        .transform_calculate(label="effect_label")
        .mark_text(
            x=alt.ExprRef(LEFT), y=8, align="left", fontSize=size(13), fontWeight="bold",
            fill=colour("ink"),
        )
        .encode(text="label:N")
    )  # fmt: skip
    return [line, text, head]


def _here(curve: Any) -> list[Any]:
    """The combination that the page shows, and the one pointed at."""
    layers = []
    for test, ink, dash in (
        ("datum.at === pointed", "line", [2, 2]),
        ("datum.at === current", "accent", [1, 0]),
    ):
        layers.append(
            curve.transform_filter(test)
            .mark_rule(
                y=20, y2=alt.ExprRef("height"), strokeWidth=2.5, strokeDash=dash, stroke=colour(ink)
            )
            .encode(x=_x())
        )
    # Beside the line, on the side that has room.
    for half, side, align in (("<", 6, "left"), (">=", -6, "right")):
        layers.append(_here_words(curve, f"datum.at {half} n_curve / 2", side, align))
    return layers


def _here_words(curve: Any, half: str, dx: int, align: Any) -> Any:
    return (
        curve.transform_filter(f"datum.at === current && {half}")
        .transform_calculate(label="'shown above: ' + format(datum.effect, '.2f')")
        .mark_text(
            y=CURVE + 14,
            dx=dx,
            align=align,
            fontSize=size(12),
            fontWeight="bold",
            fill=colour("accent"),
        )
        .encode(x=_x(), text="label:N")
    )


def _rows() -> list[Any]:
    """Which choices each combination has."""
    rows = alt.Chart(alt.NamedData("rows"))
    lines = rows.mark_rule(
        x=alt.ExprRef(LEFT), x2=alt.ExprRef("width"), strokeWidth=0.5, stroke=colour("grid")
    ).encode(y=_row())
    labels = (
        rows.transform_calculate(shown="width < 560 ? datum.short : datum.label")
        .mark_text(
            x=alt.ExprRef(f"{LEFT} - 8"),
            align="right",
            fontSize=size(11, phone=9),
            fill=colour("ink"),
        )
        .encode(y=_row(), text="shown:N")
    )
    marks = (
        alt.Chart(alt.NamedData("marks"))
        .mark_square(
            size=alt.ExprRef("pow(clamp((width - 220) / n_curve - 1, 2, 8), 2)"),
            fill=colour("ink"),
            opacity=1,
        )
        .encode(x=_x(), y=_row())
    )
    return [lines, labels, marks]
