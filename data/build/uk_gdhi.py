"""UK, local authorities, 1997-2023: ONS disposable household income per head."""

from pathlib import Path

import pandas as pd
from fields import (
    ITL_2025,
    ITL_2025_NOTE,
    NAME,
    OGL,
    ONS_LAD_GDHI,
    ONS_LOOKUP,
    amount,
    code,
    flag,
    true_or_false,
    year,
)
from uk_lad_gdp import CITY_OF_LONDON

DESCRIPTOR = {
    "name": "uk-gdhi",
    "title": "UK local authorities since 1997: disposable household income per head",
    "description": (
        "Gross disposable household income (GDHI) per head, current prices, of 361 local authorities, 1997-2023."
    ),
    "sources": [ONS_LAD_GDHI, ONS_LOOKUP],
    "licenses": [OGL],
    "notes": [
        "Residence based: income counts where people live, after taxes and benefits, before housing costs.",
        "The source gave names alone: codes were joined by name, and all matched.",
        "City of London is set apart (set_apart): some ten thousand residents, and an income per head of up "
        "to GBP 211,115.",
        ITL_2025_NOTE,
        "A later release than GDHI in uk-itl1-income.",
    ],
    "schema": {
        "fields": [
            code(r"[ENSW]\d{8}"),
            NAME,
            *ITL_2025,
            flag("is_capital", "Lies in London"),
            flag("set_apart", "Not to be compared with the others (City of London)"),
            year(1997, 2023),
            amount(
                "gdhi_per_head_gbp",
                "Disposable household income per head, current prices",
                "GBP",
                3_000,
                300_000,
                ONS_LAD_GDHI,
            ),
        ],
        "primaryKey": ["region_code", "year"],
        "missingValues": [""],
    },
}


def build(source: Path) -> pd.DataFrame:
    raw = pd.read_csv(source / "ons_gdhi_per_head_lad_1997_2023.csv")
    return pd.DataFrame(
        {
            "region_code": raw["lad_code"],
            "region_name": raw["lad_name"],
            "itl1_code": raw["itl1_code"],
            "itl2_2025_code": raw["itl2_code"],
            "itl3_2025_code": raw["itl3_code"],
            "is_capital": true_or_false(raw["itl1_code"] == "TLI"),
            "set_apart": true_or_false(raw["lad_code"] == CITY_OF_LONDON),
            "year": raw["year"],
            "gdhi_per_head_gbp": raw["gdhi_per_head_gbp"].astype("int64"),
        }
    ).sort_values(["region_code", "year"])
