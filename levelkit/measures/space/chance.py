"""Values dealt out again among the units, and how unusual the real arrangement is."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from levelkit.measures.core.spread import batches, spread
from levelkit.measures.core.values import numbers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import xarray as xr
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]
    Integers = NDArray[np.int64]

#: Permutations in one piece of work.
DRAWS_A_PIECE = 50
#: Numbers held at once while the input is small (2 MB); a large one is dealt out one by one.
NUMBERS_AT_ONCE = 2**18


def rows_of(x: xr.DataArray, dim: str) -> Floats:
    """Finite values as (slices, units): every other dimension becomes a row."""
    return numbers(x).transpose(..., dim).to_numpy().reshape(-1, x.sizes[dim])


def frame_of(x: xr.DataArray, dim: str) -> xr.DataArray:
    """The shape and labels of a result that has one value a slice."""
    frame = x.transpose(..., dim).isel({dim: 0}, drop=True)
    frame.attrs = {}
    return frame


def by_gaps(values: Floats, *, skipna: bool) -> Iterator[tuple[Integers, Integers]]:
    """Slices that have the same gaps together: their rows and the units with a value.

    Without ``skipna`` a slice with a gap is passed over, and its result stays missing.
    """
    usable = np.isfinite(values)
    patterns, which = np.unique(usable, axis=0, return_inverse=True)
    for k, keep in enumerate(patterns):
        if keep.all() or (skipna and keep.any()):
            yield np.flatnonzero(which.ravel() == k), np.flatnonzero(keep)


def shuffled(
    statistic: Callable[[NDArray[np.float64]], NDArray[np.float64]],
    values: Floats,
    *,
    resamples: int,
    rng: int | np.random.Generator,
    cost: int = 1,
) -> Floats:
    """A statistic of values dealt out at random among the units.

    Parameters
    ----------
    statistic : callable
        Takes values (..., units), returns (...). Picklable.
    values : array
        (slices, units). All slices are dealt out in the same way.
    resamples, rng
        How many times, and the seed.
    cost : int
        Numbers that the statistic holds for each value.

    Returns
    -------
    array
        (slices, resamples).
    """
    work = partial(_deal, statistic=statistic, values=values, cost=cost)
    pieces = batches(resamples, DRAWS_A_PIECE, rng)
    return np.concatenate(spread(work, pieces, what="Permutations"), axis=1)


def _deal(
    piece: tuple[int, np.random.SeedSequence],
    *,
    statistic: Callable[[NDArray[np.float64]], NDArray[np.float64]],
    values: Floats,
    cost: int,
) -> Floats:
    draws, seed = piece
    rng = np.random.default_rng(seed)
    step = max(1, NUMBERS_AT_ONCE // (values.size * cost))
    units = np.arange(values.shape[1])
    drawn = []
    for start in range(0, draws, step):
        order = np.tile(units, (min(step, draws - start), 1))
        drawn.append(statistic(values[:, rng.permuted(order, axis=1)]))
    return np.concatenate(drawn, axis=1)


def extreme(drawn: Floats, observed: Floats, slack: Floats, alternative: str) -> Flags:
    """Which deviations from the expected value are as extreme as the observed one.

    Equal values may differ by rounding: ``slack`` is how much.
    """
    if alternative == "greater":
        return np.asarray(drawn >= observed - slack)
    if alternative == "less":
        return np.asarray(drawn <= observed + slack)
    return np.asarray(np.abs(drawn) >= np.abs(observed) - slack)


def p_value(drawn: Floats, observed: Floats, expected: Floats, alternative: str) -> Floats:
    """Share of arrangements, the real one included, as extreme as the real one.

    ``drawn`` is (slices, resamples). The real arrangement counts as one of them, so
    the p-value is never 0 (Phipson and Smyth 2010). Two-sided: as far from the value
    expected by chance, in either direction.
    """
    off, seen = drawn - expected[:, None], (observed - expected)[:, None]
    slack = 1e-9 * np.abs(off).max(axis=1, keepdims=True) + 1e-12 * np.abs(expected[:, None])
    count = extreme(off, seen, slack, alternative).sum(axis=1)
    return np.asarray((count + 1) / (drawn.shape[1] + 1))
