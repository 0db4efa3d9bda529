"""Countries ranked by every measure in every year: worked out once for each set of figures."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from levelkit.claims.oecd_comparison.criterion import COVERED, REGIONS
from levelkit.claims.oecd_comparison.figures import countries, regions, years
from levelkit.claims.oecd_comparison.jackknife import SMOOTH, log_errors
from levelkit.claims.spreads import SPREADS, spread_of
from levelkit.measures import rank, rank_confidence_sets

if TYPE_CHECKING:
    import xarray as xr
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

Z = 1.96
DRAWS = 1_000


@dataclass(frozen=True)
class Series:
    """All countries under one treatment, weighted or not.

    Attributes
    ----------
    spread : Dataset
        ``(country, year)`` by measure; missing where a country is not ranked.
    place : Dataset
        Its place by measure, 1 for the most unequal.
    error : Dataset
        Jackknife standard error of the measure's log, for the smooth measures.
    n_regions : DataArray
        ``(country, year)``: regions with figures.
    reason : DataArray
        ``(country, year)``: why a country is not ranked, empty if it is.
    """

    spread: xr.Dataset
    place: xr.Dataset
    error: xr.Dataset
    n_regions: xr.DataArray
    reason: xr.DataArray


@functools.lru_cache(maxsize=32)
def series(data: str, treatment: str, *, weighted: bool) -> Series:
    """All countries, years and measures at once, kept."""
    import xarray as xr

    values, people, had, coords = _wide(data, treatment)
    known = np.isfinite(values) & (people > 0 if weighted else True)
    n = known.sum(axis=-1)
    dims = ("country", "year")
    reason = xr.DataArray(_reasons(n, had, weighted, coords["year"]), coords, dims)
    ranked = (reason == "").values
    keep = known & ranked[..., None]
    # Countries that are not ranked are put aside: a measure of no region at all warns.
    at = ranked.any(axis=1)
    x = np.where(keep, values, np.nan)[at]
    w = np.where(keep, people if weighted else 1.0, 0.0)[at]
    inner = {"country": np.array(coords["country"])[at], "year": coords["year"]}
    wide = xr.DataArray(x, inner, (*dims, "region"))
    weights = xr.DataArray(w, inner, (*dims, "region")) if weighted else None
    names = [name for name, one in SPREADS.items() if one.weighted or not weighted]
    found = {name: spread_of(name, wide, weights) for name in names}
    spread = xr.Dataset({k: (dims, v.transpose(*dims).values) for k, v in found.items()}, inner)
    errors = log_errors(np.where(keep[at], x, 1.0), w)
    error = xr.Dataset({k: (dims, v) for k, v in errors.items()}, inner)
    whole = {"country": coords["country"], "year": coords["year"]}
    spread, error = (one.where(ranked[at]).reindex(whole) for one in (spread, error))
    # Without the last bits of rounding: equal spreads share a place.
    place = spread.round(12).map(rank, dim="country", keep_attrs=False)
    return Series(spread, place, error, xr.DataArray(n, whole, dims), reason)


def _wide(data: str, treatment: str) -> tuple[Floats, Floats, Any, dict[str, Any]]:
    """Values and people as ``(country, year, region)``, and how many regions each country has."""
    frame = regions(data, treatment)
    names, when = list(countries(data)), list(years(data, treatment))
    slot = {
        code: (names.index(str(country)), k)
        for country, group in frame.groupby("country")
        for k, code in enumerate(group["code"].unique())
    }
    at = frame["code"].map(slot)
    place = (
        [c for c, _ in at],
        frame["year"].map({y: k for k, y in enumerate(when)}),
        [k for _, k in at],
    )
    shape = (len(names), len(when), 1 + max(k for _, k in slot.values()))
    values, people = np.full(shape, np.nan), np.zeros(shape)
    values[place] = frame["value"]
    people[place] = frame["people"].astype("float64").fillna(0.0)
    had = np.bincount([c for c, _ in slot.values()], minlength=len(names))
    return values, people, had, {"country": names, "year": when}


def _reasons(n: Any, had: Any, weighted: bool, when: list[int]) -> Any:
    """Why each country and year is not ranked, in a few words."""
    found = np.full(n.shape, "", dtype=object)
    what = "figures and people" if weighted else "figures"
    for c, t in np.ndindex(n.shape):
        if not had[c]:
            found[c, t] = "no figures by region"
        elif had[c] < REGIONS:
            found[c, t] = f"{had[c]} region{'' if had[c] == 1 else 's'}: fewer than {REGIONS}"
        elif not n[c, t]:
            found[c, t] = f"no {what} by region for {when[t]}"
        elif n[c, t] < COVERED * had[c]:
            found[c, t] = f"{what} for {n[c, t]} of {had[c]} regions in {when[t]}"
        elif n[c, t] < REGIONS:
            found[c, t] = f"{n[c, t]} regions with figures: fewer than {REGIONS}"
    return found


@functools.lru_cache(maxsize=512)
def ranking(data: str, measure: str, *, weighted: bool, treatment: str, year: int) -> xr.Dataset:
    """One ranking: every country with its spread, place and the interval of both.

    Returns
    -------
    Dataset
        Over ``country``: ``spread``, ``low``, ``high``, ``place``, ``place_best``, ``place_worst``,
        ``n_regions`` and ``reason``. Intervals for smooth measures alone.
    """
    import xarray as xr

    found = series(data, treatment, weighted=weighted)
    t = found.n_regions.year.values.tolist().index(year)
    spread, place = (one[measure].values[:, t] for one in (found.spread, found.place))
    country = found.n_regions.country.values
    blank = np.full(spread.shape, np.nan)
    low, high, best, worst = blank, blank, blank, blank
    if measure in SMOOTH and np.isfinite(spread).any():
        error = found.error[measure].values[:, t]
        low, high = spread * np.exp(-Z * error), spread * np.exp(Z * error)
        # In logs: gaps of spreads are ratios, and none falls below nought.
        logs, errors = (xr.DataArray(one, dims="country") for one in (np.log(spread), error))
        sets = rank_confidence_sets(logs, errors, dim="country", simultaneous=False, draws=DRAWS)
        best, worst = sets.rank_best.values, sets.rank_worst.values
    columns = {
        "spread": spread, "low": low, "high": high, "place": place, "place_best": best,
        "place_worst": worst, "n_regions": found.n_regions.values[:, t],
        "reason": found.reason.values[:, t],
    }  # fmt: skip
    return xr.Dataset({k: ("country", v) for k, v in columns.items()}, {"country": country})
