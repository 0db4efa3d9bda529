"""Dispersion in every series, for the chart of all of them."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import numpy as np
import xarray as xr

from levelkit.claims.spreads import spread_of
from levelkit.claims.widening_gaps.panels import (
    BASIS_UNTIL,
    LONG_RUN,
    PANELS,
    PRICED,
    UNWEIGHTED,
    panel,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

#: Series of the ten to twelve regions. Gaps of small areas are much wider: together with those
#: they would press all others flat.
REGIONAL = ("uk-itl1-gva-2023", "uk-itl1-income", "uk-itl1-index-1989", "uk-itl1-gdp")
#: At the end of a line: whole, and on a phone.
NAMES = {
    LONG_RUN: ("Rosés-Wolf: output, 10 regions", "Rosés-Wolf"),
    "uk-itl1-gva-2023": ("GVA, 12 regions", "GVA 12"),
    "uk-itl1-income": ("Household income, 12 regions", "Income 12"),
    "uk-itl1-index-1989": ("GVA, older accounts", "GVA older"),
    "uk-itl1-gdp": ("GDP, 12 regions", "GDP 12"),
    "uk-itl2-gdp": ("GDP, 41 areas", "GDP 41"),
    "uk-itl3-gdp": ("GDP, 179 areas", "GDP 179"),
    "uk-lad-2021-gdp": ("GDP, 373 authorities", "GDP 373"),
    "uk-lad-2023-income": ("Household income, 360 authorities", "Income 360"),
}


@functools.lru_cache(maxsize=1024)
def line(key: str, spec: str, *, include_capital: bool, real_prices: bool) -> xr.DataArray | None:
    """One measure of one series in all its years; None where people cannot be counted.

    Regional prices apply to the series that they are known for.
    """
    measure, people, _ = spec.partition("|")
    if people and key in UNWEIGHTED:
        return None
    regions = panel(key, include_capital=include_capital, real_prices=real_prices and key in PRICED)
    return spread_of(measure, regions.values, regions.people if people else None)


@functools.lru_cache(maxsize=64)
def lines(spec: str, chosen: str, *, include_capital: bool, real_prices: bool) -> xr.Dataset:
    """The series to be seen beside the chosen one under one measure.

    Returns
    -------
    Dataset
        ``(series, year)``: ``dispersion``, missing in years that a series has not, with the names
        ``label`` and ``short`` of each series and ``basis_until``, the last year before it changes
        its basis (missing where it does not).
    """
    keys = [
        key for key in (LONG_RUN, *PANELS) if chosen not in REGIONAL or key in (LONG_RUN, *REGIONAL)
    ]
    which = {"include_capital": include_capital, "real_prices": real_prices}
    known = {key: line(key, spec, **which) for key in keys}
    values = {key: line for key, line in known.items() if line is not None}
    return xr.Dataset(
        {
            "dispersion": xr.concat(
                [line.reset_coords(drop=True) for line in values.values()],
                xr.DataArray(list(values), dims="series", name="series"), join="outer",
            ),
            "label": ("series", _labels(values, real=real_prices)),
            "short": ("series", [NAMES[key][1] for key in values]),
            "basis_until": ("series", [BASIS_UNTIL if k == LONG_RUN else np.nan for k in values]),
        }
    )  # fmt: skip


def _labels(keys: Iterable[str], *, real: bool) -> list[str]:
    return [NAMES[k][0] + (" (regional prices)" if real and k in PRICED else "") for k in keys]
