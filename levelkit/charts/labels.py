"""Room for labels: how wide a text is, and where labels go that would collide."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

#: Widths of Arial's letters in parts of the font size, near enough to leave room by.
_WIDTHS = dict.fromkeys("ijlIft.,'|-() r", 0.28) | dict.fromkeys("mwMW+", 0.86)
_CAPITAL, _OTHER = 0.69, 0.56
_BOLD = 1.07  # a highlighted label is bold


def text_width(text: str, size: float) -> float:
    """About how many pixels a bold text takes up."""
    parts = (_WIDTHS.get(c, _CAPITAL if c.isupper() else _OTHER) for c in text)
    return _BOLD * size * sum(parts)


def widest(texts: Iterable[str], size: float) -> int:
    """Pixels that the widest of them takes up."""
    return int(np.ceil(max((text_width(text, size) for text in texts), default=0)))


def spread(wished: NDArray[np.float64], gap: float, low: float, high: float) -> NDArray[np.float64]:
    """Positions at least ``gap`` apart, as near as can be to those wished.

    Labels keep their order and stay between ``low`` and ``high``; if they do not fit
    there at that gap they stand evenly. Missing ones stay missing.
    """
    out = np.full(wished.shape, np.nan)
    order = np.argsort(wished, kind="stable")[: int(np.isfinite(wished).sum())]
    if not order.size:
        return out
    gap = min(gap, (high - low) / max(order.size - 1, 1))
    steps = gap * np.arange(order.size)
    # Less their steps, the positions must not fall: pool those that would.
    blocks: list[tuple[float, int]] = []
    for value in (wished[order] - steps).tolist():
        total, count = value, 1
        while blocks and blocks[-1][0] / blocks[-1][1] > total / count:
            before = blocks.pop()
            total, count = total + before[0], count + before[1]
        blocks.append((total, count))
    level = np.repeat([t / c for t, c in blocks], [c for _, c in blocks])
    out[order] = np.clip(level, low, max(low, high - steps[-1])) + steps
    return out
