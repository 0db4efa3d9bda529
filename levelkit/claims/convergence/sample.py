"""Which places and years, and what a model takes of them: growth, initial level, people, steps."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from levelkit.claims.convergence.panels import followed, panel
from levelkit.measures import sigma_change

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr

    from levelkit.claims.labelled_panel import Panel


@dataclass(frozen=True)
class Sample:
    """Which regions and years."""

    data: str
    first: int
    last: int
    include_capital: bool = True
    left_out: tuple[str, ...] = ()

    @property
    def panel(self) -> Panel:
        """The figures of these regions."""
        return panel(self.data, include_capital=self.include_capital, left_out=self.left_out)

    @property
    def years(self) -> int:
        """Years between first and last."""
        return self.last - self.first


@functools.lru_cache(maxsize=1024)
def growth_table(sample: Sample, *, weighted: bool) -> pd.DataFrame:
    """One row a region with figures in both years (and people, where they count).

    Returns
    -------
    DataFrame
        ``growth`` (of logs, a year), ``initial_log``, ``final_log``, ``weight`` and, where there
        are any, ``group`` and ``farming``; indexed by the region's name.
    """
    import pandas as pd

    regions, weights = sample.panel, weights_of(sample) if weighted else None
    start, end = (
        np.log(regions.values.sel(year=year).to_numpy()) for year in (sample.first, sample.last)
    )
    columns: dict[str, Any] = {
        "growth": (end - start) / sample.years,
        "initial_log": start,
        "final_log": end,
        "weight": 1.0 if weights is None else weights.to_numpy(),
    }
    known = np.isfinite(columns["growth"]) & np.isfinite(columns["weight"])
    if regions.groups is not None:
        columns["group"] = regions.groups.to_numpy()
    if regions.farming is not None:
        columns["farming"] = regions.farming.sel(year=sample.first).to_numpy()
    rows: pd.DataFrame = pd.DataFrame(columns, index=regions.names).loc[known]
    return rows


def weights_of(sample: Sample) -> xr.DataArray | None:
    """People in the first year, 1 on average; None where they are not known."""
    people = sample.panel.people
    if people is None:
        return None
    first = people.sel(year=sample.first)
    return first / first.mean()


def steps_of(sample: Sample) -> xr.DataArray:
    """The levels at the ends of equal steps, on one basis, within the years."""
    return sample.panel.values.sel(year=step_years(sample.data, sample.first, sample.last))


def step_years(data: str, first: int, last: int) -> list[int]:
    """The ends of equal steps from the first year: the panel's benchmarks, or every so many years."""
    about = followed(data)
    if about.benchmarks:
        return [year for year in about.benchmarks if first <= year <= last]
    return list(range(first, last + 1, about.step))


@functools.lru_cache(maxsize=1024)
def gaps_change(
    sample: Sample, *, weighted: bool, within: bool, clustered: bool
) -> dict[str, float]:
    """How the standard deviation of logs changed between the two years, of the same regions.

    Parameters
    ----------
    within : bool
        Around the mean of each larger area rather than around that of all.
    clustered : bool
        The jackknife leaves out one larger area after the other, rather than one region.

    Returns
    -------
    dict
        ``sigma_start``, ``sigma_end``, and ``gaps`` with ``gaps_low`` and ``gaps_high``: % a year,
        below 0 where gaps became smaller, with the 95% interval.
    """
    import xarray as xr

    rows = growth_table(sample, weighted=weighted)
    levels = np.exp(rows[["initial_log", "final_log"]].to_numpy())
    x = xr.DataArray(levels, dims=("region", "year"), coords={"year": [sample.first, sample.last]})
    areas = (
        xr.DataArray(rows["group"].to_numpy(str), dims="region") if within or clustered else None
    )
    changed = sigma_change(
        x, weights=xr.DataArray(rows["weight"].to_numpy(), dims="region") if weighted else None,
        within=areas if within else None, groups=areas if clustered else None,
    )  # fmt: skip
    yearly = {"gaps": "estimate", "gaps_low": "ci_low", "gaps_high": "ci_high"}
    return {
        "sigma_start": float(changed.sigma_first), "sigma_end": float(changed.sigma_last),
        **{name: 100 * float(changed[key]) for name, key in yearly.items()},
    }  # fmt: skip
