"""Whether figures differ by more than rounding: the one rule for variation, ties and what is above.

Figures that were computed (shares, means, logs, sums) miss their true value by some parts in
10^16, by how many depends on the order in which a processor adds up. So "is the variance 0?",
"are these two equal?" and "is this above that?" have no stable answer if asked of the last
digit. Everywhere they are asked relative to the size of the figures:

- two figures are the same if they differ by no more than ``ROUNDING`` of the larger one;
- figures vary if their range is more than ``ROUNDING`` of the largest one.

No published figure has twelve digits, so that ties of data stay ties and nothing else becomes
one. Ranks, signs of differences and classes go by the same rule: figures that are equal but
for rounding share a rank, as if they had been given equal.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import xarray as xr
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

#: Relative difference that is rounding: some thousand times that of one operation.
ROUNDING = 1e-12

#: The same for what is made of squares: variances, sums of squares, entropies.
ROUNDING_SQUARED = ROUNDING**2


def varies(values: Floats, axis: int | None = -1) -> Flags:
    """Whether figures differ along an axis; missing ones do not count.

    Parameters
    ----------
    values : array
        Any shape and unit.
    axis : int or None
        Where to look for a difference; None looks at all of them together.
    """
    if values.size == 0:
        return np.zeros(() if axis is None else np.delete(values.shape, axis), dtype=bool)
    return np.asarray(above(np.fmax.reduce(values, axis=axis), np.fmin.reduce(values, axis=axis)))


def varies_over(x: xr.DataArray, dim: str) -> xr.DataArray:
    """:func:`varies` over dimensions; of chunked arrays computed in one pass."""
    varies_at: xr.DataArray = above(*known(x.max(dim), x.min(dim)))
    return varies_at


def known(*arrays: xr.DataArray) -> tuple[xr.DataArray, ...]:
    """Arrays as they are, or, if they are chunked, computed together in one pass."""
    if all(array.chunks is None for array in arrays):
        return arrays
    import xarray as xr

    computed = xr.Dataset(dict(enumerate(arrays))).compute()
    return tuple(computed[k].rename(array.name) for k, array in enumerate(arrays))


def above(high: Any, low: Any) -> Any:
    """Which figures are above others by more than rounding; missing ones are not.

    What is above rounding of the lower one is so of the higher one: of figures of one sign they
    are of a size, and figures of two signs are far apart. The lowest and highest of some
    figures tell whether they vary.
    """
    return high > low + ROUNDING * abs(low)


def settled(values: Floats, size: Floats | float | None = None) -> Floats:
    """The figures with those along the last axis that are equal but for rounding made equal.

    Parameters
    ----------
    values : array
        (..., figures); missing ones stay missing.
    size : array or float, optional
        Size of the figures that these are differences of, (...): how large their rounding
        errors are. By default each figure's own size.

    Returns
    -------
    array
        The same array if there is nothing to settle. A run of figures, each equal to the
        next one, takes the value of its lowest.
    """
    ordered = np.sort(values, axis=-1)
    near = _near(ordered, size)
    if not near.any() or (ordered[..., 1:][near] == ordered[..., :-1][near]).all():
        return values
    order = np.argsort(values, axis=-1, kind="stable")
    place = np.broadcast_to(np.arange(values.shape[-1]), values.shape).copy()
    place[..., 1:][near] = 0
    lowest = np.maximum.accumulate(place, axis=-1)
    settled = np.empty_like(values)
    np.put_along_axis(settled, order, np.take_along_axis(ordered, lowest, axis=-1), axis=-1)
    return settled


def _near(ordered: Floats, size: Floats | float | None) -> Flags:
    """Which figures, from the second on, are the one before, but for rounding."""
    low, high = ordered[..., :-1], ordered[..., 1:]
    scale = abs(low) if size is None else np.asarray(size)[..., None]
    return np.asarray(high <= low + ROUNDING * scale)


def size_of_logs(logs: Floats) -> float:
    """What the rounding of logs is relative to: that of their arguments comes on top."""
    return max(1.0, float(abs(logs).max(initial=0.0)))


def sized(
    values: Floats, axis: int | tuple[int, ...] | None = None
) -> tuple[Floats, NDArray[np.int_]]:
    """The figures over a power of two near the largest, and that power.

    Squares of figures near 1e200 are too large for a float, those near 1e-200 too small.
    Dividing by a power of two changes no digit: ``numpy.ldexp(scaled, power)`` gives the
    figures back.

    Parameters
    ----------
    values : array
        Any shape; missing ones stay missing.
    axis : int, tuple of int or None
        The figures that share a size lie along it; None: all do.
    """
    largest = np.fmax.reduce(abs(values), axis=axis, initial=0.0, keepdims=True)
    power = np.frexp(largest)[1]
    return np.ldexp(values, -power), power
