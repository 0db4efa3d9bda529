"""The answer in words: subject, reason, sentence, notes."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from levelkit.catalogue.package import data_folder, resource
from levelkit.claims.devolution.countries import GROUPS, UK
from levelkit.claims.devolution.criterion import COUNTRIES, among_most, cannot_tell, linked
from levelkit.claims.devolution.indices import IMF, INDICES
from levelkit.claims.devolution.places import LATEST, WINDOW, ranking, sureness
from levelkit.claims.devolution.recipe import SAID
from levelkit.claims.devolution.weightings import DRAWS
from levelkit.claims.ordinals import nth

if TYPE_CHECKING:
    from collections.abc import Iterable

    import xarray as xr

    from levelkit.claims.devolution.builder import Composite
    from levelkit.claims.devolution.recipe import Recipe

    Figures = dict[str, float]

COMPOSITE = "composite"
_NUMBERS = {5: "five"}
#: What an index is called against the others.
_CONTRAST = (
    ("tax", "tax share"),
    ("own-spending", "own spending"),
    ("authority", "regional authority"),
)
#: A step of the composite, by its scale.
_UNITS = {"min-max": "10 points", "rank": "10 places", "z": "one standard deviation"}
_BY = {"authority": "regional authority", "self-rule": "self rule", "shared-rule": "shared rule"}


@dataclass(frozen=True)
class Asked:
    """What was chosen, as words need it."""

    index: str
    group: str
    year: str
    recipe: Recipe
    built: Composite
    components: tuple[str, ...]

    @property
    def composite(self) -> bool:
        """Whether the place is by the index built."""
        return self.index == COMPOSITE

    @property
    def by(self) -> str:
        """By what countries are placed, after "by"."""
        if self.composite:
            return "this composite"
        return _BY.get(self.index, INDICES[self.index].short.lower())

    @property
    def when(self) -> str:
        """The year as it reads in a sentence."""
        return "latest figures since 2010" if self.year == LATEST else self.year


def number(value: float, digits: int = 2) -> str:
    """With a true minus sign."""
    return f"{value:.{digits}f}".replace("-", "−")


def share_said(value: float) -> str:
    """A share of weightings in %, never rounded to all or none."""
    if 0 < value < 0.005 or 0.995 < value < 1:
        return "under 1%" if value < 0.5 else "over 99%"
    return f"{value:.0%}"


def measures(index: str) -> str:
    """What is measured, in a phrase."""
    return (
        "a composite of indices of decentralisation"
        if index == COMPOSITE
        else INDICES[index].measures
    )


def unit(index: str, recipe: Recipe) -> str:
    """The unit of the values that are ranked."""
    return SAID[recipe.scale] if index == COMPOSITE else INDICES[index].unit.strip()


def value_said(value: float, asked: Asked) -> str:
    """A value of the ranking with its unit."""
    if asked.composite:
        return number(value, 0 if asked.recipe.scale == "min-max" else 2)
    return INDICES[asked.index].said(value)


def licences(tables: Iterable[str]) -> str:
    """Licences of tables, each once."""
    found = (one["title"] for name in tables for one in resource(name, data_folder())["licenses"])
    return "; ".join(dict.fromkeys(found))


def headline(figures: Figures, asked: Asked) -> str:
    """The finding in ten words or fewer."""
    if np.isnan(figures["place"]):
        return "The UK has no place by this index"
    n, place = int(figures["countries"]), figures["place"]
    rank = "most centralised" if place == 1 else f"{nth(place)} most centralised"
    return f"The UK: {rank} of {n} by {asked.by}"


def subject(figures: Figures, asked: Asked) -> str:
    """What is judged: the UK among how many, and by what."""
    return f"{int(figures['countries'])} {GROUPS[asked.group].place}, {asked.by}, {asked.when}"


def reason(figures: Figures, asked: Asked) -> str:
    """Why the verdict is what it is: first half, second half, and what other indices say."""
    if cannot_tell(figures):
        if np.isnan(figures["place"]):
            return (
                "The United Kingdom has no figures for every component."
                if asked.composite
                else "No figure for the UK."
            )
        return f"Only {int(figures['countries'])} countries have figures; fewer than {COUNTRIES} tell little."
    place = f"{nth(figures['place'])} of {int(figures['countries'])}"
    if not among_most(figures):
        return f"By {asked.by} the UK is {place}: not among the most centralised quarter.{_elsewhere(asked)}"
    first = f"By {asked.by} the UK is among the most centralised quarter, {place}."
    if linked(figures):
        return f"{first} More decentralised countries have smaller regional gaps, and within countries gaps shrink as they decentralise.{_elsewhere(asked)}"
    return f"{first} That it is part of the cause is not shown: {_missing(figures, asked)}.{_elsewhere(asked)}"


def _missing(figures: Figures, asked: Asked) -> str:
    """Which of the two slopes does not hold."""
    across, within = (figures[f"{kind}_high"] < 0 for kind in ("across", "within"))
    if asked.composite:
        over = "a composite has no panel to ask it within countries over the years"
        return (
            f"more decentralised countries have smaller gaps on average, but {over}"
            if across
            else f"no clear link across countries, and {over}"
        )
    if across and not within:
        return "more decentralised countries have smaller regional gaps on average, but within countries over the years no such link is seen"
    if within:
        return "within countries gaps shrink as they decentralise, but across countries there is no clear link"
    return "there is no clear link with regional gaps, neither across countries nor within them over the years"


def _elsewhere(asked: Asked) -> str:
    """The place by other indices, so that no answer stands alone."""
    said = []
    for key, name in _CONTRAST:
        if key == asked.index:
            continue
        place, n = _latest_place(key, asked.group)
        if np.isfinite(place) and n >= COUNTRIES:
            said.append(f"{nth(place)} of {n} by {name}")
    return f" The UK is {_listed(said)}." if said else ""


@functools.lru_cache(maxsize=32)
def _latest_place(key: str, group: str) -> tuple[float, int]:
    found = ranking(key, LATEST, group).place
    return float(found.sel(country=UK)), int(found.notnull().sum())


def sentence(figures: Figures, made: xr.Dataset, asked: Asked) -> str:
    """The answer with its number, how sure the place is, and both slopes."""
    if np.isnan(figures["place"]):
        why = str(made.reason.sel(country=UK).item())
        return f"The United Kingdom has no place among {GROUPS[asked.group].place}: {why}."
    n = int(figures["countries"])
    values = made["value"].values
    middle = float(np.nanmedian(values))
    uk = value_said(figures["value"], asked)
    lead = _lead(made, asked)
    rank = (
        "the most centralised"
        if figures["place"] == 1
        else f"{nth(figures['place'])} most centralised"
    )
    text = (
        f"{lead} {uk} in the UK, {rank} of {n} {GROUPS[asked.group].place} with figures; the middle country has "
        f"{value_said(middle, asked)}."
    )
    return f"{text} {_sure(figures, asked)} {slopes(figures, asked)}"


def _lead(made: xr.Dataset, asked: Asked) -> str:
    if asked.composite:
        return f"The index built from {len(asked.built.weights)} components ({asked.when}) is"
    when = int(made.when.sel(country=UK))
    what = INDICES[asked.index].measures
    return f"In {when}, {what} was"


def _sure(figures: Figures, asked: Asked) -> str:
    """How far the place may move."""
    if asked.composite:
        return (
            f"Under {DRAWS:,} random weightings its place is {figures['weights_best']:.0f} to "
            f"{figures['weights_worst']:.0f} (95% of them), in {share_said(figures['weights_quarter'])} of them in the most centralised quarter."
        )
    sure = sureness(asked.index, asked.year, asked.group)
    assert sure is not None  # noqa: S101 - there is a place
    low, high = sure.year_places
    over = f"{low:.0f}" if low == high else f"{low:.0f} to {high:.0f}"
    what = "one percentage point" if INDICES[asked.index].table == IMF else "half a point"
    moved = sorted((sure.if_lower, sure.if_higher))
    moved_said = f"{moved[0]:.0f}" if moved[0] == moved[1] else f"{moved[0]:.0f} to {moved[1]:.0f}"
    return f"Within {_NUMBERS[WINDOW]} years of that its place was {over}; were its figure {what} lower or higher it would be {moved_said}."


def slopes(figures: Figures, asked: Asked) -> str:
    """Both slopes with their intervals."""
    step = _step(asked)
    said = []
    for kind, where in (("across", "across"), ("within", "within")):
        if np.isnan(figures[f"{kind}_slope"]):
            continue
        said.append(
            f"{number(figures[f'{kind}_slope'], 3)} ({number(figures[f'{kind}_low'], 3)} to {number(figures[f'{kind}_high'], 3)}) "
            f"{where} {int(figures[f'{kind}_countries'])} countries"
            + (" over the years" if kind == "within" else "")
        )
    if not said:
        return "Too few of these countries have regional figures to ask for a link."
    return f"With {step}, the coefficient of variation of regional output per head changes by {' and '.join(said)} (95% intervals)."


def _step(asked: Asked) -> str:
    """What a slope is per, towards more decentralised."""
    if asked.composite:
        return f"{_UNITS[asked.recipe.scale]} more of this index"
    one = INDICES[asked.index]
    what = "percentage points" if one.table == IMF else "points"
    return f"{one.step:.0f} {what} {'more' if one.polarity > 0 else 'less'}"


def _listed(texts: list[str]) -> str:
    return texts[0] if len(texts) == 1 else f"{', '.join(texts[:-1])} and {texts[-1]}"
