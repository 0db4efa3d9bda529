"""What the parts of results are called: one name for one thing, in all statistics.

``estimate``, ``std_error``, ``statistic``, ``p_value``, ``ci_low``, ``ci_high`` and ``n`` are the
same everywhere. Here is what each part is in words, for the axis of a plot, and its unit where
that is always the same; and what parts and options were called before.
"""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    import xarray as xr

#: The same in every result that has them.
COMMON = ("estimate", "std_error", "statistic", "p_value", "ci_low", "ci_high", "n")

#: A part in words, and its unit; None: that of the estimate, which the statistic says.
FIELDS: dict[str, tuple[str, str | None]] = {
    "std_error": ("Standard error", None),
    "statistic": ("Test statistic", "1"),
    "p_value": ("p-value", "1"),
    "ci_low": ("Lower end of the interval", None),
    "ci_high": ("Upper end of the interval", None),
    "n": ("Number used", "1"),
    "df": ("Degrees of freedom", "1"),
    "expected": ("Expected by chance", None),
    # Dispersion
    "total": ("Total", None),
    "share": ("Share of the total", "1"),
    "share_ci_low": ("Share, lower end of the interval", "1"),
    "share_ci_high": ("Share, upper end of the interval", "1"),
    # Ranks
    "rank": ("Rank", "1"),
    "rank_best": ("Best rank", "1"),
    "rank_worst": ("Worst rank", "1"),
    "band": ("Band of ties", "1"),
    "band_size": ("Places in the band", "1"),
    "band_centre": ("Middle of the band", "1"),
    "m": ("Number of rankings", "1"),
    "intercept": ("Intercept", "1"),
    "stayed": ("Share that stayed", "1"),
    "up": ("Share that moved up", "1"),
    "down": ("Share that moved down", "1"),
    "persistence": ("Share of a gap left after a year", "1"),
    "rate": ("Rate at which gaps close", "1/year"),
    "rate_std_error": ("Standard error of the rate", "1/year"),
    # Convergence
    "sigma_first": ("Standard deviation of logs, first year", "1"),
    "sigma_last": ("Standard deviation of logs, last year", "1"),
    "tau": ("Kendall's tau with time", "1"),
    "variance": ("Variance of the test statistic", "1"),
    "break_year": ("Year of the break", "year"),
    "f": ("F statistic of a break in the year", "1"),
    "ar": ("Autoregression of the errors", "1"),
    "ar_low": ("Autoregression, lower end of its set", "1"),
    "ar_high": ("Autoregression, upper end of its set", "1"),
    "speed": ("Speed of convergence", "per year"),
    "speed_ci_low": ("Speed, lower end of the interval", "per year"),
    "speed_ci_high": ("Speed, upper end of the interval", "per year"),
    "half_life": ("Half-life", "years"),
    "half_life_ci_low": ("Half-life, lower end of the interval", "years"),
    "half_life_ci_high": ("Half-life, upper end of the interval", "years"),
    "critical": ("Critical value", "1"),
    # Transitions
    "counts": ("Moves", "1"),
    "density": ("Density", None),
    "ergodic": ("Long-run density", None),
    "bandwidth": ("Bandwidth", None),
    "exit_probability": ("Probability of leaving the class", "1"),
    "mean_stay": ("Mean stay in the class", "steps"),
    "mean_stay_if_mobile": ("Mean stay if moves were independent", "steps"),
    "ratio": ("Ratio", "1"),
    # Composite indices
    "index": ("Composite index", None),
    "rank_mean": ("Mean rank", "1"),
    "rank_low": ("Rank, lower end of the interval", "1"),
    "rank_high": ("Rank, upper end of the interval", "1"),
    "share_first": ("Share of weights that put it first", "1"),
    "share_top": ("Share of weights that put it at the top", "1"),
    "probability": ("Probability of the rank", "1"),
    # Lifetimes
    "at_risk": ("Spells at risk", "spells"),
    "ended": ("Ended", None),
    "observed": ("Spells that ended", "spells"),
    "duration": ("Duration", "years"),
    # Space
    "z_score": ("z-score, normal", "1"),
    "p_value_normal": ("p-value, normal", "1"),
    "p_adjusted": ("p-value, adjusted for many tests", "1"),
    "n_islands": ("Units without a neighbour", "1"),
    "z": ("Standard deviations from the mean", "1"),
    "lag": ("Mean of the neighbours, in standard deviations", "1"),
    "quadrant": ("Quadrant", "1"),
    "all_pairs": ("The same over all pairs", None),
    "area": ("Contrast of each unit with its neighbours", None),
    "lowest": ("Groups with a unit of the lowest", "1"),
    "highest": ("Groups with a unit of the highest", "1"),
    "chance_low": ("By chance, lower end", "1"),
    "chance_high": ("By chance, upper end", "1"),
}
#: Parts named after a level of groups.
PREFIXES = {"between_": "Between groups of", "within_": "Within groups of", "weight_": "Weight of"}

_SPLIT = {
    "value": "estimate", "value_low": "ci_low", "value_high": "ci_high",
    "share_low": "share_ci_low", "share_high": "share_ci_high",
}  # fmt: skip
_MOVES = {"probabilities": "estimate", "standard_errors": "std_error"}
_REGRESSION = {
    "params": "estimate", "std_errors": "std_error", "t_values": "statistic", "p_values": "p_value",
}  # fmt: skip

#: What parts were called before, by statistic. Such a name works for one more release.
FORMER_FIELDS: dict[str, dict[str, str]] = {
    "decompose": _SPLIT,
    "half_life": {"half_life": "estimate", "rate_se": "rate_std_error"},
    "mann_kendall": {"slope": "estimate", "S": "statistic"},
    "linear_trend": {"slope": "estimate", "standard_error": "std_error"},
    "break_test": {"sup_f": "statistic"},
    "sigma_change": {"change": "estimate"},
    "log_t": {"b": "estimate", "t_stat": "statistic"},
    "log_rank": {"chi2": "statistic"},
    "kaplan_meier": {"survival": "estimate"},
    "markov_transitions": _MOVES,
    "markov_homogeneity": {"estimate": "statistic"},
    "markov_order": {"estimate": "statistic"},
    "Regression": _REGRESSION,
}


def present_name(statistic: str, name: Any) -> str | None:
    """What a part of a result is called now, with a warning; None if it never had another name."""
    present = FORMER_FIELDS.get(statistic, {}).get(name)
    if present is not None:
        warn_renamed(f"{statistic}: the part {name!r}", repr(present))
    return present


def warn_renamed(former: str, present: str) -> None:
    """Say, at the line of the caller, that a name is an old one."""
    warnings.warn(
        f"{former} is now {present}; the old name goes with the next release.",
        DeprecationWarning,
        stacklevel=4,
    )


def sentence(text: str) -> str:
    """The text with a capital letter at its start, as an axis or a heading has it."""
    return text if text[1:2].isdigit() else text[:1].upper() + text[1:]  # but p90/p10


def own_attrs(name: str, array: xr.DataArray, of: Mapping[str, Any]) -> dict[str, Any]:
    """``long_name`` and ``units`` of a part of a result, never those of the figures it came from.

    Parameters
    ----------
    name : str
        The part.
    array : DataArray
        Its figures, with ``units`` that the statistic gave them, if it did.
    of : mapping
        The attributes of the whole result: its ``statistic``, and ``units`` of what it estimates.
    """
    for prefix, words in PREFIXES.items():
        if name.startswith(prefix):
            return {"long_name": f"{words} {name.removeprefix(prefix)}", "units": "1"}
    words, fixed = FIELDS.get(name, ("", None))
    if "statistic" in array.attrs:  # a statistic in its own right, among others
        words = words or sentence(str(array.attrs["statistic"]))
    words = words or sentence(str(of.get("statistic", name)))
    units = fixed or of.get("units") or array.attrs.get("units") or "1"
    return {"long_name": words, "units": units}
