"""Fiscal decentralisation of 75 countries, 1972-2017: shares of general government."""

from pathlib import Path

import pandas as pd
from fields import NAME, amount, code, field, year
from places import IMF_COUNTRIES

IMF_TERMS = {
    "name": "other-attribution",
    "title": "Free to use with attribution to the International Monetary Fund",
    "path": "https://www.imf.org/external/terms.htm",
}
IMF = {
    "title": "Fiscal Decentralization Dataset",
    "publisher": "International Monetary Fund",
    "version": "2018 vintage and updates, 1972 to 2017",
    "path": "https://data.imf.org/",
    "licence": IMF_TERMS["title"],
    "citation": (
        "International Monetary Fund, Fiscal Decentralization Dataset, 1972 to 2017; see Lledó, V. and others, "
        "A Primer on the IMF's Fiscal Decentralization Dataset."
    ),
}

SECTORS = {
    "SNG": "All subnational governments (state and local)",
    "SG": "State governments",
    "LG": "Local governments",
}
OF_ALL = "% of general government's"
#: Column, the source's indicator, title, unit.
INDICATORS = (
    ("tax_revenue_percent", "tax_revenue_share_of_general_government", "Tax revenue", f"{OF_ALL} tax revenue"),
    ("own_revenue_percent", "own_revenue_share_of_general_government", "Own revenue", f"{OF_ALL} revenue"),
    ("own_spending_percent", "own_spending_share_of_general_government", "Own spending", f"{OF_ALL} spending"),
    (
        "vertical_imbalance_percent", "vertical_fiscal_imbalance",
        "Vertical fiscal imbalance: own spending that own revenue does not pay for", "% of own spending",
    ),
    (
        "net_transfers_percent", "net_transfers_share_of_own_spending",
        "Transfer dependency: transfers received less paid", "% of own spending",
    ),
    (
        "compensation_percent", "compensation_of_employees_share", "Compensation of employees",
        f"{OF_ALL} compensation",
    ),
    (
        "capital_spending_percent", "capital_spending_share", "Capital spending (net, so that it can fall below 0)",
        f"{OF_ALL} net capital spending",
    ),
    (
        "economic_affairs_percent", "economic_affairs_spending_share", "Spending on economic affairs",
        f"{OF_ALL} spending on it",
    ),
    ("education_percent", "education_spending_share", "Spending on education", f"{OF_ALL} spending on it"),
    ("health_percent", "health_spending_share", "Spending on health", f"{OF_ALL} spending on it"),
    ("housing_percent", "housing_spending_share", "Spending on housing and amenities", f"{OF_ALL} spending on it"),
)  # fmt: skip
LABELS = [
    code("[A-Z]{3}-(SNG|SG|LG)"),
    NAME,
    field("country_code", "Country's code, ISO 3166", required=True, pattern="[A-Z]{3}"),
    field("sector", "Level of government", required=True, enum=list(SECTORS)),
    year(1972, 2017),
]

DESCRIPTOR = {
    "name": "imf-decentralisation",
    "title": "Fiscal decentralisation since 1972: what subnational governments raise and spend",
    "description": (
        "Shares of general government's revenue, taxes and spending that subnational governments have, how far they "
        "depend on transfers, and spending by function: 75 countries, 1972-2017. One row a country, level of "
        "government and year: choose one level (SNG for all subnational governments) before you compare countries."
    ),
    "sources": [IMF],
    "licenses": [IMF_TERMS],
    "notes": [
        "Ratios below 0 % or above 100 % stand in imf-decentralisation-set-apart, not here: they come from net or small "
        "denominators, or from governments that pay more transfers than they receive, and are no shares.",
        "Years differ by country. Own revenue ends in 1994 for Denmark, France, Ireland and Luxembourg and is missing for "
        "Greece. Denmark, Finland, France, Greece, Ireland, Italy, Luxembourg and Portugal have neither own spending nor "
        "imbalance and transfers, which are on the same basis. Mexico is not in the data.",
        "United Kingdom: the tax share halves in 1990 (13.7 % to 6.6 %), when business rates became a national tax. Austria: "
        "it falls from 31.8 % to 7.9 % in 1995, where the accounts change: a break, not a reform.",
        "A tax may count as subnational though the centre sets its rate or shares it out: the share says little of who decides.",
        "The source's rows for central government (CG) are in data/raw alone: their shares are the rest, and their "
        "transfers are below 0 by nature.",
    ],
    "schema": {
        "fields": [
            *LABELS,
            *(amount(name, title, unit, 0, 100, IMF) for name, _, title, unit in INDICATORS),
        ],
        "primaryKey": ["region_code", "year"],
        "missingValues": [""],
    },
}  # fmt: skip


def percentages(source: Path) -> pd.DataFrame:
    """All ratios of subnational governments in %, one row a country, level and year."""
    raw = pd.read_csv(source / "imf_fiscal_decentralization_1972_2017.csv.gz")
    raw = raw[raw["sector"].isin(list(SECTORS))]
    names = {theirs: ours for ours, theirs, _, _ in INDICATORS}
    wide = (100 * raw.set_index(["country", "sector", "year", "indicator"])["value"]).unstack()
    wide = wide.round(4).rename(columns=names)[list(names.values())].reset_index()
    iso3 = wide["country"].map({name: one for name, (one, _) in IMF_COUNTRIES.items()})
    return wide.assign(
        region_code=iso3 + "-" + wide["sector"],
        region_name=wide["country"].map({name: ours for name, (_, ours) in IMF_COUNTRIES.items()}),
        country_code=iso3,
    )


def split(source: Path, *, inside: bool) -> pd.DataFrame:
    """Ratios from 0 to 100 %, or all the others; rows that have none are dropped."""
    wide = percentages(source)
    columns = [name for name, *_ in INDICATORS]
    within = (wide[columns] >= 0) & (wide[columns] <= 100)
    wide[columns] = wide[columns].where(within if inside else ~within)
    kept = wide.dropna(subset=columns, how="all")
    labels = [one["name"] for one in LABELS]
    return kept[labels + columns].sort_values(["region_code", "year"])


def build(source: Path) -> pd.DataFrame:
    return split(source, inside=True)
