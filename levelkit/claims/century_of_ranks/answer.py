"""The claim under one set of choices: figures, verdict, words, tables."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

import numpy as np

from levelkit.claims.brought import brought
from levelkit.claims.century_of_ranks import words
from levelkit.claims.century_of_ranks.criterion import THRESHOLDS, judge, too_short
from levelkit.claims.century_of_ranks.europe import europe
from levelkit.claims.century_of_ranks.half_life import NEEDED
from levelkit.claims.century_of_ranks.sensitivity import numbers, sensitivities, sensitivity
from levelkit.claims.century_of_ranks.series import SPLICED, series
from levelkit.claims.evidence import Evidence, Tables
from levelkit.claims.panels import panel

if TYPE_CHECKING:
    import xarray as xr

    from levelkit.claims.century_of_ranks.series import Series

#: What the joined series is made of: basis -> the measure it is taken from.
BASES = {
    "roses-wolf-v6": "gdp_per_head_intl2011usd",
    "ons-gdp-2023": "gdp_per_head_gbp",
    "ons-gva-2025": "gva_per_head_gbp",
}


def answer(
    *, data: str, measure: str, first_year: int, last_year: int, include_capital: bool
) -> Evidence:
    """Test the claim; every choice is one of those that the claim offers.

    Returns
    -------
    Evidence
        Tables ``ranks`` (region, year), ``order`` (year: correlation with the first
        year), ``pairs`` (year, year_2), ``hangs`` (year: what that correlation hangs on), of the
        chosen years; ``all_ranks``, ``all_pairs`` and ``all_hangs`` of all years that there are, the
        same objects again whichever are chosen; ``europe`` (country: the same question there).
    """
    whole = series(data, measure, include_capital=include_capital)
    window = slice(first_year, last_year)
    ranks = whole.ranks.sel(year=window)
    ranks.attrs["n_left_out"] = int(ranks.value.isnull().sum())
    pairs = whole.pairs.sel(year=window, year_2=window)
    order = pairs.sel(year_2=first_year, drop=True)
    if "spliced_basis" in whole.values.coords:
        order = order.assign_coords(spliced_basis=whole.values.spliced_basis.sel(year=window))
    figures = _figures(order, first_year, last_year)
    judged = judge(figures)
    chosen = whole.panel
    ends = lowest = None
    capital = {"include_capital": include_capital}
    if not too_short(figures):  # where no verdict hangs on anything
        ends = sensitivity(data, measure, first_year, last_year, **capital)
        if not np.isnan(figures["lowest"]):
            between = int(figures["lowest_year"])
            lowest = sensitivity(data, measure, first_year, between, **capital)
    figures |= numbers(ends)
    figures |= {f"lowest_{name}": value for name, value in numbers(lowest).items()}
    hangs = functools.partial(sensitivities, data, measure, first_year, **capital)
    return Evidence(
        headline=words.headline(figures, judged, first_year, last_year),
        sentence=words.sentence(figures, chosen, order, first_year, last_year, **capital),
        parts=words.parts(figures, judged, ends, lowest),
        subject=words.subject(figures, chosen, first_year, last_year, **capital),
        reason=words.reason(figures, judged, ends),
        figures=figures,
        tables=Tables(
            ranks=ranks,
            order=order,
            pairs=pairs,
            hangs=lambda: hangs().sel(year=window),
            all_ranks=whole.ranks,
            all_pairs=whole.pairs,
            all_hangs=hangs,
            europe=europe,
        ),
        caveats=words.caveats(
            ranks, chosen, last_year, long_run=measure in (SPLICED, BASES["roses-wolf-v6"])
        ),
        attrs=_about(whole, order),
    )


def _about(whole: Series, order: xr.Dataset) -> dict[str, Any]:
    """Source, licence and citation of the bases that a joined series has in these years, no others."""
    attrs = dict(whole.panel.attrs)
    if whole.panel.measure == SPLICED and not brought(whole.panel.key):
        bases = dict.fromkeys(order.spliced_basis.values)
        used = [panel(whole.panel.key, BASES[basis]) for basis in bases]
        attrs["source"] = "; ".join(dict.fromkeys(basis.source for basis in used))
        attrs["licence"] = "; ".join(dict.fromkeys(basis.licence for basis in used))
    return attrs | {
        "panel": whole.panel.label,
        "place": whole.panel.place,
        "capital": whole.panel.capital,
        "measure": whole.panel.measures[whole.panel.measure].label,
        "thresholds": THRESHOLDS,
        "half_life_takes": NEEDED,
    }


def _figures(order: xr.Dataset, first: int, last: int) -> dict[str, float]:
    years = order.year.values
    columns = {name: order[name].values for name in order.data_vars}
    (end,) = np.flatnonzero(years == last)
    figures = {
        "spearman": float(columns["estimate"][end]),
        "ci_low": float(columns["ci_low"][end]),
        "ci_high": float(columns["ci_high"][end]),
        "p_value": float(columns["p_value"][end]),
        "kendall": float(columns["kendall"][end]),
        "n": float(columns["n"][end]),
        "span": float(last - first),
        "rank_change": float(columns["moved"][end]),
        "lowest": np.nan,
        "lowest_year": np.nan,
    }
    between = (years > first) & (years < last) & np.isfinite(columns["estimate"])
    if between.any():
        at = np.flatnonzero(between)[columns["estimate"][between].argmin()]
        figures["lowest"] = float(columns["estimate"][at])
        figures["lowest_year"] = float(years[at])
    return figures
