"""The page of the OECD comparison: ranking, all rankings, strips, long views, map."""

from __future__ import annotations

from typing import Any

from levelkit.claims.maps import topologies
from levelkit.pages.design import Design
from levelkit.pages.oecd_comparison.places import choices, datasets
from levelkit.pages.oecd_comparison.shown import about, shown

__all__ = ["DESIGN"]

_VIEW = "{data}-{measure}{by_people}-{treatment}-{year}"
_RANKING = [
    {"field": "country", "label": "country"},
    {"field": "place", "label": "place"},
    {"field": "spread", "label": "value"},
    {"field": "low", "label": "lowest_without_one_region"},
    {"field": "high", "label": "highest_without_one_region"},
    {"field": "hinge", "label": "region_that_moves_it_most"},
    {"field": "best", "label": "best_place_without_one_region"},
    {"field": "worst", "label": "worst_place_without_one_region"},
    {"field": "n_regions", "label": "regions"},
    {"field": "reason", "label": "not_ranked_because"},
]
_LONG = [
    {"field": "source", "label": "regions"},
    {"field": "country", "label": "country"},
    {"field": "year", "label": "year"},
    {"field": "spread", "label": "value"},
    {"field": "place", "label": "place"},
    {"field": "countries", "label": "countries"},
]


def _long_chart(source: str) -> dict[str, Any]:
    return {
        "form": "country_lines",
        "files": {"dataset": "long", "columns": _LONG, "filename": f"years-{source}-{{measure}}{{by_people}}-{{treatment}}"},
        "options": {"signals": {"source_shown": source}},
    }  # fmt: skip


_named = datasets()

DESIGN = Design(
    shown=shown,
    charts={
        "ranking": {
            "form": "country_ranking",
            "files": {"dataset": "ranking", "columns": _RANKING, "filename": f"ranking-{_VIEW}"},
        },
        "places": {
            "form": "place_map",
            "kind": "places",
            "files": {
                "dataset": "cells",
                "columns": [
                    {"field": "words", "label": "ranking"},
                    {"field": "year", "label": "year"},
                    {"field": "place", "label": "uk_place"},
                    {"field": "countries", "label": "countries"},
                    {"field": "share", "label": "share_of_others_more_equal"},
                ],
                "filename": "uk-place-in-all-rankings",
            },
            "options": {
                "datasets": _named,
                "choices": choices(),
                "signals": {
                    "place_rows": len(_named["place_row_names"]["row"]),
                    "place_columns": len(_named["place_column_names"]["column"]),
                },
            },
        },
        "strips": {
            "form": "region_strips",
            "files": {
                "dataset": "regions",
                "columns": [
                    {"field": "region", "label": "region_name"},
                    {"field": "code", "label": "region_code"},
                    {"field": "country", "label": "country"},
                    {"field": "value", "label": "value"},
                    {"field": "people", "label": "people"},
                    {"field": "relative", "label": "mean_of_country_100"},
                ],
                "filename": "regions-{data}-{treatment}-{year}",
            },
            "options": {"renderer": "canvas"},
        },
        "century": _long_chart("europe-century"),
        "nuts2": _long_chart("europe-nuts2"),
        "map": {
            "form": "choropleth",
            "kind": "map",
            "files": {
                "dataset": "areas",
                "where": {"map": {"in": ["map"]}},
                "columns": [
                    {"field": "code", "label": "region_code"},
                    {"field": "region", "label": "region_name"},
                    {"field": "country", "label": "country"},
                    {"field": "said", "label": "value"},
                    {"field": "relative", "label": "mean_of_country_100"},
                ],
                "filename": "map-{map}",
            },
            "options": {"renderer": "canvas", "topologies": topologies()},
        },
    },
    tables=(
        {
            "caption": "Ranking, {year}: {measure_label}",
            "dataset": "ranking",
            "unit": "country",
            "columns": [
                {"field": "country", "label": "Country"},
                {"field": "place", "label": "Place", "digits": "rank"},
                {"field": "label", "label": "Value"},
                {"field": "ends", "label": "Without any one region"},
                {"field": "hinge", "label": "Region that moves it most", "wrap": True},
                {"field": "n_regions", "label": "Regions"},
                {"field": "reason", "label": "Not ranked because"},
            ],
        },
    ),
    about=about,
    html=("why", "shares", "places-table"),
    looks_form=(
        {
            "name": "highlight", "label": "Beside the UK (or click a country)", "help": "",
            "kind": "select",
        },
    ),
)  # fmt: skip
