"""Every measure of dispersion side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from levelkit.measures.core.statistic import public_statistic
from levelkit.measures.inequality.dispersion import atkinson, coefficient_of_variation, hoover
from levelkit.measures.inequality.entropy import mean_log_deviation, theil
from levelkit.measures.inequality.ratios import gini, max_min_ratio, percentile_ratio, share_ratio

if TYPE_CHECKING:
    import xarray as xr

MEASURES: dict[str, Any] = {
    "coefficient_of_variation": coefficient_of_variation,
    "gini": gini,
    "theil": theil,
    "mean_log_deviation": mean_log_deviation,
    "atkinson": atkinson,
    "hoover": hoover,
    "percentile_ratio": percentile_ratio,
    "share_ratio": share_ratio,
}


@public_statistic()
def dispersion(
    x: xr.DataArray,
    *,
    dim: str = "region",
    weights: xr.DataArray | None = None,
    skipna: bool = True,
) -> xr.Dataset:
    """All measures of dispersion at their usual settings.

    Parameters
    ----------
    x : DataArray
        Values above 0 in any unit, with ``dim``; further dimensions are kept. May be
        chunked: the result is then lazy.
    dim : str
        The dimension of the units.
    weights : DataArray, optional
        People, with ``dim``; each unit counts once without. ``max_min_ratio`` has no weights.
    skipna : bool
        Leave missing values out, or let them make their slice missing.

    Returns
    -------
    Dataset
        ``coefficient_of_variation`` (Williamson's index with weights), ``gini``,
        ``theil``, ``mean_log_deviation``, ``atkinson`` (epsilon 0.5), ``hoover``,
        ``percentile_ratio`` (p90/p10), ``share_ratio`` (S80/S20), ``max_min_ratio``:
        dimensionless, over the further dimensions.

    Raises
    ------
    ValueError
        If a value is 0 or less, a weight negative, a dimension or label unknown.

    References
    ----------
    Cowell (2011), Measuring Inequality, 3rd ed., table A.1.

    Examples
    --------
    >>> import levelkit as lk
    >>> states = lk.load("us-states").income_per_head_usd
    >>> lk.dispersion(states).sel(year=[1929, 2009])[["gini", "theil"]].to_dataframe().round(3)
           gini  theil
    year
    1929  0.201  0.063
    2009  0.079  0.010
    """
    import xarray as xr

    indices = {
        name: measure(x, dim=dim, weights=weights, skipna=skipna)
        for name, measure in MEASURES.items()
    }
    counted = x if weights is None else x.where(weights > 0)
    indices["max_min_ratio"] = max_min_ratio(counted, dim=dim, skipna=skipna)
    left_out = indices["gini"].attrs["n_left_out"]
    return xr.Dataset(indices, attrs={"statistic": "dispersion", "n_left_out": left_out})
