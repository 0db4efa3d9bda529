"""The page of the OECD comparison: ranking, all rankings, strips, long views, map."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from levelkit.charts.choropleth import SCHEMES
from levelkit.claims.maps import BRITAIN, EUROPE
from levelkit.claims.spreads import SPREADS
from levelkit.figures.table import Column, Table
from levelkit.pages.layout import Mark, PageLayout
from levelkit.pages.oecd_comparison.all_rankings import places, places_table
from levelkit.pages.oecd_comparison.europe_map import FIRST_PLACE, area_rows, areas_map
from levelkit.pages.oecd_comparison.ranking import (
    UK,
    measure_label,
    most_unequal,
    others,
    ranking,
    ranking_rows,
    strips,
)
from levelkit.pages.oecd_comparison.reasons import shares, why
from levelkit.pages.oecd_comparison.years import century, nuts2

if TYPE_CHECKING:
    from levelkit.claims.evidence import Evidence

__all__ = ["LAYOUT"]


def every_country(evidence: Evidence) -> Table:
    """The ranking with what single regions do to it."""
    return Table(
        "Ranking, {year}: {measure_label}",
        {"ranking": ranking_rows(evidence.tables["ranking"])},
        (
            Column("country", "Country"),
            Column("place", "Place", digits="rank"),
            Column("label", "Value"),
            Column("ends", "Without any one region"),
            Column("hinge", "Region that moves it most", wrap=True),
            Column("n_regions", "Regions"),
            Column("reason", "Not ranked because"),
        ),
        unit="country",
    )


def about(evidence: Evidence) -> list[list[str]]:
    """What stands above the figures of a download."""
    attrs, chosen = evidence.attrs, evidence.choices
    return [
        ["regions", attrs["regions"]],
        ["figures", attrs["long_name"]],
        ["unit", attrs["units"]],
        ["treatment", attrs["treatment"]],
        ["measure", SPREADS[chosen["measure"]].label],
        ["counted", attrs["counted"]],
        ["year", str(chosen["year"])],
    ]


def _values(evidence: Evidence) -> dict[str, Any]:
    return {
        "main": UK,  # whose highest region a map marks first
        "measure_label": measure_label(evidence),
        "by_people": "-by-people" if evidence.choices["weighted"] else "",
    }


def _areas(evidence: Evidence) -> list[str]:
    rows: list[str] = area_rows(evidence.tables["europe"], evidence.tables["britain"])["code"]
    return rows


LAYOUT = PageLayout(
    figures={
        "ranking": ranking, "places": places, "strips": strips, "century": century, "nuts2": nuts2,
        "map": areas_map,
    },
    tables=(every_country,),
    passages={"why": why, "shares": shares, "places-table": places_table},
    marks=(
        Mark("highlight", others, most_unequal, label="Beside the UK (or click a country)"),
        Mark("map", lambda _: [EUROPE, BRITAIN], lambda _: EUROPE),
        Mark("classes", lambda _: list(SCHEMES), lambda _: SCHEMES[0]),
        Mark("place", _areas, lambda _: FIRST_PLACE),
    ),
    values=_values,
    about=about,
    advanced=frozenset({"treatment", "weighted"}),
)  # fmt: skip
