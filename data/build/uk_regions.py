"""Which UK region lies in which: ITL3 < ITL2 < ITL1 < long-run unit < UK."""

from pathlib import Path

import pandas as pd
from fields import MERGED_UNITS, NAME, OGL, ONS_GDP, code, country, field

DESCRIPTOR = {
    "name": "uk-regions",
    "title": "The hierarchy of UK regions (ITL, 2021 boundaries) and the long-run units",
    "description": "Each region with the regions it lies in.",
    "sources": [ONS_GDP],
    "licenses": [OGL],
    "merged_units": MERGED_UNITS,
    "schema": {
        "fields": [
            code(r"TL[A-N]([0-9][0-9A-Z]?)?"),
            NAME,
            country(enum=["United Kingdom"]),
            field("level", "Level", required=True, enum=["ITL1", "ITL2", "ITL3"]),
            field("parent_code", "The region one level up it lies in", required=True),
            field("itl1_code", "ITL1 region it lies in", required=True, pattern="TL[A-N]"),
            field("itl2_code", "ITL2 region it lies in", pattern="TL[A-N][0-9]"),
            field("long_run_code", "Long-run unit (see uk-century) it lies in", required=True),
        ],
        "primaryKey": ["region_code"],
        "missingValues": [""],
    },
}


def build(source: Path) -> pd.DataFrame:
    raw = pd.read_csv(source / "ons_regional_gdp_itl_1998_2021.csv")
    bridge = pd.read_csv(source / "uk_roses_wolf_to_itl1_bridge.csv")
    long_run = {
        itl1: row.bridge_code for row in bridge.itertuples() for itl1 in row.itl1_codes.split(";")
    }
    raw = raw[raw["itl_level"].isin(["ITL1", "ITL2", "ITL3"])].drop_duplicates("itl_code")
    code_ = raw["itl_code"]
    return pd.DataFrame(
        {
            "region_code": code_,
            "region_name": raw["region"],
            "country": "United Kingdom",
            "level": raw["itl_level"],
            "parent_code": code_.str[:-1].where(code_.str.len() > 3, "UK"),
            "itl1_code": code_.str[:3],
            "itl2_code": code_.str[:4].where(code_.str.len() >= 4),
            "long_run_code": code_.str[:3].map(long_run),
        }
    ).sort_values(["level", "region_code"])
