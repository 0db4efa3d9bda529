"""The page of the widening-gaps claim: lines of all series, who drives the change, every measure."""

from __future__ import annotations

from levelkit.pages.design import Design
from levelkit.pages.widening_gaps.shown import about, shown

__all__ = ["DESIGN"]

_END = "{data}-{measure}-{first_year}-{last_year}"

DESIGN = Design(
    shown=shown,
    charts={
        "lines": {
            "form": "dispersion_lines",
            "files": {
                "dataset": "lines",
                "columns": [
                    {"field": "label", "label": "series"},
                    {"field": "part", "label": "basis"},
                    {"field": "year", "label": "year"},
                    {"field": "value", "label": "dispersion"},
                ],
                "filename": f"dispersion-{_END}",
            },
        },
        "drivers": {
            "form": "contribution_bars",
            "files": {
                "dataset": "drivers",
                "columns": [
                    {"field": "region", "label": "region_name"},
                    {"field": "change", "label": "contribution_percent_of_first_cv_squared"},
                    {"field": "relative_then", "label": "mean_100_first_year"},
                    {"field": "relative_now", "label": "mean_100_last_year"},
                ],
                "filename": f"drivers-{_END}",
            },
        },
        "forest": {
            "form": "forest_plot",
            "files": {
                "dataset": "estimates",
                "columns": [
                    {"field": "label", "label": "measure"},
                    {"field": "start", "label": "first_value"},
                    {"field": "end", "label": "last_value"},
                    {"field": "estimate", "label": "trend_percent_a_decade"},
                    {"field": "low", "label": "ci_low"},
                    {"field": "high", "label": "ci_high"},
                    {"field": "p_value", "label": "p_value"},
                    {"field": "ar", "label": "persistence"},
                    {"field": "ar_low", "label": "persistence_low"},
                    {"field": "ar_high", "label": "persistence_high"},
                ],
                "filename": f"trends-{_END}",
            },
        },
    },
    tables=(
        {
            "caption": "Every measure, {first_year} and {last_year}",
            "dataset": "estimates",
            "columns": [
                {"field": "label", "label": "Measure, counting"},
                {"field": "start", "label": "{first_year}", "digits": 4},
                {"field": "end", "label": "{last_year}", "digits": 4},
                {"field": "estimate", "label": "Trend, % a decade", "digits": 1},
                {"fields": ["low", "high"], "label": "95% interval", "digits": 1},
            ],
        },
        {
            "caption": "The chosen series, year by year",
            "dataset": "interval",
            "columns": [
                {"field": "year", "label": "Year"},
                {"field": "value", "label": "Dispersion", "digits": 4},
                {"fields": ["low", "high"], "label": "Without any one region", "digits": 4},
            ],
        },
        {
            "caption": "Who drives the change",
            "dataset": "drivers",
            "unit": "region",
            "columns": [
                {"field": "region", "label": "Region"},
                {"field": "change", "label": "Contribution, %", "digits": 1},
                {"field": "relative_then", "label": "Mean = 100, {first_year}", "digits": 1},
                {"field": "relative_now", "label": "Mean = 100, {last_year}", "digits": 1},
            ],
        },
    ),
    looks_form=(
        {
            "name": "highlight",
            "label": "Highlight (or click a region)",
            "help": "",
            "kind": "select",
        },
    ),
    about=about,
)
