"""The series on which catching up is tested: areas of the UK, regions of Europe, states of the US."""

from __future__ import annotations

import functools
import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from levelkit.claims.brought import brought
from levelkit.claims.panels import panel as whole_panel
from levelkit.claims.panels import series_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from levelkit.claims.labelled_panel import Panel

Span = tuple[int, int]
WINDOW = 10  # years of a rolling regression
FEWEST_PLACES, FEWEST_AREAS = 5, 3
FEWEST_YEARS = 7  # of which the test for clubs discards a third, and a window leaves some


@dataclass(frozen=True)
class Followed:
    """How the years of a series are used, beside what is said of its panel.

    Attributes
    ----------
    key : str
        Of the series: a panel and its measure, as in :data:`levelkit.claims.panel_list.SERIES`.
    spans : tuple of (int, int)
        The first and last years on offer, the default first.
    people_from : int
        The first year in which people are known.
    step, window : int
        Years between the levels of the panel models, and years of a rolling regression.
    benchmarks : tuple of int
        Where years are uneven, those on one basis: each begins a step, whatever its length.
    """

    key: str
    spans: tuple[Span, ...]
    people_from: int = 0
    step: int = 5
    window: int = WINDOW
    benchmarks: tuple[int, ...] = ()

    @property
    def panel_key(self) -> str:
        """Which regions: the panel."""
        return series_of(self.key)[0].key

    @property
    def label(self) -> str:
        """For a list: "UK: GVA per head, 179 areas (ITL3), 1998-2022"."""
        said, measure = series_of(self.key)
        first, last = self.spans[0]
        return f"{said.country}: {measure.what}, {said.listed or said.regions}, {first}-{last}"

    @property
    def what(self) -> str:
        """What is measured, in a sentence: "GVA per head"."""
        return series_of(self.key)[1].what

    @property
    def places(self) -> str:
        """The regions, in a sentence: "UK areas (ITL3)"."""
        return series_of(self.key)[0].places

    @property
    def people(self) -> bool:
        """Whether people are known."""
        return bool(series_of(self.key)[1].people)

    @property
    def group(self) -> str:
        """The larger area that regions belong to, in words, empty if there is none."""
        return series_of(self.key)[0].group

    @property
    def capital(self) -> str:
        """What the choice without capitals leaves out, empty if nothing."""
        return series_of(self.key)[0].capital


# What choices there are follows from this file and the list of panels: no table is read to offer them.
_CENTURY = (1900, 1910, 1925, 1938, 1950, 1960, 1970, 1980, 1990, 2000, 2010, 2015)
_GVA = ((1998, 2022), (1998, 2008), (2008, 2022))
_REAL = ((1998, 2021), (1998, 2008), (2008, 2021))
PANELS: dict[str, Followed] = {
    series.key: series
    for series in (
        Followed("uk-itl3-gva", _GVA),
        Followed("uk-itl3-gdp-real", _REAL),
        Followed("uk-itl2-gva", _GVA),
        Followed("uk-itl1-gva", _GVA),
        Followed("uk-lad-2021-gdp", ((1998, 2019), (1998, 2008), (2008, 2019))),
        Followed("uk-itl1-income", ((1997, 2022), (1997, 2008), (2008, 2022))),
        Followed("uk-lad-2023-income", ((1997, 2023), (1997, 2008), (2008, 2023))),
        Followed(
            "uk-10-relative", ((1900, 2023), (1900, 2015), (1900, 1980), (1950, 1980), (1980, 2015)),
            benchmarks=_CENTURY,
        ),
        Followed(
            "europe-century-gdp-ppp", ((1900, 2015), (1900, 1950), (1950, 1980), (1980, 2015)),
            benchmarks=_CENTURY,
        ),
        Followed("europe-nuts2-gdp", ((2008, 2018), (2008, 2013), (2013, 2018)), window=5),
        Followed(
            "europe-nuts2-income", ((2007, 2017), (2007, 2012), (2012, 2017)), people_from=2008, window=5
        ),
        Followed(
            "us-states-income", ((1929, 2009), (1929, 1950), (1950, 1980), (1980, 2009)), step=10
        ),
    )
}  # fmt: skip
#: What a series was called in addresses before panels had one name each.
FORMER = {
    "itl3": "uk-itl3-gva",
    "itl3-real": "uk-itl3-gdp-real",
    "itl2": "uk-itl2-gva",
    "itl1": "uk-itl1-gva",
    "lad": "uk-lad-2021-gdp",
    "income-itl1": "uk-itl1-income",
    "income-lad": "uk-lad-2023-income",
    "uk-century": "uk-10-relative",
    "europe-century": "europe-century-gdp-ppp",
    "europe-nuts2": "europe-nuts2-gdp",
    "europe-income": "europe-nuts2-income",
    "us-states": "us-states-income",
}


def followed(key: str) -> Followed:
    """How the years of a series are used: as listed, or as a panel that somebody brought has them.

    Raises
    ------
    KeyError
        If it is neither.
    """
    own = brought(key)
    return _followed(own) if own else PANELS[key]


def _followed(own: Panel) -> Followed:
    years = [int(year) for year in own.values.year.values]
    spans = [(years[0], years[-1])]
    if years[-1] - years[0] >= 2 * WINDOW and len(years) > 2:
        middle = min(years, key=lambda year: abs(2 * year - years[0] - years[-1]))
        spans += [(years[0], middle), (middle, years[-1])]
    known = [] if own.people is None else own.people.notnull().any("region").values.tolist()
    uneven = any(later - year != 1 for year, later in itertools.pairwise(years))
    return Followed(
        own.key, tuple(spans), people_from=years[known.index(True)] if any(known) else 0,
        window=WINDOW if years[-1] - years[0] >= 2 * WINDOW else WINDOW // 2,
        benchmarks=tuple(years) if uneven else (),
    )  # fmt: skip


def longest_even(years: Sequence[int]) -> Sequence[int]:
    """The longest run of evenly spaced years; of those of one length the latest, then the widest."""
    there, runs = set(years), []
    for first, second in itertools.combinations(years, 2):
        run = range(first, years[-1] + 1, second - first)
        runs.append(list(itertools.takewhile(there.__contains__, run)))
    return max(runs, key=lambda run: (len(run), run[-1], run[-1] - run[0]))


def too_short(panel: Panel) -> str:
    """Why a panel has too little for all that is asked of places over years; empty if it has enough."""
    regions, years = len(panel.names), [int(year) for year in panel.values.year.values]
    if regions < FEWEST_PLACES:
        return f"it takes {FEWEST_PLACES} places, and there are {regions}."
    areas = len(set(panel.areas))
    if panel.group and not FEWEST_AREAS <= areas < regions:
        return f"it takes {FEWEST_AREAS} larger areas or more, of several places, or none; there are {areas}."
    run = len(longest_even(years))
    if run < FEWEST_YEARS:
        return f"it takes {FEWEST_YEARS} evenly spaced years, and the longest run of them is {run}."
    return ""


UK = tuple(key for key in PANELS if key.startswith("uk-"))
#: Which of them count income where people live, rather than output where they work.
INCOME = tuple(key for key in PANELS if key.endswith("-income") and not key.startswith("us-"))


@functools.lru_cache(maxsize=128)
def panel(key: str, *, include_capital: bool = True, left_out: tuple[str, ...] = ()) -> Panel:
    """One series as the models take it, see :func:`levelkit.claims.panels.panel`.

    Raises
    ------
    ValueError
        If a name that is left out is none of the panel's.
    """
    return whole_panel(key, include_capital=include_capital, left_out=left_out).bare()
