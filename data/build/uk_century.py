"""UK, ten long-run regions, 1900-2023: Roses-Wolf to 2015, ONS from 1998."""

from pathlib import Path

import pandas as pd
from fields import (
    GVA_BREAK,
    MERGED_UNITS,
    NAME,
    NO_LICENCE,
    OGL,
    ONS_GDP,
    ONS_GVA_2025,
    ROSES_WOLF,
    SERIES_BREAKS,
    amount,
    code,
    country,
    field,
    year,
)

# The source's name for a series -> (our basis, the column its output per head goes to).
BASES = {
    "roses_wolf_v6": ("roses-wolf-v6", "gdp_per_head_intl2011usd"),
    "ons_gdp_2023release": ("ons-gdp-2023", "gdp_per_head_gbp"),
    "ons_gva_2025release_regioniq": ("ons-gva-2025", "gva_per_head_gbp"),
}

SOURCES = [ROSES_WOLF, ONS_GDP, ONS_GVA_2025]

DESCRIPTOR = {
    "name": "uk-century",
    "title": "UK regions since 1900, ten long-run units",
    "description": (
        "Output per head of ten regions that can be followed from 1900 to 2023. Each row has its basis: "
        "Roses-Wolf benchmark years 1900-2015, ONS GDP 1998-2021, ONS GVA 1998-2023."
    ),
    "sources": SOURCES,
    "licenses": [NO_LICENCE, OGL],
    # Where two bases have a year, the spliced columns take the first of these.
    "basis_order": ["roses-wolf-v6", "ons-gdp-2023", "ons-gva-2025"],
    "series_breaks": [*SERIES_BREAKS, GVA_BREAK],
    "merged_units": MERGED_UNITS,
    "notes": [
        "Workplace based: output counts where people work, population where they live; commuting distorts.",
        "ONS population has a discontinuity between 2020 and 2021.",
        "UK = 100 leaves out Extra-Regio (output that belongs to no region).",
    ],
    "schema": {
        "fields": [
            code(r"TL[A-N](\+TL[A-N])?"),
            NAME,
            country(enum=["United Kingdom"]),
            field("itl1_codes", "ITL1 regions in the unit", required=True),
            field("is_capital", "Holds the capital", "boolean", required=True),
            year(1900, 2023),
            field(
                "basis",
                "Basis of the row's figures",
                required=True,
                enum=[b for b, _ in BASES.values()],
            ),
            amount(
                "gdp_per_head_intl2011usd",
                "GDP per head",
                "2011 international $",
                500,
                200_000,
                ROSES_WOLF,
            ),
            amount(
                "gdp_per_head_gbp", "GDP per head, current prices", "GBP", 1_000, 200_000, ONS_GDP
            ),
            amount(
                "gva_per_head_gbp",
                "GVA per head, current prices",
                "GBP",
                1_000,
                200_000,
                ONS_GVA_2025,
            ),
            amount(
                "relative_to_uk_percent",
                "Output per head, UK = 100",
                "% of UK average",
                10,
                500,
                *SOURCES,
            ),
            amount("population", "Population", "persons", 500_000, 30_000_000, *SOURCES),
        ],
        "primaryKey": ["basis", "region_code", "year"],
        "missingValues": [""],
    },
}


def build(source: Path) -> pd.DataFrame:
    long = pd.read_csv(source / "uk_longrun_10regions_per_head_1900_2023.csv")
    bridge = pd.read_csv(source / "uk_roses_wolf_to_itl1_bridge.csv").set_index("bridge_code")
    long = long[long["source"].isin(BASES)]
    table = pd.DataFrame(
        {
            "region_code": long["bridge_code"],
            "region_name": long["bridge_region"],
            "country": "United Kingdom",
            "itl1_codes": long["bridge_code"].map(bridge["itl1_codes"]),
            "is_capital": (long["bridge_code"] == "TLI").map({True: "true", False: "false"}),
            "year": long["year"],
            "basis": long["source"].map({key: basis for key, (basis, _) in BASES.items()}),
        }
    )
    for key, (_, column) in BASES.items():
        table[column] = long["per_head"].where(long["source"] == key)
    table["relative_to_uk_percent"] = long["rel_uk100"]
    table["population"] = long["population"].round().astype("int64")
    order = table["basis"].map({b: i for i, b in enumerate(DESCRIPTOR["basis_order"])})
    return (
        table.assign(order=order)
        .sort_values(["order", "year", "region_code"])
        .drop(columns="order")
    )
