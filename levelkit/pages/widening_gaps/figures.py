"""The figures of the widening-gaps page, each made from the evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from levelkit.claims.numbers import said
from levelkit.claims.short_names import short_name
from levelkit.claims.spreads import SPREADS
from levelkit.figures.columns import plain, rounded
from levelkit.figures.figure import Columns, Figure, Files
from levelkit.figures.kept import kept
from levelkit.pages.words import number

if TYPE_CHECKING:
    import xarray as xr

    from levelkit.claims.evidence import Evidence

END = "{data}-{measure}-{first_year}-{last_year}"
SHORT = {
    "cv": "CV", "gini": "Gini", "theil": "Theil", "mld": "MLD", "atkinson": "Atkinson",
    "log_sd": "SD of logs", "p90_p10": "p90/p10", "max_min": "max/min",
}  # fmt: skip


def lines(evidence: Evidence) -> Figure:
    """Dispersion in every series, the chosen one with its range without any one region."""
    chosen, series = evidence.choices, evidence.tables["lines"]
    measure = evidence.attrs["measure"].removeprefix("the ")
    low, high = _ends_of_scale(series, chosen["measure"])
    names = _names_at_ends(series)
    return Figure(
        "dispersion_lines",
        {
            "lines": line_rows(series),
            "ends": names,
            "interval": interval_rows(evidence.tables["years"]),
            "basis": _changes_of_basis(series),
        },
        {
            "shown": chosen["data"], "first_year": chosen["first_year"],
            "last_year": chosen["last_year"], "value_low": low, "value_high": high,
        },
        title=evidence.headline,
        subtitle=(
            f"{measure[0].upper()}{measure[1:]}, {SPREADS[chosen['measure']].equal:g} = all equal; shaded: its range if any "
            "one region is left out. Each line is on a basis of its own; dotted: after that basis changes."
        ),
        description=_lines_said(evidence, names),
        files=Files(
            "lines",
            {"label": "series", "part": "basis", "year": "year", "value": "dispersion"},
            f"dispersion-{END}",
        ),
    )  # fmt: skip


@kept
def line_rows(series: xr.Dataset) -> Columns:
    """One row a series and year; up to its change of basis a line is whole, from there on dashed."""
    rows: Columns = {key: [] for key in ("series", "part", "label", "year", "value", "name")}
    for key in series.series.values.tolist():
        line = series.sel(series=key)
        values, until = line.dispersion.dropna("year"), float(line.basis_until)
        for year, value in zip(values.year.values.tolist(), plain(values, 5), strict=True):
            parts = ["own"] * (not year > until) + ["other basis"] * (year >= until)
            for part in parts:
                # A line that ends in the middle is named where it begins.
                name = (
                    str(line.label.values) if not np.isnan(until) and year == values.year[0] else ""
                )
                row = (key, part, str(line.label.values), year, value, name)
                for column, cell in zip(rows.values(), row, strict=True):
                    column.append(cell)
    return rows


def _ends_of_scale(series: xr.Dataset, measure: str) -> tuple[float, float]:
    floor, highest = SPREADS[measure].equal, float(series.dispersion.max())
    return floor, highest + 0.06 * (highest - floor)


@kept
def _names_at_ends(series: xr.Dataset) -> Columns:
    whole = series.isel(series=np.isnan(series.basis_until.values))
    last = [values.dropna("year")[-1] for values in whole.dispersion]
    values = np.array([float(value) for value in last])
    return {
        "series": plain(whole.series),
        "label": plain(whole.label),
        "short": plain(whole.short),
        "year": [int(value.year) for value in last],
        "value": rounded(values, 5),
    }


def _changes_of_basis(series: xr.Dataset) -> Columns:
    years = [int(year) for year in series.basis_until.values if not np.isnan(year)]
    return {"year": years, "label": ["its basis changes from here →"] * len(years)}


@kept
def interval_rows(years: xr.Dataset) -> Columns:
    """The chosen series in the chosen years."""
    return {
        "year": plain(years.year),
        "value": plain(years.estimate, 5),
        "low": plain(years.low, 5),
        "high": plain(years.high, 5),
    }


def _lines_said(evidence: Evidence, ends: Columns) -> str:
    listed = "; ".join(
        f"{label} {said(value)} in {year}"
        for label, value, year in zip(ends["label"], ends["value"], ends["year"], strict=True)
    )
    figures = evidence.figures
    return (
        f"Dispersion over the years. Rosés and Wolf, ten regions: {said(figures['early_start'])} in "
        f"{figures['early_from']:.0f}, {said(figures['early_end'])} in {figures['early_to']:.0f}. Last values: {listed}. "
        f"The chosen series went from {said(figures['start'])} to {said(figures['end'])}."
    )


def drivers(evidence: Evidence) -> Figure:
    """Which regions drive the change."""
    rows = driver_rows(evidence.tables["drivers"])
    subtitle = _drivers_subtitle(evidence)
    listed = ", ".join(
        f"{name} {number(value, 1)}"
        for name, value in zip(rows["region"], rows["change"], strict=True)
    )
    columns = {
        "region": "region_name", "change": "contribution_percent_of_first_cv_squared",
        "relative_then": "mean_100_first_year", "relative_now": "mean_100_last_year",
    }  # fmt: skip
    return Figure(
        "contribution_bars",
        {"drivers": rows},
        title="Who drives the change?",
        subtitle=subtitle,
        description=f"{subtitle} {listed}.",
        files=Files("drivers", columns, f"drivers-{END}"),
    )


@kept
def driver_rows(contributions: xr.Dataset) -> Columns:
    """Contributions to the change in CV², in % of its first value, the largest first."""
    change = 100 * contributions.change.values / float(contributions.then.sum())
    order = np.argsort(-change, kind="stable")
    names = contributions.group.values[order].tolist()
    return {
        "region": names,
        "short": [short_name(name) for name in names],
        "at": list(range(len(names))),
        "change": rounded(change[order], 2),
        "relative_then": rounded(contributions.relative_then.values[order], 1),
        "relative_now": rounded(contributions.relative_now.values[order], 1),
    }


def _drivers_subtitle(evidence: Evidence) -> str:
    contributions, chosen = evidence.tables["drivers"], evidence.choices
    total = 100 * float(contributions.change.sum()) / float(contributions.then.sum())
    return (
        f"Contribution to the change of the squared coefficient of variation, {chosen['first_year']} to "
        f"{chosen['last_year']}, in % of its first value. Together: {number(total, 0)}%."
    )


def forest(evidence: Evidence) -> Figure:
    """The trend under every measure."""
    rows, chosen = trend_rows(evidence.tables["measures"]), evidence.choices
    listed = "; ".join(
        f"{label} {number(value, 1)}%"
        for label, value in zip(rows["label"], rows["estimate"], strict=True)
    )
    columns = {
        "label": "measure", "start": "first_value", "end": "last_value",
        "estimate": "trend_percent_a_decade", "low": "ci_low", "high": "ci_high",
        "p_value": "p_value", "ar": "persistence", "ar_low": "persistence_low",
        "ar_high": "persistence_high",
    }  # fmt: skip
    return Figure(
        "forest_plot",
        {"estimates": rows},
        {"current_row": plain(evidence.tables["measures"].spec).index(evidence.attrs["spec"])},
        title="Does it depend on the measure?",
        subtitle=(
            f"Trend {chosen['first_year']} to {chosen['last_year']} in % of the first value a decade, with its 95% interval, "
            "which allows for gaps that hardly change from year to year."
        ),
        description=f"Trend a decade under each measure: {listed}.",
        files=Files("estimates", columns, f"trends-{END}"),
    )


@kept
def trend_rows(measures: xr.Dataset) -> Columns:
    """The trend under every measure, of regions and of people."""
    specs = plain(measures.spec)
    numbers = {
        key: plain(measures[name], 2)
        for key, name in (
            ("estimate", "per_decade"), ("low", "decade_low"), ("high", "decade_high"),
            ("ar", "ar"), ("ar_low", "ar_low"), ("ar_high", "ar_high"),
        )
    }  # fmt: skip
    of = ["people" if "|" in spec else "regions" for spec in specs]
    names = [spec.partition("|")[0] for spec in specs]
    listed: list[Any] = list(zip(*(numbers[k] for k in ("estimate", "low", "high")), strict=True))
    return {
        "row": list(range(len(specs))),
        "label": [f"{SPREADS[name].label}, {whom}" for name, whom in zip(names, of, strict=True)],
        "short": [f"{SHORT[name]}, {whom}" for name, whom in zip(names, of, strict=True)],
        **numbers,
        "start": plain(measures.start, 5),
        "end": plain(measures.end, 5),
        "p_value": plain(measures.p_value, 4),
        "said": [f"{number(a, 1)}% a decade ({number(b, 1)} to {number(c, 1)})" for a, b, c in listed],
    }  # fmt: skip
