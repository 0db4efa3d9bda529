"""Europe, 173 regions of 16 countries, 1900-2015 (Roses-Wolf)."""

from pathlib import Path

import pandas as pd
from fields import (
    MERGED_UNITS,
    NAME,
    NO_LICENCE,
    ROSES_WOLF,
    SERIES_BREAKS,
    amount,
    code,
    country,
    field,
    of_country,
    year,
)

# The region that holds the capital (seat of government), by the source's code.
CAPITALS = [
    "AT12+AT13", "BE10+BE24+BE31", "CH02", "DE30", "DK01", "ES30", "FI1B", "FR10",
    "IE0", "ITI4", "LU00", "NL32", "NO01", "PT17", "SE11", "UKI",
]  # fmt: skip

# Names that are too long for a chart or misspelt in the source.
NAMES = {
    "AT12+AT13": "Vienna + Lower Austria",
    "DE71+DE72": "Darmstadt + Gießen",
    "DE91+DE92": "Braunschweig + Hannover",
    "FI19": "Länsi-Suomi",
    "FI1C": "Etelä-Suomi",
    "FI1D": "Pohjois- ja Itä-Suomi",
    "ES12": "Asturias",
    "ES22": "Navarra",
    "ES30": "Madrid",
    "ES52": "Comunitat Valenciana",
    "ES62": "Murcia",
    "ITC2": "Valle d'Aosta",
    "ITH1+ITH2": "Trentino-Alto Adige",
    "LU00": "Luxembourg",
    "NL23": "Flevoland",
    "NL32": "Noord-Holland",
    "NL33": "Zuid-Holland",
    "NL41": "Noord-Brabant",
    "BE34": "Luxembourg (Belgium)",
    "UKC+UKD": "North East + North West",
    "UKE": "Yorkshire and The Humber",
    "UKH+UKJ": "East + South East",
    "UKI": "London",
    "UKK": "South West",
}
OFFICE_WORDS = r", Regierungsbezirk|, NUTS 2-Region|Statistische Regionen |Statistische Region "

DESCRIPTOR = {
    "name": "europe-century",
    "title": "Europe's regions since 1900, 173 regions of 16 countries",
    "description": "GDP per head, population and employment shares at benchmark years 1900-2015.",
    "sources": [ROSES_WOLF],
    "licenses": [NO_LICENCE],
    "series_breaks": of_country("United Kingdom", SERIES_BREAKS),
    "merged_units": [
        *of_country("United Kingdom", MERGED_UNITS),
        "Austria: Vienna and Lower Austria are one unit.",
        "Belgium: Brussels with Flemish and Walloon Brabant is one unit (Brabant).",
        "Germany: Darmstadt with Gießen, and Braunschweig with Hannover, are one unit each.",
        "Italy: Bolzano and Trento are one unit (Trentino-Alto Adige).",
    ],
    "notes": [
        "Netherlands: Flevoland has no GDP before 1970, when it was under water or newly settled.",
        "Finland: Åland's employment shares do not sum to one in 1900 and 1910.",
        "United Kingdom: the ratio of the two price bases drifts between "
        "years: compare regions within a year, never growth over time across bases.",
    ],
    "schema": {
        "fields": [
            code(r"[A-Z]{2}[0-9A-Z]{1,2}(\+[A-Z]{2}[0-9A-Z]{1,2})*|UK[A-N](\+UK[A-N])?"),
            NAME,
            country(minLength=4),
            field("is_capital", "Holds the capital", "boolean", required=True),
            year(1900, 2015),
            amount("gdp_per_head_intl2011usd", "GDP per head", "2011 international $", 500, 200_000, ROSES_WOLF),
            amount("gdp_per_head_intl1990usd", "GDP per head", "1990 international $", 300, 200_000, ROSES_WOLF),
            amount("population", "Population", "persons", 5_000, 20_000_000, ROSES_WOLF),
            amount("employment_share_agriculture", "Agriculture's share of employment", "share", 0, 1, ROSES_WOLF),
            amount("employment_share_industry", "Industry's share of employment", "share", 0, 1, ROSES_WOLF),
            amount("employment_share_services", "Services' share of employment", "share", 0, 1, ROSES_WOLF),
        ],
        "primaryKey": ["region_code", "year"],
        "missingValues": [""],
    },
}  # fmt: skip


def build(source: Path) -> pd.DataFrame:
    raw = pd.read_csv(source / "roses_wolf_v6_regional_gdp_1900_2015.csv")
    name = raw["region"].str.replace(OFFICE_WORDS, "", regex=True)
    return pd.DataFrame(
        {
            "region_code": raw["nuts_code"],
            "region_name": raw["nuts_code"].map(NAMES).fillna(name),
            "country": raw["country"],
            "is_capital": raw["nuts_code"].isin(CAPITALS).map({True: "true", False: "false"}),
            "year": raw["year"],
            "gdp_per_head_intl2011usd": raw["gdp_pc_2011intl"],
            "gdp_per_head_intl1990usd": raw["gdp_pc_1990intl"],
            "population": (1000 * raw["pop_thousand"]).round().astype("Int64"),
            "employment_share_agriculture": raw["emp_share_agri"],
            "employment_share_industry": raw["emp_share_industry"],
            "employment_share_services": raw["emp_share_services"],
        }
    ).sort_values(["country", "region_code", "year"])
