"""Figures of the regressions as columns for charts and tables."""

from __future__ import annotations

import functools
from math import inf, isfinite, isinf, isnan, log
from typing import TYPE_CHECKING, Any

import numpy as np

from levelkit.claims.combinations import StaleError, combinations
from levelkit.claims.convergence import CLAIM
from levelkit.claims.convergence.models import SHORT, all_models_of, fit
from levelkit.claims.convergence.numbers import between, percent, years
from levelkit.claims.convergence.panels import PANELS
from levelkit.claims.convergence.sample import Sample, growth_table
from levelkit.claims.convergence.scatter import points
from levelkit.claims.short_names import short_name
from levelkit.pages.convergence.labelling import label_columns

if TYPE_CHECKING:
    import xarray as xr

Columns = dict[str, list[Any]]
FEW = 14  # so many places are all named; of more, those that move the line most
NAMED = 8

#: Panels in few letters, for a phone.
BRIEF = {
    "uk-itl3-gva": "UK ITL3", "uk-itl3-gdp-real": "UK ITL3 real", "uk-itl2-gva": "UK ITL2", "uk-itl1-gva": "UK ITL1",
    "uk-lad-2021-gdp": "UK LAs", "uk-itl1-income": "UK income 12", "uk-lad-2023-income": "UK income LAs",
    "uk-10-relative": "UK 1900-", "europe-century-gdp-ppp": "Europe 1900-", "europe-nuts2-gdp": "Europe NUTS 2",
    "europe-nuts2-income": "Europe income", "us-states-income": "US states",
}  # fmt: skip


def rounded(values: Any, digits: int = 4) -> list[Any]:
    """Plain numbers with so many significant digits; missing ones are None."""
    return [float(f"{v:.{digits}g}") if isfinite(v) else None for v in np.asarray(values, float)]


@functools.lru_cache(maxsize=256)
def point_columns(
    sample: Sample, held: str, *, weighted: bool
) -> tuple[dict[str, Columns], dict[str, float]]:
    """``points`` and ``labels`` of the scatter, and the ends of its scales."""
    table = points(sample, held, weighted=weighted)
    names = table.region.values.tolist()
    x, y = table.relative.values, table.growth.values
    out = _left_out(sample, held, weighted=weighted)
    every_x = np.concatenate([x, out["relative"]]).astype(float)
    every_y = np.concatenate([y, out["growth"]]).astype(float)
    room = 0.08 * (every_y.max() - every_y.min())
    ends = (
        float(every_x.min() / 1.12), float(every_x.max() * 1.12), float(every_y.min() - room),
        float(every_y.max() + room),
    )  # fmt: skip
    without = [
        f"{percent(speed)} a year" if np.isfinite(speed) else "no speed"
        for speed in table.without_speed.values
    ]
    more = len(out["region"])
    columns: Columns = {
        "region": names + out["region"],
        "short": [short_name(name) for name in names + out["region"]],
        "relative": rounded(every_x),
        "growth": rounded(every_y),
        "out": [0] * len(names) + [1] * more,
        "without_slope": rounded(table.without_slope) + [None] * more,
        "without_level": rounded(table.without_level) + [None] * more,
        "without_speed": rounded(table.without_speed) + [None] * more,
        "cook": rounded(table.cook, 3) + [None] * more,
        "without": without + ["left out"] * more,
    }
    order = np.argsort(-np.nan_to_num(table.cook.values), kind="stable")
    if len(names) > FEW:
        order = order[:NAMED]
    labels = label_columns(names, x, y, ends, order)
    keys = ("relative_low", "relative_high", "growth_low", "growth_high")
    return {"points": columns, "labels": labels}, dict(zip(keys, ends, strict=True))


def _left_out(sample: Sample, held: str, *, weighted: bool) -> dict[str, Any]:
    """Where the places that are left out stand: from the mean of those that stay."""
    if not sample.left_out:
        return {"region": [], "relative": [], "growth": []}
    whole = Sample(sample.data, sample.first, sample.last, sample.include_capital)
    if held in ("within", "farming"):
        table = points(whole, held, weighted=weighted)
        table = table.sel(region=[n for n in sample.left_out if n in table.region.values])
        return {
            "region": table.region.values.tolist(), "relative": table.relative.values,
            "growth": table.growth.values,
        }  # fmt: skip
    kept, rows = (growth_table(one, weighted=weighted) for one in (sample, whole))
    gone = rows.loc[[name for name in sample.left_out if name in rows.index]]
    mean, average = (
        np.average(kept[name], weights=kept["weight"]) for name in ("initial_log", "growth")
    )
    return {
        "region": gone.index.tolist(),
        "relative": 100 * np.exp(gone["initial_log"].to_numpy() - mean),
        "growth": 100 * (gone["growth"].to_numpy() - average),
    }


def line_columns(line: xr.Dataset) -> Columns:
    """The line with its interval; missing where the model has no speed."""
    columns = {"relative": rounded(line.relative)}
    return columns | {name: rounded(line[name]) for name in ("fit", "low", "high")}


ESTIMATE = (
    "row", "key", "label", "short", "estimate", "low", "high", "end", "interval", "said", "n", "half_life",
)  # fmt: skip


def estimate_columns(models: xr.Dataset, sample: Sample) -> Columns:
    """Every model of these places, then the plain line of every panel: speeds in % a year."""
    columns: Columns = {name: [] for name in ESTIMATE}
    names = all_models_of(sample.data, sample.first, sample.last)
    gap = 0

    def add(key: str, label: str, short: str, values: tuple[float, ...], n: int | None) -> None:
        speed, low, high = values
        row = (
            len(columns["row"]) + gap, key, label, short, *rounded(values), end_of(high),
            interval(low, high), speed_said(speed, low, high), n, half_life(speed),
        )  # fmt: skip
        for column, cell in zip(columns.values(), row, strict=True):
            column.append(cell)

    for model in models.model.values.tolist():
        at = models.sel(model=model)
        values = tuple(float(at[name]) for name in ("speed", "speed_low", "speed_high"))
        add(model, names[model], SHORT[model], values, int(at.n))
    gap = 1  # a row's room between models and panels
    for key, values in everywhere().items():
        about, (first, last) = PANELS[key], PANELS[key].spans[0]
        label = f"{about.places[0].upper()}{about.places[1:]}: {about.what}, {first}-{last}"
        add(key, label, BRIEF[key], values, None)
    return columns


def end_of(high: float) -> float | str | None:
    """The upper end of an interval in a file: "inf" where there is none, which statistics programs read."""
    return "inf" if isinf(high) else rounded([high])[0]


def interval(low: float, high: float) -> str:
    """An interval in a table."""
    if isnan(low):
        return "–"
    text = f"{low:.2f} to {'no end' if isinf(high) else f'{high:.2f}'}"
    return text.replace("-", "−")


def speed_said(speed: float, low: float, high: float) -> str:
    """A speed with its interval in words."""
    text = "no single speed" if isnan(speed) else f"{percent(speed)} a year"
    return text if isnan(low) else f"{text} ({between(low, high)})"


def half_life(speed: float) -> str:
    """Years until half of a gap is gone, in a table."""
    if isnan(speed):
        return "–"
    return years(100 * log(2) / speed if speed > 0 else inf)


@functools.lru_cache(maxsize=1)
def everywhere() -> dict[str, tuple[float, ...]]:
    """The plain line (HC3) of every panel over its longest years: speed and interval in % a year.

    From the table of combinations, so that a page does not read every panel; estimated where that table is
    not up to date.
    """
    try:
        table = combinations(CLAIM).drop_duplicates("data").set_index("data")
    except StaleError:
        samples = {key: Sample(key, *about.spans[0]) for key, about in PANELS.items()}
        fits = {key: fit(sample, "ols", "HC3") for key, sample in samples.items()}
        return {key: (100 * one.speed, 100 * one.low, 100 * one.high) for key, one in fits.items()}
    # Every choice's default comes first: the plain line, HC3, all regions, the longest years.
    columns = [table[name].to_dict() for name in ("effect", "low", "high")]
    return {key: tuple(float(column[key]) for column in columns) for key in PANELS}
