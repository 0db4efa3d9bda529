"""UK, twelve ITL1 regions, 1981-2024: output and income per head side by side."""

from pathlib import Path

import pandas as pd
from fields import (
    NAME,
    OGL,
    ONS_GDHI,
    ONS_GVA_2025,
    ONS_POPULATION,
    amount,
    code,
    flag,
    true_or_false,
    year,
)

DESCRIPTOR = {
    "name": "uk-itl1-income",
    "title": "UK regions and nations (ITL1): output and disposable income per head",
    "description": (
        "GVA per head 1998-2023, gross disposable household income (GDHI) per head 1997-2022 and population "
        "1981-2024 of 12 ITL1 regions."
    ),
    "sources": [ONS_GVA_2025, ONS_GDHI, ONS_POPULATION],
    "licenses": [OGL],
    "notes": [
        "GVA is workplace based, GDHI residence based: commuting is in the first and not in the second, "
        "taxes and benefits in the second and not in the first.",
        "Population is blank for Northern Ireland 1981-1991 and 2024, and for Scotland 2024.",
        "Through a second-hand copy: within 3 % (GVA) and 1.1 % (population) of uk-itl.",
    ],
    "schema": {
        "fields": [
            code("TL[A-N]"),
            NAME,
            flag("is_capital", "Is London"),
            year(1981, 2024),
            amount(
                "gva_per_head_gbp",
                "GVA per head, current prices",
                "GBP",
                5_000,
                200_000,
                ONS_GVA_2025,
            ),
            amount(
                "gdhi_per_head_gbp",
                "Disposable household income per head, current prices",
                "GBP",
                5_000,
                100_000,
                ONS_GDHI,
            ),
            amount("population", "Population", "persons", 1_000_000, 20_000_000, ONS_POPULATION),
        ],
        "primaryKey": ["region_code", "year"],
        "missingValues": [""],
    },
}


def build(source: Path) -> pd.DataFrame:
    raw = pd.read_csv(source / "ons_itl1_gva_gdhi_population_1981_2024.csv")
    return pd.DataFrame(
        {
            "region_code": raw["itl_code"],
            "region_name": raw["region"],
            "is_capital": true_or_false(raw["itl_code"] == "TLI"),
            "year": raw["year"],
            "gva_per_head_gbp": raw["gva_per_head_nominal_gbp"],
            "gdhi_per_head_gbp": raw["gdhi_per_head_gbp"],
            "population": raw["population"].astype("Int64"),
        }
    ).sort_values(["region_code", "year"])
