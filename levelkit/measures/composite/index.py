"""A composite index: indicators scaled, aggregated and ranked."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from levelkit.measures.composite.aggregation import ces, check_elasticity
from levelkit.measures.composite.scaling import normalise
from levelkit.measures.core.dims import check_dim
from levelkit.measures.core.statistic import public_statistic
from levelkit.measures.core.variation import settled
from levelkit.measures.ranking.ranks import rank

if TYPE_CHECKING:
    import xarray as xr


@public_statistic()
def composite_index(
    x: xr.DataArray,
    *,
    dim: str = "region",
    indicator: str = "indicator",
    along: str | None = None,
    method: str = "min-max",
    polarity: int | xr.DataArray = 1,
    weights: xr.DataArray | None = None,
    elasticity: float = math.inf,
    floor: float = 0.0,
    skipna: bool = True,
) -> xr.Dataset:
    """Make indicators into one index and rank the units by it.

    :func:`normalise` each indicator over units, then aggregate with :func:`ces`.

    Parameters
    ----------
    x : DataArray
        Indicators in any units, with ``dim`` and ``indicator``; others are kept.
    dim, indicator : str
        The units that are compared, and what they are compared by.
    along, method, polarity, floor
        How indicators are scaled; see :func:`normalise`.
    weights : DataArray, optional
        Weights over ``indicator``, scaled to sum to 1. Equal without.
    elasticity : float
        How far one indicator makes up for another; see :func:`ces`. Below inf the
        scale must be positive: "rank", "percentile", or "min-max" with a ``floor``
        such as 0.01 (a scale of 1 to 100). z-scores are negative for about half the
        units and have no power mean.
    skipna : bool
        Index a unit by the indicators it has, or leave it missing.

    Returns
    -------
    Dataset
        ``index`` (on the common scale), ``rank`` (1 is the highest index, ties share
        the mean rank) and ``n`` (indicators that the unit has).

    Raises
    ------
    ValueError
        If the scale does not suit the elasticity, and as in :func:`normalise` and
        :func:`ces`.

    References
    ----------
    OECD and JRC (2008), Handbook on Constructing Composite Indicators.

    Notes
    -----
    With ``skipna`` a unit that lacks its worst indicator looks better than it is: see
    ``n``, and :func:`weight_uncertainty` for how far the order hangs on the weights.

    Examples
    --------
    >>> import levelkit as lk
    >>> scores = lk.load("regional-authority")[["self_rule_score", "shared_rule_score"]].sel(year=2010)
    >>> result = lk.composite_index(scores.to_dataarray("indicator"))
    >>> result["index"].sel(region=["DEU", "GBR"]).round(2).values.tolist()
    [0.98, 0.25]
    """
    check_dim(x, indicator)
    check_elasticity(elasticity)
    if method == "z" and elasticity < math.inf:
        raise ValueError(
            f"z-scores may be negative and cannot be aggregated with elasticity {elasticity:g}. "
            "Use method='min-max' with a floor such as 0.01, 'rank' or 'percentile'."
        )
    if method == "min-max" and elasticity <= 1 and floor == 0:
        raise ValueError(
            f"min-max gives the lowest unit 0, which elasticity {elasticity:g} cannot take. "
            "Set a floor above 0, such as floor=0.01 (a scale of 1 to 100)."
        )
    # Units are scaled by the others there are; a gap costs a unit only its own index.
    scaled = normalise(x, dim=dim, along=along, method=method, polarity=polarity, floor=floor)
    index = ces(scaled, dim=indicator, weights=weights, elasticity=elasticity, skipna=skipna)
    n = scaled.count(indicator).transpose(*index.dims)
    n.attrs = {"units": "1"}
    if elasticity == math.inf:
        # A sum's rounding goes by what was added up, not by what is left of it.
        last = index.transpose(..., dim)
        size = abs(scaled).max([dim, indicator]).transpose(*last.dims[:-1]).to_numpy()
        tied = last.copy(data=settled(last.to_numpy(), size))
    else:
        tied = index
    ranks = rank(tied, dim=dim).transpose(*index.dims)
    result = index.to_dataset(name="index").assign(rank=ranks, n=n)
    result.attrs = {
        "statistic": f"composite index: {method}, elasticity {elasticity:g}",
        "n_left_out": index.attrs["n_left_out"],
    }
    return result
