"""UK, local authorities, 1998-2019: ONS GDP per head with population."""

from pathlib import Path

import pandas as pd
from fields import (
    ITL_2025,
    ITL_2025_NOTE,
    NAME,
    OGL,
    ONS_LAD_GDP,
    ONS_LOOKUP,
    amount,
    code,
    flag,
    true_or_false,
    year,
)

# GBP 7.28 million a head in 2019: far more people work there than live there.
CITY_OF_LONDON = "E09000001"

# Districts that were abolished in April 2023, so that the lookup of 2025 no longer has them,
# and the unitary authority that each went into whole.
SUCCESSORS = {
    "E07000026": "E06000063",  # Allerdale: Cumberland
    "E07000028": "E06000063",  # Carlisle
    "E07000029": "E06000063",  # Copeland
    "E07000027": "E06000064",  # Barrow-in-Furness: Westmorland and Furness
    "E07000030": "E06000064",  # Eden
    "E07000031": "E06000064",  # South Lakeland
    "E07000163": "E06000065",  # Craven: North Yorkshire
    "E07000164": "E06000065",  # Hambleton
    "E07000165": "E06000065",  # Harrogate
    "E07000166": "E06000065",  # Richmondshire
    "E07000167": "E06000065",  # Ryedale
    "E07000168": "E06000065",  # Scarborough
    "E07000169": "E06000065",  # Selby
    "E07000187": "E06000066",  # Mendip: Somerset
    "E07000188": "E06000066",  # Sedgemoor
    "E07000189": "E06000066",  # South Somerset
    "E07000246": "E06000066",  # Somerset West and Taunton
}

DESCRIPTOR = {
    "name": "uk-lad-gdp",
    "title": "UK local authorities since 1998: GDP per head",
    "description": "GDP per head, current prices, and population of 374 local authorities, 1998-2019.",
    "sources": [ONS_LAD_GDP, ONS_LOOKUP],
    "licenses": [OGL],
    "notes": [
        "Workplace based: output counts where people work, population where they live; commuting "
        "distorts, the more so the smaller the area.",
        "City of London is set apart (set_apart): GBP 7.28 million a head in 2019, because far more people "
        "work there than live there. Leave it out, or merge it with its neighbours, and say which.",
        ITL_2025_NOTE,
        "No match in the lookup of 2025: Allerdale, Carlisle, Copeland (now Cumberland); Barrow-in-Furness, "
        "Eden, South Lakeland (Westmorland and Furness); Craven, Hambleton, Harrogate, Richmondshire, "
        "Ryedale, Scarborough, Selby (North Yorkshire); Mendip, Sedgemoor, South Somerset, Somerset West "
        "and Taunton (Somerset). They have the ITL regions of the unitary authority they went into in "
        "April 2023.",
    ],
    "schema": {
        "fields": [
            code(r"[ENSW]\d{8}"),
            NAME,
            *ITL_2025,
            flag("is_capital", "Lies in London"),
            flag("set_apart", "Not to be compared with the others (City of London)"),
            year(1998, 2019),
            amount(
                "gdp_per_head_gbp",
                "GDP per head, current prices",
                "GBP",
                5_000,
                10_000_000,
                ONS_LAD_GDP,
            ),
            amount("population", "Population", "persons", 1_000, 2_000_000, ONS_LAD_GDP),
        ],
        "primaryKey": ["region_code", "year"],
        "missingValues": [""],
    },
}


def build(source: Path) -> pd.DataFrame:
    raw = pd.read_csv(source / "ons_lad_gdp_1998_2019.csv")
    lookup = pd.read_csv(source / "lookup_lad_itl_2025.csv").drop_duplicates("LAD25CD")
    itl = lookup.set_index("LAD25CD").loc[raw["lad_code"].replace(SUCCESSORS)]
    return pd.DataFrame(
        {
            "region_code": raw["lad_code"],
            "region_name": raw["lad_name"],
            "itl1_code": itl["ITL125CD"].to_numpy(),
            "itl2_2025_code": itl["ITL225CD"].to_numpy(),
            "itl3_2025_code": itl["ITL325CD"].to_numpy(),
            "is_capital": true_or_false(raw["itl1_region"] == "London"),
            "set_apart": true_or_false(raw["lad_code"] == CITY_OF_LONDON),
            "year": raw["year"],
            "gdp_per_head_gbp": raw["gdp_per_head_nominal_gbp"].astype("int64"),
            "population": raw["population"].astype("int64"),
        }
    ).sort_values(["region_code", "year"])
