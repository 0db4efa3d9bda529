"""The same question in the other countries of Europe."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from levelkit.claims.century_of_ranks.criterion import AGREE, TOO_FEW
from levelkit.claims.panels import about, panel, panels
from levelkit.measures import spearman_rho

if TYPE_CHECKING:
    import xarray as xr

FIRST, LAST = 1900, 2015  # the figures of all these countries begin and end there


@functools.lru_cache(maxsize=1)
def europe() -> xr.Dataset:
    """How alike the order of regions was in 1900 and 2015, in each country of enough regions.

    Returns
    -------
    Dataset
        Over ``country``, the highest first: ``estimate`` (rank correlation of the two years),
        ``lowest`` (with a year in between) and ``n`` (regions). Attributes ``agree`` (at least so much
        is about the same order) and ``fewest`` (regions).
    """
    import xarray as xr

    rows = []
    for key in panels():
        if not about(key).inside:
            continue
        country = panel(key)
        series = country.values
        if series.sizes["region"] < TOO_FEW:
            continue
        order = spearman_rho(series, base=FIRST, interval=None, alternative=None)
        end = order.sel(year=LAST)
        between = order.estimate.sel(year=(order.year > FIRST) & (order.year < LAST))
        rho = float(end.estimate.round(12))
        rows.append((rho, country.place, float(between.min()), int(end.n)))
    rows.sort(key=lambda row: -row[0])
    estimate, place, lowest, n = zip(*rows, strict=True)
    columns = {"estimate": estimate, "lowest": lowest, "n": n}
    return xr.Dataset(
        {name: ("country", list(column)) for name, column in columns.items()},
        coords={"country": list(place)},
        attrs={"agree": AGREE, "fewest": TOO_FEW},
    )
