"""Hatch build hook: bundle Vega once, at install, so that no page asks a CDN for it."""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

BUNDLE = Path("levelkit/pages/share/voila/templates/levelkit/static/vega.js")


class BundleVega(BuildHookInterface):  # type: ignore[type-arg]
    """Write Vega, Vega-Lite and vega-embed as one ES module into the package."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Run by hatchling before each build, editable ones included."""
        import vl_convert

        target = Path(self.root) / BUNDLE
        target.parent.mkdir(parents=True, exist_ok=True)
        snippet = "export { vegaEmbed };"
        target.write_text(vl_convert.javascript_bundle(snippet, vl_version="6.4"), encoding="utf-8")
        build_data["artifacts"].append(str(BUNDLE))
