"""Which panels there are and what each measures. No table is read to say so."""

from __future__ import annotations

from dataclasses import dataclass, field

from levelkit.claims.labelled_panel import Measure

Years = tuple[int, int]

#: Shown for the variables of the tables; the unit is on each label.
LABELS = {
    "relative_to_uk_percent": "Output per head, UK = 100 (joined series, 1900-2023)",
    "gdp_per_head_intl2011usd": "GDP per head, 2011 international $ (Rosés-Wolf)",
    "gdp_per_head_gbp": "GDP per head, £, current prices (ONS)",
    "gdp_per_head_2019prices_gbp": "GDP per head, £ of 2019 (ONS)",
    "gva_per_head_gbp": "GVA per head, £, current prices (ONS)",
    "gva_per_head_gbp_2023": "GVA per head, £, current prices (ONS, accounts of 2025)",
    "gdhi_per_head_gbp": "Disposable household income per head, £, current prices (ONS)",
    "gva_index_1989": "GVA per head, UK = 100 (older accounts, 1989-2005)",
    "gdp_per_head_eur": "GDP per head, €, current prices (Eurostat)",
    "income_per_head_pps": "Disposable household income per head, purchasing power standards (Eurostat)",
    "income_per_head_usd": "Personal income per head, US $, current prices (BEA)",
    "gdp_per_head_usd_ppp": "GDP per head, US $ at current purchasing power parities (OECD)",
    "gdp_per_worker_usd_ppp": "GDP per worker, US $ at current purchasing power parities (OECD)",
}


@dataclass(frozen=True)
class TableMeasure(Measure):
    """A measure, and where the catalogue has it.

    Attributes
    ----------
    name : str
        As in an address, where the measure is a choice of its own.
    key : str
        Short, at the end of the key of a series: ``gva``.
    table, variable : str
        Of the catalogue.
    years : (int, int)
        The first and last with figures.
    people : str
        The variable that counts people, empty if there is none.
    lacks : tuple of str
        Regions that are left out: they have no people in some of the years.
    regions, title : str
        Where the regions or the words in a list are not the usual ones.
    """

    name: str = ""
    key: str = ""
    table: str = ""
    variable: str = ""
    years: Years = (0, 0)
    people: str = "population"
    lacks: tuple[str, ...] = ()
    regions: str = ""
    title: str = ""


@dataclass(frozen=True)
class About:
    """What is said of a panel, and which regions of its tables it has.

    Attributes
    ----------
    key, label : str
        As in an address, and for people.
    country, place, places, regions : str
        In a sentence: "UK", "the UK", "UK areas (ITL2)", "41 areas".
    listed : str
        The regions as a list has them: "41 areas (ITL2)".
    measures : mapping of str to TableMeasure
        By name, the default first.
    level : str
        Which rows of a table with several levels, empty for all.
    inside : str
        The country whose regions these are, empty for all of a table's.
    group : str
        What the larger area of a region is: "region or nation", "country" or empty.
    capital : str
        What is left out without the capital, empty if nothing; "*" for the region's own name.
    priced : bool
        Whether the price level of each region is known.
    """

    key: str
    label: str
    country: str
    place: str
    places: str
    regions: str
    listed: str = ""
    measures: dict[str, TableMeasure] = field(default_factory=dict)
    level: str = ""
    inside: str = ""
    group: str = ""
    capital: str = "London"
    priced: bool = False

    def title(self, measure: str) -> str:
        """A series in a list: "GDP per head, 41 areas (ITL2), 1998-2021"."""
        one_measure = self.measures[measure]
        what, (first, last) = one_measure.what, one_measure.years
        said = one_measure.title or f"{what[0].upper()}{what[1:]}"
        return f"{said}, {one_measure.regions or self.listed or self.regions}, {first}-{last}"


def _measures(*measures: TableMeasure) -> dict[str, TableMeasure]:
    return {measure.name: measure for measure in measures}


def _measure(
    name: str, key: str, table: str, units: str, what: str, years: Years, **more: object
) -> TableMeasure:
    """A measure whose variable has its name, unless another is given."""
    given: dict[str, object] = {
        "label": LABELS[name], "name": name, "key": key, "table": table, "units": units, "what": what,
        "years": years, "variable": name,
    }  # fmt: skip
    return TableMeasure(**(given | more))  # type: ignore[arg-type]


_GDP = _measure("gdp_per_head_gbp", "gdp", "uk-itl", "GBP", "GDP per head", (1998, 2021))
_ITL = (
    _GDP,
    _measure(
        "gdp_per_head_2019prices_gbp", "gdp-real", "uk-itl", "GBP (2019 prices)",
        "GDP per head in prices of 2019", (1998, 2021),
    ),
    _measure(
        "gva_per_head_gbp", "gva", "uk-itl", "GBP", "GVA per head", (1998, 2022), people="population_gva"
    ),
)  # fmt: skip
LONG_RUN = _measure(
    "gdp_per_head_intl2011usd", "gdp-ppp", "europe-century", "2011 international $", "GDP per head",
    (1900, 2015),
)  # fmt: skip
_AREA = "region or nation"

PANELS: dict[str, About] = {
    about.key: about
    for about in (
        About(
            "uk-10", "United Kingdom: 10 regions, 1900-2023", "UK", "the UK", places="UK regions", regions="10 regions",
            measures=_measures(
                _measure(
                    "relative_to_uk_percent", "relative", "uk-century", "% of UK average", "output per head",
                    (1900, 2023),
                ),
                _measure(
                    "gdp_per_head_intl2011usd", "gdp-ppp", "uk-century", "2011 international $",
                    "output per head", (1900, 2015),
                ),
                _measure("gdp_per_head_gbp", "gdp", "uk-century", "GBP", "GDP per head", (1998, 2021)),
                _measure("gva_per_head_gbp", "gva", "uk-century", "GBP", "GVA per head", (1998, 2023)),
            ),
        ),
        About(
            "uk-itl1", "United Kingdom: 12 regions and nations (ITL1), 1998-2022", "UK", "the UK",
            places="UK regions and nations", regions="12 regions and nations", level="ITL1", priced=True,
            measures=_measures(
                *_ITL,
                # Two releases differ by up to a few per cent: they are two measures, never joined.
                _measure(
                    "gva_per_head_gbp_2023", "gva-2023", "uk-itl1-income", "GBP", "GVA per head", (1998, 2023),
                    variable="gva_per_head_gbp",
                ),
                _measure(
                    "gdhi_per_head_gbp", "income", "uk-itl1-income", "GBP", "household income per head",
                    (1997, 2022),
                ),
                # It has no population before 1992: left out throughout, so that the years compare.
                _measure(
                    "gva_index_1989", "index-1989", "uk-index-1989", "% of UK average",
                    "GVA per head (older accounts)", (1989, 2005), variable="relative_to_uk_percent",
                    lacks=("Northern Ireland",), regions="11 regions", title="GVA per head in older accounts",
                ),
            ),
        ),
        About(
            "uk-itl2", "United Kingdom: 41 areas (ITL2), 1998-2022", "UK", "the UK", places="UK areas (ITL2)",
            regions="41 areas", listed="41 areas (ITL2)", level="ITL2", group=_AREA, measures=_measures(*_ITL),
        ),
        About(
            "uk-itl3", "United Kingdom: 179 areas (ITL3), 1998-2022", "UK", "the UK", places="UK areas (ITL3)",
            regions="179 areas", listed="179 areas (ITL3)", level="ITL3", group=_AREA, measures=_measures(*_ITL),
        ),
        # The borders of two years: 13 authorities fewer after the mergers of 2023.
        About(
            "uk-lad-2021", "United Kingdom: 373 local authorities, 1998-2019", "UK", "the UK",
            places="UK local authorities", regions="373 local authorities", group=_AREA,
            measures=_measures(
                _measure("gdp_per_head_gbp", "gdp", "uk-lad-gdp", "GBP", "GDP per head", (1998, 2019))
            ),
        ),
        About(
            "uk-lad-2023", "United Kingdom: 360 local authorities, 1997-2023", "UK", "the UK",
            places="UK local authorities", regions="360 local authorities", group=_AREA,
            measures=_measures(
                _measure(
                    "gdhi_per_head_gbp", "income", "uk-gdhi", "GBP", "household income per head", (1997, 2023),
                    people="",
                )
            ),
        ),
        About(
            "europe-century", "Europe: 173 regions, 1900-2015", "Europe", "Europe", "regions of Europe",
            "173 regions", group="country", capital="capital regions", measures=_measures(LONG_RUN),
        ),
        About(
            "europe-nuts2", "Europe: NUTS 2 regions, 2007-2018", "Europe", "Europe",
            "regions of Europe (NUTS 2)", "NUTS 2 regions", group="country", capital="capital regions",
            measures=_measures(
                _measure(
                    "gdp_per_head_eur", "gdp", "eurostat-nuts2", "EUR", "GDP per head", (2008, 2018)
                ),
                _measure(
                    "income_per_head_pps", "income", "eurostat-nuts2", "PPS", "household income per head",
                    (2007, 2018),
                ),
            ),
        ),
        About(
            "us-states", "United States: 48 states, 1929-2009", "United States", "the United States",
            "US states", "48 states", capital="",
            measures=_measures(
                _measure(
                    "income_per_head_usd", "income", "us-states", "USD", "personal income per head",
                    (1929, 2009), people="",
                )
            ),
        ),
        *(
            About(
                f"oecd-{level.lower()}", f"OECD: {size} regions ({level}), 2019-2020", "OECD", "the OECD",
                f"{size} regions of the OECD ({level})", f"{size} regions", level=level, group="country",
                capital="capital regions",
                measures=_measures(
                    _measure(
                        "gdp_per_head_usd_ppp", "gdp-ppp", "oecd-regions", "USD, current PPP", "GDP per head",
                        (2019, 2020),
                    ),
                    _measure(
                        "gdp_per_worker_usd_ppp", "per-worker", "oecd-regions", "USD, current PPP",
                        "GDP per worker", (2019, 2020), people="employment",
                    ),
                ),
            )
            for level, size in (("TL2", "large"), ("TL3", "small"))
        ),
    )
}  # fmt: skip

#: A series is one measure of a panel: its key is that of the panel and the measure's short one.
SERIES: dict[str, tuple[str, str]] = {
    f"{about.key}-{measure.key}": (about.key, name)
    for about in PANELS.values()
    for name, measure in about.measures.items()
}
