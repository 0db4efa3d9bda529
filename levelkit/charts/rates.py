"""Rates: how many policies began and ended a year under each government, with intervals."""

from __future__ import annotations

from typing import Any

from levelkit.charts.fast_altair import alt
from levelkit.charts.form import form
from levelkit.charts.theme import colour, size

LEFT = "(width < 560 ? 118 : 232 * min(big, 1.2))"
HEAD = 24


MOST_RATE = 6.0  # a year, on the axis: intervals of single years are wider


def _scales(data: Any, _: Any) -> dict[str, Any]:
    """Intervals that end far beyond all others do not squeeze the rest."""
    rates = data["rates"]
    highest = max([2.0, *rates["began_high"], *rates["ended_high"]])
    return {"n_governments": max(len(rates["row"]), 1), "rate_high": min(MOST_RATE, highest)}


@form(
    {
        "rates": "row:Q began_low:Q began_high:Q began_rate:Q ended_low:Q ended_high:Q ended_rate:Q short:N name:N party:N in_office:Q began:Q ended:Q",
    },
    params={"n_governments": 20, "rate_high": 6},
    height=lambda _, params: 30 + 27 * params["n_governments"],
    scales=_scales,
)
def government_rates() -> Any:
    """Policies begun and ended a year, one row a government.

    Named data set that the caller supplies
    ---------------------------------------
    rates : row, name, short, party, began, ended, began_rate, began_low, began_high, ended_rate, ended_low, ended_high, in_office
        One row a government in time's order.

    Returns
    -------
    altair.LayerChart
        Parameters: ``n_governments``, ``rate_high`` (end of the scale; intervals are cut there), ``dark``.
    """
    base = alt.Chart(alt.NamedData("rates")).transform_filter("datum.row < n_governments")
    scale = alt.Scale(
        domain=[0, alt.ExprRef("rate_high")], nice=False, clamp=True,
        range=[alt.ExprRef(LEFT), alt.ExprRef("width - 12")],
    )  # fmt: skip
    axis = alt.Axis(
        title=None, tickCount=6, grid=True, domain=False, ticks=False, orient="top", format="d"
    )
    tooltip = [
        alt.Tooltip("name:N", title="Government"),
        alt.Tooltip("party:N", title="Party"),
        alt.Tooltip("in_office:Q", title="Years that count"),
        alt.Tooltip("began:Q", title="Policies begun"),
        alt.Tooltip("ended:Q", title="Policies ended"),
        alt.Tooltip("began_rate:Q", title="Begun a year", format=".1f"),
        alt.Tooltip("ended_rate:Q", title="Ended a year", format=".1f"),
    ]
    layers = [
        base.transform_filter("datum.row % 2 === 0")
        .transform_calculate(top="datum.row - 0.5", bottom="datum.row + 0.5")
        .mark_rect(x=0, x2=alt.ExprRef("width"), fill=colour("band"), opacity=0.4)
        .encode(y=_y("top"), y2="bottom:Q")
    ]
    for name, ink, shape, shift in _EVENTS:
        shifted = base.transform_calculate(at=f"datum.row + {shift}")
        x = alt.X(f"{name}_rate:Q", scale=scale, axis=axis)
        layers.append(
            shifted.mark_rule(strokeWidth=1.5, stroke=colour(ink)).encode(
                x=alt.X(f"{name}_low:Q", scale=scale, axis=axis), x2=f"{name}_high:Q", y=_y("at")
            )
        )
        layers.append(
            shifted.mark_point(
                shape=shape, filled=True, opacity=1, size=70, fill=colour(ink)
            ).encode(x=x, y=_y("at"))
        )
    named = base.transform_calculate(said="width < 560 ? datum.short : datum.name")
    names = named.mark_text(
        x=alt.ExprRef(f"{LEFT} - 10"), align="right", baseline="middle", fill=colour("ink"),
        fontSize=size(12, phone=10),
    ).encode(y=_y("row"), text="said:N")  # fmt: skip
    targets = base.mark_rule(
        x=0, x2=alt.ExprRef("width"), opacity=0,
        strokeWidth=alt.ExprRef(f"(height - {HEAD}) / (n_governments + 1)"),
    ).encode(y=_y("row"), tooltip=tooltip)  # fmt: skip
    return alt.layer(*layers, names, targets).resolve_scale(fill="independent")


_EVENTS: tuple[tuple[str, str, str, float], ...] = (
    ("began", "good", "triangle-up", -0.17),
    ("ended", "bad", "triangle-down", 0.17),
)


def _y(field: str) -> Any:
    scale = alt.Scale(
        domain=[-0.6, alt.ExprRef("n_governments - 0.4")], nice=False, zero=False,
        range=[HEAD, alt.ExprRef("height")],
    )  # fmt: skip
    return alt.Y(f"{field}:Q", axis=None, scale=scale)
