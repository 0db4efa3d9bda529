"""Whether poorer places grow faster: beta convergence."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

import numpy as np

from levelkit.measures.convergence.estimate import check_choices, estimate, r_squared
from levelkit.measures.convergence.result import speed_and_half_life, speed_of, student
from levelkit.measures.convergence.sample import growth_rows
from levelkit.measures.core.dims import check_option
from levelkit.measures.core.statistic import public_statistic
from levelkit.measures.core.variation import ROUNDING

if TYPE_CHECKING:
    import xarray as xr

    from levelkit.measures.convergence.result import Regression
    from levelkit.measures.convergence.sample import Controls, Floats, Growth


@public_statistic()
def beta_convergence(
    x: xr.DataArray,
    *,
    dim: str = "region",
    along: str = "year",
    first: Any = None,
    last: Any = None,
    controls: Controls | None = None,
    weights: xr.DataArray | None = None,
    form: str = "ols",
    errors: str = "HC1",
    groups: str | xr.DataArray | None = None,
    level: float = 0.95,
) -> Regression:
    """Regress average annual growth on the initial level, both in logs.

    With T years between ``first`` and ``last``, ``"ols"`` fits
    ``ln(y_T / y_0) / T = a + b ln y_0 + u`` and gives the speed ``-ln(1 + b T) / T``;
    ``"barro"`` fits the same line written in the speed itself,
    ``ln(y_T / y_0) / T = a - ((1 - exp(-beta T)) / T) ln y_0 + u``, by non-linear least
    squares. The half-life of a gap is ``ln 2 / speed``.

    Parameters
    ----------
    x : DataArray
        Values above 0 of any unit, dimensions ``dim`` and ``along`` and no other.
    dim, along : str
        Units, and years (numbers).
    first, last : label, optional
        Years growth is measured between; by default the first and last with data.
    controls : Dataset or mapping of str to DataArray, optional
        Further regressors over ``dim`` (conditional convergence), named as the terms.
    weights : DataArray, optional
        Weights over ``dim``, inverse to the variance of u (weighted least squares). A
        weight of 0 leaves the unit out.
    form : {"ols", "barro"}
        The line in its slope (term ``initial_log``) or in its speed (term ``speed``).
    errors : {"HC1", "HC3", "nonrobust", "cluster"}
        Standard errors. Clustered ones are those of statsmodels, multiplied in the
        variance by G / (G - 1) * (N - 1) / (N - K) for G clusters, N units, K terms.
    groups : str or DataArray, optional
        Clusters of ``errors="cluster"``: a coordinate of ``x`` (``"country"``) or
        labels over ``dim``.
    level : float
        Confidence level of the intervals.

    Returns
    -------
    Regression
        Terms ``constant``, ``initial_log`` or ``speed``, and the controls; ``speed``
        (per year) and ``half_life`` (years; infinite if gaps do not close), whose intervals
        are the slope's with its ends transformed: not symmetric, and without an upper end
        (infinite) where gaps may have closed within the T years; ``table()`` and
        ``summary()``. Intervals of terms are Student's t with N - K degrees of freedom,
        G - 1 if clustered. ``attrs["n_left_out"]`` counts units without all their values.

    Raises
    ------
    ValueError
        If a dimension, year, option or label is unknown, a value is 0 or less or infinite, a
        weight negative, units are too few or all start alike, or ``"barro"`` has no finite
        speed (slope of -1 / T or less).

    References
    ----------
    Barro and Sala-i-Martin (1992), Journal of Political Economy 100, 223-251. MacKinnon and White (1985), Journal of Econometrics 29, 305-325 (HC1, HC3).

    Notes
    -----
    All units share T, so the two forms are one fit: speed, error and interval agree. The
    row ``speed`` of ``table()`` has Wald's symmetric interval, as any term has; over long
    spans it is too narrow above and too wide below, unlike that of the attribute ``speed``.
    A negative slope does not mean that gaps narrow: chance alone makes the lucky look
    rich at first and slow after (Quah 1993, Scandinavian Journal of Economics 95). Read
    it beside :func:`levelkit.sigma_convergence`. An error in the first year's level
    biases the slope downwards, the speed upwards. HC1 is too small with few units: HC3
    is safer for a dozen regions. Growth that lies on the line, but for rounding, leaves
    nothing to estimate errors from: they are missing.

    Examples
    --------
    >>> import levelkit as lk
    >>> states = lk.load("us-states").income_per_head_usd
    >>> line = lk.beta_convergence(states, errors="HC3")
    >>> line.table()[["term", "estimate", "std_error"]].round(4)
              term  estimate  std_error
    0     constant    0.1102     0.0029
    1  initial_log   -0.0092     0.0005
    >>> line.speed.estimate.round(3).item()
    0.016
    """
    check_option("form", form, ("ols", "barro"))
    check_choices(errors, groups, level)
    if errors == "cluster" and groups is None:
        raise ValueError("errors='cluster' needs groups: a coordinate's name or labels.")
    rows = growth_rows(
        x, dim=dim, along=along, first=first, last=last,
        controls=controls, weights=weights, groups=groups,
    )  # fmt: skip
    attrs = {"statistic": _statistic(rows, form), "form": form, **rows.attrs}
    options: dict[str, Any] = {
        "errors": errors, "level": level, "weights": rows.weights,
        "clusters": rows.clusters, "size": rows.size, "attrs": attrs,
    }  # fmt: skip
    line = estimate(rows.growth, rows.design, rows.terms, **options)
    slope, error = (float(v.sel(term="initial_log")) for v in (line.estimate, line.std_error))
    regression = line
    if form == "barro":
        start = float(speed_of(slope, rows.years))
        regression = _barro(rows, line.estimate.to_numpy(), start, options)
        slope, error = slope_of(regression, rows.years)
    speed, half_life = speed_and_half_life(slope, error, rows.years, student(line.df, level))
    return dataclasses.replace(regression, speed=speed, half_life=half_life)


def slope_of(regression: Regression, years: float) -> tuple[float, float]:
    """Slope over T years and its standard error, of a line written in its speed."""
    speed, error = (float(v.sel(term="speed")) for v in (regression.estimate, regression.std_error))
    return float(np.expm1(-speed * years)) / years, error * float(np.exp(-speed * years))


def _barro(rows: Growth, line: Floats, speed: float, options: dict[str, Any]) -> Regression:
    """Non-linear least squares; covariance from the regression on its own gradient.

    At the minimum, least squares of (residual + gradient @ params) on the gradient gives
    back the parameters with the usual sandwich (Davidson and MacKinnon 1993, ch. 6), so
    each kind of error is the one that the linear form has.
    """
    from scipy.optimize import least_squares

    if np.isnan(speed):
        raise ValueError(
            f"No finite speed: the slope {line[1]:g} is -1 / T = {-1 / rows.years:g} or less. "
            "form='ols' has the slope."
        )
    root = np.ones_like(rows.growth) if rows.weights is None else np.sqrt(rows.weights)

    def gradient(params: Floats) -> Floats:
        columns = rows.design.copy()
        columns[:, 1] *= -np.exp(-params[1] * rows.years)
        return columns

    def fitted(params: Floats) -> Floats:
        linear = params.copy()
        linear[1] = np.expm1(-params[1] * rows.years) / rows.years
        return np.asarray(rows.design @ linear)

    solution = least_squares(
        lambda params: root * (fitted(params) - rows.growth),
        x0=np.array([line[0], speed, *line[2:]]),
        jac=lambda params: root[:, None] * gradient(params),
        method="lm", x_scale="jac", xtol=1e-14, ftol=1e-14, gtol=1e-14,
    )  # fmt: skip
    params = np.asarray(solution.x)
    slopes = gradient(params)
    terms = ["constant", "speed", *rows.terms[2:]]
    estimated = estimate(
        rows.growth - fitted(params) + slopes @ params, slopes, terms, **options
    )  # fmt: skip
    least = ROUNDING * rows.size
    return dataclasses.replace(
        estimated, r_squared=r_squared(rows.growth, fitted(params), rows.weights, least=least)
    )


def _statistic(rows: Growth, form: str) -> str:
    conditional = "conditional " if len(rows.terms) > 2 else ""
    written = "non-linear form of Barro and Sala-i-Martin" if form == "barro" else "linear form"
    return (
        f"{conditional}beta convergence, {rows.attrs['first']} to {rows.attrs['last']}, {written}"
    )
