"""Clubs by Phillips and Sul's four steps, in numpy: places in rows, years in columns.

Each step tests its groups in one go. Groups that grow by one place are updated by the
formula of Welford (1962) for means and sums of squares, which loses no digits.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from levelkit.measures.clubs.slope import log_t_slope

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Places = NDArray[np.intp]

#: Groups tested in one go: a test takes a few copies of their series, of small panels more
#: than the panel itself.
BATCH = 64


@dataclass(frozen=True)
class Rules:
    """What is left out of the regression, and what counts as passing."""

    first: int
    lrv: str
    critical: float
    sieve: float

    def t(self, spread: Floats) -> Floats:
        """T statistics of log t, a group a row; one that cannot be tested is missing."""
        t = np.empty(len(spread))
        for start in range(0, len(spread), BATCH):
            b, error = log_t_slope(spread[start : start + BATCH], self.first, self.lrv)
            t[start : start + BATCH] = b / error
        return t

    def converges(self, x: Floats) -> bool:
        """Whether these places converge as one group."""
        return bool(self.t(spread_of(x)[None])[0] > self.critical)


def spread_of(x: Floats) -> Floats:
    """H_t of one group: mean squared deviation of relative transitions from 1."""
    mean = x.mean(axis=0)
    return np.asarray(((x / mean - 1) ** 2).mean(axis=0))


def nested_spreads(x: Floats) -> Floats:
    """H_t of the first 2, first 3, ... of these places, a group a row."""
    count = np.arange(1, len(x) + 1)[:, None]
    mean = np.cumsum(x, axis=0)
    mean /= count
    squares = (x[1:] - mean[:-1]) ** 2
    squares *= count[:-1] / count[1:]
    np.cumsum(squares, axis=0, out=squares)
    squares /= count[1:] * mean[1:] ** 2
    return squares


def spreads_with_one_more(core: Floats, others: Floats) -> Floats:
    """H_t of the core with each of the others in turn, a group a row."""
    n, mean = len(core), core.mean(axis=0)
    squares = (others - mean) ** 2
    squares *= n / (n + 1)
    squares += ((core - mean) ** 2).sum(axis=0)
    squares /= (n + 1) * ((n * mean + others) / (n + 1)) ** 2
    return np.asarray(squares)


def find_clubs(x: Floats, order: Places, rules: Rules) -> list[Places]:
    """Clubs as row numbers, the highest first; rows in none of them diverge.

    Step 4: as long as the places left over do not converge as one group, take the
    next club from them; they all diverge when no core group is left.
    """
    clubs, rest = [], order
    while len(rest) > 1:
        club = rest if rules.converges(x[rest]) else _next_club(x[rest], rest, rules)
        if not len(club):
            break
        clubs.append(club)
        rest = rest[~np.isin(rest, club)]
    return clubs


def _next_club(x: Floats, places: Places, rules: Rules) -> Places:
    """Steps 2 and 3 for places in their order (step 1): core group, then the sieve."""
    core = _core_group(x, rules)
    if not core.any():
        return places[:0]
    others = places[~core]
    if not len(others):
        return places
    t = rules.t(spreads_with_one_more(x[core], x[~core]))
    admitted = np.flatnonzero(t > rules.sieve)
    admitted = admitted[np.argsort(-t[admitted], kind="stable")]  # the best first
    # The core with the best, the two best, ... Raising the sieve drops the weakest
    # first, so the club is the largest of these groups that passes.
    together = nested_spreads(np.concatenate([x[core], x[~core][admitted]]))[core.sum() - 1 :]
    passing = np.flatnonzero(rules.t(together) > rules.critical)
    members = admitted[: passing[-1] + 1] if len(passing) else admitted[:0]
    return np.concatenate([places[core], others[members]])


def _core_group(x: Floats, rules: Rules) -> NDArray[np.bool_]:
    """The core: from the first pair of neighbours that converges, the k with the highest t.

    The group grows downwards only as long as it converges. None in it if no pair does.
    """
    core = np.zeros(len(x), dtype=bool)
    pairs = (x[1:] - x[:-1]) / (x[1:] + x[:-1])  # relative transitions are 1 -/+ this
    start = np.flatnonzero(rules.t(pairs**2) > rules.critical)
    if not len(start):
        return core
    t = rules.t(nested_spreads(x[start[0] :]))
    failing = np.flatnonzero(~(t > rules.critical))
    size = 2 + int(np.argmax(t[: failing[0] if len(failing) else None]))
    core[start[0] : start[0] + size] = True
    return core


def merge_clubs(x: Floats, clubs: list[Places], rules: Rules) -> list[Places]:
    """Join each club to the one above as long as both together converge, from the top."""
    merged: list[Places] = []
    for club in clubs:
        if merged and rules.converges(x[np.concatenate([merged[-1], club])]):
            merged[-1] = np.concatenate([merged[-1], club])
        else:
            merged.append(club)
    return merged
