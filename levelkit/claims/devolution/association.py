"""Does it go with smaller gaps? Regional inequality of countries regressed on how decentralised they are."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from levelkit.claims.devolution.countries import UK
from levelkit.claims.devolution.indices import INDICES
from levelkit.claims.devolution.places import LATEST, at
from levelkit.claims.devolution.regional import gaps_at
from levelkit.measures.convergence.estimate import estimate
from levelkit.measures.convergence.result import student

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from levelkit.measures.convergence.result import Regression

    Floats = NDArray[np.float64]

LEVEL, POWER = 0.95, 0.80
FEWEST = 8  # countries for a slope


@dataclass(frozen=True)
class Slope:
    """One way to ask: a slope with its interval.

    Attributes
    ----------
    label, short : str
        What was regressed on what.
    slope, low, high : float
        Change of the coefficient of variation with one unit of the index, towards more decentralised.
    beta, beta_low, beta_high : float
        The same in standard deviations of both.
    detectable : float
        The slope, of either sign, that such figures show with 80 % power.
    n, countries : int
        Observations and countries.
    movers : int
        Countries whose index changes at all: in a panel they alone tell the slope.
    errors : str
        The convention of the standard errors.
    kind : str
        "across" countries, or "within" countries over the years.
    """

    label: str
    short: str
    slope: float
    low: float
    high: float
    beta: float
    beta_low: float
    beta_high: float
    detectable: float
    n: int
    countries: int
    movers: int
    errors: str
    kind: str


def sample(x: Mapping[str, float], key: str, year: int) -> tuple[list[str], Floats, Floats, int]:
    """Countries that have both figures, by name: names, index, inequality and the latter's year."""
    gaps, when = gaps_at(key, year)
    names = sorted(name for name, value in x.items() if name in gaps and np.isfinite(value))
    return (
        names,
        np.array([x[country] for country in names]),
        np.array([gaps[country] for country in names]),
        when,
    )


def fit_across(x: Floats, y: Floats, *controls: Floats) -> Regression:
    """Least squares across countries by statsmodels; HC3 errors, Student's t with N - K degrees of freedom.

    HC3 (MacKinnon and White 1985) allows for unequal variances and is the one to take in samples this small (Long and
    Ervin 2000).
    """
    design = np.column_stack([np.ones_like(x), x, *controls])
    terms = ["const", "index", *(f"control {k + 1}" for k in range(len(controls)))]
    return estimate(
        y, design, terms, errors="HC3", level=LEVEL, attrs={"statistic": "across countries"}
    )


def band(fit: Regression, grid: Floats) -> tuple[Floats, Floats, Floats]:
    """The line and its pointwise 95 % interval over a grid of the index."""
    design = np.column_stack([np.ones_like(grid), grid])
    line = design @ fit.estimate.values
    error = np.sqrt(np.einsum("ij,jk,ik->i", design, fit.covariance.values, design))
    margin = student(fit.df, LEVEL) * error
    return line, line - margin, line + margin


def without_each(x: Floats, y: Floats) -> tuple[Floats, Floats, Floats]:
    """The slope without each country in turn, and its HC3 interval: all at once, in closed form.

    Returns
    -------
    tuple of array
        Slope, low and high, one a country; equal to :func:`fit_across` on the others.
    """
    n = len(x)
    keep = ~np.eye(n, dtype=bool)
    m = n - 1
    mean_x = keep @ x / m
    mean_y = keep @ y / m
    dx = np.where(keep, x[None, :] - mean_x[:, None], 0.0)
    dy = np.where(keep, y[None, :] - mean_y[:, None], 0.0)
    spread = (dx**2).sum(axis=1)
    slope = (dx * dy).sum(axis=1) / spread
    residual = dy - slope[:, None] * dx
    leverage = 1 / m + dx**2 / spread[:, None]
    scaled = np.where(keep, residual / (1 - np.where(keep, leverage, 0.0)), 0.0)
    error = np.sqrt(((dx * scaled) ** 2).sum(axis=1)) / spread
    margin = student(m - 2, LEVEL) * error
    return slope, slope - margin, slope + margin


@functools.lru_cache(maxsize=64)
def decentralised(index: str, year: str) -> dict[str, float]:
    """An index of all its countries in one year, or their latest; more being more decentralised."""
    return {name: INDICES[index].polarity * value for name, (value, _) in at(index, year).items()}


def year_of(index: str, year: str) -> int:
    """The year to take inequality in: the one chosen, or that of the UK's latest figure."""
    return at(index, LATEST)[UK][1] if year == LATEST else int(year)


def across(
    x: Mapping[str, float],
    key: str,
    year: int,
    *,
    label: str,
    short: str,
    left_out: tuple[str, ...] = (),
) -> Slope | None:
    """The slope across countries for one set of regional figures; None with too few."""
    dots = scatter(x, key, year, left_out)
    if dots.fit is None:
        return None
    kept = ~dots.out
    return slope_of(
        dots.fit, dots.index[kept], dots.gap[kept], label, short, int(kept.sum()), "across"
    )


def ends(fit: Regression, term: str = "index") -> tuple[float, float, float]:
    """A slope and its interval as numbers: labels for each would cost more than the regression."""
    k = fit.estimate.term.values.tolist().index(term)
    slope = float(fit.estimate.values[k])
    margin = student(fit.df, fit.level) * float(fit.covariance.values[k, k]) ** 0.5
    return slope, slope - margin, slope + margin


def slope_of(
    fit: Regression, x: Floats, y: Floats, label: str, short: str, countries: int, kind: str
) -> Slope:
    """A regression's slope in the index's unit and in standard deviations."""
    slope, low, high = ends(fit)
    error = (high - slope) / student(fit.df, fit.level)
    ratio = float(np.std(x) / np.std(y))
    return Slope(
        label, short, slope, low, high, slope * ratio, low * ratio, high * ratio, detectable(error, fit.df), fit.n,
        countries, countries, str(fit.attrs["errors"]), kind,
    )  # fmt: skip


def detectable(error: float, df: float) -> float:
    """The smallest effect that a two-sided test at 5 % shows with 80 % power.

    Parameters
    ----------
    error : float
        Standard error of the estimate.
    df : float
        Degrees of freedom of Student's t.

    Returns
    -------
    float
        ``error`` times the sum of two quantiles of Student's t, 97.5 % and 80 % (Bloom 1995).

    Examples
    --------
    >>> round(detectable(1.0, 1e9), 2)
    2.8
    """
    return (student(df, LEVEL) + student(df, 2 * POWER - 1)) * error


@dataclass(frozen=True)
class Scatter:
    """Both figures of every country, and the slope without each.

    Attributes
    ----------
    names : list of str
        Countries.
    index, gap : array
        How decentralised (more is more), and how unequal the regions.
    out : array of bool
        Left out of every slope.
    slope, low, high : array
        Without that country; missing for those left out anyway.
    year : int
        Of the inequality.
    fit : Regression or None
        With all that are not left out; None where they are too few.
    """

    names: list[str]
    index: Floats
    gap: Floats
    out: NDArray[np.bool_]
    slope: Floats
    low: Floats
    high: Floats
    year: int
    fit: Regression | None


def scatter(x: Mapping[str, float], key: str, year: int, left_out: tuple[str, ...] = ()) -> Scatter:
    """What the chart of one set of regional figures is made of; the latest ones are kept."""
    return _scatter(tuple(sorted(x.items())), key, year, left_out)


@functools.lru_cache(maxsize=1024)  # a composite's link does not depend on the group compared
def _scatter(
    x: tuple[tuple[str, float], ...], key: str, year: int, left_out: tuple[str, ...]
) -> Scatter:
    names, values, gaps, when = sample(dict(x), key, year)
    out = np.array([name in left_out for name in names], dtype=bool)
    slope, low, high = (np.full(len(names), np.nan) for _ in range(3))
    fit = None
    if (~out).sum() >= FEWEST:
        fit = fit_across(values[~out], gaps[~out])
        slope[~out], low[~out], high[~out] = without_each(values[~out], gaps[~out])
    return Scatter(names, values, gaps, out, slope, low, high, when, fit)
