"""The claim under one set of choices: figures, verdict, words, tables."""

from __future__ import annotations

import functools
import math
from typing import TYPE_CHECKING

from levelkit.claims.convergence import reasons, words
from levelkit.claims.convergence.anatomy import (
    club_paths,
    club_places,
    kernel,
    rolling,
    sigmas,
    transitions,
)
from levelkit.claims.convergence.checks import checked
from levelkit.claims.convergence.criterion import PARTS, SLOW, gaps_verdict, speed_verdict
from levelkit.claims.convergence.models import (
    ERRORS_SAID,
    QUANTILES,
    SHORT,
    Fit,
    all_models_of,
    can_weigh,
    errors_of,
    fit,
    models_of,
)
from levelkit.claims.convergence.panels import PANELS, followed
from levelkit.claims.convergence.sample import Sample, gaps_change, growth_table
from levelkit.claims.convergence.scatter import LINES, band, places_left_out, points
from levelkit.claims.evidence import Evidence, Tables
from levelkit.claims.verdict import Part

if TYPE_CHECKING:
    import xarray as xr


def answer(
    *,
    data: str,
    span: str,
    model: str,
    errors: str,
    weighted: bool,
    include_capital: bool,
    left_out: tuple[str, ...] = (),
) -> Evidence:
    """Test the claim; every choice is one of those that the claim offers.

    Parameters
    ----------
    left_out : tuple of str
        Names of regions that are left out, at least 8 must stay.

    Returns
    -------
    Evidence
        Tables ``points`` (region: initial level, growth, and the line without it), ``line``
        (relative level: the line with its interval), ``models`` (model: every model of the same
        regions and years), ``checks`` (numbers: whether the line's assumptions hold), ``left_out``
        (region: where those that are left out stand), ``panels`` (panel: its words and longest
        years); and what does not depend on the model: ``windows`` (the line over window after window),
        ``sigmas`` (year), ``club_paths`` (club, year), ``club_places`` (region), ``transitions``
        (from_class, to_class) and ``kernel``.

    Raises
    ------
    ValueError
        If a name is none of the panel's, or too few regions are left.
    """
    first, last = map(int, span.split("-"))
    sample = Sample(data, first, last, include_capital, tuple(left_out))
    if left_out:
        _check_enough(sample)
    held = model if model in LINES else "ols"
    chosen_fit = fit(sample, model, errors, weighted=weighted)
    gaps = gaps_change(
        sample, weighted=weighted, within=model == "within", clustered=errors == "cluster"
    )
    n = len(growth_table(sample, weighted=False))
    figures = _numbers(chosen_fit) | gaps | {"regions": float(n)}
    if left_out:
        whole = Sample(data, first, last, include_capital)
        figures["speed_all"] = 100 * fit(whole, model, errors, weighted=weighted).speed
    parts = _parts(figures, model)
    verdicts = {part.name: part.verdict for part in parts}
    about, series = sample.panel, followed(data)
    capital = {"include_capital": include_capital}
    return Evidence(
        headline=reasons.headline(figures, verdicts, model, followed(data).group),
        sentence=words.sentence(figures, sample, model, weighted=weighted),
        parts=parts,
        subject=words.subject(sample, n),
        reason=reasons.reason(figures, verdicts),
        figures=figures,
        tables=Tables(
            points=points(sample, held, weighted=weighted),
            line=band(sample, model, chosen_fit, weighted=weighted),
            models=functools.partial(table_of_models, sample, weighted=weighted),
            checks=functools.partial(checked, sample, held, weighted=weighted),
            left_out=functools.partial(places_left_out, sample, held, weighted=weighted),
            panels=panels_said,
            windows=functools.partial(rolling, data, **capital),
            sigmas=functools.partial(sigmas, data, **capital, weighted=weighted),
            club_paths=functools.partial(club_paths, data, **capital),
            club_places=functools.partial(club_places, data, **capital),
            transitions=functools.partial(transitions, data, **capital),
            kernel=functools.partial(kernel, data, **capital),
        ),
        caveats=words.caveats(sample, model, about.notes, weighted=weighted),
        attrs={
            "source": about.source, "licence": about.licence, "units": about.units,
            "panel": series.label, "panel_key": series.panel_key, "what": series.what,
            "places": series.places, "group": series.group, "window": series.window,
            "uneven": bool(series.benchmarks), "slow": SLOW,
            "last_year_offered": max(last for _, last in series.spans),
            "model": models_of(data, first, last)[model], "fitted_to_points": model in LINES,
            "errors": ERRORS_SAID[errors], "left_out": sample.left_out,
        },
    )  # fmt: skip


@functools.lru_cache(maxsize=1)
def panels_said() -> xr.Dataset:
    """Every panel that the claim can be asked of: ``places``, ``what``, ``first``, ``last`` over ``panel``."""
    import xarray as xr

    rows = [(about.places, about.what, *about.spans[0]) for about in PANELS.values()]
    columns = zip(("places", "what", "first", "last"), zip(*rows, strict=True), strict=True)
    return xr.Dataset(
        {name: ("panel", list(column)) for name, column in columns}, coords={"panel": list(PANELS)}
    )


def _parts(figures: dict[str, float], model: str) -> tuple[Part, Part]:
    speed, gaps = speed_verdict(figures, model), gaps_verdict(figures)
    return (
        Part("speed", PARTS["speed"], speed, reasons.speed_reason(figures, speed, model)),
        Part("gaps", PARTS["gaps"], gaps, reasons.gaps_reason(figures, gaps)),
    )


def _check_enough(sample: Sample) -> None:
    left = len(growth_table(sample, weighted=False))
    if left < 8:
        raise ValueError(
            f"Left out: only {left} regions would be left; at least 8 are needed for a line."
        )


def _numbers(fitted: Fit) -> dict[str, float]:
    """A fit as named numbers; speeds in % a year."""
    return {
        "speed": 100 * fitted.speed, "speed_low": 100 * fitted.low, "speed_high": 100 * fitted.high,
        "half_life": fitted.half_life, "half_low": fitted.half_low, "half_high": fitted.half_high,
        "slope": fitted.slope, "slope_error": fitted.slope_error, "n": float(fitted.n),
        "r_squared": fitted.r_squared,
    }  # fmt: skip


@functools.lru_cache(maxsize=256)
def table_of_models(sample: Sample, *, weighted: bool) -> xr.Dataset:
    """Every model of the same regions and years, with the errors that it has by default.

    Where a visitor leaves regions out, quantiles are not among them.

    Returns
    -------
    Dataset
        Over ``model``: ``label`` and ``short`` (in words), ``slope``, ``slope_error``, ``speed``, ``speed_low``, ``speed_high`` (% a
        year), ``half_life`` with its ends (years), ``r_squared``, ``n``, ``errors``, ``people``
        (whether people count), and the plain line's other errors of the slope, ``error_HC1`` and
        ``error_cluster``.
    """
    import xarray as xr

    rows = []
    for model, label in all_models_of(sample.data, sample.first, sample.last).items():
        if sample.left_out and model in QUANTILES:
            continue  # their iterations may take a second: too long for the answer to a click
        offered = list(errors_of(sample.data, model))
        people = weighted and can_weigh(sample.data, model, sample.first)
        fitted = fit(sample, model, offered[0], weighted=people)
        others = {
            f"error_{kind}": fit(sample, model, kind, weighted=people).slope_error
            if kind in offered
            else math.nan
            for kind in ("HC1", "cluster")
        }
        rows.append(
            _numbers(fitted)
            | others
            | {"model": model, "label": label, "short": SHORT[model]}
            | {"errors": ERRORS_SAID[fitted.errors], "people": people}
        )
    names = [name for name in rows[0] if name != "model"]
    return xr.Dataset(
        {name: ("model", [row[name] for row in rows]) for name in names},
        coords={"model": [row["model"] for row in rows]},
    )
