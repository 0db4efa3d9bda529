"""Location quotients: which industries a region has more of than the country."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from levelkit.measures.core.dims import check_level
from levelkit.measures.core.statistic import public_statistic
from levelkit.measures.core.variation import ROUNDING
from levelkit.measures.space.industries import described, table, totals

if TYPE_CHECKING:
    import xarray as xr


@public_statistic()
def location_quotient(
    x: xr.DataArray, *, region: str = "region", industry: str = "industry", skipna: bool = True
) -> xr.DataArray:
    """Location quotient: an industry's share of a region over its share of all regions.

    ``LQ_ri = (x_ri / sum_i x_ri) / (sum_r x_ri / sum_ri x_ri)``. Above 1 the region has
    more of the industry than the country.

    Parameters
    ----------
    x : DataArray
        Jobs, output or plants, not negative; has ``region`` and ``industry``. Each unit
        of it in one industry only: no totals among the industries.
    region, industry : str
        Names of the two dimensions. Others (year) are kept.
    skipna : bool
        Missing cells are left out of the sums; if false, sums over them are missing.

    Returns
    -------
    DataArray
        In the shape of ``x``. Missing where ``x`` is, and where the region or the
        industry has a total of 0 (``attrs["n_undefined"]``).

    Raises
    ------
    ValueError
        If a dimension is unknown, a value is negative or infinite, or all are 0 or missing.

    References
    ----------
    Florence (1939), Report on the Location of Industry, Political and Economic Planning.

    Examples
    --------
    >>> import levelkit as lk
    >>> jobs = lk.load("europe-century").sel(year=2010)
    >>> shares = jobs[["employment_share_agriculture", "employment_share_industry", "employment_share_services"]]
    >>> by_industry = (shares / 100 * jobs.population).to_dataarray("industry").dropna("region")
    >>> lk.location_quotient(by_industry).sel(region="UKI").round(2).values.tolist()
    [0.02, 0.48, 1.2]
    """
    x, left_out = table(x, region, industry)
    of_region, of_industry, of_all = totals(x, region, industry, skipna)
    quotient = ((x / of_region) * (of_all / of_industry)).transpose(*x.dims)
    return described(quotient, "location quotient", x.notnull(), left_out).rename(
        "location_quotient"
    )


@public_statistic()
def location_quotient_interval(
    x: xr.DataArray,
    *,
    region: str = "region",
    industry: str = "industry",
    level: float = 0.95,
    skipna: bool = True,
) -> xr.Dataset:
    """Location quotient with the interval that sampling error leaves it.

    Delta method on the log for counts of a simple random sample:
    ``var(ln LQ) = 1 / x_ri - 1 / x_r - 1 / x_i + (2 LQ - 1) / x``, with x_r, x_i and x the
    totals of region, industry and all.

    Parameters
    ----------
    x : DataArray
        Numbers of people or plants in the sample, not grossed up and not money.
    region, industry, skipna
        As in :func:`location_quotient`.
    level : float
        Confidence level.

    Returns
    -------
    Dataset
        ``estimate``, ``ci_low``, ``ci_high`` in the shape of ``x``; no interval where the
        count is 0. ``n`` is the sample size of the region.

    Raises
    ------
    ValueError
        As :func:`location_quotient`, or if ``level`` is not between 0 and 1.

    References
    ----------
    Moineddin, Beyene and Boyle (2003), Geographical Analysis 35, 249-256 (intervals by
    the delta method).

    Notes
    -----
    A register or an accounts figure has no sampling error: this interval is not for it.
    The simple random sample is an assumption; a clustered one has wider intervals.

    Examples
    --------
    >>> import levelkit as lk
    >>> jobs = lk.load("europe-century").sel(year=2010)
    >>> shares = jobs[["employment_share_agriculture", "employment_share_industry", "employment_share_services"]]
    >>> by_industry = (shares / 100 * jobs.population).to_dataarray("industry").dropna("region")
    >>> result = lk.location_quotient_interval(by_industry)
    >>> result.sel(region="UKI").estimate.round(2).values.tolist()
    [0.02, 0.48, 1.2]
    """
    import xarray as xr
    from scipy.special import ndtri

    check_level(level)
    estimate = location_quotient(x, region=region, industry=industry, skipna=skipna)
    x, _ = table(x, region, industry)
    of_region, of_industry, of_all = totals(x, region, industry, skipna)
    counted = x.where(x > 0)
    variance = 1 / counted - 1 / of_region - 1 / of_industry + (2 * estimate - 1) / of_all
    # 0, but for rounding, if the region is the country or the industry is all there is.
    variance = variance.where((variance > ROUNDING / counted) | variance.isnull(), 0.0)
    half = float(ndtri(0.5 + level / 2)) * np.sqrt(variance)
    with np.errstate(over="ignore"):  # a count far below 1 sets no upper end
        low, high = (estimate * np.exp(sign * half) for sign in (-1, 1))
    columns = {
        "estimate": estimate,
        "ci_low": low.transpose(*x.dims),
        "ci_high": high.transpose(*x.dims),
        "n": of_region,
    }
    return xr.Dataset(
        columns, attrs=estimate.attrs | {"interval": f"delta method on the log, level {level:g}"}
    )
