"""What the lecture also says, that churn guarantees failure: figures, and why they are no test."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING, Any

from levelkit.catalogue import sources_of
from levelkit.claims.policy_churn import CLAIM
from levelkit.claims.policy_churn.gaps import QUOTE, TABLES, compared
from levelkit.pages import words

if TYPE_CHECKING:
    import xarray as xr

    from levelkit.claims.evidence import Evidence

    Columns = dict[str, list[Any]]

NAMED = 3  # years with the most moves, and with the largest changes, carry their number
HEADING = "Does chopping and changing keep gaps from closing?"


def churn_columns(found: Evidence) -> Columns:
    """One row a year: moves, change, and whether the year's number is written."""
    both = found.tables["gap_changes"]
    moves, change = both.moves.values, both.change.values
    told = {*moves.argsort(kind="stable")[-NAMED:], change.argmin(), change.argmax()}
    return {
        "year": both.year.values.tolist(),
        "moves": [int(n) for n in moves],
        "change": change.round(5).tolist(),
        "named": [k in told for k in range(moves.size)],
        "first": [k == 0 for k in range(moves.size)],
    }


def churn_signals(found: Evidence) -> dict[str, float]:
    """Ends of the chart's scales."""
    both = found.tables["gap_changes"]
    return {
        "churn_high": max(4.0, float(both.moves.max())),
        "change_high": 1.15 * float(abs(both.change).max()),
    }


def churn_chart_words(found: Evidence) -> dict[str, Any]:
    """Title, subtitle, source and description of the chart."""
    numbers = compared(found.tables["gap_changes"])
    first, last = _years(found)
    alike = isnan(numbers["rho"])  # as many moves in each year: most likely none
    return {
        "height": 380,
        "title": (
            "No starts or ends to compare"
            if alike
            else f"Gaps fell in {numbers['busy_fell'] / numbers['busy']:.0%} of busy, "
            f"{numbers['calm_fell'] / numbers['calm']:.0%} of calm years"
        ),
        "subtitle": (
            f"One dot a year, {first} to {last}: policies that began or ended in it, of those counted above but of any era, and the change of the "
            "coefficient of variation of output per head of the regions, weighted by people. Busy: more moves than in the middle year."
        ),
        "description": (
            f"Scatter of {numbers['n']:.0f} years."
            + ("" if alike else f" Rank correlation {_correlation(numbers)}.")
        ),
        "source": f"Source: {found.attrs['source']}; {sources_of(TABLES[1:])}.",
    }


def _years(found: Evidence) -> tuple[int, int]:
    years = found.tables["gap_changes"].year.values
    return int(years[0]), int(years[-1])


def _correlation(numbers: dict[str, float]) -> str:
    rho, low, high = (words.number(numbers[name], 2) for name in ("rho", "low", "high"))
    return f"{rho} (95% interval {low} to {high}, as if years were independent)"


def churn_passage(found: Evidence) -> str:
    """What is claimed, what the figures are, and why they cannot test it."""
    numbers = compared(found.tables["gap_changes"])
    first, last = _years(found)
    seen = (
        f"In {numbers['n']:.0f} years with figures on one basis, {first} to {last}, gaps fell in {numbers['busy_fell']:.0f} of the "
        f"{numbers['busy']:.0f} with most starts and ends, and in {numbers['calm_fell']:.0f} of the other {numbers['calm']:.0f}. "
        f"The rank correlation of starts and ends with the change of gaps is {_correlation(numbers)}. "
        f"{_long_run(found.tables['gap_spans'])}"
    )
    if isnan(numbers["rho"]):
        seen = (
            f"None of these policies began or ended in the years with figures, {first} to {last}."
        )
    return words.passage(
        HEADING,
        f"The lecture also says that “{QUOTE}” ({CLAIM.source}).",
        seen,
        "Cannot be tested: this is one country with one history. A policy takes years to act, gaps of a single year move for many other "
        "reasons, and governments begin policies because gaps widen. So no correlation here would show that churn is harmless, and a "
        "strong one would not show that it did harm. It would take places with much churn beside like places with little.",
    )


def _long_run(spans: xr.Dataset) -> str:
    """The first span, of few ends, beside the last one, of many: what speaks for the claim."""
    said = []
    for basis in (spans.basis.values[0], spans.basis.values[-1]):
        at = {name: float(spans[name].sel(basis=basis)) for name in spans.data_vars}
        went = "narrowed" if at["gap_last"] < at["gap_first"] else "widened"
        said.append(
            f"from {at['first']:.0f} to {at['last']:.0f}, with {at['began']:.1f} starts and {at['ended']:.1f} ends a year, gaps {went}"
        )
    return f"Over long spans the two may go together: {'; '.join(said)}. But much else differs between two such spans, and short policies of long ago may be forgotten."


def spans_table(spans: xr.Dataset) -> str:
    """Starts, ends and gaps of each span of years on one basis."""
    rows = [
        [
            f"{at['first']:.0f} to {at['last']:.0f}",
            _BASES[str(basis)],
            words.number(at["began"]),
            words.number(at["ended"]),
            words.number(at["gap_first"], 3),
            words.number(at["gap_last"], 3),
        ]
        for basis in spans.basis.values
        for at in [{str(name): float(spans[name].sel(basis=basis)) for name in spans.data_vars}]
    ]
    columns = [
        "Years", "Figures", "Begun a year", "Ended a year", "Gap in the first year", "Gap in the last year",
    ]  # fmt: skip
    return words.table("Starts, ends and regional gaps (coefficient of variation)", columns, rows)


_BASES = {
    "long-run": "GDP per head, 10 regions (Rosés and Wolf)",
    "older accounts": "GVA per head, 11 regions (older accounts)",
    "accounts of today": "GVA per head, 12 regions and nations (ONS)",
}
