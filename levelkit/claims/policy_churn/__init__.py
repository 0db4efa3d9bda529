"""Regional policies last at best a decade."""

from __future__ import annotations

from typing import TYPE_CHECKING

from levelkit.claims.choice import Choice, View
from levelkit.claims.claim import Claim, Effect
from levelkit.claims.input import Input
from levelkit.claims.policy_churn.answer import answer
from levelkit.claims.policy_churn.criterion import CRITERION, FEW, HALF, PARTS
from levelkit.claims.policy_churn.lives import APART, CHAIN
from levelkit.claims.policy_churn.policies import ALL, ERAS, GROUP_NAMES, read_policies

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    Chosen = Mapping[str, Any]

__all__ = ["CLAIM"]

WHATS = {
    ALL: "Every kind",
    "acts": "All but strategies, deals and devolution",
    **{group: f"{name} alone" for group, name in GROUP_NAMES.items()},
}
NATIONS = {
    ALL: "All of the UK",
    "wide": "The whole UK or Britain at once",
    "england": "England alone",
    "others": "Scotland, Wales, N Ireland",
}

CHOICES = (
    Choice(
        "what", "What counts as a policy", lambda _: WHATS, lambda _: ALL,
        help="A strategy is a document and a deal an agreement: whether they are policies is a judgement",
    ),
    Choice("nation", "Where it holds", lambda _: NATIONS, lambda _: ALL),
    Choice("era", "When it began", lambda _: {ALL: "Any year", **{era: era for era in ERAS}}, lambda _: ALL),
    Choice(
        "successors", "Successors",
        lambda _: {APART: "Apart", CHAIN: "As one"},
        lambda _: APART,
        help="Regional Development Agencies and the Local Enterprise Partnerships that took over from them: two policies, or one?",
    ),
    Choice(
        "unverified", "Unverified rows",
        lambda _: {False: "Leave unverified rows out", True: "Count unverified rows too"}, lambda _: False,
        kind="check", help="Rows of which a year was not found in a source",
    ),
)  # fmt: skip

CUTS = ("what", "nation", "era")


def _one_cut(chosen: Chosen) -> bool:
    """All policies, or those of a kind, a nation or an era: finer cuts leave a handful."""
    return sum(bool(chosen[name] != ALL) for name in CUTS) <= 1


def _whole(chosen: Chosen) -> bool:
    return all(chosen[name] == ALL for name in CUTS)


def _by(name: str) -> Any:
    return lambda chosen: _one_cut(chosen) and bool(chosen[name] != ALL)


CLAIM = Claim(
    name="policy-churn",
    title="Policy churn",
    question="Do regional policies last at best a decade?",
    quote="Regional policies last at best a decade.",
    source="Andy Haldane, lecture on levelling up",
    criterion=CRITERION,
    choices=CHOICES,
    answer=answer,
    parts=PARTS,
    effect=Effect(
        "share",
        "Share that lasts longer than ten years",
        "share_low",
        "share_high",
        {FEW: "a quarter", HALF: "half"},
    ),
    counted=_one_cut,
    counted_words="all policies, or those of one kind, nation or era; successors apart or as one; with unverified rows or without",
    wider={
        "Of these, all kinds, nations and eras together": _whole,
        "Of these, by kind": _by("what"),
        "Of these, by era": _by("era"),
        "Of these, verified rows, successors apart": lambda chosen: (
            _one_cut(chosen) and not chosen["unverified"] and chosen["successors"] == APART
        ),
        "Every combination, however few policies": lambda _: True,
    },
    tables=("uk-policies", "uk-governments"),
    notebook="08-policy-churn",
    drawn=("uk-century", "uk-index-1989", "uk-itl1-income"),
    elsewhere="it is of the lives of policies, not of regions. A table of policies of your own is its input `own`.",
    views=(
        View("All policies since 1928", {}, {"by": "All together"}),
        View("By era: shorter lives, or short ones forgotten", {}, {"by": "By era"}),
        View("Bodies last, funds do not: by kind", {}, {"by": "By kind"}),
        View("Funds and programmes alone", {"what": "money"}, {"by": "All together"}),
        View("Agencies and bodies alone", {"what": "bodies"}, {"by": "All together"}),
        View("Begun since 2010", {"era": "2010-2025"}, {"by": "All together"}),
        View("Successors count as one", {"successors": CHAIN}, {"by": "All together"}),
        View("With unverified rows", {"unverified": True}, {"by": "All together"}),
    ),
    inputs=(
        Input(
            "own", "Correct the table: your own file", kind="file", read=read_policies,
            help=(
                "Download the table of policies under the timeline as CSV, correct it or add rows in a spreadsheet, save it as CSV (UTF-8), and "
                "choose it here. Everything above is then worked out from your file. It goes to this page's kernel and nowhere else."
            ),
        ),
    ),
)  # fmt: skip
