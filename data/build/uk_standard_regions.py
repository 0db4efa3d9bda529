"""UK, eleven standard regions, 1979 and 1986: GDP per head as told to Parliament."""

from pathlib import Path

import pandas as pd
from fields import NAME, amount, code, flag, true_or_false, year

OPL = {
    "name": "other-open",
    "title": "Open Parliament Licence",
    "path": "https://www.parliament.uk/site-information/copyright-parliament/open-parliament-licence/",
}
HANSARD = {
    "title": "Written answer on gross domestic product per head by standard region",
    "publisher": "Hansard, House of Commons",
    "version": "5 May 1988",
    "path": "https://api.parliament.uk/historic-hansard/sittings/1988/may/05",
    "licence": OPL["title"],
    "citation": "Hansard, House of Commons, written answers, 5 May 1988.",
}

DESCRIPTOR = {
    "name": "uk-standard-regions",
    "title": "UK standard regions: GDP per head 1979 and 1986",
    "description": "GDP per head at factor cost, current prices, of 11 standard regions in two years.",
    "sources": [HANSARD],
    "licenses": [OPL],
    "series_breaks": [
        "Standard regions are not today's regions, and factor cost is not market prices: "
        "these figures join no other series.",
    ],
    "merged_units": ["South East includes London and what is now the south of East of England."],
    "notes": [
        "Provisional when given.",
        "Standard regions have no codes in the source: region_code is the name.",
        "No population in the source: statistics are unweighted.",
    ],
    "schema": {
        "fields": [
            code("[A-Z][A-Za-z ]+"),
            NAME,
            flag("is_capital", "Holds London"),
            year(1979, 1986),
            amount("gdp_per_head_gbp", "GDP per head, factor cost", "GBP", 1_000, 20_000, HANSARD),
            amount(
                "relative_to_uk_percent",
                "GDP per head, UK = 100",
                "% of UK average",
                10,
                500,
                HANSARD,
            ),
        ],
        "primaryKey": ["region_code", "year"],
        "missingValues": [""],
    },
}


def build(source: Path) -> pd.DataFrame:
    raw = pd.read_csv(source / "hansard_gdp_per_head_standard_regions_1979_1986.csv")
    raw = raw[raw["standard_region"] != "United Kingdom"]
    return pd.DataFrame(
        {
            "region_code": raw["standard_region"],
            "region_name": raw["standard_region"],
            "is_capital": true_or_false(raw["standard_region"] == "South East"),
            "year": raw["year"],
            "gdp_per_head_gbp": raw["gdp_per_head_factor_cost_current_gbp"],
            "relative_to_uk_percent": raw["rel_uk100"],
        }
    ).sort_values(["region_code", "year"])
