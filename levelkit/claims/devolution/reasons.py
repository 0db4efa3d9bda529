"""Why each part of the claim is judged as it is, and the answer in bold."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import numpy as np

from levelkit.claims.devolution.association import FEWEST
from levelkit.claims.devolution.countries import GROUPS, UK
from levelkit.claims.devolution.criterion import COUNTRIES, quarter
from levelkit.claims.devolution.indices import IMF, INDICES
from levelkit.claims.devolution.places import matrix, ranking, years
from levelkit.claims.devolution.regional import CENTURY, REGIONS
from levelkit.claims.devolution.weightings import DRAWS
from levelkit.claims.devolution.words import placed
from levelkit.claims.ordinals import nth
from levelkit.claims.phrases import count, listed, named, number, share_said
from levelkit.claims.verdict import Verdict

if TYPE_CHECKING:
    from levelkit.claims.devolution.words import Asked

    Figures = dict[str, float]
    Verdicts = dict[str, Verdict]

#: What an index is called against the others.
_CONTRAST = (
    ("tax", "tax share"),
    ("own-spending", "own spending"),
    ("authority", "regional authority"),
)
EARLY = 2005  # before it regional figures are those since 1900
NAMED = 3  # countries that are named; more are counted


def reasons(figures: Figures, verdicts: Verdicts, asked: Asked) -> dict[str, str]:
    """Why each part's verdict is what it is, by its name."""
    return {
        "place": _place(figures, asked),
        "across": _across(figures, verdicts["across"], asked),
        "within": _within(figures, verdicts["within"], asked),
    }


def bold(figures: Figures, verdicts: Verdicts, asked: Asked) -> str:
    """The whole answer in a few sentences: the place and what it hangs on, the links, and the place by other indices."""
    return " ".join(
        text
        for text in (
            _place_bold(figures, asked),
            _links_bold(verdicts, asked),
            _elsewhere(asked),
        )
        if text
    )


def _untested(figures: Figures, asked: Asked) -> str:
    """Why the place cannot be tested; empty where it can."""
    if np.isnan(figures["place"]):
        return (
            "The UK has no figure for every component."
            if asked.composite
            else "The UK has no figure."
        )
    if figures["countries"] < COUNTRIES:
        return f"Only {count(int(figures['countries']))} countries have figures; fewer than {COUNTRIES} tell little."
    return ""


def _place_bold(figures: Figures, asked: Asked) -> str:
    untested = _untested(figures, asked)
    if untested:
        return untested
    n, place = int(figures["countries"]), figures["place"]
    among = "" if place <= quarter(n) else "not "
    text = f"By {asked.by} the UK is {placed(place, figures['place_ties'])} of {n}, {among}among the most centralised quarter"
    if asked.composite:
        return f"{text} ({_weightings(figures)}){_ahead(asked)}."
    singles = asked.hangs.singles
    hangs = "whichever country is left out"
    if singles:
        hangs = f"though {'it would be' if among else 'not'} without {_some(singles)}"
    return f"{text}, {hangs}{_ahead(asked)}."


def _weightings(figures: Figures) -> str:
    share = share_said(figures["weights_quarter"])
    return f"{share} of {DRAWS:,} random weightings {'puts' if share == 'none' else 'put'} it there"


def _some(names: tuple[str, ...]) -> str:
    """Single countries, named where they are few."""
    return named(names, "or") if len(names) <= NAMED else f"any one of {count(len(names))} others"


def _ahead(asked: Asked) -> str:
    """Countries that are more centralised by tax share and have no figure here."""
    ahead = asked.hangs.ahead
    if not ahead:
        return ""
    lack = "no figure for every component" if asked.composite else "no figure for it"
    names = named(ahead) if len(ahead) <= NAMED + 1 else f"{count(len(ahead))} countries"
    return (
        f"; {names}, more centralised by tax share, {'has' if len(ahead) == 1 else 'have'} {lack}"
    )


def _place(figures: Figures, asked: Asked) -> str:
    untested = _untested(figures, asked)
    if untested:
        return untested
    n, place = int(figures["countries"]), figures["place"]
    last = int(quarter(n))
    text = f"It is {placed(place, figures['place_ties'])} of {n}; the quarter ends with the {nth(last)}."
    return f"{text}{_lacking(figures, asked)}"


def _lacking(figures: Figures, asked: Asked) -> str:
    """What those without a figure could do to the place."""
    lacking = asked.hangs.lacking
    if not lacking:
        return ""
    m, n = len(lacking), int(figures["countries"])
    worst = asked.hangs.last_place
    changes = figures["place"] <= quarter(n) and worst > quarter(n + m)
    said = f"{count(m)} of the {GROUPS[asked.group].place} {'has' if m == 1 else 'have'} no figure"
    were = "were it" if m == 1 else "were they all"
    text = f" {said[0].upper()}{said[1:]}: {were} more centralised, it would be {nth(worst)} of {n + m}"
    text += " and outside the quarter." if changes else "."
    ahead = asked.hangs.ahead
    if ahead:
        text += f" By tax share, {named(ahead)} {'is' if len(ahead) == 1 else 'are'}."
    return text


def _links_bold(verdicts: Verdicts, asked: Asked) -> str:
    """What the two links say of a cause; how far each can be told stands with the parts."""
    across, within = verdicts["across"], verdicts["within"]
    tested = [verdict for verdict in (across, within) if verdict is not Verdict.CANNOT_TEST]
    if not tested:
        return "That centralisation is part of the cause of regional gaps cannot be tested: too few of these countries have regional figures."
    if all(verdict is Verdict.CANNOT_TELL for verdict in tested):
        return "Whether centralisation is part of the cause of regional gaps cannot be told."
    size = {Verdict.SUPPORTED: "smaller", Verdict.NOT_SUPPORTED: "larger"}
    said = []
    if asked.link.across is not None and across in size:
        n = asked.link.across.countries
        said.append(
            f"across {n} {GROUPS[asked.group].place} the more decentralised have {size[across]} regional gaps"
        )
    if asked.link.within is not None and within in size:
        n = asked.link.within.slope.countries
        said.append(f"within {n} countries gaps became {size[within]} where they decentralised")
    other = {
        Verdict.CANNOT_TELL: ("; across countries no link can be told", "; within countries none can be told"),
        Verdict.CANNOT_TEST: ("; across countries it cannot be asked", "; within countries it cannot be asked"),
    }  # fmt: skip
    rest = "".join(
        other[verdict][k] for k, verdict in enumerate((across, within)) if verdict not in size
    )
    lead = (
        "A link is no proof of a cause"
        if Verdict.SUPPORTED in tested
        else "The links speak against a cause"
    )
    return f"{lead}: {' and '.join(said)}{rest}."


def _across(figures: Figures, verdict: Verdict, asked: Asked) -> str:
    if asked.link.across is None:
        return f"Fewer than {count(FEWEST)} of these countries have regional figures."
    return f"{_told(verdict)} across {asked.link.across.countries} countries.{_power(figures, 'across', verdict)}"


def _within(figures: Figures, verdict: Verdict, asked: Asked) -> str:
    panel = asked.link.within
    if panel is None:
        return (
            "A composite has no figures over the years."
            if asked.composite
            else f"The index changes in fewer than {count(FEWEST)} of these countries with regional figures."
        )
    what = "percentage points" if INDICES[asked.index].table == IMF else "points"
    regions = f" ({REGIONS[CENTURY]})" if panel.first < EARLY else ""
    return (
        f"{_told(verdict)} over {panel.first} to {panel.last}{regions}, when the index moved by {number(panel.moved, 1)} {what} within a "
        f"country (standard deviation).{_power(figures, 'within', verdict)}"
    )


def _told(verdict: Verdict) -> str:
    return {
        Verdict.SUPPORTED: "The slope's interval is below zero",
        Verdict.NOT_SUPPORTED: "The slope's interval is above zero",
    }.get(verdict, "The slope's interval includes zero")


def _power(figures: Figures, kind: str, verdict: Verdict) -> str:
    """The smallest slope that would have been seen, where none was."""
    if verdict is not Verdict.CANNOT_TELL:
        return ""
    seen = number(figures[f"{kind}_detectable"], 3)
    return f" One flatter than {seen} would be missed more often than one time in five."


def _elsewhere(asked: Asked) -> str:
    """The place by other indices in the same year, so that no answer stands alone."""
    said = []
    for key, name in _CONTRAST:
        if key == asked.index:
            continue
        place, ties, n = _place_by(key, asked.year, asked.group)
        if np.isfinite(place) and n >= COUNTRIES:
            said.append(f"{placed(place, ties)} of {n} by {name}")
    return f"The UK is {listed(said)}." if said else ""


@functools.lru_cache(maxsize=128)
def _place_by(key: str, year: str, group: str) -> tuple[float, int, int]:
    """The UK's place, how many share it, and of how many; missing where the index has no such year."""
    if year not in (*years(key), str(matrix(key)[1].max())):
        return float("nan"), 0, 0
    places = ranking(key, year, group).place
    place = float(places.sel(country=UK))
    return place, int((places == place).sum()), int(places.notnull().sum())
