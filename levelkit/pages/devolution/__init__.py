"""The page of the devolution claim: places, index builder, the link with regional gaps, a timeline."""

from __future__ import annotations

from levelkit.pages.design import Design
from levelkit.pages.devolution.shown import about, shown

__all__ = ["DESIGN"]

_VIEW = "{index}-{group}-{year}"
_PICKS = {"picks": {"extra": "left_out", "field": "country"}}

DESIGN = Design(
    shown=shown,
    charts={
        "ranking": {
            "form": "index_ranking",
            "files": {
                "dataset": "ranking",
                "columns": [
                    {"field": "country", "label": "country"},
                    {"field": "place", "label": "place_from_most_centralised"},
                    {"field": "spread", "label": "value"},
                    {"field": "when", "label": "year"},
                    {"field": "reason", "label": "no_place_because"},
                ],
                "filename": f"devolution-{_VIEW}",
            },
        },
        "places": {
            "form": "place_bars",
            "files": {
                "dataset": "places",
                "columns": [
                    {"field": "place", "label": "uk_place"},
                    {"field": "count", "label": "weightings"},
                    {"field": "share", "label": "percent_of_weightings"},
                ],
                "filename": "uk-place-random-weightings-{group}",
            },
        },
        "scatter": {
            "form": "country_scatter",
            "files": {
                "dataset": "scatter",
                "columns": [
                    {"field": "regional", "label": "regional_figures"},
                    {"field": "country", "label": "country"},
                    {"field": "x", "label": "index"},
                    {"field": "y", "label": "coefficient_of_variation"},
                    {"field": "out", "label": "left_out"},
                ],
                "filename": "regional-gaps-and-{index}",
            },
            "options": _PICKS,
        },
        "influence": {
            "form": "influence_dots",
            "files": {
                "dataset": "influence",
                "columns": [
                    {"field": "regional", "label": "regional_figures"},
                    {"field": "name", "label": "left_out"},
                    {"field": "slope", "label": "slope"},
                    {"field": "low", "label": "ci_low"},
                    {"field": "high", "label": "ci_high"},
                ],
                "filename": "influence-{index}",
            },
            "options": _PICKS,
        },
        "specifications": {
            "form": "specification_forest",
            "files": {
                "dataset": "specifications",
                "columns": [
                    {"field": "asked", "label": "specification"},
                    {"field": "estimate", "label": "slope"},
                    {"field": "low", "label": "ci_low"},
                    {"field": "high", "label": "ci_high"},
                    {"field": "countries", "label": "countries"},
                ],
                "filename": "specifications-{index}-{group}-{year}",
            },
        },
        "estimates": {
            "form": "forest_plot",
            "files": {
                "dataset": "estimates",
                "columns": [
                    {"field": "asked", "label": "asked"},
                    {"field": "estimate", "label": "percent_of_a_standard_deviation"},
                    {"field": "low", "label": "ci_low"},
                    {"field": "high", "label": "ci_high"},
                    {"field": "n", "label": "observations"},
                    {"field": "countries", "label": "countries"},
                    {"field": "movers", "label": "countries_that_change"},
                    {"field": "errors", "label": "errors"},
                ],
                "filename": "slopes-{index}",
            },
        },
        "timeline": {
            "form": "event_lines",
            "files": {
                "dataset": "timeline",
                "columns": [
                    {"field": "country", "label": "country"},
                    {"field": "year", "label": "year"},
                    {"field": "value", "label": "index"},
                ],
                "filename": "timeline-{index}",
            },
        },
    },
    tables=(
        {
            "caption": "Places: {measure_label}",
            "dataset": "ranking",
            "unit": "country",
            "columns": [
                {"field": "country", "label": "Country"},
                {"field": "place", "label": "Place, 1 = most centralised", "digits": "rank"},
                {"field": "label", "label": "Value"},
                {"field": "when", "label": "Year"},
                {"field": "reason", "label": "No place because", "wrap": True},
            ],
        },
        {
            "caption": "The UK's place under 10,000 random weightings",
            "dataset": "places",
            "columns": [
                {"field": "place", "label": "Place"},
                {"field": "count", "label": "Weightings"},
                {"field": "share", "label": "%", "digits": 1},
            ],
        },
        {
            "caption": "The slope across countries, with other countries or GDP per head held constant",
            "dataset": "specifications",
            "columns": [
                {"field": "asked", "label": "Asked of", "wrap": True},
                {"field": "estimate", "label": "Slope", "digits": 3},
                {"fields": ["low", "high"], "label": "95% interval", "digits": 3},
                {"field": "countries", "label": "Countries"},
            ],
        },
        {
            "caption": "Every set of regional figures (in % of a standard deviation)",
            "wide": True,
            "dataset": "estimates",
            "columns": [
                {"field": "asked", "label": "Asked", "wrap": True},
                {"field": "estimate", "label": "Slope", "digits": 0},
                {"fields": ["low", "high"], "label": "95% interval", "digits": 0},
                {"field": "n", "label": "Observations"},
                {"field": "countries", "label": "Countries"},
                {"field": "movers", "label": "of them change"},
                {"field": "errors", "label": "Errors", "wrap": True},
            ],
        },
        {
            "caption": "Index and regional inequality of each country",
            "dataset": "scatter",
            "unit": "country",
            "columns": [
                {"field": "country", "label": "Country"},
                {"field": "regional", "label": "Regional figures"},
                {"field": "x", "label": "Index", "digits": 1},
                {"field": "y", "label": "Coefficient of variation", "digits": 3},
            ],
        },
        {
            "caption": "Devolution in the United Kingdom",
            "wide": True,
            "dataset": "events",
            "columns": [
                {"field": "number", "label": "No."},
                {"field": "when", "label": "When"},
                {"field": "title", "label": "What happened", "wrap": True},
                {"field": "nation", "label": "Where"},
                {"field": "direction", "label": "Power goes"},
                {"field": "source", "label": "Source", "wrap": True},
            ],
        },
    ),
    about=about,
    html=("reading", "built", "index-years", "local"),
    looks_form=(
        {
            "name": "highlight", "label": "Beside the UK (or click a country)", "help": "",
            "kind": "select",
        },
        {
            "name": "regional", "label": "Regional gaps in", "help": "For the link with regional gaps",
            "kind": "select",
        },
    ),
)  # fmt: skip
