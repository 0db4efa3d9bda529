"""The part of a page that draws a figure: what of it is the same in all answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from levelkit.charts.specs import ready_specs
from levelkit.pages.widgets import Hub, Part, chart_part

if TYPE_CHECKING:
    from levelkit.figures.figure import Figure


def figure_part(hub: Hub, name: str, figure: Figure) -> Part:
    """A figure of a page by its name."""
    return chart_part(hub, name, ready_specs()[figure.form], kind=figure.kind, **lasting(figure))


def lasting(figure: Figure) -> dict[str, Any]:
    """What no choice changes, as plain values for the browser.

    Returns
    -------
    dict
        ``uses``: the form's names of data sets to the page's; ``marks``: by mark,
        the field of what was clicked that it takes; ``files``; ``datasets`` that are always the same; and the figure's own options.
    """
    options: dict[str, Any] = {
        "uses": {dataset: figure.on_page(dataset) for dataset in sorted(figure.drawn.data)},
        "marks": {"highlight": figure.drawn.unit, "year": "year"},
        "datasets": dict(figure.fixed),
        **figure.options,
    }
    if figure.files:
        files = figure.files
        options["files"] = {
            "dataset": figure.on_page(files.dataset),
            "columns": [{"field": field, "label": label} for field, label in files.columns.items()],
            "filename": files.filename,
            "where": {field: dict(limits) for field, limits in files.where.items()},
            "about": [list(pair) for pair in files.about],
        }
    return options
