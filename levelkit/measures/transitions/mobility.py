"""One number for how mobile a chain is, and how long units stay in each class."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from levelkit.measures.core.statistic import public_statistic
from levelkit.measures.transitions.chain import checked_chain, ergodic_distribution

if TYPE_CHECKING:
    import xarray as xr


def _staying(last: xr.DataArray) -> xr.DataArray:
    """The diagonal, over (..., from_class)."""
    frame = last.isel(to_class=0, drop=True)
    return frame.copy(data=np.diagonal(last.to_numpy(), axis1=-2, axis2=-1).copy())


@public_statistic()
def shorrocks_index(p: xr.DataArray) -> xr.DataArray:
    """Shorrocks' trace index of mobility: ``(k - sum_i p_ii) / (k - 1)``.

    0 if nobody ever leaves a class; 1 if the next class does not depend on the present
    one; above 1 (up to k / (k - 1)) if units leave more often than that.

    Parameters
    ----------
    p : DataArray
        Transition probabilities over ``from_class`` and ``to_class``, k classes each.
        Other dimensions are kept.

    Returns
    -------
    DataArray
        The index (dimensionless) over the other dimensions; missing if a probability
        is. ``attrs["n_left_out"]`` counts such matrices.

    Raises
    ------
    ValueError
        If rows do not add up to 1, or there is one class alone.

    References
    ----------
    Shorrocks (1978), Econometrica 46(5), 1013-1024. Prais (1955), Journal of the Royal
    Statistical Society A 118, 56-66.

    Notes
    -----
    It is ``k / (k - 1)`` over the harmonic mean of the mean stays of :func:`prais_index`.
    It depends on the number of classes and on the step: compare like with like.

    Examples
    --------
    >>> import levelkit as lk
    >>> states = lk.load("us-states").income_per_head_usd
    >>> relative = states / states.mean("region")
    >>> chain = lk.markov_transitions(relative, breaks=[0.8, 0.9, 1.1, 1.2], step=10)
    >>> lk.shorrocks_index(chain.estimate).round(2).item()
    0.39
    """
    last = checked_chain(p)
    k = last.sizes["from_class"]
    if k < 2:
        raise ValueError(f"Mobility needs at least 2 classes, not {k}.")
    result = ((k - _staying(last).sum("from_class", skipna=False)) / (k - 1)).rename(
        "shorrocks_index"
    )
    result.attrs = {
        "statistic": "Shorrocks' trace index of mobility",
        "units": "1",
        "n_left_out": int(result.isnull().sum()),
    }
    return result


@public_statistic()
def prais_index(p: xr.DataArray, *, start: xr.DataArray | None = None) -> xr.Dataset:
    """Prais' mean stay in each class, beside that under perfect mobility.

    ``stay_i = 1 / (1 - p_ii)``. In a perfectly mobile chain every row is the ergodic
    distribution pi of this one, and the mean stay would be ``1 / (1 - pi_i)``. Their
    ratio ``(1 - pi_i) / (1 - p_ii)`` is 1 under perfect mobility, above 1 where units
    stay longer than that.

    Parameters
    ----------
    p : DataArray
        Transition probabilities over ``from_class`` and ``to_class``. Other dimensions
        are kept.
    start : DataArray, optional
        Present shares of classes, for chains with several closed sets; see
        :func:`ergodic_distribution`.

    Returns
    -------
    Dataset
        Over ``from_class``: ``exit_probability`` (1 - p_ii), ``mean_stay`` and
        ``mean_stay_if_mobile`` (steps, the one of arrival included; infinite for an
        absorbing class) and ``ratio`` (dimensionless). ``attrs["n_left_out"]`` counts
        classes without a ratio.

    Raises
    ------
    ValueError
        As :func:`ergodic_distribution`.

    References
    ----------
    Prais (1955), Journal of the Royal Statistical Society A 118, 56-66.

    Examples
    --------
    >>> import levelkit as lk
    >>> states = lk.load("us-states").income_per_head_usd
    >>> relative = states / states.mean("region")
    >>> chain = lk.markov_transitions(relative, breaks=[0.8, 0.9, 1.1, 1.2], step=10)
    >>> lk.prais_index(chain.estimate).mean_stay.round(1).values.tolist()
    [3.0, 3.0, 5.7, 2.2, 3.6]
    """
    import xarray as xr

    last = checked_chain(p)
    leaving = 1 - _staying(last)
    share = ergodic_distribution(last, start=start).rename(to_class="from_class")
    with np.errstate(divide="ignore", invalid="ignore"):
        parts = {
            "exit_probability": leaving,
            "mean_stay": 1 / leaving,
            "mean_stay_if_mobile": 1 / (1 - share),
            "ratio": (1 - share) / leaving,
        }
    result = xr.Dataset(parts)
    for name, array in result.items():
        array.attrs = {"units": "steps" if "stay" in str(name) else "1"}
    result.attrs = {
        "statistic": "Prais' mean stay in a class",
        "n_left_out": int(result.ratio.isnull().sum()),
    }
    return result
