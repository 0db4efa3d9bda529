"""The long-run figures from 1950 to 1980: what gaps did, and what that hangs on."""

from __future__ import annotations

import functools
from dataclasses import dataclass

import numpy as np

from levelkit.claims.numbers import significant
from levelkit.claims.spreads import spread_of
from levelkit.claims.widening_gaps.panels import BASIS_UNTIL, LONG_FROM, LONG_RUN, panel

#: How far off a region's figure may be: the standard deviation of its error, as a share of it.
ERROR = 0.03
DRAWS = 2_000


@dataclass(frozen=True)
class Early:
    """Dispersion at the two ends, and how firm the difference is.

    Attributes
    ----------
    start, end : float
        Dispersion in 1950 and in 1980.
    change : float
        In % of the first.
    without : tuple of float
        The least and the largest change, in %, if any one region is left out.
    turned_by : tuple of str
        Regions without which gaps moved the other way, or not at all.
    wider_draws : float
        Share of draws, 0 to 1, in which gaps widened, if each figure has an error of 3 %.
    """

    start: float
    end: float
    change: float
    without: tuple[float, float]
    turned_by: tuple[str, ...]
    wider_draws: float

    @property
    def rise(self) -> float:
        """Above 0 if gaps widened, below if they narrowed, 0 if the figures are the same."""
        return significant(self.end) - significant(self.start)

    @property
    def figures(self) -> dict[str, float]:
        """As named numbers, for the evidence."""
        return {
            "early_from": float(LONG_FROM),
            "early_to": float(BASIS_UNTIL),
            "early_start": self.start,
            "early_end": self.end,
            "early_change": self.change,
            "early_without_low": self.without[0],
            "early_without_high": self.without[1],
            "early_turned_by": float(len(self.turned_by)),
            "early_wider_draws": self.wider_draws,
        }


@functools.lru_cache(maxsize=64)
def early(measure: str, *, weighted: bool, include_capital: bool) -> Early:
    """The long-run figures up to their change of basis, under one measure.

    Parameters
    ----------
    measure : str
        A key of :data:`levelkit.claims.spreads.SPREADS`.
    weighted : bool
        Whether people count rather than regions.
    include_capital : bool
        With or without London.
    """
    import xarray as xr

    regions = panel(LONG_RUN, include_capital=include_capital)
    ends = regions.values.sel(year=[LONG_FROM, BASIS_UNTIL])
    people = None
    if weighted and regions.people is not None:
        people = regions.people.sel(year=ends.year)
    names = regions.names.tolist()

    def moved(values: xr.DataArray) -> xr.DataArray:
        spread = spread_of(measure, values, people)
        return 100 * (spread.isel(year=1) / spread.isel(year=0) - 1)

    start, end = spread_of(measure, ends, people).values.tolist()
    left_out = xr.DataArray(ends.region.values, dims="left_out")
    without = moved(ends.where(ends.region != left_out)).values
    way = np.sign(significant(end) - significant(start))  # as said, see Early.rise
    rng = np.random.default_rng(0)
    errors = xr.DataArray(
        np.exp(rng.normal(0, ERROR, (DRAWS, *ends.shape))), dims=("draw", *ends.dims)
    )
    return Early(
        start=start,
        end=end,
        change=100 * (end / start - 1),
        without=(float(without.min()), float(without.max())),
        turned_by=tuple(
            name
            for name, change in zip(names, without, strict=True)
            if way and np.sign(change) != way
        ),
        wider_draws=float((moved(ends * errors) > 0).mean()),
    )
