"""Whether a series rises or falls: Mann-Kendall test and Sen's slope."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from levelkit.measures.core.dims import check_dim, check_level, check_option, years_of
from levelkit.measures.core.null import kendall_null, tail
from levelkit.measures.core.statistic import public_statistic
from levelkit.measures.core.values import numbers
from levelkit.measures.core.variation import settled
from levelkit.measures.ranking.ranks import rank_last_axis

if TYPE_CHECKING:
    import xarray as xr
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

#: Longest series without ties whose p-value is exact rather than normal.
EXACT_UP_TO = 10

UNITS = {"tau": "1", "statistic": "1", "variance": "1", "p_value": "1", "n": "1"}


@public_statistic()
def mann_kendall(
    x: xr.DataArray,
    *,
    along: str = "year",
    serial: str | None = None,
    level: float = 0.95,
    skipna: bool = True,
) -> xr.Dataset:
    """Test of a monotonic trend, and the median slope between pairs of years.

    ``S = sum_(i<j) sign(x_j - x_i)``; without a trend its mean is 0 and its variance
    ``(n (n - 1) (2 n + 5) - sum_ties t (t - 1) (2 t + 5)) / 18``. Sen's slope is the
    median of ``(x_j - x_i) / (year_j - year_i)``.

    Parameters
    ----------
    x : DataArray
        Any unit, with ``along``. Further dimensions (country, draw) are kept.
    along : str
        Years: ascending numbers, evenly spaced or not.
    serial : {None, "hamed-rao"}
        What is done about serial correlation: nothing, or the variance of S multiplied by
        ``1 + 2 / (n (n - 1) (n - 2)) sum_l (n - l) (n - l - 1) (n - l - 2) r_l``, but by no
        less than 1, over the lags l whose autocorrelation r_l of the ranks of the values less
        Sen's trend lies beyond 1.96 / sqrt(n).
    level : float
        Confidence level of the interval of the slope.
    skipna : bool
        Leave missing values out, or let them make their series missing.

    Returns
    -------
    Dataset
        Over the further dimensions: ``estimate`` (Sen's slope) with ``ci_low`` and
        ``ci_high`` (units of x a year), ``statistic`` (S), its ``variance``, ``tau`` (Kendall's
        tau-b with time), ``p_value`` (two-sided), ``n`` (years used). Missing for fewer than 3 values.

    Raises
    ------
    ValueError
        If a dimension or an option is unknown, a value is infinite, or years are not
        ascending numbers.

    References
    ----------
    Mann (1945), Econometrica 13, 245-259. Kendall (1975), Rank Correlation Methods.
    Sen (1968), Journal of the American Statistical Association 63, 1379-1389. Gilbert
    (1987), Statistical Methods for Environmental Pollution Monitoring, ch. 16. Hamed
    and Rao (1998), Journal of Hydrology 204, 182-196.

    Notes
    -----
    The p-value is exact up to 10 years without ties and without ``serial``; otherwise
    normal with the continuity correction. The interval goes by the ranks of the slopes,
    ``z sqrt(variance)`` apart, as in scipy's theilslopes. Dispersion hardly moves from
    one year to the next, so that plain p-values are far too small for it. The
    correction mends a part: of trendless series of 60 years with an autocorrelation of
    0.6, the plain test at 5 % finds a trend in a third, the corrected one in a fifth.
    It is made for evenly spaced years (lags count the years that there are). Residuals of a
    short trend turn about it, so that the sum may come out below 1, at 0 or below it: that
    would make a trend look surer for being persistent. The factor is then 1, as it is where
    the residuals have no order to correlate, so that the corrected p-value is never below
    the plain one. Values that differ by less than a part in 10^12 are ties. Memory grows
    with the square of the number of years.

    Examples
    --------
    >>> import levelkit as lk
    >>> states = lk.load("us-states").income_per_head_usd
    >>> trend = lk.mann_kendall(lk.gini(states))
    >>> trend.estimate.round(5).item(), trend.tau.round(2).item()
    (-0.00142, -0.68)
    """
    import xarray as xr

    check_dim(x, along)
    check_option("serial", serial, (None, "hamed-rao"))
    check_level(level)
    years = years_of(x, along)
    last = numbers(x).transpose(..., along)
    values = last.to_numpy()
    missing = np.isnan(values)
    if not skipna:
        values = np.where(missing.any(axis=-1, keepdims=True), np.nan, values)
    parts = _trend(settled(values), years, serial, level)

    frame = last.isel({along: 0}, drop=True)
    units = f"{x.attrs.get('units', 'units of x')} a year"
    result = xr.Dataset({name: frame.copy(data=data) for name, data in parts.items()})
    for name, array in result.items():
        array.attrs = {"units": UNITS.get(str(name), units)}
    result.attrs = {
        "statistic": "Mann-Kendall trend test with Sen's slope",
        "alternative": "two-sided",
        "serial": serial or "none",
        "interval": f"Sen's, level {level:g}",
        "n_left_out": int(missing.sum()),
    }
    return result


def _trend(
    values: Floats, years: Floats, serial: str | None, level: float
) -> dict[str, NDArray[Any]]:
    """Everything along the last axis."""
    from scipy.special import ndtr, ndtri

    n = np.isfinite(values).sum(axis=-1).astype(float)
    i, j = np.triu_indices(years.size, 1)
    rises = values[..., j] - values[..., i]
    s = np.nansum(np.sign(rises), axis=-1)
    slopes = np.sort(rises / (years[j] - years[i]), axis=-1)  # missing ones go to the end
    pairs, tied = n * (n - 1) / 2, (rises == 0).sum(axis=-1)
    slope = _at(slopes, (pairs - 1) // 2, pairs // 2).mean(axis=0)

    variance = _variance(values, n)
    if serial == "hamed-rao":
        size = np.nan_to_num(abs(values)).max(axis=-1, initial=0.0)
        variance *= _hamed_rao(values - slope[..., None] * (years - years[0]), n, size)
    with np.errstate(divide="ignore", invalid="ignore"):
        tau = s / np.sqrt(pairs * (pairs - tied))
        z = np.where(s == 0, 0, (s - np.sign(s)) / np.sqrt(variance))
    p_value = np.where(np.isnan(variance), np.nan, 2 * ndtr(-np.abs(z)))
    if serial is None:
        p_value = _exact(p_value, s, n, tied)

    half = ndtri(0.5 + level / 2) * np.sqrt(variance)
    # Ranks of the slopes at the ends, counted and rounded as scipy's theilslopes does.
    low = np.maximum(np.round((pairs - half) / 2) - 1, 0)
    high = np.minimum(np.round((pairs + half) / 2), pairs - 1)
    ci_low, ci_high = _at(slopes, low, high)
    parts = {
        "tau": tau, "statistic": s, "variance": variance, "p_value": p_value,
        "estimate": slope, "ci_low": ci_low, "ci_high": ci_high,
    }  # fmt: skip
    parts = {name: np.where(n >= 3, values, np.nan) for name, values in parts.items()}
    return {**parts, "n": n.astype(int)}


def _variance(values: Floats, n: Floats) -> Floats:
    """Variance of S without a trend; a group of t ties is met t times, once from each value."""
    alike = (values[..., :, None] == values[..., None, :]).sum(axis=-1)
    ties = np.where(alike > 0, (alike - 1) * (2 * alike + 5), 0).sum(axis=-1)
    return np.asarray((n * (n - 1) * (2 * n + 5) - ties) / 18)


def _exact(p_value: Floats, s: Floats, n: Floats, tied: Any) -> Floats:
    """Exact p-values where the series is short and has no ties."""
    p_value, small = p_value.copy(), (n >= 3) & (n <= EXACT_UP_TO) & (tied == 0)
    for size, score in {(int(a), abs(float(b))) for a, b in zip(n[small], s[small], strict=True)}:
        p = tail(kendall_null(size), score / (size * (size - 1) / 2), "two-sided")
        p_value[small & (n == size) & (np.abs(s) == score)] = p
    return p_value


def _hamed_rao(detrended: Floats, n: Floats, size: Floats) -> Floats:
    """Factor, 1 or more, by which autocorrelation of the ranks widens the variance of S."""
    order = np.argsort(np.isnan(detrended), axis=-1, kind="stable")  # close the gaps
    closed = np.take_along_axis(detrended, order, axis=-1)
    # Taking the trend out must not part, by rounding, what is a tie without it.
    ranks = rank_last_axis(settled(closed, size))
    with np.errstate(divide="ignore", invalid="ignore"):
        centred = np.nan_to_num(ranks - ((n + 1) / 2)[..., None])
        total = (centred**2).sum(axis=-1)
        factor = np.ones_like(n)
        for lag in range(1, detrended.shape[-1] - 1):
            r = (centred[..., lag:] * centred[..., :-lag]).sum(axis=-1) / total
            weight = (n - lag) * (n - lag - 1) * (n - lag - 2) / (n * (n - 1) * (n - 2))
            factor += np.where((np.abs(r) > 1.96 / np.sqrt(n)) & (n > lag), 2 * weight * r, 0)
    return np.fmax(factor, 1.0)


def _at(ordered: Floats, *places: Floats) -> Floats:
    """Values at places that differ from series to series; missing where a place is."""
    spots = np.stack(places)
    known = np.clip(np.nan_to_num(spots), 0, max(ordered.shape[-1] - 1, 0)).astype(int)
    if not ordered.shape[-1]:
        return np.full(spots.shape, np.nan)
    picked = np.stack([np.take_along_axis(ordered, k[..., None], axis=-1)[..., 0] for k in known])
    return np.where(np.isnan(spots), np.nan, picked)
