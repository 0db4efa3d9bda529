"""What rank statistics look like when the order means nothing (the null).

Exact for small numbers of regions: no simulation, no approximation.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from levelkit.measures.core.spread import batches, spread

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Statistic = Callable[[NDArray[np.float64], NDArray[np.float64]], NDArray[np.float64]]

#: Largest number of regions for which every ordering is counted.
EXACT_UP_TO = 12
#: The same for Kendall's tau without ties: beyond it the smallest probabilities vanish.
KENDALL_EXACT_UP_TO = 100
#: Ranks shuffled in one piece of work: a few megabytes.
NUMBERS_AT_ONCE = 250_000


class Null(NamedTuple):
    """Values that a statistic may have by chance, ascending, and how likely each is."""

    values: NDArray[np.float64]
    probabilities: NDArray[np.float64]
    draws: int = 0  # 0: every ordering is counted; else that many random ones

    @property
    def how(self) -> str:
        """How the distribution was got."""
        return f"permutation ({self.draws} draws)" if self.draws else "exact"


@functools.lru_cache(maxsize=64)
def cost_null(a: tuple[float, ...], b: tuple[float, ...], power: int) -> Null:
    """Exact distribution of ``sum |a_i - b_p(i)|**power`` over all orderings p.

    ``power=2`` gives the null of Spearman's rho, ``power=1`` that of Spearman's
    footrule (Diaconis and Graham 1977, JRSS B 39, 262-268). Ties are allowed: ranks
    are multiples of one half, so doubled costs are integers.

    Instead of n! orderings this walks the 2**n sets of places already given away
    (12 regions: 4,096 sets), carrying how many orderings give each cost.

    Returns
    -------
    Null
        Attainable costs.
    """
    n = len(a)
    whole = np.rint(np.abs(np.subtract.outer(sorted(a), sorted(b))) ** power * 2**power).astype(int)
    # Without ties every cost is a multiple of 2**power: count in that unit.
    unit = max(1, int(np.gcd.reduce(whole, axis=None)))
    cost, step = whole // unit, 2**power / unit
    longest = int(np.fliplr(cost).trace())  # the reverse order costs most
    sets = np.arange(2**n)
    size = np.array([bin(s).count("1") for s in sets])
    row = np.zeros(2**n, dtype=int)  # where a set stands among those of its size
    ways = np.ones((1, longest + 1)) * (np.arange(longest + 1) == 0)
    for i in range(n):  # two layers at a time are kept: sets of i and of i + 1 places
        reached, following = sets[size == i], sets[size == i + 1]
        row[following] = np.arange(following.size)
        further = np.zeros((following.size, longest + 1))
        for j in range(n):
            free = (reached >> j) & 1 == 0
            shift = int(cost[i, j])
            further[row[reached[free] | (1 << j)], shift:] += ways[free, : longest + 1 - shift]
        ways = further
    final = ways[0]
    attained = np.flatnonzero(final)
    return Null(attained / step, final[attained] / final.sum())


@functools.lru_cache(maxsize=64)
def kendall_null(n: int) -> Null:
    """Exact distribution of Kendall's tau without ties (Kendall 1938, Biometrika 30).

    The number of discordant pairs is the number of inversions of an ordering, a sum
    of independent uniforms on 0..k-1 for k = 1..n.
    """
    probabilities = np.ones(1)
    for k in range(2, n + 1):
        probabilities = np.convolve(probabilities, np.full(k, 1 / k))
    pairs = n * (n - 1) // 2
    tau = 1 - 2 * np.arange(pairs + 1) / pairs
    return Null(tau[::-1], probabilities[::-1])


def permutation_null(
    a: NDArray[np.float64],
    b: NDArray[np.float64],
    statistic: Statistic,
    *,
    resamples: int,
    rng: int | np.random.Generator,
) -> Null:
    """Distribution of a statistic over random orderings of ``b``."""
    if isinstance(rng, np.random.Generator):
        rng = int(rng.integers(2**63))
    return _drawn(tuple(a.tolist()), tuple(b.tolist()), statistic, resamples, rng)


@functools.lru_cache(maxsize=16)
def _drawn(
    a: tuple[float, ...], b: tuple[float, ...], statistic: Statistic, resamples: int, seed: int
) -> Null:
    """Kept, since all years without ties have the same ranks."""
    size = max(1, NUMBERS_AT_ONCE // len(b))
    work = functools.partial(_reordered, a=np.array(a), b=np.array(b), statistic=statistic)
    drawn = np.sort(np.concatenate(spread(work, batches(resamples, size, seed))))
    return Null(drawn, np.full(drawn.size, 1 / drawn.size), resamples)


def _reordered(
    piece: tuple[int, np.random.SeedSequence],
    *,
    a: NDArray[np.float64],
    b: NDArray[np.float64],
    statistic: Statistic,
) -> NDArray[np.float64]:
    draws, seed = piece
    return statistic(
        a, np.random.default_rng(seed).permuted(np.broadcast_to(b, (draws, b.size)), axis=1)
    )


def check_alternative(alternative: str | None) -> None:
    """Raise ``ValueError`` naming the alternatives there are unless it is one, or None."""
    if alternative not in (None, "greater", "less", "two-sided"):
        raise ValueError(
            f"alternative must be one of 'greater', 'less', 'two-sided' or None, not {alternative!r}."
        )


def tail(null: Null, observed: float, alternative: str) -> float:
    """Probability under the null of a value as extreme as the observed one.

    Where orderings are drawn at random the observed one counts as a further draw, so
    that a p-value is never 0 (Phipson and Smyth 2010, Statistical Applications in
    Genetics and Molecular Biology 9, 39).
    """
    values = null.values
    slack = 1e-9  # ranks are halves and tau is a ratio: equal values may differ by rounding
    extreme = {
        "greater": values >= observed - slack,
        "less": values <= observed + slack,
        "two-sided": np.abs(values) >= abs(observed) - slack,
    }[alternative]
    if null.draws:
        return float((1 + extreme.sum()) / (1 + null.draws))
    return float(min(1.0, null.probabilities[extreme].sum()))
