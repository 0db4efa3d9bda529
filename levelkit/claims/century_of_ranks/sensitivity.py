"""What a rank correlation hangs on: single regions, small errors, and figures that lie close together.

The regions are all there are, so that no sampling error is left. What is left is that ten places are
few, that old figures are rough, and that ranks make much of small differences.
"""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from levelkit.claims.century_of_ranks.criterion import SPAN, TIE_ERROR, TOO_FEW
from levelkit.claims.century_of_ranks.series import series
from levelkit.measures.ranking.correlation import pearson_last_axis, rho_last_axis

if TYPE_CHECKING:
    import xarray as xr
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

DRAWS = 20_000
SEED = 1900
RANGE = (0.025, 0.975)  # of the draws
CROWD = 0.7  # "seven of ten": this part of the regions, as close together as there are
NUMBERS = (
    "without_low", "without_high", "error_low", "error_high", "level", "level_without_capital",
)  # fmt: skip


@dataclass(frozen=True)
class Sensitivity:
    """Of the rank correlation of two years.

    Attributes
    ----------
    value : float
        The correlation itself.
    without : array
        The correlation without each region in turn, in the order of ``names``.
    names : array of str
    error_low, error_high : float
        Ends of the middle 95 % of correlations if each figure of both years is off by an error of
        3 % (one standard deviation, log-normal, independent).
    level : float
        Pearson's correlation of the logarithms of the two years' figures.
    level_without_capital : float
        The same without the capital's region; missing if that is not among the regions.
    """

    value: float
    without: Floats
    names: NDArray[np.str_]
    error_low: float
    error_high: float
    level: float
    level_without_capital: float

    @property
    def without_low(self) -> float:
        """The lowest without any one region."""
        return float(self.without.min())

    @property
    def without_high(self) -> float:
        """The highest without any one region."""
        return float(self.without.max())


@functools.lru_cache(maxsize=512)
def sensitivity(
    data: str, measure: str, first: int, year: int, *, include_capital: bool
) -> Sensitivity | None:
    """What the rank correlation of two years hangs on; kept: other windows ask for the same years.

    Returns
    -------
    Sensitivity or None
        None where fewer than five regions have both years.
    """
    whole = series(data, measure, include_capital=include_capital)
    values, is_capital = whole.values, whole.panel.is_capital
    table = values.transpose("year", "region").to_numpy()
    years = values.year.values.tolist()
    then, now = table[years.index(first)], table[years.index(year)]
    both = np.isfinite(then) & np.isfinite(now)
    if both.sum() < TOO_FEW:
        return None
    then, now = then[both], now[both]
    logs, capital = np.log([then, now]), is_capital[both]
    low, high = with_errors(then, now)
    return Sensitivity(
        # Without the last bits of rounding: 0.7 must not fall short of 0.7.
        value=round(float(rho_last_axis(then, now)), 12),
        without=without_each(then, now).round(12),
        names=values["name"].values[both].astype(str),
        error_low=low,
        error_high=high,
        level=float(pearson_last_axis(*logs)),
        level_without_capital=(
            float(pearson_last_axis(*logs[:, ~capital])) if capital.any() else math.nan
        ),
    )


def without_each(then: Floats, now: Floats) -> Floats:
    """The rank correlation without each region in turn."""
    others = ~np.eye(then.size, dtype=bool)
    first, other = (np.broadcast_to(v, others.shape)[others] for v in (then, now))
    shape = (then.size, then.size - 1)
    return rho_last_axis(first.reshape(shape), other.reshape(shape))


def with_errors(then: Floats, now: Floats) -> tuple[float, float]:
    """Ends of the middle 95 % of rank correlations with errors of 3 % in both years."""
    n = then.size
    ranks = [_ranks_with_errors(tuple(v.tolist()), k) for k, v in enumerate((then, now))]
    apart = np.square(ranks[0] - ranks[1]).sum(axis=0, dtype=np.int64)
    # Errors leave no ties.
    low, high = np.quantile(1 - 6 * apart / (n * (n**2 - 1)), RANGE)
    return float(low), float(high)


@functools.lru_cache(maxsize=64)
def _ranks_with_errors(figures: tuple[float, ...], which: int) -> NDArray[np.int16]:
    """``(region, draw)``: ranks from 0; the errors are the same for all years held to one first year."""
    drawn = np.log(figures)[:, None] + _errors(len(figures), which)
    ranks = np.zeros(drawn.shape, dtype=np.int16)
    for k in range(1, len(figures)):  # quicker than to sort, and as exact
        above = drawn[k] > drawn[:k]
        ranks[k] = above.sum(axis=0)
        ranks[:k] += ~above
    return ranks


@functools.lru_cache(maxsize=6)
def _errors(n: int, which: int) -> NDArray[np.float32]:
    rng = np.random.default_rng([SEED, which])
    return np.asarray(TIE_ERROR * rng.standard_normal((n, DRAWS), dtype=np.float32))


def numbers(hinges: Sensitivity | None) -> dict[str, float]:
    """The same as named numbers, missing where there is none."""
    return {name: math.nan if hinges is None else float(getattr(hinges, name)) for name in NUMBERS}


@functools.lru_cache(maxsize=32)
def sensitivities(data: str, measure: str, first: int, *, include_capital: bool) -> xr.Dataset:
    """What the rank correlation of each later year with the first hangs on.

    Returns
    -------
    Dataset
        Over ``year``: ``estimate`` (Spearman's rho), the numbers of a :class:`Sensitivity`, and ``crowd``
        (regions, see :func:`crowd`) with ``crowd_low`` and ``crowd_high`` (mean of the regions = 100). Of no
        year where the last one is too near to the first to test a century. Attributes ``error`` (of a
        figure) and ``draws``.
    """
    import xarray as xr

    relative = series(data, measure, include_capital=include_capital).ranks.relative
    table = relative.transpose("year", "region").to_numpy()
    years = relative.year.values
    later = years > first
    if years[-1] - first < SPAN:
        later[:] = False
    rows = []
    for year, figures in zip(years[later].tolist(), table[later], strict=True):
        hinges = sensitivity(data, measure, first, year, include_capital=include_capital)
        rho = math.nan if hinges is None else hinges.value
        rows.append([rho, *numbers(hinges).values(), *crowd(figures)])
    names = ("estimate", *NUMBERS, "crowd", "crowd_low", "crowd_high")
    columns = np.reshape(np.array(rows, dtype=np.float64), (-1, len(names))).T
    return xr.Dataset(
        {name: ("year", column) for name, column in zip(names, columns, strict=True)},
        coords={"year": years[later]},
        attrs={"error": TIE_ERROR, "draws": DRAWS},
    )


def crowd(figures: Floats) -> tuple[int, float, float]:
    """How many regions make up 70 % of them, and the narrowest span that holds so many.

    Parameters
    ----------
    figures : array
        One year's, positive, in any unit; missing ones do not count.

    Returns
    -------
    number : int
    low, high : float
        The span's ends, in the figures' unit: narrowest by their ratio.
    """
    known = np.sort(figures[np.isfinite(figures)])
    number = math.ceil(CROWD * known.size - 1e-9)
    if number < 1:
        return 0, math.nan, math.nan
    ratios = known[number - 1 :] / known[: known.size - number + 1]
    k = int(ratios.argmin())
    return number, float(known[k]), float(known[k + number - 1])
