"""Voilà's templates, compiled once.

Voilà reads, parses and compiles some twenty templates for each page that it serves: half of what
the server itself does for a visitor. What is compiled is the same for all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import voila.notebook_renderer
from jinja2 import BytecodeCache
from voila.exporter import VoilaExporter

if TYPE_CHECKING:
    from jinja2 import Environment
    from jinja2.bccache import Bucket


class Compiled(BytecodeCache):
    """Compiled templates by name and text; a changed text is compiled again."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give what was compiled from this text, if it was."""
        if bucket.key in self._kept:
            bucket.bytecode_from_string(self._kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what has been compiled."""
        self._kept[bucket.key] = bucket.bytecode_to_string()


_COMPILED = Compiled()


class Exporter(VoilaExporter):  # type: ignore[misc]
    """Voilà's exporter, with templates that are compiled already."""

    def _create_environment(self) -> Environment:
        environment: Environment = super()._create_environment()
        environment.bytecode_cache = _COMPILED
        return environment


def compile_once() -> None:
    """Let every page that this process renders have them."""
    voila.notebook_renderer.VoilaExporter = Exporter
