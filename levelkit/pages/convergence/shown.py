"""What one answer on catching up puts on its page."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

from levelkit.claims.convergence.criterion import SLOW
from levelkit.claims.convergence.models import ERRORS_SAID, models_of
from levelkit.claims.convergence.panels import PANELS
from levelkit.claims.convergence.sample import Sample
from levelkit.claims.convergence.scatter import LINES
from levelkit.claims.maps import BRITAIN
from levelkit.pages.convergence import describe
from levelkit.pages.convergence.anatomy_rows import (
    PATHS_HEIGHT,
    club_columns,
    kernel_columns,
    move_columns,
    path_columns,
    sigma_columns,
    window_columns,
)
from levelkit.pages.convergence.club_map import SCHEME, area_columns, map_shown, map_source
from levelkit.pages.convergence.regression_table import table_html
from levelkit.pages.convergence.rows import estimate_columns, line_columns, point_columns
from levelkit.pages.design import Shown

if TYPE_CHECKING:
    from levelkit.claims.evidence import Evidence

ROW = 24  # pixels an estimate


def sample_of(found: Evidence) -> Sample:
    """The places and years of an answer."""
    chosen = found.choices
    first, last = map(int, chosen["span"].split("-"))
    return Sample(
        chosen["data"], first, last, chosen["include_capital"], tuple(found.attrs["left_out"])
    )


def shown(found: Evidence) -> Shown:
    """Figures and words of one answer."""
    chosen, sample = found.choices, sample_of(found)
    key, weighted, capital = sample.data, chosen["weighted"], sample.include_capital
    held = chosen["model"] if chosen["model"] in LINES else "ols"
    scatter, ends = point_columns(sample, held, weighted=weighted)
    datasets: dict[str, Any] = {**scatter, "line": line_columns(found.tables["line"])}
    signals: dict[str, Any] = {
        **ends,
        "first_year": sample.first,
        "last_year": sample.last,
        "legend_title": "Club",
        "line_meant": "" if chosen["model"] in LINES else " (plain line)",
    }
    for part in (
        window_columns(key, capital), sigma_columns(key, capital, weighted), path_columns(key, capital),
        move_columns(key, capital), kernel_columns(key, capital),
    ):  # fmt: skip
        datasets |= part[0]
        signals |= part[1]
    datasets |= area_columns(key, capital) | {"clubs": club_columns(key, capital)}
    names = sorted(found.tables["points"].region.values.tolist())
    first_marked = scatter["points"]["region"][_most(scatter["points"])]
    panel_map = map_shown(key)
    mapped = BRITAIN if panel_map is None else panel_map.label
    return Shown(
        datasets=datasets,
        signals=signals,
        words=_words(found, sample, datasets) | {
            "left_out": {"options": [[name, name] for name in sorted([*names, *sample.left_out])]},
        },
        offered={
            "highlight": names,
            "map": [mapped],
            "classes": [SCHEME],
            "place": datasets["areas"]["code"] or [""],
        },
        looks={
            "highlight": first_marked,
            "map": mapped,
            "classes": SCHEME,
            "place": (datasets["areas"]["code"] or [""])[0],
        },
        names={"by_people": "-by-people" if weighted else ""},
        rest=functools.partial(_models, found, sample),
    )  # fmt: skip


def _models(found: Evidence, sample: Sample) -> Shown:
    """Every model of the same places, and whether the line's assumptions hold."""
    chosen, estimates = found.choices, estimate_columns(found.tables["models"], sample)
    numbers = [v for name in ("estimate", "low", "high") for v in estimates[name] if v is not None]
    return Shown(
        datasets={"estimates": estimates},
        signals={
            "current_row": estimates["key"].index(chosen["model"]),  # models come first
            "estimate_low": max(min(numbers), -4.0),
            "estimate_high": min(max(numbers), 6.0),
            "n_estimates": estimates["row"][-1] + 1,
        },
        words={
            "forest": {
                "height": 40 + ROW * (estimates["row"][-1] + 1),
                "title": "Does it depend on the model, or on the place?",
                "subtitle": (
                    "Speed in % of a gap a year with its 95% interval. Above: every model of the chosen places and years. Below: "
                    f"the absolute model (HC3) of every panel over its longest years. {SLOW:g}% closes half of a gap in a lifetime. "
                    "An arrow: the interval goes on, beyond −4% or 6% or without end."
                ),
                "description": "; ".join(
                    f"{a}: {b}" for a, b in zip(estimates["label"], estimates["said"], strict=True)
                ),
                "source": "Source: the panels' own, listed in the table of sources of the repository.",
            },
            "regression": {
                "html": table_html(sample, chosen["model"], weighted=chosen["weighted"])
            },
            "checks": {"html": describe.checks_html(found)},
        },
    )


def _most(points: dict[str, list[Any]]) -> int:
    """The place that moves the line most."""
    return max(range(len(points["cook"])), key=lambda k: points["cook"][k] or 0)


def _words(found: Evidence, sample: Sample, datasets: dict[str, Any]) -> dict[str, dict[str, Any]]:
    chosen, key = found.choices, sample.data
    n = len(found.tables["points"].region)
    source = f"Source: {found.attrs['source']}. Licence: {found.attrs['licence']}."
    clubs, moves = describe.club_words(sample), describe.move_words(sample)
    speed, sigma = (
        describe.speed_words(sample),
        describe.sigma_words(weighted=chosen["weighted"]),
    )
    kernel = describe.kernel_words(sample)
    return {
        "scatter": {
            "height": 470,
            "title": found.headline,
            "subtitle": describe.scatter(found, sample),
            "description": describe.points_said(found, n, datasets["points"]),
        },
        "speed": speed | {
            "height": 300,
            "description": f"{speed['subtitle']} " + "; ".join(datasets["windows"]["said"]) + ".",
        },
        "sigma": sigma | {
            "height": 300,
            "description": f"{sigma['subtitle']} From {datasets['sigmas']['sigma'][0]} in "
            f"{datasets['sigmas']['year'][0]} to {datasets['sigmas']['sigma'][-1]} in {datasets['sigmas']['year'][-1]}.",
        },
        "clubs": clubs | {
            "height": PATHS_HEIGHT + 20,
            "description": f"{clubs['title']}. " + "; ".join(datasets["path_ends"]["label"]) + ".",
        },
        "club-map": {
            "height": 560,
            "hidden": map_shown(key) is None,
            "title": "Where the clubs are",
            "subtitle": "Clubs are numbered from the highest path. Grey: in no club, no figures, or other borders in the source.",
            "description": f"{clubs['title']}. The table of clubs lists their members.",
            "source": map_source(key, source),
        },
        "moves": moves | {
            "height": 90 + 30 * len(datasets["move_rows"]["row"]),
            "description": f"{moves['title']}. " + "; ".join(datasets["moves"]["said"]) + ".",
        },
        "kernel": kernel | {"height": 400, "description": f"{kernel['title']}. {kernel['subtitle']}"},
    }  # fmt: skip


def about(found: Evidence) -> list[list[str]]:
    """What stands above the figures of a download."""
    chosen, sample = found.choices, sample_of(found)
    models = models_of(sample.data, sample.first, sample.last)
    return [
        ["figures", PANELS[sample.data].label],
        ["years", f"{sample.first} to {sample.last}"],
        ["model", models[chosen["model"]]],
        ["errors", ERRORS_SAID[chosen["errors"]]],
        ["counted", "people" if chosen["weighted"] else "every place once"],
        ["capitals", "with" if chosen["include_capital"] else "without"],
        ["unit", found.attrs["units"]],
    ]
