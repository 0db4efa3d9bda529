"""What a regression found: estimates, errors, speed, and a table to print."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from levelkit.measures.core.fields import own_attrs, present_name
from levelkit.measures.core.readable import Readable
from levelkit.measures.core.variation import ROUNDING, above

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr


#: Unit of the coefficients: that of what is explained, over that of the term.
PER_TERM = "units of y / units of the term"


@dataclass(frozen=True, eq=False, repr=False)
class Regression(Readable):
    """Estimates of one regression over ``term``, with errors that follow from ``covariance``.

    Attributes
    ----------
    estimate : DataArray
        Estimates, dimension ``term``.
    covariance : DataArray
        Covariance of the estimates, dimensions ``term`` and ``term_2``.
    df : float
        Degrees of freedom of Student's t, by which p-values and intervals go.
    n : int
        Observations used.
    r_squared : float
        Share of the (weighted) variance explained; with effects taken out, of the
        variance that they leave ("within").
    level : float
        Confidence level of the intervals.
    speed, half_life : Dataset or None
        ``estimate``, ``std_error``, ``ci_low``, ``ci_high``; per year, and years. The ends are
        those of the slope's interval, transformed; ``ci_high`` is infinite where there is no
        upper end. None where the regression is not one of convergence.
    attrs : dict
        ``statistic``, ``errors`` (the convention), ``n_left_out`` and more.
    """

    estimate: xr.DataArray
    covariance: xr.DataArray
    df: float
    n: int
    r_squared: float
    level: float
    speed: xr.Dataset | None = None
    half_life: xr.Dataset | None = None
    attrs: dict[str, Any] = field(default_factory=dict)

    @property
    def std_error(self) -> xr.DataArray:
        """Standard errors of the estimates."""
        return self._like("std_error", np.sqrt(np.diag(self.covariance.to_numpy())))

    @property
    def statistic(self) -> xr.DataArray:
        """Estimates over their standard errors."""
        with np.errstate(divide="ignore", invalid="ignore"):
            return self._like("statistic", self.estimate.to_numpy() / self.std_error.to_numpy())

    @property
    def p_value(self) -> xr.DataArray:
        """Two-sided p-values of the estimate being 0."""
        from scipy.special import stdtr

        return self._like("p_value", 2 * stdtr(self.df, -np.abs(self.statistic.to_numpy())))

    @property
    def ci_low(self) -> xr.DataArray:
        """Lower ends of the confidence intervals."""
        return self._like("ci_low", self.estimate.to_numpy() - self._half())

    @property
    def ci_high(self) -> xr.DataArray:
        """Upper ends of the confidence intervals."""
        return self._like("ci_high", self.estimate.to_numpy() + self._half())

    def __getattr__(self, name: str) -> Any:
        """A part by its former name, with a warning."""
        present = present_name("Regression", name)
        if present is None:
            raise AttributeError(f"A Regression has no {name!r}.")
        return getattr(self, present)

    def table(self) -> pd.DataFrame:
        """One row a term: ``estimate``, ``std_error``, ``statistic``, ``p_value``, ``ci_low``, ``ci_high``."""
        import pandas as pd

        columns = {
            "term": self.estimate["term"].to_numpy(),
            "estimate": self.estimate.to_numpy(),
            "std_error": self.std_error.to_numpy(),
            "statistic": self.statistic.to_numpy(),
            "p_value": self.p_value.to_numpy(),
            "ci_low": self.ci_low.to_numpy(),
            "ci_high": self.ci_high.to_numpy(),
        }
        return pd.DataFrame(columns)

    def to_dataframe(self) -> pd.DataFrame:
        """The same, indexed by ``term``."""
        return self.table().set_index("term")

    def summary(self) -> str:
        """The result as plain text, with how the errors were got and what was left out."""
        lines = [str(self.attrs.get("statistic", "regression")), ""]
        lines += [self.table().to_string(index=False, float_format=lambda v: f"{v:.4g}"), ""]
        if self.speed is not None and self.half_life is not None:
            lines.append(
                f"Speed: {_phrase(self.speed)} a year. Half-life: {_phrase(self.half_life)} years."
            )
        lines.append(
            f"{self.n} observations, {self.attrs.get('n_left_out', 0)} left out. "
            f"R squared {self.r_squared:.3f}."
        )
        lines.append(
            f"Errors: {self.attrs.get('errors', 'not stated')}; "
            f"{100 * self.level:g} % intervals, Student's t with {self.df:g} degrees of freedom."
        )
        return "\n".join(lines)

    def __repr__(self) -> str:
        return self.summary()

    def _half(self) -> Any:
        """Half the width of the intervals."""
        return student(self.df, self.level) * self.std_error.to_numpy()

    def _like(self, name: str, values: Any) -> xr.DataArray:
        part = self.estimate.copy(data=values)
        part.attrs = own_attrs(name, part, {"units": PER_TERM})
        return part


def student(df: float, level: float) -> float:
    """Two-sided critical value of Student's t."""
    from scipy.special import stdtrit

    return float(stdtrit(df, 0.5 + level / 2))


def speed_of(slope: Any, years: float) -> Any:
    """Speed ``-ln(1 + b T) / T`` of a slope b over T years.

    No speed (missing) where ``1 + b T`` is 0 or less: gaps would have closed, or changed
    sign, within the period. A slope that is rounding is none: speed 0.
    """
    kept = 1 + np.asarray(slope, float) * years
    kept = np.where(above(kept, 1) | above(1, kept) | np.isnan(kept), kept, 1.0)
    return -np.log(np.where(kept > ROUNDING, kept, np.nan)) / years


def speed_and_half_life(
    slope: Any, error: Any, years: float, critical: float, *, coords: Any = None, dims: Any = ()
) -> tuple[xr.Dataset, xr.Dataset]:
    """Speed and half-life of a slope over T years, with the slope's interval carried over.

    The speed falls as the slope rises, so that the ends of the slope's interval, transformed,
    are those of the speed: it covers as often as the slope's does, over any span. Where the
    slope's lower end is -1 / T or less, gaps may have closed within the period, and the speed
    has no upper end (infinite). Where even the upper end is, there is no speed and no interval.
    A symmetric interval around the speed (the delta method) would miss this curvature, the more
    the longer the span.

    A half-life is ``ln 2 / speed``, infinite where the speed is 0 or less, with the same ends.
    Standard errors are the delta method's, ``error / (1 + b T)`` and ``ln 2 error / speed^2``:
    approximate, and no base for an interval.
    """
    import xarray as xr

    slope, error = np.asarray(slope, float), np.asarray(error, float)
    speed, low = speed_of(slope, years), speed_of(slope + critical * error, years)
    high = speed_of(slope - critical * error, years)
    high = np.where(np.isnan(high) & ~np.isnan(low), np.inf, high)
    error = error / np.where(np.isnan(speed), np.nan, 1 + slope * years)
    with np.errstate(divide="ignore", invalid="ignore"):
        error_years = np.where(speed > 0, math.log(2) * error / speed**2, np.nan)
    statistics = (
        ("speed of convergence", "per year", (speed, error, low, high)),
        ("half-life", "years", (_half(speed), error_years, _half(high), _half(low))),
    )
    names = ("estimate", "std_error", "ci_low", "ci_high")
    first, second = (
        xr.Dataset(
            {n: (dims, v, {"units": units}) for n, v in zip(names, values, strict=True)},
            coords=coords,
            attrs={"statistic": statistic, "units": units},
        )
        for statistic, units, values in statistics
    )
    return first, second


def _half(speed: Any) -> Any:
    with np.errstate(divide="ignore"):
        years = np.where(speed > 0, math.log(2) / speed, np.inf)
    return np.where(np.isnan(speed), np.nan, years)


def _phrase(value: xr.Dataset) -> str:
    """An estimate with its interval; what is infinite has no end."""
    estimate, low, high = (
        "no end" if math.isinf(number) else f"{number:.4g}"
        for number in (float(value[name]) for name in ("estimate", "ci_low", "ci_high"))
    )
    return f"{estimate} ({low} to {high})"
