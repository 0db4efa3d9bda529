"""From the widening-gaps evidence to the columns that its charts and tables show."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

import numpy as np

from levelkit.claims.short_names import short_name
from levelkit.claims.spreads import SPREADS
from levelkit.claims.widening_gaps.answer import line
from levelkit.claims.widening_gaps.panels import BASIS_UNTIL, LONG_RUN, PANELS, PRICED
from levelkit.pages.labels import spread
from levelkit.pages.words import number

if TYPE_CHECKING:
    import xarray as xr

Columns = dict[str, list[Any]]

HEIGHT = 420
LABEL_GAP = 17  # pixels between two labels
#: At the end of a line: whole, and on a phone.
NAMES = {
    "uk-itl1-gva-2023": ("GVA, 12 regions", "GVA 12"),
    "uk-itl1-income": ("Household income, 12 regions", "Income 12"),
    "uk-itl1-index-1989": ("GVA, older accounts", "GVA older"),
    "uk-itl1-gdp": ("GDP, 12 regions", "GDP 12"),
    "uk-itl2-gdp": ("GDP, 41 areas", "GDP 41"),
    "uk-itl3-gdp": ("GDP, 179 areas", "GDP 179"),
    "uk-lad-2021-gdp": ("GDP, 373 authorities", "GDP 373"),
    "uk-lad-2023-income": ("Household income, 360 authorities", "Income 360"),
}
REGIONAL = ("uk-itl1-gva-2023", "uk-itl1-income", "uk-itl1-index-1989", "uk-itl1-gdp")
LONG_RUN_NAME = "Rosés-Wolf: output, 10 regions"


@functools.lru_cache(maxsize=64)
def line_columns(
    spec: str, chosen: str, *, include_capital: bool, real_prices: bool
) -> tuple[dict[str, Columns], tuple[float, float]]:
    """The series under one measure, the labels of their ends, and the ends of the scale.

    Those of the ten to twelve regions always; small areas, whose gaps are much wider, only when
    such a series is chosen: they would press all others flat.
    """
    which = {"include_capital": include_capital, "real_prices": real_prices}
    series: dict[str, xr.DataArray] = {}
    for key in (LONG_RUN, *PANELS):
        if chosen in REGIONAL and key not in (LONG_RUN, *REGIONAL):
            continue
        found = line(key, spec, **which)
        if found is not None:
            series[key] = found
    every = np.concatenate([found.values for found in series.values()])
    floor = SPREADS[spec.partition("|")[0]].equal
    low, high = floor, float(every.max()) + 0.06 * (float(every.max()) - floor)
    lines: Columns = {key: [] for key in ("series", "part", "label", "year", "value", "name")}
    for key, found in series.items():
        for year, value in zip(found.year.values.tolist(), found.values.tolist(), strict=True):
            for part in _parts(key, year):
                name = LONG_RUN_NAME if key == LONG_RUN and year == 1900 else ""
                label = (
                    NAMES[key][0] + _priced(key, real=real_prices)
                    if key in NAMES
                    else LONG_RUN_NAME
                )
                row = (key, part, label, year, round(value, 5), name)
                for values, cell in zip(lines.values(), row, strict=True):
                    values.append(cell)
    return {"lines": lines, "ends": _ends(series, low, high)}, (low, high)


def _parts(key: str, year: int) -> list[str]:
    """Up to its change of basis the long-run line is whole, from there on dashed."""
    if key != LONG_RUN or year < BASIS_UNTIL:
        return ["own"]
    return ["own", "other basis"] if year == BASIS_UNTIL else ["other basis"]


def _priced(key: str, *, real: bool) -> str:
    return " (regional prices)" if real and key in PRICED else ""


def _ends(series: dict[str, xr.DataArray], low: float, high: float) -> Columns:
    keys = [key for key in series if key != LONG_RUN]
    values = np.array([float(series[key][-1]) for key in keys])
    gap = LABEL_GAP * (high - low) / (HEIGHT - 60)
    return {
        "series": keys,
        "label": [NAMES[key][0] for key in keys],
        "short": [NAMES[key][1] for key in keys],
        "year": [int(series[key].year[-1]) for key in keys],
        "value": values.round(5).tolist(),
        "label_at": spread(values, gap, low, high).round(5).tolist(),
    }


def interval_columns(years: xr.Dataset) -> Columns:
    """The chosen series in the chosen years."""
    return {
        "year": years.year.values.tolist(),
        "value": years.estimate.values.round(5).tolist(),
        "low": years.low.values.round(5).tolist(),
        "high": years.high.values.round(5).tolist(),
    }


def driver_columns(drivers: xr.Dataset) -> Columns:
    """Contributions to the change in CV², in % of its first value, the largest first."""
    first = float(drivers.then.sum())
    change = 100 * drivers.change.values / first
    order = np.argsort(-change, kind="stable")
    names = drivers.group.values[order].tolist()
    return {
        "region": names,
        "short": [short_name(name) for name in names],
        "at": list(range(len(names))),
        "change": change[order].round(2).tolist(),
        "relative_then": drivers.relative_then.values[order].round(1).tolist(),
        "relative_now": drivers.relative_now.values[order].round(1).tolist(),
    }


def estimate_columns(measures: xr.Dataset) -> Columns:
    """The trend under every measure, of regions and of people."""
    specs = measures.spec.values.tolist()
    values = {
        key: [None if np.isnan(v) else round(v, 2) for v in measures[name].values.tolist()]
        for key, name in (
            ("estimate", "per_decade"), ("low", "decade_low"), ("high", "decade_high"),
            ("ar", "ar"), ("ar_low", "ar_low"), ("ar_high", "ar_high"),
        )
    }  # fmt: skip
    p = measures.p_value.values.tolist()
    labels = [SPREADS[spec.partition("|")[0]].label for spec in specs]
    people = ["people" if "|" in spec else "regions" for spec in specs]
    return {
        "row": list(range(len(specs))),
        "spec": specs,
        "label": [f"{label}, {of}" for label, of in zip(labels, people, strict=True)],
        "short": [f"{_short(spec)}, {of}" for spec, of in zip(specs, people, strict=True)],
        **values,
        "start": measures.start.values.round(5).tolist(),
        "end": measures.end.values.round(5).tolist(),
        "p_value": [None if np.isnan(v) else round(v, 4) for v in p],
        "said": [
            f"{number(one, 1)}% a decade ({number(low, 1)} to {number(high, 1)})"
            for one, low, high in zip(
                *(values[key] for key in ("estimate", "low", "high")), strict=True
            )
        ],
    }


def _short(spec: str) -> str:
    names = {"cv": "CV", "gini": "Gini", "theil": "Theil", "mld": "MLD", "atkinson": "Atkinson",
             "log_sd": "SD of logs", "p90_p10": "p90/p10", "max_min": "max/min"}  # fmt: skip
    return names[spec.partition("|")[0]]
