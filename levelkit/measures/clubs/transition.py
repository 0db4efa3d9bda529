"""Trends and relative transition paths: each place's trend beside the average of all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from levelkit.measures.core.dims import check_dim, years_of
from levelkit.measures.core.statistic import public_statistic
from levelkit.measures.core.values import finite, numbers, place_of, refuse
from levelkit.measures.core.variation import ROUNDING

if TYPE_CHECKING:
    import xarray as xr


def check_panel(x: xr.DataArray, along: str) -> xr.DataArray:
    """The panel as floats; ``ValueError`` if there is a gap, or if years are not evenly spaced.

    Both the filter and the log t regression count years as t = 1, 2, 3 and so on.
    """
    check_dim(x, along)
    x = numbers(x)
    gaps = np.argwhere(x.isnull().to_numpy())
    if len(gaps):
        raise ValueError(
            f"{len(gaps)} missing values, the first at {place_of(x, tuple(gaps[0].tolist()))}. "
            "A panel without gaps is needed: leave such places or years out first (dropna)."
        )
    years = x[along]
    if along in x.coords and years.size > 1:
        steps = np.diff(years_of(x, along))
        if steps.min() <= 0 or not np.allclose(steps, steps[0]):
            raise ValueError(
                f"{along} must rise in even steps, not by steps of {steps.min():g} to {steps.max():g}."
            )
    return x


@public_statistic(carries_name=True)
def hp_trend(x: xr.DataArray, *, along: str = "year", lamb: float = 400.0) -> xr.DataArray:
    """Trend of each series by the Hodrick-Prescott filter (statsmodels).

    The trend g minimises ``sum_t (x_t - g_t)^2 + lamb sum_t (g_{t+1} - 2 g_t + g_{t-1})^2``.

    Parameters
    ----------
    x : DataArray
        Series of any unit along ``along``, usually logs. Other dimensions are kept.
    along : str
        Years, evenly spaced.
    lamb : float
        Smoothness: 0 returns the series, larger values come closer to a straight
        line. Phillips and Sul (2009) take 400 for annual figures.

    Returns
    -------
    DataArray
        As ``x`` and in its units.

    Raises
    ------
    ValueError
        If the dimension is unknown, values are missing or infinite, there are fewer than 3
        years, years are not evenly spaced, or ``lamb`` is negative.

    References
    ----------
    Hodrick and Prescott (1997), Journal of Money, Credit and Banking 29, 1-16.
    Phillips and Sul (2009), Journal of Applied Econometrics 24, 1153-1185.

    Notes
    -----
    The filter knows the whole sample: the last years of a trend change when later
    figures arrive, and they are what convergence clubs are ordered by.

    Examples
    --------
    >>> import levelkit as lk
    >>> import numpy as np
    >>> states = lk.load("us-states").income_per_head_usd
    >>> trend = lk.hp_trend(np.log(states))
    >>> trend.sel(region="US36", year=2009).round(2).item()
    10.79
    """
    import xarray as xr
    from statsmodels.tsa.filters.hp_filter import hpfilter

    x = check_panel(x, along)
    years = x.sizes[along]
    if years < 3:
        raise ValueError(f"A trend needs at least 3 of {along}, there are {years}.")
    if not (finite(lamb) and lamb >= 0):
        raise ValueError(f"lamb must be 0 or more, not {lamb!r}.")
    # The filter is linear: what it makes of each year's unit impulse is all of it.
    matrix = np.column_stack([hpfilter(impulse, lamb)[1] for impulse in np.eye(years)])
    trend: xr.DataArray = xr.apply_ufunc(
        lambda values: values @ matrix.T,
        x,
        input_core_dims=[[along]],
        output_core_dims=[[along]],
        keep_attrs=True,
    ).transpose(*x.dims)
    trend.attrs["statistic"] = f"Hodrick-Prescott trend, lambda {lamb:g}"
    trend.attrs["n_left_out"] = 0
    return trend


@public_statistic(carries_name=True)
def relative_transition(
    x: xr.DataArray, *, dim: str = "region", along: str = "year"
) -> xr.DataArray:
    """Each place relative to the average of all in the same year.

    ``h_it = x_it / mean_i x_it``, whose mean over places is 1 in every year. Places
    that converge all have paths that approach 1.

    Parameters
    ----------
    x : DataArray
        Trends, usually of logs (``hp_trend(log(level))``); dimensions ``dim`` and
        ``along``. Other dimensions are kept.
    dim, along : str
        Places and years.

    Returns
    -------
    DataArray
        As ``x``, dimensionless.

    Raises
    ------
    ValueError
        If a dimension is unknown, values are missing or infinite, years are not evenly
        spaced, or the mean of a year is not positive.

    References
    ----------
    Phillips and Sul (2007), Econometrica 75, 1771-1855.

    Notes
    -----
    The paths of logs depend on the unit of the levels: pounds instead of thousands of
    pounds add a constant to every log and bring every ratio closer to 1.

    Examples
    --------
    >>> import levelkit as lk
    >>> import numpy as np
    >>> states = lk.load("us-states").income_per_head_usd
    >>> paths = lk.relative_transition(lk.hp_trend(np.log(states)))
    >>> paths.sel(region="US28", year=[1929, 2009]).round(3).values.tolist()
    [0.855, 0.978]
    """
    check_dim(x, dim)
    x = check_panel(x, along)
    mean = x.mean(dim)
    refuse(mean, mean <= ROUNDING * abs(x).max(dim), f"The mean over {dim} must be above 0")
    h = (x / mean).transpose(*x.dims)
    h.attrs = {"statistic": "relative transition path", "units": "1", "n_left_out": 0}
    return h
