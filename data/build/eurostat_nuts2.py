"""Europe, NUTS 2 regions of 34 countries, 2007-2018: GDP, population and household income."""

from pathlib import Path

import pandas as pd
from fields import NAME, amount, code, country, flag, true_or_false, year
from places import COUNTRIES, NUTS2_CAPITALS, nuts2_names

EUROSTAT_TERMS = {
    "name": "other-attribution",
    "title": "Free to use with attribution to Eurostat",
    "path": "https://ec.europa.eu/eurostat/help/copyright-notice",
}
EUROSTAT = {
    "title": "Regional GDP, population and household income by NUTS 2 region (tgs00003, tgs00096, tgs00026)",
    "publisher": "Eurostat",
    "version": "2007 to 2018, NUTS 2016",
    "path": "https://ec.europa.eu/eurostat/databrowser/view/tgs00003",
    "licence": EUROSTAT_TERMS["title"],
    "citation": "Eurostat, regional statistics tgs00003, tgs00096 and tgs00026, 2007 to 2018.",
}

DESCRIPTOR = {
    "name": "eurostat-nuts2",
    "title": "Europe's NUTS 2 regions 2007-2018: output and household income per head",
    "description": "GDP, population and disposable household income of 323 NUTS 2 regions of 34 countries.",
    "sources": [EUROSTAT],
    "licenses": [EUROSTAT_TERMS],
    "notes": [
        "Not in constant prices: compare regions within a year.",
        "All codes are of NUTS 2016 and none changes between years: each year is one consistent set.",
        "Years differ by country: France from 2015, Serbia from 2012, Albania and Norway from 2008; Norway and North "
        "Macedonia to 2017. Compare countries over years that all of them have.",
        "Population is on 1 January, blank in 2007 and for some regions until 2016; GDP per head is blank with it.",
        "Household income per head is in purchasing power standards; few regions have it in 2018 (50 of 315).",
        "Romania's population was revised by the census of 2011: some regions lose up to 11 % in 2012.",
        "Ireland's GDP rose by 86 % in 2015 in Southern (IE05), as multinational firms moved assets there on paper.",
        "is_capital marks the region that holds the capital; in the United Kingdom both parts of Inner London. "
        "Greater London is the five regions whose code begins with UKI.",
        "Without a shape on the map europe-nuts2 (NUTS 2021): Kontinentalna Hrvatska (HR04), Oslo og Akershus (NO01), "
        "Sør-Østlandet (NO03), Agder og Rogaland (NO04), Vestlandet (NO05), and the regions far from Europe "
        "(FRY1-FRY5, ES70, PT20, PT30).",
    ],
    "schema": {
        "fields": [
            code("[A-Z]{2}[0-9A-Z]{2}"),
            NAME,
            country(minLength=4),
            flag("is_capital", "Holds the capital"),
            year(2007, 2018),
            amount("gdp_per_head_eur", "GDP per head, current prices", "EUR", 1_000, 500_000, EUROSTAT),
            amount("income_per_head_pps", "Disposable household income per head", "PPS", 1_000, 100_000, EUROSTAT),
            amount("gdp_million_eur", "GDP, current prices", "EUR million", 100, 2_000_000, EUROSTAT),
            amount("population", "Population on 1 January", "persons", 10_000, 30_000_000, EUROSTAT),
        ],
        "primaryKey": ["region_code", "year"],
        "missingValues": [""],
    },
}  # fmt: skip


def build(source: Path) -> pd.DataFrame:
    raw = pd.read_csv(source / "eurostat_nuts2_2007_2018.csv")
    return pd.DataFrame(
        {
            "region_code": raw["nuts2_code"],
            "region_name": raw["nuts2_code"].map(nuts2_names(source)),
            "country": raw["country"].map(COUNTRIES),
            "is_capital": true_or_false(raw["nuts2_code"].isin(NUTS2_CAPITALS)),
            "year": raw["year"],
            "gdp_per_head_eur": raw["gdp_per_head_eur"],
            "income_per_head_pps": raw["disposable_income_per_head_pps"],
            "gdp_million_eur": raw["gdp_eur_m"],
            "population": raw["population_1_january"].astype("Int64"),
        }
    ).sort_values(["region_code", "year"])
