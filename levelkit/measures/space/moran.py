"""Moran's I: whether high areas are next to high ones."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

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

if TYPE_CHECKING:
    import xarray as xr
    from numpy.typing import NDArray

    from levelkit.measures.space.neighbours import Neighbours

    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]

GLOBAL = ("estimate", "expected", "p_value", "z_score", "p_value_normal", "n", "n_islands")


@public_statistic()
def moran_i(
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
    """Moran's I: spatial autocorrelation of a value over neighbouring units.

    ``I = (n / S0) sum_ij w_ij z_i z_j / sum_i z_i^2``, with z the deviation from the mean
    and S0 the sum of weights. Above ``-1 / (n - 1)`` neighbours are alike, below it unlike.

    Parameters
    ----------
    x : DataArray
        Any unit; has ``dim``. Other dimensions (year, draw) are kept.
    neighbours : Neighbours
        From :func:`neighbours_from_list` or :func:`nearest_neighbours`; matched by label.
    dim : str
        The dimension of units.
    row_standardise : bool
        Weights of each unit add up to 1 (the habit); False takes them as given.
    resamples : int
        Random arrangements of the values for the p-value.
    alternative : {"two-sided", "greater", "less", None}
        What counts as extreme; None leaves both tests out (quicker).
    skipna : bool
        Units without a value are left out with their links; weights are standardised
        again. If false, a slice with a gap has no result.
    rng : int or numpy Generator
        Seed of the arrangements; years with the same gaps share them.

    Returns
    -------
    Dataset
        Over the remaining dimensions: ``estimate``, ``expected`` (-1 / (n - 1)),
        ``p_value`` (permutations), ``z_score`` and ``p_value_normal`` (variance under
        randomisation, from 4 units), ``n`` and ``n_islands`` (units with no neighbour).

    Raises
    ------
    ValueError
        If a unit is not among the neighbours, an option is unknown, a value is infinite, or
        no slice has 3 units with a link and values that differ. Other slices without them
        are missing.

    References
    ----------
    Moran (1950), Biometrika 37, 17-23. Cliff and Ord (1981), Spatial Processes, ch. 1-2
    (moments under randomisation).

    Notes
    -----
    Islands stay in the mean and in n but have no neighbours to be like. With
    ``row_standardise`` they do not count in S0 either.

    Examples
    --------
    >>> import levelkit as lk
    >>> areas = lk.load("uk-itl").query(region="level == 'ITL1'").sel(year=2019)
    >>> links = {"TLC": "DE", "TLD": "EFGL", "TLE": "F", "TLF": "GHJ", "TLG": "JKL", "TLH": "IJ", "TLI": "J", "TLJ": "K", "TLK": "L"}
    >>> pairs = {code: [f"TL{letter}" for letter in letters] for code, letters in links.items()}
    >>> borders = lk.neighbours_from_list(pairs, areas.region.values)
    >>> result = lk.moran_i(areas.gdp_per_head_gbp, borders)
    >>> result.estimate.round(2).item(), result.n_islands.item()
    (0.2, 2.0)
    """
    import xarray as xr

    check_alternative(alternative)
    around, values = along_of(neighbours, x, dim), rows_of(x, dim)
    columns = {name: np.full(len(values), np.nan) for name in GLOBAL}
    columns["n"] = np.isfinite(values).sum(axis=1).astype(float)
    for same, units in by_gaps(values, skipna=skipna):
        some, rows = usable(values, same, units, around, row_standardise)
        if some is None:
            continue
        here = sized(values[np.ix_(rows, units)], axis=1)[0]
        estimate = global_i(here, weights=some.weights)
        expected = np.full(len(rows), -1 / (units.size - 1))
        of_rows = {"estimate": estimate, "expected": expected, "n_islands": some.islands.size}
        if alternative:
            drawn = shuffled(
                partial(global_i, weights=some.weights), here,
                resamples=resamples, rng=rng, cost=3,
            )  # fmt: skip
            of_rows["p_value"] = p_value(drawn, estimate, expected, alternative)
            z = (estimate - expected) / np.sqrt(_variance(here, some.weights))
            of_rows |= {"z_score": z, "p_value_normal": _normal(z, alternative)}
        for name, value in of_rows.items():
            columns[name][rows] = value
    require(columns["estimate"], "Moran's I")
    frame = frame_of(x, dim)
    result = xr.Dataset({k: frame.copy(data=v.reshape(frame.shape)) for k, v in columns.items()})
    result.attrs = attributes("Moran's I", values, alternative, resamples, row_standardise)
    return result


def global_i(rows: Floats, *, weights: Any) -> Floats:
    """Moran's I over the last axis."""
    flat = rows.reshape(-1, rows.shape[-1])
    z = flat - flat.mean(axis=1, keepdims=True)
    cross = np.einsum("ij,ij->i", z, lag_of(weights, z))
    statistic = z.shape[1] / weights.sum() * cross / np.einsum("ij,ij->i", z, z)
    return np.asarray(statistic.reshape(rows.shape[:-1]))


def lag_of(weights: Any, z: Floats) -> Floats:
    """Weighted sum over neighbours, one row a slice."""
    return np.asarray((weights @ z.T).T)


def usable(
    values: Floats, rows: Integers, units: Integers, around: Neighbours, row_standardise: bool
) -> tuple[Neighbours | None, Integers]:
    """Neighbours among the units with a value, and the slices whose values differ."""
    some = around if units.size == around.labels.size else around.at(units)
    rows = rows[varies(values[np.ix_(rows, units)])]
    if units.size < 3 or some.n_links == 0 or rows.size == 0:
        return None, rows
    return (some.row_standardised() if row_standardise else some), rows


def _variance(rows: Floats, weights: Any) -> Floats:
    """Variance of I under randomisation (Cliff and Ord 1981)."""
    n = rows.shape[1]
    if n < 4:
        return np.full(len(rows), np.nan)
    z = rows - rows.mean(axis=1, keepdims=True)
    kurtosis = n * (z**4).sum(axis=1) / (z**2).sum(axis=1) ** 2
    s0 = weights.sum()
    s1 = ((weights + weights.T).power(2)).sum() / 2
    s2 = ((weights.sum(axis=1) + weights.sum(axis=0)) ** 2).sum()
    a = n * ((n**2 - 3 * n + 3) * s1 - n * s2 + 3 * s0**2)
    b = kurtosis * ((n**2 - n) * s1 - 2 * n * s2 + 6 * s0**2)
    scale = (n - 1) * (n - 2) * (n - 3) * s0**2
    variance = (a - b) / scale - 1 / (n - 1) ** 2
    # If every unit borders every other, I never varies: no z-score.
    return np.asarray(np.where(variance > ROUNDING * (a + abs(b)) / scale, variance, np.nan))


def _normal(z: Floats, alternative: str) -> Floats:
    from scipy.special import ndtr

    p = {"greater": ndtr(-z), "less": ndtr(z), "two-sided": 2 * ndtr(-np.abs(z))}
    return np.asarray(p[alternative])


def require(estimate: Floats, what: str) -> None:
    """Raise ``ValueError`` if no slice has a result."""
    if np.isnan(estimate).all():
        raise ValueError(
            f"{what} needs 3 units or more with values that differ and a link between them."
        )


def attributes(
    statistic: str, values: Floats, alternative: str | None, resamples: int, standardised: bool
) -> dict[str, Any]:
    """What the numbers are and how they were got."""
    return {
        "statistic": statistic,
        "units": "1",
        "weights": "row-standardised" if standardised else "as given",
        "p_value": f"permutation ({resamples} draws)" if alternative else "none",
        "alternative": alternative or "none",
        "n_left_out": int((~np.isfinite(values)).sum()),
    }
