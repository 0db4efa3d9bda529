"""What one answer of the policy-churn claim puts on its page."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING

from levelkit.claims.policy_churn import words as said
from levelkit.claims.policy_churn.governments import by_party
from levelkit.claims.policy_churn.policies import reference_year
from levelkit.pages import words
from levelkit.pages.design import Shown
from levelkit.pages.policy_churn import curves, gaps
from levelkit.pages.policy_churn.table import HEAD, ROW, bands, bars, kinds, whole_table

if TYPE_CHECKING:
    from levelkit.claims.evidence import Evidence
    from levelkit.pages.policy_churn.curves import Columns

MARKED = "Regional Development Agencies"
GOVERNMENT_ROW = 27
MOST_RATE = 6.0  # a year, on the axis: intervals of single years are wider


def shown(found: Evidence) -> Shown:
    """Figures and words of one answer."""
    policies, made = found.attrs["policies"], found.choices
    drawn, ends = bars(policies, **made)
    steps = found.tables["steps"]
    alive = curves.year_columns(found.tables["years"])
    rates = curves.rate_columns(found.tables["governments"])
    names = sorted(drawn["bars"]["policy"])
    height = HEAD + 24 + ROW * int(ends["n_policies"])
    return Shown(
        datasets={
            **curves.curve_columns(found),
            "groups": curves.group_columns(found.tables["groups"]),
            "policies": whole_table(policies),
            **drawn,
            "bands": bands(),
            "kinds": kinds(),
            "alive": alive,
            "rates": rates,
            "churn": gaps.churn_columns(found),
        },
        signals={
            **ends,
            **gaps.churn_signals(found),
            "years_high": curves.oldest_age(steps),
            "alive_high": 1.15 * max(alive["alive"], default=1) + 1,
            "moves_high": max([*alive["began"], *alive["ended"], 1]),
            "n_governments": max(len(rates["row"]), 1),
            "rate_high": min(MOST_RATE, max([2.0, *rates["began_high"], *rates["ended_high"]])),
        },
        words={
            "survival": {
                "height": 520,
                "title": found.headline,
                "subtitle": _survival_subtitle(found),
                "description": curves.survival_said(found),
            },
            "timeline": {
                "height": height,
                "title": _timeline_title(drawn["bars"]),
                "subtitle": (
                    "One bar a policy, from the year it began to the year it ended; an arrow still runs, a dashed outline is unverified. "
                    "Shaded: years under a Labour prime minister. Point at a policy for its years and source; CSV and XLSX below hold the whole table."
                ),
                "description": _timeline_said(drawn["bars"]),
                "source": f"{_source(found)} Each policy's own source stands in the table below.",
            },
            "alive": {
                "height": 380,
                "title": _alive_title(alive),
                "subtitle": f"Policies alive at the end of each year, to {reference_year()}, of those counted above; below, how many began and ended.",
                "description": _alive_said(alive),
            },
            "rates": {
                "height": 30 + GOVERNMENT_ROW * max(len(rates["row"]), 1),
                "title": _rates_title(found),
                "subtitle": (
                    "▲ begun and ▼ ended, policies a year under each prime minister, with 95% intervals, cut at the edge. A year counts for who held "
                    "office in its middle."
                ),
                "description": _rates_said(rates),
                "source": _source(found),
            },
            "churn": gaps.churn_chart_words(found),
            "inroads": {"html": gaps.churn_passage(found)},
            "spans": {"html": gaps.spans_table(found.tables["gap_spans"])},
            "notice": {"html": _notice(found)},
        },
        offered={"by": list(curves.BY.values()), "highlight": names or [""]},
        looks={
            "by": curves.BY["all"],
            "highlight": MARKED if MARKED in names else (names or [""])[0],
        },
        names={
            "rows": "-with-unverified" if made["unverified"] else "",
            "table": policies.file.removesuffix(".csv") or "uk-policies",
        },
    )


def about(found: Evidence) -> list[list[str]]:
    """What stands above the figures of a download."""
    made = found.choices
    return [
        ["policies", said.SAID[made["what"]] + said.WHERE[made["nation"]]],
        ["began", "any year" if made["era"] == "all" else made["era"]],
        ["successors", "as one" if made["successors"] == "chain" else "apart"],
        ["unverified rows", "counted" if made["unverified"] else "left out of the figures"],
        ["unit", found.attrs["units"]],
    ]


def _source(found: Evidence) -> str:
    return f"Source: {found.attrs['source']}. Licence: {found.attrs['licence']}."


def _survival_subtitle(found: Evidence) -> str:
    tests = [
        f"{what} differ ({_p(found.figures[name])})"
        if found.figures[name] < 0.05
        else f"{what} do not surely differ ({_p(found.figures[name])})"
        for name, what in (("p_kind", "kinds"), ("p_era", "eras"))
        if not isnan(found.figures[name])
    ]
    differ = f" Log-rank test: {' and '.join(tests)}." if tests else ""
    if found.figures["p_era"] < 0.05:
        differ += " Lives may have become shorter, or short ones of long ago are forgotten."
    return (
        f"Share that lasts longer than so many years, with its 95% interval; policies still open at the end of {reference_year()} are "
        f"counted as far as they are known (Kaplan-Meier). A dot marks the median.{differ}"
    )


def _p(value: float) -> str:
    return "p < 0.001" if value < 0.001 else f"p = {value:.3f}"


def _timeline_title(made: Columns) -> str:
    n, running = len(made["row"]), sum(made["open"])
    if not n:
        return "No such policies in the table"
    return f"{n} policies on record, {running} still running"


def _timeline_said(made: Columns) -> str:
    listed = "; ".join(
        f"{name}, {years}{'' if sure else ', unverified'}"
        for name, years, sure in zip(made["name"], made["said"], made["verified"], strict=True)
    )
    return f"Timeline of policies by their start. {listed}."


def _alive_title(alive: Columns) -> str:
    peak = next((one for one in alive["peak"] if one), "")
    return f"The most at once: {peak}" if peak else "No policy is counted"


def _alive_said(alive: Columns) -> str:
    every = [
        f"{year}: {n}"
        for year, n in zip(alive["year"], alive["alive"], strict=True)
        if year % 10 == 0
    ]
    return f"Policies alive at the end of the year: {', '.join(every)}. {_alive_title(alive)}."


def _rates_title(found: Evidence) -> str:
    parties = by_party(found.tables["governments"])
    listed = ", ".join(f"{party} {begun:.1f}" for party, (_, begun, _) in parties.items())
    return f"New policies a year: {listed}" if listed else "No government to compare"


def _rates_said(rates: Columns) -> str:
    listed = "; ".join(
        f"{name}: {number_of(begun)} begun, {number_of(ended)} ended a year"
        for name, begun, ended in zip(
            rates["name"], rates["began_rate"], rates["ended_rate"], strict=True
        )
    )
    return f"Policies begun and ended a year under each prime minister. {listed}."


def number_of(value: float) -> str:
    """One digit."""
    return words.number(value, 1)


def _notice(found: Evidence) -> str:
    """That a visitor's own table is shown."""
    if not found.attrs["file"]:
        return ""
    return words.notice(
        f"This page now shows your file: {found.attrs['file']}.",
        f"Every chart, table and number is worked out from its rows, of which {found.figures['n']:.0f} are counted under these choices. The "
        "curve of all combinations further down stays that of our table.",
    )
