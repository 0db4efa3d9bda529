"""Growth against the initial level: the points, the line, and the line without each point."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from levelkit.claims.convergence.sample import Sample, growth_table
from levelkit.measures.convergence.result import speed_of, student

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr
    from numpy.typing import NDArray

    from levelkit.claims.convergence.models import Fit

    Floats = NDArray[np.float64]

#: Models whose line is fitted to these very points by least squares.
LINES = ("ols", "barro", "within", "farming")
GRID = 21


@dataclass(frozen=True)
class Line:
    """Least squares of growth on the initial level and what is held equal.

    Attributes
    ----------
    rows : DataFrame
        See :func:`levelkit.claims.convergence.sample.growth_table`.
    x, y : array
        What the other regressors leave of the initial log and of growth (Frisch, Waugh and
        Lovell): the slope of y on x is that of the whole regression.
    resid, leverage, cook : array
        Of the whole regression: residuals, leverage, and Cook's (1977, Technometrics 19) distance.
    slopes, levels : array
        Slope, and growth at the mean initial level, without each region.
    design : array
        All regressors, the initial log second.
    """

    rows: pd.DataFrame
    x: Floats
    y: Floats
    resid: Floats
    leverage: Floats
    cook: Floats
    slopes: Floats
    levels: Floats
    design: Floats


@functools.lru_cache(maxsize=512)
def line(sample: Sample, model: str, *, weighted: bool) -> Line:
    """The regression behind the points, with what each of them does to it.

    Without row i the parameters are ``b - (X'X)^-1 x_i e_i / (1 - h_i)``, h the leverage (Belsley, Kuh and
    Welsch 1980, Regression Diagnostics, ch. 2): exact, without estimating n times.

    Parameters
    ----------
    sample : Sample
    model : str
        "within" and "farming" hold something equal; any other is the plain line.
    weighted : bool
    """
    rows = growth_table(sample, weighted=weighted)
    if model == "farming":
        rows = rows[rows["farming"].notna()]
    start, growth = rows["initial_log"].to_numpy(), rows["growth"].to_numpy()
    root = np.sqrt(rows["weight"].to_numpy())
    others = _others(rows, model)
    x, y = (_left(values, others, root) for values in (start, growth))
    centre = np.average(start, weights=root**2)
    design = np.column_stack([others[:, 0], start - centre, others[:, 1:]])
    y_root, x_root = growth * root, design * root[:, None]
    solve = np.linalg.pinv(x_root)
    params = solve @ y_root
    resid, leverage = y_root - x_root @ params, np.einsum("ij,ji->i", x_root, solve)
    # A region that is alone in its larger area has the whole of its constant to itself.
    alone = leverage > 1 - 1e-9
    free = np.where(alone, np.nan, 1 - leverage)
    change = np.where(alone, 0.0, solve * resid / free)
    n, k = design.shape
    return Line(
        rows, x, y, resid / root, leverage,
        cook=(resid / free) ** 2 * leverage / (k * (resid @ resid) / (n - k)),
        slopes=params[1] - change[1],
        levels=-change[0] if k == 2 else np.zeros(n), design=design,
    )  # fmt: skip


def _others(rows: pd.DataFrame, model: str) -> Floats:
    """The regressors besides the initial level: a constant, or one for each larger area."""
    import pandas as pd

    constant = np.ones((len(rows), 1))
    if model == "farming":
        return np.column_stack([constant, rows["farming"].to_numpy()])
    if model == "within":
        dummies = pd.get_dummies(rows["group"], dtype=float).to_numpy()
        return np.column_stack([constant, dummies[:, 1:]])
    return constant


def _left(values: Floats, others: Floats, root: Floats) -> Floats:
    """What the other regressors leave of it by weighted least squares."""
    solution = np.linalg.lstsq(others * root[:, None], values * root, rcond=None)[0]
    return np.asarray(values - others @ solution)


@functools.lru_cache(maxsize=512)
def points(sample: Sample, model: str, *, weighted: bool) -> xr.Dataset:
    """The points of the chart.

    Returns
    -------
    Dataset
        Over ``region`` (names): ``relative`` (initial level, 100 for the mean, or for what the
        other regressors imply), ``growth`` (percentage points a year above the average),
        ``without_slope`` (percentage points for a unit of logs), ``without_level`` (percentage
        points at 100), ``without_speed`` (% a year) of the line without that region, and ``cook``
        (Cook's distance).
    """
    import xarray as xr

    fitted = line(sample, model, weighted=weighted)
    speed = speed_of(fitted.slopes, sample.years)
    return xr.Dataset(
        {
            "relative": ("region", 100 * np.exp(fitted.x), {"units": "mean = 100"}),
            "growth": ("region", 100 * fitted.y, {"units": "% points a year"}),
            "without_slope": ("region", 100 * fitted.slopes),
            "without_level": ("region", 100 * fitted.levels),
            "without_speed": ("region", 100 * speed, {"units": "% a year"}),
            "cook": ("region", fitted.cook, {"units": "1"}),
        },
        coords={"region": fitted.rows.index.to_numpy()},
    )


@functools.lru_cache(maxsize=256)
def places_left_out(sample: Sample, model: str, *, weighted: bool) -> xr.Dataset:
    """Where the regions that are left out stand: from the mean of those that stay.

    Returns
    -------
    Dataset
        Over ``region`` (names): ``relative`` and ``growth`` as of :func:`points`.
    """
    import xarray as xr

    whole = Sample(sample.data, sample.first, sample.last, sample.include_capital)
    if not sample.left_out:
        empty = np.array([])
        return xr.Dataset(
            {"relative": ("region", empty), "growth": ("region", empty)}, {"region": empty}
        )
    if model in ("within", "farming"):
        table = points(whole, model, weighted=weighted)
        known = [name for name in sample.left_out if name in table.region.values]
        return table.sel(region=known)[["relative", "growth"]]
    kept, rows = (growth_table(part, weighted=weighted) for part in (sample, whole))
    gone = rows.loc[[name for name in sample.left_out if name in rows.index]]
    mean, average = (
        np.average(kept[name], weights=kept["weight"]) for name in ("initial_log", "growth")
    )
    return xr.Dataset(
        {
            "relative": ("region", 100 * np.exp(gone["initial_log"].to_numpy() - mean)),
            "growth": ("region", 100 * (gone["growth"].to_numpy() - average)),
        },
        coords={"region": gone.index.to_numpy()},
    )


def band(sample: Sample, model: str, chosen_fit: Fit, *, weighted: bool) -> xr.Dataset:
    """The model's line through the points, with its 95% interval.

    A line that is fitted to these points has the interval of its level and slope; any other is
    the one that its speed implies over these years, through the mean, with the interval of the
    speed.

    Returns
    -------
    Dataset
        Over ``relative`` (mean = 100): ``fit``, ``low``, ``high`` in percentage points a year.
    """
    import xarray as xr

    x = line(sample, model, weighted=weighted).x
    at = np.linspace(x.min(), x.max(), GRID)
    if model in LINES:
        slope, half = (
            chosen_fit.slope,
            student(chosen_fit.df, 0.95) * chosen_fit.slope_error * np.abs(at),
        )
        if model == "ols" and chosen_fit.regression is not None:
            covariance = chosen_fit.regression.covariance.to_numpy()
            half = student(chosen_fit.df, 0.95) * _mean_error(
                sample, covariance, at, weighted=weighted
            )
        fitted, low, high = slope * at, slope * at - half, slope * at + half
    else:
        ends = [
            np.expm1(-speed * sample.years) / sample.years
            for speed in (chosen_fit.speed, chosen_fit.low, chosen_fit.high)
        ]
        fitted, *sides = (slope * at for slope in ends)
        low, high = np.minimum(*sides), np.maximum(*sides)
    return xr.Dataset(
        {
            name: ("relative", 100 * values)
            for name, values in (("fit", fitted), ("low", low), ("high", high))
        },
        coords={"relative": 100 * np.exp(at)},
    )


def _mean_error(sample: Sample, covariance: Floats, at: Floats, *, weighted: bool) -> Floats:
    """Standard error of the line's height."""
    rows = line(sample, "ols", weighted=weighted).rows
    centre = np.average(rows["initial_log"], weights=rows["weight"])
    design = np.column_stack([np.ones_like(at), at + centre])
    return np.asarray(np.sqrt(np.einsum("ij,jk,ik->i", design, covariance, design)))
