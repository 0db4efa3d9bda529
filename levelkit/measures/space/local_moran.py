"""Local Moran's I: where clusters of like areas are, and which areas stand out."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from levelkit.measures.core.null import check_alternative
from levelkit.measures.core.spread import batches, spread
from levelkit.measures.core.statistic import public_statistic
from levelkit.measures.core.variation import ROUNDING, sized
from levelkit.measures.space.chance import (
    DRAWS_A_PIECE,
    by_gaps,
    extreme,
    frame_of,
    rows_of,
)
from levelkit.measures.space.moran import attributes, lag_of, require, usable
from levelkit.measures.space.neighbours import along_of

if TYPE_CHECKING:
    import xarray as xr
    from numpy.typing import NDArray

    from levelkit.measures.space.neighbours import Neighbours

    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]

#: By (2 if the unit is high) + (1 if its neighbours are).
QUADRANTS = ("low-low", "low-high", "high-low", "high-high")


@public_statistic()
def local_moran(
    x: xr.DataArray,
    neighbours: Neighbours,
    *,
    dim: str = "region",
    row_standardise: bool = True,
    resamples: int = 999,
    alternative: str | None = "two-sided",
    skipna: bool = True,
    rng: int | np.random.Generator = 0,
) -> xr.Dataset:
    """Local Moran's I: which units are in clusters of like values, which stand out.

    ``I_i = (n - 1) z_i sum_j w_ij z_j / sum_i z_i^2``, with z the deviation from the mean.
    For the p-value the value of a unit stays and its neighbours' are drawn at random
    from all others (conditional permutation).

    Parameters
    ----------
    x, neighbours, dim, row_standardise, resamples, alternative, skipna, rng
        As in :func:`moran_i`.

    Returns
    -------
    Dataset
        In the shape of ``x``: ``estimate``; ``z`` (standardised value) and ``lag`` (its
        weighted sum over neighbours), the axes of the Moran scatter plot; ``quadrant``
        ("high-high": a high unit among high ones, "low-low", "high-low", "low-high",
        empty where missing); ``p_value``; ``p_adjusted`` (Benjamini and Hochberg, over
        the units of a slice). Islands have none of these but ``z``. Over the remaining
        dimensions: ``n`` and ``n_islands``.

    Raises
    ------
    ValueError
        As :func:`moran_i`.

    References
    ----------
    Anselin (1995), Geographical Analysis 27, 93-115. Benjamini and Hochberg (1995),
    JRSS B 57, 289-300.

    Notes
    -----
    One test a unit: judge by ``p_adjusted``. Its smallest possible value is about the
    number of units over ``resamples`` times the number of clustered ones, so
    thousands of units need thousands of resamples. Quadrants are given for all units,
    significant or not.

    Examples
    --------
    >>> import levelkit as lk
    >>> areas = lk.load("uk-itl").query(region="level == 'ITL1'").sel(year=2019)
    >>> links = {"TLC": "DE", "TLD": "EFGL", "TLE": "F", "TLF": "GHJ", "TLG": "JKL", "TLH": "IJ", "TLI": "J", "TLJ": "K", "TLK": "L"}
    >>> pairs = {code: [f"TL{letter}" for letter in letters] for code, letters in links.items()}
    >>> borders = lk.neighbours_from_list(pairs, areas.region.values)
    >>> result = lk.local_moran(areas.gdp_per_head_gbp, borders)
    >>> result.sel(region="TLI").quadrant.item()
    'high-high'
    """
    import xarray as xr

    check_alternative(alternative)
    around, values = along_of(neighbours, x, dim), rows_of(x, dim)
    names = ("estimate", "z", "lag", "p_value", "p_adjusted")
    columns = {name: np.full(values.shape, np.nan) for name in names}
    quadrant = np.full(values.shape, "", dtype="<U9")
    islands = np.full(len(values), np.nan)
    for same, units in by_gaps(values, skipna=skipna):
        some, rows = usable(values, same, units, around, row_standardise)
        if some is None:
            continue
        islands[rows] = some.islands.size
        linked = np.flatnonzero(np.diff(some.weights.indptr))
        here = sized(values[np.ix_(rows, units)], axis=1)[0]
        z = (here - here.mean(axis=1, keepdims=True)) / here.std(axis=1, keepdims=True)
        lag, size = lag_of(some.weights, z), lag_of(some.weights, abs(z))
        lag[abs(lag) <= ROUNDING * size] = 0.0  # neighbours that cancel but for rounding
        columns["z"][np.ix_(rows, units)] = z
        cells = np.ix_(rows, units[linked])
        n = units.size
        columns["lag"][cells] = lag[:, linked]
        columns["estimate"][cells] = ((n - 1) / n * z * lag)[:, linked]
        # What is at the mean but for rounding is not above it.
        high = 2 * (z > ROUNDING) + (lag > 0)
        quadrant[cells] = np.array(QUADRANTS)[high[:, linked]]
        if alternative:
            p = _conditional_p(z, lag, some.weights, alternative, resamples, rng)[:, linked]
            from scipy.stats import false_discovery_control

            columns["p_value"][cells] = p
            columns["p_adjusted"][cells] = false_discovery_control(p, axis=1)
    require(columns["estimate"], "Local Moran's I")
    last = x.transpose(..., dim)
    last.attrs = {}
    frame = frame_of(x, dim)
    per_unit: dict[str, Any] = {**columns, "quadrant": quadrant}
    per_slice = {"n": np.isfinite(values).sum(axis=1).astype(float), "n_islands": islands}
    result = xr.Dataset(
        {k: last.copy(data=v.reshape(last.shape)).transpose(*x.dims) for k, v in per_unit.items()}
        | {k: frame.copy(data=v.reshape(frame.shape)) for k, v in per_slice.items()}
    )
    result.attrs = attributes("local Moran's I", values, alternative, resamples, row_standardise)  # fmt: skip
    return result


def _conditional_p(
    z: Floats,
    lag: Floats,
    weights: Any,
    alternative: str,
    resamples: int,
    rng: int | np.random.Generator,
) -> Floats:
    """P-values of local I: others' values in the place of the neighbours', at random."""
    work = partial(_conditional, z=z, lag=lag, weights=weights, alternative=alternative)
    counts = spread(work, batches(resamples, DRAWS_A_PIECE, rng), what="Permutations")
    return np.asarray((sum(counts) + 1) / (resamples + 1))


def _conditional(
    piece: tuple[int, np.random.SeedSequence],
    *,
    z: Floats,
    lag: Floats,
    weights: Any,
    alternative: str,
) -> Integers:
    """How often a draw is as extreme as the real neighbours, for each slice and unit."""
    from scipy.sparse import csr_array

    draws, seed = piece
    rng = np.random.default_rng(seed)
    n = z.shape[1]
    degree = np.diff(weights.indptr)
    focal = np.repeat(np.arange(n), degree)
    place = np.arange(weights.nnz) - np.repeat(weights.indptr[:-1], degree)
    # Others' values add up to -z: that is their expected lag (Sokal et al. 1998).
    expected = -z * weights.sum(axis=1) / (n - 1)
    seen = z * (lag - expected)
    slack = 1e-9 * np.abs(seen) + 1e-12
    counts = np.zeros(z.shape, dtype=np.int64)
    for _ in range(draws):
        # One draw of others serves all units; each skips itself, so that none is twice.
        others = rng.choice(n - 1, size=degree.max(), replace=False)[place]
        others += others >= focal
        drawn = lag_of(csr_array((weights.data, others, weights.indptr), shape=(n, n)), z)
        counts += extreme(z * (drawn - expected), seen, slack, alternative)
    return counts
