"""The answer in words: subject, reason, sentence, notes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from levelkit.claims.numbers import index_said, index_span
from levelkit.claims.oecd_comparison.criterion import COUNTRIES, too_few
from levelkit.claims.oecd_comparison.figures import (
    INCOME,
    METRO,
    PER_WORKER,
    PUBLISHED,
    UK,
    WITHOUT,
    treated,
)
from levelkit.claims.oecd_comparison.series import series
from levelkit.claims.ordinals import nth
from levelkit.claims.panels import table
from levelkit.claims.verdict import Verdict

if TYPE_CHECKING:
    import xarray as xr

    from levelkit.claims.oecd_comparison.figures import Scale

    Figures = dict[str, float]

_IN_TEXT = {
    "cv": "coefficient of variation", "gini": "Gini coefficient", "theil": "Theil index",
    "mld": "mean log deviation", "atkinson": "Atkinson index", "log_sd": "standard deviation of logs",
    "p90_p10": "ratio of the 90th to the 10th percentile", "max_min": "ratio of the highest to the lowest region",
}  # fmt: skip
#: What is asked of the other scale, so that no answer stands alone.
_OTHER = {"oecd-tl3": "oecd-tl2", "oecd-tl2": "oecd-tl3"}
#: Notes of the tables on columns, and on what the page says in its own words.
_SAID_ELSEWHERE = (
    "is_capital marks", "metro, at TL3", "United Kingdom: UKI7", "Countries without", "Without a shape",
    "region_name is", "Netherlands: Flevoland has no", "Finland: Åland's employment",
)  # fmt: skip


_CAPITALS = (
    "Without the capital: one rule for all countries, the large region (as the OECD's TL2) that holds the capital, so that both scales leave "
    "out the same territory. It is not alike in what it holds: the city alone for Berlin, Vienna, Brussels, Madrid or Washington; city and ring "
    "for London or Paris; much more in Canada (all of Ontario) and Switzerland (Espace Mittelland). Where countries have one large region, or "
    "small regions do not nest in large ones (Estonia, Latvia, Luxembourg, New Zealand, United States), the capital's own small region goes."
)  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """What was chosen, as words need it."""

    scale: Scale
    measure: str
    weighted: bool
    treatment: str
    year: int

    @property
    def counted(self) -> str:
        """Whom a region counts by, where it does not count once."""
        return "workers" if self.treatment == PER_WORKER else "people"

    @property
    def by(self) -> str:
        """The measure, and what is counted, as it goes on with "of GDP per head"."""
        label = _IN_TEXT[self.measure]
        if not self.weighted:
            return label
        return f"{label}, weighted by {self.counted},"


def headline(figures: Figures) -> str:
    """The finding in ten words or fewer."""
    if too_few(figures):
        return "Too few countries to say whether the UK stands out"
    n = int(figures["countries"])
    if figures["place"] == 1:
        return f"The UK is the most unequal of {n} countries"
    return f"The UK is {_place(figures)} of {n}, the most unequal first"


def _place(figures: Figures) -> str:
    return nth(figures["place"], int(figures["share"]))


def subject(figures: Figures, asked: Asked) -> str:
    """What is judged: the UK among how many, and on what."""
    how = treated(asked.treatment)
    return f"{int(figures['countries'])} countries, {asked.scale.short}{how}, {asked.year}"


def part_reason(figures: Figures, verdict: Verdict) -> str:
    """The place, and how far it hangs on single regions."""
    if verdict is Verdict.CANNOT_TEST:
        if np.isnan(figures["place"]):
            return "The United Kingdom has too few figures to be ranked."
        return f"Fewer than {COUNTRIES} countries can be ranked."
    stands = "stands out" if verdict is Verdict.SUPPORTED else "does not stand out"
    return f"By this measure the UK {stands}: {_place(figures)} of {int(figures['countries'])}{_range(figures)}."


def _range(figures: Figures) -> str:
    """The places that the UK can have without one region; one alone is said once."""
    best, worst = figures["place_best"], figures["place_worst"]
    if best == worst:
        return f", and still {nth(best)} without any single region"
    return f"; without single regions anywhere from {nth(best)} to {nth(worst)}"


def elsewhere(asked: Asked) -> str:
    """The same measure with London as one region, and at the OECD's other scale."""
    key, said = asked.scale.key, []
    if key == "oecd-tl3" and asked.treatment == PUBLISHED:
        said.append(f"with London and its ring as one region it is {_at(key, METRO, asked)}")
    other = _OTHER.get(key)
    if other is not None and asked.treatment != METRO:
        size = "large" if other == "oecd-tl2" else "small"
        said.append(f"among {size} regions, {_at(other, asked.treatment, asked)}")
    text = "; ".join(said)
    return f" By the same measure, {text}." if said else ""


def _at(data: str, treatment: str, asked: Asked) -> str:
    """The UK's place by the same measure elsewhere: "tenth of 21"."""
    places = series(data, treatment, weighted=asked.weighted).place[asked.measure]
    at = places.sel(year=asked.year)
    place = float(at.sel(country=UK))
    return f"{nth(place, int((at == place).sum()))} of {int(at.notnull().sum())}"


def sentence(figures: Figures, ranked: xr.Dataset, asked: Asked) -> str:
    """The answer with its number, its interval and what it is compared with."""
    _, what = asked.scale.measured(asked.treatment)
    n = int(figures["countries"])
    lead = f"In {asked.year}, by the {asked.by} of {what} across {asked.scale.place}"
    if np.isnan(figures["place"]):
        return f"{lead}, the United Kingdom cannot be ranked: {_why(ranked, UK)}."
    values = ranked.spread.values
    known = np.isfinite(values)
    names = ranked.country.values[known]
    order = np.argsort(-values[known], kind="stable")
    first = [str(names[k]) for k in order if names[k] != UK][:1]
    text = f"{lead}, the United Kingdom is {_place(figures)} of {n} countries: {index_said(figures['spread'])}"
    if first:
        other = float(ranked.spread.sel(country=first[0]))
        of_others = "highest of the others" if figures["place"] == 1 else "highest"
        text += f", against {index_said(other)} in {_the(first[0])} ({of_others}) and {index_said(float(np.median(values[known])))} in the middle country"
    return f"{text}. {_hangs(figures, ranked)}{_treated(asked)}"


def _hangs(figures: Figures, ranked: xr.Dataset) -> str:
    """How much the UK's own number hangs on one of its regions."""
    ends = index_span(figures["spread_low"], figures["spread_high"])
    if " to " not in ends:
        return f"Without any one of its regions its number is still {ends}."
    hinge = str(ranked.hinge.sel(country=UK).item())
    return f"Without any one of its regions its number is {ends}; {hinge} moves it most."


def _treated(asked: Asked) -> str:
    """What the treatment does, for the UK above all."""
    if asked.treatment == METRO:
        return (
            " London's 21 small regions count as one here; few other capitals have a ring in these figures, "
            "so merging helps no other country as it does the UK."
        )
    if asked.treatment == WITHOUT:
        left = {"oecd-tl3": " (21 small regions)", "europe-nuts2": " (five regions)"}
        return (
            " The large region that holds each country's capital is left out with all its parts; in the UK that is London"
            f"{left.get(asked.scale.key, '')}."
        )
    if asked.treatment == INCOME:
        return " Income is counted where people live, output where they work."
    return ""


def _why(ranked: xr.Dataset, country: str) -> str:
    return str(ranked.reason.sel(country=country).item())


def caveats(ranked: xr.Dataset, asked: Asked) -> list[str]:
    """What the reader must know of these very figures."""
    attrs = table(asked.scale.table).attrs
    _, what = asked.scale.measured(asked.treatment)
    notes = [f"Unit: {what}. Year: {asked.year}.", *_prices(asked), *_not_ranked(ranked)]
    if asked.scale.key == "oecd-tl2":
        notes.append(
            "United Kingdom: the source lists Outer London - West and North West (UKI7) beside London (UKI), which "
            "contains it. It is counted once here. Counted twice, the UK would be sixteenth rather than nineteenth on the 90th to "
            "10th percentile in 2019, and tenth and eighth as here on the coefficient of variation and its weighted form."
        )
    if asked.treatment == WITHOUT:
        notes.append(_CAPITALS)
    if asked.scale.key == "oecd-tl3" and asked.treatment == PUBLISHED:
        notes.append(
            "Inner London makes the UK's place: Camden and City of London has over ten times the country's output per head, since "
            "many work there and few live there. Compare “capital merged with its ring”, “without the capital's region” and "
            "“per worker”."
        )
    if asked.treatment == PER_WORKER:
        notes.append(
            "Per worker: output over jobs at the workplace, which commuting does not distort; regions are weighted by workers."
        )
    if asked.treatment == PER_WORKER and asked.scale.key == "oecd-tl3":
        notes.append(
            "Three regions of the Scottish Highlands (UKM61 to UKM63) are one here: the source counts their jobs and their output within "
            "different borders (more jobs than residents in Caithness). Apart, they alone would make the UK's highest 7.7 times its lowest."
        )
    breaks = [*attrs["series_breaks"], *attrs["merged_units"]]
    skipped = _SAID_ELSEWHERE + (() if asked.treatment == METRO else ("metro holds",))
    return notes + breaks + [note for note in attrs["notes"] if not note.startswith(skipped)]


def _prices(asked: Asked) -> list[str]:
    if asked.scale.table == "oecd-regions":
        return [
            "Price basis: one purchasing power parity a country. It does not bear on a country's spread, "
            "which is relative to its own mean, and says nothing of prices that differ between its regions."
        ]
    return [
        "Price basis: a country's spread is relative to its own mean in that year, so that exchange rates and inflation do not bear "
        "on it; prices that differ between its regions do."
    ]


def _not_ranked(ranked: xr.Dataset) -> list[str]:
    """Countries that are not ranked by their reason, one sentence each."""
    by_reason: dict[str, list[str]] = {}
    for country, why in zip(
        ranked.country.values.tolist(), ranked.reason.values.tolist(), strict=True
    ):
        if why:
            by_reason.setdefault(why, []).append(country)
    return [
        f"Not ranked ({why}): {', '.join(names)}."
        for why, names in sorted(by_reason.items(), key=lambda item: -len(item[1]))
    ]


def _the(country: str) -> str:
    return f"the {country}" if country in ("Netherlands", "United States", UK) else country
