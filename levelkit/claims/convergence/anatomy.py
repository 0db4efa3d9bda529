"""What follows from a panel's years alone: speed through time, spread, clubs, transitions.

None of it depends on the model, so each is computed once a panel.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import numpy as np

from levelkit.claims.brought import brought
from levelkit.claims.convergence.models import fit
from levelkit.claims.convergence.panels import followed, longest_even, panel
from levelkit.claims.convergence.sample import Sample
from levelkit.measures import (
    convergence_clubs,
    ergodic_distribution,
    hp_trend,
    log_t,
    markov_transitions,
    prais_index,
    relative_transition,
    shorrocks_index,
    standard_deviation_of_logs,
    stochastic_kernel,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    import xarray as xr

    from levelkit.measures.clubs.clubs import Clubs

CLASSES = 5
FEW = 20  # regions from which on there are five classes; below, three
GRID = 41
MOST_WINDOWS = 16
SMOOTH = 400.0  # Phillips and Sul's, for annual figures


def even_years(key: str) -> Sequence[int]:
    """Of benchmark years the evenly spaced ones that clubs take; none where every year is there."""
    benchmarks = followed(key).benchmarks
    return longest_even(benchmarks) if benchmarks else ()


def moves_of(key: str) -> int:
    """Positions between the two ends of a move: ten years or so in all panels."""
    return 1 if followed(key).benchmarks else followed(key).window


@functools.lru_cache(maxsize=64)
def rolling(key: str, *, include_capital: bool) -> xr.Dataset:
    """The plain line over one window after the other.

    Returns
    -------
    Dataset
        Over ``window``: ``first``, ``last``, ``middle`` (years), ``speed``, ``low``, ``high`` (% a
        year, HC3) and ``n``.
    """
    import xarray as xr

    values = panel(key, include_capital=include_capital).on_one_basis
    spans = windows(values.year.values.tolist(), followed(key).window)
    rows = []
    for first, last in spans:
        line = fit(Sample(key, first, last, include_capital), "ols", "HC3")
        numbers = (100 * line.speed, 100 * line.low, 100 * line.high)
        rows.append((first, last, (first + last) / 2, *numbers, line.n))
    names = ("first", "last", "middle", "speed", "low", "high", "n")
    return xr.Dataset(
        {
            name: ("window", list(column))
            for name, column in zip(names, zip(*rows, strict=True), strict=True)
        }
    )


def windows(years: list[int], length: int) -> list[tuple[int, int]]:
    """First and last years at least ``length`` apart, as near to it as there are; at most sixteen or so.

    Where no two years are so near, the whole span is the one window.
    """
    spans = []
    for first in years:
        later = [year for year in years if year >= first + length]
        if later and later[0] - first <= 1.6 * length:
            spans.append((first, later[0]))
    step = -(-len(spans) // MOST_WINDOWS)
    return spans[::-step][::-1] if spans else [(years[0], years[-1])]


@functools.lru_cache(maxsize=128)
def sigma(key: str, *, include_capital: bool, weighted: bool) -> xr.DataArray:
    """Standard deviation of logs by year on one basis, of the regions that have every year.

    People, where they count, are each region's mean over all years: some are not known in some.
    """
    regions = panel(key, include_capital=include_capital)
    values = regions.on_one_basis
    whole = values.notnull().all("year").values
    # Many a region lacks one year of a census; without those there would be nothing to follow.
    if whole.mean() < 0.5:
        values = values.isel(year=(values.notnull().mean("region") > 0.5).values)
        whole = values.notnull().all("year").values
    values = values.isel(region=whole)
    weights = None
    if weighted and regions.people is not None:
        weights = regions.people.isel(region=whole).mean("year")
    return standard_deviation_of_logs(values, weights=weights)


@functools.lru_cache(maxsize=128)
def sigmas(key: str, *, include_capital: bool, weighted: bool) -> xr.Dataset:
    """:func:`sigma` as a table: ``sigma`` over ``year``."""
    spread = sigma(key, include_capital=include_capital, weighted=weighted)
    return spread.reset_coords(drop=True).to_dataset(name="sigma")


@functools.lru_cache(maxsize=32)
def clubs(key: str, *, include_capital: bool) -> tuple[Clubs, float]:
    """Convergence clubs of the logs, and the t statistic of log t for all as one group.

    Annual figures are smoothed first (Hodrick and Prescott); benchmark years are too few for that.
    """
    values = panel(key, include_capital=include_capital).on_one_basis
    even = even_years(key)
    if even:
        values = values.sel(year=list(even))
    else:
        values = values.isel(year=(values.notnull().mean("region") > 0.5).values)
    values = values.isel(region=values.notnull().all("year").values)
    logs = values.copy(data=np.log(values.to_numpy())).astype(float)
    trend = logs if even else hp_trend(logs, lamb=SMOOTH)
    return convergence_clubs(trend), float(log_t(trend).statistic)


@functools.lru_cache(maxsize=32)
def club_paths(key: str, *, include_capital: bool) -> xr.Dataset:
    """Mean relative transition path of each club after merging.

    Returns
    -------
    Dataset
        ``path`` over ``club`` (0: none) and ``year`` in % of the mean of all logs; ``n`` and
        ``level`` over ``club``: members, and their mean level in the last year in % of the mean
        of all.
    """
    import xarray as xr

    grouped, _ = clubs(key, include_capital=include_capital)
    paths = relative_transition(grouped.x)
    last = grouped.x.isel(year=-1)
    levels = last.copy(data=np.exp(last.to_numpy()))
    numbers = np.unique(grouped.merged)
    inside = [(grouped.merged == k).to_numpy() for k in numbers]
    path = [100 * paths.isel(region=members).mean("region").to_numpy() for members in inside]
    level = [100 * float(levels.isel(region=members).mean() / levels.mean()) for members in inside]
    return xr.Dataset(
        {
            "path": (("club", "year"), path),
            "n": ("club", [int(members.sum()) for members in inside]),
            "level": ("club", level),
        },
        coords={"club": numbers, "year": grouped.x.year.to_numpy()},
    )


@functools.lru_cache(maxsize=32)
def club_places(key: str, *, include_capital: bool) -> xr.Dataset:
    """Each place with its club.

    Returns
    -------
    Dataset
        Over ``region`` (codes): ``name``, ``larger`` (area), ``club`` after merging (0: none), ``listed``
        (its place in the list of all clubs' members), ``relative`` (level in the last year, mean =
        100) and ``path`` (also over ``year``: its own transition path, % of the mean of all logs).
        Over ``number`` (of the club): ``size``, and ``estimate`` and ``statistic`` of log t. In the
        attributes ``together`` (the t statistic of log t for all as one club) and ``smooth`` (of the
        Hodrick-Prescott filter; 0 of benchmark years, which are not smoothed).
    """
    import xarray as xr

    grouped, together = clubs(key, include_capital=include_capital)
    regions = panel(key, include_capital=include_capital)
    codes = grouped.x.region.values.tolist()
    names = dict(zip(regions.values.region.values.tolist(), regions.names.tolist(), strict=True))
    larger = dict.fromkeys(names, regions.place if brought(key) else "United Kingdom")
    if regions.groups is not None:
        larger = dict(zip(names, regions.groups.values.tolist(), strict=True))
    number = dict(
        zip(grouped.merged.region.values.tolist(), grouped.merged.values.tolist(), strict=True)
    )
    level = np.exp(grouped.x.isel(year=-1))
    table = grouped.table(merged=True)
    listed = {code: at for at, code in enumerate(code for row in table.members for code in row)}
    paths = 100 * relative_transition(grouped.x).transpose("region", "year")
    return xr.Dataset(
        {
            "name": ("region", [names[code] for code in codes]),
            "larger": ("region", [larger[code] for code in codes]),
            "club": ("region", [int(number[code]) for code in codes]),
            "listed": ("region", [listed[code] for code in codes]),
            "relative": ("region", (100 * level / level.mean()).values),
            "path": (("region", "year"), paths.values),
            "estimate": ("number", table.estimate.to_numpy()),
            "statistic": ("number", table.statistic.to_numpy()),
            "size": ("number", table.n.to_numpy()),
        },
        coords={
            "region": codes, "year": grouped.x.year.values,
            "number": [int(k) for k in table.index],
        },
        attrs={"together": together, "smooth": 0.0 if even_years(key) else SMOOTH},
    )  # fmt: skip


def _relative(key: str, *, include_capital: bool) -> xr.DataArray:
    """Levels in % of the mean of the year."""
    values = panel(key, include_capital=include_capital).on_one_basis
    values = values.isel(year=(values.notnull().mean("region") > 0.5).values)
    values = values.isel(region=values.notnull().all("year").values)
    return 100 * values / values.mean("region")


@functools.lru_cache(maxsize=32)
def transitions(key: str, *, include_capital: bool) -> xr.Dataset:
    """Markov chain between classes of the level relative to the mean, over some ten years.

    Classes are the fifths (of fewer than 20 regions the thirds) of all years together, so that
    their sizes may change.

    Returns
    -------
    Dataset
        ``probabilities`` and ``counts`` over ``from_class`` and ``to_class``; ``bounds`` (upper
        ends of all classes but the highest, % of the mean); ``first``, ``last`` and ``ergodic``
        (shares of classes in the first and the last year, and in the long run); ``shorrocks``; ``stay`` (Prais'
        mean stay in moves); ``years``, the length of a move.
    """
    import xarray as xr

    values = _relative(key, include_capital=include_capital)
    k = CLASSES if values.sizes["region"] >= FEW else 3
    bounds = np.quantile(values.to_numpy(), np.arange(1, k) / k)
    step = min(moves_of(key), values.sizes["year"] - 1)
    chain = markov_transitions(values, breaks=bounds.tolist(), step=step)
    chain = chain.drop_vars(["from_label", "to_label"])
    p = chain.estimate
    start = _shares(values.isel(year=0), bounds)
    ends = ergodic_distribution(p, start=start)
    years = values.year.to_numpy()
    return xr.Dataset(
        {
            "probabilities": p,
            "counts": chain.counts,
            "bounds": ("bound", bounds),
            "first": start,
            "last": _shares(values.isel(year=-1), bounds),
            "ergodic": ends.rename(to_class="from_class"),
            "shorrocks": shorrocks_index(p),
            "stay": prais_index(p, start=start).mean_stay,
            "years": float(np.mean(years[step:] - years[:-step])),
        },
        attrs={"first_year": int(years[0]), "last_year": int(years[-1])},
    )


def _shares(values: xr.DataArray, bounds: np.ndarray) -> xr.DataArray:
    import xarray as xr

    k = len(bounds) + 1
    numbers = np.searchsorted(bounds, values.to_numpy(), side="left")
    return xr.DataArray(
        np.bincount(numbers, minlength=k) / numbers.size,
        dims="from_class",
        coords={"from_class": range(k)},
    )


@functools.lru_cache(maxsize=32)
def kernel(key: str, *, include_capital: bool) -> xr.Dataset:
    """Stochastic kernel of the level relative to the mean (logs of %), over some ten years."""
    values = _relative(key, include_capital=include_capital)
    step = min(moves_of(key), values.sizes["year"] - 1)
    logs = values.copy(data=np.log(values.to_numpy() / 100))
    return stochastic_kernel(logs, step=step, grid=GRID)
