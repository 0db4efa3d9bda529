"""Ranking of countries: one bar a country, with its interval; those not ranked say why."""

from __future__ import annotations

from typing import Any

from levelkit.charts.fast_altair import alt
from levelkit.charts.form import form
from levelkit.charts.labels import widest
from levelkit.charts.scales import known
from levelkit.charts.theme import colour, size

TOP = 26  # for the heading
LEFT = "(width < 560 ? 104 : 142 * min(big, 1.4))"
#: Room for the values at the right, which are no part of the bars.
RIGHT = "(width < 560 ? max(46, label_px + 8) : max(64, 1.2 * label_px + 8) * min(big, 1.4))"
LABEL_POINTS = 11
#: Pixels a row has, and that a name needs. Where rows are lower, every second or third is named.
PITCH = f"((height - {TOP}) / rows_shown)"
LEAST = 12.5
EVERY = f"max(1, ceil({LEAST} / {PITCH}))"
NAME = f"min(width < 560 ? 11 : 13 * big, 0.88 * {PITCH} * {EVERY})"
#: What both rankings of bars are told.
BAR_PARAMS = {
    "main": "", "rows_shown": 20, "value_low": 0, "value_high": 1, "measure_label": "", "label_px": 38,
}  # fmt: skip
MAIN = "datum.country === main"
CHOSEN = "(datum.country === highlight || datum.country === hover)"


def row_scale(field: str = "row") -> Any:
    """Rows from the top, as many as there are."""
    scale = alt.Scale(
        domain=[0.5, alt.ExprRef("rows_shown + 0.5")], nice=False, zero=False,
        range=[TOP, alt.ExprRef("height")],
    )  # fmt: skip
    return alt.Y(f"{field}:Q", axis=None, scale=scale)


def row_size(points: float, *, phone: float) -> Any:
    """As :func:`size`, and no larger than the rows of one name have room for."""
    return alt.ExprRef(f"min(width < 560 ? {phone} : {points} * big, 0.88 * {PITCH} * {EVERY})")


def named(rows: Any) -> Any:
    """The rows whose name there is room for: those that stand out, and others away from them.

    Two that stand out side by side give way to each other by ``dy``.
    """
    near = f"({EVERY} + (datum.beside ? 1 : 0))"
    return (
        rows.transform_calculate(
            lit_main=f"{MAIN} ? datum.row : null", lit_other=f"{CHOSEN} ? datum.row : null"
        )
        .transform_joinaggregate(main_row="max(lit_main)", other_row="max(lit_other)")
        .transform_calculate(
            beside=f"{EVERY} > 1 && isValid(datum.main_row) && isValid(datum.other_row)"
            f" && datum.main_row !== datum.other_row && abs(datum.main_row - datum.other_row) < {EVERY}"
        )
        .transform_filter(
            f"{_lit()} || ((datum.row - 1) % {EVERY} === 0"
            f" && !(isValid(datum.main_row) && abs(datum.row - datum.main_row) < {near})"
            f" && !(isValid(datum.other_row) && abs(datum.row - datum.other_row) < {near}))"
        )
        .transform_calculate(
            dy=f"datum.beside && {_lit()} ? (1.15 * {NAME} - {PITCH}) / 2"
            f" * (datum.row === min(datum.main_row, datum.other_row) ? -1 : 1) : 0"
        )
    )


def ink_of(rest: str) -> Any:
    """The main country, the one chosen beside it, and the rest."""
    return {
        "condition": [
            {"test": MAIN, "value": alt.ExprRef("accent").to_dict()},
            {"test": CHOSEN, "value": alt.ExprRef("second").to_dict()},
        ],
        "value": alt.ExprRef(rest).to_dict(),
    }


def country_names() -> list[Any]:
    """Names at the left; the main country and the chosen one bold."""
    base = named(alt.Chart(alt.NamedData("ranking")))
    layers = []
    weight: Any
    for test, ink, weight in (
        (f"!{_lit()} && datum.ranked", "ink", "normal"),
        (f"!{_lit()} && !datum.ranked", "muted", "normal"),
        (MAIN, "accent", "bold"),
        (f"{CHOSEN} && !({MAIN})", "second", "bold"),
    ):
        layers.append(
            base.transform_filter(test)
            .mark_text(
                x=alt.ExprRef(f"{LEFT} - 8"), dy=alt.ExprRef("datum.dy"), align="right", baseline="middle",
                fontWeight=weight,
                fill=colour(ink), fontSize=row_size(13, phone=11), cursor="pointer",
            )
            .encode(y=row_scale(), text="name:N")
        )  # fmt: skip
    return layers


def _lit() -> str:
    return f"({MAIN} || {CHOSEN})"


def _scales(data: Any, params: Any) -> dict[str, Any]:
    """From where all are equal to a little beyond the highest: intervals are cut there."""
    spreads, low = data["ranking"]["spread"], params["value_low"]
    top = max(known(spreads), default=low + 1)
    return {
        "rows_shown": len(spreads),
        "value_high": low + 1.12 * (top - low),
        "label_px": label_width(data["ranking"]),
    }


def label_width(ranking: Any) -> int:
    """Pixels of the widest value, in the type of a phone."""
    labels = (label for label in ranking["label"] if label)
    return widest(labels, LABEL_POINTS)


@form(
    {
        "ranking": "ranked:B country:N place:Q label:N ends:N n_regions:Q spread:Q row:Q low:Q high:Q name:N reason:N",
    },
    params=BAR_PARAMS,
    marks={"highlight": "", "hover": ""},
    height=lambda _, params: 30 + 25 * params["rows_shown"],
    scales=_scales,
    unit="country",
)
def country_ranking() -> Any:
    """Countries by how unequal their regions are, the most unequal first.

    Named data set that the caller supplies
    ---------------------------------------
    ranking : row, country, name, place, spread, low, high, ends, label, n_regions, ranked, reason
        One row a country; ``name``, ``label`` (the value) and ``ends`` (of the value with one region left
        out) as they are to be read; ``reason`` says why one is not ``ranked``.

    Returns
    -------
    altair.LayerChart
        Parameters: ``main`` (country that stands out), ``highlight`` and ``hover`` (countries),
        ``rows_shown``, ``value_low`` and ``value_high`` (ends of the scale), ``measure_label``, ``label_px`` (of the
        widest value), ``dark``.
    """
    tooltip = [
        alt.Tooltip("country:N", title="Country"),
        alt.Tooltip("place:Q", title="Place"),
        alt.Tooltip("label:N", title="Value"),
        alt.Tooltip("ends:N", title="Without any one region"),
        alt.Tooltip("n_regions:Q", title="Regions"),
    ]
    return ranked_bars(tooltip)


def ranked_bars(tooltip: list[Any]) -> Any:
    """Rows of countries with bar, interval and value; those that are not ranked with their reason."""
    x_scale = alt.Scale(
        domain=[alt.ExprRef("value_low"), alt.ExprRef("value_high")], nice=False, zero=False,
        range=[alt.ExprRef(LEFT), alt.ExprRef(f"width - {RIGHT}")],
    )  # fmt: skip
    base = alt.Chart(alt.NamedData("ranking"))
    ranked = base.transform_filter("datum.ranked")
    bars = (
        ranked.transform_calculate(from_="value_low")
        .mark_rule(strokeWidth=alt.ExprRef(f"max(6, 0.62 * {PITCH})"), cursor="pointer")
        .encode(
            x=alt.X("from_:Q", axis=None, scale=x_scale),
            x2="spread:Q",
            y=row_scale(),
            stroke=ink_of("line"),
            tooltip=tooltip,
        )
    )
    spread = (
        ranked.transform_filter("isValid(datum.low)")
        .transform_calculate(start="max(datum.low, value_low)", end="min(datum.high, value_high)")
        .mark_rule(strokeWidth=1.5, stroke=colour("ink"), opacity=0.75)
        .encode(x=alt.X("start:Q", axis=None, scale=x_scale), x2="end:Q", y=row_scale())
    )
    weights: tuple[tuple[str, Any], ...] = ((f"!{_lit()}", "normal"), (_lit(), "bold"))
    values = [
        named(base).transform_filter(f"datum.ranked && {test}")
        .mark_text(
            x=alt.ExprRef("width"), dy=alt.ExprRef("datum.dy"), align="right", baseline="middle",
            fontWeight=weight,
            fill=colour("ink"), fontSize=row_size(13, phone=11),
        )
        .encode(y=row_scale(), text="label:N")
        for test, weight in weights
    ]  # fmt: skip
    reasons = (
        named(base).transform_filter("!datum.ranked")
        .mark_text(
            x=alt.ExprRef(LEFT), align="left", baseline="middle", fontStyle="italic",
            fill=colour("muted"), fontSize=row_size(12, phone=10),
        )
        .encode(y=row_scale(), text="reason:N")
    )  # fmt: skip
    head = (
        base.transform_filter("datum.row === 1")
        .transform_calculate(label="measure_label")
        .mark_text(
            x=alt.ExprRef(f"width < 560 ? 0 : {LEFT}"), y=10, align="left", fontWeight="bold",
            fill=colour("ink"), fontSize=size(13, phone=11),
        )
        .encode(text="label:N")
    )  # fmt: skip
    # One target a row: easier to hit than a short bar.
    targets = base.mark_rule(
        x=0, x2=alt.ExprRef("width"), opacity=0, cursor="pointer",
        strokeWidth=alt.ExprRef(PITCH),
    ).encode(y=row_scale(), tooltip=tooltip)  # fmt: skip
    layers = [bars, spread, *country_names(), *values, reasons, head, targets]
    return alt.layer(*layers)
