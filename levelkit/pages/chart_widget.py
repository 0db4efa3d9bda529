"""The chart widget: an Altair chart whose figures and signals can change in place."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import anywidget
import traitlets

_HERE = Path(__file__).resolve().parent
VEGA_BUNDLE = _HERE / "share/voila/templates/levelkit/static/vega.js"


def _script(*names: str) -> str:
    """Our small modules joined into the one module that a widget may have."""
    parts = [(_HERE / name).read_text(encoding="utf-8") for name in names]
    *helpers, main = parts
    return "".join(part.replace("export ", "") for part in helpers) + main


class ChartWidget(anywidget.AnyWidget):
    """A chart with title, source, description and downloads, painted without a CDN.

    Parameters
    ----------
    spec : dict
        Vega-Lite, from ``chart.to_dict()``; its named data sets come from ``datasets``.
    datasets : dict of list of dict
        Rows by name. Assigning new rows repaints in place.
    signals : dict
        Values of the spec's parameters.
    regions, years : list
        What ``highlight_index`` and ``year_index`` choose from, in the browser:
        link them with ``ipywidgets.jslink``.
    filename, csv : str
        Name of the downloads without its ending, and their figures; "{year}" in either
        becomes the year looked at.
    csv_by_year : dict of str to str
        Rows that ``csv`` is to end with while that year is looked at.
    """

    _esm = _script("vega.js", "picture.js", "chart.js")
    _css = (_HERE / "widgets.css").read_text(encoding="utf-8")

    spec = traitlets.Dict().tag(sync=True)
    datasets = traitlets.Dict().tag(sync=True)
    signals = traitlets.Dict().tag(sync=True)
    regions: Any = traitlets.List().tag(sync=True)
    years: Any = traitlets.List().tag(sync=True)
    highlight_index = traitlets.Int(0, allow_none=True).tag(sync=True)
    year_index = traitlets.Int(0, allow_none=True).tag(sync=True)
    height = traitlets.Int(480).tag(sync=True)
    title = traitlets.Unicode().tag(sync=True)
    subtitle = traitlets.Unicode().tag(sync=True)
    source = traitlets.Unicode().tag(sync=True)
    description = traitlets.Unicode().tag(sync=True)
    filename = traitlets.Unicode("chart").tag(sync=True)
    csv = traitlets.Unicode().tag(sync=True)
    csv_by_year = traitlets.Dict().tag(sync=True)

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        self.on_msg(self._send_vega)

    def _send_vega(self, _: Any, content: Any, __: Any) -> None:
        """Where no server hands out Vega (JupyterLab, VS Code), the kernel does."""
        if content.get("kind") == "vega":
            self.send({"kind": "vega"}, buffers=[VEGA_BUNDLE.read_bytes()])
