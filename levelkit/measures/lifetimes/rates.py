"""How often something happens in a year, from a count."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from levelkit.measures.core.dims import check_level, cover
from levelkit.measures.core.statistic import public_statistic
from levelkit.measures.core.values import check_array, check_not_negative, check_positive, refuse
from levelkit.measures.core.variation import above
from levelkit.measures.lifetimes.spells import in_years

if TYPE_CHECKING:
    import xarray as xr


@public_statistic()
def event_rate(events: xr.DataArray, years: xr.DataArray, *, level: float = 0.95) -> xr.Dataset:
    """Events a year, with the exact interval of a Poisson count.

    The interval's ends are chi2(alpha / 2; 2 k) / 2T and chi2(1 - alpha / 2; 2 k + 2) / 2T for
    k events in T years.

    Parameters
    ----------
    events : DataArray
        Whole numbers, of any dimensions.
    years : DataArray
        How long was watched, above 0 (spans of time are taken as years of 365.25 days); of
        the dimensions of ``events`` or fewer.
    level : float
        Confidence level.

    Returns
    -------
    Dataset
        Of the dimensions of ``events``: ``estimate``, ``ci_low``, ``ci_high`` (events a year;
        missing where a count or its years are).

    Raises
    ------
    ValueError
        If a count is negative, infinite or no whole number, years are not above 0 (named), or
        labels do not match.

    References
    ----------
    Garwood (1936), Biometrika 28, 437-442.

    Notes
    -----
    Exact means that the interval holds the true rate in at least that share of cases if events
    come one by one and at the same rate all along; policies come in batches, so that it is
    rather too narrow.

    Examples
    --------
    >>> import levelkit as lk
    >>> import xarray as xr
    >>> policies = lk.load("uk-policies")
    >>> begun = xr.DataArray(int((policies.start_year >= 1979).sum()))
    >>> rate = lk.event_rate(begun, xr.DataArray(2024 - 1979))
    >>> [round(float(rate[part]), 2) for part in ("ci_low", "estimate", "ci_high")]
    [1.63, 2.02, 2.48]
    """
    import xarray as xr
    from scipy.special import gammaincinv

    check_level(level)
    events = check_not_negative(events, "A count")
    whole = events.round()
    refuse(events, above(events, whole) | above(whole, events), "A count must be a whole number")
    check_array(years)
    whole, years = cover(whole, check_positive(in_years(years), "Years"), "years")
    k, t = (part.to_numpy() for part in (whole, years))
    tail = (1 - level) / 2
    # Half a chi-square quantile is one of a gamma distribution; of no events the lower end is 0.
    low = np.where(k > 0, gammaincinv(np.where(k > 0, k, 1.0), tail), k)
    parts = {
        "estimate": k / t,
        "ci_low": low / t,
        "ci_high": gammaincinv(k + 1, 1 - tail) / t,
    }
    return xr.Dataset(
        {name: (events.dims, data, {"units": "1/year"}) for name, data in parts.items()},
        coords=events.coords,
        attrs={"statistic": "events a year", "interval": f"Poisson, exact, level {level:g}"},
    )
