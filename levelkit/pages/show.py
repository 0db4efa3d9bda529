"""Show any Altair chart offline, in JupyterLab as in Voilà."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from levelkit.pages.widgets import Hub, Part, chart_part

if TYPE_CHECKING:
    import altair as alt


def show(chart: alt.TopLevelMixin, *, title: str = "", height: int = 480, **words: str) -> Part:
    """An Altair chart as a widget that asks no CDN for Vega.

    Parameters
    ----------
    chart : altair chart
        Its own data come along.
    title : str
        Above the chart.
    height : int
        Pixels.
    **words
        ``subtitle``, ``source``, ``description``.

    Returns
    -------
    Part
    """
    spec = chart.to_dict()
    datasets = {name: _columns(rows) for name, rows in spec.pop("datasets", {}).items()}
    hub = Hub(datasets=datasets, words={"chart": {"title": title, **words}})
    return chart_part(hub, "chart", spec, height=height)


def _columns(rows: list[dict[str, Any]]) -> dict[str, list[Any]]:
    """Columns of equal length; what a row lacks is missing."""
    names = dict.fromkeys(name for row in rows for name in row)
    return {name: [row.get(name) for row in rows] for name in names}
