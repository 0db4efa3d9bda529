"""Governments: who was in office when, and how often policies began and ended under each."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

import numpy as np

from levelkit.catalogue import load_table
from levelkit.claims.policy_churn.policies import reference_year
from levelkit.measures import event_rate

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr

TABLE = "uk-governments"
MIDDLE = 0.5  # of a year


@functools.lru_cache(maxsize=1)
def governments() -> pd.DataFrame:
    """One row a prime minister's stretch in office, with its ends as parts of years."""
    import pandas as pd

    table = load_table(TABLE)
    begun, left = (pd.to_datetime(table[column]) for column in ("start_date", "end_date"))
    return table.assign(begun=_part(begun), left=_part(left).fillna(np.inf))


def _part(dates: pd.Series[pd.Timestamp]) -> pd.Series[float]:
    """1997.33 for early May 1997."""
    return dates.dt.year + (dates.dt.day_of_year - 1) / 365.25


@functools.lru_cache(maxsize=1)
def in_office() -> dict[int, str]:
    """The government in office in the middle of each year, to which the year's policies are put down."""
    table = governments()
    spans = list(zip(table["government"], table["begun"], table["left"], strict=True))
    years = range(int(table["start_year"].min()), reference_year() + 1)
    return {
        year: name for year in years for name, begun, left in spans if begun <= year + MIDDLE < left
    }


def rates(years: xr.Dataset) -> xr.Dataset:
    """Policies that began and ended a year, under each government.

    Parameters
    ----------
    years : Dataset
        Of :func:`levelkit.claims.policy_churn.years.yearly`.

    Returns
    -------
    Dataset
        Over ``government``, in time's order, of those that held office in the middle of a year that
        is counted: ``name``, ``party``, ``from_year``, ``to_year`` (of office), ``in_office`` (years that
        count), ``began`` and ``ended`` (policies), and of both ``_rate``, ``_low``, ``_high`` (policies a
        year, with the exact 95 % interval of a Poisson count).
    """
    import xarray as xr

    held = in_office()
    labels = np.array([held.get(int(year), "") for year in years.year.values])
    table = governments().set_index("government")
    table = table[table.index.isin(labels)]
    order = table.index.to_numpy(dtype=object)
    inside = labels == order[:, None]
    counts = {name: inside @ years[name].values for name in ("began", "ended")}
    both = xr.DataArray(np.array(list(counts.values()), dtype=float), dims=("what", "government"))
    rate = event_rate(both, xr.DataArray(inside.sum(axis=1).astype(float), dims="government"))
    columns: dict[str, Any] = {
        "name": table["prime_minister"].to_numpy(dtype=object),
        "party": table["party"].to_numpy(dtype=object),
        "from_year": np.floor(table["begun"].to_numpy()),
        "to_year": np.floor(table["left"].to_numpy()),
        "in_office": inside.sum(axis=1),
        **counts,
    }
    for k, name in enumerate(counts):
        for key, column in (("estimate", "rate"), ("ci_low", "low"), ("ci_high", "high")):
            columns[f"{name}_{column}"] = rate[key].values[k]
    return xr.Dataset(
        {name: ("government", values) for name, values in columns.items()},
        coords={"government": order},
    )


def by_party(terms: xr.Dataset) -> dict[str, tuple[float, float, float]]:
    """By party of the prime minister: years that count, policies begun and ended a year."""
    parties = terms["party"].values
    years, began, ended = (terms[name].values for name in ("in_office", "began", "ended"))
    rates = {}
    for party in dict.fromkeys(parties.tolist()):
        mine = parties == party
        n = float(years[mine].sum())
        rates[party] = (n, float(began[mine].sum()) / n, float(ended[mine].sum()) / n)
    return rates


@functools.lru_cache(maxsize=1)
def stretches() -> list[tuple[str, float, float]]:
    """Consecutive governments of one party as one: party, from, to (infinite if it is in office)."""
    spells: list[tuple[str, float, float]] = []
    table = governments()
    for party, begun, left in zip(
        table["party"].tolist(), table["begun"].tolist(), table["left"].tolist(), strict=True
    ):
        if spells and spells[-1][0] == party:
            spells[-1] = (party, spells[-1][1], left)
        else:
            spells.append((party, begun, left))
    return spells
