"""How many policies there are at a time, with the governments behind."""

from __future__ import annotations

from typing import Any

from levelkit.charts.fast_altair import alt
from levelkit.charts.form import form
from levelkit.charts.theme import colour, size
from levelkit.charts.timeline import government_bands, year_scale

HEAD = 26
INSIDE = "datum.year >= year_low && datum.year <= year_high"


def _scales(data: Any, _: Any) -> dict[str, Any]:
    years = data["alive"]
    return {
        "alive_high": 1.15 * max(years["alive"], default=1) + 1,
        "moves_high": max([*years["began"], *years["ended"], 1]),
    }


@form(
    {
        "bands": "ends:Q begins:Q shaded:B party:N short:N letter:N",
        "alive": "year:Q ended:Q alive:Q peak:N began:Q",
    },
    params={"year_low": 1926, "year_high": 2027, "alive_high": 30, "moves_high": 8},
    height=380,
    scales=_scales,
)
def policies_alive() -> Any:
    """Policies alive at the end of each year; below, how many began and ended in it.

    Named data sets that the caller supplies
    ----------------------------------------
    alive : year, alive, began, ended, peak
        One row a year; ``peak`` names the highest number where it is reached.
    bands : party, short, letter, begins, ends, shaded
        As in :func:`levelkit.charts.policy_timeline`.

    Returns
    -------
    altair.LayerChart
        Parameters: ``year_low``, ``year_high``, ``alive_high`` (top of the scale), ``moves_high`` (most
        that began or ended in a year), ``dark``.
    """
    years = alt.Chart(alt.NamedData("alive")).transform_filter(INSIDE).transform_calculate(
        x0="datum.year + 0.1", x1="datum.year + 0.9", middle="datum.year + 0.5", down="-datum.ended",
        zero="0",
    )  # fmt: skip
    area = years.mark_area(
        interpolate="step", fill=colour("accent"), opacity=0.22, clip=True
    ).encode(x=year_scale("middle", axis=True), y=_upper("alive", axis=True))
    line = years.mark_line(
        interpolate="step", stroke=colour("accent"), strokeWidth=2.5, clip=True
    ).encode(x=year_scale("middle", axis=True), y=_upper("alive"))
    peak = (
        years.transform_filter("datum.peak")
        .mark_text(dy=-9, fontSize=size(12, phone=11), fontWeight="bold", fill=colour("accent"))
        .encode(x=year_scale("middle", axis=True), y=_upper("alive"), text="peak:N")
    )
    moves = [
        years.mark_rect(fill=colour(ink)).encode(
            x=year_scale("x0", axis=True), x2="x1:Q", y=_lower(field), y2="zero:Q"
        )
        for field, ink in (("began", "good"), ("down", "bad"))
    ]
    names = [
        years.transform_filter("datum.peak").transform_calculate(said=f"'{text}'").mark_text(
            x=4, y=alt.ExprRef(f"height - {up}"), align="left", fontSize=size(12, phone=10),
            fontWeight="bold", fill=colour(ink),
        ).encode(text="said:N")
        for text, up, ink in (("▲ began in the year", 106, "good"), ("▼ ended in the year", 10, "bad"))
    ]  # fmt: skip
    targets = years.mark_rule(
        y=HEAD, y2=alt.ExprRef("height"), opacity=0,
        strokeWidth=alt.ExprRef("width / (year_high - year_low)"),
    ).encode(
        x=year_scale("middle", axis=True),
        tooltip=[
            alt.Tooltip("year:O", title="Year"),
            alt.Tooltip("alive:Q", title="Alive at its end"),
            alt.Tooltip("began:Q", title="Began"),
            alt.Tooltip("ended:Q", title="Ended"),
        ],
    )  # fmt: skip
    layers = [*government_bands(HEAD), area, line, peak, *moves, *names, targets]
    return alt.layer(*layers).resolve_scale(y="independent", fill="independent")


def _upper(field: str, *, axis: bool = False) -> Any:
    scale = alt.Scale(
        domain=[0, alt.ExprRef("alive_high")], nice=False, clamp=True,
        range=[alt.ExprRef("height - 124"), HEAD + 22],
    )  # fmt: skip
    shown = alt.Axis(
        title=None, tickCount=4, format="d", domain=False, ticks=False, labelPadding=-18,
    )  # fmt: skip
    return alt.Y(f"{field}:Q", scale=scale, axis=shown if axis else None)


def _lower(field: str) -> Any:
    scale = alt.Scale(
        domain=[alt.ExprRef("-moves_high"), alt.ExprRef("moves_high")], nice=False, clamp=True,
        range=[alt.ExprRef("height - 4"), alt.ExprRef("height - 112")],
    )  # fmt: skip
    return alt.Y(f"{field}:Q", scale=scale, axis=None)
