"""Charts in a notebook, drawn by the Vega that levelkit brings along: no other host is asked."""

from __future__ import annotations

import functools
import json
import uuid
from pathlib import Path
from typing import Any

from levelkit.charts.fast_altair import alt

NAME = "levelkit"
#: Bundled when levelkit is installed.
VEGA = Path(__file__).parents[1] / "pages/share/voila/templates/levelkit/static/vega.js"


def draw_offline() -> None:
    """Take our renderer, unless somebody has chosen another one than Altair's own."""
    if alt.renderers.active == "default" and VEGA.is_file():
        alt.renderers.register(NAME, _html)
        alt.renderers.enable(NAME)


@functools.lru_cache(maxsize=1)
def _vega() -> str:
    return VEGA.read_text(encoding="utf-8").replace("</script", r"<\/script")


def _html(spec: dict[str, Any], **_: Any) -> dict[str, str]:
    """A chart as HTML that draws itself; the library is read once a page."""
    name = f"lk-altair-{uuid.uuid4().hex}"
    # No text of a chart may end the script that it stands in.
    text = json.dumps(spec).replace("<", r"\u003c")
    return {
        "text/html": (
            f'<div id="{name}" class="lk-altair"></div><script>\n'
            f"if (!globalThis.levelkitVega) {{ {_vega()} }}\n"
            f'levelkitVega.vegaEmbed("#{name}", {text}, {{ mode: "vega-lite", renderer: "svg" }});\n</script>'
        )
    }
