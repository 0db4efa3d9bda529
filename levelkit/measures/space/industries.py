"""Tables of regions and industries: checks, totals and shares."""

from __future__ import annotations

from typing import TYPE_CHECKING

from levelkit.measures.core.dims import check_dim
from levelkit.measures.core.values import check_not_negative

if TYPE_CHECKING:
    import xarray as xr


def amounts(x: xr.DataArray) -> tuple[xr.DataArray, int]:
    """Checked amounts as floats, and how many cells are missing."""
    x = check_not_negative(x, "An amount")
    if not bool((x > 0).any()):
        raise ValueError("All amounts are 0 or missing: there is nothing to have shares of.")
    return x, int(x.isnull().sum())


def table(x: xr.DataArray, region: str, industry: str) -> tuple[xr.DataArray, int]:
    """Checked amounts of industries in regions."""
    check_dim(x, region)
    check_dim(x, industry)
    if region == industry:
        raise ValueError(f"region and industry must be two dimensions, both are {region!r}.")
    return amounts(x)


def totals(
    x: xr.DataArray, region: str, industry: str, skipna: bool
) -> tuple[xr.DataArray, xr.DataArray, xr.DataArray]:
    """Totals of each region, of each industry and of all; missing where they are 0."""
    of_region, of_industry, of_all = (
        x.sum(over, skipna=skipna) for over in (industry, region, [region, industry])
    )
    return of_region.where(of_region > 0), of_industry.where(of_industry > 0), of_all


def shares(x: xr.DataArray, dim: str, skipna: bool) -> xr.DataArray:
    """Shares along a dimension; missing where the total is 0."""
    total = x.sum(dim, skipna=skipna)
    return x / total.where(total > 0)


def beside_all(
    x: xr.DataArray, region: str, industry: str, skipna: bool
) -> tuple[xr.DataArray, xr.DataArray]:
    """Regions' shares of each industry and of all industries, over the same regions.

    Where an industry has gaps, both shares leave those regions out.
    """
    everything = x.sum(industry, skipna=skipna).where(x.notnull())
    return shares(x, region, skipna), shares(everything, region, skipna)


def described(
    result: xr.DataArray, statistic: str, had: xr.DataArray, left_out: int
) -> xr.DataArray:
    """A named result that says what was left out and where a total of 0 leaves none."""
    result = result.rename(None)
    result.attrs = {
        "statistic": statistic,
        "units": "1",
        "n_left_out": left_out,
        "n_undefined": int((result.isnull() & had).sum()),
    }
    return result
