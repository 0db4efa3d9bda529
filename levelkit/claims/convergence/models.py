"""The models of catching up: each gives a speed of convergence, with its interval."""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from levelkit.claims.convergence.panels import followed
from levelkit.claims.convergence.sample import Sample, growth_table, step_years, steps_of
from levelkit.measures import (
    beta_convergence,
    panel_beta,
    quantile_beta,
    within_regression,
)
from levelkit.measures.convergence.growth import slope_of
from levelkit.measures.convergence.result import speed_and_half_life, student

if TYPE_CHECKING:
    import xarray as xr

    from levelkit.measures.convergence.result import Regression

#: Model to label, in the order of tables.
MODELS = {
    "ols": "Absolute: one line for all",
    "barro": "Absolute, Barro's non-linear form",
    "lower": "Lower quartile of growth",
    "median": "Median regression",
    "upper": "Upper quartile of growth",
    "within": "Within the larger area",
    "farming": "Given the share of farming at first",
    "pooled": "Panel with period effects",
    "panel": "Panel with region and period effects: own paths",
}
SHORT = {
    "ols": "Absolute", "barro": "Barro", "lower": "Slow 25%", "median": "Median", "upper": "Fast 25%", "within": "Within", "farming": "Farming",
    "pooled": "Panel", "panel": "Own paths",
}  # fmt: skip
#: Quantile of growth that a model's line goes through; the quartiles stand in tables alone.
QUANTILES = {"lower": 0.25, "median": 0.5, "upper": 0.75}
ERRORS = {
    "HC3": "Robust (HC3)",
    "HC1": "Robust (HC1)",
    "cluster": "Clustered by larger area",
}
#: What those models take that have no choice of errors.
OWN_ERRORS = {
    "barro": "HC3", "lower": "kernel", "median": "kernel", "upper": "kernel", "within": "cluster", "farming": "HC3", "pooled": "region",
    "panel": "region",
}  # fmt: skip
ERRORS_SAID = {
    "HC1": "HC1", "HC3": "HC3", "cluster": "clustered by larger area", "region": "clustered by region",
    "kernel": "robust, bandwidth of Hall and Sheather",
}  # fmt: skip
#: Models in which places are led to one level, each counted once (Barro's form is the plain line).
SAME_LEVEL = ("ols", "median", "within", "pooled")
LEVEL = 0.95
#: Steps that a panel model takes at least: with fewer, effects leave next to nothing.
STEPS = {"pooled": 2, "panel": 4}


@dataclass(frozen=True)
class Fit:
    """What one model found; numbers per year.

    Attributes
    ----------
    slope, slope_error : float
        Of growth on the log of the initial level.
    speed, low, high : float
        With the 95% interval: the slope's, its ends transformed. ``high`` is infinite where gaps
        may have closed, or turned, within a step; the speed is missing where they have by the
        line itself, and so is ``low`` where they have at either end.
    half_life, half_low, half_high : float
        Years; infinite where gaps do not close, 0 where the speed has no upper end.
    n, r_squared, df : float
        Observations, share explained, degrees of freedom.
    errors : str
        A key of :data:`ERRORS_SAID`.
    regression : Regression or None
        With the covariance; None for a quantile.
    """

    slope: float
    slope_error: float
    speed: float
    low: float
    high: float
    half_life: float
    half_low: float
    half_high: float
    n: int
    r_squared: float
    df: float
    errors: str
    regression: Regression | None = None


def models_of(data: str, first: int, last: int) -> dict[str, str]:
    """Models that can be chosen for the panel over these years, with their labels."""
    every = all_models_of(data, first, last)
    return {model: label for model, label in every.items() if model not in ("lower", "upper")}


def all_models_of(data: str, first: int, last: int) -> dict[str, str]:
    """Models that the panel's figures allow over these years, with their labels."""
    group = followed(data).group
    steps = len(step_years(data, first, last)) - 1
    allowed = {}
    for model, label in MODELS.items():
        if steps < STEPS.get(model, 0):
            continue
        if model == "within" and not group:
            continue
        if model == "farming" and followed(data).panel_key != "europe-century":
            continue
        allowed[model] = f"Within each {group}" if model == "within" else label
    return allowed


def errors_of(data: str, model: str) -> dict[str, str]:
    """Errors on offer: the plain line alone has a choice."""
    if model != "ols":
        own = OWN_ERRORS[model]
        return {own: ERRORS_SAID[own].capitalize() if own not in ERRORS else ERRORS[own]}
    group = followed(data).group
    return {
        name: f"Clustered by {group}" if name == "cluster" else label
        for name, label in ERRORS.items()
        if group or name != "cluster"
    }


def can_weigh(data: str, model: str, first: int) -> bool:
    """Whether people are known at the start, and the model can count them."""
    about = followed(data)
    return model not in QUANTILES and about.people and first >= about.people_from


@functools.lru_cache(maxsize=4096)
def fit(sample: Sample, model: str, errors: str, *, weighted: bool = False) -> Fit:
    """One model of one sample.

    Parameters
    ----------
    sample : Sample
    model, errors : str
        Keys of :data:`MODELS`, and of :data:`ERRORS` or the model's own.
    weighted : bool
        Each region counts as many as its people in the first year (or when a step starts).

    Raises
    ------
    ValueError
        If there are too few regions for the model.
    """
    regions = sample.panel
    weights = None
    if weighted and regions.people is not None:
        weights = (
            regions.people
            if model in ("pooled", "panel")
            else regions.people.sel(year=sample.first)
        )
        weights = weights / weights.mean()
    if model in QUANTILES:
        return _quantile(sample, QUANTILES[model])
    if model == "barro":
        plain = fit(sample, "ols", errors, weighted=weighted)
        if math.isnan(plain.speed):  # gaps turned round within the years: there is none to find
            return plain
    if model in ("pooled", "panel"):
        steps = steps_of(sample)
        effects = ("period",) if model == "pooled" else ("region", "period")
        people = None if weights is None else weights.sel(year=steps.year).fillna(0)
        result = panel_beta(steps, effects=effects, weights=people, errors="cluster")
    elif model == "barro":
        values = regions.values.sel(year=[sample.first, sample.last])
        result = beta_convergence(values, weights=weights, form="barro", errors=errors)
    else:
        result = _line(sample, model, errors, weighted=weights is not None)
    return _fit(result, errors, sample.years)


def _fit(result: Regression, errors: str, years: int) -> Fit:
    speed, half = result.speed, result.half_life
    if speed is None or half is None:
        raise ValueError("The regression is none of convergence: it has no speed.")
    if "speed" in result.estimate.term.values:
        slope, slope_error = slope_of(result, years)
    else:
        slope = float(result.estimate.sel(term="initial_log"))
        slope_error = float(result.std_error.sel(term="initial_log"))
    return Fit(
        slope, slope_error, float(speed.estimate), float(speed.ci_low), float(speed.ci_high),
        float(half.estimate), float(half.ci_low), float(half.ci_high),
        result.n, result.r_squared, result.df, errors, result,
    )  # fmt: skip


@functools.lru_cache(maxsize=256)
def _quantiles(sample: Sample) -> xr.Dataset:
    values = sample.panel.values.sel(year=[sample.first, sample.last])
    return quantile_beta(values, tuple(QUANTILES.values()))


def _quantile(sample: Sample, q: float) -> Fit:
    quantiles = _quantiles(sample)
    at = quantiles.sel(q=q, term="initial_log")
    n = int(quantiles["n"])
    names = (
        "estimate", "std_error", "speed", "speed_ci_low", "speed_ci_high", "half_life",
        "half_life_ci_low", "half_life_ci_high",
    )  # fmt: skip
    slope, error, *speeds = (float(at[name]) for name in names)
    speed, low, high, half_life, half_low, half_high = speeds
    return Fit(
        slope, error, speed, low, high, half_life, half_low, half_high, n, math.nan, n - 2, "kernel"
    )


def _line(sample: Sample, model: str, errors: str, *, weighted: bool) -> Regression:
    """Growth on the initial level: for all alike, from each larger area's mean, or given farming."""
    import dataclasses

    rows = growth_table(sample, weighted=weighted)
    terms = ["initial_log", "farming"] if model == "farming" else ["initial_log"]
    estimated = within_regression(
        rows["growth"], rows[terms], effects=[rows["group"].to_numpy()] if model == "within" else [],
        weights=rows["weight"].to_numpy() if weighted else None, errors=errors,
        groups=rows["group"].to_numpy() if errors == "cluster" else None,
    )  # fmt: skip
    slope, error = (v.sel(term="initial_log") for v in (estimated.estimate, estimated.std_error))
    speed, half_life = speed_and_half_life(slope, error, sample.years, student(estimated.df, LEVEL))
    return dataclasses.replace(estimated, speed=speed, half_life=half_life)
