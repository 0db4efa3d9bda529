"""What the lecture also says, that churn guarantees failure: figures, and why they are no test."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING

from levelkit.claims import claim
from levelkit.figures.figure import Figure, Files
from levelkit.figures.kept import kept
from levelkit.pages import words
from levelkit.pages.policy_churn.survival import VIEW

if TYPE_CHECKING:
    from collections.abc import Mapping

    import xarray as xr

    from levelkit.claims.evidence import Evidence
    from levelkit.figures.figure import Columns

NAMED = 3  # years with the most moves, and with the largest changes, carry their number
HEADING = "Does chopping and changing keep gaps from closing?"


def churn(evidence: Evidence) -> Figure:
    """Years by their starts and ends, and by how gaps changed."""
    both = evidence.tables["gap_changes"]
    numbers, (first, last) = both.attrs, _years(both)
    alike = isnan(numbers["rho"])  # as many moves in each year: most likely none
    return Figure(
        "churn_scatter",
        {"churn": year_rows(both)},
        title=(
            "No starts or ends to compare"
            if alike
            else f"Gaps fell in {numbers['busy_fell'] / numbers['busy']:.0%} of busy, "
            f"{numbers['calm_fell'] / numbers['calm']:.0%} of calm years"
        ),
        subtitle=(
            f"One dot a year, {first} to {last}: policies that began or ended in it, of those counted above but of any era, and the change of the "
            "coefficient of variation of output per head of the regions, weighted by people. Busy: more moves than in the middle year."
        ),
        description=(
            f"Scatter of {numbers['n']:.0f} years."
            + ("" if alike else f" Rank correlation {_correlation(numbers)}.")
        ),
        source=f"Source: {evidence.attrs['source']}; {numbers['source']}.",
        files=Files(
            "churn",
            {
                "year": "year",
                "moves": "policies_begun_or_ended",
                "change": "change_of_coefficient_of_variation",
            },
            f"churn-{VIEW}",
        ),
    )


@kept
def year_rows(both: xr.Dataset) -> Columns:
    """One row a year: moves, change, and whether the year's number is written."""
    moves, change = both.moves.values, both.change.values
    told = {*moves.argsort(kind="stable")[-NAMED:], change.argmin(), change.argmax()}
    return {
        "year": both.year.values.tolist(),
        "moves": [int(n) for n in moves],
        "change": change.round(5).tolist(),
        "named": [k in told for k in range(moves.size)],
        "first": [k == 0 for k in range(moves.size)],
    }


def _years(both: xr.Dataset) -> tuple[int, int]:
    return int(both.year[0]), int(both.year[-1])


def _correlation(numbers: Mapping[str, float]) -> str:
    rho, low, high = (words.number(numbers[name], 2) for name in ("rho", "low", "high"))
    return f"{rho} (95% interval {low} to {high}, as if years were independent)"


def inroads(evidence: Evidence) -> str:
    """What is claimed, what the figures are, and why they cannot test it."""
    both = evidence.tables["gap_changes"]
    numbers, (first, last) = both.attrs, _years(both)
    seen = (
        f"In {numbers['n']:.0f} years with figures on one basis, {first} to {last}, gaps fell in {numbers['busy_fell']:.0f} of the "
        f"{numbers['busy']:.0f} with most starts and ends, and in {numbers['calm_fell']:.0f} of the other {numbers['calm']:.0f}. "
        f"The rank correlation of starts and ends with the change of gaps is {_correlation(numbers)}. "
        f"{_long_run(evidence.tables['gap_spans'])}"
    )
    if isnan(numbers["rho"]):
        seen = (
            f"None of these policies began or ended in the years with figures, {first} to {last}."
        )
    return words.passage(
        HEADING,
        f"The lecture also says that “{evidence.attrs['churn']}” ({claim('policy-churn').source}).",
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


def spans(evidence: Evidence) -> str:
    """Starts, ends and gaps of each span of years on one basis."""
    table = evidence.tables["gap_spans"]
    rows = [
        [
            f"{at['first']:.0f} to {at['last']:.0f}",
            _BASES[str(basis)],
            words.number(at["began"]),
            words.number(at["ended"]),
            words.number(at["gap_first"], 3),
            words.number(at["gap_last"], 3),
        ]
        for basis in table.basis.values
        for at in [{str(name): float(table[name].sel(basis=basis)) for name in table.data_vars}]
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
