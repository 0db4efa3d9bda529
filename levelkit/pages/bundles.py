"""What browsers are given: scripts that ``make web`` bundles from ``web/``, and Vega."""

from __future__ import annotations

import functools
import hashlib
from pathlib import Path

STATIC = Path(__file__).resolve().parent / "share/voila/templates/levelkit/static"
#: What a server hands out, or a folder, or a kernel where there is neither.
LIBRARIES = ("page", "vega", "tools", "maps")


@functools.lru_cache(maxsize=1)
def code_version() -> str:
    """A hash of the parts' script: another text has another address."""
    return hashlib.sha256((STATIC / "page.js").read_bytes()).hexdigest()[:12]
