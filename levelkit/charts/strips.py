"""Strips: one row a country, one dot a region."""

from __future__ import annotations

from typing import Any

from levelkit.charts.fast_altair import alt
from levelkit.charts.form import form
from levelkit.charts.ranking import CHOSEN, LEFT, MAIN, country_names, row_scale
from levelkit.charts.theme import colour, size


def _scales(data: Any, _: Any) -> dict[str, Any]:
    """The lowest and highest region of the countries shown, with room beside them."""
    countries, regions = set(data["ranking"]["country"]), data["regions"]
    values = [
        value
        for value, country in zip(regions["relative"], regions["country"], strict=True)
        if country in countries
    ] or [100.0]
    return {
        "rows_shown": len(data["ranking"]["row"]),
        "relative_low": 0.9 * min(values),
        "relative_high": 1.12 * max(values),
    }


@form(
    {
        "ranking": "row:Q country:N ranked:B name:N",
        "regions": "country:N region:N said:N relative:Q end:N",
    },
    params={"main": "", "rows_shown": 20, "relative_low": 25, "relative_high": 400},
    marks={"highlight": "", "hover": ""},
    height=lambda _, params: 50 + 25 * params["rows_shown"],
    scales=_scales,
    unit="country",
)
def region_strips() -> Any:
    """Every region relative to its country's mean.

    Named data sets that the caller supplies
    ----------------------------------------
    ranking : country, name, row, ranked
        As in :func:`levelkit.charts.country_ranking`: rows in the same order.
    regions : region, country, relative, said, end
        One row a region: relative to the country's mean = 100, its value in words, and whether it
        is the highest or lowest of the main country, which is labelled.

    Returns
    -------
    altair.LayerChart
        Parameters: ``main``, ``highlight``, ``hover`` (countries or a region), ``rows_shown``,
        ``relative_low``, ``relative_high``, ``dark``.
    """
    scale = alt.Scale(
        type="log", domain=[alt.ExprRef("relative_low"), alt.ExprRef("relative_high")], nice=False,
        range=[alt.ExprRef(LEFT), alt.ExprRef("width - 12")],
    )  # fmt: skip
    axis = alt.Axis(
        values=[12.5, 25, 50, 70, 100, 140, 200, 400, 800, 1600], format="~d", title=None, orient="top",
        domain=False, ticks=False, grid=True, labelOverlap="greedy",
    )  # fmt: skip
    x = alt.X("relative:Q", scale=scale, axis=axis)
    regions = (
        alt.Chart(alt.NamedData("regions"))
        .transform_lookup(
            "country", alt.LookupData(alt.NamedData("ranking"), "country", ["row", "ranked"])
        )
        .transform_filter("isValid(datum.row)")
    )
    tooltip = [
        alt.Tooltip("region:N", title="Region"),
        alt.Tooltip("country:N", title="Country"),
        alt.Tooltip("said:N", title="Value"),
        alt.Tooltip("relative:Q", title="Mean of country = 100", format=",.0f"),
    ]
    lit = f"({MAIN} || {CHOSEN})"
    dots = []
    for test, ink, opacity in (
        (f"!{lit} && datum.ranked", "line", 0.55),
        (f"!{lit} && !datum.ranked", "line", 0.3),
        (f"{CHOSEN} && !({MAIN})", "second", 0.7),
        (MAIN, "accent", 0.7),
    ):
        dots.append(
            regions.transform_filter(test)
            .mark_circle(
                size=alt.ExprRef("width < 560 ? 22 : 44"), opacity=opacity, fill=colour(ink)
            )
            .encode(x=x, y=row_scale(), tooltip=tooltip)
        )
    pointed = (
        regions.transform_filter("datum.region === hover")
        .mark_circle(size=110, opacity=1, fill=colour("paper"), stroke=colour("ink"), strokeWidth=2)
        .encode(x=x, y=row_scale(), tooltip=tooltip)
    )
    # Above its row, where no dot is; to the right of the highest the chart ends.
    ends = [
        regions.transform_filter(f"datum.end === '{end}' && width >= 560")
        .mark_text(
            align=align, dx=dx, dy=-11, baseline="bottom", fontSize=size(11), fontWeight="bold",
            fill=colour("accent"),
        )
        .encode(x=x, y=row_scale(), text="region:N")
        for end, align, dx in _ENDS
    ]  # fmt: skip
    mean = (
        alt.Chart(alt.NamedData("ranking"))
        .transform_filter("datum.row === 1")
        .transform_calculate(relative="100")
        .mark_rule(stroke=colour("muted"), strokeDash=[4, 3], y=26, y2=alt.ExprRef("height"))
        .encode(x=x)
    )
    layers = [mean, *dots, *ends, pointed, *country_names()]
    return alt.layer(*layers)


_ENDS: tuple[tuple[str, Any, int], ...] = (("highest", "right", 5), ("lowest", "left", -5))
