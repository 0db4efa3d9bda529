"""The same question asked in every way that the figures allow: across countries, and within them over the years."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import numpy as np

from levelkit.claims.country_gaps import GAPS, regional_gaps
from levelkit.claims.devolution.association import (
    FEWEST,
    MAIN,
    Slope,
    across,
    fit_across,
    sample,
    slope_of,
)
from levelkit.claims.devolution.countries import GROUPS, UK
from levelkit.claims.devolution.indices import INDICES, figures
from levelkit.measures import within_regression

if TYPE_CHECKING:
    from collections.abc import Mapping

ACROSS = ("europe-output", "europe-income", "oecd-large", "oecd-small")
LAGS = (0, 1, 3, 5)
CENTURY_LAGS = (0, 10)


@functools.lru_cache(maxsize=256)
def within(index: str, key: str, lag: int, left_out: tuple[str, ...] = ()) -> Slope | None:
    """The slope within countries over the years: country and year effects, errors clustered by country.

    Inequality of a year against the index ``lag`` years before. None where too few countries change.
    """
    import pandas as pd

    x = INDICES[index].polarity * figures(index).to_series().dropna()
    countries, years = (x.index.get_level_values(name) for name in ("country", "year"))
    x.index = pd.MultiIndex.from_arrays([countries, years + lag], names=["country", "year"])
    y = regional_gaps(key).to_series().dropna()
    rows = pd.concat([y.rename("y"), x.rename("x")], axis=1).dropna()
    rows = rows[~rows.index.get_level_values("country").isin(left_out)]
    by_country = rows.groupby("country")
    rows = rows[by_country["y"].transform("size") > 1]
    by_country = rows.groupby("country")
    movers = int((by_country["x"].agg(np.ptp) > 0).sum())
    n = by_country.ngroups
    if n < FEWEST or movers < FEWEST:
        return None
    fit = within_regression(rows["y"], {"index": rows["x"]}, effects=["country", "year"])
    first, last = (int(f(rows.index.get_level_values("year"))) for f in (min, max))
    lagged = "" if not lag else f", index {lag} year{'s' if lag > 1 else ''} before"
    return slope_of(
        fit, rows["x"].to_numpy(), rows["y"].to_numpy(),
        f"Within countries: {GAPS[key].short}, {first}-{last}{lagged}",
        f"Within, {GAPS[key].short}{f', lag {lag}' if lag else ''}", n, "within", movers=movers,
    )  # fmt: skip


@functools.lru_cache(maxsize=4)
def prosperity() -> dict[str, float]:
    """Log of GDP per head by country: of the NUTS 2 table, 2016."""
    from levelkit.claims.oecd_comparison.figures import table

    found = table("eurostat-nuts2").sel(year=2016)
    frame = found[["gdp_million_eur", "population"]].to_dataframe()[
        ["country", "gdp_million_eur", "population"]
    ]
    sums = frame.dropna().groupby("country")[["gdp_million_eur", "population"]].sum()
    per_head = sums["gdp_million_eur"] / sums["population"]
    return {str(name): float(np.log(value)) for name, value in per_head.items()}


def ways(
    x: Mapping[str, float], year: int, index: str | None, left_out: tuple[str, ...] = ()
) -> list[Slope]:
    """The same question asked in every way that the figures allow.

    Parameters
    ----------
    x : mapping
        From country to index, more being more decentralised.
    year : int
        Of the inequality, where there is a choice.
    index : str, optional
        A key of ``INDICES``, for panels; a composite has none.
    left_out : tuple of str
        Countries left out throughout.
    """
    found = [
        across(
            x,
            key,
            year,
            label=f"Across countries: {GAPS[key].short}",
            short=f"Across, {GAPS[key].short}",
            left_out=left_out,
        )
        for key in ACROSS
    ]
    main = GAPS[MAIN].short
    kept = {name: value for name, value in x.items() if name not in left_out}
    found += [
        across(
            {name: value for name, value in kept.items() if name != UK}, MAIN, year,
            label=f"Across countries: {main}, without the UK", short=f"Across, {main}, no UK",
        ),
        _held_constant(tuple(sorted(kept.items())), year),
        across(
            {name: value for name, value in kept.items() if name in GROUPS["western"].members}, MAIN, year,
            label=f"Across western democracies: {main}", short=f"Across, {main}, west",
        ),
    ]  # fmt: skip
    if index is not None:
        found += [within(index, MAIN, lag, left_out) for lag in LAGS]
        found += [within(index, "europe-income", 0, left_out)]
        found += [within(index, "europe-century", lag, left_out) for lag in CENTURY_LAGS]
    return [one for one in found if one is not None]


@functools.lru_cache(maxsize=256)
def _held_constant(x: tuple[tuple[str, float], ...], year: int) -> Slope | None:
    """Across countries with GDP per head held constant."""
    rich = prosperity()
    names, values, gaps, _ = sample({name: value for name, value in x if name in rich}, MAIN, year)
    if len(names) < FEWEST + 1:
        return None
    fit = fit_across(values, gaps, np.array([rich[name] for name in names]))
    main = GAPS[MAIN].short
    return slope_of(
        fit, values, gaps, f"Across countries: {main}, GDP per head held constant", f"Across, {main}, GDP held", len(names),
        "across",
    )  # fmt: skip
