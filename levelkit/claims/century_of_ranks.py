"""The ranking of UK regions by output per head is about what it was in 1900."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from levelkit.claims import century_words as words
from levelkit.claims.century_criterion import AGREE, CRITERION, TIE_ERROR, TOO_FEW, judge
from levelkit.claims.evidence import Evidence
from levelkit.claims.panels import panel
from levelkit.measures import kendall_tau, mean_rank_change, spearman_rho, tie_bands

if TYPE_CHECKING:
    import xarray as xr

__all__ = ["AGREE", "CLAIM", "CRITERION", "DEFAULTS", "QUESTION", "SPLICED", "TOO_FEW", "evaluate"]

QUESTION = "Is the ranking of UK regions by output per head about what it was in 1900?"
CLAIM = (
    "The ranking of UK regions by output per head in 2020 is about what it was in 1900 "
    "(Andy Haldane, lecture on levelling up)."
)
SPLICED = "relative_to_uk_percent"  # the one measure that runs on across bases
#: What the joined series is made of: basis -> the measure it is taken from.
BASES = {
    "roses-wolf-v6": "gdp_per_head_intl2011usd",
    "ons-gdp-2023": "gdp_per_head_gbp",
    "ons-gva-2025": "gva_per_head_gbp",
}

DEFAULTS: dict[str, Any] = {
    "data": "uk-10",
    "measure": SPLICED,
    "first_year": 1900,
    "last_year": 2020,
    "include_capital": True,
}


def evaluate(
    *,
    data: str = "uk-10",
    measure: str | None = None,
    first_year: int | str | None = None,
    last_year: int | str | None = None,
    include_capital: bool = True,
) -> Evidence:
    """Test the claim under one set of choices.

    Parameters
    ----------
    data : str
        A key of :func:`levelkit.claims.panels`.
    measure : str, optional
        A variable of that panel; its first by default.
    first_year, last_year : int or str, optional
        Years the measure has; 1900 and 2020 where there are such, else its ends.
    include_capital : bool
        With or without the region that holds the capital (London).

    Returns
    -------
    Evidence
        Tables ``ranks`` (region, year), ``order`` (year: correlation with the first
        year), ``pairs`` (year, year_2).

    Raises
    ------
    ValueError, UnknownDatasetError
        If a choice is not among those there are; the message lists them.
    """
    chosen = panel(data)
    measure = measure or next(iter(chosen.measures))
    series = chosen.series(measure, include_capital=include_capital)
    years = series.year.values.tolist()
    first = years[0] if first_year is None else _year(first_year, years)
    if last_year is None:
        wished = DEFAULTS["last_year"]
        last = wished if wished in years and wished > first else years[-1]
    else:
        last = _year(last_year, years)
    if first >= last:
        raise ValueError(f"The first year ({first}) must come before the last ({last}).")
    series = series.sel(year=slice(first, last))
    if series.name != SPLICED:  # on one basis throughout
        series = series.drop_vars("spliced_basis", errors="ignore")
    attrs = chosen.data.attrs | series.attrs | _cited(series, chosen.data)
    attrs |= {"panel": chosen.label, "place": chosen.place}

    order = spearman_rho(series, base=first)
    order["kendall"] = kendall_tau(series, base=first, interval=None, alternative=None).estimate
    # The first year's correlation with itself is 1 by construction, not by estimate.
    own = order.year == first
    for name in ("ci_low", "ci_high", "p_value"):
        order[name] = order[name].where(~own)
    if "spliced_basis" in series.coords:
        order = order.assign_coords(spliced_basis=series.spliced_basis)
    tables = {
        "ranks": _ranks(series),
        "order": order,
        "pairs": spearman_rho(series, interval=None, alternative=None),
    }
    # Of the two ends alone: its null distribution takes time for every year.
    moved = mean_rank_change(series.sel(year=[first, last]), base=first, interval=None)
    figures = _figures(order, first, last)
    figures["rank_change"] = float(moved.estimate.sel(year=last))
    verdict = judge(figures)
    choices = {
        "data": data,
        "measure": measure,
        "first_year": first,
        "last_year": last,
        "include_capital": include_capital,
    }
    long_run = measure in (SPLICED, "gdp_per_head_intl2011usd")
    return Evidence(
        headline=words.headline(figures, verdict, first, last),
        sentence=words.sentence(
            figures, chosen, order, first, last, include_capital=include_capital
        ),
        verdict=verdict,
        subject=words.subject(figures, chosen, first, last, include_capital=include_capital),
        reason=words.reason(figures, verdict),
        figures=figures,
        tables=tables,
        caveats=words.caveats(tables, chosen, last, long_run=long_run),
        choices=choices,
        attrs=attrs,
    )


def _year(wished: Any, years: list[int]) -> int:
    """A year there is, given as a number or as a text."""
    try:
        found = int(wished) if isinstance(wished, str) else wished
    except ValueError:
        found = None
    if found not in years:
        raise ValueError(f"No figures for {wished}. Years there are: {years}.")
    return int(found)  # 1900.0 is meant as 1900


def _cited(series: xr.DataArray, data: xr.Dataset) -> dict[str, str]:
    """Source and licence of the bases that a joined series has in these years, no others."""
    if series.name != SPLICED:
        return {}
    used = [data[BASES[basis]].attrs for basis in dict.fromkeys(series.spliced_basis.values)]
    return {key: "; ".join(dict.fromkeys(a[key] for a in used)) for key in ("source", "licence")}


def _ranks(series: xr.DataArray) -> xr.Dataset:
    """Ranks, near ties and values relative to the regions' mean (= 100)."""
    ranks = tie_bands(series, error=TIE_ERROR)
    ranks["relative"] = 100 * series / series.mean("region")
    ranks["value"] = series
    return ranks


def _figures(order: xr.Dataset, first: int, last: int) -> dict[str, float]:
    end = order.sel(year=last)
    between = order.estimate.sel(year=order.year[(order.year > first) & (order.year < last)])
    figures = {
        "spearman": _exact(end.estimate),
        "ci_low": float(end.ci_low),
        "ci_high": float(end.ci_high),
        "p_value": float(end.p_value),
        "kendall": float(end.kendall),
        "n": float(end.n),
        "lowest": np.nan,
        "lowest_year": np.nan,
    }
    if between.notnull().any():
        figures["lowest"] = _exact(between.min())
        figures["lowest_year"] = float(between.idxmin())
    return figures


def _exact(value: Any) -> float:
    """Without the last bits of rounding: 0.7 must not fall short of 0.7."""
    return round(float(value), 12)
