"""United States, 48 states, 1929-2009: income per head."""

from pathlib import Path

import pandas as pd
from fields import NAME, amount, code, year

PUBLIC_DOMAIN = {"name": "other-pd", "title": "Public domain (work of the US government)"}
BEA = {
    "title": "State personal income",
    "publisher": "Bureau of Economic Analysis",
    "version": "1929 to 2009",
    "path": "https://www.bea.gov/data/income-saving/personal-income-by-state",
    "licence": PUBLIC_DOMAIN["title"],
    "citation": "Bureau of Economic Analysis, State personal income, 1929 to 2009.",
}

DESCRIPTOR = {
    "name": "us-states",
    "title": "US states since 1929: personal income per head",
    "description": "Personal income per head, current prices, of 48 states, 1929-2009.",
    "sources": [BEA],
    "licenses": [PUBLIC_DOMAIN],
    "notes": [
        "Alaska, Hawaii and the District of Columbia are left out, as is usual for this panel."
    ],
    "schema": {
        "fields": [
            code(r"US\d\d"),
            NAME,
            year(1929, 2009),
            amount(
                "income_per_head_usd",
                "Personal income per head, current prices",
                "USD",
                50,
                200_000,
                BEA,
            ),
        ],
        "primaryKey": ["region_code", "year"],
        "missingValues": [""],
    },
}


def build(source: Path) -> pd.DataFrame:
    raw = pd.read_csv(source / "us_states_per_capita_income_1929_2009.csv")
    return pd.DataFrame(
        {
            # The OECD's code of a large region is US and the same two digits (FIPS).
            "region_code": "US" + raw["state_fips"].astype(str).str.zfill(2),
            "region_name": raw["state"],
            "year": raw["year"],
            "income_per_head_usd": raw["per_capita_personal_income_current_usd"],
        }
    ).sort_values(["region_code", "year"])
