"""Beta convergence of the slow and of the fast growers: quantile regression."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from levelkit.measures.convergence.estimate import check_choices, check_rank
from levelkit.measures.convergence.result import speed_and_half_life, student
from levelkit.measures.convergence.sample import growth_rows
from levelkit.measures.core.statistic import public_statistic
from levelkit.measures.core.variation import ROUNDING

if TYPE_CHECKING:
    from collections.abc import Sequence

    import xarray as xr

    from levelkit.measures.convergence.sample import Controls


@public_statistic()
def quantile_beta(
    x: xr.DataArray,
    q: Sequence[float] = (0.1, 0.25, 0.5, 0.75, 0.9),
    *,
    dim: str = "region",
    along: str = "year",
    first: Any = None,
    last: Any = None,
    controls: Controls | None = None,
    level: float = 0.95,
) -> xr.Dataset:
    """Lines through quantiles of growth, given the initial level.

    For each q the line ``a + b ln y_0`` with the least
    ``sum_i (q - [u_i < 0]) u_i`` of its residuals u: about a share q of units grow
    slower than it. Growth and initial level are those of
    :func:`levelkit.beta_convergence`.

    Parameters
    ----------
    x : DataArray
        Values above 0 of any unit, dimensions ``dim`` and ``along`` and no other.
    q : sequence of float
        Quantiles of growth, between 0 and 1.
    dim, along, first, last, controls, level
        As in :func:`levelkit.beta_convergence`.

    Returns
    -------
    Dataset
        Over ``q`` and ``term``: ``estimate``, ``std_error`` (robust, as statsmodels:
        Epanechnikov kernel, bandwidth of Hall and Sheather), ``ci_low``, ``ci_high``,
        ``p_value`` (Student's t, N - K). Over ``q``: ``speed`` and ``half_life``, each
        also with ``_ci_low`` and ``_ci_high``, the ends of the slope's interval transformed.
        ``n`` is the number of units.

    Raises
    ------
    ValueError
        As :func:`levelkit.beta_convergence`, or if a quantile is not between 0 and 1.

    References
    ----------
    Koenker and Bassett (1978), Econometrica 46, 33-50.

    Notes
    -----
    Errors are missing where the bandwidth reaches past 0 or 1: in the tails of a
    dozen regions there is nothing to measure them by. Those that there are lean on
    large numbers.

    Examples
    --------
    >>> import levelkit as lk
    >>> states = lk.load("us-states").income_per_head_usd
    >>> lines = lk.quantile_beta(states, [0.25, 0.5, 0.75])
    >>> lines.estimate.sel(term="initial_log").round(4).values.tolist()
    [-0.0096, -0.0097, -0.0086]
    """
    import xarray as xr
    from scipy.special import stdtr

    check_choices("nonrobust", None, level)
    wanted = np.atleast_1d(np.asarray(q, float))
    for value in wanted:
        if not 0 < value < 1:
            raise ValueError(f"A quantile must be between 0 and 1, not {value:g}.")
    rows = growth_rows(x, dim=dim, along=along, first=first, last=last, controls=controls)
    n, k = rows.design.shape
    if n <= k:
        raise ValueError(f"{n} units are too few for {k} parameters: {', '.join(rows.terms)}.")
    check_rank(rows.design, rows.terms)
    params, errors = _lines(rows.growth, rows.design, wanted, ROUNDING * rows.size)
    critical = student(n - k, level)
    with np.errstate(divide="ignore", invalid="ignore"):
        p_value = 2 * stdtr(n - k, -np.abs(params / errors))
    both = ("q", "term")
    table = xr.Dataset(
        {
            "estimate": (both, params),
            "std_error": (both, errors),
            "ci_low": (both, params - critical * errors),
            "ci_high": (both, params + critical * errors),
            "p_value": (both, p_value),
            "n": n,
        },
        coords={"q": wanted, "term": rows.terms},
        attrs={
            "statistic": "quantile regression of growth on the initial level",
            "errors": "robust, Epanechnikov kernel, Hall-Sheather bandwidth",
            **rows.attrs,
        },
    )
    parts = speed_and_half_life(
        params[:, 1], errors[:, 1], rows.years, critical, coords={"q": wanted}, dims="q"
    )
    for name, part in zip(("speed", "half_life"), parts, strict=True):
        table[name] = part["estimate"]
        table[f"{name}_ci_low"], table[f"{name}_ci_high"] = part["ci_low"], part["ci_high"]
    return table


def _lines(growth: Any, design: Any, wanted: Any, least: float) -> tuple[Any, Any]:
    """Coefficients and errors, one row a quantile; no errors if but ``least`` is left of a line.

    statsmodels stops by absolute tolerances, made for values of about 1: growth of a
    few per cent is brought to that size first and the answer back.
    """
    from statsmodels.regression.quantile_regression import QuantReg

    line = np.linalg.lstsq(design, growth, rcond=None)[0]
    if (abs(growth - design @ line) <= least).all():  # every quantile lies on one line
        line[abs(line) * np.r_[np.nan, np.ptp(design[:, 1:], axis=0)] <= least] = 0.0
        return np.tile(line, (len(wanted), 1)), np.full((len(wanted), line.size), np.nan)
    size = float(growth.std())
    model = QuantReg(growth / size, design)
    fits = [model.fit(q=value, p_tol=1e-8, max_iter=10_000) for value in wanted]
    params, errors = np.array([f.params for f in fits]), np.array([f.bse for f in fits])
    return size * params, size * errors
