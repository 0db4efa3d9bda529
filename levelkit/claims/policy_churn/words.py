"""The policy-churn answer in words."""

from __future__ import annotations

from math import isinf, isnan
from typing import TYPE_CHECKING

from levelkit.claims.policy_churn.criterion import LIMIT, TOO_FEW, few_outlast, surely_over
from levelkit.claims.policy_churn.lives import CHAIN
from levelkit.claims.policy_churn.policies import ALL, Policies, entry, reference_year
from levelkit.claims.verdict import Verdict

if TYPE_CHECKING:
    from collections.abc import Mapping

    Figures = dict[str, float]
    Made = Mapping[str, object]

#: What is counted, in a sentence.
SAID = {
    ALL: "policies",
    "acts": "policies that are no strategy or deal",
    "bodies": "agencies and bodies",
    "money": "funds and programmes",
    "areas": "area incentives and controls",
    "plans": "strategies, deals and devolution",
}
#: The same in a title.
SHORT = SAID | {
    ALL: "regional policies",
    "acts": "regional policies",
    "areas": "incentives and controls",
    "plans": "strategies and deals",
}
WHERE = {
    ALL: "",
    "wide": " of the whole UK or Britain",
    "england": " of England alone",
    "others": " of Scotland, Wales or Northern Ireland",
}


def subject(figures: Figures, made: Made) -> str:
    """What is judged: "88 policies, begun 1928 to 2025, verified rows"."""
    rows = "verified and unverified rows" if made["unverified"] else "verified rows"
    chain = ", successors as one" if made["successors"] == CHAIN else ""
    return f"{figures['n']:.0f} {SAID[str(made['what'])]}{WHERE[str(made['nation'])]}, begun {_began(figures)}{chain}, {rows}"


def _began(figures: Figures) -> str:
    if isnan(figures["first"]):
        return "at no time"
    return f"{figures['first']:.0f} to {figures['last']:.0f}"


def headline(figures: Figures, verdict: Verdict, made: Made) -> str:
    """The finding in ten words or fewer."""
    what = SHORT[str(made["what"])]
    if verdict is Verdict.CANNOT_TEST:
        return f"Too few {what} have ended to tell"
    if isnan(figures["median"]):
        return f"More than half of {what} still run"
    return f"Half of {what} are over after {_years(figures['median'])}"


def reason(figures: Figures, verdict: Verdict) -> str:
    """Why the verdict is what it is, in one plain sentence without statistics."""
    if verdict is Verdict.CANNOT_TEST:
        if figures["ended"] < TOO_FEW:
            return (
                f"It takes {TOO_FEW} policies that have ended to tell how long such policies last."
            )
        return f"None of these policies could be watched for {LIMIT} years yet."
    more = _share(figures["share"])
    if verdict is Verdict.NOT_SUPPORTED:
        return f"More than half last longer than a decade ({more})."
    if surely_over(figures):
        much = "no more" if few_outlast(figures) else "more"
        but = "and" if few_outlast(figures) else "but"
        return f"Half are surely over within a decade, {but} {much} than a quarter last longer ({more})."
    if few_outlast(figures):
        return f"No more than a quarter last longer than a decade ({more}), but so few policies leave it unsure."
    return f"Half are over within a decade, but that is not sure, and more than a quarter last longer ({more})."


def sentence(figures: Figures, made: Made, policies: Policies) -> str:
    """The answer with its numbers and intervals."""
    n, over = figures["n"], figures["ended"]
    what = SAID[str(made["what"])]
    text = f"Of {n:.0f} {what}{WHERE[str(made['nation'])]}, begun {_began(figures)}, {over:.0f} have ended"
    if over < TOO_FEW or isnan(figures["share"]):
        return f"{text}: too few, or watched for too short a time, for a verdict.{_own(policies)}"
    text += (
        f". Their median life is {_median(figures)}; {_share(figures['reach'])}{_range(figures, 'reach')} reach ten years and "
        f"{_share(figures['share'])}{_range(figures, 'share')} last longer."
    )
    running = n - over
    if running:
        are = "runs and counts" if running == 1 else "run and count"
        text += (
            f" {running:.0f} still {are} for as long as known, to the end of {reference_year()}."
        )
    if made["successors"] == CHAIN:
        text += " A policy that took over from another one counts as its continuation."
    return text + _own(policies)


def _own(policies: Policies) -> str:
    return f" All this is of your file {policies.file}, not of our table." if policies.file else ""


def _median(figures: Figures) -> str:
    if isnan(figures["median"]):
        return "not reached: more than half still run"
    return f"{_years(figures['median'])} (95% interval {interval(figures)})"


def interval(figures: Mapping[str, float], name: str = "median") -> str:
    """An interval of years: "8 to 15", "from 6 with no upper end"."""
    low, high = figures[f"{name}_low"], figures[f"{name}_high"]
    if isnan(low) and isinf(high):
        return "without ends"
    if isnan(low):
        return f"up to {high:g}"
    return f"from {low:g} with no upper end" if isinf(high) else f"{low:g} to {high:g}"


def _years(value: float) -> str:
    return f"{value:g} year{'' if value == 1 else 's'}"


def _share(value: float) -> str:
    """A share in per cent, with a digit more where rounding would put it on a threshold."""
    text = f"{value:.0%}"
    return f"{value:.1%}" if text in ("50%", "25%") and round(value, 2) != value else text


def _range(figures: Figures, name: str) -> str:
    low, high = figures[f"{name}_low"], figures[f"{name}_high"]
    return "" if isnan(low) else f" ({low:.0%} to {high:.0%})"


def caveats(figures: Figures, made: Made, policies: Policies) -> list[str]:
    """What the reader must know of these very figures."""
    notes = []
    if policies.file:
        notes.append(
            f"The figures are of your file {policies.file}. The curve of all combinations, and the front page, are of our table."
        )
    left = int(figures["unverified"])
    if left:
        rows = "1 row is" if left == 1 else f"{left} rows are"
        treated = (
            "counted here all the same" if made["unverified"] else "left out of every number here"
        )
        notes.append(
            f"{rows} unverified: a year was not found in a source. In the timeline "
            f"{'it stands' if left == 1 else 'they stand'} apart, as outlines, and {'it is' if left == 1 else 'they are'} {treated}."
        )
    return [
        *notes,
        "Years, not days: a life of ten years may be anything from just over nine to just under eleven. So the page "
        "says both how many reach ten years and how many last longer.",
        "The curve takes open policies to have the same prospects as others of their age. Where policies of today are shorter-lived than "
        "those of before, curves by era say more than the one of all.",
        "Policies that follow each other in one reform are not independent: intervals are rather too narrow.",
        *entry()["notes"],
    ]
