"""What is left of the slope across countries with other countries in it, and with GDP per head held constant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from levelkit.claims.devolution.association import (
    FEWEST,
    Slope,
    fit_across,
    sample,
    scatter,
    slope_of,
)
from levelkit.claims.devolution.countries import GROUPS, OECD, UK
from levelkit.claims.devolution.regional import prosperity

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class Specification:
    """One way to ask across countries; ``judged`` is the one of the criterion."""

    slope: Slope
    judged: bool


#: Countries that are left out one by one, at most: those without which the answer is another one.
MOST = 6


def specifications(
    x: Mapping[str, float], key: str, year: int, group: str, left_out: tuple[str, ...] = ()
) -> list[Specification]:
    """The slope of the criterion first, then the same with other countries, or GDP per head held constant.

    Parameters
    ----------
    x : mapping
        From country to index, more being more decentralised; of all countries that have one.
    key : str
        The regional figures of the criterion.
    year : int
        Of the inequality.
    group : str
        The countries compared: a key of ``GROUPS``.
    left_out : tuple of str
        Countries that a visitor left out.

    Returns
    -------
    list of Specification
        A set of countries that is the same as an earlier one has no row of its own.
    """
    whole = {name: value for name, value in x.items() if name not in left_out}
    chosen = _of(whole, group)
    asked: list[tuple[str, str, Mapping[str, float], bool]] = []
    for each in (group, *(name for name in GROUPS if name != group)):
        label = GROUPS[each].place[0].upper() + GROUPS[each].place[1:]
        asked.append((label, GROUPS[each].short, _of(whole, each), False))
    named, *others = asked
    every, few = "All countries", "All"
    if set(whole) <= set(GROUPS[OECD].members):  # a composite is built over no others
        every, few = "OECD members", GROUPS[OECD].short
    asked = [
        named,
        (f"{named[0]}, GDP per head held constant", f"{named[1]}, GDP held", chosen, True),
        (f"{named[0]} without the UK", f"{named[1]}, no UK", _without(chosen, UK), False),
        (every, few, whole, False),
        (f"{every}, GDP per head held constant", f"{few}, GDP held", whole, True),
        (f"{every} without the UK", f"{few}, no UK", _without(whole, UK), False),
        *others,
        *(
            (f"{every} without {name}", f"{few}, no {name}", _without(whole, name), False)
            for name in influential(whole, key, year)
            if name != UK
        ),
    ]
    listed: list[Specification] = []
    seen: set[tuple[frozenset[str], bool]] = set()
    for k, (label, short, values, held) in enumerate(asked):
        countries = (frozenset(sample(values, key, year)[0]), held)
        slope = _slope(values, key, year, label, short, held=held)
        if slope is not None and countries not in seen:
            seen.add(countries)
            listed.append(Specification(slope, judged=k == 0))
    return listed


def _of(x: Mapping[str, float], group: str) -> dict[str, float]:
    return {name: value for name, value in x.items() if name in GROUPS[group].members}


def _without(x: Mapping[str, float], country: str) -> dict[str, float]:
    return {name: value for name, value in x.items() if name != country}


def influential(x: Mapping[str, float], key: str, year: int) -> list[str]:
    """Countries without any one of which the slope's interval tells something else; else the one that moves it most.

    It tells that gaps are smaller, that they are larger, or, where it includes zero, neither.
    """
    dots = scatter(x, key, year)
    if dots.fit is None:
        return []
    whole = _slope(x, key, year, "", "", held=False)
    assert whole is not None  # noqa: S101 - there is a fit
    told = _told(np.array([whole.low]), np.array([whole.high]))[0]
    moved = np.argsort(-np.abs(dots.slope - whole.slope), kind="stable")
    other = _told(dots.low, dots.high) != told
    flips = [dots.names[k] for k in moved if other[k]]
    return flips[:MOST] or [dots.names[moved[0]]]


def _told(low: np.ndarray, high: np.ndarray) -> np.ndarray:
    """-1 where the interval is below zero, 1 above it, 0 where it includes zero."""
    sign: np.ndarray = (low > 0).astype(int) - (high < 0).astype(int)
    return sign


def _slope(
    x: Mapping[str, float], key: str, year: int, label: str, short: str, *, held: bool
) -> Slope | None:
    if not held:
        dots = scatter(x, key, year)
        if dots.fit is None:
            return None
        return slope_of(dots.fit, dots.index, dots.gap, label, short, len(dots.names), "across")
    names, values, gaps, when = sample(x, key, year)
    rich = prosperity(key, when)
    kept = np.array([name in rich for name in names], dtype=bool)
    if kept.sum() < FEWEST + 1:
        return None
    control = np.array([rich[name] for name in names if name in rich])
    fit = fit_across(values[kept], gaps[kept], control)
    return slope_of(fit, values[kept], gaps[kept], label, short, int(kept.sum()), "across")
