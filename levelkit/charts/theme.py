"""One look for all charts: UK Analysis Function colours, light and dark.

Colours are Vega signals of one switch, ``dark``: a page changes theme without
drawing the chart again. One region stands out, the rest is grey; colour never
says anything alone (the highlighted line is also thicker and labelled in bold).
"""

from __future__ import annotations

from typing import Any

from levelkit.charts.fast_altair import alt

FONT = "Arial, 'Liberation Sans', Helvetica, sans-serif"

#: name -> (light, dark). Text and lines keep AA contrast on their background.
COLOURS = {
    "ink": ("#0b0c0c", "#f3f2f1"),
    "muted": ("#505a5f", "#b1b4b6"),
    "line": ("#929a9e", "#787f84"),
    "grid": ("#dee0e2", "#3a3f44"),
    "band": ("#e4e7ea", "#363b41"),
    "accent": ("#12436D", "#7fb5e6"),
    "second": ("#801650", "#f2a3cf"),
    "good": ("#1a6b61", "#6fd3c6"),
    "bad": ("#9c3a06", "#ffb38a"),
    # One a verdict: apart in grey as in colour, and the same as in the pages' style sheet.
    "supported": ("#00493f", "#74dccb"),
    "mixed": ("#b23a8f", "#d066b2"),
    "cannot_tell": ("#10264f", "#e4edff"),
    "not_supported": ("#943505", "#f8945a"),
    "paper": ("#ffffff", "#16191c"),
    "low": ("#F46A25", "#F46A25"),
    "middle": ("#f3f2f1", "#2b3036"),
    "high": ("#12436D", "#7fb5e6"),
}


def colour(name: str) -> Any:
    """A theme colour as an expression that follows ``dark``."""
    if name not in COLOURS:
        raise ValueError(f"No colour {name!r}. There are: {', '.join(COLOURS)}.")
    return alt.ExprRef(name)


def colour_params() -> list[Any]:
    """The switches ``dark`` and ``big`` (how many times larger text is), and one parameter a colour."""
    colours = [
        alt.param(name=name, expr=f"dark ? '{dark}' : '{light}'")
        for name, (light, dark) in COLOURS.items()
    ]
    return [alt.param(name="dark", value=False), alt.param(name="big", value=1), *colours]


def value_params(**values: Any) -> list[Any]:
    """Parameters that a page sets: numbers, a year, the highlighted region."""
    return [alt.param(name=name, value=value) for name, value in values.items()]


#: The years chosen; the rows of all years are there, so that a change of years sends no rows.
IN_WINDOW = "datum.year >= first_year && datum.year <= last_year"


def size(points: float, *, phone: float | None = None) -> Any:
    """A font size that grows with the parameter ``big`` (for the back row) and shrinks on a phone."""
    if phone is None:
        return alt.ExprRef(f"{points} * big")
    return alt.ExprRef(f"width < 560 ? {phone} : {points} * big")


def emphasis(test: str) -> list[tuple[str, Any, str]]:
    """Twice the same label, for rows that fail ``test`` and for those that pass: filter, weight, ink."""
    return [(f"!({test})", "normal", "ink"), (test, "bold", "accent")]


def shortened(most: int) -> str:
    """Expression for a region's name without its middle, where it has over ``most`` letters."""
    part = (most - 1) // 2
    cut = f"slice(datum.region, 0, {part}) + '…' + slice(datum.region, -{part})"
    return f"(length(datum.region) > {most} ? {cut} : datum.region)"


def config() -> dict[str, Any]:
    """Vega-Lite ``config`` of every chart."""
    axis = {
        "labelColor": {"expr": "muted"},
        "titleColor": {"expr": "muted"},
        "tickColor": {"expr": "grid"},
        "gridColor": {"expr": "grid"},
        "domainColor": {"expr": "line"},
        "labelFontSize": {"expr": "12 * big"},
        "titleFontSize": {"expr": "12 * big"},
        "titleFontWeight": "normal",
        "labelAngle": 0,
    }
    return {
        "font": FONT,
        "aria": False,  # the figure carries one description and a table instead
        "background": "transparent",
        "view": {"stroke": None},
        "axis": axis,
        "legend": {
            "labelColor": {"expr": "muted"},
            "titleColor": {"expr": "muted"},
            "labelFontSize": {"expr": "11 * big"},
            "titleFontSize": {"expr": "11 * big"},
        },
        "autosize": {"type": "fit", "contains": "padding"},
        "padding": 4,
    }


def finish(chart: Any, *, params: list[Any]) -> Any:
    """Add theme, parameters and a size that the page overrides."""
    return chart.add_params(*colour_params(), *params).properties(
        width=900, height=480, config=config()
    )
