"""The measures of dispersion that claims offer, by name: one list for all pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from levelkit.measures import (
    atkinson,
    coefficient_of_variation,
    gini,
    max_min_ratio,
    mean_log_deviation,
    percentile_ratio,
    standard_deviation_of_logs,
    theil,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    import xarray as xr


@dataclass(frozen=True)
class Spread:
    """One measure of dispersion.

    Attributes
    ----------
    label : str
        For people, beside a figure.
    phrase : str
        The same in a sentence, after "the".
    function : callable
        From values with ``region`` (and ``weights``, if it takes any) to the measure.
    equal : float
        Its value where all regions are equal.
    weighted : bool
        Whether it can count people rather than regions.
    """

    label: str
    phrase: str
    function: Callable[..., Any]
    equal: float = 0.0
    weighted: bool = True


SPREADS: dict[str, Spread] = {
    "cv": Spread("Coefficient of variation", "coefficient of variation", coefficient_of_variation),
    "gini": Spread("Gini coefficient", "Gini coefficient", gini),
    "theil": Spread("Theil index", "Theil index", theil),
    "mld": Spread("Mean log deviation", "mean log deviation", mean_log_deviation),
    "atkinson": Spread("Atkinson index (ε = 0.5)", "Atkinson index (ε = 0.5)", atkinson),
    "log_sd": Spread(
        "Standard deviation of logs", "standard deviation of logs", standard_deviation_of_logs
    ),
    "p90_p10": Spread(
        "90th to 10th percentile", "ratio of the 90th to the 10th percentile", percentile_ratio,
        equal=1.0,
    ),
    "max_min": Spread(
        "Highest to lowest", "ratio of the highest to the lowest", max_min_ratio,
        equal=1.0, weighted=False,
    ),
}  # fmt: skip


def spread_of(name: str, x: xr.DataArray, weights: xr.DataArray | None) -> xr.DataArray:
    """The measure of this name over the dimension ``region``.

    Parameters
    ----------
    name : str
        A key of :data:`SPREADS`.
    x : DataArray
        Values above 0 in any unit, with ``region``; further dimensions are kept.
    weights : DataArray, optional
        People; each region counts once without.

    Returns
    -------
    DataArray
        Dimensionless, over the further dimensions.
    """
    chosen = SPREADS[name]
    if weights is None or not chosen.weighted:
        return cast("xr.DataArray", chosen.function(x))
    return cast("xr.DataArray", chosen.function(x, weights=weights))
