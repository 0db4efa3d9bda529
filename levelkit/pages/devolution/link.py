"""The association of decentralisation with regional gaps, as columns: scatter, lines, influence, every way to ask."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from levelkit.claims.country_gaps import GAPS
from levelkit.claims.devolution.association import band, ends, scatter
from levelkit.claims.devolution.words import estimate_said, number
from levelkit.pages.devolution.rows import SHORT, plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from levelkit.claims.devolution.association import Scatter, Slope
    from levelkit.claims.devolution.specifications import Specification

    Columns = dict[str, list[Any]]

GRID = 24
NAMED = 3  # countries written beside their dots, besides those marked
WHOLE = "No country left out"
_WHAT = {
    "europe-output": "Coefficient of variation of GDP per head, NUTS 2 regions",
    "europe-income": "Coefficient of variation of household income per head, NUTS 2 regions",
    "oecd-large": "Coefficient of variation of GDP per head, OECD large regions",
    "oecd-small": "Coefficient of variation of GDP per head, OECD small regions",
    "europe-century": "Coefficient of variation, Europe's regions since 1900",
}


def link_rows(
    x: Mapping[str, float],
    sets: tuple[str, ...],
    year: int,
    left_out: tuple[str, ...],
    *,
    shift: float,
    step: float,
    step_said: str,
) -> dict[str, Columns]:
    """``scatter``, ``line`` and ``influence`` for every one of these sets of regional figures.

    ``shift`` is added to the index for the axis: what is less decentralised the more there is of it is shown as its
    rest to 100 %. Slopes are per ``step``.
    """
    dots: Columns = {
        key: [] for key in ("regional", "country", "short", "x", "y", "out", "named", "said")
    }
    line: Columns = {key: [] for key in ("regional", "x", "y", "low", "high", "head", "fit")}
    influence: Columns = {
        key: [] for key in ("regional", "country", "name", "row", "slope", "low", "high", "said")
    }
    for key in sets:
        found = scatter(x, key, year, left_out)
        if found.fit is None:
            continue
        names, fit, kept = found.names, found.fit, ~found.out
        whole = tuple(step * one for one in ends(fit))
        n = len(names)
        _append(
            dots,
            [GAPS[key].short] * n, names, [SHORT.get(one, one) for one in names],
            [plain(one + shift) for one in found.index], [plain(one) for one in found.gap], found.out.tolist(),
            _to_name(found),
            [f"{number(a + shift, 1)}; {number(b, 3)}" for a, b in zip(found.index, found.gap, strict=True)],
        )  # fmt: skip
        grid = np.linspace(found.index[kept].min(), found.index[kept].max(), GRID)
        _append(
            line,
            [GAPS[key].short] * GRID, *([plain(one) for one in part] for part in (grid + shift, *band(fit, grid))),
            [f"{_WHAT[key]}, {found.year}", *[""] * (GRID - 1)],
            [f"{estimate_said(*whole)} with {step_said}; {int(kept.sum())} countries", *[""] * (GRID - 1)],
        )  # fmt: skip
        _append_influence(influence, GAPS[key].short, found, whole, step)
    return {"scatter": dots, "line": line, "influence": influence}


def _append(columns: Columns, *parts: list[Any]) -> None:
    for column, part in zip(columns.values(), parts, strict=True):
        column.extend(part)


def _append_influence(
    influence: Columns, regional: str, found: Scatter, whole: tuple[float, ...], step: float
) -> None:
    """Rows in the order of the slope without each country; the slope with all stands first."""
    order = [k for k in np.argsort(found.slope, kind="stable") if np.isfinite(found.slope[k])]
    rows = [("", WHOLE, *whole)] + [
        (
            name,
            SHORT.get(name, name),
            *(step * float(part[k]) for part in (found.slope, found.low, found.high)),
        )
        for k, name in ((k, found.names[k]) for k in order)
    ]
    _append(
        influence,
        [regional] * len(rows), [one[0] for one in rows], [one[1] for one in rows], list(range(len(rows))),
        *([plain(one[j]) for one in rows] for j in (2, 3, 4)), [estimate_said(*one[2:]) for one in rows],
    )  # fmt: skip


def _row(label: str) -> str:
    """What a row is called where there is room for some forty letters."""
    return label.replace(", GDP per head held constant", ", GDP held").replace(
        "All countries without", "All without"
    )


def _to_name(found: Scatter) -> list[bool]:
    """The ends of both axes, and the countries that move the slope most; the UK is marked anyway."""
    known = np.isfinite(found.slope)
    move = np.abs(found.slope - np.nanmedian(found.slope)) if known.any() else np.zeros(len(known))
    chosen = set(np.argsort(-np.nan_to_num(move))[:NAMED].tolist())
    chosen |= {int(found.index.argmax()), int(found.gap.argmax()), int(found.index.argmin())}
    return [k in chosen for k in range(len(known))]


def way_rows(found: list[Slope]) -> Columns:
    """Every way to ask, in % of a standard deviation."""
    return {
        "row": list(range(len(found))),
        "label": [one.short for one in found],
        "short": [
            one.short.replace("Across, ", "")
            .replace("Within, ", "In: ")
            .replace("NUTS 2 output", "NUTS 2")
            for one in found
        ],
        "asked": [one.label for one in found],
        "estimate": [plain(100 * one.beta) for one in found],
        "low": [plain(100 * one.beta_low) for one in found],
        "high": [plain(100 * one.beta_high) for one in found],
        "said": [
            f"{number(100 * one.beta, 0)}% ({number(100 * one.beta_low, 0)} to {number(100 * one.beta_high, 0)}): {one.label}"
            for one in found
        ],
        "n": [one.n for one in found],
        "countries": [one.countries for one in found],
        "movers": [one.movers if one.kind == "within" else None for one in found],
        "errors": [one.errors.partition(" (")[0] for one in found],
    }


def specification_rows(specified: list[Specification], step: float) -> Columns:
    """The slope with other countries, or with GDP per head held constant, per step of the index."""
    slopes = [one.slope for one in specified]
    return {
        "row": list(range(len(specified))),
        "label": [f"{_row(one.label)} ({one.countries})" for one in slopes],
        "short": [
            one.short.replace("North ", "N ").replace("United States", "USA") for one in slopes
        ],
        "asked": [one.label for one in slopes],
        "estimate": [plain(step * one.slope) for one in slopes],
        "low": [plain(step * one.low) for one in slopes],
        "high": [plain(step * one.high) for one in slopes],
        "said": [
            estimate_said(*(step * end for end in (one.slope, one.low, one.high))) for one in slopes
        ],
        "judged": [one.judged for one in specified],
        "countries": [one.countries for one in slopes],
    }
