"""Bump chart: ranks through the years above, correlation with the first year below."""

from __future__ import annotations

from typing import Any

from levelkit.charts.fast_altair import alt
from levelkit.charts.form import form
from levelkit.charts.labels import widest
from levelkit.charts.theme import IN_WINDOW, colour, shortened, size

# Room at both ends for region names, less on a phone (in pixels of the inner width): as
# much as the names take up, unless that is more than the chart can spare.
FITS = "(label_px * big <= 0.27 * width)"
WIDE = f"({FITS} ? max(label_px, 110) * big : 204 * big)"
PAD_LEFT = f"(width < 560 ? 40 : {WIDE})"
PAD_RIGHT = f"(width < 560 ? 106 : {WIDE})"
NAME = f"(width < 560 ? datum.short : {FITS} ? datum.region : {shortened(24)})"
STRIP = "(big > 1 ? 76 : 96)"  # height of the correlation strip at the foot
GAP = 60  # between the two panels: the strip's heading, and under it the year looked at
TOP = 22  # for the two end years above the names
HIGHEST = f"(big > 1 ? {TOP + 6} : {TOP})"  # where the ranks begin: large type needs more room
IN_ORDER = f"datum.year_2 === first_year && {IN_WINDOW}"
CHOSEN = "datum.region === highlight"
LIT = f"({CHOSEN} || datum.region === hover)"
# In large type there may be less room a rank than a name needs: then each second name or so
# stands there, but always the one that is highlighted.
ROOM = f"((height - ({STRIP} + {GAP}) - {HIGHEST}) / n_regions)"
STEP = f"ceil((width < 560 ? 11 : 13) * big * 1.05 / {ROOM})"
HAS_NAME = (
    f"{STEP} <= 1 || (datum.rank - 1) % {STEP} === 0 && abs(datum.rank - datum.lit) >= {STEP}"
)


def _x() -> Any:
    """Years; one axis at the foot of the strip serves both panels."""
    return alt.X(
        "year:Q",
        axis=alt.Axis(format="d", grid=False, title=None, labelOverlap="greedy", tickCount=8),
        scale=alt.Scale(
            zero=False,
            nice=False,
            range=[alt.ExprRef(PAD_LEFT), alt.ExprRef(f"width - {PAD_RIGHT}")],
        ),
    )


def _rank(field: str = "rank", **kwargs: Any) -> Any:
    domain = alt.Scale(
        zero=False,
        nice=False,
        domain=[0.5, alt.ExprRef("n_regions + 0.5")],
        range=[alt.ExprRef(HIGHEST), alt.ExprRef(f"height - ({STRIP} + {GAP})")],
    )
    return alt.Y(f"{field}:Q", scale=domain, axis=None, **kwargs)


def _rho(field: str = "rho", **kwargs: Any) -> Any:
    """The strip's own scale, named apart so that it does not merge with the ranks'."""
    scale = alt.Scale(
        zero=False,
        nice=False,
        domain=[alt.ExprRef("rho_floor"), 1],
        range=[alt.ExprRef("height"), alt.ExprRef(f"height - {STRIP}")],
    )
    return alt.Y(f"{field}:Q", scale=scale, axis=None, **kwargs)


def _scales(data: Any, _: Any) -> dict[str, Any]:
    """Room for the longest name: a rank and two spaces stand before it, and a gap before those."""
    names = set(data["ranks"]["region"])
    return {
        "n_regions": len(names),
        "label_px": widest((f"00  {name}" for name in names), 13) + 16,
    }


@form(
    {
        "bands": "year:Q gap:Q top:Q bottom:Q size:Q",
        "pairs": "year_2:Q year:Q low:Q basis:N high:Q rho:Q interval:N",
        "breaks": "year:Q label:N",
        "ranks": "year:Q region:N basis:N rank:Q relative:Q short:N top:B",
        "guides": "level:Q label:N",
    },
    params={
        "first_year": 1900,
        "last_year": 2020,
        "n_regions": 10,
        "rho_floor": 0,
        "label_px": 190,
    },
    marks={"highlight": "", "hover": "", "year": 2020},
    height=lambda _, params: 206 + 27 * max(params["n_regions"], 4),
    scales=_scales,
    unit="region",
)
def bump_chart() -> Any:
    """Ranks of regions over the years, with the fate of the first year's order.

    Named data sets that the caller supplies
    ----------------------------------------
    ranks : region, short, year, rank, relative (% of the mean), basis, top
        One row a region and year, of all years; ``first_year`` and ``last_year`` choose.
        ``top`` marks the row that carries the year's heading.
    bands : year, top, bottom, size, gap
        Near ties: runs of ranks that the figures cannot tell apart; ``gap`` is the
        number of years to the nearest other year.
    pairs : year, year_2, rho, low, high, interval, basis
        Rank correlation of two years, and its interval: as two numbers, missing
        where there is none, and in words.
    guides : level, label
        Lines of the strip; those from ``rho_floor`` up are drawn.
    breaks : year, label
        Where the series changes its basis.

    Returns
    -------
    altair.LayerChart
        Parameters: ``first_year``, ``last_year``, ``highlight`` and ``hover`` (region),
        ``year`` (scrubbed), ``n_regions``, ``rho_floor``, ``label_px`` (width of the longest label), ``dark``
        and the colours.
    """
    names = alt.Chart(alt.NamedData("ranks")).transform_filter(IN_WINDOW)
    bands = (
        alt.Chart(alt.NamedData("bands"))
        .transform_filter(IN_WINDOW)
        .mark_rule(strokeCap="round", stroke=colour("band"))
        .encode(
            x=_x(),
            y=_rank("top"),
            y2="bottom:Q",
            # Years that follow each other need narrow bars, or these run into one.
            strokeWidth=alt.condition("datum.gap < 5", alt.value(5), alt.value(15)),
        )
    )
    grey = (
        names.transform_filter(f"!{LIT}")
        .mark_line(strokeWidth=1.5, stroke=colour("line"), interpolate="linear")
        .encode(x=_x(), y=_rank(), detail=["region:N", "basis:N"])
    )
    lit = (
        names.transform_filter(LIT)
        .mark_line(strokeWidth=4, stroke=colour("accent"), strokeJoin="round")
        .encode(x=_x(), y=_rank(), detail=["region:N", "basis:N"])
    )
    dots = names.mark_circle(
        size=alt.ExprRef("width < 560 ? 28 : 46"), opacity=1, stroke=colour("paper"), strokeWidth=1
    ).encode(
        x=_x(),
        y=_rank(),
        fill=alt.condition(LIT, alt.value(colour("accent")), alt.value(colour("line"))),
        tooltip=[
            alt.Tooltip("region:N", title="Region"),
            alt.Tooltip("year:O", title="Year"),
            alt.Tooltip("rank:Q", title="Rank"),
            alt.Tooltip("relative:Q", title="Mean of regions = 100", format=".1f"),
            alt.Tooltip("basis:N", title="Basis"),
        ],
    )
    layers = [bands, *_end_bands(), *_scrub(), *_breaks(), grey, lit, dots]
    layers += [_names("first"), _names("last"), *_heads(), *_strip()]
    return alt.layer(*layers).resolve_scale(y="independent", fill="independent")


def _end_bands() -> list[Any]:
    """Names of the last year that are near ties stand on one grey ground, and it says so."""
    ties = alt.Chart(alt.NamedData("bands")).transform_filter(
        "datum.year === last_year && datum.size > 2"
    )
    ground = ties.transform_calculate(
        # Short of half a rank, so that one band ends visibly before the next.
        above="datum.top - 0.45",
        below="datum.bottom + 0.45",
    ).mark_rect(
        x=alt.ExprRef(f"width - {PAD_RIGHT} + 8"), x2=alt.ExprRef("width"), fill=colour("band")
    )
    return [ground.encode(y=_rank("above"), y2="below:Q")]


def _names(end: str) -> Any:
    """Region names beside the first or last year, the highlighted one bold."""
    sides: dict[str, tuple[int, Any]] = {"first": (-12, "right"), "last": (12, "left")}
    shift, align = sides[end]
    rank_text = "format(datum.rank, datum.rank % 1 ? '.1f' : 'd')"
    # On a phone there is room for names at one end only; the other keeps the rank.
    first = f"(width < 560 ? '' : {NAME} + '  ') + {rank_text}"
    text = first if end == "first" else f"{rank_text} + '  ' + {NAME}"
    base = alt.Chart(alt.NamedData("ranks")).transform_filter(f"datum.year === {end}_year")
    base = base.transform_calculate(label=text, at=f"{LIT} ? datum.rank : -99")
    base = base.transform_joinaggregate(lit="max(at)")

    def layer(test: str, weight: Any, ink: str) -> Any:
        return (
            base.transform_filter(test)
            .mark_text(
                dx=shift,
                align=align,
                baseline="middle",
                fontWeight=weight,
                fill=colour(ink),
                fontSize=size(13, phone=11),
            )
            .encode(x=_x(), y=_rank(), text="label:N")
        )

    return alt.layer(
        layer(f"!{LIT} && ({HAS_NAME})", "normal", "ink"), layer(LIT, "bold", "accent")
    )


def _heads() -> list[Any]:
    """What the numbers beside the names are."""
    layers = []
    sides: tuple[tuple[str, int, Any], ...] = (("first", -12, "right"), ("last", 12, "left"))
    for end, shift, align in sides:
        layers.append(
            alt.Chart(alt.NamedData("ranks"))
            .transform_filter(f"datum.year === {end}_year && datum.top")
            .transform_calculate(
                label=f"(width < 560 && '{end}' === 'first' ? '' : 'Rank in ') + datum.year"
            )
            .mark_text(dx=shift, align=align, y=8, fontSize=size(12), fill=colour("muted"))
            .encode(x=_x(), text="label:N")
        )
    return layers


def _scrub() -> list[Any]:
    """The line of the scrubbed year, through both panels."""
    chosen = alt.Chart(alt.NamedData("pairs")).transform_filter(
        f"{IN_ORDER} && datum.year === year"
    )
    return [
        chosen.mark_rule(
            y=TOP - 6, y2=alt.ExprRef("height"), stroke=colour("second"), strokeDash=[2, 3]
        ).encode(x=_x())
    ]


def _breaks() -> list[Any]:
    where = alt.Chart(alt.NamedData("breaks"))
    line = where.mark_rule(
        y=TOP - 6, y2=alt.ExprRef("height"), stroke=colour("muted"), strokeDash=[6, 4]
    ).encode(x=_x())
    text = where.mark_text(
        y=8,
        dx=0,
        align="right",
        fontSize=size(12, phone=10),
        fill=colour("muted"),
    ).encode(x=_x(), text="label:N")
    return [line, text]


def _strip() -> list[Any]:
    order = alt.Chart(alt.NamedData("pairs")).transform_filter(IN_ORDER)
    guides = alt.Chart(alt.NamedData("guides")).transform_filter("datum.level >= rho_floor")
    left, right = alt.ExprRef(PAD_LEFT), alt.ExprRef(f"width - {PAD_RIGHT}")
    lines = guides.mark_rule(x=left, x2=right, stroke=colour("grid")).encode(y=_rho("level"))
    levels = guides.mark_text(
        x=alt.ExprRef(f"{PAD_LEFT} - 12"), align="right", fontSize=size(12), fill=colour("muted")
    ).encode(y=_rho("level"), text="label:N")
    title = (
        alt.Chart(alt.NamedData("guides"))
        .transform_filter("datum.level === 1")
        .transform_calculate(
            title="'Rank correlation with ' + first_year + "
            "(width < 560 || big > 1 ? '' : ' (1 = same order, 0 = unrelated)')"
        )
        .mark_text(
            x=left,
            y=alt.ExprRef(f"height - {STRIP} - 34"),
            align="left",
            fontSize=size(13),
            fontWeight="bold",
            fill=colour("ink"),
        )
        .encode(text="title:N")
    )
    known = order.transform_filter("isValid(datum.low)")
    spread = known.mark_area(opacity=0.14, fill=colour("accent"), clip=True).encode(
        x=_x(), y=_rho("low"), y2="high:Q", detail="basis:N"
    )
    line = order.mark_line(strokeWidth=2.5, stroke=colour("accent")).encode(
        x=_x(), y=_rho(), detail="basis:N"
    )
    dots = order.mark_circle(size=36, fill=colour("accent"), opacity=1).encode(
        x=_x(),
        y=_rho(),
        tooltip=[
            alt.Tooltip("year:O", title="Year"),
            alt.Tooltip("rho:Q", title="Rank correlation with the first year", format=".2f"),
            alt.Tooltip("interval:N", title="95% interval"),
        ],
    )
    chosen = order.transform_filter("datum.year === year")
    ring = chosen.mark_circle(
        size=90, fill=colour("paper"), stroke=colour("second"), strokeWidth=2.5, opacity=1
    ).encode(x=_x(), y=_rho())
    value = (
        chosen.transform_calculate(label="datum.year + ': ' + format(datum.rho, '.2f')")
        .mark_text(
            dy=-13, dx=6, align="left", fontSize=size(13), fontWeight="bold", fill=colour("second")
        )
        .encode(x=_x(), y=_rho(), text="label:N")
    )
    return [lines, levels, title, spread, line, dots, ring, value]
