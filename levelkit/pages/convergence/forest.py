"""Every model of the same places, and the plain line of every panel."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from levelkit.charts.scales import known
from levelkit.claims import claim
from levelkit.claims.combinations import StaleError, combinations
from levelkit.figures.figure import Figure, Files
from levelkit.figures.kept import kept
from levelkit.figures.table import Column, Table
from levelkit.pages.convergence.speeds import (
    VIEW,
    end_of,
    half_life,
    interval,
    numbers,
    slow_of,
    speed_said,
)

if TYPE_CHECKING:
    import xarray as xr

    from levelkit.claims.evidence import Evidence
    from levelkit.figures.figure import Columns

LOWEST, HIGHEST = -4.0, 6.0  # % a year on the axis: what is beyond ends in an arrow
#: Panels in few letters, for a phone.
BRIEF = {
    "uk-itl3-gva": "UK ITL3", "uk-itl3-gdp-real": "UK ITL3 real", "uk-itl2-gva": "UK ITL2", "uk-itl1-gva": "UK ITL1",
    "uk-lad-2021-gdp": "UK LAs", "uk-itl1-income": "UK income 12", "uk-lad-2023-income": "UK income LAs",
    "uk-10-relative": "UK 1900-", "europe-century-gdp-ppp": "Europe 1900-", "europe-nuts2-gdp": "Europe NUTS 2",
    "europe-nuts2-income": "Europe income", "us-states-income": "US states",
}  # fmt: skip


def forest(evidence: Evidence) -> Figure:
    """Speeds by model, then by panel."""
    rows, slow = _rows(evidence), slow_of(evidence)
    models = evidence.tables["models"].model.values.tolist()  # which come first
    values = known(*(rows[name] for name in ("estimate", "low", "high")))
    columns = {
        "label": "model_or_panel", "estimate": "speed_percent_a_year", "low": "ci_low",
        "end": "ci_high", "half_life": "half_life_years", "n": "observations",
    }  # fmt: skip
    return Figure(
        "forest_plot",
        {"estimates": rows},
        {
            "current_row": models.index(evidence.choices["model"]),
            "estimate_low": max(min(values), LOWEST),
            "estimate_high": min(max(values), HIGHEST),
        },
        title="Does it depend on the model, or on the place?",
        subtitle=(
            "Speed in % of a gap a year with its 95% interval. Above: every model of the chosen places and years. Below: "
            f"the absolute model (HC3) of every panel over its longest years. {slow:g}% closes half of a gap in a lifetime. "
            "An arrow: the interval goes on, beyond −4% or 6% or without end."
        ),
        description="; ".join(
            f"{label}: {said}" for label, said in zip(rows["label"], rows["said"], strict=True)
        ),
        source="Source: the panels' own, listed in the table of sources of the repository.",
        files=Files("estimates", columns, f"speeds-{VIEW}"),
    )


def _rows(evidence: Evidence) -> Columns:
    return estimate_rows(evidence.tables["models"], evidence.tables["panels"], slow_of(evidence))


@kept
def estimate_rows(models: xr.Dataset, panels: xr.Dataset, slow: float) -> Columns:
    """Every model of these places, then the plain line of every panel: speeds in % a year."""
    rows: Columns = {
        name: []
        for name in (
            "row", "label", "short", "estimate", "low", "high", "end", "interval", "said", "n",
            "half_life",
        )
    }  # fmt: skip

    def add(label: str, short: str, values: tuple[float, ...], n: int | None, gap: int) -> None:
        speed, low, high = values
        row = (
            len(rows["row"]) + gap, label, short, *numbers(values), end_of(high),
            interval(low, high), speed_said(speed, low, high, slow), n, half_life(speed),
        )  # fmt: skip
        for column, cell in zip(rows.values(), row, strict=True):
            column.append(cell)

    for model in models.model.values.tolist():
        at = models.sel(model=model)
        values = tuple(float(at[name]) for name in ("speed", "speed_low", "speed_high"))
        add(str(at.label.values), str(at.short.values), values, int(at.n), 0)
    for key, values in everywhere().items():
        at = panels.sel(panel=key)
        places = str(at.places.values)
        years = f"{int(at['first'])}-{int(at['last'])}"
        label = f"{places[0].upper()}{places[1:]}: {at.what.values}, {years}"
        add(label, BRIEF[key], values, None, 1)  # a row's room between models and panels
    return rows


@functools.lru_cache(maxsize=1)
def everywhere() -> dict[str, tuple[float, ...]]:
    """The plain line (HC3) of every panel over its longest years: speed and interval in % a year.

    From the table of combinations, so that a page does not read every panel; estimated where that table is
    not up to date.
    """
    convergence = claim("convergence")
    keys, ends = convergence.choices[0].offered({}), ("speed", "speed_low", "speed_high")
    try:
        table = combinations(convergence).drop_duplicates("data").set_index("data")
    except StaleError:
        figures = {key: convergence.evaluate(data=key).figures for key in keys}
        return {key: tuple(numbers_of[end] for end in ends) for key, numbers_of in figures.items()}
    # Every choice's default comes first: the plain line, HC3, all regions, the longest years.
    columns = [table[name].to_dict() for name in ("effect", "low", "high")]
    return {key: tuple(float(column[key]) for column in columns) for key in keys}


def every_model(evidence: Evidence) -> Table:
    """Every model, and every panel."""
    return Table(
        "Every model, and every panel",
        {"estimates": _rows(evidence)},
        (
            Column("label", "Model of these places; then panels", wrap=True),
            Column("estimate", "Speed, % a year", digits=2),
            Column("interval", "95% interval"),
            Column("half_life", "Half-life"),
            Column("n", "Observations", digits=0),
        ),
    )
