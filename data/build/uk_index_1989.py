"""UK, twelve ITL1 regions, 1989-2005: GVA per head on one basis (DTI/ONS)."""

from pathlib import Path

import pandas as pd
from fields import NAME, OGL, ONS_POPULATION, amount, code, flag, true_or_false, year

CROWN = {
    "name": "other-open",
    "title": "Crown copyright: figures shown as facts, with attribution",
}
DTI = {
    "title": "Regional Competitiveness and State of the Regions",
    "publisher": "Department of Trade and Industry, with figures of the Office for National Statistics",
    "version": "May 2007 (ONS release of 15 December 2006)",
    "path": "https://www.nationalarchives.gov.uk/webarchive/",
    "licence": CROWN["title"],
    "citation": "Department of Trade and Industry (2007) Regional Competitiveness and State of the Regions, May 2007.",
}

DESCRIPTOR = {
    "name": "uk-index-1989",
    "title": "UK regions and nations (ITL1): GVA per head index 1989-2005",
    "description": "GVA per head relative to the UK of 12 regions on a single basis, 1989-2005, with population.",
    "sources": [DTI, ONS_POPULATION],
    "licenses": [CROWN, OGL],
    "series_breaks": [
        "Does not join ONS accounts of today: over 1998-2005 the two correlate at .99, but London is 16.5 "
        "points lower here (older accounts). Compare the trend within each, never a level across them.",
    ],
    "notes": [
        "Northern Ireland has no population before 1992: statistics weighted by population leave it out "
        "until 1991. For a like-for-like trend leave it out of every year.",
    ],
    "schema": {
        "fields": [
            code("TL[A-N]"),
            NAME,
            flag("is_capital", "Is London"),
            year(1989, 2005),
            amount(
                "relative_to_uk_percent", "GVA per head, UK = 100", "% of UK average", 10, 500, DTI
            ),
            amount("population", "Population", "persons", 1_000_000, 20_000_000, ONS_POPULATION),
        ],
        "primaryKey": ["region_code", "year"],
        "missingValues": [""],
    },
}


def build(source: Path) -> pd.DataFrame:
    raw = pd.read_csv(source / "dti_ons_gva_per_head_index_itl1_1989_2005.csv")
    people = pd.read_csv(source / "ons_itl1_gva_gdhi_population_1981_2024.csv")
    raw = raw.rename(columns={"itl1_code": "itl_code"})
    both = raw.merge(people, on=["itl_code", "year"])  # leaves out England and the UK
    return pd.DataFrame(
        {
            "region_code": both["itl_code"],
            "region_name": both["region"],
            "is_capital": true_or_false(both["itl_code"] == "TLI"),
            "year": both["year"],
            "relative_to_uk_percent": both["gva_per_head_index_uk100"],
            "population": both["population"].astype("Int64"),
        }
    ).sort_values(["region_code", "year"])
