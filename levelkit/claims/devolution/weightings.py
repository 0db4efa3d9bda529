"""Places under weights drawn by chance: how far one country's place hangs on the weights."""

from __future__ import annotations

import functools
import math
from typing import TYPE_CHECKING

import numpy as np

from levelkit.measures.composite.aggregation import from_mean, to_terms

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

DRAWS = 10_000
SEED = 0
QUARTER = 0.25


def indices(scaled: Floats, weights: Floats, elasticity: float) -> Floats:
    """The index of each unit under each set of weights, ``(set, unit)``: the formula of :func:`levelkit.ces`.

    A unit's missing components share their weight among the others.
    """
    terms, scale = to_terms(scaled, elasticity)
    mean = weights @ terms.T
    present = np.isfinite(scaled)
    if not present.all():
        mean /= weights @ present.astype(float).T
    return from_mean(mean, scale, elasticity)


@functools.lru_cache(maxsize=16)
def random_weights(n: int, draws: int = DRAWS, seed: int = SEED) -> Floats:
    """Weights by chance: each set of n shares is as likely as any other (Dirichlet, all 1)."""
    weights: Floats = np.random.default_rng(seed).dirichlet(np.ones(n), draws)
    return weights


def weightings(
    scaled: Floats, unit: int, elasticity: float, draws: int = DRAWS
) -> NDArray[np.int64]:
    """How often one unit has each place when weights are drawn by chance.

    Parameters
    ----------
    scaled : array
        ``(unit, component)`` on one scale, more being more decentralised; a unit may lack some.
    unit : int
        Whose place is counted.
    elasticity : float
        Of substitution, above 0: as in :func:`levelkit.ces`.
    draws : int
        Sets of weights.

    Returns
    -------
    array
        One count a place, from the first (the lowest index: the most centralised). The place is one more than the
        number of units with a lower index.

    Notes
    -----
    :func:`levelkit.weight_uncertainty` gives the places of all units, and the same for this one; a page that
    answers a slider has time for one.
    """
    weights = random_weights(scaled.shape[1], draws)
    index = indices(scaled, weights, elasticity)
    own = index[:, [unit]]
    # Equal indices may differ in the last bits: these are no lower place.
    lower = (index < own - 1e-12 * np.abs(own)).sum(axis=1)
    return np.bincount(lower, minlength=len(scaled)).astype(np.int64)


def summary(counts: NDArray[np.int64]) -> dict[str, float]:
    """Places under the random weightings in a few numbers.

    Returns
    -------
    dict
        ``weights_quarter`` (share of weightings with the unit in the most centralised quarter),
        ``weights_middle`` (median place), ``weights_best`` and ``weights_worst`` (95 % of weightings), ``weights_usual`` (the place had
        most often). Missing where there is no place.
    """
    keys = ("weights_quarter", "weights_middle", "weights_best", "weights_worst", "weights_usual")
    if not counts.sum():
        return dict.fromkeys(keys, math.nan)
    reached = counts.cumsum() / counts.sum()
    n = len(counts)
    first = int(QUARTER * n)
    values = (
        float(reached[first - 1]) if first else 0.0,
        *(1.0 + float((reached < level - 1e-12).sum()) for level in (0.5, 0.025, 0.975)),
        1.0 + float(counts.argmax()),
    )
    return dict(zip(keys, values, strict=True))
