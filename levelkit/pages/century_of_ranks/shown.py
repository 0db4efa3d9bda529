"""What one answer of the century-of-ranks claim puts on its page."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

import numpy as np

from levelkit.claims.century_of_ranks.series import series
from levelkit.claims.panels import LABELS
from levelkit.pages.century_of_ranks import describe
from levelkit.pages.century_of_ranks.elsewhere import elsewhere_table, elsewhere_text
from levelkit.pages.century_of_ranks.half_life import half_life_words
from levelkit.pages.century_of_ranks.lowest import hangs_table, lowest_words
from levelkit.pages.century_of_ranks.rows import (
    break_columns,
    datasets,
    slope_height,
    strip_floor,
    value_range,
)
from levelkit.pages.design import Shown
from levelkit.pages.labels import widest

if TYPE_CHECKING:
    from levelkit.claims.evidence import Evidence

ROW_HEIGHT = 27  # pixels a rank in the bump chart
STRIP_HEIGHT = 206


def shown(found: Evidence) -> Shown:
    """Figures and words of one answer."""
    chosen = found.choices
    key = (chosen["data"], chosen["measure"])
    capital = chosen["include_capital"]
    marks = _marks(*key, include_capital=capital)
    years = found.tables["order"].year.values.tolist()
    n_regions = len(marks["regions"])
    return Shown(
        datasets={
            **datasets(*key, include_capital=capital),
            "breaks": break_columns(found.tables["order"]),
        },
        signals={
            **marks["signals"],
            "first_year": chosen["first_year"],
            "last_year": chosen["last_year"],
            "n_years": len(years),
            "rho_floor": strip_floor(found.tables["order"]),
        },
        words={
            "bump": {
                "height": STRIP_HEIGHT + ROW_HEIGHT * max(n_regions, 4),
                "title": found.headline,
                "subtitle": describe.bump_subtitle(found),
                "description": describe.bump(found),
            },
            "slope": {
                "height": slope_height(n_regions),
                "title": "How far apart are they?",
                "subtitle": describe.slope_subtitle(found),
                "description": describe.slope(found),
            },
            "heatmap": {
                "height": 420,
                "title": "Which years share an order?",
                "subtitle": (
                    "Spearman's rank correlation between all pairs of years; "
                    "the outlined cell is the pair looked at."
                ),
                "description": describe.heatmap(found),
            },
            "lowest": {"html": lowest_words(found)},
            "hangs": {"html": hangs_table(*key, chosen["first_year"], include_capital=capital)},
            "half-life": {"html": half_life_words(found)},
            "elsewhere": {"html": elsewhere_text()},
            "countries": {"html": elsewhere_table(found.attrs["place"])},
        },
        offered={"highlight": marks["regions"], "year": years[1:]},
        looks={"highlight": marks["most_moved"], "year": years[-1]},
        names={"without": "" if capital else "-without-capital"},
    )


@functools.lru_cache(maxsize=8)
def _marks(data: str, measure: str, *, include_capital: bool) -> dict[str, Any]:
    """Regions to highlight, and parameters that no year changes."""
    ranks = series(data, measure, include_capital=include_capital).ranks
    names = ranks.name.values.tolist()
    low, high = value_range(ranks.relative.to_numpy())
    place = ranks["rank"].transpose("year", "region").to_numpy()
    # Whoever moved through most ranks, of those with a figure for every year.
    known = np.isfinite(place).sum(axis=0)
    all_years = known == known.max()
    moved = np.full(len(names), -1.0)
    moved[all_years] = np.nanmax(place[:, all_years], 0) - np.nanmin(place[:, all_years], 0)
    return {
        "regions": sorted(names),
        "most_moved": names[int(moved.argmax())],
        "signals": {
            "n_regions": len(names),
            # A rank or a value and two spaces stand before a name, and a gap before those.
            "label_px": widest((f"00  {name}" for name in names), 13) + 16,
            "slope_label_px": widest((f"000  {name}" for name in names), 12) + 16,
            "relative_low": low,
            "relative_high": high,
        },
    }


def about(found: Evidence) -> list[list[str]]:
    """What stands above the figures of a download."""
    chosen = found.choices
    capital = series(
        chosen["data"], chosen["measure"], include_capital=chosen["include_capital"]
    ).panel.capital
    return [
        ["regions", found.attrs["panel"]],
        ["capital", f"{'with' if chosen['include_capital'] else 'without'} {capital}"],
        ["measure", LABELS[chosen["measure"]]],
        ["unit", found.attrs["units"]],
    ]
