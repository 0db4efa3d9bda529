"""Which ranks are compatible with the figures, given their standard errors."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from levelkit.measures.core.dims import check_dim, check_level, cover
from levelkit.measures.core.statistic import public_statistic
from levelkit.measures.core.values import check_not_negative, numbers
from levelkit.measures.core.variation import settled

if TYPE_CHECKING:
    import xarray as xr
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


@public_statistic()
def rank_confidence_sets(
    x: xr.DataArray,
    std_error: xr.DataArray,
    *,
    dim: str = "region",
    level: float = 0.95,
    simultaneous: bool = True,
    resamples: int = 2_000,
    rng: int | np.random.Generator = 0,
) -> xr.Dataset:
    """Confidence sets for ranks, from estimates and their standard errors.

    Unit j is surely below unit k if x_k - x_j exceeds c times the standard error of the
    difference, sqrt(se_j^2 + se_k^2). Its rank is then somewhere from 1 plus the units
    surely above it to the number of units less those surely below it. The critical value
    c is the ``level`` quantile of the largest standardised difference, over all pairs
    (``simultaneous``) or the pairs with j alone, among normal errors drawn at random;
    pairs once told apart are taken out and c drawn anew until nothing changes (stepdown).

    Parameters
    ----------
    x : DataArray
        Estimates in any unit, with ``dim``; further dimensions are kept. 1 is the highest.
    std_error : DataArray
        Their standard errors in the same unit, with ``dim``; errors of different units
        are taken to be independent.
    dim : str
        The dimension to rank over.
    level : float
        Confidence level.
    simultaneous : bool
        If true, all ranks are in their sets at once with probability ``level``; else
        each rank by itself.
    resamples, rng
        Number of random errors and their seed.

    Returns
    -------
    Dataset
        Same shape as ``x``: ``rank``, ``rank_best`` and ``rank_worst`` (ends of the set).
        ``attrs["n_left_out"]`` counts estimates that are missing or have no error.

    Raises
    ------
    ValueError
        If a dimension or label is unknown, an error negative, an estimate or error infinite,
        or ``level`` not between 0 and 1.

    References
    ----------
    Mogstad, Romano, Shaikh and Wilhelm (2024), Review of Economic Studies 91(1), 476-518,
    sections 3.1 to 3.3. Stepdown: Romano and Wolf (2005), Econometrica 73, 1237-1282.

    Notes
    -----
    With a bounded error instead of a standard error see :func:`levelkit.tie_bands`.

    Examples
    --------
    >>> import levelkit as lk
    >>> output = lk.load("uk-century").gdp_per_head_intl2011usd.sel(year=2015)
    >>> sets = lk.rank_confidence_sets(output, 0.02 * output)
    >>> sets.table()[["name", "rank", "rank_best", "rank_worst"]].head(3)
                           name  rank  rank_best  rank_worst
    0   North East + North West   5.0        5.0         8.0
    1  Yorkshire and The Humber   8.0        5.0         8.0
    2             East Midlands   6.0        5.0         8.0
    """
    import xarray as xr

    from levelkit.measures.ranking.ranks import rank_last_axis

    check_dim(x, dim)
    check_dim(std_error, dim)
    check_level(level)
    last = numbers(x, "An estimate").transpose(..., dim)
    last, error = cover(last, check_not_negative(std_error, "A standard error"), "standard errors")
    usable = np.isfinite(last.to_numpy()) & np.isfinite(error.to_numpy())
    values = np.where(usable, last.to_numpy(), np.nan)
    noise = np.random.default_rng(rng).standard_normal((resamples, x.sizes[dim]))
    best, worst = (np.full(values.shape, np.nan) for _ in range(2))
    for cell in np.ndindex(values.shape[:-1]):
        keep = usable[cell]
        if keep.any():
            ends = _rank_sets(
                values[cell][keep], error.to_numpy()[cell][keep], noise[:, keep], level,
                simultaneous=simultaneous,
            )  # fmt: skip
            best[cell][keep], worst[cell][keep] = ends
    parts = {
        "rank": rank_last_axis(values, ascending=False), "rank_best": best, "rank_worst": worst
    }  # fmt: skip
    arrays = {name: last.copy(data=data).transpose(*x.dims) for name, data in parts.items()}
    result = xr.Dataset(arrays)
    for array in result.values():
        array.attrs = {"units": "1"}
    result.attrs = {
        "statistic": "confidence sets for ranks",
        "interval": f"{'simultaneous' if simultaneous else 'marginal'}, level {level:g}",
        "n_left_out": int((~usable).sum()),
    }
    return result


def _rank_sets(
    values: Floats, error: Floats, noise: Floats, level: float, *, simultaneous: bool
) -> tuple[Floats, Floats]:
    """Best and worst rank of each unit."""
    n, values = values.size, settled(values)
    scale = np.hypot(error[:, None], error)
    gap = values - values[:, None]  # gap[j, k]: how far k is above j
    with np.errstate(divide="ignore", invalid="ignore"):
        standardised = np.where(scale > 0, gap / scale, np.inf * np.sign(gap))
    np.nan_to_num(standardised, copy=False, nan=0.0, posinf=np.inf, neginf=-np.inf)
    drawn = noise * error
    if simultaneous:
        pairs = _told_apart(standardised, scale, drawn, level)
        # pairs[j, k]: k is surely above j
        return 1.0 + pairs.sum(axis=1), n - pairs.sum(axis=0).astype(float)
    best, worst = np.empty(n), np.empty(n)
    for j in range(n):
        # Of the pairs with j: k above j in the first row, j above k in the second.
        mine = np.stack([standardised[j], standardised[:, j]])
        both = _told_apart_from(mine, scale[j], drawn - drawn[:, [j]], level)
        best[j], worst[j] = 1.0 + both[0].sum(), n - both[1].sum()
    return best, worst


def _told_apart(
    standardised: Floats, scale: Floats, drawn: Floats, level: float
) -> NDArray[np.bool_]:
    """Ordered pairs (j, k) with k surely above j, all at once, by stepdown."""
    surely = np.zeros(scale.shape, dtype=bool)
    open_ = scale > 0
    surely[~open_] = standardised[~open_] > 0  # no error: any gap is sure
    while True:
        critical = _quantile_of_largest(open_ & ~surely, scale, drawn, level)
        more = open_ & ~surely & (standardised > critical)
        if not more.any():
            return surely
        surely |= more


def _quantile_of_largest(
    pairs: NDArray[np.bool_], scale: Floats, drawn: Floats, level: float
) -> float:
    """Quantile over draws of the largest standardised difference among the pairs."""
    if not pairs.any():
        return np.inf
    largest = np.full(len(drawn), -np.inf)
    for j in np.flatnonzero(pairs.any(axis=1)):  # one unit at a time bounds the memory
        k = np.flatnonzero(pairs[j])
        differences = (drawn[:, k] - drawn[:, [j]]) / scale[j, k]
        np.maximum(largest, differences.max(axis=1), out=largest)
    return float(np.quantile(largest, level))


def _told_apart_from(mine: Floats, scale: Floats, drawn: Floats, level: float) -> NDArray[np.bool_]:
    """The same for the pairs with one unit: those above it, and those below it."""
    surely = np.zeros(mine.shape, dtype=bool)
    open_ = np.broadcast_to(scale > 0, mine.shape)
    surely[~open_] = mine[~open_] > 0
    relative = drawn[:, scale > 0] / scale[scale > 0]
    signs = np.array([1.0, -1.0])
    while True:
        left = (open_ & ~surely)[:, scale > 0]
        if not left.any():
            return surely
        largest = np.max(
            [np.where(row, sign * relative, -np.inf).max(axis=1)
             for row, sign in zip(left, signs, strict=True)], axis=0,
        )  # fmt: skip
        more = open_ & ~surely & (mine > float(np.quantile(largest, level)))
        if not more.any():
            return surely
        surely |= more
