"""Timeline: one bar a policy from its start to its end, governments as bands behind."""

from __future__ import annotations

from typing import Any

from levelkit.charts.fast_altair import alt
from levelkit.charts.form import form
from levelkit.charts.theme import colour, emphasis, size

HEAD = 62
LIT = "(datum.policy === highlight || datum.policy === hover)"
INKS = ("accent", "bad", "good", "second")
ROW = f"((height - {HEAD}) / n_policies)"
YEAR = "(width / (year_high - year_low))"
LETTERS = f"(width < 560 ? 10 : min(13 * big, max(9, 0.74 * {ROW})))"


@form(
    {
        "bands": "ends:Q begins:Q shaded:B party:N short:N letter:N",
        "bars": "ends:Q begins:Q row:Q verified:B ink:Q open:B side:N label:N policy:N name:N kind:N said:N nation:N state:N source:N",
        "parts": "row:Q text:N",
        "kinds": "ink:Q name:N",
    },
    params={"n_policies": 100, "year_low": 1926, "year_high": 2027},
    marks={"highlight": "", "hover": ""},
    height=lambda _, params: HEAD + 24 + 17 * params["n_policies"],
    unit="policy",
)
def policy_timeline() -> Any:
    """Policies by their start, with the governments behind them.

    Named data sets that the caller supplies
    ----------------------------------------
    bars : row, policy, label, ink, begins, ends, open, verified, side, kind, said, nation, source, state
        One row a policy from the top; ``ink`` 0 to 3 is its kind's colour, ``open`` whether it still
        runs, ``side`` where its label has room; unverified ones are outlined.
    bands : party, short, letter, begins, ends, shaded
        Stretches in office of one party.
    kinds : ink, name
        The kinds' names, to the left of each other.
    parts : row, text
        Headings between rows.

    Returns
    -------
    altair.LayerChart
        Parameters: ``highlight``, ``hover`` (policy), ``n_policies``, ``year_low``, ``year_high``, ``dark``.
    """
    layers = [*government_bands(HEAD), *_bars(), *_labels(), *_parts(), *_legend(), _targets()]
    return alt.layer(*layers).resolve_scale(fill="independent")


def year_scale(field: str, *, axis: bool = False) -> Any:
    """Years over the whole width."""
    scale = alt.Scale(
        domain=[alt.ExprRef("year_low"), alt.ExprRef("year_high")], nice=False, zero=False,
        range=[0, alt.ExprRef("width")],
    )  # fmt: skip
    shown = alt.Axis(
        format="d", grid=False, title=None, labelOverlap="greedy", orient="bottom",
        tickCount=alt.ExprRef("width < 560 ? 5 : 10"),
    )  # fmt: skip
    return alt.X(f"{field}:Q", scale=scale, axis=shown if axis else None)


def government_bands(head: int) -> list[Any]:
    """Bands of the parties in office, each named at the top as its width allows."""
    # What lies beyond the scale would push the whole chart aside, even if it is clipped.
    bands = (
        alt.Chart(alt.NamedData("bands"))
        .transform_filter("datum.ends > year_low && datum.begins < year_high")
        .transform_calculate(left="max(datum.begins, year_low)", right="min(datum.ends, year_high)")
    )
    bottom = alt.ExprRef("height")
    x = year_scale("left", axis=True)
    shade = (
        bands.transform_filter("datum.shaded")
        .mark_rect(y=head - 20, y2=bottom, fill=colour("band"), opacity=0.75)
        .encode(x=x, x2="right:Q")
    )
    edges = bands.mark_rule(y=head - 20, y2=bottom, stroke=colour("grid"), strokeWidth=1).encode(
        x=x
    )
    room = f"((datum.right - datum.left) * {YEAR})"
    names = (
        bands.transform_calculate(
            middle="(datum.left + datum.right) / 2",
            said=f"{room} > 84 * big ? datum.party : {room} > 30 * big ? datum.short : datum.letter",
        )
        .mark_text(y=head - 10, fontSize=size(12, phone=9), fill=colour("muted"))
        .encode(x=year_scale("middle", axis=True), text="said:N")
    )
    return [shade, edges, names]


def _shown() -> Any:
    """The bars that lie on the scale: of one beyond it, the whole chart would give way."""
    return (
        alt.Chart(alt.NamedData("bars"))
        .transform_filter(
            "datum.ends >= year_low && datum.begins <= year_high && datum.row < n_policies"
        )
        .transform_calculate(left="max(datum.begins, year_low)", right="min(datum.ends, year_high)")
    )


def _y(field: str = "row") -> Any:
    scale = alt.Scale(
        domain=[-0.5, alt.ExprRef("n_policies - 0.5")], nice=False, zero=False,
        range=[HEAD, alt.ExprRef("height")],
    )  # fmt: skip
    return alt.Y(f"{field}:Q", scale=scale, axis=None)


def _ink() -> Any:
    return {
        "condition": [
            {"test": f"datum.ink === {k}", "value": alt.ExprRef(ink).to_dict()}
            for k, ink in enumerate(INKS[1:], 1)
        ],
        "value": alt.ExprRef(INKS[0]).to_dict(),
    }


def _bars() -> list[Any]:
    """Bars; what is unverified as outlines, what still runs with an arrow's head."""
    edges = {"top": "datum.row - 0.34", "bottom": "datum.row + 0.34"}
    base = _shown().transform_calculate(**edges)
    whole = (
        base.transform_filter("datum.verified")
        .mark_rect(clip=True)
        .encode(
            x=year_scale("left", axis=True), x2="right:Q", y=_y("top"), y2="bottom:Q", fill=_ink()
        )
    )
    hollow = (
        base.transform_filter("!datum.verified")
        .mark_rect(
            fill=colour("paper"), fillOpacity=0.5, strokeWidth=1.5, strokeDash=[3, 2], clip=True
        )
        .encode(
            x=year_scale("left", axis=True),
            x2="right:Q",
            y=_y("top"),
            y2="bottom:Q",
            stroke=_ink(),
        )
    )
    running = _shown().transform_filter("datum.open")
    arrows = (
        running.mark_point(
            shape="triangle-right", filled=True, opacity=1, xOffset=4,
            size=alt.ExprRef(f"min(150, 0.55 * {ROW} * {ROW})"),
        )
        .encode(x=year_scale("right", axis=True), y=_y(), fill=_ink())
    )  # fmt: skip
    return [whole, hollow, arrows]


def _labels() -> list[Any]:
    """Names beside the bars or, where there is no room, inside; cut where they do not fit."""
    layers = []
    for side, align, field, free, gap, ground in _PLACES:
        letters = f"max(4, floor((({free}) * {YEAR} - 10) / (0.52 * {LETTERS})))"
        named = (
            _shown()
            .transform_filter(side)
            .transform_calculate(said=f"truncate(datum.label, {letters}, 'right', '…')")
        )
        for test, weight, ink in emphasis(LIT):
            layers.append(
                named.transform_filter(test)
                .mark_text(
                    align=align, baseline="middle", dx=gap, fontWeight=weight,
                    fill=colour(ground or ink), fontSize=alt.ExprRef(LETTERS), cursor="pointer",
                )
                .encode(x=year_scale(field, axis=True), y=_y(), text="said:N")
            )  # fmt: skip
    return layers


#: Which bars, alignment, the end of the bar, the years that are free, pixels between, and the colour.
_PLACES: tuple[tuple[str, Any, str, str, int, str], ...] = (
    ("datum.side === 'right'", "left", "right", "year_high - datum.right", 5, ""),
    ("datum.side === 'left'", "right", "left", "datum.left - year_low", -5, ""),
    ("datum.side === 'inside' && datum.verified", "left", "left", "datum.right - datum.left", 5, "paper"),
    ("datum.side === 'inside' && !datum.verified", "left", "left", "datum.right - datum.left", 5, ""),
)  # fmt: skip


def _parts() -> list[Any]:
    """Headings between rows, over a line."""
    parts = alt.Chart(alt.NamedData("parts")).transform_filter("datum.row < n_policies")
    line = parts.mark_rule(x=0, x2=alt.ExprRef("width"), stroke=colour("muted")).encode(y=_y())
    text = parts.mark_text(
        x=2, align="left", baseline="top", dy=5, fontWeight="bold", fill=colour("ink"),
        fontSize=size(13, phone=11),
    ).encode(y=_y(), text="text:N")  # fmt: skip
    return [line, text]


def _legend() -> list[Any]:
    """Which colour and sign is which kind."""
    kinds = alt.Chart(alt.NamedData("kinds"))
    return [
        kinds.transform_filter(f"datum.ink === {k}").mark_text(
            x=alt.ExprRef(f"width < 560 ? {(k % 2) * 0.5} * width : {k / 4} * width"),
            y=alt.ExprRef(f"width < 560 ? {10 + 16 * (k // 2)} : 14"),
            align="left", fontSize=size(13, phone=10), fontWeight="bold", fill=colour(ink),
        ).encode(text="name:N")
        for k, ink in enumerate(INKS)
    ]  # fmt: skip


def _targets() -> Any:
    """One target a row: easier to hit than a short bar."""
    return (
        _shown()
        .mark_rule(
            x=0, x2=alt.ExprRef("width"), opacity=0, cursor="pointer", strokeWidth=alt.ExprRef(ROW)
        )
        .encode(
            y=_y(),
            tooltip=[
                alt.Tooltip("name:N", title="Policy"),
                alt.Tooltip("kind:N", title="Kind"),
                alt.Tooltip("said:N", title="Years"),
                alt.Tooltip("nation:N", title="Holds in"),
                alt.Tooltip("state:N", title="State"),
                alt.Tooltip("source:N", title="Source"),
            ],
        )
    )
