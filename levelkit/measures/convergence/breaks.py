"""Whether, and when, a series changed course: one break at an unknown year."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import numpy as np

from levelkit.measures.core.dims import check_dim, check_option, years_of
from levelkit.measures.core.spread import batches, spread
from levelkit.measures.core.statistic import public_statistic
from levelkit.measures.core.values import numbers
from levelkit.measures.core.variation import ROUNDING, ROUNDING_SQUARED, sized

if TYPE_CHECKING:
    import xarray as xr
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

MODELS = {"level": 1, "trend": 2}  # coefficients that may change


@public_statistic()
def break_test(
    x: xr.DataArray,
    *,
    along: str = "year",
    trim: float = 0.15,
    model: str = "level",
    resamples: int = 999,
    rng: int | np.random.Generator = 0,
    skipna: bool = True,
) -> xr.Dataset:
    """Largest F statistic of a change in level or trend over all years it may have come in.

    For each year k within the trim: ``F(k) = ((SSR_0 - SSR_k) / p) / (SSR_k / (n - 2 p))``
    with SSR_k from separate lines before k and from k on, SSR_0 from one line; p = 1
    for ``"level"`` (a mean), 2 for ``"trend"`` (a mean and a slope, both may change).
    The statistic is the largest F(k); the break is at its year.

    Parameters
    ----------
    x : DataArray
        Any unit, with ``along``. Further dimensions are kept; each series on its own.
    along : str
        Years: ascending numbers, evenly spaced or not.
    trim : float
        Share of years at either end where no break is looked for, above 0, below 0.5.
        No regime is shorter than p + 1 years.
    model : {"level", "trend"}
        What may change.
    resamples : int
        Draws for the p-value.
    rng : int or numpy Generator
        Seed of the draws; all series share them, so that a series has the same p-value
        alone and among others.
    skipna : bool
        Leave missing values out, or let them make their series missing.

    Returns
    -------
    Dataset
        ``statistic`` (the largest F), ``p_value``, ``break_year`` (first year of the new regime) and ``n``
        over the further dimensions; ``f``, the F statistic of each year, also over
        ``along`` (missing where no break is looked for; infinite where nothing is left
        unexplained). Series that are too short or do not vary are missing.

    Raises
    ------
    ValueError
        If a dimension or an option is unknown, a value is infinite, ``trim`` or
        ``resamples`` out of range.

    References
    ----------
    Andrews (1993), Econometrica 61, 821-856; (2003), 71, 395-397 (sup F). Hansen
    (2000), Journal of Econometrics 97, 93-115 (fixed regressor bootstrap).

    Notes
    -----
    The p-value is the share of draws with as large a statistic: each draw multiplies
    the residuals around the best break by standard normal numbers (Hansen's bootstrap
    for unequal variances). It takes years to be independent given the model. Where each
    year leans on the one before, as dispersion does, it is far too small: then take the
    year as a description and the p-value as a lower bound.

    Warning: a series that rises steadily has no break, but its level is another one before
    and after every year, so that ``model="level"`` finds one in all of them. Ask that of
    series without a trend alone, and of others ``model="trend"``. No p-value is below 1 in
    ``resamples`` + 1, which is ``attrs["smallest_p"]``: print such a one as "at most".

    Examples
    --------
    >>> import levelkit as lk
    >>> states = lk.load("us-states").income_per_head_usd
    >>> result = lk.break_test(lk.gini(states), model="trend", resamples=99)
    >>> result.break_year.item()
    1944.0
    """
    import xarray as xr

    check_dim(x, along)
    check_option("model", model, tuple(MODELS))
    if not 0 < trim < 0.5:
        raise ValueError(f"trim must be above 0 and below 0.5, not {trim!r}.")
    years = years_of(x, along)
    last = numbers(x).transpose(..., along)
    values = last.to_numpy()
    missing = np.isnan(values)
    series = values.reshape(-1, years.size).copy()
    if not skipna:
        series[missing.reshape(series.shape).any(axis=1)] = np.nan
    # One seed for every series: see ``rng``.
    (seed,) = batches(resamples, resamples, rng)
    task = functools.partial(_test_one, years=years, trim=trim, model=model, draws=seed)
    tested = spread(task, list(series), what="Break tests")

    frame = last.isel({along: 0}, drop=True)
    paths = np.array([path for path, _ in tested]).reshape(values.shape)
    known = np.where(np.isnan(paths), -np.inf, paths)
    place, none = known.argmax(axis=-1), np.isnan(paths).all(axis=-1)
    result = xr.Dataset(
        {
            "statistic": frame.copy(data=np.where(none, np.nan, known.max(axis=-1))),
            "p_value": frame.copy(data=np.array([p for _, p in tested]).reshape(frame.shape)),
            "break_year": frame.copy(data=np.where(none, np.nan, years[place])),
            "n": frame.copy(data=np.isfinite(series).sum(axis=1).reshape(frame.shape)),
            "f": last.copy(data=paths),
        }
    )
    for name, array in result.items():
        array.attrs = {"units": "year" if name == "break_year" else "1"}
    result.attrs = {
        "statistic": f"sup F test of one break in {model}",
        "p_value": f"fixed regressor bootstrap ({resamples} draws)",
        "smallest_p": 1 / (resamples + 1),
        "trim": trim,
        "n_left_out": int(missing.sum()),
    }
    return result


def _test_one(
    series: Floats,
    *,
    years: Floats,
    trim: float,
    model: str,
    draws: tuple[int, np.random.SeedSequence],
) -> tuple[Floats, float]:
    """F statistic of each year and the p-value of the largest, for one series."""
    path, kept = np.full(years.size, np.nan), np.isfinite(series)
    y, t, p = sized(series[kept])[0], years[kept], MODELS[model]
    shortest = max(int(trim * y.size + 1e-9), p + 1)
    breaks = np.arange(shortest, y.size - shortest + 1)
    if not breaks.size:
        return path, np.nan
    line, changes = _directions(t, breaks, p)
    around = y - line @ (line.T @ y)
    least = ROUNDING_SQUARED * float(y @ y)
    if around @ around <= least:
        return path, np.nan
    f = _f(y[None], line, changes, least)[0]
    path[np.flatnonzero(kept)[breaks]] = f
    best = changes[f.argmax()]
    residual = around - best @ (best.T @ around)
    count, seed = draws
    # A number for every year, missing or not, so that a gap does not shift the rest.
    chance = np.random.default_rng(seed).standard_normal((count, years.size))[:, kept]
    largest = _f(chance * residual, line, changes).max(axis=1)
    return path, float((1 + (largest >= f.max()).sum()) / (count + 1))


def _directions(t: Floats, breaks: NDArray[np.int64], p: int) -> tuple[Floats, Floats]:
    """Orthonormal columns of the one line, and of what each break adds to it."""
    time = (t - t.mean()) / np.ptp(t)
    design = np.column_stack([np.ones_like(t), time])[:, :p]
    after = (np.arange(t.size) >= breaks[:, None])[:, :, None] * design
    both = np.concatenate([np.broadcast_to(design, after.shape), after], axis=-1)
    q = np.linalg.qr(both)[0]
    return q[0, :, :p], q[:, :, p:]


def _f(y: Floats, line: Floats, changes: Floats, least: float = 0.0) -> Floats:
    """F statistic of each row of y (draws) for each break; what is left up to ``least`` is 0."""
    n, p = changes.shape[1:]
    around = y - (y @ line) @ line.T
    total = (around**2).sum(axis=1, keepdims=True)
    flat = changes.transpose(1, 0, 2).reshape(n, -1)
    gain = ((around @ flat) ** 2).reshape(len(y), -1, p).sum(axis=2)
    # A difference of sums has the rounding of the sums.
    left = np.where(total - gain > np.maximum(least, ROUNDING * total), total - gain, 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray((gain / p) / (left / (n - 2 * p)))
