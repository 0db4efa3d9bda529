"""From the century-of-ranks evidence to the rows that its charts and tables show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from levelkit.claims.panels import MEASURES, short_name
from levelkit.pages.labels import spread, widest
from levelkit.pages.words import number

if TYPE_CHECKING:
    import xarray as xr

    from levelkit.claims.evidence import Evidence

Row = dict[str, Any]

BASIS_NAMES = {
    "roses-wolf-v6": "Roses-Wolf",
    "ons-gdp-2023": "ONS GDP",
    "ons-gva-2025": "ONS GVA",
    "": "",
}


def _bases(table: xr.Dataset) -> list[str]:
    """The basis of each year, empty where all years are on one."""
    if "spliced_basis" in table.coords:
        found: list[str] = table.spliced_basis.values.tolist()
        return found
    return [""] * table.sizes["year"]


LABEL_GAP = 14  # pixels between two labels of the slope chart
SLOPE_MARGIN = 50  # of its height is no room for labels


def slope_height(n_regions: int) -> int:
    """So that every region's label has room."""
    return max(420, 16 * n_regions + SLOPE_MARGIN)


def rank_rows(ranks: xr.Dataset) -> list[Row]:
    """One row a region and year that has a figure.

    ``label_at`` is where a label stands that gives way to its neighbours, each year by
    itself: the slope chart can then change its year without the kernel.
    """
    years = ranks.year.values.tolist()
    names = ranks.name.values.tolist()
    bases = _bases(ranks)
    columns = {
        key: ranks[key].transpose("year", "region").to_numpy()
        for key in ("rank", "relative", "value", "rank_best", "rank_worst")
    }
    top = _label_year_heads(columns["relative"])
    label_at = _label_places(columns["relative"])
    rows = []
    for t, year in enumerate(years):
        for r, name in enumerate(names):
            if np.isnan(columns["rank"][t, r]):
                continue
            rows.append(
                {
                    "region": name,
                    "short": short_name(name),
                    "year": year,
                    **{key: float(column[t, r]) for key, column in columns.items()},
                    "basis": BASIS_NAMES[bases[t]],
                    "end": {0: "first", len(years) - 1: "last"}.get(t, ""),
                    "top": bool(r == top[t]),
                    "label_at": float(label_at[t, r]),
                }
            )
    return rows


def _label_year_heads(relative: Any) -> Any:
    """The region whose row carries the year's heading: one a year is enough."""
    return np.nanargmax(np.where(np.isnan(relative), -np.inf, relative), axis=1)


def _label_places(relative: Any) -> Any:
    """Spread apart on the chart's log scale, whose ends are those of all years."""
    low, high = np.log(value_range(relative))
    height = slope_height(relative.shape[1]) - SLOPE_MARGIN
    gap = LABEL_GAP * (high - low) / height
    return np.exp([spread(np.log(row), gap, low, high) for row in relative])


def value_range(relative: Any) -> tuple[float, float]:
    """The lowest and highest value of all years, never the same."""
    low, high = float(np.nanmin(relative)), float(np.nanmax(relative))
    return (low, high) if low < high else (0.9 * low, 1.1 * high)


def signals(evidence: Evidence, order: list[Row]) -> dict[str, Any]:
    """Values of the charts' parameters."""
    ranks = evidence.tables["ranks"]
    names = ranks.name.values.tolist()
    low, high = value_range(ranks.relative.to_numpy())
    return {
        "first_year": evidence.choices["first_year"],
        "n_regions": ranks.sizes["region"],
        "n_years": ranks.sizes["year"],
        "rho_floor": strip_floor(order),
        # A rank or a value and two spaces stand before a name, and a gap before those.
        "label_px": widest((f"00  {name}" for name in names), 13) + 16,
        "slope_label_px": widest((f"000  {name}" for name in names), 12) + 16,
        "relative_low": low,
        "relative_high": high,
    }


def band_rows(ranks: xr.Dataset) -> list[Row]:
    """Near ties: the ranks that each band of two or more regions takes up."""
    rows = []
    years = ranks.year.values
    bands, sizes, places = (
        ranks[key].transpose("year", "region").to_numpy() for key in ("band", "band_size", "rank")
    )
    for t, year in enumerate(years.tolist()):
        gap = int(np.abs(years[years != year] - year).min())
        band, place = bands[t], places[t]
        for which in np.unique(band[sizes[t] >= 2]):
            inside = place[band == which]
            rows.append(
                {
                    "year": year,
                    "top": float(inside.min()),
                    "bottom": float(inside.max()),
                    "size": int(inside.size),
                    "gap": gap,
                    "last": bool(year == years[-1]),
                }
            )
    return rows


def order_rows(order: xr.Dataset) -> list[Row]:
    """Rank correlation with the first year, a row a year."""
    bases = _bases(order)
    columns = [order[key].values for key in ("estimate", "ci_low", "ci_high", "kendall", "n")]
    rows = []
    for year, basis, rho, low, high, tau, n in zip(
        order.year.values.tolist(), bases, *columns, strict=True
    ):
        if np.isnan(rho):
            continue
        known = not np.isnan(low)
        rows.append(
            {
                "year": year,
                "rho": float(rho),
                "low": float(low) if known else None,
                "high": float(high) if known else None,
                "interval": f"{number(low, 2)} to {number(high, 2)}" if known else "–",
                "kendall": float(tau),
                "n": int(n),
                "basis": BASIS_NAMES[basis],
            }
        )
    return rows


def pair_rows(pairs: xr.Dataset) -> list[Row]:
    """Rank correlation of each pair of years."""
    rho = pairs.estimate.transpose("year", "year_2").to_numpy()
    years = pairs.year.values.tolist()
    return [
        {"year": a, "year_2": b, "rho": float(rho[i, j])}
        for i, a in enumerate(years)
        for j, b in enumerate(years)
        if not np.isnan(rho[i, j])
    ]


def break_rows(evidence: Evidence) -> list[Row]:
    """Where the shown series changes basis, halfway between the two years."""
    order = evidence.tables["order"]
    if "spliced_basis" not in order.coords:
        return []
    years, bases = order.year.values, order.spliced_basis.values
    changes = [k for k in range(1, len(years)) if bases[k] != bases[k - 1]]
    if not changes:
        return []
    # One label, at the last change: labels of changes close together would collide.
    names = [str(bases[0]), *(str(bases[k]) for k in changes)]
    label = " | ".join(BASIS_NAMES[name] for name in names)
    return [
        {"year": (years[k - 1] + years[k]) / 2, "label": label if k == changes[-1] else ""}
        for k in changes
    ]


def strip_floor(order: list[Row]) -> float:
    """The lowest end of an interval, rounded down to a half: no interval is cut off."""
    ends = [row[key] for row in order for key in ("rho", "low") if row[key] is not None]
    return max(-1.0, min(0.0, float(np.floor(2 * min(ends, default=0.0)) / 2)))


def guide_rows(order: list[Row], first: int) -> list[Row]:
    """Levels of the correlation strip; the top one carries its title."""
    levels = np.arange(strip_floor(order), 1.25, 0.5).tolist()
    title = f"Rank correlation with {first} (1 = same order, 0 = unrelated)"
    return [
        {
            "level": level,
            "label": f"{level:g}".replace("-", "−"),
            "title": title * (level == 1),
            "short": title.partition(" (")[0],
        }
        for level in levels
    ]


def description(evidence: Evidence) -> str:
    """The bump chart in words, from its figures."""
    ranks, order = evidence.tables["ranks"], order_rows(evidence.tables["order"])
    first, last = (evidence.choices[key] for key in ("first_year", "last_year"))
    listed = [
        ", ".join(
            f"{int(place)} {name}"
            for place, name in sorted(
                zip(at["rank"].values.tolist(), at.name.values.tolist(), strict=True)
            )
            if not np.isnan(place)
        )
        for at in (ranks.sel(year=first), ranks.sel(year=last))
    ]
    path = ", ".join(f"{row['year']} {row['rho']:.2f}" for row in order)
    return (
        f"Ranks of regions of {evidence.attrs['place']} by output per head. {first}: {listed[0]}. "
        f"{last}: {listed[1]}. Rank correlation with {first}: {path}."
    )


def measure_label(evidence: Evidence) -> str:
    """The chosen measure with its unit, for people."""
    return MEASURES[evidence.choices["measure"]]
