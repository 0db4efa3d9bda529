"""How far a slope hangs on single countries: the slope without each, one dot a country."""

from __future__ import annotations

from collections import Counter
from typing import Any

from levelkit.charts.country_scatter import HERE
from levelkit.charts.fast_altair import alt
from levelkit.charts.form import form
from levelkit.charts.ranking import CHOSEN, LEFT, MAIN
from levelkit.charts.theme import colour, size

TOP = 8
WHOLE = "datum.country === ''"


def _scales(data: Any, _: Any) -> dict[str, Any]:
    """As many rows as the set of regional figures with the most countries has."""
    counted = Counter(data["influence"]["regional"])
    return {"n_influence": max(counted.values(), default=1)}


@form(
    {
        "influence": "regional:N country:N name:N said:N low:Q high:Q row:Q slope:Q",
    },
    params={"main": "", "n_influence": 22},
    marks={"highlight": "", "hover": "", "regional": ""},
    height=lambda _, params: 46 + 20 * params["n_influence"],
    scales=_scales,
    unit="country",
)
def influence_dots() -> Any:
    """The slope without each country in turn, and with all.

    Named data set that the caller supplies
    ---------------------------------------
    influence : regional, country, name, row, slope, low, high, said
        One row a country and set of regional figures, in the order of the slope; the row of no country is the
        slope with all of them. ``said`` is slope and interval in words.

    Returns
    -------
    altair.LayerChart
        Parameters: ``regional`` (the set shown), ``main``, ``highlight``, ``hover`` (countries), ``n_influence`` (rows there is
        room for), ``dark``.
    """
    base = alt.Chart(alt.NamedData("influence")).transform_filter(HERE)
    scale = alt.Scale(
        nice=False, zero=True, padding=14, range=[alt.ExprRef(LEFT), alt.ExprRef("width - 14")]
    )
    axis = alt.Axis(title=None, tickCount=6, grid=True, domain=False, ticks=False)
    x = alt.X("slope:Q", scale=scale, axis=axis)
    rows = alt.Scale(
        domain=[-0.6, alt.ExprRef("n_influence - 0.4")],
        nice=False,
        zero=False,
        range=[TOP, alt.ExprRef("height - 4")],
    )
    y = alt.Y("row:Q", axis=None, scale=rows)
    tooltip = [
        alt.Tooltip("name:N", title="Left out"),
        alt.Tooltip("said:N", title="Slope (95% interval)"),
    ]
    kinds: tuple[tuple[str, str, Any], ...] = (
        (f"!({WHOLE}) && !({MAIN}) && !{CHOSEN}", "line", "normal"),
        (WHOLE, "ink", "bold"),
        (f"{CHOSEN} && !({MAIN}) && !({WHOLE})", "second", "bold"),
        (MAIN, "accent", "bold"),
    )
    zero = (
        base.transform_filter(WHOLE)
        .transform_calculate(zero="0")
        .mark_rule(y=0, y2=alt.ExprRef("height"), stroke=colour("muted"))
        .encode(x=alt.X("zero:Q", scale=scale, axis=axis))
    )
    layers = [zero]
    for test, ink, weight in kinds:
        kept = base.transform_filter(test)
        layers += [
            kept.mark_rule(strokeWidth=2, stroke=colour(ink), opacity=0.8).encode(
                x=alt.X("low:Q", scale=scale, axis=axis), x2="high:Q", y=y, tooltip=tooltip
            ),
            kept.mark_circle(size=64, opacity=1, fill=colour(ink), cursor="pointer").encode(
                x=x, y=y, tooltip=tooltip
            ),
            kept.mark_text(
                x=alt.ExprRef(f"{LEFT} - 8"), align="right", baseline="middle", fontWeight=weight,
                fontSize=size(12, phone=10), fill=colour("ink" if ink == "line" else ink), cursor="pointer",
            ).encode(y=y, text="name:N"),
        ]  # fmt: skip
    return alt.layer(*layers)
