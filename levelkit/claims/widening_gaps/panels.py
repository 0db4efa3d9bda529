"""The series of regional figures on one basis each, from which dispersion is computed."""

from levelkit.claims.panels import panel, series_of

__all__ = ["BASIS_UNTIL", "FORMER", "INDEX", "LONG_FROM", "LONG_RUN", "PANELS", "PRICED", "SAID", "UNWEIGHTED", "panel"]  # fmt: skip

#: The long-run figures change their basis after this year (see the table's breaks).
BASIS_UNTIL = 1980
LONG_FROM = 1950
#: Their series; it is judged beside the chosen one.
LONG_RUN = "uk-10-gdp-ppp"
#: The older accounts.
INDEX = "uk-itl1-index-1989"

_OFFERED = (
    "uk-itl1-gva-2023",
    "uk-itl1-income",
    INDEX,
    "uk-itl1-gdp",
    "uk-itl2-gdp",
    "uk-itl3-gdp",
    "uk-lad-2021-gdp",
    "uk-lad-2023-income",
)
_ABOUT = {key: series_of(key) for key in (LONG_RUN, *_OFFERED)}
#: What a series was called in addresses before panels had one name each.
FORMER = {
    "gva-itl1": "uk-itl1-gva-2023",
    "gdhi-itl1": "uk-itl1-income",
    "index-1989": INDEX,
    "gdp-itl1": "uk-itl1-gdp",
    "gdp-itl2": "uk-itl2-gdp",
    "gdp-itl3": "uk-itl3-gdp",
    "gdp-lad": "uk-lad-2021-gdp",
    "gdhi-lad": "uk-lad-2023-income",
}
#: For a list: "GDP per head, 41 areas (ITL2), 1998-2021".
PANELS = {key: _ABOUT[key][0].title(_ABOUT[key][1].name) for key in _OFFERED}
#: In a sentence: "GVA per head of 12 regions and nations".
SAID = {
    key: (measure.what, measure.regions or about.regions)
    for key, (about, measure) in _ABOUT.items()
}
#: Price levels are known for the 12 regions alone; the index is none of prices.
PRICED = tuple(key for key in _OFFERED if _ABOUT[key][0].priced and key != INDEX)
UNWEIGHTED = tuple(key for key in _OFFERED if not _ABOUT[key][1].people)  # the release gives none
