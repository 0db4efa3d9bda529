"""Names of countries, their capitals' regions, and names of regions by code."""

import gzip
import json
from pathlib import Path

import pandas as pd

# Eurostat's country codes.
COUNTRIES = {
    "AL": "Albania", "AT": "Austria", "BE": "Belgium", "BG": "Bulgaria", "CY": "Cyprus", "CZ": "Czechia",
    "DE": "Germany", "DK": "Denmark", "EE": "Estonia", "EL": "Greece", "ES": "Spain", "FI": "Finland",
    "FR": "France", "HR": "Croatia", "HU": "Hungary", "IE": "Ireland", "IT": "Italy", "LT": "Lithuania",
    "LU": "Luxembourg", "LV": "Latvia", "ME": "Montenegro", "MK": "North Macedonia", "MT": "Malta",
    "NL": "Netherlands", "NO": "Norway", "PL": "Poland", "PT": "Portugal", "RO": "Romania", "RS": "Serbia",
    "SE": "Sweden", "SI": "Slovenia", "SK": "Slovakia", "TR": "Türkiye", "UK": "United Kingdom",
}  # fmt: skip

# ISO 3166 codes, as the OECD has them.
OECD_COUNTRIES = {
    "AUS": "Australia", "AUT": "Austria", "BEL": "Belgium", "CAN": "Canada", "CHE": "Switzerland",
    "CHL": "Chile", "COL": "Colombia", "CRI": "Costa Rica", "CZE": "Czechia", "DEU": "Germany",
    "DNK": "Denmark", "ESP": "Spain", "EST": "Estonia", "FIN": "Finland", "FRA": "France",
    "GBR": "United Kingdom", "GRC": "Greece", "HUN": "Hungary", "IRL": "Ireland", "ISL": "Iceland",
    "ISR": "Israel", "ITA": "Italy", "JPN": "Japan", "KOR": "South Korea", "LTU": "Lithuania",
    "LUX": "Luxembourg", "LVA": "Latvia", "MEX": "Mexico", "NLD": "Netherlands", "NOR": "Norway",
    "NZL": "New Zealand", "POL": "Poland", "PRT": "Portugal", "SVK": "Slovakia", "SVN": "Slovenia",
    "SWE": "Sweden", "TUR": "Türkiye", "USA": "United States",
}  # fmt: skip

# NUTS 2 regions (2016) that hold the capital; for the UK both halves of Inner London.
NUTS2_CAPITALS = [
    "AL02", "AT13", "BE10", "BG41", "CY00", "CZ01", "DE30", "DK01", "EE00", "EL30", "ES30", "FI1B", "FR10",
    "HR04", "HU11", "IE06", "ITI4", "LT01", "LU00", "LV00", "ME00", "MK00", "MT00", "NL32", "NO01", "PL91",
    "PT17", "RO32", "RS11", "SE11", "SI04", "SK01", "TR51", "UKI3", "UKI4",
]  # fmt: skip

# The OECD's country -> (capital, the large region (TL2) that holds it, the small ones (TL3) that hold it).
# Blank where the country has no GDP at that scale, or none for the capital's region.
OECD_CAPITALS = {
    "AUS": ("Canberra", "AU8", ""),
    "AUT": ("Vienna", "AT13", "AT130"),
    "BEL": ("Brussels", "BE1", "BE100"),
    "CAN": ("Ottawa", "CA35", ""),
    "CHE": ("Bern", "CH02", "CH021"),
    "CHL": ("Santiago", "CL13", ""),
    "COL": ("Bogotá", "CO11", ""),
    "CZE": ("Prague", "CZ01", "CZ010"),
    "DEU": ("Berlin", "DE3", "DE300"),
    "ESP": ("Madrid", "ES30", "ES300"),
    "EST": ("Tallinn", "EE00", "EE001"),
    "FIN": ("Helsinki", "FI1B", "FI1B1"),
    "FRA": ("Paris", "FR1", "FR101"),
    "GBR": ("London", "UKI", "UKI31 UKI32 UKI33 UKI34 UKI41 UKI42 UKI43 UKI44 UKI45"),
    "GRC": ("Athens", "EL30", "EL303"),
    "HUN": ("Budapest", "HU11", "HU110"),
    "ITA": ("Rome", "ITI4", "ITI43"),
    "JPN": ("Tokyo", "JPD", "JPD13"),
    "LTU": ("Vilnius", "LT01", "LT011"),
    "LUX": ("Luxembourg", "LU00", "LU000"),
    "LVA": ("Riga", "LV00", "LV006"),
    "MEX": ("Mexico City", "ME09", ""),
    "NLD": ("Amsterdam", "NL32", "NL329"),
    "NOR": ("Oslo", "NO08", ""),
    "NZL": ("Wellington", "NZ19", "NZ019"),
    "SVK": ("Bratislava", "SK01", "SK010"),
    "USA": ("Washington, D.C.", "US11", "US174"),
}

# NUTS 1 regions that several NUTS 2 regions make up: no table of ours has their names.
NUTS1_NAMES = {
    "BE2": "Vlaams Gewest", "BE3": "Région wallonne", "DE1": "Baden-Württemberg", "DE2": "Bayern",
    "DE7": "Hessen", "DE9": "Niedersachsen", "DEA": "Nordrhein-Westfalen", "DEB": "Rheinland-Pfalz",
    "DED": "Sachsen", "FRC": "Bourgogne-Franche-Comté", "FRD": "Normandie", "FRE": "Hauts-de-France",
    "FRF": "Grand Est", "FRI": "Nouvelle-Aquitaine", "FRJ": "Occitanie", "FRK": "Auvergne-Rhône-Alpes",
}  # fmt: skip

# In the OECD's table of large regions and not among the 48 states of us-states.
OTHER_STATES = {"US02": "Alaska", "US11": "District of Columbia", "US15": "Hawaii"}


def nuts2_names(source: Path) -> dict[str, str]:
    """NUTS 2 code to name in Latin letters: of 2021 where the code is still there, else Eurostat's."""
    table = pd.read_csv(source / "eurostat_nuts2_2007_2018.csv")
    names = dict(zip(table["nuts2_code"], table["region"], strict=True))
    text = gzip.decompress((source / "europe_nuts2_2021_3m_wgs84.geojson.gz").read_bytes())
    shapes = [shape["properties"] for shape in json.loads(text)["features"]]
    names |= {shape["NUTS_ID"]: shape["NAME_LATN"] for shape in shapes}
    return {code: " ".join(str(name).split()) for code, name in names.items()}


def oecd_names(source: Path) -> dict[str, str]:
    """Names of the OECD's regions that our other tables have."""
    uk = pd.read_csv(source / "ons_regional_gdp_itl_1998_2021.csv").drop_duplicates("itl_code")
    uk = uk[uk["itl_level"].isin(["ITL1", "ITL2", "ITL3"])]
    us = pd.read_csv(source / "us_states_per_capita_income_1929_2009.csv")
    states = "US" + us["state_fips"].astype(str).str.zfill(2)
    return {
        **nuts2_names(source),
        **dict(zip("UK" + uk["itl_code"].str[2:], uk["region"], strict=True)),
        **dict(zip(states, us["state"], strict=True)),
        **NUTS1_NAMES,
        **OTHER_STATES,
    }


# The IMF's name of a country -> (ISO 3166 code, ours).
IMF_COUNTRIES = {name: (iso3, name) for name, iso3 in {
    "Albania": "ALB", "Belarus": "BLR", "Bosnia and Herzegovina": "BIH", "Brazil": "BRA", "Bulgaria": "BGR",
    "Croatia": "HRV", "Cyprus": "CYP", "El Salvador": "SLV", "Georgia": "GEO", "Honduras": "HND",
    "Indonesia": "IDN", "Kazakhstan": "KAZ", "Kenya": "KEN", "Kiribati": "KIR", "Malta": "MLT",
    "Mauritius": "MUS", "Moldova": "MDA", "Mongolia": "MNG", "Myanmar": "MMR", "Paraguay": "PRY", "Peru": "PER",
    "Romania": "ROU", "South Africa": "ZAF", "Thailand": "THA", "Tunisia": "TUN", "Uganda": "UGA",
    "Ukraine": "UKR", "United Arab Emirates": "ARE", "Uzbekistan": "UZB",
}.items()} | {
    "Afghanistan, Islamic Republic of": ("AFG", "Afghanistan"), "Armenia, Republic of": ("ARM", "Armenia"),
    "Azerbaijan, Republic of": ("AZE", "Azerbaijan"), "China, P.R.: Mainland": ("CHN", "China"),
    "Czech Republic": ("CZE", "Czechia"), "Iran, Islamic Republic of": ("IRN", "Iran"),
    "Korea, Republic of": ("KOR", "South Korea"), "Kyrgyz Republic": ("KGZ", "Kyrgyzstan"),
    "Macedonia, FYR": ("MKD", "North Macedonia"), "Russian Federation": ("RUS", "Russia"),
    "Serbia, Republic of": ("SRB", "Serbia"), "Slovak Republic": ("SVK", "Slovakia"), "Turkey": ("TUR", "Türkiye"),
} | {name: (iso3, name) for iso3, name in OECD_COUNTRIES.items()}  # fmt: skip
