"""The slope with other countries, with wealth held constant, and by other regional figures; and how to read it."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING, Any

from levelkit.charts.scales import ends, known
from levelkit.claims.phrases import estimate_said, listed, number
from levelkit.figures.columns import plain, significant, whole
from levelkit.figures.figure import Columns, Figure, Files
from levelkit.figures.kept import kept
from levelkit.pages import words
from levelkit.pages.devolution.link import STEPS, step_said

if TYPE_CHECKING:
    import xarray as xr

    from levelkit.claims.evidence import Evidence

ENDS = ("estimate", "ci_low", "ci_high")
FURTHEST = 260.0  # % of a standard deviation: what is beyond ends in an arrow


def specifications(evidence: Evidence) -> Figure:
    """What is left of the slope with other countries, or with GDP per head held constant."""
    table = evidence.tables["specifications"]
    judged = plain(table.judged)
    columns = {
        "asked": "specification", "estimate": "slope", "low": "ci_low", "high": "ci_high", "countries": "countries",
    }  # fmt: skip
    return Figure(
        "forest_plot",
        {"estimates": specification_rows(table)},
        {"current_row": judged.index(True) if True in judged else -1},
        source=words.source_of_tables(table),
        files=Files("estimates", columns, "specifications-{index}-{group}-{year}"),
        scope="specifications",
        **_specifications_said(evidence),
    )


@kept
def specification_rows(table: xr.Dataset) -> Columns:
    """The slope per step of the index, one row a specification."""
    asked, countries = plain(table.specification), plain(table.n)
    slopes = [table[end].values for end in ENDS]
    estimate, low, high = map(significant, slopes)
    return {
        "row": list(range(len(asked))),
        "label": [f"{_fitting(label)} ({n})" for label, n in zip(asked, countries, strict=True)],
        "short": [
            label.replace("North ", "N ").replace("United States", "USA")
            for label in plain(table.short)
        ],
        "asked": asked,
        "estimate": estimate,
        "low": low,
        "high": high,
        "said": [estimate_said(*ends) for ends in zip(*slopes, strict=True)],
        "countries": countries,
    }


def _fitting(label: str) -> str:
    """What a row is called where there is room for some forty letters."""
    return label.replace(", GDP per head held constant", ", GDP held").replace(
        "All countries without", "All without"
    )


def _specifications_said(evidence: Evidence) -> dict[str, Any]:
    table = evidence.tables["specifications"]
    rows, judged = specification_rows(table), table.specification.values[table.judged.values]
    n = len(rows["row"])
    if not n:
        return {"title": "Too few countries to ask for a link", "description": "No slopes."}
    smaller = [label for label, high in zip(rows["asked"], rows["high"], strict=True) if high < 0]
    larger = sum(low > 0 for low in rows["low"])
    said = [f"Judged: {_within_sentence(label)}." for label in judged]
    if smaller and len(smaller) < n:
        said.append(f"Gaps are smaller for {listed(list(map(_within_sentence, smaller)))}.")
    if larger:
        said.append(f"In {larger} gaps are larger.")
    year = evidence.figures["across_year"]
    return {
        "title": (
            f"Smaller gaps in {len(smaller)} of {n} ways to ask across countries"
            if smaller
            else f"No smaller gaps in any of {n} ways to ask"
        ),
        "subtitle": (
            f"Change of the coefficient of variation of regional output per head ({evidence.attrs['regions']}, {year:.0f}) with {step_said(evidence)}, with "
            f"its 95% interval (HC3); in brackets, countries. {' '.join(said)} Left out one by one: those without which the answer for all countries is "
            "another one, or the one that moves it most."
        ),
        "description": _each_said(rows["asked"], rows["said"]),
    }


def _within_sentence(label: str) -> str:
    return label if label.startswith(("OECD", "EU")) else label[0].lower() + label[1:]


def _each_said(labels: list[str], texts: list[str]) -> str:
    return f"{'; '.join(f'{a} {b}' for a, b in zip(labels, texts, strict=True))}."


def ways(evidence: Evidence) -> Figure:
    """The slope by every set of regional figures, across countries and within them."""
    table = evidence.tables["ways"]
    rows = way_rows(table)
    low, high = ends(known(rows["estimate"], rows["low"], rows["high"]), furthest=FURTHEST)
    columns = {
        "asked": "asked", "estimate": "percent_of_a_standard_deviation", "low": "ci_low", "high": "ci_high",
        "n": "observations", "countries": "countries", "movers": "countries_that_change", "errors": "errors",
    }  # fmt: skip
    return Figure(
        "forest_plot",
        {"estimates": rows},
        {"current_row": 0, "estimate_low": low, "estimate_high": high},
        source=words.source_of_tables(table),
        files=Files("estimates", columns, "slopes-{index}"),
        **_ways_said(rows, evidence.attrs["countries"]),
    )


@kept
def way_rows(table: xr.Dataset) -> Columns:
    """Every way to ask, in % of a standard deviation."""
    label, asked = plain(table.short), plain(table.way)
    slopes = [100 * table[end].values for end in ENDS]
    estimate, low, high = map(significant, slopes)
    texts = [[number(value, 0) for value in column] for column in slopes]
    return {
        "row": list(range(len(label))),
        "label": label,
        "short": [
            name.replace("Across, ", "").replace("Within, ", "In: ").replace("NUTS 2 output", "NUTS 2")
            for name in label
        ],
        "asked": asked,
        "estimate": estimate,
        "low": low,
        "high": high,
        "said": [f"{a}% ({b} to {c}): {way}" for a, b, c, way in zip(*texts, asked, strict=True)],
        "n": plain(table.n),
        "countries": plain(table.countries),
        "movers": whole(plain(table.movers)),
        "errors": [error.partition(" (")[0] for error in plain(table.errors)],
    }  # fmt: skip


def _ways_said(rows: Columns, place: str) -> dict[str, Any]:
    """How many sets of regional figures have a link."""
    sides = {"Across": [0, 0], "Within": [0, 0]}
    for label, high in zip(rows["label"], rows["high"], strict=True):
        side = sides[label.partition(",")[0].partition(" ")[0]]
        side[0] += high < 0
        side[1] += 1
    turned = sum(low > 0 for low in rows["low"])
    other = f" In {turned} the sign is the other one." if turned else ""
    asked = [(kind, hits, n) for kind, (hits, n) in sides.items() if n]
    said = [
        f"{hits} of {n} {'ways ' * (not k)}{kind.lower()}{' countries' * (not k)}"
        for k, (kind, hits, n) in enumerate(asked)
    ]
    return {
        "title": f"A link: {', '.join(said)}" if said else "No way to ask with these figures",
        "subtitle": (
            f"The {place}, by every set of regional figures: change of regional inequality, in % of its standard deviation, with one standard deviation "
            "more decentralisation; 95% intervals. Across: HC3. Within: country and year effects, errors from leaving out each "
            f"country in turn, the index of the same year or some years before.{other}"
        ),
        "description": _each_said(rows["label"], [f"{number(v, 0)}%" for v in rows["estimate"]]),
    }


def reading(evidence: Evidence) -> str:
    """What the association can and cannot show, as HTML."""
    n = int(evidence.figures["across_countries"])
    points = (
        f"There are {n or 'too few'} countries, one dot each. One more or one fewer can move the line, as the slopes without single countries show.",
        "It may run the other way. Countries with strong and unequal regions give them powers to hold together; equal ones have less reason to.",
        "Other things go with both: size, a federal past, wealth, and how finely a country is cut into regions. "
        f"{_held(specification_rows(evidence.tables['specifications']))}",
        f"Within countries over the years such lasting differences drop out. What is left are small changes in a few years. {_power(evidence)}",
        "Published studies differ. Lessmann (2011, 56 countries) finds smaller gaps with decentralisation in rich countries and wider ones in "
        "poorer; Rodríguez-Pose and Ezcurra (2010, 26 countries) no link overall, if anything smaller gaps in rich ones; both again (2013) "
        "none or wider gaps by political indices; Kyriacou, Muinelo-Gallo and Roca-Sagalés (2013, 24 OECD countries) that it depends on how good government is.",
    )  # fmt: skip
    return words.notes(points, "What such figures can show, and what not")


def _power(evidence: Evidence) -> str:
    """What the panel could have shown."""
    attrs, figures = evidence.attrs, evidence.figures
    if not attrs["movers"]:
        return "Here there are no such figures, or too few."
    seen, slope = figures["within_detectable"], figures["across_slope"]
    text = (
        f"From {figures['within_first']:.0f} to {figures['within_last']:.0f} the index moved by {number(figures['within_moved'], 1)} "
        f"{STEPS[attrs['units']]} within a country (standard deviation), and {attrs['movers']} make {attrs['movers_share']:.0%} of what tells the "
        f"slope. One flatter than {number(seen, 3)} would be missed more often than one time in five (80% power)."
    )
    if isnan(slope):
        return text
    beside = (
        "is flatter than that"
        if abs(slope) < seen
        else "is steeper: it would be likely to show, if gaps followed within these years"
    )
    return f"{text} The slope across countries, {number(slope, 3)}, {beside}."


def _held(rows: Columns) -> str:
    """The slope of all countries with GDP per head held constant, beside the plain one."""
    said = dict(zip(rows["asked"], rows["said"], strict=True))
    held = {label: f"{label}, GDP per head held constant" for label in said}
    pairs = [
        f"{label}: {said[held_label]} with GDP per head held constant, {said[label]} without"
        for label, held_label in held.items()
        if held_label in said
    ]
    return f"{'; '.join(pairs)}." if pairs else "Too few countries to hold any of them constant."
