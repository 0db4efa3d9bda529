"""How to ask each public statistic about one panel, so that a rule for all is tested on all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
import xarray as xr

import levelkit as lk
from space_examples import LABELS, RING

YEARS = list(range(2000, 2012))
#: Few draws: what is asked here does not depend on chance.
FEW = {"resamples": 19}
NAN = float("nan")
GROUPS = xr.DataArray(list("aaaabbbbcccc"), dims="region", coords={"region": LABELS}, name="area")
WEIGHTS = xr.DataArray(np.arange(1.0, 13), dims="region", coords={"region": LABELS})


def panel(values):
    """Twelve regions of :data:`RING` in twelve years."""
    return xr.DataArray(
        np.array(values, float), dims=("region", "year"), coords={"region": LABELS, "year": YEARS}
    )


#: A regressor over the panel.
REGRESSOR = panel(np.cos(np.arange(144.0)).reshape(12, 12))


@dataclass(frozen=True)
class Statistic:
    """A public statistic, how it is asked about a panel, and what must come of equal values.

    ``equal`` holds what named parts of the result are where all values are the same, or the
    words in which they are refused; ``power``, of what power of the unit a part is (0 if not
    named); ``chance``, the parts that depend on which region comes first, by random draws;
    ``unscaled``, those that do not go with the unit, and ``size`` how large or small a unit
    may be; ``further``, ways to ask with a second array, and one that will do.
    """

    ask: Callable[..., Any]
    equal: dict[str, Any] | str
    power: dict[str, int] = field(default_factory=dict)
    chance: tuple[str, ...] = ()
    unscaled: tuple[str, ...] = ()
    size: float = 1e200
    signed: bool = False
    further: dict[str, tuple[Callable[..., Any], xr.DataArray]] = field(default_factory=dict)


def weighted(ask, **options):
    """The same with weights."""
    return {"weights": (lambda x, w: ask(x, weights=w, **options), WEIGHTS)}


def first(x):
    return x.isel(year=0, drop=True)


def industries(x):
    return x.rename(year="industry")


def indicators(x):
    return x.rename(year="indicator")


def chain(x):
    """A transition matrix of four classes, in the order of the panel's regions."""
    classes = [label for label in x.region.values if label in "abcd"]
    part = x.sel(region=classes, year=[YEARS[LABELS.index(label)] for label in classes])
    part = part.rename(region="from_class", year="to_class").assign_coords(to_class=classes)
    part = part / part.max()
    return part / part.sum("to_class")


def lives(ask, **options):
    """Spells as long as the first year's values; every third is open."""

    def asked(x, **more):
        duration = first(x).rename(region="spell")
        number = np.array([LABELS.index(label) for label in duration.spell.values])
        return ask(duration, duration.copy(data=number % 3 > 0), **options, **more)

    return asked


def age(x):
    """How old the first spell got."""
    return float(first(x).sel(region="a"))


def long(x):
    return x.stack(row=("region", "year"))


def within(x, regressor=REGRESSOR, **options):
    regressor = regressor.sel(region=x.region)
    return lk.within_regression(
        long(x), {"c": long(regressor)}, effects=["region", "year"], **options
    )


def influence(x):
    """A table of combinations with the first year's values as effects."""
    number = [LABELS.index(label) for label in x.region.values]
    table = {"measure": [n % 3 for n in number], "data": [n // 3 for n in number],
             "effect": first(x).values, "verdict": [n % 2 for n in number]}  # fmt: skip
    return lk.choice_influence(pd.DataFrame(table), ["measure", "data"])


ALIKE = "varies no further than constant"
SAME = "are the same at"
ZERO, ONE = {"value": 0.0}, {"value": 1.0}
#: Of a regression: its constant goes with the unit of what the logs are of.
CONSTANT = ("estimate", "std_error", "p_value", "ci_low", "ci_high")
SPLIT = {"total": 0.0, "estimate": 0.0, "share": NAN, "p_value": np.c_[[1.0, NAN]],
         "share_ci_low": NAN, "share_ci_high": NAN, "between_area": 0.0, "within_area": 0.0}  # fmt: skip
BY_CHANCE = ("p_value", "ci_low", "ci_high", "share_ci_low", "share_ci_high")
NO_ORDER = {"estimate": NAN, "p_value": NAN, "ci_low": NAN, "ci_high": NAN}
NO_TREND = {
    "tau": NAN,
    "statistic": 0.0,
    "variance": 0.0,
    "p_value": 1.0,
    "estimate": 0.0,
    "ci_low": 0.0,
}
PER_YEAR = {"estimate": 1, "ci_low": 1, "ci_high": 1}
NO_LINE = {"estimate": 0.0, "std_error": 0.0, "ci_low": 0.0, "p_value": 1.0, "ar": NAN}
NO_BREAK = {"statistic": NAN, "p_value": NAN, "break_year": NAN, "f": NAN}
NO_CONTRAST = {"estimate": 0.0, "all_pairs": 0.0, "ratio": NAN, "p_value": NAN, "area": 0.0}
LIVED = dict.fromkeys(("estimate", "ci_low", "ci_high", "std_error", "duration", "years"), 1)


def dispersion_of(name, equal=ZERO, *, signed=False, **options):
    measure = getattr(lk, name)
    return Statistic(
        lambda x: measure(x, **options), equal, signed=signed, further=weighted(measure, **options)
    )


def split(measure):
    def ask(x):
        return lk.decompose(x, measure, groups=GROUPS, test=True, interval=True, **FEW)

    return Statistic(ask, SPLIT, chance=BY_CHANCE, further={
        "weights": (lambda x, w: lk.decompose(x, measure, groups=GROUPS, weights=w), WEIGHTS),
        "groups": (lambda x, g: lk.decompose(x, measure, groups=g), WEIGHTS.rename("area")),
    })  # fmt: skip


def contrast(equal=NO_CONTRAST, *, power=1, signed=True, size=1e200, **options):
    def ask(x):
        return lk.neighbour_contrast(x, RING, **FEW, **options)

    return Statistic(ask, equal, power=dict.fromkeys(("estimate", "all_pairs", "area"), power),
                     chance=("p_value",), signed=signed, size=size)  # fmt: skip


def regression(ask, refused, **further):
    return Statistic(ask, refused, unscaled=CONSTANT, further=weighted(ask) | further)


def classed(ask, equal, **further):
    return Statistic(ask, equal, signed=True, further=further)


#: By name; what follows a comma is how the statistic is asked.
STATISTICS: dict[str, Statistic] = {
    # Dispersion
    "coefficient_of_variation": dispersion_of("coefficient_of_variation", signed=True),
    "coefficient_of_variation, n - 1": Statistic(lambda x: lk.coefficient_of_variation(x, ddof=1), ZERO, signed=True),
    "williamson": Statistic(lambda x: lk.williamson(x, weights=WEIGHTS), ZERO, signed=True, further=weighted(lk.williamson)),
    "gini": dispersion_of("gini"),
    "theil": dispersion_of("theil"),
    "mean_log_deviation": dispersion_of("mean_log_deviation"),
    "generalised_entropy": dispersion_of("generalised_entropy", alpha=-1.5),
    "atkinson": dispersion_of("atkinson", epsilon=1.3),
    "hoover": dispersion_of("hoover"),
    "percentile_ratio": dispersion_of("percentile_ratio", ONE),
    "share_ratio": dispersion_of("share_ratio", ONE),
    "max_min_ratio": Statistic(lk.max_min_ratio, ONE),
    "dispersion": dispersion_of("dispersion", {"gini": 0.0, "theil": 0.0, "hoover": 0.0, "max_min_ratio": 1.0, "share_ratio": 1.0}),
    "decompose": split("theil"),
    "decompose, mean log deviation": split("mean_log_deviation"),
    "decompose, squared": split("squared_cv"),
    # Ranks
    "rank": Statistic(lk.rank, {"value": 6.5}, signed=True),
    "tie_bands": Statistic(lambda x: lk.tie_bands(x, error=0), {"rank": 6.5, "band": 1.0, "band_size": 12.0, "rank_best": 1.0, "rank_worst": 12.0},
                           chance=("band_centre",)),
    "spearman_rho": Statistic(lambda x: lk.spearman_rho(x, base=2000), NO_ORDER, signed=True,
                              further={"y": (lambda x, y: lk.spearman_rho(first(x), y), WEIGHTS)}),
    "spearman_rho, jackknife": Statistic(lambda x: lk.spearman_rho(x, base=2000, interval="jackknife"), NO_ORDER, signed=True),
    "kendall_tau": Statistic(lambda x: lk.kendall_tau(x, base=2000, resamples=99), NO_ORDER, chance=("p_value",), signed=True,
                             further={"y": (lambda x, y: lk.kendall_tau(first(x), y), WEIGHTS)}),
    "kendall_w": Statistic(lambda x: lk.kendall_w(x, resamples=99), NO_ORDER, chance=("p_value",), signed=True),
    "mean_rank_change": Statistic(lambda x: lk.mean_rank_change(x, base=2000), {"estimate": 0.0, "p_value": NAN, "ci_low": NAN}, signed=True),
    "rank_confidence_sets": Statistic(
        lambda x: lk.rank_confidence_sets(x, 0 * x, resamples=99), {"rank": 6.5, "rank_best": 1.0, "rank_worst": 12.0}, signed=True,
        further={"std_error": (lambda x, e: lk.rank_confidence_sets(first(x), e, resamples=99), WEIGHTS)},
    ),
    "rank_rank_slope": Statistic(lambda x: lk.rank_rank_slope(x, base=2000, weights=WEIGHTS), {"estimate": NAN, "intercept": NAN, "ci_low": NAN},
                                 signed=True, further=weighted(lk.rank_rank_slope, base=2000)),
    "top_n_stability": Statistic(lambda x: lk.top_n_stability(x, n=3, base=2000), {"estimate": 1.0, "expected": 1.0, "p_value": 1.0}, signed=True),
    "half_life": Statistic(lk.half_life, "at least 2 regions that differ"),
    # Convergence
    "beta_convergence": regression(
        lk.beta_convergence, ALIKE,
        controls=(lambda x, c: lk.beta_convergence(x, controls={"c": c}), xr.ones_like(WEIGHTS) + np.cos(WEIGHTS)),
        groups=(lambda x, g: lk.beta_convergence(x, errors="cluster", groups=g), WEIGHTS),
    ),
    "beta_convergence, barro": regression(lambda x, **o: lk.beta_convergence(x, form="barro", **o), ALIKE),
    "panel_beta": regression(lk.panel_beta, "effects leave nothing of 'initial_log'", controls=(lambda x, c: lk.panel_beta(x, controls={"c": c}), REGRESSOR)),
    "panel_beta, no effects": regression(lambda x, **o: lk.panel_beta(x, effects=(), **o), ALIKE),
    "quantile_beta": Statistic(lambda x: lk.quantile_beta(x, [0.5]), ALIKE, unscaled=CONSTANT, size=1e9, further={
        "controls": (lambda x, c: lk.quantile_beta(x, [0.5], controls={"c": c}), np.cos(WEIGHTS))}),
    "within_regression": Statistic(
        within, {"estimate": 0.0, "std_error": NAN, "p_value": NAN, "r_squared": NAN}, size=1e100, signed=True,
        power={"estimate": 1, "std_error": 1, "ci_low": 1, "ci_high": 1},
        further={"x": (within, REGRESSOR), "weights": (lambda x, w: within(x, weights=long(w).values), 2 + REGRESSOR)},
    ),
    "sigma_change": Statistic(lk.sigma_change, "are equal"),
    "sigma_change, normal": Statistic(lambda x: lk.sigma_change(x, method="pitman-morgan"), "are equal"),
    "sigma_convergence": Statistic(lambda x: lk.sigma_convergence(x, resamples=19), {"dispersion": 0.0, "trend.estimate": 0.0, "trend.p_value": 1.0, "breaks.p_value": NAN},
                                   further=weighted(lk.sigma_convergence, resamples=19)),
    "standard_deviation_of_logs": dispersion_of("standard_deviation_of_logs"),
    "mann_kendall": Statistic(lk.mann_kendall, NO_TREND, power=PER_YEAR, signed=True),
    "mann_kendall, serial": Statistic(lambda x: lk.mann_kendall(x, serial="hamed-rao"), NO_TREND, power=PER_YEAR, signed=True),
    "linear_trend": Statistic(lk.linear_trend, NO_LINE, power=PER_YEAR | {"std_error": 1}, signed=True),
    "linear_trend, known persistence": Statistic(lambda x: lk.linear_trend(x, ar=0.5), NO_LINE, power=PER_YEAR | {"std_error": 1}, signed=True),
    "break_test": Statistic(lambda x: lk.break_test(x, resamples=19), NO_BREAK, signed=True),
    "break_test, trend": Statistic(lambda x: lk.break_test(x, model="trend", resamples=19), NO_BREAK, signed=True),
    # Clubs
    "hp_trend": Statistic(lk.hp_trend, {}, power={"value": 1}, signed=True),
    "relative_transition": Statistic(lk.relative_transition, ONE),
    "log_t": Statistic(lk.log_t, "are alike in year 2000"),
    "convergence_clubs": Statistic(lk.convergence_clubs, {"membership": 0.0, "merged": 0.0}),
    # Transitions
    "classify": classed(lk.classify, ZERO),
    "classify, pooled": classed(lambda x: lk.classify(x, quantiles="pooled"), ZERO),
    "markov_transitions": classed(lk.markov_transitions, {"n": np.array([132.0, 0, 0, 0, 0])}, **weighted(lk.markov_transitions)),
    "rank_transitions": classed(lambda x: lk.rank_transitions(x, base=2000, last=2011), {"stayed": 1.0, "up": 0.0}, **weighted(lk.rank_transitions, base=2000, last=2011)),
    "markov_homogeneity": classed(
        lambda x: lk.markov_homogeneity(x, groups=GROUPS), {"statistic": NAN, "p_value": NAN, "df": 0.0},
        groups=(lambda x, g: lk.markov_homogeneity(x, groups=g), WEIGHTS),
        periods=(lambda x, g: lk.markov_homogeneity(x, periods=g), xr.DataArray(np.repeat([1.0, 2], 6), dims="year", coords={"year": YEARS})),
    ),
    "markov_order": classed(lk.markov_order, {"statistic": NAN, "p_value": NAN, "df": 0.0}),
    "stochastic_kernel": Statistic(lambda x: lk.stochastic_kernel(x, grid=20), "All values are equal", signed=True,
                                   power={"density": -1, "ergodic": -1, "bandwidth": 1}, further=weighted(lk.stochastic_kernel, grid=20)),
    "ergodic_distribution": Statistic(lambda x: lk.ergodic_distribution(chain(x)), {"value": 0.25}),
    "first_passage_times": Statistic(lambda x: lk.first_passage_times(chain(x)), {"value": 4.0}),
    "prais_index": Statistic(lambda x: lk.prais_index(chain(x)), {"exit_probability": 0.75, "ratio": 1.0}),
    "shorrocks_index": Statistic(lambda x: lk.shorrocks_index(chain(x)), ONE),
    # Composite indices
    "ces": Statistic(lambda x: lk.ces(x, dim="region", elasticity=0.7), {}, power={"value": 1}, further=weighted(lk.ces, dim="region")),
    "normalise": Statistic(lk.normalise, SAME, signed=True, further=weighted(lk.normalise)),
    "normalise, min-max": Statistic(lambda x: lk.normalise(x, method="min-max", along="year"), "are the same", signed=True),
    "normalise, percentile": Statistic(lambda x: lk.normalise(x, method="percentile"), {"value": 50.0}, signed=True),
    "composite_index": Statistic(lambda x: lk.composite_index(indicators(x)), SAME, signed=True),
    "composite_index, ranks": Statistic(lambda x: lk.composite_index(indicators(x), method="rank", elasticity=0.5), {"index": 6.5, "rank": 6.5}, signed=True),
    "weight_uncertainty": Statistic(lambda x: lk.weight_uncertainty(indicators(x), resamples=50), {"rank_mean": 6.5, "share_first": 1 / 12}, signed=True, further={
        "concentration": (lambda x, c: lk.weight_uncertainty(indicators(x), resamples=9, concentration=c),
                          xr.DataArray(np.arange(1.0, 13), dims="indicator", coords={"indicator": YEARS}))}),
    # Lifetimes
    "kaplan_meier": Statistic(lives(lk.kaplan_meier), {"estimate": np.array([1, 1 / 3]), "ended": np.array([0, 8]), "at_risk": 12.0}, power={"duration": 1}, further={
        "entry": (lambda x, e: lives(lk.kaplan_meier)(20 + x, entry=e.rename(region="spell")), WEIGHTS)}),
    "survival_at": Statistic(lambda x: lives(lk.survival_at, years=age(x))(x), {"estimate": 1 / 3, "at_risk": 0.0}, power={"years": 1}),
    "median_lifetime": Statistic(lives(lk.median_lifetime), {"ci_high": float("inf")}, power=LIVED),
    "restricted_mean": Statistic(lambda x: lives(lk.restricted_mean, limit=age(x))(x), {"std_error": 0.0, "ci_low": NAN}, power=LIVED),
    "log_rank": Statistic(lives(lk.log_rank, groups=GROUPS.rename(region="spell")),
                          {"observed": np.array([2, 3, 3]), "expected": 8 / 3, "statistic": 11 / 16, "p_value": np.exp(-11 / 32)}),
    "spells": Statistic(lambda x: lk.spells(*(k * first(x).rename(region="spell") for k in (1, 3)), as_of=1e300), {"ended": 1.0}, power={"duration": 1}),
    # Space and concentration
    "moran_i": Statistic(lambda x: lk.moran_i(x, RING, **FEW), "values that differ", chance=("p_value",), signed=True),
    "local_moran": Statistic(lambda x: lk.local_moran(x, RING, **FEW), "values that differ", chance=("p_value", "p_adjusted"), signed=True),
    "neighbour_contrast": contrast(),
    "neighbour_contrast, squared": contrast(statistic="mean_squared", power=2, size=1e100),
    "neighbour_contrast, relative": contrast(relative=True, power=0, signed=False),
    "neighbour_contrast, extremes": contrast(statistic="extreme_pairs", power=0),
    "both_extremes_share": Statistic(lambda x: lk.both_extremes_share(x, GROUPS, share=0.25, **FEW), {"lowest": 0.0, "highest": 0.0},
                                     chance=("p_value", "chance_low", "chance_high"), signed=True,
                                     further={"groups": (lk.both_extremes_share, WEIGHTS)}),
    "location_quotient": Statistic(lambda x: lk.location_quotient(industries(x)), ONE),
    "location_quotient_interval": Statistic(lambda x: lk.location_quotient_interval(industries(x)), {"estimate": 1.0}, power={"n": 1}, unscaled=("ci_low", "ci_high")),
    "herfindahl": Statistic(lk.herfindahl, {"value": 1 / 12}),
    "herfindahl, normalised": Statistic(lambda x: lk.herfindahl(x, normalised=True), ZERO),
    "krugman_index": Statistic(lambda x: lk.krugman_index(industries(x)), ZERO),
    "locational_gini": Statistic(lambda x: lk.locational_gini(industries(x)), ZERO),
    "ellison_glaeser": Statistic(lambda x: lk.ellison_glaeser(industries(x)), ZERO, further={
        "plant_herfindahl": (lambda x, h: lk.ellison_glaeser(industries(x), plant_herfindahl=h),
                             xr.DataArray(np.full(12, 0.1), dims="industry", coords={"industry": YEARS}))}),
    # Robustness
    "choice_influence": Statistic(influence, {"variance_share": NAN}, power={"lowest": 1, "highest": 1}, signed=True),
}  # fmt: skip

#: Public functions that take no panel of figures, and why.
NO_PANEL = {
    "event_rate": "takes counts, which are whole numbers: nothing is computed before it",
    "nearest_neighbours": "takes latitudes and longitudes; equal distances have tests of their own",
    "neighbours_from_list": "takes labels",
    "specification_grid": "takes another function, and looks at none of its numbers",
}
