"""How sure a decomposition is: units dealt at random to groups, and units drawn again.

Works on plain arrays, units along the first axis and all further dimensions along the
second, sorted so that each group is one block: a group's sum is then one pass.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from levelkit.measures.core.spread import batches, spread
from levelkit.measures.core.variation import ROUNDING, ROUNDING_SQUARED
from levelkit.measures.inequality.decomposition import component_names
from levelkit.measures.inequality.entropy import curved_term
from levelkit.measures.inequality.groups import Level

if TYPE_CHECKING:
    from collections.abc import Iterator

    import xarray as xr
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

BATCH = 128  # draws with one seed
FEW_CUTS = 16  # up to so many groups keys are parted rather than sorted


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
    levels: list[Level],
    measure: str,
    dim: str,
    observed: xr.DataArray,
    resamples: int,
    rng: int | np.random.Generator,
) -> xr.DataArray:
    """Chance of as large a component when units are dealt to groups at random."""
    x, weight = (part.transpose(dim, ...).to_numpy() for part in (values, w))
    x, weight = x.reshape(len(x), -1), weight.reshape(len(x), -1)
    p_of_level = np.full(
        (len(levels) + 1, x.shape[1]), np.nan
    )  # what is left at the end has no test
    seed = int(np.random.default_rng(rng).integers(2**63))
    for units, slices in _same_gaps(weight > 0):
        if units.all() and slices.all():
            blocks = _blocks(x, weight, levels, measure)
        else:  # units without a figure are not dealt
            some = [Level(g.name, g.codes[units], g.labels) for g in levels]
            blocks = _blocks(x[units][:, slices], weight[units][:, slices], some, measure)
        p_of_level[:-1, slices] = _p_of_levels(blocks, levels, resamples, seed)
    return _labelled(p_of_level, observed)


def _same_gaps(
    usable: NDArray[np.bool_],
) -> Iterator[tuple[NDArray[np.bool_], NDArray[np.bool_]]]:
    """Units that have a figure, with the slices in which it is just those."""
    left = usable.any(axis=0)
    while left.any():
        units = usable[:, left.argmax()]
        slices = left & (usable == units[:, None]).all(axis=0)
        yield units, slices
        left &= ~slices


def _p_of_levels(blocks: Blocks, levels: list[Level], resamples: int, seed: int) -> list[Floats]:
    p_of_level = []
    generator = np.random.default_rng(seed)
    total = _total(blocks.weight, blocks.output, blocks)
    for k, starts in enumerate(blocks.starts):
        actual = between(blocks.weight, blocks.output, starts, blocks.measure)
        deal = functools.partial(_permuted, blocks=blocks, k=k)
        pieces = batches(resamples, BATCH, generator)
        drawn = np.concatenate(spread(deal, pieces, what=f"Permutations, {levels[k].name}"))
        # Sums of the same figures in another order differ by rounding. The actual deal is
        # one of those possible: a p-value is never 0.
        slack = 1e-9 * actual + ROUNDING * total + ROUNDING_SQUARED
        as_large = (drawn >= actual - slack).sum(axis=0)
        p_of_level.append(np.where(np.isnan(actual), np.nan, (1 + as_large) / (1 + resamples)))
    return p_of_level


def intervals(
    values: xr.DataArray,
    w: xr.DataArray,
    levels: list[Level],
    measure: str,
    dim: str,
    resamples: int,
    level: float,
    rng: int | np.random.Generator,
) -> dict[str, xr.DataArray]:
    """Percentile intervals of components and shares over resamples of the units."""
    import xarray as xr

    x, weight = (part.transpose(dim, ...).to_numpy() for part in (values, w))
    blocks = _blocks(x.reshape(len(x), -1), weight.reshape(len(x), -1), levels, measure)
    draw = functools.partial(_resampled, blocks=blocks)
    drawn = np.concatenate(spread(draw, batches(resamples, BATCH, rng), what="Resamples"))
    total = drawn.sum(axis=1, keepdims=True)
    shares = drawn / np.where(total > ROUNDING_SQUARED, total, np.nan)
    ends = [0.5 - level / 2, 0.5 + level / 2]
    frame = values.isel({dim: 0}, drop=True)
    frame = frame.drop_vars([c for c in frame.coords if c not in frame.dims])
    frame = xr.concat([frame] * drawn.shape[1], xr.Variable("component", component_names(levels)))
    named: dict[str, xr.DataArray] = {}
    for name, sample in (("", drawn), ("share_", shares)):
        low, high = np.quantile(sample, ends, axis=0)
        named |= {f"{name}ci_low": _labelled(low, frame), f"{name}ci_high": _labelled(high, frame)}
    return named


def between(weight: Floats, output: Floats, starts: NDArray[np.intp], measure: str) -> Floats:
    """Inequality between blocks of units, ``(slice,)``."""
    people = np.add.reduceat(weight, starts, axis=0)
    outputs = np.add.reduceat(output, starts, axis=0)
    everyone = people.sum(axis=0)
    # A block without weight has no mean and counts for nothing; a slice without any has
    # no inequality: missing.
    mean = np.divide(outputs, people, out=np.zeros_like(outputs), where=people > 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        overall = outputs.sum(axis=0) / everyone
        parts = people / everyone * curved_term(mean / overall, measure, np.log)
    total = np.where(people > 0, parts, 0.0).sum(axis=0)
    return np.asarray(np.where(everyone > 0, total, np.nan))


class Deck(NamedTuple):
    """Units ready to be shuffled within their parent groups, by sorting random keys.

    The parent stands in the highest bits of a key, chance in the middle, and the unit's
    own number in the lowest, to be read back once the keys are in order. One sort of
    whole numbers is half the work of ``rng.permutation``; for few groups it is enough to part
    the keys where groups begin, which is half of that.
    """

    fixed: NDArray[np.uint64]  # parent and number of each unit
    chance: np.uint64  # the bits that are left to chance
    number: np.uint64  # the bits that hold the unit's number

    @classmethod
    def of(cls, parents: NDArray[np.int64]) -> Deck:
        """Take units in the order of their parents."""
        n = parents.size
        # At least 30 bits are left to chance as long as units times parents is below 2**34.
        low = max(1, (n - 1).bit_length())
        high = 64 - int(parents.max()).bit_length()
        fixed = np.arange(n, dtype=np.uint64)
        if high < 64:
            fixed |= parents.astype(np.uint64) << np.uint64(high)
        return cls(fixed, np.uint64(2**high - 2**low), np.uint64(2**low - 1))

    def shuffled(
        self, rng: np.random.Generator, starts: NDArray[np.intp] | None = None
    ) -> NDArray[np.intp]:
        """A random order of the units, each place keeping its parent.

        With ``starts``, where groups begin, it is random which units a group has, not their order.
        """
        keys = rng.bit_generator.random_raw(self.fixed.size)
        keys &= self.chance
        keys |= self.fixed
        if starts is None:
            keys.sort()
        else:
            _part(keys, starts[1:])
        keys &= self.number
        order: NDArray[np.intp] = keys.view(np.intp)
        return order


def _part(keys: NDArray[np.uint64], cuts: NDArray[np.intp]) -> None:
    """Put the keys in place so that those before each cut are smaller than those after it."""
    if cuts.size > FEW_CUTS:
        keys.sort()
    elif cuts.size:
        middle = cuts.size // 2
        cut = cuts[middle]
        keys.partition(cut)
        _part(keys[:cut], cuts[:middle])
        _part(keys[cut:], cuts[middle + 1 :] - cut)


def _permuted(piece: tuple[int, Any], *, blocks: Blocks, k: int) -> Floats:
    draws, seed = piece
    rng = np.random.default_rng(seed)
    parents = np.zeros(len(blocks.weight), dtype=np.int64)
    if k:
        parents[blocks.starts[k - 1][1:]] = 1
    deck = Deck.of(parents.cumsum())
    same = bool((blocks.weight == blocks.weight[0]).all())  # equal weights need no dealing
    drawn = np.empty((draws, blocks.weight.shape[1]))
    for d in range(draws):
        order = deck.shuffled(rng, blocks.starts[k])
        weight = blocks.weight if same else blocks.weight.take(order, axis=0)
        drawn[d] = between(
            weight, blocks.output.take(order, axis=0), blocks.starts[k], blocks.measure
        )
    return drawn


def _resampled(piece: tuple[int, Any], *, blocks: Blocks) -> Floats:
    """Components of resamples, ``(draw, component, slice)``."""
    draws, seed = piece
    rng = np.random.default_rng(seed)
    n = len(blocks.weight)
    drawn = np.empty((draws, len(blocks.starts) + 1, blocks.weight.shape[1]))
    for d in range(draws):
        times = np.bincount(rng.integers(0, n, n), minlength=n)[:, None]
        weight, output = blocks.weight * times, blocks.output * times
        upto = [between(weight, output, starts, blocks.measure) for starts in blocks.starts]
        upto.append(_total(weight, output, blocks))
        drawn[d] = np.diff(np.array(upto), axis=0, prepend=0.0)
    return drawn


def _total(weight: Floats, output: Floats, blocks: Blocks) -> Floats:
    people = weight.sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = output.sum(axis=0) / people
        parts = np.where(
            weight > 0,
            weight / people * curved_term(blocks.relative / mean, blocks.measure, np.log),
            0,
        )
    return np.asarray(np.where(people > 0, parts.sum(axis=0), np.nan))


def _blocks(x: Floats, weight: Floats, levels: list[Level], measure: str) -> Blocks:
    codes = [level.codes for level in levels]
    order = np.lexsort(codes[::-1])
    x, weight = x[order], weight[order]
    starts = []
    changed = np.zeros(len(order), dtype=bool)
    for code in codes:
        in_order = code[order]
        changed[1:] |= in_order[1:] != in_order[:-1]
        starts.append(np.flatnonzero(np.r_[True, changed[1:]]))
    # A gap weighs nothing, and nothing times a gap is nothing.
    output = np.where(weight > 0, x * weight, 0.0)
    return Blocks(weight, output, np.where(weight > 0, x, 1.0), starts, measure)


def _labelled(values: Floats, frame: xr.DataArray) -> xr.DataArray:
    first = frame.transpose("component", ...)
    result = first.copy(data=values.reshape(first.shape))
    result.attrs = {}
    return result.drop_vars([c for c in result.coords if c not in result.dims])
