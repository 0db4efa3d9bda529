"""Errors that say which value, where, and what is allowed."""

import difflib
from collections.abc import Iterable


class DataError(ValueError):
    """A table does not match its checksum or its schema."""


class UnknownDatasetError(LookupError):
    """No table of that name is in the catalogue."""


def unknown(what: str, value: object, allowed: Iterable[object]) -> str:
    """'Unknown dataset "uk-centry". Did you mean "uk-century"? There are: ...'."""
    names = [str(name) for name in allowed]
    close = difflib.get_close_matches(str(value), names, n=3, cutoff=0.5)
    hint = f" Did you mean {' or '.join(map(repr, close))}?" if close else ""
    return f"Unknown {what} {str(value)!r}.{hint} There are: {', '.join(names)}."
