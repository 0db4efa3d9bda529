"""Show any Altair chart offline, in JupyterLab as in Voilà."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from levelkit.pages.chart_widget import ChartWidget

if TYPE_CHECKING:
    import altair as alt


def show(chart: alt.TopLevelMixin, *, title: str = "", **words: Any) -> ChartWidget:
    """An Altair chart as a widget that asks no CDN for Vega.

    Parameters
    ----------
    chart : altair chart
        Its own data come along.
    title, subtitle, source, description, filename, csv, height
        Words around the chart and in its downloads; see :class:`ChartWidget`.

    Returns
    -------
    ChartWidget
    """
    spec = chart.to_dict()
    return ChartWidget(spec=spec, datasets=spec.pop("datasets", {}), title=title, **words)
