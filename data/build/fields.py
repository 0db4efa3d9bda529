"""Fields, sources and notes that several tables share."""

OGL = {
    "name": "OGL-UK-3.0",
    "title": "Open Government Licence v3.0",
    "path": "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
}
NO_LICENCE = {
    "name": "other-open",
    "title": "None stated by the publisher: figures shown as facts, with attribution",
}
COMPILED_LICENCE = {
    "name": "BSD-3-Clause",
    "title": "BSD-3-Clause (the compilation: facts in our own words, each with its source)",
}
#: What the tables that levelkit compiled row by row have in common.
COMPILED = {
    "publisher": "levelkit, compiled from the source that each row names",
    "path": "https://github.com/levelkit/levelkit",
    "licence": COMPILED_LICENCE["title"],
}

ROSES_WOLF = {
    "title": "Roses-Wolf database on regional GDP",
    "publisher": "Joan Ramón Rosés and Nikolaus Wolf, Humboldt-Universität zu Berlin",
    "version": "version 6 (2020)",
    "path": "https://www.wiwi.hu-berlin.de/de/professuren/vwl/wg/roses-wolf-database-on-regional-gdp",
    "licence": NO_LICENCE["title"],
    "citation": (
        "Rosés, J. R. and Wolf, N. (eds) (2018) The Economic Development of Europe's Regions: "
        "A Quantitative History since 1900. London: Routledge. Database version 6 (2020)."
    ),
}
ONS_GDP = {
    "title": "Regional gross domestic product: all ITL regions",
    "publisher": "Office for National Statistics",
    "version": "release of 25 April 2023",
    "path": "https://www.ons.gov.uk/economy/grossdomesticproductgdp/datasets/regionalgrossdomesticproductallnutslevelregions",
    "licence": OGL["title"],
    "citation": "Office for National Statistics (2023) Regional gross domestic product: all ITL regions.",
}
ONS_GVA_2024 = {
    "title": "Regional gross value added (balanced) by industry: all ITL regions",
    "publisher": "Office for National Statistics",
    "version": "release of April 2024",
    "path": "https://www.ons.gov.uk/economy/grossvalueaddedgva/datasets/nominalandrealregionalgrossvalueaddedbalancedbyindustry",
    "licence": OGL["title"],
    "citation": "Office for National Statistics (2024) Regional gross value added (balanced).",
}
ONS_GVA_2025 = ONS_GVA_2024 | {
    "version": "release of 17 April 2025, through a second-hand copy",
    "citation": "Office for National Statistics (2025) Regional gross value added (balanced).",
}
ONS_LAD_GDP = {
    "title": "Regional gross domestic product: local authorities",
    "publisher": "Office for National Statistics",
    "version": "release of 26 May 2021, corrected 11 June 2021",
    "path": "https://www.ons.gov.uk/economy/grossdomesticproductgdp/datasets/regionalgrossdomesticproductlocalauthorities",
    "licence": OGL["title"],
    "citation": "Office for National Statistics (2021) Regional gross domestic product: local authorities.",
}
ONS_LOOKUP = {
    "title": "Lookup from local authorities to ITL regions (2025)",
    "publisher": "Office for National Statistics",
    "version": "2025 codes",
    "path": "https://geoportal.statistics.gov.uk/",
    "licence": OGL["title"],
    "citation": "Office for National Statistics (2025) Local authority district to ITL lookup.",
}
ONS_GDHI = {
    "title": "Regional gross disposable household income",
    "publisher": "Office for National Statistics",
    "version": "1997 to 2022, through a second-hand copy",
    "path": "https://www.ons.gov.uk/economy/regionalaccounts/grossdisposablehouseholdincome",
    "licence": OGL["title"],
    "citation": "Office for National Statistics, Regional gross disposable household income, 1997 to 2022.",
}
ONS_LAD_GDHI = ONS_GDHI | {
    "title": "Gross disposable household income: local authorities",
    "version": "through Nomis, November 2025",
    "path": "https://www.nomisweb.co.uk/",
    "citation": "Office for National Statistics (2025) Regional gross disposable household income, 1997 to 2023.",
}
ONS_POPULATION = {
    "title": "Mid-year population estimates",
    "publisher": "Office for National Statistics",
    "version": "1981 to 2024, through a second-hand copy",
    "path": "https://www.ons.gov.uk/peoplepopulationandcommunity/populationandmigration/populationestimates",
    "licence": OGL["title"],
    "citation": "Office for National Statistics, Mid-year population estimates, 1981 to 2024.",
}

MERGED_UNITS = [
    "East + South East are one unit in the long-run figures: the source cannot be split.",
    "North East + North West are one unit in the long-run figures: the source cannot be split.",
    "Early London looks like London, Middlesex and Surrey; from 1970 like Greater London "
    "(inferred from population totals, not documented by the source).",
]
SERIES_BREAKS = [
    "Roses-Wolf and ONS do not join: London (UK = 100) in 2000 is 139 in Roses-Wolf and 167 at ONS; "
    "in 1990 it is 122 against 149 (DTI/ONS). By 2015 they agree (173 and 172).",
    "Part of the rise in London's lead within Roses-Wolf, 1980-2015, is therefore a change of basis, "
    "not a change in the economy.",
]
GVA_BREAK = (
    "ONS GDP (2016 to 2021) and ONS GVA (2022 and 2023) do not join either: in 2021 Wales (UK = 100) "
    "is 76.1 by GDP and 72.7 by GVA, East Midlands 81.5 and 80.4. A change of ranks between 2021 and "
    "2022 may be a change of basis."
)


def of_country(country: str, notes: list[str]) -> list[str]:
    """Notes of a table of many countries that concern one: a page shows them there alone."""
    return [f"{country}: {note}" for note in notes]


def field(name: str, title: str, kind: str = "string", unit: str = "", sources=(), **constraints):
    """A Frictionless field; ``unit`` is ours (the CF convention's ``units``), and so is ``sources``.

    ``sources`` names, by title, those of the table's sources that the field's figures are from.
    """
    made: dict = {"name": name, "type": kind, "title": title}
    if unit:
        made["unit"] = unit
    if sources:
        made["sources"] = [source["title"] for source in sources]
    if constraints:
        made["constraints"] = constraints
    return made


def code(pattern: str) -> dict:
    return field("region_code", "Region's code", required=True, pattern=pattern)


NAME = field("region_name", "Region's name", required=True, minLength=2)


def country(**constraints) -> dict:
    return field("country", "Country", required=True, **constraints)


def year(first: int, last: int) -> dict:
    return field("year", "Year", "integer", "year", required=True, minimum=first, maximum=last)


def amount(name: str, title: str, unit: str, minimum: float, maximum: float, *sources) -> dict:
    return field(name, title, "number", unit, sources, minimum=minimum, maximum=maximum)


def flag(name: str, title: str) -> dict:
    return field(name, title, "boolean", required=True)


def true_or_false(mask):
    """A boolean column as JSON and Frictionless write it."""
    return mask.map({True: "true", False: "false"})


#: The ITL regions that a local authority lies in; ITL1 alone has the codes of 2021 too.
ITL_2025 = [
    field("itl1_code", "ITL1 region it lies in", required=True, pattern="TL[A-N]"),
    field("itl2_2025_code", "ITL2 region it lies in (2025)", required=True, pattern="TL[A-N][0-9]"),
    field(
        "itl3_2025_code",
        "ITL3 region it lies in (2025)",
        required=True,
        pattern="TL[A-N][0-9][0-9A-Z]",
    ),
]
ITL_2025_NOTE = (
    "ITL2 and ITL3 codes are those of 2025. They differ from the codes of 2021 (uk-itl) in the North East, "
    "East, South West, Wales and Scotland and elsewhere: join the two tables at ITL1 alone."
)
