"""The page of the policy-churn claim: survival, timeline, policies alive, rates by government."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from levelkit.pages import words
from levelkit.pages.layout import Mark, PageLayout
from levelkit.pages.policy_churn.counts import alive, by_government, rates
from levelkit.pages.policy_churn.gaps import churn, inroads, spans
from levelkit.pages.policy_churn.survival import BY, by_kind_and_era, survival
from levelkit.pages.policy_churn.timeline import (
    every_policy,
    first_marked,
    names_shown,
    timeline,
)

if TYPE_CHECKING:
    from levelkit.claims.evidence import Evidence

__all__ = ["LAYOUT"]


def notice(evidence: Evidence) -> str:
    """That a visitor's own table is shown."""
    if not evidence.attrs["file"]:
        return ""
    return words.notice(
        f"This page now shows your file: {evidence.attrs['file']}.",
        f"Every chart, table and number is worked out from its rows, of which {evidence.figures['n']:.0f} are counted under these choices. The "
        "curve of all combinations further down stays that of our table.",
    )


def values(evidence: Evidence) -> dict[str, Any]:
    """For names of files."""
    said = evidence.attrs
    return {
        "rows": "-with-unverified" if evidence.choices["unverified"] else "",
        "table": said["file"].removesuffix(".csv") or said["table"],
    }


def about(evidence: Evidence) -> list[list[str]]:
    """What stands above the figures of a download."""
    chosen = evidence.choices
    return [
        ["policies", evidence.attrs["counted"]],
        ["began", "any year" if chosen["era"] == "all" else chosen["era"]],
        ["successors", "as one" if chosen["successors"] == "chain" else "apart"],
        ["unverified rows", "counted" if chosen["unverified"] else "left out of the figures"],
        ["unit", evidence.attrs["units"]],
    ]


LAYOUT = PageLayout(
    figures={
        "survival": survival, "timeline": timeline, "alive": alive, "rates": rates, "churn": churn,
    },
    tables=(by_kind_and_era, by_government, every_policy),
    passages={"notice": notice, "inroads": inroads, "spans": spans},
    marks=(
        Mark("by", lambda _: list(BY.values()), lambda _: BY["all"], label="Curves"),
        Mark(
            "highlight", names_shown, first_marked,
            label="Mark in the timeline (or click a policy)",
        ),
    ),
    values=values,
    about=about,
    advanced=frozenset({"successors", "unverified"}),
)  # fmt: skip
