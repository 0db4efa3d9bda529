"""The link with regional gaps: countries with the line through them, and the slope without each."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING, Any

import numpy as np

from levelkit.claims.country_gaps import GAPS
from levelkit.claims.phrases import estimate_said, named, number
from levelkit.figures.columns import significant
from levelkit.figures.figure import Columns, Figure, Files
from levelkit.figures.kept import kept
from levelkit.pages import words
from levelkit.pages.devolution.places import SHORT, UK, is_composite

if TYPE_CHECKING:
    from collections.abc import Iterator

    import xarray as xr
    from numpy.typing import NDArray

    from levelkit.claims.evidence import Evidence

NAMED = 3  # countries written beside their dots, besides those marked
WHOLE = "No country left out"
PICKS = {"picks": {"input": "left_out", "field": "country"}}
MEASURED = {
    "europe-output": "Coefficient of variation of GDP per head, NUTS 2 regions",
    "europe-income": "Coefficient of variation of household income per head, NUTS 2 regions",
    "oecd-large": "Coefficient of variation of GDP per head, OECD large regions",
    "oecd-small": "Coefficient of variation of GDP per head, OECD small regions",
    "europe-century": "Coefficient of variation, Europe's regions since 1900",
}
#: What the axis says where more of an index is less decentralised: its rest to 100 %.
REST = {
    "imbalance": "Spending paid for by own revenue, %",
    "transfers": "Spending not paid for by transfers, %",
}
STEPS = {
    "%": "percentage points", "points": "points", "points of 100": "points", "mean place": "places",
    "standard deviations from the mean": "standard deviation",
}  # fmt: skip


def step_said(evidence: Evidence) -> str:
    """What a slope is per, more being more decentralised."""
    step = evidence.tables["scatter"].attrs["step"]
    return f"{step:.0f} {STEPS[evidence.attrs['units']]} more"


def scatter(evidence: Evidence) -> Figure:
    """How decentralised each country is and how unequal its regions are, with the line through them."""
    table, attrs, figures = evidence.tables["scatter"], evidence.attrs, evidence.figures
    title = _across(figures)
    out = f" Left out: {attrs['left_out']}." if attrs["left_out"] else ""
    said = tuple(figures[f"across_{end}"] for end in ("slope", "low", "high"))
    columns = {
        "regional": "regional_figures", "country": "country", "x": "index",
        "y": "coefficient_of_variation", "out": "left_out",
    }  # fmt: skip
    return Figure(
        "country_scatter",
        {
            "scatter": rows_of_scatter(evidence),
            "line": line_rows(
                table, evidence.tables["line"], _shift(evidence), step_said(evidence)
            ),
        },
        {"main": UK, "x_label": f"{_axis(evidence)} →"},
        title=title,
        subtitle=(
            f"One dot a country, of the {attrs['countries']} with both figures: how decentralised it is, and how unequal its regions are. Line with 95% "
            f"interval: least squares, HC3 errors. An association, not a cause.{out}"
        ),
        description=(
            title
            if isnan(said[0])
            else f"Scatter of {figures['across_countries']:.0f} countries with a fitted line. Slope {estimate_said(*said)}."
        ),
        source=words.source_of_tables(table),
        files=Files("scatter", columns, "regional-gaps-and-{index}"),
        options=PICKS,
    )


def _across(figures: dict[str, float]) -> str:
    if isnan(figures["across_slope"]):
        return "Too few countries to ask for a link"
    if figures["across_high"] < 0:
        return "Across these countries, more decentralised goes with smaller gaps"
    if figures["across_low"] > 0:
        return "Across these countries, more decentralised goes with larger gaps"
    return "Across these countries no link can be told"


def _axis(evidence: Evidence) -> str:
    """The index on the axis, more being more decentralised."""
    attrs = evidence.attrs
    if is_composite(evidence):
        return f"Composite index ({attrs['scale'].lower()})"
    return REST.get(evidence.choices["index"], f"{attrs['index']}, {attrs['units']}")


def _shift(evidence: Evidence) -> float:
    """What is added for the axis, which shows the rest to 100 % of what is less decentralised the more there is of it."""
    return 100.0 if evidence.choices["index"] in REST else 0.0


def _each(table: xr.Dataset) -> Iterator[tuple[str, xr.Dataset, dict[str, NDArray[Any]]]]:
    """Of each set of regional figures with a line: its short name, its row of the table, and its countries' columns."""
    for k, key in enumerate(table.regional.values.tolist()):
        if np.isfinite(table.estimate.values[k]):
            known = np.isfinite(table.gap.values[k])
            of_set = {name: table[name].values for name in ("country", "index", "left_out")}
            of_set |= {
                name: table[name].values[k]
                for name in ("gap", "without", "without_low", "without_high")
            }
            columns = {name: values[known] for name, values in of_set.items()}
            yield GAPS[key].short, table.isel(regional=k), columns


def _append(columns: Columns, *parts: list[Any]) -> None:
    for column, part in zip(columns.values(), parts, strict=True):
        column.extend(part)


def rows_of_scatter(evidence: Evidence) -> Columns:
    """A country's dots, one for every set of regional figures that has it."""
    return scatter_rows(evidence.tables["scatter"], _shift(evidence))


@kept
def scatter_rows(table: xr.Dataset, shift: float) -> Columns:
    """A dot a country and set of regional figures; ``shift`` is added to the index."""
    dots: Columns = {
        key: [] for key in ("regional", "country", "short", "x", "y", "out", "named", "said")
    }
    for name, _, of_set in _each(table):
        x, gap, countries = of_set["index"] + shift, of_set["gap"], of_set["country"].tolist()
        _append(
            dots,
            [name] * len(x), countries, [SHORT.get(country, country) for country in countries], significant(x), significant(gap),
            of_set["left_out"].tolist(), _to_name(of_set),
            [f"{number(a, 1)}; {number(b, 3)}" for a, b in zip(x, gap, strict=True)],
        )  # fmt: skip
    return dots


def _to_name(of_set: dict[str, NDArray[Any]]) -> list[bool]:
    """The ends of both axes, and the countries that move the slope most; the UK is marked anyway."""
    slope, index = of_set["without"], of_set["index"]
    move = np.nan_to_num(np.abs(slope - np.nanmedian(slope)))
    chosen = set(np.argsort(-move)[:NAMED].tolist())
    chosen |= {int(index.argmax()), int(of_set["gap"].argmax()), int(index.argmin())}
    return [k in chosen for k in range(len(slope))]


@kept
def line_rows(table: xr.Dataset, lines: xr.Dataset, shift: float, step: str) -> Columns:
    """The line of each set of regional figures; its first row says what it is."""
    rows: Columns = {key: [] for key in ("regional", "x", "y", "low", "high", "head", "fit")}
    for name, of_set, _ in _each(table):
        key = of_set.regional.item()
        line = lines.sel(regional=key)
        said = estimate_said(*(float(of_set[end]) for end in ("estimate", "ci_low", "ci_high")))
        rest = [""] * (line.sizes["point"] - 1)
        _append(
            rows,
            [name] * line.sizes["point"], significant(line["index"] + shift),
            *(significant(line[end]) for end in ("estimate", "ci_low", "ci_high")),
            [f"{MEASURED[key]}, {of_set.year.item()}", *rest],
            [f"{said} with {step}; {of_set.n.item()} countries", *rest],
        )  # fmt: skip
    return rows


def influence(evidence: Evidence) -> Figure:
    """How far the slope moves when one country is left out."""
    table = evidence.tables["scatter"]
    rows = influence_rows(table)
    columns = {
        "regional": "regional_figures", "name": "left_out", "slope": "slope", "low": "ci_low", "high": "ci_high",
    }  # fmt: skip
    return Figure(
        "influence_dots",
        {"influence": rows},
        {"main": UK},
        source=words.source_of_tables(table),
        files=Files("influence", columns, "influence-{index}"),
        options=PICKS,
        **_influence_said(rows, GAPS[evidence.attrs["regional"]].short),
    )


@kept
def influence_rows(table: xr.Dataset) -> Columns:
    """Rows in the order of the slope without each country; the slope with all stands first."""
    rows: Columns = {
        key: [] for key in ("regional", "country", "name", "row", "slope", "low", "high", "said")
    }
    for name, whole, of_set in _each(table):
        order = np.argsort(of_set["without"], kind="stable")
        order = order[np.isfinite(of_set["without"][order])]
        countries = of_set["country"][order].tolist()
        slopes = [
            np.array([float(whole[end]), *of_set[column][order]])
            for end, column in (
                ("estimate", "without"), ("ci_low", "without_low"), ("ci_high", "without_high"),
            )
        ]  # fmt: skip
        _append(
            rows,
            [name] * (1 + len(order)), ["", *countries], [WHOLE, *(SHORT.get(country, country) for country in countries)],
            list(range(1 + len(order))), *map(significant, slopes),
            [estimate_said(*ends) for ends in zip(*slopes, strict=True)],
        )  # fmt: skip
    return rows


def _influence_said(rows: Columns, gaps: str) -> dict[str, Any]:
    picked = [k for k, regional in enumerate(rows["regional"]) if regional == gaps]
    if not picked:
        return {"title": "Too few countries to leave one out", "description": "No slopes."}
    whole, first, last = picked[0], picked[1], picked[-1]
    told = _side(rows, whole)
    flips = [rows["country"][k] for k in picked[1:] if _side(rows, k) != told]
    said = (
        f"without {named(flips, 'or')} the interval {'includes zero' if told else 'no longer includes zero'}."
        if flips
        else "no single country changes on which side of zero the interval is, or that it includes zero."
    )
    return {
        "title": f"Without any one country: {number(rows['slope'][first], 3)} to {number(rows['slope'][last], 3)}",
        "subtitle": f"The slope without each country in turn, with its 95% interval (HC3). {gaps[0].upper()}{gaps[1:]}: {said}",
        "description": (
            f"Slopes without one country: lowest without {rows['name'][first]} ({rows['said'][first]}), highest without "
            f"{rows['name'][last]} ({rows['said'][last]})."
        ),
    }


def _side(rows: Columns, k: int) -> int:
    """-1 where the interval is below zero, 1 above it, 0 where it includes zero."""
    return int(rows["low"][k] > 0) - int(rows["high"][k] < 0)
