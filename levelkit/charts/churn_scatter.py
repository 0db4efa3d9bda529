"""Years by how many policies began or ended, and by how regional gaps changed."""

from __future__ import annotations

from typing import Any

from levelkit.charts.fast_altair import alt
from levelkit.charts.form import form
from levelkit.charts.theme import colour, size

LEFT = 52


def _scales(data: Any, _: Any) -> dict[str, Any]:
    years = data["churn"]
    return {
        "churn_high": max([4.0, *years["moves"]]),
        "change_high": 1.15 * max(map(abs, years["change"]), default=0.01),
    }


@form(
    {
        "churn": "first:B year:Q moves:Q change:Q named:B",
    },
    params={"churn_high": 14, "change_high": 0.02},
    height=380,
    scales=_scales,
)
def churn_scatter() -> Any:
    """One dot a year: starts and ends of policies, and the change of regional gaps.

    Named data set that the caller supplies
    ----------------------------------------
    churn : year, moves, change, named, first
        One row a year: policies that began or ended in it, and the change of the coefficient of
        variation in it; ``named`` marks years whose number is written, ``first`` the first row.

    Returns
    -------
    altair.LayerChart
        Parameters: ``churn_high`` (end of the scale of moves), ``change_high`` (of the change, up and down),
        ``dark``.
    """
    years = alt.Chart(alt.NamedData("churn"))
    tooltip = [
        alt.Tooltip("year:O", title="Year"),
        alt.Tooltip("moves:Q", title="Policies begun or ended"),
        alt.Tooltip("change:Q", title="Change of the gap", format="+.3f"),
    ]
    zero = years.transform_filter("datum.first").transform_calculate(none="0").mark_rule(
        x=LEFT, x2=alt.ExprRef("width"), stroke=colour("line"), strokeWidth=1.5,
    ).encode(y=_y("none"))  # fmt: skip
    dots = years.mark_circle(size=64, opacity=0.85, fill=colour("accent")).encode(
        x=_x(), y=_y("change"), tooltip=tooltip
    )
    names = (
        years.transform_filter("datum.named")
        .mark_text(align="left", dx=7, dy=-8, fontSize=size(12, phone=10), fill=colour("ink"))
        .encode(x=_x(), y=_y("change"), text="year:O")
    )
    said = [
        years.transform_filter("datum.first")
        .transform_calculate(text=f"'{text}'")
        .mark_text(
            x=LEFT + 6, y=at, align="left", fontSize=size(12, phone=10), fontWeight="bold",
            fill=colour("muted"),
        )
        .encode(text="text:N")
        for text, at in (("▲ gaps grew", 10), ("▼ gaps fell", alt.ExprRef("height - 48")))
    ]  # fmt: skip
    return alt.layer(zero, dots, names, *said)


def _x() -> Any:
    scale = alt.Scale(
        domain=[-0.5, alt.ExprRef("churn_high + 1")], nice=False, zero=False,
        range=[LEFT, alt.ExprRef("width - 8")],
    )  # fmt: skip
    axis = alt.Axis(
        title="Policies that began or ended in the year", grid=False, format="d", tickMinStep=1
    )
    return alt.X("moves:Q", scale=scale, axis=axis)


def _y(field: str) -> Any:
    scale = alt.Scale(
        domain=[alt.ExprRef("-change_high"), alt.ExprRef("change_high")], nice=False, zero=False,
        range=[alt.ExprRef("height - 40"), 4],
    )  # fmt: skip
    axis = alt.Axis(
        title=None,
        tickCount=5,
        format="+.3~f",
        domain=False,
        ticks=False,
        grid=False,
        offset=-LEFT + 4,
    )
    return alt.Y(f"{field}:Q", scale=scale, axis=axis)
