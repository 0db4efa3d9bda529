"""What one answer of the OECD comparison puts on its page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from levelkit.claims.claim import key_of
from levelkit.claims.maps import BRITAIN, EUROPE
from levelkit.claims.oecd_comparison.figures import PUBLISHED, SCALES, TREATMENTS, UK
from levelkit.claims.panels import table
from levelkit.claims.spreads import SPREADS
from levelkit.pages.design import Shown
from levelkit.pages.oecd_comparison import areas, describe, places
from levelkit.pages.oecd_comparison.rows import (
    ends_of,
    long_rows,
    ranking_rows,
    region_rows,
    relative_ends,
)

if TYPE_CHECKING:
    from levelkit.claims.evidence import Evidence

ROW = 25  # pixels a country
HEAD = 30


def shown(found: Evidence) -> Shown:
    """Figures and words of one answer."""
    chosen = found.choices
    data, treatment, year = chosen["data"], chosen["treatment"], chosen["year"]
    rows = ranking_rows(**chosen)
    dots = region_rows(data, treatment, year)
    long = long_rows(chosen["measure"], weighted=chosen["weighted"], treatment=treatment)
    europe, britain, mapped = areas.map_years(chosen)
    low, high = ends_of(rows, SPREADS[chosen["measure"]].equal)
    left, right = relative_ends(dots, rows["country"])
    when = places.column_years(chosen)
    countries = [one for one in sorted(rows["country"]) if one != UK]
    others = [
        c for c, known in zip(rows["country"], rows["ranked"], strict=True) if known and c != UK
    ]
    place = areas.FIRST_PLACES[EUROPE]
    height = HEAD + ROW * len(rows["row"])
    return Shown(
        datasets={
            "ranking": rows,
            "regions": dots,
            "long": long,
            **areas.area_rows(europe, britain, mapped),
        },
        signals={
            "main": UK,
            "rows_shown": len(rows["row"]),
            "value_low": low,
            "value_high": high,
            "measure_label": places.row_label(chosen["measure"], chosen["weighted"]),
            "relative_low": left,
            "relative_high": right,
            "column_years": when,
            "year": year,
            "data_shown": data,
            "legend_title": "Mean of country = 100",
        },
        words={
            "ranking": {
                "height": height,
                "title": found.headline,
                "subtitle": describe.ranking_subtitle(found),
                "description": describe.ranking(found, rows),
                "source": _source(found),
            },
            "places": describe.places_words(when),
            "strips": {
                "height": height + 20,
                "title": "One dot a region: what makes a country unequal",
                "subtitle": describe.strips_subtitle(found),
                "description": describe.strips(dots, rows),
                "source": _source(found),
            },
            "century": describe.long_words(long, "europe-century", treatment) | {"height": 380},
            "nuts2": describe.long_words(long, "europe-nuts2", treatment) | {"height": 380},
            "map": {
                "title": "Where the rich and the poor regions are",
                "subtitle": describe.map_subtitle(europe, britain, mapped),
                "description": describe.map_description(europe, britain),
                "source": describe.map_source(),
            },
            "why": {"html": _why(chosen)},
            "shares": {"html": places.shares_html()},
            "places-table": {"html": places.table_html(tuple(when))},
        },
        offered={
            "highlight": countries,
            "map": [EUROPE, BRITAIN],
            "classes": list(areas.SCHEMES),
            "place": areas.area_rows(europe, britain, mapped)["areas"]["code"],
        },
        looks={
            "highlight": (others or countries)[0],
            "map": EUROPE,
            "classes": areas.SCHEMES[0],
            "place": place,
        },
        names={"by_people": "-by-people" if chosen["weighted"] else ""},
    )


def _why(chosen: dict[str, Any]) -> str:
    oecd = SCALES[chosen["data"]].table == "oecd-regions"
    return places.why_html(
        chosen["measure"], weighted=chosen["weighted"], year=chosen["year"] if oecd else 2019,
        chosen=key_of([chosen["data"], chosen["treatment"]]),
    )  # fmt: skip


def _source(found: Evidence) -> str:
    return f"Source: {found.attrs['source']}. Licence: {found.attrs['licence']}."


def about(found: Evidence) -> list[list[str]]:
    """What stands above the figures of a download."""
    chosen = found.choices
    scale = SCALES[chosen["data"]]
    variable, what = scale.measured(chosen["treatment"])
    people = "workers" if chosen["treatment"] == "per-worker" else "people"
    return [
        ["regions", scale.label],
        ["figures", what],
        ["unit", table(scale.table)[variable].attrs["units"]],
        ["treatment", TREATMENTS[chosen["treatment"] or PUBLISHED]],
        ["measure", SPREADS[chosen["measure"]].label],
        ["counted", f"weighted by {people}" if chosen["weighted"] else "every region once"],
        ["year", str(chosen["year"])],
    ]
