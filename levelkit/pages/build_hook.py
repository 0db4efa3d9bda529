"""Hatch build hook: bundle the browser's libraries once, at install, so that no page asks a CDN.

``vega.js`` is Vega, Vega-Lite and vega-embed; ``tools.js`` makes zip files, workbooks and QR
codes and is asked for by those who take something away. Both are plain scripts that set one
global: they work from a server, from a kernel's message and from a folder of files.
"""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

STATIC = Path("levelkit/pages/share/voila/templates/levelkit/static")
VENDOR = Path("levelkit/pages/vendor")
#: File to what it leaves behind; each is kept from seeing a module loader that a host may have.
TOOLS = {
    "fflate-0.8.3.js": "globalThis.fflate",
    "write-excel-file-4.1.1.js": "globalThis.writeXlsxFile",
    "qrcode-generator-2.0.4.js": "qrcode",
}


class BundleLibraries(BuildHookInterface):  # type: ignore[type-arg]
    """Write the two bundles into the package."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Run by hatchling before each build, editable ones included."""
        root = Path(self.root)
        (root / STATIC).mkdir(parents=True, exist_ok=True)
        for name, text in (("vega", vega()), ("tools", tools(root / VENDOR))):
            target = STATIC / f"{name}.js"
            (root / target).write_text(text, encoding="utf-8")
            build_data["artifacts"].append(str(target))


def vega() -> str:
    """Vega as one script."""
    import vl_convert

    snippet = "globalThis.levelkitVega = { vegaEmbed };"
    return f"(() => {{\n{vl_convert.javascript_bundle(snippet, vl_version='6.4')}\n}})();\n"


def tools(folder: Path) -> str:
    """The vendored libraries as one script."""
    parts = [
        f"(function (define, module, exports, self) {{\n{(folder / name).read_text(encoding='utf-8')}\n"
        f"return {left};\n}}).call({{}}, undefined, undefined, undefined, undefined)"
        for name, left in TOOLS.items()
    ]
    names = ("fflate", "writeXlsxFile", "qrcode")
    body = ",\n".join(f"{name}: {part}" for name, part in zip(names, parts, strict=True))
    return f"globalThis.levelkitTools = {{\n{body}\n}};\n"
