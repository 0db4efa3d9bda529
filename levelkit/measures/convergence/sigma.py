"""Whether gaps narrow: dispersion year by year, its trend and its turning point."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from levelkit.measures.convergence.breaks import break_test
from levelkit.measures.convergence.trend import mann_kendall
from levelkit.measures.core.dims import check_dim, matched
from levelkit.measures.core.readable import Readable
from levelkit.measures.core.statistic import public_statistic
from levelkit.measures.core.variation import varies_over

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd
    import xarray as xr


@dataclass(frozen=True, eq=False, repr=False)
class SigmaConvergence(Readable):
    """Dispersion of each year, with tests of a trend and of a break in it.

    Attributes
    ----------
    dispersion : DataArray
        Over time and any further dimensions.
    trend : Dataset
        Of :func:`levelkit.mann_kendall`.
    breaks : Dataset
        Of :func:`levelkit.break_test`.
    attrs : dict
        ``statistic``, ``model`` (of the break), ``n_left_out`` (values of x).
    """

    dispersion: xr.DataArray
    trend: xr.Dataset
    breaks: xr.Dataset
    attrs: dict[str, Any] = field(default_factory=dict)

    def table(self) -> pd.DataFrame:
        """One row a year (and further label): ``dispersion``, and ``f``, the F of a break there."""
        return self.to_dataframe().reset_index()

    def to_dataframe(self) -> pd.DataFrame:
        """The same, indexed by year (and further labels)."""
        import xarray as xr

        return xr.Dataset({"dispersion": self.dispersion, "f": self.breaks.f}).to_dataframe()

    def summary(self) -> str:
        """The result as plain text; for one series, not for many."""
        head = f"{self.attrs['statistic']}: {self.attrs['n_left_out']} values left out"
        if self.trend["tau"].ndim:
            return f"{head}. Series over {', '.join(map(str, self.trend['tau'].dims))}."
        trend = {str(name): float(value) for name, value in self.trend.items()}
        breaks = {name: float(self.breaks[name]) for name in ("statistic", "p_value", "break_year")}
        at_most = "at most " if breaks["p_value"] <= self.breaks.attrs["smallest_p"] else ""
        return "\n".join(
            [
                f"{head}, {trend['n']:g} years.",
                f"Mann-Kendall: tau {trend['tau']:.3f}, p {trend['p_value']:.3g}. Sen's slope "
                f"{trend['estimate']:.3g} a year ({trend['ci_low']:.3g} to {trend['ci_high']:.3g}).",
                f"Break in {self.attrs['model']}: largest F {breaks['statistic']:.3g} at {breaks['break_year']:g}, "
                f"p {at_most}{breaks['p_value']:.3g} if years are independent.",
            ]
        )

    def __repr__(self) -> str:
        return self.summary()


@public_statistic()
def standard_deviation_of_logs(
    x: xr.DataArray, *, dim: str = "region", weights: xr.DataArray | None = None
) -> xr.DataArray:
    """Sigma: ``sqrt(sum_i p_i (ln x_i - sum_j p_j ln x_j)^2)``, p_i the share of weight.

    Parameters
    ----------
    x : DataArray
        Values above 0 of any unit, with ``dim``; further dimensions are kept.
    dim : str
        The dimension of the units.
    weights : DataArray, optional
        Weights (people) with ``dim``; each unit counts once without.

    Returns
    -------
    DataArray
        Dimensionless, over the further dimensions; 0 for one unit, missing for none.

    Raises
    ------
    ValueError
        If a dimension or label is unknown, a value 0 or less, or a weight negative.

    References
    ----------
    Sala-i-Martin (1996), Economic Journal 106, 1019-1036.

    Examples
    --------
    >>> import levelkit as lk
    >>> states = lk.load("us-states").income_per_head_usd
    >>> lk.standard_deviation_of_logs(states).sel(year=[1929, 1979, 2009]).round(3).values.tolist()
    [0.366, 0.126, 0.138]
    """
    values, w, left_out = matched(
        x, weights, dim, what="The deviation is of logs: values", sign="positive"
    )
    logs = values.copy(data=np.log(values.to_numpy()))
    total = w.sum(dim)
    share = w / total.where(total > 0)
    mean = (share * logs).sum(dim)
    differ = varies_over(values.where(w > 0), dim)
    spread = (share * (logs - mean) ** 2).where(differ, 0.0).sum(dim).where(total > 0) ** 0.5
    return spread.rename("standard_deviation_of_logs").assign_attrs(
        statistic="standard deviation of logs", units="1", n_left_out=left_out
    )


@public_statistic()
def sigma_convergence(
    x: xr.DataArray,
    *,
    dim: str = "region",
    along: str = "year",
    measure: Callable[..., xr.DataArray] | None = None,
    weights: xr.DataArray | None = None,
    serial: str | None = None,
    level: float = 0.95,
    trim: float = 0.15,
    model: str = "trend",
    resamples: int = 999,
    rng: int | np.random.Generator = 0,
) -> SigmaConvergence:
    """Dispersion across units by year, its Mann-Kendall trend and its break.

    Parameters
    ----------
    x : DataArray
        Values above 0 of any unit, dimensions ``dim`` and ``along``; further ones are kept.
    dim, along : str
        Units and years.
    measure : callable, optional
        ``measure(x, dim=...)``, also ``weights=`` if there are, giving a DataArray without ``dim``:
        ``lk.theil``, say. By default the standard deviation of logs, the textbook sigma.
    weights : DataArray, optional
        Weights (people) over ``dim``, or ``dim`` and ``along``.
    serial, level
        As in :func:`levelkit.mann_kendall`.
    trim, model, resamples, rng
        As in :func:`levelkit.break_test`; by default a break in trend, because dispersion that
        rises or falls steadily has another level before and after every year.

    Returns
    -------
    SigmaConvergence
        ``dispersion``, ``trend``, ``breaks`` and ``summary()``. Gaps narrow (sigma
        convergence) if the slope is below 0.

    Raises
    ------
    ValueError
        If a dimension, label or option is unknown, a value 0 or less, or the measure
        does not give one number a year.

    References
    ----------
    Sala-i-Martin (1996), Economic Journal 106, 1019-1036.

    Notes
    -----
    Both tests take years to be independent given the model, and dispersion is not: see
    the notes of the two tests, and ``serial="hamed-rao"``. For an interval of the trend that
    holds where dispersion is persistent take :func:`levelkit.linear_trend` of it. Units that are missing in
    some years move the dispersion by coming and going: keep to those always there.

    Examples
    --------
    >>> import levelkit as lk
    >>> states = lk.load("us-states").income_per_head_usd
    >>> result = lk.sigma_convergence(states, resamples=99)
    >>> result.trend.estimate.round(4).item(), result.breaks.break_year.item()
    (-0.0028, 1944.0)
    """
    check_dim(x, dim)
    check_dim(x, along)
    if measure is not None and not callable(measure):
        raise TypeError(f"measure must be a function, as levelkit.gini, not {measure!r}.")
    if measure is None:
        measure = standard_deviation_of_logs
    weighted = {} if weights is None else {"weights": weights}  # not all measures take them
    dispersion = measure(x, dim=dim, **weighted)
    wanted = {name for name in x.dims if name != dim}
    if set(dispersion.dims) != wanted:
        listed = ", ".join(map(str, dispersion.dims)) or "none"
        raise ValueError(f"The measure must give one number a year; its dimensions are: {listed}.")
    name = dispersion.attrs.get("statistic", dispersion.name or "dispersion")
    return SigmaConvergence(
        dispersion=dispersion,
        trend=mann_kendall(dispersion, along=along, serial=serial, level=level),
        breaks=break_test(
            dispersion, along=along, trim=trim, model=model, resamples=resamples, rng=rng
        ),
        attrs={
            "statistic": f"sigma convergence, {name}",
            "model": model,
            "n_left_out": int(dispersion.attrs.get("n_left_out", int(x.isnull().sum()))),
        },
    )
