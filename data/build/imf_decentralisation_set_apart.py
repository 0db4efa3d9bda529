"""Ratios of the fiscal decentralisation data that are below 0 % or above 100 %: named, not used."""

from pathlib import Path

import pandas as pd
from fields import amount
from imf_decentralisation import IMF, IMF_TERMS, INDICATORS, LABELS, split

#: Never outside for a subnational government.
ALWAYS_INSIDE = (
    "tax_revenue_percent",
    "own_revenue_percent",
    "own_spending_percent",
    "compensation_percent",
)
OUTSIDE = [one for one in INDICATORS if one[0] not in ALWAYS_INSIDE]

DESCRIPTOR = {
    "name": "imf-decentralisation-set-apart",
    "title": "Fiscal decentralisation since 1972: ratios outside 0 to 100 %, set apart",
    "description": (
        "The ratios of imf-decentralisation that are below 0 % or above 100 %, by country, level of government and "
        "year, as the source has them. A blank is a ratio inside, which stands in the other table, or none at all."
    ),
    "sources": [IMF],
    "licenses": [IMF_TERMS],
    "notes": [
        "Capital spending and spending by function are net of sales: a small or negative denominator makes the ratio "
        "anything at all.",
        "Transfers and imbalance below 0 %: subnational governments paid more transfers than they received, or "
        "raised more than they spent. True, perhaps, but no share.",
    ],
    "schema": {
        "fields": [
            *LABELS,
            *(amount(name, title, unit, -20_000, 20_000, IMF) for name, _, title, unit in OUTSIDE),
        ],
        "primaryKey": ["region_code", "year"],
        "missingValues": [""],
    },
}  # fmt: skip


def build(source: Path) -> pd.DataFrame:
    return split(source, inside=False).drop(columns=list(ALWAYS_INSIDE))
