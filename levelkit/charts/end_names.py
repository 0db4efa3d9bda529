"""Names at the ends of lines: each beside its own end, none over another, whatever the size of chart and type.

Where they stand is worked out in the chart: a chart on a projector has less height and larger type.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from levelkit.charts.fast_altair import alt
from levelkit.charts.theme import colour, emphasis

if TYPE_CHECKING:
    from collections.abc import Iterator

POINTS, PHONE_POINTS = 12, 10
#: Pixels between two names, in parts of the size of their type.
PITCH = 1.25


@dataclass(frozen=True)
class Scale:
    """A linear scale of values downwards: expressions for its ends, in values and in pixels."""

    low: str
    high: str
    top: str
    bottom: str

    def pixels(self, value: str) -> str:
        """Where a value lies."""
        return f"({self.bottom} - ({value} - ({self.low})) / (({self.high}) - ({self.low})) * ({self.bottom} - ({self.top})))"


def apart(rows: Any, scale: Scale, gap: str, *, value: str = "datum.value") -> Any:
    """Rows with ``label_y``, a place in pixels at least a gap from every other, and the ``gap`` there is room for.

    Less a gap for each row above it, no row may stand higher than one before it. The middle between the
    lowest of those above and the highest of those below is the order-keeping fit whose largest move is
    the smallest (Ubhaya 1974, isotonic optimization in the maximum norm).

    Parameters
    ----------
    rows : altair.Chart
        Of the labels of one chart; those without a value have no place.
    scale : Scale
    gap : str
        Expression for the pixels between two of them; less where that is more than there is room for.
    value : str
        Expression for the value that a row is to stand beside.
    """
    top, bottom = f"({scale.top})", f"({scale.bottom})"
    return (
        rows.transform_filter(f"isValid({value})")
        .transform_calculate(wished=scale.pixels(value))
        .transform_joinaggregate(n_labels="count()")
        .transform_window(sort=[alt.SortField("wished")], nth="row_number()")
        .transform_calculate(gap=f"min({gap}, ({bottom} - {top}) / max(datum.n_labels - 1, 1))")
        .transform_calculate(less="datum.wished - datum.gap * (datum.nth - 1)")
        .transform_window(sort=[alt.SortField("nth")], frame=[None, 0], above="max(less)")
        .transform_window(sort=[alt.SortField("nth")], frame=[0, None], below="min(less)")
        .transform_calculate(
            label_y=f"clamp((datum.above + datum.below) / 2, {top},"
            f" max({top}, {bottom} - datum.gap * (datum.n_labels - 1))) + datum.gap * (datum.nth - 1)"
        )
    )


def names_at_ends(
    rows: Any,
    x: Any,
    y: Any,
    scale: Scale,
    *,
    edge: str,
    name: str,
    lit: str = "false",
    clickable: bool = False,
) -> Iterator[Any]:
    """A name for every line in the margin, with a thin leader from its end.

    Parameters
    ----------
    rows : altair.Chart
        One row a line: where it ends, its name and one in short for a phone.
    x, y : altair encodings
        Of the ends.
    scale : Scale
        That of ``y``.
    edge : str
        Expression for where the margin begins.
    name : str
        The field of the name; ``short`` is the one in short.
    lit : str
        Expression: whose name is bold.
    clickable : bool
        Whether a click on a name marks it.
    """
    cursor: dict[str, Any] = {"cursor": "pointer"} if clickable else {}
    points = f"(width < 560 ? {PHONE_POINTS} : {POINTS} * big)"
    placed = apart(rows, scale, f"{PITCH} * {points}")
    yield placed.mark_rule(strokeWidth=0.75, stroke=colour("line"), strokeDash=[1, 2]).encode(
        x=x, x2=alt.value(alt.ExprRef(edge)), y=y, y2=alt.value(alt.ExprRef("datum.label_y"))
    )
    named = placed.transform_calculate(said=f"width < 560 ? datum.short : datum.{name}")
    for test, weight, ink in emphasis(lit):
        yield (
            named.transform_filter(test)
            .mark_text(
                x=alt.ExprRef(f"{edge} + 4"), y=alt.ExprRef("datum.label_y"), align="left",
                fontSize=alt.ExprRef(f"min({points}, datum.gap / {PITCH} * 1.15)"),
                fontWeight=weight, fill=colour(ink), **cursor,
            )
            .encode(text="said:N")
        )  # fmt: skip
