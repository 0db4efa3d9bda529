"""How often a place is had under random weightings: one bar a place."""

from __future__ import annotations

from typing import Any

from levelkit.charts.fast_altair import alt
from levelkit.charts.form import form
from levelkit.charts.theme import colour, size

LEFT, BOTTOM, TOP = 8, 36, 34


@form(
    {
        "places": "place:Q here:B said:N share:Q label:N",
    },
    params={"n_places": 22, "quarter_end": 5, "share_high": 100},
    height=300,
    scales=lambda data, _: {
        "n_places": len(data["places"]["place"]),
        "quarter_end": len(data["places"]["place"]) // 4,
        "share_high": 1.12 * max(*data["places"]["share"], 1),
    },
)
def place_bars() -> Any:
    """The distribution of one country's place.

    Named data set that the caller supplies
    ---------------------------------------
    places : place, share, label, here, quarter, said
        One row a place: its share of the draws in %, the label above the bar (empty where there is no room), whether it
        is the place under the weights chosen, whether it is within the first quarter, and both in words.

    Returns
    -------
    altair.LayerChart
        Parameters: ``n_places``, ``quarter_end`` (the last place of the first quarter), ``share_high`` (end of the
        scale), ``dark``.
    """
    base = alt.Chart(alt.NamedData("places"))
    right = alt.ExprRef("width - 8")
    x_scale = alt.Scale(
        domain=[0.4, alt.ExprRef("n_places + 0.6")], nice=False, zero=False, range=[LEFT, right]
    )
    y_scale = alt.Scale(
        domain=[0, alt.ExprRef("share_high")],
        nice=False,
        range=[alt.ExprRef(f"height - {BOTTOM}"), TOP],
    )
    x = alt.X("place:Q", axis=None, scale=x_scale)
    y = alt.Y("share:Q", axis=None, scale=y_scale)
    width = alt.ExprRef(f"0.74 * (width - {LEFT + 8}) / (n_places + 0.2)")
    tooltip = [alt.Tooltip("said:N", title="Place")]
    ground = (
        base.transform_filter("datum.place === 1")
        .transform_calculate(from_="0.5", to_="quarter_end + 0.5")
        .mark_rect(y=TOP, y2=alt.ExprRef(f"height - {BOTTOM}"), fill=colour("band"))
        .encode(x=alt.X("from_:Q", axis=None, scale=x_scale), x2="to_:Q")
    )
    ground_said = (
        base.transform_filter("datum.place === 1 && quarter_end > 0")
        .transform_calculate(from_="0.5", words="'most centralised quarter'")
        .mark_text(
            align="left", dx=4, y=TOP - 12, fontSize=size(12, phone=10), fill=colour("muted")
        )
        .encode(x=alt.X("from_:Q", axis=None, scale=x_scale), text="words:N")
    )
    bars = [
        base.transform_filter(test)
        .mark_rule(strokeWidth=width, strokeCap="butt", stroke=colour(ink))
        .transform_calculate(floor="0")
        .encode(x=x, y=alt.Y("floor:Q", axis=None, scale=y_scale), y2="share:Q", tooltip=tooltip)
        for test, ink in (("!datum.here", "line"), ("datum.here", "accent"))
    ]
    shares = base.mark_text(dy=-9, fontSize=size(12, phone=10), fill=colour("ink")).encode(
        x=x, y=y, text="label:N"
    )
    names = base.mark_text(
        y=alt.ExprRef(f"height - {BOTTOM - 14}"), fontSize=size(12, phone=10)
    ).encode(
        x=x,
        text="place:Q",
        fill=alt.condition("datum.here", alt.value(colour("accent")), alt.value(colour("muted"))),
    )
    head = (
        base.transform_filter("datum.place === 1")
        .transform_calculate(words="'Place: 1 is the most centralised'")
        .mark_text(
            x=LEFT, y=alt.ExprRef("height - 6"), align="left", fontSize=size(12, phone=10),
            fill=colour("muted"),
        )
        .encode(text="words:N")
    )  # fmt: skip
    return alt.layer(ground, *bars, shares, ground_said, names, head).resolve_scale(
        fill="independent", stroke="independent"
    )
