"""Least squares by statsmodels, with one stated convention for each kind of error."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from levelkit.measures.convergence.result import PER_TERM, Regression
from levelkit.measures.core.dims import check_level, check_option
from levelkit.measures.core.fields import sentence
from levelkit.measures.core.variation import ROUNDING, varies

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

#: Kinds of standard errors, and what is said of them in the result.
ERRORS = {
    "nonrobust": "nonrobust, N - K degrees of freedom",
    "HC1": "HC1 (White with N / (N - K))",
    "HC3": "HC3 (squared residuals over (1 - leverage)^2)",
    "cluster": "clustered, G / (G - 1) * (N - 1) / (N - K)",
}


def check_choices(errors: str, groups: object, level: float) -> None:
    """Raise ``ValueError`` unless the errors are known and go with ``groups``."""
    check_option("errors", errors, tuple(ERRORS))
    if groups is not None and errors != "cluster":
        raise ValueError(f"groups are the clusters of errors='cluster', not of {errors!r}.")
    check_level(level)


def check_leverage(errors: str, effects: Sequence[object]) -> None:
    """Raise ``ValueError`` for HC3 with effects taken out: they hide part of the leverage."""
    if errors == "HC3" and len(effects):
        raise ValueError("HC3 needs the leverage of the effects as well: use HC1 or cluster.")


def estimate(
    y: Floats,
    design: Floats,
    terms: Sequence[str],
    *,
    errors: str,
    level: float,
    weights: Floats | None = None,
    clusters: NDArray[np.int64] | None = None,
    absorbed: int = 0,
    nested: int = 0,
    size: float | None = None,
    attrs: dict[str, Any],
) -> Regression:
    """Ordinary or weighted least squares of y on the columns of a design.

    Parameters
    ----------
    y, design : array
        N values, and N rows of one column a term (the constant among them).
    terms : sequence of str
        Names of the columns.
    errors, level
        A key of ``ERRORS``; confidence level.
    weights : array, optional
        N weights above 0, inverse to the variance.
    clusters : array of int, optional
        Cluster of each row, for ``errors="cluster"``.
    absorbed : int
        Parameters of effects taken out of y and design beforehand. They count in K.
    nested : int
        How many of those lie within clusters. They do not count in K with
        ``errors="cluster"``.
    size : float, optional
        Size of the numbers that y was computed from, to which its rounding is relative; by
        default that of y.
    attrs : dict
        What the result says of itself.

    Notes
    -----
    A fit that leaves nothing but rounding has no error to go by: its covariance is missing,
    and a slope that is rounding is 0.
    """
    from statsmodels.regression.linear_model import OLS, WLS

    n, k = design.shape
    full = k + absorbed
    if n <= full:
        raise ValueError(
            f"{n} observations are too few for {full} parameters: {_listed(terms)}"
            f"{f' and {absorbed} of the effects' if absorbed else ''}."
        )
    check_rank(design if weights is None else design * np.sqrt(weights)[:, None], terms)
    model = OLS(y, design) if weights is None else WLS(y, design, weights)
    model.df_resid = n - full  # statsmodels does not know of the effects taken out
    if errors == "cluster" and clusters is not None:
        g = int(clusters.max()) + 1
        if g < 2:
            raise ValueError("Clustered errors need at least 2 clusters, there is 1.")
        options = {"groups": clusters, "use_correction": False}
        fit = model.fit(cov_type="cluster", cov_kwds=options)
        covariance = fit.cov_params() * g / (g - 1) * (n - 1) / (n - (full - nested))
        df, note = g - 1, f"{ERRORS[errors]}, G = {g}, N = {n}, K = {full - nested}"
    else:
        fit = model.fit(cov_type=errors)
        covariance, df, note = fit.cov_params(), n - full, ERRORS[errors]
    params, least = fit.params, ROUNDING * (float(abs(y).max()) if size is None else size)
    if (abs(y - fit.fittedvalues) <= least).all():
        reach = np.where(varies(design, axis=0), np.ptp(design, axis=0), np.nan)
        params = np.where(abs(params) * reach <= least, 0.0, params)
        covariance = np.full_like(covariance, np.nan)
    return regression(
        params, covariance, terms,
        df=df, n=n, level=level, attrs={**attrs, "errors": note},
        r_squared=r_squared(y, fit.fittedvalues, weights, centred=absorbed == 0, least=least),
    )  # fmt: skip


def regression(
    params: Floats, covariance: Floats, terms: Sequence[str], *, attrs: dict[str, Any], **facts: Any
) -> Regression:
    """Label the estimates by term."""
    import xarray as xr

    names = list(terms)
    return Regression(
        estimate=xr.DataArray(
            params,
            dims="term",
            coords={"term": names},
            attrs={"long_name": sentence(attrs["statistic"]), "units": PER_TERM},
        ),
        covariance=xr.DataArray(
            covariance, dims=("term", "term_2"), coords={"term": names, "term_2": names}
        ),
        attrs=attrs,
        **facts,
    )


def r_squared(
    y: Floats, fitted: Floats, weights: Floats | None, *, centred: bool = True, least: float = 0.0
) -> float:
    """1 - sum w (y - fitted)^2 / sum w (y - mean)^2; missing if y varies no more than ``least``."""
    w = np.ones_like(y) if weights is None else weights
    around = y - (np.average(y, weights=w) if centred else 0.0)
    if (abs(around) <= least).all():
        return math.nan
    return 1 - float((w * (y - fitted) ** 2).sum()) / float((w * around**2).sum())


def check_rank(design: Floats, terms: Sequence[str]) -> None:
    """Raise ``ValueError`` naming the first column that the ones before it already give."""
    size = np.linalg.norm(design, axis=0)
    scaled = design / np.where(size > 0, size, 1)
    least = max(ROUNDING, max(design.shape) * float(np.finfo(np.float64).eps))
    rank = np.linalg.matrix_rank
    if rank(scaled, least) == len(terms):
        return
    for k, name in enumerate(terms):
        if rank(scaled[:, : k + 1], least) <= k:
            raise ValueError(
                f"{name!r} varies no further than {_listed(terms[:k]) or 'nothing'}: "
                "its slope cannot be told."
            )


def _listed(terms: Sequence[str]) -> str:
    return ", ".join(terms)
