"""The tables of the century-of-ranks page: ranks, correlations, other countries."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from levelkit.claims.century_criterion import AGREE, TOO_FEW
from levelkit.claims.century_words import stated
from levelkit.claims.panels import panel, panels
from levelkit.pages import words

if TYPE_CHECKING:
    from levelkit.claims.evidence import Evidence


def tables(found: Evidence, order: list[dict[str, Any]]) -> str:
    """Ranks of the two years, and the rank correlation of every year with the first."""
    first = found.choices["first_year"]
    columns, regions = _regions(found)
    years = [
        [str(row["year"]), words.number(row["rho"], 2), row["interval"],
         words.number(row["kendall"], 2), str(row["n"]), row["basis"] or "one basis"]
        for row in order
    ]  # fmt: skip
    correlations = words.table(
        f"Rank correlation with {first}",
        ["Year", "Spearman's rho", "95% interval", "Kendall's tau", "Regions", "Basis"],
        years,
    )
    listed = words.table("Ranks and output per head", columns, regions)
    return f'<div class="lk-tables">{listed}{correlations}</div>'


def _regions(found: Evidence) -> tuple[list[str], list[list[str]]]:
    ranks = found.tables["ranks"]
    first, last = (found.choices[key] for key in ("first_year", "last_year"))
    then, now = ranks.sel(year=first), ranks.sel(year=last).sortby("rank")
    then = then.sel(region=now.region)
    figures = (
        now.name, then["rank"], now["rank"], now.rank_best, now.rank_worst,
        then.relative, now.relative,
    )  # fmt: skip
    rows = [
        [
            name,
            words.rank(before),
            words.rank(after),
            f"{words.rank(best)} to {words.rank(worst)}",
            words.number(old),
            words.number(new),
        ]
        for name, before, after, best, worst, old, new in zip(
            *(values.values.tolist() for values in figures), strict=True
        )
    ]
    columns = [
        "Region", f"Rank {first}", f"Rank {last}", f"Rank {last} within 3%",
        f"Mean = 100, {first}", f"Mean = 100, {last}",
    ]  # fmt: skip
    return columns, rows


@lru_cache(maxsize=1)
def europe() -> list[tuple[str, int, float, float]]:
    """Country, regions, rank correlation 1900-2015 and its lowest between, highest first."""
    from levelkit.measures import spearman_rho

    found = []
    for key in panels():
        if not key.startswith("europe-"):
            continue
        series = panel(key).series("gdp_per_head_intl2011usd")
        if series.sizes["region"] < TOO_FEW:
            continue
        order = spearman_rho(series, base=1900, interval=None, alternative=None)
        rho = float(order.estimate.sel(year=2015).round(12))
        between = order.estimate.sel(year=(order.year > 1900) & (order.year < 2015))
        found.append((panel(key).place, int(order.n.sel(year=2015)), rho, float(between.min())))
    return sorted(found, key=lambda row: -row[2])


def elsewhere_text() -> str:
    """How many countries have kept their order, and which years that is about."""
    countries = europe()
    above = sum(rho >= AGREE for _, _, rho, _ in countries)
    lead = (
        f"Of {len(countries)} European countries with {TOO_FEW} or more regions, {above} have a rank "
        f"correlation of {AGREE} or more between 1900 and 2015; {countries[0][0]} "
        f"has the highest ({stated(countries[0][2])})."
    )
    years = (
        "Whatever years are chosen above, this always compares 1900 with 2015: "
        "the figures for all these countries begin and end there."
    )
    return words.passage("Is that unusual?", lead, years)


def elsewhere_table(place: str) -> str:
    """The same question in each country of Europe that has enough regions."""
    body = [
        [name.removeprefix("the "), str(n), stated(rho), words.number(low, 2)]
        for name, n, rho, low in europe()
    ]
    columns = ["Country", "Regions", "Correlation 1900-2015", "Lowest in between"]
    marked = place.removeprefix("the ")
    return words.table("Rank correlation of regions by country", columns, body, marked=marked)
