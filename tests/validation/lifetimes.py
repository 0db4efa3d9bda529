"""Lifetimes against published values, lifelines and closed forms."""

import math
import warnings

import numpy as np
import xarray as xr

from levelkit.measures.lifetimes.comparison import log_rank
from levelkit.measures.lifetimes.rates import event_rate
from levelkit.measures.lifetimes.spells import spells
from levelkit.measures.lifetimes.summary import median_lifetime, restricted_mean
from levelkit.measures.lifetimes.survival import kaplan_meier, survival_at
from validation import Check

# Weeks of remission in leukaemia: Freireich et al. (1963), Blood 21, 699-716.
MERCAPTOPURINE = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
ENDED = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]
PLACEBO = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]
FREIREICH = "Freireich et al. (1963), as in Kleinbaum and Klein, Survival Analysis, ch. 2"
REMISSION = "remission of leukaemia"


def remission():
    duration = xr.DataArray(np.array(MERCAPTOPURINE + PLACEBO, float), dims="spell")
    ended = xr.DataArray(ENDED + [1] * 21, dims="spell")
    return duration, ended, xr.DataArray(["6-MP"] * 21 + ["placebo"] * 21, dims="spell")


def drawn(n=60, groups=3):
    """Whole years with many ties, a third of the spells open."""
    rng = np.random.default_rng(5)
    group = rng.integers(0, groups, n)
    duration = np.ceil(rng.exponential(8 + 4 * group))
    return (
        xr.DataArray(duration, dims="spell"),
        xr.DataArray(rng.random(n) < 2 / 3, dims="spell"),
        xr.DataArray(group, dims="spell"),
    )


def peer(name, *values, **options):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import lifelines
        import lifelines.statistics
        import lifelines.utils

        return {
            "fit": lambda t, e, **o: lifelines.KaplanMeierFitter().fit(t, e, **o),
            "test": lifelines.statistics.multivariate_logrank_test,
            "mean": lifelines.utils.restricted_mean_survival_time,
            "median": lifelines.utils.median_survival_times,
        }[name](*values, **options)


def _published(weeks, share):
    def values():
        found = kaplan_meier(*remission()[:2], groups=remission()[2])
        return float(found.estimate.sel(group="6-MP", duration=weeks)), share

    return Check("kaplan_meier", f"{FREIREICH}, {weeks} weeks", REMISSION, values, 5e-4)


def _curve(column):
    duration, ended, _ = drawn()
    ours = kaplan_meier(duration, ended)
    fit = peer("fit", duration.values, ended.values)
    theirs = {
        "estimate": fit.survival_function_.iloc[:, 0],
        "ci_low": fit.confidence_interval_.iloc[:, 0],
        "ci_high": fit.confidence_interval_.iloc[:, 1],
        "at_risk": fit.event_table["at_risk"],
    }[column].to_numpy()
    certain = (ours.estimate == 1) | (ours.estimate == 0)  # theirs has intervals without width
    keep = np.ones(certain.size, bool) if column in ("estimate", "at_risk") else ~certain.values
    position = np.cos(np.arange(keep.sum()))
    return float(ours[column].values[keep] @ position), float(theirs[keep] @ position)


def watched_late(n=80):
    """Quarters of years, half of the spells watched from a later age on; some end as others enter."""
    rng = np.random.default_rng(5)
    life = np.ceil(4 * rng.exponential(9, n)) / 4
    entry = np.where(rng.random(n) < 0.5, 0, np.floor(4 * rng.exponential(4, n)) / 4)
    ended, seen = rng.random(n) < 0.7, life > entry
    return (xr.DataArray(part[seen], dims="spell") for part in (life, ended, entry))


def _late_entry(column):
    duration, ended, entry = watched_late()
    ours = kaplan_meier(duration, ended, entry=entry)
    fit = peer("fit", duration.values, ended.values, entry=entry.values)
    theirs = (
        {
            "estimate": fit.survival_function_.iloc[:, 0],
            "ci_low": fit.confidence_interval_.iloc[:, 0],
            "ci_high": fit.confidence_interval_.iloc[:, 1],
        }[column]
        .loc[ours.duration.values]
        .to_numpy()
    )
    known = ours.ci_low.notnull().values
    position = np.cos(np.arange(known.sum()))
    return float(ours[column].values[known] @ position), float(theirs[known] @ position)


def _late_entry_at_risk():
    duration, ended, entry = watched_late()
    ours = kaplan_meier(duration, ended, entry=entry)
    by_hand = [
        sum(
            (s < t or s == t == 0) and d >= t
            for s, d in zip(entry.values, duration.values, strict=True)
        )
        for t in ours.duration.values
    ]
    position = np.cos(np.arange(len(by_hand)))
    return float(ours.at_risk.values @ position), float(by_hand @ position)


def _median(group):
    duration, ended, groups = remission()
    found = median_lifetime(duration, ended, groups=groups)
    return float(found.estimate.sel(group=group))


def _median_interval(end):
    duration, ended, _ = drawn()
    fit = peer("fit", duration.values, ended.values)
    low, high = peer("median", fit.confidence_interval_).iloc[0]
    return float(median_lifetime(duration, ended)[end]), float(
        {"ci_low": low, "ci_high": high}[end]
    )


def _median_interval_log(end):
    from statsmodels.duration.survfunc import SurvfuncRight

    duration, ended, _ = drawn()
    fit = SurvfuncRight(duration.values, ended.values.astype(int))
    theirs = dict(zip(("ci_low", "ci_high"), fit.quantile_ci(0.5, method="log"), strict=True))
    return float(median_lifetime(duration, ended, interval="log")[end]), float(theirs[end])


def _mean():
    duration, ended, _ = drawn()
    theirs = peer("mean", peer("fit", duration.values, ended.values), t=15)
    return float(restricted_mean(duration, ended, limit=15).estimate), float(theirs)


def _mean_error():
    # Without open spells the area is the mean of what lies within the limit.
    duration = xr.DataArray(np.array(PLACEBO, float), dims="spell")
    ours = restricted_mean(duration, xr.ones_like(duration), limit=10)
    return float(ours.std_error), float(np.std(np.minimum(PLACEBO, 10)) / math.sqrt(21))


def _log_rank(weights, theirs, **options):
    duration, ended, group = drawn()
    ours = log_rank(duration, ended, group, weights=weights)
    found = peer("test", duration.values, group.values, ended.values, weightings=theirs, **options)
    return float(ours.statistic), float(found.test_statistic)


def _log_rank_p():
    duration, ended, group = drawn()
    found = peer("test", duration.values, group.values, ended.values)
    return float(log_rank(duration, ended, group).p_value), float(found.p_value)


def _remission_test(name, **where):
    return float(log_rank(*remission())[name].sel(**where))


def _survival_at(end):
    duration, ended, _ = drawn()
    fit = peer("fit", duration.values, ended.values)
    table = fit.survival_function_.join(fit.confidence_interval_)
    column = ["estimate", "ci_low", "ci_high"].index(end)
    return float(survival_at(duration, ended, years=7.5)[end]), float(table[:7.5].iloc[-1, column])


def _spells():
    start = xr.DataArray([1979.0, 1999.0, 2010.5], dims="spell")
    end = xr.DataArray([1986.0, 2012.0, np.nan], dims="spell")
    return float(spells(start, end, as_of=2024).duration.sum()), 7 + 13 + 13.5


def _rate(end, events, years=1.0):
    found = event_rate(xr.DataArray(events), xr.DataArray(years))
    return float(found[end])


def _rate_statsmodels(end):
    from statsmodels.stats.rates import confint_poisson

    theirs = dict(zip(("ci_low", "ci_high"), confint_poisson(23, 18.2, "exact-c"), strict=True))
    return _rate(end, 23, 18.2), float(theirs[end])


#: Garwood's table of limits for a Poisson mean, 95 %.
GARWOOD = {
    ("ci_high", 0): 3.69,
    ("ci_low", 1): 0.0253,
    ("ci_high", 1): 5.57,
    ("ci_low", 10): 4.80,
    ("ci_high", 10): 18.39,
}

CHECKS = [
    *(
        Check(f"event_rate.{end}", "Garwood (1936), as in Johnson, Kotz and Kemp, Univariate Discrete Distributions", f"{k} events",
              lambda end=end, k=k, value=value: (_rate(end, k), value), 5e-3)
        for (end, k), value in GARWOOD.items()
    ),
    *(
        Check(f"event_rate.{end}", "statsmodels, confint_poisson (exact-c)", "23 events in 18.2 years", lambda end=end: _rate_statsmodels(end))
        for end in ("ci_low", "ci_high")
    ),
    Check("spells", "by hand", "3 spells", _spells),
    *(
        _published(weeks, share)
        for weeks, share in [(6, 0.857), (7, 0.807), (10, 0.753), (13, 0.690), (16, 0.627), (22, 0.538), (23, 0.448)]
    ),
    *(
        Check(f"kaplan_meier.{name}", "lifelines.KaplanMeierFitter", "60 spells", lambda name=name: _curve(name))
        for name in ("estimate", "ci_low", "ci_high", "at_risk")
    ),
    *(
        Check(f"kaplan_meier.{name}", "lifelines.KaplanMeierFitter, entry", "80 spells, half watched late", lambda name=name: _late_entry(name))
        for name in ("estimate", "ci_low", "ci_high")
    ),
    Check("kaplan_meier.at_risk", "by hand", "80 spells, half watched late", _late_entry_at_risk),
    Check("median_lifetime", f"{FREIREICH}, 6-MP", REMISSION, lambda: (_median("6-MP"), 23.0)),
    Check("median_lifetime", f"{FREIREICH}, placebo", REMISSION, lambda: (_median("placebo"), 8.0)),
    Check("median_lifetime.ci_low", "lifelines, median_survival_times", "60 spells", lambda: _median_interval("ci_low")),
    Check("median_lifetime.ci_high", "lifelines, median_survival_times", "60 spells", lambda: _median_interval("ci_high")),
    Check("median_lifetime.ci_low", "statsmodels, quantile_ci (log)", "60 spells", lambda: _median_interval_log("ci_low")),
    Check("median_lifetime.ci_high", "statsmodels, quantile_ci (log)", "60 spells", lambda: _median_interval_log("ci_high")),
    Check("restricted_mean", "lifelines, restricted_mean_survival_time", "60 spells", _mean),
    Check("restricted_mean.error", "closed form, no open spells", "21 spells", _mean_error),
    Check("log_rank", f"{FREIREICH}, chi2", REMISSION, lambda: (_remission_test("statistic"), 16.79), 5e-3),
    Check("log_rank.expected", f"{FREIREICH}, 6-MP", REMISSION, lambda: (_remission_test("expected", group="6-MP"), 19.25), 5e-3),
    Check("log_rank", "lifelines, multivariate_logrank_test", "60 spells, 3 groups", lambda: _log_rank(None, None)),
    Check("log_rank.p_value", "lifelines, multivariate_logrank_test", "60 spells, 3 groups", _log_rank_p),
    Check("log_rank.gehan", "lifelines, wilcoxon", "60 spells, 3 groups", lambda: _log_rank("gehan", "wilcoxon")),
    Check("log_rank.tarone-ware", "lifelines, tarone-ware", "60 spells, 3 groups", lambda: _log_rank("tarone-ware", "tarone-ware")),
    Check(
        "log_rank.fleming-harrington", "lifelines, fleming-harrington", "60 spells, 3 groups",
        lambda: _log_rank("fleming-harrington", "fleming-harrington", p=1, q=0),
    ),
    *(
        Check(f"survival_at.{name}", "lifelines.KaplanMeierFitter", "60 spells, 7.5 years", lambda name=name: _survival_at(name))
        for name in ("estimate", "ci_low", "ci_high")
    ),
]  # fmt: skip
