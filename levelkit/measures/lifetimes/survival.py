"""Shares of policies or institutions that outlast a given age."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from levelkit.measures.core.statistic import public_statistic
from levelkit.measures.lifetimes.curve import Curve, Lives, sample

if TYPE_CHECKING:
    import xarray as xr
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


@public_statistic()
def kaplan_meier(
    duration: xr.DataArray,
    ended: xr.DataArray,
    *,
    dim: str = "spell",
    groups: xr.DataArray | str | None = None,
    entry: xr.DataArray | None = None,
    level: float = 0.95,
    interval: str = "log-log",
) -> xr.Dataset:
    """Share of spells that last longer than each duration, open spells included.

    S(t) = product over t_i <= t of (1 - d_i / n_i), with d_i spells that ended after
    t_i years and n_i that ran until then. A spell that is still open counts among
    the n_i as long as it is known to have run, one with an entry from that age on.

    Parameters
    ----------
    duration : DataArray
        Years over ``dim``, so far if the spell is open; see :func:`spells`. Spans of time
        (timedelta64) are taken as years of 365.25 days.
    ended : DataArray
        Over ``dim``: true if the spell ended, false if it was open (censored).
    dim : str
        The dimension of the spells.
    groups : DataArray or str, optional
        Labels over ``dim``, or the name of a coordinate: a curve for each.
    entry : DataArray, optional
        Age of each spell, in years over ``dim``, at which it came under watch (late entry,
        left truncation): the spells of a register that was opened in 1980 are known because
        they ran then. 0 is from the start. A spell counts after its entry, not at it.
    level : float
        Confidence level, for each duration by itself.
    interval : {"log-log", "log", "plain"}
        Scale on which Greenwood's standard error is taken; "log-log" stays within 0
        and 1 and does best in small samples.

    Returns
    -------
    Dataset
        Over ``duration`` (0 and all durations there are) and ``group``: ``estimate`` (survival),
        ``ci_low``, ``ci_high`` (missing past a group's longest spell, the interval
        also where survival is 0 or 1), ``at_risk`` and ``ended`` (spells).
        ``attrs["median"]`` is the median of :func:`median_lifetime`, one a group.

    Raises
    ------
    ValueError
        If a duration is not above 0 or not finite (named), an ending neither true nor false,
        an entry below 0 or not before the duration, labels do not match or no spell is left.

    References
    ----------
    Kaplan and Meier (1958), JASA 53, 457-481. Klein and Moeschberger (2003), Survival
    Analysis, 2nd ed., sections 4.2 and 4.3; late entry, section 4.6.

    Notes
    -----
    Open spells must be no different in prospect from others of their age. Leaving
    them out, or taking them as ended, makes lifetimes look shorter than they are. Taking
    spells with a late entry as watched from their start makes them look longer: those that
    ended before were never seen. With entries the curve is that of spells which reach the
    earliest entry, and where few are watched at a young age one ending may take it to 0 for
    good: look at ``at_risk``.

    Examples
    --------
    >>> import levelkit as lk
    >>> policies = lk.load("uk-policies")
    >>> lives = lk.spells(policies.start_year, policies.end_year + 1, dim="policy", as_of=2026)
    >>> lk.kaplan_meier(lives.duration, lives.ended, dim="policy").estimate.sel(duration=5).round(2).item()
    0.84
    """
    spells = sample(duration, ended, groups, dim, entry)
    grid = np.unique(np.append(0.0, spells.lives.duration))
    curves = spells.curves()
    parts = [_table(curve, spells.of(curve.label), grid, level, interval) for curve in curves]
    result = spells.stack(parts)
    medians = [median(curve) for curve in curves]
    result.attrs |= {
        "statistic": "Kaplan-Meier survival",
        "interval": f"{interval}, level {level:g}",
        "median": medians[0] if groups is None else medians,
    }
    return result


def _table(
    curve: Curve,
    spells: Lives,
    grid: Floats,
    level: float,
    interval: str,
) -> xr.Dataset:
    import xarray as xr

    low, high = curve.bounds(level, interval)
    ends = np.sort(spells.duration[spells.ended])
    ended = np.searchsorted(ends, grid, "right") - np.searchsorted(ends, grid, "left")
    columns = {
        "estimate": curve.at(grid),
        "ci_low": curve.at(grid, low),
        "ci_high": curve.at(grid, high),
        "at_risk": spells.at_risk(grid),
        "ended": ended,
    }
    table = xr.Dataset(
        {name: ("duration", data, {"units": "1"}) for name, data in columns.items()},
        coords={"duration": ("duration", grid, {"units": "years"})},
    )
    table["at_risk"].attrs = table["ended"].attrs = {"units": "spells"}
    return table


@public_statistic()
def survival_at(
    duration: xr.DataArray,
    ended: xr.DataArray,
    *,
    years: Any = 10,
    dim: str = "spell",
    groups: xr.DataArray | str | None = None,
    entry: xr.DataArray | None = None,
    level: float = 0.95,
    interval: str = "log-log",
) -> xr.Dataset:
    """Share of spells that last longer than a number of years, with an interval.

    Parameters
    ----------
    duration, ended, dim, groups, entry, level, interval
        As in :func:`kaplan_meier`.
    years : number or sequence of them
        Ages to look at; several give a dimension ``years``.

    Returns
    -------
    Dataset
        Over ``group`` and ``years``, if several: ``estimate``, ``ci_low``, ``ci_high``
        (shares; missing past the longest spell of a group unless all its spells
        ended; no interval where the share is 0 or 1), ``at_risk`` (spells watched by then
        that are known to last longer) and ``n`` (all spells).

    Raises
    ------
    ValueError
        If ``years`` is negative or not finite, and as in :func:`kaplan_meier`.

    References
    ----------
    Klein and Moeschberger (2003), Survival Analysis, 2nd ed., sections 4.2 and 4.3.

    Notes
    -----
    A spell that ended after just 10 years did not last longer than 10. Where durations
    are whole years and reaching the 10th is enough, ask for 9. A share of 1 of n
    spells is no certainty: as a rule of thumb up to 3 / n may yet end by then.

    Examples
    --------
    >>> import levelkit as lk
    >>> policies = lk.load("uk-policies")
    >>> lives = lk.spells(policies.start_year, policies.end_year + 1, dim="policy", as_of=2026)
    >>> result = lk.survival_at(lives.duration, lives.ended, years=10, dim="policy")
    >>> [round(float(result[part]), 2) for part in ("ci_low", "estimate", "ci_high")]
    [0.52, 0.62, 0.7]
    """
    import xarray as xr

    wanted = np.asarray(years, dtype=np.float64)
    if wanted.ndim > 1 or not (np.isfinite(wanted) & (wanted >= 0)).all():
        raise ValueError(f"years must be one or several numbers of 0 or more, not {years!r}.")
    axes = ("years",) * wanted.ndim
    spells = sample(duration, ended, groups, dim, entry)
    wanted = spells.ages(wanted)
    parts = []
    for curve in spells.curves():
        low, high = curve.bounds(level, interval)
        mine, _, since = spells.of(curve.label)
        longer = mine > wanted[..., None]
        if since is not None:
            longer &= since <= wanted[..., None]
        columns = {
            "estimate": curve.at(wanted),
            "ci_low": curve.at(wanted, low),
            "ci_high": curve.at(wanted, high),
            "at_risk": longer.sum(axis=-1),
        }
        part = xr.Dataset({name: (axes, data, {"units": "1"}) for name, data in columns.items()})
        parts.append(part.assign(n=curve.n))
    result = spells.stack(parts).assign_coords(years=(axes, wanted, {"units": "years"}))
    result.attrs |= {
        "statistic": "share lasting longer (Kaplan-Meier)",
        "interval": f"{interval}, level {level:g}",
    }
    return result


def median(curve: Curve) -> float:
    """The first time at which half or fewer are left; missing if more always are."""
    return first_time(curve, curve.survival <= 0.5 + 1e-9)  # a half, but for rounding


def first_time(curve: Curve, reached: NDArray[np.bool_]) -> float:
    """The first of the curve's times at which something holds, missing if at none."""
    return float(curve.times[reached.argmax()]) if reached.any() else float("nan")
