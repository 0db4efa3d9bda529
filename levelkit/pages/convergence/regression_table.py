"""The regression table: on the page, and to copy as Markdown, LaTeX and HTML (by tabulate)."""

from __future__ import annotations

import re
from html import escape
from math import inf, isnan
from typing import TYPE_CHECKING

from levelkit.figures.kept import kept
from levelkit.pages import words
from levelkit.pages.convergence.scatter import years_of

if TYPE_CHECKING:
    import xarray as xr

    from levelkit.claims.evidence import Evidence

HEADS = {
    "ols": "Absolute", "barro": "Barro's form", "lower": "Lower quartile", "median": "Median",
    "upper": "Upper quartile", "within": "Within areas",
    "farming": "Given farming", "pooled": "Panel, period effects", "panel": "Panel, own paths",
}  # fmt: skip
BRIEF = {
    "robust, bandwidth of Hall and Sheather": "robust", "clustered by larger area": "by area",
    "clustered by region": "by region",
}  # fmt: skip
FORMATS = {"Markdown": "pipe", "LaTeX": "latex_booktabs", "HTML": "html"}


def table_rows(models: xr.Dataset, group: str) -> tuple[list[str], list[list[str]]]:
    """Heads and rows as texts; a column a model."""
    names = models.model.values.tolist()
    heads = ["", *(f"({k}) {HEADS[name]}" for k, name in enumerate(names, start=1))]
    columns = [models.sel(model=name) for name in names]

    def row(label: str, cells: list[str]) -> list[str]:
        return [label, *cells]

    def numbers(label: str, key: str, digits: int, form: str = "{}") -> list[str]:
        return row(label, [_number(float(model[key]), digits, form) for model in columns])

    rows = [
        numbers("Initial level (log)", "slope", 5),
        numbers("  standard error", "slope_error", 5, "({})"),
        numbers("  error, HC1", "error_HC1", 5, "({})"),
    ]
    if group:
        rows.append(numbers(f"  error, clustered by {group}", "error_cluster", 5, "({})"))
    rows += [
        numbers("Speed, % a year", "speed", 2),
        row(
            "  95% interval",
            [
                "–"
                if isnan(float(model.speed_low))
                else f"{_number(float(model.speed_low), 2)} to {_number(float(model.speed_high), 2)}"
                for model in columns
            ],
        ),
        numbers("Half-life, years", "half_life", 0),
    ]
    effects = {
        "within": f"each {group}", "pooled": "each period", "panel": "each region and period",
    }  # fmt: skip
    rows += [
        row("A constant for", [effects.get(name, "all") for name in names]),
        row(
            "Held equal", ["share of farming" if name == "farming" else "nothing" for name in names]
        ),
        row("Counted", ["people" if bool(model.people) else "regions" for model in columns]),
        row(
            "Errors",
            [BRIEF.get(str(model.errors.item()), str(model.errors.item())) for model in columns],
        ),
        numbers("R squared", "r_squared", 2),
        row("Observations", [f"{int(model.n):,}" for model in columns]),
    ]
    return heads, rows


def _number(value: float, digits: int, form: str = "{}") -> str:
    if isnan(value):
        return "–"
    return "no end" if value == inf else form.format(f"{value:,.{digits}f}")


def note(evidence: Evidence) -> str:
    """What stands under the table."""
    said, (first, last) = evidence.attrs, years_of(evidence)
    return (
        f"Growth of {said['what']} (log points a year), {said['places']}, {first} to {last}, on the log of its level "
        "in the first year (panels: at the start of each step). Speed -ln(1 + bT)/T; its interval is the slope's, both ends transformed. "
        "Own paths: how fast a place returns to its own, which is no catching up. Clustered variances times "
        "G/(G-1) x (N-1)/(N-K), K without the constants that lie within clusters; errors of quantiles: bandwidth of Hall and Sheather. R squared within where there are effects; none for quantiles."
    )


@kept
def copies(models: xr.Dataset, group: str, said: str) -> dict[str, str]:
    """The table in each format that can be copied."""
    from tabulate import tabulate

    heads, rows = table_rows(models, group)
    plain = [[cell.replace("–", "-").strip() for cell in row] for row in rows]
    texts = {
        name: str(tabulate(plain, heads, tablefmt=form, disable_numparse=True))
        for name, form in FORMATS.items()
    }
    texts["Markdown"] += f"\n\n{said}"
    texts["LaTeX"] += "\n" + said.replace("%", "\\%")
    texts["HTML"] += f"\n<p>{escape(said)}</p>"
    return texts


def regression(evidence: Evidence) -> str:
    """The table with fields to copy it from."""
    models, group, said = evidence.tables["models"], evidence.attrs["group"], note(evidence)
    heads, rows = table_rows(models, group)
    caption = (
        f"Every model of the same places and years. Shown in the chart: {evidence.attrs['model']}"
    )
    shown = [[re.sub(r"(?<!\w)-(?=\d)", "−", cell) for cell in row] for row in rows]
    body = words.table(caption, heads, shown)
    fields = "".join(
        f'<textarea readonly data-copy="The table as {escape(name)}">{escape(text)}</textarea>'
        for name, text in copies(models, group, said).items()
    )
    return (
        f'{body}<p class="lk-chart-source">{escape(said)}</p>'
        f'<details class="lk-criterion"><summary>Copy the table</summary>{fields}</details>'
    )
