"""The page of the century-of-ranks claim: three charts, two tables, other countries."""

from __future__ import annotations

from levelkit.pages.century_of_ranks.shown import about, shown
from levelkit.pages.design import Design

__all__ = ["DESIGN"]

_WINDOW = {"year": {"from": "first_year", "to": "last_year"}}
_RANKS = [
    {"field": "region", "label": "region_name"},
    {"field": "year", "label": "year"},
    {"field": "basis", "label": "basis"},
    {"field": "value", "label": "value"},
    {"field": "relative", "label": "mean_of_regions_100"},
    {"field": "rank", "label": "rank"},
    {"field": "rank_best", "label": "rank_best"},
    {"field": "rank_worst", "label": "rank_worst"},
]
_END = "{data}{without}-{first_year}-{last_year}"

DESIGN = Design(
    shown=shown,
    charts={
        "bump": {
            "form": "bump_chart",
            "files": {
                "dataset": "ranks",
                "where": _WINDOW,
                "columns": _RANKS,
                "filename": f"ranks-{_END}",
                "about": [["years", "{first_year} to {last_year}"]],
            },
        },
        "slope": {
            "form": "slope_chart",
            "files": {
                "dataset": "ranks",
                "where": {"year": {"in": ["first_year", "year"]}},
                "columns": _RANKS,
                "filename": "output-per-head-{data}{without}-{first_year}-{year}",
                "about": [["years", "{first_year} and {year}"]],
            },
        },
        "heatmap": {
            "form": "rank_correlation_heatmap",
            "files": {
                "dataset": "pairs",
                "where": {**_WINDOW, "year_2": _WINDOW["year"]},
                "columns": [
                    {"field": "year", "label": "year"},
                    {"field": "year_2", "label": "year_2"},
                    {"field": "rho", "label": "spearman_rho"},
                    {"field": "low", "label": "ci_low"},
                    {"field": "high", "label": "ci_high"},
                    {"field": "kendall", "label": "kendall_tau"},
                    {"field": "n", "label": "regions"},
                ],
                "filename": f"rank-correlations-{_END}",
                "about": [
                    ["years", "{first_year} to {last_year}"],
                    ["spearman_rho", "Spearman's rank correlation of the two years, with its 95% interval"],
                ],
            },
        },
    },
    tables=(
        {
            "caption": "Ranks and output per head",
            "dataset": "ranks",
            "unit": "region",
            "where": {"year": {"in": ["last_year"]}},
            "sort": "rank",
            "columns": [
                {"field": "region", "label": "Region"},
                {"field": "rank", "label": "Rank {first_year}", "at": "first_year", "digits": "rank"},
                {"field": "rank", "label": "Rank {last_year}", "digits": "rank"},
                {
                    "fields": ["rank_best", "rank_worst"],
                    "label": "Rank {last_year} within 3%",
                    "digits": "rank",
                },
                {
                    "field": "relative", "label": "Mean = 100, {first_year}", "at": "first_year",
                    "digits": 1,
                },
                {"field": "relative", "label": "Mean = 100, {last_year}", "digits": 1},
            ],
        },
        {
            "caption": "Rank correlation with {first_year}",
            "dataset": "pairs",
            "where": {"year_2": {"in": ["first_year"]}, **_WINDOW},
            "columns": [
                {"field": "year", "label": "Year"},
                {"field": "rho", "label": "Spearman's rho", "digits": 2},
                {"field": "interval", "label": "95% interval"},
                {"field": "kendall", "label": "Kendall's tau", "digits": 2},
                {"field": "n", "label": "Regions"},
                {"field": "basis", "label": "Basis"},
            ],
        },
    ),
    about=about,
    html=("lowest", "hangs", "half-life", "elsewhere", "countries"),
    looks_form=(
        {"name": "highlight", "label": "Highlight (or click a region)", "help": "", "kind": "select"},
        {"name": "year", "label": "Look at year", "help": "", "kind": "slider"},
    ),
)  # fmt: skip
