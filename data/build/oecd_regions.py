"""OECD countries, their large (TL2) and small (TL3) regions, 2019 and 2020."""

from pathlib import Path

import pandas as pd
from fields import NAME, amount, code, country, field, flag, true_or_false, year
from places import OECD_CAPITALS, OECD_COUNTRIES, oecd_names

OECD_TERMS = {"name": "other-attribution", "title": "Free to use with attribution to the OECD"}
OECD = {
    "title": "Regional economy (DSD_REG_ECO@DF_GDP)",
    "publisher": "OECD",
    "version": "version 1.0, as downloaded in December 2025",
    "path": "https://data-explorer.oecd.org/",
    "licence": OECD_TERMS["title"],
    "citation": "OECD (2025) Regional economy, DSD_REG_ECO@DF_GDP, version 1.0.",
}

# A second count of part of UKI: Outer London - West and North West stands beside London at TL2.
COUNTED_TWICE = ["UKI7"]

PPP = "USD, current PPP"

DESCRIPTOR = {
    "name": "oecd-regions",
    "title": "OECD countries and their regions 2019-2020: output per head and per worker",
    "description": (
        "GDP, population and employment of 38 countries, the large regions (TL2) of 26 and the small regions "
        "(TL3) of 22. Choose one level before you compare regions."
    ),
    "sources": [OECD],
    "licenses": [OECD_TERMS],
    "notes": [
        "is_capital marks the region that is, or holds, the capital city. London is 21 TL3 regions: the nine of "
        "Inner London (UKI3, UKI4) are marked.",
        "metro, at TL3 alone, names the capital for every TL3 region whose code begins with the code of the "
        "capital's TL2 region. Where the country has one TL2 region, or TL3 codes do not nest in TL2 codes "
        "(United States, New Zealand), metro is the capital's own TL3 region.",
        "Workplace based: output counts where people work, population where they live; commuting distorts, "
        "the more so the smaller the region.",
        "United Kingdom: UKI7 (Outer London - West and North West) stands at TL2 beside London (UKI), of which it "
        "is part; set_apart marks it. With it the country has 13 large regions and counts two million people twice.",
        "United Kingdom: TL3 lacks nine of 179 regions (Bournemouth, Christchurch and Poole; Dorset; seven of "
        "Northern Ireland's eleven), 2.6 % of the population.",
        "Regions have less than the country's population in: Norway (75 % at TL2, 13 % at TL3), Estonia (81 % at "
        "TL3), Belgium (85 % at TL3), Italy (97 % at TL3). Compare each sum with the country's row.",
        "metro holds a commuting ring only where the capital's TL2 region is larger than the city: London, Paris, "
        "Tokyo, Athens, Rome, Amsterdam, Bern. For Berlin, Vienna, Prague, Budapest, Brussels, Madrid and others "
        "it is the city alone, so merging rings favours no other country as it does the United Kingdom.",
        "Countries without figures by region: Costa Rica, Denmark, Iceland, Ireland, Israel, Poland, Portugal, "
        "Slovenia, South Korea, Sweden, Türkiye. At TL2 also Japan; at TL3 also Australia, Canada, Chile, "
        "Colombia, Mexico. Regions with population alone are left out.",
        "GDP is blank for Japan's regions and UKI7 in 2020, employment for Japan's regions, three of Canada's and nine "
        "of Colombia's.",
        "region_name is the code where our other tables have no name for it, and the capital's for the one "
        "TL3 region that is or holds it.",
        "United States: TL3 regions are economic areas, numbered by name; US174 is taken for Washington from that "
        "order and its population.",
    ],
    "schema": {
        "fields": [
            code("[A-Z]{2}[0-9A-Z]{1,4}"),
            NAME,
            country(minLength=4),
            field("level", "Level", required=True, enum=["country", "TL2", "TL3"]),
            flag("is_capital", "Is or holds the capital city"),
            field("metro", "Capital whose TL2 region it lies in (TL3 alone)"),
            flag("set_apart", "Not to be counted with the others (part of another region)"),
            year(2019, 2020),
            amount("gdp_per_head_usd_ppp", "GDP per head", PPP, 2_000, 1_000_000, OECD),
            amount("gdp_per_worker_usd_ppp", "GDP per worker", PPP, 5_000, 1_000_000, OECD),
            amount("gdp_million_usd_ppp", "GDP", "USD million, current PPP", 50, 50_000_000, OECD),
            amount("population", "Population", "persons", 500, 1_000_000_000, OECD),
            amount("employment", "Employment at the workplace", "persons", 500, 500_000_000, OECD),
        ],
        "primaryKey": ["region_code", "year"],
        "missingValues": [""],
    },
}  # fmt: skip


def build(source: Path) -> pd.DataFrame:
    raw = pd.read_csv(source / "oecd_regional_gdp_2019_2020.csv")
    has_gdp = raw["gdp_current_ppp_usd_m"].notna().groupby(raw["region_code"]).transform("any")
    metro = metros(raw)
    raw = raw[has_gdp | (raw["level"] == "CTRY")]
    codes = raw["region_code"]
    holders = {small: city for city, _, small in OECD_CAPITALS.values() if small}
    names = holders | OECD_COUNTRIES | oecd_names(source)
    at_level = raw["level"].map({"TL2": 1, "TL3": 2})
    capitals = {
        (code_, level)
        for places in OECD_CAPITALS.values()
        for level in (1, 2)
        for code_ in places[level].split()
    }
    return pd.DataFrame(
        {
            "region_code": codes,
            "region_name": [name_of(c, names) for c in codes],
            "country": raw["country_iso3"].map(OECD_COUNTRIES),
            "level": raw["level"].replace("CTRY", "country"),
            "is_capital": true_or_false(
                pd.Series([place in capitals for place in zip(codes, at_level, strict=True)], raw.index)
            ),
            "metro": codes.map(metro),
            "set_apart": true_or_false(codes.isin(COUNTED_TWICE)),
            "year": raw["year"],
            "gdp_per_head_usd_ppp": raw["gdp_per_head_current_ppp_usd"],
            "gdp_per_worker_usd_ppp": raw["gdp_per_worker_current_ppp_usd"],
            "gdp_million_usd_ppp": raw["gdp_current_ppp_usd_m"],
            "population": raw["population"].round().astype("Int64"),
            "employment": raw["employment_workplace"].round().astype("Int64"),
        }
    ).sort_values(["level", "country", "region_code", "year"])  # fmt: skip


def metros(raw: pd.DataFrame) -> dict[str, str]:
    """Code of each TL3 region of a capital's metro -> the capital, by the ``capital_rule``."""
    found = {}
    for iso3, (city, large, small) in OECD_CAPITALS.items():
        of_country = raw[raw["country_iso3"] == iso3]
        tl2 = tuple(set(of_country.loc[of_country["level"] == "TL2", "region_code"]))
        tl3 = set(of_country.loc[of_country["level"] == "TL3", "region_code"])
        nested = len(tl2) > 1 and all(c.startswith(tl2) for c in tl3)
        found |= {c: city for c in tl3 if (c.startswith(large) if nested else c in small.split())}
    return found


def name_of(code_: str, names: dict[str, str]) -> str:
    """The region's name, or that of the region a level up or down with the same area.

    In NUTS a code that ends in 0 has the area of the code without it; US010 is no part of US01.
    """
    same_area = [code_]
    if not code_.startswith("US"):
        same_area += [code_ + "0", code_.removesuffix("0")]
    return next((names[c] for c in same_area if c in names), code_)
