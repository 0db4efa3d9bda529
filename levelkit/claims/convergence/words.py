"""The answer on catching up in words."""

from __future__ import annotations

from math import isinf, isnan
from typing import TYPE_CHECKING

from levelkit.claims.brought import brought
from levelkit.claims.convergence.criterion import OWN_PATHS
from levelkit.claims.convergence.numbers import between, percent, signed, years
from levelkit.claims.convergence.panels import INCOME, UK, followed, panel
from levelkit.claims.convergence.sample import growth_table

if TYPE_CHECKING:
    from levelkit.claims.convergence.sample import Sample

Figures = dict[str, float]
FEW = 6  # places that are named where they lack figures

#: Said beside every answer: the claim is of a world that nobody has seen.
NOT_OBSERVED = (
    "No place was left alone: policies and transfers were at work, and what would have happened without them is not observed."
)  # fmt: skip


def subject(sample: Sample, n: int) -> str:
    """What is judged: "GVA per head, 174 of 179 UK areas (ITL3), 1998 to 2022"."""
    what = followed(sample.data).what
    out = len(sample.left_out)
    more = f", {out} left out" if out else ""
    return (
        f"{what[0].upper()}{what[1:]}, {places(sample, n)}{more}, {sample.first} to {sample.last}"
    )


def places(sample: Sample, n: int) -> str:
    """How many places there are, of how many; and without what."""
    about = followed(sample.data)
    whole = len(panel(sample.data, include_capital=sample.include_capital).names)
    without = "" if sample.include_capital or not about.capital else f" without {about.capital}"
    return f"{n} {'' if n == whole else f'of {whole} '}{about.places}{without}"


def sentence(figures: Figures, sample: Sample, model: str, *, weighted: bool) -> str:
    """The answer with its numbers."""
    about = followed(sample.data)
    people = ", counting people" if weighted else ""
    start = (
        f"From {sample.first} to {sample.last} the speed {_of_what(model)} in {about.what}, "
        f"{_between(model, about.group)}{places(sample, int(figures['regions']))}{people},"
    )
    said = [
        f"{start} {_speed(figures)}",
        "" if model == OWN_PATHS else _half_life(figures),
        _spread(figures, _around(model, about.group)),
        _with_all(figures, sample),
        NOT_OBSERVED,
    ]
    return " ".join(part for part in said if part)


def _speed(figures: Figures) -> str:
    speed, low, high = (figures[name] for name in ("speed", "speed_low", "speed_high"))
    if not isnan(speed):
        interval = f" (95% interval {between(low, high)})" if not isnan(low) else ""
        return f"was {percent(speed)} of a gap a year{interval}."
    turned = "has no single value, for by the line gaps close or turn round within the years"
    if isnan(low):
        return f"{turned}."
    return f"{turned}; its 95% interval is {between(low, high)}."


def _between(model: str, group: str) -> str:
    return {
        "within": f"within each {group}, ",
        "farming": "with the same share of farming at first, ",
    }.get(model, "")


def _of_what(model: str) -> str:
    return "of each place's return to a path of its own" if model == OWN_PATHS else "of catching up"


def _around(model: str, group: str) -> str:
    return f" within each {group}" if model == "within" else ""


def _half_life(figures: Figures) -> str:
    """How long half of a gap lasts."""
    value, low, high = (figures[name] for name in ("half_life", "half_low", "half_high"))
    if isnan(value):
        return ""
    if isinf(value):
        return f"At such a speed gaps do not close{_even_at_best(low)}."
    ends = f" (from {years(low) if low else 'any shorter time'} to {years(high)})"
    return f"At this speed half of a gap closes in {years(value)}{'' if isnan(low) else ends}."


def _even_at_best(low: float) -> str:
    """What the upper end of a speed below 0 means."""
    if isnan(low):
        return ""
    if isinf(low):
        return ", nor at the upper end"
    if low == 0:
        return "; with no upper end, they may also have closed within these years"
    return f"; even at the upper end half of one would take {years(low)}"


def _spread(figures: Figures, around: str) -> str:
    start, end = (f"{figures[name]:.3f}" for name in ("sigma_start", "sigma_end"))
    what = f"The spread{around} (standard deviation of logs)"
    change, low, high = (figures[name] for name in ("gaps", "gaps_low", "gaps_high"))
    interval = f" (95% interval {signed(low)} to {signed(high)})" if not isnan(low) else ""
    if start == end:  # a change below the figure's own precision
        return f"{what} is unchanged: {start} in both years, {signed(change)} a year{interval}."
    return f"{what} went from {start} to {end}, {signed(change)} a year{interval}."


def _with_all(figures: Figures, sample: Sample) -> str:
    if not sample.left_out:
        return ""
    names = ", ".join(sample.left_out)
    return (
        f"Left out: {names}; with all regions the speed is {percent(figures['speed_all'])} a year."
    )


def caveats(sample: Sample, model: str, notes: tuple[str, ...], *, weighted: bool) -> list[str]:
    """What the reader must know of these very figures."""
    key = sample.data
    said = [_left_alone(key), *_no_figures(sample)]
    if (key in UK and key not in INCOME) or key == "europe-nuts2-gdp":
        said.append(
            "Output is counted where people work and divided by those who live there: commuting makes city centres look rich "
            "and suburbs poor, and a change of commuting looks like growth. Household income is counted where people live."
        )
    said += _prices(key)
    if key == "uk-10-relative" and sample.last > 2015:
        said.append(
            "The last year is from another source than the first: part of the change may be a change of basis. The years 1900 to "
            "2015 are from one source. Models of steps use that one alone."
        )
    if key.startswith("europe-nuts2"):
        said.append(
            "Euros: rates of exchange and national inflation are in the growth of countries outside the euro area."
        )
    if model == OWN_PATHS:
        said.append(
            "With a constant for each region the question is another: how fast a region returns to its own path, not whether it "
            "catches up with others. With few steps that speed is also overstated, a lot (Nickell 1981)."
        )
    if model == "median":
        said.append(
            "The line through the middle of growth rates: half of the regions grew faster. One odd region hardly moves it."
        )
    if weighted:
        said.append("Each region counts as many as its people in the first year.")
    said.append(
        "Chance alone makes the poor of the first year rise and the rich fall (Galton's fallacy): a speed above 0 is no proof "
        "that gaps narrow. So the spread stands beside the speed, and the speed is also estimated with the level a step earlier."
    )
    return [*said, *notes]


def _left_alone(key: str) -> str:
    """What was at work, so that the claim's "left alone" is observed nowhere."""
    if key in UK:
        return (
            "UK regions were not left alone: regional policy since 1928, and taxes, benefits and grants that move money between "
            "places, were at work. Catching up may have been due to them, and without them gaps may have grown more."
        )
    if brought(key):
        return "Whether these places were left alone is for whoever brings the figures to say: policies and transfers may have been at work."
    if followed(key).panel_key == "us-states":
        return "US states were not left alone: federal taxes, spending and programmes move money between them."
    return (
        "Europe's regions were not left alone: countries move money between their regions, and the European Union's funds between "
        "countries."
    )


def _no_figures(sample: Sample) -> list[str]:
    """Places that lack one of the two years, by name where they are few."""
    known = growth_table(sample, weighted=False).index
    missing = [name for name in sample.panel.names if name not in known]
    if not missing:
        return []
    names = f": {'; '.join(missing)}" if len(missing) <= FEW else ""
    return [
        f"{len(missing)} of {len(sample.panel.names)} places lack figures for {sample.first} or {sample.last} and are left out{names}."
    ]


def _prices(key: str) -> list[str]:
    """What the prices behind the figures do to growth."""
    if key.endswith("-gdp-real"):
        return [
            "Prices of 2019: each region's industries are deflated with national prices. A common price index would change "
            "nothing here, since all regions share it; this one changes growth by what each region makes. Nobody publishes "
            "prices of the regions themselves over time."
        ]
    basis = {
        "uk-10-relative": "Figures are relative to the UK in each year.",
        "europe-century-gdp-ppp": "Figures are in international dollars of 2011, with one set of prices a country.",
    }.get(key, "" if brought(key) else "Figures are in current prices.")
    return [
        f"{basis}{' ' * bool(basis)}An inflation that all regions share lifts all growth alike and moves no gap; "
        "prices that rose faster in rich places would make real gaps grow less than these."
    ]
