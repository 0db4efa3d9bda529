"""Lines of countries over the years with events on them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from levelkit.charts.fast_altair import alt
from levelkit.charts.form import form
from levelkit.charts.labels import text_width
from levelkit.charts.ranking import CHOSEN, MAIN
from levelkit.charts.theme import colour, size

if TYPE_CHECKING:
    from collections.abc import Sequence

RIGHT = "(width < 560 ? 54 : 110 * min(big, 1.3))"
LANE = 15  # pixels a row of event names
TOP = f"(width < 560 ? 20 : {LANE} * lanes + 10)"
#: For lanes of events: of the chart at its usual width, pixels a year and points of type.
PIXELS_A_YEAR, EVENT_POINTS, EVENT_GAP = 15.5, 11, 8
PHONE_YEARS = 2.5  # between two numbers on a phone


@form(
    {
        "events": "at:Q direction:N lane:Q when:N title:N nation:N phone:N short:N",
        "timeline": "year:Q country:N value:Q last:B short:N",
    },
    params={"main": "", "lanes": 6, "first_shown": 1970, "last_shown": 2018},
    marks={"highlight": "", "hover": ""},
    height=480,
    scales=lambda data, _: {"lanes": 1 + max(data["events"]["lane"], default=0)},
    unit="country",
)
def event_lines() -> Any:
    """An index of countries over the years; one country's events stand above its line.

    Named data sets that the caller supplies
    ----------------------------------------
    timeline : country, short, year, value, last
        One row a country and year; ``last`` marks a country's last year.
    events : number, at, lane, short, phone, title, when, nation, direction
        One row an event: year with its fraction (``at``), row of its name (``lane``, from 0), the name in short and whole;
        on a phone there is room for some of their numbers alone (``phone``, else empty).

    Returns
    -------
    altair.LayerChart
        Parameters: ``main``, ``highlight``, ``hover`` (countries), ``lanes`` (rows of event names), ``first_shown``,
        ``last_shown`` (years), ``dark``.
    """
    lines = alt.Chart(alt.NamedData("timeline")).transform_filter(
        "datum.year >= first_shown && datum.year <= last_shown"
    )
    x_scale = alt.Scale(
        domain=[alt.ExprRef("first_shown"), alt.ExprRef("last_shown")], zero=False, nice=False,
        range=[40, alt.ExprRef(f"width - {RIGHT}")],
    )  # fmt: skip
    axis = alt.Axis(format="d", grid=False, title=None, labelOverlap="greedy", tickCount=8)
    x = alt.X("year:Q", axis=axis, scale=x_scale)
    y = alt.Y(
        "value:Q",
        axis=alt.Axis(title=None, tickCount=5, domain=False, ticks=False, grid=True),
        scale=alt.Scale(zero=True, nice=True, range=[alt.ExprRef("height"), alt.ExprRef(TOP)]),
    )
    tooltip = [
        alt.Tooltip("country:N", title="Country"),
        alt.Tooltip("year:O", title="Year"),
        alt.Tooltip("value:Q", title="Index", format=".1f"),
    ]
    lit = f"({MAIN} || {CHOSEN})"
    layers = list(_events(x_scale, axis))
    for test, ink, width, opacity in (
        (f"!{lit}", "line", 1, 0.45),
        (f"{CHOSEN} && !({MAIN})", "second", 2.5, 1),
        (MAIN, "accent", 4, 1),
    ):
        layers.append(
            lines.transform_filter(test)
            .mark_line(strokeWidth=width, stroke=colour(ink), opacity=opacity)
            .encode(x=x, y=y, detail="country:N", tooltip=tooltip)
        )
    ends = [
        lines.transform_filter(f"datum.last && ({test})")
        .mark_text(
            align="left", dx=7, baseline="middle", fontWeight="bold", fontSize=size(13, phone=11),
            fill=colour(ink),
        )
        .encode(x=x, y=y, text="short:N")
        for test, ink in ((MAIN, "accent"), (f"{CHOSEN} && !({MAIN})", "second"))
    ]  # fmt: skip
    return alt.layer(*layers, *ends)


def _events(x_scale: Any, axis: Any) -> Any:
    """A thin line an event, from its name down; on a phone the name is a number of the table."""
    events = alt.Chart(alt.NamedData("events")).transform_filter(
        "datum.at >= first_shown && datum.at <= last_shown"
    )
    x = alt.X("at:Q", axis=axis, scale=x_scale)
    tooltip = [
        alt.Tooltip("when:N", title="When"),
        alt.Tooltip("title:N", title="What"),
        alt.Tooltip("nation:N", title="Where"),
        alt.Tooltip("direction:N", title="Power goes"),
    ]
    lane = alt.ExprRef(f"width < 560 ? 8 : {LANE} * datum.lane + 8")
    kinds = (
        (events.transform_filter("datum.direction === 'to places'"), "good", [1, 0]),
        (events.transform_filter("datum.direction !== 'to places'"), "bad", [3, 3]),
    )
    for kept, ink, dash in kinds:
        yield kept.mark_rule(
            y=lane, y2=alt.ExprRef("height"), strokeWidth=1, strokeDash=dash, opacity=0.55,
            stroke=colour(ink),
        ).encode(x=x, tooltip=tooltip)  # fmt: skip
    for kept, ink, _ in kinds:
        named = kept.transform_calculate(label="width < 560 ? datum.phone : datum.short")
        look: dict[str, Any] = {"y": lane, "align": "left", "dx": 3, "fontSize": size(11, phone=9)}
        # The paper shines through around the letters, or the lines of other events would cross them.
        yield named.mark_text(**look, stroke=colour("paper"), strokeWidth=4).encode(
            x=x, text="label:N"
        )
        yield named.mark_text(**look, fill=colour(ink)).encode(x=x, text="label:N", tooltip=tooltip)


def lanes(at: Sequence[float], names: Sequence[str]) -> list[int]:
    """For each event, in order of time, the highest row of names in which its own runs into no other.

    Parameters
    ----------
    at : sequence of float
        Years with their fraction.
    names : sequence of str
    """
    ends: list[float] = []
    chosen = []
    for year, name in zip(at, names, strict=True):
        start = PIXELS_A_YEAR * year
        lane = next((k for k, end in enumerate(ends) if end + EVENT_GAP <= start), len(ends))
        ends[lane : lane + 1] = [start + text_width(name, EVENT_POINTS)]
        chosen.append(lane)
    return chosen


def phone_numbers(at: Sequence[float]) -> list[str]:
    """The numbers of events that there is room for on a phone; "" for the others."""
    last, numbers = 0.0, []
    for k, year in enumerate(at, start=1):
        shown = year >= last + PHONE_YEARS
        last = year if shown else last
        numbers.append(str(k) if shown else "")
    return numbers
