"""The page on catching up: growth on the initial level, and all that bears on it."""

from __future__ import annotations

from levelkit.claims.maps import topologies
from levelkit.pages.convergence.shown import about, shown
from levelkit.pages.design import Design

__all__ = ["DESIGN"]

_VIEW = "{data}-{span}-{model}{by_people}"
_PLAIN = "{data}"


def _files(dataset: str, filename: str, **columns: str) -> dict[str, object]:
    listed = [{"field": field, "label": label} for field, label in columns.items()]
    return {"dataset": dataset, "columns": listed, "filename": filename}


DESIGN = Design(
    shown=shown,
    charts={
        "scatter": {
            "form": "growth_scatter",
            "files": _files(
                "points", f"growth-{_VIEW}", region="region_name", relative="initial_level_mean_100",
                growth="growth_above_average_percent_a_year", without_speed="speed_without_it_percent_a_year",
                cook="cooks_distance",
            ),
            "options": {"picks": {"extra": "left_out", "field": "region"}},
        },
        "speed": {
            "form": "speed_lines",
            "files": _files(
                "windows", f"speed-{_PLAIN}", first="first_year", last="last_year", speed="speed_percent_a_year",
                low="ci_low", end="ci_high",
            ),
        },
        "sigma": {
            "form": "sigma_lines",
            "files": _files("sigmas", f"sigma-{_PLAIN}{{by_people}}", year="year", sigma="standard_deviation_of_logs"),
        },
        "forest": {
            "form": "forest_plot",
            "files": _files(
                "estimates", f"speeds-{_VIEW}", label="model_or_panel", estimate="speed_percent_a_year",
                low="ci_low", end="ci_high", half_life="half_life_years", n="observations",
            ),
        },
        "clubs": {
            "form": "club_paths",
            "files": _files("paths", f"club-paths-{_PLAIN}", label="club", year="year", value="path_mean_100"),
        },
        "club-map": {
            "form": "choropleth",
            "kind": "map",
            "files": _files(
                "areas", f"clubs-{_PLAIN}", code="region_code", region="region_name", country="larger_area",
                said="club", relative="level_mean_100",
            ),
            "options": {"renderer": "canvas", "topologies": topologies()},
        },
        "moves": {
            "form": "transition_matrix",
            "files": _files("moves", f"transitions-{_PLAIN}", said="from_and_to", share="share"),
        },
        "kernel": {
            "form": "kernel_surface",
            "files": _files("kernel", f"kernel-{_PLAIN}", i="point_before", j="point_after", density="density"),
            "options": {"renderer": "canvas"},
        },
    },
    tables=(
        {
            "caption": "Places, and the speed without each",
            "dataset": "points",
            "unit": "region",
            "columns": [
                {"field": "region", "label": "Place", "wrap": True},
                {"field": "relative", "label": "At first (mean = 100)", "digits": 0},
                {"field": "growth", "label": "Growth above average, % points a year", "digits": 2},
                {"field": "without_speed", "label": "Speed without it, % a year", "digits": 2},
                {"field": "cook", "label": "Cook's distance", "digits": 3},
            ],
        },
        {
            "caption": "Every model, and every panel",
            "dataset": "estimates",
            "columns": [
                {"field": "label", "label": "Model of these places; then panels", "wrap": True},
                {"field": "estimate", "label": "Speed, % a year", "digits": 2},
                {"field": "interval", "label": "95% interval"},
                {"field": "half_life", "label": "Half-life"},
                {"field": "n", "label": "Observations", "digits": 0},
            ],
        },
        {
            "caption": "Speed through time",
            "dataset": "windows",
            "columns": [
                {"fields": ["first", "last"], "label": "Years"},
                {"field": "speed", "label": "Speed, % a year", "digits": 2},
                {"field": "interval", "label": "95% interval"},
            ],
        },
        {
            "caption": "Clubs (0 or above: growth rates converge; 2 or above: levels)",
            "wide": True,
            "dataset": "clubs",
            "columns": [
                {"field": "club", "label": "Club"},
                {"field": "n", "label": "Places", "digits": 0},
                {"field": "level", "label": "Level (mean = 100)", "digits": 0},
                {"field": "b", "label": "log t slope", "digits": 2},
                {"field": "t", "label": "t", "digits": 1},
                {"field": "members", "label": "Members", "wrap": True},
            ],
        },
    ),
    html=("regression", "checks"),
    looks_form=(
        {
            "name": "highlight", "label": "Draw the line without (or click a point)", "help": "",
            "kind": "select",
        },
    ),
    about=about,
)  # fmt: skip
