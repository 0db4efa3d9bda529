"""Dispersion of each year under every measure, what it hangs on, and its trend."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import numpy as np

from levelkit.claims.spreads import SPREADS, spread_of
from levelkit.claims.widening_gaps.panels import panel
from levelkit.measures import linear_trend

if TYPE_CHECKING:
    import xarray as xr

LEVEL = 0.95
#: Leave-outs: each region by itself, or dealt into so many groups.
MOST_GROUPS = 40


@functools.lru_cache(maxsize=64)
def yearly(key: str, *, include_capital: bool, real_prices: bool) -> xr.DataArray:
    """Every measure, of regions and of people, in every year of a series.

    Parameters
    ----------
    key : str
        Of a series, see :func:`levelkit.claims.panels.panel`.
    include_capital, real_prices : bool
        As there.

    Returns
    -------
    DataArray
        ``(spec, year)``, dimensionless. ``spec`` is "cv", or "cv|people" where people count
        rather than regions.
    """
    import xarray as xr

    regions = panel(key, include_capital=include_capital, real_prices=real_prices)
    specs: list[tuple[str, xr.DataArray | None]] = [(name, None) for name in SPREADS]
    if regions.people is not None:
        specs += [(name, regions.people) for name, spread in SPREADS.items() if spread.weighted]
    spreads = [spread_of(name, regions.values, weights) for name, weights in specs]
    bare = [each.drop_vars([c for c in each.coords if c != "year"]) for each in spreads]
    labels = [name if weights is None else f"{name}|people" for name, weights in specs]
    joined: xr.DataArray = xr.concat(bare, dim="spec", combine_attrs="drop")
    return joined.assign_coords(spec=labels)


@functools.lru_cache(maxsize=512)
def influence(key: str, spec: str, *, include_capital: bool, real_prices: bool) -> xr.Dataset:
    """One measure in every year of a series, and its range if any one region is left out.

    Returns
    -------
    Dataset
        Over ``year``: ``estimate``, ``low``, ``high``, dimensionless.

    Notes
    -----
    All regions are there, so there is no sampling error; how much the number hangs on single
    regions is what can be asked. (The jackknife's interval of twelve regions of which one is
    London runs from 0 to twice the value, and says no more than that.) With more than 40
    regions these are dealt into 40 groups, and a group is left out at a time.
    """
    import xarray as xr

    regions = panel(key, include_capital=include_capital, real_prices=real_prices)
    measure, people, _ = spec.partition("|")
    weights = regions.people if people else None
    n = regions.values.sizes["region"]
    groups = np.arange(n)
    if n > MOST_GROUPS:
        groups = np.random.default_rng(0).permutation(n) % MOST_GROUPS
    group = xr.DataArray(groups, dims="region", coords={"region": regions.values.region})
    left_out = xr.DataArray(np.unique(groups), dims="left_out")
    each = spread_of(measure, regions.values.where(group != left_out), weights)
    estimate = spread_of(measure, regions.values, weights)
    return xr.Dataset(
        {"estimate": estimate, "low": each.min("left_out"), "high": each.max("left_out")}
    )


@functools.lru_cache(maxsize=1024)
def trends(
    key: str, first: int, last: int, *, include_capital: bool, real_prices: bool
) -> xr.Dataset:
    """Trend of every measure over a window of years.

    Returns
    -------
    Dataset
        Over ``spec``: ``start`` and ``end`` (values at the ends of the window), ``slope`` (a year)
        with ``ci_low``, ``ci_high`` and ``p_value``, ``per_decade`` (the slope over ten years in
        % of ``start``) with ``decade_low`` and ``decade_high``, ``ar`` (what is left of a
        deviation from the trend a year later, 0 to 1) with ``ar_low`` and ``ar_high``, and ``n``
        years. See :func:`levelkit.linear_trend`.
    """
    whole = yearly(key, include_capital=include_capital, real_prices=real_prices)
    values = whole.sel(year=slice(first, last))
    lines = linear_trend(values, level=LEVEL)
    start, end = values.sel(year=first, drop=True), values.sel(year=last, drop=True)
    scale = 1000 / start  # ten years, in %
    return (
        lines.drop_vars("std_error")
        .rename(estimate="slope")
        .assign(
            start=start,
            end=end,
            per_decade=lines.estimate * scale,
            decade_low=lines.ci_low * scale,
            decade_high=lines.ci_high * scale,
        )
    )


def contributions(
    key: str, years: tuple[int, int], *, include_capital: bool, real_prices: bool, weighted: bool
) -> xr.Dataset:
    """What each region adds to the squared coefficient of variation in two years.

    Returns
    -------
    Dataset
        Over ``group``: ``then``, ``now`` and ``change``, dimensionless, and ``relative_then``,
        ``relative_now``: the group's mean in % of the mean. See :func:`parts_of_cv_squared`.
    """
    import xarray as xr

    parts, mean = parts_of_cv_squared(
        key, include_capital=include_capital, real_prices=real_prices, weighted=weighted
    )
    then, now = (parts.sel(year=year, drop=True) for year in years)
    return xr.Dataset(
        {
            "then": then,
            "now": now,
            "change": now - then,
            "relative_then": 100 * mean.sel(year=years[0], drop=True),
            "relative_now": 100 * mean.sel(year=years[1], drop=True),
        }
    )


@functools.lru_cache(maxsize=64)
def parts_of_cv_squared(
    key: str, *, include_capital: bool, real_prices: bool, weighted: bool
) -> tuple[xr.DataArray, xr.DataArray]:
    """Contributions of regions to the squared coefficient of variation in every year.

    With p_i the share of regions (or people) and m the mean so weighted,
    ``c_i = p_i (x_i / m - 1)^2``, so that ``sum_i c_i = CV^2``; areas are added up by the
    region that they lie in.

    Returns
    -------
    parts, mean : DataArray
        ``(group, year)``: the contribution, and the group's mean relative to m.
    """
    import xarray as xr

    regions = panel(key, include_capital=include_capital, real_prices=real_prices)
    values = regions.values
    p = xr.ones_like(values)
    if weighted and regions.people is not None:
        # Where people are not known the region does not count, in the mean either.
        p = regions.people.fillna(0)
    p = p / p.sum("region")
    relative = values / (p * values).sum("region")
    names, code = np.unique(regions.areas, return_inverse=True)
    inside = xr.DataArray(
        code == np.arange(names.size)[:, None], dims=("group", "region"), coords={"group": names}
    )
    parts = xr.dot(inside, p * (relative - 1) ** 2, dim="region")
    mean = xr.dot(inside, p * relative, dim="region") / xr.dot(inside, p, dim="region")
    return parts, mean
