"""The claim under one set of choices: figures, verdict, words, tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from levelkit.claims.century_of_ranks import words
from levelkit.claims.century_of_ranks.criterion import judge
from levelkit.claims.century_of_ranks.series import SPLICED, series
from levelkit.claims.evidence import Evidence
from levelkit.claims.verdict import Part

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
        year), ``pairs`` (year, year_2).
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
    verdict = judge(figures)
    chosen = whole.panel
    end = {"include_capital": include_capital}
    return Evidence(
        headline=words.headline(figures, verdict, first_year, last_year),
        sentence=words.sentence(figures, chosen, order, first_year, last_year, **end),
        parts=(Part("claim", "The claim", verdict, words.reason(figures, verdict)),),
        subject=words.subject(figures, chosen, first_year, last_year, **end),
        reason=words.reason(figures, verdict),
        figures=figures,
        tables={"ranks": ranks, "order": order, "pairs": pairs},
        caveats=words.caveats(
            ranks, chosen, last_year, long_run=measure in (SPLICED, BASES["roses-wolf-v6"])
        ),
        choices={
            "data": data,
            "measure": measure,
            "first_year": first_year,
            "last_year": last_year,
            "include_capital": include_capital,
        },
        attrs=_about(whole, order),
    )


def _about(whole: Series, order: xr.Dataset) -> dict[str, str]:
    """Source, licence and citation of the bases that a joined series has in these years, no others."""
    table, values = whole.panel.data, whole.values
    attrs = table.attrs | values.attrs
    if values.name == SPLICED:
        used = [table[BASES[basis]].attrs for basis in dict.fromkeys(order.spliced_basis.values)]
        attrs |= {
            key: "; ".join(dict.fromkeys(one[key] for one in used)) for key in ("source", "licence")
        }
    return attrs | {"panel": whole.panel.label, "place": whole.panel.place}


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
