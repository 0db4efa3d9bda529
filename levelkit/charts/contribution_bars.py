"""Who drives a change: each region's contribution as a bar, from the largest rise to the largest fall."""

from __future__ import annotations

from typing import Any

from levelkit.charts.fast_altair import alt
from levelkit.charts.form import form
from levelkit.charts.theme import colour, emphasis, size

LIT = "(datum.region === highlight || datum.region === hover)"
LEFT = "(width < 480 ? 84 : 178 * min(big, 1.3))"


def _scales(data: Any, _: Any) -> dict[str, Any]:
    changes = data["drivers"]["change"]
    return {
        "n_drivers": len(changes),
        "change_low": min(*changes, 0) * 1.08 - 1,
        "change_high": max(*changes, 0) * 1.08 + 1,
    }


@form(
    {
        "drivers": "region:N change:Q relative_then:Q relative_now:Q at:Q short:N",
    },
    params={"change_low": -10, "change_high": 50, "n_drivers": 12},
    marks={"highlight": "", "hover": ""},
    height=lambda _, params: 40 + 26 * params["n_drivers"],
    scales=_scales,
    unit="region",
)
def contribution_bars() -> Any:
    """Contributions that add up to a change.

    Named data set that the caller supplies
    ---------------------------------------
    drivers : region, short, at, change, relative_then, relative_now
        One row a region; ``at`` is its place from the top.

    Returns
    -------
    altair.LayerChart
        Parameters: ``highlight``, ``hover`` (region), ``change_low``, ``change_high`` (ends of the
        scale), ``n_drivers``, ``dark``.
    """
    base = alt.Chart(alt.NamedData("drivers"))
    axis = alt.Axis(title=None, tickCount=5, grid=True, domain=False, ticks=False, format="+d")
    scale = alt.Scale(
        domain=[alt.ExprRef("change_low"), alt.ExprRef("change_high")], nice=False,
        range=[alt.ExprRef(LEFT), alt.ExprRef("width - 10")],
    )  # fmt: skip
    x = alt.X("change:Q", axis=axis, scale=scale)
    y = alt.Y(
        "at:Q",
        axis=None,
        scale=alt.Scale(
            domain=[-0.6, alt.ExprRef("n_drivers - 0.4")], nice=False, zero=False,
            range=[4, alt.ExprRef("height - 4")],
        ),
    )  # fmt: skip
    bars = base.mark_bar(
        orient="horizontal", height=alt.ExprRef("0.68 * height / (n_drivers + 1)")
    ).encode(
        x=x,
        y=y,
        fill=alt.condition(LIT, alt.value(colour("accent")), alt.value(colour("line"))),
        tooltip=[
            alt.Tooltip("region:N", title="Region"),
            alt.Tooltip("change:Q", title="Contribution, % of the first CV²", format="+.1f"),
            alt.Tooltip("relative_then:Q", title="Mean = 100, first year", format=".1f"),
            alt.Tooltip("relative_now:Q", title="Mean = 100, last year", format=".1f"),
        ],
    )
    zero = (
        base.transform_filter("datum.at === 0")
        .transform_calculate(zero="0")
        .mark_rule(y=0, y2=alt.ExprRef("height"), stroke=colour("muted"))
        .encode(x=alt.X("zero:Q", scale=scale, axis=axis))
    )
    named = base.transform_calculate(
        label="(width < 480 ? datum.short : datum.region) + '  ' + format(datum.change, '+.0f')"
    )
    names = [
        named.transform_filter(test)
        .mark_text(
            x=alt.ExprRef(f"{LEFT} - 8"), align="right", fontSize=size(12, phone=10), fontWeight=weight,
            fill=colour(ink),
        )
        .encode(y=y, text="label:N")
        for test, weight, ink in emphasis(LIT)
    ]  # fmt: skip
    return alt.layer(bars, zero, *names).resolve_scale(fill="independent")
