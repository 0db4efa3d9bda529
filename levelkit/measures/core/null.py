"""What rank statistics look like when the order means nothing (the null).

Exact for small numbers of regions: no simulation, no approximation.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Statistic = Callable[[NDArray[np.float64], NDArray[np.float64]], NDArray[np.float64]]

#: Largest number of regions for which every ordering is counted.
EXACT_UP_TO = 12


@functools.lru_cache(maxsize=64)
def cost_null(
    a: tuple[float, ...], b: tuple[float, ...], power: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Exact distribution of ``sum |a_i - b_p(i)|**power`` over all orderings p.

    ``power=2`` gives the null of Spearman's rho, ``power=1`` that of Spearman's
    footrule (Diaconis and Graham 1977, JRSS B 39, 262-268). Ties are allowed: ranks
    are multiples of one half, so doubled costs are integers.

    Instead of n! orderings this walks the 2**n sets of places already given away
    (12 regions: 4,096 sets), carrying how many orderings give each cost.

    Returns
    -------
    costs, probabilities
        Attainable costs in ascending order and their probabilities.
    """
    n = len(a)
    whole = np.rint(np.abs(np.subtract.outer(sorted(a), sorted(b))) ** power * 2**power).astype(int)
    # Without ties every cost is a multiple of 2**power: count in that unit.
    unit = max(1, int(np.gcd.reduce(whole, axis=None)))
    cost, step = whole // unit, 2**power / unit
    longest = int(np.fliplr(cost).trace())  # the reverse order costs most
    sets = np.arange(2**n)
    size = np.array([bin(s).count("1") for s in sets])
    ways = np.zeros((2**n, longest + 1))
    ways[0, 0] = 1.0
    for i in range(n):
        reached = sets[size == i]
        for j in range(n):
            free = reached[(reached >> j) & 1 == 0]
            shift = int(cost[i, j])
            ways[free | (1 << j), shift:] += ways[free, : longest + 1 - shift]
    final = ways[-1]
    attained = np.flatnonzero(final)
    return attained / step, final[attained] / final.sum()


@functools.lru_cache(maxsize=64)
def kendall_null(n: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Exact distribution of Kendall's tau without ties (Kendall 1938, Biometrika 30).

    The number of discordant pairs is the number of inversions of an ordering, a sum
    of independent uniforms on 0..k-1 for k = 1..n.
    """
    probabilities = np.ones(1)
    for k in range(2, n + 1):
        probabilities = np.convolve(probabilities, np.full(k, 1 / k))
    pairs = n * (n - 1) // 2
    tau = 1 - 2 * np.arange(pairs + 1) / pairs
    return tau[::-1], probabilities[::-1]


def permutation_null(
    a: NDArray[np.float64],
    b: NDArray[np.float64],
    statistic: Statistic,
    *,
    resamples: int,
    rng: np.random.Generator,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Distribution of a statistic over random orderings of ``b``.

    The observed ordering counts as one of the draws, so that a p-value is never 0
    (Phipson and Smyth 2010).
    """
    shuffled = rng.permuted(np.broadcast_to(b, (resamples, b.size)), axis=1)
    drawn = np.append(statistic(a, shuffled), statistic(a, b))
    return np.sort(drawn), np.full(drawn.size, 1 / drawn.size)


def tail(
    null: tuple[NDArray[np.float64], NDArray[np.float64]], observed: float, alternative: str
) -> float:
    """Probability under the null of a value as extreme as the observed one."""
    values, probabilities = null
    slack = 1e-9  # ranks are halves and tau is a ratio: equal values may differ by rounding
    chosen = {
        "greater": values >= observed - slack,
        "less": values <= observed + slack,
        "two-sided": np.abs(values) >= abs(observed) - slack,
    }
    if alternative not in chosen:
        raise ValueError(f"alternative must be one of {', '.join(chosen)}, not {alternative!r}.")
    return float(min(1.0, probabilities[chosen[alternative]].sum()))
