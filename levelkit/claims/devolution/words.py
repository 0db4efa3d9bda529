"""The answer in words: headline, subject, and the sentence with its numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from levelkit.catalogue.package import data_folder, resource
from levelkit.claims.devolution.countries import GROUPS, UK
from levelkit.claims.devolution.indices import IMF, INDICES
from levelkit.claims.devolution.places import LATEST, WINDOW, sureness
from levelkit.claims.devolution.recipe import COMPOSITE, SCALES, UNITS
from levelkit.claims.devolution.regional import REGIONS
from levelkit.claims.devolution.weightings import DRAWS
from levelkit.claims.ordinals import between, nth
from levelkit.claims.phrases import count, estimate_said, named, number, share_said

if TYPE_CHECKING:
    from collections.abc import Iterable

    import xarray as xr

    from levelkit.claims.devolution.builder import Composite
    from levelkit.claims.devolution.hangs import Hangs
    from levelkit.claims.devolution.link import Link
    from levelkit.claims.devolution.recipe import Recipe

    Figures = dict[str, float]

#: A step of the composite, by its scale.
_STEPS = {"min-max": "10 points", "rank": "10 places", "z": "one standard deviation"}
_BY = {"authority": "regional authority", "self-rule": "self rule", "shared-rule": "shared rule"}


@dataclass(frozen=True)
class Asked:
    """What was chosen and what it rests on, as words need it."""

    index: str
    group: str
    year: str
    recipe: Recipe
    built: Composite
    components: tuple[str, ...]
    hangs: Hangs
    link: Link

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


def estimate(figures: Figures, kind: str) -> str:
    """A slope of the claim's figures with its interval."""
    return estimate_said(*(figures[f"{kind}_{end}"] for end in ("slope", "low", "high")))


def placed(place: float, ties: float) -> str:
    """A place in words, "joint" where ``ties`` countries, itself among them, share it: a rank is the mean of their places."""
    return nth(place, int(ties))


def ranked(place: float, ties: float, *, article: bool = False) -> str:
    """As it reads before "of 22": fourth most centralised, joint most centralised, most centralised."""
    said = placed(place, ties)
    if said == "first":
        return f"{'the ' * article}most centralised"
    return f"{said.removesuffix(' first')} most centralised"


def measures(index: str) -> str:
    """What is measured, in a phrase."""
    return (
        "a composite of indices of decentralisation"
        if index == COMPOSITE
        else INDICES[index].measures
    )


def unit(index: str, recipe: Recipe) -> str:
    """The unit of the values that are ranked."""
    return UNITS[recipe.scale] if index == COMPOSITE else INDICES[index].unit.strip()


def value_said(value: float, asked: Asked) -> str:
    """A value of the ranking with its unit."""
    if not asked.composite:
        return INDICES[asked.index].said(value)
    if asked.recipe.scale == "min-max":
        return f"{number(value, 0)} of 100 points"
    if asked.recipe.scale == "rank":
        return f"a mean place of {number(value)}"
    side = "above" if value > 0 else "below"
    return f"{number(abs(value))} standard deviations {side} the mean"


def licences(tables: Iterable[str]) -> str:
    """Licences of tables, each once."""
    titles = (
        licence["title"] for name in tables for licence in resource(name, data_folder())["licenses"]
    )
    return "; ".join(dict.fromkeys(titles))


def headline(figures: Figures, asked: Asked) -> str:
    """The finding in ten words or fewer."""
    if np.isnan(figures["place"]):
        return "The UK has no place by this index"
    rank = ranked(figures["place"], figures["place_ties"])
    return f"The UK: {rank} of {int(figures['countries'])} by {asked.by}"


def subject(figures: Figures, asked: Asked) -> str:
    """What is judged: the UK among how many, and by what."""
    return f"{int(figures['countries'])} {GROUPS[asked.group].place}, {asked.by}, {asked.when}"


def sentence(figures: Figures, by_country: xr.Dataset, asked: Asked) -> str:
    """The answer with its number, how far the place may move, and both slopes."""
    if np.isnan(figures["place"]):
        why = str(by_country.reason.sel(country=UK).item())
        lead = f"The United Kingdom has no place among {GROUPS[asked.group].place}: {why}."
        return f"{lead} {slopes(figures, asked)}"
    n = int(figures["countries"])
    middle = float(np.nanmedian(by_country["value"].values))
    rank = ranked(figures["place"], figures["place_ties"], article=True)
    text = (
        f"{_lead(by_country, asked)} {value_said(figures['value'], asked)} in the UK, {rank} of {n} {GROUPS[asked.group].place} with "
        f"figures; the middle country has {value_said(middle, asked)}."
    )
    return f"{text} {_moves(figures, asked)} {slopes(figures, asked)}"


def _lead(by_country: xr.Dataset, asked: Asked) -> str:
    if asked.composite:
        parts = len(asked.built.weights)
        return f"The index built from {count(parts)} component{'s' * (parts > 1)} ({asked.when}) is"
    when = int(by_country.when.sel(country=UK))
    what = INDICES[asked.index].measures
    return f"In {when}, {what} was"


def _moves(figures: Figures, asked: Asked) -> str:
    """How far the place may move."""
    if asked.composite:
        best, worst = figures["weights_best"], figures["weights_worst"]
        return (
            f"Under {DRAWS:,} random weightings it is {between(best, worst)} (95% of them), in "
            f"{share_said(figures['weights_quarter'])} of them in the most centralised quarter."
        )
    sure = sureness(asked.index, asked.year, asked.group)
    assert sure is not None  # noqa: S101 - there is a place
    what = "one percentage point" if INDICES[asked.index].table == IMF else "half a point"
    moved = between(*sorted((sure.if_lower, sure.if_higher)))
    return (
        f"Within {count(WINDOW)} years of that it was {between(*sure.year_places)}; were its figure {what} lower or higher it would "
        f"be {moved}."
    )


def slopes(figures: Figures, asked: Asked) -> str:
    """Both slopes with their intervals, and what they are of."""
    place, across, panel = GROUPS[asked.group].place, asked.link.across, asked.link.within
    said = []
    if across is not None:
        said.append(
            f"differs by {estimate(figures, 'across')} across {across.countries} {place} ({REGIONS[asked.link.key]}, "
            f"{asked.link.year})"
        )
    if panel is not None:
        whose = "such countries" if said else place
        said.append(
            f"changes by {estimate(figures, 'within')} within {panel.slope.countries} {whose} over {panel.first} to {panel.last}"
        )
    if not said:
        return "Too few of these countries have regional figures to ask for a link."
    return f"With {step_said(asked)}, the coefficient of variation of regional output per head {' and '.join(said)}; 95% interval{'s' * (len(said) > 1)}."


def step_said(asked: Asked) -> str:
    """What a slope is per, towards more decentralised."""
    if asked.composite:
        return f"{_STEPS[asked.recipe.scale]} more of this index"
    chosen = INDICES[asked.index]
    what = "percentage points" if chosen.table == IMF else "points"
    return f"{chosen.step:.0f} {what} {'more' if chosen.polarity > 0 else 'less'}"


def plain(asked: Asked) -> dict[str, str | float]:
    """What the figures are of, as plain text and numbers for whoever draws them."""
    index, panel, built = INDICES.get(asked.index), asked.link.within, asked.built
    ties = int((built.table.place == built.place).sum())
    return {
        "index": index.label if index else "Composite",
        "polarity": index.polarity if index else 1,
        "digits": index.digits if index else 0 if asked.recipe.scale == "min-max" else 2,
        "scale": "" if index else SCALES[asked.recipe.scale],
        "countries": GROUPS[asked.group].place,
        "rule": GROUPS[asked.group].rule,
        "built": ranked(built.place, ties, article=True) if ties else "",
        "regional": asked.link.key,
        "regions": REGIONS[asked.link.key],
        "left_out": ", ".join(asked.link.left_out),
        "movers": named(panel.movers) if panel else "",
        "movers_share": panel.share if panel else float("nan"),
    }
