"""Rows that are made once for each table that they are made of."""

from __future__ import annotations

import functools
import weakref
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

P = ParamSpec("P")
R = TypeVar("R")

MOST = 64  # tables whose rows are kept


def kept(function: Callable[P, R]) -> Callable[P, R]:
    """Give the same result again for the same tables, as long as they are in use.

    What is the very same object is not sent to a browser again. Labelled arrays are no keys of a
    cache: they are known by what they are, not by what they hold, and must not be changed.
    """
    known: dict[tuple[Any, ...], tuple[list[Any], R]] = {}

    @functools.wraps(function)
    def again(*args: P.args, **kwargs: P.kwargs) -> R:
        given = [*args, *(value for _, value in sorted(kwargs.items()))]
        key = tuple(map(_key, given))
        if key in known:
            refs, result = known[key]
            if all(ref is None or ref() is value for ref, value in zip(refs, given, strict=True)):
                return result
        result = function(*args, **kwargs)
        known[key] = ([weakref.ref(v) if _is_table(v) else None for v in given], result)
        while len(known) > MOST:
            del known[next(iter(known))]
        return result

    return again


def _is_table(value: Any) -> bool:
    return hasattr(value, "dims")


def _key(value: Any) -> Any:
    return id(value) if _is_table(value) else value
