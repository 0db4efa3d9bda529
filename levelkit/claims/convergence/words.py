"""The answer on catching up in words."""

from __future__ import annotations

from math import inf, isnan
from typing import TYPE_CHECKING

from levelkit.claims.convergence.criterion import SLOW, TOO_FEW, narrowed
from levelkit.claims.convergence.panels import INCOME, PANELS, UK
from levelkit.claims.verdict import Verdict

if TYPE_CHECKING:
    from levelkit.claims.convergence.sample import Sample

Figures = dict[str, float]


def percent(value: float) -> str:
    """A speed for people, with a true minus sign."""
    return f"{value:.1f}%".replace("-", "−") if abs(value) >= 0.05 else "0.0%"


def years(value: float) -> str:
    """Years for people; beyond 10,000 they say nothing."""
    return "more than 10,000 years" if value > 10_000 else f"{value:,.0f} years"


def subject(sample: Sample, n: int) -> str:
    """What is judged: "GVA per head, 174 UK areas (ITL3), 1998 to 2022"."""
    about = PANELS[sample.data]
    without = "" if sample.include_capital or not about.capital else f" without {about.capital}"
    out = len(sample.left_out)
    more = f", {out} left out" if out else ""
    what = about.what[0].upper() + about.what[1:]
    return f"{what}, {n} {about.places}{without}{more}, {sample.first} to {sample.last}"


def headline(figures: Figures, verdict: Verdict) -> str:
    """The finding in ten words or fewer."""
    low, high = figures["speed_low"], figures["speed_high"]
    if verdict is Verdict.CANNOT_TEST:
        return "Too little to tell how fast gaps close"
    if verdict is Verdict.NOT_SUPPORTED:
        return f"Poorer places caught up: {percent(figures['speed'])} of a gap a year"
    said = {
        (Verdict.SUPPORTED, "grew"): "Gaps grew: richer places pulled further ahead",
        (Verdict.SUPPORTED, "unsure"): "No sign that poorer places catch up",
        (Verdict.SUPPORTED, "closed"): "Gaps close, but too slowly for a lifetime",
        (Verdict.MIXED, "unsure"): "The figures cannot tell whether places catch up",
        (Verdict.MIXED, "closed"): "Poorer places catch up; how fast is not sure",
    }  # fmt: skip
    if low > SLOW:
        return "Poorer places rose, yet gaps stayed as wide"
    return said[verdict, "closed" if low > 0 else "grew" if high < 0 else "unsure"]


def reason(figures: Figures, verdict: Verdict) -> str:
    """Why the verdict is what it is."""
    low, high = figures["speed_low"], figures["speed_high"]
    if verdict is Verdict.CANNOT_TEST:
        if figures["n"] < TOO_FEW:
            return f"Fewer than {TOO_FEW} regions are left."
        return "The model finds no finite speed: its gaps close within a single step."
    if verdict is Verdict.SUPPORTED:
        return f"Even the upper end of the interval is below {SLOW:g}% a year: half of a gap outlives a lifetime."
    if verdict is Verdict.NOT_SUPPORTED:
        return f"The whole interval is above {SLOW:g}% a year, and gaps are smaller at the end than at the start."
    if low > SLOW:
        return f"The whole interval is above {SLOW:g}% a year, but gaps are as wide at the end as at the start."
    return f"The interval from {percent(low)} to {percent(high)} includes {SLOW:g}% a year: too wide to tell."


def sentence(figures: Figures, sample: Sample, model: str, *, weighted: bool) -> str:
    """The answer with its numbers."""
    about = PANELS[sample.data]
    n, speed = int(figures["regions"]), figures["speed"]
    people = ", counting people" if weighted else ""
    start = (
        f"From {sample.first} to {sample.last} the speed of catching up in {about.what}, "
        f"{_between(model, about.group)}{n} {about.places}{people}"
    )
    if isnan(speed):
        return f"{start}, cannot be given by this model."
    interval = f"95% interval {percent(figures['speed_low'])} to {percent(figures['speed_high'])}"
    spread = (
        f" The spread{_around(model, about.group)} (standard deviation of logs) went from {figures['sigma_start']:.3f} to "
        f"{figures['sigma_end']:.3f}: gaps became {'smaller' if narrowed(figures) else 'no smaller'}."
    )
    found = f", was {percent(speed)} of a gap a year ({interval}). "
    return start + found + half_life(figures) + spread + _with_all(figures, sample)


def _between(model: str, group: str) -> str:
    return {
        "within": f"within each {group}, ",
        "farming": "with the same share of farming at first, ",
        "panel": "each region towards a path of its own, ",
    }.get(model, "")


def _around(model: str, group: str) -> str:
    return f" within each {group}" if model == "within" else ""


def half_life(figures: Figures) -> str:
    """How long half of a gap lasts."""
    value, low, high = (figures[name] for name in ("half_life", "half_low", "half_high"))
    if value == inf:
        if low == inf:
            return "Gaps grew."
        return f"Gaps did not close; even at the upper end half of one would take {years(low)}."
    upper = "no end" if high == inf else years(high)
    return f"At this speed half of a gap closes in {years(value)} (from {years(low)} to {upper})."


def _with_all(figures: Figures, sample: Sample) -> str:
    if not sample.left_out:
        return ""
    names = ", ".join(sample.left_out)
    return (
        f" Left out: {names}; with all regions the speed is {percent(figures['speed_all'])} a year."
    )


def caveats(sample: Sample, model: str, notes: tuple[str, ...], *, weighted: bool) -> list[str]:
    """What the reader must know of these very figures."""
    said = []
    key = sample.data
    if (key in UK and key not in INCOME) or key == "europe-nuts2":
        said.append(
            "Output is counted where people work and divided by those who live there: commuting makes city centres look rich "
            "and suburbs poor, and a change of commuting looks like growth. Household income is counted where people live."
        )
    if key == "itl3-real":
        said.append(
            "Prices of 2019: each region's industries are deflated with national prices. A common price index would change "
            "nothing here, since all regions share it; this one changes growth by what each region makes. Nobody publishes "
            "prices of the regions themselves over time."
        )
    else:
        said.append(
            "Figures are in current prices. An inflation that all regions share lifts all growth alike and moves no gap; "
            "prices that rose faster in rich places would make real gaps grow less than these."
        )
    if key == "uk-century" and sample.last > 2015:
        said.append(
            "The last year is from another source than the first: part of the change may be a change of basis. The years 1900 to "
            "2015 are from one source. Models of steps use that one alone."
        )
    if key.startswith("europe-nuts2"):
        said.append(
            "Euros: rates of exchange and national inflation are in the growth of countries outside the euro area."
        )
    if model == "panel":
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
