"""Show any Altair chart offline, in JupyterLab as in Voilà."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
    hub = Hub(datasets=spec.pop("datasets", {}), words={"chart": {"title": title, **words}})
    return chart_part(hub, "chart", spec, height=height)
