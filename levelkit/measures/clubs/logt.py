"""The log t test of whether the places of a panel converge."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from levelkit.measures.clubs.slope import (
    CRITICAL,
    SLOPE_VARIANCES,
    left_out,
    log_t_slope,
)
from levelkit.measures.clubs.transition import relative_transition
from levelkit.measures.core.dims import check_option
from levelkit.measures.core.statistic import public_statistic
from levelkit.measures.core.variation import ROUNDING_SQUARED

if TYPE_CHECKING:
    import xarray as xr


@public_statistic()
def log_t(
    x: xr.DataArray,
    *,
    dim: str = "region",
    along: str = "year",
    discard: float = 1 / 3,
    lrv: str = "published",
) -> xr.Dataset:
    """The log t test of convergence of Phillips and Sul.

    The spread of relative transition paths, ``H_t = mean_i (h_it - 1)^2``, falls like
    ``t^(-2 alpha) / (log t)^2`` when places converge at rate alpha. So in the regression
    ``log(H_1 / H_t) - 2 log(log t) = a + b log t + u_t`` over the later years the slope
    is b = 2 alpha: convergence if b >= 0, rejected at 5 % if its t statistic is
    below -1.65.

    Parameters
    ----------
    x : DataArray
        Trends, usually of logs (``hp_trend(log(level))``); dimensions ``dim`` and
        ``along``. Other dimensions are kept in the result.
    dim, along : str
        Places and years; years are counted 1, 2, 3 and so on.
    discard : float
        Share r of the years left out of the regression at the start: the whole part
        of r T of them; H_1 is the first year all the same. Phillips and Sul (2007)
        advise 0.3 for up to 50 years and 0.2 for 100 or more; the figures they
        published for 34 years have a third (11 years) left out.
    lrv : {"published", "andrews", "newey-west"}
        How the error of b allows for autocorrelation, see the notes.

    Returns
    -------
    Dataset
        ``estimate`` (b), ``std_error``, ``statistic`` (t), ``p_value`` (one-sided, normal: small values
        speak against convergence), ``critical`` (-1.65) and ``n`` (years used) over
        the remaining dimensions. ``attrs`` name the convention.

    Raises
    ------
    ValueError
        If a dimension or an option is unknown, values are missing, years are not
        evenly spaced or too few (1 discarded and 5 used at the least), the mean of a
        year is not positive, or all places are alike in a year.

    References
    ----------
    Phillips and Sul (2007), Econometrica 75, 1771-1855, section 4; (2009), Journal of
    Applied Econometrics 24, 1153-1185. Andrews (1991), Econometrica 59, 817-858.
    Newey and West (1994), Review of Economic Studies 61, 631-653 (lag length).

    Notes
    -----
    ``lrv`` takes the long-run variance of the residuals with the quadratic spectral
    kernel at the automatic bandwidth of Andrews (AR(1) plug-in): over all residuals and
    divided by n in "andrews"; in "published" the variance uses all n residuals, lagged
    products all but the last one, both divided by n - 1. That is the reading which
    gives the figures published for 152 countries (b = -0.875, t = -159.55). "newey-west"
    is the sandwich with Bartlett weights up to lag 4 (n / 100)^(2/9), rounded down. For those
    152 countries t is -162.53 by "andrews" and -103.89 by "newey-west"; smaller groups
    can pass by one and fail by another, see :func:`levelkit.convergence_clubs`.

    Values of b between 0 and 2 mean that relative paths approach each other (growth
    rates converge); only b >= 2 means that levels do.

    Examples
    --------
    >>> import levelkit as lk
    >>> import numpy as np
    >>> states = lk.load("us-states").income_per_head_usd
    >>> test = lk.log_t(lk.hp_trend(np.log(states)))
    >>> test.estimate.round(2).item(), test.statistic.round(1).item()
    (0.87, 48.8)
    """
    from scipy.special import ndtr

    check_option("lrv", lrv, tuple(SLOPE_VARIANCES))
    h = relative_transition(x, dim=dim, along=along)
    first = left_out(h.sizes[along], discard)
    spread = ((h - 1) ** 2).mean(dim).transpose(..., along)
    none = (spread <= ROUNDING_SQUARED).to_numpy()
    if none.any():
        year = spread[along].to_numpy()[np.argwhere(none)[0][-1]]
        raise ValueError(f"All of {dim} are alike in {along} {year}: log t needs a spread above 0.")

    b, error = log_t_slope(spread.to_numpy(), first, lrv)
    parts = {
        "estimate": b,
        "std_error": error,
        "statistic": b / error,
        "p_value": ndtr(b / error),
        "critical": np.full(b.shape, CRITICAL),
        "n": np.full(b.shape, h.sizes[along] - first),
    }
    frame = spread.isel({along: 0}, drop=True)
    result = frame.to_dataset(name="estimate")
    for name, values in parts.items():
        result[name] = frame.copy(data=values)
        result[name].attrs = {"units": "1"}
    result.attrs = {
        "statistic": "log t test of convergence (Phillips and Sul)",
        "alternative": "b < 0: no convergence",
        "lrv": lrv,
        "discard": f"{first} of {h.sizes[along]} years",
        "n_left_out": 0,
    }
    return result
