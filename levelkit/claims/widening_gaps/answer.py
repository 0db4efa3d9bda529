"""The claim under one set of choices: figures, verdict, words, tables."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import numpy as np

from levelkit.claims.evidence import Evidence
from levelkit.claims.spreads import SPREADS, spread_of
from levelkit.claims.verdict import Part
from levelkit.claims.widening_gaps import words
from levelkit.claims.widening_gaps.criterion import judge
from levelkit.claims.widening_gaps.panels import (
    BASIS_UNTIL,
    LONG_FROM,
    PANELS,
    PRICED,
    SAID,
    UNWEIGHTED,
    panel,
)
from levelkit.claims.widening_gaps.spread_years import contributions, influence, trends, yearly
from levelkit.measures import break_test

if TYPE_CHECKING:
    import xarray as xr


def answer(
    *,
    data: str,
    measure: str,
    weighted: bool,
    include_capital: bool,
    real_prices: bool,
    first_year: int,
    last_year: int,
) -> Evidence:
    """Test the claim; every choice is one of those that the claim offers.

    Returns
    -------
    Evidence
        Tables ``years`` (year: dispersion, and its range without any one region), ``measures`` (spec: the trend under
        every measure), ``drivers`` (group: contributions to the squared coefficient of variation).
    """
    which = {"include_capital": include_capital, "real_prices": real_prices}
    one = panel(data, **which)
    spec = spec_of(measure, weighted=weighted)
    years = influence(data, spec, **which).sel(year=slice(first_year, last_year))
    measures = trends(data, first_year, last_year, **which)
    trend = measures.sel(spec=spec)
    figures = {str(name): float(trend[name]) for name in trend.data_vars if name != "n"}
    figures |= {"n": float(one.values.sizes["region"]), "years": float(trend["n"])}
    figures |= _early(measure, weighted=weighted, include_capital=include_capital)
    figures |= _break(data, spec, first_year, last_year, **which)
    verdict = judge(figures)
    end = (first_year, last_year)
    return Evidence(
        headline=words.headline(figures, verdict, first_year),
        sentence=words.sentence(figures, measure, *end, weighted=weighted),
        parts=(Part("claim", "The claim", verdict, words.reason(figures, verdict)),),
        subject=words.subject(data, *end, **which),
        reason=words.reason(figures, verdict),
        figures=figures,
        tables={
            "years": years,
            "measures": measures,
            "drivers": contributions(data, end, weighted=weighted, **which),
        },
        caveats=words.caveats(data, one, real_prices=real_prices),
        choices={
            "data": data,
            "measure": measure,
            "weighted": weighted,
            "include_capital": include_capital,
            "real_prices": real_prices,
            "first_year": first_year,
            "last_year": last_year,
        },
        attrs={
            "source": _joined(one.source, panel("long-run").source),
            "licence": _joined(one.licence, panel("long-run").licence),
            "panel": PANELS[data],
            "place": SAID[data][1],
            "units": "dimensionless",
        },
    )


def _joined(*texts: str) -> str:
    return "; ".join(dict.fromkeys(texts))


def spec_of(measure: str, *, weighted: bool) -> str:
    """The name of a measure in the tables of all measures."""
    return f"{measure}|people" if weighted and SPREADS[measure].weighted else measure


@functools.lru_cache(maxsize=1024)
def line(key: str, spec: str, *, include_capital: bool, real_prices: bool) -> xr.DataArray | None:
    """One measure of one series in all its years; None where people cannot be counted.

    Regional prices apply to the series that they are known for.
    """
    measure, people, _ = spec.partition("|")
    if people and key in UNWEIGHTED:
        return None
    one = panel(key, include_capital=include_capital, real_prices=real_prices and key in PRICED)
    return spread_of(measure, one.values, one.weights if people else None)


@functools.lru_cache(maxsize=64)
def _early(measure: str, *, weighted: bool, include_capital: bool) -> dict[str, float]:
    """The long-run figures up to their change of basis."""
    spec = spec_of(measure, weighted=weighted)
    one = panel("long-run", include_capital=include_capital)
    found = spread_of(measure, one.values, one.weights if spec != measure else None)
    upto = found.sel(year=slice(None, BASIS_UNTIL))
    return {
        "early_start": float(upto.sel(year=LONG_FROM)),
        "early_end": float(upto.sel(year=BASIS_UNTIL)),
        "lowest_year": float(upto.year.values[int(np.argmin(upto.values))]),
    }


@functools.lru_cache(maxsize=512)
def _break(
    key: str, spec: str, first: int, last: int, *, include_capital: bool, real_prices: bool
) -> dict[str, float]:
    """The likeliest break in level within the window, and its p-value."""
    whole = yearly(key, include_capital=include_capital, real_prices=real_prices)
    values = whole.sel(spec=spec, year=slice(first, last))
    found = break_test(values, model="level", resamples=399)
    return {"break_year": float(found.break_year), "break_p": float(found.p_value)}
