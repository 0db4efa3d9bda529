"""The claim under one set of choices: figures, verdict, words, tables."""

from __future__ import annotations

import functools
import math

from levelkit.claims.evidence import Evidence, Tables
from levelkit.claims.spreads import SPREADS
from levelkit.claims.widening_gaps import words
from levelkit.claims.widening_gaps.criterion import judge
from levelkit.claims.widening_gaps.early import early
from levelkit.claims.widening_gaps.lines import lines
from levelkit.claims.widening_gaps.panels import LONG_RUN, PANELS, SAID, panel
from levelkit.claims.widening_gaps.spread_years import contributions, influence, trends

DECADE = 10  # years


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
        every measure), ``drivers`` (group: contributions to the squared coefficient of variation), ``lines`` (series,
        year: dispersion in every series).
    """
    which = {"include_capital": include_capital, "real_prices": real_prices}
    chosen = panel(data, **which)
    spec = spec_of(measure, weighted=weighted)
    years = influence(data, spec, **which).sel(year=slice(first_year, last_year))
    measures = trends(data, first_year, last_year, **which)
    trend = measures.sel(spec=spec)
    figures = {str(name): float(trend[name]) for name in trend.data_vars if name != "n"}
    figures |= {"n": float(chosen.values.sizes["region"]), "years": float(trend["n"])}
    figures |= _last_decade(data, spec, first_year, last_year, **which)
    then = early(measure, weighted=spec != measure, include_capital=include_capital)
    parts = judge(figures, then)
    end, newest = (first_year, last_year), int(chosen.values.year[-1])
    return Evidence(
        headline=words.headline(then, parts[1], end, newest),
        sentence=words.sentence(figures, then, parts[1], measure, *end, weighted=weighted),
        parts=parts,
        subject=words.subject(data, *end, **which),
        reason=words.reason(then, parts[1], end, newest),
        figures=figures | then.figures,
        tables=Tables(
            years=years,
            measures=measures,
            drivers=contributions(data, end, weighted=weighted, **which),
            lines=functools.partial(lines, spec, data, **which),
        ),
        caveats=words.caveats(data, chosen, figures, parts, real_prices=real_prices),
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
            "source": _joined(chosen.source, panel(LONG_RUN).source),
            "licence": _joined(chosen.licence, panel(LONG_RUN).licence),
            "panel": PANELS[data],
            "place": SAID[data][1],
            "measure": words.measure_words(measure, weighted=weighted),
            "spec": spec,
            "units": "dimensionless",
        },
    )


def _joined(*texts: str) -> str:
    return "; ".join(dict.fromkeys(texts))


def spec_of(measure: str, *, weighted: bool) -> str:
    """The name of a measure in the tables of all measures."""
    return f"{measure}|people" if weighted and SPREADS[measure].weighted else measure


def _last_decade(
    key: str, spec: str, first: int, last: int, *, include_capital: bool, real_prices: bool
) -> dict[str, float]:
    """The trend of the last ten years by themselves, where the chosen years are many more."""
    names = ("start", "per_decade", "decade_low", "decade_high")
    since, values = math.nan, dict.fromkeys(names, math.nan)
    if last - first >= 1.5 * DECADE:
        since = last - DECADE
        ten = trends(key, since, last, include_capital=include_capital, real_prices=real_prices)
        values = {name: float(ten[name].sel(spec=spec)) for name in names}
    return {
        "last_decade_from": float(since),
        "last_decade_start": values["start"],
        "last_decade": values["per_decade"],
        "last_decade_low": values["decade_low"],
        "last_decade_high": values["decade_high"],
    }
