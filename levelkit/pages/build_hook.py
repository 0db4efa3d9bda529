"""Hatch build hook: bundle Vega once, at install, so that no page asks a CDN.

``vega.js`` is Vega, Vega-Lite and vega-embed as a plain script that sets one global: it works from a
server, from a kernel's message and from a folder of files. Our own scripts beside it are committed
(``make web`` writes them), so that installing asks for no JavaScript tools.
"""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

STATIC = Path("levelkit/pages/share/voila/templates/levelkit/static")


class BundleLibraries(BuildHookInterface):  # type: ignore[type-arg]
    """Write the bundle into the package."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Run by hatchling before each build, editable ones included."""
        root = Path(self.root)
        (root / STATIC).mkdir(parents=True, exist_ok=True)
        target = STATIC / "vega.js"
        (root / target).write_text(vega(), encoding="utf-8")
        build_data["artifacts"].append(str(target))


def vega() -> str:
    """Vega as one script."""
    import vl_convert

    snippet = "globalThis.levelkitVega = { vegaEmbed };"
    return f"(() => {{\n{vl_convert.javascript_bundle(snippet, vl_version='6.4')}\n}})();\n"
