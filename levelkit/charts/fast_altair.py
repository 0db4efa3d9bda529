"""Import Altair without the 1.1 s that its import spends on a grammar nobody uses.

jsonschema offers to check the format "iri" with the package rfc3987_syntax, if it is
there; compiling that package's grammar is nearly all of Altair's import time, and no
chart has an IRI. jsonschema skips the check where the import fails, so it is made to.
"""

import sys

_GRAMMAR = "rfc3987_syntax"

if _GRAMMAR in sys.modules or "jsonschema" in sys.modules:
    import altair as alt
else:
    sys.modules[_GRAMMAR] = None  # type: ignore[assignment]
    try:
        import altair as alt
    finally:
        del sys.modules[_GRAMMAR]

__all__ = ["alt"]
