"""Slope chart: output per head relative to the average, in two years."""

from __future__ import annotations

from typing import Any

import numpy as np

from levelkit.charts.fast_altair import alt
from levelkit.charts.form import form
from levelkit.charts.labels import spread, widest
from levelkit.charts.scales import distinct
from levelkit.charts.theme import colour, shortened, size

LIT = "(datum.region === highlight || datum.region === hover)"
# Names whole where they fit, else without their middle, and on a phone as short as can be.
FITS = "(slope_label_px * big <= 0.36 * width)"
PAD = f"(width < 420 ? 106 : {FITS} ? max(slope_label_px, 90) : 172)"
NAME = f"(width < 420 ? datum.short : {FITS} ? datum.region : {shortened(20)})"


LABEL_GAP = 14  # pixels between two labels
ROW = 16  # and for each of them
MARGIN = 50  # of the height is no room for labels


def height_for(n_regions: int) -> int:
    """So that every region's label has room."""
    return max(420, ROW * n_regions + MARGIN)


def value_range(relative: Any) -> tuple[float, float]:
    """The lowest and highest value of all years, never the same."""
    low, high = float(np.nanmin(relative)), float(np.nanmax(relative))
    return (low, high) if low < high else (0.9 * low, 1.1 * high)


def label_places(relative: Any) -> Any:
    """Where each year's labels stand so that none collides, years by regions.

    On the chart's log scale, whose ends are those of all years: the chart can then change its
    year without the kernel.
    """
    low, high = np.log(value_range(relative))
    gap = LABEL_GAP * (high - low) / (height_for(relative.shape[1]) - MARGIN)
    return np.exp([spread(np.log(row), gap, low, high) for row in relative])


def _scales(data: Any, _: Any) -> dict[str, Any]:
    ranks = data["ranks"]
    low, high = value_range(ranks["relative"])
    names = (f"000  {name}" for name in set(ranks["region"]))
    return {"relative_low": low, "relative_high": high, "slope_label_px": widest(names, 12) + 16}


@form(
    {
        "ranks": "year:Q relative:Q label_at:Q region:N short:N top:B",
    },
    params={"first_year": 1900, "relative_low": 50, "relative_high": 200, "slope_label_px": 170},
    marks={"highlight": "", "hover": "", "year": 2020},
    height=lambda data, _: height_for(distinct(data["ranks"]["region"])),
    scales=_scales,
    unit="region",
)
def slope_chart() -> Any:
    """Each region's output per head (mean of regions = 100) in two years.

    Values, not ranks: it shows which ranks are near ties and how far apart the
    ends are, on a log scale so that equal slopes are equal growth rates.

    Named data set that the caller supplies
    ---------------------------------------
    ranks : region, short, year, relative, label_at, top
        Of all years; the parameters ``first_year`` and ``year`` choose two. A label
        stands at ``label_at``, with a thin line to its dot where that is elsewhere;
        ``top`` marks the row that carries the year's heading.

    Returns
    -------
    altair.LayerChart
        Parameters: ``highlight``, ``hover``, ``first_year``, ``year``, ``dark``,
        ``relative_low`` and ``relative_high`` (ends of the scale, the same for all
        years), ``slope_label_px`` (width of the longest label).
    """
    base = (
        alt.Chart(alt.NamedData("ranks"))
        .transform_filter("datum.year === first_year || datum.year === year")
        .transform_calculate(side="datum.year === first_year ? 0 : 1")
    )
    x = alt.X(
        "side:Q",
        axis=None,
        scale=alt.Scale(
            domain=[0, 1], nice=False, range=[alt.ExprRef(PAD), alt.ExprRef(f"width - {PAD}")]
        ),
    )
    scale = alt.Scale(
        type="log",
        nice=False,
        domain=[alt.ExprRef("relative_low"), alt.ExprRef("relative_high")],
        range=[alt.ExprRef("height - 8"), 30],
    )
    y = alt.Y("relative:Q", axis=None, scale=scale)
    label_y = alt.Y("label_at:Q", axis=None, scale=scale)
    layers = [_leaders(base, x, y, side) for side in (0, 1)]
    for test, ink, width in ((f"!{LIT}", "line", 1.5), (LIT, "accent", 4)):
        lines = base.transform_filter(test).mark_line(stroke=colour(ink), strokeWidth=width)
        layers.append(lines.encode(x=x, y=y, detail="region:N"))
    tooltip = [
        alt.Tooltip("region:N", title="Region"),
        alt.Tooltip("year:O", title="Year"),
        alt.Tooltip("relative:Q", title="Mean of regions = 100", format=".1f"),
    ]
    dots = base.mark_circle(size=44, opacity=1, stroke=colour("paper"), strokeWidth=1)
    layers.append(
        dots.encode(
            x=x,
            y=y,
            tooltip=tooltip,
            fill=alt.condition(LIT, alt.value(colour("accent")), alt.value(colour("line"))),
        )
    )
    for side, shift, align in ((0, -16, "right"), (1, 16, "left")):
        layers += _labels(base, x, label_y, side, shift, align)
    return alt.layer(*layers)


def _leaders(base: Any, x: Any, y: Any, side: int) -> Any:
    """From a dot to the label that gave way to its neighbours."""
    out = -1 if side == 0 else 1
    return (
        base.transform_filter(f"datum.side === {side}")
        .mark_rule(xOffset=5 * out, x2Offset=14 * out, strokeWidth=0.75, stroke=colour("line"))
        .encode(x=x, x2="side:Q", y=y, y2="label_at:Q")
    )


def _labels(base: Any, x: Any, y: Any, side: int, shift: int, align: str) -> list[Any]:
    """Names with values."""
    value = "format(datum.relative, '.0f')"
    text = f"{NAME} + '  ' + {value}" if side == 0 else f"{value} + '  ' + {NAME}"
    own = base.transform_filter(f"datum.side === {side}").transform_calculate(label=text)
    layers = []
    for test, ink, weight in ((f"!{LIT}", "ink", "normal"), (LIT, "accent", "bold")):
        layers.append(
            own.transform_filter(test)
            .mark_text(
                dx=shift,
                align=align,
                baseline="middle",
                fontSize=size(12),
                fontWeight=weight,
                fill=colour(ink),
            )
            .encode(x=x, y=y, text="label:N")
        )
    head = (
        own.transform_filter("datum.top")
        .transform_calculate(head="'' + datum.year")
        .mark_text(dx=0, y=10, fontSize=size(14), fontWeight="bold", fill=colour("ink"))
        .encode(x=x, text="head:N")
    )
    return [*layers, head]
