"""Countries ranked by every measure in every year: worked out once for each set of figures."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from levelkit.claims.oecd_comparison.criterion import COVERED, REGIONS
from levelkit.claims.oecd_comparison.figures import (
    PUBLISHED,
    SCALES,
    countries,
    regions,
    treated,
    years,
)
from levelkit.claims.oecd_comparison.leave_one_out import left_out, place_range
from levelkit.claims.spreads import SPREADS, spread_of
from levelkit.measures import rank

if TYPE_CHECKING:
    import xarray as xr
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

#: Digits of a spread that count: equal spreads share a place, whatever the last bits of rounding are.
DIGITS = 12


@dataclass(frozen=True)
class Series:
    """All countries under one treatment, weighted or not.

    Attributes
    ----------
    spread : Dataset
        ``(country, year)`` by measure; missing where a country is not ranked.
    place : Dataset
        Its place by measure, 1 for the most unequal.
    n_regions : DataArray
        ``(country, year)``: regions with figures.
    reason : DataArray
        ``(country, year)``: why a country is not ranked, empty if it is.
    x, w : array
        ``(country, year, region)``: what was measured, missing where a country is not ranked, and its
        weights (None where every region counts once).
    names : array
        ``(country, region)``.
    """

    spread: xr.Dataset
    place: xr.Dataset
    n_regions: xr.DataArray
    reason: xr.DataArray
    x: Floats
    w: Floats | None
    names: NDArray[Any]


@functools.lru_cache(maxsize=32)
def series(data: str, treatment: str, *, weighted: bool) -> Series:
    """All countries, years and measures at once, kept."""
    import xarray as xr

    values, people, names, had, coords = _wide(data, treatment)
    known = np.isfinite(values) & (people > 0 if weighted else True)
    n = known.sum(axis=-1)
    dims = ("country", "year")
    reason = xr.DataArray(_reasons(n, had, weighted, coords["year"]), coords, dims)
    ranked = (reason == "").values
    keep = known & ranked[..., None]
    x = np.where(keep, values, np.nan)
    w = np.where(keep, people, 0.0) if weighted else None
    # Countries that are not ranked are put aside: a measure of no region at all warns.
    at = ranked.any(axis=1)
    inner = {"country": np.array(coords["country"])[at], "year": coords["year"]}
    wide = xr.DataArray(x[at], inner, (*dims, "region"))
    weights = None if w is None else xr.DataArray(w[at], inner, (*dims, "region"))
    measures = [name for name, spread in SPREADS.items() if spread.weighted or not weighted]
    spread = xr.Dataset({name: spread_of(name, wide, weights) for name in measures})
    whole = {"country": coords["country"], "year": coords["year"]}
    spread = spread.transpose(*dims).where(ranked[at]).reindex(whole).round(DIGITS)
    place = spread.map(rank, dim="country", keep_attrs=False)
    return Series(spread, place, xr.DataArray(n, whole, dims), reason, x, w, names)


def _wide(data: str, treatment: str) -> tuple[Floats, Floats, Any, Any, dict[str, Any]]:
    """Values and people as ``(country, year, region)``; names of regions, and how many a country has."""
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
    called = np.full((shape[0], shape[2]), "", dtype=object)
    for code, name in zip(frame["code"], frame["name"].astype(str), strict=True):
        called[slot[code]] = name
    had = np.bincount([c for c, _ in slot.values()], minlength=len(names))
    return values, people, called, had, {"country": names, "year": when}


def _reasons(n: Any, had: Any, weighted: bool, when: list[int]) -> Any:
    """Why each country and year is not ranked, in a few words."""
    reasons = np.full(n.shape, "", dtype=object)
    what = "figures and people" if weighted else "figures"
    for c, t in np.ndindex(n.shape):
        if not had[c]:
            reasons[c, t] = "no figures by region"
        elif had[c] < REGIONS:
            reasons[c, t] = f"{had[c]} region{'' if had[c] == 1 else 's'}: fewer than {REGIONS}"
        elif not n[c, t]:
            none = "figures, or no people," if weighted else "figures"
            reasons[c, t] = f"no {none} by region for {when[t]}"
        elif n[c, t] < COVERED * had[c]:
            reasons[c, t] = f"{what} for {n[c, t]} of {had[c]} regions in {when[t]}"
        elif n[c, t] < REGIONS:
            reasons[c, t] = f"{n[c, t]} regions with figures: fewer than {REGIONS}"
    return reasons


@functools.lru_cache(maxsize=512)
def ranking(data: str, measure: str, *, weighted: bool, treatment: str, year: int) -> xr.Dataset:
    """One ranking: every country with its spread and place, and what single regions do to both.

    Returns
    -------
    Dataset
        Over ``country``: ``spread`` and ``place``; ``low`` and ``high``, the ends of the spread with
        any one of its regions left out; ``hinge``, the region that moves it most; ``place_best`` and
        ``place_worst``, with any one region of any country left out; ``n_regions`` and ``reason``.
        None of these ends is a confidence interval.
    """
    import xarray as xr

    compared = series(data, treatment, weighted=weighted)
    t = compared.n_regions.year.values.tolist().index(year)
    spread, place = (part[measure].values[:, t] for part in (compared.spread, compared.place))
    w = None if compared.w is None else compared.w[:, t]
    without = left_out(measure, compared.x[:, t], w).round(DIGITS)
    low = np.fmin(np.fmin.reduce(without, axis=1), spread)
    high = np.fmax(np.fmax.reduce(without, axis=1), spread)
    moves = np.nan_to_num(np.abs(without - spread[:, None]), nan=-1.0)
    best, worst = place_range(spread, low, high)
    columns = {
        "spread": spread, "low": low, "high": high, "place": place, "place_best": best, "place_worst": worst,
        "hinge": np.where(np.isfinite(spread), compared.names[np.arange(len(spread)), moves.argmax(axis=1)], ""),
        "n_regions": compared.n_regions.values[:, t], "reason": compared.reason.values[:, t],
    }  # fmt: skip
    country = compared.n_regions.country.values
    return xr.Dataset({k: ("country", v) for k, v in columns.items()}, {"country": country})


@functools.lru_cache(maxsize=128)
def through_years(data: str, measure: str, *, weighted: bool, treatment: str) -> xr.Dataset:
    """Countries in every year of a table, under the treatment if it allows that, else as published.

    Returns
    -------
    Dataset
        Over ``country`` and ``year``: ``spread`` and ``place``. ``attrs``: ``treatment``, and in
        words ``label``, ``figures`` and ``treated``.
    """
    import xarray as xr

    scale = SCALES[data]
    allowed = treatment if treatment in scale.treatments else PUBLISHED
    every = series(data, allowed, weighted=weighted)
    return xr.Dataset(
        {"spread": every.spread[measure], "place": every.place[measure]},
        attrs={
            "treatment": allowed, "label": scale.label, "figures": scale.measured(allowed)[1],
            "treated": treated(allowed),
        },
    )  # fmt: skip
