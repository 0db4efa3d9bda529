"""The figures that countries can be compared on: a set of regions, treated in one of a few ways."""

from __future__ import annotations

import functools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from levelkit.claims.panels import panel, table

if TYPE_CHECKING:
    import pandas as pd

UK = "United Kingdom"
ENOUGH = 15  # countries with figures, for a year to be on offer
NO_POPULATION = 2007  # Eurostat's first year has incomes and nobody to weight them by
PUBLISHED, METRO, WITHOUT, PER_WORKER, INCOME = (
    "published", "metro", "without-capital", "per-worker", "income",
)  # fmt: skip

#: The source counts these regions' jobs and output within different borders: it has more jobs than
#: residents in Caithness and one job for five residents in Inverness. Together they fit.
JOBS_ASTRAY = ("UKM61", "UKM62", "UKM63")

TREATMENTS = {
    PUBLISHED: "As published",
    METRO: "Capital merged with its ring",
    WITHOUT: "Without the capital's region",
    PER_WORKER: "Per worker, not per head",
    INCOME: "Household income, not output",
}


@dataclass(frozen=True)
class Scale:
    """One set of regions of many countries.

    Attributes
    ----------
    key, label : str
        As in an address, and for people.
    place, short : str
        As it reads in a sentence, and in a heading.
    table : str
        Of the catalogue.
    output : tuple of str
        Measure of the panel of this key and, in words with its unit, what it is.
    treatments : tuple of str
        What the figures allow.
    other : mapping
        The measure of a treatment that takes another than output.
    """

    key: str
    label: str
    place: str
    short: str
    table: str
    output: tuple[str, str]
    treatments: tuple[str, ...]
    other: dict[str, tuple[str, str]] = field(default_factory=dict)

    def measured(self, treatment: str) -> tuple[str, str]:
        """Measure that the treatment takes, and what it is in words."""
        return self.other.get(treatment, self.output)


_PPP = ("gdp_per_head_usd_ppp", "GDP per head, US $ at current purchasing power parities (PPP)")
_WORKER = {PER_WORKER: ("gdp_per_worker_usd_ppp", "GDP per worker, US $ at current PPP")}

SCALES = {
    scale.key: scale
    for scale in (
        Scale(
            "oecd-tl3", "OECD small regions (TL3), 2019-2020", "small regions of the OECD (TL3)",
            "OECD small (TL3)", "oecd-regions", _PPP, (PUBLISHED, METRO, WITHOUT, PER_WORKER),
            _WORKER,
        ),
        Scale(
            "oecd-tl2", "OECD large regions (TL2), 2019-2020", "large regions of the OECD (TL2)",
            "OECD large (TL2)", "oecd-regions", _PPP, (PUBLISHED, WITHOUT, PER_WORKER),
            _WORKER,
        ),
        Scale(
            "europe-nuts2", "Europe, NUTS 2 (Eurostat), 2008-2018", "Europe's NUTS 2 regions",
            "Europe NUTS 2", "eurostat-nuts2", ("gdp_per_head_eur", "GDP per head, €, current prices"),
            (PUBLISHED, WITHOUT, INCOME),
            {INCOME: ("income_per_head_pps", "disposable household income per head, purchasing power standards")},
        ),
        Scale(
            "europe-century", "Europe since 1900 (Rosés-Wolf)", "Europe's regions since 1900",
            "Europe since 1900", "europe-century",
            ("gdp_per_head_intl2011usd", "GDP per head, international $ of 2011"), (PUBLISHED, WITHOUT),
        ),
    )
}  # fmt: skip


def treated(treatment: str) -> str:
    """A treatment as it goes on after what is treated: ", per worker, not per head"."""
    label = TREATMENTS[treatment]
    return "" if treatment == PUBLISHED else f", {label[0].lower()}{label[1:]}"


@functools.lru_cache(maxsize=4)
def countries(data: str) -> tuple[str, ...]:
    """Every country that the table knows, whether or not it has regions at this level."""
    return tuple(sorted(set(table(SCALES[data].table).country.values.tolist())))


@functools.lru_cache(maxsize=16)
def years(data: str, treatment: str) -> tuple[int, ...]:
    """Years with figures for enough countries to ask."""
    variable, _ = SCALES[data].measured(treatment)
    whole = table(SCALES[data].table)
    known = np.isfinite(whole[variable].transpose("region", "year").values)
    country = whole.country.values
    # Incomes of 2018 are known for six countries: no year to rank in.
    return tuple(
        int(year)
        for k, year in enumerate(whole.year.values)
        if len(set(country[known[:, k]])) >= ENOUGH and year != NO_POPULATION
    )


@functools.lru_cache(maxsize=16)
def regions(data: str, treatment: str) -> pd.DataFrame:
    """One row a region and year: ``code, name, country, year, value, people``.

    ``people`` are residents, or workers where output is per worker; a value may be missing.
    """
    import xarray as xr

    scale = SCALES[data]
    measure, _ = scale.measured(treatment)
    chosen = panel(scale.key, measure, include_capital=treatment != WITHOUT)
    kept = xr.Dataset({"value": chosen.values, "people": chosen.people})
    if treatment in (METRO, PER_WORKER):  # what is merged has its output over its people
        kept["output"] = table(scale.table)["gdp_million_usd_ppp"].sel(region=kept.region)
    frame = kept.to_dataframe().reset_index()
    frame = frame.loc[frame["year"].isin(years(data, treatment))]
    if treatment == METRO:
        frame = _merged(frame, frame["metro"] + " with its ring")
    elif treatment == PER_WORKER:
        frame = _merged(
            frame, frame["code"].map(dict.fromkeys(JOBS_ASTRAY, "Highlands, Moray and Argyll"))
        )
    columns = ["code", "name", "country", "year", "value", "people"]
    return frame[columns].reset_index(drop=True)


def _merged(frame: pd.DataFrame, into: pd.Series[Any]) -> pd.DataFrame:
    """Regions that are to be one, by the name of the whole: their output over their people."""
    import pandas as pd

    frame = frame.assign(into=into)
    inside = frame[frame["into"].notna()]
    keys = ["country", "into", "year"]
    several = inside[inside.groupby(keys)["code"].transform("size") > 1]
    sums: Any = several.groupby(keys, as_index=False).agg(
        code=("code", "min"), output=("output", lambda x: x.sum(skipna=False)), people=("people", "sum"),
    )  # fmt: skip
    sums["value"] = 1e6 * sums["output"] / sums["people"]
    sums["name"] = sums["into"]
    whole: pd.DataFrame = pd.concat([frame.drop(several.index), sums], ignore_index=True)
    return whole
