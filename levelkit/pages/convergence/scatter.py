"""Growth on the initial level: a point a place, the line, and the line without each place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from levelkit.claims.numbers import percentage
from levelkit.claims.short_names import short_name
from levelkit.figures.figure import Figure, Files
from levelkit.figures.kept import kept
from levelkit.figures.table import Column, Table
from levelkit.pages.convergence.labelling import label_columns
from levelkit.pages.convergence.speeds import VIEW, edges, numbers, slow_of

if TYPE_CHECKING:
    import xarray as xr

    from levelkit.claims.evidence import Evidence
    from levelkit.figures.figure import Columns

FEW = 14  # so many places are all named; of more, those that move the line most
NAMED = 8
ENDS = ("relative_low", "relative_high", "growth_low", "growth_high")


def scatter(evidence: Evidence) -> Figure:
    """Growth of each place on its level in the first year, with the fitted line."""
    points, gone = evidence.tables["points"], evidence.tables["left_out"]
    rows, ends = _rows_of_points(evidence), ends_of_scales(points, gone)
    columns = {
        "region": "region_name", "relative": "initial_level_mean_100",
        "growth": "growth_above_average_percent_a_year", "without_speed": "speed_without_it_percent_a_year",
        "cook": "cooks_distance",
    }  # fmt: skip
    return Figure(
        "growth_scatter",
        {
            "points": rows,
            "labels": name_rows(points, gone),
            "line": line_rows(evidence.tables["line"]),
        },
        dict(zip(ENDS, ends, strict=True))
        | {"line_meant": "" if evidence.attrs["fitted_to_points"] else " (plain line)"},
        title=evidence.headline,
        subtitle=_subtitle(evidence),
        description=_description(evidence, rows),
        files=Files("points", columns, f"growth-{VIEW}"),
        marks={"highlight": first_marked(evidence)},
        options={"picks": {"input": "left_out", "field": "region"}},
    )


def _rows_of_points(evidence: Evidence) -> Columns:
    return point_rows(evidence.tables["points"], evidence.tables["left_out"], slow_of(evidence))


@kept
def ends_of_scales(points: xr.Dataset, gone: xr.Dataset) -> tuple[float, float, float, float]:
    """Of levels and of growth, with the places that are left out."""
    x = np.concatenate([points.relative, gone.relative]).astype(float)
    y = np.concatenate([points.growth, gone.growth]).astype(float)
    room = 0.08 * (y.max() - y.min())
    return (
        float(x.min() / 1.12), float(x.max() * 1.12), float(y.min() - room), float(y.max() + room),
    )  # fmt: skip


@kept
def point_rows(points: xr.Dataset, gone: xr.Dataset, slow: float) -> Columns:
    """Every place, with the line without it; then those that are left out."""
    names, out = points.region.values.tolist(), gone.region.values.tolist()
    none = [None] * len(out)
    without = [
        f"{percentage(speed, edges(slow))} a year" if np.isfinite(speed) else "no speed"
        for speed in points.without_speed.values
    ]
    return {
        "region": names + out,
        "short": [short_name(name) for name in names + out],
        "relative": numbers(np.concatenate([points.relative, gone.relative]).astype(float)),
        "growth": numbers(np.concatenate([points.growth, gone.growth]).astype(float)),
        "out": [0] * len(names) + [1] * len(out),
        "without_slope": numbers(points.without_slope) + none,
        "without_level": numbers(points.without_level) + none,
        "without_speed": numbers(points.without_speed) + none,
        "cook": numbers(points.cook, 3) + none,
        "without": without + ["left out"] * len(out),
    }


@kept
def name_rows(points: xr.Dataset, gone: xr.Dataset) -> Columns:
    """Names in the chart, where they have room."""
    names = points.region.values.tolist()
    order = np.argsort(-np.nan_to_num(points.cook.values), kind="stable")
    if len(names) > FEW:
        order = order[:NAMED]
    ends = ends_of_scales(points, gone)
    return label_columns(names, points.relative.values, points.growth.values, ends, order)


@kept
def line_rows(line: xr.Dataset) -> Columns:
    """The line with its interval; missing where the model has no speed."""
    columns = {"relative": numbers(line.relative)}
    return columns | {name: numbers(line[name]) for name in ("fit", "low", "high")}


def _subtitle(evidence: Evidence) -> str:
    said, (first, last) = evidence.attrs, years_of(evidence)
    held = {
        "within": f" Levels and growth are from the mean of each {said['group']}.",
        "farming": " What the share of farming explains is taken out of both.",
    }.get(evidence.choices["model"], "")
    fitted = said["fitted_to_points"]
    line = (
        "shaded: its 95% interval"
        if fitted
        else "the slope that the model's speed implies over these years; shaded: its 95% interval"
    )
    return (
        f"Each dot is a place: growth {first} to {last}, % points a year above the average, on its level in "
        f"{first}. {said['model']}; {line}. A line that falls to the right means catching up. Dashed: the {'' if fitted else 'plain '}line without the "
        f"marked place.{held}"
    )


def years_of(evidence: Evidence) -> tuple[int, int]:
    """First and last."""
    first, last = map(int, evidence.choices["span"].split("-"))
    return first, last


def _description(evidence: Evidence, rows: Columns) -> str:
    n = evidence.tables["points"].sizes["region"]
    order = sorted(range(len(rows["cook"])), key=lambda k: -(rows["cook"][k] or 0))[:3]
    most = "; ".join(f"without {rows['region'][k]} {rows['without'][k]}" for k in order)
    return f"{n} places. {evidence.sentence} The places that move the line most if left out: {most}. All are in the table below."


def names(evidence: Evidence) -> list[str]:
    """The places of the line, sorted."""
    return sorted(evidence.tables["points"].region.values.tolist())


def first_marked(evidence: Evidence) -> str:
    """The place that moves the line most."""
    rows = _rows_of_points(evidence)
    most = max(range(len(rows["cook"])), key=lambda k: rows["cook"][k] or 0)
    return str(rows["region"][most])


def every_place(evidence: Evidence) -> Table:
    """Places, and the speed without each."""
    return Table(
        "Places, and the speed without each",
        {"points": _rows_of_points(evidence)},
        (
            Column("region", "Place", wrap=True),
            Column("relative", "At first (mean = 100)", digits=0),
            Column("growth", "Growth above average, % points a year", digits=2),
            Column("without_speed", "Speed without it, % a year", digits=2),
            Column("cook", "Cook's distance", digits=3),
        ),
        unit="region",
    )
