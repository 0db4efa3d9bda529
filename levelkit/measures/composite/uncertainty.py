"""How far a composite ranking hangs on the weights: rank again with weights by chance."""

from __future__ import annotations

import functools
import math
from typing import TYPE_CHECKING, Any

import numpy as np

from levelkit.measures.composite.aggregation import (
    LEONTIEF,
    check_elasticity,
    check_values,
    from_mean,
    to_terms,
)
from levelkit.measures.core.dims import check_dim, check_level, cover
from levelkit.measures.core.spread import batches, spread
from levelkit.measures.core.statistic import public_statistic
from levelkit.measures.core.values import check_positive
from levelkit.measures.core.variation import settled

if TYPE_CHECKING:
    import xarray as xr
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Integers = NDArray[np.intp]

#: Numbers held at once (2 MB): fewer draws at a time the more units and years there are.
NUMBERS_AT_ONCE = 2**18
#: Each piece of work gives a table of units by places: few pieces keep memory small.
PIECES, DRAWS_A_PIECE = 16, 1_000
#: No weight is quite 0, not even by underflow: some indicator always counts.
SMALLEST_WEIGHT = 1e-300


@public_statistic()
def weight_uncertainty(
    x: xr.DataArray,
    *,
    dim: str = "region",
    indicator: str = "indicator",
    resamples: int = 10_000,
    concentration: float | xr.DataArray = 1.0,
    elasticity: float = math.inf,
    top: int = 3,
    level: float = 0.95,
    skipna: bool = True,
    rng: int | np.random.Generator = 0,
) -> xr.Dataset:
    """Distribution of each unit's rank when nobody knows the right weights.

    Each draw takes weights of the indicators from a Dirichlet distribution, aggregates
    with :func:`ces` and ranks the units, the highest index first.

    Parameters
    ----------
    x : DataArray
        Indicators on one scale, more being better (see :func:`normalise`), with
        ``dim`` and ``indicator``. Others (year) are kept; a draw has the same weights
        throughout.
    dim, indicator : str
        The units that are ranked, and what they are ranked by.
    resamples : int
        Sets of weights.
    concentration : float or DataArray
        Dirichlet alpha: 1 makes all sets of weights equally likely, more keeps them
        near equal weights. Over ``indicator``: the mean weight is alpha over the sum
        of alphas.
    elasticity : float
        As in :func:`ces`. At 0 the weights have no say and ranks do not vary.
    top : int
        Places that count as the top, for ``share_top``.
    level : float
        Share of draws within ``rank_low`` to ``rank_high``.
    skipna : bool
        Rank a unit by the indicators it has, or leave it out.
    rng : int or numpy Generator
        Seed; the same seed repeats the same result on any number of cores.

    Returns
    -------
    Dataset
        ``rank_mean``, ``rank_low`` and ``rank_high`` (1 is the highest index),
        ``share_first`` and ``share_top`` (of draws), and ``probability`` over ``rank``.
        Units that tie share the places they hold between them in equal parts.

    Raises
    ------
    ValueError
        If a value is infinite or too low for the elasticity, a concentration is not positive
        or lacks an indicator, or an option is out of range.

    References
    ----------
    OECD and JRC (2008), Handbook on Constructing Composite Indicators, step 7.
    Saisana, Saltelli and Tarantola (2005), JRSS A 168(2), 307-323.

    Notes
    -----
    This is uncertainty about judgement, not sampling error: the interval holds what
    ranks the indicators allow, not where a "true" rank lies.

    Examples
    --------
    >>> import levelkit as lk
    >>> scores = lk.load("regional-authority")[["self_rule_score", "shared_rule_score"]].sel(year=2010)
    >>> scaled = lk.normalise(scores.to_dataarray("indicator"))
    >>> ranks = lk.weight_uncertainty(scaled, resamples=500)
    >>> [ranks[part].sel(region="GBR").item() for part in ("rank_low", "rank_high")]
    [23.0, 31.0]
    """
    check_dim(x, dim)
    check_dim(x, indicator)
    check_elasticity(elasticity)
    figures = check_values(x, elasticity)
    check_level(level)
    if not 1 <= top <= x.sizes[dim]:
        raise ValueError(f"top must be from 1 to the {x.sizes[dim]} of {dim}, not {top!r}.")
    alphas = _alphas(x, concentration, indicator)

    last = figures.transpose(..., dim, indicator)
    # Units with indicators that are equal but for rounding are to tie, whatever the weights.
    # Of what is added up, differences count by the size of all.
    by_indicator = last.to_numpy().swapaxes(-1, -2)
    whole = abs(by_indicator).max(axis=-1, initial=0.0, where=~np.isnan(by_indicator))
    values = settled(by_indicator, whole if elasticity == math.inf else None).swapaxes(-1, -2)
    usable = np.isfinite(values)
    known = np.asarray(usable.any(axis=-1) if skipna else usable.all(axis=-1))
    values = np.where(usable & known[..., None], values, np.nan)
    rank_again = functools.partial(_tally, values=values, alphas=alphas, elasticity=elasticity)
    size = max(DRAWS_A_PIECE, -(-resamples // PIECES))
    tallies = spread(rank_again, batches(resamples, size, rng), what="Sets of weights")
    # Adding up parts of ties leaves crumbs of 1e-16 where there should be 0.
    probability = np.round(np.sum(tallies, axis=0) / resamples, 12)
    probability = np.where(known[..., None], probability, np.nan)

    frame = last.isel({indicator: 0}, drop=True)
    result = _summary(probability, frame, top=top, level=level)
    result.attrs = {
        "statistic": f"ranks over {resamples} sets of weights, elasticity {elasticity:g}",
        "top": top,
        "interval": f"quantiles of the draws, level {level:g}",
        "n_left_out": int((~usable).sum()),
    }
    return result


def _alphas(x: xr.DataArray, concentration: float | xr.DataArray, indicator: str) -> Floats:
    import xarray as xr

    alphas = check_positive(xr.DataArray(concentration), "A concentration")
    if set(alphas.dims) - {indicator}:
        raise ValueError(f"concentration must be over {indicator!r} alone, not {alphas.dims}.")
    each = x.isel({d: 0 for d in x.dims if d != indicator})
    alphas = cover(each, alphas, "concentration")[1]
    if alphas.isnull().any():
        raise ValueError("A concentration is missing: each indicator needs one.")
    return np.asarray(alphas, dtype=np.float64)


def _tally(piece: tuple[int, Any], *, values: Floats, alphas: Floats, elasticity: float) -> Floats:
    """How often each unit had each place, ``(..., unit, place)``."""
    draws, seed = piece
    rng = np.random.default_rng(seed)
    units = values.shape[:-1]
    # At least as many draws as places, or the table would cost more than the draws.
    at_once = max(units[-1], NUMBERS_AT_ONCE // math.prod(units))
    counts = np.zeros((*units, units[-1]))
    for done in range(0, draws, at_once):
        weights = rng.dirichlet(alphas, min(at_once, draws - done))
        index = _indices(values, np.maximum(weights, SMALLEST_WEIGHT), elasticity)
        counts += _count(*_places(index))
    return counts


def _count(first: Integers, last: Integers) -> Floats:
    """Times each unit held each place; a tie over b places counts 1 / b in each."""
    units = first.shape[1:]
    n = units[-1]
    start = (n + 1) * np.arange(math.prod(units)).reshape(units)
    part = 1 / (last - first + 1.0)
    # Up where the tie begins, down after its end; the running sum is 1 / b in between.
    steps = np.bincount((start + first).ravel(), part.ravel(), start.size * (n + 1))
    steps -= np.bincount((start + last + 1).ravel(), part.ravel(), start.size * (n + 1))
    return np.asarray(steps.reshape(*units, n + 1).cumsum(axis=-1)[..., :n])


def _indices(values: Floats, weights: Floats, elasticity: float) -> Floats:
    """Indices of all units with each set of weights, ``(draw, ..., unit)``."""
    shape = (len(weights), *values.shape[:-1])
    if elasticity < LEONTIEF:
        lowest = np.where(np.isfinite(values), values, np.inf).min(axis=-1)
        return np.broadcast_to(np.where(np.isfinite(lowest), lowest, np.nan), shape)
    terms, scale = to_terms(values, elasticity)
    present = np.isfinite(values).astype(float)
    total, sums = np.zeros(shape), np.zeros(shape)
    # One indicator after the other: units with equal indicators come out exactly equal.
    for k, weight in enumerate(weights.T.reshape(-1, len(weights), *[1] * scale.ndim)):
        sums += weight * terms[..., k]
        total += weight * present[..., k]
    with np.errstate(invalid="ignore"):  # a unit without indicators has no index
        return from_mean(sums / total, scale, elasticity)


def _places(index: Floats) -> tuple[Integers, Integers]:
    """First and last place (from 0) that each unit's tie holds, the highest index first."""
    n = index.shape[-1]
    order = np.argsort(-index, axis=-1)  # missing ones come last
    ordered = np.take_along_axis(index, order, axis=-1)
    change = ordered[..., 1:] != ordered[..., :-1]
    place = np.broadcast_to(np.arange(n), index.shape)
    first, last = place.copy(), place.copy()
    first[..., 1:][~change] = 0
    first = np.maximum.accumulate(first, axis=-1)
    last[..., :-1][~change] = n - 1
    last = np.minimum.accumulate(last[..., ::-1], axis=-1)[..., ::-1]
    ends = np.empty_like(order), np.empty_like(order)
    np.put_along_axis(ends[0], order, first, axis=-1)
    np.put_along_axis(ends[1], order, last, axis=-1)
    return ends


def _summary(probability: Floats, frame: xr.DataArray, *, top: int, level: float) -> xr.Dataset:
    import xarray as xr

    ranks = np.arange(1, probability.shape[-1] + 1)
    reached = probability.cumsum(axis=-1)
    known = np.isfinite(reached[..., 0])
    # A rank's quantile is the first whose share of draws, with all better ones, gets there.
    low, high = (
        np.where(known, 1.0 + (reached < end - 1e-9).sum(axis=-1), np.nan)
        for end in (0.5 - level / 2, 0.5 + level / 2)
    )
    columns = {
        "rank_mean": probability @ ranks.astype(float),
        "rank_low": low,
        "rank_high": high,
        "share_first": probability[..., 0],
        "share_top": reached[..., top - 1],
    }
    result = xr.Dataset({name: frame.copy(data=data) for name, data in columns.items()})
    result["probability"] = ((*frame.dims, "rank"), probability)
    result = result.assign_coords(rank=ranks)
    for array in result.data_vars.values():
        array.attrs = {"units": "1"}
    return result
