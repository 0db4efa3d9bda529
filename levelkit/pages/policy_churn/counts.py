"""How many policies there are at a time, and how many began and ended under each government."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from levelkit.figures.figure import Figure, Files
from levelkit.figures.kept import kept
from levelkit.figures.table import Column, Table
from levelkit.pages import words
from levelkit.pages.policy_churn.survival import VIEW
from levelkit.pages.policy_churn.timeline import bar_rows, ends_of_years, party_rows
from levelkit.pages.words import number

if TYPE_CHECKING:
    import xarray as xr

    from levelkit.claims.evidence import Evidence
    from levelkit.figures.figure import Columns

WHAT = ("began", "ended")


def alive(evidence: Evidence) -> Figure:
    """Policies alive at the end of each year."""
    rows, now = year_rows(evidence.tables["years"]), evidence.attrs["reference_year"]
    peak = next(filter(None, rows["peak"]), "")
    title = f"The most at once: {peak}" if peak else "No policy is counted"
    decades = ", ".join(
        f"{year}: {n}"
        for year, n in zip(rows["year"], rows["alive"], strict=True)
        if year % 10 == 0
    )
    return Figure(
        "policies_alive",
        {"bands": party_rows(evidence.tables["parties"], now), "alive": rows},
        _years_shown(evidence),
        title=title,
        subtitle=f"Policies alive at the end of each year, to {now}, of those counted above; below, how many began and ended.",
        description=f"Policies alive at the end of the year: {decades}. {title}.",
        files=Files(
            "alive",
            {
                "year": "year", "alive": "policies_alive_at_end", "began": "policies_begun",
                "ended": "policies_ended",
            },
            f"alive-{VIEW}",
        ),
    )  # fmt: skip


def _years_shown(evidence: Evidence) -> dict[str, float]:
    """The same years as in the timeline above."""
    tables, now = evidence.tables, evidence.attrs["reference_year"]
    bars = bar_rows(tables["timeline"], tables["policies"], tables["kinds"], now)
    low, high = ends_of_years(bars, now)
    return {"year_low": low, "year_high": high}


@kept
def year_rows(years: xr.Dataset) -> Columns:
    """Counts of each year; the highest number is named once."""
    alive_then, when = years["alive"].values, years["year"].values.tolist()
    top = int(alive_then.argmax()) if alive_then.size else -1
    return {
        "year": when,
        "alive": alive_then.tolist(),
        "began": years["began"].values.tolist(),
        "ended": years["ended"].values.tolist(),
        "peak": [f"{alive_then[k]} in {when[k]}" if k == top else "" for k in range(len(when))],
    }


def rates(evidence: Evidence) -> Figure:
    """Policies begun and ended a year under each prime minister."""
    rows = rate_rows(evidence.tables["governments"])
    listed = "; ".join(
        f"{name}: {number(begun)} begun, {number(ended)} ended a year"
        for name, begun, ended in zip(
            *(rows[key] for key in ("name", "began_rate", "ended_rate")), strict=True
        )
    )
    columns = {
        "name": "government", "party": "party", "in_office": "years_that_count",
        "began": "policies_begun", "began_rate": "begun_a_year", "began_low": "begun_ci_low",
        "began_high": "begun_ci_high", "ended": "policies_ended", "ended_rate": "ended_a_year",
        "ended_low": "ended_ci_low", "ended_high": "ended_ci_high",
    }  # fmt: skip
    return Figure(
        "government_rates",
        {"rates": rows},
        title=_rates_title(evidence.tables["governments"]),
        subtitle=(
            "▲ begun and ▼ ended, policies a year under each prime minister, with 95% intervals, cut at the edge. A year counts for who held "
            "office in its middle."
        ),
        description=f"Policies begun and ended a year under each prime minister. {listed}.",
        source=words.source_of(evidence),
        files=Files("rates", columns, f"rates-{VIEW}"),
    )


def _rates_title(governments: xr.Dataset) -> str:
    parties, begun, years = (governments[name].values for name in ("party", "began", "in_office"))
    listed = ", ".join(
        f"{party} {begun[parties == party].sum() / years[parties == party].sum():.1f}"
        for party in dict.fromkeys(parties.tolist())
    )
    return f"New policies a year: {listed}" if listed else "No government to compare"


@kept
def rate_rows(governments: xr.Dataset) -> Columns:
    """Starts and ends a year under each government."""
    names, parties = (governments[key].values.tolist() for key in ("name", "party"))
    spans = [
        f"{begun:.0f}–{'' if np.isinf(left) else f'{left:.0f}'}"
        for begun, left in zip(
            governments["from_year"].values, governments["to_year"].values, strict=True
        )
    ]
    numbers = {
        f"{what}_{part}": governments[f"{what}_{part}"].values.round(3).tolist()
        for what in WHAT
        for part in ("rate", "low", "high")
    }
    said = {
        f"{what}_said": [
            f"{number(rate)} ({number(low)} to {number(high)})"
            for rate, low, high in zip(
                *(numbers[f"{what}_{part}"] for part in ("rate", "low", "high")), strict=True
            )
        ]
        for what in WHAT
    }
    return {
        "row": list(range(len(names))),
        "name": [
            f"{name} ({party[: 3 if party == 'Labour' else 4]}.), {span}"
            for name, party, span in zip(names, parties, spans, strict=True)
        ],
        "short": [
            f"{name.split()[-1]} {span[2:5]}" for name, span in zip(names, spans, strict=True)
        ],
        "party": parties,
        **{name: governments[name].values.tolist() for name in ("in_office", *WHAT)},
        **numbers,
        **said,
    }


def by_government(evidence: Evidence) -> Table:
    """Policies begun and ended under each government."""
    return Table(
        "Policies begun and ended under each government",
        {"rates": rate_rows(evidence.tables["governments"])},
        (
            Column("name", "Prime minister"),
            Column("in_office", "Years that count"),
            Column("began", "Begun"),
            Column("began_said", "Begun a year, 95% interval"),
            Column("ended", "Ended"),
            Column("ended_said", "Ended a year, 95% interval"),
        ),
        wide=True,
    )
