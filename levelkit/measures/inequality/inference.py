"""How sure a decomposition is: units dealt at random to groups, and units drawn again.

Works on plain arrays, units along the first axis and all further dimensions along the
second, sorted so that each group is one block: a group's sum is then one pass.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from levelkit.measures.core.spread import batches, spread
from levelkit.measures.inequality.decomposition import component_names
from levelkit.measures.inequality.entropy import term

if TYPE_CHECKING:
    import xarray as xr
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

BATCH = 128  # draws with one seed


class Blocks(NamedTuple):
    """Units sorted by group, the innermost level last."""

    weight: Floats  # (unit, slice)
    output: Floats  # weight times value, (unit, slice)
    relative: Floats  # value, (unit, slice)
    starts: list[NDArray[np.intp]]  # of each level: where its groups begin
    measure: str


def p_values(
    values: xr.DataArray,
    w: xr.DataArray,
    levels: list[xr.DataArray],
    measure: str,
    dim: str,
    observed: xr.DataArray,
    permutations: int,
    rng: int | np.random.Generator,
) -> xr.DataArray:
    """Chance of as large a component when units are dealt to groups at random."""
    blocks = _blocks(values, w, levels, measure, dim)
    generator = np.random.default_rng(rng)
    found = []
    for k, starts in enumerate(blocks.starts):
        actual = between(blocks.weight, blocks.output, starts, measure)
        deal = functools.partial(_permuted, blocks=blocks, k=k)
        pieces = batches(permutations, BATCH, generator)
        drawn = np.concatenate(spread(deal, pieces, what=f"Permutations, {levels[k].name}"))
        # The actual deal is one of those possible: a p-value is never 0.
        as_large = (drawn >= actual * (1 - 1e-12)).sum(axis=0)
        found.append(np.where(np.isnan(actual), np.nan, (1 + as_large) / (1 + permutations)))
    found.append(np.full_like(found[0], np.nan))  # what is left at the end has no test
    return _labelled(np.array(found), observed)


def intervals(
    values: xr.DataArray,
    w: xr.DataArray,
    levels: list[xr.DataArray],
    measure: str,
    dim: str,
    resamples: int,
    level: float,
    rng: int | np.random.Generator,
) -> dict[str, xr.DataArray]:
    """Percentile intervals of components and shares over resamples of the units."""
    import xarray as xr

    blocks = _blocks(values, w, levels, measure, dim)
    draw = functools.partial(_resampled, blocks=blocks)
    drawn = np.concatenate(spread(draw, batches(resamples, BATCH, rng), what="Resamples"))
    total = drawn.sum(axis=1, keepdims=True)
    shares = drawn / np.where(total > 0, total, np.nan)
    ends = [0.5 - level / 2, 0.5 + level / 2]
    frame = values.isel({dim: 0}, drop=True)
    frame = frame.drop_vars([c for c in frame.coords if c not in frame.dims])
    frame = xr.concat([frame] * drawn.shape[1], xr.Variable("component", component_names(levels)))
    found: dict[str, xr.DataArray] = {}
    for name, sample in (("value", drawn), ("share", shares)):
        low, high = np.quantile(sample, ends, axis=0)
        found |= {f"{name}_low": _labelled(low, frame), f"{name}_high": _labelled(high, frame)}
    return found


def between(weight: Floats, output: Floats, starts: NDArray[np.intp], measure: str) -> Floats:
    """Inequality between blocks of units, ``(slice,)``."""
    people = np.add.reduceat(weight, starts, axis=0)
    made = np.add.reduceat(output, starts, axis=0)
    share = people / people.sum(axis=0)
    # A block without weight has no mean; it counts for nothing.
    mean = np.divide(made, people, out=np.zeros_like(made), where=people > 0)
    overall = made.sum(axis=0) / people.sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        parts = share * term(mean / overall, measure, np.log)
    return np.asarray(np.where(people > 0, parts, 0.0).sum(axis=0))


def shuffled(parents: NDArray[np.uint64], rng: np.random.Generator) -> NDArray[np.intp]:
    """A random order of the units within each parent group, parents kept in their place.

    One sort does it: the parent in the highest bits of each key, chance in the middle
    and the unit's own number in the lowest, to be read back. Three times as quick as
    ``rng.permutation`` and not held up by other threads.
    """
    n = parents.size
    bits = max(1, int(n - 1).bit_length())
    # Chance has at least 30 bits as long as units times parents stay below 2**34.
    spare = 64 - bits - max(1, int(parents.max()).bit_length())
    keys = rng.integers(0, 2**spare, n, dtype=np.uint64)
    keys <<= np.uint64(bits)
    keys |= np.arange(n, dtype=np.uint64)
    if parents.any():
        keys |= parents << np.uint64(spare + bits)
    keys.sort()
    keys &= np.uint64(2**bits - 1)
    return keys.view(np.intp)


def _permuted(piece: tuple[int, Any], *, blocks: Blocks, k: int) -> Floats:
    draws, seed = piece
    rng = np.random.default_rng(seed)
    n = len(blocks.weight)
    parents = np.zeros(n, dtype=np.uint64)
    if k:
        parents[blocks.starts[k - 1][1:]] = 1
        parents = parents.cumsum(dtype=np.uint64)
    same = bool((blocks.weight == blocks.weight[0]).all())  # equal weights need no dealing
    found = np.empty((draws, blocks.weight.shape[1]))
    for d in range(draws):
        order = shuffled(parents, rng)
        weight = blocks.weight if same else blocks.weight.take(order, axis=0)
        found[d] = between(
            weight, blocks.output.take(order, axis=0), blocks.starts[k], blocks.measure
        )
    return found


def _resampled(piece: tuple[int, Any], *, blocks: Blocks) -> Floats:
    """Components of resamples, ``(draw, component, slice)``."""
    draws, seed = piece
    rng = np.random.default_rng(seed)
    n = len(blocks.weight)
    found = np.empty((draws, len(blocks.starts) + 1, blocks.weight.shape[1]))
    for d in range(draws):
        times = np.bincount(rng.integers(0, n, n), minlength=n)[:, None]
        weight, output = blocks.weight * times, blocks.output * times
        upto = [between(weight, output, starts, blocks.measure) for starts in blocks.starts]
        upto.append(_total(weight, output, blocks))
        found[d] = np.diff(np.array(upto), axis=0, prepend=0.0)
    return found


def _total(weight: Floats, output: Floats, blocks: Blocks) -> Floats:
    people = weight.sum(axis=0)
    mean = output.sum(axis=0) / people
    with np.errstate(divide="ignore", invalid="ignore"):
        parts = np.where(
            weight > 0, weight / people * term(blocks.relative / mean, blocks.measure, np.log), 0
        )
    return np.asarray(parts.sum(axis=0))


def _blocks(
    values: xr.DataArray, w: xr.DataArray, levels: list[xr.DataArray], measure: str, dim: str
) -> Blocks:
    codes = [np.unique(level.to_numpy(), return_inverse=True)[1] for level in levels]
    order = np.lexsort(codes[::-1])
    x, weight = (
        part.transpose(dim, ...).to_numpy().reshape(len(order), -1)[order] for part in (values, w)
    )
    starts = []
    changed = np.zeros(len(order), dtype=bool)
    for code in codes:
        in_order = code[order]
        changed[1:] |= in_order[1:] != in_order[:-1]
        starts.append(np.flatnonzero(np.r_[True, changed[1:]]))
    # A gap weighs nothing, and nothing times a gap is nothing.
    output = np.where(weight > 0, x * weight, 0.0)
    return Blocks(weight, output, np.where(weight > 0, x, 1.0), starts, measure)


def _labelled(found: Floats, frame: xr.DataArray) -> xr.DataArray:
    first = frame.transpose("component", ...)
    result = first.copy(data=found.reshape(first.shape))
    result.attrs = {}
    return result.drop_vars([c for c in result.coords if c not in result.dims])
