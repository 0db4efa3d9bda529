"""UK, ITL1 to ITL3 regions, 1998-2022: ONS GDP and GVA with population."""

from pathlib import Path

import pandas as pd
from fields import NAME, OGL, ONS_GDP, ONS_GVA_2024, amount, code, country, field, year

DESCRIPTOR = {
    "name": "uk-itl",
    "title": "UK regions since 1998: ITL1, ITL2 and ITL3 (2021 boundaries)",
    "description": (
        "GDP and GVA with population for 12 ITL1, 41 ITL2 and 179 ITL3 regions. GDP and GVA come from two "
        "releases, each with the population it was published with."
    ),
    "sources": [ONS_GDP, ONS_GVA_2024],
    "licenses": [OGL],
    "notes": [
        "Workplace based: output counts where people work, population where they live; commuting distorts.",
        "Population has a discontinuity between 2020 and 2021.",
        "Population of the GVA release is blank for 8 Scottish ITL2 and ITL3 areas in 2022.",
        "Extra-Regio (output that belongs to no region) is left out.",
    ],
    "schema": {
        "fields": [
            code(r"TL[A-N]([0-9][0-9A-Z]?)?"),
            NAME,
            country(enum=["United Kingdom"]),
            field("level", "Level", required=True, enum=["ITL1", "ITL2", "ITL3"]),
            field("itl1_code", "ITL1 region it lies in", required=True, pattern="TL[A-N]"),
            field("itl2_code", "ITL2 region it lies in", pattern="TL[A-N][0-9]"),
            field("is_capital", "Is London (ITL1) or lies in it", "boolean", required=True),
            year(1998, 2022),
            amount(
                "gdp_per_head_gbp", "GDP per head, current prices", "GBP", 1_000, 2_000_000, ONS_GDP
            ),
            amount(
                "gdp_per_head_2019prices_gbp",
                "GDP per head, 2019 prices",
                "GBP (2019 prices)",
                1_000,
                2_000_000,
                ONS_GDP,
            ),
            amount("gdp_million_gbp", "GDP, current prices", "GBP million", 50, 1_000_000, ONS_GDP),
            amount(
                "population", "Population (GDP release)", "persons", 10_000, 20_000_000, ONS_GDP
            ),
            amount(
                "gva_per_head_gbp",
                "GVA per head, current prices",
                "GBP",
                1_000,
                2_000_000,
                ONS_GVA_2024,
            ),
            amount(
                "gva_million_gbp", "GVA, current prices", "GBP million", 50, 1_000_000, ONS_GVA_2024
            ),
            amount(
                "population_gva",
                "Population (GVA release)",
                "persons",
                10_000,
                20_000_000,
                ONS_GVA_2024,
            ),
        ],
        "primaryKey": ["region_code", "year"],
        "missingValues": [""],
    },
}


def build(source: Path) -> pd.DataFrame:
    gdp = pd.read_csv(source / "ons_regional_gdp_itl_1998_2021.csv")
    gva = pd.read_csv(source / "ons_regional_gva_itl_1998_2022.csv")
    key = ["itl_level", "itl_code", "year"]
    both = gva.merge(gdp, on=key, how="outer", suffixes=("_gva", "_gdp"))
    both = both[both["itl_level"].isin(["ITL1", "ITL2", "ITL3"])]
    code_ = both["itl_code"]
    table = pd.DataFrame(
        {
            "region_code": code_,
            # The two releases differ in one capital letter of one name.
            "region_name": both["region_gdp"].fillna(
                code_.map(gdp.groupby("itl_code")["region"].first())
            ),
            "country": "United Kingdom",
            "level": both["itl_level"],
            "itl1_code": code_.str[:3],
            "itl2_code": code_.str[:4].where(code_.str.len() >= 4),
            "is_capital": (code_.str[:3] == "TLI").map({True: "true", False: "false"}),
            "year": both["year"],
            "gdp_per_head_gbp": both["gdp_per_head_nominal_gbp"],
            "gdp_per_head_2019prices_gbp": both["gdp_per_head_cvm2019_gbp"],
            "gdp_million_gbp": both["gdp_nominal_gbp_m"],
            "population": both["population_gdp"].astype("Int64"),
            "gva_per_head_gbp": both["gva_per_head_nominal_gbp"],
            "gva_million_gbp": both["gva_nominal_gbp_m_gva"],
            "population_gva": both["population_gva"].round().astype("Int64"),
        }
    )
    return table.sort_values(["level", "region_code", "year"])
