"""How much adjacent areas differ, beside any two areas."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from levelkit.measures.core.dims import check_option
from levelkit.measures.core.null import check_alternative
from levelkit.measures.core.statistic import public_statistic
from levelkit.measures.core.variation import ROUNDING, sized, varies
from levelkit.measures.space.chance import (
    by_gaps,
    frame_of,
    p_value,
    rows_of,
    shuffled,
)
from levelkit.measures.space.neighbours import along_of
from levelkit.measures.space.tenths import tenths_of

if TYPE_CHECKING:
    import xarray as xr
    from numpy.typing import NDArray

    from levelkit.measures.space.neighbours import Neighbours

    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]

STATISTICS = {
    "mean_absolute": "mean absolute difference between neighbours",
    "mean_squared": "mean squared difference between neighbours",
    "extreme_pairs": "share of neighbour links that join the lowest and the highest tenth",
}
RESULTS = ("estimate", "all_pairs", "ratio", "p_value", "n", "n_islands")


@public_statistic()
def neighbour_contrast(
    x: xr.DataArray,
    neighbours: Neighbours,
    *,
    dim: str = "region",
    statistic: str = "mean_absolute",
    relative: bool = False,
    resamples: int = 999,
    alternative: str | None = "two-sided",
    skipna: bool = True,
    rng: int | np.random.Generator = 0,
) -> xr.Dataset:
    """How much neighbours differ, overall and unit by unit, beside all pairs of units.

    ``estimate = sum_ij w_ij d_ij / sum_ij w_ij`` over links and ``all_pairs``, the mean of
    d_ij over all pairs of units. Their ``ratio`` is 1 where place does not matter, and 0
    where neighbours are the same.

    Parameters
    ----------
    x : DataArray
        Any unit; has ``dim``. Other dimensions (year, draw) are kept.
    neighbours : Neighbours
        Matched by label. Weights count as given: with 1 each link counts the same, with
        ``neighbours.row_standardised()`` each unit.
    dim : str
        The dimension of units.
    statistic : {"mean_absolute", "mean_squared", "extreme_pairs"}
        d_ij is ``|x_i - x_j|`` (all pairs: Gini's mean difference), ``(x_i - x_j)^2`` (the
        ratio is Geary's c), or 1 if one of the two is in the lowest and the other in the
        highest tenth (``ceil(10 rank / n)``, ties share their average rank).
    relative : bool
        Divide by the mean of x (squared for "mean_squared"), so that the result has no
        unit. The ratio is the same.
    resamples : int
        Random arrangements of the values for the p-value.
    alternative : {"two-sided", "greater", "less", None}
        What counts as extreme; "less" is neighbours that are alike. None leaves it out.
    skipna : bool
        Units without a value are left out with their links. If false, a slice with a gap
        has no result.
    rng : int or numpy Generator
        Seed of the arrangements.

    Returns
    -------
    Dataset
        Over the remaining dimensions: ``estimate``, ``all_pairs`` (unit of x, its square,
        or a share), ``ratio`` and ``p_value`` (missing where values do not differ), ``n`` and
        ``n_islands``. In the shape of ``x``: ``area``, the same mean over each unit's own
        links.

    Raises
    ------
    ValueError
        If a unit is not among the neighbours, an option is unknown, a value is infinite,
        ``relative`` has no positive mean to divide by or is asked of "extreme_pairs", or no
        slice has a link.

    References
    ----------
    Gini (1912), Variabilità e mutabilità. Geary (1954), The Incorporated Statistician 5,
    115-145. Rey and Smith (2013), Letters in Spatial and Resource Sciences 6, 55-70
    (the Gini coefficient split by neighbours).

    Notes
    -----
    Under random arrangements every pair is as likely to be neighbours as any other, so
    ``all_pairs`` is the exact expected value of the estimate.

    Examples
    --------
    >>> import levelkit as lk
    >>> areas = lk.load("uk-itl").query(region="level == 'ITL1'").sel(year=2019)
    >>> links = {"TLC": "DE", "TLD": "EFGL", "TLE": "F", "TLF": "GHJ", "TLG": "JKL", "TLH": "IJ", "TLI": "J", "TLJ": "K", "TLK": "L"}
    >>> pairs = {code: [f"TL{letter}" for letter in letters] for code, letters in links.items()}
    >>> borders = lk.neighbours_from_list(pairs, areas.region.values)
    >>> result = lk.neighbour_contrast(areas.gdp_per_head_gbp, borders, relative=True)
    >>> result.estimate.round(2).item(), result.all_pairs.round(2).item()
    (0.2, 0.26)
    """
    import xarray as xr

    check_option("statistic", statistic, tuple(STATISTICS))
    check_alternative(alternative)
    if relative and statistic == "extreme_pairs":
        raise ValueError("relative has no meaning for 'extreme_pairs': it is a share already.")
    around, values = along_of(neighbours, x, dim), rows_of(x, dim)
    columns = {name: np.full(len(values), np.nan) for name in RESULTS}
    columns["n"] = np.isfinite(values).sum(axis=1).astype(float)
    area = np.full(values.shape, np.nan)
    for rows, units in by_gaps(values, skipna=skipna):
        some = around if units.size == around.labels.size else around.at(units)
        if some.n_links == 0:
            continue
        here, power = _prepared(values[np.ix_(rows, units)], statistic, relative)
        result = _contrast(here, some, statistic, resamples, alternative, rng)
        area[np.ix_(rows, units)] = np.ldexp(_by_unit(here, some, statistic), power)
        for name in ("estimate", "all_pairs"):
            result[name] = np.ldexp(result[name], power[:, 0])
        for name, value in result.items():
            columns[name][rows] = value
    if np.isnan(columns["estimate"]).all():
        raise ValueError("A contrast needs two units with values and a link between them.")
    frame, last = frame_of(x, dim), x.transpose(..., dim)
    last.attrs = {}
    result = {k: frame.copy(data=v.reshape(frame.shape)) for k, v in columns.items()}
    result["area"] = last.copy(data=area.reshape(last.shape)).transpose(*x.dims)
    return xr.Dataset(
        result,
        attrs={
            "statistic": STATISTICS[statistic] + (", over the mean" if relative else ""),
            "units": _units(x, statistic, relative),
            "weights": "row-standardised" if around.is_row_standardised else "as given",
            "p_value": f"permutation ({resamples} draws)" if alternative else "none",
            "alternative": alternative or "none",
            "n_left_out": int((~np.isfinite(values)).sum()),
        },
    )


def _contrast(
    rows: Floats,
    some: Neighbours,
    statistic: str,
    resamples: int,
    alternative: str | None,
    rng: int | np.random.Generator,
) -> dict[str, Any]:
    # d_ij = d_ji, so both directions of a link are worked out once.
    from scipy.sparse import triu

    pairs = triu(some.weights + some.weights.T).tocoo()
    weight = pairs.data / pairs.data.sum()
    mean = partial(_mean_over, focal=pairs.row, other=pairs.col, weight=weight, statistic=statistic)
    estimate, everyone = mean(rows), _all_pairs(rows, statistic)
    ratio = np.full(len(rows), np.nan)
    differ = everyone > 0
    np.divide(estimate, everyone, out=ratio, where=differ)
    result = {"estimate": estimate, "all_pairs": everyone, "ratio": ratio,
              "n_islands": some.islands.size}  # fmt: skip
    if alternative:
        cost = -(-3 * weight.size // rows.shape[1])
        drawn = shuffled(mean, rows, resamples=resamples, rng=rng, cost=max(1, cost))
        p = p_value(drawn, estimate, everyone, alternative)
        result["p_value"] = np.where(differ, p, np.nan)
    return result


def _prepared(rows: Floats, statistic: str, relative: bool) -> tuple[Floats, Integers]:
    """Values to compare, and the power of two that differences of them are to be times.

    They are values over a power of two or over their mean, or -1, 0 and 1 for the lowest, a
    middle and the highest tenth. In a slice whose values do not differ all are 0, so that
    differences are 0 and not what rounding makes of them.
    """
    none = np.zeros((len(rows), 1), dtype=np.int64)
    if statistic == "extreme_pairs":
        lowest, highest = tenths_of(rows, share=0.1)
        return highest.astype(np.float64) - lowest, none
    rows, power = sized(rows, axis=1)
    mean = rows.mean(axis=1, keepdims=True)
    if relative and (mean <= ROUNDING * abs(rows).max(axis=1, keepdims=True)).any():
        lowest_mean = float(np.ldexp(mean, power).min())
        raise ValueError(f"relative divides by the mean, which must be above 0: it is {lowest_mean:g}.")  # fmt: skip
    rows = np.where(varies(rows)[:, None], rows / mean if relative else rows, 0.0)
    if relative:
        return rows, none
    return rows, power * (2 if statistic == "mean_squared" else 1)


def _difference(a: Floats, b: Floats, statistic: str) -> Floats:
    if statistic == "mean_absolute":
        return np.abs(a - b)
    if statistic == "mean_squared":
        return np.asarray((a - b) ** 2)
    return np.asarray(a * b < 0, dtype=np.float64)


def _mean_over(
    rows: Floats, *, focal: Integers, other: Integers, weight: Floats, statistic: str
) -> Floats:
    """Mean difference over links, along the last axis."""
    return np.asarray(_difference(rows[..., focal], rows[..., other], statistic) @ weight)


def _by_unit(rows: Floats, some: Neighbours, statistic: str) -> Floats:
    """Mean difference between each unit and its own neighbours; islands have none."""
    from scipy.sparse import csr_array

    own = some.row_standardised().weights
    links = own.tocoo()
    difference = _difference(rows[:, links.row], rows[:, links.col], statistic) * links.data
    # Sum over the links of each unit: one column a link, one row a unit.
    ones = (np.ones(own.nnz), np.arange(own.nnz), own.indptr)
    area = (csr_array(ones, shape=(own.shape[0], own.nnz)) @ difference.T).T
    return np.asarray(np.where(np.diff(own.indptr) > 0, area, np.nan))


def _all_pairs(rows: Floats, statistic: str) -> Floats:
    """Mean difference over all pairs of units, along the last axis."""
    n = rows.shape[1]
    if statistic == "mean_absolute":
        # In order, value number k is above k - 1 others and below n - k.
        place = 2 * np.arange(1, n + 1) - n - 1
        return np.asarray(2 * (np.sort(rows, axis=1) @ place) / (n * (n - 1)))
    if statistic == "mean_squared":
        return np.asarray(2 * rows.var(axis=1, ddof=1))
    return np.asarray(2 * (rows < 0).sum(axis=1) * (rows > 0).sum(axis=1) / (n * (n - 1)))


def _units(x: xr.DataArray, statistic: str, relative: bool) -> str:
    if relative or statistic == "extreme_pairs":
        return "1"
    unit = str(x.attrs.get("units", "unit of the values"))
    return f"({unit}) squared" if statistic == "mean_squared" else unit
