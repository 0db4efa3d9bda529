"""Speed window by window, and the spread year by year."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from levelkit.figures.figure import Figure, Files
from levelkit.figures.kept import kept
from levelkit.figures.table import Column, Table
from levelkit.pages.convergence.scatter import years_of
from levelkit.pages.convergence.speeds import end_of, interval, numbers, slow_of, speed_said

if TYPE_CHECKING:
    import xarray as xr

    from levelkit.claims.evidence import Evidence
    from levelkit.figures.figure import Columns


def speed(evidence: Evidence) -> Figure:
    """When places caught up."""
    table, said, slow = evidence.tables["windows"], evidence.attrs, slow_of(evidence)
    rows = window_rows(table, slow)
    length = "the years between two figures" if said["uneven"] else f"{said['window']} years"
    subtitle = (
        f"Speed in % of a gap a year, in windows of {length} (dots at their middle), absolute model with HC3 intervals, "
        "one source. Shaded: the chosen years. Above 0 gaps close. An arrow: the interval goes on."
    )
    return Figure(
        "speed_lines",
        {"windows": rows, "speed_guides": guides(slow)},
        _years_shown(evidence) | _ends_of_speeds(table),
        title="When did places catch up?",
        subtitle=subtitle,
        description=f"{subtitle} {'; '.join(rows['said'])}.",
        files=Files(
            "windows",
            {
                "first": "first_year", "last": "last_year", "speed": "speed_percent_a_year",
                "low": "ci_low", "end": "ci_high",
            },
            "speed-{data}",
        ),
    )  # fmt: skip


@kept
def guides(slow: float) -> Columns:
    """Lines to hold speeds against."""
    return {
        "level": [0, slow, 2.0],
        "label": ["0: gaps stay", f"{slow:g}: half in a lifetime", "2: half in 35 years"],
        "short": ["stay", f"{slow:g}%", "2%"],
    }


def _years_shown(evidence: Evidence) -> dict[str, int]:
    """Both charts of years have the same ones, from the first of one basis to the last chosen."""
    first, last = years_of(evidence)
    known = evidence.tables["sigmas"].year.values
    return {
        "first_year": first, "last_year": last, "year_low": int(known[0]),
        "year_high": max(int(known[-1]), evidence.attrs["last_year_offered"]),
    }  # fmt: skip


def _ends_of_speeds(windows: xr.Dataset) -> dict[str, float]:
    speeds, lows, highs = (windows[name].values for name in ("speed", "low", "high"))
    known = highs[np.isfinite(highs)]
    return {
        "speed_low": min(float(np.nanquantile(lows, 0.1)), float(np.nanmin(speeds)), -1.0) - 0.3,
        "speed_high": max(float(np.quantile(known, 0.9)), float(np.nanmax(speeds)), 2.4) + 0.3,
    }


@kept
def window_rows(windows: xr.Dataset, slow: float) -> Columns:
    """Speed window by window."""
    spans = [windows[name].values.tolist() for name in ("first", "last", "speed", "low", "high")]
    first, last, speeds, lows, highs = spans
    return {
        "first": first,
        "last": last,
        "middle": windows.middle.values.tolist(),
        "speed": numbers(speeds),
        "low": numbers(lows),
        "high": numbers(highs),
        "end": [end_of(high) for high in highs],
        "interval": [interval(*ends) for ends in zip(lows, highs, strict=True)],
        "said": [
            f"{begin} to {end}: {speed_said(speed, low, high, slow)}"
            for begin, end, speed, low, high in zip(*spans, strict=True)
        ],
    }


def sigma(evidence: Evidence) -> Figure:
    """Whether gaps became smaller."""
    table = evidence.tables["sigmas"]
    rows, values = sigma_rows(table), table.sigma.values
    room = 0.25 * (values.max() - values.min()) or 0.05
    people = ", counting people" if evidence.choices["weighted"] else ""
    subtitle = (
        f"Standard deviation of logs{people}, places with figures in every year, one source. A line that falls is sigma convergence: what "
        "the speed alone cannot show."
    )
    return Figure(
        "sigma_lines",
        {"sigmas": rows},
        _years_shown(evidence)
        | {
            "sigma_low": max(0.0, float(values.min() - room)),
            "sigma_high": float(values.max() + room),
        },
        title="Did gaps become smaller?",
        subtitle=subtitle,
        description=f"{subtitle} From {rows['sigma'][0]} in {rows['year'][0]} to {rows['sigma'][-1]} in {rows['year'][-1]}.",
        files=Files(
            "sigmas",
            {"year": "year", "sigma": "standard_deviation_of_logs"},
            "sigma-{data}{by_people}",
        ),
    )


@kept
def sigma_rows(sigmas: xr.Dataset) -> Columns:
    """Spread year by year."""
    values = sigmas.sigma.values
    # A label goes below where the line comes from, or goes to, above.
    around = (np.append(values[1:], values[-2]) + np.append(values[1], values[:-1])) / 2
    return {
        "year": sigmas.year.values.tolist(),
        "sigma": numbers(values),
        "below": (around > values).astype(int).tolist(),
    }


def every_window(evidence: Evidence) -> Table:
    """Speed through time."""
    return Table(
        "Speed through time",
        {"windows": window_rows(evidence.tables["windows"], slow_of(evidence))},
        (
            Column(("first", "last"), "Years"),
            Column("speed", "Speed, % a year", digits=2),
            Column("interval", "95% interval"),
        ),
    )
