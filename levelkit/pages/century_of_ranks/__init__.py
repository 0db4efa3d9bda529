"""The page of the century-of-ranks claim: three charts, two tables, other countries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from levelkit.figures.ranks import WINDOW, most_moved, pair_rows, rank_rows, year_bases
from levelkit.figures.table import Column, Table
from levelkit.pages.century_of_ranks.figures import bump, heatmap, slope
from levelkit.pages.century_of_ranks.half_life import half_life
from levelkit.pages.century_of_ranks.passages import countries, elsewhere, hangs, lowest
from levelkit.pages.layout import Mark, PageLayout

if TYPE_CHECKING:
    from levelkit.claims.evidence import Evidence

__all__ = ["LAYOUT"]


def ranks(evidence: Evidence) -> Table:
    """Ranks and output per head in the first and the last year."""
    return Table(
        "Ranks and output per head",
        {"ranks": rank_rows(evidence.tables["all_ranks"])},
        (
            Column("region", "Region"),
            Column("rank", "Rank {first_year}", at="first_year", digits="rank"),
            Column("rank", "Rank {last_year}", digits="rank"),
            Column(("rank_best", "rank_worst"), "Rank {last_year} within 3%", digits="rank"),
            Column("relative", "Mean = 100, {first_year}", at="first_year", digits=1),
            Column("relative", "Mean = 100, {last_year}", digits=1),
        ),
        unit="region",
        where={"year": {"in": ["last_year"]}},
        sort="rank",
    )


def correlations(evidence: Evidence) -> Table:
    """Each shown year's rank correlation with the first."""
    whole = evidence.tables
    return Table(
        "Rank correlation with {first_year}",
        {"pairs": pair_rows(whole["all_pairs"], *year_bases(whole["all_ranks"]))},
        (
            Column("year", "Year"),
            Column("rho", "Spearman's rho", digits=2),
            Column("interval", "95% interval"),
            Column("kendall", "Kendall's tau", digits=2),
            Column("n", "Regions"),
            Column("basis", "Basis"),
        ),
        where={"year_2": {"in": ["first_year"]}, **WINDOW},
    )


def values(evidence: Evidence) -> dict[str, Any]:
    """For names of files."""
    return {"without": "" if evidence.choices["include_capital"] else "-without-capital"}


def about(evidence: Evidence) -> list[list[str]]:
    """What stands above the figures of a download."""
    said = evidence.attrs
    included = "with" if evidence.choices["include_capital"] else "without"
    return [
        ["regions", said["panel"]],
        *([["capital", f"{included} {said['capital']}"]] if said["capital"] else []),
        ["measure", said["measure"]],
        ["unit", said["units"]],
    ]


LAYOUT = PageLayout(
    figures={"bump": bump, "slope": slope, "heatmap": heatmap},
    tables=(ranks, correlations),
    passages={
        "lowest": lowest, "hangs": hangs, "half-life": half_life, "elsewhere": elsewhere,
        "countries": countries,
    },
    marks=(
        Mark(
            "highlight",
            lambda evidence: sorted(evidence.tables["all_ranks"]["name"].values.tolist()),
            lambda evidence: most_moved(evidence.tables["all_ranks"]),
            label="Highlight (or click a region)",
        ),
        Mark(
            "year",
            lambda evidence: evidence.tables["order"].year.values.tolist()[1:],
            lambda evidence: evidence.choices["last_year"],
            label="Look at year",
            kind="slider",
        ),
    ),
    values=values,
    about=about,
    advanced=frozenset({"measure"}),
)  # fmt: skip
