"""The policy-churn answer in words."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING

from levelkit.claims.numbers import years_between
from levelkit.claims.policy_churn.criterion import LIMIT, PARTS, TOO_FEW, few_ended
from levelkit.claims.policy_churn.lives import CHAIN
from levelkit.claims.policy_churn.policies import ALL, Policies, entry, reference_year
from levelkit.claims.verdict import Part, Verdict

if TYPE_CHECKING:
    from collections.abc import Mapping

    Figures = dict[str, float]
    Chosen = Mapping[str, object]
    Judged = Mapping[str, Verdict]

#: What is counted, in a sentence.
SAID = {
    ALL: "policies",
    "acts": "policies that are no strategy or deal",
    "bodies": "agencies and bodies",
    "money": "funds and programmes",
    "areas": "area incentives and controls",
    "plans": "strategies, deals and devolution",
}
#: One of them.
ONE = {
    ALL: "policy",
    "acts": "policy that is no strategy or deal",
    "bodies": "agency or body",
    "money": "fund or programme",
    "areas": "area incentive or control",
    "plans": "strategy, deal or devolution",
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


def subject(figures: Figures, chosen: Chosen) -> str:
    """What is judged: "88 policies, begun 1928 to 2025, verified rows"."""
    rows = "verified and unverified rows" if chosen["unverified"] else "verified rows"
    chain = ", successors as one" if chosen["successors"] == CHAIN else ""
    return f"{_counted(figures, chosen)}{chain}, {rows}"


def _counted(figures: Figures, chosen: Chosen) -> str:
    """How many of what, and when they began: "1 fund or programme of England alone, begun in 1999"."""
    n, what = int(figures["n"]), str(chosen["what"])
    named = ONE[what] if n == 1 else SAID[what]
    return f"{n or 'no'} {named}{WHERE[str(chosen['nation'])]}{_began(figures)}"


def _began(figures: Figures) -> str:
    if isnan(figures["first"]):
        return ""
    first, last = int(figures["first"]), int(figures["last"])
    return f", begun in {first}" if first == last else f", begun {first} to {last}"


def headline(figures: Figures, chosen: Chosen) -> str:
    """The finding in ten words or fewer."""
    what = SHORT[str(chosen["what"])]
    if few_ended(figures):
        return f"Too few {what} have ended to tell"
    if isnan(figures["median"]):
        return f"More than half of {what} still run"
    return f"Half of {what} are over after {_years(figures['median'])}"


def reason(figures: Figures, judged: Judged) -> str:
    """Why the verdict is what it is, with the numbers of both parts, in one or two plain sentences."""
    if few_ended(figures):
        return f"It takes {TOO_FEW} policies that have ended to tell how long such policies last."
    typical = {
        Verdict.SUPPORTED: "Half are over within a decade",
        Verdict.CANNOT_TELL: "Whether half are over within a decade cannot be told",
        Verdict.NOT_SUPPORTED: "Half last longer than a decade",
    }.get(judged["typical"], "How long half of them last cannot be tested")
    best = {
        Verdict.SUPPORTED: "No more than a quarter last longer than a decade",
        Verdict.CANNOT_TELL: "Whether more than a quarter last longer than a decade cannot be told",
        Verdict.NOT_SUPPORTED: "More than a quarter last longer than a decade",
    }.get(judged["best"])
    if best is None:
        return f"{typical} (median {_median_short(figures)}). None of these policies could be watched for {LIMIT} years yet."
    return f"{typical} (median {_median_short(figures)}). {best} ({_share(figures['share'])})."


def parts(figures: Figures, judged: Judged) -> tuple[Part, ...]:
    """Both parts with their verdicts and numbers."""
    few = f"Fewer than {TOO_FEW} policies have ended."
    said = {
        "typical": f"Their median life is {_median(figures)}.",
        "best": f"None was watched for {LIMIT} years."
        if isnan(figures["share"])
        else f"{_share(figures['share'])} last longer{_interval_of(figures, 'share')}.",
    }
    return tuple(
        Part(name, label, judged[name], few if few_ended(figures) else said[name])
        for name, label in PARTS.items()
    )


def sentence(figures: Figures, chosen: Chosen, policies: Policies) -> str:
    """The answer with its numbers and intervals."""
    n, over = int(figures["n"]), int(figures["ended"])
    if n == 0:
        return f"There are {_counted(figures, chosen)} to count.{_own(policies)}"
    if n == 1:
        text = f"{_counted(figures, chosen)}, {'has ended' if over else 'still runs'}"
    else:
        ended = "all have" if over == n else "1 has" if over == 1 else f"{over or 'none'} have"
        text = f"Of {_counted(figures, chosen)}, {ended} ended"
    if few_ended(figures):
        return f"{text}: too few for a verdict.{_own(policies)}"
    text += f". Their median life is {_median(figures)}"
    if isnan(figures["share"]):
        text += f"; none was watched for {LIMIT} years."
    else:
        text += (
            f"; {_share(figures['reach'])}{_range(figures, 'reach')} reach ten years and "
            f"{_share(figures['share'])}{_range(figures, 'share')} last longer."
        )
    running = n - over
    if running:
        are = "runs and counts" if running == 1 else "run and count"
        text += f" {running} still {are} for as long as known, to the end of {reference_year()}."
    if chosen["successors"] == CHAIN:
        text += " A policy that took over from another one counts as its continuation."
    return text + _own(policies)


def _own(policies: Policies) -> str:
    return f" All this is of your file {policies.file}, not of our table." if policies.file else ""


def _median(figures: Figures) -> str:
    if isnan(figures["median"]):
        return f"not reached: more than half still run (95% interval {interval(figures)})"
    return f"{_years(figures['median'])} (95% interval {interval(figures)})"


def _median_short(figures: Figures) -> str:
    if isnan(figures["median"]):
        return f"not reached, 95% interval {interval(figures)}"
    return f"{_years(figures['median'])}, 95% interval {interval(figures)}"


def interval(figures: Mapping[str, float], name: str = "median") -> str:
    """An interval of years: "8 to 15", "from 6 with no upper end"."""
    return years_between(figures[f"{name}_low"], figures[f"{name}_high"])


def _years(value: float) -> str:
    return f"{value:g} year{'' if value == 1 else 's'}"


def _share(value: float) -> str:
    """A share in per cent, with a digit more where rounding would put it on a threshold."""
    text = f"{value:.0%}"
    return f"{value:.1%}" if text in ("50%", "25%") and round(value, 2) != value else text


def _interval_of(figures: Figures, name: str) -> str:
    low, high = figures[f"{name}_low"], figures[f"{name}_high"]
    return "" if isnan(low) else f" (95% interval {_share(low)} to {_share(high)})"


def _range(figures: Figures, name: str) -> str:
    low, high = figures[f"{name}_low"], figures[f"{name}_high"]
    return "" if isnan(low) else f" ({low:.0%} to {high:.0%})"


def caveats(figures: Figures, chosen: Chosen, policies: Policies) -> list[str]:
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
            "counted here all the same" if chosen["unverified"] else "left out of every number here"
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
        "Shorter lives in later eras may be real, or a matter of what is remembered: policies of long ago that were short and small "
        "are likelier to be missing from the sources than those of today.",
        "Policies that follow each other in one reform are not independent: intervals are rather too narrow.",
        *entry()["notes"],
    ]
