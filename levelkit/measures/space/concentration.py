"""Concentration of industries in places, and specialisation of places in industries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from levelkit.measures.core.dims import check_dim, check_option, cover
from levelkit.measures.core.statistic import public_statistic
from levelkit.measures.core.values import numbers, refuse
from levelkit.measures.core.variation import ROUNDING, above, varies, varies_over
from levelkit.measures.space.industries import amounts, beside_all, described, shares, table

if TYPE_CHECKING:
    import xarray as xr
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


@public_statistic()
def herfindahl(
    x: xr.DataArray, *, dim: str = "region", normalised: bool = False, skipna: bool = True
) -> xr.DataArray:
    """Herfindahl (Herfindahl-Hirschman) index of concentration.

    ``H = sum_i s_i^2`` with s the shares: 1 if one unit has all, 1 / n if all are equal.
    Normalised: ``(H - 1 / n) / (1 - 1 / n)``, from 0 to 1.

    Parameters
    ----------
    x : DataArray
        Amounts, not negative; has ``dim``. Other dimensions are kept.
    dim : str
        What has the shares: regions of an industry, or industries of a region.
    normalised : bool
        Take out the part that only tells how many units there are. Missing for one unit.
    skipna : bool
        Missing units have no share and do not count in n; if false, the result is missing.

    Returns
    -------
    DataArray
        Over the remaining dimensions; missing where the total is 0.

    Raises
    ------
    ValueError
        If the dimension is unknown, a value is negative or infinite, or all are 0 or missing.

    References
    ----------
    Hirschman (1964), American Economic Review 54, 761.

    Examples
    --------
    >>> import levelkit as lk
    >>> itl3 = lk.load("uk-itl").query(region="level == 'ITL3'").sel(year=2019)
    >>> lk.herfindahl(itl3.gdp_million_gbp).round(4).item()
    0.0111
    """
    check_dim(x, dim)
    x, left_out = amounts(x)
    index = (shares(x, dim, skipna) ** 2).sum(dim, min_count=1)
    if normalised:
        n = x.count(dim)
        index = (index - 1 / n).clip(min=0.0) / (1 - 1 / n.where(n > 1))
        index = index.where(varies_over(x, dim) | index.isnull(), 0.0)
    name = "normalised Herfindahl index" if normalised else "Herfindahl index"
    return described(index, name, x.notnull().any(dim), left_out).rename("herfindahl")


@public_statistic()
def krugman_index(
    x: xr.DataArray,
    *,
    region: str = "region",
    industry: str = "industry",
    reference: str = "all",
    skipna: bool = True,
) -> xr.DataArray:
    """Krugman's index of specialisation: how far a region's industries are from the rest's.

    ``K_r = sum_i |s_ri - s_i|`` with s_ri the industry's share of the region and s_i its
    share of the reference. 0 is the same structure, 2 no industry in common; half of it
    is the share of jobs that would have to change industry.

    Parameters
    ----------
    x, region, industry
        As in :func:`location_quotient`.
    reference : {"all", "rest"}
        All regions together, or all others. With two regions in ``x``, "rest" compares
        them with each other, as Krugman did.
    skipna : bool
        A region is compared over the industries it has figures for. If false, it has no
        index, and neither has any other region, as the reference lacks the figure too.

    Returns
    -------
    DataArray
        Over ``region`` and the remaining dimensions; missing where a total is 0.

    Raises
    ------
    ValueError
        If a dimension or the reference is unknown, a value is negative or infinite, or all
        are 0 or missing.

    References
    ----------
    Krugman (1991), Geography and Trade, MIT Press.

    Examples
    --------
    >>> import levelkit as lk
    >>> jobs = lk.load("europe-century").sel(year=2010)
    >>> shares = jobs[["employment_share_agriculture", "employment_share_industry", "employment_share_services"]]
    >>> by_industry = (shares / 100 * jobs.population).to_dataarray("industry").dropna("region")
    >>> lk.krugman_index(by_industry).sel(region="UKI").round(2).item()
    0.3
    """
    check_option("reference", reference, ("all", "rest"))
    x, left_out = table(x, region, industry)
    other = x.sum(region, skipna=skipna)
    other = other - x.fillna(0) if reference == "rest" else other
    own = shares(x, industry, skipna)
    theirs = shares(other.where(x.notnull()), industry, skipna)
    # Shares that are the same but for rounding are the same.
    gap = abs(own - theirs)
    gap = gap.where(above(own, theirs) | above(theirs, own) | gap.isnull(), 0.0)
    index = gap.sum(industry, min_count=1)
    index = index.transpose(*(d for d in x.dims if d != industry))
    return described(index, "Krugman index", x.notnull().any(industry), left_out).rename(
        "krugman_index"
    )


@public_statistic()
def locational_gini(
    x: xr.DataArray, *, region: str = "region", industry: str = "industry", skipna: bool = True
) -> xr.DataArray:
    """Locational Gini: how unevenly an industry lies beside all industries together.

    ``sum_rq x_r x_q |LQ_r - LQ_q| / 2``: the Gini coefficient of an industry's location
    quotients, regions weighted by their share x_r of all industries. 0 if the industry
    lies as all do, towards 1 if it is in one small region.

    Parameters
    ----------
    x, region, industry
        As in :func:`location_quotient`.
    skipna : bool
        An industry is compared over the regions it has figures for; if false, an industry
        with a gap has no coefficient, and neither have others.

    Returns
    -------
    DataArray
        Over ``industry`` and the remaining dimensions; missing where a total is 0.

    Raises
    ------
    ValueError
        If a dimension is unknown, a value is negative or infinite, or all are 0 or missing.

    References
    ----------
    Krugman (1991), Geography and Trade, MIT Press.

    Examples
    --------
    >>> import levelkit as lk
    >>> jobs = lk.load("europe-century").sel(year=2010)
    >>> shares = jobs[["employment_share_agriculture", "employment_share_industry", "employment_share_services"]]
    >>> by_industry = (shares / 100 * jobs.population).to_dataarray("industry").dropna("region")
    >>> lk.locational_gini(by_industry).round(2).values.tolist()
    [0.48, 0.15, 0.06]
    """
    import xarray as xr

    x, left_out = table(x, region, industry)
    own, all_of_them = beside_all(x, region, industry, skipna)
    gini = xr.apply_ufunc(
        _lorenz_gini, own, all_of_them, input_core_dims=[[region], [region]]
    ).transpose(*(d for d in x.dims if d != region))
    return described(gini, "locational Gini", x.notnull().any(region), left_out).rename(
        "locational_gini"
    )


@public_statistic()
def ellison_glaeser(
    x: xr.DataArray,
    *,
    region: str = "region",
    industry: str = "industry",
    plant_herfindahl: xr.DataArray | float | None = None,
    skipna: bool = True,
) -> xr.DataArray:
    """Ellison and Glaeser's index of geographic concentration, net of lumpy plants.

    ``gamma = (G - (1 - sum_r x_r^2) H) / ((1 - sum_r x_r^2) (1 - H))`` with
    ``G = sum_r (s_r - x_r)^2``, s_r the region's share of the industry, x_r its share of
    all industries, and H the Herfindahl index of the industry's plant sizes. 0 is what
    plants thrown at random would give.

    Parameters
    ----------
    x : DataArray
        Employment, not negative; dimensions ``region`` and ``industry``.
    region, industry : str
        Names of the two dimensions.
    plant_herfindahl : DataArray or float, optional
        H, from 0 to below 1, along ``industry`` (matched by label) or one for all.
        Without it H is 0: as if plants were countless, which ``attrs`` says.
    skipna : bool
        As in :func:`locational_gini`.

    Returns
    -------
    DataArray
        gamma over ``industry`` and the remaining dimensions (dimensionless); missing where
        a total is 0 or one region has everything.

    Raises
    ------
    ValueError
        If a dimension is unknown, a value is negative or infinite, all are 0 or missing, or H
        is not from 0 to below 1 or not given for an industry.

    References
    ----------
    Ellison and Glaeser (1997), Journal of Political Economy 105, 889-927.

    Notes
    -----
    With H at 0 an industry of few large plants looks concentrated wherever they are.
    Ellison and Glaeser call industries above 0.05 highly concentrated and below 0.02 not
    very, for 4-digit manufacturing and US states: no yardstick for other divisions.

    Examples
    --------
    >>> import levelkit as lk
    >>> jobs = lk.load("europe-century").sel(year=2010)
    >>> shares = jobs[["employment_share_agriculture", "employment_share_industry", "employment_share_services"]]
    >>> by_industry = (shares / 100 * jobs.population).to_dataarray("industry").dropna("region")
    >>> lk.ellison_glaeser(by_industry).round(4).values.tolist()
    [0.0092, 0.0009, 0.0001]
    """
    x, left_out = table(x, region, industry)
    own, all_of_them = beside_all(x, region, industry, skipna)
    h = _plants(plant_herfindahl, x, industry)
    raw = ((own - all_of_them) ** 2).sum(region, min_count=1)
    scale = 1 - (all_of_them**2).sum(region, min_count=1)
    gamma = (raw - scale * h) / (scale.where(scale > ROUNDING) * (1 - h))
    gamma = gamma.transpose(*(d for d in x.dims if d != region))
    result = described(gamma, "Ellison-Glaeser gamma", x.notnull().any(region), left_out)
    result.attrs["plant_herfindahl"] = (
        "not given: 0 for all industries, so gamma includes the lumpiness of plants"
        if plant_herfindahl is None
        else "given"
    )
    return result.rename("ellison_glaeser")


def _lorenz_gini(own: Floats, everything: Floats) -> Floats:
    """Gini of own / everything weighted by everything, over the last axis (both add up to 1)."""
    own, everything = np.nan_to_num(own), np.nan_to_num(everything)
    quotient = np.divide(own, everything, out=np.zeros_like(own), where=everything > 0)
    order = np.argsort(quotient, axis=-1)
    own, everything = (np.take_along_axis(v, order, axis=-1) for v in (own, everything))
    # 1 less twice the area under the Lorenz curve, trapezium by trapezium.
    gini = 1 - (everything * (2 * np.cumsum(own, axis=-1) - own)).sum(axis=-1)
    differ = varies(np.where(everything > 0, quotient, np.nan))
    gini = np.where(differ, gini.clip(0.0), 0.0)
    defined = (own.sum(axis=-1) > 0) & (everything.sum(axis=-1) > 0)
    return np.asarray(np.where(defined, gini, np.nan))


def _plants(h: xr.DataArray | float | None, x: xr.DataArray, industry: str) -> Any:
    """Plant Herfindahl indices, checked, on the industries of ``x``."""
    import xarray as xr

    if h is None:
        return 0.0
    h = numbers(h if isinstance(h, xr.DataArray) else xr.DataArray(float(h)), "plant_herfindahl")
    refuse(h, ~((h >= 0) & (h < 1)), "plant_herfindahl must be from 0 to below 1")
    if h.ndim == 0:
        return h
    check_dim(h, industry)
    return cover(x.max([d for d in x.dims if d not in h.dims]), h, "plant_herfindahl")[1]
