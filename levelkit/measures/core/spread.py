"""Work in independent pieces: on one core, all cores or a cluster, with progress.

Pieces run through joblib, so that the caller's context decides where::

    with joblib.parallel_config(backend="loky", n_jobs=-1):    # all cores
        lk.decompose(...)
    with joblib.parallel_config(backend="dask"):               # a Dask cluster
        lk.decompose(...)

Without such a context the pieces run one after the other in this process. Each
piece that uses chance has its own seed, spawned from the caller's ``rng``, so the
result is the same wherever it runs.
"""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

Piece = TypeVar("Piece")
Result = TypeVar("Result")

#: Seconds of silence before a progress bar appears.
PATIENCE = 5.0


def spread(
    function: Callable[[Piece], Result], pieces: Sequence[Piece], *, what: str = ""
) -> list[Result]:
    """Apply a function to each piece, in joblib's context, in order.

    Parameters
    ----------
    function : callable
        Takes one piece. Must be importable or picklable to leave this process.
    pieces : sequence
        What to work on.
    what : str
        What is being done, for the progress bar: "Permutations". Without it there is
        none, as for a part of something that has one.
    """
    from joblib import Parallel, delayed

    coming = Parallel(return_as="generator")(delayed(function)(piece) for piece in pieces)
    results = []
    with progress(what, len(pieces)) as step:
        for result in coming:
            results.append(result)
            step()
    return results


def batches(
    draws: int, size: int, rng: int | np.random.Generator
) -> list[tuple[int, np.random.SeedSequence]]:
    """Split draws into batches with a seed each: ``(how many, seed)``.

    The split depends on ``size`` alone, never on how many workers there are.
    """
    if draws < 1:
        raise ValueError(f"At least 1 draw is needed, not {draws}.")
    counts = [size] * (draws // size) + ([draws % size] if draws % size else [])
    if isinstance(rng, np.random.Generator):
        rng = int(rng.integers(2**63))  # the caller's generator moves on, as it should
    return list(zip(counts, np.random.SeedSequence(rng).spawn(len(counts)), strict=True))


@contextmanager
def progress(what: str, total: int) -> Iterator[Callable[[], None]]:
    """A bar that shows only once the work has taken more than ``PATIENCE`` seconds."""
    start, done = time.monotonic(), 0
    bar: Any = None
    task: Any = None

    def step() -> None:
        nonlocal bar, task, done
        done += 1
        if bar is None and what and done < total and time.monotonic() - start > PATIENCE:
            from rich.progress import Progress

            bar = Progress(transient=True)
            bar.start()
            task = bar.add_task(what, total=total)
        if bar is not None:
            bar.update(task, completed=done)

    try:
        yield step
    finally:
        if bar is not None:
            bar.stop()
