"""The same measure over the years, in both tables of Europe."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import numpy as np

from levelkit.catalogue import sources_of
from levelkit.figures.columns import significant, whole
from levelkit.figures.figure import Columns, Figure, Files
from levelkit.figures.kept import kept
from levelkit.pages.oecd_comparison.ranking import SHORT, UK, most_unequal

if TYPE_CHECKING:
    import xarray as xr

    from levelkit.claims.evidence import Evidence

CENTURY, NUTS2 = "europe-century", "europe-nuts2"
TABLES = {CENTURY: "europe-century", NUTS2: "eurostat-nuts2"}


def _lines(evidence: Evidence, *, source: str, table: str) -> Figure:
    chosen, tables = evidence.choices, evidence.tables
    columns = {
        "source": "regions", "country": "country", "year": "year", "spread": "value", "place": "place",
        "countries": "countries",
    }  # fmt: skip
    title, subtitle, description = _said(tables[table], source, chosen["treatment"])
    return Figure(
        "country_lines",
        {"long": year_rows(tables["century"], tables["nuts2"])},
        {"source_shown": source, "data_shown": chosen["data"], "main": UK, "year": chosen["year"]},
        title=title,
        subtitle=subtitle,
        description=description,
        source=f"Source: {sources_of((TABLES[source],))}.",
        files=Files("long", columns, f"years-{source}-{{measure}}{{by_people}}-{{treatment}}"),
        marks={"highlight": most_unequal(evidence)},
    )


century = functools.partial(_lines, source=CENTURY, table="century")
nuts2 = functools.partial(_lines, source=NUTS2, table="nuts2")


def _said(by_year: xr.Dataset, source: str, treatment: str) -> tuple[str, str, str]:
    """Title, subtitle and description."""
    label, allowed = by_year.attrs["label"], by_year.attrs["treatment"]
    uk = by_year.sel(country=UK).dropna("year", subset=["spread"])
    if not uk.sizes["year"]:
        return label, "The United Kingdom is not ranked.", ""
    counts = by_year.spread.count("country").sel(year=uk.year)
    listed = zip(uk.year.values, whole(significant(uk.place, 5)), counts.values, strict=True)
    places = [(f"{place} of {n}", year) for year, place, n in listed]
    (first, begin), (last, end) = places[0], places[-1]
    basis = (
        " UK series: 10 units; part of London's rise 1980-2015 is a change of basis within the source."
        if source == CENTURY and allowed != "without-capital"
        else " France from 2015; Poland from 2014; Germany has all regions from 2011, the UK from 2012."
        if source == NUTS2 and allowed != "income" else ""
    )  # fmt: skip
    instead = (
        "" if treatment in (allowed, "published")
        else " These figures do not allow the treatment chosen above: shown as published."
    )  # fmt: skip
    how, what = by_year.attrs["treated"], by_year.attrs["figures"]
    return (
        f"UK place {first} in {begin}, {last} in {end}",
        f"{label.split(',')[0]}{how}: the same measure, of {what}. Numbers: the UK's place.{basis}{instead}",
        f"The United Kingdom's place by year. {', '.join(f'{year}: {place}' for place, year in places)}.",
    )


@kept
def year_rows(century: xr.Dataset, nuts2: xr.Dataset) -> Columns:
    """One row a country and year of each table; ``last`` marks a country's last year."""
    columns: Columns = {
        key: []
        for key in ("source", "country", "short", "year", "spread", "place", "countries", "last")
    }
    for source, by_year in ((CENTURY, century), (NUTS2, nuts2)):
        values, places = (
            by_year[key].transpose("country", "year").values for key in ("spread", "place")
        )
        known = np.isfinite(values)
        at_country, at_year = np.nonzero(known)
        names = by_year.country.values[at_country].tolist()
        last = known.shape[1] - 1 - known[:, ::-1].argmax(axis=1)
        columns["source"] += [source] * len(names)
        columns["country"] += names
        columns["short"] += [SHORT.get(name, name) for name in names]
        columns["year"] += by_year.year.values[at_year].tolist()
        columns["spread"] += significant(values[known], 5)
        columns["place"] += whole(significant(places[known], 5))
        columns["countries"] += known.sum(axis=0)[at_year].tolist()
        columns["last"] += (at_year == last[at_country]).tolist()
    return columns
