"""Policies alive at the end of each year, and how many began and ended in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from levelkit.claims.policy_churn.policies import reference_year

if TYPE_CHECKING:
    import xarray as xr

    from levelkit.claims.policy_churn.lives import Lives


def yearly(spells: Lives) -> xr.Dataset:
    """Counts by year, from the first start to the last year that is known.

    Parameters
    ----------
    spells : Lives

    Returns
    -------
    Dataset
        Over ``year``: ``alive`` (at its end), ``began``, ``ended``: policies.
    """
    import xarray as xr

    start, end = spells.start, spells.end
    first = int(start.min()) if start.size else reference_year()
    years = np.arange(first, reference_year() + 1)
    began, ended = (np.array([(part == year).sum() for year in years]) for part in (start, end))
    return xr.Dataset(
        {
            "alive": ("year", np.cumsum(began - ended), {"units": "policies"}),
            "began": ("year", began, {"units": "policies a year"}),
            "ended": ("year", ended, {"units": "policies a year"}),
        },
        coords={"year": years},
    )
