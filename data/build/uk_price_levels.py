"""UK, twelve ITL1 regions: what the same goods and services cost, 2016."""

from pathlib import Path

import pandas as pd
from fields import NAME, OGL, amount, code

ONS_PRICES = {
    "title": "Relative regional consumer price levels of goods and services, UK: 2016",
    "publisher": "Office for National Statistics",
    "version": "release of 1 March 2018",
    "path": "https://www.ons.gov.uk/economy/inflationandpriceindices/articles/relativeregionalconsumerpricelevelsuk/2016",
    "licence": OGL["title"],
    "citation": "Office for National Statistics (2018) Relative regional consumer price levels of goods and services, UK: 2016.",
}

DESCRIPTOR = {
    "name": "uk-price-levels",
    "title": "UK regions and nations (ITL1): relative consumer price level 2016",
    "description": "Consumer price level of 12 ITL1 regions relative to the UK in 2016 (the source's table 3).",
    "sources": [ONS_PRICES],
    "licenses": [OGL],
    "notes": [
        "Rents are left out, and with them most of what makes living dearer in one region than in another.",
        "ONS advises to use the ranks rather than the values.",
        "The source's table 1 has London 107.0, Wales 98.5, Scotland 100.4 and Northern Ireland 97.7.",
    ],
    "schema": {
        "fields": [
            code("TL[A-N]"),
            NAME,
            amount(
                "price_level_2016_percent",
                "Consumer price level 2016, UK = 100, rents excluded",
                "% of UK average",
                80,
                120,
                ONS_PRICES,
            ),
        ],
        "primaryKey": ["region_code"],
        "missingValues": [""],
    },
}


def build(source: Path) -> pd.DataFrame:
    raw = pd.read_csv(source / "ons_regional_price_level_2016.csv")
    return pd.DataFrame(
        {
            "region_code": raw["itl_code"],
            "region_name": raw["region"].str.replace("and the", "and The"),
            "price_level_2016_percent": raw["rrcpl_uk100_table3"],
        }
    ).sort_values("region_code")
