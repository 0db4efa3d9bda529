"""What makes the verdict on the widening-gaps claim: one rule for all choices."""

from __future__ import annotations

import math

from levelkit.claims.numbers import DIGITS, said, signed, significant
from levelkit.claims.verdict import Part, Verdict, by_figure, by_interval
from levelkit.claims.widening_gaps.early import ERROR, Early
from levelkit.claims.widening_gaps.panels import BASIS_UNTIL, LONG_FROM

SIGNIFICANT = 0.05
TOO_FEW_REGIONS = 5
TOO_FEW_YEARS = 6
EARLY, SINCE = f"{LONG_FROM}-{BASIS_UNTIL}", "since"
#: What each part claims.
PARTS = {
    EARLY: f"Wider in {BASIS_UNTIL} than in {LONG_FROM}",
    SINCE: "A rising trend in the chosen years",
}

CRITERION = (
    f"No series runs through 70 years on one basis, so the claim has two parts, each judged on its own. {LONG_FROM} to "
    f"{BASIS_UNTIL}: dispersion was higher at the end than at the start (Rosés and Wolf's ten regions: a complete count, "
    f"judged by the figures to {DIGITS} digits). Since: over the chosen years of the chosen series dispersion has a rising "
    "trend, judged by its 95% interval, which allows for gaps that hardly change from year to year: supported if all of it is "
    "above 0, not supported if all of it is below, cannot tell if it holds 0. The claim is mixed where its two parts differ. "
    f"Fewer than {TOO_FEW_REGIONS} regions or {TOO_FEW_YEARS} years cannot be tested."
)


def judge(figures: dict[str, float], early: Early) -> tuple[Part, Part]:
    """The two parts.

    Parameters
    ----------
    figures : dict
        ``per_decade``, ``decade_low``, ``decade_high`` (%), ``p_value``, ``n`` regions, ``years``.
    early : Early
    """
    tested = figures["n"] >= TOO_FEW_REGIONS and figures["years"] >= TOO_FEW_YEARS
    low, high = (figures[name] if tested else math.nan for name in ("decade_low", "decade_high"))
    then = Part(
        EARLY,
        PARTS[EARLY],
        by_figure(significant(early.end), significant(early.start), "above"),
        _early_words(early),
    )
    since = Part(
        SINCE,
        PARTS[SINCE],
        by_interval(low, high, 0, "above"),
        f"The 95% interval of the trend is {signed(low)} to {signed(high)} a decade."
        if tested
        else f"It takes {TOO_FEW_REGIONS} regions and {TOO_FEW_YEARS} years to tell a trend from luck.",
    )
    return then, since


def _early_words(early: Early) -> str:
    """The change, what it hangs on, and what errors in the figures would do to it."""
    share, moved = (
        (early.wider_draws, "rose") if early.rise > 0 else (1 - early.wider_draws, "fell")
    )
    return (
        f"It went from {said(early.start)} to {said(early.end)} ({signed(early.change)}; {signed(early.without[0])} to "
        f"{signed(early.without[1])} if any one region is left out). With errors of {ERROR:.0%} in each figure it {moved} in "
        f"{share:.0%} of draws."
    )


def against_its_ends(figures: dict[str, float], since: Verdict) -> bool:
    """Whether the trend is sure and yet the series ended on the other side of where it began."""
    rise = significant(figures["end"]) - significant(figures["start"])
    return (since is Verdict.SUPPORTED and rise < 0) or (
        since is Verdict.NOT_SUPPORTED and rise > 0
    )
