"""Shares of a whole: one bar a part."""

from __future__ import annotations

from typing import Any

from levelkit.charts.fast_altair import alt
from levelkit.charts.form import form
from levelkit.charts.scales import known
from levelkit.charts.theme import colour, emphasis, size

LEFT = "(width < 480 ? 118 : 220 * min(big, 1.25))"
LIT = "(datum.name === highlight || datum.name === hover)"


def _scales(data: Any, _: Any) -> dict[str, Any]:
    shares = known(data["shares"]["share"])
    return {"n_shares": len(data["shares"]["row"]), "share_high": 1.15 * max([*shares, 0.01])}


@form(
    {"shares": "row:Q name:N short:N share:Q"},
    params={"n_shares": 5, "share_high": 1},
    marks={"highlight": "", "hover": ""},
    height=lambda _, params: 40 + 26 * max(params["n_shares"], 1),
    scales=_scales,
    unit="name",
)
def share_bars() -> Any:
    """Shares, from 0 to 1.

    Named data set that the caller supplies
    ---------------------------------------
    shares : row, name, short, share
        One row a part, from the top.

    Returns
    -------
    altair.LayerChart
        Parameters: ``highlight``, ``hover`` (name), ``n_shares``, ``share_high`` (end of the
        scale), ``dark``.
    """
    rows = alt.Chart(alt.NamedData("shares"))
    axis = alt.Axis(title=None, tickCount=5, grid=True, domain=False, ticks=False, format=".0%")
    scale = alt.Scale(
        domain=[0, alt.ExprRef("share_high")], nice=False,
        range=[alt.ExprRef(LEFT), alt.ExprRef("width - 10")],
    )  # fmt: skip
    x = alt.X("share:Q", axis=axis, scale=scale)
    y = alt.Y(
        "row:Q",
        axis=None,
        scale=alt.Scale(
            domain=[-0.6, alt.ExprRef("n_shares - 0.4")], nice=False, zero=False,
            range=[4, alt.ExprRef("height - 4")],
        ),
    )  # fmt: skip
    tooltip = [
        alt.Tooltip("name:N", title="Part"),
        alt.Tooltip("share:Q", title="Share", format=".1%"),
    ]
    bars = rows.mark_bar(
        orient="horizontal", height=alt.ExprRef("0.68 * height / (n_shares + 1)"), cursor="pointer"
    ).encode(
        x=x, y=y, tooltip=tooltip,
        fill=alt.condition(LIT, alt.value(colour("accent")), alt.value(colour("line"))),
    )  # fmt: skip
    named = rows.transform_calculate(
        label="(width < 480 ? datum.short : datum.name) + '  ' + format(datum.share, '.0%')"
    )
    names = [
        named.transform_filter(test)
        .mark_text(
            x=alt.ExprRef(f"{LEFT} - 8"), align="right", fontSize=size(12, phone=10),
            fontWeight=weight, fill=colour(ink),
        )
        .encode(y=y, text="label:N")
        for test, weight, ink in emphasis(LIT)
    ]  # fmt: skip
    return alt.layer(bars, *names).resolve_scale(fill="independent")
