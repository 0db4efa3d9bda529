"""A lifetime in one number: the median, and the mean up to a limit."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from levelkit.measures.core.dims import check_level
from levelkit.measures.core.statistic import public_statistic
from levelkit.measures.core.variation import ROUNDING
from levelkit.measures.lifetimes.curve import Curve, sample
from levelkit.measures.lifetimes.survival import first_time, median

if TYPE_CHECKING:
    import xarray as xr


@public_statistic()
def median_lifetime(
    duration: xr.DataArray,
    ended: xr.DataArray,
    *,
    dim: str = "spell",
    groups: xr.DataArray | str | None = None,
    entry: xr.DataArray | None = None,
    level: float = 0.95,
    interval: str = "log-log",
) -> xr.Dataset:
    """Years after which half of the spells have ended, open spells included.

    The first t with S(t) <= 1/2 on the Kaplan-Meier curve. The interval holds all t
    whose own interval of S(t) holds 1/2 (Brookmeyer and Crowley).

    Parameters
    ----------
    duration, ended, dim, groups, entry, level, interval
        As in :func:`kaplan_meier`.

    Returns
    -------
    Dataset
        Over ``group``: ``estimate`` (years; missing if half have not ended),
        ``ci_low`` (missing if not reached), ``ci_high`` (infinite if the figures set
        no upper limit) and ``n`` (spells).

    Raises
    ------
    ValueError
        As in :func:`kaplan_meier`.

    References
    ----------
    Brookmeyer and Crowley (1982), Biometrics 38, 29-41. Klein and Moeschberger (2003),
    Survival Analysis, 2nd ed., section 4.5.

    Notes
    -----
    Where the last spell ends the curve at 0 that step has no interval, so a handful of
    spells, or spells that all end at one age, set no upper limit.

    Examples
    --------
    >>> import levelkit as lk
    >>> policies = lk.load("uk-policies")
    >>> lives = lk.spells(policies.start_year, policies.end_year + 1, dim="policy", as_of=2026)
    >>> lk.median_lifetime(lives.duration, lives.ended, dim="policy").estimate.item()
    12.0
    """
    import xarray as xr

    spells = sample(duration, ended, groups, dim, entry)
    parts = []
    for curve in spells.curves():
        values = dict(
            zip(
                ("estimate", "ci_low", "ci_high"),
                median_of(curve, level=level, interval=interval),
                strict=True,
            )
        )
        part = xr.Dataset({name: ((), value, {"units": "years"}) for name, value in values.items()})
        parts.append(part.assign(n=curve.n))
    result = spells.stack(parts)
    result.attrs |= {
        "statistic": "median lifetime (Kaplan-Meier)",
        "interval": f"Brookmeyer-Crowley, {interval}, level {level:g}",
    }
    return result


def median_of(curve: Curve, *, level: float, interval: str) -> tuple[float, float, float]:
    """One curve's median with its interval, as :func:`median_lifetime` has them."""
    low, high = curve.bounds(level, interval)
    upper = first_time(curve, high < 0.5 - 1e-9)
    return (
        median(curve),
        # Where all have ended S is 0 and has no interval, but is surely below 1/2.
        first_time(curve, np.where(curve.survival > 0, low, 0) <= 0.5 + 1e-9),
        math.inf if math.isnan(upper) else upper,
    )


@public_statistic()
def restricted_mean(
    duration: xr.DataArray,
    ended: xr.DataArray,
    *,
    limit: float,
    dim: str = "spell",
    groups: xr.DataArray | str | None = None,
    entry: xr.DataArray | None = None,
    level: float = 0.95,
) -> xr.Dataset:
    """Mean years that spells last within the first ``limit`` years.

    The area under the Kaplan-Meier curve from 0 to ``limit``. Its variance is
    sum_i A_i^2 d_i / (n_i (n_i - d_i)) over times t_i up to ``limit``, with A_i the
    area from t_i to ``limit``.

    Parameters
    ----------
    duration, ended, dim, groups, entry
        As in :func:`kaplan_meier`.
    limit : float
        Years to look at, the same for all groups so that they compare.
    level : float
        Confidence level of the (normal) interval.

    Returns
    -------
    Dataset
        Over ``group``: ``estimate``, ``ci_low``, ``ci_high`` (missing if the standard
        error is 0), ``std_error`` (all years) and ``n`` (spells).

    Raises
    ------
    ValueError
        If ``limit`` is not above 0 or lies past the longest spell of a group that
        has open ones (named), where the curve is unknown; and as in :func:`kaplan_meier`.

    References
    ----------
    Klein and Moeschberger (2003), Survival Analysis, 2nd ed., section 4.5.

    Notes
    -----
    The full mean cannot be known while spells are open; this one can, and it is read
    as "of the first ``limit`` years, how many it lasted on average".

    Examples
    --------
    >>> import levelkit as lk
    >>> policies = lk.load("uk-policies")
    >>> lives = lk.spells(policies.start_year, policies.end_year + 1, dim="policy", as_of=2026)
    >>> lk.restricted_mean(lives.duration, lives.ended, limit=20, dim="policy").estimate.round(1).item()
    12.5
    """
    import xarray as xr
    from scipy.special import ndtri

    if not 0 < limit < math.inf:
        raise ValueError(f"limit must be a number of years above 0, not {limit!r}.")
    check_level(level)
    spells = sample(duration, ended, groups, dim, entry)
    limit = float(spells.ages(np.array(limit)))
    parts = []
    for curve in spells.curves():
        mean, error = _area(curve, limit)
        # Without an ending before the limit nothing is known of the spread.
        half = float(ndtri(0.5 + level / 2)) * error if error > 0 else math.nan
        values = {
            "estimate": mean,
            "ci_low": np.clip(mean - half, 0.0, limit),
            "ci_high": np.clip(mean + half, 0.0, limit),
            "std_error": error,
        }
        part = xr.Dataset({name: ((), value, {"units": "years"}) for name, value in values.items()})
        parts.append(part.assign(n=curve.n))
    result = spells.stack(parts)
    result.attrs |= {
        "statistic": f"mean years within the first {limit:g}",
        "limit": limit,
        "interval": f"normal, level {level:g}",
    }
    return result


def _area(curve: Curve, limit: float) -> tuple[float, float]:
    """Area under the curve up to the limit, and its standard error."""
    if np.isnan(curve.at(np.array(limit))):
        whose = "" if curve.label is None else f" of group {curve.label!r}"
        raise ValueError(
            f"limit {limit:g} lies past the longest spell{whose}, {curve.last:g} years, "
            "which is open: what comes after it is unknown."
        )
    inside = curve.times <= limit
    ends = np.concatenate([[0.0], curve.times[inside], [limit]])
    steps = np.diff(ends) * np.append(1.0, curve.survival[inside])
    after = steps[::-1].cumsum()[::-1]  # area from each time to the limit, 0 first
    n, d = curve.at_risk[inside], curve.ended[inside]
    left = n > d  # where none are left, no area is either
    share = after[1:][left] / limit
    error = math.sqrt((share**2 * (d / (n * np.where(left, n - d, 1.0)))[left]).sum())
    return float(after[0]), limit * error if error > ROUNDING else 0.0
