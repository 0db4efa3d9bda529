"""Lines of countries over the years, with the main country's place written at its points."""

from __future__ import annotations

from typing import Any

from levelkit.charts.fast_altair import alt
from levelkit.charts.form import form
from levelkit.charts.ranking import CHOSEN, MAIN
from levelkit.charts.theme import colour, size

#: Pixels between the middles of two names that can be read.
LINE = 15
_APART = "(scale('y', datum.spread) - scale('y', datum.main_end))"
AWAY = f"isValid(datum.main_end) && abs({_APART}) < {LINE} ? ({_APART} < 0 ? -1 : 1) * ({LINE} - abs({_APART})) : 0"
RIGHT = "(width < 560 ? 66 : 120 * min(big, 1.3))"


@form(
    {
        "long": "source:N spread:Q country:N year:Q place:Q countries:Q last:B short:N",
    },
    params={"source_shown": "", "data_shown": "", "main": "", "year": 2019},
    marks={"highlight": "", "hover": ""},
    height=380,
    unit="country",
)
def country_lines() -> Any:
    """A measure of inequality by country over the years.

    Named data set that the caller supplies
    ---------------------------------------
    long : source, country, short, year, spread, place, countries, last
        One row a country and year of each source; ``last`` marks a country's last year.

    Returns
    -------
    altair.LayerChart
        Parameters: ``source_shown``, ``main``, ``highlight``, ``hover`` (countries), ``year`` and
        ``data_shown`` (what the page looks at, marked where it is shown), ``dark``.
    """
    base = alt.Chart(alt.NamedData("long")).transform_filter(
        "datum.source === source_shown && isValid(datum.spread)"
    )
    x = alt.X(
        "year:Q",
        axis=alt.Axis(format="d", grid=False, title=None, labelOverlap="greedy", tickCount=8),
        scale=alt.Scale(zero=False, nice=False, range=[40, alt.ExprRef(f"width - {RIGHT}")]),
    )
    y = alt.Y(
        "spread:Q",
        axis=alt.Axis(title=None, tickCount=5, domain=False, ticks=False, grid=True),
        # Room above the highest line for the places that stand on it.
        scale=alt.Scale(zero=False, nice=True, range=[alt.ExprRef("height"), 26]),
    )
    tooltip = [
        alt.Tooltip("country:N", title="Country"),
        alt.Tooltip("year:O", title="Year"),
        alt.Tooltip("spread:Q", title="Value", format=".3f"),
        alt.Tooltip("place:Q", title="Place"),
        alt.Tooltip("countries:Q", title="of countries"),
    ]
    lit = f"({MAIN} || {CHOSEN})"
    here = (
        base.transform_filter(f"{MAIN} && datum.year === year && data_shown === source_shown")
        .mark_rule(stroke=colour("second"), strokeDash=[2, 3])
        .encode(x=x)
    )
    layers = [here]
    for test, ink, width, dot in (
        (f"!{lit}", "line", 1.2, 8),
        (f"{CHOSEN} && !({MAIN})", "second", 3, 28),
        (MAIN, "accent", 4, 28),
    ):
        kept = base.transform_filter(test)
        layers.append(
            kept.mark_line(
                strokeWidth=width,
                stroke=colour(ink),
                point={"fill": colour(ink).to_dict(), "size": dot},
            ).encode(x=x, y=y, detail="country:N", tooltip=tooltip)
        )
    # The chosen country's name gives way to the main one's where both lines end at one height.
    both = (
        base.transform_filter(f"datum.last && {lit}")
        .transform_calculate(of_main=f"{MAIN} ? datum.spread : null")
        .transform_joinaggregate(main_end="max(of_main)")
    )
    ends = [
        both.transform_filter(test)
        .mark_text(
            align="left", dx=9, dy=alt.ExprRef(dy), baseline="middle", fontWeight="bold",
            fontSize=size(13, phone=11), fill=colour(ink),
        )
        .encode(x=x, y=y, text="short:N")
        for test, ink, dy in (
            (MAIN, "accent", "0"), (f"{CHOSEN} && !({MAIN})", "second", AWAY),
        )
    ]  # fmt: skip
    places = (
        base.transform_filter(MAIN)
        .mark_text(dy=-13, fontSize=size(12, phone=10), fontWeight="bold", fill=colour("accent"))
        .encode(x=x, y=y, text="place:N")
    )
    return alt.layer(*layers, *ends, places)
