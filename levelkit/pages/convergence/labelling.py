"""Which points of a scatter are named, and on which side of them the name has room."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from levelkit.charts.labels import text_width
from levelkit.claims.short_names import short_name

if TYPE_CHECKING:
    from collections.abc import Sequence

#: Screen, width and height of the plot that names are placed for, their size, and how many there are at most.
SCREENS = (("wide", 640, 400, 12, 12), ("lecture", 860, 260, 18.6, 8), ("narrow", 290, 340, 10, 6))
GAP = 8  # pixels between a point and its name
#: Up and down from the middle of a point, and half the height of a name, in parts of its size.
SHIFTS, HALF = (0, -0.92, 0.92, -1.67, 1.67), 0.6

Box = tuple[float, float, float, float]


def label_columns(
    names: Sequence[str],
    x: np.ndarray[Any, Any],
    y: np.ndarray[Any, Any],
    ends: tuple[float, float, float, float],
    order: np.ndarray[Any, Any],
) -> dict[str, list[Any]]:
    """Names with a place of their own, on a wide and on a narrow screen.

    Parameters
    ----------
    names : sequence of str
    x, y : array
        Relative level and growth of each.
    ends : tuple
        Ends of the scales: x low, x high, y low, y high.
    order : array of int
        Which to name first; what has no room goes without.

    Returns
    -------
    dict
        Columns ``region``, ``short``, ``relative``, ``growth`` (where the name stands), ``screen``, ``side``.
    """
    columns: dict[str, list[Any]] = {
        key: [] for key in ("region", "short", "relative", "growth", "screen", "side")
    }
    x_low, x_high, y_low, y_high = ends
    for screen, width, height, size, most in SCREENS:
        across = width * np.log(x / x_low) / np.log(x_high / x_low)
        down = height * (y_high - y) / (y_high - y_low)
        taken: list[Box] = [(a - 4, b - 4, a + 4, b + 4) for a, b in zip(across, down, strict=True)]
        placed = 0
        for k in order.tolist():
            if placed == most:
                break
            said = short_name(names[k]) if screen == "narrow" else names[k]
            free = _free(across[k], down[k], text_width(said, size), size, (width, height), taken)
            if free is None:
                continue
            side, shift, box = free
            taken.append(box)
            placed += 1
            at = float(y[k] - shift * (y_high - y_low) / height)
            row = (names[k], short_name(names[k]), _round(x[k]), _round(at), screen, side)
            for column, cell in zip(columns.values(), row, strict=True):
                column.append(cell)
    return columns


def _free(
    x: float, y: float, wide: float, size: float, whole: tuple[int, int], taken: list[Box]
) -> tuple[str, float, Box] | None:
    for shift in (part * size for part in SHIFTS):
        for side, left in (("right", x + GAP), ("left", x - GAP - wide)):
            box = (left, y + shift - HALF * size, left + wide, y + shift + HALF * size)
            inside = box[0] >= 0 and box[2] <= whole[0] and box[1] >= 0 and box[3] <= whole[1]
            if inside and not any(_meet(box, other) for other in taken):
                return side, shift, box
    return None


def _meet(a: Box, b: Box) -> bool:
    return min(a[2], b[2]) > max(a[0], b[0]) and min(a[3], b[3]) > max(a[1], b[1])


def _round(value: float) -> float:
    return float(f"{value:.5g}")
