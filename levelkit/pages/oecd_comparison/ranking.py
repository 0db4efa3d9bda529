"""Countries in their order, and the regions behind it, one dot each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from levelkit.claims.numbers import index_said, index_span
from levelkit.claims.spreads import SPREADS
from levelkit.figures.columns import significant, whole
from levelkit.figures.figure import Columns, Figure, Files
from levelkit.figures.kept import kept
from levelkit.pages.words import number

if TYPE_CHECKING:
    import xarray as xr

    from levelkit.claims.evidence import Evidence

LISTED = 10
UK = "United Kingdom"
SHORT = {
    UK: "UK", "United States": "USA", "North Macedonia": "N Macedonia", "New Zealand": "N Zealand",
}  # fmt: skip
NOT_AT_ALL = "no figures by region"


def measure_label(evidence: Evidence) -> str:
    """The measure, and whether it counts people."""
    return row_label(evidence.choices["measure"], evidence.choices["weighted"])


def row_label(measure: str, weighted: bool) -> str:
    """A measure, and whether it counts people."""
    label = {"log_sd": "Standard deviation of logs"}.get(measure, SPREADS[measure].label)
    return f"{label}, by people" if weighted else label


def others(evidence: Evidence) -> list[str]:
    """Every country beside the UK."""
    return sorted(set(ranking_rows(evidence.tables["ranking"])["country"]) - {UK})


def most_unequal(evidence: Evidence) -> str:
    """The country beside the UK that is ranked first."""
    rows = ranking_rows(evidence.tables["ranking"])
    ranked = [c for c, known in zip(rows["country"], rows["ranked"], strict=True) if known]
    return next((c for c in ranked if c != UK), others(evidence)[0])


def ranking(evidence: Evidence) -> Figure:
    """Countries by how unequal their regions are."""
    chosen, rows = evidence.choices, ranking_rows(evidence.tables["ranking"])
    equal = SPREADS[chosen["measure"]].equal
    regions, attrs = evidence.attrs["regions"].split(", 2")[0], evidence.attrs
    columns = {
        "country": "country", "place": "place", "spread": "value", "low": "lowest_without_one_region",
        "high": "highest_without_one_region", "hinge": "region_that_moves_it_most",
        "best": "best_place_without_one_region", "worst": "worst_place_without_one_region",
        "n_regions": "regions", "reason": "not_ranked_because",
    }  # fmt: skip
    return Figure(
        "country_ranking",
        {"ranking": rows},
        {"main": UK, "value_low": equal, "measure_label": measure_label(evidence)},
        title=evidence.headline,
        subtitle=(
            f"{regions}{attrs['treated']}, {chosen['year']}: {attrs['long_name']}. {equal:g} means that all regions are equal. Thin "
            "lines: with any one of a country's regions left out (no sampling error), cut at the edge. "
            "In grey letters: countries that are not ranked, and why."
        ),
        description=_ranking_said(chosen["measure"], rows),
        files=Files("ranking", columns, "ranking-{data}-{measure}{by_people}-{treatment}-{year}"),
        marks={"highlight": most_unequal(evidence)},
    )


def _ranking_said(measure: str, rows: Columns) -> str:
    """The order from the top, and who is not in it."""
    listed = [
        *zip(*(rows[k] for k in ("ranked", "place", "country", "label", "reason")), strict=True)
    ]
    pairs = [f"{place} {country} ({label})" for known, place, country, label, _ in listed if known]
    out = [f"{country} ({why})" for known, _, country, _, why in listed if not known]
    order = ", ".join(pairs)
    if len(pairs) > LISTED + 4:
        order = f"{', '.join(pairs[:LISTED])}, and so on to {pairs[-1]}"
    left = f" Not ranked: {', '.join(out)}." if out else ""
    return f"Countries by {SPREADS[measure].label}, the most unequal first: {order}.{left}"


@kept
def ranking_rows(ranked: xr.Dataset) -> Columns:
    """One row a country that has regions: those ranked by place, then the others by name."""
    known = ranked.isel(country=ranked.reason.values != NOT_AT_ALL)
    place = np.nan_to_num(known.place.values, nan=np.inf)
    known = known.isel(country=np.lexsort((known.country.values.astype(str), place)))
    names = known.country.values.tolist()
    spans = zip(known.low.values.tolist(), known.high.values.tolist(), strict=True)
    return {
        "row": list(range(1, len(names) + 1)),
        "country": names,
        "name": [SHORT.get(name, name) for name in names],
        "place": whole(significant(known.place, 5)),
        "spread": significant(known.spread, 5),
        "low": significant(known.low, 5),
        "high": significant(known.high, 5),
        "label": ["–" if np.isnan(v) else index_said(v) for v in known.spread.values.tolist()],
        "ends": ["–" if np.isnan(low) else index_span(low, high) for low, high in spans],
        "hinge": known.hinge.values.tolist(),
        "best": whole(significant(known.place_best, 5)),
        "worst": whole(significant(known.place_worst, 5)),
        "n_regions": known.n_regions.values.tolist(),
        "ranked": np.isfinite(known.place.values).tolist(),
        "reason": known.reason.values.tolist(),
    }


def strips(evidence: Evidence) -> Figure:
    """Every region relative to its country's mean, countries in the order of the ranking."""
    rows, dots = ranking_rows(evidence.tables["ranking"]), region_rows(evidence.tables["regions"])
    what = evidence.attrs["long_name"]
    columns = {
        "region": "region_name", "code": "region_code", "country": "country", "value": "value",
        "people": "people", "relative": "mean_of_country_100",
    }  # fmt: skip
    return Figure(
        "region_strips",
        {"ranking": rows, "regions": dots},
        {"main": UK},
        title="One dot a region: what makes a country unequal",
        subtitle=(
            f"{what[0].upper()}{what[1:]}, {evidence.choices['year']}; each country's mean = 100, log scale. Countries in the order of the ranking. "
            "Point at a dot for the region's name."
        ),
        description=_strips_said(dots, rows),
        files=Files("regions", columns, "regions-{data}-{treatment}-{year}"),
        options={"renderer": "canvas"},
        marks={"highlight": most_unequal(evidence)},
    )


def _strips_said(dots: Columns, rows: Columns) -> str:
    """The extremes of the UK and how many dots there are."""
    ends = [dots["end"].index(end) for end in ("lowest", "highest") if end in dots["end"]]
    if not ends:
        return "One dot a region for each country."
    low, high = (f"{dots['region'][k]} at {number(dots['relative'][k], 0)}" for k in ends)
    shown = set(rows["country"])
    n = sum(country in shown for country in dots["country"])
    return (
        f"{n} regions of {len(shown)} countries relative to their country's mean. United Kingdom: from {low} to "
        f"{high}."
    )


@kept
def region_rows(levels: xr.Dataset) -> Columns:
    """One row a region with a figure: its value, and relative to its country's mean."""
    relative, value = levels.relative.values, levels.value.values.tolist()
    inside = np.flatnonzero(levels.country.values == UK)
    end = [""] * len(value)
    if inside.size:
        end[inside[relative[inside].argmax()]] = "highest"
        end[inside[relative[inside].argmin()]] = "lowest"
    return {
        "region": levels["name"].values.astype(str).tolist(),
        "code": levels.region.values.tolist(),
        "country": levels.country.values.tolist(),
        "relative": significant(relative, 4),
        "value": [round(v) for v in value],
        "said": [_with_unit(v, levels.value.attrs["units"]) for v in value],
        "people": [None if np.isnan(n) else int(n) for n in levels.people.values.tolist()],
        "end": end,
    }


def _with_unit(value: float, units: str) -> str:
    if units.startswith("£"):
        return f"£{value:,.0f}{units[1:]}"
    return f"{value:,.0f} {units}"
