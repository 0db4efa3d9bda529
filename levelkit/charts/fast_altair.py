"""Altair, imported with the first form that is drawn, and without 1.1 s of a grammar nobody uses.

A page with ready specs needs none of it. jsonschema offers to check the format "iri" with the
package rfc3987_syntax, if it is there; compiling that package's grammar is nearly all of
Altair's import time, and no chart has an IRI. jsonschema skips the check where the import
fails, so it is made to.
"""

from __future__ import annotations

import sys
from typing import Any

_GRAMMAR = "rfc3987_syntax"


def _altair() -> Any:
    if _GRAMMAR in sys.modules or "jsonschema" in sys.modules:
        import altair as alt

        return alt
    sys.modules[_GRAMMAR] = None  # type: ignore[assignment]
    try:
        import altair as alt
    finally:
        del sys.modules[_GRAMMAR]
    return alt


class _Altair:
    """Stands for the package until something of it is asked for."""

    def __getattr__(self, name: str) -> Any:
        return getattr(_altair(), name)


alt: Any = _Altair()

__all__ = ["alt"]
