"""From rankings and regions to the columns that the page's charts and tables show."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

import numpy as np

from levelkit.claims.oecd_comparison.figures import PUBLISHED, SCALES, UK, regions
from levelkit.claims.oecd_comparison.series import ranking, series
from levelkit.claims.oecd_comparison.words import number, span

if TYPE_CHECKING:
    import xarray as xr
    from numpy.typing import NDArray

Columns = dict[str, list[Any]]
LONG = ("europe-century", "europe-nuts2")
UNITS = {
    "gdp_per_head_usd_ppp": "$ PPP a head", "gdp_per_worker_usd_ppp": "$ PPP a worker",
    "gdp_per_head_eur": "€ a head", "income_per_head_pps": "PPS a head",
    "gdp_per_head_intl2011usd": "int. $ of 2011 a head",
}  # fmt: skip
SHORT = {
    UK: "UK",
    "United States": "USA",
    "North Macedonia": "N Macedonia",
    "New Zealand": "N Zealand",
}
NOT_AT_ALL = "no figures by region"


@functools.lru_cache(maxsize=256)
def ranking_rows(data: str, measure: str, *, weighted: bool, treatment: str, year: int) -> Columns:
    """One row a country that has regions: those ranked by place, then the others by name."""
    made = ranking(data, measure, weighted=weighted, treatment=treatment, year=year)
    columns = {str(name): made[name].values for name in made.data_vars}
    names = made.country.values
    kept = [k for k in range(names.size) if columns["reason"][k] != NOT_AT_ALL]
    order = sorted(kept, key=lambda k: (np.nan_to_num(columns["place"][k], nan=1e9), str(names[k])))

    def plain(key: str) -> list[Any]:
        return [_plain(columns[key][k]) for k in order]

    known = [bool(np.isfinite(columns["place"][k])) for k in order]
    return {
        "row": list(range(1, len(order) + 1)),
        "country": [str(names[k]) for k in order],
        "name": [SHORT.get(str(names[k]), str(names[k])) for k in order],
        "place": plain("place"),
        "spread": plain("spread"),
        "low": plain("low"),
        "high": plain("high"),
        "label": [_said(columns["spread"][k]) for k in order],
        "ends": [_ends(columns["low"][k], columns["high"][k]) for k in order],
        "hinge": [str(columns["hinge"][k]) for k in order],
        "best": plain("place_best"),
        "worst": plain("place_worst"),
        "n_regions": [int(columns["n_regions"][k]) for k in order],
        "ranked": known,
        "reason": [str(columns["reason"][k]) for k in order],
    }


def _plain(value: float) -> float | int | None:
    if np.isnan(value):
        return None
    return int(value) if value == int(value) and value < 1000 else float(f"{value:.5g}")


def _said(value: float) -> str:
    return "–" if np.isnan(value) else number(float(value))


def _ends(low: float, high: float) -> str:
    return "–" if np.isnan(low) else span(float(low), float(high))


@functools.lru_cache(maxsize=64)
def region_rows(data: str, treatment: str, year: int) -> Columns:
    """One row a region with a figure: its value, and relative to its country's mean."""
    frame = regions(data, treatment)
    frame = frame[(frame["year"] == year) & frame["value"].notna()]
    unit = UNITS[SCALES[data].measured(treatment)[0]]
    relative = relative_to_country(
        frame["country"].to_numpy(), frame["value"].to_numpy(float), frame["people"].to_numpy(float)
    )
    value = frame["value"].to_numpy(float)
    uk = frame["country"].to_numpy() == UK
    end = np.full(len(frame), "", dtype=object)
    if uk.any():
        inside = np.flatnonzero(uk)
        end[inside[relative[inside].argmax()]] = "highest"
        end[inside[relative[inside].argmin()]] = "lowest"
    return {
        "region": frame["name"].astype(str).tolist(),
        "code": frame["code"].tolist(),
        "country": frame["country"].tolist(),
        "relative": [float(f"{one:.4g}") for one in relative],
        "value": [round(float(one)) for one in value],
        "said": [f"{one:,.0f} {unit}" for one in value],
        "people": [None if np.isnan(one) else int(one) for one in frame["people"].to_numpy(float)],
        "end": end.tolist(),
    }


def relative_to_country(
    country: NDArray[Any], value: NDArray[np.float64], people: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Values with their country's mean (over people, where these are known) at 100."""
    found = np.full(value.shape, np.nan)
    for one in np.unique(country):
        inside = (country == one) & np.isfinite(value)
        weights = np.nan_to_num(people[inside])
        mean = np.average(value[inside], weights=weights if weights.all() else None)
        found[inside] = 100 * value[inside] / mean
    return found


@functools.lru_cache(maxsize=64)
def long_rows(measure: str, *, weighted: bool, treatment: str) -> Columns:
    """The measure over the years in both tables of Europe, as near to the treatment as they allow."""
    columns: Columns = {
        key: []
        for key in ("source", "country", "short", "year", "spread", "place", "countries", "last")
    }
    for source in LONG:
        allowed = treatment if treatment in SCALES[source].treatments else PUBLISHED
        found = series(source, allowed, weighted=weighted)
        spread, place = found.spread[measure], found.place[measure]
        values, places = (one.transpose("country", "year").values for one in (spread, place))
        n = np.isfinite(values).sum(axis=0)
        when, names = spread.year.values.tolist(), spread.country.values.tolist()
        for c, t in zip(*np.nonzero(np.isfinite(values)), strict=True):
            name = names[c]
            last = bool(t == np.flatnonzero(np.isfinite(values[c])).max())
            row = (
                source, name, SHORT.get(name, name), when[t], _plain(values[c, t]),
                _plain(places[c, t]), int(n[t]), last,
            )  # fmt: skip
            for column, value in zip(columns.values(), row, strict=True):
                column.append(value)
    return columns


def ends_of(rows: Columns, measure_equal: float) -> tuple[float, float]:
    """The scale of the ranking: from where all are equal to a little beyond the highest."""
    known = [value for value in rows["spread"] if value is not None]
    top = max(known, default=measure_equal + 1.0)
    return measure_equal, measure_equal + 1.12 * (top - measure_equal)


def relative_ends(rows: Columns, countries: list[str]) -> tuple[float, float]:
    """The lowest and highest region, with room beside them."""
    shown = set(countries)
    values = [
        one
        for one, country in zip(rows["relative"], rows["country"], strict=True)
        if country in shown
    ]
    return 0.9 * min(values), 1.12 * max(values)


def listed(made: xr.Dataset) -> list[tuple[str, float]]:
    """Country and value, the most unequal first."""
    spread = made.spread.dropna("country")
    order = np.argsort(-spread.values, kind="stable")
    return [(str(spread.country.values[k]), float(spread.values[k])) for k in order]
