"""Why the answer changes, and how often the UK is near the top: from the table of combinations."""

from __future__ import annotations

import functools
from html import escape
from typing import TYPE_CHECKING, Any

from levelkit.claims.claim import key_of
from levelkit.pages import words
from levelkit.pages.oecd_comparison import all_rankings
from levelkit.pages.oecd_comparison.ranking import row_label

if TYPE_CHECKING:
    import pandas as pd

    from levelkit.claims.evidence import Evidence

TOPS = (1, 3, 5, 10)
STALE = "The table of combinations is out of date: run `make combinations` (or `levelkit combinations`)."
WAYS = {
    "oecd-tl3|published": "Small regions as published: London is 21 regions",
    "oecd-tl3|metro": "Small regions, London and its ring as one",
    "oecd-tl3|without-capital": "Small regions without London's 21",
    "oecd-tl3|per-worker": "Small regions, output per worker",
    "oecd-tl2|published": "Large regions as published: London is one of 12",
    "oecd-tl2|without-capital": "Large regions without London",
    "oecd-tl2|per-worker": "Large regions, output per worker",
}
REASONS = (
    "Scale. The UK's small regions cut London into 21, and Camden with the City has nearly five jobs for each resident: its output "
    "per head is ten times the country's because most who make it live elsewhere. Large regions hold most commuters "
    "within one region, and there the UK is in the middle.",
    "Measure. The coefficient of variation, Theil's index and the ratio of the highest to the lowest are moved by one extreme region; the "
    "90th to the 10th percentile leaves the extremes out.",
    "London. Merge it with its ring or leave it out, and the UK's small regions are no longer the most unequal by any of these measures. Count "
    "output per worker, which commuting does not distort, and the UK leads again: there is more to it than commuting.",
)


def why(evidence: Evidence) -> str:
    """The same measure at both scales, with London in each of the ways there are."""
    chosen = evidence.choices
    year = chosen["year"] if chosen["data"].startswith("oecd-") else 2019
    way = key_of([chosen["data"], chosen["treatment"]])
    return why_html(chosen["measure"], weighted=chosen["weighted"], year=year, chosen=way)


@functools.lru_cache(maxsize=64)
def why_html(measure: str, *, weighted: bool, year: int, chosen: str) -> str:
    """See :func:`why`; the row of the ``chosen`` way is marked."""
    rankings = all_rankings.table()
    heading = "Why the answer changes"
    if rankings is None:
        return words.passage(heading, STALE)
    same = (rankings["measure"] == measure) & (rankings["weighted"] == weighted)
    listed = rankings[same & (rankings["year"] == year) & rankings["data"].str.startswith("oecd-")]
    rows = [
        [WAYS[key_of([ranking["data"], ranking["treatment"]])], all_rankings.place_said(ranking)]
        for ranking in listed.to_dict("records")
    ]
    caption = f"{row_label(measure, weighted)}, {year}"
    heads = ["What is compared", "The UK's place"]
    shown = words.table(caption, heads, rows, marked=WAYS.get(chosen, ""))
    return words.passage(heading, *REASONS) + shown


def shares(_: Evidence) -> str:
    """How often the UK is among the first 1, 3, 5 and 10."""
    return shares_html()


@functools.lru_cache(maxsize=1)
def shares_html() -> str:
    """See :func:`shares`: the same for all choices."""
    rankings = all_rankings.table()
    if rankings is None:
        return words.passage("How often is the UK near the top?", STALE)
    data = rankings["data"]
    oecd = data.str.startswith("oecd-")
    sets: dict[str, Any] = {"OECD, both scales, 2019 and 2020": oecd}
    for scale, treatment in all_rankings.COLUMNS:
        if scale.startswith("oecd-"):
            within = (data == scale) & (rankings["treatment"] == treatment)
            sets[all_rankings.compared(scale, treatment)] = within
    sets["Europe NUTS 2, 2008-2018"] = data == "europe-nuts2"
    sets["Europe since 1900"] = data == "europe-century"
    first, *_ = sets
    rows = [
        [label, f"{inside.sum():,}", *_shares(rankings[inside])] for label, inside in sets.items()
    ]
    heads = ["Rankings", "Number", "First", *(f"Top {n}" for n in TOPS[1:])]
    top = _shares(rankings[oecd])
    lead = (
        f"Of {oecd.sum()} rankings of OECD countries by every measure, scale and treatment, the United Kingdom is first in "
        f"{top[0]}, among the first three in {top[1]}, the first five in {top[2]} and the first ten in {top[3]}."
    )
    listed = words.table("Share of rankings in which the UK is ...", heads, rows, marked=first)
    return f"<p><strong>{escape(lead)}</strong></p>{listed}"


def _shares(rankings: pd.DataFrame) -> list[str]:
    return [f"{float((rankings['place'] <= top).mean()):.0%}" for top in TOPS]
