"""The link with regional gaps, and the local share of spending, in words: from their figures."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING, Any

from levelkit.claims.country_gaps import GAPS
from levelkit.claims.devolution.countries import GROUPS, UK
from levelkit.claims.devolution.local import FIRST, HALF, LAST, STEP
from levelkit.claims.devolution.regional import REGIONS
from levelkit.claims.devolution.words import count, estimate, listed, named, number
from levelkit.claims.ordinals import nth
from levelkit.claims.verdict import Verdict
from levelkit.pages import words
from levelkit.pages.devolution.rows import unit_of

if TYPE_CHECKING:
    from levelkit.claims.devolution.local import Local
    from levelkit.claims.evidence import Evidence

    Columns = dict[str, list[Any]]


def scatter(found: Evidence) -> dict[str, str]:
    """The link across countries in words."""
    link, figures = found.attrs["link"], found.figures
    place = GROUPS[found.choices["group"]].place
    title = _across(figures)
    out = f" Left out: {', '.join(link.left_out)}." if link.left_out else ""
    n = int(figures["across_countries"])
    return {
        "title": title,
        "subtitle": (
            f"One dot a country, of the {place} with both figures: how decentralised it is, and how unequal its regions are. Line with 95% "
            f"interval: least squares, HC3 errors. An association, not a cause.{out}"
        ),
        "description": (
            title
            if link.across is None
            else f"Scatter of {n} countries with a fitted line. Slope {estimate(figures, 'across')}."
        ),
    }


def _across(figures: dict[str, float]) -> str:
    if isnan(figures["across_slope"]):
        return "Too few countries to ask for a link"
    if figures["across_high"] < 0:
        return "Across these countries, more decentralised goes with smaller gaps"
    if figures["across_low"] > 0:
        return "Across these countries, more decentralised goes with larger gaps"
    return "Across these countries no link can be told"


def influence(rows: Columns, key: str) -> dict[str, str]:
    """How far the slope moves when one country is left out."""
    gaps = GAPS[key].short
    picked = [k for k, one in enumerate(rows["regional"]) if one == gaps]
    if not picked:
        return {
            "title": "Too few countries to leave one out",
            "subtitle": "",
            "description": "No slopes.",
        }
    whole, first, last = picked[0], picked[1], picked[-1]
    told = _side(rows, whole)
    flips = [rows["country"][k] for k in picked[1:] if _side(rows, k) != told]
    said = (
        f"without {named(flips, 'or')} the interval {'includes zero' if told else 'no longer includes zero'}."
        if flips
        else "no single country changes on which side of zero the interval is, or that it includes zero."
    )
    return {
        "title": f"Without any one country: {number(rows['slope'][first], 3)} to {number(rows['slope'][last], 3)}",
        "subtitle": f"The slope without each country in turn, with its 95% interval (HC3). {gaps[0].upper()}{gaps[1:]}: {said}",
        "description": (
            f"Slopes without one country: lowest without {rows['name'][first]} ({rows['said'][first]}), highest without "
            f"{rows['name'][last]} ({rows['said'][last]})."
        ),
    }


def _side(rows: Columns, k: int) -> int:
    """-1 where the interval is below zero, 1 above it, 0 where it includes zero."""
    return int(rows["low"][k] > 0) - int(rows["high"][k] < 0)


def specifications(found: Evidence, rows: Columns, step: str) -> dict[str, str]:
    """What is left of the slope with other countries, or with GDP per head held constant."""
    link = found.attrs["link"]
    n = len(rows["row"])
    smaller = [rows["asked"][k] for k in range(n) if rows["high"][k] < 0]
    larger = sum(low > 0 for low in rows["low"])
    if not n:
        return {
            "title": "Too few countries to ask for a link",
            "subtitle": "",
            "description": "No slopes.",
        }
    title = (
        f"Smaller gaps in {len(smaller)} of {n} ways to ask across countries"
        if smaller
        else f"No smaller gaps in any of {n} ways to ask"
    )
    judged = next((rows["asked"][k] for k in range(n) if rows["judged"][k]), "")
    said = [f"Judged: {_lower(judged)}."] if judged else []
    if smaller and len(smaller) < n:
        said.append(f"Gaps are smaller for {listed([_lower(one) for one in smaller])}.")
    if larger:
        said.append(f"In {larger} gaps are larger.")
    return {
        "title": title,
        "subtitle": (
            f"Change of the coefficient of variation of regional output per head ({REGIONS[link.key]}, {link.year}) with {step}, with its 95% interval "
            f"(HC3); in brackets, countries. {' '.join(said)} Left out one by one: those without which the answer for all countries is another one, "
            "or the one that moves it most."
        ),
        "description": "; ".join(
            f"{label} {text}" for label, text in zip(rows["asked"], rows["said"], strict=True)
        )
        + ".",
    }


def _lower(label: str) -> str:
    """A specification within a sentence."""
    return label if label.startswith(("OECD", "EU")) else label[0].lower() + label[1:]


def ways(rows: Columns, place: str) -> dict[str, str]:
    """How many sets of regional figures find a link."""
    sides = {"Across": [0, 0], "Within": [0, 0]}
    for label, high in zip(rows["label"], rows["high"], strict=True):
        kind = label.partition(",")[0].partition(" ")[0]
        sides[kind][0] += high < 0
        sides[kind][1] += 1
    turned = sum(low > 0 for low in rows["low"])
    other = f" In {turned} the sign is the other one." if turned else ""
    said = [
        f"{hit} of {n} {'ways ' * (not k)}{kind.lower()}{' countries' * (not k)}"
        for k, (kind, (hit, n)) in enumerate((kind, one) for kind, one in sides.items() if one[1])
    ]
    return {
        "title": f"A link: {', '.join(said)}" if said else "No way to ask with these figures",
        "subtitle": (
            f"The {place}, by every set of regional figures: change of regional inequality, in % of its standard deviation, with one standard deviation "
            "more decentralisation; 95% intervals. Across: HC3. Within: country and year effects, errors from leaving out each "
            f"country in turn, the index of the same year or some years before.{other}"
        ),
        "description": "; ".join(
            f"{label} {number(value, 0)}%"
            for label, value in zip(rows["label"], rows["estimate"], strict=True)
        )
        + ".",
    }


def reading(found: Evidence, other: Columns) -> str:
    """What the association can and cannot show, as HTML."""
    figures = found.figures
    n = int(figures["across_countries"])
    points = (
        f"There are {n or 'too few'} countries, one dot each. One more or one fewer can move the line, as the slopes without single countries show.",
        "It may run the other way. Countries with strong and unequal regions give them powers to hold together; equal ones have less reason to.",
        f"Other things go with both: size, a federal past, wealth, and how finely a country is cut into regions. {_held(other)}",
        f"Within countries over the years such lasting differences drop out. What is left are small changes in a few years. {_power(found)}",
        "Published studies differ. Lessmann (2011, 56 countries) finds smaller gaps with decentralisation in rich countries and wider ones in "
        "poorer; Rodríguez-Pose and Ezcurra (2010, 26 countries) no link overall, if anything smaller gaps in rich ones; both again (2013) "
        "none or wider gaps by political indices; Kyriacou, Muinelo-Gallo and Roca-Sagalés (2013, 24 OECD countries) that it depends on how good government is.",
    )  # fmt: skip
    return words.notes(points, "What such figures can show, and what not")


def _power(found: Evidence) -> str:
    """What the panel could have shown."""
    panel = found.attrs["link"].within
    if panel is None:
        return "Here there are no such figures, or too few."
    seen, slope = found.figures["within_detectable"], found.figures["across_slope"]
    text = (
        f"From {panel.first} to {panel.last} the index moved by {number(panel.moved, 1)} {_points(found)} within a country (standard deviation), and "
        f"{named(panel.movers)} make {panel.share:.0%} of what tells the slope. One flatter than {number(seen, 3)} would be missed more often "
        "than one time in five (80% power)."
    )
    if isnan(slope):
        return text
    beside = (
        "is flatter than that"
        if abs(slope) < seen
        else "is steeper: it would be likely to show, if gaps followed within these years"
    )
    return f"{text} The slope across countries, {number(slope, 3)}, {beside}."


def _points(found: Evidence) -> str:
    return "percentage points" if unit_of(found.choices["index"]) == "%" else "points"


def _held(rows: Columns) -> str:
    """The slope of all countries with GDP per head held constant, beside the plain one."""
    at = {label: k for k, label in enumerate(rows["asked"])}
    pairs = [(label, f"{label}, GDP per head held constant") for label in rows["asked"]]
    said = [
        f"{label}: {rows['said'][at[held]]} with GDP per head held constant, {rows['said'][at[label]]} without"
        for label, held in pairs
        if held in at
    ]
    return f"{'; '.join(said)}." if said else "Too few countries to hold any of them constant."


def local_html(found: Local) -> str:
    """The local share of spending, and whether poorer regions gain more where it is larger, as HTML."""
    over = named(found.over_half) if found.over_half else "none"
    uk = found.growth[found.names.index(UK)]
    turn = {
        Verdict.SUPPORTED: "They gain more where more is spent below the centre",
        Verdict.NOT_SUPPORTED: "They gain less where more is spent below the centre",
    }.get(found.gains, "Whether they gain more where more is spent below the centre cannot be told")
    return words.passage(
        "Spending below the centre, and what goes with it",
        f"By money, not in the UK: in {found.year} governments below the centre did {number(found.share, 1)}% of public spending, the "
        f"{nth(found.place)} lowest share of {found.countries} western democracies. More than {HALF:.0f}% is spent below the centre in {over}. "
        "Spending counts money, not who decides, nor what makes a place grow.",
        f"Do poorer regions gain where more is spent below the centre? {turn}. In {count(len(found.names))} countries with figures, "
        f"{STEP:.0f} percentage points more of spending in {FIRST} go with {number(found.slope)} percentage points a year ({number(found.low)} to "
        f"{number(found.high)}, 95% interval, HC3) more growth of the poorer half of regions over their country, {FIRST} to {LAST}. Only a slope of "
        f"{number(found.detectable)} or more would show four times in five. Countries: {named(found.names)}. "
        f"The UK's own figure is {number(float(uk))}; part of London's lead in that source is a change of basis.",
        "That places grow because of what is done locally cannot be tested here: no table says what is spent, or decided, in each "
        "region, so that regions of one country cannot be compared; and nine countries that differ in much else show no cause.",
    )
