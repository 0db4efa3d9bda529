"""Regional Authority Index of 81 countries, 1950-2010: ten components and their sums."""

from pathlib import Path

import pandas as pd
from fields import NAME, NO_LICENCE, amount, code, year
from places import OECD_COUNTRIES

RAI = {
    "title": "Regional Authority Index, country scores",
    "publisher": "Liesbet Hooghe, Gary Marks, Arjan Schakel and others",
    "version": "version 2 (1950 to 2010)",
    "path": "https://garymarks.web.unc.edu/data/regional-authority/",
    "licence": NO_LICENCE["title"],
    "citation": (
        "Hooghe, L., Marks, G., Schakel, A. H., Chapman Osterkatz, S., Niedzwiecki, S. and Shair-Rosenfield, S. (2016) "
        "Measuring Regional Authority: A Postfunctionalist Theory of Governance, Volume I. Oxford University Press."
    ),
}

#: The source's codes that are not those of ISO 3166; Kosovo has the code that users of ISO 3166 gave it.
ISO = {
    "BRU": "BRN", "GER": "DEU", "INO": "IDN", "JAP": "JPN", "KOS": "XKX", "MLY": "MYS", "ROM": "ROU",
    "SAM": "SCG", "SIN": "SGP", "SWI": "CHE", "TML": "TLS",
}  # fmt: skip
#: Names where they differ from those of our other tables.
NAMES = OECD_COUNTRIES | {"MKD": "North Macedonia", "RUS": "Russia", "TLS": "Timor-Leste"}

SELF_RULE = (
    "institutional_depth",
    "policy_scope",
    "fiscal_autonomy",
    "borrowing_autonomy",
    "representation",
)
SHARED_RULE = (
    "law_making",
    "executive_control",
    "fiscal_control",
    "borrowing_control",
    "constitutional_reform",
)
SUMS = {
    "self_rule": "Self rule",
    "shared_rule": "Shared rule",
    "regional_authority": "Regional authority",
}
UNIT = "score, summed over tiers and weighted by population"

DESCRIPTOR = {
    "name": "regional-authority",
    "title": "Regional Authority Index 1950-2010: what regions may decide",
    "description": (
        "How much authority regional governments have over their own region (self rule) and in the whole country (shared "
        "rule): ten components, their two sums and the total, of 81 countries, 1950-2010."
    ),
    "sources": [RAI],
    "licenses": [NO_LICENCE],
    "notes": [
        "Country scores add up over the tiers of regional government between local and national (of at least about "
        "150 thousand people on average), weighted by population: a country with two tiers can score more than one with one.",
        "0 means that there is no regional tier, as in Luxembourg, Iceland or Malta: their municipalities do not count.",
        "The components add up to self rule and shared rule, and those to the total, within rounding (0.02).",
        "Not every country begins in 1950: Austria does in 1955, Poland in 1990.",
        "Country codes are those of ISO 3166. The source writes GER, SWI, JAP and eight others: joined by its codes, Germany "
        "and Switzerland drop out of the western democracies, 20 of 22 are left, and the United Kingdom is ninth least in both.",
        "Version 3 of the index runs to 2018 and was not to be had: nothing after 2010 is shown.",
    ],
    "schema": {
        "fields": [
            code("[A-Z]{3}"),
            NAME,
            year(1950, 2010),
            *(
                amount(f"{name}_score", name.replace("_", " ").capitalize(), UNIT, 0, 16, RAI)
                for name in (*SELF_RULE, *SHARED_RULE)
            ),
            *(amount(f"{name}_score", title, UNIT, 0, 60, RAI) for name, title in SUMS.items()),
        ],
        "primaryKey": ["region_code", "year"],
        "missingValues": [""],
    },
}  # fmt: skip


def build(source: Path) -> pd.DataFrame:
    raw = pd.read_csv(source / "regional_authority_index_v2_1950_2010.csv.gz")
    raw = raw.rename(columns={"regional_authority_index": "regional_authority"})
    iso3 = raw["country_iso3"].replace(ISO)
    scores = raw[[*SELF_RULE, *SHARED_RULE, *SUMS]].add_suffix("_score")
    labels = pd.DataFrame(
        {
            "region_code": iso3,
            "region_name": iso3.map(NAMES).fillna(raw["country"]),
            "year": raw["year"],
        }
    )
    return labels.join(scores).sort_values(["region_code", "year"])
