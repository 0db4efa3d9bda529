"""Parameters that follow from the figures: how many rows, and where the scales end."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable


def known(*columns: Iterable[Any]) -> list[float]:
    """The numbers of several columns, without what is missing."""
    return [value for column in columns for value in column if isinstance(value, int | float)]


def ends(
    values: Iterable[float], *, room: float = 0.06, furthest: float = math.inf
) -> tuple[float, float]:
    """The lowest and the highest, zero among them, with a share of their distance as room.

    Neither is further than ``furthest`` from zero: what is beyond would press all else together.
    """
    listed = [0.0, *values]
    low, high = min(listed), max(listed)
    beside = room * (high - low) or 1.0
    return max(low - beside, -furthest), min(high + beside, furthest)


def distinct(column: Iterable[Any]) -> int:
    """How many different values there are."""
    return len(set(column))
