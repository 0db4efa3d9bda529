"""The specification curve in small, for a card."""

from __future__ import annotations

from typing import Any

from levelkit.charts.fast_altair import alt
from levelkit.charts.form import form
from levelkit.charts.specification import verdict_encodings
from levelkit.charts.theme import colour

LEFT = 34


@form(
    {
        "thresholds": "level:Q label:N",
        "curve": "verdict:N at:Q effect:Q",
    },
    params={"n_curve": 100, "effect_low": -1, "effect_high": 1},
    height=130,
    scales=lambda data, _: {"n_curve": len(data["curve"]["at"])},
)
def small_curve() -> Any:
    """Every combination's number, sorted, with the thresholds of the criterion.

    Named data sets that the caller supplies
    ----------------------------------------
    curve : at, effect, verdict
        One row a combination.
    thresholds : level, label
        Thresholds of the criterion.

    Returns
    -------
    altair.LayerChart
        Parameters: ``n_curve``, ``effect_low``, ``effect_high``, ``dark``.
    """
    x = alt.X(
        "at:Q",
        axis=None,
        scale=alt.Scale(
            domain=[-1, alt.ExprRef("n_curve")], nice=False, zero=False,
            range=[LEFT, alt.ExprRef("width - 6")],
        ),
    )  # fmt: skip
    scale = alt.Scale(
        domain=[alt.ExprRef("effect_low"), alt.ExprRef("effect_high")],
        clamp=True,
        nice=False,
        zero=False,
        range=[alt.ExprRef("height - 6"), 8],
    )
    guides = alt.Chart(alt.NamedData("thresholds"))
    level = alt.Y("level:Q", axis=None, scale=scale)
    lines = guides.mark_rule(x=LEFT, x2=alt.ExprRef("width"), stroke=colour("grid")).encode(y=level)
    labels = guides.mark_text(x=LEFT - 6, align="right", fontSize=11, fill=colour("muted")).encode(
        y=level, text="label:N"
    )
    points = (
        alt.Chart(alt.NamedData("curve"))
        .mark_point(size=18, filled=True, opacity=1)
        .encode(x=x, y=alt.Y("effect:Q", axis=None, scale=scale), **verdict_encodings())
    )
    return alt.layer(lines, labels, points)
