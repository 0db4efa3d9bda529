"""The ranking of UK regions by output per head is about what it was in 1900."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from levelkit.claims.evidence import Evidence, Verdict
from levelkit.claims.panels import Panel, countries, panel
from levelkit.measures import kendall_tau, mean_rank_change, spearman_rho, tie_bands

if TYPE_CHECKING:
    import xarray as xr

QUESTION = "Is the ranking of UK regions by output per head about what it was in 1900?"
CLAIM = (
    "The ranking of UK regions by output per head in 2020 is about what it was in 1900 "
    "(Andy Haldane, lecture on levelling up)."
)
AGREE = 0.7  # end points this close, or closer, have "about" the same order
KEPT = 0.5  # and in between the order never fell below this
APART = 0.4  # end points further apart than this do not have the same order
SIGNIFICANT = 0.05
TOO_FEW = 5  # with four regions even identical orders happen by luck 1 time in 24
TIE_ERROR = 0.03
SPLICED = "relative_to_uk_percent"  # the one measure that runs on across bases

CRITERION = (
    f"Supported if the rank correlation (Spearman's rho) between the two years is at least {AGREE}, "
    f"is unlikely to be luck (two-sided p below {SIGNIFICANT}), and was at least {KEPT} in every year "
    f"between. Not supported if it is below {APART}. Mixed otherwise: above all when the ends agree "
    f"but the order was lost on the way. No verdict with fewer than {TOO_FEW} regions."
)

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
    first_year: int | None = None,
    last_year: int | None = None,
    include_capital: bool = True,
) -> Evidence:
    """Test the claim under one set of choices.

    Parameters
    ----------
    data : str
        A key of :func:`levelkit.claims.panels`.
    measure : str, optional
        A variable of that panel; its first by default.
    first_year, last_year : int, optional
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
    first = years[0] if first_year is None else first_year
    if last_year is None:
        wished = DEFAULTS["last_year"]
        last_year = wished if wished in years and wished > first else years[-1]
    last = last_year
    for value in (first, last):
        if value not in years:
            raise ValueError(f"No figures for {value}. Years there are: {years}.")
    first, last = int(first), int(last)  # 1900.0 is meant as 1900
    if first >= last:
        raise ValueError(f"The first year ({first}) must come before the last ({last}).")
    series = series.sel(year=slice(first, last))
    if series.name != SPLICED:  # on one basis throughout
        series = series.drop_vars("spliced_basis", errors="ignore")
    attrs = series.attrs | {"panel": chosen.label, "place": chosen.place} | chosen.data.attrs

    order = spearman_rho(series, base=first)
    order["kendall"] = kendall_tau(series, base=first, interval=None, alternative=None).estimate
    order["rank_change"] = mean_rank_change(series, base=first, interval=None).estimate
    if "spliced_basis" in series.coords:
        order = order.assign_coords(spliced_basis=series.spliced_basis)
    tables = {
        "ranks": _ranks(series),
        "order": order,
        "pairs": spearman_rho(series, interval=None, alternative=None),
    }
    figures = _figures(order, first, last)
    verdict = _verdict(figures)
    choices = {
        "data": data,
        "measure": measure,
        "first_year": first,
        "last_year": last,
        "include_capital": include_capital,
    }
    return Evidence(
        headline=_headline(figures, verdict, first, last),
        sentence=_sentence(figures, chosen, order, first, last, include_capital=include_capital),
        verdict=verdict,
        figures=figures,
        tables=tables,
        caveats=_caveats(tables, chosen, measure, last),
        choices=choices,
        attrs=attrs,
    )


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
        "spearman": float(end.estimate),
        "ci_low": float(end.ci_low),
        "ci_high": float(end.ci_high),
        "p_value": float(end.p_value),
        "kendall": float(end.kendall),
        "rank_change": float(end.rank_change),
        "n": float(end.n),
        "lowest": np.nan,
        "lowest_year": np.nan,
    }
    if between.notnull().any():
        figures["lowest"] = float(between.min())
        figures["lowest_year"] = float(between.idxmin())
    return figures


def _verdict(figures: dict[str, float]) -> Verdict:
    if figures["n"] < TOO_FEW or np.isnan(figures["spearman"]):
        return Verdict.NO_VERDICT
    if figures["spearman"] < APART:
        return Verdict.NOT_SUPPORTED
    supported = _ends_agree(figures) and not _lost_between(figures)
    return Verdict.SUPPORTED if supported else Verdict.MIXED


def _ends_agree(figures: dict[str, float]) -> bool:
    return figures["spearman"] >= AGREE and figures["p_value"] < SIGNIFICANT


def _lost_between(figures: dict[str, float]) -> bool:
    return figures["lowest"] < KEPT  # false if there is no year between (NaN)


def _headline(figures: dict[str, float], verdict: Verdict, first: int, last: int) -> str:
    if verdict is Verdict.NO_VERDICT:
        return "Too few regions to test a ranking"
    if verdict is Verdict.SUPPORTED:
        return f"The ranking of {first} held to {last}"
    if verdict is Verdict.NOT_SUPPORTED:
        return f"The ranking of {first} is gone by {last}"
    if _ends_agree(figures) and _lost_between(figures):
        return "The old order dissolved, then came back"
    return f"The ranking of {first} is partly there in {last}"


def _sentence(
    figures: dict[str, float],
    chosen: Panel,
    order: xr.Dataset,
    first: int,
    last: int,
    *,
    include_capital: bool,
) -> str:
    n = int(figures["n"])
    without = "" if include_capital or n == 0 else f" without {chosen.capital}"
    if figures["n"] < TOO_FEW or np.isnan(figures["spearman"]):
        regions = "1 region" if n == 1 else f"{n} regions"
        return (
            f"With {regions} with figures in {chosen.place}{without} no ranking can be told from luck: "
            f"the page shows the figures and gives no verdict."
        )
    text = (
        f"Between {first} and {last} the order of {n} regions of {chosen.place}{without} has a rank "
        f"correlation of {_signed(figures['spearman'])} (95% interval {_signed(figures['ci_low'])} to "
        f"{_signed(figures['ci_high'])}; {_p(figures['p_value'])}); a region moved "
        f"{figures['rank_change']:.1f} places on average."
    )
    if not np.isnan(figures["lowest"]):
        low, year = figures["lowest"], int(figures["lowest_year"])
        if _ends_agree(figures) and _lost_between(figures):
            text += (
                f" The ends agree more than the years between: by {year} the correlation with "
                f"{first} had fallen to {_signed(low)}. An order that came back is not one that never moved."
            )
        else:
            text += f" In between it was lowest in {year}, at {_signed(low)}."
    return text + _one_basis(order, first)


def _one_basis(order: xr.Dataset, first: int) -> str:
    """The same number up to the last year on the first year's own basis."""
    if "spliced_basis" not in order.coords:
        return ""
    years, bases = order.year.values, order.spliced_basis.values
    changes = years[:-1][bases[1:] != bases[:-1]].tolist()
    if not changes:
        return ""
    text = f" The figures change basis after {' and '.join(map(str, changes))}"
    if changes[0] == first:
        return f"{text}: part of the change may be no change of the economy."
    return (
        f"{text}: up to {changes[0]}, on one basis, the rank correlation is "
        f"{_signed(float(order.estimate.sel(year=changes[0])))}."
    )


def _signed(value: float) -> str:
    return f"{value:.2f}".replace("-", "−")


def _p(value: float) -> str:
    return "p < 0.001" if value < 0.001 else f"p = {value:.3f}"


def _near_ties(ranks: xr.Dataset, year: int) -> list[str]:
    """One sentence for each run of three or more regions that are near ties."""
    at = ranks.sel(year=year)
    notes = []
    for band in sorted(set(at.band.values[at.band_size.values >= 3].tolist())):
        inside = at.isel(region=(at.band == band).values).sortby("rank")
        # Regions that tie share a rank (5.5): the band takes up whole ones.
        top = int((at["rank"] < inside["rank"].min()).sum()) + 1
        bottom = top + inside.sizes["region"] - 1
        names = ", ".join(inside.name.values.tolist())
        notes.append(
            f"Ranks {top} to {bottom} in {year} are near ties: each of {names} is within "
            f"{TIE_ERROR:.0%} of the next, so their order means little."
        )
    return notes


def _caveats(
    tables: dict[str, xr.Dataset], chosen: Panel, measure: str, last: int
) -> list[str]:  # fmt: skip
    notes = _near_ties(tables["ranks"], last)
    missing = tables["ranks"].attrs["n_missing"]
    if missing:
        notes.append(
            f"{missing} region-years have no figure: those regions are left out of the years concerned."
        )
    attrs = chosen.data.attrs
    if measure in (SPLICED, "gdp_per_head_intl2011usd"):
        notes += _about(chosen, attrs["series_breaks"])
    return notes + _about(chosen, attrs["merged_units"] + attrs["notes"])


def _about(chosen: Panel, notes: list[str]) -> list[str]:
    """Leave out what a table says of other countries ("Finland: ...")."""
    kept = []
    for note in notes:
        country, colon, text = note.partition(": ")
        if colon and country in countries():
            if country == str(chosen.data.country.values[0]):
                kept.append(text[0].upper() + text[1:])
        else:
            kept.append(note)
    return kept
