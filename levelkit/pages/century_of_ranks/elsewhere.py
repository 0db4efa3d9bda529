"""The same question in the other countries of Europe."""

from __future__ import annotations

from functools import lru_cache

from levelkit.claims.century_of_ranks.criterion import AGREE, TOO_FEW
from levelkit.claims.century_of_ranks.words import stated
from levelkit.claims.panels import about, panel, panels
from levelkit.pages import words


@lru_cache(maxsize=1)
def europe() -> list[tuple[str, int, float, float]]:
    """Country, regions, rank correlation 1900-2015 and its lowest between, highest first."""
    from levelkit.measures import spearman_rho

    found = []
    for key in panels():
        if not about(key).inside:
            continue
        country = panel(key)
        series = country.values
        if series.sizes["region"] < TOO_FEW:
            continue
        order = spearman_rho(series, base=1900, interval=None, alternative=None)
        rho = float(order.estimate.sel(year=2015).round(12))
        between = order.estimate.sel(year=(order.year > 1900) & (order.year < 2015))
        found.append((country.place, int(order.n.sel(year=2015)), rho, float(between.min())))
    return sorted(found, key=lambda row: -row[2])


@lru_cache(maxsize=1)
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


@lru_cache(maxsize=32)
def elsewhere_table(place: str) -> str:
    """The same question in each country of Europe that has enough regions."""
    body = [
        [name.removeprefix("the "), str(n), stated(rho), words.number(low, 2)]
        for name, n, rho, low in europe()
    ]
    columns = ["Country", "Regions", "Correlation 1900-2015", "Lowest in between"]
    marked = place.removeprefix("the ")
    return words.table("Rank correlation of regions by country", columns, body, marked=marked)
